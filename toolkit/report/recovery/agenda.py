"""What must the next meeting decide, and who? (the first screen of the page)"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from toolkit import wording
from toolkit.audits.recovery.audit import RecoveryMap
from toolkit.report.absence import unanswered
from toolkit.report.piece import Piece, said_only
from toolkit.report.recovery.signs import forum_called, no_register, risk_titles
from toolkit.report.rows import Record, records_of
from toolkit.report.templates import render_macro
from toolkit.report.words import verb

AGENDA_QUESTION = "What must the next meetings decide?"


def show_agenda(audit: RecoveryMap) -> Piece:
    """The meeting's agenda: at most ten items, most serious first, each with its decision and from whom."""
    absent = no_register(audit, AGENDA_QUESTION, "No agenda can be drawn up")
    if absent:
        return absent
    items = records_of(audit.agenda)
    if not items:
        return said_only(f"Nothing on this map asks for a decision.{unanswered(audit)}")
    said = _agenda_words(len(items), audit.agenda_left_out)
    titles = risk_titles(audit)
    asks = [_ask(audit, item, titles) for item in items]
    lines = [f"{ask['place']}. {ask['about']}: {ask['decision']} ({ask['whom']})" for ask in asks]
    return Piece(render_macro("paragraph", said) + render_macro("agenda", asks), "\n".join([said, *lines]))


def _agenda_words(n: int, left_out: int) -> str:
    said = f"{wording.count(n, 'decision')} {verb(n, 'is')} needed, the most serious first."
    if left_out:
        stand = "stands" if left_out == 1 else "stand"
        said += f" An agenda holds ten at most: {left_out} more {stand} further below."
    return said


def _ask(audit: RecoveryMap, item: Record, titles: Mapping[str, str]) -> dict[str, Any]:
    risk = str(item["risk_id"] or "")
    about = str(item["about"] if item["about"] is not None else risk)
    title = titles.get(risk, risk)
    if about == f"Risk {risk}":
        about = title
    named = risk if about == title or title == risk else f"{title}, {risk}"
    return {
        "place": item["place"],
        "about": about,
        "risk": "" if about == risk else named,
        "why": str(item["why"] or ""),
        "decision": str(item["decision"] or ""),
        "whom": forum_called(audit, item["from_whom"]),
    }
