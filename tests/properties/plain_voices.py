"""What do incidents, feedback, complaints, handover and reviews say: the slow second implementation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from tests.properties import plain_care as care
from tests.properties import plain_fatigue as fatigue
from tests.properties.plain_checks import UNKNOWN, PlainAudit, arm, outcome
from tests.properties.plain_ratios import surely_higher
from tests.properties.plain_service import (
    OWN_DAY,
    PlainService,
    Row,
    day_of,
    days_between,
    is_known,
    is_missing,
    known_rows,
    last_of_month,
    month_days,
    months_earlier,
    rows_of_month,
    rows_of_year,
)

THEIR_SOURCES = ("person", "family", "professional", "commissioner", "survey")
INCONSISTENT = ("continuity", "missed_care", "routines")
FATIGUE_WORDS = (
    "tired", "fatigue", "exhausted", "worn out", "workload", "double shift", "without a break",
)  # fmt: skip


# Incidents


@dataclass
class IncidentMonth:
    """This month against the months before it that exist."""

    incidents: int
    exposure: int
    before_incidents: int
    before_exposure: int
    months_before: int

    @property
    def rate(self) -> Fraction | None:
        return Fraction(1000 * self.incidents, self.exposure) if self.exposure else None


def incident_month(audit: PlainAudit) -> IncidentMonth:
    service = audit.service
    known = known_rows(service, "incidents")
    days = [day_of(row["occurred_at"]) for row in known]
    counts = [_between(days, service.first, service.as_of)]
    exposures = [_exposure(service, audit.care if service.kind == "home_care" else None)]
    months = 0
    for n in range(1, 7):
        view = service.earlier_month(n)
        # Fixed: a month exists from the month of the first incident on record on, with exposure.
        if not days or min(days) > view.last_day:
            continue
        exposure = _exposure(view, None)
        if exposure:
            months += 1
            counts.append(_between(days, view.first, view.last_day))
            exposures.append(exposure)
    return IncidentMonth(counts[0], exposures[0], sum(counts[1:]), sum(exposures[1:]), months)


def _between(days: list[date], first: date, last: date) -> int:
    return sum(first <= day <= last for day in days)


def _exposure(service: PlainService, month: care.CareMonth | None) -> int:
    """Resident days; in home care, visits planned and not excluded on recorded days.

    Reading: a month's recorded days are told from the eight weeks before that month.
    """
    if service.kind == "home_care":
        if not rows_of_month(service, "care"):
            return 0
        return (month or care.care_month(service)).planned
    return sum(len(living_there(service, day)) for day in month_days(service))


def living_there(service: PlainService, day: date) -> set[str]:
    return {
        row["person_id"]
        for row in known_rows(service, "people")
        if row["moved_in"] <= day and (row["moved_out"] is None or day < row["moved_out"])
    }


def increased_incidents(audit: PlainAudit) -> str:
    """Reading: in home care, visits not recorded make the month incomplete, and it is never clear."""
    service = audit.service
    home_care = service.kind == "home_care"
    if is_missing(service, "incidents") or is_missing(service, "care" if home_care else "people"):
        return "no_evidence"
    month = incident_month(audit)
    if month.months_before < 3 or not month.exposure:
        return "no_evidence"
    breached = surely_higher(month.incidents, month.exposure, month.before_incidents, month.before_exposure)
    complete = not home_care or audit.care.complete
    return outcome([arm(breached, enough=month.incidents >= 3, complete=complete)], "action")


# Feedback and complaints


def complaints_of(service: PlainService, rows: list[Row]) -> list[Row]:
    """Fixed: a complaint that points to another is the other, everywhere."""
    return [row for row in rows if row["duplicate_of"] is None]


@dataclass
class Concerns:
    """What people and families said in the month."""

    concerns: int
    complaints: int
    voices: int
    ratings: list[float]
    share_known: bool

    @property
    def share(self) -> Fraction | None:
        if not self.share_known or not self.voices:
            return None
        return Fraction(self.concerns + self.complaints, self.voices)

    @property
    def mean_rating(self) -> Fraction | None:
        if not self.ratings:
            return None
        return sum((Fraction(one) for one in self.ratings), Fraction(0)) / len(self.ratings)


def concerns_of_month(audit: PlainAudit) -> Concerns:
    """Reading: a complaint whose raiser is blank is not known to be staff's, and counts."""
    service = audit.service
    theirs = [row for row in rows_of_month(service, "feedback") if row["source"] in THEIR_SOURCES]
    complaints = [
        row for row in complaints_of(service, rows_of_month(service, "complaints"))
        if row["raised_by"] != "staff"
    ]  # fmt: skip
    of_a_kind = [row for row in theirs if row["kind"] is not None]
    known = not is_missing(service, "feedback") and not is_missing(service, "complaints")
    return Concerns(
        concerns=sum(row["kind"] == "concern" for row in of_a_kind),
        complaints=len(complaints),
        voices=len(of_a_kind) + len(complaints),
        ratings=[row["rating"] for row in theirs if row["rating"] is not None],
        share_known=known and is_known(service, "feedback", "kind"),
    )


def poor_feedback(audit: PlainAudit) -> str:
    said = concerns_of_month(audit)
    breached = None if said.share is None else said.share >= Fraction(2, 5)
    arms = [arm(breached, enough=said.voices >= 5)]
    if said.ratings:
        low = said.mean_rating <= 3
        if low or len(said.ratings) >= 5:
            arms.append(arm(low, enough=len(said.ratings) >= 5))
    return outcome(arms, "action")


