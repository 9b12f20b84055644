"""Which shift is a square of the calendar, and what is it called?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from toolkit.report.staffing.rota_pictures import calendar_rows, shift_key
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
    the day ("3|S") and the shift ("Night|Willow", or "Night|21:30 to 07:30" where there are no units: the
    times of one of its days, which need not be those of this one).
    """
    day, row = str(mark.get("day", "")).partition("|")[0], str(mark.get("row", ""))
    rows = calendar_rows(shifts)
    for one in shifts.to_dict("records"):
        if rows[shift_key(one)] == row and str(one["day"].day) == day:
            unit = shift_key(one)[0] or None
            where = f" on {unit}" if unit else ""
            says = f"{one['shift_name']}{where}, {one['day']:%a} {short_day(one['day'].date())}"
            return Square(says, unit, one["starts_at"], one["ends_at"])
    return None
