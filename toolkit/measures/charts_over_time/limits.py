"""Within what does a count, a rate or a share stay by chance alone?

Every function takes the points in the order of time and gives the centre line and the three-sigma
limits of each point. `baseline` says which points set them (all, if it is left out): a point is not to
be judged by limits it helped to set. A point without exposure has no limits, NaN, never 0. Limits stay
within what is possible; two thirds of the way to them (the near limits) are taken before that.

Formulas: Montgomery, Introduction to Statistical Quality Control, ch. 7; Laney 2002 for the wider ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from toolkit.measures.charts_over_time.moving_ranges import moving_ranges, screened_mean, to_baseline

SIGMAS = 3
RANGE_PER_SIGMA = 1.128  # d2: the mean range of two values that differ by chance, in sigmas


@dataclass(frozen=True, slots=True)
class Limits:
    """The centre line, the limits and sigma of each point; NaN where there is nothing to count."""

    centre: np.ndarray
    low: np.ndarray
    high: np.ndarray
    sigma: np.ndarray

    @property
    def near_low(self) -> np.ndarray:
        """Two thirds of the way to the lower limit; below it begins the outer third."""
        return self.centre - 2 * self.sigma

    @property
    def near_high(self) -> np.ndarray:
        return self.centre + 2 * self.sigma


def limits_around(centre: np.ndarray, sigma: np.ndarray,
                  floor: float = -np.inf, ceiling: float = np.inf) -> Limits:  # fmt: skip
    """Three sigmas on both sides of a centre line, within what is possible."""
    low, high = centre - SIGMAS * sigma, centre + SIGMAS * sigma
    return Limits(centre, np.clip(low, floor, ceiling), np.clip(high, floor, ceiling), sigma)


def c_limits(counts: ArrayLike, baseline: ArrayLike | None = None) -> Limits:
    """Limits of counts from equal months (c chart): c +/- 3 sqrt(c), not below 0.

    For a mean of about 3 or more; for fewer the days between are charted (`t_limits`).

    >>> limits = c_limits([4, 4, 4, 4])
    >>> float(limits.centre[0]), float(limits.low[0]), float(limits.high[0])
    (4.0, 0.0, 10.0)
    """
    x = np.asarray(counts, dtype=float)
    kept = to_baseline(x, baseline) & ~np.isnan(x)
    centre = x[kept].sum() / kept.sum() if kept.any() else np.nan
    return limits_around(np.full(len(x), centre), np.full(len(x), np.sqrt(centre)), floor=0)


def u_limits(counts: ArrayLike, exposures: ArrayLike, baseline: ArrayLike | None = None) -> Limits:
    """Limits of rates with changing exposure (u chart): u +/- 3 sqrt(u / n), not below 0.

    The centre is all events over all exposure, never the mean of rates.

    >>> float(u_limits([3, 0, 5], [100, 0, 100]).high[1])   # a month without exposure has none
    nan
    """
    x, n, centre = _centre(counts, exposures, baseline)
    with np.errstate(divide="ignore", invalid="ignore"):
        sigma = np.sqrt(centre / np.where(n > 0, n, np.nan))
    return limits_around(np.full(len(x), centre), sigma, floor=0)


def p_limits(counts: ArrayLike, totals: ArrayLike, baseline: ArrayLike | None = None) -> Limits:
    """Limits of shares with changing denominators (p chart): p +/- 3 sqrt(p (1 - p) / n), within 0 and 1.

    The centre is the share of all points together, never the mean of shares (Montgomery, ch. 7).

    >>> limits = p_limits([5, 0, 8, 10, 3], [10, 4, 8, 10, 6])
    >>> round(float(limits.centre[0]), 4), round(float(limits.low[0]), 4), float(limits.high[0])
    (0.6842, 0.2432, 1.0)
    """
    x, n, centre = _centre(counts, totals, baseline)
    with np.errstate(divide="ignore", invalid="ignore"):
        sigma = np.sqrt(centre * (1 - centre) / np.where(n > 0, n, np.nan))
    return limits_around(np.full(len(x), centre), sigma, floor=0, ceiling=1)


def over_dispersion(values: ArrayLike, limits: Limits, baseline: ArrayLike | None = None) -> float:
    """How many times as wide as chance alone the points spread from one to the next (Laney's sigma_z).

    About 1 where chance is all; from 1.2 limits of chance alone would flag what is usual here. NaN
    where fewer than two neighbouring points can say.

    >>> counts, totals = [12, 8, 6, 9, 30], [100, 80, 80, 100, 110]
    >>> shares = [x / n for x, n in zip(counts, totals)]
    >>> over_dispersion(shares, p_limits(counts, totals)) > 1.2
    True
    """
    y = np.asarray(values, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(limits.sigma > 0, (y - limits.centre) / limits.sigma, np.nan)
    ranges = moving_ranges(z, to_baseline(y, baseline))
    return screened_mean(ranges) / RANGE_PER_SIGMA


def laney_u_limits(counts: ArrayLike, exposures: ArrayLike, baseline: ArrayLike | None = None) -> Limits:
    """Limits of rates that vary more than chance (Laney's u' chart): those of `u_limits` times sigma_z."""
    x, n = np.asarray(counts, dtype=float), np.asarray(exposures, dtype=float)
    chance = u_limits(x, n, baseline)
    return limits_around(
        chance.centre, chance.sigma * over_dispersion(ratios(x, n), chance, baseline), floor=0
    )


def laney_p_limits(counts: ArrayLike, totals: ArrayLike, baseline: ArrayLike | None = None) -> Limits:
    """Limits of shares that vary more than chance (Laney's p' chart): those of `p_limits` times sigma_z."""
    x, n = np.asarray(counts, dtype=float), np.asarray(totals, dtype=float)
    chance = p_limits(x, n, baseline)
    wider = chance.sigma * over_dispersion(ratios(x, n), chance, baseline)
    return limits_around(chance.centre, wider, floor=0, ceiling=1)


def ratios(counts: ArrayLike, totals: ArrayLike) -> np.ndarray:
    """Each count over its total; NaN where there is no total: nothing of nothing is not 0."""
    x, n = np.asarray(counts, dtype=float), np.asarray(totals, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(n > 0, x / n, np.nan)


def _centre(counts: ArrayLike, totals: ArrayLike,
            baseline: ArrayLike | None) -> tuple[np.ndarray, np.ndarray, float]:  # fmt: skip
    x, n = np.asarray(counts, dtype=float), np.asarray(totals, dtype=float)
    kept = to_baseline(x, baseline) & ~np.isnan(x) & (n > 0)
    total = n[kept].sum()
    return x, n, float(x[kept].sum() / total) if total > 0 else np.nan
