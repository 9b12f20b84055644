"""Does missed care gather where staffing is short, and do complaints follow short shifts?

Association, never cause. Like is compared with like: each unit and shift with itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from toolkit.measures.care_rates import FAILED
from toolkit.measures.uncertainty import (
    RatioEstimate,
    StratifiedRatio,
    Stratum,
    mantel_haenszel_rate_ratio,
    pooled_ratio,
)

CARRY_OVER_DAYS = 3


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
    rows without a window, and windows whose pressure is not known, are on neither side.
    """
    keys = ["unit", "shift_name", "day"]
    of_window = windows[keys].fillna({"unit": ""})
    known = pressure[[*keys, "high_pressure"]].fillna({"unit": ""})
    exposed = of_window.merge(known, on=keys, how="left", validate="many_to_one")["high_pressure"].astype(
        "boolean"
    )
    at = rows["window_row"].to_numpy()
    counted = (at >= 0) & (rows["category"] != "excluded").to_numpy(dtype=bool)
    told = exposed.notna().to_numpy(dtype=bool)
    counted[counted] = told[at[counted]]
    failed = counted & rows["category"].isin(FAILED).to_numpy(dtype=bool)
    strata = _strata(of_window, exposed.fillna(False).to_numpy(dtype=bool), at[counted], at[failed])
    sides = strata[["events_pressure", "rows_pressure", "events_other", "rows_other"]].to_numpy(dtype=float)
    likes = [Stratum(*row) for row in sides.tolist()]
    return PressureLink(strata, mantel_haenszel_rate_ratio(likes), pooled_ratio(likes))


def _strata(windows: pd.DataFrame, high: np.ndarray, rows: np.ndarray, events: np.ndarray) -> pd.DataFrame:
    """One row a unit and shift name that has rows; `rows` and `events` are positions in `windows`."""
    of_rows, of_events = (np.bincount(at, minlength=len(windows)) for at in (rows, events))
    sides = windows[["unit", "shift_name"]].assign(
        events_pressure=np.where(high, of_events, 0),
        rows_pressure=np.where(high, of_rows, 0),
        events_other=np.where(high, 0, of_events),
        rows_other=np.where(high, 0, of_rows),
    )
    columns = ["events_pressure", "rows_pressure", "events_other", "rows_other"]
    summed = sides[of_rows > 0].groupby(["unit", "shift_name"], as_index=False)[columns].sum()
    return summed.astype(dict.fromkeys(columns, "int64"))


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
