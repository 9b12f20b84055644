"""What were leaders told, what stands behind it, what speaks against it, and who should ask?

What a leader wrote is shown as it stands, escaped: this page is for the provider itself.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from toolkit import wording
from toolkit.audits.oversight.audit import OversightAudit
from toolkit.report.absence import is_missing
from toolkit.report.days import as_date, day_cell
from toolkit.report.oversight.signs import (
    CLAIMS,
    LEVELS,
    WEAK,
    about_whom,
    behind,
    challenges_known,
    level_of,
    not_known,
    nothing_in_twelve_months,
    risk_name,
    sign,
)
from toolkit.report.piece import Piece, said_only
from toolkit.report.rows import Record, records_of
from toolkit.report.tables import Heading, render_long_table
from toolkit.report.templates import render_macro
from toolkit.report.words import verb

if TYPE_CHECKING:
    from markupsafe import Markup

STATEMENTS_QUESTION = "What were leaders told this month, and what do the records show?"
REPEATS_QUESTION = "Which summaries were given before?"
LONGEST_TEXT = 700  # characters of a statement on the page


def show_statements(audit: OversightAudit) -> Piece:
    """Every statement of the month: its own words, what supports it, what contradicts it, who should ask."""
    if is_missing(audit, "statements"):
        return nothing_in_twelve_months(audit, STATEMENTS_QUESTION, "statements")
    statements = records_of(audit.statements)
    if not statements:
        return said_only(
            f"No statement to leaders is on record for {wording.month_name(audit.period)}. "
            "What they were told by word of mouth cannot be seen here."
        )
    said = _statements_words(audit, statements)
    headings = [Heading("What leaders were told"), Heading("What the records show"), Heading("Challenge")]
    rows = [
        (
            _told_cell(row),
            _shown_cell(audit, row),
            _challenge_cell(audit, row),
        )
        for row in statements
    ]
    caption = "Statements of the month beside the records, weakest first"
    table = render_long_table(caption, headings, rows, one="statement")
    return Piece(render_macro("paragraph", said) + render_macro("stacked", table), said)


def show_repeats(audit: OversightAudit) -> Piece:
    """Statements that repeat an earlier one on the same risk, both texts side by side."""
    if is_missing(audit, "statements"):
        return nothing_in_twelve_months(audit, REPEATS_QUESTION, "statements")
    repeats = records_of(audit.repeats)
    if not repeats:
        return said_only(
            "No statement of this month or the month before repeats an earlier one on the same risk."
        )
    said = _repeats_words(audit, repeats)
    headings = [Heading("Said now"), Heading("Said before"), Heading("Alike", is_number=True)]
    rows = [_repeat_row(row) for row in repeats]
    caption = "Repeated summaries, newest first; the words that differ are underlined"
    table = render_long_table(caption, headings, rows, one="summary", many="summaries")
    return Piece(render_macro("paragraph", said) + render_macro("stacked", table), said)


def _statements_words(audit: OversightAudit, statements: Sequence[Record]) -> str:
    levels = Counter(level_of(audit, row) for row in statements)
    assured = sum(n for level, n in levels.items() if level is not None)
    made = f"{wording.count(len(statements), 'statement')} {verb(len(statements), 'was')} made"
    if not assured:
        return f"{made}; none claims that anything improved, is stable or is embedded."
    claim = "claims" if assured == 1 else "claim"
    said = [f"{made}; {assured} {claim} that something improved, is stable or is embedded."]
    parts = [
        f"{levels[level]} {words}"
        for level, words in (
            ("contradicted", f"{verb(levels['contradicted'], 'is')} contradicted by the records"),
            ("unsupported", f"{'rests' if levels['unsupported'] == 1 else 'rest'} on no frontline evidence"),
            ("stale", f"{'rests' if levels['stale'] == 1 else 'rest'} on old evidence only"),
        )
        if levels[level]
    ]
    sound = levels["supported"] + levels["triangulated"]
    parts += [f"{sound} {verb(sound, 'is')} supported by current frontline evidence"] if sound else []
    said += [f"Of these, {wording.join_words(parts)}."] if parts else []
    if levels["unknown"]:
        said.append(
            f"What stands behind {levels['unknown']} of them is not known: there are no usable records of "
            "evidence filed and cited."
        )
    return " ".join(said)


def _told_cell(row: Record) -> Markup:
    claim = CLAIMS.get(str(row["claims"]), "No claim recorded: listed, not counted")
    where = f"{row['statement_id']}, {day_cell(row['made_on'])}{about_whom(row)}"
    return render_macro("quoted", risk_name(row), where, claim, _cut(str(row["text"] or "")))


def _cut(text: str) -> str:
    whole = " ".join(text.split())
    return whole if len(whole) <= LONGEST_TEXT else f"{whole[:LONGEST_TEXT].rsplit(' ', 1)[0]} …"


def _shown_cell(audit: OversightAudit, row: Record) -> Markup | str:
    level = level_of(audit, row)
    if level is None:
        return "Not counted: it does not say that anything improved, is stable or is embedded."
    level_cell = not_known() if level == "unknown" else sign(LEVELS, level)
    return render_macro("shown", level_cell, behind(audit, row))


def _challenge_cell(audit: OversightAudit, row: Record) -> Markup | str:
    if row["challenged"]:
        return render_macro("with_aside", render_macro("state", "done", "Asked"), str(row["challenge_ids"]))
    if level_of(audit, row) not in WEAK:
        return "–"
    if not challenges_known(audit):
        return render_macro(
            "with_aside", not_known(), "The challenges were not supplied, or name no statement."
        )
    who = wording.first_capital(str(row["who_should_challenge"]))
    return render_macro("with_aside", render_macro("state", "missing", "Not asked"), f"{who} to challenge")


def _repeats_words(audit: OversightAudit, repeats: Sequence[Record]) -> str:
    now = [row for row in repeats if as_date(row["made_on"]) >= audit.period.first_day]
    n = len(now)
    month = wording.month_name(audit.period)
    if not now:
        n = len(repeats)
        return (
            f"No statement of {month} repeats an earlier one; {wording.number(n)} of the month before "
            f"{'does' if n == 1 else 'do'}."
        )
    same = sum(row["ratio"] >= 100 for row in now)
    said = (
        f"{wording.count(n, 'statement')} of {month} {'repeats' if n == 1 else 'repeat'} an earlier one on "
        "the same risk once months, days and numbers are left out"
    )
    if same:
        each = (
            "each word for word" if same == n > 1 else "word for word" if n == 1 else f"{same} word for word"
        )
        said += f", {each}"
    return f"{said}. Read both texts: the same words can be true twice, but they show nothing new."


def _repeat_row(row: Record) -> tuple[object, ...]:
    now, before = str(row["text"] or ""), str(row["earlier_text"] or "")
    risk = str(row["risk_id"]) if row["risk_id"] is not None else "No risk named"
    told = f"{risk}: {row['statement_id']}, {day_cell(row['made_on'])}"
    earlier = f"{row['earlier_statement_id']}, {day_cell(row['earlier_made_on'])}"
    return (
        render_macro("compared", told, marked(now, before)),
        render_macro("compared", earlier, marked(before, now)),
        f"{wording.number(row['ratio'], 0)}%",
    )


def marked(text: str, other: str) -> list[tuple[str, bool]]:
    """The words of a text in runs, each with whether it differs from the other text.

    >>> marked("Improved in October again.", "Improved in May again.")
    [('Improved in', False), ('October', True), ('again.', False)]
    >>> marked("All well.", "All well.")
    [('All well.', False)]
    """
    mine, theirs = text.split(), other.split()
    matches = difflib.SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()
    return [(" ".join(mine[i:j]), how != "equal") for how, i, j, _, _ in matches if j > i]
