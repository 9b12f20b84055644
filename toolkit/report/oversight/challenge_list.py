"""What should a nominated individual ask at the next meeting? (the first screen of the page)"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from toolkit import wording
from toolkit.audits.checks import Outcome
from toolkit.audits.oversight.audit import OversightAudit
from toolkit.audits.oversight.words import named
from toolkit.report.absence import is_missing, unanswered
from toolkit.report.days import as_date, day_cell
from toolkit.report.oversight.signs import (
    CLAIMS,
    LEVELS,
    behind,
    challenges_known,
    claims_known,
    nothing_in_twelve_months,
    risk_name,
    sign,
    to_challenge,
)
from toolkit.report.piece import Piece, said_only
from toolkit.report.rows import Record, records_of
from toolkit.report.templates import render_macro
from toolkit.report.words import plain, verb

TO_ASK_QUESTION = "What needs challenge before the next meeting?"
STATEMENTS_OPEN = 6
NAMED = 3
NOTHING_ELSE = " No other question of this report asks for a challenge."
_FIRED = (Outcome.ACTION, Outcome.WATCH)


def show_to_challenge(audit: OversightAudit) -> Piece:
    """What to challenge before the next meeting: weak statements nobody asked about, then open questions."""
    questions = _questions(audit)
    if is_missing(audit, "statements") and not questions:
        return nothing_in_twelve_months(audit, TO_ASK_QUESTION, "statements")
    weak = to_challenge(audit) if not is_missing(audit, "statements") else []
    said = _weak_words(audit, weak)
    if not weak and not questions:
        return said_only(said + (unanswered(audit) or NOTHING_ELSE))
    html = render_macro("paragraph", said)
    if weak:
        html += render_macro("asks", [_ask(audit, row) for row in weak[:STATEMENTS_OPEN]])
    if questions:
        html += render_macro("questions", "Also to ask", questions)
    told = [f"{_heading(row)}: {' '.join(behind(audit, row))}" for row in weak]
    lines = [said, *told, *(ask for ask, *_ in questions)]
    return Piece(html, "\n".join(lines))


def _weak_words(audit: OversightAudit, weak: Sequence[Record]) -> str:
    if is_missing(audit, "statements"):
        return (
            "Which statements need challenge is not known: no statement of the last 12 months is on record."
        )
    assured = sum(row["level"] is not None for row in records_of(audit.statements))
    if not claims_known(audit):
        return "Which statements need challenge is not known: no statement says what it claims."
    if not assured:
        return "No statement of this month claims that anything improved, is stable or is embedded."
    if not weak:
        unknown = audit.check("unsupported-assurance").outcome is Outcome.NO_EVIDENCE
        if unknown:
            return "Which statements need challenge is not known: what stands behind them cannot be seen."
        return "Every weak statement of this month was challenged, or there was none."
    n = len(weak)
    asked = "nobody has challenged" if challenges_known(audit) else "nobody can be shown to have challenged"
    it, rests = ("it", "rests") if n == 1 else ("them", "rest")
    told = wording.of(n, assured, "assurance statement")
    whole = "The one assurance statement" if n == assured == 1 else told
    said = (
        f"{whole} of this month {verb(n, 'is')} contradicted by the records or {rests} on no current "
        f"frontline evidence, and {asked} {it}."
    )
    if n > STATEMENTS_OPEN:
        said += f" The {STATEMENTS_OPEN} weakest stand here."
    return said


def _ask(audit: OversightAudit, row: Record) -> dict[str, Any]:
    who = (
        str(row["who_should_challenge"])
        if row["who_should_challenge"] is not None
        else "provider representative"
    )
    return {
        "heading": _heading(row),
        "where": f"{row['statement_id']}, {day_cell(row['made_on'])}",
        "level": sign(LEVELS, row["level"]),
        "says": behind(audit, row),
        "who": wording.first_capital(who),
    }


def _heading(row: Record) -> str:
    claim = CLAIMS.get(str(row["claims"]), "Said")
    return f"{risk_name(row)}: {claim[0].lower()}{claim[1:]}"


def _questions(audit: OversightAudit) -> list[tuple[str, str, str]]:
    """Each: what to ask, of whom, and the check that says why."""
    asks = [
        (_pack_question(audit), "registered manager", "evidence-pack-incomplete"),
        (_challenge_question(audit), "provider representative", "challenge-not-followed-up"),
        (_decision_question(audit), "quality lead", "decision-without-effect"),
        (_closure_question(audit), "registered manager", "weak-action-closure"),
        (_repeat_question(audit), "nominated individual", "repeated-risk"),
        (_gap_question(audit), "board", "gap-unresolved-for-a-quarter"),
    ]
    fired = {check.code for check in audit.checks if check.outcome in _FIRED}
    return [(ask, wording.first_capital(of), code) for ask, of, code in asks if ask and code in fired]


def _pack_question(audit: OversightAudit) -> str:
    kinds = sorted({plain(row["kind"]) for row in records_of(audit.pack) if not row["current"]})
    if not kinds:
        return ""
    return f"Where is the current evidence on {wording.join_words(kinds)} that the meeting requires?"


def _challenge_question(audit: OversightAudit) -> str:
    rows = records_of(audit.challenges)
    late = [str(row["challenge_id"]) for row in rows if row["state"] == "overdue"]
    if late:
        n = len(late)
        return (
            f"What became of {wording.count(n, 'challenge')} past {'its' if n == 1 else 'their'} day "
            f"({named(late, NAMED)})?"
        )
    bare = [str(row["challenge_id"]) for row in rows if row["state"] == "answered without evidence"]
    return f"Which evidence stands behind the answer to {named(bare, NAMED)}?" if bare else ""


def _decision_question(audit: OversightAudit) -> str:
    rows = records_of(audit.decisions)
    idle = [str(row["decision_id"]) for row in rows if row["without_action"]]
    flat = [str(row["decision_id"]) for row in rows if row["effect"] == "not better"]
    parts = [f"who carries out {named(idle, NAMED)}, which no action of this service names"] if idle else []
    parts += [f"what comes after {named(flat, NAMED)}, as nothing got better"] if flat else []
    return f"{wording.first_capital(wording.join_words(parts))}?" if parts else ""


def _closure_question(audit: OversightAudit) -> str:
    weak = [str(row["action_id"]) for row in records_of(audit.closures) if row["weak"]]
    if not weak:
        return ""
    many = "these actions" if len(weak) > 1 else "this action"
    return f"How do we know that {many} worked: {named(weak, NAMED)}?"


def _repeat_question(audit: OversightAudit) -> str:
    risks = [
        str(row["risk_id"])
        for row in records_of(audit.risks)
        if row["repeated"] and not row["decided"] and row["direction"] != "better"
    ]
    return (
        f"What will be done differently about {named(risks, NAMED)}, spoken of for three months?"
        if risks
        else ""
    )


def _gap_question(audit: OversightAudit) -> str:
    gaps = [row for row in records_of(audit.gaps) if row["for_board"]]
    if not gaps:
        return ""
    since = wording.long_day(min(as_date(row["opened_on"]) for row in gaps))
    n = wording.count(len(gaps), "gap")
    return (
        f"{n} in evidence {verb(len(gaps), 'has')} been open for a quarter or more, the first since {since}: "
        "additional support, external audit, or leadership escalation?"
    )
