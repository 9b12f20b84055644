"""How much of the staff each window needed was rostered, and how much was there?

Three fill rates, never the first alone: rostered (a named worker), attended (clocked), own
(attended by the provider's own staff). Durations are elapsed hours. Source: measures-and-checks §1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from toolkit.clock import to_utc
from toolkit.measures.spans import (
    as_hours,
    has_clock,
    is_cover,
    match_key,
    may_be_attended,
    numbered,
)
from toolkit.parameters.thresholds import StaffingDefinitions
from toolkit.period import Period

ROTA_HISTORY_WEEKS = 8
ROTA_HISTORY_WEEKDAYS = 4
LONGEST_SHIFT = pd.Timedelta(days=3)


@dataclass(frozen=True, slots=True)
class RotaDays:
    """Which days of a period have a rota, and which of them were clocked.

    `not_kept` are days without any rota line on a weekday that usually has one, or in a month without
    any at all: a gap in recording.
    `unclocked` are days with rostered shifts and no clock at all: a gap in attendance recording. Where
    no clock was ever recorded, every day is.
    """

    with_windows: frozenset[date]
    rostered: frozenset[date]
    unclocked: frozenset[date]
    not_kept: frozenset[date]

    def attendance_complete(self, gap_share: float) -> bool:
        """False when more than the allowed share of rostered days were not clocked."""
        return bool(self.rostered) and len(self.unclocked) <= gap_share * len(self.rostered)

    def rota_complete(self, gap_share: float) -> bool:
        return bool(self.with_windows) and len(self.not_kept) <= gap_share * len(self.with_windows)


@dataclass(frozen=True, slots=True)
class FillRates:
    """The month's fill rates as shares of required hours; None = cannot be told.

    `windows` is the number of windows they rest on; `surplus_hours` are attended hours
    beyond what windows needed; `bank_share` stands apart from `agency_share`.
    """

    windows: int
    clocked_windows: int
    required_hours: float
    rostered: float | None
    attended: float | None
    own: float | None
    agency_share: float | None
    bank_share: float | None
    blank_cover_share: float | None
    surplus_hours: float | None


def staff_windows(
    around: pd.DataFrame, rostered: pd.DataFrame, attended: pd.DataFrame, rota: pd.DataFrame, period: Period
) -> tuple[pd.DataFrame, RotaDays]:
    """One row a window of the period's days, with the hours required, rostered and attended in it.

    `around` are the windows of these days and of the days beside them, which take their share of time
    that falls into theirs too; `rostered` and `attended` the spans that can fall into them; `rota` is
    `find_rota` of all rota lines.

    Columns: those of `compute_windows`, and `rostered_hours`, `attended_hours`, `own_hours`,
    `agency_hours`, `bank_hours`, `blank_hours` (all uncapped), `attendance_known`, `rota_known`.
    Attended hours of a window whose day was not clocked are NaN.
    """
    of_month = ((around["day"] >= period.start) & (around["day"] < period.end)).to_numpy()
    windows = around[of_month].reset_index(drop=True)
    days = find_rota_days(windows, rota, period)
    day = windows["day"].map(lambda moment: moment.date()) if len(windows) else pd.Series(dtype=object)
    clocked = ~day.isin(days.unclocked | days.not_kept)
    hours = {"rostered_hours": credited_hours(around, rostered)[of_month].sum(axis=1)}
    credited = credited_hours(around, attended)[of_month]
    cover = attended["cover"].fillna("blank").to_numpy()
    for name, chosen in (
        ("attended_hours", np.ones(len(attended), dtype=bool)),
        ("own_hours", cover == "own"),
        ("agency_hours", cover == "agency"),
        ("bank_hours", cover == "bank"),
        ("blank_hours", cover == "blank"),
    ):
        hours[name] = np.where(clocked, credited[:, chosen].sum(axis=1), np.nan)
    known = {"attendance_known": clocked.astype(bool), "rota_known": ~day.isin(days.not_kept)}
    return windows.assign(**hours, **known), days


def shifts_around(shifts: pd.DataFrame, period: Period) -> pd.DataFrame:
    """The rota lines whose hours can fall on the period's days: nobody is on duty for three days running."""
    starts_at = shifts["starts_at"]
    return shifts[(starts_at >= period.start - LONGEST_SHIFT) & (starts_at < period.end + LONGEST_SHIFT)]


