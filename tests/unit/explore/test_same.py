"""Are two answers called the same only when nobody could tell them apart?"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from toolkit.audits.checks import Check, Figure
from toolkit.explore.same import same

ROWS = {"name": ["a", None], "share": [0.5, float("nan")], "day": pd.to_datetime(["2026-10-01", None])}


def frame(**changed: Any) -> pd.DataFrame:
    return pd.DataFrame({**ROWS, **changed})


@pytest.mark.parametrize(
    "make",
    [
        frame,
        lambda: frame()["name"],
        lambda: frame().index,
        lambda: np.array([0.5, float("nan")]),
        lambda: (Figure("share", float("nan"), "share"), {"a": [date(2026, 10, 1)]}, frozenset({"a", 1})),
        lambda: pd.NaT,
    ],
    ids=["frame", "column", "index", "array", "parts", "no day"],
)
def test_what_was_made_twice_alike_is_the_same(make: Any) -> None:
    assert same(make(), make())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (1, 1.0),
        (0.0, -0.0),
        ((1, 2), [1, 2]),
        ((1, 2), (1, 2, 3)),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ({1}, {True}),
        (Figure("share", 0.5, "share"), Figure("share", 0.6, "share")),
        (frame(), frame(share=[0.5, 0.0])),
        (frame(), frame(name=["a", "None"])),
        (frame(), frame().rename(columns={"share": "part"})),
        (frame(), frame()[["share", "name", "day"]]),
        (frame(), frame().iloc[::-1]),
        (frame(), frame().set_axis([1, 2])),
        (frame(), frame().astype({"share": "float32"})),
        (frame(share=[0.0, 1.0]), frame(share=[-0.0, 1.0])),
        (pd.DataFrame({"a": [[1], (1,)]}), pd.DataFrame({"a": [[1], [1]]})),
        (np.zeros((2, 3)), np.zeros((3, 2))),
        (object(), object()),
        (Figure, Check),
    ],
)
def test_what_can_be_told_apart_is_not_the_same(one: Any, other: Any) -> None:
    assert not same(one, other)
    assert not same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (pd.Index([0.0]), pd.Index([-0.0])),
        (pd.Index([1], dtype=object), pd.Index([True], dtype=object)),
        ({0.0}, {-0.0}),
        (pd.Series(pd.Categorical(["a"], ["a", "b"])), pd.Series(pd.Categorical(["a"], ["b", "a"]))),
    ],
    ids=["zeros", "one and true", "set", "categories"],
)
def test_what_its_docstring_takes_for_the_same_is_the_same(one: Any, other: Any) -> None:
    assert same(one, other)
