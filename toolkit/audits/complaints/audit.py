"""Complaints learning and care plans: did what was learned reach the plan, the person and practice?

The audit puts the measures of one service and month beside its questions. The notebook tells
it, the report shows it, `findings.json` carries it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from toolkit.audits.asking import Ask, ask_once
from toolkit.audits.checks import Check
from toolkit.audits.complaints.facts import LearningFacts
from toolkit.audits.complaints.frames import (
    closed_of,
    cohort_of,
    curve_of,
    due_months_of,
    events_of,
    items_of,
    preferences_of,
    themes_of,
)
from toolkit.audits.complaints.learning_checks import (
    check_closed_on_response_only,
    check_learning_in_eight_weeks,
    check_learning_not_drawn,
    check_missing_care_plan_update,
)
from toolkit.audits.complaints.measures import measures_of
from toolkit.audits.complaints.practice_checks import (
    check_guidance_not_confirmed,
    check_not_observed,
    check_old_routine_in_use,
    check_poor_staff_knowledge,
    check_same_concern_continues,
    check_staff_not_briefed,
)
from toolkit.audits.complaints.questions import QUESTIONS
from toolkit.audits.complaints.voices_checks import (
    check_known_preference_missing,
    check_no_complaints_recorded,
    check_repeated_complaints,
    check_repeated_family_concerns,
)
from toolkit.audits.described import Described, describe_audit
from toolkit.audits.incomplete import held_back, in_order
from toolkit.audits.result import Audit
from toolkit.evidence import Evidence

NAME = "complaints_care_plans"
TITLE = "Complaints learning and care plans"
TABLES = ("complaints", "learning", "care_plan_changes", "observations", "feedback", "people", "verdicts")
CHECKS = (
    check_learning_in_eight_weeks,
    check_repeated_complaints,
    check_missing_care_plan_update,
    check_poor_staff_knowledge,
    check_same_concern_continues,
    check_closed_on_response_only,
    check_repeated_family_concerns,
    check_old_routine_in_use,
    check_known_preference_missing,
    check_guidance_not_confirmed,
    check_staff_not_briefed,
    check_not_observed,
    check_learning_not_drawn,
    check_no_complaints_recorded,
)

FRAMES: Mapping[str, Callable[[Any], pd.DataFrame]] = {
    "items": items_of,
    "events": events_of,
    "due_months": due_months_of,
    "curve": curve_of,
    "themes": themes_of,
    "closed": closed_of,
    "preferences": preferences_of,
    "cohort": cohort_of,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintsAudit(Audit):
    """The audit with the frames its pictures and tables are made from.

    items: one row a learning item of the last 12 months, most urgent first (columns: frames.ITEMS).
    events: item, kind and day of everything that happened to an item.
    due_months: the share in the care plan in time, by the month in which items fell due.
    curve: the share in the care plan by days since the start, with limits and cumulative incidence.
    themes: complaints, items, reflected, recurred and repeated, by theme.
    closed: complaints closed in the month, upheld or partly, with their items not done.
    preferences: preferences told a while ago that are not in the care plan.
    cohort: how many items are in time, late, overdue, not yet due, no longer applicable, not traced.
    """

    items: pd.DataFrame
    events: pd.DataFrame
    due_months: pd.DataFrame
    curve: pd.DataFrame
    themes: pd.DataFrame
    closed: pd.DataFrame
    preferences: pd.DataFrame
    cohort: pd.DataFrame


def run(evidence: Evidence) -> ComplaintsAudit:
    """Audit one service and month; a question that cannot be tested is answered `no_evidence`."""
    return tell(LearningFacts(evidence))


def tell(facts: LearningFacts, ask: Ask = ask_once) -> ComplaintsAudit:
    """The audit of these facts, each question put by `ask`."""
    return ComplaintsAudit(
        **ask(_described, facts),
        checks=answers(facts, ask),
        measures=ask(measures_of, facts),
        **{name: ask(frame, facts) for name, frame in FRAMES.items()},
    )


def _described(facts: LearningFacts) -> Described:
    return describe_audit(facts.evidence, NAME, TITLE, TABLES)


def answers(facts: LearningFacts, ask: Ask = ask_once) -> tuple[Check, ...]:
    """Every question of the audit with its answer, in the order in which it asks."""
    return in_order([held_back(ask(check, facts), facts.evidence) for check in CHECKS], QUESTIONS)
