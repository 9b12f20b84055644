"""Were actions closed well, decisions carried out, packs whole, meetings held: the slow second reading."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.properties.plain_checks import arm, outcome
from tests.properties.plain_indicators import BETTER, UNKNOWN
from tests.properties.plain_service import (
    PlainService,
    Row,
    is_known,
    is_missing,
    known_rows,
    months_earlier,
    rows_of_month,
    rows_of_year,
)
from tests.properties.plain_support import Filed, Statements, ids_in, is_current

if TYPE_CHECKING:
    from tests.properties.plain_oversight import OversightAudit

Answer = bool | None
SERVES_MANY = 3


# Closures


def weak_closures(said: Statements) -> tuple[list[Answer], list[Answer]]:
    """For each closure of the month whether it is weak, and the same for those on a high-priority risk."""
    service = said.service
    closed = [
        row for row in rows_of_year(service, "actions")
        if row["closed_on"] is not None and row["closed_on"] >= service.first
    ]  # fmt: skip
    served = _closures_served(said.filed, closed)
    weak = [_is_weak(said, row, served) for row in closed]
    high = [
        answer for row, answer in zip(closed, weak, strict=True)
        if (risk := said.risk_of(row)) and risk["priority"] == "high"
    ]  # fmt: skip
    return weak, high


def _closures_served(filed: Filed, closed: list[Row]) -> dict[str, int]:
    """How many closures of the month each source serves: those that cite it while it was current."""
    served: dict[str, int] = {}
    for row in closed:
        for source in _current_sources(filed, row):
            served[source] = served.get(source, 0) + 1
    return served


def _current_sources(filed: Filed, row: Row) -> set[str]:
    return {filed.source[one["evidence_id"]] for one in filed.current(row["evidence_ids"], row["closed_on"])}


def _is_weak(said: Statements, row: Row, served: dict[str, int]) -> Answer:
    """ "A closure is weak when no frontline evidence it cites is current on closed_on, or verified_on or
    verified_by is blank, or verified_by is the owner, or every current source it has also serves 3 or more
    closures of the month counting this one."

    Reading: names are the same in whatever case and spacing.
    """
    service = said.service
    answers: list[Answer] = []
    if is_missing(service, "evidence") or not is_known(service, "actions", "evidence_ids"):
        answers.append(None)
    else:
        sources = _current_sources(said.filed, row)
        answers.append(all(served[source] >= SERVES_MANY for source in sources))  # no source at all: weak
    for column in ("verified_on", "verified_by"):
        answers.append(row[column] is None if is_known(service, "actions", column) else None)
    answers.append(row["verified_by"] is not None and _name(row["verified_by"]) == _name(row["owner"]))
    return True if True in answers else None if None in answers else False


def _name(cell: str | None) -> str:
    return " ".join((cell or "").casefold().split())


# Decisions


def decision_without_effect(audit: OversightAudit) -> str:
    """ "(a) a decision of 12 months, 30 or more days old, that no action names; or (b) a decision with an
    indicator, whose review day (else day 90) fell in the 92 days before as_of, that no later decision on
    the same risk has replaced, and whose indicator has not got better."

    Reading: an action of this service. In (b) a decision without an indicator is passed over, unless the
    column was never filled; one whose indicator has no figure leaves (b) open.
    """
    service = audit.service
    if is_missing(service, "decisions"):
        return "no_evidence"
    idle = _not_acted_on(service)
    without = [_without_effect(audit, row) for row in known_rows(service, "decisions")]
    effect = True if True in without else None if None in without else False
    ids = {row["decision_id"] for row in idle or []} | {
        row["decision_id"]
        for row, answer in zip(known_rows(service, "decisions"), without, strict=True)
        if answer
    }
    audit.figures["decision-without-effect"] = (len(ids), None)
    return outcome([arm(None if idle is None else bool(idle)), arm(effect)], "action")


def _not_acted_on(service: PlainService) -> list[Row] | None:
    """Reading: actions that never name a decision cannot show which were carried out."""
    if not service.supplied("actions"):
        return None
    actions = known_rows(service, "actions")
    if rows_of_year(service, "actions") and not is_known(service, "actions", "decision_id"):
        return None
    named = {row["decision_id"] for row in actions}
    return [
        row for row in rows_of_year(service, "decisions")
        if (service.as_of - row["decided_on"]).days >= 30 and row["decision_id"] not in named
    ]  # fmt: skip


def _without_effect(audit: OversightAudit, row: Row) -> Answer:
    """Reading: "in the 92 days before as_of" are the 92 days that end on as_of."""
    review = row["review_on"] or row["decided_on"] + timedelta(days=90)
    if not 0 <= (audit.service.as_of - review).days < 92 or _is_replaced(audit.service, row):
        return False
    if not row["indicator"]:
        return False if is_known(audit.service, "decisions", "indicator") else None
    direction = audit.direction_of(row)
    if direction is None:  # an indicator without a direction
        return False
    return None if direction == UNKNOWN else direction != BETTER


def _is_replaced(service: PlainService, row: Row) -> bool:
    return row["risk_id"] is not None and any(
        other["risk_id"] == row["risk_id"] and other["decided_on"] > row["decided_on"]
        for other in known_rows(service, "decisions")
    )


# Actions


def actions_drifting(audit: OversightAudit) -> str:
    """ "Open actions (neither completed nor closed) past their original due day (original_due_on, else
    due_on, before as_of), or extended 3 or more times."

    Reading: extensions never filled are unknown, so that arm is not tested; where neither completed_on nor
    closed_on was ever filled nobody can tell what is open.
    """
    service = audit.service
    ends = ("completed_on", "closed_on")
    if is_missing(service, "actions") or not any(is_known(service, "actions", column) for column in ends):
        return "no_evidence"
    unfinished = [
        row for row in rows_of_year(service, "actions")
        if row["completed_on"] is None and row["closed_on"] is None
    ]  # fmt: skip
    late = [row for row in unfinished if (row["original_due_on"] or row["due_on"]) < service.as_of]
    extended = [row for row in unfinished if (row["extensions"] or 0) >= 3]
    drifting = {row["action_id"] for row in late + extended}
    audit.figures["actions-drifting"] = (len(drifting), len(unfinished))
    told = is_known(service, "actions", "extensions")
    return outcome([arm(bool(late)), arm(bool(extended) if told else None)], "watch")


# Meetings and their packs


def kinds_required(meeting: Row) -> list[str]:
    return sorted(set(ids_in(meeting["requires"])))


def day_of_meeting(meeting: Row) -> date:
    """ "The meeting's held_on (else due_on)"."""
    day: date = meeting["held_on"] or meeting["due_on"]
    return day


def is_in_pack(filed: Filed, meeting: Row, kind: str) -> bool:
    """ "At least one evidence row that names the meeting and was current on its day"."""
    return any(
        row["kind"] == kind
        and meeting["meeting_id"] in ids_in(row["meeting_id"])
        and is_current(row, day_of_meeting(meeting))
        for row in filed.by_id.values()
    )


def pack(service: PlainService, filed: Filed) -> list[bool]:
    """For each kind that an oversight meeting due in the month requires, whether it was there."""
    return [
        is_in_pack(filed, meeting, kind)
        for meeting in rows_of_month(service, "meetings")
        if meeting["forum"] == "oversight"
        for kind in kinds_required(meeting)
    ]


def meeting_not_evidenced(audit: OversightAudit) -> str:
    """ "Of the last 3 months: due more than 7 days before as_of and not held; or held more than 14 days
    before as_of and not minuted by day 14."

    Reading: meetings of every forum, the service's and the provider's, by the day they were due.
    """
    service = audit.service
    if is_missing(service, "meetings"):
        return "no_evidence"
    since = months_earlier(service.first, 2)
    recent = [row for row in known_rows(service, "meetings") if row["due_on"] >= since]
    not_held, not_minuted = [], []
    for row in recent:
        held, minuted = row["held_on"], row["minuted_on"]
        if held is None and (service.as_of - row["due_on"]).days > 7:
            not_held.append(row)
        if held is None or (service.as_of - held).days <= 14:
            continue
        if minuted is None or (minuted - held).days > 14:
            not_minuted.append(row)
    held_known = is_known(service, "meetings", "held_on")
    minuted_known = held_known and is_known(service, "meetings", "minuted_on")
    audit.figures["meeting-not-evidenced"] = (len(not_held) + len(not_minuted), len(recent))
    return outcome(
        [arm(bool(not_held) if held_known else None), arm(bool(not_minuted) if minuted_known else None)],
        "watch",
    )
