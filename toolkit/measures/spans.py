"""Who was on duty from when to when: as rostered, and as clocked?

A span is one worker's stretch of time on one rota line, between UTC instants. How much of it falls
into which window is the business of `staffing.py`.
"""

from __future__ import annotations

import re
from collections.abc import Hashable

import numpy as np
import pandas as pd

from toolkit.clock import to_utc_spans
from toolkit.sources.contract.care import NOT_COVER

SPAN_COLUMNS = ("shift_id", "unit", "role", "staff_id", "cover", "day", "starts_at", "start", "end")


def match_key(words: pd.Series) -> pd.Series:
    """Unit and role names as they are compared: case, spaces, hyphens and underscores apart.

    >>> match_key(pd.Series(["Care Worker", "care_worker", None])).tolist()[:2]
    ['care worker', 'care worker']
    """
    codes, distinct = pd.factorize(words)  # names repeat row after row: each is folded once
    folded = [re.sub(r"[\s_-]+", " ", word.casefold()).strip() or None for word in distinct]
    keys = pd.array(folded, dtype="str").take(codes, allow_fill=True)
    return pd.Series(keys, index=words.index, name=words.name)


def numbered(words: pd.Series, others: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """A number for each name as names are compared, the same on both sides; -1 for a blank."""
    numbers, _ = pd.factorize(pd.concat([match_key(words), match_key(others)]))
    return numbers[: len(words)], numbers[len(words) :]


def without_common_word(needs: pd.DataFrame, shifts: pd.DataFrame) -> str:
    """The column (role or unit) in which needs and rota have no word in common; "" when there is none.

    Where either leaves a cell blank, the rows can meet without a word.
    """
    for column in ("role", "unit"):
        needed, rostered = needs[column], shifts[column]
        named = needed.notna().all() and rostered.notna().all()
        if named and not set(match_key(needed)) & set(match_key(rostered)):
            return column
    return ""


def is_cover(shifts: pd.DataFrame) -> pd.Series:
    """Rota lines that count as cover: a named worker, and not open, cancelled, deleted or unpublished."""
    return shifts["staff_id"].notna() & ~shifts["status"].isin(NOT_COVER)


def has_clock(shifts: pd.DataFrame) -> pd.Series:
    return shifts["attended_from"].notna() | shifts["attended_to"].notna()


def rostered_spans(shifts: pd.DataFrame) -> pd.DataFrame:
    """Planned time of every rota line that is cover, each worker's minutes once."""
    cover = shifts[is_cover(shifts)]
    return _each_minute_once(_spans(cover, cover["starts_at"], cover["ends_at"]))


def may_be_attended(shifts: pd.DataFrame) -> pd.Series:
    """Rota lines whose clocks count: cover, and planned shifts on which somebody without a name clocked.

    Agency workers often clock without an id. Such hours are attended, though nobody was rostered.
    """
    return is_cover(shifts) | (shifts["status"] == "planned")


def attended_spans(shifts: pd.DataFrame) -> pd.DataFrame:
    """Clocked time, each worker's minutes once.

    Where one clock of two is missing the planned time stands in for it.
    """
    clocked = shifts[may_be_attended(shifts) & has_clock(shifts)]
    clocked_in = clocked["attended_from"].fillna(clocked["starts_at"])
    clocked_out = clocked["attended_to"].fillna(clocked["ends_at"])
    return _each_minute_once(_spans(clocked, clocked_in, clocked_out))


def _spans(shifts: pd.DataFrame, starts: pd.Series, ends: pd.Series) -> pd.DataFrame:
    start, end = to_utc_spans(starts, ends)
    spans = shifts.assign(day=shifts["starts_at"].dt.normalize(), start=start, end=end)
    return spans.loc[end > start, list(SPAN_COLUMNS)]


def _each_minute_once(spans: pd.DataFrame) -> pd.DataFrame:
    """A worker's minutes on overlapping shifts belong to the shift that starts first, then the lower id."""
    ordered = spans.sort_values(["staff_id", "starts_at", "shift_id", "start", "end"], ignore_index=True)
    knot = _overlapping_together(ordered)
    if knot.empty:
        return ordered
    alone = ordered.drop(knot.index)
    mended = [_without_overlap(spans) for _, spans in ordered.loc[knot.index].groupby(knot)]
    return pd.concat([alone, *mended], ignore_index=True)


def _overlapping_together(spans: pd.DataFrame) -> pd.Series:
    """Of the spans that overlap another of their worker: a number that those hanging together share."""
    by_start = spans.sort_values(["staff_id", "start"], kind="stable")
    if not _any_overlap(by_start):
        return pd.Series(dtype="int64")
    latest_end = by_start.groupby("staff_id")["end"].cummax()
    earlier_end = latest_end.groupby(by_start["staff_id"]).shift()
    begins = ~(by_start["start"] < earlier_end)
    number = begins.cumsum()
    named = by_start["staff_id"].notna()
    several = number.groupby(number).transform("size") > 1
    return number[several & named].sort_index()


def _any_overlap(by_start: pd.DataFrame) -> bool:
    """True where a span begins before its worker's last one ended: without such, none overlaps any."""
    worker, _ = pd.factorize(by_start["staff_id"])
    start, end = (by_start[name].to_numpy("datetime64[us]") for name in ("start", "end"))
    same = (worker[1:] == worker[:-1]) & (worker[1:] >= 0)
    return bool((same & (start[1:] < end[:-1])).any())


def _without_overlap(spans: pd.DataFrame) -> pd.DataFrame:
    taken: list[tuple[pd.Timestamp, pd.Timestamp]] = []
    kept: list[dict[Hashable, object]] = []
    for span in spans.to_dict("records"):
        for start, end in _free_parts(span["start"], span["end"], taken):
            kept.append(span | {"start": start, "end": end})
        taken.append((span["start"], span["end"]))
    return pd.DataFrame(kept, columns=spans.columns).astype(spans.dtypes.to_dict())


def _free_parts(
    start: pd.Timestamp, end: pd.Timestamp, taken: list[tuple[pd.Timestamp, pd.Timestamp]]
) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    parts = [(start, end)]
    for busy_from, busy_to in taken:
        cut = []
        for part_from, part_to in parts:
            cut.append((part_from, min(part_to, busy_from)))
            cut.append((max(part_from, busy_to), part_to))
        parts = [(first, last) for first, last in cut if first < last]
    return parts


def as_hours(moments: pd.Series) -> np.ndarray:
    """UTC instants as hours since 1970, for arithmetic on many windows and spans at once."""
    return moments.to_numpy("datetime64[us]").astype("int64") / 3.6e9
