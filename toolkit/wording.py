"""How do numbers, shares and days read when a registered manager reads them aloud?

Every sentence of every report takes its figures from here, so that a share, a count or a day looks
the same wherever it stands. Rounding is half up, as people do it by hand: 0.25 % with one digit is
0.3 %, not the nearest even. A figure that could not be computed reads "not known", never 0.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeGuard

NOT_KNOWN = "not known"
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Words of the audits whose plural is not made by the rules of `plural`.
_PLURALS = {
    "person": "people", "child": "children", "staff": "staff", "care": "care", "evidence": "evidence",
    "feedback": "feedback", "analysis": "analyses", "series": "series", "this": "these", "is": "are",
    "was": "were", "has": "have", "member of staff": "members of staff",
}  # fmt: skip


def number(value: float | None, digits: int = 1) -> str:
    """A figure with commas for thousands and no idle zeros after the point.

    >>> number(7.5), number(1234), number(3.0), number(0.249, digits=2)
    ('7.5', '1,234', '3', '0.25')
    >>> number(None)
    'not known'
    """
    if not _is_known(value):
        return NOT_KNOWN
    text = _fixed(Decimal(repr(float(value))), digits)
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def plural(word: str) -> str:
    """The word for more than one of it.

    >>> plural("day"), plural("complaint"), plural("person"), plural("entry"), plural("branch")
    ('days', 'complaints', 'people', 'entries', 'branches')
    """
    if word.lower() in _PLURALS:
        return _PLURALS[word.lower()]
    if word.endswith("y") and not word.endswith(("ay", "ey", "oy", "uy")):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def count(n: float | None, word: str, many: str | None = None) -> str:
    """How many of something; `many` is the plural where it is not the usual one.

    >>> count(1, "day"), count(2, "day"), count(0, "person"), count(1200, "row")
    ('1 day', '2 days', '0 people', '1,200 rows')
    """
    if not _is_known(n):
        return f"an unknown number of {many or plural(word)}"
    shown = number(n)
    return f"{shown} {word if shown == '1' else many or plural(word)}"


def of(n: int | None, total: int | None, word: str = "", many: str | None = None) -> str:
    """A part and the whole it is part of.

    >>> of(6, 31, "day"), of(1, 1, "day"), of(3, 62)
    ('6 of 31 days', '1 of 1 day', '3 of 62')
    """
    return f"{number(n)} of {count(total, word, many) if word else number(total)}"


def share(value: float | None, digits: int = 1) -> str:
    """A share of 0 to 1 as a percentage.

    A share that is not 0 never reads "0%", and one that is not whole never reads "100%": a single
    missed visit in ten thousand is not none.

    >>> share(0.0432), share(0.9), share(1), share(0)
    ('4.3%', '90%', '100%', '0%')
    >>> share(0.0001), share(0.9999), share(0.125, digits=0), share(None)
    ('under 0.1%', 'over 99.9%', '13%', 'not known')
    """
    if not _is_known(value):
        return NOT_KNOWN
    percent = _percent(value, digits)
    whole, _, after_point = percent.removesuffix("%").partition(".")
    return percent if after_point.strip("0") else f"{whole}%"


def share_of(n: int, total: int, digits: int = 1) -> str:
    """A percentage with the numbers it is made of; without any rows there is no percentage.

    >>> share_of(12, 279), share_of(0, 0)
    ('4.3% (12 of 279)', 'not known (0 of 0)')
    """
    return f"{share(n / total if total else None, digits)} ({of(n, total)})"


def interval(low: float | None, high: float | None, digits: int = 1) -> str:
    """How far chance alone could move a share, in words; both ends are shares of 0 to 1.

    Both ends keep their zeros, so that they are read as equally exact.

    >>> interval(0.0213, 0.06)
    '95% interval 2.1% to 6.0%'
    >>> interval(None, 0.06)
    'no interval can be given'
    """
    if not (_is_known(low) and _is_known(high)):
        return "no interval can be given"
    return f"95% interval {_percent(low, digits)} to {_percent(high, digits)}"


def interval_of(low: float | None, high: float | None, digits: int = 2) -> str:
    """The same for rates and ratios, which are no percentages; an open upper end reads "or more".

    >>> interval_of(1.204, 3.5)
    '95% interval 1.20 to 3.50'
    >>> interval_of(1.2, float("inf"))
    '95% interval 1.20 or more'
    """
    if not _is_known(low) or high is None or math.isnan(high):
        return "no interval can be given"
    lowest = _fixed(Decimal(repr(float(low))), digits)
    if math.isinf(high):
        return f"95% interval {lowest} or more"
    return f"95% interval {lowest} to {_fixed(Decimal(repr(float(high))), digits)}"


def hours(value: float | None) -> str:
    """Hours, with at most one digit after the point.

    >>> hours(7.5), hours(1), hours(1234.04)
    ('7.5 hours', '1 hour', '1,234 hours')
    """
    return count(value, "hour") if _is_known(value) else NOT_KNOWN


def minutes(value: float | None) -> str:
    """Minutes, whole; from two hours on in hours and minutes.

    >>> minutes(45), minutes(1), minutes(150), minutes(180)
    ('45 minutes', '1 minute', '2 hours 30 minutes', '3 hours')
    """
    if not _is_known(value):
        return NOT_KNOWN
    whole = int(_rounded(Decimal(repr(float(value))), 0))
    if whole < 120:
        return count(whole, "minute")
    rest = f" {count(whole % 60, 'minute')}" if whole % 60 else ""
    return count(whole // 60, "hour") + rest


def day_name(day: date | None) -> str:
    """A day in full.

    >>> day_name(date(2026, 10, 31))
    'Saturday 31 October 2026'
    """
    return f"{DAYS[day.weekday()]} {long_day(day)}" if _is_day(day) else NOT_KNOWN


def long_day(day: date | None) -> str:
    """A day without its weekday.

    >>> long_day(date(2026, 10, 31))
    '31 October 2026'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if _is_day(day) else NOT_KNOWN


