"""Staffing and missed care: were the people needed there, and did people get the care planned?

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
from toolkit.audits.described import Described, describe_audit
from toolkit.audits.incomplete import held_back, in_order
from toolkit.audits.result import Audit
from toolkit.audits.staffing.care_checks import (
    check_delayed_support,
    check_needs_not_met,
    check_rushed_records,
)
from toolkit.audits.staffing.filled_but_missed import check_filled_but_missed
from toolkit.audits.staffing.frames import (
    care_by_pressure_of,
    care_outcomes_of,
    continuity_of,
    decisions_of,
    handover_risks_of,
    need_hours_of,
    people_affected_of,
    people_days_of,
    pressed_shifts_of,
    weeks_of,
)
from toolkit.audits.staffing.link_checks import (
    TRIGGERS,
    check_pressure_linked_missed_care,
    check_staffing_feedback_link,
    check_unresolved_staffing_risk,
)
from toolkit.audits.staffing.measures import measures_of
from toolkit.audits.staffing.questions import QUESTIONS
from toolkit.audits.staffing.repeated_gaps import check_repeated_gaps
from toolkit.audits.staffing.voices_checks import (
    check_control_missing,
    check_dependency_out_of_date,
    check_inconsistent_care_feedback,
    check_increased_incidents,
    check_poor_feedback,
    check_staff_fatigue,
)
from toolkit.audits.staffing.voices_facts import VoicesFacts
from toolkit.evidence import Evidence

NAME = "staffing_missed_care"
TITLE = "Staffing and missed care"
TABLES = (
    "staffing_needs", "shifts", "care", "people", "dependency", "incidents", "handover", "feedback",
    "complaints", "decisions",
)  # fmt: skip
CHECKS = (
    check_repeated_gaps,
    check_increased_incidents,
    check_poor_feedback,
    check_needs_not_met,
    check_rushed_records,
    check_delayed_support,
    check_staff_fatigue,
    check_inconsistent_care_feedback,
    check_filled_but_missed,
    check_pressure_linked_missed_care,
    check_staffing_feedback_link,
    check_dependency_out_of_date,
    check_control_missing,
)

FRAMES: Mapping[str, Callable[[Any], pd.DataFrame]] = {
    "windows": lambda facts: facts.month.windows,
    "shifts_by_day": lambda facts: facts.pressure,
    "care_outcomes": care_outcomes_of,
    "recording": lambda facts: facts.recording.days,
    "need_hours": need_hours_of,
    "care_by_pressure": care_by_pressure_of,
    "pressed_shifts": pressed_shifts_of,
    "people_affected": people_affected_of,
    "people_days": people_days_of,
    "continuity": continuity_of,
    "weeks": weeks_of,
    "handover_risks": handover_risks_of,
    "decisions": decisions_of,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffingAudit(Audit):
    """The audit with the frames its pictures and tables are made from.

    windows: one row a need and day, with hours required, rostered, attended, own, agency.
    shifts_by_day: one row a unit, shift name and day, with `fill`, `high_pressure` and `why`.
    care_outcomes: one row a category, with rows, share and its interval.
    recording: one row a day, with rows, usual, expected, recorded.
    need_hours: one row a day, with need_hours, attended_hours, testable, below (care homes only).
    care_by_pressure: category by side (high pressure or not), with rows, share and interval.
    pressed_shifts: one row a high-pressure shift, with what its care records say.
    people_affected: one row a person, with missed, shortened, delayed, time-critical missed, days.
    people_days: one row a person and day on which care went wrong, with the number of rows.
    continuity: one row a person over 28 days, with workers and the share of the top three.
    weeks: one row a week, with planned, failed, share and chart limits.
    handover_risks: one row a risk open in the month; decisions: staffing decisions of three months.
    """

    windows: pd.DataFrame
    shifts_by_day: pd.DataFrame
    care_outcomes: pd.DataFrame
    recording: pd.DataFrame
    need_hours: pd.DataFrame
    care_by_pressure: pd.DataFrame
    pressed_shifts: pd.DataFrame
    people_affected: pd.DataFrame
    people_days: pd.DataFrame
    continuity: pd.DataFrame
    weeks: pd.DataFrame
    handover_risks: pd.DataFrame
    decisions: pd.DataFrame


def run(evidence: Evidence) -> StaffingAudit:
    """Audit one service and month; a question that cannot be tested is answered `no_evidence`."""
    return tell(VoicesFacts(evidence))


def tell(facts: VoicesFacts, ask: Ask = ask_once) -> StaffingAudit:
    """The audit of these facts, each question put by `ask`."""
    return StaffingAudit(
        **ask(_described, facts),
        checks=answers(facts, ask),
        measures=ask(measures_of, facts),
        **{name: ask(frame, facts) for name, frame in FRAMES.items()},
    )


def _described(facts: VoicesFacts) -> Described:
    return describe_audit(facts.evidence, NAME, TITLE, TABLES)


def answers(facts: VoicesFacts, ask: Ask = ask_once) -> tuple[Check, ...]:
    """Every question of the audit with its answer, in the order in which it asks."""
    checks = [held_back(ask(check, facts), facts.evidence) for check in CHECKS]
    triggers = tuple(check for check in checks if check.code in TRIGGERS)
    repeated = ask(check_unresolved_staffing_risk, facts, triggers, ask)
    return in_order([*checks, held_back(repeated, facts.evidence)], QUESTIONS)
