"""How far did each piece of learning get, and does the quality meeting see it so too?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from toolkit.measures.learning.items import each_row, split_ids

VERDICTS = ("embedded", "practised", "plan_updated", "no_longer_applicable", "not_yet_due", "closed_only",
            "overdue")  # fmt: skip
UPDATED = ("embedded", "practised", "plan_updated")
_SUBJECTS = {"learning": "learning_ids", "complaints": "complaint_ids"}


def add_verdict(items: pd.DataFrame, *, recurrence_known: bool) -> pd.DataFrame:
    """The items with `verdict`, the first of VERDICTS that holds.

    Nothing is embedded where nobody could see whether the concern came back: `recurrence_known` says
    whether complaints and feedback were kept.
    """
    found = [_verdict(item, recurrence_known) for item in each_row(items)]
    return items.assign(verdict=pd.Series(found, index=items.index, dtype="str"))


def _verdict(item: Any, recurrence_known: bool) -> str:
    if not pd.isna(item.reflected_on):
        if _is_embedded(item) and recurrence_known:
            return "embedded"
        return "practised" if item.applied else "plan_updated"
    if item.not_applicable:
        return "no_longer_applicable"
    if not item.is_due:
        return "not_yet_due"
    return "closed_only" if item.answered else "overdue"


def _is_embedded(item: Any) -> bool:
    return bool(
        item.confirmed
        and not pd.isna(item.briefed_on)
        and item.applied
        and item.latest_finding == "applied"
        and not pd.isna(item.theme)
        and pd.isna(item.recurred_on)
        and not item.reopened
    )


def add_meeting_verdict(items: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """The items with the quality meeting's newest verdict on them: shown beside, never changing ours.

    A verdict is on an item when its subject is one of the item's learning rows or complaints. They
    disagree when one of the two says embedded and the other does not.
    """
    rows = verdicts.sort_values(["decided_on", "verdict_id"], kind="stable")
    newest = {subject: place for place, subject in enumerate(rows["subject"])}
    verdict, decided_on = rows["verdict"].tolist(), rows["decided_on"].tolist()
    said: list[object] = []
    days: list[object] = []
    for item in each_row(items):
        subjects = [f"{table}:{one}" for table, column in _SUBJECTS.items()
                    for one in split_ids(getattr(item, column))]  # fmt: skip
        place = max((newest[one] for one in subjects if one in newest), default=None)
        said.append(None if place is None else verdict[place])
        days.append(pd.NaT if place is None else decided_on[place])
    meeting = pd.Series(said, index=items.index, dtype="str")
    differ = meeting.notna() & ((meeting == "embedded") != (items["verdict"] == "embedded"))
    return items.assign(
        meeting_verdict=meeting,
        meeting_decided_on=pd.Series(days, index=items.index, dtype="datetime64[us]"),
        disagrees=differ.astype("bool"),
    )
