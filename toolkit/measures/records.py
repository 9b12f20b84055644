"""Does the record of care that was given say anything, and was it made at the time?

Four signs that it does not: a note that is blank or says next to nothing, a record made more than a
day later, records of a whole shift typed in one burst, and the same words for several people.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.clock import HOUR, to_utc
from toolkit.measures.distinct import each_once
from toolkit.parameters.thresholds import CareDefinitions


def poorly_evidenced(rows: pd.DataFrame, together: pd.Series, definitions: CareDefinitions) -> pd.Series:
    """True where the row's record carries one of the four signs.

    Where no row has a note the export carries none, and notes are not judged. `rows` need `state`
    and `activity_key` (measures/care.py); those with the same number in `together` are one export's.
    """
    notes_kept = rows["note"].notna().groupby(together).transform("any").astype(bool)
    thin = says_little(rows["note"], definitions) & notes_kept
    return (
        recorded_late(rows, definitions)
        | recorded_in_a_burst(rows, together, definitions)
        | same_words_for_several(rows, definitions)
        | thin
    )


def says_little(notes: pd.Series, definitions: CareDefinitions) -> pd.Series:
    """A note that is blank or has fewer than three words.

    >>> says_little(pd.Series(["Ate well, chatted", "ok", None]), CareDefinitions()).tolist()
    [False, True, True]
    """
    return each_once(notes.fillna(""), lambda texts: texts.str.count(r"\S+")) < definitions.note_words


def recorded_late(rows: pd.DataFrame, definitions: CareDefinitions) -> pd.Series:
    """Recorded more than 24 hours after it ended (else started, else was due)."""
    given_at = rows["ended_at"].fillna(rows["started_at"]).fillna(rows["due_at"])
    return to_utc(rows["recorded_at"]) - to_utc(given_at) > definitions.record_within_hours * HOUR


def recorded_in_a_burst(rows: pd.DataFrame, together: pd.Series, definitions: CareDefinitions) -> pd.Series:
    """One of ten or more records of one author within five minutes, of care spread over an hour or more.

    The author is the first id in staff_ids; rows of any status count.
    """
    author = each_once(rows["staff_ids"], lambda ids: ids.str.replace(r";.*", "", regex=True).str.strip())
    known = rows[author.notna() & (author != "") & rows["recorded_at"].notna()]
    stamped = pd.DataFrame(
        {
            "together": together[known.index],
            "author": author[known.index],
            "at": to_utc(known["recorded_at"]),
            "start": to_utc(known["started_at"]),
        }
    ).sort_values(["together", "author", "at"])
    flagged = pd.Series(False, index=rows.index)
    # Most authors never typed ten records within five minutes: only those who did are looked at one by one.
    authors = stamped.groupby(["together", "author"])["at"]
    tenth = authors.shift(1 - definitions.burst_rows)
    quick = tenth - stamped["at"] <= pd.Timedelta(minutes=definitions.burst_minutes)
    suspect = quick.groupby([stamped["together"], stamped["author"]]).transform("any")
    for _, group in stamped[suspect].groupby(["together", "author"]):
        flagged.loc[group.index[_in_bursts(group, definitions)]] = True
    return flagged


def _in_bursts(group: pd.DataFrame, definitions: CareDefinitions) -> np.ndarray:
    """Positions of one author's records, in the order of recording, that lie in a burst."""
    at = group["at"].to_numpy("datetime64[us]")
    start = group["start"].to_numpy("datetime64[us]")
    span = np.timedelta64(definitions.burst_minutes, "m")
    spread = np.timedelta64(definitions.burst_spread_minutes, "m")
    last = np.searchsorted(at, at + span, side="right")
    inside = np.zeros(len(at), dtype=bool)
    for first in np.flatnonzero(last - np.arange(len(at)) >= definitions.burst_rows):
        begun = start[first : last[first]]
        begun = begun[~np.isnat(begun)]
        if len(begun) and begun.max() - begun.min() > spread:
            inside[first : last[first]] = True
    return inside


def same_words_for_several(rows: pd.DataFrame, definitions: CareDefinitions) -> pd.Series:
    """The same note on five or more rows given that day, for three or more people.

    Case and white space apart; routine activities (drinks, checks, repositioning) are left out.
    """
    # Activities are compared in lower case, exactly: a provider's own words extend the list.
    activity = each_once(rows["activity"], lambda names: names.str.lower())
    routine = activity.isin([word.lower() for word in definitions.routine_activities])
    given = rows["state"].isin(["done", "part_done"])
    words = each_once(
        rows["note"], lambda notes: notes.str.casefold().str.replace(r"\s+", " ", regex=True).str.strip()
    )
    looked_at = given & ~routine & words.notna() & (words != "")
    alike = pd.DataFrame({"words": words, "day": rows["due_at"].dt.normalize(), "person": rows["person_id"]})[
        looked_at
    ]
    together = alike.groupby(["words", "day"])["person"]
    repeated = (together.transform("size") >= definitions.same_note_rows) & (
        together.transform("nunique") >= definitions.same_note_people
    )
    return repeated.reindex(rows.index, fill_value=False)
