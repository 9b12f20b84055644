"""What would a care worker have written?

A note is made of up to three parts: what was done, how the person was, and a detail. There are so
many of each that no two notes of a day agree by accident.
"""

from __future__ import annotations

import numpy as np

from toolkit.sample import note_details
from toolkit.sample.note_parts import DONE
from toolkit.sample.stories import Service

NIGHTLY = ("repositioning", "checks")
_SEASONS = ("winter", "spring", "summer", "autumn")
_WITH_MOOD_AND_DETAIL, _WITH_MOOD = 0.6, 0.8  # the rest say what was done, and a detail
_SEASONAL = 0.12


def care_notes(service: Service, activity: np.ndarray, carers: np.ndarray, month: np.ndarray,
               chance: np.random.Generator) -> np.ndarray:  # fmt: skip
    """One note for each piece of care; `carers` is how many were planned, `month` 1 to 12."""
    notes = np.full(len(activity), "", dtype=object)
    draws = chance.random((len(activity), 5))
    for name, done in DONE.items():
        for two in (False, True):
            rows = np.flatnonzero((activity == name) & ((carers > 1) == two))
            if len(rows):
                details = _details(service, name, two)
                notes[rows] = _join(_for_carers(done, two), name, details, month[rows], draws[rows])
    return notes


def _for_carers(done: tuple[str, ...], two: bool) -> tuple[str, ...]:
    """The parts that fit: those for two carers where two were planned, if the activity has any."""
    fitting = tuple(text for text in done if ("x2" in text) == two)
    return fitting or done


def _details(service: Service, activity: str, two: bool) -> tuple[str, ...]:
    if activity in NIGHTLY:
        return note_details.NIGHT_DETAIL
    if service.kind == "supported_living":
        about_the_body = activity in ("personal care", "medication")
        return note_details.DETAIL if about_the_body else note_details.IN_SUPPORTED_LIVING
    place = note_details.IN_A_HOME if service.is_care_home else note_details.ON_A_VISIT
    return (*note_details.DETAIL, *place, *(note_details.HOISTED if two else note_details.WALKING))


def _join(done: tuple[str, ...], activity: str, details: tuple[str, ...], month: np.ndarray,
          draws: np.ndarray) -> np.ndarray:  # fmt: skip
    first = pick(done, draws[:, 0])
    mood = pick(_moods(activity), draws[:, 1])
    detail = pick(details, draws[:, 2])
    if activity not in NIGHTLY:
        detail = _seasonal(detail, month, draws[:, 2], draws[:, 4])
    with_mood = first + ". " + mood
    brief = draws[:, 3]
    return np.where(
        brief < _WITH_MOOD_AND_DETAIL, with_mood + ". " + detail + ".",
        np.where(brief < _WITH_MOOD, with_mood + ".", first + ", " + _lowered(detail) + "."),
    )  # fmt: skip


def _moods(activity: str) -> tuple[str, ...]:
    """A check of someone asleep says how the room was; whoever is turned may well say something."""
    if activity == "checks":
        return note_details.NIGHT_DETAIL
    return note_details.NIGHT_MOOD if activity in NIGHTLY else note_details.MOOD


def _seasonal(details: np.ndarray, month: np.ndarray, draw: np.ndarray, seasonal: np.ndarray) -> np.ndarray:
    """Now and then a detail of the time of year instead."""
    season = month % 12 // 3
    result = details.copy()
    for number, name in enumerate(_SEASONS):
        rows = np.flatnonzero((season == number) & (seasonal < _SEASONAL))
        result[rows] = pick(note_details.SEASON[name], draw[rows])
    return result


def _lowered(texts: np.ndarray) -> np.ndarray:
    return np.array([text[:1].lower() + text[1:] for text in texts], dtype=object)


def pick(choices: tuple[str, ...], draws: np.ndarray) -> np.ndarray:
    """One of the texts for each draw in [0, 1).

    >>> pick(("tea", "coffee"), np.array([0.2, 0.9])).tolist()
    ['tea', 'coffee']
    """
    texts = np.array(choices, dtype=object)
    return texts[(draws * len(choices)).astype(int)]
