"""What does each row of `care` say, before any threshold is held against it?

Who could be given care, when at the latest, what was started, by how many, and how the record was made:
read once. What it is then called, under which definitions, is the business of `care.py`. Rows of status
planned with a start are read as done. Source: measures-and-checks §1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from toolkit.clock import to_utc, to_utc_spans
from toolkit.measures.care_windows import match_windows
from toolkit.measures.distinct import each_once
from toolkit.measures.records import RecordsRead, read_records
from toolkit.measures.spans import match_key

PERSONS_CHOICE = ("person_cancelled", "hospital", "away", "died")
DAY = pd.Timedelta(days=1)
MINUTE = pd.Timedelta(minutes=1)
AN_HOUR = np.timedelta64(1, "h")


@dataclass(frozen=True, slots=True, eq=False)
class CareRows:
    """Rows of care with all that can be said of them without a threshold; each array is aligned to `rows`.

    `rows` are the rows given with `state` (status as read) and `activity_key`. `together`: rows with the
    same number are judged together, as one export. `window_row`: position of the row's window, -1: none.
    `given` is done or in part done; `queried`: cancelled, but recorded after it was due; `critical`: marked
    as time-critical. `minutes` passed between start and end; `late_by` and `early_by`: how long after it was
    due until, and before it was due, care started (negative: not). `strict`: lateness of it is told by the
    strict grace. `same_times`: the share of done rows that start as they end, by the number in `together`.
    """

    rows: pd.DataFrame
    together: np.ndarray
    window_row: np.ndarray
    excluded: np.ndarray
    done: np.ndarray
    given: np.ndarray
    not_given: np.ndarray
    queried: np.ndarray
    critical: np.ndarray
    after_deadline: np.ndarray
    merged_away: np.ndarray
    too_few_carers: np.ndarray
    planned_minutes: np.ndarray
    minutes: np.ndarray
    late_by: np.ndarray
    early_by: np.ndarray
    strict: np.ndarray
    same_times: pd.Series
    notes_kept: bool
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
    window_row = match_windows(rows, windows).to_numpy()
    state, excluded = rows["state"], _excluded(rows, people)
    done, cancelled = _is(state, "done"), _is(state, "cancelled")
    given = done | _is(state, "part_done")
    critical = _is(rows["time_critical"], "yes")
    started_at, due_at = rows["started_at"], rows["due_at"]
    started = _utc(started_at)
    return CareRows(
        rows=rows,
        together=together,
        window_row=window_row,
        excluded=excluded,
        done=done,
        given=given,
        not_given=cancelled | _is(state, "not_done") | (_is(state, "planned") & started_at.isna().to_numpy()),
        queried=excluded & cancelled & (_moments(rows["recorded_at"]) > _moments(due_at)),
        critical=critical,
        after_deadline=_moments(started_at) > _deadlines(rows, all_rows, people, windows, window_row),
        merged_away=_merged_away(rows, given & ~excluded, together, home_care),
        too_few_carers=_too_few_carers(rows, given),
        planned_minutes=rows["planned_minutes"].to_numpy(dtype="float64", na_value=np.nan),
        minutes=minutes_given(rows).to_numpy(),
        late_by=started - _utc(rows["due_until"].fillna(due_at)),
        early_by=_utc(due_at) - started,
        strict=critical | home_care,
        same_times=_same_times(rows[done], together[done]),
        notes_kept=bool(rows["note"].notna().any()),
        records=read_records(rows, together, given, routine_activities),
    )


def _is(words: pd.Series, word: str) -> np.ndarray:
    """True where the cell is that word; a blank is none."""
    return (words == word).to_numpy(dtype=bool)


def _moments(local: pd.Series) -> np.ndarray:
    return local.to_numpy("datetime64[us]")


def _utc(local: pd.Series) -> np.ndarray:
    return _moments(to_utc(local))


def _judged_together(rows: pd.DataFrame, each_month_apart: bool) -> np.ndarray:
    """Rows with the same number are judged together: all of them, or those due in one calendar month."""
    if not each_month_apart:
        return np.zeros(len(rows), dtype="int64")
    return _moments(rows["due_at"]).astype("datetime64[M]").astype("int64")


def _read_states(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with `state`: the status, but planned with a start is done."""
    begun = (rows["status"] == "planned") & rows["started_at"].notna()
    return rows.assign(state=rows["status"].mask(begun, "done"), activity_key=match_key(rows["activity"]))


