"""How long does it usually last from one rare event to the next?

With fewer than about three events a month a chart of counts says nothing: most months are 0, and any
event looks like an alarm. What is charted instead is the gap before each event, in opportunities (visits
between missed visits: g) or in days (t). Longer is better. The gap that is still running is not a
point, for it has not ended; it is shown as "at least" and held against the upper limit.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from toolkit.measures.charts_over_time.individuals import i_limits
from toolkit.measures.charts_over_time.limits import Limits
from toolkit.measures.charts_over_time.moving_ranges import to_baseline

WEIBULL = 3.6  # gaps of a Poisson process to the power 1 / 3.6 are nearly normal (Nelson 1994)


def g_limits(gaps: ArrayLike, baseline: ArrayLike | None = None) -> Limits:
    """Limits of the opportunities between events (g chart): up to m + 3 sqrt(m (m + 1)), m the mean gap.

    Gaps are counted from 0, events in a row. The centre line is the median, for gaps are far from
    symmetric about their mean. Gaps have no near limits: sigma is NaN.

    >>> limits = g_limits([12, 45, 3, 88, 20, 7])
    >>> float(limits.centre[0]), float(limits.low[0]), round(float(limits.high[0]), 1)
    (16.0, 0.0, 118.2)
    """
    x = np.asarray(gaps, dtype=float)
    known = x[to_baseline(x, baseline) & ~np.isnan(x)]
    full = np.full(len(x), 1.0)
    if len(known) == 0:
        return Limits(np.nan * full, np.nan * full, np.nan * full, np.nan * full)
    mean = math.fsum(known) / len(known)
    high = mean + 3 * math.sqrt(mean * (mean + 1))
    return Limits(float(np.median(known)) * full, 0 * full, high * full, np.nan * full)


def t_limits(days: ArrayLike, baseline: ArrayLike | None = None) -> Limits:
    """Limits of the days between events (t chart): an I chart of days^(1/3.6), turned back; from 0.

    Two events on one day make a gap of 0, which the power cannot hold: no limits (NaN). Chart hours
    or opportunities then.

    >>> float(t_limits([3, 14, 0, 27]).high[0])
    nan
    """
    x = np.asarray(days, dtype=float)
    if np.any(x[to_baseline(x, baseline) & ~np.isnan(x)] <= 0):
        nothing = np.full(len(x), np.nan)
        return Limits(nothing, nothing, nothing, nothing)
    powered = i_limits(np.where(x > 0, x, np.nan) ** (1 / WEIBULL), baseline)
    low = np.where(powered.low > 0, powered.low, 0) + 0 * powered.low
    return Limits(powered.centre**WEIBULL, low**WEIBULL, powered.high**WEIBULL, np.full(len(x), np.nan))
