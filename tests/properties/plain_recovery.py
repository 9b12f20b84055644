"""What do the eight checks of the recovery map answer, and their figures: the slow second reading.

The links of a risk and what its sources say are in `plain_connected`. The three answers of a condition are
True, False and None (cannot be told); see `plain_checks.arm`. Where the text leaves room the decision
record on the recovery map was followed; what neither settles stands as a reading. A figure is a count
without an n where the text gives it none.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from tests.properties.plain_checks import arm, outcome
from tests.properties.plain_connected import Answer, Register, any_of, never_filled
from tests.properties.plain_indicators import WORSE
from tests.properties.plain_service import PlainService, Row, is_missing, months_earlier, rows_of_year
from tests.properties.plain_support import ids_in
from tests.properties.plain_text import masked, ratio

Figure = tuple[Fraction | int | None, int | None]
NO_EVIDENCE, ACTION, WATCH = "no_evidence", "action", "watch"
YEAR, ALIKE = 365, 80
STAFFING_SOURCES = {"shifts", "staffing_needs", "dependency"}


class RecoveryMap(Register):
    """One service and month: eight answers with their figures."""

    def __init__(self, service: PlainService) -> None:
        super().__init__(service)
        self.outcomes: dict[str, str] = {}
        self.figures: dict[str, Figure] = {}
        for code, check in CHECKS.items():
            self.outcomes[code] = NO_EVIDENCE if is_missing(service, "risks") else check(self)

    def set_figure(self, code: str, found: int, n: int | None) -> None:
        self.figures[code] = (found, n)


def map_row_incomplete(audit: RecoveryMap) -> str:
    """ "An open risk with no open action, or with blank evidence sources, owner or review route."

    Reading: where neither completed_on nor closed_on was ever filled nobody can tell what is open; a risk
    that no action names has none.
    """
    service = audit.service
    with_open = {row["risk_id"] for row in audit.open_actions}
    named = {row["risk_id"] for row in audit.actions}
    told = audit.supplied("actions") and not never_filled(service, "actions", "risk_id")
    answers: list[list[Answer]] = []
    for risk in audit.open_risks:
        idle: Answer = risk["risk_id"] not in with_open
        if not told or (risk["risk_id"] in named and not audit.ends_known):
            idle = None
        blanks = [
            None if never_filled(service, "risks", column) else not ids_in(risk[column])
            for column in ("evidence_sources", "owner", "review_route")
        ]
        answers.append([idle, *blanks])
    incomplete = [any_of(row) for row in answers]
    audit.set_figure("map-row-incomplete", incomplete.count(True), len(audit.open_risks))
    return outcome([arm(any_of(incomplete))], WATCH)


def disconnected_evidence(audit: RecoveryMap) -> str:
    """ "Any missing link of an open high-priority risk, or connectedness < 80 %"."""
    high = [audit.misses(risk) for risk in audit.open_risks if risk["priority"] == "high"]
    share, n = audit.connectedness
    audit.figures["disconnected-evidence"] = (share, n)
    low = None if share is None else share < Fraction(4, 5)
    return outcome([arm(any_of(high)), arm(low)], ACTION)


def conflicting_story(audit: RecoveryMap) -> str:
    """ "One got better and one worse, or a statement of the month on it claims improved or embedded and a
    source got worse, or two statements of the month on it differ (improved or embedded against worse)".

    Reading: of open risks; where none is open there is no cell that could hide a conflict.
    """
    service = audit.service
    sources_known = not never_filled(service, "risks", "evidence_sources")
    said_known = audit.said.claims_known and not never_filled(service, "statements", "risk_id")
    arms: list[Answer] = []
    if audit.open_risks:
        arms = [None if not sources_known else False, None if not said_known else False]
    told = set()
    for risk in audit.open_risks:
        sources, claims = audit.sources(risk), audit.claims_on(risk["risk_id"])
        good = "improved" in claims or "embedded" in claims
        if audit.sources_conflict(risk) or (good and (WORSE in sources or "worse" in claims)):
            told.add(risk["risk_id"])
    audit.set_figure("conflicting-story", len(told), len(audit.open_risks))
    return outcome([arm(any_of([bool(told), *arms]))], ACTION)


def closed_while_disconnected(audit: RecoveryMap) -> str:
    """ "A risk closed in the last 92 days with any link missing or its sources in conflict; or an action
    closed in them with no frontline evidence dated on or before closed_on, or on a risk whose sources are
    in conflict. A statement of the month claiming embedded on a risk with a missing link: fires too".

    Reading: what was never closed, in a column that was never filled, is unknown; of risks in force in the
    12 months, closed or not.
    """
    service = audit.service
    risks = [any_of([audit.misses(risk), audit.sources_conflict(risk)]) for risk in audit.closed_lately]
    closed = [row for row in audit.actions if row["closed_on"] and audit.in_quarter(row["closed_on"])]
    actions = [_closed_without(audit, row) for row in closed]
    by_id = {row["risk_id"]: row for row in rows_of_year(service, "risks")}
    claimed = {
        row["risk_id"] for row in audit.said.of_month
        if row["claims"] == "embedded" and row["risk_id"] in by_id
    }  # fmt: skip
    claims = [audit.misses(by_id[one]) for one in sorted(claimed)]
    answers = [*risks, *actions, *claims]
    audit.set_figure("closed-while-disconnected", answers.count(True), None)
    if never_filled(service, "risks", "closed_on"):
        risks.append(None)
    if is_missing(service, "actions") or never_filled(service, "actions", "closed_on"):
        actions.append(None)
    if not audit.said.claims_known or never_filled(service, "statements", "risk_id"):
        claims.append(None)
    return outcome([arm(any_of(answers)) for answers in (risks, actions, claims)], ACTION)


def _closed_without(audit: RecoveryMap, action: Row) -> Answer:
    service = audit.service
    cited = audit.said.filed.frontline(action["evidence_ids"])
    bare: Answer = not any(row["event_on"] <= action["closed_on"] for row in cited)
    if is_missing(service, "evidence") or never_filled(service, "actions", "evidence_ids"):
        bare = None
    risk = next((row for row in audit.risks if row["risk_id"] == action["risk_id"]), None)
    return any_of([bare, bool(risk and audit.sources_conflict(risk))])


def overlapping_actions(audit: RecoveryMap) -> str:
    """ "Two open actions on one risk with different owners and masked texts of rapidfuzz ratio >= 80; or
    two open risks with the same theme (not other) and different, named owners"."""
    service = audit.service
    twice = [
        (one["action_id"], other["action_id"])
        for one, other in combinations(audit.open_actions, 2)
        if one["risk_id"] and one["risk_id"] == other["risk_id"] and _owners_differ(one, other)
        and ratio(masked(one["action"]), masked(other["action"])) >= ALIKE
    ]  # fmt: skip
    shared = [
        (one["risk_id"], other["risk_id"])
        for one, other in combinations(audit.open_risks, 2)
        if one["theme"] == other["theme"] != "other" and _owners_differ(one, other)
    ]
    audit.set_figure("overlapping-actions", len(twice) + len(shared), None)
    told = not is_missing(service, "actions") and audit.ends_known
    told = told and not never_filled(service, "actions", "owner", "risk_id")
    actions: Answer = bool(twice) if told else None
    risks: Answer = None if never_filled(service, "risks", "owner") else bool(shared)
    return outcome([arm(actions), arm(risks)], WATCH)


