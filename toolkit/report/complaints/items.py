"""How is one item of learning named on the page, and how does it stand?

The words and signs that all pieces of the complaints audit share. What is not yet due has a sign of its
own and never looks like what failed; what the records cannot tell has the sign of no evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from toolkit import wording
from toolkit.audits.complaints.audit import ComplaintsAudit
from toolkit.report import words
from toolkit.report.absence import is_missing, nothing_known
from toolkit.report.days import as_date
from toolkit.report.piece import Piece
from toolkit.report.rows import Record
from toolkit.report.templates import render_macro

if TYPE_CHECKING:
    from markupsafe import Markup

ITEM_TABLES = ("complaints", "learning", "care_plan_changes")
LONGEST_TEXT = 200  # characters of what a plan must say; the whole stands in the learning tracker
VERDICTS = {
    "embedded": ("Embedded", "in the plan, confirmed, briefed, seen in practice, and not come back"),
    "practised": ("Seen in practice", "in the plan and seen applied, but not every step is shown"),
    "plan_updated": ("In the plan only", "in the plan, but not seen applied in practice"),
    "no_longer_applicable": ("No longer applicable", "the person left before it was due"),
    "not_yet_due": ("Not yet due", "not in the plan, and its eight weeks are not over"),
    "closed_only": ("Answered only", "the complaint was answered or closed, the plan was not changed"),
    "overdue": ("Overdue", "past its day, the plan not changed and the complaint not answered"),
}
# The sign each verdict stands with; see `state` in `pieces.html.j2`.
VERDICT_SIGNS = {
    "embedded": "done",
    "practised": "partly",
    "plan_updated": "partly",
    "no_longer_applicable": "gone",
    "not_yet_due": "waiting",
    "closed_only": "missing",
    "overdue": "missing",
}
MEETING_VERDICTS = {"embedded": "Embedded", "fragmented": "Still fragmented", "hold_open": "Held open"}
STARTS = {  # what started the clock: in a cell, and in a sentence
    "agreed_on": ("learning agreed", "the learning was agreed"),
    "response_sent_on": ("response sent", "the response was sent"),
    "received_on": ("complaint received", "the complaint was received"),
}
FINDINGS = {"applied": "Applied", "partly_applied": "Partly applied", "not_applied": "Not applied"}


def returns_known(audit: ComplaintsAudit) -> bool:
    """Could a concern that came back be seen? Only where both complaints and feedback are kept."""
    return not (is_missing(audit, "complaints") or is_missing(audit, "feedback"))


def is_recent(audit: ComplaintsAudit, item: Record, code: str) -> bool:
    """Is the change so new that the check does not ask yet whether it was followed up?"""
    allowed = int(audit.check(code).threshold["days"])
    return (audit.period.as_of - as_date(item["reflected_on"])).days < allowed


def untold_tables(audit: ComplaintsAudit) -> list[str]:
    """The missing records without which no plan can be said to hold the learning or to lack it."""
    return [table for table in ITEM_TABLES if is_missing(audit, table)]


def plans_known(audit: ComplaintsAudit) -> bool:
    """Can updates be looked up at all? Where they cannot, nothing is missing: it is unknown."""
    return not untold_tables(audit)


def is_in_plan(item: Record) -> bool:
    return item["reflected_on"] is not None


def is_late(item: Record) -> bool:
    """In the plan, but after its due day."""
    return is_in_plan(item) and item["in_time"] is not None and not item["in_time"]


def is_gone(item: Record) -> bool:
    return bool(item["verdict"] == "no_longer_applicable")


def is_overdue(item: Record) -> bool:
    """Past its due day, not in the plan, and still needed."""
    return not is_in_plan(item) and not is_gone(item) and item["days_over"] is not None


def is_waiting(item: Record) -> bool:
    """Not in the plan, and its eight weeks not over."""
    return not is_in_plan(item) and not is_gone(item) and item["days_over"] is None


def owners_known(items: Sequence[Record]) -> bool:
    """Does the tracker name owners at all? By the contract, a column blank in every row tells nothing."""
    return any(item["has_owner"] for item in items)


def briefings_known(items: Sequence[Record]) -> bool:
    """Does the tracker hold the days staff were briefed at all?"""
    return any(item["briefed_on"] is not None for item in items)


def plan_state(item: Record, known: bool) -> Markup:
    """Whether the plan includes it, as a cell: in time, late, missing, not yet due, no longer applicable."""
    if not known:
        return render_macro("state", "unknown", wording.first_capital(wording.NOT_KNOWN))
    if is_in_plan(item):
        late = render_macro("state", "late", "In the plan, late")
        return late if is_late(item) else render_macro("state", "done", "In the plan")
    if is_gone(item):
        return render_macro("state", "gone", "No longer applicable")
    if is_overdue(item):
        over = int(item["days_over"])
        said = f"{wording.count(over, 'day')} over" if over else "on its due day"
        return render_macro("with_aside", render_macro("state", "missing", "Missing"), said)
    return render_macro("state", "waiting", "Not yet due")


def verdict_cell(verdict: str) -> Markup:
    """What the records show of an item, with its sign."""
    name = VERDICTS[verdict][0] if verdict in VERDICTS else wording.first_capital(words.plain(verdict))
    return render_macro("state", VERDICT_SIGNS.get(verdict, "unknown"), name)


def whose_plan(item: Record) -> str:
    """The person and the section of the plan: `P0012, Night care`."""
    return f"{item['person_id']}, {item['plan_section']}"


def plan_cell(item: Record) -> Markup:
    """The same as the head of a row, with the id of the learning under it."""
    return render_macro("with_aside", whose_plan(item), str(item["item"]))


def what_must_change(item: Record) -> str:
    """What the plan must say, cut where it is very long."""
    text = item["required_update"]
    if not isinstance(text, str) or not text.strip():
        return "Not said in the tracker"
    whole = " ".join(text.split())
    if len(whole) <= LONGEST_TEXT:
        return whole
    return f"{whole[:LONGEST_TEXT].rsplit(' ', 1)[0]} …"


def nothing_in_twelve_months(
    audit: ComplaintsAudit, question: str, what: str, tables: Sequence[str] = ITEM_TABLES
) -> Piece:
    """The piece that stands where the records of twelve months are missing."""
    return nothing_known(audit, question, what, tables, when="in the last 12 months")
