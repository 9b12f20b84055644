"""Was it done within eight weeks, is it overdue, or is it simply not due yet?

Only items whose eight weeks are over are judged. Those still running are *not yet due*: neither done
nor failed. An item whose person left before it was due can no longer be done, and is counted apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd

from toolkit.measures.dependency import living_there
from toolkit.measures.learning.items import each_row, look_up
from toolkit.measures.survival import DoneBy, End, aalen_johansen, kaplan_meier


@dataclass(frozen=True, slots=True)
class EightWeeks:
    """The mature cohort: items due in the window, and those beside it that are in neither part."""

    due: int
    reflected: int
    not_yet_due: int
    no_longer_applicable: int

    @property
    def share(self) -> float | None:
        return self.reflected / self.due if self.due else None


def days_left(people: pd.DataFrame) -> pd.Series:
    """The day each person left the provider: the last `moved_out`, NaT while any stay is open.

    `people` are stays at any of the provider's services; the result is indexed by person.
    """
    people = people[people["person_id"].notna()]
    person, names = pd.factorize(people["person_id"], sort=True)
    left = np.full(len(names), np.datetime64(datetime.min, "us"))
    np.maximum.at(
        left, person, people["moved_out"].to_numpy("datetime64[us]")
    )  # an open stay has no latest day
    return pd.Series(left, index=pd.Index(names, name="person_id"), name="moved_out")


def still_here(person_ids: pd.Series, people: pd.DataFrame, as_of: pd.Timestamp) -> pd.Series:
    """True where the person lives at one of the provider's services on the day, or has no stay at all."""
    living = living_there(people, as_of)["person_id"]
    return person_ids.isin(living) | ~person_ids.isin(people["person_id"])


def add_clock(items: pd.DataFrame, people: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """The items with days, in_time, days_over, left_on, not_applicable, is_due and overdue.

    `items` come from `add_reflection`. A linked change made before the clock started is day 0.
    `in_time` is unknown for an item that is neither reflected nor due, or no longer applicable.
    """
    left_on = look_up(items["person_id"], days_left(people))
    left, reflected, due, started = (
        days.to_numpy("datetime64[us]")
        for days in (left_on, items["reflected_on"], items["due_on"], items["started_on"])
    )
    today, undone = np.datetime64(as_of, "us"), np.isnat(reflected)
    gone = (left < due) & ~(reflected <= left)
    is_due = due <= today
    overdue = is_due & undone & ~gone
    return items.assign(
        left_on=left_on,
        not_applicable=gone,
        is_due=is_due,
        overdue=overdue,
        days=np.maximum(_whole_days(reflected - started), 0),
        in_time=pd.arrays.BooleanArray(reflected <= due, gone | (undone & ~is_due)),
        days_over=np.where(overdue, _whole_days(today - due), np.nan),
    )


def _whole_days(span: np.ndarray) -> np.ndarray:
    return np.floor(span / np.timedelta64(1, "D"))


def count_eight_weeks(items: pd.DataFrame, first_day: pd.Timestamp, as_of: pd.Timestamp) -> EightWeeks:
    """Items due from the first day to as_of: how many, and how many were reflected by their due day."""
    gone = items["not_applicable"]
    in_window = (items["due_on"] >= first_day) & (items["due_on"] <= as_of)
    judged = items[in_window & ~gone]
    return EightWeeks(
        due=len(judged),
        reflected=int((judged["reflected_on"] <= judged["due_on"]).sum()),
        not_yet_due=int((~items["is_due"] & ~gone).sum()),
        no_longer_applicable=int((in_window & gone).sum()),
    )


def _followed(items: pd.DataFrame, as_of: pd.Timestamp) -> tuple[list[int], list[End]]:
    """Days from each item's start to its end, and how it ended: done, ended (the person left), or open."""
    days: list[int] = []
    ends: list[End] = []
    for item in each_row(items, "left_on", "reflected_on", "started_on"):
        left_first = not pd.isna(item.left_on) and not item.reflected_on <= item.left_on
        if left_first:
            last, end = item.left_on, "ended"
        elif not pd.isna(item.reflected_on):
            last, end = item.reflected_on, "done"
        else:
            last, end = as_of, "open"
        days.append(max((last - item.started_on).days, 0))
        ends.append(end)  # type: ignore[arg-type]
    return days, ends


def done_by_day(items: pd.DataFrame, as_of: pd.Timestamp, *, day: int, minimum: int) -> DoneBy | None:
    """The share reflected by a day after the start, those still open counted fairly (Kaplan-Meier).

    None when fewer than `minimum` items started so many days before as_of.
    """
    old_enough = (as_of - items["started_on"]).dt.days >= day
    if int(old_enough.sum()) < minimum:
        return None
    days, ends = _followed(items, as_of)
    return kaplan_meier(days, [end == "done" for end in ends]).done_by(day)


CURVE = {"day": "int64", "share_done": "float64", "low": "float64", "high": "float64", "at_risk": "int64",
         "cumulative_incidence": "float64"}  # fmt: skip


def compute_curve(items: pd.DataFrame, as_of: pd.Timestamp, *, last_day: int) -> pd.DataFrame:
    """The share reflected day by day from the start, to the last day on which any item was followed.

    `share_done` with its limits leaves those who left out of sight (Kaplan-Meier);
    `cumulative_incidence` counts leaving as an end of its own (Aalen-Johansen).
    """
    days, ends = _followed(items, as_of)
    if not days:
        return pd.DataFrame(columns=list(CURVE)).astype(CURVE)
    curve = kaplan_meier(days, [end == "done" for end in ends])
    beside = aalen_johansen(days, ends)
    told: Sequence[int] = range(min(max(days), last_day) + 1)
    done, counted = [curve.done_by(day) for day in told], [beside.done_by(day) for day in told]
    return pd.DataFrame({
        "day": list(told),
        "share_done": [one.share for one in done],
        "low": [one.low for one in done],
        "high": [one.high for one in done],
        "at_risk": [one.at_risk for one in done],
        "cumulative_incidence": [one.share for one in counted],
    }).astype(CURVE)  # fmt: skip