def name_of(cell: str | None) -> str:
    return " ".join((cell or "").casefold().split())


def _owners_differ(one: Row, other: Row) -> bool:
    owners = name_of(one["owner"]), name_of(other["owner"])
    return all(owners) and owners[0] != owners[1]


def staffing_not_linked(audit: RecoveryMap) -> str:
    """ "An open risk of theme staffing or missed_care naming one of {shifts, staffing_needs, dependency}
    and not care, or care and none of them"."""
    asked = [row for row in audit.open_risks if row["theme"] in ("staffing", "missed_care")]
    apart = [
        row for row in asked
        if bool(STAFFING_SOURCES & _named(row)) != ("care" in _named(row))
    ]  # fmt: skip
    return _link(audit, "staffing-not-linked-to-missed-care", apart, asked)


def complaints_not_linked(audit: RecoveryMap) -> str:
    """ "An open risk of any theme naming complaints or learning and not care_plan_changes"."""
    asked = [row for row in audit.open_risks if {"complaints", "learning"} & _named(row)]
    apart = [row for row in asked if "care_plan_changes" not in _named(row)]
    return _link(audit, "complaints-not-linked-to-care-plans", apart, asked)


def _named(risk: Row) -> set[str]:
    return set(ids_in(risk["evidence_sources"]))


def _link(audit: RecoveryMap, code: str, apart: list[Row], asked: list[Row]) -> str:
    audit.set_figure(code, len(apart), len(asked))
    told = not never_filled(audit.service, "risks", "evidence_sources")
    return outcome([arm(bool(apart) if told else None)], WATCH)


def repeat_failure(audit: RecoveryMap) -> str:
    """ "A risk opened in 12 months, on or within 365 days after the closing day of another risk of the
    service with the same theme (not other)"."""
    since = months_earlier(audit.service.first, 11)
    opened = [row for row in audit.risks if row["opened_on"] >= since]
    again = [
        row for row in opened
        if any(
            other["risk_id"] != row["risk_id"] and other["theme"] == row["theme"] != "other"
            and other["closed_on"] and 0 <= (row["opened_on"] - other["closed_on"]).days <= YEAR
            for other in audit.risks
        )
    ]  # fmt: skip
    audit.set_figure("repeat-failure", len(again), None)
    untold = not again and never_filled(audit.service, "risks", "closed_on")
    return outcome([arm(None if untold else bool(again))], ACTION)


CHECKS = {
    "map-row-incomplete": map_row_incomplete,
    "disconnected-evidence": disconnected_evidence,
    "conflicting-story": conflicting_story,
    "closed-while-disconnected": closed_while_disconnected,
    "overlapping-actions": overlapping_actions,
    "staffing-not-linked-to-missed-care": staffing_not_linked,
    "complaints-not-linked-to-care-plans": complaints_not_linked,
    "repeat-failure": repeat_failure,
}
