"""With which words and signs does each link, source and forum of the recovery map stand?

One vocabulary for all pieces of the map. What is not known has the sign of no evidence, and what is not
yet due one of its own: neither looks like good news.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from toolkit import wording
from toolkit.audits.recovery.audit import RecoveryMap
from toolkit.measures.recovery.links import MISSING, NOT_KNOWN, NOT_YET_DUE, PRESENT
from toolkit.report.absence import is_missing, nothing_known
from toolkit.report.oversight.signs import figure_called
from toolkit.report.piece import Piece, said_only
from toolkit.report.words import plain

LINKS = {  # the state of a link: its sign (see `state` in `pieces.html.j2`) and its name
    PRESENT: ("done", "There"),
    MISSING: ("missing", "Missing"),
    NOT_YET_DUE: ("waiting", "Not yet due"),
    NOT_KNOWN: ("unknown", "Not known"),
}
AGES = {
    "current": "current",
    "ageing": "ageing",
    "stale": "stale",
}
SAYS = {
    "better": ("done", "Got better"),
    "worse": ("worse", "Got worse"),
    "steady": ("steady", "Steady"),
    "silent": ("unknown", "Silent"),
}
PRIORITIES = ("high", "medium", "low")
FORUMS = {
    "handover": "handover",
    "quality_meeting": "quality meeting",
    "oversight": "provider oversight",
    "board": "board",
}


def forum_called(audit: RecoveryMap, forum: object) -> str:
    """What this provider calls one of the four forums, to stand in a cell."""
    called = audit.forums.get(str(forum)) or FORUMS.get(str(forum), plain(forum))
    return wording.first_capital(called)


def record_called(record: object) -> str:
    """The record that makes a link, as people look it up.

    >>> record_called("evidence:E-1"), record_called("indicator:missed_care_rate"), record_called("")
    ('E-1', 'Care missed', '')
    """
    table, _, name = str(record or "").partition(":")
    return figure_called(name) if table == "indicator" else name


def risk_titles(audit: RecoveryMap) -> Mapping[str, str]:
    """Risk on the map -> its title, or its id where it has none."""
    rows = audit.risks[["risk_id", "title"]].itertuples(index=False, name=None)
    return {str(risk): str(title) if isinstance(title, str) else str(risk) for risk, title in rows}


def untold(audit: RecoveryMap, code: str, *arms: str) -> list[str]:
    """Why parts of a question could not be tested; of these arms only, where any is named."""
    return [
        arm.says
        for arm in audit.check(code).arms
        if arm.breached is None and arm.says and (not arms or arm.name in arms)
    ]


def nothing_found(said: str, unknown: list[str]) -> Piece:
    """An empty list in words: nothing was found, and what could not be looked at."""
    if not unknown:
        return said_only(said)
    return said_only(f"{said} But not everything could be looked at: {' '.join(unknown)}")


def no_register(audit: RecoveryMap, question: str, what: str = "This cannot be said") -> Piece | None:
    """The piece that stands where there is no risk register at all; None where there is one."""
    if not is_missing(audit, "risks"):
        return None
    return nothing_known(audit, question, what, ("risks",), when="in the last 12 months")


def open_rows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of the rows of the map, those of open risks."""
    return [row for row in rows if row["state"] == "open"]
