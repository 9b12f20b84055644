"""Which hours were needed, rostered, attended and by whom: the slow second implementation.

Fractions throughout, so that "exactly nine tenths" means it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

from tests.properties.plain_service import (
    HOUR,
    PlainService,
    Row,
    at,
    day_of,
    days_between,
    instant,
    is_known,
    is_missing,
    known_rows,
    month_days,
    rows_of_year,
    span,
)

SHORT_BELOW = Fraction(9, 10)
AGENCY_ABOVE = Fraction(1, 2)
TENTH = Fraction(1, 10)
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HOMES_WITH_NEED_HOURS = ("residential", "nursing")


@dataclass
class Window:
    """One need on one day, with the seconds that fell into it."""

    day: date
    unit: str | None
    role: str
    shift_name: str
    starts_at: datetime
    ends_at: datetime
    begin: int
    end: int
    staff_needed: Fraction
    rostered: Fraction = Fraction(0)
    attended: Fraction = Fraction(0)
    by_cover: dict[str | None, Fraction] = field(default_factory=dict)
    attendance_known: bool = True
    rota_known: bool = True

    @property
    def required(self) -> Fraction:
        return self.staff_needed * (self.end - self.begin)

    @property
    def key(self) -> tuple[str | None, str, str]:
        return self.unit, self.role, self.shift_name

    @property
    def hours(self) -> Fraction:
        """The hours that decide: attended, or rostered where attendance is not known."""
        return self.attended if self.attendance_known else self.rostered

    @property
    def short(self) -> bool:
        # Reading: a day that is a gap in the rota's recording is judged neither short nor full.
        lacking = self.required - self.hours
        return self.rota_known and self.hours < SHORT_BELOW * self.required and lacking >= HOUR


@dataclass
class Piece:
    """One shift's own stretch of time: planned or clocked, less what another shift of the worker has."""

    role: str
    unit: str | None
    cover: str | None
    stretches: list[tuple[int, int]]


def find_windows(service: PlainService, first: date, last: date) -> list[Window]:
    """One window a day of each need in force: the month's are those that start on its days."""
    found = []
    for need in known_rows(service, "staffing_needs"):
        for day in days_between(first, last):
            if day < need["valid_from"] or (need["valid_to"] and day > need["valid_to"]):
                continue
            if not service.is_open(day) or WEEKDAYS[day.weekday()] not in _weekdays(need["days"]):
                continue
            starts, ends = at(day, need["from_time"]), at(day, need["to_time"])
            # Reading: a need from 08:00 to 08:00 is round the clock; one of no length needs nobody.
            if ends <= starts:
                ends += timedelta(days=1)
            begin, end = span(starts, ends)
            found.append(
                Window(day, need["unit"], need["role"], need["shift_name"], starts, ends, begin, end,
                       Fraction(need["staff_needed"]))
            )  # fmt: skip
    return found


def _weekdays(days: str | None) -> set[str]:
    if days is None:
        return set(WEEKDAYS)
    kept: set[str] = set()
    for part in days.split(","):
        if "-" in part:
            one, other = (WEEKDAYS.index(word.strip()) for word in part.split("-"))
            count = (other - one) % 7 + 1
            kept |= {WEEKDAYS[(one + n) % 7] for n in range(count)}
        else:
            kept.add(part.strip())
    return kept


def is_rostered(shift: Row) -> bool:
    """A planned shift with a named worker; a blank status with a named worker is planned."""
    return shift["staff_id"] is not None and shift["status"] in ("planned", None)


def is_cover(shift: Row) -> bool:
    """Can hours clocked on this shift count as attended?

    Reading: "attended = hours clocked" counts the clock of a planned shift without a name too (an
    agency's worker whom the rota does not name); a blank status without a name is an open shift.
    """
    return shift["status"] == "planned" or is_rostered(shift)


def planned_span(shift: Row) -> tuple[int, int] | None:
    return _positive(span(shift["starts_at"], shift["ends_at"]))


