"""How sure can we be: limits of shares, counts and ratios, the slow second implementation.

Formulas as they stand in the design; quantiles of exact limits are found by halving.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from math import comb, exp, lgamma, log, sqrt

Z = 1.959963984540054
TAIL = Fraction(1, 40)
Limits = tuple[float | None, float | None]


def wilson(count: int, n: int) -> Limits:
    if not n:
        return None, None
    share = count / n
    middle, scale = share + Z * Z / (2 * n), 1 + Z * Z / n
    half = Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    low = 0.0 if count == 0 else (middle - half) / scale
    high = 1.0 if count == n else (middle + half) / scale
    return low, high


def rate_limits(count: int) -> tuple[float, float]:
    """Limits of a count: Garwood's.

    Reading: exact at every count. `statistics.md` turns to Byar's from ten; "exact (Garwood) for counts"
    stands on the page that decides.
    """
    low = 0.0 if count == 0 else _solve(lambda mean: 1 - _poisson_up_to(count - 1, mean) < 0.025, 0.0, count)
    high = _solve(lambda mean: _poisson_up_to(count, mean) > 0.025, float(count), 10.0 * count + 20)
    return low, high


def byar_limits(count: int) -> tuple[float, float]:
    low = count * (1 - 1 / (9 * count) - Z / (3 * sqrt(count))) ** 3
    more = count + 1
    return low, more * (1 - 1 / (9 * more) + Z / (3 * sqrt(more))) ** 3


def _poisson_up_to(count: int, mean: float) -> float:
    if mean == 0:
        return 1.0
    return sum(exp(k * log(mean) - mean - lgamma(k + 1)) for k in range(count + 1))


def _solve(too_low: Callable[[float], bool], low: float, high: float) -> float:
    """The point between low and high at which `too_low` ends."""
    for _ in range(200):
        middle = (low + high) / 2
        if too_low(middle):
            low = middle
        else:
            high = middle
    return (low + high) / 2


def surely_higher(a: int, exposure_a: int, b: int, exposure_b: int) -> bool:
    """Is the lower conditional exact limit of the ratio of two rates above 1?

    That is: were the rates equal, would `a` or more of the a + b events fall on this side in less than
    2.5 % of cases?
    """
    share = Fraction(exposure_a, exposure_a + exposure_b)
    return a > 0 and _at_least(a, a + b, share) < TAIL


def ratio_limits(a: int, exposure_a: int, b: int, exposure_b: int) -> Limits:
    """Conditional exact limits of (a / exposure_a) / (b / exposure_b)."""
    n = a + b
    if not n or not exposure_a or not exposure_b:
        return None, None
    odds = exposure_b / exposure_a
    low, high = 0.0, None
    if a:
        p = _solve(lambda p: float(_at_least(a, n, p)) < 0.025, 0.0, 1.0)
        low = p / (1 - p) * odds if p < 1 else None
    if b:
        p = _solve(lambda p: float(1 - _at_least(a + 1, n, p)) > 0.025, 0.0, 1.0)
        high = p / (1 - p) * odds
    return low, high


def _at_least(a: int, n: int, share: float | Fraction) -> float | Fraction:
    return sum(comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(a, n + 1))


def mantel_haenszel(strata: Iterable[tuple[int, int, int, int]]) -> tuple[float | None, Limits]:
    """Ratio and limits over strata of (events a, exposure a, events b, exposure b).

    None where either side has no event in a stratum that the other side can be compared in.
    """
    top, bottom, spread = Fraction(0), Fraction(0), Fraction(0)
    for a, exposure_a, b, exposure_b in strata:
        total = exposure_a + exposure_b
        if not total:
            continue
        top += Fraction(a * exposure_b, total)
        bottom += Fraction(b * exposure_a, total)
        spread += Fraction((a + b) * exposure_a * exposure_b, total * total)
    if not bottom:
        return None, (None, None)
    if not top:
        return 0.0, (None, None)
    ratio, se = float(top / bottom), sqrt(spread / (top * bottom))
    return ratio, (exp(log(ratio) - Z * se), exp(log(ratio) + Z * se))