def inconsistent_care_feedback(audit: PlainAudit) -> str:
    """Fixed: n is the entries of any theme in the 28 days in the tables kept.

    Reading: entries of any kind too: a compliment shows that feedback is kept. Feedback in which no row
    of 12 months has a kind cannot show a concern and is not kept.
    """
    service = audit.service
    told, count = 0, 0
    if not is_missing(service, "feedback") and is_known(service, "feedback", "kind"):
        rows = rows_of_28_days(service, "feedback")
        told += len(rows)
        count += sum(row["kind"] == "concern" and row["theme"] in INCONSISTENT for row in rows)
    if not is_missing(service, "complaints"):
        rows = complaints_of(service, rows_of_28_days(service, "complaints"))
        told += len(rows)
        count += sum(row["theme"] in INCONSISTENT for row in rows)
    if handover_kept(service):
        rows = rows_of_28_days(service, "handover")
        told += len(rows)
        count += sum(row["theme"] in INCONSISTENT for row in rows)
    return outcome([arm(count >= 3 if told else None)], "watch")


def rows_of_28_days(service: PlainService, table: str) -> list[Row]:
    """The rows of the 28 days that end on as_of."""
    start = service.as_of - timedelta(days=27)
    return [row for row in known_rows(service, table) if day_of(row[OWN_DAY[table]]) >= start]


# Handover


def handover_kept(service: PlainService) -> bool:
    """Fixed: not kept in a month without entries after three months with ten or more each."""
    if is_missing(service, "handover"):
        return False
    if rows_of_month(service, "handover"):
        return True
    before = []
    for n in (1, 2, 3):
        first = months_earlier(service.first, n)
        days = [day_of(row["logged_at"]) for row in known_rows(service, "handover")]
        before.append(_between(days, first, last_of_month(first)))
    return not all(count >= 10 for count in before)


def control_missing(audit: PlainAudit) -> str:
    """Reading: of the records of 12 months; a risk resolved on day 1 was open on a day of the month; a
    column control or resolved_on that is blank in every row of 12 months is unknown.
    """
    service = audit.service
    if is_missing(service, "handover"):
        return "no_evidence"
    if not is_known(service, "handover", "control") or not is_known(service, "handover", "resolved_on"):
        return "no_evidence"
    found = 0
    for row in rows_of_year(service, "handover"):
        end = row["resolved_on"] or service.as_of
        open_in_month = row["resolved_on"] is None or row["resolved_on"] >= service.first
        if row["control"] is None and open_in_month and (end - day_of(row["logged_at"])).days >= 7:
            found += 1
    return outcome([arm(found > 0, complete=handover_kept(service))], "watch")


# Tired staff


def fatigue_share(workers: dict[str, set[str]]) -> Fraction | None:
    return Fraction(sum(map(bool, workers.values())), len(workers)) if workers else None


def staff_fatigue(audit: PlainAudit, workers: dict[str, set[str]]) -> str:
    service = audit.service
    arms = []
    share = None if is_missing(service, "shifts") else fatigue_share(workers)
    breached = None if share is None else share >= Fraction(1, 10)
    arms.append(arm(breached, complete=rota_whole(service)))
    arms.append(_tired_handover(service))
    return outcome(arms, "watch")


def rota_whole(service: PlainService) -> bool:
    """Are days without a shift row, where there should be some, no more than a tenth?

    Reading: the rule of the windows' rota, over the days of the month on which the service is open.
    """
    with_rows = {day_of(row["starts_at"]) for row in known_rows(service, "shifts")}
    days = [day for day in month_days(service) if service.is_open(day)]
    empty = not any(day in with_rows for day in days) and any(day < service.first for day in with_rows)
    history = set(days_between(service.first - timedelta(days=56), service.first - timedelta(days=1)))
    gaps = 0
    for day in days:
        before = sum(1 for d in history & with_rows if d.weekday() == day.weekday())
        gaps += day not in with_rows and (before >= 4 or empty)
    return 10 * gaps <= len(days)


def _tired_handover(service: PlainService) -> str:
    if not handover_kept(service) or not is_known(service, "handover", "control"):
        return UNKNOWN
    count = 0
    for row in rows_of_month(service, "handover"):
        said = (row["risk"] or "").lower()
        if row["theme"] == "staffing" and row["control"] is None:
            count += any(word in said for word in FATIGUE_WORDS)
    return arm(count >= 3)


def fatigue_of(audit: PlainAudit) -> dict[str, set[str]]:
    return {} if is_missing(audit.service, "shifts") else fatigue.workers_of_month(audit.service)


# Reviews of what people need


def review_state(audit: PlainAudit) -> tuple[int, int]:
    """People with no review in 92 days, and people who can be judged.

    Reading: "no review" is none at all; a newcomer with an old review from an earlier stay is judged.
    """
    service = audit.service
    late, judged = 0, 0
    for person in living_there(service, service.as_of):
        moved_in = max(
            row["moved_in"] for row in known_rows(service, "people")
            if row["person_id"] == person
        )  # fmt: skip
        days = [r["reviewed_on"] for r in known_rows(service, "dependency") if r["person_id"] == person]
        if not days and (service.as_of - moved_in).days < 7:
            continue
        judged += 1
        late += not days or (service.as_of - max(days)).days > 92
    return late, judged


def dependency_out_of_date(audit: PlainAudit) -> str:
    if is_missing(audit.service, "people") or is_missing(audit.service, "dependency"):
        return "no_evidence"
    late, judged = review_state(audit)
    return outcome([arm(5 * late >= judged if judged else None)], "watch")
