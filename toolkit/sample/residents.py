"""Who lives at a service of the sample, when are they away, and how much care do they need?"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from toolkit.sample.chance import generator
from toolkit.sample.stories import Service
from toolkit.sample.timeline import Timeline, dates, day_number

PEOPLE_NUMBERS = 250  # ids kept free for each service
DEPENDENCY_TOOL = "Care Hours Tool 2.1"
LEVELS = ("low", "medium", "high", "very_high")
_LEVEL_SHARES = (0.27, 0.38, 0.24, 0.11)
_WEIGHTS = (0.6, 0.9, 1.3, 1.8)  # hours of a level against the average person
_REASONS = (
    "died",
    "moved to a nursing home",
    "returned home",
    "moved nearer to family",
    "admitted to hospital",
)


@dataclass(frozen=True, slots=True)
class Move:
    """Someone who goes on to live at another service of the provider, and keeps their id."""

    leaves: str
    leaves_place: int
    joins: str
    joins_place: int
    person_id: str
    months_before_end: int
    day: int


MOVE = Move("birch-lodge", 3, "rowan-house", 5, "P0254", 4, 14)


@dataclass(frozen=True, slots=True)
class Stay:
    """One person's stay. Days are counted from 1970; `left` is None while the person lives there."""

    person_id: str
    moved_in: int
    left: int | None
    reason: str
    level: int  # position in LEVELS
    place: int  # position among the service's places: it settles the unit


def person_id(service: Service, position: int) -> str:
    """Ids count on from service to service; Linden Close writes numbers with leading zeros.

    >>> from toolkit.sample.provider import OAKFIELD
    >>> person_id(OAKFIELD, 6)
    'P0007'
    """
    if service.service_id == "linden-close":
        return f"{position + 1:05d}"
    return f"P{(service.number - 1) * PEOPLE_NUMBERS + position + 1:04d}"


def level_of(place: int) -> int:
    """The dependency level of whoever has that place: so the need of a full house stays what it is.

    >>> [level_of(place) for place in range(6)]
    [0, 1, 0, 2, 1, 0]
    """
    return int(np.searchsorted(np.cumsum(_LEVEL_SHARES), (place * 0.618034) % 1, side="right"))


def stays_of(service: Service, timeline: Timeline, seed: int) -> list[Stay]:
    """Every stay that touches the days of the sample, in order of person."""
    chance = generator(seed, service.service_id, "people")
    first, last = day_number(timeline.first), day_number(timeline.last)
    opened = day_number(service.opened_on)
    stays: list[Stay] = []
    waiting: list[tuple[int, int]] = []  # (day the place becomes free again, place)
    for place in range(service.people):
        moved_in = max(opened, first - 5 - int(chance.exponential(650)))
        waiting += _stay(stays, service, chance, place, moved_in, first, last)
    while waiting:
        free, place = waiting.pop(0)
        if free < last - 2:
            waiting += _stay(stays, service, chance, place, free, first, last)
    return _with_move(service, stays, timeline)


def _with_move(service: Service, stays: list[Stay], timeline: Timeline) -> list[Stay]:
    """The stays, with the one person who moves from one service to another in the right place."""
    month = timeline.month_of(MOVE.months_before_end)
    day = day_number(month.first_day) + MOVE.day - 1
    if day < day_number(timeline.first) + 30:
        return stays
    if service.service_id == MOVE.leaves:
        return [_ended(s, day, "moved to a nursing home") if s.person_id == MOVE.person_id else s
                for s in stays if s.place != MOVE.leaves_place or s.person_id == MOVE.person_id
                or s.moved_in > day + 5]  # fmt: skip
    if service.service_id == MOVE.joins:
        earlier = [_ended(s, min(s.left or day - 6, day - 6), s.reason or "died")
                   if s.place == MOVE.joins_place else s
                   for s in stays if s.place != MOVE.joins_place or s.moved_in < day - 30]  # fmt: skip
        return [*earlier, Stay(MOVE.person_id, day, None, "", level_of(MOVE.joins_place), MOVE.joins_place)]
    return stays


def _ended(stay: Stay, day: int, reason: str) -> Stay:
    return replace(stay, left=day, reason=reason)


