"""How sure can we be of a share, a rate, or a comparison of two rates?

Every interval of a share, a rate or a ratio is computed here, so that one share never carries two
(`survival.py` has those of a share done by a day, some of it still open). None always means *not
estimable* and is never written as 0. Proportions are Wilson's, counts Garwood's or Byar's, ratios of two
rates conditional exact; `statistics.md` in the design says why these.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import NormalDist

_BYAR_FROM = 10  # OHID technical guidance: exact limits below ten events, Byar's from ten


@dataclass(frozen=True, slots=True)
class Interval:
    """The two limits of an interval; a limit that cannot be estimated is None."""

    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class RatioEstimate:
    """How many times as high one rate is as another, with its limits.

    Nothing in the other arm leaves the ratio and its upper limit without a value, while the lower
    limit still says something: 5 events in 300 hours against 0 in 700 is at least 2.1 times as high.
    """

    ratio: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """How much higher one share is than another, with its limits."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Stratum:
    """Events and exposure of both arms among like and like: one unit and shift, one band of need."""

    events_a: float
    exposure_a: float
    events_b: float
    exposure_b: float

    @property
    def exposure(self) -> float:
        return self.exposure_a + self.exposure_b


@dataclass(frozen=True, slots=True)
class StratifiedRatio:
    """A rate ratio weighed over strata, and the test that it is 1."""

    ratio: float | None
    low: float | None
    high: float | None
    se_log: float | None
    chi_squared: float | None
    p: float | None


@dataclass(frozen=True, slots=True)
class Homogeneity:
    """Do the strata tell one story? A small p says that one ratio hides different ones."""

    q: float | None
    degrees: int | None
    p: float | None
    inverse_variance_ratio: float | None


_NO_INTERVAL = Interval(None, None)
_NO_RATIO = RatioEstimate(None, None, None)


def wilson(count: float | None, n: float, confidence: float = 0.95) -> Interval:
    """Limits of a share: `count` of `n` records (Wilson 1927, without continuity correction).

    Nothing out of nothing, or an unknown count, has no interval. Weighted counts need not be whole.

    >>> limits = wilson(9, 10)
    >>> round(limits.low, 3), round(limits.high, 3)
    (0.596, 0.982)
    >>> wilson(0, 0)
    Interval(low=None, high=None)
    """
    if count is None or n == 0:
        return _NO_INTERVAL
    _check_part(count, n)
    z = normal_quantile(confidence)
    middle = 2 * count + z * z
    spread = z * math.sqrt(z * z + 4 * count * (1 - count / n))
    low = 0.0 if count == 0 else (middle - spread) / (2 * (n + z * z))
    high = 1.0 if count == n else (middle + spread) / (2 * (n + z * z))
    return Interval(low, high)


def clopper_pearson(count: int | None, n: int, confidence: float = 0.95) -> Interval:
    """Exact limits of a share, never too narrow and often wider than need be.

    >>> clopper_pearson(0, 20).low
    0.0
    """
    from scipy.special import betaincinv  # a fifth of a second to import, so only where it is used

    if count is None or n == 0:
        return _NO_INTERVAL
    _check_part(count, n)
    tail = (1 - confidence) / 2
    low = 0.0 if count == 0 else float(betaincinv(count, n - count + 1, tail))
    high = 1.0 if count == n else 1 - float(betaincinv(n - count, count + 1, tail))
    return Interval(low, high)


def exact_rate(count: float | None, exposure: float = 1.0, confidence: float = 0.95) -> Interval:
    """Exact limits of a count over its exposure (Garwood 1936), in events per unit of exposure.

    >>> round(exact_rate(0).high, 3)
    3.689
    """
    from scipy.special import gammaincinv

    if count is None or exposure == 0:
        return _NO_INTERVAL
    _check_amounts(count, exposure)
    tail = (1 - confidence) / 2
    low = 0.0 if count == 0 else float(gammaincinv(count, tail))
    return Interval(low / exposure, float(gammaincinv(count + 1, 1 - tail)) / exposure)


