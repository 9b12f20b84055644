"""Is each risk connected, and what do its sources say: the slow second reading of the recovery map.

The three answers of a condition are True, False and None (cannot be told); see `plain_checks.arm`. Where
the text leaves room the decision record on the recovery map was followed; what neither settles stands as
a reading.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import combinations

from tests.properties.plain_charts import LEVEL, UP, Month, signal
from tests.properties.plain_checks import arm, outcome
from tests.properties.plain_indicators import BETTER, MONTHS, STEADY, WORSE
from tests.properties.plain_indicators import UNKNOWN as NO_FIGURE
from tests.properties.plain_service import (
    PlainService,
    Row,
    day_of,
    is_known,
    is_missing,
    known_rows,
    months_earlier,
    rows_of_month,
    rows_of_year,
)
from tests.properties.plain_support import Statements, ids_in
from tests.properties.plain_text import masked, ratio

Answer = bool | None
Figure = tuple[Fraction | int | None, int | None]
NO_EVIDENCE, CLEAR, ACTION, WATCH = "no_evidence", "clear", "action", "watch"
PRESENT, MISSING, NOT_YET_DUE, NOT_KNOWN = "present", "missing", "not yet due", "not known"
DECISION, EVIDENCE, PRACTICE, OUTCOME = (
    "decision to action", "action to evidence", "evidence to practice", "practice to outcome",
)  # fmt: skip
SILENT = "silent"
QUARTER, NEW, YEAR, ALIKE = 92, 31, 365, 80
INDICATOR_OF = {
    "care": "missed_care_rate",
    "shifts": "attended_fill",
    "audits": "audit_score",
    "feedback": "concern_share",
    "incidents": "incident_rate",
    "learning": "learning_in_eight_weeks",
    "care_plan_changes": "learning_in_eight_weeks",
}
STAFFING_SOURCES = {"shifts", "staffing_needs", "dependency"}


def any_of(answers: Iterable[Answer]) -> Answer:
    found = list(answers)
    return True if True in found else None if None in found else False


def never_filled(service: PlainService, table: str, *columns: str) -> bool:
    """ "Blank in every row of the service in 12 months, is unknown"; a table without a row has no blanks."""
    rows = bool(rows_of_year(service, table))
    return rows and not all(is_known(service, table, column) for column in columns)


def name_of(cell: str | None) -> str:
    return " ".join((cell or "").casefold().split())


class RecoveryMap:
    """One service and month: the links of each risk, what its sources say, eight answers."""

    def __init__(self, service: PlainService) -> None:
        self.service = service
        self.said = Statements(service)
        self._says: dict[tuple[str, str], str] = {}
        self.outcomes: dict[str, str] = {}
        self.figures: dict[str, Figure] = {}
        for code, check in CHECKS.items():
            self.outcomes[code] = NO_EVIDENCE if is_missing(service, "risks") else check(self)

    @cached_property
    def risks(self) -> list[Row]:
        return known_rows(self.service, "risks")

    @cached_property
    def open_risks(self) -> list[Row]:
        return [row for row in self.risks if row["closed_on"] is None]

    @cached_property
    def closed_lately(self) -> list[Row]:
        return [row for row in self.risks if row["closed_on"] and self.in_quarter(row["closed_on"])]

    @cached_property
    def actions(self) -> list[Row]:
        return known_rows(self.service, "actions")

    @cached_property
    def open_actions(self) -> list[Row]:
        """ "Open actions (neither completed nor closed)"."""
        return [row for row in self.actions if row["completed_on"] is None and row["closed_on"] is None]

    @property
    def ends_known(self) -> bool:
        return any(is_known(self.service, "actions", column) for column in ("completed_on", "closed_on"))

    def in_quarter(self, day: date) -> bool:
        return 0 <= (self.service.as_of - day).days < QUARTER

    def supplied(self, *tables: str) -> bool:
        return all(self.service.supplied(table) for table in tables)

    def actions_of(self, risk: Row) -> list[Row]:
        return [row for row in self.actions if row["risk_id"] == risk["risk_id"]]

    # The four links

    def links(self, risk: Row) -> dict[str, str]:
        """Link -> state; the first is expected of high-priority risks only."""
        found = {
            DECISION: self._decision_to_action,
            EVIDENCE: self._action_to_evidence,
            PRACTICE: self._evidence_to_practice,
            OUTCOME: self._practice_to_outcome,
        }
        if risk["priority"] != "high":
            del found[DECISION]
        if (self.service.as_of - risk["opened_on"]).days <= NEW:
            return dict.fromkeys(found, NOT_YET_DUE)
        words = {True: PRESENT, False: MISSING, None: NOT_KNOWN}
        return {link: words[is_there(risk)] for link, is_there in found.items()}

    def _decision_to_action(self, risk: Row) -> Answer:
        """ "An action of the risk names a decision on the same risk"."""
        on_risk = {
            row["decision_id"]
            for row in known_rows(self.service, "decisions")
            if row["risk_id"] == risk["risk_id"]
        }
        if any(row["decision_id"] in on_risk for row in self.actions_of(risk)):
            return True
        untold = never_filled(self.service, "actions", "risk_id", "decision_id")
        untold = untold or never_filled(self.service, "decisions", "risk_id")
        return None if untold or not self.supplied("actions", "decisions") else False

    def _action_to_evidence(self, risk: Row) -> Answer:
        """ "An action of the risk cites frontline evidence with event_on on or after its opened_on"."""
        for action in self.actions_of(risk):
            cited = self.said.filed.frontline(action["evidence_ids"])
            if any(row["event_on"] >= action["opened_on"] for row in cited):
                return True
        untold = never_filled(self.service, "actions", "risk_id", "evidence_ids")
        return None if untold or not self.supplied("actions", "evidence") else False

    def _evidence_to_practice(self, risk: Row) -> Answer:
        """ "Since the risk's first action, an observation with the risk's theme found applied or
        partly_applied, or a plan change that carries the id of a learning with that theme".

        Reading: a review without a change, and what was removed, is no plan change.
        """
        service, theme = self.service, risk["theme"]
        seen = [
            day_of(row["observed_at"]) for row in known_rows(service, "observations")
            if row["theme"] == theme and row["finding"] in ("applied", "partly_applied")
        ]  # fmt: skip
        learnt = {row["learning_id"] for row in known_rows(service, "learning") if row["theme"] == theme}
        seen += [
            day_of(row["changed_at"]) for row in known_rows(service, "care_plan_changes")
            if row["learning_id"] in learnt and row["change_type"] in ("created", "updated")
        ]  # fmt: skip
        begun = [row["opened_on"] for row in self.actions_of(risk)]
        if begun and any(day >= min(begun) for day in seen):
            return True
        untold = (
            never_filled(service, "actions", "risk_id")
            or never_filled(service, "observations", "theme")
            or never_filled(service, "care_plan_changes", "learning_id")
            or never_filled(service, "learning", "theme")
        )
        all_there = self.supplied("actions", "observations", "care_plan_changes", "learning")
        return None if untold or not all_there else False

    def _practice_to_outcome(self, risk: Row) -> Answer:
        """ "The risk's indicator could be computed for the month, or, for a risk without one, feedback with
        its theme came in the last 92 days"."""
        if risk["indicator"]:
            theme = risk["theme"] if risk["indicator"] == "audit_score" else None
            return self.said.indicators.series(risk["indicator"], theme)[-1] is not None
        if not self.supplied("feedback"):
            return None
        return any(
            row["theme"] == risk["theme"] and self.in_quarter(row["received_on"])
            for row in known_rows(self.service, "feedback")
        )

    def misses(self, risk: Row) -> Answer:
        """Is any of its links missing?"""
        states = self.links(risk).values()
        return True if MISSING in states else None if NOT_KNOWN in states else False

    @cached_property
    def connectedness(self) -> tuple[Fraction | None, int]:
        """ "Links present / links expected over all open risks together"; not told where one is not known."""
        states = [state for risk in self.open_risks for state in self.links(risk).values()]
        due = [state for state in states if state != NOT_YET_DUE]
        if not due or NOT_KNOWN in due:
            return None, len(due)
        return Fraction(due.count(PRESENT), len(due)), len(due)

    # What its sources say

    def says(self, source: str, theme: str) -> str:
        if (source, theme) not in self._says:
            self._says[source, theme] = self._ask(source, theme)
        return self._says[source, theme]

    def _ask(self, source: str, theme: str) -> str:
        """Better, steady, worse or silent. Reading: without a row in 12 months a source is silent."""
        if source not in self.service.tables or is_missing(self.service, source):
            return SILENT
        if source == "observations":
            return self._share_applied(theme)
        if source not in INDICATOR_OF:
            return STEADY
        found = self.said.indicators.direction(INDICATOR_OF[source], theme)
        return SILENT if found == NO_FIGURE else found

    def _share_applied(self, theme: str) -> str:
        """Reading: a chart of shares, like the score of audits, on observations found applied."""
        series: list[Month | None] = []
        for months in range(MONTHS - 1, -1, -1):
            view = self.service.earlier_month(months) if months else self.service
            rows = [row for row in rows_of_month(view, "observations") if row["theme"] == theme]
            applied = sum(row["finding"] == "applied" for row in rows)
            series.append(Month(Fraction(applied), Fraction(len(rows)), len(rows)) if rows else None)
        found = signal(series, "p")
        if found is None:
            return SILENT
        return STEADY if found == LEVEL else BETTER if found == UP else WORSE

    def sources(self, risk: Row) -> list[str]:
        return [self.says(one, risk["theme"]) for one in sorted(set(ids_in(risk["evidence_sources"])))]

    def sources_conflict(self, risk: Row) -> bool:
        """ "One got better and one worse"."""
        found = self.sources(risk)
        return BETTER in found and WORSE in found

    def claims_on(self, risk_id: str) -> list[str | None]:
        return [row["claims"] for row in self.said.of_month if row["risk_id"] == risk_id]

    def set_figure(self, code: str, found: int, n: int | None) -> None:
        self.figures[code] = (found, n)


# The eight checks


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

    Reading: of open risks.
    """
    service = audit.service
    sources_known = not never_filled(service, "risks", "evidence_sources")
    said_known = audit.said.claims_known and not never_filled(service, "statements", "risk_id")
    arms: list[Answer] = [None if not sources_known else False, None if not said_known else False]
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

    Reading: what was never closed, in a column that was never filled, is unknown.
    """
    service = audit.service
    risks = [any_of([audit.misses(risk), audit.sources_conflict(risk)]) for risk in audit.closed_lately]
    closed = [row for row in audit.actions if row["closed_on"] and audit.in_quarter(row["closed_on"])]
    actions = [_closed_without(audit, row) for row in closed]
    by_id = {row["risk_id"]: row for row in audit.risks}
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
