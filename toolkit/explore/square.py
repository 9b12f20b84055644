"""Which shift is a square of the calendar, and what is it called?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from toolkit.wording import short_day


@dataclass(frozen=True, slots=True)
class Square:
    """A shift of one unit and day: its name as people speak of it, where and when it was."""

    says: str
    unit: str | None
    starts_at: pd.Timestamp
    ends_at: pd.Timestamp


def square_of(shifts: pd.DataFrame, mark: Mapping[str, Any]) -> Square | None:
    """The shift that a mark of the calendar stands for; None where it stands for none.

    `shifts` has one row a unit, shift name and day, as the calendar is drawn from; `mark` has its words for
    the day ("3|S") and the shift ("Night|Willow", or "Night|21:30 to 07:30" where there are no units).
    """
    day, row = str(mark.get("day", "")).partition("|")[0], str(mark.get("row", ""))
    for one in shifts.to_dict("records"):
        unit = None if pd.isna(one["unit"]) or not one["unit"] else str(one["unit"])
        under = unit or f"{one['starts_at']:%H:%M} to {one['ends_at']:%H:%M}"
        label = "|".join(part.replace("|", "/") for part in (str(one["shift_name"]), under))
        if label == row and str(one["day"].day) == day:
            where = f" on {unit}" if unit else ""
            says = f"{one['shift_name']}{where}, {one['day']:%a} {short_day(one['day'].date())}"
            return Square(says, unit, one["starts_at"], one["ends_at"])
    return None
