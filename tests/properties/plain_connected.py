"""Which links of a risk are there, and what do its sources say: the slow second reading of the map.

The three answers of a condition are True, False and None (cannot be told); see `plain_checks.arm`. Where
the text leaves room the decision record on the recovery map was followed; what neither settles stands as
a reading.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import cached_property

from tests.properties.plain_charts import LEVEL, UP, Month, signal
from tests.properties.plain_indicators import BETTER, MONTHS, STEADY, WORSE
from tests.properties.plain_indicators import UNKNOWN as NO_FIGURE
from tests.properties.plain_service import (
    PlainService,
    Row,
    day_of,
    is_known,
    is_missing,
    known_rows,
    rows_of_month,
    rows_of_year,
)
from tests.properties.plain_support import Statements, ids_in

Answer = bool | None
PRESENT, MISSING, NOT_YET_DUE, NOT_KNOWN = "present", "missing", "not yet due", "not known"
DECISION, EVIDENCE, PRACTICE, OUTCOME = (
    "decision to action", "action to evidence", "evidence to practice", "practice to outcome",
)  # fmt: skip
SILENT = "silent"
QUARTER, NEW = 92, 31
INDICATOR_OF = {
    "care": "missed_care_rate",
    "shifts": "attended_fill",
    "audits": "audit_score",
    "feedback": "concern_share",
    "incidents": "incident_rate",
    "learning": "learning_in_eight_weeks",
    "care_plan_changes": "learning_in_eight_weeks",
}


def any_of(answers: Iterable[Answer]) -> Answer:
    found = list(answers)
    return True if True in found else None if None in found else False


def never_filled(service: PlainService, table: str, *columns: str) -> bool:
    """ "Blank in every row of the service in 12 months, is unknown"; a table without a row has no blanks."""
    rows = bool(rows_of_year(service, table))
    return rows and not all(is_known(service, table, column) for column in columns)


class Register:
    """One service and month: the links of each risk, and what its sources say."""

    def __init__(self, service: PlainService) -> None:
        self.service = service
        self.said = Statements(service)
        self._says: dict[tuple[str, str], str] = {}

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
