"""What do the checks of complaints learning and care plans answer: the slow second implementation.

`CHECKS` gives each code its outcome, `figures` the number behind those that weigh a share.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction

from tests.properties.plain_checks import UNKNOWN, arm, outcome
from tests.properties.plain_learning import (
    Item,
    concerns_can_be_seen,
    confirmed,
    end_of,
    latest_findings,
    lives_there,
    relevant_learning,
    trail_of,
)
from tests.properties.plain_learning_measures import LearningAudit, Numbers, in_eight_weeks
from tests.properties.plain_ratios import surely_higher, wilson
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

UPHELD = ("upheld", "partly_upheld")
TARGET = Fraction(9, 10)


def outcomes(audit: LearningAudit) -> dict[str, str]:
    return {code: check(audit) for code, check in CHECKS.items()}


def learning_in_eight_weeks(audit: LearningAudit) -> str:
    """Proportion < 90 %, min n 5.

    Fixed: without `people` nobody can tell whose plans were changed only after they left, and it is not
    clear.
    """
    share, _, _, n = in_eight_weeks(audit)
    breached = None if share is None else share < TARGET  # type: ignore[operator]
    complete = not is_missing(audit.service, "people")
    return outcome([arm(breached, enough=(n or 0) >= 5, complete=complete)], "action")


# Complaints


def repeated_complaints(audit: LearningAudit) -> str:
    if is_missing(audit.service, "complaints"):
        return "no_evidence"
    of_people = arm(bool(repeated_of_people(audit)))
    if of_people != "breach" and not is_known(audit.service, "complaints", "person_id"):
        of_people = UNKNOWN
    return outcome([of_people, arm(bool(repeated_themes(audit)))], "action")


def repeated_of_people(audit: LearningAudit) -> dict[tuple[str, str], list[Row]]:
    """ "2 or more with the same person and theme in 6 months (duplicates are one; withdrawn ones and blank
    persons do not count)"."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in _counted(audit):
        if row["person_id"] is not None and row["received_on"] >= audit.since(6):
            found.setdefault((row["person_id"], row["theme"]), []).append(row)
    return {key: rows for key, rows in found.items() if len(rows) >= 2}


def repeated_themes(audit: LearningAudit) -> dict[str, list[Row]]:
    """ "A service theme, not `other`, with 3 or more in 3 months and, when the service had complaints of
    that theme in the 9 months before, more than its own earlier rate explains".

    Reading: withdrawn complaints do not count here either; exposure is days of the calendar.
    """
    since, before = audit.since(3), audit.since(12)
    days_now, days_before = audit.days_ago(since) + 1, (since - before).days
    counted, found = _counted(audit), {}
    for theme in {row["theme"] for row in counted} - {"other"}:
        now = [row for row in counted if row["theme"] == theme and row["received_on"] >= since]
        earlier = sum(row["theme"] == theme and before <= row["received_on"] < since for row in counted)
        if len(now) >= 3 and (not earlier or surely_higher(len(now), days_now, earlier, days_before)):
            found[theme] = now
    return found


def _counted(audit: LearningAudit) -> list[Row]:
    return [group.head for group in audit.groups if not group.withdrawn]


def closed_on_response_only(audit: LearningAudit) -> str:
    service = audit.service
    used = all(is_known(service, "complaints", column) for column in ("closed_on", "outcome"))
    if not audit.plans_known or not used:
        return "no_evidence"
    items = closed_unreflected(audit)
    if any(not item.not_yet_due for item in items):
        return "action"
    if items:
        return "watch"
    # Fixed: a blank outcome is unknown: a complaint closed without one may have been upheld.
    return "no_evidence" if closed_unreflected(audit, (None,)) else "clear"


def closed_unreflected(audit: LearningAudit, outcomes: tuple[str | None, ...] = UPHELD) -> list[Item]:
    """ "Complaints closed in the month, upheld or partly, with an item not reflected".

    Reading: any complaint of the item's group; nothing is left to reflect of what is no longer
    applicable.
    """
    return [
        item
        for item in audit.all_items
        if item.change is None
        and not item.no_longer_applicable
        and any(_closed_in_month(audit, row, outcomes) for row in item.group.rows)
    ]


def _closed_in_month(audit: LearningAudit, row: Row, outcomes: tuple[str | None, ...]) -> bool:
    closed = row["closed_on"]
    return row["outcome"] in outcomes and closed is not None and closed >= audit.service.first


def learning_not_drawn(audit: LearningAudit) -> str:
    service = audit.service
    if is_missing(service, "complaints") or not service.supplied("learning"):
        return "no_evidence"
    without, n = undrawn(audit)
    return outcome([arm(2 * without >= n if n else None, enough=n >= 4)], "action")