def find_rota(shifts: pd.DataFrame) -> pd.DataFrame:
    """One row a day that has a rota line: was somebody rostered on it, and did anybody clock?

    Indexed by day (a date). Columns: rostered, clocked.
    """
    facts = pd.DataFrame({
        "day": shifts["starts_at"].dt.normalize(),
        "rostered": is_cover(shifts), "clocked": may_be_attended(shifts) & has_clock(shifts),
    })  # fmt: skip
    by_day = facts.groupby("day")[["rostered", "clocked"]].any()
    return by_day.set_axis([moment.date() for moment in by_day.index])


def find_rota_days(windows: pd.DataFrame, rota: pd.DataFrame, period: Period) -> RotaDays:
    """Days with a rota, days nobody clocked on, and days the rota itself was not kept."""
    of_period = rota.loc[[day for day in rota.index if period.first_day <= day <= period.as_of]]
    rostered = frozenset(of_period.index[of_period["rostered"].astype(bool)])
    clocked = frozenset(of_period.index[of_period["clocked"].astype(bool)])
    with_windows = frozenset(windows["day"].dt.date) if len(windows) else frozenset()
    not_kept = days_not_kept(rota.index, with_windows, period)
    unclocked = rostered - clocked if rota["clocked"].any() else rostered | with_windows
    return RotaDays(with_windows, rostered, unclocked, not_kept)


def days_without_rota(shifts: pd.DataFrame, days: Iterable[date], period: Period) -> frozenset[date]:
    """Those of the days on which no rota was kept: no line, on a weekday that usually has one."""
    return days_not_kept(find_rota(shifts).index, days, period)


def days_not_kept(kept: Iterable[date], days: Iterable[date], period: Period) -> frozenset[date]:
    """Those of the days that are not among the days kept, on a weekday that usually is.

    In a month without any day kept, no day was.
    """
    every = set(kept)
    of_month = {day for day in every if period.first_day <= day <= period.as_of}
    usual = _usual_weekdays(every, period) if of_month else frozenset(range(7))
    return frozenset(day for day in days if day not in of_month and day.weekday() in usual)


def _usual_weekdays(kept: Iterable[date], period: Period) -> frozenset[int]:
    """Weekdays that had a rota line in half or more of the eight weeks before the month."""
    first = period.first_day - timedelta(weeks=ROTA_HISTORY_WEEKS)
    weekdays = [day.weekday() for day in kept if first <= day < period.first_day]
    return frozenset(day for day in set(weekdays) if weekdays.count(day) >= ROTA_HISTORY_WEEKDAYS)


def credited_hours(windows: pd.DataFrame, spans: pd.DataFrame) -> np.ndarray:
    """Hours of each span (columns) that count toward each window (rows).

    Time counts toward every window of its unit (blank on either side = any) and role in which it
    falls, wherever it was planned. A span with a blank unit is shared, moment by moment, among the
    windows of its role that name a unit, in proportion to the staff they need.
    """
    credited = np.zeros((len(windows), len(spans)))
    if not len(windows) or not len(spans):
        return credited
    window_role, span_role = numbered(windows["role"], spans["role"])
    window_unit, span_unit = numbered(windows["unit"], spans["unit"])
    window_times, span_times = _times(windows), _times(spans)
    for role in np.unique(window_role[window_role >= 0]):
        rows, columns = np.flatnonzero(window_role == role), np.flatnonzero(span_role == role)
        if not len(columns):
            continue
        units, units_of_spans = window_unit[rows], span_unit[columns]
        named, placed = units >= 0, units_of_spans >= 0
        whole = ~named[:, None] | (units[:, None] == units_of_spans[None, :])
        hours = whole * _overlap(window_times[:, rows], span_times[:, columns])
        if named.any() and not placed.all():
            shared = np.ix_(np.flatnonzero(named), np.flatnonzero(~placed))
            hours[shared] = _shared_hours(windows.iloc[rows[named]], spans.iloc[columns[~placed]])
        credited[np.ix_(rows, columns)] = hours
    return credited


