"""What does a whole column of text say?

Plain cells are read all at once; the few others go to `values.py`, each distinct text once. What
could not be read comes back as `BadCell`s; whether the row can still be used is for `validation.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from toolkit.problems import Effect
from toolkit.sources import values
from toolkit.sources.contract import TABLES, THEMES, Column, Kind
from toolkit.sources.values import Unreadable

MOMENT = "datetime64[us]"
REFERABLE = frozenset(TABLES)

# Cells that may need a closer look; every other text is what it seems to be.
_ODD_TEXT = r"(?i)^(?:-|--|n/a|#n/a|null|\(null\)|nan|nat|none)$"
_ODD_ID = r"(?i)^(?:\d+\.0|\d(?:\.\d+)?e\+\d+|=\".*|-|--|n/a|#n/a|null|\(null\)|nan|nat|none)$"
_ODD_LIST = r"(?i);\s|\s;|^;|;$|;;|(?:^|;)(?:-|--|n/a|#n/a|null|\(null\)|nan|nat|none)(?:;|$)"
_PLAIN_DAY = r"^\d{4}-\d{2}-\d{2}$"
_PLAIN_MOMENT = r"^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2})?$"
_PLAIN_NUMBER = r"^-?\d{1,15}(\.\d{1,15})?$"
_PLAIN_LENGTHS = {_PLAIN_DAY: (10,), _PLAIN_MOMENT: (16, 19)}
_PLAIN_CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$"


@dataclass(frozen=True, slots=True)
class BadCell:
    """One cell that did not say what its column asks for."""

    position: int
    code: str
    words: Mapping[str, str] = field(default_factory=dict)
    effect: Effect | None = None  # None: the row is refused if the column is required, else the cell is blank


@dataclass(frozen=True, slots=True)
class Cast:
    """A column's values, missing where blank or bad, and the bad cells."""

    values: pd.Series
    bad: tuple[BadCell, ...] = ()


def cast_column(
    column: Column, cells: pd.Series, *, themes: Mapping[str, str] | None = None, day_is_enough: bool = False
) -> Cast:
    """Read a column of trimmed text (blank = NaN) as the contract's kind of value.

    `themes` maps further theme words, already made plain, onto themes of the contract;
    `day_is_enough` lets a day stand in for a moment (its midnight), and says so.
    """
    match column.kind:
        case Kind.DATE:
            return _cast_moments(cells, _PLAIN_DAY, values.parse_date, "")
        case Kind.TIME:
            return _cast_times(cells, day_is_enough=day_is_enough)
        case Kind.NUMBER:
            return _cast_numbers(column, cells)
        case Kind.CHOICE:
            return _cast_words(
                cells, partial(values.parse_choice, choices=column.choices), partial(_choice_words, column)
            )
        case Kind.THEME:
            return _cast_themes(cells, themes or {})
        case Kind.CLOCK:
            how = "Write a time of day, for example 14:30."
            return _cast_texts(
                cells, ~_matches(cells, _PLAIN_CLOCK), values.parse_clock, partial(_why_words, how=how)
            )
        case Kind.DAYS:
            return _cast_texts(cells, cells.notna(), _days_as_supplied, _why_words)
        case Kind.REFERENCE:
            parse = partial(values.parse_reference, tables=REFERABLE)
            return _cast_texts(cells, cells.notna(), parse, _why_words)
        case Kind.LIST:
            return _cast_lists(column, cells)
        case Kind.ID:
            return _cast_texts(cells, _matches(cells, _ODD_ID), values.parse_id, _why_words)
        case Kind.TEXT:
            return _cast_texts(cells, _matches(cells, _ODD_TEXT), _text_or_blank, _why_words)


def empty_column(column: Column, length: int) -> pd.Series:
    """A column that was not supplied: nothing in it, of the right type."""
    if column.kind in (Kind.DATE, Kind.TIME):
        return pd.Series(np.full(length, "NaT", dtype=MOMENT))
    if column.kind is Kind.NUMBER:
        return pd.Series(np.full(length, np.nan))
    return pd.Series(pa.nulls(length, pa.large_string()).to_pandas(), dtype="str")


def _matches(cells: pd.Series, pattern: str) -> pd.Series:
    found = pc.match_substring_regex(pa.array(cells, pa.large_string()), pattern)
    return pd.Series(pc.fill_null(found, False).to_numpy(zero_copy_only=False), index=cells.index)


def _why_words(text: str, found: Unreadable, *, how: str = "") -> dict[str, str]:
    return {"why": f": {found.why}" if found.why else "", "how": how}


def _text_or_blank(text: str) -> str | None:
    return None if values.is_blank(text) else text


def _days_as_supplied(text: str) -> str | Unreadable | None:
    found = values.parse_days(text)
    return text if isinstance(found, tuple) else found


