"""What do incidents, feedback, complaints and handover of one month show beside the rota?

The measures of `StaffingFacts` that come from what happened and what was said, each computed once.
"""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from toolkit.audits.asking import each_given
from toolkit.audits.staffing.facts import StaffingFacts
from toolkit.evidence import Evidence
from toolkit.measures.care import CareOutcomes, judge_care
from toolkit.measures.care_rows import CareRows
from toolkit.measures.fatigue import Workload, compute_workloads, judge_fatigue
from toolkit.measures.incident_rate import (
    IncidentMonth,
    count_incidents,
    months_on_record,
    resident_days,
    visits,
)
from toolkit.measures.pressure_link import PressureLink, compute_pressure_link
from toolkit.measures.staffing import judge_pressure
from toolkit.measures.voices import Concerns, compute_concerns
from toolkit.period import Period

USUAL_HANDOVER_ROWS = 10
HANDOVER_MONTHS = 3


class VoicesFacts(StaffingFacts):
    """The staffing facts, and what people, staff and incidents say beside them."""

    def __init__(self, evidence: Evidence) -> None:
        super().__init__(evidence)
        self.limits = evidence.thresholds

    @each_given
    def recent_care_rows(self, days: int) -> CareRows:
        """The care of the last so many days to as_of as it is recorded."""
        windows = self.windows_from(self.period.first_day_of_days(days))
        return self.read_care(self.in_days("care", days), windows)

    @each_given
    def recent_care(self, days: int) -> CareOutcomes:
        """The same, each row with its category."""
        return judge_care(self.recent_care_rows(days), self.care_definitions)

    def earlier(self, months: int) -> VoicesFacts:
        """The same facts as of the last day of an earlier month."""
        return VoicesFacts(self.evidence.earlier(months))

    @cached_property
    def incident_month(self) -> IncidentMonth:
        return self._incidents_in(self.period)

    @cached_property
    def incident_history(self) -> list[IncidentMonth]:
        """The months before that have both incidents on record and somebody to count them against."""
        incidents = self.evidence.rows("incidents")
        months = months_on_record(incidents, self.period, self.limits.increased_incidents.months_before)
        counted = [self._incidents_in(month) for month in months]
        return [month for month in counted if month.exposure > 0]

    def _incidents_in(self, period: Period) -> IncidentMonth:
        evidence, service = self.evidence, self.evidence.service
        people = evidence.rows("people")
        if self.home_care:
            exposure = visits(
                evidence.rows("care"),
                people,
                period,
                self.care_definitions,
                service.opened_on,
                service.closed_on,
            )
        else:
            exposure = resident_days(people, period.first_day, period.as_of)
        return IncidentMonth(
            period.month, count_incidents(evidence.rows("incidents"), period), float(exposure)
        )

    @property
    def exposure_table(self) -> str:
        """What incidents are counted against: visits in home care, people's days elsewhere."""
        return "care" if self.home_care else "people"

    @cached_property
    def concerns(self) -> Concerns:
        return compute_concerns(self.evidence.in_month("feedback"), self.evidence.in_month("complaints"))

    @cached_property
    def fatigue(self) -> pd.DataFrame:
        """One row a worker of the month with the breaches, over all the provider's services."""
        return judge_fatigue(self.workloads, self.limits.staff_fatigue)

    @cached_property
    def workloads(self) -> tuple[Workload, ...]:
        """How each worker of the month worked, over all the provider's services."""
        shifts = self.evidence.everywhere("shifts")
        return compute_workloads(shifts, self.evidence.service.service_id, self.period)

    @property
    def handover_kept(self) -> bool:
        """False when handover was not supplied, or stops in a month after three with ten entries each."""
        if self.evidence.missing("handover"):
            return False
        if len(self.evidence.in_month("handover")):
            return True
        before = [self.period.earlier(back) for back in range(1, HANDOVER_MONTHS + 1)]
        logged = self.evidence.rows("handover")["logged_at"]
        usual = [int(((logged >= month.start) & (logged < month.end)).sum()) for month in before]
        return min(usual) < USUAL_HANDOVER_ROWS

    @cached_property
    def pressure_with_night_before(self) -> pd.DataFrame:
        """The month's shifts by pressure, and those of the month before: nights and echoes reach over."""
        before = self.staffing_of(1)
        agency_told = before.fill.agency_share is not None
        earlier = judge_pressure(self.shift_hours_of(1), self.definitions, agency_told=agency_told)
        return pd.concat([earlier, self.pressure], ignore_index=True)

    @cached_property
    def link(self) -> PressureLink:
        return compute_pressure_link(self.care.rows, self.care_windows, self.pressure_with_night_before)

    def in_days(self, table: str, days: int) -> pd.DataFrame:
        """The rows of a table known at as_of whose own day falls in the last so many days."""
        rows = self.evidence.in_year(table)
        first = pd.Timestamp(self.period.first_day_of_days(days))
        return rows[rows[self.evidence.own_day(table)] >= first]
