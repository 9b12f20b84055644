"""On how many of the days we expect records for was care recorded at all?

Absence of rows is not absence of missed care: a day that was not recorded leaves the rates, and
below nine tenths of the expected days nothing can be clear. Source: measures-and-checks §1.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from toolkit.measures.windows import days_open
from toolkit.parameters.thresholds import CareDefinitions
from toolkit.period import Period


@dataclass(frozen=True, slots=True)
class Recording:
    """The month's days with `rows` (having an outcome), `usual`, `expected` and `recorded`.

    `complete` = recorded and expected / expected; None when no day was expected.
    """

    days: pd.DataFrame
    expected: int
    recorded: int

    @property
    def complete(self) -> float | None:
        return self.recorded / self.expected if self.expected else None

    def recorded_days(self) -> pd.Series:
        return self.days.loc[self.days["recorded"], "day"]


def recorded_completely(recording: Recording, definitions: CareDefinitions) -> bool:
    """True when care was recorded on nine tenths or more of the days it was expected on; of no day, never."""
    share = recording.complete
    return share is not None and share >= definitions.recording_complete_share - 1e-12


def compute_recording(
    care: pd.DataFrame,
    period: Period,
    definitions: CareDefinitions,
    opened_on: date | None = None,
    closed_on: date | None = None,
) -> Recording:
    """Days of the month with a record, against the days whose weekday used to have one.

    `care` are all the service's rows known at as_of. A row has an outcome when its status is other
    than planned, or it has a start. A day is not recorded when it has no such row, or under a third
    of the median of its weekday in the eight weeks before the month.
    """
    return recording_of(rows_by_day(care), period, definitions, opened_on, closed_on)


def rows_by_day(care: pd.DataFrame) -> pd.Series:
    """How many rows with an outcome were due on each day (a date) that has any."""
    has_outcome = (care["status"] != "planned") | care["started_at"].notna()
    counts = care.loc[has_outcome, "due_at"].dt.normalize().value_counts()
    return counts.set_axis([moment.date() for moment in counts.index])


def recording_of(
    counts: pd.Series,
    period: Period,
    definitions: CareDefinitions,
    opened_on: date | None = None,
    closed_on: date | None = None,
) -> Recording:
    """The same from the rows with an outcome of each day."""
    first = period.first_day - timedelta(weeks=definitions.recorded_weeks)
    usual, expected_weekdays = _history(counts, first, period, definitions)
    month = pd.DataFrame({"date": list(period.days)})
    month["rows"] = [int(counts.get(day, 0)) for day in period.days]
    month["usual"] = [usual.get(day.weekday()) for day in period.days]
    month["usual"] = month["usual"].astype("float64")
    enough = month["usual"].isna() | (month["rows"] >= definitions.recorded_day_share * month["usual"])
    month["recorded"] = (month["rows"] > 0) & enough
    open_days = set(days_open(period.days, opened_on, closed_on))
    weekdays = expected_weekdays or set(range(7))
    month["expected"] = [day.weekday() in weekdays and day in open_days for day in period.days]
    month["day"] = pd.DatetimeIndex(month["date"]).astype("datetime64[us]")
    both = month["recorded"] & month["expected"]
    days = month[["day", "rows", "usual", "expected", "recorded"]]
    return Recording(days, int(month["expected"].sum()), int(both.sum()))


def _history(
    counts: pd.Series, first: date, period: Period, definitions: CareDefinitions
) -> tuple[dict[int, float], set[int]]:
    """Of each weekday in the weeks before the month: the median of its rows; and those to be expected.

    The median is over the days that have rows: with days not kept counted as 0, a patchy history
    would lower the bar for the month.
    """
    past = {
        day: int(n) for day, n in zip(counts.index, counts, strict=True) if first <= day < period.first_day
    }
    usual: dict[int, float] = {}
    expected: set[int] = set()
    for weekday in range(7):
        rows = pd.Series([float(n) for day, n in past.items() if day.weekday() == weekday], dtype=float)
        if rows.empty:
            continue
        usual[weekday] = float(rows.median())
        recorded = rows >= definitions.recorded_day_share * usual[weekday]
        if recorded.sum() >= definitions.recorded_weekdays:
            expected.add(weekday)
    return usual, expected
