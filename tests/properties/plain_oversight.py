"""What do the fourteen checks of oversight answer, and what are their figures: the slow second reading.

The three answers of a condition are True, False and None (cannot be told); see `plain_checks.arm`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction

from tests.properties.plain_checks import UNKNOWN, arm, outcome
from tests.properties.plain_gaps import closure_gaps, pack_gaps, statement_gaps
from tests.properties.plain_governance import (
    actions_drifting,
    decision_without_effect,
    meeting_not_evidenced,
    pack,
    weak_closures,
)
from tests.properties.plain_indicators import BETTER
from tests.properties.plain_indicators import UNKNOWN as NO_FIGURE
from tests.properties.plain_service import (
    PlainService,
    Row,
    is_known,
    is_missing,
    known_rows,
    last_of_month,
    months_earlier,
    rows_of_year,
)
from tests.properties.plain_support import (
    CONTRADICTED,
    LEVELS,
    STALE,
    SUPPORTED,
    TRIANGULATED,
    UNSUPPORTED,
    Statements,
    age,
    ids_in,
)
from tests.properties.plain_text import is_standing_line, repeats

Answer = bool | None
Figure = tuple[Fraction | int | None, int | None]
NO_EVIDENCE, CLEAR, ACTION, WATCH = "no_evidence", "clear", "action", "watch"
IMPACT = ("observation", "feedback", "care_record")
QUARTER = 92


def both(*answers: Answer) -> Answer:
    """Joined by *and*: one that is false decides."""
    return False if False in answers else None if None in answers else True


def any_of(answers: Iterable[Answer]) -> Answer:
    """Joined by *or*: one that is true decides."""
    found = list(answers)
    return True if True in found else None if None in found else False


class OversightAudit:
    """One service and month: fourteen answers, their figures, and the measures."""

    def __init__(self, service: PlainService) -> None:
        self.service = service
        self.said = Statements(service)
        self.outcomes: dict[str, str] = {}
        self.figures: dict[str, Figure] = {}
        for code, check in CHECKS.items():
            self.outcomes[code] = check(self)

    @property
    def measures(self) -> dict[str, Fraction | int | None]:
        """ "Counts over assurance statements as statements_<level>; supported_share = supported or
        triangulated / assurance statements."

        Reading: where evidence cannot be seen only the contradicted ones can be counted.
        """
        said, found = self.said, dict[str, Fraction | int | None]()
        levels = list(said.level.values())
        for level in LEVELS:
            told = said.claims_known and (said.evidence_known or level == CONTRADICTED)
            found[f"statements_{level}"] = levels.count(level) if told else None
        good = levels.count(SUPPORTED) + levels.count(TRIANGULATED)
        told = said.claims_known and said.evidence_known and levels
        found["supported_share"] = Fraction(good, len(levels)) if told else None
        found["pack_completeness"] = self.figures["evidence-pack-incomplete"][0]
        return found

    def share(self, code: str, count: int, n: int) -> Fraction | None:
        self.figures[code] = (Fraction(count, n) if n else None, n)
        return self.figures[code][0]  # type: ignore[return-value]

    def challenged(self, statement: Row) -> Answer:
        """Does any challenge name it? Reading: with challenges supplied, none at all is none."""
        if not self.service.supplied("challenges") or self._names_unknown:
            return None
        known = known_rows(self.service, "challenges")
        return any(row["statement_id"] == statement["statement_id"] for row in known)

    @property
    def _names_unknown(self) -> bool:
        kept = rows_of_year(self.service, "challenges")
        return bool(kept) and not is_known(self.service, "challenges", "statement_id")

    def direction_of(self, row: Row) -> str | None:
        return self.said.direction_for(row)


# What was said


def unsupported_assurance(audit: OversightAudit) -> str:
    """ "Any assurance statement of the month that is unsupported or contradicted and that no challenge
    names."

    Reading: clear only where each could have been seen to be either.
    """
    said = audit.said
    if not said.claims_known or not audit.service.supplied("challenges"):
        return NO_EVIDENCE
    evidence_supplied = not is_missing(audit.service, "evidence")
    answers = []
    for row in said.assurance:
        level = said.level[row["statement_id"]]
        bad: Answer = level in (UNSUPPORTED, CONTRADICTED)
        if level is None or (not bad and said.contradiction(row) is None):
            bad = None
        challenged = audit.challenged(row)
        answers.append(both(bad, None if challenged is None else not challenged))
    audit.figures["unsupported-assurance"] = (answers.count(True), len(answers))
    return outcome([arm(any_of(answers), complete=evidence_supplied)], ACTION)


def contradicted_assurance(audit: OversightAudit) -> str:
    said = audit.said
    if not said.claims_known:
        return NO_EVIDENCE
    answers = [said.contradiction(row) for row in said.assurance]
    audit.figures["contradicted-assurance"] = (answers.count(True), len(answers))
    return outcome([arm(any_of(answers))], ACTION)


def evidence_out_of_date(audit: OversightAudit) -> str:
    """ "Of the distinct frontline sources cited by the month's statements, 25 % or more older than 31 days
    on the day the statement was made."

    Reading: evidence dated after the statement is left out; a source cited twice is old when it was old
    for one of the statements.
    """
    said = audit.said
    if is_missing(audit.service, "statements") or not said.evidence_known:
        return NO_EVIDENCE
    old: dict[str, bool] = {}
    for statement in said.of_month:
        for row in said.filed.frontline(statement["evidence_ids"]):
            days = age(row, statement["made_on"])
            if days >= 0:
                source = said.filed.source[row["evidence_id"]]
                old[source] = old.get(source, False) or days > 31
    share = audit.share("evidence-out-of-date", sum(old.values()), len(old))
    return outcome([arm(None if share is None else share >= Fraction(1, 4))], WATCH)


def weak_impact_evidence(audit: OversightAudit) -> str:
    """ "Under half of the month's assurance statements cite an observation, feedback or care record."

    Reading: one dated on or before the statement.
    """
    said = audit.said
    if not said.claims_known or not said.evidence_known:
        return NO_EVIDENCE
    cite = [
        any(row["kind"] in IMPACT and age(row, statement["made_on"]) >= 0
            for row in said.filed.cited(statement["evidence_ids"]))
        for statement in said.assurance
    ]  # fmt: skip
    share = audit.share("weak-impact-evidence", sum(cite), len(cite))
    return outcome([arm(None if share is None else share < Fraction(1, 2))], WATCH)


def repeated_summary(audit: OversightAudit) -> str:
    """ "The statement of the month and that of the month before on the same risk each repeat an earlier one."

    Reading: where several were made on a risk in a month, one of them that repeats is enough; a statement
    that names no risk is on the same risk as none; an earlier one is of an earlier day, back to the first
    day of the month 12 before the statement's. What the records begin with cannot be seen to repeat, nor
    statements none of which names a risk.
    """
    service = audit.service
    if is_missing(service, "statements"):
        return NO_EVIDENCE
    rows = known_rows(service, "statements")
    begin = min(row["made_on"] for row in rows).replace(day=1)
    answers = []
    for risk in sorted({row["risk_id"] for row in rows if row["risk_id"]}):
        on_risk = [row for row in rows if row["risk_id"] == risk]
        answers.append(
            both(*(_month_repeats(on_risk, months_earlier(service.first, n), begin) for n in (0, 1)))
        )
    audit.figures["repeated-summary"] = (answers.count(True), None)
    of_month = audit.said.of_month
    if not any(row["risk_id"] for row in of_month):
        return NO_EVIDENCE
    return outcome([arm(any_of(answers))], WATCH)


def _month_repeats(on_risk: list[Row], first: date, begin: date) -> Answer:
    if first < begin:
        return None
    of_month = [row for row in on_risk if first <= row["made_on"] <= last_of_month(first)]
    if any(_repeats_an_earlier(row, on_risk) for row in of_month):
        return True
    return None if of_month and first == begin else False


def _repeats_an_earlier(row: Row, on_risk: list[Row]) -> bool:
    if is_standing_line(row["text"]):
        return False
    start = months_earlier(row["made_on"].replace(day=1), 12)
    return any(
        start <= other["made_on"] < row["made_on"] and repeats(row["text"], other["text"])
        for other in on_risk
    )


# What was done about it


def repeated_risk(audit: OversightAudit) -> str:
    """ "An open risk with statements in the audit month and each of the 2 before, an indicator that did not
    get better, and no decision naming the risk since the first of these 3 months."

    Reading: an indicator without a figure, without a direction or not named leaves it open; so does a
    month before the first statement on record, and statements that never name a risk.
    """
    service = audit.service
    if is_missing(service, "risks") or is_missing(service, "statements"):
        return NO_EVIDENCE
    if not service.supplied("decisions"):
        return NO_EVIDENCE
    risks = [row for row in rows_of_year(service, "risks") if row["closed_on"] is None]
    answers = [_risk_repeats(audit, risk) for risk in risks]
    audit.figures["repeated-risk"] = (answers.count(True), len(risks))
    return outcome([arm(any_of(answers))], ACTION)


def _risk_repeats(audit: OversightAudit, risk: Row) -> Answer:
    service = audit.service
    since = months_earlier(service.first, 2)
    decided = any(
        row["risk_id"] == risk["risk_id"] and row["decided_on"] >= since
        for row in known_rows(service, "decisions")
    )
    direction = audit.direction_of(risk)
    not_better = None if direction in (None, NO_FIGURE) else direction != BETTER
    spoken = [_spoken_in(service, months_earlier(service.first, n), risk["risk_id"]) for n in range(3)]
    if not is_known(service, "statements", "risk_id"):
        spoken = [None]
    return both(not decided, not_better, *spoken)


def _spoken_in(service: PlainService, first: date, risk_id: str | None = None) -> Answer:
    """Was a statement (on the risk) made in that month? None before the first month on record."""
    rows = known_rows(service, "statements")
    if min(row["made_on"] for row in rows) > last_of_month(first):
        return None
    return any(
        first <= row["made_on"] <= last_of_month(first) and (risk_id is None or row["risk_id"] == risk_id)
        for row in rows
    )


def few_challenges(audit: OversightAudit) -> str:
    """ "Weak assurance statements of the month that a challenge names < 50 %; or statements in each of the
    last 3 months and no challenge raised in them."

    Reading: without a weak statement the first arm has n = 0, which is never a breach and never clear.
    """
    service = audit.service
    if is_missing(service, "statements") or not service.supplied("challenges"):
        return NO_EVIDENCE
    since = months_earlier(service.first, 2)
    raised = any(row["raised_on"] >= since for row in known_rows(service, "challenges"))
    spoken = [_spoken_in(service, months_earlier(service.first, n)) for n in range(3)]
    return outcome([_weak_challenged(audit), arm(both(not raised, *spoken))], WATCH)


def _weak_challenged(audit: OversightAudit) -> str:
    said = audit.said
    if not said.claims_known or not said.evidence_known:
        return UNKNOWN
    weak = [r for r in said.assurance if said.level[r["statement_id"]] in (UNSUPPORTED, STALE, CONTRADICTED)]
    named = [audit.challenged(row) for row in weak]
    if None in named:
        return UNKNOWN
    share = audit.share("few-challenges", named.count(True), len(named))
    return arm(None if share is None else share < Fraction(1, 2))


def challenge_not_followed_up(audit: OversightAudit) -> str:
    """ "No answered_on and a follow-up day (blank: 31 days after it was raised) before as_of; or answered in
    the last 92 days with no evidence id that resolves."
    """
    service = audit.service
    if is_missing(service, "challenges"):
        return NO_EVIDENCE
    filed = audit.said.filed
    late, empty = [], []
    for row in rows_of_year(service, "challenges"):
        due = row["follow_up_due_on"] or row["raised_on"] + timedelta(days=31)
        if row["answered_on"] is None and due < service.as_of:
            late.append(row)
    for row in known_rows(service, "challenges"):
        recent = row["answered_on"] is not None and (service.as_of - row["answered_on"]).days < QUARTER
        if recent and not any(one in filed.by_id for one in ids_in(row["evidence_ids"])):
            empty.append(row)
    answers_known = is_known(service, "challenges", "answered_on")
    cites = is_known(service, "challenges", "evidence_ids") and not is_missing(service, "evidence")
    audit.figures["challenge-not-followed-up"] = (len(late) + len(empty), None)
    unanswered = arm(bool(late) if answers_known else None)
    return outcome([unanswered, arm(bool(empty) if answers_known and cites else None)], WATCH)


# What stands in the modules beside this one


def weak_action_closure(audit: OversightAudit) -> str:
    """ "Weak >= 20 % of closures, or any on a high-priority risk; no minimum. No closure: no_evidence."

    Reading: where a column that would show weakness was never filled, what is weak without it stands.
    """
    if is_missing(audit.service, "actions") or is_missing(audit.service, "evidence"):
        return NO_EVIDENCE
    weak, high = weak_closures(audit.said)
    n, found = len(weak), weak.count(True)
    told = None not in weak
    share = audit.share("weak-action-closure", found, n)
    if share is None:
        return NO_EVIDENCE
    breached = share >= Fraction(1, 5) or True in high
    return outcome([arm(breached, complete=told)], ACTION)


def evidence_pack_incomplete(audit: OversightAudit) -> str:
    """ "Required kinds with at least one evidence row that names the meeting and was current on its day /
    required kinds, < 100 %."
    """
    audit.figures["evidence-pack-incomplete"] = (None, None)
    if is_missing(audit.service, "meetings") or is_missing(audit.service, "evidence"):
        return NO_EVIDENCE
    if not is_known(audit.service, "evidence", "meeting_id"):
        return NO_EVIDENCE
    present = pack(audit.service, audit.said.filed)
    share = audit.share("evidence-pack-incomplete", sum(present), len(present))
    return outcome([arm(None if share is None else share < 1)], ACTION)


def gap_unresolved_for_a_quarter(audit: OversightAudit) -> str:
    """ "Open 92 days or more: listed." Reading: the three sorts of gap are arms of their own."""
    service, said = audit.service, audit.said
    if is_missing(service, "evidence"):
        return NO_EVIDENCE
    arms, count = [], 0
    for opened in (statement_gaps(said), pack_gaps(service, said.filed), closure_gaps(service, said.filed)):
        if opened is None:
            arms.append(UNKNOWN)
            continue
        old = [day for day in opened if (service.as_of - day).days >= QUARTER]
        count += len(old)
        arms.append(arm(bool(old)))
    audit.figures["gap-unresolved-for-a-quarter"] = (count, None)
    return outcome(arms, ACTION)


CHECKS = {
    "unsupported-assurance": unsupported_assurance,
    "contradicted-assurance": contradicted_assurance,
    "repeated-risk": repeated_risk,
    "weak-action-closure": weak_action_closure,
    "decision-without-effect": decision_without_effect,
    "evidence-pack-incomplete": evidence_pack_incomplete,
    "evidence-out-of-date": evidence_out_of_date,
    "repeated-summary": repeated_summary,
    "few-challenges": few_challenges,
    "challenge-not-followed-up": challenge_not_followed_up,
    "weak-impact-evidence": weak_impact_evidence,
    "actions-drifting": actions_drifting,
    "meeting-not-evidenced": meeting_not_evidenced,
    "gap-unresolved-for-a-quarter": gap_unresolved_for_a_quarter,
}
