"""What became of the care that was planned: one category for each row of `care`.

The first that applies: excluded, missed, shortened, delayed, poorly evidenced, well evidenced.
Rows of status planned with a start are read as done. Source: measures-and-checks §1. How complete
the recording was, and the rates, are the business of `recording.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from toolkit.clock import HOUR, to_utc, to_utc_spans
from toolkit.measures.distinct import each_once
from toolkit.measures.records import poorly_evidenced
from toolkit.measures.spans import match_key
from toolkit.parameters.thresholds import CareDefinitions

PERSONS_CHOICE = ("person_cancelled", "hospital", "away", "died")
CATEGORIES = ("excluded", "missed", "shortened", "delayed", "poorly_evidenced", "well_evidenced")
DAY = pd.Timedelta(days=1)
MINUTE = pd.Timedelta(minutes=1)


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
    rows = _read_states(month)
    together = _judged_together(rows, each_month_apart)
    window_row = match_windows(rows, windows)
    excluded = _excluded(rows, people)
    durations_known = _durations_known(rows, together, definitions)
    minutes = minutes_given(rows).where(durations_known)
    deadline = _deadlines(rows, all_rows, people, windows, window_row)
    missed = ~excluded & (
        _not_given(rows)
        | (rows["started_at"] > deadline)
        | _too_brief(rows, minutes, definitions)
        | _merged_away(rows, ~excluded, together, home_care)
    )
    shortened = _shortened(rows, minutes, definitions)
    delayed = _delayed(rows, home_care, definitions)
    poorly = poorly_evidenced(rows, together, definitions)
    category = np.select(
        [excluded, missed, shortened, delayed, poorly], list(CATEGORIES[:5]), default=CATEGORIES[5]
    )
    judged = rows.assign(
        category=pd.Series(category, index=rows.index, dtype="str"),
        queried=excluded & (rows["state"] == "cancelled") & (rows["recorded_at"] > rows["due_at"]),
        clipped=~excluded & ~missed & _clipped(rows, minutes, definitions),
        early=~excluded & ~missed & _early(rows, definitions),
        window_row=window_row,
    )
    return CareOutcomes(judged, bool(durations_known.all()), bool(rows["note"].notna().any()))


def _judged_together(rows: pd.DataFrame, each_month_apart: bool) -> pd.Series:
    """Rows with the same number are judged together: all of them, or those due in one calendar month."""
    if not each_month_apart:
        return pd.Series(0, index=rows.index)
    return rows["due_at"].dt.year * 12 + rows["due_at"].dt.month


def _read_states(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with `state`: the status, but planned with a start is done."""
    begun = (rows["status"] == "planned") & rows["started_at"].notna()
    return rows.assign(state=rows["status"].mask(begun, "done"), activity_key=match_key(rows["activity"]))


def is_excluded(rows: pd.DataFrame, people: pd.DataFrame) -> pd.Series:
    """True for care nobody could give: declined, not wanted, in hospital, away, died, or not living there."""
    return _excluded(_read_states(rows), people)


def _excluded(rows: pd.DataFrame, people: pd.DataFrame) -> pd.Series:
    by_person = rows["state"].isin(["cancelled", "not_done"]) & rows["reason"].isin(PERSONS_CHOICE)
    return (rows["state"] == "declined") | by_person | ~lives_there(rows, people)


def lives_there(rows: pd.DataFrame, people: pd.DataFrame) -> pd.Series:
    """True where the row's person lived at the service on the day it was due, both ends included.

    A person without a stay is taken to live there: leaving them out would hide their missed care.
    """
    stays = people[["person_id", "moved_in", "moved_out"]]
    due = rows[["person_id"]].assign(day=rows["due_at"].dt.normalize(), position=np.arange(len(rows)))
    pairs = due.merge(stays, on="person_id")
    inside = (pairs["day"] >= pairs["moved_in"]) & (
        pairs["moved_out"].isna() | (pairs["day"] <= pairs["moved_out"])
    )
    at_home = np.zeros(len(rows), dtype=bool)
    at_home[pairs.loc[inside, "position"].to_numpy(dtype=int)] = True
    unknown = ~rows["person_id"].isin(stays["person_id"])
    return pd.Series(at_home, index=rows.index) | unknown


def _not_given(rows: pd.DataFrame) -> pd.Series:
    state = rows["state"]
    return state.isin(["not_done", "cancelled"]) | ((state == "planned") & rows["started_at"].isna())


def _given(rows: pd.DataFrame) -> pd.Series:
    return rows["state"].isin(["done", "part_done"])


def minutes_given(rows: pd.DataFrame) -> pd.Series:
    """Minutes that passed between start and end."""
    start, end = to_utc_spans(rows["started_at"], rows["ended_at"])
    lasted: pd.Series[pd.Timedelta] = end - start
    return lasted / MINUTE


