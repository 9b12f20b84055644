"""What is a service of the sample like, and how well does it cope as the months go by?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np

PATTERNS: dict[str, dict[str, tuple[str, str]]] = {
    "three shifts": {"Early": ("07:30", "14:30"), "Late": ("14:30", "21:30"), "Night": ("21:30", "07:30")},
    "long days": {"Long day": ("08:00", "20:00"), "Night": ("20:00", "08:00")},
    "support": {"Early": ("07:30", "15:00"), "Late": ("15:00", "22:00"), "Waking night": ("22:00", "07:30")},
    "runs": {"Morning run": ("06:45", "14:15"), "Evening run": ("15:45", "22:15")},
}

CARE_HOMES = ("residential", "nursing")


@dataclass(frozen=True, slots=True)
class Level:
    """A level that may change towards the end of the sample.

    It is `usual` until `over` months before the last one, and moves in a straight line to `at_end`,
    which it reaches `until` months before the last one.

    >>> Level(0.01, at_end=0.05, over=4).at(np.array([6, 4, 2, 0])).round(3).tolist()
    [0.01, 0.01, 0.03, 0.05]
    """

    usual: float
    at_end: float | None = None
    over: int = 1
    until: int = 0

    def at(self, months_before_end: np.ndarray) -> np.ndarray:
        target = self.usual if self.at_end is None else self.at_end
        left = np.asarray(months_before_end) - self.until
        share = np.clip(1 - left / (self.over - self.until), 0, 1)
        return self.usual + (target - self.usual) * share


@dataclass(frozen=True, slots=True)
class Need:
    """Staff of one role that one shift needs."""

    unit: str
    role: str
    shift: str
    staff: int
    days: str = ""
    months_before_end: int | None = None  # in force from the first day of that month; None: always
    until_months_before_end: int | None = None  # in force until the day before that month


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """How a service copes. Shares are of shifts or of planned care; the defaults are a steady service."""

    gaps: Level = Level(0.012)
    no_shows: Level = Level(0.003)
    agency: Level = Level(0.03)
    bank: Level = Level(0.07)
    gaps_capped: bool = True  # at most one or two short days a month for any one shift
    short_nights: tuple[
        int, ...
    ] = ()  # nights a worker short, by months before the end: (last, one before...)
    bad_week: int = 0  # day of the last month on which one honest bad week begins
    missed: Level = Level(0.006)
    shortened: Level = Level(0.003)
    delayed: Level = Level(0.005)
    thin_notes: Level = Level(0.014)
    late_records: Level = Level(0.004)
    bursts: Level = Level(0.0)  # share of nights written up in one go
    copied_notes: Level = Level(0.0)
    merged: Level = Level(0.0)  # share of visits made together with the one before
    pressure: float = 1.5  # how much more care is missed when nobody fills the gap
    need_share: Level = Level(0.89)  # assessed hours / planned hours
    lapsed_reviews: bool = False
    tired: bool = False
    incidents: Level = Level(5.5)  # per 1,000 days of a person
    feedback: float = 8.0  # a month
    concerns: Level = Level(0.18)
    complaints: Level = Level(0.4)  # a month
    uncontrolled: Level = Level(0.0)  # handover risks without a control
    handovers: Level = Level(7.0)  # a month
    continuity: float = 0.85  # share of care given by the worker on duty whom the person knows best
    person_failed: bool = False  # one person's time-critical medication is missed again and again


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """In what form the service's exports come."""

    delimiter: str = ","
    encoding: str = "utf-8"
    day_first: bool = False
    suffix: str = "csv"
    workbooks: int = 0  # the last so many months come as Excel workbooks
    without: tuple[str, ...] = ()  # columns that its system does not export
    status_of_exceptions_only: bool = False  # an ordinary rota line has a blank status
    tables_missing: tuple[str, ...] = ()
    care_until_day: int = 0  # the care export of the last month stops on this day


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service of the sample provider."""

    service_id: str
    name: str
    kind: str
    region: str
    manager: str
    opened_on: date
    capacity: int
    people: int
    pattern: str
    needs: tuple[Need, ...]
    number: int  # position in the provider: ids of people and staff follow from it
    standing: str  # in trouble, fragile, steady
    story: str
    practice: Practice = field(default_factory=Practice)
    layout: Layout = field(default_factory=Layout)
    former_location_ids: str = ""

    @property
    def location_id(self) -> str:
        """A CQC location id in form only: no such number has been issued."""
        return f"1-99900{self.number:05d}"

    @property
    def shifts(self) -> dict[str, tuple[str, str]]:
        return PATTERNS[self.pattern]

    @property
    def units(self) -> tuple[str, ...]:
        """The units or rounds of the care workers; one empty name when the service has none."""
        return tuple(dict.fromkeys(need.unit for need in self.needs if need.role == "care_worker"))

    @property
    def is_care_home(self) -> bool:
        return self.kind in CARE_HOMES


def needs_of(units: dict[str, dict[str, int]], leads: dict[str, int], lead: str) -> tuple[Need, ...]:
    """Needs from plain numbers: care workers by unit and shift, and leads of the whole service by shift.

    >>> needs_of({"": {"Early": 4}}, {"Early": 1}, "senior")[1].role
    'senior'
    """
    care = [
        Need(unit, "care_worker", shift, n) for unit, shifts in units.items() for shift, n in shifts.items()
    ]
    return (*care, *(Need("", lead, shift, n) for shift, n in leads.items()))
