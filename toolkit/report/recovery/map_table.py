"""What is each risk, who owns it, what rests on what, and what comes next? (the map as a table)"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from toolkit import wording
from toolkit.audits.recovery.audit import RecoveryMap
from toolkit.report.absence import is_supplied
from toolkit.report.days import day_cell
from toolkit.report.oversight.signs import not_known
from toolkit.report.piece import Piece, said_only
from toolkit.report.recovery.signs import PRIORITIES, no_register, open_rows
from toolkit.report.rows import Record, records_of
from toolkit.report.tables import Heading, render_long_table
from toolkit.report.templates import render_macro
from toolkit.report.words import table_name, verb

if TYPE_CHECKING:
    from markupsafe import Markup

MAP_QUESTION = "Which risks are open, who owns each, and what comes next?"


def show_map(audit: RecoveryMap) -> Piece:
    """One row a risk: priority, action, sources, owner, review route, what is missing, what comes next.

    The owner is shown as the register has it, for the map is about who owns what; in the register a role
    is better than a name.
    """
    absent = no_register(audit, MAP_QUESTION)
    if absent:
        return absent
    rows = records_of(audit.risks)
    if not rows:
        return said_only("No risk is open, and none that was closed lately should be held open.")
    said = _map_words(audit, rows)
    headings = [
        Heading("Risk"),
        Heading("Current action"),
        Heading("Evidence sources"),
        Heading("Owner and review route"),
        Heading("What is missing, and what comes next"),
    ]
    cells = [
        (_risk_cell(row), _action_cell(audit, row), _sources_cell(row), _owner_cell(row), _next_cell(row))
        for row in rows
    ]
    caption = "The recovery map: high priority first, and there the broken rows first"
    table = render_long_table(caption, headings, cells, one="risk")
    return Piece(render_macro("paragraph", said) + render_macro("stacked", table), said)


def _map_words(audit: RecoveryMap, rows: list[dict[str, object]]) -> str:
    open_now = open_rows(rows)
    n, held = len(open_now), len(rows) - len(open_now)
    counts = Counter(str(row["priority"]) for row in open_now)
    ranked = [f"{counts[name]} of {name} priority" for name in PRIORITIES if counts[name]]
    said = f"{wording.count(n, 'risk')} {verb(n, 'is')} open"
    said += f", {wording.join_words(ranked)}." if ranked else "."
    if held:
        said += (
            f" {wording.count(held, 'risk')} that {verb(held, 'was')} closed {verb(held, 'is')} held open."
        )
    if not is_supplied(audit, "actions"):
        return f"{said} Which of them has an action is not known: the actions were not supplied."
    bare = sum(not row["actions"] for row in open_now)
    if bare:
        said += f" {wording.of(bare, n, 'open risk')} {verb(bare, 'has')} no open action."
    return said


def _risk_cell(row: Record) -> Markup:
    held = ", held open" if row["state"] != "open" else ""
    priority = f"{wording.first_capital(str(row['priority']))} priority" if row["priority"] else "No priority"
    aside = f"{row['risk_id']}, since {day_cell(row['opened_on'])}"
    return render_macro("risk_cell", str(row["title"] or row["risk_id"]), f"{priority}{held}", aside)


def _action_cell(audit: RecoveryMap, row: Record) -> Markup | str:
    if not is_supplied(audit, "actions"):
        return not_known()
    n = int(row["actions"])
    if not n and row["state"] != "open":
        return "No open action"
    if not n:
        return render_macro("narrow_cell", render_macro("state", "missing", "No open action"))
    return render_macro(
        "narrow_cell", wording.count(n, "open action"), str(row["action_ids"]).replace("; ", ", ")
    )


def _sources_cell(row: Record) -> Markup:
    named = [table_name(source) for source in str(row["sources"] or "").split("; ") if source]
    if not named:
        return render_macro("narrow_cell", render_macro("state", "missing", "No source named"))
    first, *others = named
    words = ", ".join([first, *(f"{name[:1].lower()}{name[1:]}" for name in others)])
    return render_macro("narrow_cell", words)


def _owner_cell(row: Record) -> Markup:
    owner, route = (
        f"{said}: {row[name]}" if row[name] is not None else render_macro("state", "missing", f"No {what}")
        for name, said, what in (("owner", "Owner", "owner"), ("review_route", "Review", "review route"))
    )
    return render_macro("owner_cell", owner, route)


def _next_cell(row: Record) -> Markup:
    missing = [link for link in str(row["missing"] or "").split("; ") if link]
    expected = int(row["expected"])
    there = f"{row['present']} of {wording.count(expected, 'link')} there" if missing else ""
    if missing:
        signs = [render_macro("state", "missing", f"No link from {link}") for link in missing]
    elif not expected:
        signs = [render_macro("state", "waiting", "Links not yet due")]
    elif row["connectedness"] is None:
        signs = [not_known()]
        there = "Records that would show its links were not supplied."
    else:
        whole = (
            "The one link is there" if expected == 1 else f"All {wording.number(expected)} links are there"
        )
        signs = [render_macro("state", "done", whole)]
    return render_macro("next_cell", signs, there, str(row["next_step"]))