def _durations_known(rows: pd.DataFrame, together: pd.Series, definitions: CareDefinitions) -> pd.Series:
    """False where the system stamps the start as the end: durations are then unknown, not zero."""
    done = rows[rows["state"] == "done"]
    same = (done["started_at"] == done["ended_at"]).groupby(together[done.index]).mean()
    return ~together.isin(same.index[same >= definitions.same_times_share])


def _too_brief(rows: pd.DataFrame, minutes: pd.Series, definitions: CareDefinitions) -> pd.Series:
    planned = rows["planned_minutes"]
    brief = (minutes < definitions.brief_under_minutes) | (minutes < definitions.brief_under_share * planned)
    return _given(rows) & (planned >= definitions.brief_from_planned_minutes) & brief


def _merged_away(rows: pd.DataFrame, counted: pd.Series, together: pd.Series, home_care: bool) -> pd.Series:
    """Rows whose visit was merged into another: same person, same start and end, another due time.

    The row due nearest the start keeps the visit, of two as near the earlier one. In home care any
    activity can be merged into any other; in a home only rows of one activity.
    """
    away = pd.Series(False, index=rows.index)
    timed = rows[counted & _given(rows) & rows["started_at"].notna() & rows["ended_at"].notna()]
    timed = timed.assign(together=together[timed.index])
    keys = ["together", "person_id", "started_at", "ended_at"] + ([] if home_care else ["activity_key"])
    several = timed.groupby(keys)["due_at"].transform("nunique") > 1
    merged = timed[several]
    if merged.empty:
        return away
    distance = (merged["due_at"] - merged["started_at"]).abs()
    ordered = merged.assign(distance=distance).sort_values(["distance", "due_at"])
    keeper = ordered.groupby(keys)["due_at"].transform("first")
    lost = ordered.index[ordered["due_at"] != keeper]
    away.loc[lost] = True
    return away


def _shortened(rows: pd.DataFrame, minutes: pd.Series, definitions: CareDefinitions) -> pd.Series:
    planned = rows["planned_minutes"]
    cut = (
        (rows["state"] == "done")
        & (planned >= definitions.shortened_from_planned_minutes)
        & (minutes < definitions.shortened_under_share * planned)
    )
    return (rows["state"] == "part_done") | cut | _too_few_carers(rows)


def _clipped(rows: pd.DataFrame, minutes: pd.Series, definitions: CareDefinitions) -> pd.Series:
    planned = rows["planned_minutes"]
    return (
        (rows["state"] == "done")
        & (planned >= definitions.shortened_from_planned_minutes)
        & (minutes >= definitions.shortened_under_share * planned)
        & (minutes < definitions.clipped_under_share * planned)
    )


def _too_few_carers(rows: pd.DataFrame) -> pd.Series:
    """Fewer different carers than planned; two rows of one visit (same person, activity, due time) together.

    Some systems export a double-handed visit as two rows with one carer each. A carer who did not come
    is none, and where one of the rows names nobody who came is unknown, not fewer.
    """
    given = rows[_given(rows)]
    visit = given.groupby(["person_id", "activity_key", "due_at"]).ngroup()
    shared = visit.duplicated(keep=False) | visit.isna()
    carers = each_once(given["staff_ids"], _carers_named).astype("float64")
    carers = carers.mask(shared, _carers_together(given.loc[shared, "staff_ids"], visit[shared]))
    named = given["staff_ids"].notna()
    all_named = named.groupby(visit).transform("all").astype(bool)
    fewer = all_named & (carers > 0) & (carers < given["carers_planned"])
    return fewer.reindex(rows.index, fill_value=False)


def _carers_named(staff_ids: pd.Series) -> pd.Series:
    """How many different carers each text names."""
    return staff_ids.map(lambda ids: len({one.strip() for one in ids.split(";")} - {""}))


def _carers_together(staff_ids: pd.Series, visit: pd.Series) -> pd.Series:
    """How many different carers the rows of each visit name, told of each row."""
    named = staff_ids.str.split(";").explode().astype("str").str.strip()
    named = named[named.notna() & (named != "")]
    return visit.map(named.groupby(visit.reindex(named.index)).nunique())


def _grace(rows: pd.DataFrame, home_care: bool, definitions: CareDefinitions) -> pd.Series:
    strict = (rows["time_critical"] == "yes") | home_care
    minutes = np.where(strict, definitions.grace_minutes_critical, definitions.grace_minutes)
    return pd.Series(pd.to_timedelta(minutes, unit="min"), index=rows.index)


def _delayed(rows: pd.DataFrame, home_care: bool, definitions: CareDefinitions) -> pd.Series:
    """Started more than the grace after due_until (else due_at); exactly the grace is on time."""
    latest = to_utc(rows["due_until"].fillna(rows["due_at"])) + _grace(rows, home_care, definitions)
    return _given(rows) & (to_utc(rows["started_at"]) > latest)