def _stay(stays: list[Stay], service: Service, chance: np.random.Generator, place: int, moved_in: int,
          first: int, last: int) -> list[tuple[int, int]]:  # fmt: skip
    """Add one stay; hand back when its place is free again, if it ends within the sample."""
    length = 60 + int(chance.exponential(1150 if service.kind != "supported_living" else 3500))
    left = max(moved_in, first) + length
    level = level_of(place)
    reason = _REASONS[int(chance.choice(len(_REASONS), p=(0.45, 0.2, 0.15, 0.1, 0.1)))]
    gap = 2 + int(chance.exponential(9))
    ends = left <= last
    identity = person_id(service, len(stays))
    stays.append(Stay(identity, moved_in, left if ends else None, reason if ends else "", level, place))
    return [(left + gap, place)] if ends else []


def people_table(service: Service, stays: list[Stay]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "person_id": pd.Series([stay.person_id for stay in stays], dtype="str"),
            "service_id": service.service_id,
            "moved_in": dates(np.array([stay.moved_in for stay in stays])),
            "moved_out": dates(np.array([-1 if stay.left is None else stay.left for stay in stays])),
            "reason_left": pd.Series([stay.reason for stay in stays], dtype="str"),
        }
    )


def absences_of(service: Service, stays: list[Stay], timeline: Timeline, seed: int) -> np.ndarray:
    """For each stay and day: 0 there, 1 in hospital, 2 away with family or on holiday."""
    chance = generator(seed, service.service_id, "absences")
    absent = np.zeros((len(stays), timeline.count), dtype=np.int8)
    hospital = chance.random((len(stays), timeline.count)) < 0.0011 * (1 + timeline.winter)
    away = chance.random((len(stays), timeline.count)) < np.where(timeline.holidays, 0.005, 0.0008)
    hospital_length = 2 + chance.exponential(4.5, hospital.sum()).astype(int)
    away_length = chance.integers(1, 6, away.sum())
    for code, starts, lengths in ((2, away, away_length), (1, hospital, hospital_length)):
        for (stay, day), length in zip(np.argwhere(starts), lengths, strict=True):
            absent[stay, day : day + length] = code
    return absent


def dependency_table(service: Service, stays: list[Stay], timeline: Timeline, hours_planned: float,
                     seed: int) -> pd.DataFrame:  # fmt: skip
    """Reviews of dependency: on moving in, then every nine to twelve weeks.

    `hours_planned` are the staff hours planned a day; the needs of a full house come to the
    practice's `need_share` of them.
    """
    chance = generator(seed, service.service_id, "dependency")
    first, last = day_number(timeline.first), day_number(timeline.last)
    scale = hours_planned / sum(_WEIGHTS[level_of(place)] for place in range(service.people))
    rows: list[tuple[str, int, int, float]] = []
    for stay in stays:
        weight = _WEIGHTS[stay.level] * chance.uniform(0.9, 1.1)
        end = last if stay.left is None else min(last, stay.left - 1)
        day = stay.moved_in + int(chance.integers(0, 4))
        while day < first - 84:
            day += int(chance.integers(62, 86))
        while day <= end:
            if not (service.practice.lapsed_reviews and day > last - 150 and chance.random() < 0.56):
                rows.append((stay.person_id, day, stay.level, weight * chance.uniform(0.96, 1.04)))
            day += int(chance.integers(62, 86))
    rows.sort(key=lambda row: (row[1], row[0]))
    return _review_rows(service, timeline, rows, scale, last)


def _review_rows(service: Service, timeline: Timeline, rows: list[tuple[str, int, int, float]], scale: float,
                 last: int) -> pd.DataFrame:  # fmt: skip
    days = np.array([row[1] for row in rows], dtype=np.int64)
    months_before = np.clip((last - days) / 30.4, 0, None)
    share = service.practice.need_share.at(months_before)
    raw = np.array([row[3] for row in rows]) * scale * share
    hours = np.round(raw * 4) / 4
    level = np.clip(np.searchsorted(np.array([0.75, 1.1, 1.55]) * scale * 0.9, raw), 0, 3)
    double = (level >= 3) | ((level == 2) & (np.arange(len(rows)) % 3 == 0))
    return pd.DataFrame(
        {
            "review_id": pd.Series([f"DR-{n + 1:04d}" for n in range(len(rows))], dtype="str"),
            "service_id": service.service_id,
            "person_id": pd.Series([row[0] for row in rows], dtype="str"),
            "reviewed_on": dates(days),
            "tool": DEPENDENCY_TOOL,
            "score": np.round(hours * 7 + 4),
            "level": pd.Series([LEVELS[n] for n in level], dtype="str"),
            "care_hours_per_day": hours,
            "carers_needed": np.where(double, 2, 1),
        }
    )
