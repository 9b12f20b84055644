"""Which staff did each shift need, on each day?

One row of `staffing_needs` in force gives one window a day. What was planned and worked in the
windows is measured in `staffing.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import pandas as pd

from toolkit.clock import hours, to_utc_spans
from toolkit.sources.values import parse_days

WINDOW_COLUMNS = (
    "unit", "role", "shift_name", "day", "starts_at", "ends_at", "start", "end", "staff_needed",
    "required_hours", "need_row", "_file", "_sheet",
)  # fmt: skip


EVERY_DAY = frozenset(range(7))


def weekdays_of(text: object) -> frozenset[int]:
    """The days of the week a need names, Monday = 0, as exports are read; a blank names all seven.

    >>> sorted(weekdays_of("Mon,Wed to Fri")), len(weekdays_of(""))
    ([0, 2, 3, 4], 7)
    """
    named = parse_days(text) if isinstance(text, str) else None
    return frozenset(named) if isinstance(named, tuple) else EVERY_DAY


def compute_windows(
    needs: pd.DataFrame, days: Iterable[date], opened_on: date | None = None, closed_on: date | None = None
) -> pd.DataFrame:
    """The windows that start on the given days: what each unit, role and shift needed.

    `starts_at` and `ends_at` are wall clock; `start` and `end` are UTC instants, so `required_hours`
    (staff needed x elapsed hours) follow the clock changes. A need that ends at or before its start
    runs into the next day. Days before the service opened or after it closed have no windows.
    """
    open_days = days_open(days, opened_on, closed_on)
    calendar = pd.DataFrame({"day": pd.DatetimeIndex(open_days).astype("datetime64[us]")})
    pairs = needs.merge(calendar, how="cross")
    in_force = (pairs["day"] >= pairs["valid_from"]) & (
        pairs["valid_to"].isna() | (pairs["day"] <= pairs["valid_to"])
    )
    pairs = pairs[in_force & _on_a_named_day(pairs) & (pairs["staff_needed"] > 0)]
    starts_at = pairs["day"] + _time_of_day(pairs["from_time"])
    ends_at = pairs["day"] + _time_of_day(pairs["to_time"])
    ends_at = ends_at.mask(ends_at <= starts_at, ends_at + pd.Timedelta(days=1))
    start, end = to_utc_spans(starts_at, ends_at)
    windows = pairs.assign(
        starts_at=starts_at,
        ends_at=ends_at,
        start=start,
        end=end,
        required_hours=pairs["staff_needed"] * hours(end - start),
        need_row=pairs["_row"],
    )
    order: Sequence[str] = ["day", "unit", "shift_name", "role", "starts_at", "need_row", "_file"]
    return windows[list(WINDOW_COLUMNS)].sort_values(list(order), ignore_index=True)


def days_open(days: Iterable[date], opened_on: date | None, closed_on: date | None) -> list[date]:
    """The days from opening to closing, both included."""
    first, last = opened_on or date.min, closed_on or date.max
    return [day for day in days if first <= day <= last]


def _on_a_named_day(pairs: pd.DataFrame) -> pd.Series:
    days = pairs["days"].fillna("")
    named = {text: weekdays_of(text) for text in days.unique()}
    weekdays = pairs["day"].dt.day_of_week
    matches = [weekday in named[text] for weekday, text in zip(weekdays, days, strict=True)]
    return pd.Series(matches, index=pairs.index, dtype=bool)


def _time_of_day(clock: pd.Series) -> pd.Series:
    return pd.to_timedelta(clock.astype(str) + ":00").astype("timedelta64[us]")
