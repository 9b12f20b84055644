"""What must change in whose care plan, and by when? (learning items)

An item is the relevant learning of one complaint group, for one person and one section of the care
plan. Without a person or a section nobody can tell whether it was done: it cannot be traced.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pandas as pd

from toolkit.measures.learning.groups import is_open_again, root_of
from toolkit.measures.spans import match_key

_TYPES = {
    "item": "str", "learning_ids": "str", "complaint_id": "str", "complaint_ids": "str", "person_id": "str",
    "plan_section": "str", "section_key": "str", "theme": "str", "themes": "str", "required_update": "str",
    "has_owner": "bool", "received_on": "datetime64[us]", "answered_on": "datetime64[us]",
    "started_on": "datetime64[us]", "start_from": "str", "briefed_on": "datetime64[us]", "answered": "bool",
    "reopened": "bool",
}  # fmt: skip
IDS = "; "  # what stands between the ids, or the themes, in one cell


@dataclass(frozen=True, slots=True)
class LearningItems:
    """The items that can be followed, one a row, and those that cannot be traced."""

    traced: pd.DataFrame
    untraced: pd.DataFrame


def each_row(rows: pd.DataFrame, *names: str) -> Iterator[Any]:
    """The rows one by one, each with its columns, or only these, as attributes."""
    asked = names or tuple(rows.columns)
    # Lists first: a column of texts is slow to go through cell by cell.
    for cells in zip(*(rows[name].tolist() for name in asked), strict=True):
        yield SimpleNamespace(**dict(zip(asked, cells, strict=True)))


def look_up(keys: pd.Series, table: pd.Series) -> pd.Series:
    """For each key what the table, indexed by such keys, has for it; unknown where it has nothing.

    Unlike `Series.map` it keeps the table's type when the table is empty.
    """
    return pd.Series(table.reindex(keys).array, index=keys.index)


def split_ids(joined: object) -> tuple[str, ...]:
    """The ids, or the themes, of one cell.

    >>> split_ids("L-1; L-2")
    ('L-1', 'L-2')
    """
    return tuple(str(joined).split(IDS))


def compute_items(
    learning: pd.DataFrame, complaints: pd.DataFrame, roots: Mapping[str, str]
) -> LearningItems:
    """The relevant learning, gathered by complaint group, person and section of the care plan.

    The person is the learning row's, else its complaint's. An item is about the themes of all its
    rows, each the row's own, else that of the very complaint it came from, though that repeats another.
    The clock starts on the earliest day the learning was agreed; if none, on the earliest day a response
    was sent; if none, on the day the complaint was received. An item without any such day, person or
    section is not traced.

    Both frames have one row an item: item (smallest learning id), learning_ids and complaint_ids
    (joined by "; "), complaint_id (the group), person_id, plan_section, section_key (as sections are
    compared), theme (the first of themes), themes (joined), required_update, has_owner, received_on,
    answered_on, started_on, start_from, briefed_on (NaT unless every row was briefed),
    answered (some complaint of the group closed or answered), reopened (some complaint of the group open
    again).
    """
    relevant = learning[learning["relevant"] == "yes"]
    rows = relevant.assign(
        root=root_of(relevant["complaint_id"], roots),
        person_id=_person_of(relevant, complaints, roots),
        section_key=match_key(relevant["plan_section"]),
        theme=_theme_of(relevant, complaints),
    ).sort_values("learning_id", kind="stable")
    of_group = complaints.assign(
        root=root_of(complaints["complaint_id"], roots), open_again=is_open_again(complaints)
    )
    by_group: dict[str, list[Any]] = {}
    for complaint in each_row(of_group):
        by_group.setdefault(complaint.root, []).append(complaint)
    number = rows.groupby(["root", "person_id", "section_key"], dropna=False, sort=True).ngroup()
    by_item: list[list[Any]] = [[] for _ in range(number.max() + 1 if len(number) else 0)]
    for place, row in zip(number, each_row(rows), strict=True):
        by_item[place].append(row)
    found = [_describe(item, by_group.get(item[0].root, [])) for item in by_item]
    items = pd.DataFrame(found, columns=list(_TYPES)).astype(_TYPES)
    items = items.sort_values("item", kind="stable", ignore_index=True)
    traced = items["person_id"].notna() & items["section_key"].notna() & items["started_on"].notna()
    return LearningItems(items[traced].reset_index(drop=True), items[~traced].reset_index(drop=True))


def add_due_days(items: pd.DataFrame, due_days: int) -> pd.DataFrame:
    """The items with due_on, counted from the start of the clock, and due_on_received, from receipt."""
    columns, after = list(items.columns), pd.Timedelta(days=due_days)
    place = columns.index("start_from") + 1
    due = {"due_on": items["started_on"] + after, "due_on_received": items["received_on"] + after}
    return items.assign(**due)[[*columns[:place], *due, *columns[place:]]]


def _person_of(learning: pd.DataFrame, complaints: pd.DataFrame, roots: Mapping[str, str]) -> pd.Series:
    """The person each learning row is about: its own, else its complaint's, else that of the group."""
    named = complaints[complaints["person_id"].notna()].sort_values("complaint_id", kind="stable")
    by_complaint = named.set_index("complaint_id")["person_id"]
    by_group = named.assign(root=root_of(named["complaint_id"], roots)).drop_duplicates("root")
    groups = root_of(learning["complaint_id"], roots)
    of_group = look_up(groups, by_group.set_index("root")["person_id"])
    own = learning["person_id"].fillna(look_up(learning["complaint_id"], by_complaint))
    return own.fillna(of_group).astype("str")


