"""Did a month's figure go up or down, by the chart of its kind: the slow second implementation.

A series has one place for every calendar month, the audit month last; None is a month without a figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import sqrt

from tests.properties.plain_ratios import surely_higher, wilson

UP, DOWN, LEVEL, UNKNOWN = 1, -1, 0, None
BASELINE = 12
RUN = 7
SCREEN = 3.267
NATURAL = 2.66
OVERDISPERSED = 1.2
Signal = int | None


@dataclass(frozen=True)
class Month:
    """One month's figure: part / whole, and the number of cases that it rests on."""

    part: Fraction
    whole: Fraction
    n: int

    @property
    def value(self) -> Fraction:
        return self.part / self.whole


Series = Sequence[Month | None]


def signal(series: Series, chart: str) -> Signal:
    """Up, down or level; unknown where the month has no figure, or nothing to be compared with.

    "Limits are fixed on the service's first 12 months on record." Reading: the first 12 months that have
    a figure of this indicator.
    """
    if series[-1] is None:
        return UNKNOWN
    on_record = [place for place, month in enumerate(series[:-1]) if month is not None]
    if len(on_record) < BASELINE:
        return against_three_before(series, chart)
    baseline = list(series[: on_record[BASELINE - 1] + 1])
    limits = centre_and_sigmas(series, baseline, chart)
    if limits is None:
        return against_three_before(series, chart)
    return last_signal([month.value if month else None for month in series], *limits)


# Limits


def centre_and_sigmas(
    series: Series, baseline: Series, chart: str
) -> tuple[Fraction, list[float | None]] | None:
    """The centre line and each month's sigma; None where the text sends us to the 3 months before."""
    kept = [month for month in baseline if month is not None]
    if chart != "u" and any(all(month.value == one for month in kept) for one in (0, 1)):
        return None
    if chart == "xmr":
        return _xmr(series, baseline)
    centre = sum((m.part for m in kept), Fraction(0)) / sum((m.whole for m in kept), Fraction(0))
    if _too_few(series[-1], centre, chart):
        return None
    spread = centre * (1 - centre) if chart == "p" else centre
    sigmas = [sqrt(spread / month.whole) if month else None for month in series]
    scores = [
        float(month.value - centre) / sigmas[place] if month else None  # type: ignore[operator]
        for place, month in enumerate(baseline)
    ]
    factor = laney(scores)
    return centre, [None if one is None else one * factor for one in sigmas]


def _too_few(month: Month | None, centre: Fraction, chart: str) -> bool:
    """ "Where n p or n (1-p) of the centre line is under 5."

    Reading: n of the audit month; for a rate, the number of events that the centre line expects.
    """
    assert month is not None
    expected = month.whole * centre
    return expected < 5 or (chart == "p" and month.whole * (1 - centre) < 5)


def laney(scores: Sequence[float | None]) -> float:
    """ "Laney's when over-dispersed": sigma_z = screened mean moving range of z / 1.128, above 1.2.

    Reading: of rates too ("p or u limits, Laney's where over-dispersed").
    """
    mean = screened_mean(moving_ranges(scores))
    sigma = (mean or 0.0) / 1.128
    return sigma if sigma > OVERDISPERSED else 1.0


def moving_ranges(values: Sequence[float | Fraction | None]) -> list[float | Fraction]:
    """Between neighbouring months that both have a figure."""
    return [abs(b - a) for a, b in pairwise(values) if a is not None and b is not None]


def screened_mean(ranges: Sequence[float | Fraction]) -> float | Fraction | None:
    """ "Screening, one pass: drop MR >= 3.267 m (strict < keeps), m again"."""
    if not ranges:
        return None
    mean = sum(ranges) / len(ranges)
    kept = [one for one in ranges if one < SCREEN * mean] if mean else []
    return sum(kept) / len(kept) if kept else 0


def _xmr(series: Series, baseline: Series) -> tuple[Fraction, list[float | None]] | None:
    """ "mean MR 0 or > 50 % zero MRs: limits not estimable".

    Reading: then there is no chart, and the month is held against the 3 before.
    """
    values = [month.value if month else None for month in baseline]
    known = [value for value in values if value is not None]
    ranges = moving_ranges(values)
    zero = [one for one in ranges if one == 0]
    mean = screened_mean(ranges)
    if not mean or 2 * len(zero) > len(ranges):
        return None
    centre = sum(known, Fraction(0)) / len(known)
    return centre, [NATURAL * float(mean) / 3 for _ in series]