def clocked_span(shift: Row) -> tuple[int, int] | None:
    """Clocked time; where one clock of two is there, the planned time stands in for the other."""
    if not has_clock(shift):
        return None
    start = shift["attended_from"] or shift["starts_at"]
    end = shift["attended_to"] or shift["ends_at"]
    return _positive(span(start, end))


def _positive(stretch: tuple[int, int]) -> tuple[int, int] | None:
    return stretch if stretch[1] > stretch[0] else None


def has_clock(shift: Row) -> bool:
    return shift["attended_from"] is not None or shift["attended_to"] is not None


def rostered_pieces(service: PlainService) -> list[Piece]:
    shifts = [shift for shift in known_rows(service, "shifts") if is_rostered(shift)]
    return _without_overlaps(shifts, planned_span)


def attended_pieces(service: PlainService) -> list[Piece]:
    shifts = [shift for shift in known_rows(service, "shifts") if is_cover(shift)]
    return _without_overlaps(shifts, clocked_span)


def _without_overlaps(shifts: list[Row], span_of) -> list[Piece]:
    """Each minute of a worker once: the shift that starts first, then the lower id (as text), has it.

    Reading: "starts first" is the planned start, for clocked time too.
    """
    taken: dict[str, list[tuple[int, int]]] = {}
    pieces = []
    for shift in sorted(shifts, key=lambda row: (row["starts_at"], row["shift_id"])):
        stretch = span_of(shift)
        if stretch is None:
            continue
        free = [stretch]
        worker = shift["staff_id"]
        if worker is not None:
            for other in taken.setdefault(worker, []):
                if other[1] > stretch[0] and other[0] < stretch[1]:
                    free = [part for one in free for part in _less(one, other)]
            taken[worker].append(stretch)
        pieces.append(Piece(shift["role"], shift["unit"], shift["cover"], free))
    return pieces


def _less(one: tuple[int, int], other: tuple[int, int]) -> list[tuple[int, int]]:
    left = (one[0], min(one[1], other[0]))
    right = (max(one[0], other[1]), one[1])
    return [part for part in (left, right) if part[1] > part[0]]


def seconds_in(window: Window, piece: Piece, named: list[Window]) -> Fraction | int:
    """How much of a stretch of work counts toward a window.

    Fixed: a shift without a unit is shared, instant by instant, among the windows of its role that name
    a unit and contain the instant, in proportion to staff_needed; toward a window without a unit it
    counts whole. Reading: the windows of the day before and after the month share too.
    """
    if piece.role != window.role or (piece.unit and window.unit and piece.unit != window.unit):
        return 0
    total = 0
    for start, stop in piece.stretches:
        begin, end = max(start, window.begin), min(stop, window.end)
        if end <= begin:
            continue
        if piece.unit or window.unit is None:
            total += end - begin
        else:
            total += _shared(window, begin, end, named)
    return total


def _shared(window: Window, begin: int, end: int, named: list[Window]) -> Fraction:
    rivals = [w for w in named if w.begin < end and w.end > begin and w.role == window.role]
    cuts = {begin, end} | {t for w in rivals for t in (w.begin, w.end) if begin < t < end}
    ordered = sorted(cuts)
    total = Fraction(0)
    for one, other in pairwise(ordered):
        weight = sum(w.staff_needed for w in rivals if w.begin <= one and w.end >= other)
        if weight:
            total += (other - one) * window.staff_needed / weight
    return total


