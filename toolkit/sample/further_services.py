"""Which services does the provider have beyond the twelve, when more are asked for?

They are made from the described ones by kind, with names of their own; every ninth struggles.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from toolkit.sample import provider
from toolkit.sample.provider import TWELVE
from toolkit.sample.stories import Layout, Level, Practice, Service

_TREES = (
    "Alder", "Aspen", "Beech", "Chestnut", "Hazel", "Holly", "Juniper", "Larch", "Laurel", "Maple",
    "Poplar", "Sycamore", "Thorn", "Yew", "Heather", "Bramble", "Clover", "Fern", "Primrose", "Lavender",
    "Jasmine", "Foxglove", "Bluebell", "Marigold", "Orchid", "Rosemary", "Sorrel", "Thistle", "Violet",
    "Wisteria",
)  # fmt: skip
_ENDINGS = {
    "residential": ("House", "Lodge", "Hall"),
    "nursing": ("Park", "View", "Manor"),
    "home_care": ("Home Care", "Care at Home", "Homecare"),
    "extra_care": ("Gardens", "Green", "Mews"),
    "supported_living": ("Close", "Road", "Cottages"),
}
_FIRST = ("Anna", "Brian", "Carol", "David", "Esther", "Fiona", "Graham", "Hazel", "Ian", "Judith", "Karen",
          "Leon")  # fmt: skip
_LAST = ("Ashworth", "Bellamy", "Coates", "Dunmore", "Everett", "Farrow", "Gale", "Hobday", "Ingram",
         "Jessop", "Kirkby", "Lomax", "Maddox")  # fmt: skip
_KINDS = ("residential", "nursing", "home_care", "extra_care", "supported_living")
_ARCHETYPES = {"residential": provider.BIRCH_LODGE, "nursing": provider.ROWAN_HOUSE,
               "home_care": provider.HARBOUR, "extra_care": provider.CEDAR_COURT,
               "supported_living": provider.LINDEN_CLOSE}  # fmt: skip
_STRUGGLING = Practice(
    missed=Level(0.006, 0.03, 6), shortened=Level(0.003, 0.015, 6), delayed=Level(0.005, 0.035, 6)
)
_STRUGGLE_STORY = (
    "Care has slipped over the half year: more than one planned care in twenty is missed, short or late."
)
_REGIONS = ("West Midlands", "East Midlands", "South West", "North West")


def services_of(count: int) -> tuple[Service, ...]:
    """The first so many services: the twelve described ones, then further ones, most of them steady.

    >>> [service.service_id for service in services_of(14)[12:]]
    ['alder-house', 'aspen-view']
    """
    further = tuple(_further(number) for number in range(len(TWELVE) + 1, count + 1))
    return TWELVE[:count] + further


def _further(number: int) -> Service:
    """One more service, by its number: names repeat after 30 x 15 services."""
    position = number - len(TWELVE) - 1
    turn, tree = divmod(position, len(_TREES))
    kind = _KINDS[(position + turn) % len(_KINDS)]
    ending = _ENDINGS[kind][(position + turn // len(_KINDS)) % 3]
    name = f"{_TREES[tree]} {ending}"
    archetype = _ARCHETYPES[kind]
    struggles = position % 9 == 4
    return replace(
        archetype,
        service_id=name.lower().replace(" ", "-"),
        name=name,
        region=_REGIONS[position % len(_REGIONS)],
        manager=f"{_FIRST[position % len(_FIRST)]} {_LAST[position % len(_LAST)]}",
        opened_on=date(2000 + position % 20, 1 + position % 12, 1 + position % 28),
        people=max(5, archetype.people - position % 4),
        number=number,
        story=_STRUGGLE_STORY if struggles else "A steady service like its neighbours.",
        standing="fragile" if struggles else "steady",
        practice=_STRUGGLING if struggles else Practice(),
        layout=Layout(),
        former_location_ids="",
    )
