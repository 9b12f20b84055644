"""Does one service differ from the provider's others by more than chance?

A funnel plot shows every service's share or rate against how much it rests on, with the limits that
chance alone would keep to: wide for a small service, narrow for a large one. Nothing is ranked
(Spiegelhalter 2005, Statistics in Medicine 24:1185). Where services differ more than chance explains
even without outliers, the limits are widened for it (over-dispersion, Spiegelhalter 2005, QSHC 14:347).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from toolkit.measures.uncertainty import normal_quantile

LEAST_UNITS = 10  # of fewer, neither a spread between services nor a ranking can be spoken of
INNER, OUTER = 0.95, 0.998
WINSORISED = 0.1  # of the z scores, at either end, so that outliers do not widen their own limits
_HALF_TURN = math.pi / 2
Limits = Callable[[float, float], tuple[float, float]]  # of an exposure and a confidence


@dataclass(frozen=True, slots=True)
class Dispersion:
    """How much more services differ than chance explains: phi (1 = chance alone) and tau squared.

    `z` are the z scores, `winsorised` the same with both tails drawn in; `tau2` is None of one service.
    """

    z: np.ndarray
    winsorised: np.ndarray
    phi: float
    tau2: float | None


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """One service: its value, what it rests on, its limits, and whether it stands outside the outer ones."""

    value: float | None
    exposure: float
    low: float | None  # 99.8 %
    high: float | None
    inner_low: float | None  # 95 %
    inner_high: float | None

    @property
    def outside(self) -> str:
        """ "above", "below", or "" for inside; a service without exposure is neither."""
        if self.value is None or self.low is None or self.high is None:
            return ""
        return "above" if self.value > self.high else "below" if self.value < self.low else ""


@dataclass(frozen=True, slots=True)
class Funnel:
    """All services of one figure in one month, in the order given."""

    target: float | None  # of all services together
    points: tuple[FunnelPoint, ...]
    dispersion: Dispersion | None  # None where fewer than ten services could tell
    adjusted: bool


def funnel_of_shares(counts: Sequence[float], totals: Sequence[float]) -> Funnel | None:
    """The funnel of shares (missed care of care planned); None with fewer than ten services that have any.

    Limits are exact binomial ones, or, where services differ more than chance explains, those of the
    arcsine scale widened by tau squared. The target is the share of all together, never a mean of shares.

    >>> even = funnel_of_shares([4, 5, 6] * 4, [100] * 12)
    >>> round(even.target, 2), even.adjusted, {point.outside for point in even.points}
    (0.05, False, {''})
    """
    x, n = np.asarray(counts, dtype=float), np.asarray(totals, dtype=float)
    told = n > 0
    if told.sum() < LEAST_UNITS:
        return None
    target = float(x[told].sum() / n[told].sum())
    spread = share_dispersion(x[told], n[told], target)
    tau2 = spread.tau2 or 0.0

    def limits(total: float, confidence: float) -> tuple[float, float]:
        if tau2 == 0.0:
            return binomial_limits(int(total), target, confidence)
        return widened_share_limits(total, target, tau2, confidence)

    return _funnel(x, n, target, spread, limits)


def funnel_of_rates(events: Sequence[float], exposures: Sequence[float]) -> Funnel | None:
    """The funnel of rates (incidents per resident day); None with fewer than ten services that have any.

    Limits are exact Poisson ones round the rate of all together, or, where services differ more than
    chance explains, those of the square-root scale widened by tau squared and squared back.

    >>> funnel_of_rates([1, 2], [100.0, 100.0]) is None
    True
    """
    x, n = np.asarray(events, dtype=float), np.asarray(exposures, dtype=float)
    told = n > 0
    if told.sum() < LEAST_UNITS:
        return None
    target = float(x[told].sum() / n[told].sum())
    if target == 0.0:
        return _funnel(x, n, target, None, lambda exposure, confidence: (0.0, 0.0))
    spread = ratio_dispersion(x[told], n[told] * target)
    tau2 = spread.tau2 or 0.0

    def limits(exposure: float, confidence: float) -> tuple[float, float]:
        expected = exposure * target
        if tau2 == 0.0:
            low, high = poisson_limits(expected, confidence)
        else:
            low, high = widened_ratio_limits(expected, tau2, confidence)
        return low * target, high * target

    return _funnel(x, n, target, spread, limits)


def _funnel(x: np.ndarray, n: np.ndarray, target: float, spread: Dispersion | None, limits: Limits) -> Funnel:
    points = [
        FunnelPoint(float(count / total), float(total), *limits(total, OUTER), *limits(total, INNER))
        if total > 0
        else FunnelPoint(None, 0.0, None, None, None, None)
        for count, total in zip(x, n, strict=True)
    ]
    return Funnel(target, tuple(points), spread, bool(spread and spread.tau2))


def poisson_limits(expected: float, confidence: float) -> tuple[float, float]:
    """How far a count may lie from what was expected, as a ratio of it, by chance alone (exact).

    >>> low, high = poisson_limits(20, 0.95)
    >>> round(low, 3), round(high, 3)
    (0.611, 1.544)
    """
    from scipy.special import gammaincinv  # a fifth of a second to import, so only where it is used

    tail = (1 - confidence) / 2
    low, high = gammaincinv(expected, tail), gammaincinv(expected + 1, 1 - tail)
    return float(low) / expected, float(high) / expected


def binomial_limits(n: int, target: float, confidence: float) -> tuple[float, float]:
    """How far a share of n may lie from the target by chance alone (exact, interpolated).

    The formula is that of Spiegelhalter 2005, (r - alpha) / n. With a target of 90 % and few records
    the upper limit is 1: nobody can be better.

    >>> low, high = binomial_limits(20, 0.9, 0.95)
    >>> round(low, 3), round(high, 3)
    (0.722, 0.99)
    """
    from scipy.special import bdtr

    at_most = bdtr(np.arange(n + 1), n, target)
    tail = (1 - confidence) / 2

    def limit(p: float) -> float:
        r = int(np.searchsorted(at_most, p))  # the smallest r that at least p of services stay at or below
        before = float(at_most[r - 1]) if r else 0.0
        alpha = (float(at_most[r]) - p) / (float(at_most[r]) - before)
        return min(1.0, max(0.0, (r - alpha) / n))

    return limit(tail), limit(1 - tail)


def share_dispersion(
    counts: np.ndarray, totals: np.ndarray, target: float, winsorised: float = WINSORISED
) -> Dispersion:
    """Over-dispersion of shares, on the arcsine scale: z = 2 sqrt(n) (asin sqrt(p) - asin sqrt(target))."""
    scale = 2 * np.sqrt(totals)
    z = scale * (np.arcsin(np.sqrt(counts / totals)) - math.asin(math.sqrt(target)))
    return _dispersion(z, 1 / scale, winsorised)


def ratio_dispersion(
    observed: np.ndarray, expected: np.ndarray, winsorised: float = WINSORISED
) -> Dispersion:
    """Over-dispersion of observed over expected, on the square-root scale CQC uses.

    z = 2 sqrt(E) (sqrt(O / E) - 1); unlike a logarithm it can take a service without any event.
    """
    scale = 2 * np.sqrt(expected)
    return _dispersion(scale * (np.sqrt(observed / expected) - 1), 1 / scale, winsorised)


def _dispersion(z: np.ndarray, s: np.ndarray, winsorised: float) -> Dispersion:
    """phi = sum of squared winsorised z over I; tau squared additive (DerSimonian & Laird), never below 0."""
    low, high = np.quantile(z, [winsorised, 1 - winsorised])
    drawn_in = np.clip(z, low, high)
    units = len(z)
    phi = float((drawn_in**2).sum() / units)
    if units < 2:
        return Dispersion(z, drawn_in, phi, None)
    weights = 1 / s**2
    room = weights.sum() - (weights**2).sum() / weights.sum()
    return Dispersion(z, drawn_in, phi, max(0.0, float((units * phi - (units - 1)) / room)))


def widened_share_limits(n: float, target: float, tau2: float, confidence: float) -> tuple[float, float]:
    """Limits of a share on the arcsine scale, widened by tau squared; within 0 and 1."""
    reach = normal_quantile(confidence) * math.sqrt(1 / (4 * n) + tau2)
    middle = math.asin(math.sqrt(target))
    low, high = max(0.0, middle - reach), min(_HALF_TURN, middle + reach)
    return math.sin(low) ** 2, math.sin(high) ** 2


def widened_ratio_limits(expected: float, tau2: float, confidence: float) -> tuple[float, float]:
    """Limits of observed over expected on the square-root scale, widened by tau squared, squared back.

    FunnelPlotR 0.6.0 leaves them on the root scale, where they are narrower than chance alone allows.
    """
    reach = normal_quantile(confidence) * math.sqrt(1 / (4 * expected) + tau2)
    return max(0.0, 1 - reach) ** 2, (1 + reach) ** 2


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """The q of each of several p-values: how many of those at or under it are likely to be chance.

    Benjamini & Hochberg 1995, in the order given.

    >>> benjamini_hochberg([0.01, 0.5, 0.02])
    [0.03, 0.5, 0.03]
    """
    p = np.asarray(p_values, dtype=float)
    order = np.argsort(-p, kind="stable")
    ranked = np.minimum.accumulate(p[order] * len(p) / np.arange(len(p), 0, -1))
    found = np.empty(len(p))
    found[order] = np.minimum(ranked, 1.0)
    return [float(q) for q in found]
