"""What was to be learned from complaints, and did it reach care: the slow second implementation.

Written from the text of the design alone, like `plain_service`, with loops over lists of dicts. Each
rule stands in the docstring of the function that follows it; where the text leaves room, the reading
taken begins "Reading:".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from tests.properties.plain_service import (
    PlainService,
    Row,
    day_of,
    is_known,
    is_missing,
    known_elsewhere,
    known_rows,
    months_earlier,
)

WEEKS_8 = timedelta(days=56)
WEEKS_12 = timedelta(days=84)
VERDICTS = (
    "embedded", "practised", "plan_updated", "no_longer_applicable", "not_yet_due", "closed_only", "overdue",
)  # fmt: skip


# Complaints that are one


@dataclass
class Group:
    """A complaint and all that point to it."""

    key: str
    rows: list[Row] = field(default_factory=list)

    @property
    def received(self) -> date | None:
        return min((row["received_on"] for row in self.rows), default=None)

    @property
    def answered(self) -> date | None:
        return min((row["response_sent_on"] for row in self.rows if row["response_sent_on"]), default=None)

    @property
    def head(self) -> Row:
        """The complaint that the others repeat: "duplicates are one".

        Reading: where the chain ends in a complaint that is not on record, the one received first stands
        for the group (then the lower id): leaving all of them out would lose the complaint. Fixed: of a
        loop, the lowest id.
        """
        return next((row for row in self.rows if row["complaint_id"] == self.key), self.in_order[0])

    @property
    def in_order(self) -> list[Row]:
        return sorted(self.rows, key=lambda row: (row["received_on"], row["complaint_id"]))

    @property
    def person(self) -> str | None:
        return next((row["person_id"] for row in self.in_order if row["person_id"]), None)

    @property
    def withdrawn(self) -> bool:
        return self.head["outcome"] == "withdrawn"

    @property
    def closed_or_answered(self) -> bool:
        return any(row["closed_on"] or row["response_sent_on"] for row in self.rows)

    @property
    def open_again(self) -> bool:
        """Reopened "with no closing day on or after it"."""
        return any(
            row["reopened_on"] and not (row["closed_on"] and row["closed_on"] >= row["reopened_on"])
            for row in self.rows
        )


def end_of(complaint_id: str, complaints: dict[str, Row]) -> str:
    """Where `duplicate_of` leads, "followed to the end"; the lowest id of a loop."""
    seen = [complaint_id]
    while seen[-1] in complaints and complaints[seen[-1]]["duplicate_of"] is not None:
        following = complaints[seen[-1]]["duplicate_of"]
        if following in seen:
            return min(seen[seen.index(following) :])
        seen.append(following)
    return seen[-1]


def groups_of(service: PlainService) -> dict[str, Group]:
    """A group is a complaint and all that point to it through `duplicate_of`, followed to the end."""
    by_id = {row["complaint_id"]: row for row in known_rows(service, "complaints")}
    groups: dict[str, Group] = {}
    for complaint_id, row in by_id.items():
        key = end_of(complaint_id, by_id)
        groups.setdefault(key, Group(key)).rows.append(row)
    return groups


# Where people live


def left_on(service: PlainService, person: str) -> date | None:
    """The day the person left, when every `people` row of the person (any service) has a `moved_out`."""
    rows = [row for row in _stays(service) if row["person_id"] == person]
    if not rows or any(row["moved_out"] is None for row in rows):
        return None
    return max(row["moved_out"] for row in rows)


def lives_there(service: PlainService, person: str) -> bool:
    """Fixed: who moved to another of the provider's services has not left ("every `people` row of the
    person (any service)"; "no `people` row = lives there"), so that nobody's care is lost on the way."""
    return left_on(service, person) is None


def _stays(service: PlainService) -> list[Row]:
    return [*known_rows(service, "people"), *known_elsewhere(service, "people")]


# Items


