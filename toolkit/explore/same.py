"""Is what was worked out anew, to the last cell, what was there before?

Where it is, nothing that was made of it has to be made again. So "the same" is strict: the same types,
the same order, the same bits of every number in a cell. What this module does not know is never the same.

Three things it takes for the same, though they could be told apart: names of rows or columns (an index)
that are equal, as 0.0 and -0.0 or, among objects, 1 and True; members of a set that are equal and of one
type; and categories without an order that are listed in another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time, timedelta
from enum import Enum
from functools import cache
from itertools import starmap
from typing import Any

import numpy as np
import pandas as pd

_WORDS = frozenset({str, int, bool})  # by far the most of what is compared
_PLAIN = (str, bytes, int, date, time, timedelta, Enum, type(None), np.integer, np.bool_)


def same(one: Any, other: Any) -> bool:
    """True where the two hold the same, but for the three things said above.

    >>> same((1, [pd.Series([0.5, float("nan")])]), (1, [pd.Series([0.5, float("nan")])]))
    True
    >>> same(1, True), same(0.0, -0.0), same({"a": 1, "b": 2}, {"b": 2, "a": 1})
    (False, False, False)
    >>> same(pd.Index([0.0]), pd.Index([-0.0]))
    True
    """
    if one is other:
        return True
    kind = type(one)
    if kind is not type(other):
        return False
    if kind in _WORDS:
        return bool(one == other)
    if names := _names_of(kind):  # type: ignore[arg-type]  # a type can be hashed
        return all(same(getattr(one, name), getattr(other, name)) for name in names)
    if isinstance(one, _PLAIN):
        return bool(one == other)
    if isinstance(one, float | np.floating):
        return repr(one) == repr(other)
    if isinstance(one, pd.DataFrame | pd.Series | pd.Index | np.ndarray):
        return _same_cells(one, other)
    return _same_parts(one, other)


def _same_parts(one: Any, other: Any) -> bool:
    if isinstance(one, tuple | list):
        return len(one) == len(other) and all(starmap(same, zip(one, other, strict=True)))
    if isinstance(one, Mapping):
        return same(list(one), list(other)) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, set | frozenset):
        return len(one) == len(other) and one == other and _kinds(one) == _kinds(other)
    # A dataclass with parts was asked for them before.
    return is_dataclass(one) and not isinstance(one, type)


@cache
def _names_of(kind: type) -> tuple[str, ...]:
    """What a dataclass is made of; of any other type, nothing."""
    return tuple(part.name for part in fields(kind)) if is_dataclass(kind) else ()


def _kinds(members: set[Any] | frozenset[Any]) -> set[tuple[type, Any]]:
    return {(type(member), member) for member in members}


def _same_cells(one: Any, other: Any) -> bool:
    if isinstance(one, pd.DataFrame):
        if not (one.index.identical(other.index) and one.columns.identical(other.columns)):
            return False
        # What an audit makes of rows stands behind what it was given: differences are met there first.
        places = range(one.shape[1] - 1, -1, -1)
        return all(_same_array(one.iloc[:, at].array, other.iloc[:, at].array) for at in places)
    if isinstance(one, pd.Series):
        named = same(one.name, other.name) and one.index.identical(other.index)
        return named and _same_array(one.array, other.array)
    if isinstance(one, pd.Index):
        return bool(one.identical(other))
    return one.shape == other.shape and _same_array(one, other)


def _same_array(one: Any, other: Any) -> bool:
    """The same cells in the same order; `one` and `other` are arrays of numpy or of pandas."""
    if one is other:
        return True
    if type(one) is not type(other) or one.dtype != other.dtype or len(one) != len(other):
        return False
    if isinstance(one, pd.arrays.NumpyExtensionArray):
        one, other = one.to_numpy(), other.to_numpy()
    if one.dtype == object:
        return all(starmap(same, zip(one.tolist(), other.tolist(), strict=True)))
    if isinstance(one.dtype, np.dtype):
        return np.asarray(one).tobytes() == np.asarray(other).tobytes()
    return bool(one.equals(other))
