"""Small services whose leaders speak, ask, decide, close and meet, with all that can go wrong in it.

One seed makes one service: statements that cite evidence that is current, old, shared, secondary or not
there, challenges, decisions, actions and meetings, and audits and feedback that move or do not.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.factories import make_evidence
from toolkit.evidence import Evidence
from toolkit.sources.contract.governance import EVIDENCE_KINDS

Row = dict[str, Any]
AS_OF = date(2026, 10, 31)
RISKS, THEMES = ("R-1", "R-2", "R-3"), ("records", "falls", "staffing")
INDICATORS = ("audit_score", "concern_share", "complaints_count", "attended_fill", None)
TEXTS = (
    "In {month} we reviewed {n} care plans with the team and all risks on nights remain well controlled.",
    "The {n} people who fell were seen by the nurse within the day and their plans were written anew.",
    "Nil return.",
)
OWN_DAY = {
    "risks": "opened_on", "statements": "made_on", "evidence": "event_on", "challenges": "raised_on",
    "decisions": "decided_on", "actions": "opened_on", "meetings": "due_on", "audits": "audited_on",
    "feedback": "received_on", "complaints": "received_on",
}  # fmt: skip
SERVICE = {"service_id": "oakfield"}


@st.composite
def governed_services(draw: st.DrawFn) -> dict[str, list[Row]]:
    """All ten tables of one service, some rows of them after as_of."""
    return make_tables(draw(st.integers(0, 10_000)))


def make_tables(seed: int) -> dict[str, list[Row]]:
    chance = random.Random(seed)
    tables = {
        "risks": _risks(chance),
        "evidence": _evidence(chance),
        "statements": _statements(chance),
        "decisions": _decisions(chance),
        "meetings": _meetings(chance),
        "audits": _audits(chance),
        "feedback": _feedback(chance),
        "complaints": _complaints(chance),
    }
    tables["challenges"] = _challenges(chance, tables["statements"])
    tables["actions"] = _actions(chance, tables["decisions"])
    return {
        name: [{**row, "_row": place + 2} for place, row in enumerate(rows)] for name, rows in tables.items()
    }


def evidence_of(tables: dict[str, list[Row]]) -> Evidence:
    return make_evidence(tables, month="2026-10", as_of=AS_OF.isoformat())


def _day(chance: random.Random, back: int, ahead: int = 20) -> date:
    return AS_OF - timedelta(days=chance.randint(-ahead, back))


def _maybe(chance: random.Random, value: Any, often: float = 0.7) -> Any:
    return value if chance.random() < often else None


def _cited(chance: random.Random) -> str | None:
    names = chance.sample([f"E-{n}" for n in range(14)], chance.randint(0, 4))
    return "; ".join(names) or None


def _risks(chance: random.Random) -> list[Row]:
    return [SERVICE | {
        "risk_id": name, "title": f"Risk {name}", "theme": chance.choice(THEMES),
        "priority": chance.choice(("high", "medium", "low")), "indicator": chance.choice(INDICATORS),
        "opened_on": _day(chance, 300), "closed_on": _maybe(chance, _day(chance, 100), 0.2),
    } for name in RISKS]  # fmt: skip


def _evidence(chance: random.Random) -> list[Row]:
    return [SERVICE | {
        "evidence_id": f"E-{n}", "kind": chance.choice(EVIDENCE_KINDS.split()), "event_on": _day(chance, 120),
        "meeting_id": "; ".join(chance.sample([f"M-{m}" for m in range(5)], chance.randint(0, 2))) or None,
        "file_sha256": _maybe(chance, chance.choice("abc"), 0.3),
        "record": _maybe(chance, f"audits:AU-{chance.randint(0, 3)}", 0.3),
    } for n in range(12)]  # fmt: skip


def _statements(chance: random.Random) -> list[Row]:
    found = []
    for n in range(chance.randint(0, 14)):
        text = chance.choice(TEXTS).format(month=chance.choice(("May", "June")), n=chance.randint(1, 20))
        found.append({
            "service_id": _maybe(chance, "oakfield", 0.9), "statement_id": f"ST-{n}",
            "made_on": _day(chance, 110),
            "risk_id": _maybe(chance, chance.choice(RISKS)), "text": text,
            "claims": chance.choice(("improved", "stable", "embedded", "worse", "none", None)),
            "indicator": chance.choice(INDICATORS), "evidence_ids": _cited(chance),
        })  # fmt: skip
    return found


def _challenges(chance: random.Random, statements: list[Row]) -> list[Row]:
    names = [row["statement_id"] for row in statements]
    return [SERVICE | {
        "challenge_id": f"CH-{n}", "raised_on": _day(chance, 120), "challenge": "What shows that?",
        "statement_id": _maybe(chance, chance.choice(names) if names else None),
        "follow_up_due_on": _maybe(chance, _day(chance, 60)),
        "answered_on": _maybe(chance, _day(chance, 60), 0.5),
        "evidence_ids": _cited(chance),
    } for n in range(chance.randint(0, 4))]  # fmt: skip


def _decisions(chance: random.Random) -> list[Row]:
    return [{
        "service_id": _maybe(chance, "oakfield", 0.8), "decision_id": f"D-{n}", "forum": "oversight",
        "decided_on": _day(chance, 250), "kind": "other", "decision": "Go on",
        "risk_id": _maybe(chance, chance.choice(RISKS)),
        "indicator": chance.choice(INDICATORS), "review_on": _maybe(chance, _day(chance, 100), 0.5),
    } for n in range(chance.randint(0, 5))]  # fmt: skip


def _actions(chance: random.Random, decisions: list[Row]) -> list[Row]:
    names = [row["decision_id"] for row in decisions]
    found = []
    for n in range(chance.randint(0, 8)):
        closed = _maybe(chance, _day(chance, 120), 0.5)
        found.append(SERVICE | {
            "action_id": f"A-{n}", "action": "Do it", "owner": chance.choice(("Ann", "Bo", None)),
            "opened_on": _day(chance, 250), "due_on": _day(chance, 60, 60),
            "risk_id": _maybe(chance, chance.choice(RISKS)),
            "original_due_on": _maybe(chance, _day(chance, 90), 0.5),
            "extensions": chance.choice((0, 1, 3, None)),
            "decision_id": _maybe(chance, chance.choice(names) if names else None), "closed_on": closed,
            "verified_on": _maybe(chance, closed, 0.8), "verified_by": chance.choice(("Ann", " ann",
            "Cy", None)),
            "evidence_ids": _cited(chance),
        })  # fmt: skip
    return found


def _meetings(chance: random.Random) -> list[Row]:
    found = []
    for n in range(5):
        due = AS_OF - timedelta(days=30 * n + chance.randint(0, 25))
        held = _maybe(chance, due + timedelta(days=chance.randint(0, 5)), 0.8)
        minuted = _maybe(chance, held + timedelta(days=chance.randint(1, 20)), 0.8) if held else None
        kinds = "; ".join(chance.sample(("audit", "incident", "feedback"), chance.randint(0, 3))) or None
        forum = chance.choice(("oversight", "oversight", "board"))
        found.append({"service_id": _maybe(chance, "oakfield", 0.8), "meeting_id": f"M-{n}", "forum": forum,
                      "due_on": due, "held_on": held, "minuted_on": minuted, "requires": kinds})  # fmt: skip
    return found


def _audits(chance: random.Random) -> list[Row]:
    good = chance.choice((0.5, 0.8, 0.95))
    found = []
    for n in range(chance.randint(0, 18)):
        yes = sum(chance.random() < (good if n > 2 else chance.choice((0.2, 0.9))) for _ in range(40))
        found.append(SERVICE | {"audit_id": f"AU-{n}", "audited_on": AS_OF - timedelta(days=15 + 30 * n),
                                "topic": "plans", "theme": _maybe(chance, chance.choice(THEMES), 0.9),
                                "yes": yes, "no": 40 - yes, "pass_mark": _maybe(chance, 85)})  # fmt: skip
    return found


def _feedback(chance: random.Random) -> list[Row]:
    return [SERVICE | {"feedback_id": f"F-{n}", "received_on": _day(chance, 150), "source": "family",
                       "kind": chance.choice(("concern", "compliment")), "theme": "dignity"}
            for n in range(chance.randint(0, 60))]  # fmt: skip


def _complaints(chance: random.Random) -> list[Row]:
    return [SERVICE | {"complaint_id": f"CO-{n}", "received_on": _day(chance, 300), "raised_by": "family",
                       "theme": "dignity", "duplicate_of": _maybe(chance, "CO-0", 0.1) if n else None}
            for n in range(chance.randint(0, 10))]  # fmt: skip
