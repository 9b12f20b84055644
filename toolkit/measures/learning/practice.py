"""Is the changed guidance used, and did the concern come back?"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from toolkit.measures.learning.groups import live_complaints
from toolkit.measures.learning.items import each_row, look_up, split_ids
from toolkit.measures.spans import match_key

# Of two observations made at one moment the worse one is taken for the later.
_BETTER_FIRST = {"applied": 0, "partly_applied": 1, "not_applied": 2}
_SEEN = {"item": "str", "observation_id": "str", "observed_at": "datetime64[us]", "finding": "str"}
_RECURRENCES = {"item": "str", "table": "str", "id": "str", "by": "str", "day": "datetime64[us]"}


def observations_of_items(items: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """What was seen of each item on or after the day its plan was changed, oldest first.

    An observation belongs to an item by its learning id, or, without any, by person and section.
    Columns: item, observation_id, observed_at, finding; an item without a change has none.
    """
    rows = observations.assign(section_key=match_key(observations["plan_section"]),
                               worse=observations["finding"].map(_BETTER_FIRST))  # fmt: skip
    rows = rows.sort_values(["observed_at", "worse", "observation_id"], kind="stable")
    day, parts = rows["observed_at"].dt.normalize(), []
    for item in each_row(items[items["reflected_on"].notna()]):
        named = rows["learning_id"].isin(split_ids(item.learning_ids))
        alike = rows["learning_id"].isna() & (rows["person_id"] == item.person_id)
        alike &= rows["section_key"] == item.section_key
        parts.append(rows[(named | alike) & (day >= item.reflected_on)].assign(item=item.item))
    found = pd.concat(parts) if parts else rows.iloc[:0].assign(item="")
    return found[list(_SEEN)].astype(_SEEN).reset_index(drop=True)


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
    parts = []
    for item in each_row(items):
        since = item.answered_on if pd.isna(item.reflected_on) else item.reflected_on
        if pd.isna(since) or pd.isna(item.themes):
            continue
        others = (voices["root"] != item.complaint_id).fillna(True)
        later = voices[others & (voices["day"] > since) & (voices["day"] <= since + pd.Timedelta(days=days))]
        for theme in split_ids(item.themes):
            heard = later[later["theme"] == theme]
            own = heard[heard["person_id"] == item.person_id]
            by = own["table"].map({"complaints": "complaint", "feedback": "feedback"})
            parts.append(own.assign(item=item.item, by=by))
            if theme != "other" and len(heard) >= enough:
                told = heard["day"].clip(lower=heard["day"].iloc[enough - 1])
                parts.append(heard.assign(item=item.item, by="service", day=told))
    found = pd.concat(parts) if parts else voices.iloc[:0].assign(item="", by="")
    return found[list(_RECURRENCES)].astype(_RECURRENCES).reset_index(drop=True)


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
