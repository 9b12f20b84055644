"""What do the five checks answer: the slow second implementation.

An arm is one of "breach", "few" (a breach on too few records), "held" and "unknown".
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from math import sqrt

from tests.properties import plain_care as care
from tests.properties import plain_staffing as staffing
from tests.properties.plain_service import (
    PlainService,
    is_known,
    is_missing,
    last_of_month,
    months_earlier,
)

BREACH, FEW, HELD, UNKNOWN = "breach", "few", "held", "unknown"
Z = 1.959963984540054


def arm(breached: bool | None, *, enough: bool = True, complete: bool = True) -> str:
    if breached is None:
        return UNKNOWN
    if breached:
        return BREACH if enough else FEW
    return HELD if enough and complete else UNKNOWN


def outcome(arms: list[str], level: str) -> str:
    """Arms joined by *or*: any breach fires; clear only when every arm was tested."""
    if BREACH in arms:
        return level
    if FEW in arms:
        return "watch"
    return "clear" if arms and all(one == HELD for one in arms) else "no_evidence"


class PlainAudit:
    """One service and month: rota, care and need hours, each worked out once."""

    def __init__(self, service: PlainService) -> None:
        self.service = service

    @cached_property
    def rota(self) -> staffing.RotaMonth:
        return staffing.rota_month(self.service, self.service.first, self.service.as_of)

    @cached_property
    def care(self) -> care.CareMonth:
        return care.care_month(self.service)

    @cached_property
    def need_hours(self) -> staffing.NeedHours:
        return staffing.need_hours(self.service, self.rota)

    def outcomes(self) -> dict[str, str]:
        return {code: check(self) for code, check in CHECKS.items()}


def repeated_staffing_gaps(audit: PlainAudit) -> str:
    """Short on 4 days of the month, or on 2 days in each of 3 months running."""
    service = audit.service
    if is_missing(service, "staffing_needs") or is_missing(service, "shifts"):
        return "no_evidence"
    months = [_shortness(audit, n) for n in range(3)]
    now, whole, any_windows = months[0]
    if not any_windows:
        return "no_evidence"
    four = arm(any(count >= 4 for count in now.values()), complete=whole)
    return outcome([four, _three_months(months)], "action")


def _shortness(audit: PlainAudit, earlier: int) -> tuple[dict, bool, bool]:
    """Short days by unit, role and shift; whether all of it could be tested; whether there are windows.

    Reading: an earlier month without a single shift row is not tested, and no month's shortness is
    counted from a rota that had not begun.
    """
    service = audit.service
    first = months_earlier(service.first, earlier)
    last = last_of_month(first) if earlier else service.as_of
    month = staffing.rota_month(service, first, last) if earlier else audit.rota
    shifts = staffing.known_rows(service, "shifts")
    began = any(first <= staffing.day_of(shift["starts_at"]) <= last for shift in shifts)
    if earlier and not began:
        return {}, False, bool(month.windows)
    return staffing.short_days(month), month.attendance_testable, bool(month.windows)


def _three_months(months: list[tuple[dict, bool, bool]]) -> str:
    """Two or more days in each of three months, for one unit, role and shift.

    Reading: the three months are joined by *and*, so one tested month with fewer than two days is
    enough to say no; a month that could not be tested leaves the arm open only where the others
    breach.
    """
    keys = {key for counts, _, _ in months for key in counts}
    answers = []
    for key in keys:
        parts = []
        for counts, whole, _ in months:
            breached = counts.get(key, 0) >= 2
            parts.append(True if breached else (False if whole else None))
        answers.append(False if False in parts else None if None in parts else True)
    if True in answers:
        return BREACH
    return UNKNOWN if None in answers or not keys else HELD


def failed_care(month: care.CareMonth) -> tuple[bool | None, bool]:
    """Is (missed + shortened + delayed) 5 % or more, beyond chance? And are there 50 rows to tell?"""
    if not month.planned:
        return None, False
    failed = month.count(care.MISSED, care.SHORTENED, care.DELAYED)
    breached = 20 * failed >= month.planned and wilson_low(failed, month.planned) > 0.03
    return breached, month.planned >= 50


def wilson_low(count: int, n: int) -> float:
    share = count / n
    middle = share + Z * Z / (2 * n)
    return (middle - Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))) / (1 + Z * Z / n)


def needs_not_met(audit: PlainAudit) -> str:
    """Care missed, shortened or late; time-critical care missed; fewer hours than people need.

    Reading: the care table missing is no evidence for the whole check; a table that only the need-hours
    arm reads leaves that arm untested.
    """
    if is_missing(audit.service, "care"):
        return "no_evidence"
    month = audit.care
    breached, enough = failed_care(month)
    arms = [arm(breached, enough=enough, complete=month.complete and month.starts_known)]
    arms.append(_critical_arm(audit.service, month))
    hours = audit.need_hours
    if hours.applies:
        arms.append(arm(hours.breached))
    return outcome(arms, "action")


def _critical_arm(service: PlainService, month: care.CareMonth) -> str:
    if not is_known(service, "care", "time_critical") or not month.counted:
        return UNKNOWN
    anyone = any(missed >= 3 for missed, _ in care.missed_critical(month).values())
    return arm(anyone, complete=month.complete)


def filled_but_missed(audit: PlainAudit) -> str:
    """A full rota, and yet not attended, or mostly by agency, or care missed behind it."""
    if is_missing(audit.service, "staffing_needs") or is_missing(audit.service, "shifts"):
        return "no_evidence"
    rota, month = audit.rota, audit.care
    rostered = staffing.rostered_fill(rota)
    if rostered is None:
        return "no_evidence"
    # Reading: the check reads care, so without complete care records it is never clear, also where the
    # rota was not full; the same where cover is blank on over a tenth of attended hours.
    may_be_clear = month.complete and not (rota.attendance_testable and not rota.cover_testable)
    if rostered < Fraction(95, 100):
        return "clear" if may_be_clear else "no_evidence"
    found = outcome(_behind_the_rota(rota, month), "action")
    return "no_evidence" if found == "clear" and not may_be_clear else found


def _behind_the_rota(rota: staffing.RotaMonth, month: care.CareMonth) -> list[str]:
    attended, agency = staffing.attended_fill(rota), staffing.agency_share(rota)
    breached, enough = failed_care(month)
    return [
        arm(None if attended is None else attended < Fraction(9, 10)),
        arm(None if agency is None else agency > Fraction(4, 10)),
        # Reading: late care that cannot be told leaves this arm open, as in needs-not-met.
        arm(breached, enough=enough, complete=month.complete and month.starts_known),
    ]


def rushed_records(audit: PlainAudit) -> str:
    """Reading: where recorded_at is never filled, late and massed records cannot be seen: not clear."""
    if is_missing(audit.service, "care"):
        return "no_evidence"
    month = audit.care
    share = care.poorly_evidenced_rate(month)
    told = month.complete and is_known(audit.service, "care", "recorded_at")
    breached = None if share is None else share >= Fraction(1, 10)
    return outcome([arm(breached, enough=month.done >= 50, complete=told)], "watch")


def delayed_support(audit: PlainAudit) -> str:
    if is_missing(audit.service, "care"):
        return "no_evidence"
    month = audit.care
    share = care.delayed_rate(month)
    breached = None if share is None else share >= Fraction(5, 100)
    return outcome([arm(breached, enough=month.planned >= 50, complete=month.complete)], "watch")


CHECKS = {
    "repeated-staffing-gaps": repeated_staffing_gaps,
    "needs-not-met": needs_not_met,
    "filled-but-missed": filled_but_missed,
    "rushed-records": rushed_records,
    "delayed-support": delayed_support,
}
