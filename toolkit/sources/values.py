"""What does one messy cell say?

Every function here takes the text of one cell and gives the value, None for a blank, or `Unreadable`
with the reason in words; none raises, whatever the text. `casting.py` reads whole clean columns at
once and comes here only for the distinct cells it could not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from toolkit.period import TIME_ZONE

LOCAL = ZoneInfo(TIME_ZONE)

# What systems write when a day is still open: blank, not a day.
SENTINELS = frozenset({date(9999, 12, 31), date(1900, 1, 1), date(1, 1, 1)})
SENTINEL_TEXTS = frozenset({"00/00/0000", "0000-00-00", "00/01/1900", "2958465"})
BLANK_WORDS = frozenset({"-", "--", "n/a", "#n/a", "null", "(null)", "nan", "nat", "none"})
FIRST_YEAR, LAST_YEAR = 1900, 2199
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000  # 1954 to 2119 in Excel's count of days
EXCEL_DAY_ZERO = datetime(1899, 12, 30)
NO_SUCH_TIME = "there is no such time of day"
CENTURY_TURNS_AT = 70  # 69 is 2069, 70 is 1970

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_NAMES = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
               "october", "november", "december")  # fmt: skip
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that cannot be read, under which problem code, and why in a few words."""

    code: str
    why: str = ""


_FLAGS = re.ASCII | re.IGNORECASE
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_CLOCK = (
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\.?)?"
)
_ZONE = r"(?P<zone>Z|UTC|[+-]\d{2}:?\d{2})?"
_DAYS = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})", _FLAGS),
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})", _FLAGS),
    re.compile(r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4}|\d{2})", _FLAGS),
    re.compile(
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s\-/.]*(?P<name>[a-z]{3,9})[\s\-/.,]*(?P<year>\d{4}|\d{2})",
        _FLAGS,
    ),
)
_MOMENTS = tuple(
    re.compile(rf"{_WEEKDAY}{day.pattern}(?:(?:T|\s+|,\s*)(?:at\s+)?{_CLOCK}\s*{_ZONE})?", _FLAGS)
    for day in _DAYS
)
_CLOCK_ALONE = re.compile(_CLOCK, _FLAGS)
_CLOCK_COMPACT = re.compile(r"(?P<hour>\d{2})(?P<minute>\d{2})", _FLAGS)
_HOUR_ALONE = re.compile(r"(?P<hour>\d{1,2})\s*(?P<half>[ap]\.?m\.?)", _FLAGS)
_FRACTION = re.compile(r"0?\.\d+|0", _FLAGS)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", _FLAGS)
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:e[-+]?\d{1,3})?", _FLAGS)
_WHOLE_AS_FLOAT = re.compile(r"(\d{1,15})\.0", re.ASCII)
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?e\+\d{1,3}", _FLAGS)
_WORD_BREAK = re.compile(r"[\s_\-]+")


def is_blank(text: str) -> bool:
    """Does the cell say nothing? Empty, or one of the words systems write for nothing.

    >>> is_blank(" N/A "), is_blank("0")
    (True, False)
    """
    word = text.strip().casefold()
    return not word or word in BLANK_WORDS


def plain_word(text: str) -> str:
    """A word with case, spaces and hyphens evened out, for comparing choices, headings and themes.

    >>> plain_word("  Very-High ")
    'very_high'
    """
    return _WORD_BREAK.sub("_", text.strip().casefold()).strip("_")


def parse_date(text: str) -> date | Unreadable | None:
    """The local day a cell names; a time behind it is dropped. Day first, unless the year comes first.

    >>> parse_date("03/04/2026"), parse_date("2026-04-03"), parse_date("1 March 2025")
    (datetime.date(2026, 4, 3), datetime.date(2026, 4, 3), datetime.date(2025, 3, 1))
    >>> parse_date("99991231") is None
    True
    """
    found = _parse_moment(text, "unreadable-date")
    if found is None or isinstance(found, Unreadable):
        return found
    return found[0].date()


def parse_time(text: str, *, day_is_enough: bool = False) -> datetime | Unreadable | None:
    """The local wall-clock moment a cell names, to the second.

    A moment with its own zone (`Z`, `+01:00`) is turned into local time. A day without a time is
    unreadable, unless `day_is_enough`: then it is that day's midnight.

    >>> parse_time("3/4/26 9:05 pm")
    datetime.datetime(2026, 4, 3, 21, 5)
    >>> parse_time("2026-03-29 01:30").code
    'nonexistent-time'
    """
    found = _parse_moment(text, "unreadable-time")
    if found is None or isinstance(found, Unreadable):
        return found
    moment, has_time = found
    if not has_time and not day_is_enough:
        return Unreadable("unreadable-time", "it names a day but no time")
    if is_skipped_by_the_clock(moment):
        return Unreadable("nonexistent-time")
    return moment


