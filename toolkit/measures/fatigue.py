"""Did people work so long, or rest so little, that they must have been tired?

A spell is the work of one person without a break of an hour or more, at any of the provider's
services. Source: measures-and-checks §1 (Working Time Regulations 1998: 11 hours of rest, 48 a week).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from toolkit.clock import HOUR, to_utc_spans
from toolkit.measures.spans import has_clock, is_cover
from toolkit.parameters.thresholds import StaffFatigue
from toolkit.period import Period

DAYS_READ_BEFORE = 8
SPELL_COLUMNS = ("staff_id", "day", "starts_at", "ends_at", "start", "end", "hours")
BREACHES = ("long_spell", "short_rest", "long_week", "days_in_a_row")


@dataclass(frozen=True, slots=True)
class Workload:
    """How one person worked in the month, at any service; figures are hours, and days.

    `rests` are the hours between the spells of different days, those before a spell of the month.
    """

    staff_id: str
    longest_spell: float
    rests: tuple[float, ...]
    longest_week: float
    days_in_a_row: int


def worked_shifts(shifts: pd.DataFrame) -> pd.DataFrame:
    """Who really worked, at every service: clocked time, or the plan on days nobody clocked there.

    Columns: staff_id, service_id, start, end (UTC), starts_at, ends_at (wall clock), break_minutes.
    """
    cover = shifts[is_cover(shifts)]
    day = cover["starts_at"].dt.normalize()
    clocked_day = has_clock(cover).groupby([cover["service_id"], day]).transform("any")
    clocked, planned = cover[clocked_day.astype(bool)], cover[~clocked_day.astype(bool)]
    parts = [_timed(clocked[has_clock(clocked)], attended=True), _timed(planned, attended=False)]
    return pd.concat(parts, ignore_index=True)


def _timed(shifts: pd.DataFrame, *, attended: bool) -> pd.DataFrame:
    starts_at, ends_at = shifts["starts_at"], shifts["ends_at"]
    if attended:
        starts_at, ends_at = shifts["attended_from"].fillna(starts_at), shifts["attended_to"].fillna(ends_at)
    start, end = to_utc_spans(starts_at, ends_at)
    timed = shifts[["staff_id", "service_id"]].assign(
        starts_at=starts_at, ends_at=ends_at, start=start, end=end,
        break_minutes=shifts["break_minutes"].fillna(0),
    )  # fmt: skip
    return timed[timed["end"] > timed["start"]]


def compute_spells(worked: pd.DataFrame) -> pd.DataFrame:
    """Work of one person with less than an hour between, as one spell; `hours` less breaks.

    `day` is the date it starts on.
    """
    ordered = worked.sort_values(["staff_id", "start", "end"], ignore_index=True)
    latest = ordered.groupby("staff_id")["end"].cummax().groupby(ordered["staff_id"]).shift()
    begins = latest.isna() | (ordered["start"] - latest >= HOUR)
    spells = ordered.assign(spell=begins.cumsum()).groupby("spell", as_index=False).agg(
        staff_id=("staff_id", "first"), starts_at=("starts_at", "min"), ends_at=("ends_at", "max"),
        start=("start", "min"), end=("end", "max"), breaks=("break_minutes", "sum"),
    )  # fmt: skip
    hours = (spells["end"] - spells["start"]).dt.total_seconds() / 3600 - spells["breaks"] / 60
    return spells.assign(day=spells["starts_at"].dt.normalize(), hours=hours)[list(SPELL_COLUMNS)]


def find_fatigue(shifts: pd.DataFrame, service_id: str, period: Period, limits: StaffFatigue) -> pd.DataFrame:
    """One row a worker of the service in the month, with the breaches that fall in it.

    `shifts` are the rota lines of all the provider's services. Columns: staff_id, one yes/no a
    breach (`long_spell`, `short_rest`, `long_week`, `days_in_a_row`), `breach`. A breach counts in
    the month in which its later spell starts.
    """
    return judge_fatigue(compute_workloads(shifts, service_id, period), limits)


def compute_workloads(shifts: pd.DataFrame, service_id: str, period: Period) -> tuple[Workload, ...]:
    """How each worker of the service worked in the month, in the order of their ids."""
    first = pd.Timestamp(period.first_day - timedelta(days=DAYS_READ_BEFORE))
    worked = worked_shifts(shifts[(shifts["starts_at"] >= first) & (shifts["starts_at"] < period.end)])
    worked = worked[worked["starts_at"] < period.end]
    here = worked[(worked["service_id"] == service_id) & (worked["starts_at"] >= period.start)]
    spells = compute_spells(worked[worked["staff_id"].isin(here["staff_id"].unique())])
    spells = spells.assign(
        date=spells["day"].dt.date,
        length=_as_hours(spells["ends_at"] - spells["starts_at"]),
        rest=_as_hours(spells["start"] - spells["end"].shift()),  # of a worker's first spell never asked
    )
    return tuple(_workload(str(worker), group, period) for worker, group in spells.groupby("staff_id"))


def judge_fatigue(workloads: Sequence[Workload], limits: StaffFatigue) -> pd.DataFrame:
    """Which of these workers worked too long or rested too little (columns: `find_fatigue`)."""
    longest, shortest_rest = limits.spell_hours, limits.rest_hours
    short_rests, week, days = limits.short_rests, limits.week_hours + 1e-9, limits.days_in_a_row
    rows = [
        (
            one.staff_id,
            one.longest_spell > longest,
            sum(rest < shortest_rest for rest in one.rests) >= short_rests,
            one.longest_week > week,
            one.days_in_a_row >= days,
        )
        for one in workloads
    ]
    found = pd.DataFrame(rows, columns=["staff_id", *BREACHES])
    return found.assign(breach=found[list(BREACHES)].any(axis=1))


def _workload(worker: str, spells: pd.DataFrame, period: Period) -> Workload:
    """One worker's month, each figure taken at the spell that completes it; spells oldest first."""
    dates, length, rest = (spells[name].tolist() for name in ("date", "length", "rest"))
    counts = [day >= period.first_day for day in dates]
    return Workload(
        staff_id=worker,
        longest_spell=max(
            (hours for hours, counted in zip(length, counts, strict=True) if counted), default=0.0
        ),
        rests=tuple(rest[at] for at in range(1, len(dates)) if counts[at] and dates[at] > dates[at - 1]),
        longest_week=_longest_week(dates, spells["hours"].tolist(), counts),
        days_in_a_row=_longest_run(dates, period),
    )


def _as_hours(spans: pd.Series) -> pd.Series:
    return spans.dt.total_seconds() / 3600


def _longest_week(dates: list[date], hours: list[float], counts: list[bool]) -> float:
    """The most hours in spells that start on seven consecutive dates, the last of them in the month."""
    weeks = (
        sum(worked for day, worked in zip(dates, hours, strict=True) if 0 <= (last - day).days < 7)
        for last in {day for day, counted in zip(dates, counts, strict=True) if counted}
    )
    return max(weeks, default=0.0)


def _longest_run(dates: Iterable[date], period: Period) -> int:
    """The most dates in a row with a spell, counted up to a date in the month."""
    longest, run, before = 0, 0, None
    for day in sorted(set(dates)):
        run = run + 1 if before is not None and day - before == timedelta(days=1) else 1
        before = day
        if day >= period.first_day:
            longest = max(longest, run)
    return longest
