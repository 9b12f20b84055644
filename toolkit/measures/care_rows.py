"""What does each row of `care` say, before any threshold is held against it?

Who could be given care, when at the latest, what was started, by how many, and how the record was made:
read once. What it is then called, under which definitions, is the business of `care.py`. Rows of status
planned with a start are read as done. Source: measures-and-checks §1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from toolkit.clock import HOUR, to_utc, to_utc_spans
from toolkit.measures.care_windows import match_windows
from toolkit.measures.distinct import each_once
from toolkit.measures.records import RecordsRead, read_records
from toolkit.measures.spans import match_key

PERSONS_CHOICE = ("person_cancelled", "hospital", "away", "died")
DAY = pd.Timedelta(days=1)
MINUTE = pd.Timedelta(minutes=1)


@dataclass(frozen=True, slots=True, eq=False)
class CareRows:
    """Rows of care with all that can be said of them without a threshold; each part is aligned to `rows`.

    `rows` are the rows given with `state` (status as read) and `activity_key`. `together`: rows with the
    same number are judged together, as one export. `window_row`: position of the row's window, -1: none.
    `minutes` passed between start and end; `late_by` and `early_by`: how long after it was due until, and
    before it was due, care started (negative: not). `strict`: lateness of it is told by the strict grace.
    `same_times`: the share of done rows that start as they end, by the number in `together`.
    """

    rows: pd.DataFrame
    together: pd.Series
    window_row: pd.Series
    excluded: pd.Series
    given: pd.Series
    not_given: pd.Series
    after_deadline: pd.Series
    merged_away: pd.Series
    too_few_carers: pd.Series
    minutes: pd.Series
    late_by: pd.Series
    early_by: pd.Series
    strict: pd.Series
    same_times: pd.Series
    records: RecordsRead


def read_care(
    month: pd.DataFrame,
    *,
    all_rows: pd.DataFrame,
    people: pd.DataFrame,
    windows: pd.DataFrame,
    home_care: bool,
    routine_activities: tuple[str, ...],
    each_month_apart: bool = False,
) -> CareRows:
    """Read every row of the month; for the arguments see `classify_care`, which judges them too.

    `routine_activities` are those whose notes are alike by nature.
    """
    rows = _read_states(month)
    together = _judged_together(rows, each_month_apart)
    window_row = match_windows(rows, windows)
    excluded = _excluded(rows, people)
    started, due = to_utc(rows["started_at"]), to_utc(rows["due_at"])
    return CareRows(
        rows=rows,
        together=together,
        window_row=window_row,
        excluded=excluded,
        given=_given(rows),
        not_given=_not_given(rows),
        after_deadline=rows["started_at"] > _deadlines(rows, all_rows, people, windows, window_row),
        merged_away=_merged_away(rows, ~excluded, together, home_care),
        too_few_carers=_too_few_carers(rows),
        minutes=minutes_given(rows),
        late_by=started - to_utc(rows["due_until"].fillna(rows["due_at"])),
        early_by=due - started,
        strict=(rows["time_critical"] == "yes") | home_care,
        same_times=_same_times(rows, together),
        records=read_records(rows, together, routine_activities),
    )


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


def _same_times(rows: pd.DataFrame, together: pd.Series) -> pd.Series:
    """The share of done rows that end at the very time they start, of those judged together."""
    done = rows[rows["state"] == "done"]
    return (done["started_at"] == done["ended_at"]).groupby(together[done.index]).mean()


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
