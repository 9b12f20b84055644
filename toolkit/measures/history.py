"""What was each indicator in every month on record, from the rows known today?

One pass over the service's whole history. The figure of a month is the one the audit of that month
gives from the same rows; a row that came late changes it here as it would there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from toolkit.measures.care import CareOutcomes, classify_care
from toolkit.measures.care_rates import CareRates, Proportion, compute_care_rates
from toolkit.measures.incident_rate import IncidentMonth, count_incidents, resident_days
from toolkit.measures.indicator_months import IndicatorMonth, as_history, in_order
from toolkit.measures.recording import recording_of, rows_by_day
from toolkit.measures.spans import attended_spans, rostered_spans, without_common_word
from toolkit.measures.staffing import (
    LONGEST_SHIFT,
    FillRates,
    compute_fill_rates,
    find_rota,
    staff_windows,
)
from toolkit.measures.voices import compute_concerns, first_complaints
from toolkit.measures.windows import compute_windows
from toolkit.parameters.thresholds import CareDefinitions, StaffingDefinitions
from toolkit.period import Period

DAY = pd.Timedelta(days=1)
# One month's audit looks for clocks, and for the words of the rota, in so many months.
ROTA_MONTHS = 14


@dataclass(frozen=True, slots=True)
class ServiceRecords:
    """The rows of one service known at as_of, table by table; a table not kept is empty.

    `learning_due` has one row a month in which items of learning fell due (`month` its first day,
    `due`, `reflected`); see measures/learning.
    """

    needs: pd.DataFrame
    shifts: pd.DataFrame
    care: pd.DataFrame
    people: pd.DataFrame
    incidents: pd.DataFrame
    feedback: pd.DataFrame
    complaints: pd.DataFrame
    audits: pd.DataFrame
    learning_due: pd.DataFrame
    home_care: bool
    opened_on: date | None = None
    closed_on: date | None = None


def months_on_record(records: ServiceRecords, period: Period, months: int) -> int:
    """How many months to the audit month there are from the first row on, up to so many; at least one."""
    own_days = (
        records.shifts["starts_at"], records.care["due_at"], records.incidents["occurred_at"],
        records.feedback["received_on"], records.complaints["received_on"], records.audits["audited_on"],
        records.learning_due["month"],
    )  # fmt: skip
    begun = [day.min() for day in own_days if day.notna().any()]
    earlier = [period.earlier(back) for back in range(months - 1, 0, -1)]
    return 1 + sum(bool(begun) and month.end > min(begun) for month in earlier)


def history_of_records(
    records: ServiceRecords,
    period: Period,
    on_record: int,
    staffing: StaffingDefinitions,
    care: CareDefinitions,
) -> pd.DataFrame:
    """Every indicator but the learning for so many months to the audit month (columns: HISTORY_COLUMNS).

    A month of an indicator that cannot be told is there without a value.
    """
    periods = _periods(period, on_record)
    windows = _windows(records, periods)
    care_months = dict(zip(periods, _care_rates(records, windows, periods, care), strict=True))
    found: list[IndicatorMonth] = [
        *_care_indicators(care_months),
        *_fill_indicators(_fill_rates(records, windows, periods, staffing)),
        *(_incident_rate(records, month, care_months[month]) for month in periods),
        *(_concern_share(records, month) for month in periods),
        *(_complaints_count(records, month) for month in periods),
        *_audit_scores(records.audits, periods),
    ]
    return as_history(found)


def add_learning(
    history: pd.DataFrame, learning_due: pd.DataFrame, period: Period, on_record: int
) -> pd.DataFrame:
    """The history of the records with that of the learning in it."""
    learning = as_history(_learning(learning_due, _periods(period, on_record)))
    return in_order(pd.concat([history, learning]))


def _periods(period: Period, on_record: int) -> list[Period]:
    return [*(period.earlier(back) for back in range(on_record - 1, 0, -1)), period]


def _windows(records: ServiceRecords, periods: Sequence[Period]) -> pd.DataFrame:
    """The windows of all the months and of the day before and after them."""
    first, last = periods[0].first_day - timedelta(days=1), periods[-1].as_of + timedelta(days=1)
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    return compute_windows(records.needs, days, records.opened_on, records.closed_on)


def _care_rates(
    records: ServiceRecords, windows: pd.DataFrame, periods: Sequence[Period], definitions: CareDefinitions
) -> Iterator[CareRates]:
    due = records.care["due_at"]
    of_months = records.care[(due >= periods[0].start) & (due < periods[-1].end)]
    judged = classify_care(
        of_months, all_rows=records.care, people=records.people, windows=windows,
        home_care=records.home_care, definitions=definitions, each_month_apart=True,
    )  # fmt: skip
    counts = rows_by_day(records.care)
    for period in periods:
        rows = _between(judged.rows, "due_at", period.start, period.end)
        recording = recording_of(counts, period, definitions, records.opened_on, records.closed_on)
        notes_kept = bool(rows["note"].notna().any())
        yield compute_care_rates(
            CareOutcomes(rows, judged.durations_known, notes_kept), recording, definitions
        )


def _care_indicators(months: dict[Period, CareRates]) -> Iterator[IndicatorMonth]:
    for period, rates in months.items():
        for name, rate in (
            ("missed_care_rate", rates.missed),
            ("delayed_rate", rates.delayed),
            ("shortened_rate", rates.shortened),
            ("poorly_evidenced_rate", rates.poorly_evidenced),
        ):
            yield _of_proportion(name, period, rate, whole=rates.recorded_completely)


def _of_proportion(name: str, period: Period, rate: Proportion, *, whole: bool) -> IndicatorMonth:
    if rate.share is None:
        return IndicatorMonth(name, period.month, None)
    return IndicatorMonth(name, period.month, rate.share, rate.count, rate.n, whole=whole)


def _fill_rates(
    records: ServiceRecords,
    windows: pd.DataFrame,
    periods: Sequence[Period],
    definitions: StaffingDefinitions,
) -> Iterator[tuple[Period, FillRates | None]]:
    """The fill of each month; None where rota and needs do not speak of the same shifts."""
    shifts = records.shifts
    rostered, attended, rota = rostered_spans(shifts), attended_spans(shifts), find_rota(shifts)
    for period in periods:
        if not _rota_speaks_of_needs(records, period):
            yield period, None
            continue
        first = period.first_day_of_months(ROTA_MONTHS)
        near = (period.start - LONGEST_SHIFT, period.end + LONGEST_SHIFT)
        staffed, days = staff_windows(
            _between(windows, "day", period.start - DAY, period.end + DAY),
            _between(rostered, "starts_at", *near),
            _between(attended, "starts_at", *near),
            rota.loc[[day for day in rota.index if first <= day <= period.as_of]],
            period,
        )
        yield period, compute_fill_rates(staffed, days, definitions)


def _rota_speaks_of_needs(records: ServiceRecords, period: Period) -> bool:
    """True when there are needs and a rota in the year to the month, and they share their words."""
    year = pd.Timestamp(period.first_day_of_year())
    needs = records.needs[records.needs["valid_from"].isna() | (records.needs["valid_from"] < period.end)]
    needs = needs[needs["valid_to"].isna() | (needs["valid_to"] >= year)]
    shifts = _between(records.shifts, "starts_at", year, period.end)
    return len(needs) > 0 and len(shifts) > 0 and not without_common_word(needs, shifts)


def _fill_indicators(months: Iterable[tuple[Period, FillRates | None]]) -> Iterator[IndicatorMonth]:
    for period, fill in months:
        for name, value in (
            ("attended_fill", fill.attended if fill else None),
            ("own_fill", fill.own if fill else None),
        ):
            if fill is None or value is None:
                yield IndicatorMonth(name, period.month, None)
                continue
            windows = fill.clocked_windows
            yield IndicatorMonth(name, period.month, value, value * windows, windows)


def _incident_rate(records: ServiceRecords, period: Period, care: CareRates) -> IndicatorMonth:
    exposure = care.planned if records.home_care else _resident_days(records.people, period)
    if not exposure or not _kept(records.incidents, "occurred_at", period):
        return IndicatorMonth("incident_rate", period.month, None)
    month = IncidentMonth(period.month, count_incidents(records.incidents, period), float(exposure))
    return IndicatorMonth("incident_rate", month.month, month.rate, month.incidents, month.exposure)


def _resident_days(people: pd.DataFrame, period: Period) -> int:
    return resident_days(people, period.first_day, period.as_of)


def _concern_share(records: ServiceRecords, period: Period) -> IndicatorMonth:
    """The figure of `poor-feedback`: concerns and complaints of all that was said.

    Feedback none of which has a kind in the 12 months does not say what is a concern.
    """
    of_a_kind = records.feedback[records.feedback["kind"].notna()]
    kept = _kept(of_a_kind, "received_on", period) and _kept(records.complaints, "received_on", period)
    voices = compute_concerns(
        _between(records.feedback, "received_on", period.start, period.end),
        _between(records.complaints, "received_on", period.start, period.end),
    )
    if not kept or voices.share is None:
        return IndicatorMonth("concern_share", period.month, None)
    wrong = voices.concerns + voices.complaints
    return IndicatorMonth("concern_share", period.month, voices.share, wrong, voices.voices)


def _complaints_count(records: ServiceRecords, period: Period) -> IndicatorMonth:
    """Complaints received, each once; a month without one is a true zero where complaints are kept."""
    if not _kept(records.complaints, "received_on", period):
        return IndicatorMonth("complaints_count", period.month, None)
    received = first_complaints(_between(records.complaints, "received_on", period.start, period.end))
    return IndicatorMonth(
        "complaints_count", period.month, float(len(received)), len(received), whole=period.whole_month
    )


def _audit_scores(audits: pd.DataFrame, periods: Sequence[Period]) -> Iterator[IndicatorMonth]:
    """yes / (yes + no), of all audits and of those with each theme; a blank theme joins nothing."""
    themes = sorted(audits["theme"].dropna().unique())
    audits = audits[["audited_on", "theme", "yes", "no"]]
    for period in periods:
        month = _between(audits, "audited_on", period.start, period.end)
        yield _score("", month, period)
        for theme in themes:
            yield _score(theme, month[month["theme"] == theme], period)


def _score(theme: str, audits: pd.DataFrame, period: Period) -> IndicatorMonth:
    yes, no = float(audits["yes"].sum()), float(audits["no"].sum())
    if yes + no == 0:
        return IndicatorMonth("audit_score", period.month, None, theme=theme)
    return IndicatorMonth("audit_score", period.month, yes / (yes + no), yes, yes + no, theme)


def _learning(due_months: pd.DataFrame, periods: Sequence[Period]) -> Iterator[IndicatorMonth]:
    """Learning reflected in eight weeks, by the month in which it fell due."""
    by_month = due_months.set_index("month")
    for period in periods:
        due = float(by_month["due"].get(period.start, 0))
        if not due:
            yield IndicatorMonth("learning_in_eight_weeks", period.month, None)
            continue
        reflected = float(by_month["reflected"].get(period.start, 0))
        yield IndicatorMonth("learning_in_eight_weeks", period.month, reflected / due, reflected, due)


def _kept(rows: pd.DataFrame, own_day: str, period: Period) -> bool:
    """True when any row fell in the 12 months to the month's end: later months without one are true zeros."""
    return len(_between(rows, own_day, pd.Timestamp(period.first_day_of_year()), period.end)) > 0


def _between(rows: pd.DataFrame, column: str, start: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    moments = rows[column]
    if moments.is_monotonic_increasing:  # as most tables come: a slice copies nothing
        first, last = moments.searchsorted([start, end])
        return rows.iloc[first:last]
    return rows[(moments >= start) & (moments < end)]
