"""Does missed care gather where staffing is short, and do complaints follow short shifts?

Association, never cause. Like is compared with like: each unit and shift with itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

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
    placed = rows[(rows["window_row"] >= 0) & (rows["category"] != "excluded")]
    keys = ["unit", "shift_name", "day"]
    of_row = windows.iloc[placed["window_row"].to_numpy()][keys].fillna({"unit": ""})
    known = pressure[[*keys, "high_pressure"]].fillna({"unit": ""})
    exposed = of_row.merge(known, on=keys, how="left")["high_pressure"].to_numpy()
    counted = pd.DataFrame(
        {
            "unit": of_row["unit"].to_numpy(),
            "shift_name": of_row["shift_name"].to_numpy(),
            "pressure": pd.Series(exposed, dtype="boolean"),
            "failed": placed["category"].isin(FAILED).to_numpy(),
        }
    ).dropna(subset=["pressure"])
    strata = _strata(counted)
    sides = strata[["events_pressure", "rows_pressure", "events_other", "rows_other"]].to_numpy(dtype=float)
    likes = [Stratum(*row) for row in sides.tolist()]
    return PressureLink(strata, mantel_haenszel_rate_ratio(likes), pooled_ratio(likes))


def _strata(counted: pd.DataFrame) -> pd.DataFrame:
    high = counted["pressure"].astype(bool)
    sides = counted.assign(
        events_pressure=counted["failed"] & high,
        rows_pressure=high,
        events_other=counted["failed"] & ~high,
        rows_other=~high,
    )
    columns = ["events_pressure", "rows_pressure", "events_other", "rows_other"]
    summed = sides.groupby(["unit", "shift_name"], as_index=False)[columns].sum()
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
