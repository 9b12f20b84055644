"""What must the board settle, which risks come back, and is oversight working step by step?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from toolkit import wording
from toolkit.audits.checks import Outcome
from toolkit.audits.oversight.audit import OversightAudit
from toolkit.report import words
from toolkit.report.absence import is_missing
from toolkit.report.days import as_date, day_cell
from toolkit.report.oversight.signs import (
    DIRECTIONS,
    WEAK,
    decisions_known,
    figure_called,
    level_of,
    not_known,
    nothing_in_twelve_months,
    sign,
)
from toolkit.report.piece import Piece, said_only
from toolkit.report.rows import Record, records_of
from toolkit.report.tables import Heading, render_long_table, render_table
from toolkit.report.templates import render_macro
from toolkit.report.words import plain, verb

if TYPE_CHECKING:
    from markupsafe import Markup

GAPS_QUESTION = "Which gaps in evidence are open, and which must the board settle?"
_GAPS = "gap-unresolved-for-a-quarter"  # its answer names each gap; the path only counts them
RISKS_QUESTION = "Which risks come back without a decision?"
# Step, who sees to it and where it is kept, the check that answers.
_STEPS = (
    (
        "Evidence pack before the meeting",
        "nominated individual; governance calendar",
        "evidence-pack-incomplete",
    ),
    (
        "Audits, incidents, staffing and feedback, all current",
        "registered manager; governance folder",
        "evidence-out-of-date",
    ),
    ("Weak statements challenged", "provider representative; minutes", "few-challenges"),
    ("Challenges answered with evidence", "provider representative; minutes", "challenge-not-followed-up"),
    (
        "Decisions carried out by an action",
        "quality lead; recovery action tracker",
        "decision-without-effect",
    ),
    ("Gaps open for a quarter", "board", _GAPS),
)
PACK_KINDS = ("audit", "incident", "staffing", "feedback")
_OPTIONS = (
    (
        "Additional support",
        "people or time from the provider, where the service cannot bring the evidence by itself",
    ),
    ("External audit", "somebody from outside looks, where the provider's own evidence no longer convinces"),
    ("Leadership escalation", "where somebody was to bring the evidence and did not"),
)
_BOARD_DECISIONS = ("provider_support", "external_audit", "escalation")


def show_oversight_path(audit: OversightAudit) -> Piece:
    """Oversight step by step: pack, current evidence, challenge, follow-up, decisions, gaps for the board."""
    rows, lines = [], []
    for step, kept, code in _STEPS:
        check = audit.check(code)
        figure = _step_figure(audit, code)
        name = render_macro("with_aside", step, wording.first_capital(kept))
        counted = code == _GAPS and check.outcome is Outcome.ACTION
        says = _gaps_words(records_of(audit.gaps), []) if counted else check.says
        rows.append((name, figure, render_macro("answer_cell", check, says)))
        lines.append(f"{step}: {figure}. {words.OUTCOME_WORDS[check.outcome]}: {says}")
    headings = [Heading("Step"), Heading("How many"), Heading("What the records say")]
    caption = f"From evidence to decision: {audit.subject.name}, {wording.month_name(audit.period)}"
    return Piece(render_macro("stacked", render_table(caption, headings, rows)), "\n".join(lines))


def _step_figure(audit: OversightAudit, code: str) -> str:
    """The number behind a step; "not known" where its check could not be tested at all."""
    if audit.check(code).outcome is Outcome.NO_EVIDENCE:
        return wording.NOT_KNOWN
    if code == "evidence-pack-incomplete":
        pack = audit.pack
        return f"{wording.of(int(pack['current'].sum()), len(pack), 'required kind')}"
    if code == "evidence-out-of-date":
        return _kinds_words(audit)
    if code == "few-challenges":
        weak = [row for row in records_of(audit.statements) if level_of(audit, row) in WEAK]
        asked = sum(bool(row["challenged"]) for row in weak)
        return wording.of(asked, len(weak), "weak statement") if weak else "no weak statement"
    if code == "challenge-not-followed-up":
        states = audit.challenges["state"]
        answered = int((states == "answered with evidence").sum())
        return f"{wording.of(answered, len(states), 'challenge')} of 12 months"
    if code == "decision-without-effect":
        carried = int(audit.decisions["action_ids"].notna().sum())
        return f"{wording.of(carried, len(audit.decisions), 'decision')} of 12 months"
    return f"{wording.count(int(audit.gaps['for_board'].sum()), 'gap')} for the board"


def _kinds_words(audit: OversightAudit) -> str:
    """Which of audit findings, incidents, staffing and feedback the month's packs held current."""
    if audit.pack.empty:
        return "no pack this month"
    current = set(audit.pack.loc[audit.pack["current"].astype(bool), "kind"])
    lacking = [kind for kind in PACK_KINDS if kind not in current]
    said = f"{wording.of(len(PACK_KINDS) - len(lacking), len(PACK_KINDS))} in the pack"
    return f"{said}; not {wording.join_words(lacking, 'or')}" if lacking else said


