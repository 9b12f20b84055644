"""Which plans include the learning, who agreed to it, and is it seen in practice?

The care planning audit file of the deputy manager, the confirmations of the key workers, the practice
observation log of the senior staff, and preferences that no plan knows. What is missing comes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from toolkit import wording
from toolkit.audits.complaints.audit import ComplaintsAudit
from toolkit.report.absence import is_missing
from toolkit.report.complaints.items import (
    FINDINGS,
    briefings_known,
    is_gone,
    is_in_plan,
    is_late,
    is_overdue,
    is_recent,
    is_waiting,
    nothing_in_twelve_months,
    plan_cell,
    plans_known,
    returns_known,
)
from toolkit.report.days import as_date, day_cell
from toolkit.report.piece import Piece, said_only
from toolkit.report.rows import Record, records_of
from toolkit.report.tables import Heading, render_long_table
from toolkit.report.templates import render_macro
from toolkit.report.words import verb

if TYPE_CHECKING:
    from markupsafe import Markup

PLANS_QUESTION = "Which plans include the learning, and which are missing it?"
CONFIRMED_QUESTION = "Was the new guidance agreed with the person, and do staff know of it?"
OBSERVED_QUESTION = "Is the new guidance seen in practice?"
PREFERENCES_QUESTION = "Which preferences does no plan know?"
_FOUND_BY = {
    "linked": "The change names the learning",
    "matched": "By person, section and day",
}


def show_care_planning_audit(audit: ComplaintsAudit) -> Piece:
    """The care planning audit: plans missing the update, plans that include it, plans still in time."""
    missing_records = _nothing_of_plans(audit, PLANS_QUESTION)
    if missing_records:
        return missing_records
    items = records_of(audit.items)
    if not items:
        said = (
            "No learning called for a change to a care plan in 12 months, so there is no plan to look into."
        )
        return said_only(said)
    groups = [
        [item for item in items if is_so(item)] for is_so in (is_overdue, is_in_plan, is_waiting, is_gone)
    ]
    overdue, in_plan, waiting, _ = groups
    said = _plans_words(*(len(group) for group in groups), late=sum(is_late(item) for item in in_plan))
    html = render_macro("paragraph", said)
    if overdue:
        html += _missing_table(overdue)
    if in_plan:
        html += _included_table(in_plan)
    if waiting:
        html += _waiting_table(waiting)
    return Piece(html, said)


def show_confirmations(audit: ComplaintsAudit) -> Piece:
    """Plans changed after learning: confirmed with person or representative, and staff briefed, or not."""
    missing_records = _nothing_of_plans(audit, CONFIRMED_QUESTION)
    if missing_records:
        return missing_records
    changed = [item for item in records_of(audit.items) if is_in_plan(item)]
    if not changed:
        return _no_plan_changed()
    told = briefings_known(records_of(audit.items))
    said = _confirmed_words(changed, told)
    headings = [Heading("In whose plan"), Heading("Plan changed"), Heading("Confirmed with"),
                Heading("Confirmed on"), Heading("Staff briefed")]  # fmt: skip
    ordered = sorted(changed, key=lambda item: (_confirmed_place(item), item["briefed_on"] is not None))
    rows = [
        (
            plan_cell(item),
            day_cell(item["reflected_on"]),
            _confirmed_cell(audit, item),
            day_cell(item["confirmed_on"]),
            _briefed_cell(audit, item, told),
        )
        for item in ordered
    ]
    caption = "Plans changed after learning, those not confirmed first"
    return Piece(
        render_macro("paragraph", said) + render_long_table(caption, headings, rows, one="plan"), said
    )


def show_observations(audit: ComplaintsAudit) -> Piece:
    """Plans changed after learning: how often practice was observed, what was found, did it come back."""
    missing_records = _nothing_of_plans(audit, OBSERVED_QUESTION)
    if missing_records:
        return missing_records
    changed = [item for item in records_of(audit.items) if is_in_plan(item)]
    if not changed:
        return _no_plan_changed()
    if is_missing(audit, "observations"):
        return nothing_in_twelve_months(audit, OBSERVED_QUESTION, "This cannot be said", ("observations",))
    said = _observed_words(changed)
    headings = [Heading("In whose plan"), Heading("Plan changed"),
                Heading("Observed", "times", is_number=True), Heading("Latest finding"), Heading("On"),
                Heading("Concern came back")]  # fmt: skip
    rows = [
        (
            plan_cell(item),
            day_cell(item["reflected_on"]),
            wording.number(int(item["observations"])),
            _finding_cell(audit, item),
            day_cell(item["latest_observed_on"]),
            recurred_cell(audit, item),
        )
        for item in sorted(changed, key=_observed_place)
    ]
    caption = "Plans changed after learning, those not applied or not observed first"
    return Piece(
        render_macro("paragraph", said) + render_long_table(caption, headings, rows, one="plan"), said
    )


def show_preferences(audit: ComplaintsAudit) -> Piece:
    """Preferences people told the service that no care plan has taken up since."""
    if is_missing(audit, "feedback") or not plans_known(audit):
        tables = ("feedback", "care_plan_changes")
        return nothing_in_twelve_months(audit, PREFERENCES_QUESTION, "This cannot be said", tables)
    unknown = records_of(audit.preferences)
    if not unknown:
        said = (
            "No preference told in 12 months is missing from a plan, as far as it names the person and the "
            "section and is more than four weeks old."
        )
        return said_only(said)
    longest = max(int(row["days"]) for row in unknown)
    said = (
        f"{wording.count(len(unknown), 'preference')} told to the service {verb(len(unknown), 'is')} in no "
        f"plan, the oldest for {wording.count(longest, 'day')}."
    )
    headings = [
        Heading("In whose plan"),
        Heading("Told on"),
        Heading("Not in the plan", "days", is_number=True),
    ]
    rows = [
        (
            render_macro("with_aside", f"{row['person_id']}, {row['plan_section']}", str(row["feedback_id"])),
            day_cell(row["received_on"]),
            wording.number(int(row["days"])),
        )
        for row in unknown
    ]
    table = render_long_table(
        "Preferences that no plan knows, oldest first", headings, rows, one="preference"
    )
    return Piece(render_macro("paragraph", said) + table, said)


def recurred_cell(audit: ComplaintsAudit, item: Record) -> Any:
    """Whether the concern came back: the day and how; unknown where nobody's voice was recorded."""
    if item["recurred_on"] is not None:
        how = {"complaint": "by complaint", "feedback": "in feedback", "service": "from several people"}
        sign = render_macro("state", "missing", day_cell(item["recurred_on"]))
        return render_macro("with_aside", sign, how.get(str(item["recurred_by"]), ""))
    return "Not so far" if returns_known(audit) and item["theme"] is not None else wording.NOT_KNOWN


