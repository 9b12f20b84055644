"""How far did each piece of learning get, and does the quality meeting see it so too?"""

from __future__ import annotations

import numpy as np
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
    reflected, applied = items["reflected_on"].notna().to_numpy(), _flag(items, "applied")
    holds = [
        reflected & _embedded(items) & recurrence_known,
        reflected & applied,
        reflected,
        _flag(items, "not_applicable"),
        ~_flag(items, "is_due"),
        _flag(items, "answered"),
    ]
    place = np.select(holds, list(range(len(holds))), default=len(holds))
    return items.assign(verdict=pd.array(VERDICTS, dtype="str").take(place))


def _flag(items: pd.DataFrame, name: str) -> np.ndarray:
    return items[name].to_numpy(dtype=bool)


def _embedded(items: pd.DataFrame) -> np.ndarray:
    """Confirmed, told to staff, applied and so when last seen, about something, and it did not come back."""
    followed = _flag(items, "confirmed") & items["briefed_on"].notna().to_numpy() & _flag(items, "applied")
    last_applied = (items["latest_finding"] == "applied").to_numpy(dtype=bool)
    stays_away = items["recurred_on"].isna().to_numpy() & ~_flag(items, "reopened")
    return followed & last_applied & items["theme"].notna().to_numpy() & stays_away


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
    for item in each_row(items, *_SUBJECTS.values()):
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
