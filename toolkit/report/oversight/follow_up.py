"""What became of challenges, and were actions closed because they worked?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from toolkit import wording
from toolkit.audits.oversight.audit import OversightAudit
from toolkit.report.absence import is_missing, is_supplied
from toolkit.report.days import day_cell
from toolkit.report.oversight.signs import (
    CHALLENGES,
    about_whom,
    not_known,
    nothing_in_twelve_months,
    sign,
)
from toolkit.report.piece import Piece, said_only
from toolkit.report.rows import Record, records_of
from toolkit.report.tables import Heading, render_long_table
from toolkit.report.templates import render_macro
from toolkit.report.words import plain, verb

if TYPE_CHECKING:
    from markupsafe import Markup

CHALLENGES_QUESTION = "What was challenged, and what followed?"
CLOSURES_QUESTION = "Which actions were closed this month, and what shows that they worked?"
DRIFTING_QUESTION = "Which actions are drifting?"


def show_challenges(audit: OversightAudit) -> Piece:
    """The challenges of 12 months: what was asked, by when it was to be answered, and what followed."""
    if not is_supplied(audit, "challenges"):
        return nothing_in_twelve_months(audit, CHALLENGES_QUESTION, "challenges")
    challenges = records_of(audit.challenges)
    if not challenges:
        return said_only(
            "No challenge has been recorded in the last 12 months. Whether nobody asked, or nobody wrote it "
            "down, cannot be seen here."
        )
    said = _challenges_words(challenges)
    headings = [Heading("Challenge"), Heading("What was asked"), Heading("To be answered by"),
                Heading("What followed")]  # fmt: skip
    rows = [
        (
            render_macro(
                "with_aside", str(row["challenge_id"]), f"{day_cell(row['raised_on'])}{about_whom(row)}"
            ),
            _asked_cell(row),
            day_cell(row["follow_up_due_on"]),
            render_macro("with_aside", sign(CHALLENGES, row["state"]), day_cell(row["answered_on"], "")),
        )
        for row in sorted(challenges, key=_open_first)
    ]  # fmt: skip
    caption = "Challenges of 12 months, those not answered first, then the newest"
    table = render_long_table(caption, headings, rows, one="challenge")
    return Piece(render_macro("paragraph", said) + render_macro("stacked", table), said)


def _open_first(row: Record) -> int:
    states = list(CHALLENGES)
    return states.index(str(row["state"])) if row["state"] in states else -1


def _asked_cell(row: Record) -> Markup:
    about = (
        f"about statement {row['statement_id']}" if row["statement_id"] is not None else "names no statement"
    )
    return render_macro("long_cell", str(row["challenge"] or ""), about)


def _challenges_words(challenges: Sequence[Record]) -> str:
    counts = Counter(str(row["state"]) for row in challenges)
    n = len(challenges)
    parts = [
        f"{counts[state]} {verb(counts[state], 'was')} {words}"
        for state, words in (
            ("answered with evidence", "answered with evidence"),
            ("answered without evidence", "answered without evidence"),
            ("overdue", "not answered by its day" if counts["overdue"] == 1 else "not answered by their day"),
        )
        if counts[state]
    ]
    parts += (
        [f"{counts['not yet due']} {verb(counts['not yet due'], 'is')} not yet due"]
        if counts["not yet due"]
        else []
    )
    raised = f"{wording.count(n, 'challenge')} {verb(n, 'was')} raised or answered in the last 12 months"
    return f"{raised}: {wording.join_words(parts)}."


def show_closures(audit: OversightAudit) -> Piece:
    """The actions closed in the month: well, or weakly and why, and the evidence each cites."""
    if is_missing(audit, "actions"):
        return nothing_in_twelve_months(audit, CLOSURES_QUESTION, "actions")
    closures = records_of(audit.closures)
    if not closures:
        return said_only("No action was closed this month, so there is no closure to look at.")
    known = audit.measures["weak_closures"].value is not None
    said = _closures_words(closures, known)
    headings = [Heading("Action"), Heading("Closed"), Heading("How well"), Heading("Why"),
                Heading("Evidence cited")]  # fmt: skip
    rows = [
        (
            render_macro("with_aside", str(row["action_id"]), _risk_words(row)),
            day_cell(row["closed_on"]),
            _closure_cell(row, known),
            wording.first_capital(str(row["why"])) if known and row["weak"] else "–",
            str(row["evidence_ids"]) if row["evidence_ids"] else "None",
        )
        for row in closures
    ]  # fmt: skip
    table = render_long_table("Actions closed this month, weak closures first", headings, rows, one="closure")
    return Piece(render_macro("paragraph", said) + render_macro("stacked", table), said)


def _risk_words(row: Record) -> str:
    if row["risk_id"] is None:
        return "no risk named"
    priority = f", {plain(row['priority'])} priority" if row.get("priority") is not None else ""
    return f"risk {row['risk_id']}{priority}"


def _closure_cell(row: Record, known: bool) -> Markup:
    if not known:
        return not_known()
    return (
        render_macro("state", "missing", "Weak")
        if row["weak"]
        else render_macro("state", "done", "Evidenced")
    )


def _closures_words(closures: Sequence[Record], known: bool) -> str:
    n = len(closures)
    closed = f"{wording.count(n, 'action')} {verb(n, 'was')} closed this month"
    if not known:
        return f"{closed}. Whether they worked is not known: there are no usable records of evidence."
    weak = sum(bool(row["weak"]) for row in closures)
    if not weak:
        return f"{closed}, each on current frontline evidence that somebody other than the owner has checked."
    high = sum(bool(row["weak"]) and row["priority"] == "high" for row in closures)
    it = "it" if weak == 1 else "they"
    said = f"{closed}; {wording.of(weak, n)} {verb(weak, 'was')} closed without evidence that {it} worked"
    if not high:
        return f"{said}."
    those = "" if weak == 1 else "all of them " if high == weak else f"{high} of them "
    return f"{said}, {those}on a high-priority risk."


def show_drifting(audit: OversightAudit) -> Piece:
    """Open actions past the day they were first due, or moved again and again."""
    if is_missing(audit, "actions"):
        return nothing_in_twelve_months(audit, DRIFTING_QUESTION, "actions")
    drifting = records_of(audit.drifting)
    open_now = audit.check("actions-drifting").figure.n
    if not drifting:
        looked = f" {wording.count(open_now, 'open action')} looked at." if open_now is not None else ""
        return said_only(
            "No open action is past the day it was first due, and none was moved three times or more."
            f"{looked}"
        )
    over = sum(int(row["days_over"]) > 0 for row in drifting)
    among = f" of {wording.count(open_now, 'open action')}" if open_now is not None else ""
    most = wording.count(max(int(row["days_over"]) for row in drifting), "day")
    said = f"{over}{among} {verb(over, 'is')} past the day first set"
    said += f", the longest by {most}." if over else "."
    if len(drifting) > over:
        more = len(drifting) - over
        said += f" {wording.number(more)} more {verb(more, 'was')} moved three or more times."
    headings = [Heading("Action"), Heading("First due"), Heading("Due now"),
                Heading("Moved", "times", is_number=True),
                Heading("Past its first day", "days", is_number=True)]  # fmt: skip
    rows = [
        (
            render_macro("with_aside", str(row["action_id"]), _risk_words(row)),
            day_cell(row["original_due_on"]),
            day_cell(row["due_on"]),
            wording.NOT_KNOWN if row["extensions"] is None else wording.number(row["extensions"]),
            wording.number(row["days_over"]),
        )
        for row in drifting
    ]  # fmt: skip
    table = render_long_table(
        "Drifting actions, longest past their first day first", headings, rows, one="action"
    )
    return Piece(render_macro("paragraph", said) + table, said)
