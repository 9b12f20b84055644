"""What does one service's export say at as_of, in plain Python?

The slow second implementation (this module, `plain_staffing`, `plain_care`, `plain_checks`) is written
from the text of the design alone, with loops over lists of dicts, and shares no code with `toolkit`.
Where the text leaves room, the reading taken stands in a comment that begins "Reading:".

A row is a dict of str, float, date or naive datetime (local wall clock); None is a blank cell. A table
that was not supplied is not in `tables`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
HOUR = 3600
Row = dict

OWN_DAY = {
    "people": "moved_in",
    "staffing_needs": "valid_from",
    "shifts": "starts_at",
    "dependency": "reviewed_on",
    "care": "due_at",
    "incidents": "occurred_at",
    "handover": "logged_at",
    "feedback": "received_on",
    "complaints": "received_on",
    "decisions": "decided_on",
    "learning": "agreed_on",
    "care_plan_changes": "changed_at",
    "observations": "observed_at",
    "verdicts": "decided_on",
    "audits": "audited_on",
    "risks": "opened_on",
    "actions": "opened_on",
    "meetings": "due_on",
    "evidence": "event_on",
    "statements": "made_on",
    "challenges": "raised_on",
}
DONE_LATER = {
    "people": ("moved_out",),
    "staffing_needs": ("valid_to",),
    "incidents": ("closed_on", "notified_on"),
    "handover": ("resolved_on",),
    "complaints": ("acknowledged_on", "response_sent_on", "closed_on", "reopened_on"),
    "learning": ("briefed_on",),
    "care_plan_changes": ("confirmed_on",),
    "risks": ("closed_on",),
    "actions": ("completed_on", "verified_on", "closed_on"),
    "meetings": ("held_on", "minuted_on"),
    "challenges": ("answered_on",),
}
IN_FORCE_UNTIL = {
    "people": "moved_out",
    "staffing_needs": "valid_to",
    "risks": "closed_on",
    "actions": "closed_on",
}


@dataclass(frozen=True)
class PlainService:
    """One service and its rows, seen from the end of `as_of` in the month that begins on `first`.

    `last` is the last day looked at, where that is not as_of: an earlier month, seen from as_of.
    `elsewhere` holds the rows of the provider's other services, each with its service_id.
    """

    kind: str
    opened_on: date | None
    closed_on: date | None
    tables: Mapping[str, list[Row]]
    first: date
    as_of: date
    last: date | None = None
    elsewhere: Mapping[str, list[Row]] = field(default_factory=dict)

    @property
    def last_day(self) -> date:
        return self.last or self.as_of

    def supplied(self, table: str) -> bool:
        return table in self.tables or table in self.elsewhere

    def earlier_month(self, months: int) -> PlainService:
        """An earlier month, with what is known at the end of as_of."""
        first = months_earlier(self.first, months)
        return replace(self, first=first, last=last_of_month(first))

    def month_before(self) -> PlainService:
        """The month before, as it was seen at its own end."""
        first = months_earlier(self.first, 1)
        return replace(self, first=first, as_of=last_of_month(first), last=None)

    def is_open(self, day: date) -> bool:
        # closed_on records something done: a later day than as_of is read as blank
        closed = self.closed_on if self.closed_on and self.closed_on <= self.as_of else None
        return not (self.opened_on and day < self.opened_on) and not (closed and day > closed)


def known_rows(service: PlainService, table: str) -> list[Row]:
    """The rows known at as_of, with later days in columns of things done read as blank."""
    return _known_at(service, table, service.tables.get(table, []))


def known_elsewhere(service: PlainService, table: str) -> list[Row]:
    """The rows of the provider's other services that are known at as_of."""
    return _known_at(service, table, service.elsewhere.get(table, []))


def _known_at(service: PlainService, table: str, rows: list[Row]) -> list[Row]:
    kept = []
    for row in rows:
        own = row[OWN_DAY[table]]
        if own is not None and day_of(own) > service.as_of:  # learning without a day is always in
            continue
        row = dict(row)
        for column in DONE_LATER.get(table, ()):
            if row[column] is not None and row[column] > service.as_of:
                row[column] = None
        kept.append(row)
    return kept


def is_missing(service: PlainService, table: str) -> bool:
    """Not supplied, or no row in the 12 months to as_of (people and needs: none in force then)."""
    return not rows_of_year(service, table)


def rows_of_year(service: PlainService, table: str) -> list[Row]:
    start = months_earlier(service.first, 11)
    kept = []
    for row in known_rows(service, table):
        if table in IN_FORCE_UNTIL:
            end = row[IN_FORCE_UNTIL[table]]
            if end is None or end >= start:
                kept.append(row)
        elif row[OWN_DAY[table]] is None or day_of(row[OWN_DAY[table]]) >= start:
            kept.append(row)
    return kept


def rows_of_month(service: PlainService, table: str) -> list[Row]:
    """The rows whose own day lies in the month, up to as_of."""
    own = OWN_DAY[table]
    return [r for r in known_rows(service, table) if service.first <= day_of(r[own]) <= service.last_day]


def is_known(service: PlainService, table: str, column: str) -> bool:
    """A column that is missing, or blank in every row of 12 months, is unknown."""
    return any(row[column] is not None for row in rows_of_year(service, table))


def day_of(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def days_between(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)


def month_days(service: PlainService) -> list[date]:
    return list(days_between(service.first, service.last_day))


def months_earlier(first: date, months: int) -> date:
    for _ in range(months):
        first = (first - timedelta(days=1)).replace(day=1)
    return first


def last_of_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


@cache
def instant(local: datetime) -> int:
    """Seconds since 1970 of a wall-clock time.

    A time that comes twice is the earlier one. Reading: one that never comes (only a need's clock time
    can be one, for a row with one is a problem) is the first moment that does come.
    """
    seconds = int(local.replace(tzinfo=LONDON, fold=0).astimezone(UTC).timestamp())
    if datetime.fromtimestamp(seconds, LONDON).replace(tzinfo=None) == local:
        return seconds
    while True:  # a clock change leaves out whole minutes; walk to the first moment after it
        local += timedelta(minutes=1)
        seconds = int(local.replace(tzinfo=LONDON, fold=0).astimezone(UTC).timestamp())
        if datetime.fromtimestamp(seconds, LONDON).replace(tzinfo=None) == local:
            return seconds


def span(start: datetime, end: datetime) -> tuple[int, int]:
    """Begin and end in seconds; an end that comes twice and would lie before the start is the later."""
    begin, finish = instant(start), instant(end)
    if finish < begin:
        second = int(end.replace(tzinfo=LONDON, fold=1).astimezone(UTC).timestamp())
        if second >= begin:
            finish = second
    return begin, finish


def at(day: date, clock: str) -> datetime:
    hour, minute = clock.split(":")
    return datetime.combine(day, time(int(hour), int(minute)))
