"""Does a figure move more from week to week than chance moves it?

For now the limits of shares (p charts); the other charts come with the oversight audit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class Limits:
    """The centre line and the three-sigma limits of each point; NaN where there is nothing to count."""

    centre: np.ndarray
    low: np.ndarray
    high: np.ndarray


def p_limits(counts: ArrayLike, totals: ArrayLike) -> Limits:
    """Limits of shares with changing denominators (p chart): p +/- 3 sqrt(p (1 - p) / n), within 0 and 1.

    The centre is the share of all points together, never the mean of shares (Montgomery, ch. 7).

    >>> limits = p_limits([5, 0, 8, 10, 3], [10, 4, 8, 10, 6])
    >>> round(float(limits.centre[0]), 4), round(float(limits.low[0]), 4), float(limits.high[0])
    (0.6842, 0.2432, 1.0)
    """
    x, n = np.asarray(counts, dtype=float), np.asarray(totals, dtype=float)
    centre = x.sum() / n.sum() if n.sum() > 0 else np.nan
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = 3 * np.sqrt(centre * (1 - centre) / np.where(n > 0, n, np.nan))
    return Limits(np.full(len(x), centre), np.clip(centre - spread, 0, 1), np.clip(centre + spread, 0, 1))
