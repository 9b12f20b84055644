"""With which words and signs does each state of a statement, a pack, a challenge or a decision stand?

One vocabulary for all pieces of the oversight audit. What is not known has the sign of no evidence, and
what is not yet due has one of its own: neither looks like good news.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit.audits.oversight.audit import OversightAudit
from toolkit.report import words
from toolkit.report.absence import is_missing, is_supplied, nothing_known
from toolkit.report.piece import Piece
from toolkit.report.rows import records_of
from toolkit.report.templates import render_macro

if TYPE_CHECKING:
    from markupsafe import Markup

WEAK = ("contradicted", "unsupported", "stale")
LEVELS = {  # what stands behind a statement: its sign (see `state` in `pieces.html.j2`) and its name
    "contradicted": ("missing", "Contradicted"),
    "unsupported": ("unknown", "No frontline evidence"),
    "stale": ("late", "Old evidence only"),
    "supported": ("done", "Supported"),
    "triangulated": ("done", "Supported by three kinds"),
}
CLAIMS = {
    "improved": "Said to have improved",
    "stable": "Said to be stable",
    "embedded": "Said to be embedded",
    "worse": "Said to be worse",
    "none": "Claims nothing",
}
CHALLENGES = {
    "overdue": ("missing", "Not answered, past its day"),
    "answered without evidence": ("late", "Answered without evidence"),
    "not yet due": ("waiting", "Not yet due"),
    "answered with evidence": ("done", "Answered with evidence"),
}
EFFECTS = {
    "better": ("done", "Got better"),
    "not better": ("missing", "Did not get better"),
    "replaced": ("gone", "Replaced since"),
    "not tested": ("unknown", "Effect not known"),
    "not yet due": ("waiting", "Not yet due"),
}
MEETINGS = {
    "not held": ("missing", "Not held"),
    "held not minuted": ("late", "Held, no minutes"),
    "not yet due": ("waiting", "Not yet due"),
    "held and minuted": ("done", "Held and minuted"),
}
DIRECTIONS = {
    "worse": ("worse", "Got worse"),
    "better": ("done", "Got better"),
    "higher": ("higher", "Went up"),
    "lower": ("lower", "Went down"),
    "steady": ("steady", "No more than chance"),
    "unknown": ("unknown", "Not known"),
}

FIGURES = {  # what an indicator is called where there is little room
    "missed_care_rate": "Care missed",
    "delayed_rate": "Care delayed",
    "shortened_rate": "Care shortened",
    "poorly_evidenced_rate": "Care poorly evidenced",
    "concern_share": "Concerns and complaints",
    "incident_rate": "Incidents",
    "attended_fill": "Hours attended",
    "own_fill": "Hours worked by own staff",
    "learning_in_eight_weeks": "Learning in plans in eight weeks",
    "audit_score": "Audit score",
    "complaints_count": "Complaints received",
}


def figure_called(indicator: object) -> str:
    """What an indicator, or the series of one theme, is called.

    >>> figure_called("own_fill"), figure_called("audit_score:missed_care"), figure_called(None)
    ('Hours worked by own staff', 'Audit score: missed care', 'No figure named')
    """
    if not isinstance(indicator, str):
        return "No figure named"
    name, _, theme = indicator.partition(":")
    shown = FIGURES.get(name, words.figure_name(name))
    return f"{shown}: {words.plain(theme)}" if theme else shown


def sign(states: dict[str, tuple[str, str]], state: object) -> Markup:
    """A state with its sign, as a cell; a state this page has no words for is not known."""
    kind, name = states.get(str(state), ("unknown", "Not known"))
    return render_macro("state", kind, name)


def not_known() -> Markup:
    return render_macro("state", "unknown", "Not known")


def about_whom(row: Any) -> str:
    """Whether a row is of the whole provider, to be read after an id; empty for the service's own."""
    return ", whole provider" if row["whole_provider"] else ""


def support_known(audit: OversightAudit) -> bool:
    """Can it be said what evidence stands behind a statement? Not where none was filed, or cited, at all."""
    return audit.measures["statements_unsupported"].value is not None


def claims_known(audit: OversightAudit) -> bool:
    """Do the statements say what they claim at all? A column blank in every row tells nothing."""
    return support_known(audit) or bool(audit.statements["level"].notna().any())


def challenges_known(audit: OversightAudit) -> bool:
    """Can it be said that nobody challenged a statement? Only where the challenges are kept, and name one.

    Their absence is the finding, so a log without any row is enough.
    """
    if not is_supplied(audit, "challenges"):
        return False
    return is_missing(audit, "challenges") or bool(audit.challenges["statement_id"].notna().any())


def decisions_known(audit: OversightAudit) -> bool:
    """Can it be said that nothing was decided about a risk? Only where decisions are kept, and name risks."""
    if not is_supplied(audit, "decisions"):
        return False
    return is_missing(audit, "decisions") or bool(audit.decisions["risk_id"].notna().any())


def level_of(audit: OversightAudit, statement: Any) -> str | None:
    """What stands behind a statement; None where it claims nothing, "unknown" where nobody can tell."""
    level = statement["level"]
    if level is None or level == "contradicted" or support_known(audit):
        return level if level is None else str(level)
    return "unknown"


def to_challenge(audit: OversightAudit) -> list[dict[str, Any]]:
    """The weak statements of the month that no challenge names, weakest first."""
    return [
        row for row in records_of(audit.statements) if level_of(audit, row) in WEAK and not row["challenged"]
    ]


def behind(audit: OversightAudit, statement: Any) -> list[str]:
    """What speaks against a statement, with both figures, and what the evidence it cites is worth."""
    against = [str(statement["contradicted_by"])] if statement["contradicted_by"] is not None else []
    if support_known(audit):
        return [*against, str(statement["support"])]
    return [*against, "What evidence it rests on cannot be seen: there are no usable records of it."]


def risk_name(row: Any) -> str:
    """The title of the risk a statement speaks of, else its theme, else that none is named."""
    if row["risk_title"] is not None:
        return str(row["risk_title"])
    return f"Risk {row['risk_id']}" if row["risk_id"] is not None else "No risk named"


def nothing_in_twelve_months(audit: OversightAudit, question: str, *tables: str) -> Piece:
    """The piece that stands where the records of twelve months are missing."""
    return nothing_known(audit, question, "This cannot be said", tables, when="in the last 12 months")
