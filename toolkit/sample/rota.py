"""Who was needed, who was planned, and who came?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pandas as pd

from toolkit.sample.chance import generator
from toolkit.sample.stories import Need, Service
from toolkit.sample.timeline import MINUTES_A_DAY, Timeline, dates, day_number, minute_of, moments
from toolkit.sample.workers import (
    AGENCY_WORKERS,
    BANK_WORKERS,
    REST_MINUTES,
    Team,
    agency_id,
    is_night,
    staff_id,
    teams_of,
)

BREAKS = ((660, 60), (360, 30), (0, 0))  # minutes of break from a length of shift on
BAD_WEEK_DAYS = 7
_DRAFTS = 0.992  # one shift in some hundred and twenty has a draft beside it
BANK_FROM = 130  # bank workers' ids count on from here


@dataclass(slots=True)
class Line:
    """One rota line in the making; times are minutes since 1970, -1 = none."""

    unit: str
    role: str
    shift: str
    day: int  # position in the timeline
    starts: int
    ends: int
    staff_id: str = ""
    clocked_in: int = -1
    clocked_out: int = -1
    cover: str = ""
    status: str = "planned"

    @property
    def worked(self) -> bool:
        return self.clocked_in >= 0

    @property
    def is_draft(self) -> bool:
        return self.status in ("unpublished", "deleted")


@dataclass(frozen=True, slots=True)
class Rota:
    """The rota of one service: needs, lines, and how many hours a day are planned at the end."""

    service: Service
    lines: list[Line]

    def hours_planned(self) -> float:
        """Staff hours planned on a weekday, averaged over the week where the days differ."""
        total = 0.0
        for need in self.service.needs:
            if need.until_months_before_end is not None:
                continue
            start, to = (minute_of(clock) for clock in self.service.shifts[need.shift])
            days = {"Mon-Fri": 5, "Sat,Sun": 2}.get(need.days, 7)
            total += need.staff * ((to - start) % MINUTES_A_DAY) / 60 * days / 7
        return total


@dataclass(slots=True)
class _Shortages:
    """Which shifts have been short on which days, so that a steady service stays steady."""

    service: Service
    timeline: Timeline
    days: dict[tuple[str, str, str, int], set[int]] = field(default_factory=dict)

    def may_be_short(self, need: Need, day: int) -> bool:
        """At most one short day a month for any one shift, two in every other month."""
        if not self.service.practice.gaps_capped:
            return True
        month = int(self.timeline.months_before_end[day])
        most = 3 if self.service.practice.bad_week and month == 0 else 1 + month % 2
        so_far = self.days.setdefault((need.unit, need.role, need.shift, month), set())
        return len(so_far) < most

    def note(self, need: Need, day: int) -> None:
        month = int(self.timeline.months_before_end[day])
        self.days.setdefault((need.unit, need.role, need.shift, month), set()).add(day)


def rota_of(service: Service, timeline: Timeline, seed: int) -> Rota:
    """Fill every shift of every day in turn."""
    chance = generator(seed, service.service_id, "shifts")
    planner = _Planner(service, timeline, chance)
    for day in range(timeline.count):
        for need in service.needs:
            if _in_force(need, timeline, day):
                planner.fill(need, day)
    return Rota(service, planner.lines)


def _in_force(need: Need, timeline: Timeline, day: int) -> bool:
    month = timeline.months_before_end[day]
    begun = need.months_before_end is None or month <= need.months_before_end
    over = need.until_months_before_end is not None and month <= need.until_months_before_end
    right_day = {"Mon-Fri": not timeline.weekend[day], "Sat,Sun": timeline.weekend[day]}.get(need.days, True)
    return bool(begun and not over and right_day)


class _Planner:
    """Fills one service's shifts, oldest first."""

    def __init__(self, service: Service, timeline: Timeline, chance: np.random.Generator) -> None:
        practice = service.practice
        before = timeline.months_before_end
        self.service, self.timeline, self.chance = service, timeline, chance
        self.lines: list[Line] = []
        self.teams: dict[tuple[str, bool], Team] = teams_of(service, timeline, chance)
        self.shortages = _Shortages(service, timeline)
        # In the month of the bad week the rest of the month is quieter, so that the week stands out.
        calm = np.where((before == 0) & (practice.bad_week > 0), 0.3, 1.0)
        self.gap = practice.gaps.at(before) * timeline.strain * calm
        self.no_show = practice.no_shows.at(before) * timeline.strain
        self.agency = practice.agency.at(before) * (0.85 + 0.3 * timeline.holidays)
        self.bank = practice.bank.at(before) * timeline.strain
        self.bad = _bad_week(service, timeline)
        self.short_nights = _short_nights(service, timeline, chance)
        self.free_from: dict[str, int] = {}
        self.on_duty: dict[tuple[str, str, int], Line] = {}  # by unit, role and end: whoever could stay on

    def fill(self, need: Need, day: int) -> None:
        """All the lines of one shift of one day."""
        start, to = (minute_of(clock) for clock in self.service.shifts[need.shift])
        starts = int(self.timeline.midnights[day]) + start
        ends = starts + (to - start) % MINUTES_A_DAY
        draws = self.chance.random((need.staff, 8))
        for slot in range(need.staff):
            line = Line(need.unit, need.role, need.shift, day, starts, ends)
            self._fill_line(line, need, slot, draws[slot])
            self.lines.append(line)
            if line.worked:
                self.on_duty[(need.unit, need.role, ends)] = line
            if draws[slot][1] > _DRAFTS:
                self._leave_draft(line, draws[slot][6])

    def _leave_draft(self, line: Line, draw: float) -> None:
        """A second line for the same shift that was never published, or was deleted again."""
        status = "unpublished" if draw < 0.5 else "deleted"
        self.lines.append(
            Line(line.unit, line.role, line.shift, line.day, line.starts, line.ends, status=status)
        )

    def _fill_line(self, line: Line, need: Need, slot: int, draw: np.ndarray) -> None:
        if self._stays_open(line, need, slot, draw[0]):
            self.shortages.note(need, line.day)
            line.status = "open" if draw[1] < 0.7 else "cancelled"
            self._ask_to_stay_on(line, draw)
            return
        self._name_worker(line, draw)
        absent = draw[4] < self.no_show[line.day] and self.shortages.may_be_short(need, line.day)
        if absent:
            self.shortages.note(need, line.day)
            self._ask_to_stay_on(line, draw)
            return
        self._clock(line, draw)

    def _stays_open(self, line: Line, need: Need, slot: int, draw: float) -> bool:
        if slot == 0 and need.role == "care_worker" and (need.unit, line.day) in self.short_nights:
            return is_night(need.shift)
        likely = 0.13 if line.day in self.bad else self.gap[line.day]
        if need.role != "care_worker":
            likely *= 0.3  # a shift without its senior is covered before any other
        return bool(draw < likely) and self.shortages.may_be_short(need, line.day)

    def _name_worker(self, line: Line, draw: np.ndarray) -> None:
        agency, bank = self.agency[line.day], self.bank[line.day]
        if draw[2] >= agency + bank:
            team = self.teams[(line.role, is_night(line.shift))]
            day = line.starts // MINUTES_A_DAY
            worker = team.next_free(line.unit, day, line.starts, draw[3])
            if worker is not None:
                worker.free_from = line.ends
                worker.days.append(day)
                line.staff_id, line.cover = worker.staff_id, "own"
                return
        if draw[2] < bank or draw[2] >= agency + bank:
            ids = [staff_id(self.service, BANK_FROM + n) for n in range(BANK_WORKERS)]
            if self._call_in(line, ids, draw[3], "bank"):
                return
        self._call_in(line, [agency_id(self.service, n) for n in range(AGENCY_WORKERS)], draw[3], "agency")

    def _call_in(self, line: Line, ids: list[str], draw: float, cover: str) -> bool:
        """The first rested worker from a random place in the list on."""
        first = int(draw * len(ids))
        for offset in range(len(ids)):
            identity = ids[(first + offset * 7) % len(ids)]
            if line.starts - self.free_from.get(identity, 0) >= REST_MINUTES + 300:
                self.free_from[identity] = line.ends
                line.staff_id, line.cover = identity, cover
                return True
        return False

    def _clock(self, line: Line, draw: np.ndarray) -> None:
        """Clocked in a few minutes before or after the start; out when the handover was done."""
        line.clocked_in = line.starts + round(-7 + 10 * draw[5])
        line.clocked_out = line.ends + round(-2 + 9 * draw[6])
        if draw[7] < 0.006 and not self.service.practice.gaps_capped:
            line.clocked_in += 35 + round(60 * draw[1])

    def _ask_to_stay_on(self, line: Line, draw: np.ndarray) -> None:
        """Now and then someone of the shift before stays for a few hours."""
        before = self.on_duty.get((line.unit, line.role, line.starts))
        long_shift = before is not None and before.ends - before.starts >= 600
        if before is None or draw[7] > 0.2 or (long_shift and not self.service.practice.tired):
            return
        before.clocked_out = before.ends + 60 + round(90 * draw[6])