def _times(spans: pd.DataFrame) -> np.ndarray:
    """Starts (first row) and ends of windows or spans, in hours."""
    return np.stack([as_hours(spans["start"]), as_hours(spans["end"])])


def _overlap(windows: np.ndarray, spans: np.ndarray) -> np.ndarray:
    """Hours in which each span (columns) falls into each window (rows), both as `_times` gives them."""
    latest_start = np.maximum(windows[0][:, None], spans[0][None, :])
    earliest_end = np.minimum(windows[1][:, None], spans[1][None, :])
    return np.clip(earliest_end - latest_start, 0, None)


def _shared_hours(windows: pd.DataFrame, spans: pd.DataFrame) -> np.ndarray:
    """Hours of spans without a unit, shared among the windows that hold each moment."""
    if not len(windows) or not len(spans):
        return np.zeros((len(windows), len(spans)))
    moments = pd.concat([windows["start"], windows["end"]]).drop_duplicates().sort_values(ignore_index=True)
    pieces = pd.DataFrame({"start": moments.iloc[:-1].to_numpy(), "end": moments.iloc[1:].to_numpy()})
    starts = windows["start"].to_numpy()[:, None] <= pieces["start"].to_numpy()[None, :]
    ends = windows["end"].to_numpy()[:, None] >= pieces["end"].to_numpy()[None, :]
    needed = (starts & ends) * windows["staff_needed"].to_numpy()[:, None]
    together = needed.sum(axis=0)
    portion = np.divide(needed, together, out=np.zeros_like(needed), where=together > 0)
    return portion @ _overlap(_times(pieces), _times(spans))


def compute_fill_rates(windows: pd.DataFrame, days: RotaDays, definitions: StaffingDefinitions) -> FillRates:
    """Each = sum over windows of min(hours, required) / sum of required; surplus apart.

    Windows of days without a rota leave all rates, windows of unclocked days leave the attended ones.
    Beyond the allowed share of such days, or of hours whose cover is blank, the figure is None.
    """
    kept = windows[windows["rota_known"]] if len(windows) else windows
    clocked = kept[kept["attendance_known"]] if len(kept) else kept
    rota_complete = days.rota_complete(definitions.attendance_gap_share)
    clocks_complete = rota_complete and days.attendance_complete(definitions.attendance_gap_share)
    attended_hours = clocked["attended_hours"].sum()
    blank_share = _ratio(clocked["blank_hours"].sum(), attended_hours) if clocks_complete else None
    nobody_came = clocks_complete and attended_hours == 0
    cover_known = nobody_came or (blank_share is not None and blank_share <= definitions.blank_cover_share)
    surplus = (clocked["attended_hours"] - clocked["required_hours"]).clip(lower=0).sum()
    return FillRates(
        windows=len(kept),
        clocked_windows=len(clocked),
        required_hours=float(kept["required_hours"].sum()),
        rostered=_filled(kept, "rostered_hours") if rota_complete else None,
        attended=_filled(clocked, "attended_hours") if clocks_complete else None,
        own=_filled(clocked, "own_hours") if cover_known else None,
        agency_share=_ratio(clocked["agency_hours"].sum(), attended_hours) if cover_known else None,
        bank_share=_ratio(clocked["bank_hours"].sum(), attended_hours) if cover_known else None,
        blank_cover_share=blank_share,
        surplus_hours=float(surplus) if clocks_complete else None,
    )


def _filled(windows: pd.DataFrame, column: str) -> float | None:
    covered = windows[[column, "required_hours"]].min(axis=1).sum()
    return _ratio(covered, windows["required_hours"].sum())


def _ratio(part: float, whole: float) -> float | None:
    return float(part / whole) if whole > 0 else None


