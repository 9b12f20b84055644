"""Which points are more than chance?

The four rules of the NHS's Making Data Count, pinned to NHSRplotthedots 0.2.2. In the order in which
they name a point: beyond a limit; a trend (7 points, each strictly above or below the one before); two
of three in the outer third of one side; a run (7 points strictly on one side of the centre). All points
of a trend and of a run are marked; of two of three only those in the outer third. The Excel tool of the
NHS lets 7 be 6, and so does `run_length`.

A point on the line, a tie or a missing point breaks what it stands in. Where there are no limits there
is no signal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from toolkit.measures.charts_over_time.limits import Limits

Signal = Literal[
    "above_limit", "below_limit", "rising", "falling",
    "two_of_three_above", "two_of_three_below", "run_above", "run_below",
]  # fmt: skip
RunLength = Literal[6, 7]

UPWARDS: frozenset[Signal] = frozenset({"above_limit", "rising", "two_of_three_above", "run_above"})

_ROUNDING = 1e-12  # nearer to a line than this, relative to its height, a point lies on it


@dataclass(frozen=True, slots=True)
class Marks:
    """Of each point: its side of the centre (-1, 0, 1), beyond a limit, in the outer third, its signal.

    None where it cannot be told: a missing point, or no limits.
    """

    side: tuple[int | None, ...]
    outside: tuple[bool | None, ...]
    near: tuple[bool | None, ...]
    signal: tuple[Signal | None, ...]


def mark_points(values: np.ndarray, limits: Limits, run_length: RunLength = 7) -> Marks:
    """Mark the points of one chart, in the order of time, between two rebases.

    Raises ValueError for a run length other than 6 and 7.

    >>> from toolkit.measures.charts_over_time.individuals import xmr_limits
    >>> values = np.array([9.0, 11, 9, 11, 9, 11, 9, 11, 9, 11, 9, 11, 17])
    >>> mark_points(values, xmr_limits(values, [True] * 12 + [False])).signal[-1]
    'above_limit'
    """
    if run_length not in (6, 7):
        raise ValueError(f"the NHS rules take runs of 6 or of 7 points, not of {run_length}")
    side = sides(values, limits.centre)
    above, below = _beyond(values, limits.low, limits.high)
    near_above, near_below = _beyond(values, limits.near_low, limits.near_high)
    known = [s is not None and lim for s, lim in zip(side, ~np.isnan(limits.high), strict=True)]
    outside = [bool(a or b) if k else None for a, b, k in zip(above, below, known, strict=True)]
    near = [bool((a or b) and not o) if k else None
            for a, b, o, k in zip(near_above, near_below, outside, known, strict=True)]  # fmt: skip
    signal: list[Signal | None] = [None] * len(side)
    if any(known):
        for at, direction in _members(ends_run(side, run_length), run_length):
            signal[at] = "run_above" if direction > 0 else "run_below"
        for at, flagged in enumerate(two_of_three(near, side)[1]):
            if flagged:
                signal[at] = "two_of_three_above" if side[at] == 1 else "two_of_three_below"
        for at, direction in _members(ends_trend(values, run_length), run_length):
            signal[at] = "rising" if direction > 0 else "falling"
        for at, beyond in enumerate(outside):
            if beyond:
                signal[at] = "above_limit" if above[at] else "below_limit"
    return Marks(tuple(side), tuple(outside), tuple(near), tuple(signal))


def sides(values: np.ndarray, centre: np.ndarray) -> list[int | None]:
    """On which side of the centre line each point lies: 1 above, -1 below, 0 on it, None unknown."""
    away = values - centre
    on_line = np.abs(away) <= _rounding(centre)
    return [None if np.isnan(a) else 0 if on else int(np.sign(a))
            for a, on in zip(away, on_line, strict=True)]  # fmt: skip


def ends_run(side: Sequence[int | None], run_length: int = 7) -> list[int]:
    """Where a run on one side ends: that side at each point with `run_length` points up to it there.

    >>> ends_run([1, 1, 1, 1, 1, 1, 1, 0])
    [0, 0, 0, 0, 0, 0, 1, 0]
    """
    ends = []
    for at in range(len(side)):
        window = set(side[max(at - run_length + 1, 0) : at + 1])
        whole = at + 1 >= run_length and len(window) == 1 and side[at]
        ends.append(side[at] or 0 if whole else 0)
    return ends


def ends_trend(values: Sequence[float] | np.ndarray, run_length: int = 7) -> list[int]:
    """Where a trend ends: 1 (rising) or -1 at each point that closes `run_length` points in a row.

    >>> ends_trend([1, 2, 3, 4, 5, 6, 7])[-1], ends_trend([1, 2, 3, 3, 4, 5, 6])[-1]
    (1, 0)
    """
    steps = np.sign(np.diff(np.asarray(values, dtype=float)))
    ends = []
    for at in range(len(values)):
        window = set(steps[max(at - run_length + 1, 0) : at].tolist())
        whole = at + 1 >= run_length and window in ({1.0}, {-1.0})
        ends.append(int(window.pop()) if whole else 0)
    return ends


def two_of_three(near: Sequence[bool | None],
                 side: Sequence[int | None]) -> tuple[list[bool], list[bool]]:  # fmt: skip
    """Which points stand in a window of three with two in the outer third, and which of them are those.

    All three must lie on one side (NHSRplotthedots issues 143, 153 and 194).

    >>> two_of_three([True, False, True], [1, 1, 1])[1]
    [True, False, True]
    >>> two_of_three([True, False, True], [1, -1, 1])[1]
    [False, False, False]
    """
    inside = [False] * len(side)
    for first in range(len(side) - 2):
        window = slice(first, first + 3)
        same_side = set(side[window]) in ({1}, {-1})
        if same_side and sum(bool(one) for one in near[window]) >= 2:
            inside[window] = [True] * 3
    return inside, [bool(within and one) for within, one in zip(inside, near, strict=True)]


def _members(ends: list[int], run_length: int) -> list[tuple[int, int]]:
    """The points of every run that ends somewhere; where two meet the later one names the point."""
    return [(at, direction) for end, direction in enumerate(ends) if direction
            for at in range(end - run_length + 1, end + 1)]  # fmt: skip


def _beyond(values: np.ndarray, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    with np.errstate(invalid="ignore"):
        return values > high + _rounding(high), values < low - _rounding(low)


def _rounding(line: np.ndarray) -> np.ndarray:
    return _ROUNDING * np.maximum(1, np.abs(line))
