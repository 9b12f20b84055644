"""What does every notebook show of its audit?

Each function answers one question about a finished audit with one piece: words, a table or a picture
that stands in the notebook and, unchanged, on the page. `show_` gives words and tables, `draw_` a
picture with its table. What is not known is said; nothing is drawn of it. What only one audit shows
stands in a package of its name beside this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from toolkit import wording
from toolkit.audits.checks import Check, Kind, Outcome, Reference
from toolkit.audits.result import Audit, SourceUse, findings_of
from toolkit.report import words
from toolkit.report.findings import FINDINGS_MIME, findings_html
from toolkit.report.piece import Piece
from toolkit.report.tables import Heading, render_table
from toolkit.report.templates import render_macro
from toolkit.sources.contract import TABLES

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = [
    "show_check",
    "show_figures",
    "show_findings",
    "show_limits",
    "show_provenance",
    "show_sources",
    "show_status",
    "show_triggers",
]
_FIRED = (Outcome.ACTION, Outcome.WATCH)
EVIDENCE_SHOWN = 50  # rows a check on a page; findings.json has them all


def show_status(audit: Audit) -> Piece:
    """The state of the audit in one sentence."""
    sentence = words.status_sentence(check.outcome for check in audit.checks)
    html = render_macro("status", audit.status.value, sentence)
    return Piece(html, f"{words.OUTCOME_WORDS[audit.status]}. {sentence}", styled=True)


def show_findings(audit: Audit) -> Piece:
    """Every check with its answer, most serious first, and who sees to it.

    The piece carries the findings as data; `findings.json` and the roll-up are read from there.
    """
    findings = findings_of(audit)
    lines = [f"{words.OUTCOME_WORDS[check.outcome]}: {check.says}" for check in _most_serious_first(audit)]
    return Piece(findings_html(findings), "\n".join(lines), {FINDINGS_MIME: findings})


def show_check(audit: Audit, code: str) -> Piece:
    """One question with its answer, how it is judged, who sees to it, and the records behind it."""
    check = audit.check(code)
    shown = None if check.figure.name == "" else check.figure
    html = render_macro("check", check, shown, _evidence_table(check), _other_arms(check))
    return Piece(html, f"{check.question.question} {words.OUTCOME_WORDS[check.outcome]}: {check.says}")


def show_figures(audit: Audit, names: Iterable[str]) -> Piece:
    """A small table of the audit's figures, each with what it rests on and how far chance could move it.

    Raises KeyError for a name the audit does not have.
    """
    figures = [(name, audit.measures[name]) for name in names]
    ranged = any(words.figure_interval(figure) for _, figure in figures)
    headings = [Heading("Figure"), Heading("Value", is_number=True), Heading("Based on", "n", is_number=True)]
    if ranged:
        headings.insert(2, Heading("95% interval", is_number=True))
    rows = []
    for name, figure in figures:
        limits = [words.figure_interval(figure) or "–"] if ranged else []
        n = "–" if figure.n is None else wording.number(figure.n)
        rows.append((words.figure_name(name), words.figure_value(figure), *limits, n))
    text = "\n".join(f"{words.figure_name(name)}: {words.figure_value(figure)}" for name, figure in figures)
    caption = f"{audit.subject.name}, {wording.month_name(audit.period)}"
    return Piece(render_table(caption, headings, rows), text)


def show_sources(audit: Audit) -> Piece:
    """Which records were supplied, how far they reach, and which are missing."""
    headings = [
        Heading("Records"),
        Heading("Supplied"),
        Heading("Reaching"),
        Heading("This month", "rows", is_number=True),
        Heading("12 months", "rows", is_number=True),
        Heading("Not used", "rows", is_number=True),
    ]
    rows = [
        _source_row(source) for source in sorted(audit.sources, key=lambda s: (bool(s.rows_used), s.table))
    ]
    table = render_table(f"Records read for {audit.subject.name}", headings, rows)
    notes = [f"{words.table_name(s.table)}: {s.note}" for s in audit.sources if s.note and s.rows_used]
    said = render_macro("points", notes) if notes else ""
    text = "\n".join(
        f"{words.table_name(s.table)}: {wording.count(s.rows_used, 'row')}" for s in audit.sources
    )
    return Piece(table + said, text)


def show_limits(audit: Audit) -> Piece:
    """What this audit could not see this month, from the records it was given."""
    said = [_missing_sentence(source) for source in audit.sources if not source.rows_used]
    if not audit.period.whole_month:
        said.append(
            f"The month was not over: only its days up to {wording.long_day(audit.period.as_of)} count."
        )
    if audit.problems_count:
        rows = wording.count(audit.problems_count, "problem")
        said.append(f"The records hold {rows}, each listed with file and row on the data quality page.")
    untested = [c for c in audit.checks if c.outcome is Outcome.NO_EVIDENCE]
    if untested:
        named = wording.join_words(f"“{check.question.question}”" for check in untested)
        said.append(f"Not answered this month: {named}")
    if not said:
        said = ["Every kind of record this audit reads was supplied this month."]
    return Piece(render_macro("points", said), "\n".join(said))


def show_provenance(audit: Audit) -> Piece:
    """Which files the figures come from, which thresholds differ from the defaults, and up to which day."""
    about = [
        (
            "Service",
            f"{audit.subject.name} ({audit.subject.service_id}), {words.kind_name(audit.subject.kind)}",
        ),
        ("Month", wording.month_name(audit.period)),
        ("Looked back from", wording.day_name(audit.period.as_of)),
        ("Problems in the data", wording.number(audit.problems_count)),
    ]
    html = render_macro("facts", about) + _thresholds_table(audit) + _files_table(audit)
    return Piece(html, "\n".join(f"{term}: {said}" for term, said in about))


def show_triggers(audit: Audit) -> Piece:
    """Every trigger and early warning: did it fire, who reviews it, and where it goes if not resolved."""
    kinds, outcomes = list(Kind), list(Outcome)
    checks = sorted(audit.checks, key=lambda c: (kinds.index(c.question.kind), outcomes.index(c.outcome)))
    said = _fired_words(checks)
    headings = [Heading("Question"), Heading("Kind"), Heading("Answer"), Heading("Reviewed by"),
                Heading("If it is not resolved")]  # fmt: skip
    rows = [
        (
            render_macro("way", check.question.question, f"#check-{check.code}"),
            words.KIND_WORDS[check.question.kind],
            render_macro("badge", check.outcome),
            wording.first_capital(check.question.reviewed_by),
            words.then_to(check.question.reviewed_by, check.question.escalates_to),
        )
        for check in checks
    ]
    table = render_table("Triggers and early warnings, with who reviews them", headings, rows)
    return Piece(render_macro("paragraph", said) + table, said)


def _fired_words(checks: Sequence[Check]) -> str:
    """How many of each kind fired, and how many could not be tested."""
    groups = (
        ("trigger", [c for c in checks if c.question.kind is Kind.TRIGGER]),
        ("early warning", [c for c in checks if c.question.kind is Kind.WARNING]),
        ("other question", [c for c in checks if c.question.kind not in (Kind.TRIGGER, Kind.WARNING)]),
    )
    parts = [
        wording.of(sum(c.outcome in _FIRED for c in group), len(group), name)
        for name, group in groups
        if group
    ]
    said = f"{wording.join_words(parts)} fired."
    untested = sum(c.outcome is Outcome.NO_EVIDENCE for c in checks)
    if untested:
        said += f" {wording.number(untested)} could not be tested: that is not good news."
    return said


def _most_serious_first(audit: Audit) -> list[Check]:
    return sorted(audit.checks, key=lambda check: list(Outcome).index(check.outcome))


def _other_arms(check: Check) -> list[str]:
    """What each condition of the check said, where there are several and the answer does not repeat it."""
    if len(check.arms) < 2:
        return []
    return [arm.says for arm in check.arms if arm.says and arm.says[1:] not in check.says]


def _evidence_table(check: Check) -> dict[str, Any] | None:
    """At most EVIDENCE_SHOWN rows, file by file; the rest is counted."""
    evidence = sorted(set(check.evidence), key=lambda e: (e.ref, e.file, e.sheet or "", e.row))
    if not evidence:
        return None
    headings = [Heading("Record"), Heading("File"), Heading("Sheet"), Heading("Row", is_number=True)]
    rows = [_evidence_row(reference) for reference in evidence[:EVIDENCE_SHOWN]]
    more = len(evidence) - EVIDENCE_SHOWN
    note = f"and {wording.count(more, 'more record')}, all of them in findings.json" if more > 0 else ""
    table = render_table(
        f"Records behind the answer to: {check.question.question}", headings, rows, note=note
    )
    return {"summary": f"The {wording.count(len(evidence), 'record')} behind this answer", "html": table}


def _evidence_row(reference: Reference) -> tuple[str, ...]:
    return reference.ref, reference.file, reference.sheet or "–", str(reference.row)


def _source_row(source: SourceUse) -> tuple[object, ...]:
    supplied = "Yes" if source.supplied else "No"
    if not source.rows_used:
        supplied = "No rows of this service" if source.supplied else "Not supplied"
    return (
        words.table_name(source.table),
        render_macro("source_state", supplied, bool(source.rows_used)),
        _reach(source),
        # What is in force for months (a stay, a need, a review) need not begin in the month.
        wording.number(source.rows_in_month) if _comes_daily(source.table) else "–",
        wording.number(source.rows_used),
        wording.number(source.rows_refused),
    )


def _reach(source: SourceUse) -> str:
    if not (source.first and source.last):
        return "–"
    return " to ".join(f"{wording.short_day(day)} {day.year}" for day in (source.first, source.last))


def _comes_daily(table: str) -> bool:
    return table in TABLES and TABLES[table].by_month


def _missing_sentence(source: SourceUse) -> str:
    name = words.table_name(source.table)
    if source.supplied:
        return f"{name}: supplied, but without a row of this service in the last 12 months."
    return f"{name}: not supplied. What these records would show is unknown, not good."


def _thresholds_table(audit: Audit) -> Markup:
    changed = audit.changed_thresholds
    if not changed:
        return render_macro("paragraph", "All thresholds are the defaults.")
    headings = [
        Heading("Threshold"),
        Heading("Default", is_number=True),
        Heading("Here", is_number=True),
        Heading("Why"),
    ]
    rows = [
        (
            f"{c.section}: {c.key}".replace("_", " "),
            str(c.default),
            str(c.value),
            c.reason or "No reason given.",
        )
        for c in changed
    ]
    return render_table("Thresholds that differ from the default", headings, rows)


def _files_table(audit: Audit) -> Markup:
    headings = [
        Heading("File"),
        Heading("Used", "rows of this service", is_number=True),
        Heading("Not used", "rows of this service", is_number=True),
    ]
    rows = [
        (
            str(entry["file"]),
            wording.number(_int(entry.get("rows_used"))),
            wording.number(_int(entry.get("rows_refused"))),
        )
        for entry in audit.files
    ]
    if not rows:
        return render_macro("paragraph", "No file was read.")
    table = render_table("Files read; their fingerprints are in manifest.json", headings, rows)
    return render_macro("folded", f"The {wording.count(len(rows), 'file')} read", table)


def _int(value: object) -> int | None:
    return None if value is None else int(str(value))
