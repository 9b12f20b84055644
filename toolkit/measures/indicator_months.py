"""What was one indicator in one month, and did it get better or worse there?

`indicators.py` names them and `history.py` computes them; how a series is judged is the business of the
charts over time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from toolkit.measures.charts_over_time import MonthlyFigure, MonthVerdict, Rebase, judge_month
from toolkit.measures.charts_over_time.rules import RunLength
from toolkit.measures.indicators import INDICATORS

HISTORY_COLUMNS = ("indicator", "theme", "month", "value", "numerator", "denominator", "whole")


@dataclass(frozen=True, slots=True)
class IndicatorMonth:
    """One indicator in one month; the value is None when it cannot be told.

    Shares are 0 to 1, `incident_rate` per 1,000 resident days (home care: visits), `complaints_count`
    a number. `numerator` and `denominator` are what the value is made of: rows of rows, incidents of
    days; of a fill rate windows filled of windows (fill times windows, and windows). `theme` is that of
    the audits in a score; "" is all of them, and every other indicator. `whole` is False when the figure
    rests on a part of the month: care recorded on too few days, or a count of a month that is not over.
    """

    indicator: str
    month: str
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    theme: str = ""
    whole: bool = True


def as_history(months: Iterable[IndicatorMonth]) -> pd.DataFrame:
    """One row an indicator, theme and month, oldest first; the month is its first day."""
    rows = [
        (
            one.indicator,
            one.theme,
            pd.Timestamp(f"{one.month}-01"),
            one.value,
            one.numerator,
            one.denominator,
            one.whole,
        )
        for one in months
    ]
    frame = pd.DataFrame(rows, columns=list(HISTORY_COLUMNS)).astype(
        {"indicator": "str", "theme": "str", "month": "datetime64[us]", "value": "float64",
         "numerator": "float64", "denominator": "float64", "whole": "bool"}
    )  # fmt: skip
    return in_order(frame)


def in_order(history: pd.DataFrame) -> pd.DataFrame:
    return history.sort_values(["indicator", "theme", "month"], ignore_index=True)


def series_of(history: pd.DataFrame, indicator: str, theme: str = "") -> pd.DataFrame:
    """One indicator's months from the first that could be told on, oldest first."""
    return _from_first_told(history[(history["indicator"] == indicator) & (history["theme"] == theme)])


def every_series(history: pd.DataFrame) -> dict[tuple[str, str], pd.DataFrame]:
    """The same of every indicator and theme in the history."""
    parts = history.groupby(["indicator", "theme"])
    return {(str(name), str(theme)): _from_first_told(rows) for (name, theme), rows in parts}


def _from_first_told(rows: pd.DataFrame) -> pd.DataFrame:
    told = rows.loc[rows["value"].notna(), "month"]
    return rows[rows["month"] >= told.min()].reset_index(drop=True) if len(told) else rows.iloc[:0]


def judge_series(series: pd.DataFrame, indicator: str, month: str, *, rebases: Sequence[Rebase] = (),
                 run_length: RunLength = 7) -> MonthVerdict:  # fmt: skip
    """Did the indicator get better or worse in the month (`YYYY-MM`), from its series (`series_of`)?

    A month without data is unknown, never steady. Nor does a month that is not whole get better, or lower:
    fewer failures may be fewer records, fewer complaints a shorter month. It is unknown, and `held_back`
    says which of the two it was; worse, higher and steady stand. `rebases` are those declared of this
    indicator; `run_length` is how many months on one side, or in one direction, are a signal.
    """
    kind, better = INDICATORS[indicator].kind, INDICATORS[indicator].better
    figures = [
        MonthlyFigure(f"{at:%Y-%m}", _known(numerator), _known(denominator))
        for at, numerator, denominator in zip(
            series["month"], series["numerator"], series["denominator"], strict=True
        )
    ]
    verdict = judge_month(figures, kind, better, month, rebases=rebases, run_length=run_length)
    of_month = series[series["month"] == pd.Timestamp(f"{month}-01")]
    if of_month["whole"].all() or verdict.answer not in ("better", "lower"):
        return verdict
    return replace(
        verdict, answer="unknown", held_back="month_not_over" if kind == "count" else "not_recorded"
    )


def _known(amount: float) -> float | None:
    return None if pd.isna(amount) else float(amount)
