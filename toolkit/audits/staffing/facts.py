"""What do the rota, the clocks and the care records of one month show, before any question is asked?

Every figure the checks, the notebook and the roll-up share is computed here once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import pandas as pd

from toolkit.audits.asking import each_given
from toolkit.evidence import Evidence
from toolkit.measures.care import CareOutcomes, judge_care
from toolkit.measures.care_rates import CareRates, compute_care_rates
from toolkit.measures.care_rows import CareRows, read_care
from toolkit.measures.dependency import NeedHours, compute_need_days, judge_need_hours
from toolkit.measures.recording import Recording, compute_recording, recorded_completely
from toolkit.measures.short_posts import compute_post_hours, count_short_days, judge_shortness
from toolkit.measures.spans import attended_spans, rostered_spans, without_common_word
from toolkit.measures.staffing import (
    FillRates,
    RotaDays,
    compute_fill_rates,
    compute_shift_hours,
    find_rota,
    judge_pressure,
    shifts_around,
    staff_windows,
)
from toolkit.measures.windows import compute_windows, days_open
from toolkit.wording import join_words

RECENT_MONTHS = 4  # a quarter and the days before it: what most questions look back on
NEED_HOURS_KINDS = ("residential", "nursing")


@dataclass(frozen=True, eq=False)
class StaffingMonth:
    """Windows, posts and fill of one month, seen from one as_of; each worked out when it is asked for."""

    facts: StaffingFacts
    months_before: int

    @property
    def windows(self) -> pd.DataFrame:
        return self.facts.staffed_windows_of(self.months_before)[0]

    @property
    def days(self) -> RotaDays:
        return self.facts.staffed_windows_of(self.months_before)[1]

    @property
    def fill(self) -> FillRates:
        return self.facts.fill_of(self.months_before)

    @property
    def posts(self) -> pd.DataFrame:
        """One row a unit, role, shift name and day, with `short`."""
        return self.facts.posts_of(self.months_before)


class StaffingFacts:
    """The measures of one service and month, each computed when first asked for."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.period = evidence.period
        self.definitions = evidence.thresholds.staffing_definitions
        self.care_definitions = evidence.thresholds.care_definitions

    @property
    def home_care(self) -> bool:
        return self.evidence.service.kind == "home_care"

    @property
    def need_hours_apply(self) -> bool:
        """Only in care homes do the hours worked belong to the people who live there."""
        return self.evidence.service.kind in NEED_HOURS_KINDS

    @property
    def need_hours_told(self) -> bool:
        """True when hours can be held against assessed need at all: a care home with clocks and reviews."""
        supplied = not (self.evidence.missing("people") or self.evidence.missing("dependency"))
        return self.need_hours_apply and supplied and not self.staffing_missing and self.attendance_told

    def staffing_of(self, months_before: int) -> StaffingMonth:
        """The staffing of this month (0) or an earlier one, from the rows known at this as_of."""
        return StaffingMonth(self, months_before)

    @each_given
    def fill_of(self, months_before: int) -> FillRates:
        windows, days = self.staffed_windows_of(months_before)
        return compute_fill_rates(windows, days, self.definitions)

    @each_given
    def posts_of(self, months_before: int) -> pd.DataFrame:
        """The posts of this month or an earlier one, each short or not."""
        return judge_shortness(self.post_hours_of(months_before), self.definitions)

    @each_given
    def short_days_of(self, months_before: int) -> pd.DataFrame:
        """On how many days of this month or an earlier one each shift was short for each role."""
        return count_short_days(self.posts_of(months_before))

    @each_given
    def staffed_windows_of(self, months_before: int) -> tuple[pd.DataFrame, RotaDays]:
        """The windows of this month or an earlier one with the hours in them, whatever counts as short."""
        period = self.period.earlier(months_before) if months_before else self.period
        beside = period.first_day - timedelta(days=1), period.as_of + timedelta(days=1)
        near = shifts_around(self.evidence.rows("shifts"), period)
        return staff_windows(
            self.windows_between(*beside), rostered_spans(near), attended_spans(near), self.rota, period
        )

    @cached_property
    def rota(self) -> pd.DataFrame:
        """The days that have a rota line, of all months on record."""
        return find_rota(self.evidence.rows("shifts"))

    @each_given
    def post_hours_of(self, months_before: int) -> pd.DataFrame:
        """The hours of each post of this month or an earlier one, whatever counts as short."""
        return compute_post_hours(self.staffed_windows_of(months_before)[0])

    @each_given
    def shift_hours_of(self, months_before: int) -> pd.DataFrame:
        """The hours of each shift of this month or an earlier one, whatever counts as high pressure."""
        return compute_shift_hours(self.staffed_windows_of(months_before)[0])

    @property
    def month(self) -> StaffingMonth:
        return self.staffing_of(0)

    @property
    def staffing_missing(self) -> bool:
        return bool(self.staffing_untold)

    @cached_property
    def staffing_untold(self) -> str:
        """Why the rota cannot be held against the staff needed; "" when it can."""
        absent = [table for table in ("staffing_needs", "shifts") if self.evidence.missing(table)]
        if absent:
            what = join_words([table.replace("_", " ") for table in absent])
            return f"There are no rows of {what} of this service in the last 12 months."
        needs, shifts = self.evidence.in_year("staffing_needs"), self.evidence.in_year("shifts")
        column = without_common_word(needs, shifts)
        if not column:
            return ""
        return (
            f'The rota speaks of the {column} "{shifts[column].iloc[-1]}" and the staffing needs of '
            f'"{needs[column].iloc[-1]}": no rota line matches any need. Use the same words in both.'
        )

    @property
    def care_missing(self) -> bool:
        return self.evidence.missing("care")

    @property
    def attendance_told(self) -> bool:
        """True when enough of the rostered days were clocked to speak of attendance."""
        return self.month.fill.attended is not None

    @cached_property
    def pressure(self) -> pd.DataFrame:
        agency_told = self.month.fill.agency_share is not None
        return judge_pressure(self.shift_hours_of(0), self.definitions, agency_told=agency_told)

    @cached_property
    def recording(self) -> Recording:
        service = self.evidence.service
        return compute_recording(
            self.evidence.rows("care"),
            self.period,
            self.care_definitions,
            opened_on=service.opened_on,
            closed_on=service.closed_on,
        )

    @property
    def recording_complete(self) -> bool:
        return recorded_completely(self.recording, self.care_definitions)

    def windows_from(self, first_day: date) -> pd.DataFrame:
        """The windows care due from that day on can be in, with those of the night before."""
        return self.windows_between(first_day - timedelta(days=1), self.period.as_of)

    def windows_between(self, first: date, last: date) -> pd.DataFrame:
        """The windows of these days; several questions ask of the same ones."""
        if first < self._windows_known_from:
            return self._windows_of(first, last)
        day = self._recent_windows["day"]
        begin, end = day.searchsorted([pd.Timestamp(first), pd.Timestamp(last + timedelta(days=1))])
        return self._recent_windows.iloc[begin:end].reset_index(drop=True)

    @property
    def _windows_known_from(self) -> date:
        return self.period.first_day_of_months(RECENT_MONTHS) - timedelta(days=1)

    @cached_property
    def _recent_windows(self) -> pd.DataFrame:
        return self._windows_of(self._windows_known_from, self.period.as_of + timedelta(days=1))

    def _windows_of(self, first: date, last: date) -> pd.DataFrame:
        service, days = self.evidence.service, [first + timedelta(n) for n in range((last - first).days + 1)]
        return compute_windows(
            self.evidence.rows("staffing_needs"), days, service.opened_on, service.closed_on
        )

    @cached_property
    def care_windows(self) -> pd.DataFrame:
        """The windows care of the month can be due in, with those of the night before day 1."""
        return self.windows_from(self.period.first_day)

    def read_care(self, rows: pd.DataFrame, windows: pd.DataFrame) -> CareRows:
        """These rows of care, read but not yet judged."""
        return read_care(
            rows,
            all_rows=self.evidence.rows("care"),
            people=self.evidence.rows("people"),
            windows=windows,
            home_care=self.home_care,
            routine_activities=self.care_definitions.routine_activities,
        )

    @cached_property
    def care_rows(self) -> CareRows:
        """The care of the month as it is recorded, whatever counts as missed, late or poorly evidenced."""
        return self.read_care(self.evidence.in_month("care"), self.care_windows)

    @cached_property
    def care_outcomes(self) -> CareOutcomes:
        return judge_care(self.care_rows, self.care_definitions)

    @cached_property
    def care(self) -> CareRates:
        return compute_care_rates(self.care_outcomes, self.recording, self.care_definitions)

    @cached_property
    def need_days(self) -> pd.DataFrame:
        """The hours needed and attended on each day of the month, whatever counts as too few."""
        evidence = self.evidence
        return compute_need_days(
            evidence.rows("people"),
            evidence.rows("dependency"),
            evidence.rows("staffing_needs"),
            evidence.rows("shifts"),
            self.month.days,
            self.period,
            days_open=days_open(self.period.days, evidence.service.opened_on, evidence.service.closed_on),
        )

    @cached_property
    def need_hours(self) -> NeedHours:
        return judge_need_hours(self.need_days, self.evidence.thresholds.needs_not_met)
