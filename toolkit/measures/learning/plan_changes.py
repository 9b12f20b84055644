"""Is the learning in the care plan, and did somebody confirm it with the person?

A change counts when it is of that person's plan and that section, says something new, and came after
the complaint. A review that found nothing to change, a section taken out, and the same words with
other white space are no change.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
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
    of_people = marked[marked["person_id"].isin(items["person_id"])].dropna(
        subset=["person_id", "section_key"]
    )
    by_plan: dict[tuple[str, str], list[Any]] = {}
    for entry in each_row(of_people, *_LOOKED_AT):
        by_plan.setdefault((entry.person_id, entry.section_key), []).append(entry)
    found = [
        _reflection(item, by_plan.get((item.person_id, item.section_key), []), days_confirmed_kept)
        for item in each_row(items, "person_id", "section_key", "received_on", "started_on", "learning_ids")
    ]
    added = pd.DataFrame(found, columns=list(_REFLECTION), index=items.index)
    added["confirmed"] = [bool(one.get("confirmed", False)) for one in found]
    return pd.concat([items, added.astype(_REFLECTION)], axis="columns")


def _reflection(item: Any, entries: Sequence[Any], days_kept: bool) -> dict[str, object]:
    """What of the entries of the item's person and section, in order of time, holds its learning."""
    earliest = item.started_on if pd.isna(item.received_on) else item.received_on
    ids = split_ids(item.learning_ids)
    counting = [
        (entry.changed_at, entry.learning_id not in ids, entry.change_id, entry)
        for entry in entries
        if entry.substantive
        and entry.day >= (earliest if entry.learning_id in ids else max(item.started_on, earliest))
    ]
    if not counting:
        return {}
    _, matched, _, first = min(counting, key=itemgetter(0, 1, 2))
    confirmations = (
        entry for entry in entries
        if entry.changed_at >= first.changed_at and entry.confirmed_with in CONFIRMED
        and not (days_kept and pd.isna(entry.confirmed_on))
    )  # fmt: skip
    confirmation = next(confirmations, None)
    return {
        "reflected_on": first.day,
        "reflected_at": first.changed_at,
        "change_id": first.change_id,
        "how": "matched" if matched else "linked",
        "change_service": first.service_id,
        "confirmed": confirmation is not None,
        "confirmed_with": None if confirmation is None else confirmation.confirmed_with,
        "confirmed_on": pd.NaT if confirmation is None else confirmation.confirmed_on,
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