def byar_rate(count: float | None, exposure: float = 1.0, confidence: float = 0.95) -> Interval:
    """Byar's limits of a count over its exposure, as Breslow & Day 1987 and OHID write them.

    The form with half an event added on both sides (Rothman & Boice; R's epitools) is another one.

    >>> limits = byar_rate(10)
    >>> round(limits.low, 2), round(limits.high, 2)
    (4.79, 18.39)
    """
    if count is None or exposure == 0:
        return _NO_INTERVAL
    _check_amounts(count, exposure)
    z = normal_quantile(confidence)
    above = count + 1
    low = 0.0 if count == 0 else count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3
    high = above * (1 - 1 / (9 * above) + z / (3 * math.sqrt(above))) ** 3
    return Interval(max(low, 0.0) / exposure, high / exposure)


def rate_interval(count: float | None, exposure: float = 1.0, confidence: float = 0.95) -> Interval:
    """Limits of a rate by OHID's rule: exact with fewer than ten events, Byar's from ten.

    >>> rate_interval(9) == exact_rate(9), rate_interval(10) == byar_rate(10)
    (True, True)
    """
    if count is not None and count >= _BYAR_FROM:
        return byar_rate(count, exposure, confidence)
    return exact_rate(count, exposure, confidence)


def rate_ratio(events_a: int, exposure_a: float, events_b: int, exposure_b: float,
               confidence: float = 0.95) -> RatioEstimate:  # fmt: skip
    """How many times the rate of `a` is that of `b`, with conditional exact limits.

    No event in either arm, or no exposure in one, compares nothing: all None. No event in `b`: the
    ratio and the upper limit are None and the lower limit stands. No event in `a`: 0, from 0 upwards.

    >>> rate_ratio(0, 120, 7, 980).low
    0.0
    >>> rate_ratio(0, 120, 0, 980)
    RatioEstimate(ratio=None, low=None, high=None)
    """
    from scipy.special import betaincinv

    _check_amounts(events_a, exposure_a, events_b, exposure_b)
    if events_a + events_b == 0 or exposure_a == 0 or exposure_b == 0:
        return _NO_RATIO
    tail, scale = (1 - confidence) / 2, exposure_b / exposure_a
    low, high = 0.0, None
    if events_a > 0:
        share = float(betaincinv(events_a, events_b + 1, tail))
        low = share / (1 - share) * scale
    if events_b == 0:
        return RatioEstimate(None, low, None)
    rest = float(betaincinv(events_b, events_a + 1, tail))  # of b; keeps its digits where a's is near 1
    high = (1 - rest) / rest * scale
    return RatioEstimate(events_a / events_b * scale, low, high)


def pooled_ratio(strata: Iterable[Stratum], confidence: float = 0.95) -> RatioEstimate:
    """The rate ratio of all strata thrown together: shown beside the stratified one, never instead.

    >>> round(pooled_ratio([Stratum(36, 900, 6, 100), Stratum(2, 100, 27, 900)]).ratio, 2)
    1.15
    """
    kept = list(strata)
    sums = [sum(getattr(s, name) for s in kept)
            for name in ("events_a", "exposure_a", "events_b", "exposure_b")]  # fmt: skip
    return rate_ratio(sums[0], sums[1], sums[2], sums[3], confidence)


