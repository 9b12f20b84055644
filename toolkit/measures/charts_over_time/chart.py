"""One indicator over the months: its points, its limits, and what is more than chance.

Limits are fixed on the first 12 months with data and do not move when months are added. The newest
month never sets the limits by which it is judged. While fewer than 12 earlier months have data the
limits are *trial limits*: drawn, and not decided by.

A recorded rebase comes into force once 12 months with data stand behind it, and then holds from its own
month on; until then the old limits hold, so that a new start cannot hide what follows it. Whether it
was right is for people to judge; both phases stay on the chart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from toolkit.measures.charts_over_time.individuals import xmr_limits
from toolkit.measures.charts_over_time.limits import (
    Limits,
    c_limits,
    laney_p_limits,
    laney_u_limits,
    over_dispersion,
    p_limits,
    ratios,
    u_limits,
)
from toolkit.measures.charts_over_time.monthly import (
    MonthlyFigure,
    Rebase,
    fill_months,
    month_number,
)
from toolkit.measures.charts_over_time.rules import RunLength, Signal, mark_points

Kind = Literal["share", "rate", "count", "fill"]
ChartName = Literal["p", "p'", "u", "u'", "c", "XmR"]

BASELINE_MONTHS = 12
OVER_DISPERSED = 1.2  # from this sigma_z on the limits are Laney's


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One month on the chart; None for what cannot be told.

    `value` is the count itself, or numerator over denominator. `phase` says which `Phase` it is in.
    """

    month: str
    numerator: float | None
    denominator: float | None
    value: float | None
    centre: float | None
    low: float | None
    high: float | None
    signal: Signal | None
    phase: int
    in_baseline: bool


@dataclass(frozen=True, slots=True)
class Phase:
    """The months from one start to the next rebase, with limits of their own.

    `baseline` names the months that set them; `rebase` is None for the first phase; `sigma_z` says how
    much more than chance the baseline spreads (None for counts and fill rates).
    """

    first_month: str
    chart: ChartName
    baseline: tuple[str, ...]
    rebase: Rebase | None
    sigma_z: float | None

    @property
    def trial_limits(self) -> bool:
        return len(self.baseline) < BASELINE_MONTHS


@dataclass(frozen=True, slots=True)
class Chart:
    """All months of one indicator, in order, without a gap; the last is the month that is judged.

    `waiting` holds the recorded rebases that too few months stand behind to be in force.
    """

    kind: Kind
    points: tuple[ChartPoint, ...]
    phases: tuple[Phase, ...]
    waiting: tuple[Rebase, ...]
    run_length: RunLength

    @property
    def latest(self) -> ChartPoint:
        return self.points[-1]

    @property
    def current(self) -> Phase:
        """The phase of the newest month."""
        return self.phases[-1]


def compute_chart(figures: Iterable[MonthlyFigure], kind: Kind, month: str, *,
                  rebases: Sequence[Rebase] = (), run_length: RunLength = 7) -> Chart:  # fmt: skip
    """The chart of one indicator up to `month`, with the chart that fits its kind.

    `share`: p chart, Laney's where the baseline is over-dispersed (sigma_z over 1.2). `rate`: u chart,
    Laney's likewise. `count`: c chart. `fill`: XmR of numerator over denominator. Figures may come in
    any order; those after `month` are not used. Give all months on record: the first twelve of them
    set the limits, and a series cut at the front would move them. Rebases after `month`, or at or
    before the first month with data, change nothing.

    Raises ValueError for a month that comes twice or is not written YYYY-MM, and for amounts that the
    kind cannot have.

    >>> figures = [MonthlyFigure(f"2025-{m:02d}", 10, 200) for m in range(1, 13)]
    >>> chart = compute_chart([*figures, MonthlyFigure("2026-01", 40, 200)], "share", "2026-01")
    >>> chart.latest.signal, chart.current.trial_limits
    ('above_limit', False)
    """
    months = fill_months(figures, month)
    _check_amounts(months, kind)
    in_force, waiting = _rebases_in_force(values_of(months, kind), months, rebases)
    starts = [0, *(month_number(r.month) - month_number(months[0].month) for r in in_force)]
    points: list[ChartPoint] = []
    phases: list[Phase] = []
    for start, end, rebase in zip(starts, [*starts[1:], len(months)], [None, *in_force], strict=True):
        phase, drawn = _phase(months[start:end], kind, len(phases), rebase,
                              is_last=end == len(months), run_length=run_length)  # fmt: skip
        phases.append(phase)
        points.extend(drawn)
    return Chart(kind, tuple(points), tuple(phases), waiting, run_length)