def _cast_texts(
    cells: pd.Series,
    doubtful: pd.Series,
    parse: Callable[[str], str | Unreadable | None],
    words: Callable[[str, Unreadable], Mapping[str, str]],
) -> Cast:
    """Take the doubtful cells to the cell parser, each distinct text once; keep the others."""
    at = np.flatnonzero((doubtful & cells.notna()).to_numpy())
    if not len(at):
        return Cast(cells)
    codes, distinct = pd.factorize(cells.iloc[at])
    results = [parse(text) for text in distinct]
    read = np.array([None if isinstance(r, Unreadable) else r for r in results], dtype=object)
    column = cells.astype(object).to_numpy(copy=True)
    column[at] = read[codes]
    bad = _bad_cells(at, codes, [str(text) for text in distinct], results, words)
    return Cast(pd.Series(column, index=cells.index, dtype="str"), bad)


def _bad_cells(
    at: np.ndarray,
    codes: np.ndarray,
    distinct: list[str],
    results: Sequence[object],
    words: Callable[[str, Unreadable], Mapping[str, str]],
) -> tuple[BadCell, ...]:
    bad = {
        number: (found.code, words(distinct[number], found))
        for number, found in enumerate(results)
        if isinstance(found, Unreadable)
    }
    if not bad:
        return ()
    return tuple(
        BadCell(int(position), *bad[code])
        for position, code in zip(at, codes.tolist(), strict=True)
        if code in bad
    )


def _cast_words(
    cells: pd.Series,
    parse: Callable[[str], str | Unreadable | None],
    words: Callable[[str, Unreadable], Mapping[str, str]],
) -> Cast:
    """A column of few distinct words: every distinct word is parsed once."""
    codes, distinct = pd.factorize(cells)
    results = [parse(text) for text in distinct]
    read = pd.Series([None if isinstance(r, Unreadable) else r for r in results], dtype="str")
    column = read.reindex(codes).set_axis(cells.index)
    at = np.arange(len(cells))
    return Cast(column, _bad_cells(at, codes, [str(text) for text in distinct], results, words))


def _choice_words(column: Column, text: str, found: Unreadable) -> dict[str, str]:
    near = get_close_matches(values.plain_word(text), column.choices, n=1)
    hint = f' Did you mean "{near[0]}"?' if near else ""
    return {"choices": ", ".join(column.choices), "nearest": hint}


def _cast_themes(cells: pd.Series, themes: Mapping[str, str]) -> Cast:
    unknown: set[str] = set()

    def parse(text: str) -> str | None:
        word = values.plain_word(text)
        if word in THEMES:
            return word
        if word in themes:
            return themes[word]
        if values.is_blank(text):
            return None
        unknown.add(text)
        return "other"

    cast = _cast_words(cells, parse, _why_words)
    if not unknown:
        return cast
    known = [*THEMES, *themes]
    words = {text: {"nearest": _theme_hint(text, known)} for text in unknown}
    at = np.flatnonzero(cells.isin(unknown).to_numpy())
    bad = tuple(BadCell(int(p), "unknown-theme", words[cells.iloc[p]], Effect.ROW_USED) for p in at)
    return Cast(cast.values, bad)


def _theme_hint(text: str, known: list[str]) -> str:
    near = get_close_matches(values.plain_word(text), known, n=1, cutoff=0.75)
    return f' Did you mean "{near[0]}"?' if near else ""


def _cast_lists(column: Column, cells: pd.Series) -> Cast:
    cast = _cast_texts(cells, _matches(cells, _ODD_LIST), values.parse_list, _why_words)
    if not column.choices:
        return cast
    kept, bad = [], []
    for position, text in enumerate(cast.values):
        items = [] if pd.isna(text) else [str(item) for item in text.split(";")]
        known = [word for item in items if (word := values.plain_word(item)) in column.choices]
        kept.append(";".join(known) or None)
        if len(known) < len(items):
            odd = next(item for item in items if values.plain_word(item) not in column.choices)
            words = _choice_words(column, odd, Unreadable("unknown-choice"))
            bad.append(BadCell(position, "unknown-choice", words, Effect.ROW_USED))
    return Cast(pd.Series(kept, index=cells.index, dtype="str"), tuple(bad))


