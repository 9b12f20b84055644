"""Does missed care gather where staffing is short, and do complaints follow short shifts?

Association, never cause. Like is compared with like: each unit and shift with itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from toolkit.measures.care_rates import FAILED
from toolkit.measures.distinct import grouped
from toolkit.measures.uncertainty import (
    RatioEstimate,
    StratifiedRatio,
    Stratum,
    mantel_haenszel_rate_ratio,
    pooled_ratio,
)

CARRY_OVER_DAYS = 3
KEYS = ["unit", "shift_name", "day"]
SIDES = ["events_pressure", "rows_pressure", "events_other", "rows_other"]


@dataclass(frozen=True, slots=True)
class PressureLink:
    """Care that went wrong in high-pressure windows and in the others.

    `strata`: one row a unit and shift name with `events_pressure`, `rows_pressure`, `events_other`,
    `rows_other`. `stratified` decides; `pooled` stands beside it.
    """

    strata: pd.DataFrame
    stratified: StratifiedRatio
    pooled: RatioEstimate

    def total(self, column: str) -> int:
        return int(self.strata[column].sum())


def compute_pressure_link(rows: pd.DataFrame, windows: pd.DataFrame, pressure: pd.DataFrame) -> PressureLink:
    """Rate of missed, shortened and delayed care by pressure, stratified by unit and shift name.

    `rows` are the month's care rows with `category` and `window_row` (a position in `windows`);
    rows without a window, and windows whose pressure is not known, are on neither side. Raises
    ValueError when `pressure` has a shift twice.
    """
    both = pd.concat([windows[KEYS], pressure[KEYS]], ignore_index=True).fillna({"unit": ""})
    shift, _ = grouped(both, KEYS)
    of_window, of_pressure = shift[: len(windows)], shift[len(windows) :]
    if pressure.duplicated(KEYS).any():
        raise ValueError("a shift is told twice whether its pressure was high")
    high, told = np.zeros((2, len(shift) + 1), dtype=bool)  # the last: of a shift without a name
    high[of_pressure], told[of_pressure] = pressure["high_pressure"].to_numpy(dtype=bool), True
    told[-1] = False
    at = rows["window_row"].to_numpy()
    counted = (at >= 0) & (rows["category"] != "excluded").to_numpy(dtype=bool)
    counted[counted] = told[of_window[at[counted]]]
    failed = counted & rows["category"].isin(FAILED).to_numpy(dtype=bool)
    strata = _strata(both.iloc[: len(windows)], high[of_window], at[counted], at[failed])
    likes = [Stratum(*row) for row in strata[SIDES].to_numpy(dtype=float).tolist()]
    return PressureLink(strata, mantel_haenszel_rate_ratio(likes), pooled_ratio(likes))


def _strata(windows: pd.DataFrame, high: np.ndarray, rows: np.ndarray, events: np.ndarray) -> pd.DataFrame:
    """One row a unit and shift name that has rows; `rows` and `events` are positions in `windows`."""
    post, strata = grouped(windows, ["unit", "shift_name"])
    of_events, of_rows = post[events], post[rows]
    counted = strata.assign(
        events_pressure=np.bincount(of_events[high[events]], minlength=len(strata)),
        rows_pressure=np.bincount(of_rows[high[rows]], minlength=len(strata)),
        events_other=np.bincount(of_events[~high[events]], minlength=len(strata)),
        rows_other=np.bincount(of_rows[~high[rows]], minlength=len(strata)),
    )
    return counted[counted["rows_pressure"] + counted["rows_other"] > 0].reset_index(drop=True)


def exposed_days(days: tuple[date, ...], pressure_days: frozenset[date]) -> frozenset[date]:
    """Days on which a high-pressure window started, or on one of the three days before.

    >>> d = date(2026, 10, 1)
    >>> len(exposed_days(tuple(d + timedelta(n) for n in range(10)), frozenset({d})))
    4
    """
    return frozenset(
        day
        for day in days
        if any(day - timedelta(days=back) in pressure_days for back in range(CARRY_OVER_DAYS + 1))
    )