def values_of(figures: Sequence[MonthlyFigure], kind: Kind) -> np.ndarray:
    """What is drawn of each month: the count, or numerator over denominator; NaN without data."""
    x = _column(figure.numerator for figure in figures)
    return x if kind == "count" else ratios(x, _column(figure.denominator for figure in figures))


def _rebases_in_force(values: np.ndarray, months: Sequence[MonthlyFigure],
                      rebases: Sequence[Rebase]) -> tuple[list[Rebase], tuple[Rebase, ...]]:  # fmt: skip
    """The rebases with enough months behind them, before the newest month and the next rebase in force."""
    first, last = month_number(months[0].month), month_number(months[-1].month)
    in_force: list[Rebase] = []
    waiting: list[Rebase] = []
    end = len(months) - 1
    for rebase in sorted(rebases, key=lambda r: r.month, reverse=True):
        start = month_number(rebase.month) - first
        if not 0 < start <= last - first:
            continue
        if np.count_nonzero(~np.isnan(values[start:end])) >= BASELINE_MONTHS:
            in_force.insert(0, rebase)
            end = start
        else:
            waiting.insert(0, rebase)
    return in_force, tuple(waiting)


def _check_amounts(months: Sequence[MonthlyFigure], kind: Kind) -> None:
    for one in months:
        x, n = one.numerator or 0, one.denominator or 0
        possible = x >= 0 and n >= 0 and (kind == "fill" or x == int(x))
        if kind in ("share", "fill") and one.denominator is not None:
            possible = possible and x <= n
        if not possible:
            raise ValueError(f"{one.numerator} of {one.denominator} in {one.month} is no {kind}")


def _phase(months: Sequence[MonthlyFigure], kind: Kind, number: int, rebase: Rebase | None, *,
           is_last: bool, run_length: RunLength) -> tuple[Phase, list[ChartPoint]]:  # fmt: skip
    values = values_of(months, kind)
    known = ~np.isnan(values)
    if is_last:
        known[-1] = False  # the month that is judged sets no limits
    baseline = known & (np.cumsum(known) <= BASELINE_MONTHS)
    name, limits, sigma_z = _limits(months, kind, baseline)
    signal = mark_points(values, limits, run_length).signal
    points = [
        ChartPoint(one.month, one.numerator, one.denominator, _told(values[at]), _told(limits.centre[at]),
                   _told(limits.low[at]), _told(limits.high[at]), signal[at], number, bool(baseline[at]))
        for at, one in enumerate(months)
    ]  # fmt: skip
    set_by = tuple(point.month for point in points if point.in_baseline)
    return Phase(months[0].month, name, set_by, rebase, sigma_z), points


def _limits(months: Sequence[MonthlyFigure], kind: Kind,
            baseline: np.ndarray) -> tuple[ChartName, Limits, float | None]:  # fmt: skip
    x = _column(one.numerator for one in months)
    n = _column(one.denominator for one in months)
    if kind == "count":
        return "c", c_limits(x, baseline), None
    if kind == "fill":
        return "XmR", xmr_limits(ratios(x, n), baseline), None
    chance, wider = (p_limits, laney_p_limits) if kind == "share" else (u_limits, laney_u_limits)
    limits = chance(x, n, baseline)
    sigma_z = over_dispersion(ratios(x, n), limits, baseline)
    if sigma_z > OVER_DISPERSED:
        return ("p'" if kind == "share" else "u'"), wider(x, n, baseline), sigma_z
    return ("p" if kind == "share" else "u"), limits, _told(sigma_z)


def _column(amounts: Iterable[float | None]) -> np.ndarray:
    return np.array([np.nan if amount is None else amount for amount in amounts], dtype=float)


def _told(number: float) -> float | None:
    return None if np.isnan(number) else float(number)