def undrawn(audit: LearningAudit) -> tuple[int, int]:
    """ "Complaints (duplicates out) answered, else closed, in 6 months and 28 or more days before as_of,
    upheld or partly: those with no relevant learning"; of the complaint's group."""
    by_id = {row["complaint_id"]: row for row in known_rows(audit.service, "complaints")}
    drawn = {end_of(row["complaint_id"], by_id) for row in relevant_learning(audit.service)}
    answered = [group for group in audit.groups if _answered_a_while_ago(audit, group.head)]
    return sum(group.key not in drawn for group in answered), len(answered)


def _answered_a_while_ago(audit: LearningAudit, row: Row) -> bool:
    day = row["response_sent_on"] or row["closed_on"]
    if day is None or row["outcome"] not in UPHELD:
        return False
    return day >= audit.since(6) and audit.days_ago(day) >= 28


def no_complaints_recorded(audit: LearningAudit) -> str:
    """ "No complaint received in 6 months while 5 or more feedback concerns came".

    Reading: "needs feedback of 6 months" holds also where complaints came; a duplicate shows that
    complaints are recorded.
    """
    service, since = audit.service, audit.since(6)
    heard = [row for row in known_rows(service, "feedback") if row["received_on"] >= since]
    if not service.supplied("complaints") or not heard or not is_known(service, "feedback", "kind"):
        return "no_evidence"
    concerns = sum(row["kind"] == "concern" for row in heard)
    received = any(row["received_on"] >= since for row in known_rows(service, "complaints"))
    return outcome([arm(concerns >= 5 and not received)], "action")


# Plans


def missing_care_plan_update(audit: LearningAudit) -> str:
    if not audit.plans_known:
        return "no_evidence"
    return outcome([arm(bool(missing_updates(audit)))], "action")


def missing_updates(audit: LearningAudit) -> list[Item]:
    """ "Any item started in 12 months, due on or before as_of, not reflected by as_of and not no longer
    applicable"."""
    return [
        item for item in audit.items
        if not item.not_yet_due and item.change is None and not item.no_longer_applicable
    ]  # fmt: skip


def known_preference_missing(audit: LearningAudit) -> str:
    service = audit.service
    used = all(is_known(service, "feedback", name) for name in ("kind", "person_id", "plan_section"))
    if is_missing(service, "feedback") or is_missing(service, "care_plan_changes") or not used:
        return "no_evidence"
    return outcome([arm(bool(preferences_missing(audit)))], "watch")


def preferences_missing(audit: LearningAudit) -> list[Row]:
    """ "A preference with person and section, received in 12 months and more than 28 days before as_of, the
    person still living there, with no `created` or `updated` row of that person and section on or after".
    """
    service = audit.service
    return [
        row for row in rows_of_year(service, "feedback")
        if row["kind"] == "preference" and row["person_id"] and row["plan_section"]
        and audit.days_ago(row["received_on"]) > 28
        and lives_there(service, row["person_id"])
        and not _planned_since(service, row)
    ]  # fmt: skip


def _planned_since(service: PlainService, preference: Row) -> bool:
    """Fixed: at any of the provider's services, as the person may live at any of them."""
    return any(
        row["change_type"] in ("created", "updated")
        and day_of(row["changed_at"]) >= preference["received_on"]
        for row in trail_of(service, preference["person_id"], preference["plan_section"])
    )


def settled(audit: LearningAudit, days: int) -> list[Item]:
    """ "An item reflected by a change n or more days before as_of, person still living there"; of those
    started in 12 months, for the check judges the state of the records of the last 12 months."""
    return [
        item for item in audit.items
        if item.reflected_on and audit.days_ago(item.reflected_on) >= days
        and lives_there(audit.service, item.person)
    ]  # fmt: skip


def guidance_not_confirmed(audit: LearningAudit) -> str:
    if not audit.plans_known or not is_known(audit.service, "care_plan_changes", "confirmed_with"):
        return "no_evidence"
    return outcome([arm(bool(unconfirmed(audit)))], "watch")


def unconfirmed(audit: LearningAudit) -> list[Item]:
    return [item for item in settled(audit, 14) if not confirmed(item)]


def staff_not_briefed(audit: LearningAudit) -> str:
    if not audit.plans_known or not is_known(audit.service, "learning", "briefed_on"):
        return "no_evidence"
    return outcome([arm(bool(unbriefed(audit)))], "watch")


def unbriefed(audit: LearningAudit) -> list[Item]:
    return [item for item in settled(audit, 14) if not item.briefed]


# Practice


def not_observed(audit: LearningAudit) -> str:
    """Observations need only be supplied. Fixed: items need complaints too, as everywhere."""
    if not audit.plans_known or not audit.service.supplied("observations"):
        return "no_evidence"
    return outcome([arm(bool(unobserved(audit)))], "watch")


def unobserved(audit: LearningAudit) -> list[Item]:
    return [item for item in settled(audit, 28) if not item.observations]