@dataclass
class RotaMonth:
    """One month's windows with their hours, and what the recording of rota and attendance lacks."""

    windows: list[Window]
    rostered_days: list[date]
    attendance_gaps: list[date]
    rota_gaps: list[date]
    attendance_used: bool  # some clock in 12 months
    cover_used: bool
    has_shifts: bool

    @property
    def rota_testable(self) -> bool:
        """Days without a shift row, where there should be some, are no more than a tenth."""
        days = {window.day for window in self.windows}
        return bool(days) and self.has_shifts and len(self.rota_gaps) <= TENTH * len(days)

    @property
    def attendance_testable(self) -> bool:
        # Reading: a month without a rostered day shows nothing of how attendance was kept.
        few_gaps = len(self.attendance_gaps) <= TENTH * len(self.rostered_days)
        return self.rota_testable and self.attendance_used and bool(self.rostered_days) and few_gaps

    @property
    def in_rota(self) -> list[Window]:
        return [window for window in self.windows if window.rota_known]

    @property
    def clocked(self) -> list[Window]:
        return [window for window in self.in_rota if window.attendance_known]

    @property
    def cover_testable(self) -> bool:
        """Of the attended hours no more than a tenth is of unknown cover."""
        total = sum((w.attended for w in self.clocked), Fraction(0))
        blank = sum((w.by_cover.get(None, Fraction(0)) for w in self.clocked), Fraction(0))
        return self.attendance_testable and self.cover_used and blank <= TENTH * total


def rota_month(service: PlainService, first: date, last: date) -> RotaMonth:
    """The windows that start on the days from first to last, with rostered and attended hours."""
    windows = find_windows(service, first, last)
    around = find_windows(service, first - timedelta(days=1), last + timedelta(days=1))
    named = [window for window in around if window.unit]
    shifts = known_rows(service, "shifts")
    attendance_used = is_known(service, "shifts", "attended_from") or is_known(
        service, "shifts", "attended_to"
    )
    rostered_days, gaps = attendance_gaps(shifts, first, last)
    missing = rota_gaps(shifts, windows, first, last)
    rostered, attended = rostered_pieces(service), attended_pieces(service)
    rostered, attended = _near(rostered, windows), _near(attended, windows)
    for window in windows:
        window.rota_known = window.day not in missing
        window.attendance_known = attendance_used and window.day not in gaps and window.rota_known
        for piece in _near(rostered, [window]):
            window.rostered += seconds_in(window, piece, named)
        for piece in _near(attended, [window]):
            seconds = seconds_in(window, piece, named)
            window.attended += seconds
            window.by_cover[piece.cover] = window.by_cover.get(piece.cover, Fraction(0)) + seconds
    return RotaMonth(windows, rostered_days, gaps, missing, attendance_used,
                     is_known(service, "shifts", "cover"), bool(rows_of_year(service, "shifts")))  # fmt: skip


def _near(pieces: list[Piece], windows: list[Window]) -> list[Piece]:
    """The pieces that some part of the windows' time could hold."""
    if not windows:
        return []
    begin, end = min(w.begin for w in windows), max(w.end for w in windows)
    return [p for p in pieces if p.stretches and p.stretches[0][0] < end and p.stretches[-1][1] > begin]


def attendance_gaps(shifts: list[Row], first: date, last: date) -> tuple[list[date], list[date]]:
    """The days with rostered shifts, and those of them on which nobody clocked.

    Reading: a shift is of the day it starts on, and the clock of a shift that can be cover shows that
    clocks were kept; one on an open or cancelled shift is wrong data and shows nothing.
    """
    rostered, gaps = [], []
    for day in days_between(first, last):
        of_day = [shift for shift in shifts if day_of(shift["starts_at"]) == day]
        if any(is_rostered(shift) for shift in of_day):
            rostered.append(day)
            if not any(has_clock(shift) for shift in of_day if is_cover(shift)):
                gaps.append(day)
    return rostered, gaps


