"""Which days does an audit look at, and up to which day does it know anything?

Days and times are local wall clock, Europe/London. `clock.py` turns them into elapsed hours; this
module only counts days.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from toolkit.errors import WrongUse

TIME_ZONE = "Europe/London"


@dataclass(frozen=True, slots=True)
class Period:
    """One audit month, seen from the end of the day `as_of`.

    >>> october = Period.parse("2026-10")
    >>> october.as_of
    datetime.date(2026, 10, 31)
    >>> october.first_day_of_months(6)
    datetime.date(2026, 5, 1)
    >>> october.first_day_of_days(28)
    datetime.date(2026, 10, 4)
    """

    year: int
    month_number: int
    as_of: date

    @classmethod
    def parse(cls, month: str, as_of: str | date | None = None) -> Period:
        """Read `YYYY-MM` and, if given, the day the audit looks back from; the default is its last day.

        Raises WrongUse when the month is not a month or the day lies outside it.
        """
        match = re.fullmatch(r"(\d{4})-(\d{2})", month.strip())
        if not match or not 1 <= int(match[2]) <= 12 or int(match[1]) < 1900:
            raise WrongUse.month_not_understood(month)
        year, number = int(match[1]), int(match[2])
        last = _last_day(year, number)
        if not as_of:
            return cls(year, number, last)
        day = as_of if isinstance(as_of, date) else _parse_day(as_of)
        if (day.year, day.month) != (year, number):
            raise WrongUse.as_of_outside_month(day.isoformat(), month.strip())
        return cls(year, number, day)

    @property
    def month(self) -> str:
        return f"{self.year:04d}-{self.month_number:02d}"

    @property
    def first_day(self) -> date:
        return date(self.year, self.month_number, 1)

    @property
    def days(self) -> tuple[date, ...]:
        """Day 1 of the month to as_of, both included."""
        return tuple(self.first_day + timedelta(n) for n in range((self.as_of - self.first_day).days + 1))

    @property
    def start(self) -> pd.Timestamp:
        """The first moment of the month."""
        return pd.Timestamp(self.first_day)

    @property
    def end(self) -> pd.Timestamp:
        """The first moment after as_of."""
        return pd.Timestamp(self.as_of + timedelta(days=1))

    @property
    def whole_month(self) -> bool:
        return self.as_of == _last_day(self.year, self.month_number)

    def first_day_of_months(self, months: int) -> date:
        """First day of "in n months": day 1 of the month n-1 before the audit month."""
        count = self.year * 12 + (self.month_number - 1) - (months - 1)
        return date(count // 12, count % 12 + 1, 1)

    def first_day_of_days(self, days: int) -> date:
        """First day of "in n days": the n days ending on as_of, it included."""
        return self.as_of - timedelta(days=days - 1)

    def first_day_of_year(self) -> date:
        """First day of "in 12 months"."""
        return self.first_day_of_months(12)

    def earlier(self, months: int) -> Period:
        """The period that many months before, seen from its own last day."""
        first = self.first_day_of_months(months + 1)
        return Period(first.year, first.month, _last_day(first.year, first.month))

    def __str__(self) -> str:
        return self.month


def _last_day(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def _parse_day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise WrongUse.day_not_understood(text) from None