def _theme_of(learning: pd.DataFrame, complaints: pd.DataFrame) -> pd.Series:
    """What each learning row is about: its own theme, else that of the complaint it came from."""
    by_complaint = complaints.set_index("complaint_id")["theme"]
    return learning["theme"].fillna(look_up(learning["complaint_id"], by_complaint)).astype("str")


def _describe(rows: Sequence[Any], complaints: Sequence[Any]) -> dict[str, object]:
    """One item from its learning rows and the complaints of its group, each in their order."""
    received_on, answered_on = (_earliest(complaints, name) for name in ("received_on", "response_sent_on"))
    started_on, start_from = _start(_earliest(rows, "agreed_on"), answered_on, received_on)
    root, briefed = rows[0].root, _known(rows, "briefed_on")
    themes = list(dict.fromkeys(_known(rows, "theme")))
    return {
        "item": rows[0].learning_id,
        "learning_ids": IDS.join(row.learning_id for row in rows),
        "complaint_id": root,
        "complaint_ids": IDS.join(sorted({root, *(complaint.complaint_id for complaint in complaints)})),
        "person_id": rows[0].person_id,
        "plan_section": rows[0].plan_section,
        "section_key": rows[0].section_key,
        "theme": themes[0] if themes else None,
        "themes": IDS.join(themes) if themes else None,
        "required_update": " / ".join(dict.fromkeys(_known(rows, "required_update"))) or None,
        "has_owner": len(_known(rows, "owner")) == len(rows),
        "received_on": received_on,
        "answered_on": answered_on,
        "started_on": started_on,
        "start_from": start_from,
        "briefed_on": max(briefed) if len(briefed) == len(rows) else pd.NaT,
        "answered": bool(_known(complaints, "closed_on") or _known(complaints, "response_sent_on")),
        "reopened": any(complaint.open_again for complaint in complaints),
    }


def _known(rows: Sequence[Any], name: str) -> list[Any]:
    """What these rows have in the column, without blanks."""
    return [cell for cell in (getattr(row, name) for row in rows) if not pd.isna(cell)]


def _earliest(rows: Sequence[Any], name: str) -> Any:
    return min(_known(rows, name), default=pd.NaT)


def _start(
    agreed: pd.Timestamp, answered: pd.Timestamp, received: pd.Timestamp
) -> tuple[pd.Timestamp, str | None]:
    for day, name in ((agreed, "agreed_on"), (answered, "response_sent_on"), (received, "received_on")):
        if not pd.isna(day):
            return day, name
    return received, None


def started_since(items: pd.DataFrame, first_day: pd.Timestamp) -> pd.DataFrame:
    """The items whose clock started on the day or later; those without a start are always in."""
    return items[items["started_on"].isna() | (items["started_on"] >= first_day)]
