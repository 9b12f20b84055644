"""Finished oversight audits made up for the tests of the report; a test states only what matters to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from tests.unit.report.factory import OCTOBER, make_check, make_source
from toolkit.audits.checks import Check, Figure, Outcome
from toolkit.audits.oversight.audit import TABLES, OversightAudit
from toolkit.audits.oversight.questions import QUESTIONS
from toolkit.audits.result import Subject

MEASURES = (
    "statements_assurance", "statements_contradicted", "statements_unsupported", "statements_stale",
    "statements_supported", "statements_triangulated", "supported_share", "pack_completeness",
    "weak_closures",
    "challenges_raised", "audit_score", "complaints_count",
)  # fmt: skip
AGAINST = (
    "Care missed was 4.5% (204 of 4,540) in October 2026, against 1.5% in its first 12 months on record."
)


def day(text: str) -> pd.Timestamp:
    """A day of a frame, from `2026-10-31`."""
    return pd.Timestamp(text)


_ROWS: dict[str, dict[str, Any]] = {
    "statements": {
        "statement_id": "ST-1", "made_on": day("2026-10-20"), "meeting_id": "MT-1", "whole_provider": False,
        "risk_id": "RK-1", "risk_title": "Care at night is missed", "theme": "missed_care",
        "claims": "improved",
        "text": "Missed care has improved.", "indicator": "missed_care_rate",
        "level": "supported", "cited": 2,
        "frontline": 2, "current": 2, "kinds": "audit; incident", "newest_event_on": day("2026-10-10"),
        "contradicted_by": None, "support": "Cites 2 pieces of frontline evidence, 2 of it current.",
        "challenged": False, "challenge_ids": None, "who_should_challenge": None,
    },
    "repeats": {
        "risk_id": "RK-1", "statement_id": "ST-2", "made_on": day("2026-10-20"),
        "text": "Staffing improved in October again.", "earlier_statement_id": "ST-1",
        "earlier_made_on": day("2026-09-21"), "earlier_text": "Staffing improved in September again.",
        "ratio": 100.0, "shingles": 1.0,
    },
    "pack": {
        "meeting_id": "MT-1", "due_on": day("2026-10-20"), "held_on": day("2026-10-20"),
        "whole_provider": False,
        "kind": "audit", "present": True, "current": True, "newest_event_on": day("2026-10-09"),
        "age_days": 11.0, "evidence_ids": "EV-1",
    },
    "challenges": {
        "challenge_id": "CH-1", "raised_on": day("2026-08-20"), "statement_id": "ST-1",
        "whole_provider": False,
        "challenge": "Who counted them?", "follow_up_due_on": day("2026-09-20"),
        "answered_on": day("2026-09-10"), "state": "answered with evidence",
    },
    "decisions": {
        "decision_id": "DE-1", "decided_on": day("2026-06-14"), "forum": "oversight", "kind": "recruitment",
        "risk_id": "RK-1", "indicator": "missed_care_rate", "review_on": day("2026-09-12"),
        "judged_on": day("2026-09-12"), "whole_provider": False, "decision": "Recruit two night workers.",
        "action_ids": "AC-1", "actions_open": 0, "effect": "better", "without_action": False,
        "before": 0.04, "after": 0.02,
    },
    "closures": {
        "action_id": "AC-1", "risk_id": "RK-1", "priority": "high", "closed_on": day("2026-10-07"),
        "weak": False, "why": "", "evidence_ids": "EV-1",
    },
    "drifting": {
        "action_id": "AC-2", "risk_id": "RK-1", "original_due_on": day("2026-08-10"),
        "due_on": day("2026-11-12"), "extensions": 4.0, "days_over": 82,
    },
    "meetings": {
        "meeting_id": "MT-1", "forum": "oversight", "due_on": day("2026-10-20"), "held_on": day("2026-10-20"),
        "minuted_on": day("2026-10-25"), "whole_provider": False, "state": "held and minuted",
    },
    "gaps": {
        "what": "statements", "subject": "RK-1", "opened_on": day("2026-06-22"), "days_open": 131,
        "for_board": True,
    },
    "risks": {
        "risk_id": "RK-1", "title": "Care at night is missed", "theme": "missed_care", "priority": "high",
        "opened_on": day("2026-04-11"), "indicator": "missed_care_rate", "statements_in_three_months": 3,
        "direction": "worse", "decided": False, "repeated": True,
    },
    "indicators": {
        "indicator": "missed_care_rate", "month": day("2026-10-01"), "value": 0.02, "numerator": 20.0,
        "denominator": 1000.0, "centre": 0.02, "low": 0.01, "high": 0.03, "flag": "", "baseline": True,
    },
    "verdicts_on_indicators": {
        "indicator": "missed_care_rate", "direction": "steady",
        "says": "Care missed was 2%: no more than chance.",
        "trial": False, "why_no_chart": None,
    },
    "timeline": {
        "day": day("2026-10-20"), "kind": "statement", "id": "ST-1", "risk_id": "RK-1",
        "what": "said to be improved",
    },
}  # fmt: skip
_TEXTS = (
    "risk_id", "risk_title", "claims", "level", "contradicted_by", "challenge_ids", "who_should_challenge",
    "statement_id", "indicator", "action_ids", "priority", "why_no_chart", "evidence_ids", "text",
)  # fmt: skip
_DAYS = (
    "made_on", "due_on", "held_on", "newest_event_on", "raised_on", "follow_up_due_on", "answered_on",
    "decided_on", "review_on", "judged_on", "closed_on", "original_due_on", "minuted_on", "opened_on",
    "month", "day", "earlier_made_on",
)  # fmt: skip


def make_frame(name: str, *rows: Mapping[str, Any]) -> pd.DataFrame:
    """A frame of the audit from what differs in each row, with the kinds of column the audit gives it."""
    frame = pd.DataFrame([{**_ROWS[name], **row} for row in rows], columns=list(_ROWS[name]))
    kinds: dict[str, Any] = dict.fromkeys((one for one in _TEXTS if one in frame), "str")
    kinds |= dict.fromkeys((one for one in _DAYS if one in frame), "datetime64[us]")
    return frame.astype(kinds)


def make_weak(statement_id: str = "ST-9", level: str = "contradicted", **differs: Any) -> dict[str, Any]:
    """A statement nobody challenged that the records contradict, or do not support."""
    facts: dict[str, Any] = {
        "statement_id": statement_id,
        "level": level,
        "contradicted_by": AGAINST if level == "contradicted" else None,
        "support": "Cites no evidence.",
        "who_should_challenge": "provider representative",
    }
    return {**facts, **differs}


def make_months(indicator: str, values: Sequence[float | None], **differs: Any) -> list[dict[str, Any]]:
    """The months to October 2026 of one indicator, the last one last; all but that one are the baseline."""
    last = pd.Period("2026-10", "M")
    return [
        {
            "indicator": indicator,
            "month": (last - back).to_timestamp(),
            "value": value,
            "baseline": back > 0,
            **differs,
        }
        for back, value in zip(range(len(values) - 1, -1, -1), values, strict=True)
    ]


def make_checks(**outcomes: Outcome) -> tuple[Check, ...]:
    """The fourteen checks, clear unless told otherwise by code with underscores."""
    return tuple(
        replace(
            make_check(
                outcomes.get(question.code.replace("-", "_"), Outcome.CLEAR), says=f"Of {question.code}."
            ),
            question=question,
        )
        for question in QUESTIONS
    )  # fmt: skip


def make_sources(*missing: str, unsupplied: Sequence[str] = ()) -> tuple[Any, ...]:
    """All tables the audit reads, some without a row, some not supplied at all."""
    return tuple(
        make_source(table, rows_used=0, supplied=table not in unsupplied)
        if table in missing or table in unsupplied
        else make_source(table)
        for table in TABLES
    )


def make_measures(**differs: Figure) -> dict[str, Figure]:
    made = {name: Figure(name, 1.0, "statements", n=3) for name in MEASURES}
    return {**made, **differs}


UNKNOWN_SUPPORT = {"statements_unsupported": Figure("statements_unsupported", None, "statements", n=0)}


def make_audit(**differs: Any) -> OversightAudit:
    """An oversight audit; each frame is empty unless given."""
    facts: dict[str, Any] = {
        "name": "oversight_evidence",
        "title": "Provider oversight and frontline evidence",
        "subject": Subject("oakfield", "Oakfield House", "residential"),
        "provider": "Larkmead Care",
        "period": OCTOBER,
        "checks": make_checks(),
        "measures": make_measures(),
        "sources": make_sources(),
        "changed_thresholds": (),
        "problems_count": 0,
        "files": ({"file": "data/statements.csv", "rows_used": 25, "rows_refused": 0},),
        **{name: make_frame(name) for name in _ROWS},
    }
    return OversightAudit(**{**facts, **differs})