def show_gaps(audit: OversightAudit) -> Piece:
    """Gaps in evidence still open, longest first, and what the board can decide about those of a quarter."""
    check = audit.check(_GAPS)
    untested = [arm.says for arm in check.arms if arm.breached is None]
    if check.outcome is Outcome.NO_EVIDENCE and audit.gaps.empty:
        tables = ("statements", "meetings", "actions", "evidence")
        return nothing_in_twelve_months(audit, GAPS_QUESTION, *tables)
    gaps = records_of(audit.gaps)
    said = _gaps_words(gaps, untested)
    if not gaps:
        return said_only(said)
    for_board = [row for row in gaps if row["for_board"]]
    titles = {str(row["risk_id"]): str(row["title"]) for row in records_of(audit.risks)}
    headings = [Heading("What is missing"), Heading("Since"), Heading("Open", "days", is_number=True),
                Heading("Goes to")]  # fmt: skip
    rows = [
        (
            wording.first_capital(_gap_words(row, titles)),
            day_cell(row["opened_on"]),
            wording.number(row["days_open"]),
            render_macro("strong", "The board") if row["for_board"] else "The next oversight meeting",
        )
        for row in gaps
    ]
    table = render_long_table("Gaps in evidence still open, longest first", headings, rows, one="gap")
    html = render_macro("paragraph", said) + render_macro("stacked", table)
    if for_board:
        decided = _decided_words(audit, for_board)
        html += render_macro("paragraph", f"For each of them the board can decide on one of three. {decided}")
        html += render_macro("facts", [(name, wording.first_capital(f"{what}.")) for name, what in _OPTIONS])
        said = f"{said} {decided}"
    return Piece(html, said)


def _gaps_words(gaps: Sequence[Record], untested: Sequence[str]) -> str:
    board = sum(bool(row["for_board"]) for row in gaps)
    said = "No gap in evidence is open."
    if gaps:
        said = f"{wording.count(len(gaps), 'gap')} in evidence {verb(len(gaps), 'is')} open; "
        go = "goes" if board == 1 else "go"
        which = "all of them have" if board == len(gaps) > 1 else f"{board} {verb(board, 'has')}"
        lasting = f"{which} been open for a quarter or more and {go} to the board."
        said += lasting if board else "none has been open for a quarter."
    if untested:
        said += f" Not all kinds of gap could be looked for: {' '.join(untested)}"
    return said


def _gap_words(row: Record, titles: Mapping[str, str]) -> str:
    subject = str(row["subject"])
    if row["what"] == "statements":
        about = f", {titles[subject]}" if subject in titles else ""
        return f"risk {subject}{about}: what is said of it rests on no current frontline evidence"
    if row["what"] == "pack":
        return f"evidence of the kind {plain(subject)}: missing or too old at every oversight meeting"
    return f"action {subject}: closed without any frontline evidence"


def _decided_words(audit: OversightAudit, gaps: Sequence[Record]) -> str:
    """What of the three was decided since the first of these gaps opened, whether about it or not."""
    opened = min(as_date(row["opened_on"]) for row in gaps)
    if is_missing(audit, "decisions"):
        return "What was decided before is not known."
    found = [
        f"{plain(row['kind'])} ({row['decision_id']}, {wording.long_day(as_date(row['decided_on']))})"
        for row in records_of(audit.decisions)
        if row["kind"] in _BOARD_DECISIONS and as_date(row["decided_on"]) >= opened
    ]
    since = f"Since {wording.long_day(opened)}"
    if not found:
        return f"{since}, when the first of them opened, none of the three has been decided."
    return f"{since} leaders decided, about this or another matter: {wording.join_words(found)}."


def show_risks(audit: OversightAudit) -> Piece:
    """The open risks: how often spoken of, which way their figure goes, and whether anybody decided."""
    if is_missing(audit, "risks"):
        return nothing_in_twelve_months(audit, RISKS_QUESTION, "risks")
    risks = records_of(audit.risks)
    if not risks:
        return said_only("No risk is open on the register.")
    known, told = decisions_known(audit), not is_missing(audit, "statements")
    said = _risks_words(risks, known, told)
    headings = [Heading("Risk"), Heading("Priority"), Heading("Statements in three months", is_number=True),
                Heading("Its figure"), Heading("Decision in three months")]  # fmt: skip
    rows = [
        (
            render_macro(
                "with_aside", str(row["title"]), f"{row['risk_id']}, open since {day_cell(row['opened_on'])}"
            ),
            wording.first_capital(plain(row["priority"])),
            wording.number(row["statements_in_three_months"]) if told else wording.NOT_KNOWN,
            render_macro("with_aside", sign(DIRECTIONS, row["direction"]), figure_called(row["indicator"])),
            _decided_cell(row, known),
        )
        for row in sorted(risks, key=_undecided_first)
    ]  # fmt: skip
    table = render_long_table("Open risks, repeated ones first", headings, rows, one="risk")
    return Piece(render_macro("paragraph", said) + render_macro("stacked", table), said)


def _undecided_first(row: Record) -> tuple[bool, bool]:
    return not row["repeated"], bool(row["decided"])


def _decided_cell(row: Record, known: bool) -> Markup:
    if not known:
        return not_known()
    return (
        render_macro("state", "done", "Yes") if row["decided"] else render_macro("state", "missing", "None")
    )


def _risks_words(risks: Sequence[Record], known: bool, told: bool) -> str:
    open_now = f"{wording.count(len(risks), 'risk')} {verb(len(risks), 'is')} open"
    if not told:
        return f"{open_now}. How often they were spoken of is not known: no statements are on record."
    repeated = [row for row in risks if row["repeated"]]
    if not repeated:
        return f"{open_now}; none was spoken of in each of the last three months."
    n = len(repeated)
    said = f"{open_now}; {wording.number(n)} {verb(n, 'was')} spoken of in each of the last three months"
    if not known:
        it = "it" if n == 1 else "them"
        return f"{said}. Whether anything was decided about {it} is not known: no decision names a risk."
    idle = [row for row in repeated if not row["decided"]]
    if not idle:
        return f"{said}, and about each something was decided in these months."
    still = sum(row["direction"] != "better" for row in idle)
    undecided = f"about {len(idle)} nothing was decided in these months"
    return f"{said}; {undecided}, and {still} of these did not get better."