@dataclass
class Item:
    """The relevant learning rows of one complaint group, one person and one plan section."""

    group: Group
    person: str
    section: str
    rows: list[Row]
    service: PlainService

    @property
    def learning_ids(self) -> set[str]:
        return {row["learning_id"] for row in self.rows}

    @property
    def agreed(self) -> date | None:
        return min((row["agreed_on"] for row in self.rows if row["agreed_on"]), default=None)

    @property
    def start(self) -> date:
        """The earliest `agreed_on`; else the earliest `response_sent_on`; else the earliest `received_on`."""
        start = self.agreed or self.group.answered or self.group.received
        assert start is not None  # an item without any of them cannot be traced
        return start

    @property
    def due(self) -> date:
        return self.start + WEEKS_8

    @property
    def not_yet_due(self) -> bool:
        """Due after as_of: "an item due that day and not reflected has missed it"."""
        return self.due > self.service.as_of

    @cached_property
    def change(self) -> Row | None:
        """The first change that reflects the item."""
        return reflection(self)

    @property
    def reflected_on(self) -> date | None:
        return day_of(self.change["changed_at"]) if self.change else None

    @property
    def in_time(self) -> bool:
        return self.reflected_on is not None and self.reflected_on <= self.due

    @property
    def no_longer_applicable(self) -> bool:
        """The person left, "the last [moved_out] before the due day", and it was "not reflected by the
        day they left"."""
        left = left_on(self.service, self.person)
        if left is None or left >= self.due:
            return False
        return self.reflected_on is None or self.reflected_on > left

    @property
    def briefed(self) -> bool:
        """Reading: every learning row of the item is briefed; one that is not is learning not briefed."""
        return all(row["briefed_on"] for row in self.rows)

    @property
    def themes(self) -> set[str]:
        """Reading: the theme is the learning row's, else its complaint's, as the person is."""
        by_id = {row["complaint_id"]: row for row in self.group.rows}
        found = {row["theme"] or by_id.get(row["complaint_id"], {}).get("theme") for row in self.rows}
        return {theme for theme in found if theme}

    @cached_property
    def observations(self) -> list[Row]:
        return observations_of(self)

    @cached_property
    def recurrences(self) -> list[date]:
        return recurrences_of(self)

    @cached_property
    def verdict(self) -> str:
        return verdict_of(self)


def relevant_learning(service: PlainService) -> list[Row]:
    """The relevant learning rows drawn from the complaints of this service.

    "An item stays with the service that received the complaint." Reading: ids are unique within a
    service, so a learning row speaks of its own service's complaint of that id; only where its service
    has none, of the other service's.
    """
    ours = {row["complaint_id"] for row in known_rows(service, "complaints")}
    theirs = {row["complaint_id"] for row in known_elsewhere(service, "complaints")}
    own, others = known_rows(service, "learning"), known_elsewhere(service, "learning")
    rows = [row for row in own if row["complaint_id"] in ours or row["complaint_id"] not in theirs]
    rows += [row for row in others if row["complaint_id"] in ours and row["complaint_id"] not in theirs]
    return [row for row in rows if row["relevant"] == "yes"]


def items_of(service: PlainService) -> tuple[list[Item], list[Row]]:
    """The items, and the relevant rows that cannot be traced: without a person or a section.

    "The person is the learning row's, else its complaint's." Fixed: else that of the first complaint of
    the group that names one, for they are one. Reading: a row whose complaint is not on record is a group
    of its own; with no day agreed either it has no start and cannot be traced.
    """
    groups = groups_of(service)
    by_id = {row["complaint_id"]: row for row in known_rows(service, "complaints")}
    found: dict[tuple[str, str, str], Item] = {}
    untraced = []
    for row in relevant_learning(service):
        key = end_of(row["complaint_id"], by_id)
        group = groups.get(key) or Group(key)
        person = row["person_id"] or by_id.get(row["complaint_id"], {}).get("person_id") or group.person
        section = row["plan_section"]
        if person is None or section is None or (row["agreed_on"] is None and not group.rows):
            untraced.append(row)
            continue
        item = found.setdefault((key, person, section), Item(group, person, section, [], service))
        item.rows.append(row)
    return list(found.values()), untraced


# The plan


def trail_of(service: PlainService, person: str, section: str) -> list[Row]:
    """Every row of the person and section, "at any of the provider's services", in order of time."""
    rows = [*known_rows(service, "care_plan_changes"), *known_elsewhere(service, "care_plan_changes")]
    theirs = [row for row in rows if row["person_id"] == person and row["plan_section"] == section]
    return sorted(theirs, key=lambda row: (row["changed_at"], row["change_id"]))


def says_something_new(row: Row, previous: Row | None) -> bool:
    """The text, "where both are kept, differs from the previous row of that person and section by more
    than white space". Reading: the previous row is the one just before, of whatever kind."""
    if previous is None or row["text"] is None or previous["text"] is None:
        return True
    return "".join(row["text"].split()) != "".join(previous["text"].split())


