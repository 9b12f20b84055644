"""What care is each person of the sample to have on an ordinary day?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toolkit.sample.residents import Stay
from toolkit.sample.stories import Service
from toolkit.sample.timeline import minute_of


@dataclass(frozen=True, slots=True)
class Item:
    """One planned activity of one person: when, how long, with how many carers, on which days."""

    activity: str
    due: int  # minutes from midnight
    minutes: int
    carers: int = 1
    critical: bool = False
    band: int = 0  # minutes after `due` that are still agreed
    every: int = 1  # 1: daily; 2: every second day; 7: once a week


FAILED_PERSON = 7  # position among the stays: someone in the unit whose nights run short
FAILED_PERSON_ITEM = Item("medication", minute_of("22:00"), 5, critical=True)


def plan_of(service: Service, stay: Stay, position: int, chance: np.random.Generator) -> list[Item]:
    """The person's plan; it follows from the level of dependency and a few preferences."""
    makers = {"home_care": _home_visits, "extra_care": _flat_visits, "supported_living": _support}
    make = makers.get(service.kind, _home_day)
    items = make(stay, chance)
    if service.practice.person_failed and position == FAILED_PERSON:
        items.append(FAILED_PERSON_ITEM)
    return items


def _spread(clock: str, stay: Stay, quarters: int) -> int:
    """A time of day from the clock time on, in quarters of an hour: the people of a round one by one.

    The square root of two spreads any number of places evenly, whichever unit they belong to.
    """
    return minute_of(clock) + 15 * int((stay.place * 0.41421356 % 1) * (quarters + 1))


def _home_day(stay: Stay, chance: np.random.Generator) -> list[Item]:
    """A day in a care home."""
    critical = bool(chance.random() < 0.22)
    band = 0 if critical else 30
    carers = 2 if stay.level == 3 else 1
    items = [
        Item("medication", _spread("08:00", stay, 7), 5, critical=critical, band=band),
        Item("personal care", _spread("08:00", stay, 10), 25 + 5 * stay.level, carers, band=60),
        Item("meals", _spread("12:30", stay, 1), 30, band=30),
    ]
    if stay.level >= 1 and chance.random() < 0.45:
        items.append(Item("medication", _spread("17:00", stay, 5), 5, critical=critical, band=band))
    if stay.level >= 2:
        items.append(Item("drinks", _spread("15:00", stay, 3), 10, band=30))
        items.append(Item("repositioning", _spread("02:00", stay, 6), 15, carers, band=30))
    elif chance.random() < 0.55:
        items.append(Item("checks", _spread("00:30", stay, 8), 5, band=60))
    return items


def _home_visits(stay: Stay, chance: np.random.Generator) -> list[Item]:
    """Visits in the person's own home."""
    carers = 2 if stay.level == 3 else 1
    critical = bool(chance.random() < 0.3)
    lengths = (30, 30, 45, 45)
    items = [Item("morning visit", _spread("07:00", stay, 16), lengths[stay.level], carers, critical)]
    if stay.level >= 1:
        items.append(Item("lunch visit", _spread("11:45", stay, 7), 30 if stay.level > 1 else 20, carers))
    if stay.level >= 2:
        items.append(Item("tea visit", _spread("16:00", stay, 8), 30, carers))
    if stay.level >= 1:
        items.append(
            Item("bed visit", _spread("19:00", stay, 9), 30 if stay.level > 1 else 20, carers, critical)
        )
    if stay.level == 0 and chance.random() < 0.3:
        items.append(Item("lunch visit", _spread("12:00", stay, 5), 15, every=2))
    return items


def _flat_visits(stay: Stay, chance: np.random.Generator) -> list[Item]:
    """Planned visits to a flat in extra care."""
    critical = bool(chance.random() < 0.2)
    items = [Item("morning visit", _spread("07:45", stay, 9), 30 if stay.level else 20, critical=critical)]
    if stay.level >= 1:
        items.append(Item("bed visit", _spread("19:30", stay, 6), 20, critical=critical))
    if stay.level >= 2:
        items.append(Item("lunch visit", _spread("12:00", stay, 4), 30))
        items.append(Item("tea visit", _spread("16:30", stay, 4), 20))
    return items


def _support(stay: Stay, chance: np.random.Generator) -> list[Item]:
    """Support in supported living: fewer tasks, more of the day."""
    items = [
        Item("personal care", _spread("08:00", stay, 4), 30, band=45),
        Item("meal preparation", _spread("17:30", stay, 3), 45, band=45),
        Item("community access", _spread("11:00", stay, 8), 90, band=60, every=2),
        Item("household tasks", _spread("15:30", stay, 4), 30, band=60, every=2),
    ]
    if chance.random() < 0.6:
        items.append(Item("medication", _spread("08:30", stay, 2), 5, critical=chance.random() < 0.4))
    return items