def _cast_numbers(column: Column, cells: pd.Series) -> Cast:
    plain = _matches(cells, _PLAIN_NUMBER).to_numpy()
    numbers = np.full(len(cells), np.nan)
    numbers[plain] = pc.cast(pa.array(cells[plain], pa.large_string()), pa.float64()).to_numpy()
    at = np.flatnonzero(cells.notna().to_numpy() & ~plain)
    codes, distinct = pd.factorize(cells.iloc[at])
    results = [values.parse_number(text) for text in distinct]
    read = np.array([r if isinstance(r, float) else np.nan for r in results], dtype=float)
    numbers[at] = read[codes]
    bad = _bad_cells(at, codes, [str(text) for text in distinct], results, _why_words)
    least = -np.inf if column.least is None else column.least
    most = np.inf if column.most is None else column.most
    outside = np.flatnonzero((numbers < least) | (numbers > most))
    words = {"range": _range_in_words(column)}
    numbers[outside] = np.nan
    beyond = tuple(BadCell(int(position), "out-of-range", words) for position in outside)
    return Cast(pd.Series(numbers, index=cells.index), (*bad, *beyond))


def _range_in_words(column: Column) -> str:
    if column.least is None or column.most is None:
        return f"{column.least:g} or more" if column.least is not None else f"{column.most or 0:g} or less"
    return f"between {column.least:g} and {column.most:g}"


def _cast_times(cells: pd.Series, *, day_is_enough: bool) -> Cast:
    how = "Write day and time, for example 03/04/2026 14:30."
    cast = _cast_moments(cells, _PLAIN_MOMENT, partial(values.parse_time, day_is_enough=day_is_enough), how)
    if not day_is_enough:
        return cast
    at = np.flatnonzero(
        cast.values.notna().to_numpy() & ~_matches(cells, r":|\d\.\d{2}|\d\s?[apAP]").to_numpy()
    )
    days = [int(p) for p in at if values.names_a_day_only(str(cells.iloc[p]))]
    bad = tuple(BadCell(p, "day-without-time", effect=Effect.ROW_USED) for p in days)
    return Cast(cast.values, (*cast.bad, *bad))


def _cast_moments(
    cells: pd.Series, plain_form: str, parse: Callable[[str], date | datetime | Unreadable | None], how: str
) -> Cast:
    moments = _moments_of_plain_column(cells, plain_form)
    if moments is None:
        plain = _matches(cells, plain_form).to_numpy()
        moments = np.full(len(cells), "NaT", dtype=MOMENT)
        moments[plain] = _plain_moments(cells[plain])
    at = np.flatnonzero(cells.notna().to_numpy() & (np.isnat(moments) | _is_doubtful(moments)))
    moments[at] = np.datetime64("NaT")
    codes, distinct = pd.factorize(cells.iloc[at])
    results = [parse(text) for text in distinct]
    read = np.array([_as_moment(result) for result in results], dtype=MOMENT)
    moments[at] = read[codes]
    bad = _bad_cells(at, codes, [str(text) for text in distinct], results, partial(_why_words, how=how))
    return Cast(pd.Series(moments, index=cells.index), bad)


def _moments_of_plain_column(cells: pd.Series, plain_form: str) -> np.ndarray | None:
    """The moments of a column whose every cell has the plain form; None where one may have another.

    Arrow reads ISO 8601 alone, in which nothing but the plain forms is as long as they are (a zone is
    refused); looking at lengths takes a tenth of the time of looking at forms.
    """
    texts = pa.array(cells, pa.large_string())
    lengths = pa.array(_PLAIN_LENGTHS[plain_form], pa.int64())
    if not pc.all(pc.is_in(pc.binary_length(texts.drop_null()), lengths), min_count=0).as_py():
        return None
    try:
        return pc.cast(texts, pa.timestamp("us")).to_numpy(zero_copy_only=False).copy()
    except pa.ArrowInvalid:
        return None


def _plain_moments(cells: pd.Series) -> np.ndarray:
    texts = pa.array(cells, pa.large_string())
    try:
        return pc.cast(texts, pa.timestamp("us")).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid:  # one of them is not in the calendar: 2026-02-30
        return pd.to_datetime(cells, format="ISO8601", errors="coerce").to_numpy().astype(MOMENT)


def _is_doubtful(moments: np.ndarray) -> np.ndarray:
    """Sentinels, years that cannot be, and times the clocks may have skipped (a spring Sunday night)."""
    early = moments < np.datetime64(f"{values.FIRST_YEAR + 1}-01-01", "us")
    late = moments >= np.datetime64(f"{values.LAST_YEAR + 1}-01-01", "us")
    days = moments.astype("datetime64[D]")
    sunday = (days.astype("int64") + 3) % 7 == 6  # the first day of 1970 was a Thursday
    at = np.flatnonzero(sunday & ~np.isnat(moments))
    month = days[at].astype("datetime64[M]").astype("int64") % 12 + 1
    hour = (moments[at] - days[at]) // np.timedelta64(1, "h")
    spring_night = np.zeros(len(moments), dtype=bool)
    spring_night[at] = (month >= 2) & (month <= 5) & (hour >= 1) & (hour <= 3)
    return early | late | spring_night


def _as_moment(found: object) -> np.datetime64:
    return np.datetime64(found, "us") if isinstance(found, date) else np.datetime64("NaT")
