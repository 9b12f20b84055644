"""What does the board of the sample provider hear, ask and decide for all services together?

Its rows name no service: they are the whole provider's.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from toolkit.sample import governance_phrases as phrases
from toolkit.sample.events import NEVER, dated_rows
from toolkit.sample.timeline import Timeline, day_number

BOARD_MONTHS = (11, 8, 5, 2)  # months before the end; the board meets once a quarter
DAY = 27
_SAID_ON = 15  # the day of the last month on which the nominated individual wrote to all services
CHAIR, BOARD, NOMINATED = "chair of the board", "board", "nominated individual"
_KEYS = {"meetings": ("due_on", "held_on", "minuted_on"), "statements": ("made_on",),
         "challenges": ("raised_on", "follow_up_due_on", "answered_on"),
         "decisions": ("decided_on", "review_on")}  # fmt: skip

Row = dict[str, object]


def board_months(timeline: Timeline) -> list[int]:
    """The months before the end in which the board met, oldest first."""
    return [month for month in BOARD_MONTHS if month <= int(timeline.months_before_end.max())]


def board_day(timeline: Timeline, month: int) -> int:
    """The day of the board's meeting in that month, as days since 1970."""
    first = timeline.month_of(month).first_day
    return day_number(date(first.year, first.month, DAY))


def board_decision(number: int) -> str:
    """The id of the board's decision at its meeting of that number, counted from 0."""
    return f"DE-00-{number + 1:04d}"


def board_tables(timeline: Timeline) -> dict[str, pd.DataFrame]:
    """Meetings, statements, challenges and decisions of the whole provider."""
    rows: dict[str, list[Row]] = {name: [] for name in _KEYS}
    for number, month in enumerate(board_months(timeline)):
        day, meeting = board_day(timeline, month), f"MT-00-{number + 1:04d}"
        rows["meetings"].append(
            {"meeting_id": meeting, "service_id": "", "forum": "board", "due_on": day, "held_on": day,
             "minuted_on": _by(timeline, day + 9), "requires": ""}
        )  # fmt: skip
        said = phrases.BOARD_SAID[number % len(phrases.BOARD_SAID)]
        rows["statements"].append(_statement(len(rows["statements"]) + 1, meeting, day, said, "none"))
        kind, text = phrases.BOARD_DECIDED[number % len(phrases.BOARD_DECIDED)]
        rows["decisions"].append(
            {"decision_id": board_decision(number), "service_id": "", "meeting_id": meeting, "forum": "board",
             "decided_on": day, "decided_by": BOARD, "kind": kind, "decision": text, "risk_id": "",
             "indicator": "", "review_on": day + 91}
        )  # fmt: skip
        if month == BOARD_MONTHS[2]:
            rows["challenges"].append(_challenge(meeting, day, len(rows["statements"])))
    written = day_number(timeline.end.first_day) + _SAID_ON - 1
    rows["statements"].append(_statement(len(rows["statements"]) + 1, "", written, phrases.TO_ALL, ""))
    return {name: dated_rows(rows[name], dated) for name, dated in _KEYS.items()}


def _statement(number: int, meeting: str, day: int, text: str, claims: str) -> Row:
    return {"statement_id": f"ST-00-{number:04d}", "service_id": "", "meeting_id": meeting, "made_on": day,
            "made_by": NOMINATED, "risk_id": "", "text": text, "claims": claims, "indicator": "",
            "evidence_ids": ""}  # fmt: skip


def _challenge(meeting: str, day: int, statement: int) -> Row:
    return {"challenge_id": "CH-00-0001", "service_id": "", "meeting_id": meeting, "raised_on": day,
            "raised_by": CHAIR, "statement_id": f"ST-00-{statement:04d}", "challenge": phrases.BOARD_ASKED,
            "follow_up": phrases.BOARD_FOLLOW_UP, "follow_up_due_on": day + 31, "answered_on": day + 12,
            "evidence_ids": ""}  # fmt: skip


def _by(timeline: Timeline, day: int) -> int:
    return day if day <= day_number(timeline.last) else NEVER