def old_routine_in_use(audit: LearningAudit) -> str:
    """Fixed: where nobody has observed any item since its plan was changed, n = 0 is never clear."""
    if not audit.plans_known or is_missing(audit.service, "observations"):
        return "no_evidence"
    if not any(item.observations for item in audit.items):
        return "no_evidence"
    return outcome([arm(bool(old_routines(audit)))], "watch")


def old_routines(audit: LearningAudit) -> list[Item]:
    """ "An item whose latest observation on or after the plan change is `not_applied`"."""
    return [item for item in audit.items if "not_applied" in latest_findings(item)]


def poor_staff_knowledge(audit: LearningAudit) -> str:
    """Reading: where knowledge is never recorded, that staff know cannot be seen, and it is not clear."""
    service = audit.service
    tables = ("complaints", "learning", "observations")
    if any(is_missing(service, table) for table in tables):
        return "no_evidence"
    poor, n = knowledge(audit)
    complete = is_known(service, "observations", "knowledge")
    return outcome([arm(5 * poor >= n if n else None, enough=n >= 5, complete=complete)], "action")


def knowledge(audit: LearningAudit) -> tuple[int, int]:
    """ "Observations of the last 6 months carrying the learning_id of an item: `not_applied` or
    `does_not_know` (a row once)"."""
    ids = {learning_id for item in audit.all_items for learning_id in item.learning_ids}
    rows = [
        row for row in known_rows(audit.service, "observations")
        if row["learning_id"] in ids and day_of(row["observed_at"]) >= audit.since(6)
    ]  # fmt: skip
    poor = [row for row in rows if row["finding"] == "not_applied" or row["knowledge"] == "does_not_know"]
    return len(poor), len(rows)


def same_concern_continues(audit: LearningAudit) -> str:
    """Reading: where feedback is not kept, what complaints show stands, and it is not clear.

    Fixed: nor where the theme of an item in the plan is unknown.
    """
    if not audit.plans_known:
        return "no_evidence"
    themes_known = all(item.themes for item in audit.items if item.change)
    complete = concerns_can_be_seen(audit.service) and themes_known
    return outcome([arm(bool(continuing(audit)), complete=complete)], "action")


def continuing(audit: LearningAudit) -> list[Item]:
    """ "Recurrence after plan_updated or better, the newest in the last 3 months"."""
    return [item for item in audit.items if item.recurrences and item.recurrences[-1] >= audit.since(3)]


def repeated_family_concerns(audit: LearningAudit) -> str:
    """Reading: a month without feedback is n = 0, and n = 0 is never clear."""
    service = audit.service
    used = all(is_known(service, "feedback", name) for name in ("kind", "person_id"))
    if not rows_of_month(service, "feedback") or not used:
        return "no_evidence"
    return outcome([arm(bool(family_pairs(audit)))], "watch")


def family_pairs(audit: LearningAudit) -> list[tuple[Row, Row]]:
    """ "Two feedback rows, source family, kind concern, same named person, within 28 days of each other,
    the later in the month"."""
    rows = [
        row for row in known_rows(audit.service, "feedback")
        if row["source"] == "family" and row["kind"] == "concern" and row["person_id"]
    ]  # fmt: skip
    rows.sort(key=lambda row: row["received_on"])
    return [
        (earlier, later)
        for place, later in enumerate(rows) if later["received_on"] >= audit.service.first
        for earlier in rows[:place]
        if earlier["person_id"] == later["person_id"]
        and later["received_on"] - earlier["received_on"] <= timedelta(days=28)
    ]  # fmt: skip


CHECKS: dict[str, Callable[[LearningAudit], str]] = {
    "learning-in-eight-weeks": learning_in_eight_weeks,
    "repeated-complaints": repeated_complaints,
    "missing-care-plan-update": missing_care_plan_update,
    "poor-staff-knowledge": poor_staff_knowledge,
    "same-concern-continues": same_concern_continues,
    "closed-on-response-only": closed_on_response_only,
    "repeated-family-concerns": repeated_family_concerns,
    "old-routine-in-use": old_routine_in_use,
    "known-preference-missing": known_preference_missing,
    "guidance-not-confirmed": guidance_not_confirmed,
    "staff-not-briefed": staff_not_briefed,
    "not-observed": not_observed,
    "learning-not-drawn": learning_not_drawn,
    "no-complaints-recorded": no_complaints_recorded,
}


def figures(audit: LearningAudit) -> dict[str, Numbers]:
    """The number behind the checks that weigh a share."""
    poor, observed = knowledge(audit)
    without, answered = undrawn(audit)
    return {
        "learning-in-eight-weeks": in_eight_weeks(audit),
        "poor-staff-knowledge": _share(poor, observed),
        "learning-not-drawn": _share(without, answered),
    }


def _share(count: int, n: int) -> Numbers:
    return (Fraction(count, n) if n else None), *wilson(count, n), n
