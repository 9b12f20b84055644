"""Who worked too long, too often or with too little rest: the slow second implementation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from tests.properties.plain_service import (
    HOUR,
    PlainService,
    Row,
    day_of,
    days_between,
    known_elsewhere,
    known_rows,
    month_days,
)
from tests.properties.plain_staffing import clocked_span, has_clock, is_cover, is_rostered, planned_span

LONG = timedelta(hours=12, minutes=30)
REST = 11 * HOUR
WEEK = 48 * HOUR
HERE = "here"


@dataclass
class Stretch:
    """One shift of one worker: clocked, or planned where nobody at that service clocked that day."""

    worker: str
    place: str
    begin: int
    end: int
    starts: datetime
    ends: datetime
    break_seconds: Fraction


@dataclass
class Spell:
    """Shifts of one worker with less than an hour between them."""

    stretches: list[Stretch]

    @property
    def day(self) -> date:
        return self.stretches[0].starts.date()

    @property
    def begin(self) -> int:
        return self.stretches[0].begin

    @property
    def last(self) -> Stretch:
        return max(self.stretches, key=lambda s: s.end)

    @property
    def by_the_clock(self) -> timedelta:
        return self.last.ends - self.stretches[0].starts

    @property
    def worked(self) -> Fraction:
        """Elapsed seconds from start to end, less the breaks.

        Reading: the minutes between two shifts of one spell belong to it; a blank break is none.
        """
        return self.last.end - self.begin - sum((s.break_seconds for s in self.stretches), Fraction(0))


def find_stretches(service: PlainService) -> list[Stretch]:
    """Named shifts of all the provider's services from eight days before the month to as_of."""
    rows = [(HERE, row) for row in known_rows(service, "shifts")]
    rows += [(row["service_id"], row) for row in known_elsewhere(service, "shifts")]
    clocked_days = {(place, day_of(r["starts_at"])) for place, r in rows if has_clock(r) and is_cover(r)}
    found = []
    for place, row in rows:
        if not is_rostered(row) or day_of(row["starts_at"]) < service.first - timedelta(days=8):
            continue
        stretch = _stretch(place, row, kept=(place, day_of(row["starts_at"])) in clocked_days)
        if stretch is not None:
            found.append(stretch)
    return found


def _stretch(place: str, row: Row, *, kept: bool) -> Stretch | None:
    span = clocked_span(row) if kept else planned_span(row)
    if span is None:
        return None
    starts = (kept and row["attended_from"]) or row["starts_at"]
    ends = (kept and row["attended_to"]) or row["ends_at"]
    minutes = Fraction(row["break_minutes"] or 0)
    return Stretch(row["staff_id"], place, *span, starts, ends, minutes * 60)


def find_spells(stretches: list[Stretch]) -> list[Spell]:
    """The spells of one worker in the order in which they began."""
    spells: list[Spell] = []
    for stretch in sorted(stretches, key=lambda s: (s.begin, s.end)):
        if spells and stretch.begin - spells[-1].last.end < HOUR:
            spells[-1].stretches.append(stretch)
        else:
            spells.append(Spell([stretch]))
    return spells


def workers_of_month(service: PlainService) -> dict[str, set[str]]:
    """Worker who worked here in the month -> the breaches found.

    Reading: who worked here in the month began a shift here on one of its days.
    """
    stretches = find_stretches(service)
    days = set(month_days(service))
    here = sorted({s.worker for s in stretches if s.place == HERE and s.starts.date() in days})
    return {
        worker: breaches_of(find_spells([s for s in stretches if s.worker == worker]), days)
        for worker in here
    }


def breaches_of(spells: list[Spell], days: set[date]) -> set[str]:
    found = set()
    if any(spell.by_the_clock > LONG for spell in spells if spell.day in days):
        found.add("long spell")
    if _short_rests(spells, days) >= 2:
        found.add("short rest")
    starts = {spell.day for spell in spells}
    for day in days & starts:
        week = set(days_between(day - timedelta(days=6), day))
        if sum((spell.worked for spell in spells if spell.day in week), Fraction(0)) > WEEK:
            found.add("long week")
        if week <= starts:
            found.add("days in a row")
    return found


def _short_rests(spells: list[Spell], days: set[date]) -> int:
    """Rests before a spell of the month that begins on a later date than the spell before it.

    Reading: the rest after a spell ends with the next spell, so only neighbours are compared.
    """
    count = 0
    for i in range(1, len(spells)):
        before, after = spells[i - 1], spells[i]
        if after.day in days and after.day > before.day and after.begin - before.last.end < REST:
            count += 1
    return count
