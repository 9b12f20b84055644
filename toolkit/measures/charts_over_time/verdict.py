"""Did an indicator get worse, or better, in the month?

One chart an indicator decides (`measures-and-checks.md` §3). Where a chart cannot carry the answer the
month is held against the three before it. How we read the rule where its words leave room:

* *n p or n (1 - p) of the centre line is under 5*: n is the month's own denominator, for it is the
  month's point that is judged. For a rate and a count, which have no n (1 - p), it is the number of
  events to be expected of the month at the centre line.
* *Under 12 earlier months*: earlier months with data. A rebase comes into force only with 12 months
  behind it (`compute_chart`). A fill rate that hardly moved in its baseline has no limits; that is the
  same case as *all 0 or all 1*.
* *The month against the 3 before together*: the three calendar months before, those of them with data
  pooled. Shares: Newcombe's interval of the difference. Rates and counts: the exact interval of the
  ratio, a month of a count being one month's exposure.
* *Fill rates* are hours over hours, and hours are not counts: an hour more or less in a shift is no
  independent trial, and Newcombe's interval over hours would call every percentage point a change.
  Their figures are therefore given in windows (numerator: fill times windows; denominator: windows to
  be filled, the n printed beside the rate), and the interval is Newcombe's over windows.
* No data in the month, or in none of the three months it would be held against: *unknown*. No event in
  the month and none in the three before: steady, for it was recorded that nothing happened.
* An indicator for which neither direction is better went *higher* or *lower*, not better or worse.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from toolkit.measures.charts_over_time.chart import Chart, ChartPoint, Kind, compute_chart
from toolkit.measures.charts_over_time.icons import Better
from toolkit.measures.charts_over_time.monthly import MonthlyFigure, Rebase
from toolkit.measures.charts_over_time.rules import UPWARDS, RunLength, Signal
from toolkit.measures.uncertainty import newcombe_difference, rate_ratio

Answer = Literal["better", "worse", "higher", "lower", "steady", "unknown"]
WhyNoChart = Literal["few_months", "baseline_without_spread", "few_expected"]
HeldBack = Literal["not_recorded", "month_not_over"]

MONTHS_BEFORE = 3
LEAST_EXPECTED = 5
_ROUNDING = 1e-9  # five are expected of 200 at 0.025, whatever the last digit of the product


@dataclass(frozen=True, slots=True)
class Comparison:
    """The month against the three before together.

    `change` is the difference of two shares (0 is no change) or the ratio of two rates (1 is), with
    its 95 % interval; None where a ratio has no value.
    """

    months: tuple[str, ...]
    numerator_before: float
    denominator_before: float
    value_before: float
    measured_as: Literal["difference", "ratio"]
    change: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class MonthVerdict:
    """What an indicator did in a month, by what it was decided, and the chart it stands on.

    Decided by the chart: `why_no_chart` is None, and `signal` names the rule, if one fired. Otherwise
    `why_no_chart` says why the chart could not carry it, and `comparison` what the month was held
    against (None where there was nothing). Of a month without data neither is set. `held_back` says why
    what looked better, or lower, is *unknown*: the month was not recorded completely, or is not over.
    """

    month: str
    answer: Answer
    chart: Chart
    signal: Signal | None
    why_no_chart: WhyNoChart | None
    comparison: Comparison | None
    held_back: HeldBack | None = None

    @property
    def value(self) -> float | None:
        return self.chart.latest.value

    @property
    def trial_limits(self) -> bool:
        """Were the limits on the chart set by fewer than 12 months?"""
        return self.chart.current.trial_limits


def judge_month(figures: Iterable[MonthlyFigure], kind: Kind, better: Better, month: str, *,
                rebases: Sequence[Rebase] = (), run_length: RunLength = 7) -> MonthVerdict:  # fmt: skip
    """Did the indicator get better, get worse or stay, in one month?

    `figures`: every month on record of one service, in any order (see `compute_chart`); counts have no
    denominator, fill rates are given in windows. Months after `month` are not used, so that a month's
    answer stays what it was. Raises ValueError as `compute_chart` does.

    >>> figures = [MonthlyFigure(f"2025-{m:02d}", 10, 200) for m in range(1, 13)]
    >>> judge_month([*figures, MonthlyFigure("2026-01", 40, 200)], "share", "lower", "2026-01").answer
    'worse'
    >>> judge_month(figures, "share", "lower", "2026-01").answer   # no data is never steady
    'unknown'
    """
    chart = compute_chart(figures, kind, month, rebases=rebases, run_length=run_length)
    latest = chart.latest
    if latest.value is None:
        return MonthVerdict(month, "unknown", chart, None, None, None)
    why = _why_no_chart(chart)
    if why is None:
        return MonthVerdict(month, _by_signal(latest.signal, better), chart, latest.signal, None, None)
    comparison = _compare(chart)
    answer = "unknown" if comparison is None else _by_interval(comparison, better)
    return MonthVerdict(month, answer, chart, None, why, comparison)


def _why_no_chart(chart: Chart) -> WhyNoChart | None:
    latest, phase = chart.latest, chart.current
    if phase.trial_limits:
        return "few_months"
    baseline = [point.value for point in chart.points if point.month in phase.baseline]
    nothing_or_all = ({0.0}, {1.0}) if chart.kind in ("share", "fill") else ({0.0},)
    if set(baseline) in nothing_or_all or latest.centre is None or latest.low is None:
        return "baseline_without_spread"
    if chart.kind == "fill":
        return None
    exposure = 1.0 if chart.kind == "count" else latest.denominator or 0.0
    expected = exposure * latest.centre
    if chart.kind == "share":
        expected = min(expected, exposure * (1 - latest.centre))
    return "few_expected" if expected < LEAST_EXPECTED - _ROUNDING else None


def _compare(chart: Chart) -> Comparison | None:
    """The month against those of the three months before it that have data; None without any."""
    latest = chart.latest
    before = [point for point in chart.points[:-1][-MONTHS_BEFORE:] if point.value is not None]
    if not before:
        return None
    month, earlier = _amounts([latest], chart.kind), _amounts(before, chart.kind)
    value_before = earlier[0] / earlier[1]
    months = tuple(point.month for point in before)
    if chart.kind in ("share", "fill"):
        found = newcombe_difference(*month, *earlier)
        return Comparison(months, *earlier, value_before, "difference", found.value, found.low, found.high)
    ratio = rate_ratio(int(month[0]), month[1], int(earlier[0]), earlier[1])
    return Comparison(months, *earlier, value_before, "ratio", ratio.ratio, ratio.low, ratio.high)


def _amounts(points: Sequence[ChartPoint], kind: Kind) -> tuple[float, float]:
    """Everything counted in some months, and everything it was counted over."""
    numerator = sum(point.numerator or 0.0 for point in points)
    if kind == "count":
        return numerator, float(len(points))
    return numerator, sum(point.denominator or 0.0 for point in points)


def _by_signal(signal: Signal | None, better: Better) -> Answer:
    return "steady" if signal is None else _towards(signal in UPWARDS, better)


def _by_interval(comparison: Comparison, better: Better) -> Answer:
    unchanged = 0.0 if comparison.measured_as == "difference" else 1.0
    if comparison.low is not None and comparison.low > unchanged:
        return _towards(True, better)
    if comparison.high is not None and comparison.high < unchanged:
        return _towards(False, better)
    return "steady"


def _towards(upwards: bool, better: Better) -> Answer:
    if better == "neither":
        return "higher" if upwards else "lower"
    return "better" if upwards == (better == "higher") else "worse"
