"""What must change, in whose plan, by when, and how far has the learning come?

The tables the complaints lead and the registered manager read first: the way of the learning step by
step, the eight-week measure with everything left out of it, the learning tracker, and the complaints
that were closed while a plan still waited.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from toolkit import wording
from toolkit.audits.checks import Figure
from toolkit.audits.complaints.audit import ComplaintsAudit
from toolkit.measures.learning.items import split_ids
from toolkit.report import words
from toolkit.report.absence import is_missing
from toolkit.report.complaints.items import (
    STARTS,
    briefings_known,
    is_in_plan,
    is_overdue,
    is_waiting,
    nothing_in_twelve_months,
    owners_known,
    plan_cell,
    plan_state,
    plans_known,
    untold_tables,
    what_must_change,
)
from toolkit.report.days import as_date, day_cell
from toolkit.report.piece import Piece, said_only
from toolkit.report.rows import Record, records_of
from toolkit.report.tables import Heading, render_long_table, render_table
from toolkit.report.templates import render_macro
from toolkit.report.words import verb

if TYPE_CHECKING:
    from markupsafe import Markup

TRACKER_QUESTION = "What must change, in whose plan, and by when?"
WEEKS_QUESTION = "Was the learning in the care plan within eight weeks?"
CLOSED_QUESTION = "Which complaints were closed this month, and was the plan changed?"
# Step, who sees to it and where it is kept, the check that answers.
_STEPS = (
    ("Learning drawn", "complaints lead; feedback learning tracker", "learning-not-drawn"),
    ("In the care plan", "deputy manager; care planning audit file", "learning-in-eight-weeks"),
    ("Confirmed with the person", "key workers; care documentation", "guidance-not-confirmed"),
    ("Staff briefed", "deputy manager; feedback learning tracker", "staff-not-briefed"),
    ("Seen in practice", "senior staff; practice observation log", "not-observed"),
    ("Embedded", "registered manager; quality meeting", "same-concern-continues"),
)
_COUNTED = ("in time", "late", "overdue")
_COHORT = {  # state: its sign, and how it counts
    "in time": ("done", "In the plan on or before its due day. Counted as reached."),
    "late": ("late", "In the plan, but after its due day. Counted as not reached."),
    "overdue": ("missing", "Past its due day and not in the plan. Counted as not reached."),
    "not yet due": (
        "waiting",
        "Its eight weeks are not over. Not counted, whether in the plan already or not.",
    ),
    "no longer applicable": ("gone", "The person left before it was due. Not counted."),
    "cannot be traced": ("unknown", "Names no person or no section, so nobody can look it up. Not counted."),
}


def show_learning_path(audit: ComplaintsAudit) -> Piece:
    """How far the learning has come, step by step: drawn, in the plan, confirmed, briefed, seen, embedded."""
    items = records_of(audit.items)
    rows, lines = [], []
    for step, kept, code in _STEPS:
        figure = _step_figure(audit, items, step)
        check = audit.check(code)
        name = render_macro("with_aside", step, wording.first_capital(kept))
        rows.append((name, figure, render_macro("answer_cell", check)))
        lines.append(f"{step}: {figure}. {words.OUTCOME_WORDS[check.outcome]}: {check.says}")
    headings = [Heading("Step"), Heading("How many"), Heading("What the records say")]
    caption = f"From complaint to practice: {audit.subject.name}, 12 months to {_until(audit)}"
    return Piece(render_macro("stacked", render_table(caption, headings, rows)), "\n".join(lines))


def show_eight_weeks(audit: ComplaintsAudit) -> Piece:
    """The eight-week measure, what is left out of it and why, and how the clock was started."""
    if not plans_known(audit):
        return nothing_in_twelve_months(audit, WEEKS_QUESTION, "This cannot be said")
    if audit.cohort.empty:
        said = f"No learning names both the person and the section of the plan.{_untraced_words(audit)}"
        return Piece(render_macro("nothing", WEEKS_QUESTION, said), said)
    cohort = {str(row["state"]): int(row["items"]) for row in records_of(audit.cohort)}
    sentences = [_eight_weeks_words(audit, cohort), _clock_words(records_of(audit.items))]
    headings = [Heading("Where it stands"), Heading("Items", is_number=True), Heading("How it counts")]
    rows = [
        (
            render_macro("state", sign, wording.first_capital(state)),
            wording.number(cohort.get(state, 0)),
            counts,
        )
        for state, (sign, counts) in _COHORT.items()
    ]
    caption = f"All items of learning behind the measure, on {_until(audit)}"
    table = render_table(caption, headings, rows)
    text = " ".join(sentence for sentence in sentences if sentence)
    return Piece(render_macro("paragraph", text) + table, text)


def show_learning_tracker(audit: ComplaintsAudit) -> Piece:
    """The learning tracker: what must change, in whose plan, by when, with or without an owner."""
    if is_missing(audit, "learning"):
        return nothing_in_twelve_months(audit, TRACKER_QUESTION, "This cannot be said", ("learning",))
    items = records_of(audit.items)
    if not items:
        said = "No learning that can be traced to a person and a section of a plan has started in 12 months."
        said += _untraced_words(audit)
        return said_only(said)
    known, owned = plans_known(audit), owners_known(items)
    said = _tracker_words(audit, items, known) + _untraced_words(audit)
    headings = [Heading("In whose plan"), Heading("Where it stands"), Heading("By when"),
                Heading("What must change"), Heading("Owner")]  # fmt: skip
    rows = [
        (
            plan_cell(item),
            plan_state(item, known),
            _due_cell(item),
            _change_cell(item),
            _owner_cell(item, owned),
        )
        for item in items
    ]
    table = render_long_table("Learning tracker, most urgent first", headings, rows, one="item")
    return Piece(render_macro("paragraph", said) + render_macro("stacked", table), said)


def show_closed_complaints(audit: ComplaintsAudit) -> Piece:
    """Complaints upheld and closed in the month, with the learning that was not in a plan by then."""
    if is_missing(audit, "complaints"):
        return nothing_in_twelve_months(audit, CLOSED_QUESTION, "This cannot be said", ("complaints",))
    closed = records_of(audit.closed)
    if not closed:
        said = "No complaint that was upheld, wholly or partly, was closed this month."
        return said_only(said)
    known = plans_known(audit)
    closed = sorted(closed, key=lambda row: (-int(row["past_due"]), -int(row["not_reflected"])))
    said = _closed_words(closed, known)
    headings = [Heading("Complaint"), Heading("Closed"), Heading("Outcome"),
                Heading("Items", is_number=True), Heading("Not in a plan", is_number=True),
                Heading("Of these past the day", is_number=True)]  # fmt: skip
    rows = [
        (
            str(row["complaint_id"]),
            day_cell(row["closed_on"]),
            wording.first_capital(words.plain(row["outcome"])),
            wording.number(int(row["items"])),
            wording.number(int(row["not_reflected"])) if known else wording.NOT_KNOWN,
            wording.number(int(row["past_due"])) if known else wording.NOT_KNOWN,
        )
        for row in closed
    ]
    table = render_long_table(
        "Complaints closed this month, those with a plan still to change first",
        headings,
        rows,
        one="complaint",
    )
    return Piece(render_macro("paragraph", said) + table, said)


def _until(audit: ComplaintsAudit) -> str:
    return wording.long_day(audit.period.as_of)


def _step_figure(audit: ComplaintsAudit, items: Sequence[Record], step: str) -> str:
    """How many of how many came through one step; not known where no record could tell."""
    in_plan = [item for item in items if is_in_plan(item)]
    known = plans_known(audit)
    if step == "Learning drawn":
        return _drawn_words(audit.check("learning-not-drawn").figure)
    if step == "In the care plan":
        figure = audit.measures["learning_in_eight_weeks"]
        return _share_words(figure, "item due in six months", "items due in six months")
    if not known or (step == "Seen in practice" and is_missing(audit, "observations")):
        return wording.first_capital(wording.NOT_KNOWN)
    if step == "Embedded":
        embedded = sum(item["verdict"] == "embedded" for item in items)
        return wording.of(embedded, len(items), "item")
    passed: dict[str, Callable[[Record], Any]] = {
        "Confirmed with the person": lambda item: item["confirmed"],
        "Staff briefed": lambda item: item["briefed_on"] is not None,
        "Seen in practice": lambda item: item["latest_finding"] == "applied",
    }
    unconfirmed = bool(in_plan) and all(item["confirmed"] is None for item in in_plan)
    if step == "Confirmed with the person" and unconfirmed:
        return wording.first_capital(wording.NOT_KNOWN)
    if step == "Staff briefed" and not briefings_known(items):
        return wording.first_capital(wording.NOT_KNOWN)
    came = sum(bool(passed[step](item)) for item in in_plan)
    return f"{wording.of(came, len(in_plan), 'item')} in a plan"


def _drawn_words(without: Figure) -> str:
    """From how many upheld complaints something was learned; the check counts the others."""
    if without.value is None or not without.n:
        return wording.first_capital(wording.NOT_KNOWN)
    drawn = without.n - round(without.value * without.n)
    return f"From {wording.of(drawn, without.n, 'complaint')} upheld and answered"


def _share_words(figure: Figure, one: str, many: str) -> str:
    if figure.value is None or not figure.n:
        return wording.first_capital(wording.NOT_KNOWN)
    return f"{wording.share(figure.value)} of {wording.count(figure.n, one, many)}"


def _eight_weeks_words(audit: ComplaintsAudit, cohort: Mapping[str, int]) -> str:
    """What the measure counts, in whole numbers; the check beside it has the share and both clocks."""
    due = sum(cohort[state] for state in _COUNTED)
    when = f"in the six months to {_until(audit)}"
    if not due:
        return f"No item of learning fell due {when}, so there is no share to give: that is not 100%."
    parts = [f"{wording.number(cohort[state])} {state}" for state in _COUNTED if cohort[state]]
    return f"{wording.count(due, 'item')} of learning fell due {when}: {wording.join_words(parts)}."


def _clock_words(items: Sequence[Record]) -> str:
    starts = Counter(str(item["start_from"]) for item in items)
    parts = [
        f"when {what} for {wording.count(starts[key], 'item')}"
        for key, (_, what) in STARTS.items()
        if starts[key]
    ]
    return f"The clock began {wording.join_words(parts)}." if parts else ""


def _tracker_words(audit: ComplaintsAudit, items: Sequence[Record], known: bool) -> str:
    people = len({item["person_id"] for item in items})
    said = (
        f"In 12 months, {wording.count(len(items), 'change')} to the care plans of "
        f"{wording.count(people, 'person')} {'was' if len(items) == 1 else 'were'} called for."
    )
    if not known:
        missing_ones = wording.join_words(f"“{words.table_name(table)}”" for table in untold_tables(audit))
        said += (
            f" Whether the plans were changed is not known: there are no usable records of {missing_ones}."
        )
    else:
        missing, waiting = (sum(is_so(item) for item in items) for is_so in (is_overdue, is_waiting))
        still = f"{wording.number(missing)} {verb(missing, 'is')}" if missing else "None is"
        said += f" {still} missing past the due day"
        coming = f"{wording.number(waiting)} {verb(waiting, 'is')} not yet due{_next_due(items)}"
        said += f", and {coming}." if waiting else "."
    if not owners_known(items):
        return f"{said} Who sees to them is not known: the tracker names no owner."
    unowned = sum(not item["has_owner"] for item in items)
    return said + (
        f" {wording.number(unowned)} {verb(unowned, 'has')} no owner." if unowned else " Each has an owner."
    )


def _next_due(items: Sequence[Record]) -> str:
    days = [as_date(item["due_on"]) for item in items if is_waiting(item)]
    return f", the next on {wording.long_day(min(days))}" if days else ""


def _untraced_words(audit: ComplaintsAudit) -> str:
    untraced = int(audit.measures["learning_cannot_be_traced"].value or 0)
    if not untraced:
        return ""
    name = "names" if untraced == 1 else "name"
    more = " more" if len(audit.items) else ""
    return (
        f" {wording.number(untraced)}{more} {'item' if untraced == 1 else 'items'} {name} no person or no "
        "section of a plan: nobody can say where to look."
    )


def _change_cell(item: Record) -> Markup:
    return render_macro("long_cell", what_must_change(item), _themes_words(item["themes"]))


def _themes_words(themes: Any) -> str:
    if themes is None:
        return "No theme"
    return wording.first_capital(wording.join_words([words.plain(theme) for theme in split_ids(themes)]))


def _owner_cell(item: Record, owned: bool) -> Any:
    """Whether there is an owner, never who."""
    if not owned:
        return "Not known"
    return "Has an owner" if item["has_owner"] else render_macro("state", "missing", "No owner")


def _due_cell(item: Record) -> Markup:
    day = wording.short_day(as_date(item["started_on"])).replace(" ", "\u00a0")
    start = STARTS[str(item["start_from"])][0]
    return render_macro(
        "with_aside", f"Due {day_cell(item['due_on'])}".replace(" ", "\u00a0"), f"{start} {day}"
    )


def _closed_words(closed: Sequence[Record], known: bool) -> str:
    said = (
        f"{wording.count(len(closed), 'complaint')}, upheld or partly upheld, {verb(len(closed), 'was')} "
        "closed this month."
    )
    if not known:
        return f"{said} Whether a plan was changed first is not known."
    early = sum(int(row["not_reflected"]) > 0 for row in closed)
    if not early:
        return f"{said} No plan was left waiting by {'it' if len(closed) == 1 else 'them'}."
    past = sum(int(row["past_due"]) > 0 for row in closed)
    said += f" {wording.number(early)} {verb(early, 'was')} closed while a plan still had to be changed"
    return said + (
        f", {wording.number(past)} of them past the day." if past else ", none of them past the day."
    )
