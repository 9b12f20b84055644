"""Are there more incidents for each day somebody lived here (or each visit) than in the months before?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from toolkit.measures.care_rows import is_excluded
from toolkit.measures.recording import compute_recording
from toolkit.parameters.thresholds import CareDefinitions
from toolkit.period import Period


@dataclass(frozen=True, slots=True)
class IncidentMonth:
    """Incidents of one month and what they are counted against: resident days, or visits."""

    month: str
    incidents: int
    exposure: float

    @property
    def rate(self) -> float | None:
        """Incidents per 1,000 resident days (home care: per 1,000 visits)."""
        return 1000 * self.incidents / self.exposure if self.exposure > 0 else None


def resident_days(people: pd.DataFrame, first: date, last: date) -> int:
    """Days people lived at the service from `first` to `last`, both included.

    A stay counts from the day moved in to the day before moving out; hospital days are not deducted,
    and somebody with two stays on one day lived there once.
    """
    days = pd.date_range(first, last).to_numpy("datetime64[us]")
    moved_in = people["moved_in"].to_numpy("datetime64[us]")[:, None]
    moved_out = people["moved_out"].to_numpy("datetime64[us]")[:, None]
    there = (moved_in <= days) & (np.isnat(moved_out) | (moved_out > days))
    person, names = pd.factorize(people["person_id"])
    lived = np.zeros((len(names), len(days)), dtype=bool)
    np.logical_or.at(lived, person, there)
    return int(lived.sum())


def visits(
    care: pd.DataFrame, people: pd.DataFrame, period: Period, definitions: CareDefinitions,
    opened_on: date | None = None, closed_on: date | None = None,
) -> int:  # fmt: skip
    """Visits planned and not excluded on the recorded days of the period."""
    recording = compute_recording(care, period, definitions, opened_on, closed_on)
    due = care["due_at"]
    month = care[(due >= period.start) & (due < period.end)]
    on_recorded = month["due_at"].dt.normalize().isin(recording.recorded_days())
    return int((on_recorded & ~is_excluded(month, people)).sum())


def count_incidents(incidents: pd.DataFrame, period: Period) -> int:
    happened = incidents["occurred_at"]
    return int(((happened >= period.start) & (happened < period.end)).sum())


def months_on_record(incidents: pd.DataFrame, period: Period, months: int) -> list[Period]:
    """The months before the audit month from the first incident on record on, oldest first.

    Later months without an incident are true zeros; earlier ones were not kept.
    """
    if incidents.empty:
        return []
    first = incidents["occurred_at"].min().date().replace(day=1)
    before = [period.earlier(back) for back in range(months, 0, -1)]
    return [month for month in before if month.first_day >= first]
