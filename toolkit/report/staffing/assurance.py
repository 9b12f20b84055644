"""What does the registered manager take to the governance meeting?

The workforce assurance summary, what staff raised at handover, what was decided, and what the provider
information return asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from toolkit import wording
from toolkit.audits.checks import Figure
from toolkit.audits.result import Audit
from toolkit.audits.staffing.audit import StaffingAudit
from toolkit.audits.staffing.frames import DECISION_MONTHS
from toolkit.report import words
from toolkit.report.absence import is_missing, is_number, is_supplied, nothing_known
from toolkit.report.piece import Piece, said_only
from toolkit.report.tables import Heading, render_long_table, render_table
from toolkit.report.templates import render_macro

HANDOVER_QUESTION = "Which risks did staff raise at handover?"
DECISIONS_QUESTION = "What was decided about staffing?"
RETURN_QUESTION = "What does the provider information return ask?"
RETURN_COUNTS = ("visits_28_days", "missed_28_days", "under_15_minutes_28_days")
# What, the named measure it shows ("" = the check's own figure), what n counts, the check.
_SUMMARY = (
    ("Rota gaps", "attended_fill", "role on a shift", "roles on shifts", "repeated-staffing-gaps"),
    ("Dependency", "", "person", "people", "dependency-out-of-date"),
    ("Missed care", "", "care record", "care records", "needs-not-met"),
    ("Incidents", "incident_rate", "incident", "incidents", "increased-incidents"),
    ("Feedback", "concern_share", "voice", "voices", "poor-feedback"),
)
_SUMMARY_FIGURES = {
    "Rota gaps": "of the hours needed attended",
    "Dependency": "without a review in date",
    "Missed care": "missed, shortened or delayed",
    "Incidents": "{per}",
    "Feedback": "concern or complaint",
}


def show_assurance_summary(audit: StaffingAudit) -> Piece:
    """The workforce assurance summary: rota, dependency, missed care, incidents and feedback in one table."""
    rows, lines = [], []
    for what, measure, one, many, code in _SUMMARY:
        check = audit.check(code)
        figure = audit.measures[measure] if measure else check.figure
        n = "–" if figure.n is None else wording.count(figure.n, one, many)
        limits = words.figure_interval(figure)
        value = f"{_bare(figure)} {_of_what(audit, what)}" if is_number(figure.value) else wording.NOT_KNOWN
        shown = render_macro("figure_cell", value, f"95% interval {limits}" if limits else "")
        rows.append((what, shown, n, render_macro("answer_cell", check)))
        lines.append(f"{what}: {value}. {words.OUTCOME_WORDS[check.outcome]}: {check.says}")
    headings = [Heading("Evidence"), Heading("Figure"), Heading("Based on"), Heading("What it says")]
    caption = f"Workforce assurance summary: {audit.subject.name}, {wording.month_name(audit.period)}"
    return Piece(render_macro("stacked", render_table(caption, headings, rows)), "\n".join(lines))


def show_handover_risks(audit: StaffingAudit) -> Piece:
    """Risks raised at handover and open in the month: what about, how long, and with a control or not."""
    if is_missing(audit, "handover"):
        return nothing_known(audit, HANDOVER_QUESTION, "This cannot be said", ("handover",))
    risks = audit.handover_risks.to_dict("records")
    if not risks:
        said = "No risk raised at handover was open this month."
        return said_only(said)
    said = _handover_words(audit, risks)
    headings = [Heading("Risk"), Heading("About"), Heading("Raised"), Heading("Resolved"),
                Heading("Open", "days", is_number=True), Heading("Control in place")]  # fmt: skip
    rows = [
        (
            str(risk["entry_id"]),
            wording.first_capital(words.plain(risk["theme"])),
            wording.long_day(risk["logged_on"].date()),
            wording.long_day(risk["resolved_on"].date()) if is_number(risk["resolved_on"]) else "Still open",
            wording.number(int(risk["days_open"])),
            render_macro("yes_no", bool(risk["control"]))
            if is_number(risk["control"])
            else wording.NOT_KNOWN,
        )
        for risk in risks
    ]
    caption = "Handover risks open this month, those without a control first"
    table = render_long_table(caption, headings, rows, one="risk")
    return Piece(render_macro("paragraph", said) + table, said)


def show_decisions(audit: StaffingAudit) -> Piece:
    """Decisions on recruitment, deployment and provider support in the last three months."""
    if not is_supplied(audit, "decisions"):
        return nothing_known(audit, DECISIONS_QUESTION, "This cannot be said", ("decisions",))
    since = wording.long_day(audit.period.first_day_of_months(DECISION_MONTHS))
    decisions = audit.decisions.to_dict("records")
    if not decisions:
        said = f"No decision on recruitment, deployment or provider support has been recorded since {since}."
        return said_only(said)
    have = "has" if len(decisions) == 1 else "have"
    said = (
        f"{wording.count(len(decisions), 'decision')} on recruitment, deployment or provider support {have} "
        f"been recorded since {since}."
    )
    headings = [Heading("Decision"), Heading("About"), Heading("Decided"), Heading("By"), Heading("For"),
                Heading("Effect reviewed")]  # fmt: skip
    rows = [
        (
            str(decision["decision_id"]),
            wording.first_capital(words.plain(decision["kind"])),
            wording.long_day(decision["decided_on"].date()),
            wording.first_capital(words.plain(decision["forum"])),
            "The whole provider" if decision["whole_provider"] else "This service",
            wording.long_day(decision["review_on"].date())
            if is_number(decision["review_on"])
            else "No day set",
        )
        for decision in decisions
    ]
    table = render_long_table("Decisions on staffing, newest first", headings, rows, one="decision")
    return Piece(render_macro("paragraph", said) + table, said)


def show_provider_information(audit: StaffingAudit) -> Piece:
    """The counts of 28 days that the provider information return asks of home care."""
    if audit.subject.kind != "home_care":
        said = f"The return asks home care services alone for these counts; {audit.subject.name} is not one."
        return said_only(said)
    figures = [audit.measures[name] for name in RETURN_COUNTS]
    if all(figure.value is None for figure in figures):
        return nothing_known(
            audit, RETURN_QUESTION, "The counts cannot be given", ("care",), when="for these 28 days"
        )
    headings = [Heading("In 28 days"), Heading("Visits", is_number=True)]
    rows = [(words.figure_name(figure.name), wording.number(figure.value)) for figure in figures]
    caption = f"Counts for the provider information return, 28 days to {wording.long_day(audit.period.as_of)}"
    text = "\n".join(f"{name}: {value}" for name, value in rows)
    return Piece(render_table(caption, headings, rows), text)


def _bare(figure: Figure) -> str:
    """The value without its unit's name; what it counts is said beside it."""
    return wording.share(figure.value) if figure.unit == "share" else wording.number(figure.value)


def _of_what(audit: Audit, what: str) -> str:
    per = "per 1,000 visits" if audit.subject.kind == "home_care" else "per 1,000 days people lived here"
    return _SUMMARY_FIGURES[what].format(per=per)


def _handover_words(audit: Audit, risks: Sequence[dict[Any, Any]]) -> str:
    until = wording.long_day(audit.period.as_of)
    still = sum(not is_number(risk["resolved_on"]) for risk in risks)
    said = [
        f"{wording.count(len(risks), 'risk')} raised at handover {_was(len(risks))} open this month.",
        f"{wording.number(still)} {_was(still)} not resolved by {until}."
        if still
        else f"All were resolved by {until}.",
    ]
    told = [bool(risk["control"]) for risk in risks if is_number(risk["control"])]
    if not told:
        said.append("The log does not hold controls: whether there was one is not known.")
    elif all(told):
        said.append("Each had a control.")
    else:
        said.append(f"{wording.number(told.count(False))} had no control.")
    return " ".join(said)


def _was(n: int) -> str:
    return "was" if n == 1 else "were"
