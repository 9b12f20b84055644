"""Is the learning in the care plan, and did somebody confirm it with the person?

A change counts when it is of that person's plan and that section, says something new, and came after
the complaint. A review that found nothing to change, a section taken out, and the same words with
other white space are no change.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from toolkit.measures.learning.items import each_row, split_ids
from toolkit.measures.spans import match_key

CHANGING = ("created", "updated")
CONFIRMED = ("person", "representative")
_REFLECTION = {
    "reflected_on": "datetime64[us]", "reflected_at": "datetime64[us]", "change_id": "str", "how": "str",
    "change_service": "str", "confirmed": "bool", "confirmed_with": "str", "confirmed_on": "datetime64[us]",
}  # fmt: skip

_LOOKED_AT = (
    "person_id", "section_key", "learning_id", "day", "substantive", "changed_at", "change_id", "service_id",
    "confirmed_with", "confirmed_on",
)  # fmt: skip


def mark_changes(changes: pd.DataFrame) -> pd.DataFrame:
    """The change log in order of time, with `section_key`, `day`, and `substantive`.

    Substantive is a section created or updated whose text differs by more than white space from the
    last text that was kept of that person and section. Where either text was not kept, the entry is
    taken at its word. After a section was removed without keeping its words, any text is new.
    """
    rows = changes.sort_values(["changed_at", "change_id", "service_id"], kind="stable", ignore_index=True)
    rows = rows.assign(section_key=match_key(rows["plan_section"]), day=rows["changed_at"].dt.normalize())
    words = rows["text"].str.replace(r"\s+", "", regex=True)
    words = words.mask(words == "")
    words = words.mask(words.isna() & (rows["change_type"] == "removed"), "")
    keys = [rows["person_id"], rows["section_key"]]
    before = words.groupby(keys).ffill().groupby(keys).shift()
    same_words = words.notna() & before.notna() & (words == before)
    return rows.assign(substantive=rows["change_type"].isin(CHANGING) & ~same_words)


def add_reflection(items: pd.DataFrame, marked: pd.DataFrame, *, days_confirmed_kept: bool) -> pd.DataFrame:
    """The items with the first change that holds the learning, and its confirmation.

    `marked` is the change log of these people at any of the provider's services, from `mark_changes`.
    A change that carries one of the item's learning ids counts from the day the complaint was
    received (`linked`), any other from the start of the clock (`matched`); none counts from before the
    complaint. Confirmed is an item whose change, or a later entry of that person and section, was
    confirmed with the person or their representative, on a day where such days are kept.

    Adds reflected_on, reflected_at, change_id, how, change_service, confirmed, confirmed_with and
    confirmed_on.
    """
    by_plan = dict(iter(marked[list(_LOOKED_AT)].groupby(["person_id", "section_key"])))
    found = []
    for item in each_row(items, "person_id", "section_key", "received_on", "started_on", "learning_ids"):
        rows = by_plan.get((item.person_id, item.section_key))
        found.append({} if rows is None else _reflection(item, rows, days_confirmed_kept))
    added = pd.DataFrame(found, columns=list(_REFLECTION), index=items.index)
    added["confirmed"] = [bool(one.get("confirmed", False)) for one in found]
    return pd.concat([items, added.astype(_REFLECTION)], axis="columns")


def _reflection(item: Any, rows: pd.DataFrame, days_kept: bool) -> dict[str, object]:
    received, started = item.received_on, item.started_on
    linked = rows["learning_id"].isin(split_ids(item.learning_ids))
    earliest = started if pd.isna(received) else received
    in_time = rows["day"] >= max(started, earliest)
    counts = rows["substantive"] & (in_time | (linked & (rows["day"] >= earliest)))
    if not counts.any():
        return {}
    chosen = rows[counts].assign(matched=~linked[counts])
    first = chosen.sort_values(["changed_at", "matched", "change_id"], kind="stable").iloc[0]
    later = rows[(rows["changed_at"] >= first["changed_at"]) & rows["confirmed_with"].isin(CONFIRMED)]
    later = later[later["confirmed_on"].notna()] if days_kept else later
    confirmation = later.iloc[0] if len(later) else None
    return {
        "reflected_on": first["day"],
        "reflected_at": first["changed_at"],
        "change_id": first["change_id"],
        "how": "matched" if first["matched"] else "linked",
        "change_service": first["service_id"],
        "confirmed": confirmation is not None,
        "confirmed_with": None if confirmation is None else confirmation["confirmed_with"],
        "confirmed_on": pd.NaT if confirmation is None else confirmation["confirmed_on"],
    }


def preferences_not_in_plans(preferences: pd.DataFrame, marked: pd.DataFrame) -> pd.DataFrame:
    """The preferences with no `created` or `updated` entry of that person and section since.

    `preferences` are feedback rows with a person and a section.
    """
    entries = marked[marked["change_type"].isin(CHANGING)]
    newest = entries.groupby(["person_id", "section_key"])["day"].max()
    keys = pd.MultiIndex.from_arrays([preferences["person_id"], match_key(preferences["plan_section"])])
    written = newest.reindex(keys).to_numpy()
    return preferences[~(written >= preferences["received_on"].to_numpy())]