def _bad_week(service: Service, timeline: Timeline) -> frozenset[int]:
    day = service.practice.bad_week
    if not day:
        return frozenset()
    first = int(np.flatnonzero(timeline.months_before_end == 0)[0]) + day - 1
    return frozenset(range(first, first + BAD_WEEK_DAYS))


def _short_nights(
    service: Service, timeline: Timeline, chance: np.random.Generator
) -> frozenset[tuple[str, int]]:
    """Nights of the last unit that run a worker short, weekends twice as often."""
    chosen: set[tuple[str, int]] = set()
    for month, count in enumerate(service.practice.short_nights):
        days = np.flatnonzero(timeline.months_before_end == month)
        if len(days):
            weight = 1.0 + timeline.weekend[days]
            picked = chance.choice(days, size=count, replace=False, p=weight / weight.sum())
            chosen.update((service.units[-1], int(day)) for day in picked)
    return frozenset(chosen)


def needs_table(service: Service, timeline: Timeline) -> pd.DataFrame:
    valid_from = max(service.opened_on, date(timeline.first.year - 1, 4, 1))
    rows = []
    for need in service.needs:
        start, to = service.shifts[need.shift]
        begins = _month_start(timeline, need.months_before_end)
        over = _month_start(timeline, need.until_months_before_end)
        days = (day_number(begins or valid_from), day_number(over - timedelta(1)) if over else -1)
        rows.append((need.unit, need.role, need.shift, start, to, need.days, need.staff, *days))
    names = ("unit", "role", "shift_name", "from_time", "to_time", "days", "staff_needed")
    frame = pd.DataFrame({name: [row[n] for row in rows] for n, name in enumerate(names)})
    return frame.assign(
        service_id=service.service_id,
        valid_from=dates(np.array([row[7] for row in rows])),
        valid_to=dates(np.array([row[8] for row in rows])),
    )


def _month_start(timeline: Timeline, months_before_end: int | None) -> date | None:
    return None if months_before_end is None else timeline.month_of(months_before_end).first_day


def shifts_table(rota: Rota) -> pd.DataFrame:
    lines = sorted(
        rota.lines, key=lambda line: (line.starts, line.unit, line.role != "care_worker", line.ends)
    )
    columns = {
        name: [getattr(line, name) for line in lines]
        for name in ("unit", "role", "staff_id", "cover", "status")
    }
    return pd.DataFrame(
        {
            "shift_id": pd.Series([f"SH-{n + 1:05d}" for n in range(len(lines))], dtype="str"),
            "service_id": rota.service.service_id,
            **{name: pd.Series(values, dtype="str") for name, values in columns.items()},
            "starts_at": moments(np.array([line.starts for line in lines])),
            "ends_at": moments(np.array([line.ends for line in lines])),
            "break_minutes": [float(_break_of(line)) for line in lines],
            "attended_from": moments(np.array([line.clocked_in for line in lines])),
            "attended_to": moments(np.array([line.clocked_out for line in lines])),
        }
    )


def _break_of(line: Line) -> int:
    return next(minutes for length, minutes in BREAKS if line.ends - line.starts >= length)
