"""How far does a figure move from one point to the next, leaving out the odd leap?

A moving range is the distance between two neighbours. Where either is missing there is none: the
neighbours of a gap are not neighbours of each other.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

LEAP = 3.267  # a range of this many mean ranges is a leap, not the usual to and fro


def to_baseline(values: np.ndarray, baseline: ArrayLike | None) -> np.ndarray:
    """Which points set the limits; all of them where nothing is said.

    Raises ValueError when there is not one answer a point.
    """
    if baseline is None:
        return np.ones(len(values), dtype=bool)
    kept = np.asarray(baseline, dtype=bool)
    if len(kept) != len(values):
        raise ValueError(f"{len(values)} points, and {len(kept)} of them in the baseline or not")
    return kept


def moving_ranges(values: ArrayLike, baseline: ArrayLike | None = None) -> np.ndarray:
    """The distance of each point of the baseline from the one before it; missing ones are left out.

    >>> moving_ranges([10, 12, float("nan"), 9, 13]).tolist()
    [2.0, 4.0]
    """
    x = np.asarray(values, dtype=float)
    x = np.where(to_baseline(x, baseline), x, np.nan)
    ranges = np.abs(np.diff(x))
    return ranges[~np.isnan(ranges)]


def screened_mean(ranges: np.ndarray, screen: bool = True) -> float:
    """The mean moving range, in one pass without those of 3.267 means or more; NaN of none.

    One pass only, as NHSRplotthedots does: the ranges left are not screened again.
    """
    if len(ranges) == 0:
        return np.nan
    mean = float(ranges.mean())
    kept = ranges[ranges < LEAP * mean]
    if not screen or len(kept) == 0:  # all equal to 0: nothing is below 3.267 times nothing
        return mean
    return float(kept.mean())