def names_a_day_only(text: str) -> bool:
    """Does the cell name a readable day, without a time?

    >>> names_a_day_only("3/4/26"), names_a_day_only("3/4/26 00:00")
    (True, False)
    """
    found = _parse_moment(text, "unreadable-time")
    return isinstance(found, tuple) and not found[1]


def is_skipped_by_the_clock(moment: datetime) -> bool:
    """Is this a wall-clock time that never was, because the clocks went forward over it?

    >>> is_skipped_by_the_clock(datetime(2026, 3, 29, 1, 30))
    True
    """
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return False
    there = moment.replace(tzinfo=LOCAL).astimezone(UTC).astimezone(LOCAL)
    return there.replace(tzinfo=None) != moment


def is_repeated_by_the_clock(moment: datetime) -> bool:
    """Is this a wall-clock time that came twice, because the clocks went back over it?

    >>> is_repeated_by_the_clock(datetime(2026, 10, 25, 1, 30))
    True
    """
    if is_skipped_by_the_clock(moment):
        return False
    zoned = moment.replace(tzinfo=LOCAL)
    return zoned.utcoffset() != zoned.replace(fold=1).utcoffset()


def _parse_moment(text: str, code: str) -> tuple[datetime, bool] | Unreadable | None:
    cell = text.strip()
    if is_blank(cell) or cell in SENTINEL_TEXTS:
        return None
    if _SERIAL.fullmatch(cell):
        return _from_serial(cell, code)
    match = next((found for pattern in _MOMENTS if (found := pattern.fullmatch(cell))), None)
    if match is None:
        return Unreadable(code)
    day = _day_of(match, code)
    if day is None or isinstance(day, Unreadable):
        return day
    if match["hour"] is None:
        return datetime.combine(day, time()), False
    return _with_clock(day, match, code)


def _from_serial(cell: str, code: str) -> tuple[datetime, bool] | Unreadable:
    days = float(cell)
    if not FIRST_SERIAL <= days < LAST_SERIAL:
        return Unreadable(code)
    return EXCEL_DAY_ZERO + timedelta(seconds=round(days * 86_400)), "." in cell


def _day_of(match: re.Match[str], code: str) -> date | Unreadable | None:
    parts = match.groupdict()
    month = _month_number(parts["name"]) if "name" in parts else int(parts["month"])
    if month is None:
        return Unreadable(code, f'"{parts["name"]}" is not a month')
    year, number = int(parts["year"]), int(parts["day"])
    if len(parts["year"]) == 2:
        year += 2000 if year < CENTURY_TURNS_AT else 1900
    try:
        day = date(year, month, number)
    except ValueError:
        return Unreadable(code, f"there is no day {number} of month {month} in {year}")
    if day in SENTINELS:
        return None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Unreadable(code, f"the year {year} cannot be right")
    return day


def _month_number(name: str) -> int | None:
    word = name.casefold()
    if word in MONTHS or word in MONTH_NAMES or word == "sept":
        return MONTHS.index(word[:3]) + 1
    return None


def _with_clock(day: date, match: re.Match[str], code: str) -> tuple[datetime, bool] | Unreadable:
    clock = _clock_of(match)
    if clock is None:
        return Unreadable(code, NO_SUCH_TIME)
    moment = datetime.combine(day, time()) + clock
    if not match["zone"]:
        return moment, True
    zone = _zone_of(match["zone"])
    if zone is None:
        return Unreadable(code, "there is no such time zone")
    return moment.replace(tzinfo=zone).astimezone(LOCAL).replace(tzinfo=None), True


def _zone_of(text: str) -> timezone | None:
    if text.upper() in ("Z", "UTC"):
        return UTC
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if offset >= timedelta(hours=15) or int(digits[2:]) > 59:
        return None
    return timezone(-offset if text[0] == "-" else offset)


def _clock_of(match: re.Match[str]) -> timedelta | None:
    """Time since midnight; 24:00 is the midnight that ends the day."""
    parts = match.groupdict()
    hour = int(parts["hour"])
    minute, second = int(parts.get("minute") or 0), int(parts.get("second") or 0)
    half = (parts.get("half") or "").casefold()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if minute > 59 or second > 59 or hour > 24 or (hour == 24 and (minute or second)):
        return None
    return timedelta(hours=hour, minutes=minute, seconds=second)


def parse_clock(text: str) -> str | Unreadable | None:
    """A time of day as `HH:MM`.

    >>> parse_clock("7.30"), parse_clock("8pm"), parse_clock("24:00"), parse_clock("0.25")
    ('07:30', '20:00', '00:00', '06:00')
    """
    cell = text.strip()
    if is_blank(cell):
        return None
    if _FRACTION.fullmatch(cell):
        seconds = timedelta(seconds=round(float(cell) * 86_400))
        return _as_clock(seconds)
    # A workbook may hold a time of day as a day and a time; which day is nothing to us.
    for pattern in (_CLOCK_ALONE, _CLOCK_COMPACT, _HOUR_ALONE, *_MOMENTS):
        match = pattern.fullmatch(cell)
        if match and match["hour"]:
            clock = _clock_of(match)
            return _as_clock(clock) if clock is not None else Unreadable("unreadable-time", NO_SUCH_TIME)
    return Unreadable("unreadable-time")


