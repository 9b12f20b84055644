"""Finished recovery maps made up for the tests of the report; a test states only what matters to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from tests.unit.report.factory import OCTOBER, make_check, make_source
from toolkit.audits.checks import Arm, Check, Figure, Outcome
from toolkit.audits.recovery.audit import RecoveryMap
from toolkit.audits.recovery.frames import AGENDA_COLUMNS, LEADER_COLUMNS, MAP_COLUMNS, STORY_COLUMNS
from toolkit.audits.recovery.hold_open import ASKED_FOR, HOLD_COLUMNS
from toolkit.audits.recovery.questions import QUESTIONS
from toolkit.audits.result import Subject
from toolkit.measures.recovery.links import LINKS, MISSING, NOT_YET_DUE, PRESENT
from toolkit.measures.recovery.repeats import MESSAGE_COLUMNS, OVERLAP_COLUMNS, REPEAT_COLUMNS

ALL_TABLES = ("risks", "actions", "decisions", "evidence", "statements", "observations", "feedback")
NASTY = "</svg><script>alert(1)</script><img src=x onerror=alert(1)>"
CHAIN_COLUMNS = ("risk_id", "link", "state", "by", "missing_record")
_NUMBERS: dict[str, Any] = {
    "present": "int64", "expected": "int64", "actions": "int64", "connectedness": "float64",
    "ratio": "float64", "place": "int64", "days": "int64",
    **dict.fromkeys(("opened_on", "closed_on", "newest_on", "made_on"), "datetime64[us]"),
}  # fmt: skip


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


def frame_of(columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """A frame with the kinds of column the audit gives it."""
    names = list(columns)
    return pd.DataFrame(list(rows), columns=names).astype({name: _NUMBERS.get(name, "str") for name in names})


def make_risk(name: str = "R-1", **differs: Any) -> dict[str, Any]:
    """An open risk of high priority whose four links are there."""
    facts = {
        "risk_id": name, "title": f"Nights run short ({name})", "theme": "staffing", "priority": "high",
        "state": "open", "opened_on": day("2026-04-04"), "action_ids": "A-1", "actions": 1,
        "sources": "shifts; care", "owner": "registered manager", "review_route": "quality meeting",
        "present": 4, "expected": 4, "connectedness": 1.0, "missing": "", "next_step": "Review as planned.",
    }  # fmt: skip
    return {**facts, **differs}


def make_chain(risk: str = "R-1", **states: str) -> list[dict[str, Any]]:
    """The four links of a risk, there unless said otherwise by the first word of each; "" leaves one out."""
    rows = []
    for link in LINKS:
        state = states.get(link.split()[0], PRESENT)
        record = ASKED_FOR[link] if state == MISSING else ""
        by = f"evidence:E-{LINKS.index(link)}" if state == PRESENT else ""
        rows.append({"risk_id": risk, "link": link, "state": state, "by": by, "missing_record": record})
    return [row for row in rows if row["state"]]


def make_story(risk: str = "R-1", source: str = "shifts", **differs: Any) -> dict[str, Any]:
    facts = {
        "risk_id": risk, "source": source, "age": "current", "newest_on": day("2026-10-30"), "says": "steady",
        "figure": "Hours attended were 98% (over 90 shifts).",
    }  # fmt: skip
    return {**facts, **differs}


def make_leader(risk: str = "R-1", **differs: Any) -> dict[str, Any]:
    facts = {
        "risk_id": risk, "statement_id": "ST-1", "made_on": day("2026-10-20"),
        "made_by": "registered manager", "claims": "improved", "level": "supported",
    }  # fmt: skip
    return {**facts, **differs}


def make_held(**differs: Any) -> dict[str, Any]:
    facts = {
        "kind": "action", "id": "A-7", "risk_id": "R-1", "closed_on": day("2026-10-12"),
        "reason": "closed without frontline evidence", "forum": "oversight", "ask_for": "frontline evidence",
    }  # fmt: skip
    return {**facts, **differs}


def make_overlap(**differs: Any) -> dict[str, Any]:
    facts = {
        "kind": "actions", "first": "A-1", "second": "A-2", "first_owner": "deputy manager",
        "second_owner": "quality lead", "about": "R-1", "ratio": 91.0,
    }  # fmt: skip
    return {**facts, **differs}


def make_item(place: int = 1, **differs: Any) -> dict[str, Any]:
    facts = {
        "place": place, "risk_id": "R-1", "about": "Nights run short (R-1)", "why": "No link from a to b.",
        "decision": "Who brings the evidence, and by when?", "from_whom": "oversight",
    }  # fmt: skip
    return {**facts, **differs}


def make_repeat(**differs: Any) -> dict[str, Any]:
    facts = {
        "risk_id": "R-1", "opened_on": day("2026-04-04"), "earlier_risk_id": "R-0",
        "closed_on": day("2026-01-04"), "theme": "missed_care", "days": 90,
    }  # fmt: skip
    return {**facts, **differs}


def make_checks(untested: Mapping[str, Mapping[str, str]] = {}) -> tuple[Check, ...]:
    """Every check of the map; `untested` holds by code the arms that could not be tested, with why."""
    checks = []
    for question in QUESTIONS:
        arms = [Arm(name, None, why) for name, why in untested.get(question.code, {}).items()]
        outcome = Outcome.NO_EVIDENCE if arms else Outcome.CLEAR
        asked = {"code": question.code, "question": question.question, "kind": question.kind}
        checks.append(make_check(outcome, says=f"Of {question.code}.", arms=arms, **asked))
    return tuple(checks)


def make_sources(*missing: str, empty: Iterable[str] = ()) -> tuple[Any, ...]:
    """All tables of the map: those named were not supplied, those `empty` hold no row."""
    made = []
    for table in ALL_TABLES:
        without = {"rows_used": 0, "first": None, "last": None}
        if table in missing:
            made.append(make_source(table, supplied=False, **without))
        else:
            made.append(make_source(table, **(without if table in empty else {})))
    return tuple(made)


def make_map(**differs: Any) -> RecoveryMap:
    """An empty map of a register with rows; frames are given as lists of rows."""
    columns: dict[str, Iterable[str]] = {
        "risks": MAP_COLUMNS, "chains": CHAIN_COLUMNS, "stories": STORY_COLUMNS, "leaders": LEADER_COLUMNS,
        "hold_open": HOLD_COLUMNS, "overlaps": OVERLAP_COLUMNS, "messages": MESSAGE_COLUMNS,
        "repeats": REPEAT_COLUMNS, "agenda": AGENDA_COLUMNS,
    }  # fmt: skip
    facts: dict[str, Any] = {
        "name": "recovery_map",
        "title": "Recovery map",
        "subject": Subject("oakfield", "Oakfield House", "residential"),
        "provider": "Larkmead Care",
        "period": OCTOBER,
        "checks": make_checks(),
        "measures": {
            "connectedness": Figure("connectedness", 0.5, "share", n=8),
            "open_risks": Figure("open_risks", 2.0, "risks"),
        },
        "sources": make_sources(),
        "changed_thresholds": (),
        "problems_count": 0,
        "files": (),
        "agenda_left_out": 0,
        "forums": {},
    }
    frames = {name: frame_of(columns[name], differs.pop(name, ())) for name in columns}
    return RecoveryMap(**{**facts, **frames, **differs})


def full_map(risks: int = 3, text: str = "Nights run short") -> RecoveryMap:
    """A map on which everything occurs, with so many risks and this text wherever people write."""
    names = [f"R-{n:02d}" for n in range(1, risks + 1)]
    states: list[dict[str, str]] = [
        {"decision": MISSING, "evidence": MISSING}, {"decision": "", "action": "not known"},
        {one.split()[0]: NOT_YET_DUE for one in LINKS}, {},
    ]  # fmt: skip
    risk_rows, chains, stories, leaders = [], [], [], []
    for n, name in enumerate(names):
        of = states[n % 4]
        chain = make_chain(name, **of)
        present = sum(row["state"] == PRESENT for row in chain)
        due = sum(row["state"] != NOT_YET_DUE for row in chain)
        risk_rows.append(
            make_risk(name, title=f"{text} {n}", owner=None if n % 3 == 1 else text, actions=n % 2,
                      action_ids="A-1" if n % 2 else "", review_route=None if n % 3 == 1 else text,
                      present=present, expected=due, connectedness=None if n % 4 == 1 else 1.0,
                      missing="; ".join(row["link"] for row in chain if row["state"] == MISSING),
                      priority=("high", "medium", "low")[n % 3])
        )  # fmt: skip
        chains += chain
        silent = {"says": "silent", "newest_on": None, "age": "silent", "figure": ""}
        stories += [
            make_story(name, says="worse"),
            make_story(name, "care", says="better"),
            make_story(name, "audits", **silent),
        ]
        leaders += [
            make_leader(name, made_by=text),
            make_leader(name, statement_id="ST-2", claims="worse", level=None),
        ]
    return make_map(
        risks=risk_rows, chains=chains, stories=stories, leaders=leaders,
        hold_open=[make_held(risk_id=name, reason=text) for name in names],
        overlaps=[make_overlap(first_owner=text), make_overlap(kind="risks", about="staffing", ratio=None)],
        messages=[
            {"risk_id": name, "statement_ids": "ST-1; ST-2", "claims": "improved; worse"} for name in names
        ],
        repeats=[make_repeat(risk_id=names[0])],
        agenda=[make_item(n, risk_id=names[0], about=text, why=text) for n in range(1, 11)],
    )  # fmt: skip
