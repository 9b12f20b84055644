"""One complaints audit in which everything its page can show occurs, in numbers a large service reaches."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle
from typing import Any

from tests.unit.report.complaints.factory import (
    day,
    make_audit,
    make_closed,
    make_cohort,
    make_curve,
    make_gone,
    make_item,
    make_measures,
    make_months,
    make_overdue,
    make_preferences,
    make_sources,
    make_themes,
    make_waiting,
)
from tests.unit.report.factory import make_changed_threshold, make_check, make_references
from toolkit.audits.checks import Figure, Outcome
from toolkit.audits.complaints.audit import ComplaintsAudit
from toolkit.audits.complaints.questions import QUESTIONS

TITLE = "Complaints learning and care plans"
_OUTCOMES = (Outcome.ACTION, Outcome.NO_EVIDENCE, Outcome.WATCH, Outcome.CLEAR)
_SAYS = "Two checks a night, at one and at five. Knock first, and write down what was drunk. " * 5


def complaints_with_everything() -> ComplaintsAudit:
    """Every outcome and verdict, 60 items, months without any, people who left, a meeting that differs."""
    checks = [
        replace(
            make_check(outcome, evidence=make_references(80)),
            question=question,
            threshold={"at_least": 0.9, "days": 14},
        )
        for question, outcome in zip(QUESTIONS, cycle(_OUTCOMES), strict=False)
    ]
    curve = make_curve(*((n, min(0.9, n / 90), 60 - n // 2) for n in range(85)), others=0.9)
    return make_audit(
        *_items(),
        checks=tuple(checks),
        measures=make_measures(
            learning_in_eight_weeks=Figure("learning_in_eight_weeks", 0.62, "share", 34, 0.45, 0.77),
            learning_km_56=Figure("learning_km_56", 0.61, "share", 60, 0.42, 0.79),
            learning_cannot_be_traced=Figure("learning_cannot_be_traced", 2, "items"),
        ),
        due_months=make_months((2, 2), (1, 3), None, (3, 4), None, (1, 1), (0, 3), *[(4, 5)] * 5),
        curve=curve,
        themes=make_themes(
            ("missed_care", 30, 50, 25, 10, True),
            ("dignity", 12, 10, 5, 0, False),
            ("food", 2, 0, 0, 0, False),
        ),
        closed=make_closed({}, {"complaint_id": "CO-2", "past_due": 1}),
        preferences=make_preferences(*({"feedback_id": f"FE-{n}"} for n in range(55))),
        cohort=make_cohort(in_time=21, late=3, overdue=10, not_yet_due=8, cannot_be_traced=2),
        sources=make_sources("people"),
        changed_thresholds=(make_changed_threshold(),),
        problems_count=3,
    )


def _items() -> list[dict[str, Any]]:
    """Twelve of each: missing, waiting, confirmed, followed by another complaint, unobserved."""
    made = []
    for n in range(12):
        who = {
            "person_id": f"P{n:04d}",
            "required_update": _SAYS,
            "plan_section": "communication and hearing",
        }
        met = {"meeting_verdict": "fragmented", "meeting_decided_on": day("2026-10-20"), "disagrees": True}
        back = {"recurred_on": day("2026-09-09"), "recurred_by": "feedback", "verdict": "practised"}
        unseen = {"observations": 0, "latest_finding": None, "latest_observed_on": None, "confirmed": False}
        made += [
            make_overdue(f"LE-1{n:02d}", has_owner=False, **who),
            make_waiting(f"LE-2{n:02d}", **who),
            make_item(f"LE-3{n:02d}", **who, **met),
            make_item(f"LE-4{n:02d}", in_time=False, latest_finding="not_applied", **who, **back),
            make_item(f"LE-5{n:02d}", verdict="plan_updated", **who, **unseen),
        ]
    return [*made, make_gone("LE-600")]