# The NHS rules, for the last point alone


def last_signal(values: Sequence[Fraction | None], centre: Fraction, sigmas: Sequence[float | None]) -> int:
    """The direction of the last point by the first rule it belongs to: limits, trend, 2 of 3, shift."""
    sides = [None if value is None else _side(value, centre) for value in values]
    zones = [
        None if value is None else _zone(float(value - centre), sigma)  # type: ignore[arg-type]
        for value, sigma in zip(values, sigmas, strict=True)
    ]
    for found in (_astronomical(zones), trend(values), two_of_three(sides, zones), shift(sides)):
        if found:
            return found
    return LEVEL


def _side(value: Fraction, centre: Fraction) -> int:
    return (value > centre) - (value < centre)


def _zone(distance: float, sigma: float) -> int:
    """2 beyond the process limit, 1 in the outer third, 0 inside; strictly."""
    beyond = (abs(distance) > 2 * sigma) + (abs(distance) > 3 * sigma)
    return beyond if distance > 0 else -beyond


def _astronomical(zones: Sequence[int | None]) -> int:
    return {2: UP, -2: DOWN}.get(zones[-1] or 0, LEVEL)


def trend(values: Sequence[Fraction | None]) -> int:
    """ "7 points = 6 consecutive strict rises (falls); a tie breaks it"."""
    last = values[-RUN:]
    if len(last) < RUN or None in last:
        return LEVEL
    steps = {(b > a) - (b < a) for a, b in pairwise(last)}  # type: ignore[operator]
    return steps.pop() if len(steps) == 1 else LEVEL


def two_of_three(sides: Sequence[int | None], zones: Sequence[int | None]) -> int:
    """Two or more of the last three in the outer third, all three on one side, the last one of the two."""
    if len(sides) < 3 or len(set(sides[-3:])) != 1 or not sides[-1]:
        return LEVEL
    outer = [zone in (1, -1) for zone in zones[-3:]]
    return sides[-1] if sum(outer) >= 2 and outer[-1] else LEVEL


def shift(sides: Sequence[int | None]) -> int:
    """ "7 consecutive strictly on one side; a point on the mean (or NA) breaks it"."""
    last = sides[-RUN:]
    if len(last) < RUN or len(set(last)) != 1:
        return LEVEL
    return last[0] or LEVEL


# The month against the three before


def against_three_before(series: Series, chart: str) -> Signal:
    """ "The month against the 3 before together, 95 % interval of the difference (Newcombe) or ratio
    excluding no change."

    Reading: the 3 calendar months before, as many as have a figure; with none there is nothing to compare.
    """
    month, before = series[-1], [one for one in series[-4:-1] if one is not None]
    assert month is not None
    if not before:
        return UNKNOWN
    part = sum((one.part for one in before), Fraction(0))
    whole = sum((one.whole for one in before), Fraction(0))
    if chart == "u":
        return ratio_signal(int(month.part), int(month.whole), int(part), int(whole))
    low, high = newcombe(month.value, month.n, part / whole, sum(one.n for one in before))
    return UP if low > 0 else DOWN if high < 0 else LEVEL


def ratio_signal(a: int, exposure_a: int, b: int, exposure_b: int) -> int:
    """Conditional exact limits of the ratio of two rates: both above 1, both below, or neither."""
    if surely_higher(a, exposure_a, b, exposure_b):
        return UP
    return DOWN if surely_higher(b, exposure_b, a, exposure_a) else LEVEL


def newcombe(share: Fraction, n: int, other: Fraction, other_n: int) -> tuple[float, float]:
    """Limits of share - other: Newcombe 1998, method 10."""
    low, high = wilson(share * n, n)  # type: ignore[arg-type]
    other_low, other_high = wilson(other * other_n, other_n)  # type: ignore[arg-type]
    assert low is not None and high is not None and other_low is not None and other_high is not None
    difference = float(share - other)
    below = sqrt((float(share) - low) ** 2 + (other_high - float(other)) ** 2)
    above = sqrt((high - float(share)) ** 2 + (float(other) - other_low) ** 2)
    return difference - below, difference + above
