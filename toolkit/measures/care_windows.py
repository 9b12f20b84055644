"""Which window does a row of care belong to?"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from toolkit.clock import to_utc
from toolkit.measures.spans import match_key


def match_windows(rows: pd.DataFrame, windows: pd.DataFrame) -> pd.Series:
    """The window each row belongs to, as a position in `windows`; -1 where there is none.

    The window of its unit (blank on either side = any) that contains due_at (start included, end
    not); of several the one that started last, of these the one that names the row's own unit. When
    the last to start are of different units the row could belong to any of them: none.
    """
    found = np.full(len(rows), -1)
    if not len(windows) or not len(rows):
        return pd.Series(found, index=rows.index)
    due = to_utc(rows["due_at"]).to_numpy("datetime64[us]")
    row_unit, window_unit = match_key(rows["unit"]), match_key(windows["unit"])
    for unit in _units(row_unit):
        chosen = np.flatnonzero(row_unit.isna() if unit is None else row_unit == unit)
        fits = np.ones(len(windows), dtype=bool)
        if unit is not None:
            fits = (window_unit.isna() | (window_unit == unit)).to_numpy(dtype=bool)
        found[chosen] = _last_started(due[chosen], unit or "", windows[fits], np.flatnonzero(fits))
    return pd.Series(found, index=rows.index)


def _units(units: pd.Series) -> Iterable[str | None]:
    yield from sorted(units.dropna().unique())
    if units.isna().any():
        yield None


def _last_started(due: np.ndarray, unit: str, windows: pd.DataFrame, positions: np.ndarray) -> np.ndarray:
    """Windows in the order of their start; a row goes to the last that contains it."""
    if windows.empty:  # the row names a unit that no need is for
        return np.full(len(due), -1)
    in_order = np.argsort(due, kind="stable")
    due = due[in_order]
    found = np.full(len(due), -1)
    tied = np.zeros(len(due), dtype=bool)
    units = match_key(windows["unit"]).fillna("").to_numpy()
    starts, ends = windows["start"].to_numpy("datetime64[us]"), windows["end"].to_numpy("datetime64[us]")
    own = units == unit
    first, last = np.searchsorted(due, starts), np.searchsorted(due, ends)
    for at in np.lexsort((windows["shift_name"].to_numpy().astype(str), ~own, starts)):
        inside = slice(first[at], max(first[at], last[at]))
        before = found[inside]
        beside = (before >= 0) & (starts[before] == starts[at])
        if not beside.any():
            found[inside], tied[inside] = at, False
            continue
        tied[inside] = beside & (tied[inside] | (~own[before] & (units[before] != units[at])))
        found[inside] = np.where(beside, before, at)
    placed = np.full(len(due), -1)
    placed[in_order] = np.where((found < 0) | tied, -1, positions[found])
    return placed