def rota_gaps(shifts: list[Row], windows: list[Window], first: date, last: date) -> list[date]:
    """Days with windows, without a shift row, whose weekday had rows in 4 of the 8 weeks before.

    Reading: a month without a single shift row, where there are earlier ones, is a gap throughout.
    """
    with_rows = {day_of(shift["starts_at"]) for shift in shifts}
    empty_month = not any(day in with_rows for day in days_between(first, last))
    earlier = any(day < first for day in with_rows)
    gaps = []
    for day in sorted({window.day for window in windows} - with_rows):
        history = [d for d in days_between(first - timedelta(days=56), first - timedelta(days=1))
                   if d.weekday() == day.weekday() and d in with_rows]  # fmt: skip
        if len(history) >= 4 or (empty_month and earlier):
            gaps.append(day)
    return gaps


def _fill(windows: Iterable[Window], hours_of) -> Fraction | None:
    required = sum((window.required for window in windows), Fraction(0))
    if not required:
        return None
    return sum((min(hours_of(window), window.required) for window in windows), Fraction(0)) / required


def rostered_fill(month: RotaMonth) -> Fraction | None:
    return _fill(month.in_rota, lambda w: w.rostered) if month.rota_testable else None


def attended_fill(month: RotaMonth) -> Fraction | None:
    return _fill(month.clocked, lambda w: w.attended) if month.attendance_testable else None


def own_fill(month: RotaMonth) -> Fraction | None:
    if not month.cover_testable:
        return None
    return _fill(month.clocked, lambda w: w.by_cover.get("own", Fraction(0)))


def agency_share(month: RotaMonth) -> Fraction | None:
    if not month.cover_testable:
        return None
    attended = sum((w.attended for w in month.clocked), Fraction(0))
    agency = sum((w.by_cover.get("agency", Fraction(0)) for w in month.clocked), Fraction(0))
    return agency / attended if attended else None


def surplus_hours(month: RotaMonth) -> Fraction | None:
    """Attended hours beyond what each window required.

    Reading: of attended hours, as the figure that says what really happened; null with attended_fill.
    """
    if attended_fill(month) is None:
        return None
    beyond = sum((max(w.attended - w.required, Fraction(0)) for w in month.clocked), Fraction(0))
    return beyond / HOUR


def short_days(month: RotaMonth) -> dict[tuple[str | None, str, str], int]:
    """On how many days each unit, role and shift was short."""
    days: dict[tuple[str | None, str, str], set[date]] = {}
    for window in month.windows:
        days.setdefault(window.key, set())
        if window.short:
            days[window.key].add(window.day)
    return {key: len(found) for key, found in days.items()}


@dataclass
class ShiftOfDay:
    """All roles of one unit and shift on one day together."""

    day: date
    unit: str | None
    shift_name: str
    required: Fraction
    capped: Fraction
    attendance_known: bool
    why: frozenset[str]

    @property
    def high_pressure(self) -> bool:
        return bool(self.why)


def shifts_of_days(month: RotaMonth) -> list[ShiftOfDay]:
    """Each unit, shift and day, with the reasons why it was under high pressure, if it was."""
    groups: dict[tuple, list[Window]] = {}
    for window in month.windows:
        groups.setdefault((window.day, window.unit, window.shift_name), []).append(window)
    return [_judge(key, group, month.cover_testable) for key, group in groups.items()]


def _judge(key: tuple, group: list[Window], cover_testable: bool) -> ShiftOfDay:
    # Reading: a role's hours are those of all its windows in the shift, capped at all it requires.
    required: dict[str, Fraction] = {}
    worked: dict[str, Fraction] = {}
    for window in group:
        required[window.role] = required.get(window.role, Fraction(0)) + window.required
        worked[window.role] = worked.get(window.role, Fraction(0)) + window.hours
    capped = sum((min(worked[role], required[role]) for role in required), Fraction(0))
    total = sum(required.values(), Fraction(0))
    attended = sum((w.attended for w in group), Fraction(0))
    agency = sum((w.by_cover.get("agency", Fraction(0)) for w in group), Fraction(0))
    known = group[0].attendance_known
    why = set()
    if group[0].rota_known:
        if capped < SHORT_BELOW * total:
            why.add("hours")
        # Reading: the agency arm here is left out only where cover is blank on over a tenth of the
        # month's hours, or attendance of the day is not known.
        if known and cover_testable and agency > AGENCY_ABOVE * attended:
            why.add("agency")
        if any(required[role] and not worked[role] for role in required):
            why.add("role empty")
    return ShiftOfDay(*key, total, capped, known, frozenset(why))