def _nothing_of_plans(audit: ComplaintsAudit, question: str) -> Piece | None:
    if plans_known(audit):
        return None
    return nothing_in_twelve_months(audit, question, "This cannot be said")


def _no_plan_changed() -> Piece:
    said = (
        "No plan has been changed after learning in 12 months, so there is nothing to confirm or observe yet."
    )
    return said_only(said)


def _plans_words(overdue: int, in_plan: int, waiting: int, gone: int, *, late: int) -> str:
    total = overdue + in_plan + waiting + gone
    when = f", {wording.number(late)} of them late" if late else ", all in time" if in_plan else ""
    said = [
        f"Of {wording.count(total, 'change')} called for, {wording.number(in_plan)} {verb(in_plan, 'is')} "
        f"in the plan{when}."
    ]
    if overdue:
        said.append(f"{wording.number(overdue)} {verb(overdue, 'is')} missing past the due day.")
    else:
        said.append("None is missing past its due day.")
    if waiting:
        said.append(f"{wording.number(waiting)} {verb(waiting, 'is')} not in the plan yet and not yet due.")
    if gone:
        said.append(
            f"{wording.number(gone)} no longer {'applies' if gone == 1 else 'apply'}: the person left first."
        )
    return " ".join(said)


def _missing_table(items: Sequence[Record]) -> Markup:
    ordered = sorted(items, key=lambda item: -item["days_over"])
    headings = [Heading("In whose plan"), Heading("Due"), Heading("Over", "days", is_number=True),
                Heading("The complaint")]  # fmt: skip
    rows = [
        (
            plan_cell(item),
            day_cell(item["due_on"]),
            render_macro("state", "missing", wording.number(item["days_over"])),
            render_macro(
                "with_aside",
                "Answered or closed" if item["verdict"] == "closed_only" else "Not answered",
                str(item["complaint_ids"]),
            ),
        )
        for item in ordered
    ]
    return render_long_table("Updates missing, longest overdue first", headings, rows, one="missing update")


