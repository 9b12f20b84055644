"""Within what does a figure stay that is no count: a fill rate, a score, a time?

XmR charts judge a value by how far the values before it moved from one to the next. The constants and
the screening are those of NHSRplotthedots 0.2.2, the NHS's reference. Two departures, on purpose: where
the values hardly ever move there are no limits, and a missing point has no neighbours.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from toolkit.measures.charts_over_time.limits import (
    RANGE_PER_SIGMA,
    SIGMAS,
    Limits,
    limits_around,
    ratios,
)
from toolkit.measures.charts_over_time.moving_ranges import (
    LEAP,
    moving_ranges,
    screened_mean,
    to_baseline,
)

XMR_REACH = 2.66  # 3 / 1.128, as NHSRplotthedots rounds it


def xmr_limits(values: ArrayLike, baseline: ArrayLike | None = None, screen: bool = True) -> Limits:
    """Limits of single values (XmR chart): mean +/- 2.66 mean moving ranges, leaps left out once.

    No limits (NaN) where the mean range is 0 or more than half of the ranges are 0: of eleven 0s and
    a 1 the only range would be left out as a leap, both limits would lie on the mean, and every month
    would be a signal. Limits may lie outside what is possible; nothing can then be a signal there.

    >>> limits = xmr_limits([3, 5, 4])
    >>> round(float(limits.low[0]), 2), float(limits.centre[0]), round(float(limits.high[0]), 2)
    (0.01, 4.0, 7.99)
    >>> float(xmr_limits([0] * 11 + [1]).high[0])
    nan
    """
    return _individual(values, baseline, screen, XMR_REACH)


def i_limits(values: ArrayLike, baseline: ArrayLike | None = None, screen: bool = True) -> Limits:
    """The same limits with the constant unrounded, mean +/- 3 / 1.128 mean ranges (Montgomery's I chart)."""
    return _individual(values, baseline, screen, SIGMAS / RANGE_PER_SIGMA)


def mr_limits(values: ArrayLike, baseline: ArrayLike | None = None) -> Limits:
    """Limits of the moving ranges themselves (MR chart): 0 to 3.267 mean ranges; sigma is not theirs.

    >>> round(float(mr_limits([1, 3, 2, 5]).high[0]), 3)
    6.534
    """
    x = np.asarray(values, dtype=float)
    mean = screened_mean(moving_ranges(x, baseline), screen=False)
    full = np.full(len(x), 1.0)
    return Limits(mean * full, 0 * full, LEAP * mean * full, np.nan * full)


def weighted_i_limits(counts: ArrayLike, totals: ArrayLike, baseline: ArrayLike | None = None) -> Limits:
    """Limits of rates judged by how they moved, months with more exposure counting more (I' chart).

    Taylor 2018: each range is scaled by sqrt(pi / 2) / sqrt(1 / n + 1 / n before), and sigma of a
    point is the mean of them over sqrt(n).

    >>> bool(weighted_i_limits([3, 5, 4], [100, 100, 400]).sigma[2] < 1)
    True
    """
    x, n = np.asarray(counts, dtype=float), np.asarray(totals, dtype=float)
    y, kept = ratios(x, n), to_baseline(x, baseline)
    usable = kept & ~np.isnan(y)
    centre = x[usable].sum() / n[usable].sum() if usable.any() else np.nan
    with np.errstate(divide="ignore", invalid="ignore"):
        steps = math.sqrt(math.pi / 2) * np.abs(np.diff(y)) / np.sqrt(1 / n[:-1] + 1 / n[1:])
        steps = steps[usable[:-1] & usable[1:]]
        sigma = screened_mean(steps) / np.sqrt(np.where(n > 0, n, np.nan))
    return limits_around(np.full(len(x), centre), sigma)


def _individual(values: ArrayLike, baseline: ArrayLike | None, screen: bool, reach: float) -> Limits:
    x = np.asarray(values, dtype=float)
    known = x[to_baseline(x, baseline) & ~np.isnan(x)]
    centre = math.fsum(known) / len(known) if len(known) else np.nan
    ranges = moving_ranges(x, baseline)
    mean = screened_mean(ranges, screen)
    hardly_moves = len(ranges) > 0 and np.count_nonzero(ranges == 0) * 2 > len(ranges)
    if hardly_moves or not mean > 0:
        mean = np.nan
    spread = np.full(len(x), reach * mean)
    return Limits(np.full(len(x), centre), centre - spread, centre + spread, spread / SIGMAS)
