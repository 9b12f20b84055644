"""Is the changed guidance used, and did the concern come back?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from toolkit.measures.learning.groups import live_complaints
from toolkit.measures.learning.items import each_row, look_up, split_ids
from toolkit.measures.spans import match_key

# Of two observations made at one moment the worse one is taken for the later.
_BETTER_FIRST = {"applied": 0, "partly_applied": 1, "not_applied": 2}
_SEEN = {"item": "str", "observation_id": "str", "observed_at": "datetime64[us]", "finding": "str"}
_LOOKED_AT = ("observation_id", "observed_at", "finding", "learning_id", "person_id", "section_key")
_RECURRENCES = {"item": "str", "table": "str", "id": "str", "by": "str", "day": "datetime64[us]"}


def observations_in_order(observations: pd.DataFrame) -> pd.DataFrame:
    """The observations, oldest first, with `section_key`: what `observations_of_items` looks through."""
    rows = observations.assign(section_key=match_key(observations["plan_section"]),
                               worse=observations["finding"].map(_BETTER_FIRST))  # fmt: skip
    return rows.sort_values(["observed_at", "worse", "observation_id"], kind="stable")[list(_LOOKED_AT)]


def observations_of_items(items: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """What was seen of each item on or after the day its plan was changed, oldest first.

    `rows` are observations in order (`observations_in_order`). An observation belongs to an item by its
    learning id, or, without any, by person and section.
    Columns: item, observation_id, observed_at, finding; an item without a change has none.
    """
    unnamed = rows["learning_id"].isna().to_numpy()
    by_learning = _places_by(np.flatnonzero(~unnamed), rows["learning_id"])
    by_plan = _places_by(np.flatnonzero(unnamed), rows["person_id"], rows["section_key"])
    day = rows["observed_at"].dt.normalize().tolist()
    places: list[int] = []
    names: list[str] = []
    looked_at = ("item", "learning_ids", "person_id", "section_key", "reflected_on")
    for item in each_row(items[items["reflected_on"].notna()], *looked_at):
        about = set(by_plan.get((item.person_id, item.section_key), ()))
        about.update(*(by_learning.get((one,), ()) for one in split_ids(item.learning_ids)))
        found = [place for place in sorted(about) if day[place] >= item.reflected_on]
        places.extend(found)
        names.extend([item.item] * len(found))
    at = np.array(places, dtype=int)
    seen = {name: names if name == "item" else rows[name].array.take(at) for name in _SEEN}
    return pd.DataFrame({name: pd.Series(seen[name], dtype=kind) for name, kind in _SEEN.items()})


def _places_by(places: np.ndarray, *columns: pd.Series) -> dict[tuple[Any, ...], list[int]]:
    """For each cell, or row of cells, at one of these places: at which of them it stands."""
    cells = list(zip(*(column.tolist() for column in columns), strict=True))
    found: dict[tuple[Any, ...], list[int]] = {}
    for place in places.tolist():
        found.setdefault(cells[place], []).append(place)
    return found


def add_practice(items: pd.DataFrame, seen: pd.DataFrame) -> pd.DataFrame:
    """The items with observations (how many), applied (any), latest_finding and latest_observed_on."""
    by_item = seen.groupby("item")
    latest = by_item.last()
    applied = seen.loc[seen["finding"] == "applied", "item"]
    return items.assign(
        observations=look_up(items["item"], by_item.size()).fillna(0).astype("int64"),
        applied=items["item"].isin(applied),
        latest_finding=look_up(items["item"], latest["finding"]),
        latest_observed_on=look_up(items["item"], latest["observed_at"]).dt.normalize(),
    )


def voices_heard(complaints: pd.DataFrame, feedback: pd.DataFrame, roots: Mapping[str, str]) -> pd.DataFrame:
    """Complaints that stand, each once, and concerns of feedback: table, id, root, person_id, theme, day."""
    live = live_complaints(complaints, roots)
    concerns = feedback[feedback["kind"] == "concern"]
    said = [
        pd.DataFrame({"table": "complaints", "id": live["complaint_id"], "root": live["root"],
                      "person_id": live["person_id"], "theme": live["theme"], "day": live["received_on"]}),
        pd.DataFrame({"table": "feedback", "id": concerns["feedback_id"], "root": None,
                      "person_id": concerns["person_id"], "theme": concerns["theme"],
                      "day": concerns["received_on"]}),
    ]  # fmt: skip
    types = dict.fromkeys(("table", "id", "root", "person_id", "theme"), "str") | {"day": "datetime64[us]"}
    voices = pd.concat([one.astype(types) for one in said], ignore_index=True)
    return voices.sort_values(["day", "table", "id"], kind="stable", ignore_index=True)


def find_recurrences(items: pd.DataFrame, voices: pd.DataFrame, *, days: int, enough: int) -> pd.DataFrame:
    """The complaints and concerns that show that an item's concern came back.

    Looked for from the day after the plan change (without one, after the response) for so many days:
    those of the same person and any of the item's themes, and, but for the theme `other`, those of the
    whole service with one of the themes once there are `enough`. The item's own complaints are left out.

    Columns: item, table, id, by (complaint, feedback or service), day (that of the recurrence: voices
    of the service say so from the day there were enough).
    """
    root, person = (voices[name].to_numpy(dtype=object) for name in ("root", "person_id"))
    by_theme = _places_by(np.arange(len(voices)), voices["theme"])
    day, within = voices["day"].to_numpy("datetime64[us]"), pd.Timedelta(days=days).to_timedelta64()
    by_table = voices["table"].map({"complaints": "complaint", "feedback": "feedback"}).to_numpy(dtype=object)
    told: list[tuple[Any, Any, str, Any]] = []
    looked_at = ("item", "answered_on", "reflected_on", "themes", "complaint_id", "person_id")
    for item in each_row(items, *looked_at):
        start = item.answered_on if pd.isna(item.reflected_on) else item.reflected_on
        if pd.isna(start) or pd.isna(item.themes):
            continue
        since = start.to_datetime64()
        for name in split_ids(item.themes):
            about = np.array(by_theme.get((name,), ()), dtype=int)
            later = (day[about] > since) & (day[about] <= since + within)
            heard = about[later & (root[about] != item.complaint_id)]
            own = heard[person[heard] == item.person_id]
            told.extend((item.item, at, by_table[at], day[at]) for at in own)
            if name != "other" and len(heard) >= enough:
                first = day[heard[enough - 1]]
                told.extend((item.item, at, "service", max(day[at], first)) for at in heard)
    names, places, by, days_told = zip(*told, strict=True) if told else ((), (), (), ())
    table, voice = (voices[name].array.take(np.array(places, dtype=int)) for name in ("table", "id"))
    found = {"item": names, "table": table, "id": voice, "by": by, "day": days_told}
    return pd.DataFrame({name: pd.Series(found[name], dtype=kind) for name, kind in _RECURRENCES.items()})


def add_recurrence(items: pd.DataFrame, recurrences: pd.DataFrame) -> pd.DataFrame:
    """The items with recurred_on (the first day), recurred_by and recurred_last_on.

    Of one day a complaint of the person is named before their feedback, and that before the service's.
    """
    ordered = recurrences.sort_values(["day", "by"], kind="stable")  # the alphabet has them so
    by_item = ordered.groupby("item")
    first = by_item.first()
    return items.assign(
        recurred_on=look_up(items["item"], first["day"]),
        recurred_by=look_up(items["item"], first["by"]),
        recurred_last_on=look_up(items["item"], by_item["day"].max()),
    )
