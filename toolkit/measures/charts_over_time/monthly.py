"""A monthly figure as the records give it: which months, counted over what, and where it began anew.

Months are named `YYYY-MM`. A month without records is a missing point, not a 0: it is put into its place
so that the months beside it do not become neighbours. A rebase (limits set anew) is only ever one that
somebody recorded, with the month and the reason; nothing here looks for a better place to start.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MonthlyFigure:
    """What was counted in one month, and out of what.

    `denominator` is the rows of a share or the exposure of a rate; counts from equal months have none
    (None). `numerator` None, or no denominator where one is needed, is a month without data. Raises
    ValueError for NaN, which frames have for missing: it would pass for an amount in some places.
    """

    month: str
    numerator: float | None
    denominator: float | None = None

    def __post_init__(self) -> None:
        if any(amount is not None and math.isnan(amount) for amount in (self.numerator, self.denominator)):
            raise ValueError(f"a month without data has None, not NaN: {self.month}")


@dataclass(frozen=True, slots=True)
class Rebase:
    """A recorded change of the process, from which on new limits hold: since when, and why.

    Raises ValueError without a reason: limits are not moved because the figures did.
    """

    month: str
    reason: str

    def __post_init__(self) -> None:
        month_number(self.month)
        if not self.reason.strip():
            raise ValueError(f"limits are set anew from {self.month} only for a recorded reason")


def month_number(month: str) -> int:
    """Months counted through, so that December and January are neighbours.

    Raises ValueError for anything but `YYYY-MM`.

    >>> month_number("2026-01") - month_number("2025-12")
    1
    """
    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", month)
    if not match:
        raise ValueError(f"a month is written YYYY-MM, not {month}")
    return int(match[1]) * 12 + int(match[2]) - 1


def month_named(number: int) -> str:
    """
    >>> month_named(month_number("2026-10"))
    '2026-10'
    """
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def fill_months(figures: Iterable[MonthlyFigure], until: str) -> tuple[MonthlyFigure, ...]:
    """The months from the first with data to `until`, in order, those without records put in as missing.

    Later months are left out: what came after the month that is judged says nothing about it. Raises
    ValueError when a month comes twice.

    >>> figures = [MonthlyFigure("2026-03", 5), MonthlyFigure("2026-01", 4)]
    >>> [figure.numerator for figure in fill_months(figures, "2026-04")]
    [4, None, 5, None]
    """
    known: dict[int, MonthlyFigure] = {}
    for figure in figures:
        number = month_number(figure.month)
        if number in known:
            raise ValueError(f"{figure.month} stands twice in one series")
        known[number] = figure
    last = month_number(until)
    first = min((n for n, figure in known.items() if figure.numerator is not None), default=last)
    return tuple(known.get(number, MonthlyFigure(month_named(number), None))
                 for number in range(min(first, last), last + 1))  # fmt: skip
