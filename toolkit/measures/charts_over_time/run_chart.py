"""Does a figure change, when there are too few points for limits?

A run chart needs no limits: only on which side of the middle each point lies. The rules are those of
Anhøj and Olesen (2014): a run that is unusually long, or a line crossed unusually seldom.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import ArrayLike

from toolkit.measures.charts_over_time.rules import sides

_CROSSINGS_BY_CHANCE = 0.05  # so seldom or more seldom in one series of twenty


@dataclass(frozen=True, slots=True)
class RunChart:
    """The middle, the longest run on one side of it and how often the line crosses it.

    `useful` counts the points that do not lie on the line; with none of them nothing is judged.
    """

    centre: float | None
    useful: int
    longest_run: int | None
    longest_run_max: int | None
    crossings: int | None
    crossings_min: int | None

    @property
    def signal(self) -> bool:
        """Is a run too long, or the line crossed too seldom, for chance?"""
        if None in (self.longest_run, self.longest_run_max, self.crossings, self.crossings_min):
            return False
        return self.longest_run > self.longest_run_max or self.crossings < self.crossings_min  # type: ignore[operator]


def run_chart(values: ArrayLike, centre: ArrayLike | None = None) -> RunChart:
    """Judge a series by its runs about its median, or about another centre line (Anhøj's rules).

    Points on the line and missing ones are passed over. Longest run: more than log2(n) + 3, rounded.
    Crossings: fewer than the 5 % point of chance, qbinom(0.05, n - 1, 0.5).

    >>> found = run_chart([1, 2, 1, 2, 1, 2, 8, 9, 8, 9, 8, 9])
    >>> found.longest_run, found.crossings, found.crossings_min, found.signal
    (6, 1, 3, True)
    >>> run_chart([4] * 12).signal
    False
    """
    x = np.asarray(values, dtype=float)
    known = x[~np.isnan(x)]
    if centre is None:
        centre = float(np.median(known)) if len(known) else np.nan
    line = np.broadcast_to(np.asarray(centre, dtype=float), x.shape)
    useful = [side for side in sides(x, line) if side]
    middle = float(line[-1]) if len(line) and not np.isnan(line[-1]) else None
    if not useful:
        return RunChart(middle, 0, None, None, None, None)
    runs = [len(list(run)) for _, run in groupby(useful)]
    return RunChart(
        centre=middle,
        useful=len(useful),
        longest_run=max(runs),
        longest_run_max=round(math.log2(len(useful)) + 3),
        crossings=len(runs) - 1,
        crossings_min=_least_crossings(len(useful) - 1),
    )


def autocorrelation(values: ArrayLike, lag: int = 1) -> float | None:
    """How much a point resembles the one before it (or `lag` before): r of the series with itself.

    None without any movement. Pairs with a missing point are left out.

    >>> round(autocorrelation([1, 2, 3, 4, 5, 6]), 2)
    0.5
    """
    x = np.asarray(values, dtype=float)
    if len(x) == 0 or np.isnan(x).all():
        return None
    away = x - np.nanmean(x)
    total = np.nansum(away * away)
    return float(np.nansum(away[:-lag] * away[lag:]) / total) if total > 0 else None


def is_autocorrelated(values: ArrayLike) -> bool | None:
    """Do neighbours resemble each other more than chance: r1 > 2 / sqrt(n)? Limits are then too narrow.

    >>> is_autocorrelated([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), is_autocorrelated([5, 5])
    (True, None)
    """
    r = autocorrelation(values)
    known = int(np.count_nonzero(~np.isnan(np.asarray(values, dtype=float))))
    return None if r is None else r > 2 / math.sqrt(known)


def _least_crossings(chances: int) -> int:
    """The fewest crossings that chance alone still gives in more than one series of twenty."""
    below, least = math.comb(chances, 0), 0
    while below < _CROSSINGS_BY_CHANCE * 2**chances:
        least += 1
        below += math.comb(chances, least)
    return least
