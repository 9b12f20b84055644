"""Who is free to work the next shift?

A rota is filled the way a manager fills it: whoever is due most hours and has had the rest comes
first, then bank, then an agency.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from toolkit.sample.stories import Service
from toolkit.sample.timeline import MINUTES_A_DAY, Timeline, minute_of

STAFF_NUMBERS = 160  # ids kept free for each service
REST_MINUTES = 11 * 60
AGENCY_WORKERS = 26
BANK_WORKERS = 9


@dataclass(slots=True)
class Worker:
    """One worker of the service's own, and when they worked last."""

    staff_id: str
    away: frozenset[int]
    unit: str = ""  # where they belong, and are planned first
    free_from: int = 0  # minutes since 1970
    days: list[int] = field(default_factory=list)  # the days of their latest shifts

    def worked_in_week(self, day: int) -> int:
        return sum(1 for worked in self.days[-8:] if day - worked < 7)

    def days_running(self, day: int) -> int:
        running = 0
        for worked in reversed(self.days):
            if worked != day - 1 - running:
                break
            running += 1
        return running


@dataclass(slots=True)
class Team:
    """The workers of one role who share the day shifts, or the nights."""

    workers: list[Worker]
    week: int  # most shifts in seven days
    tired: bool
    keeps_to_units: bool

    def next_free(self, unit: str, day: int, start: int, draw: float) -> Worker | None:
        """The worker with the fewest shifts this week who may work; `draw` breaks ties.

        Where the team keeps to its units, a worker of the unit comes before two shifts' difference.
        """
        best, best_key = None, (99.0, 0.0)
        shift = int(draw * len(self.workers))
        for position, worker in enumerate(self.workers):
            if not self._may_work(worker, day, start):
                continue
            stranger = 2 * (self.keeps_to_units and worker.unit != unit)
            key = (worker.worked_in_week(day) + stranger, (position + shift) % len(self.workers))
            if key < best_key:
                best, best_key = worker, key
        return best

    def _may_work(self, worker: Worker, day: int, start: int) -> bool:
        if day in worker.away:
            return False
        if self.tired:
            return start >= worker.free_from
        rested = start - worker.free_from >= REST_MINUTES
        return rested and worker.worked_in_week(day) < self.week and worker.days_running(day) < 5


def staff_id(service: Service, position: int) -> str:
    return f"S{(service.number - 1) * STAFF_NUMBERS + position + 1:04d}"


def agency_id(service: Service, position: int) -> str:
    return f"A{(service.number - 1) * AGENCY_WORKERS + position + 1:04d}"


def teams_of(
    service: Service, timeline: Timeline, chance: np.random.Generator
) -> dict[tuple[str, bool], Team]:
    """The teams by role and night or day, each just large enough for the shifts it has to fill."""
    shifts_a_week: dict[tuple[str, bool], float] = {}
    needs = [need for need in service.needs if need.until_months_before_end is None]
    for need in needs:
        key = (need.role, is_night(need.shift))
        days = {"Mon-Fri": 5, "Sat,Sun": 2}.get(need.days, 7)
        shifts_a_week[key] = shifts_a_week.get(key, 0) + need.staff * days
    teams: dict[tuple[str, bool], Team] = {}
    position = 0
    for key, count in shifts_a_week.items():
        length = longest_shift(service, key[1])
        week = 4 if length >= 600 else 6
        usual = 3.3 if length >= 600 else 4.6
        size = math.ceil(count / (usual * (1.45 if service.practice.tired else 0.88))) + 1
        units = [n.unit for n in needs if (n.role, is_night(n.shift)) == key for _ in range(n.staff)]
        workers = [
            Worker(staff_id(service, position + n), leave_of(timeline, chance), units[n % len(units)])
            for n in range(size)
        ]
        position += size
        settled = service.practice.continuity > 0.5
        teams[key] = Team(workers, week, service.practice.tired, settled)
    return teams


def is_night(shift: str) -> bool:
    return "ight" in shift


def longest_shift(service: Service, night: bool) -> int:
    """Minutes of the longest day or night shift."""
    return max(
        (minute_of(to) - minute_of(start)) % MINUTES_A_DAY
        for name, (start, to) in service.shifts.items()
        if is_night(name) == night
    )


def leave_of(timeline: Timeline, chance: np.random.Generator) -> frozenset[int]:
    """Days since 1970 on which a worker is on leave or off sick, from the summer and winter mostly."""
    first = timeline.midnights[0] // MINUTES_A_DAY
    away: set[int] = set()
    weight = 0.5 + 2.5 * timeline.holidays + 0.5 * timeline.winter
    years = timeline.count / 365.25
    starts = chance.choice(timeline.count, size=math.ceil(4 * years), p=weight / weight.sum())
    for start in starts:
        away.update(range(start, start + 7))
    sick = chance.choice(
        timeline.count, size=math.ceil(2.2 * years), p=timeline.strain / timeline.strain.sum()
    )
    for start in sick:
        away.update(range(start, start + int(chance.integers(1, 5))))
    return frozenset(int(first + day) for day in away)