def mantel_haenszel_rate_ratio(strata: Iterable[Stratum], confidence: float = 0.95) -> StratifiedRatio:
    """The rate ratio with like compared to like (Mantel & Haenszel; Greenland & Robins 1985 limits).

    Strata without an event, or with one arm only, stay in and weigh nothing. With no event at all in
    one arm there is no interval: the ratio is 0 or None.

    >>> homes = [Stratum(36, 900, 6, 100), Stratum(2, 100, 27, 900)]
    >>> round(mantel_haenszel_rate_ratio(homes).ratio, 2)
    0.67
    """
    kept = _with_exposure(strata)
    up = math.fsum(s.events_a * s.exposure_b / s.exposure for s in kept)
    down = math.fsum(s.events_b * s.exposure_a / s.exposure for s in kept)
    variance = math.fsum(_variance(s) for s in kept)
    ratio = up / down if down > 0 else None
    if variance == 0:
        return StratifiedRatio(ratio, None, None, None, None, None)
    excess = math.fsum(s.events_a - (s.events_a + s.events_b) * s.exposure_a / s.exposure for s in kept)
    chi_squared = excess * excess / variance
    p = math.erfc(math.sqrt(chi_squared / 2))
    if not ratio:
        return StratifiedRatio(ratio, None, None, None, chi_squared, p)
    se_log = math.sqrt(variance / (up * down))
    reach = math.exp(normal_quantile(confidence) * se_log)
    return StratifiedRatio(ratio, ratio / reach, ratio * reach, se_log, chi_squared, p)


def homogeneity(strata: Iterable[Stratum]) -> Homogeneity:
    """Does one ratio do for all strata? Show them one by one where p is under 0.1.

    Only strata with events in both arms can say; with fewer than two of them nothing is tested.

    >>> bands = [Stratum(6, 400, 10, 1600), Stratum(9, 200, 5, 400), Stratum(14, 100, 2, 50)]
    >>> round(homogeneity(bands).p, 2)
    0.85
    """
    from scipy.special import chdtrc

    usable = [s for s in _with_exposure(strata)
              if min(s.events_a, s.events_b, s.exposure_a, s.exposure_b) > 0]  # fmt: skip
    if len(usable) < 2:
        return Homogeneity(None, None, None, None)
    logs = [math.log(s.events_a / s.exposure_a * s.exposure_b / s.events_b) for s in usable]
    weights = [1 / (1 / s.events_a + 1 / s.events_b) for s in usable]
    centre = math.fsum(w * x for w, x in zip(weights, logs, strict=True)) / math.fsum(weights)
    q = math.fsum(w * (x - centre) ** 2 for w, x in zip(weights, logs, strict=True))
    return Homogeneity(q, len(usable) - 1, float(chdtrc(len(usable) - 1, q)), math.exp(centre))


def newcombe_difference(count_a: float, n_a: float, count_b: float, n_b: float,
                        confidence: float = 0.95) -> Difference:  # fmt: skip
    """Share of `a` less share of `b`, with Newcombe's 1998 hybrid score limits (his method 10).

    >>> newcombe_difference(33, 100, 20, 100).low > 0  # though their two intervals overlap
    True
    """
    a, b = wilson(count_a, n_a, confidence), wilson(count_b, n_b, confidence)
    if a.low is None or a.high is None or b.low is None or b.high is None:
        return Difference(None, None, None)
    share_a, share_b = count_a / n_a, count_b / n_b
    below = math.hypot(share_a - a.low, b.high - share_b)
    above = math.hypot(a.high - share_a, share_b - b.low)
    return Difference(share_a - share_b, share_a - share_b - below, share_a - share_b + above)


def _with_exposure(strata: Iterable[Stratum]) -> list[Stratum]:
    kept = list(strata)
    for stratum in kept:
        _check_amounts(stratum.events_a, stratum.exposure_a, stratum.events_b, stratum.exposure_b)
    return [stratum for stratum in kept if stratum.exposure > 0]


def _variance(s: Stratum) -> float:
    return (s.events_a + s.events_b) * s.exposure_a * s.exposure_b / s.exposure**2


def normal_quantile(confidence: float) -> float:
    """How many standard errors an interval of this confidence reaches to each side.

    >>> round(normal_quantile(0.95), 2)
    1.96
    """
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def _check_part(count: float, n: float) -> None:
    if not 0 <= count <= n:
        raise ValueError(f"{count} of {n} is not a share of a whole")


def _check_amounts(*amounts: float) -> None:
    if not all(0 <= amount < math.inf for amount in amounts):
        raise ValueError(f"events and exposure are amounts from 0 upwards, not {amounts}")
