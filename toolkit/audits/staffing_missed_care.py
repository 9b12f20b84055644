"""Staffing and missed care: were the people needed there, and did people get the care planned?

The audit puts the measures of one service and month beside its five questions. The notebook tells
it, the report shows it, `findings.json` carries it.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from toolkit.audits.checks import Check, Figure
from toolkit.audits.filled_but_missed import check_filled_but_missed
from toolkit.audits.repeated_gaps import check_repeated_gaps
from toolkit.audits.result import Audit, ChangedThreshold, Subject
from toolkit.audits.sources_used import files_used, sources_used
from toolkit.audits.staffing_checks import (
    check_delayed_support,
    check_needs_not_met,
    check_rushed_records,
    figure_of,
)
from toolkit.audits.staffing_facts import StaffingFacts
from toolkit.audits.staffing_questions import QUESTIONS
from toolkit.evidence import Evidence
from toolkit.measures.care import CATEGORIES
from toolkit.measures.care_rates import DONE, Proportion
from toolkit.measures.uncertainty import wilson

NAME = "staffing_missed_care"
TITLE = "Staffing and missed care"
TABLES = ("staffing_needs", "shifts", "care", "people", "dependency")
CHECKS = (
    check_repeated_gaps,
    check_needs_not_met,
    check_filled_but_missed,
    check_rushed_records,
    check_delayed_support,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffingAudit(Audit):
    """The audit with the frames its pictures and tables are made from.

    windows: one row a need and day, with hours required, rostered, attended, own, agency.
    shifts_by_day: one row a unit, shift name and day, with `fill`, `high_pressure` and `why`.
    care_outcomes: one row a category, with rows, share and its interval.
    recording: one row a day, with rows, usual, expected, recorded.
    need_hours: one row a day, with need_hours, attended_hours, testable, below (care homes only).
    """

    windows: pd.DataFrame
    shifts_by_day: pd.DataFrame
    care_outcomes: pd.DataFrame
    recording: pd.DataFrame
    need_hours: pd.DataFrame


def run(evidence: Evidence) -> StaffingAudit:
    """Audit one service and month; a question that cannot be tested is answered `no_evidence`."""
    facts = StaffingFacts(evidence)
    return StaffingAudit(
        name=NAME,
        title=TITLE,
        subject=Subject(evidence.service.service_id, evidence.service.name, evidence.service.kind),
        provider=evidence.provider,
        period=evidence.period,
        checks=_checks(facts),
        measures=_measures(facts),
        sources=sources_used(evidence, TABLES),
        changed_thresholds=tuple(ChangedThreshold(*changed) for changed in evidence.changed_thresholds),
        problems_count=evidence.problem_rows(TABLES),
        files=files_used(evidence, TABLES),
        windows=facts.month.windows,
        shifts_by_day=facts.pressure,
        care_outcomes=_care_outcomes(facts),
        recording=facts.recording.days,
        need_hours=_need_hours(facts),
    )


def _checks(facts: StaffingFacts) -> tuple[Check, ...]:
    checks = tuple(check(facts) for check in CHECKS)
    order = {question.code: place for place, question in enumerate(QUESTIONS)}
    return tuple(sorted(checks, key=lambda check: order[check.code]))


def _measures(facts: StaffingFacts) -> dict[str, Figure]:
    figures = {**_fill_measures(facts), **_care_measures(facts)}
    return {figure.name: figure for figure in figures.values()}


def _fill_measures(facts: StaffingFacts) -> dict[str, Figure]:
    fill = None if facts.staffing_missing else facts.month.fill
    pressure = None if fill is None or fill.rostered is None else facts.pressure
    figures = [
        Figure("rostered_fill", fill.rostered if fill else None, "share", n=fill.windows if fill else 0),
        Figure(
            "attended_fill", fill.attended if fill else None, "share", n=fill.clocked_windows if fill else 0
        ),
        Figure("own_fill", fill.own if fill else None, "share", n=fill.clocked_windows if fill else 0),
        Figure(
            "agency_share",
            fill.agency_share if fill else None,
            "share",
            n=fill.clocked_windows if fill else 0,
        ),
        Figure(
            "bank_share", fill.bank_share if fill else None, "share", n=fill.clocked_windows if fill else 0
        ),
        Figure("surplus_hours", fill.surplus_hours if fill else None, "hours", n=fill.windows if fill else 0),
        Figure(
            "high_pressure_windows",
            None if pressure is None else float(pressure["high_pressure"].sum()),
            "shifts",
            n=0 if pressure is None else len(pressure),
        ),
    ]
    return {figure.name: figure for figure in figures}


def _care_measures(facts: StaffingFacts) -> dict[str, Figure]:
    care = None if facts.care_missing else facts.care
    recording = None if facts.care_missing else facts.recording
    none = Proportion(0, 0)
    counted = {
        "excluded": care.excluded if care else None,
        "queried": care.queried if care else None,
        "clipped": care.clipped if care else None,
        "early": care.early if care else None,
    }
    figures = [
        figure_of("missed_care_rate", care.missed if care else none),
        figure_of("shortened_rate", care.shortened if care else none),
        figure_of("delayed_rate", care.delayed if care else none),
        figure_of("poorly_evidenced_rate", care.poorly_evidenced if care else none),
        Figure(
            "recording_complete",
            recording.complete if recording else None,
            "share",
            n=recording.expected if recording else 0,
        ),
        *(
            Figure(name, None if value is None else float(value), "rows", n=len(care.rows) if care else 0)
            for name, value in counted.items()
        ),
        _need_hours_figure(facts),
    ]
    return {figure.name: figure for figure in figures}


def _need_hours_told(facts: StaffingFacts) -> bool:
    absent = any(
        facts.evidence.missing(table) for table in ("people", "dependency", "staffing_needs", "shifts")
    )
    return facts.need_hours_apply and not absent and facts.attendance_told


def _need_hours_figure(facts: StaffingFacts) -> Figure:
    """Days on which the hours worked met the hours assessed, of the days that could be tested."""
    if not _need_hours_told(facts) or not facts.need_hours.testable:
        return Figure("need_hours_met_days", None, "days", n=0)
    need = facts.need_hours
    return Figure("need_hours_met_days", float(need.testable - need.below), "days", n=need.testable)


def _need_hours(facts: StaffingFacts) -> pd.DataFrame:
    if _need_hours_told(facts):
        return facts.need_hours.days
    return pd.DataFrame(
        columns=["day", "need_hours", "attended_hours", "people", "reviewed", "testable", "below"]
    )


def _care_outcomes(facts: StaffingFacts) -> pd.DataFrame:
    """One row a category: rows, share and 95 % interval, of what was planned or of what was done."""
    columns = ["category", "rows", "of", "n", "share", "low", "high"]
    if facts.care_missing:
        return pd.DataFrame(columns=columns)
    care, rows = facts.care, []
    category = care.rows["category"]
    done = int(category.isin(DONE).sum())
    told = {"delayed": care.starts_known, "poorly_evidenced": facts.care_outcomes.notes_kept,
            "well_evidenced": facts.care_outcomes.notes_kept}  # fmt: skip
    for name in CATEGORIES:
        number = int((category == name).sum())
        of = "done" if name in ("poorly_evidenced", "well_evidenced") else "planned"
        n = {"done": done, "planned": care.planned}[of] if name != "excluded" else len(category)
        limits = wilson(number, n)
        known = told.get(name, True) and n > 0
        share = number / n if known else None
        rows.append(
            (name, number, of, n, share, limits.low if known else None, limits.high if known else None)
        )
    return pd.DataFrame(rows, columns=columns)