def _included_table(items: Sequence[Record]) -> Markup:
    ordered = sorted(items, key=lambda item: as_date(item["reflected_on"]), reverse=True)
    headings = [Heading("In whose plan"), Heading("Changed"), Heading("After", "days", is_number=True),
                Heading("In time"), Heading("How it was found")]  # fmt: skip
    rows = [
        (
            plan_cell(item),
            render_macro("with_aside", day_cell(item["reflected_on"]), str(item["change_id"])),
            wording.number(item["days"]),
            render_macro("state", "late", "Late") if is_late(item) else "Yes",
            render_macro("with_aside", _FOUND_BY.get(str(item["how"]), wording.NOT_KNOWN), _elsewhere(item)),
        )
        for item in ordered
    ]
    note = "The right plan, section and day do not show that the change says the right thing: read it."
    return render_long_table(
        "Plans that include it, newest change first", headings, rows, one="plan", note=note
    )


def _waiting_table(items: Sequence[Record]) -> Markup:
    ordered = sorted(items, key=lambda item: as_date(item["due_on"]))
    headings = [Heading("In whose plan"), Heading("Due"), Heading("State")]
    rows = [
        (
            plan_cell(item),
            day_cell(item["due_on"]),
            render_macro("state", "waiting", "Not yet due"),
        )
        for item in ordered
    ]
    return render_long_table("Not in the plan and not yet due, soonest first", headings, rows, one="item")


def _elsewhere(item: Record) -> str:
    there = item["changed_at_service"]
    return f"at {there}" if there is not None else ""


def _confirmed_words(changed: Sequence[Record], told: bool) -> str:
    known = [item for item in changed if item["confirmed"] is not None]
    said = [f"{wording.count(len(changed), 'plan')} {verb(len(changed), 'was')} changed after learning."]
    if known:
        confirmed = sum(bool(item["confirmed"]) for item in known)
        said.append(
            f"{wording.of(confirmed, len(known))} {verb(confirmed, 'is')} confirmed with the person or a "
            "representative."
        )
    if len(known) < len(changed):
        left = len(changed) - len(known)
        said.append(f"For {wording.number(left)} this is not known.")
    if not told:
        said.append("Whether staff were briefed is not known: the tracker holds no briefing at all.")
    else:
        briefed = sum(item["briefed_on"] is not None for item in changed)
        said.append(f"Staff were briefed on {wording.of(briefed, len(changed))}.")
    return " ".join(said)


def _confirmed_place(item: Record) -> int:
    """Not confirmed first, then what is not known, then what is."""
    return 1 if item["confirmed"] is None else 2 if item["confirmed"] else 0


def _confirmed_cell(audit: ComplaintsAudit, item: Record) -> Any:
    if item["confirmed"] is None:
        return render_macro("state", "unknown", "Not known")
    if item["confirmed"]:
        return wording.first_capital(str(item["confirmed_with"] or "confirmed"))
    return _not_done(audit, item, "guidance-not-confirmed", "confirmed")


def _not_done(audit: ComplaintsAudit, item: Record, code: str, done: str) -> Any:
    """What has not been done after a change: too soon to ask, no longer to be asked, or missing."""
    if item["left_on"] is not None:
        return render_macro("state", "gone", "Has left")
    if is_recent(audit, item, code):
        return render_macro("state", "waiting", f"Not {done} yet")
    return render_macro("state", "missing", f"Not {done}")


def _briefed_cell(audit: ComplaintsAudit, item: Record, told: bool) -> Any:
    if item["briefed_on"] is not None:
        return day_cell(item["briefed_on"])
    return _not_done(audit, item, "staff-not-briefed", "briefed") if told else wording.NOT_KNOWN


def _observed_words(changed: Sequence[Record]) -> str:
    seen = [item for item in changed if int(item["observations"])]
    said = [
        f"Practice was observed for {wording.of(len(seen), len(changed), 'plan')} changed after learning."
    ]
    if seen:
        counted = [
            f"{name.lower()} in {wording.number(number)}"
            for finding, name in FINDINGS.items()
            if (number := sum(item["latest_finding"] == finding for item in seen))
        ]
        said.append(f"The latest observation found the guidance {wording.join_words(counted)}.")
    back = sum(item["recurred_on"] is not None for item in changed)
    if back:
        said.append(f"For {wording.number(back)} the same concern came back after the change.")
    return " ".join(said)


def _observed_place(item: Record) -> int:
    """Not applied first, then never observed, then partly, then applied."""
    if not int(item["observations"]):
        return 1
    return {"not_applied": 0, "partly_applied": 2}.get(str(item["latest_finding"]), 3)


def _finding_cell(audit: ComplaintsAudit, item: Record) -> Any:
    if not int(item["observations"]):
        return _not_done(audit, item, "not-observed", "observed")
    sign = {"applied": "done", "partly_applied": "partly"}.get(str(item["latest_finding"]), "missing")
    return render_macro("state", sign, FINDINGS.get(str(item["latest_finding"]), wording.NOT_KNOWN))