def is_excluded(rows: pd.DataFrame, people: pd.DataFrame) -> pd.Series:
    """True for care nobody could give: declined, not wanted, in hospital, away, died, or not living there."""
    return pd.Series(_excluded(_read_states(rows), people), index=rows.index)


def _excluded(rows: pd.DataFrame, people: pd.DataFrame) -> np.ndarray:
    state = rows["state"]
    by_person = (_is(state, "cancelled") | _is(state, "not_done")) & rows["reason"].isin(
        PERSONS_CHOICE
    ).to_numpy(dtype=bool)
    return _is(state, "declined") | by_person | ~_lives_there(rows, people)


def _lives_there(rows: pd.DataFrame, people: pd.DataFrame) -> np.ndarray:
    """True where the row's person lived at the service on the day it was due, both ends included.

    A person without a stay is taken to live there: leaving them out would hide their missed care.
    """
    people = people[people["person_id"].notna()]
    stay_of, names = pd.factorize(people["person_id"])
    person = pd.Index(names).get_indexer(pd.Index(rows["person_id"]))
    day = _moments(rows["due_at"]).astype("datetime64[D]")
    moved_in, moved_out = (_moments(people[name]) for name in ("moved_in", "moved_out"))
    at_home = person < 0
    nth = people.groupby(stay_of).cumcount().to_numpy()
    for n in range(nth.max(initial=-1) + 1):
        # The n-th stay of each person: few have more than one.
        first, last = np.full((2, len(names)), np.datetime64("NaT", "us"))
        first[stay_of[nth == n]], last[stay_of[nth == n]] = moved_in[nth == n], moved_out[nth == n]
        open_end = np.isnat(last)
        at_home |= (person >= 0) & (day >= first[person]) & (open_end[person] | (day <= last[person]))
    return at_home


def minutes_given(rows: pd.DataFrame) -> pd.Series:
    """Minutes that passed between start and end."""
    start, end = to_utc_spans(rows["started_at"], rows["ended_at"])
    lasted: pd.Series[pd.Timedelta] = end - start
    return lasted / MINUTE


def _same_times(done: pd.DataFrame, together: np.ndarray) -> pd.Series:
    """The share of done rows that end at the very time they start, of those judged together."""
    same = pd.Series(_moments(done["started_at"]) == _moments(done["ended_at"]))
    return same.groupby(together).mean()


def _merged_away(
    rows: pd.DataFrame, counted: np.ndarray, together: np.ndarray, home_care: bool
) -> np.ndarray:
    """Rows whose visit was merged into another: same person, same start and end, another due time.

    The row due nearest the start keeps the visit, of two as near the earlier one. In home care any
    activity can be merged into any other; in a home only rows of one activity.
    """
    keys = ["together", "person_id", "started_at", "ended_at"] + ([] if home_care else ["activity_key"])
    timed = rows.assign(together=together, position=np.arange(len(rows)))
    timed = timed.loc[counted, list(dict.fromkeys([*keys, "due_at", "position"]))].dropna(subset=keys)
    alike = timed[timed.duplicated(keys, keep=False)]
    away = np.zeros(len(rows), dtype=bool)
    if alike.empty:
        return away
    distance = (alike["due_at"] - alike["started_at"]).abs()
    ordered = alike.assign(distance=distance).sort_values(["distance", "due_at"])
    keeper = ordered.groupby(keys)["due_at"].transform("first")
    away[ordered.loc[ordered["due_at"] != keeper, "position"]] = True
    return away


