"""Do missed care and complaints gather where staffing is short, and was it decided on?

The slow second implementation of the links, of continuity, and of all answers together.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cached_property
from statistics import median

from tests.properties import plain_care as care
from tests.properties import plain_checks as five
from tests.properties import plain_staffing as staffing
from tests.properties import plain_voices as voices
from tests.properties.plain_checks import arm, outcome
from tests.properties.plain_ratios import Limits, mantel_haenszel, surely_higher
from tests.properties.plain_service import (
    Row,
    day_of,
    instant,
    is_missing,
    known_rows,
    month_days,
    months_earlier,
    rows_of_month,
    span,
)

FOLLOWS_STAFFING = ("staffing", "missed_care", "continuity")
TRIGGERS = ("repeated-staffing-gaps", "increased-incidents", "poor-feedback", "needs-not-met")
DECIDED = ("recruitment", "deployment", "provider_support")
Stratum = tuple[str | None, str]


class WholeAudit(five.PlainAudit):
    """One service and month with everything that the questions read."""

    @cached_property
    def rota_before(self) -> staffing.RotaMonth:
        """The month before by its own rules, with what is known at as_of."""
        view = self.service.earlier_month(1)
        return staffing.rota_month(self.service, view.first, view.last_day)

    @property
    def rota_had_begun(self) -> bool:
        """Reading: without a single shift row in the month before, its pressure is unknown."""
        view = self.service.earlier_month(1)
        days = (day_of(row["starts_at"]) for row in known_rows(self.service, "shifts"))
        return any(view.first <= day <= view.last_day for day in days)

    @cached_property
    def pressed(self) -> set[tuple[date, str | None, str]]:
        """The high-pressure shifts of this month and, once the rota had begun, of the month before."""
        before = _pressed(self.rota_before) if self.rota_had_begun else set()
        return before | _pressed(self.rota)

    @cached_property
    def incidents(self) -> voices.IncidentMonth:
        return voices.incident_month(self)

    @cached_property
    def concerns(self) -> voices.Concerns:
        return voices.concerns_of_month(self)

    @cached_property
    def fatigue(self) -> dict[str, set[str]]:
        return voices.fatigue_of(self)

    @cached_property
    def link(self) -> PressureLink:
        return pressure_link(self)

    @cached_property
    def feedback(self) -> FeedbackLink:
        return feedback_link(self)

    @cached_property
    def recent(self) -> RecentCare:
        return recent_care(self)

    @cached_property
    def month_before(self) -> WholeAudit:
        return WholeAudit(self.service.month_before())

    @cached_property
    def triggers(self) -> dict[str, str]:
        return {code: CHECKS[code](self) for code in TRIGGERS}

    def outcomes(self) -> dict[str, str]:
        return self.triggers | {code: CHECKS[code](self) for code in CHECKS if code not in TRIGGERS}


# Pressure and missed care


@dataclass
class PressureLink:
    """Rows and failed rows on each side, by unit and shift: [failed, rows, failed other, rows other]."""

    strata: dict[Stratum, list[int]]
    windows: int  # high-pressure ones of the month

    @property
    def sides(self) -> tuple[int, int, int, int]:
        return tuple(sum(counts[n] for counts in self.strata.values()) for n in range(4))  # type: ignore[return-value]

    @property
    def stratified(self) -> tuple[float | None, Limits]:
        return mantel_haenszel(tuple(counts) for counts in self.strata.values())  # type: ignore[misc]


def pressure_link(audit: WholeAudit) -> PressureLink:
    """Reading: a window on a day without rota records is on neither side: its pressure is unknown."""
    night = audit.service.first - timedelta(days=1)
    windows = [w for w in audit.rota_before.windows if w.day == night] + audit.rota.windows
    windows = [w for w in windows if w.day != night or audit.rota_had_begun]
    pressed = audit.pressed
    strata: dict[Stratum, list[int]] = {}
    for row in audit.care.counted:
        category = audit.care.category[row["care_id"]]
        window = window_of(windows, row["due_at"], row["unit"])
        if category == care.EXCLUDED or window is None or not window.rota_known:
            continue
        counts = strata.setdefault((window.unit, window.shift_name), [0, 0, 0, 0])
        side = 0 if (window.day, window.unit, window.shift_name) in pressed else 2
        counts[side] += category in (care.MISSED, care.SHORTENED, care.DELAYED)
        counts[side + 1] += 1
    return PressureLink(strata, len(_pressed(audit.rota)))


def _pressed(month: staffing.RotaMonth) -> set[tuple[date, str | None, str]]:
    return {(s.day, s.unit, s.shift_name) for s in staffing.shifts_of_days(month) if s.high_pressure}


def window_of(windows: list[staffing.Window], due: datetime, unit: str | None) -> staffing.Window | None:
    """The window that contains the moment and started last.

    Fixed: blank on either side is any unit; two that started together in different units: none.
    Reading: two shifts of one unit that started together: none either.
    """
    moment = instant(due)
    inside = [w for w in windows if w.begin <= moment < w.end]
    inside = [w for w in inside if unit is None or w.unit is None or w.unit == unit]
    latest = [w for w in inside if w.begin == max(other.begin for other in inside)]
    return latest[0] if len({(w.unit, w.shift_name) for w in latest}) == 1 else None


def staffing_missing(audit: WholeAudit) -> bool:
    return is_missing(audit.service, "staffing_needs") or is_missing(audit.service, "shifts")


def pressure_linked_missed_care(audit: WholeAudit) -> str:
    """Reading: records or starts that are not complete, or attendance that is not, never make it clear."""
    if staffing_missing(audit) or is_missing(audit.service, "care"):
        return "no_evidence"
    told = audit.care.complete and audit.care.starts_known and audit.rota.attendance_testable
    link = audit.link
    if not link.windows:
        return outcome([arm(False, complete=told)], "watch")
    failed, _, failed_other, _ = link.sides
    _, (low, _) = link.stratified
    if failed < 5 or failed_other < 5 or link.windows < 3 or low is None:
        return "no_evidence"
    return outcome([arm(low > 1, complete=told)], "watch")


# Pressure and what people say after it


@dataclass
class FeedbackLink:
    """Events and days, exposed and not."""

    events: int
    days: int
    events_other: int
    days_other: int


def feedback_link(audit: WholeAudit) -> FeedbackLink:
    """Reading: the days on which the service is open; what came on another day is not counted."""
    starts = {day for day, _, _ in audit.pressed}
    events = Counter(_event_days(audit))
    found = FeedbackLink(0, 0, 0, 0)
    for day in month_days(audit.service):
        if not audit.service.is_open(day):
            continue
        if any(day - timedelta(days=n) in starts for n in range(4)):
            found.days += 1
            found.events += events[day]
        else:
            found.days_other += 1
            found.events_other += events[day]
    return found


def _event_days(audit: WholeAudit) -> list[date]:
    service = audit.service
    concerns = [r for r in rows_of_month(service, "feedback") if r["kind"] == "concern"]
    complaints = voices.complaints_of(service, rows_of_month(service, "complaints"))
    days = [r["received_on"] for r in concerns + complaints if r["theme"] in FOLLOWS_STAFFING]
    incidents = [r for r in rows_of_month(service, "incidents") if r["theme"] in FOLLOWS_STAFFING]
    return days + [day_of(row["occurred_at"]) for row in incidents]


def staffing_feedback_link(audit: WholeAudit) -> str:
    kept = [t for t in ("feedback", "complaints", "incidents") if not is_missing(audit.service, t)]
    if staffing_missing(audit) or not kept or not audit.rota.windows:
        return "no_evidence"
    link, told = audit.feedback, audit.rota.attendance_testable
    if not link.days:
        return outcome([arm(False, complete=told)], "watch")
    if not link.days_other:
        return "no_evidence"
    breached = surely_higher(link.events, link.days, link.events_other, link.days_other)
    enough = link.events + link.events_other >= 5
    return outcome([arm(breached, enough=enough, complete=told)], "watch")


# What was decided


def unresolved_staffing_risk(audit: WholeAudit) -> str:
    """Reading: with a trigger now but none repeated, one that could not be tested this month leaves the
    question open too, as it does where no trigger fired.
    """
    if not audit.service.supplied("decisions"):
        return "no_evidence"
    now = audit.triggers
    fired = [code for code in TRIGGERS if now[code] == "action"]
    before = audit.month_before.triggers if fired else {}
    if any(before[code] == "action" for code in fired):
        return "clear" if _decided(audit) else "action"
    if "no_evidence" in now.values() or any(before[code] == "no_evidence" for code in fired):
        return "no_evidence"
    return "clear"


def _decided(audit: WholeAudit) -> bool:
    since = months_earlier(audit.service.first, 1)
    return any(
        row["decided_on"] >= since and row["kind"] in DECIDED
        for row in known_rows(audit.service, "decisions")
    )


# Continuity, and what the provider information return asks


@dataclass
class RecentCare:
    """The care rows of the 28 days to as_of, each judged by the rules of its own month."""

    rows: list[Row]
    category: dict[str, str]
    recorded: set[date]
    minutes: dict[str, Fraction | None]
    durations_known: bool


def recent_care(audit: WholeAudit) -> RecentCare:
    service = audit.service
    start = service.as_of - timedelta(days=27)
    months = [audit.care]
    if start < service.first:
        months.append(care.care_month(service.earlier_month(1)))
    found = RecentCare([], {}, set(), {}, True)
    for month in months:
        rows = [row for row in month.rows if day_of(row["due_at"]) >= start]
        found.rows += rows
        found.category |= {row["care_id"]: month.category[row["care_id"]] for row in rows}
        found.recorded |= {day for day in month.recorded_days if day >= start}
        found.durations_known &= month.durations_known or not rows
        found.minutes |= {row["care_id"]: _minutes(row) for row in rows}
    return found


def _minutes(row: Row) -> Fraction | None:
    if not row["started_at"] or not row["ended_at"]:
        return None
    begin, end = span(row["started_at"], row["ended_at"])
    return Fraction(end - begin, 60) if end >= begin else None


DONE = (care.SHORTENED, care.DELAYED, care.POORLY, care.WELL)


def continuity(audit: WholeAudit) -> dict[str, tuple[int, Fraction, int]]:
    """Person -> distinct workers, share of the three who came most, number of times someone came.

    Reading: of rows done (the categories shortened to well evidenced) that name who came, on any day of
    the 28; a worker counts once for each row.
    """
    recent = audit.recent
    came: dict[str, Counter[str]] = {}
    for row in recent.rows:
        if recent.category[row["care_id"]] in DONE and row["staff_ids"]:
            came.setdefault(row["person_id"], Counter()).update(set(row["staff_ids"].split(";")))
    found = {}
    for person, counts in came.items():
        total = sum(counts.values())
        top = sum(sorted(counts.values(), reverse=True)[:3])
        found[person] = (len(counts), Fraction(top, total), total)
    return found


def provider_information(audit: WholeAudit) -> dict[str, int | None]:
    """Visits planned, missed, and under 15 minutes in 28 days; home care only.

    Two rows of one person with the same due_at are one visit. Reading: planned and not excluded, on
    recorded days; missed where nobody came; under 15 minutes where whoever is known to have stayed
    longest did, of the rows done. Where durations are not kept the last cannot be told.
    """
    names = ("visits_28_days", "missed_28_days", "under_15_minutes_28_days")
    if audit.service.kind != "home_care" or is_missing(audit.service, "care"):
        return dict.fromkeys(names)
    recent = audit.recent
    visits: dict[tuple[str, datetime], list[str]] = {}
    for row in recent.rows:
        recorded = day_of(row["due_at"]) in recent.recorded
        if recorded and recent.category[row["care_id"]] != care.EXCLUDED:
            visits.setdefault((row["person_id"], row["due_at"]), []).append(row["care_id"])
    missed, brief = 0, 0
    for ids in visits.values():
        missed += all(recent.category[one] == care.MISSED for one in ids)
        minutes = [recent.minutes[one] for one in ids if recent.category[one] in DONE]
        known = [lasted for lasted in minutes if lasted is not None]
        brief += bool(known) and max(known) < 15
    counts = (len(visits), missed, brief if recent.durations_known else None)
    return dict(zip(names, counts, strict=True))


def workers_per_person(audit: WholeAudit) -> float | None:
    """Reading: the middle person's number of workers."""
    people = continuity(audit)
    return float(median(workers for workers, _, _ in people.values())) if people else None


CHECKS = five.CHECKS | {
    "increased-incidents": voices.increased_incidents,
    "poor-feedback": voices.poor_feedback,
    "staff-fatigue": lambda audit: voices.staff_fatigue(audit, audit.fatigue),
    "inconsistent-care-feedback": voices.inconsistent_care_feedback,
    "pressure-linked-missed-care": pressure_linked_missed_care,
    "staffing-feedback-link": staffing_feedback_link,
    "dependency-out-of-date": voices.dependency_out_of_date,
    "control-missing": voices.control_missing,
    "unresolved-staffing-risk": unresolved_staffing_risk,
}