def _early(rows: pd.DataFrame, definitions: CareDefinitions) -> pd.Series:
    earliest = to_utc(rows["due_at"]) - definitions.early_minutes * MINUTE
    return _given(rows) & (rows["time_critical"] == "yes") & (to_utc(rows["started_at"]) < earliest)


def _deadlines(
    rows: pd.DataFrame,
    all_rows: pd.DataFrame,
    people: pd.DataFrame,
    windows: pd.DataFrame,
    window_row: pd.Series,
) -> pd.Series:
    """The wall-clock time after which a start is too late to be that piece of care.

    The earliest of: the next row of the person and activity; the end of the window when it crosses
    midnight, else 23:00 that day (08:00 next day when due at or after 23:00).
    """
    day = rows["due_at"].dt.normalize()
    evening = day + 23 * HOUR
    fallback = evening.mask(rows["due_at"] >= evening, day + DAY + 8 * HOUR)
    ends = pd.Series(pd.NaT, index=rows.index, dtype="datetime64[us]")
    placed = window_row >= 0
    if placed.any():
        of_row = windows.iloc[window_row[placed].to_numpy()]
        # A window that ends at midnight does not cross it: its evening belongs to one day.
        crosses = of_row["ends_at"] > of_row["starts_at"].dt.normalize() + DAY
        ends.loc[placed] = of_row["ends_at"].where(crosses).to_numpy()
    return pd.concat([ends.fillna(fallback), _next_due(rows, all_rows, people)], axis=1).min(axis=1)


def _next_due(rows: pd.DataFrame, all_rows: pd.DataFrame, people: pd.DataFrame) -> pd.Series:
    """When the person's next row of the same activity, not excluded, was due; NaT: none known."""
    # A deadline lies within two days of the hour it is for, so later rows move none.
    last = rows["due_at"].max() + 3 * DAY
    near = all_rows[(all_rows["due_at"] > rows["due_at"].min()) & (all_rows["due_at"] <= last)]
    around = _read_states(near)
    counted = around.loc[~_excluded(around, people), ["person_id", "activity_key", "due_at"]]
    later = counted.drop_duplicates().rename(columns={"due_at": "next_due"}).sort_values("next_due")
    asked = rows[["person_id", "activity_key", "due_at"]].assign(position=np.arange(len(rows)))
    found = pd.merge_asof(
        asked.sort_values("due_at"), later, left_on="due_at", right_on="next_due",
        by=["person_id", "activity_key"], direction="forward", allow_exact_matches=False,
    )  # fmt: skip
    return pd.Series(found.sort_values("position")["next_due"].to_numpy(), index=rows.index)


def match_windows(rows: pd.DataFrame, windows: pd.DataFrame) -> pd.Series:
    """The window each row belongs to, as a position in `windows`; -1 where there is none.

    The window of its unit (blank on either side = any) that contains due_at (start included, end
    not); of several the one that started last, of these the one that names the row's own unit. When
    the last to start are of different units the row could belong to any of them: none.
    """
    found = np.full(len(rows), -1)
    if not len(windows) or not len(rows):
        return pd.Series(found, index=rows.index)
    due = to_utc(rows["due_at"]).to_numpy("datetime64[us]")
    row_unit, window_unit = match_key(rows["unit"]), match_key(windows["unit"])
    for unit in _units(row_unit):
        chosen = np.flatnonzero(row_unit.isna() if unit is None else row_unit == unit)
        fits = np.ones(len(windows), dtype=bool)
        if unit is not None:
            fits = (window_unit.isna() | (window_unit == unit)).to_numpy(dtype=bool)
        found[chosen] = _last_started(due[chosen], unit or "", windows[fits], np.flatnonzero(fits))
    return pd.Series(found, index=rows.index)


def _units(units: pd.Series) -> Iterable[str | None]:
    yield from sorted(units.dropna().unique())
    if units.isna().any():
        yield None


def _last_started(due: np.ndarray, unit: str, windows: pd.DataFrame, positions: np.ndarray) -> np.ndarray:
    """Windows in the order of their start; a row goes to the last that contains it."""
    in_order = np.argsort(due, kind="stable")
    due = due[in_order]
    found = np.full(len(due), -1)
    tied = np.zeros(len(due), dtype=bool)
    units = match_key(windows["unit"]).fillna("").to_numpy()
    starts, ends = windows["start"].to_numpy("datetime64[us]"), windows["end"].to_numpy("datetime64[us]")
    own = units == unit
    first, last = np.searchsorted(due, starts), np.searchsorted(due, ends)
    for at in np.lexsort((windows["shift_name"].to_numpy().astype(str), ~own, starts)):
        inside = slice(first[at], max(first[at], last[at]))
        before = found[inside]
        beside = (before >= 0) & (starts[before] == starts[at])
        tied[inside] = beside & (tied[inside] | (~own[before] & (units[before] != units[at])))
        found[inside] = np.where(beside, before, at)
    placed = np.full(len(due), -1)
    placed[in_order] = np.where((found < 0) | tied, -1, positions[found])
    return placed
