"""What should stay open although it was closed, and what was closed and came back?

The toolkit closes nothing and reopens nothing: it names the forum that should ask, and what for.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from toolkit import wording
from toolkit.audits.recovery.audit import RecoveryMap
from toolkit.report.days import day_cell
from toolkit.report.piece import Piece
from toolkit.report.recovery.signs import forum_called, no_register, nothing_found, risk_titles, untold
from toolkit.report.rows import Record, records_of
from toolkit.report.tables import Heading, render_long_table
from toolkit.report.templates import render_macro
from toolkit.report.words import plain, verb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

HOLD_QUESTION = "What should be held open?"
REPEATS_QUESTION = "Which risks were closed and came back?"
_KINDS = {"risk": "Risk", "action": "Action", "claimed": "Statement"}
_HOW = {"risk": "closed", "action": "closed", "claimed": "called embedded"}


def show_hold_open(audit: RecoveryMap) -> Piece:
    """What was closed, or called embedded, too early: why, which forum should ask next, and for what."""
    absent = no_register(audit, HOLD_QUESTION)
    if absent:
        return absent
    held = records_of(audit.hold_open)
    unknown = untold(audit, "closed-while-disconnected")
    if not held:
        return nothing_found(
            "Nothing was closed, or called embedded, while its chain was broken or its sources disagreed.",
            unknown,
        )
    said = " ".join([_held_words(held), *unknown])
    headings = [Heading("Hold open"), Heading("Why"), Heading("Next forum"), Heading("What it must ask for")]
    titles = risk_titles(audit)
    rows = [
        (
            _what_cell(row, titles),
            render_macro("narrow_cell", _sentence(row["reason"])),
            forum_called(audit, row["forum"]),
            render_macro("narrow_cell", _sentence(row["ask_for"])),
        )
        for row in held
    ]
    table = render_long_table("To be held open, and who asks for what", headings, rows, one="item")
    return Piece(render_macro("paragraph", said) + render_macro("stacked", table), said)


def _held_words(held: list[dict[str, object]]) -> str:
    counts = Counter(str(row["kind"]) for row in held)
    parts = [
        f"{wording.count(counts[kind], word)} {said}"
        for kind, word, said in (
            ("risk", "risk", "that was closed" if counts["risk"] == 1 else "that were closed"),
            ("action", "action", "that was closed" if counts["action"] == 1 else "that were closed"),
            ("claimed", "risk", "called embedded"),
        )
        if counts[kind]
    ]
    return f"{wording.first_capital(wording.join_words(parts))} should be held open."


def _what_cell(row: Record, titles: Mapping[str, str]) -> Markup:
    kind = str(row["kind"])
    title = titles.get(str(row["risk_id"])) if row["risk_id"] is not None else None
    standing = (
        f"{_KINDS.get(kind, 'Record')} {row['id']}, {_HOW.get(kind, 'closed')} {day_cell(row['closed_on'])}"
    )
    if kind == "risk":
        return render_macro("risk_cell", title or str(row["id"]), standing, "")
    about = f"risk {row['risk_id']}" if row["risk_id"] is not None else "no risk named"
    return render_macro("risk_cell", title or wording.first_capital(about), standing, about if title else "")


def _sentence(words: object) -> str:
    said = wording.first_capital(str(words or ""))
    return f"{said}." if said else "–"


def show_repeats(audit: RecoveryMap) -> Piece:
    """Risks opened within a year after another risk of the same theme was closed."""
    absent = no_register(audit, REPEATS_QUESTION)
    if absent:
        return absent
    repeats = records_of(audit.repeats)
    if not repeats:
        return nothing_found(
            "No risk opened in the last 12 months follows a closed one of its theme.",
            untold(audit, "repeat-failure"),
        )
    n = len(repeats)
    said = (
        f"{wording.count(n, 'risk')} {verb(n, 'was')} opened after another on the same theme was closed. "
        f"What did the earlier {'closure' if n == 1 else 'closures'} rest on?"
    )
    titles = risk_titles(audit)
    headings = [Heading("Risk that came back"), Heading("Theme"), Heading("The risk closed before"),
                Heading("Days between", is_number=True)]  # fmt: skip
    rows = [
        (
            render_macro("risk_cell", titles.get(str(row["risk_id"]), str(row["risk_id"])),
                         f"opened {day_cell(row['opened_on'])}", str(row["risk_id"])),
            wording.first_capital(plain(row["theme"])),
            render_macro("with_aside", str(row["earlier_risk_id"]), f"closed {day_cell(row['closed_on'])}"),
            wording.number(row["days"]),
        )
        for row in repeats
    ]  # fmt: skip
    table = render_long_table("Risks that were closed and came back", headings, rows, one="risk")
    return Piece(render_macro("paragraph", said) + render_macro("stacked", table), said)
