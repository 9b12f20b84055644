"""What became of the learning of one service's complaints, before any question is asked?

Every figure the checks, the notebook and the roll-up share is computed here once.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import pandas as pd

from toolkit.audits.absence import no_rows
from toolkit.evidence import Evidence
from toolkit.measures.learning.belonging import learning_of_service
from toolkit.measures.learning.clock import EightWeeks, add_clock, count_eight_weeks, still_here
from toolkit.measures.learning.groups import complaint_roots, first_of_groups, live_complaints
from toolkit.measures.learning.items import LearningItems, add_due_days, compute_items, started_since
from toolkit.measures.learning.plan_changes import add_reflection, mark_changes
from toolkit.measures.learning.practice import (
    add_practice,
    add_recurrence,
    find_recurrences,
    observations_in_order,
    observations_of_items,
    voices_heard,
)
from toolkit.measures.learning.repeats import repeats_of_people, rises_of_themes
from toolkit.measures.learning.verdicts import add_meeting_verdict, add_verdict

UPHELD = ("upheld", "partly_upheld")
ITEM_TABLES = ("complaints", "learning", "care_plan_changes")


class LearningFacts:
    """The measures of one service and month, each computed when first asked for."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.period = evidence.period
        self.as_of = pd.Timestamp(evidence.period.as_of)
        self.limits = evidence.thresholds
        self.definitions = evidence.thresholds.learning_definitions

    def first_day(self, months: int) -> pd.Timestamp:
        """The first day of "in n months"."""
        return pd.Timestamp(self.period.first_day_of_months(months))

    def in_months(self, table: str, months: int) -> pd.DataFrame:
        """The rows of a table known at as_of whose own day falls in the last so many months."""
        rows = self.evidence.rows(table)
        return rows[rows[self.evidence.own_day(table)] >= self.first_day(months)]

    # Complaints

    @cached_property
    def roots(self) -> dict[str, str]:
        return complaint_roots(self.evidence.rows("complaints"))

    @cached_property
    def live(self) -> pd.DataFrame:
        """Complaints that stand, each once."""
        return live_complaints(self.evidence.rows("complaints"), self.roots)

    @cached_property
    def closed_in_month(self) -> pd.DataFrame:
        complaints = self.evidence.rows("complaints")
        return complaints[complaints["closed_on"] >= self.period.start]

    @cached_property
    def upheld_in_month(self) -> pd.DataFrame:
        """Those of them that were upheld, if only in part, each once."""
        closed = self.closed_in_month
        return first_of_groups(closed[closed["outcome"].isin(UPHELD)], self.roots)

    @cached_property
    def repeats(self) -> pd.DataFrame:
        """People with complaints on the same theme: person_id, theme, complaints."""
        limits = self.limits.repeated_complaints
        since = self.first_day(limits.person_months)
        return repeats_of_people(self.live, since, at_least=limits.complaints_of_a_person)

    @cached_property
    def rises(self) -> pd.DataFrame:
        """Themes of the year's complaints, with `repeated`."""
        limits = self.limits.repeated_complaints
        return rises_of_themes(
            self.live, self.period, months=limits.theme_months, months_before=limits.months_before,
            at_least=limits.complaints_of_a_theme, above=limits.lower_limit_above,
        )  # fmt: skip

    # Learning items

    @cached_property
    def learning(self) -> pd.DataFrame:
        """The learning from the complaints of this service, whichever service wrote it down."""
        evidence = self.evidence
        written, received = evidence.rows("learning"), evidence.rows("complaints")
        of_ours = evidence.elsewhere("learning", "complaint_id", received["complaint_id"])
        named = {*written["complaint_id"]} - {*received["complaint_id"]} | {*of_ours["complaint_id"]}
        theirs = evidence.elsewhere("complaints", "complaint_id", named)
        service = evidence.service.service_id
        return learning_of_service(pd.concat([written, of_ours]), pd.concat([received, theirs]), service)

    @cached_property
    def found(self) -> LearningItems:
        complaints = self.evidence.rows("complaints")
        return compute_items(self.learning, complaints, self.roots)

    @cached_property
    def preferences(self) -> pd.DataFrame:
        """Preferences of the last 12 months, with those that name no person or section."""
        feedback = self.in_months("feedback", 12)
        return feedback[feedback["kind"] == "preference"]

    @cached_property
    def _persons(self) -> frozenset[str]:
        named = pd.concat([self.found.traced["person_id"], self.preferences["person_id"]])
        return frozenset(named.dropna())

    @cached_property
    def changes(self) -> pd.DataFrame:
        """The care plan changes of the people with learning or preferences, at any service."""
        return mark_changes(self.evidence.of_people("care_plan_changes", self._persons))

    @cached_property
    def people(self) -> pd.DataFrame:
        """The stays of the same people, at any service."""
        return self.evidence.of_people("people", self._persons)

    @cached_property
    def reflected(self) -> pd.DataFrame:
        """Every item that can be traced, with the change that holds it, whenever it is due."""
        return self._reflected(self.found.traced)

    def _reflected(self, items: pd.DataFrame) -> pd.DataFrame:
        kept = self.evidence.known("care_plan_changes", "confirmed_on")
        return add_reflection(items, self.changes, days_confirmed_kept=kept)

    @cached_property
    def clocked(self) -> pd.DataFrame:
        """The same with their clock."""
        return self._clocked(self.reflected)

    def _clocked(self, reflected: pd.DataFrame) -> pd.DataFrame:
        return add_clock(add_due_days(reflected, self.definitions.due_days), self.people, self.as_of)

    @cached_property
    def seen(self) -> pd.DataFrame:
        """What was observed of the items since their plans were changed."""
        return self.seen_of(self.reflected)

    @cached_property
    def voices(self) -> pd.DataFrame:
        """The complaints and concerns in which a concern could come back."""
        evidence = self.evidence
        return voices_heard(evidence.rows("complaints"), evidence.rows("feedback"), self.roots)

    @cached_property
    def recurrences(self) -> pd.DataFrame:
        """What shows that the concerns of the items came back."""
        return self.recurrences_of(self.reflected)

    @cached_property
    def all_items(self) -> pd.DataFrame:
        """Every item that can be traced, with its change, clock, practice, recurrence and verdicts."""
        items = add_recurrence(add_practice(self.clocked, self.seen), self.recurrences)
        items = add_verdict(items, recurrence_known=not self.silent_voices)
        return add_meeting_verdict(items, self.evidence.rows("verdicts"))

    @cached_property
    def items(self) -> pd.DataFrame:
        """The items whose clock started in the 12 months to as_of."""
        return self._of_year(self.all_items)

    @cached_property
    def started(self) -> pd.DataFrame:
        """The same with their clock only: whether it came back, or was seen, is not asked of them."""
        return self._of_year(self.clocked)

    def _of_year(self, items: pd.DataFrame) -> pd.DataFrame:
        started = started_since(items, pd.Timestamp(self.period.first_day_of_year()))
        return started.reset_index(drop=True)

    @cached_property
    def reflected_since_received(self) -> pd.DataFrame:
        """The same items with the change that holds each since the complaint was received."""
        traced = self.found.traced
        since = traced.assign(started_on=traced["received_on"])
        return self._reflected(since[since["started_on"].notna()].reset_index(drop=True))

    @cached_property
    def on_received(self) -> pd.DataFrame:
        """The same items with the clock started on the day the complaint was received."""
        return self._clocked(self.reflected_since_received)

    @cached_property
    def untraced(self) -> pd.DataFrame:
        """Items of the year without a person, a section or a day to count from."""
        return started_since(self.found.untraced, pd.Timestamp(self.period.first_day_of_year()))

    def seen_of(self, items: pd.DataFrame) -> pd.DataFrame:
        """What was observed of these items since their plans were changed."""
        return observations_of_items(items, self.observations)

    @cached_property
    def observations(self) -> pd.DataFrame:
        return observations_in_order(self.evidence.rows("observations"))

    def recurrences_of(self, items: pd.DataFrame) -> pd.DataFrame:
        """The complaints and concerns that show that these items' concerns came back."""
        limits = self.definitions
        return find_recurrences(
            items, self.voices, days=limits.recurrence_days, enough=limits.recurrence_voices
        )

    @cached_property
    def silent_voices(self) -> list[str]:
        """Of complaints and feedback the tables in which a recurrence could not be seen."""
        absent = [table for table in ("complaints", "feedback") if self.evidence.missing(table)]
        kind_told = self.evidence.known("feedback", "kind")
        return absent if kind_told or "feedback" in absent else [*absent, "feedback"]

    @cached_property
    def eight_weeks(self) -> EightWeeks:
        first = self.first_day(self.limits.learning_in_eight_weeks.due_months)
        return count_eight_weeks(self.clocked, first, self.as_of)

    @cached_property
    def eight_weeks_received(self) -> EightWeeks:
        first = self.first_day(self.limits.learning_in_eight_weeks.due_months)
        return count_eight_weeks(self.on_received, first, self.as_of)

    def still_here(self, person_ids: pd.Series) -> pd.Series:
        """True where the person still lives at one of the provider's services on as_of."""
        return still_here(person_ids, self.people, self.as_of)

    def changed_before(self, days: int) -> pd.DataFrame:
        """Items of the year changed so many days before as_of or more, the person still here."""
        items = self._of_people_here
        return items[items["reflected_on"] <= self.as_of - pd.Timedelta(days=days)]

    @cached_property
    def _of_people_here(self) -> pd.DataFrame:
        """Items of the year of people who are still here."""
        return self.items[self.still_here(self.items["person_id"])]

    def untold(self, tables: Iterable[str] = ITEM_TABLES) -> str:
        """Why questions about learning items cannot be answered; "" when they can."""
        absent = [table for table in tables if self.evidence.missing(table)]
        if absent:
            return no_rows(absent)
        if len(self.untraced) and self.started.empty:
            return "No learning names both the person and the section of the care plan it should change."
        return ""
