"""How does a page write a day, and mark the months along a picture?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from toolkit import wording


def as_date(day: Any) -> date:
    """A day of a frame as a date."""
    made: date = day.date() if hasattr(day, "date") else day
    return made


def day_cell(day: Any, otherwise: str = "–") -> str:
    """A day in a table, on one line, or what its absence means.

    >>> day_cell(date(2026, 10, 31)).split(), day_cell(None)
    (['31', 'Oct', '2026'], '–')
    """
    if day is None:
        return otherwise
    made = as_date(day)
    return f"{wording.short_day(made)} {made.year}".replace(" ", "\u00a0")


def month_marks(first: date, until: date) -> list[dict[str, Any]]:
    """The first day of each month with its name; the year where it begins, and at the start.

    >>> month_marks(date(2026, 12, 1), date(2027, 1, 31))
    [{'day': 0, 'name': 'Dec 2026'}, {'day': 31, 'name': 'Jan 2027'}]
    """
    months, day = [], first
    while day <= until:
        name = wording.MONTHS[day.month - 1][:3]
        year = f" {day.year}" if day == first or day.month == 1 else ""
        months.append({"day": (day - first).days, "name": f"{name}{year}"})
        day = (day + timedelta(days=32)).replace(day=1)
    return months