def reflection(item: Item) -> Row | None:
    """The first `created` or `updated` row with a new text "dated on or after the start; or, when it
    carries the item's learning_id, on or after the earliest received_on of the group".

    "A change before the complaint ... is never it", also where the learning was agreed before that.
    """
    received = item.group.received
    previous = None
    for row in trail_of(item.service, item.person, item.section):
        day, linked = day_of(row["changed_at"]), row["learning_id"] in item.learning_ids
        new = says_something_new(row, previous)
        previous = row
        if row["change_type"] not in ("created", "updated") or not new:
            continue
        if received is not None and day < received:
            continue
        if day >= item.start or (linked and received is not None):
            return row
    return None


def confirmed(item: Item) -> bool:
    """ "That row or a later one of the same person and section confirmed with person or representative".

    A blank `confirmed_on` means it has not happened by as_of. Reading: where the service fills the column
    in no row of 12 months, whom it was confirmed with is enough.
    """
    if item.change is None:
        return False
    dated = is_known(item.service, "care_plan_changes", "confirmed_on")
    trail = trail_of(item.service, item.person, item.section)
    return any(
        row["confirmed_with"] in ("person", "representative") and (row["confirmed_on"] or not dated)
        for row in trail[trail.index(item.change) :]
    )


# Practice


def observations_of(item: Item) -> list[Row]:
    """Those "with its learning_id, or without any learning_id for the same person and section, on or
    after the change (by date)"; of this service. In order of time."""
    if item.reflected_on is None:
        return []
    found = []
    for row in known_rows(item.service, "observations"):
        carries = row["learning_id"] in item.learning_ids
        same = row["person_id"] == item.person and row["plan_section"] == item.section
        since = day_of(row["observed_at"]) >= item.reflected_on
        if since and (carries or (row["learning_id"] is None and same)):
            found.append(row)
    return sorted(found, key=lambda row: row["observed_at"])


def latest_findings(item: Item) -> set[str]:
    """What the latest observation found. Reading: of several at one moment, what each of them found."""
    if not item.observations:
        return set()
    last = item.observations[-1]["observed_at"]
    return {row["finding"] for row in item.observations if row["observed_at"] == last}


def recurrences_of(item: Item) -> list[date]:
    """ "From the day after the plan change, within 84 days: a complaint or feedback concern of the same
    person and theme, or three or more of the service with the theme. The item's own group, duplicates,
    withdrawn complaints and (service-wide) theme `other` are left out." """
    if item.reflected_on is None:
        return []
    found: list[date] = []
    for theme in item.themes:
        voices = [
            (day, person)
            for day, person, about in _concerns(item)
            if about == theme and item.reflected_on < day <= item.reflected_on + WEEKS_12
        ]
        found += [day for day, person in voices if person == item.person]
        if theme != "other" and len(voices) >= 3:
            found += [day for day, _ in voices]
    return sorted(found)


def _concerns(item: Item) -> list[tuple[date, str | None, str]]:
    """Day, person and theme of every complaint, not the item's own, and of every feedback concern."""
    others = [group for key, group in groups_of(item.service).items() if key != item.group.key]
    heads = [group.head for group in others if not group.withdrawn]
    spoken = [row for row in known_rows(item.service, "feedback") if row["kind"] == "concern"]
    return [(row["received_on"], row["person_id"], row["theme"]) for row in [*heads, *spoken]]


def concerns_can_be_seen(service: PlainService) -> bool:
    """Is feedback kept, with its kinds?"""
    return not is_missing(service, "feedback") and is_known(service, "feedback", "kind")


# Verdict


def verdict_of(item: Item) -> str:
    """The first that holds."""
    applied = any(row["finding"] == "applied" for row in item.observations)
    if item.change and applied and _is_embedded(item):
        return "embedded"
    if item.change:
        return "practised" if applied else "plan_updated"
    if item.no_longer_applicable:
        return "no_longer_applicable"
    if item.not_yet_due:
        return "not_yet_due"
    return "closed_only" if item.group.closed_or_answered else "overdue"


def _is_embedded(item: Item) -> bool:
    """Confirmed, briefed, the latest observation applied, no recurrence, no complaint open again.

    Reading: where feedback is not kept, or the item has no theme, that there was no recurrence is not
    known.
    """
    return (
        confirmed(item)
        and item.briefed
        and latest_findings(item) == {"applied"}
        and concerns_can_be_seen(item.service)
        and bool(item.themes)
        and not item.recurrences
        and not item.group.open_again
    )


def started_in_year(service: PlainService, items: list[Item]) -> list[Item]:
    first = months_earlier(service.first, 11)
    return [item for item in items if item.start >= first]
