"""When was each thing learned, due, written into the plan, agreed, seen, and did it come back?

One line an item on one calendar. The table beside it says the same with its days.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from toolkit import wording
from toolkit.audits.complaints.audit import ComplaintsAudit
from toolkit.report import pictures
from toolkit.report.complaints import charts
from toolkit.report.complaints.items import (
    is_gone,
    is_in_plan,
    is_overdue,
    is_waiting,
    nothing_in_twelve_months,
    plan_cell,
    plans_known,
)
from toolkit.report.days import as_date, day_cell, month_marks
from toolkit.report.piece import Piece, said_only
from toolkit.report.rows import Record, records_of
from toolkit.report.tables import Heading, render_long_table
from toolkit.report.templates import render_macro

TIMELINES_QUESTION = "When was each change due, made, agreed and seen, and did the concern come back?"
ITEMS_DRAWN = 20
_KEY = {  # kind of event: the words of its sign in the key
    "received": "complaint received",
    "plan_change": "plan changed",
    "confirmed": "confirmed with person or representative",
    "briefed": "staff briefed",
    "applied": "seen applied",
    "partly_applied": "seen partly applied",
    "not_applied": "seen not applied",
    "recurred": "the same concern came back",
    "left": "the person left",
}


def draw_item_timelines(audit: ComplaintsAudit) -> Piece:
    """A line for each item: its eight weeks, the due day, change, confirmation, observations, recurrence."""
    if not plans_known(audit):
        return nothing_in_twelve_months(audit, TIMELINES_QUESTION, "No picture can be drawn")
    items = records_of(audit.items)
    if not items:
        said = "No learning has started in 12 months, so there is nothing to draw."
        return said_only(said)
    drawn = items[:ITEMS_DRAWN]
    events = _events_of(audit, drawn)
    first = _first_day(drawn, events)
    until = audit.period.as_of
    rows = {str(item["item"]): _row_label(item) for item in drawn}
    spans = [_span(item, rows, first, until) for item in drawn]
    marks = [_mark(event, rows, first) for event in events if event["kind"] in charts.MARKS]
    answer = _timelines_words(audit, items)
    today = {"day": (until - first).days, "name": wording.short_day(until)}
    chart = charts.item_timelines(spans, marks, list(rows.values()), month_marks(first, until), today)
    svg = pictures.to_svg(chart, name="item-timelines", title=TIMELINES_QUESTION, description=answer)
    html = render_macro(
        "picture",
        TIMELINES_QUESTION,
        answer,
        svg,
        _key(marks, spans),
        "The days as a table",
        _days_table(items),
    )
    return Piece(html, f"{TIMELINES_QUESTION} {answer}")


def _events_of(audit: ComplaintsAudit, items: Sequence[Record]) -> list[dict[str, Any]]:
    shown = {str(item["item"]) for item in items}
    return [event for event in records_of(audit.events) if str(event["item"]) in shown]


def _first_day(items: Sequence[Record], events: Sequence[Record]) -> date:
    """The first of the month in which the first of it all happened."""
    days = [as_date(item["started_on"]) for item in items] + [as_date(event["day"]) for event in events]
    return min(days).replace(day=1)


def _row_label(item: Record) -> str:
    parts = (f"{item['person_id']}, {item['item']}", str(item["plan_section"]))
    return "|".join(part.replace("|", "/") for part in parts)


def _span(item: Record, rows: Mapping[str, str], first: date, until: date) -> dict[str, Any]:
    due = as_date(item["due_on"])
    end = as_date(item["reflected_on"]) if is_in_plan(item) else until if is_overdue(item) else due
    return {
        "row": rows[str(item["item"])],
        "start": (as_date(item["started_on"]) - first).days,
        "due": (due - first).days,
        "over": (end - first).days if end > due else None,
    }


def _mark(event: Record, rows: Mapping[str, str], first: date) -> dict[str, Any]:
    return {
        "row": rows[str(event["item"])],
        "day": (as_date(event["day"]) - first).days,
        "kind": str(event["kind"]),
    }


def _key(marks: Sequence[Record], spans: Sequence[Record]) -> list[tuple[str, str]]:
    there = {mark["kind"] for mark in marks}
    key = [("weeks", "its eight weeks"), ("dueline", "due day")]
    key += (
        [("overline", "past the due day without the change")] if any(span["over"] for span in spans) else []
    )
    key += [(f"sign-{kind}", name) for kind, name in _KEY.items() if kind in there]
    return [*key, ("todayline", "the last day of this report")]


def _timelines_words(audit: ComplaintsAudit, items: Sequence[Record]) -> str:
    """How many are drawn in which state; the rest is only in the table."""
    until = wording.long_day(audit.period.as_of)
    parts = [
        (sum(is_in_plan(item) for item in items), "in the plan"),
        (sum(is_overdue(item) for item in items), "missing past the due day"),
        (sum(is_waiting(item) for item in items), "not yet due"),
        (sum(is_gone(item) and not is_in_plan(item) for item in items), "no longer applicable"),
    ]
    said = wording.join_words(f"{wording.number(n)} {state}" for n, state in parts if n)
    words = f"Of {wording.count(len(items), 'item')} on {until}: {said}."
    back = sum(item["recurred_on"] is not None for item in items)
    if back:
        words += f" In {wording.number(back)} the same concern came back."
    if len(items) > ITEMS_DRAWN:
        left = wording.count(len(items) - ITEMS_DRAWN, "other item")
        words += f" The {ITEMS_DRAWN} most urgent are drawn; {left} are only in the table."
    return words


def _days_table(items: Sequence[Record]) -> Any:
    headings = [Heading("In whose plan"), Heading("Start"), Heading("Due"), Heading("Plan changed"),
                Heading("Confirmed"), Heading("Last observed"), Heading("Came back")]  # fmt: skip
    rows = [
        (
            plan_cell(item),
            day_cell(item["started_on"]),
            day_cell(item["due_on"]),
            day_cell(item["reflected_on"]),
            day_cell(item["confirmed_on"]),
            day_cell(item["latest_observed_on"]),
            day_cell(item["recurred_on"]),
        )
        for item in items
    ]
    note = "–: not by the day this report looks back from, or not on record."
    return render_long_table(
        "Each item with its days, most urgent first", headings, rows, one="item", note=note
    )
