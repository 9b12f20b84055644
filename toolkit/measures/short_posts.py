"""On which days was a post short of the hours it needed?

A post is one role of one shift on one unit. What high pressure on a whole shift is stands in `staffing.py`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.measures.distinct import grouped
from toolkit.parameters.thresholds import StaffingDefinitions

POST = ("unit", "role", "shift_name")


def compute_post_hours(windows: pd.DataFrame) -> pd.DataFrame:
    """One row a unit, role, shift name and day, with the hours shortness is judged by.

    Attended hours decide; on a day nobody clocked the rota decides, because a rota that is short on
    its own is short without any clock. Days on which no rota was kept are left out.
    """
    kept = windows[windows["rota_known"]] if len(windows) else windows
    known = kept["attendance_known"].astype(bool)
    hours = kept["attended_hours"].where(known, kept["rostered_hours"])
    counted = kept.assign(hours=hours.clip(upper=kept["required_hours"]), known=known)
    return counted.groupby([*POST, "day"], dropna=False, as_index=False).agg(
        hours=("hours", "sum"), required_hours=("required_hours", "sum"), attendance_known=("known", "all")
    )


def judge_shortness(posts: pd.DataFrame, definitions: StaffingDefinitions) -> pd.DataFrame:
    """The posts with `missing_hours` and `short`: under 90 % of the hours needed, and by an hour."""
    missing = posts["required_hours"] - posts["hours"]
    short = (posts["hours"] < definitions.short_below * posts["required_hours"] - 1e-9) & (
        missing >= definitions.short_at_least_hours - 1e-9
    )
    return posts.assign(missing_hours=missing, short=short)


def count_short_days(posts: pd.DataFrame) -> pd.DataFrame:
    """One row a unit ("": none), role and shift name: days it was needed, days it was short."""
    group, counted = grouped(posts[list(POST)].fillna({"unit": ""}), POST)
    short = group[posts["short"].to_numpy(dtype=bool) & (group >= 0)]
    return counted.assign(
        days=np.bincount(group[group >= 0], minlength=len(counted)),
        short=np.bincount(short, minlength=len(counted)),
    )