def short_day(day: date | None) -> str:
    """A day where the year is plain from what stands around it.

    >>> short_day(date(2026, 10, 31))
    '31 Oct'
    """
    return f"{day.day} {MONTHS[day.month - 1][:3]}" if _is_day(day) else NOT_KNOWN


def moment_name(moment: datetime | None) -> str:
    """A moment by the wall clock.

    >>> moment_name(datetime(2026, 10, 31, 20, 5))
    '31 October 2026 at 20:05'
    """
    return f"{long_day(moment)} at {moment:%H:%M}" if _is_day(moment) else NOT_KNOWN


def month_name(month: object) -> str:
    """A month in words, from a Period, its `YYYY-MM` text, or a day in it.

    >>> month_name("2026-10"), month_name(date(2026, 2, 3))
    ('October 2026', 'February 2026')
    """
    year, number_of_month = str(month).split("-")[:2]
    return f"{MONTHS[int(number_of_month) - 1]} {year}"


def ordinal(n: int) -> str:
    """A place in a row.

    >>> [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 112)]
    ['1st', '2nd', '3rd', '4th', '11th', '12th', '13th', '21st', '112th']
    """
    teens = n % 100 in (11, 12, 13)
    return f"{n}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"


def join_words(words: Iterable[str], last: str = "and") -> str:
    """Words in a sentence.

    >>> join_words(["a", "b", "c"]), join_words(["a", "b"], last="or"), join_words(["a"]), join_words([])
    ('a, b and c', 'a or b', 'a', '')
    """
    *before, final = [*words] or [""]
    return f"{', '.join(before)} {last} {final}" if before else final


def first_capital(sentence: str) -> str:
    """The sentence with a capital at its start, the rest untouched (names keep theirs).

    >>> first_capital("the night shift at Oakfield was short.")
    'The night shift at Oakfield was short.'
    """
    return sentence[:1].upper() + sentence[1:]


def _is_known(value: float | None) -> TypeGuard[float]:
    return value is not None and math.isfinite(value)


def _is_day(day: date | None) -> TypeGuard[date]:
    # pandas' NaT is a datetime too; unlike every real one it has no ordinal year.
    return day is not None and isinstance(day.year, int)


def _percent(value: float, digits: int) -> str:
    percent = Decimal(repr(float(value))) * 100
    shown, step = _rounded(percent, digits), Decimal(1).scaleb(-digits)
    if percent in (0, 100):
        return f"{percent:.0f}%"
    if shown <= 0 < percent:
        return f"under {step:f}%"
    if shown >= 100 > percent:
        return f"over {100 - step:f}%"
    return f"{_fixed(percent, digits)}%"


def _fixed(value: Decimal, digits: int) -> str:
    return f"{_rounded(value, digits):,f}"


def _rounded(value: Decimal, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