def _as_clock(since_midnight: timedelta) -> str:
    minutes = int(since_midnight.total_seconds()) // 60 % 1440
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def parse_number(text: str) -> float | Unreadable | None:
    """A number; commas between thousands and a percent sign are allowed.

    >>> parse_number("1,250.5"), parse_number("85%"), parse_number("seven").code
    (1250.5, 85.0, 'unreadable-number')
    """
    cell = text.strip()
    if is_blank(cell):
        return None
    digits = cell.removesuffix("%").strip()
    if not _NUMBER.fullmatch(digits) or not any(sign.isdigit() for sign in digits.split("e")[0]):
        return Unreadable("unreadable-number")
    try:
        number = float(digits.replace(",", ""))
    except ValueError:  # ".e5" and the like: digits only after the exponent
        return Unreadable("unreadable-number")
    return number if abs(number) < 1e300 else Unreadable("unreadable-number")


def parse_choice(text: str, choices: tuple[str, ...]) -> str | Unreadable | None:
    """One of the column's words, whatever its case, spaces and hyphens.

    >>> parse_choice("Very High", ("low", "very_high")), parse_choice("TRUE", ("yes", "no"))
    ('very_high', 'yes')
    """
    word = plain_word(text)
    if word in choices:
        return word
    if is_blank(text):
        return None
    if set(choices) == {"yes", "no"} and word in _YES_NO:
        return _YES_NO[word]
    return Unreadable("unknown-choice")


_YES_NO = {"y": "yes", "true": "yes", "1": "yes", "n": "no", "false": "no", "0": "no"}


def parse_list(text: str) -> str | None:
    """The items of a list, `;` between them, without spaces or empty items; None when there is none.

    >>> parse_list(" S1 ; S2;; ")
    'S1;S2'
    """
    items = [item.strip() for item in text.split(";")]
    return ";".join(item for item in items if not is_blank(item)) or None


def parse_days(text: str) -> tuple[int, ...] | Unreadable | None:
    """The days of the week a cell names, Monday = 0, in the order of the week.

    >>> parse_days("Mon-Wed, Sun"), parse_days("Fri-Mon")
    ((0, 1, 2, 6), (0, 4, 5, 6))
    """
    if is_blank(text):
        return None
    found: set[int] = set()
    for part in re.split(r"\s*[,;/]\s*|\s+and\s+", text.strip().casefold()):
        ends = [_weekday_number(word) for word in re.split(r"\s*(?:-|\u2013|\bto\b)\s*", part)]
        if not 1 <= len(ends) <= 2 or None in ends:
            return Unreadable("unreadable-days")
        first, last = ends[0], ends[-1]
        assert first is not None and last is not None
        found.update((first + step) % 7 for step in range((last - first) % 7 + 1))
    return tuple(sorted(found))


def _weekday_number(word: str) -> int | None:
    if word in WEEKDAYS or word in WEEKDAY_NAMES or word in ("tues", "weds", "thur", "thurs"):
        return WEEKDAYS.index(word[:3])
    return None


def parse_reference(text: str, tables: frozenset[str]) -> str | Unreadable | None:
    """A reference `table:id`, its table one of the contract's.

    >>> parse_reference("Audits: AU-09", frozenset({"audits"}))
    'audits:AU-09'
    """
    if is_blank(text):
        return None
    table, colon, record = (part.strip() for part in text.partition(":"))
    if not colon or not record:
        return Unreadable("unreadable-reference")
    if plain_word(table) not in tables:
        return Unreadable("unreadable-reference", f'there is no table "{table}"')
    return f"{plain_word(table)}:{record}"


def parse_id(text: str) -> str | Unreadable | None:
    """An id, exactly as supplied, except what Excel is certain to have added (`123.0`, `="007"`).

    >>> parse_id("007"), parse_id("123.0"), parse_id('="007"'), parse_id("1.23E+11").code
    ('007', '123', '007', 'id-changed-by-excel')
    """
    cell = text.strip()
    if cell.startswith('="') and cell.endswith('"') and len(cell) > 3:
        cell = cell[2:-1].strip()
    if is_blank(cell):
        return None
    if match := _WHOLE_AS_FLOAT.fullmatch(cell):
        return match[1]
    if _SCIENTIFIC.fullmatch(cell):
        return Unreadable("id-changed-by-excel", "Excel shows it as a rounded number")
    return cell