def compute_shift_hours(windows: pd.DataFrame) -> pd.DataFrame:
    """One row a unit, shift name and day over all its roles, in order of time, with the hours of pressure."""
    kept = windows[windows["rota_known"]] if len(windows) else windows
    known = kept["attendance_known"].astype(bool)
    role_key = match_key(kept["role"]) if len(kept) else pd.Series(dtype="str")
    present = kept["attended_hours"].where(known, kept["rostered_hours"])
    sums = {"required_hours": "sum", "rostered_hours": "sum", "present": "sum", "agency_hours": "sum",
            "attended_hours": "sum", "known": "all", "starts_at": "min", "ends_at": "max"}  # fmt: skip
    group = ["unit", "shift_name", "day"]
    roles = (
        kept.assign(present=present, known=known, role_key=role_key)
        .groupby([*group, "role_key"], dropna=False, as_index=False)
        .agg(sums)
    )
    capped = roles.assign(
        covered=roles[["present", "required_hours"]].min(axis=1),
        rostered=roles[["rostered_hours", "required_hours"]].min(axis=1),
        empty=roles["present"] <= 0,
    )
    totals = {"required_hours": "sum", "rostered": "sum", "covered": "sum", "agency_hours": "sum",
              "attended_hours": "sum", "known": "all", "empty": "any", "starts_at": "min",
              "ends_at": "max"}  # fmt: skip
    shifts = capped.groupby(group, dropna=False, as_index=False).agg(totals)
    return shifts.sort_values(["day", "starts_at", "unit", "shift_name"], ignore_index=True)


def judge_pressure(
    shifts: pd.DataFrame, definitions: StaffingDefinitions, *, agency_told: bool
) -> pd.DataFrame:
    """The same shifts (of `compute_shift_hours`, in its order) with `high_pressure` and `why`.

    High pressure: hours (each role capped at its need) under 90 % of what all roles need ("hours"),
    or agency above 50 % of attended hours ("agency", left out when cover is not told), or a role with
    nobody at all ("role empty"). Attended hours; on an unclocked day rostered ones, without agency.
    Columns: unit, shift_name, day, starts_at, ends_at, required_hours, rostered_hours,
    attended_hours (capped; NaN when unclocked), fill, attendance_known, high_pressure, why.
    """
    fill = shifts["covered"] / shifts["required_hours"]
    known = shifts["known"].astype(bool)
    few_hours = shifts["covered"] < definitions.short_below * shifts["required_hours"] - 1e-9
    mostly_agency = (
        known
        & (shifts["agency_hours"] > definitions.agency_above * shifts["attended_hours"] + 1e-9)
        & agency_told
    )
    empty = shifts["empty"].astype(bool)
    why = np.select([empty, few_hours, mostly_agency], [0, 1, 2], default=3)
    columns = ["unit", "shift_name", "day", "starts_at", "ends_at", "required_hours"]
    return shifts[columns].assign(
        rostered_hours=shifts["rostered"],
        attended_hours=shifts["covered"].where(known),
        fill=fill,
        attendance_known=known,
        high_pressure=empty | few_hours | mostly_agency,
        why=pd.array(["role empty", "hours", "agency", ""], dtype="str").take(why),
    )


def hours_by_day(spans: pd.DataFrame, days: Iterable[pd.Timestamp], roles: pd.Series) -> pd.Series:
    """Hours worked on each calendar day (nights split at local midnight) in the given roles."""
    midnights = pd.Series(pd.DatetimeIndex(list(days))).astype("datetime64[us]")
    bounds = pd.DataFrame({"start": to_utc(midnights), "end": to_utc(midnights + pd.Timedelta(days=1))})
    wanted = spans[match_key(spans["role"]).isin(set(match_key(roles).dropna()))]
    hours = _overlap(_times(bounds), _times(wanted)).sum(axis=1) if len(bounds) else np.zeros(0)
    return pd.Series(hours, index=pd.DatetimeIndex(midnights), dtype="float64")
