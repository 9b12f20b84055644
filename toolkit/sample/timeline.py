"""Which days does the sample cover, and what time of the week and year is each of them?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from toolkit.period import Period

MINUTES_A_DAY = 1440
# The last Sundays of March, 1970 to 2099, as days since 1970: the clocks go from 01:00 to 02:00.
SPRING_SUNDAYS = np.array(
    [
        (date(year, 3, 31) - timedelta((date(year, 3, 31).weekday() + 1) % 7) - date(1970, 1, 1)).days
        for year in range(1970, 2100)
    ]
)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The days of the sample, oldest first; every array has one value a day.

    `months_before_end` is 0 in the last month. `winter` runs from 0 in July to 1 in January.
    `holidays` marks the summer holidays and the fortnight of Christmas. Times are minutes since
    1 January 1970, by the wall clock.
    """

    end: Period
    days: np.ndarray
    months_before_end: np.ndarray
    weekend: np.ndarray
    winter: np.ndarray
    holidays: np.ndarray

    @classmethod
    def of(cls, end: str, months: int) -> Timeline:
        last = Period.parse(end)
        first = last.first_day_of_months(months)
        index = pd.date_range(first, last.as_of)
        year, month = index.year.to_numpy(), index.month.to_numpy()
        day, day_of_year = index.day.to_numpy(), index.day_of_year.to_numpy()
        christmas = ((month == 12) & (day >= 20)) | ((month == 1) & (day <= 3))
        return cls(
            end=last,
            days=index.to_numpy().astype("datetime64[D]"),
            months_before_end=(last.year - year) * 12 + last.month_number - month,
            weekend=index.day_of_week.to_numpy() >= 5,
            winter=(1 + np.cos(2 * np.pi * (day_of_year - 15) / 365.25)) / 2,
            holidays=christmas | (month == 8) | ((month == 7) & (day >= 22)),
        )

    @property
    def count(self) -> int:
        return len(self.days)

    @property
    def first(self) -> date:
        return self.days[0].astype(object)

    @property
    def last(self) -> date:
        return self.end.as_of

    @property
    def midnights(self) -> np.ndarray:
        """The first minute of each day."""
        return self.days.astype(np.int64) * MINUTES_A_DAY

    @property
    def strain(self) -> np.ndarray:
        """How much harder a day is to staff than the average one."""
        return 0.82 + 0.3 * self.winter + 0.25 * self.holidays + 0.35 * self.weekend

    def month_of(self, months_before_end: int) -> Period:
        """The month that many months before the last one."""
        return self.end.earlier(months_before_end) if months_before_end else self.end


def minute_of(clock: str) -> int:
    """Minutes from midnight of a time of day.

    >>> minute_of("07:30")
    450
    """
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def day_number(day: date) -> int:
    """Days since 1 January 1970."""
    return (day - date(1970, 1, 1)).days


def wall_clock(minutes: np.ndarray) -> np.ndarray:
    """Minutes since 1970 as a clock on the wall shows them: the hour skipped in March becomes the next.

    >>> night = day_number(date(2026, 3, 29)) * MINUTES_A_DAY
    >>> (wall_clock(np.array([night + 59, night + 60, night + 120])) - night).tolist()
    [59, 120, 120]
    """
    values = np.asarray(minutes, dtype=np.int64)
    skipped = np.isin(values // MINUTES_A_DAY, SPRING_SUNDAYS) & (values % MINUTES_A_DAY // 60 == 1)
    return values + np.where(skipped, 60, 0)


def moments(minutes: np.ndarray) -> pd.Series:
    """Minutes since 1970 as wall-clock moments; below zero = not known.

    What would fall in the hour that the clocks skip in March happens an hour later.
    """
    values = wall_clock(minutes)
    stamps = pd.Series((values * 60_000_000).astype("datetime64[us]"))
    return stamps.mask(pd.Series(values < 0))


def dates(numbers: np.ndarray) -> pd.Series:
    """Days since 1970 as dates; below zero = not known."""
    return moments(np.where(np.asarray(numbers) < 0, -1, np.asarray(numbers, dtype=np.int64) * MINUTES_A_DAY))