@dataclass
class NeedHours:
    """Attended hours against the hours people need, day by day; None = the day cannot be tested."""

    applies: bool
    met: dict[date, bool | None]
    testable: bool
    breached: bool | None


def need_hours(service: PlainService, month: RotaMonth) -> NeedHours:
    """Were the assessed hours given, on the days on which both are known?"""
    if service.kind not in HOMES_WITH_NEED_HOURS:
        return NeedHours(False, {}, False, None)
    days = [day for day in month_days(service) if service.is_open(day)]
    needed_tables = ("people", "dependency", "shifts", "staffing_needs")
    if not days or any(is_missing(service, table) for table in needed_tables):
        return NeedHours(True, dict.fromkeys(days), False, None)
    roles = {need["role"] for need in known_rows(service, "staffing_needs")}
    pieces = [piece for piece in attended_pieces(service) if piece.role in roles]
    met = {day: _met_on(service, month, day, pieces) for day in days}
    judged = [value for value in met.values() if value is not None]
    testable = month.attendance_testable and len(judged) >= Fraction(9, 10) * len(days)
    unmet = len([value for value in judged if not value])
    breached = unmet >= Fraction(1, 4) * len(judged) if testable else None
    return NeedHours(True, met, testable, breached)


def _met_on(service: PlainService, month: RotaMonth, day: date, pieces: list[Piece]) -> bool | None:
    need = _need_of(service, day)
    if need is None or not _attendance_whole(service, month, day):
        return None
    begin = instant(datetime.combine(day, datetime.min.time()))
    end = instant(datetime.combine(day + timedelta(days=1), datetime.min.time()))
    attended = sum(
        max(0, min(stop, end) - max(start, begin)) for piece in pieces for start, stop in piece.stretches
    )
    return attended >= SHORT_BELOW * need * HOUR


def _need_of(service: PlainService, day: date) -> Fraction | None:
    """Hours needed by those living there; unknown when under four fifths of them have any review.

    Reading: living there = moved in on or before the day and not yet moved out, as resident days are
    counted; a day without anyone, or without any need, cannot be tested.
    """
    living = {
        row["person_id"]
        for row in known_rows(service, "people")
        if row["moved_in"] <= day and (row["moved_out"] is None or day < row["moved_out"])
    }
    latest: dict[str, Row] = {}
    for review in sorted(known_rows(service, "dependency"), key=lambda r: (r["reviewed_on"], r["review_id"])):
        if review["reviewed_on"] <= day and review["person_id"] in living:
            latest[review["person_id"]] = review
    need = sum((Fraction(review["care_hours_per_day"]) for review in latest.values()), Fraction(0))
    if not living or len(latest) < Fraction(4, 5) * len(living) or not need:
        return None
    return need


def _attendance_whole(service: PlainService, month: RotaMonth, day: date) -> bool:
    """Are the day's attended hours all on record?

    Reading: a day that is a gap in attendance (or in the rota) cannot be tested, nor one into which a
    rostered shift reaches from such a day.
    """
    if not month.attendance_used or day in month.attendance_gaps or day in month.rota_gaps:
        return False
    shifts = known_rows(service, "shifts")
    before = day - timedelta(days=1)
    _, gaps_before = attendance_gaps(shifts, before, before)
    if before not in gaps_before:
        return True
    midnight = instant(datetime.combine(day, datetime.min.time()))
    reaching = [planned_span(s) for s in shifts if day_of(s["starts_at"]) == before and is_rostered(s)]
    return not any(stretch and stretch[1] > midnight for stretch in reaching)
