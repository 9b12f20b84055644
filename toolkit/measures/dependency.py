"""Were the hours of care given as many as people had been assessed to need?

Need of a day = the latest `care_hours_per_day` on or before it of the people living there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from toolkit.measures.spans import attended_spans, has_clock, is_cover
from toolkit.measures.staffing import RotaDays, hours_by_day, shifts_around
from toolkit.parameters.thresholds import NeedsNotMet
from toolkit.period import Period


@dataclass(frozen=True, slots=True)
class NeedHours:
    """The month day by day: `need_hours`, `attended_hours`, `people`, `reviewed`, `testable`, `below`."""

    days: pd.DataFrame
    testable_share: float | None  # of the days on which somebody lived there

    @property
    def testable(self) -> int:
        return int(self.days["testable"].sum())

    @property
    def below(self) -> int:
        return int(self.days["below"].sum())


def compute_need_hours(
    people: pd.DataFrame,
    reviews: pd.DataFrame,
    needs: pd.DataFrame,
    shifts: pd.DataFrame,
    days_kept: RotaDays,
    period: Period,
    thresholds: NeedsNotMet,
    *,
    days_open: Iterable[date],
) -> NeedHours:
    """Attended hours of each calendar day against the hours people needed that day.

    `days_open` are the days of the month on which the service was open.

    A day is testable when four fifths of the people have a review and its attendance was recorded.
    Attended hours count the roles that appear in staffing_needs; nights are split at midnight.
    """
    midnights = pd.DatetimeIndex(list(days_open)).astype("datetime64[us]")
    near = shifts_around(shifts, period)
    worked = hours_by_day(attended_spans(near), midnights, needs["role"])
    in_order = reviews.sort_values(["reviewed_on", "review_id"])
    gaps = days_kept.unclocked | days_kept.not_kept | _mornings_not_clocked(near)
    rows = []
    for midnight in midnights:
        living = frozenset(living_there(people, midnight)["person_id"])
        need, reviewed = _need_on(in_order, living, midnight)
        rows.append((midnight, need, worked.loc[midnight], len(living), reviewed, midnight.date() in gaps))
    days = pd.DataFrame(rows, columns=["day", "need_hours", "attended_hours", "people", "reviewed", "gap"])
    enough = days["reviewed"] >= thresholds.reviewed_people_share * days["people"] - 1e-9
    testable = (days["people"] > 0) & enough & (days["need_hours"] > 0) & ~days["gap"].astype(bool)
    below = testable & (days["attended_hours"] < thresholds.need_hours_share * days["need_hours"] - 1e-9)
    lived_in = int((days["people"] > 0).sum())
    share = int(testable.sum()) / lived_in if lived_in else None
    return NeedHours(days.drop(columns="gap").assign(testable=testable, below=below), share)


def living_there(people: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """The stays that cover the day; the day somebody leaves is not theirs any more."""
    there = (people["moved_in"] <= day) & (people["moved_out"].isna() | (people["moved_out"] > day))
    return people[there]


def _need_on(reviews: pd.DataFrame, living: frozenset[str], day: pd.Timestamp) -> tuple[float, int]:
    """Hours needed and people reviewed, by each one's latest review; reviews come oldest first."""
    known = reviews[reviews["person_id"].isin(living) & (reviews["reviewed_on"] <= day)]
    latest = known.drop_duplicates("person_id", keep="last")
    return float(latest["care_hours_per_day"].sum()), len(latest)


def _mornings_not_clocked(shifts: pd.DataFrame) -> frozenset[date]:
    """Days that began inside a night nobody clocked: the hours after midnight are not known."""
    cover = shifts[is_cover(shifts)]
    day = cover["starts_at"].dt.normalize()
    clocked_day = has_clock(cover).groupby(day).transform("any").astype(bool)
    over_midnight = cover["ends_at"] > day + pd.Timedelta(days=1)
    mornings = (day + pd.Timedelta(days=1))[~clocked_day & over_midnight]
    return frozenset(mornings.dt.date)
