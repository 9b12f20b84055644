"""How much of the learning that fell due in a month was in the care plan in time: the slow second reading.

Only what the indicator learning_in_eight_weeks needs; one month's items are those whose due day lies in it.
"""

from __future__ import annotations

from datetime import date, timedelta

from tests.properties.plain_service import PlainService, Row, day_of, is_missing, known_elsewhere, known_rows

EIGHT_WEEKS = timedelta(days=56)
Item = list[Row]


def learning_due(service: PlainService, first: date, last: date) -> tuple[int, int] | None:
    """Items reflected in time, and items due, of those due from first to last and still applicable.

    Reading: without complaints, learning or plan changes in 12 months it cannot be told.
    """
    if any(is_missing(service, table) for table in ("complaints", "learning", "care_plan_changes")):
        return None
    in_time, due = 0, 0
    for item in items(service):
        last_day = start_of(service, item) + EIGHT_WEEKS
        if not first <= last_day <= last:
            continue
        reflected = reflected_on(service, item)
        if no_longer_applicable(service, item, last_day, reflected):
            continue
        due += 1
        in_time += reflected is not None and reflected <= last_day
    return in_time, due


def items(service: PlainService) -> list[Item]:
    """The relevant learning rows of one complaint group, one person and one plan section."""
    found: dict[tuple[str, str, str], Item] = {}
    complaints = {row["complaint_id"]: row for row in known_rows(service, "complaints")}
    for row in known_rows(service, "learning"):
        complaint = complaints.get(row["complaint_id"])
        person = row["person_id"] or (complaint and complaint["person_id"])
        if row["relevant"] == "yes" and person and row["plan_section"]:
            key = (root_of(complaints, row["complaint_id"]), person, row["plan_section"])
            found.setdefault(key, []).append({**row, "person_id": person})
    return list(found.values())


def root_of(complaints: dict[str, Row], complaint_id: str) -> str:
    """ "A group is a complaint and all that point to it through duplicate_of, followed to the end." """
    seen = {complaint_id}
    while complaint_id in complaints:
        towards = complaints[complaint_id]["duplicate_of"]
        if towards is None or towards in seen:
            break
        complaint_id = towards
        seen.add(complaint_id)
    return complaint_id


def group_of(service: PlainService, item: Item) -> list[Row]:
    complaints = {row["complaint_id"]: row for row in known_rows(service, "complaints")}
    root = root_of(complaints, item[0]["complaint_id"])
    return [row for row in complaints.values() if root_of(complaints, row["complaint_id"]) == root]


def start_of(service: PlainService, item: Item) -> date:
    """The earliest agreed_on of its rows, else response_sent_on of the group, else received_on."""
    group = group_of(service, item)
    for days in (
        [row["agreed_on"] for row in item],
        [row["response_sent_on"] for row in group],
        [row["received_on"] for row in group],
    ):
        known = [day for day in days if day is not None]
        if known:
            return min(known)
    return date.max - EIGHT_WEEKS  # learning of a complaint that is not on record never falls due


def reflected_on(service: PlainService, item: Item) -> date | None:
    """The day of the first plan change that counts, at any of the provider's services."""
    changes = known_rows(service, "care_plan_changes") + known_elsewhere(service, "care_plan_changes")
    changes = sorted(
        (r for r in changes if (r["person_id"], r["plan_section"]) == _person_and_section(item)),
        key=lambda row: (row["changed_at"], row["change_id"]),
    )
    start = start_of(service, item)
    received = [row["received_on"] for row in group_of(service, item)]
    ids = {row["learning_id"] for row in item}
    for place, row in enumerate(changes):
        linked = row["learning_id"] in ids
        since = min([*received, start]) if linked and received else start
        if row["change_type"] in ("created", "updated") and day_of(row["changed_at"]) >= since:
            before = changes[place - 1] if place else None
            if not (before and _same_text(before["text"], row["text"])):
                return day_of(row["changed_at"])
    return None


def _person_and_section(item: Item) -> tuple[str, str]:
    return item[0]["person_id"], item[0]["plan_section"]


def _same_text(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and "".join(one.split()) == "".join(other.split())


def no_longer_applicable(service: PlainService, item: Item, due: date, reflected: date | None) -> bool:
    """ "Every people row of the person has a moved_out, the last before the due day, and the item was not
    reflected by the day they left."
    """
    people = known_rows(service, "people") + known_elsewhere(service, "people")
    stays = [row for row in people if row["person_id"] == item[0]["person_id"]]
    if not stays or any(row["moved_out"] is None for row in stays):
        return False
    left = max(row["moved_out"] for row in stays)
    return bool(left < due) and (reflected is None or reflected > left)
