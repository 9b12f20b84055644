"""Were the hours of care given as many as people had been assessed to need?

Need of a day = the latest `care_hours_per_day` on or before it of the people living there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
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


def compute_need_days(
    people: pd.DataFrame,
    reviews: pd.DataFrame,
    needs: pd.DataFrame,
    shifts: pd.DataFrame,
    days_kept: RotaDays,
    period: Period,
    *,
    days_open: Iterable[date],
) -> pd.DataFrame:
    """Attended hours of each calendar day beside the hours people needed that day, before any is judged.

    `days_open` are the days of the month on which the service was open. Attended hours count the roles
    that appear in staffing_needs; nights are split at midnight.

    Columns: day, need_hours, attended_hours, people, reviewed, gap (its attendance was not recorded).
    """
    midnights = pd.DatetimeIndex(list(days_open)).astype("datetime64[us]")
    near = shifts_around(shifts, period)
    worked = hours_by_day(attended_spans(near), midnights, needs["role"])
    gaps = days_kept.unclocked | days_kept.not_kept | _mornings_not_clocked(near)
    needed = _needs_on(people, reviews, midnights)
    return pd.DataFrame({
        "day": midnights, "need_hours": needed["need_hours"], "attended_hours": worked.to_numpy(),
        "people": needed["people"], "reviewed": needed["reviewed"],
        "gap": np.array([midnight.date() in gaps for midnight in midnights], dtype=bool),
    })  # fmt: skip


def judge_need_hours(days: pd.DataFrame, thresholds: NeedsNotMet) -> NeedHours:
    """On which of these days too few hours were attended, of those on which it can be told.

    A day is testable when four fifths of the people have a review and its attendance was recorded.
    """
    enough = days["reviewed"] >= thresholds.reviewed_people_share * days["people"] - 1e-9
    testable = (days["people"] > 0) & enough & (days["need_hours"] > 0) & ~days["gap"]
    below = testable & (days["attended_hours"] < thresholds.need_hours_share * days["need_hours"] - 1e-9)
    lived_in = int((days["people"] > 0).sum())
    share = int(testable.sum()) / lived_in if lived_in else None
    return NeedHours(days.drop(columns="gap").assign(testable=testable, below=below), share)


def living_there(people: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """The stays that cover the day; the day somebody leaves is not theirs any more."""
    there = (people["moved_in"] <= day) & (people["moved_out"].isna() | (people["moved_out"] > day))
    return people[there]


def _needs_on(people: pd.DataFrame, reviews: pd.DataFrame, midnights: pd.Index) -> pd.DataFrame:
    """Of each day: hours needed and people reviewed, by each one's latest review, and people living there."""
    in_order = reviews.sort_values(["reviewed_on", "review_id"])
    persons = pd.concat([people["person_id"], in_order["person_id"]])
    numbers, distinct = pd.factorize(persons, use_na_sentinel=False)
    of_stay, of_review = numbers[: len(people)], numbers[len(people) :]
    reviewed_on = in_order["reviewed_on"].to_numpy("datetime64[us]")
    hours = in_order["care_hours_per_day"].fillna(0.0).to_numpy(dtype=float)
    moved_in, moved_out = (people[name].to_numpy("datetime64[us]") for name in ("moved_in", "moved_out"))
    rows = []
    for midnight in midnights.to_numpy("datetime64[us]"):
        there = (moved_in <= midnight) & (np.isnat(moved_out) | (moved_out > midnight))  # as `living_there`
        living = np.unique(of_stay[there])
        known = np.searchsorted(reviewed_on, midnight, side="right")
        latest = np.full(len(distinct), -1)
        np.maximum.at(latest, of_review[:known], np.arange(known))
        reviews_then = np.sort(latest[living])
        reviews_then = reviews_then[reviews_then >= 0]
        rows.append((float(hours[reviews_then].sum()), len(living), len(reviews_then)))
    columns = {"need_hours": "float64", "people": "int64", "reviewed": "int64"}
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def _mornings_not_clocked(shifts: pd.DataFrame) -> frozenset[date]:
    """Days that began inside a night nobody clocked: the hours after midnight are not known."""
    cover = shifts[is_cover(shifts)]
    day = cover["starts_at"].dt.normalize()
    clocked_day = has_clock(cover).groupby(day).transform("any").astype(bool)
    over_midnight = cover["ends_at"] > day + pd.Timedelta(days=1)
    mornings = (day + pd.Timedelta(days=1))[~clocked_day & over_midnight]
    return frozenset(mornings.dt.date)
