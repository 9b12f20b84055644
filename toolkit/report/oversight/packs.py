"""Did the meetings take place, and did each have the evidence the governance calendar requires?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from toolkit import wording
from toolkit.audits.oversight.audit import OversightAudit
from toolkit.report.absence import is_missing
from toolkit.report.days import as_date, day_cell
from toolkit.report.oversight.signs import (
    MEETINGS,
    about_whom,
    nothing_in_twelve_months,
    sign,
)
from toolkit.report.piece import Piece
from toolkit.report.rows import Record, records_of
from toolkit.report.tables import Heading, render_long_table
from toolkit.report.templates import render_macro
from toolkit.report.words import plain, verb

if TYPE_CHECKING:
    from markupsafe import Markup

PACK_QUESTION = "Which evidence did the meeting require, and was it there?"
MEETINGS_QUESTION = "Which meetings were due, held and minuted?"
_SERIOUS_MEETINGS = list(MEETINGS)


def show_pack(audit: OversightAudit) -> Piece:
    """Each kind of evidence an oversight meeting of the month required: there, how old, or missing."""
    if is_missing(audit, "meetings") or is_missing(audit, "evidence"):
        return nothing_in_twelve_months(audit, PACK_QUESTION, "meetings", "evidence")
    pack = records_of(audit.pack)
    if not pack:
        says = (
            f"No oversight meeting that requires any evidence was due in {wording.month_name(audit.period)}: "
            "whether leaders had evidence before them is not known."
        )
        return Piece(render_macro("nothing", PACK_QUESTION, says), f"{PACK_QUESTION} {says}")
    said = " ".join(
        _meeting_words(meeting, pack) for meeting in dict.fromkeys(row["meeting_id"] for row in pack)
    )
    headings = [Heading("Kind of evidence"), Heading("In the pack"), Heading("Newest is of"),
                Heading("Age at the meeting", "days", is_number=True), Heading("Evidence")]  # fmt: skip
    rows = [
        (
            _kind_cell(row),
            _state_cell(row),
            day_cell(row["newest_event_on"]),
            "–" if row["age_days"] is None else wording.number(row["age_days"]),
            str(row["evidence_ids"]) if row["evidence_ids"] is not None else "–",
        )
        for row in sorted(pack, key=_missing_first)
    ]
    caption = "Required kinds of evidence, missing and old ones first"
    note = "The day counts of what a document shows, not the day it was filed. Current: 31 days old or less."
    table = render_long_table(caption, headings, rows, one="kind", note=note)
    return Piece(render_macro("paragraph", said) + render_macro("stacked", table), said)


def _missing_first(row: Record) -> tuple[bool, bool, str]:
    return bool(row["present"]), bool(row["current"]), str(row["kind"])


def _kind_cell(row: Record) -> Markup:
    meeting = f"{row['meeting_id']}, {day_cell(row['held_on'] or row['due_on'])}{about_whom(row)}"
    return render_macro("with_aside", wording.first_capital(plain(row["kind"])), meeting)


def _state_cell(row: Record) -> Markup:
    if not row["present"]:
        return render_macro("state", "missing", "Missing")
    return (
        render_macro("state", "done", "Current") if row["current"] else render_macro("state", "late", "Old")
    )


def _meeting_words(meeting: object, pack: Sequence[Record]) -> str:
    """For one meeting: of how many kinds it had current evidence, and which were missing or old."""
    rows = [row for row in pack if row["meeting_id"] == meeting]
    first = rows[0]
    there = sum(bool(row["current"]) for row in rows)
    whose = "The whole provider's oversight meeting" if first["whole_provider"] else "The oversight meeting"
    if first["held_on"] is None:
        begin = (
            f"{whose} due on {wording.long_day(as_date(first['due_on']))} was not held; for that day its pack"
        )
    else:
        begin = f"{whose} of {wording.long_day(as_date(first['held_on']))}"
    said = f"{begin} had current evidence of {wording.of(there, len(rows), 'required kind')}"
    absent = [plain(row["kind"]) for row in rows if not row["present"]]
    old = [plain(row["kind"]) for row in rows if row["present"] and not row["current"]]
    parts = [f"missing: {wording.join_words(absent)}"] if absent else []
    parts += [f"too old: {wording.join_words(old)}"] if old else []
    return f"{said}; {'; '.join(parts)}." if parts else f"{said}."


def show_meetings(audit: OversightAudit) -> Piece:
    """The meetings of three months: due, held, minuted, or not."""
    if is_missing(audit, "meetings"):
        return nothing_in_twelve_months(audit, MEETINGS_QUESTION, "meetings")
    meetings = records_of(audit.meetings)
    if not meetings:
        said = "No meeting was due in the last three months, so nothing shows that leaders met."
        return Piece(render_macro("nothing", MEETINGS_QUESTION, said), said)
    said = _held_words(meetings)
    headings = [Heading("Meeting"), Heading("Due"), Heading("Held"), Heading("Minuted"),
                Heading("Where it stands")]  # fmt: skip
    rows = [
        (
            _meeting_cell(row),
            day_cell(row["due_on"]),
            day_cell(row["held_on"]),
            _minuted_cell(row),
            sign(MEETINGS, row["state"]),
        )
        for row in sorted(meetings, key=_serious_first)
    ]  # fmt: skip
    caption = "Meetings of three months, those not held or not minuted first"
    table = render_long_table(caption, headings, rows, one="meeting")
    return Piece(render_macro("paragraph", said) + render_macro("stacked", table), said)


def _meeting_cell(row: Record) -> Markup:
    forum = wording.first_capital(plain(row["forum"]))
    return render_macro("with_aside", forum, f"{row['meeting_id']}{about_whom(row)}")


def _serious_first(row: Record) -> int:
    """Frames come newest first; sorting by state keeps that order within each."""
    state = str(row["state"])
    return _SERIOUS_MEETINGS.index(state) if state in _SERIOUS_MEETINGS else -1


def _minuted_cell(row: Record) -> Any:
    if row["minuted_on"] is None or row["held_on"] is None:
        return day_cell(row["minuted_on"])
    days = (as_date(row["minuted_on"]) - as_date(row["held_on"])).days
    later = (
        f"{wording.count(days, 'day')} later" if days > 0 else "the same day" if days == 0 else "before it"
    )
    return render_macro("with_aside", day_cell(row["minuted_on"]), later)


def _held_words(meetings: Sequence[Record]) -> str:
    counts = {state: sum(row["state"] == state for row in meetings) for state in MEETINGS}
    due = wording.count(len(meetings), "meeting")
    said = f"{due} {verb(len(meetings), 'was')} due in the last three months."
    parts = [
        f"{counts[state]} {verb(counts[state], 'was')} {words}"
        for state, words in (
            ("held and minuted", "held and minuted"),
            ("held not minuted", "held but not minuted"),
            ("not held", "not held"),
        )
        if counts[state]
    ]
    if counts["not yet due"]:
        n = counts["not yet due"]
        parts.append(f"{n} {verb(n, 'is')} so recent that nothing is late")
    return f"{said} {wording.join_words(parts)}." if parts else said
