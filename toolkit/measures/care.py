"""What became of the care that was planned: one category for each row of `care`.

The first that applies: excluded, missed, shortened, delayed, poorly evidenced, well evidenced.
Source: measures-and-checks §1. What the rows say before any threshold is read in `care_rows.py`; how
complete the recording was, and the rates, are the business of `recording.py` and `care_rates.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from toolkit.measures.care_rows import MINUTE, CareRows, read_care
from toolkit.measures.records import poorly_evidenced
from toolkit.parameters.thresholds import CareDefinitions

CATEGORIES = ("excluded", "missed", "shortened", "delayed", "poorly_evidenced", "well_evidenced")


@dataclass(frozen=True, slots=True)
class CareOutcomes:
    """The month's care rows with their category, and what of them could not be judged.

    `rows` are the rows given with `state` (status as read), `category`, and the flags `queried`,
    `clipped`, `early`, `window_row` (position of the window the row belongs to, -1: none).
    """

    rows: pd.DataFrame
    durations_known: bool
    notes_kept: bool


def classify_care(
    month: pd.DataFrame,
    *,
    all_rows: pd.DataFrame,
    people: pd.DataFrame,
    windows: pd.DataFrame,
    home_care: bool,
    definitions: CareDefinitions,
    each_month_apart: bool = False,
) -> CareOutcomes:
    """Put every row of the month into one category.

    `all_rows` are the service's rows known at as_of, before and after the month too: the next row of
    a person and activity is a deadline. `people` are the service's stays, `windows` the windows of
    the month (and of the night before it). With `each_month_apart` the rows may be of many months,
    and each month's are judged as if they were given alone: what an export holds can change over the
    years. `durations_known` and `notes_kept` are then those of all months together.
    """
    read = read_care(
        month, all_rows=all_rows, people=people, windows=windows, home_care=home_care,
        routine_activities=definitions.routine_activities, each_month_apart=each_month_apart,
    )  # fmt: skip
    return judge_care(read, definitions)


def judge_care(read: CareRows, definitions: CareDefinitions) -> CareOutcomes:
    """The same from rows that were read before (`read_care`, with these definitions' routine activities)."""
    durations_known = _durations_known(read, definitions)
    minutes = np.where(durations_known, read.minutes, np.nan)
    missed = ~read.excluded & (
        read.not_given | read.after_deadline | _too_brief(read, minutes, definitions) | read.merged_away
    )
    holds = [
        read.excluded,
        missed,
        _shortened(read, minutes, definitions),
        _delayed(read, definitions),
        poorly_evidenced(read.records, definitions),
    ]
    place = np.select(holds, list(range(len(holds))), default=len(holds))
    met = ~read.excluded & ~missed
    judged = read.rows.assign(
        category=pd.array(CATEGORIES, dtype="str").take(place),
        queried=read.queried,
        clipped=met & _clipped(read, minutes, definitions),
        early=met & _early(read, definitions),
        window_row=read.window_row,
    )
    return CareOutcomes(judged, bool(durations_known.all()), read.notes_kept)


def _durations_known(read: CareRows, definitions: CareDefinitions) -> np.ndarray:
    """False where the system stamps the start as the end: durations are then unknown, not zero."""
    stamped = read.same_times.index[read.same_times >= definitions.same_times_share]
    return ~np.isin(read.together, stamped.to_numpy())


def _too_brief(read: CareRows, minutes: np.ndarray, definitions: CareDefinitions) -> np.ndarray:
    planned = read.planned_minutes
    brief = (minutes < definitions.brief_under_minutes) | (minutes < definitions.brief_under_share * planned)
    return read.given & (planned >= definitions.brief_from_planned_minutes) & brief


def _shortened(read: CareRows, minutes: np.ndarray, definitions: CareDefinitions) -> np.ndarray:
    planned = read.planned_minutes
    cut = (
        read.done
        & (planned >= definitions.shortened_from_planned_minutes)
        & (minutes < definitions.shortened_under_share * planned)
    )
    return (read.given & ~read.done) | cut | read.too_few_carers


def _clipped(read: CareRows, minutes: np.ndarray, definitions: CareDefinitions) -> np.ndarray:
    planned = read.planned_minutes
    return (
        read.done
        & (planned >= definitions.shortened_from_planned_minutes)
        & (minutes >= definitions.shortened_under_share * planned)
        & (minutes < definitions.clipped_under_share * planned)
    )


def _delayed(read: CareRows, definitions: CareDefinitions) -> np.ndarray:
    """Started more than the grace after due_until (else due_at); exactly the grace is on time."""
    minutes = np.where(read.strict, definitions.grace_minutes_critical, definitions.grace_minutes)
    return read.given & (read.late_by > pd.to_timedelta(minutes, unit="min").to_numpy())


def _early(read: CareRows, definitions: CareDefinitions) -> np.ndarray:
    return read.given & read.critical & (read.early_by > definitions.early_minutes * MINUTE)
