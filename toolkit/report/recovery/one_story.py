"""Do the sources of a risk, and the leaders who speak of it, tell one story?

Who owns a risk is shown as the register has it, and who spoke of it by role: that two managers do the
same, or say different things, cannot be seen otherwise. In the records a role is better than a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from toolkit import wording
from toolkit.audits.recovery.audit import RecoveryMap
from toolkit.measures.recovery.repeats import IMPROVING
from toolkit.report.absence import is_missing
from toolkit.report.days import day_cell
from toolkit.report.oversight.signs import CLAIMS, LEVELS, sign
from toolkit.report.piece import Piece, said_only
from toolkit.report.recovery.signs import (
    AGES,
    SAYS,
    no_register,
    nothing_found,
    open_rows,
    risk_titles,
    untold,
)
from toolkit.report.rows import Record, records_of
from toolkit.report.tables import Heading, render_long_table
from toolkit.report.templates import render_macro
from toolkit.report.words import plain, table_name, verb

if TYPE_CHECKING:
    from markupsafe import Markup

STORY_QUESTION = "What does each source say, and what do the leaders say?"
OVERLAPS_QUESTION = "Is the same done twice?"
MESSAGES_QUESTION = "Do leaders say different things of one risk?"
TOGETHER = {  # what sources and leaders say, read together: its sign and its name
    "leaders": ("missing", "Leaders disagree"),
    "denied": ("missing", "Leaders and sources disagree"),
    "sources": ("missing", "Sources disagree"),
    "worse": ("worse", "A source got worse"),
    "silent": ("unknown", "No source can be heard"),
    "none": ("unknown", "No source named"),
    "better": ("done", "A source got better, none got worse"),
    "steady": ("steady", "Nothing moved"),
}
QUIET = {  # the same where some of its sources are silent: that is unknown, not good
    "better": ("unknown", "A source got better, and none got worse, in what can be heard"),
    "steady": ("unknown", "Nothing moved in what can be heard"),
}


def show_sources_and_leaders(audit: RecoveryMap) -> Piece:
    """Risk by risk: what each source it names says, with its figure and age, beside what leaders say."""
    absent = no_register(audit, STORY_QUESTION)
    if absent:
        return absent
    risks = records_of(audit.risks)
    if not risks:
        return said_only("No risk is open, so there is nothing to read side by side.")
    stories, leaders = (_by_risk(records_of(frame)) for frame in (audit.stories, audit.leaders))
    together = {
        str(row["risk_id"]): _together(stories.get(row["risk_id"], []), leaders.get(row["risk_id"], []))
        for row in risks
    }
    said = _story_words(audit, open_rows(risks), together)
    headings = [
        Heading("Risk, read together"),
        Heading("What its sources say"),
        Heading("What leaders say"),
    ]
    rows = [
        (
            _risk_cell(row, together[str(row["risk_id"])], stories.get(row["risk_id"], [])),
            _sources_cell(stories.get(row["risk_id"], [])),
            _leaders_cell(audit, row, leaders.get(row["risk_id"], [])),
        )
        for row in risks
    ]
    caption = "Each risk: its sources beside its leaders"
    table = render_long_table(caption, headings, rows, one="risk")
    return Piece(render_macro("paragraph", said) + render_macro("stacked", table), said)


def _by_risk(rows: Sequence[Record]) -> dict[Any, list[Record]]:
    made: dict[Any, list[Record]] = {}
    for row in rows:
        made.setdefault(row["risk_id"], []).append(row)
    return made


def _together(stories: Sequence[Record], leaders: Sequence[Record]) -> str:
    """Which of TOGETHER describes a risk; the first that holds."""
    says = {str(row["says"]) for row in stories}
    claims = {str(row["claims"]) for row in leaders}
    good = bool(claims & set(IMPROVING))
    if good and "worse" in claims:
        return "leaders"
    if good and "worse" in says:
        return "denied"
    if {"better", "worse"} <= says:
        return "sources"
    if not says:
        return "none"
    return next((word for word in ("worse", "better", "steady") if word in says), "silent")


def _story_words(audit: RecoveryMap, risks: Sequence[Record], together: dict[str, str]) -> str:
    n = len(risks)
    if not n:
        return "No risk is open; shown are those held open."
    states = [together[str(row["risk_id"])] for row in risks]
    two = sum(state in ("leaders", "denied", "sources") for state in states)
    mute = sum(state in ("silent", "none") for state in states)
    said = (
        f"{wording.of(two, n, 'open risk')} {verb(two, 'is')} told in two stories."
        if two
        else f"Of {wording.count(n, 'open risk')}, none is told in two stories."
    )
    if mute:
        said += f" {wording.count(mute, 'risk')} {verb(mute, 'has')} no source that can be heard: that is "
        said += "unknown, not good."
    if is_missing(audit, "statements"):
        said += " What leaders say is not known: there are no usable statements in the last 12 months."
    return said


def _risk_cell(row: Record, together: str, stories: Sequence[Record]) -> Markup:
    title = str(row["title"] or row["risk_id"])
    state = _state(together, len(stories), sum(story["says"] == "silent" for story in stories))
    return render_macro("risk_cell", title, _standing(row), row["risk_id"], state)


def _state(together: str, sources: int, silent: int) -> Markup:
    """The sign of TOGETHER; a risk is not called quiet, or better, without the sources that are silent."""
    if not silent or together not in QUIET:
        return sign(TOGETHER, together)
    kind, words = QUIET[together]
    return render_macro(
        "state", kind, f"{words}: {wording.of(silent, sources, 'source')} {verb(silent, 'is')} silent"
    )


def _standing(row: Record) -> str:
    priority = f"{wording.first_capital(str(row['priority']))} priority" if row["priority"] else "No priority"
    return priority if row["state"] == "open" else f"{priority}, held open"


def _sources_cell(stories: Sequence[Record]) -> Markup:
    if not stories:
        return render_macro("state", "unknown", "None named")
    return render_macro("told_by", [_source(row) for row in stories])


def _source(row: Record) -> dict[str, Any]:
    says = str(row["says"])
    figure = str(row["figure"] or "")
    if not figure and says != "silent":
        figure = "It has no figure of its own."
    return {
        "name": table_name(str(row["source"])),
        "state": sign(SAYS, says),
        "says": figure,
        "aside": _age_words(row),
    }


def _age_words(row: Record) -> str:
    if row["newest_on"] is None:
        return "No record in the last 12 months."
    return f"{wording.first_capital(AGES.get(str(row['age']), 'age not known'))}: {_newest(row)}."


def _newest(row: Record) -> str:
    if row["source"] in ("people", "staffing_needs", "risks", "actions"):
        return f"in force, newest of {day_cell(row['newest_on'])}"
    return f"newest of {day_cell(row['newest_on'])}"


def _leaders_cell(audit: RecoveryMap, risk: Record, leaders: Sequence[Record]) -> Markup | str:
    if risk["state"] != "open":
        return "Closed in the register."
    if not leaders:
        if is_missing(audit, "statements"):
            return render_macro("state", "unknown", "Not known")
        return "Nobody spoke of it this month."
    return render_macro("told_by", [_leader(row) for row in leaders])


def _leader(row: Record) -> dict[str, Any]:
    by = f", {row['made_by']}" if row["made_by"] is not None else ""
    level = sign(LEVELS, row["level"]) if row["level"] is not None else ""
    return {
        "name": CLAIMS.get(str(row["claims"]), "No claim recorded"),
        "state": level,
        "says": "",
        "aside": f"{row['statement_id']}, {day_cell(row['made_on'])}{by}",
    }


def show_messages(audit: RecoveryMap) -> Piece:
    """Risks of which one statement of the month says better and another worse, and who said which."""
    absent = no_register(audit, MESSAGES_QUESTION)
    if absent:
        return absent
    messages = records_of(audit.messages)
    unknown = untold(audit, "conflicting-story", "statements")
    if not messages:
        return nothing_found("No two statements of this month say different things of one risk.", unknown)
    n = len(messages)
    said = (
        f"Of {wording.count(n, 'risk')}, one statement of this month says that it got better and another "
        "that it got worse."
    )
    told, titles = _by_risk(records_of(audit.leaders)), risk_titles(audit)
    headings = [Heading("Risk"), Heading("Said to be better"), Heading("Said to be worse")]
    rows = [_message_row(row, told.get(row["risk_id"], []), titles[str(row["risk_id"])]) for row in messages]
    table = render_long_table("Different messages on one risk", headings, rows, one="risk")
    return Piece(render_macro("paragraph", said) + render_macro("stacked", table), said)


def _message_row(message: Record, leaders: Sequence[Record], title: str) -> tuple[object, ...]:
    ids = str(message["statement_ids"]).split("; ")
    told = [row for row in leaders if row["statement_id"] in ids]
    sides = ([row for row in told if row["claims"] in IMPROVING], [r for r in told if r["claims"] == "worse"])
    return (
        render_macro("narrow_cell", title, str(message["risk_id"])),
        *(render_macro("told_by", [_leader(row) for row in side]) for side in sides),
    )


def show_overlaps(audit: RecoveryMap) -> Piece:
    """Pairs of open actions, and of open risks, that two owners hold."""
    absent = no_register(audit, OVERLAPS_QUESTION)
    if absent:
        return absent
    pairs = records_of(audit.overlaps)
    unknown = untold(audit, "overlapping-actions")
    if not pairs:
        return nothing_found(
            "No two open actions on one risk say the same under two owners, and no two open risks of one "
            "theme have two owners.",
            unknown,
        )
    n = len(pairs)
    said = f"{wording.count(n, 'pair')} {verb(n, 'has')} two owners. Agree one owner for each."
    said = " ".join([said, *unknown])
    headings = [Heading("What"), Heading("One"), Heading("The other"), Heading("Alike", is_number=True)]
    rows = [_pair_row(row) for row in pairs]
    table = render_long_table("The same under two owners", headings, rows, one="pair")
    return Piece(render_macro("paragraph", said) + table, said)


def _pair_row(row: Record) -> tuple[object, ...]:
    actions = row["kind"] == "actions"
    about = f"on risk {row['about']}" if actions else f"theme {plain(row['about'])}"
    alike = f"{wording.number(row['ratio'], 0)}%" if row["ratio"] is not None else "–"
    return (
        render_macro("with_aside", "Two open actions" if actions else "Two open risks", about),
        render_macro("narrow_cell", str(row["first"]), str(row["first_owner"])),
        render_macro("narrow_cell", str(row["second"]), str(row["second_owner"])),
        alike,
    )
