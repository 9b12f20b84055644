"""Names, ids and notes repeat row after row: what is made of a text is made once of each distinct one."""

from __future__ import annotations

from collections.abc import Callable

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
