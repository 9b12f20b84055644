"""Does the record of care that was given say anything, and was it made at the time?

Four signs that it does not: a note that is blank or says next to nothing, a record made more than a
day later, records of a whole shift typed in one burst, and the same words for several people.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from toolkit.clock import HOUR, to_utc
from toolkit.measures.distinct import each_once
from toolkit.parameters.thresholds import CareDefinitions


@dataclass(frozen=True, slots=True, eq=False)
class RecordsRead:
    """What the records of some rows of care say, before any threshold; each array is aligned to the rows.

    `words`: how many words the note has, 0 of a blank one; `notes_kept`: True where the row's export
    carries notes at all; `recorded_after`: the time from the care (its end, else start, else due time) to
    the record. `alike_rows`, `alike_people`: how many rows of that day hold the same words, for how many
    people; -1 where notes are not compared. `stamps`: one row a record with an author and a time, in the
    order of author and time: `position` of the row, `author` (a number, of one export), `at`, `start` (UTC).
    """

    words: np.ndarray
    notes_kept: np.ndarray
    recorded_after: np.ndarray
    alike_rows: np.ndarray
    alike_people: np.ndarray
    stamps: pd.DataFrame


def read_records(
    rows: pd.DataFrame, together: np.ndarray, given: np.ndarray, routine_activities: tuple[str, ...]
) -> RecordsRead:
    """Read the records of these rows of care.

    `rows` need `state` (measures/care_rows.py); those with the same number in `together` are one export's;
    `given` says of which care was given. Notes on routine activities are not compared.
    """
    note, notes = pd.factorize(rows["note"])
    said = [" ".join(text.casefold().split()) for text in notes]
    words = np.array([text.count(" ") + 1 if text else 0 for text in said] + [0])  # the last: of a blank
    compared = given & ~_is_routine(rows, routine_activities) & (words[note] > 0)
    alike_rows, alike_people = _rows_with_the_same_words(rows, note, said, compared)
    return RecordsRead(
        words=words[note],
        notes_kept=np.isin(together, together[note >= 0]),
        recorded_after=_recorded_after(rows),
        alike_rows=alike_rows,
        alike_people=alike_people,
        stamps=_stamps(rows, together),
    )


def poorly_evidenced(read: RecordsRead, definitions: CareDefinitions) -> np.ndarray:
    """True where the row's record carries one of the four signs.

    Where no row has a note the export carries none, and notes are not judged. The same words for several:
    the same note on five or more rows given that day, for three or more people, case and white space
    apart; routine activities (drinks, checks, repositioning) are left out.
    """
    thin = (read.words < definitions.note_words) & read.notes_kept
    late = read.recorded_after > (definitions.record_within_hours * HOUR).to_timedelta64()
    same_words = (read.alike_rows >= definitions.same_note_rows) & (
        read.alike_people >= definitions.same_note_people
    )
    return late | _recorded_in_a_burst(read, definitions) | same_words | thin


def _recorded_after(rows: pd.DataFrame) -> np.ndarray:
    """How long after it ended (else started, else was due) the care was recorded."""
    given_at = rows["ended_at"].fillna(rows["started_at"]).fillna(rows["due_at"])
    return (to_utc(rows["recorded_at"]) - to_utc(given_at)).to_numpy("timedelta64[us]")


def _stamps(rows: pd.DataFrame, together: np.ndarray) -> pd.DataFrame:
    """Who recorded when: the author is the first id in staff_ids; rows of any status count."""
    team, teams = pd.factorize(rows["staff_ids"])
    firsts = [ids.partition(";")[0].strip() for ids in teams] + [""]  # the last: of a blank
    number, names = pd.factorize(np.array(firsts, dtype=object), sort=True)
    author = number[team]
    named = np.array([bool(name) for name in names])
    known = np.flatnonzero(named[author] & rows["recorded_at"].notna().to_numpy())
    stamps = pd.DataFrame(
        {
            "position": known,
            "author": np.unique(together[known] * len(names) + author[known], return_inverse=True)[1],
            "at": to_utc(rows["recorded_at"].iloc[known]).array,
            "start": to_utc(rows["started_at"].iloc[known]).array,
        }
    )
    return stamps.sort_values(["author", "at"], ignore_index=True)


def _recorded_in_a_burst(read: RecordsRead, definitions: CareDefinitions) -> np.ndarray:
    """One of ten or more records of one author within five minutes, of care spread over an hour or more."""
    author = read.stamps["author"].to_numpy()
    at, start = (read.stamps[name].to_numpy("datetime64[us]") for name in ("at", "start"))
    within = np.timedelta64(definitions.burst_minutes, "m")
    others = definitions.burst_rows - 1
    tenth, ones = slice(others, None), slice(0, max(0, len(at) - others))
    begins = (author[tenth] == author[ones]) & (at[tenth] - at[ones] <= within)
    first = np.flatnonzero(begins)
    last = _last_within(author, at, first, within)
    wide = _spread(start, first, last) > np.timedelta64(definitions.burst_spread_minutes, "m")
    bounds = np.zeros(len(at) + 1, dtype=int)
    np.add.at(bounds, first[wide], 1)
    np.add.at(bounds, last[wide], -1)
    flagged = np.zeros(len(read.words), dtype=bool)
    flagged[read.stamps["position"].to_numpy()[np.cumsum(bounds)[:-1] > 0]] = True
    return flagged


def _last_within(author: np.ndarray, at: np.ndarray, first: np.ndarray, within: np.timedelta64) -> np.ndarray:
    """For each first record the place after the last one of its author that falls within that time."""
    last = np.zeros(len(first), dtype=int)
    for one in np.unique(author[first]):
        begin, end = np.searchsorted(author, [one, one + 1])
        mine = author[first] == one
        last[mine] = begin + np.searchsorted(at[begin:end], at[first[mine]] + within, side="right")
    return last


def _spread(start: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """The time between the earliest and the latest known start from each first place to before its last."""
    if not len(first):
        return np.zeros(0, dtype="timedelta64[us]")
    known = ~np.isnat(start)
    moments = start[known]
    if not len(moments):
        return np.zeros(len(first), dtype="timedelta64[us]")
    # One more place at the end, because a range may end with the last record.
    earliest = np.append(np.where(known, start, moments.max()), moments.max())
    latest = np.append(np.where(known, start, moments.min()), moments.min())
    bounds = np.column_stack([first, last]).ravel()
    between = np.maximum.reduceat(latest, bounds)[::2] - np.minimum.reduceat(earliest, bounds)[::2]
    return between


def _is_routine(rows: pd.DataFrame, routine_activities: tuple[str, ...]) -> np.ndarray:
    # Activities are compared in lower case, exactly: a provider's own words extend the list.
    activity = each_once(rows["activity"], lambda names: names.str.lower())
    return activity.isin([word.lower() for word in routine_activities]).to_numpy(dtype=bool)


def _rows_with_the_same_words(
    rows: pd.DataFrame, note: np.ndarray, said: list[str], compared: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Of each row compared: how many of that day say the same, for how many people; -1 of the others.

    `note` is the place of the row's words in `said`.
    """
    words, _ = pd.factorize(np.array(said, dtype=object))
    day, days = pd.factorize(rows.loc[compared, "due_at"].dt.normalize())
    person, people = pd.factorize(rows.loc[compared, "person_id"])
    group = words[note[compared]] * len(days) + day
    found, place, size = np.unique(group, return_inverse=True, return_counts=True)
    pairs = np.unique(place * len(people) + person)
    of_rows, of_people = np.full((2, len(rows)), -1)
    of_rows[compared] = size[place]
    of_people[compared] = np.bincount(pairs // max(len(people), 1), minlength=len(found))[place]
    return of_rows, of_people