def _too_few_carers(rows: pd.DataFrame, given: np.ndarray) -> np.ndarray:
    """Fewer different carers than planned; two rows of one visit (same person, activity, due time) together.

    Some systems export a double-handed visit as two rows with one carer each. A carer who did not come
    is none, and where one of the rows names nobody who came is unknown, not fewer.
    """
    keys = ["person_id", "activity_key", "due_at"]
    of_given = rows.loc[given, [*keys, "staff_ids", "carers_planned"]]
    carers = each_once(of_given["staff_ids"], _carers_named).to_numpy("float64", copy=True)
    # An activity without a letter in its name could be any: it is told by nothing, and never fewer.
    shared = (of_given.duplicated(keys, keep=False) | of_given["activity_key"].isna()).to_numpy()
    if shared.any():
        together = of_given[shared]
        carers[shared] = _carers_together(together["staff_ids"], together.groupby(keys).ngroup())
    fewer = np.zeros(len(rows), dtype=bool)
    planned = of_given["carers_planned"].to_numpy(dtype="float64", na_value=np.nan)
    fewer[given] = (carers > 0) & (carers < planned)
    return fewer


def _carers_named(staff_ids: pd.Series) -> pd.Series:
    """How many different carers each text names."""
    return staff_ids.map(lambda ids: len({one.strip() for one in ids.split(";")} - {""}))


def _carers_together(staff_ids: pd.Series, visit: pd.Series) -> pd.Series:
    """How many different carers the rows of each visit name, told of each row; NaN where one names none."""
    named = staff_ids.str.split(";").explode().astype("str").str.strip()
    named = named[named.notna() & (named != "")]
    carers = visit.map(named.groupby(visit.reindex(named.index)).nunique())
    return carers.mask(visit.isin(visit[staff_ids.isna()]))


def _deadlines(
    rows: pd.DataFrame,
    all_rows: pd.DataFrame,
    people: pd.DataFrame,
    windows: pd.DataFrame,
    window_row: np.ndarray,
) -> np.ndarray:
    """The wall-clock time after which a start is too late to be that piece of care.

    The earliest of: the next row of the person and activity; the end of the window when it crosses
    midnight, else 23:00 that day (08:00 next day when due at or after 23:00).
    """
    due_at = _moments(rows["due_at"])
    day = due_at.astype("datetime64[D]").astype("datetime64[us]")
    evening = day + 23 * AN_HOUR
    deadline = np.where(due_at >= evening, day + 32 * AN_HOUR, evening)
    placed = window_row >= 0
    # A window that ends at midnight does not cross it: its evening belongs to one day.
    of_row = window_row[placed]
    ends, starts = (_moments(windows[name])[of_row] for name in ("ends_at", "starts_at"))
    crosses = ends > starts.astype("datetime64[D]") + np.timedelta64(1, "D")
    deadline[placed] = np.where(crosses, ends, deadline[placed])
    return np.fmin(deadline, _next_due(rows, all_rows, people))


def _next_due(rows: pd.DataFrame, all_rows: pd.DataFrame, people: pd.DataFrame) -> np.ndarray:
    """When the person's next row of the same activity, not excluded, was due; NaT: none known."""
    # A deadline lies within two days of the hour it is for, so later rows move none.
    last = rows["due_at"].max() + 3 * DAY
    near = all_rows[(all_rows["due_at"] > rows["due_at"].min()) & (all_rows["due_at"] <= last)]
    around = _read_states(near)
    counted = ~_excluded(around, people)
    person, activity, hour = (
        pd.factorize(pd.concat([around.loc[counted, name], rows[name]]), sort=name == "due_at")
        for name in ("person_id", "activity_key", "due_at")
    )
    # One number for the person, activity and time: in order of the time where the first two are the same.
    hours = hour[1]
    whose = person[0].astype("int64") * (len(activity[1]) + 1) + activity[0]
    number = whose * len(hours) + hour[0]
    known, asked = np.unique(number[: counted.sum()]), number[counted.sum() :]
    if not len(known):
        return np.full(len(rows), np.datetime64("NaT", "us"))
    found = known[np.minimum(np.searchsorted(known, asked, side="right"), len(known) - 1)]
    is_next = (found > asked) & (found // len(hours) == asked // len(hours))
    next_due = np.asarray(hours, dtype="datetime64[us]")[found % len(hours)]
    return np.where(is_next, next_due, np.datetime64("NaT", "us"))
