"""Names, ids and notes repeat row after row: what is made of a text is made once of each distinct one.

So are groups: rows are told apart by the numbers of their names, not by the names themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd


def each_once(texts: pd.Series, make: Callable[[pd.Series], pd.Series]) -> pd.Series:
    """What `make` gives for a column of texts, asked of the distinct ones only; a blank stays blank.

    `make` must look at each text by itself.

    >>> each_once(pd.Series(["A b", None, "A b"]), lambda texts: texts.str.lower()).tolist()
    ['a b', nan, 'a b']
    """
    codes, distinct = pd.factorize(texts)
    made = make(pd.Series(distinct, dtype=texts.dtype)).array
    placed = made.take(codes, allow_fill=bool((codes < 0).any()))
    return pd.Series(placed, index=texts.index, name=texts.name)


def grouped(rows: pd.DataFrame, names: Sequence[str]) -> tuple[np.ndarray, pd.DataFrame]:
    """The group of each row, as a place among the groups, and what each group has in these columns.

    Groups stand in the order of the columns; a row with a blank in any of them is in none (-1).

    >>> rows = pd.DataFrame({"unit": ["Elm", "Ash", "Elm", None], "shift": ["Night", "Day", "Night", "Day"]})
    >>> places, groups = grouped(rows, ["unit", "shift"])
    >>> places.tolist(), groups["unit"].tolist()
    ([1, 0, 1, -1], ['Ash', 'Elm'])
    """
    number, blank = np.zeros(len(rows), dtype="int64"), np.zeros(len(rows), dtype=bool)
    distinct: dict[str, pd.Index] = {}
    for name in names:
        codes, distinct[name] = pd.factorize(rows[name], sort=True)
        number, blank = number * len(distinct[name]) + codes, blank | (codes < 0)
    found, place = np.unique(number[~blank], return_inverse=True)
    places = np.full(len(rows), -1)
    places[~blank] = place
    columns = {}
    for name in reversed(names):
        found, at = np.divmod(found, max(len(distinct[name]), 1))
        columns[name] = distinct[name].take(at)
    return places, pd.DataFrame({name: columns[name] for name in names})
