"""What the notes of the sample say, and what they never say."""

from __future__ import annotations

import re

import numpy as np
import pytest

from toolkit.sample import note_details
from toolkit.sample.chance import generator
from toolkit.sample.note_parts import DONE
from toolkit.sample.notes import care_notes
from toolkit.sample.plans import _flat_visits, _home_day, _home_visits, _support
from toolkit.sample.provider import TWELVE
from toolkit.sample.residents import Stay
from toolkit.sample.stories import Service


def notes_of(service: Service, activity: str, *, carers: int = 1, count: int = 2000) -> list[str]:
    chance = generator(7, service.service_id, activity)
    month = np.full(count, 1)
    return care_notes(
        service, np.full(count, activity, dtype=object), np.full(count, carers), month, chance
    ).tolist()


def service_of(kind: str) -> Service:
    return next(service for service in TWELVE if service.kind == kind)


@pytest.mark.parametrize("kind", ["residential", "home_care", "extra_care", "supported_living"])
def test_every_planned_activity_has_notes_of_three_words_and_more(kind: str) -> None:
    make = {"residential": _home_day, "home_care": _home_visits, "extra_care": _flat_visits,
            "supported_living": _support}[kind]  # fmt: skip
    planned = {
        item.activity
        for level in range(4)
        for item in make(Stay("P1", 0, None, "", level, 0), generator(1, "x"))
    }

    for activity in sorted(planned):
        assert all(len(note.split()) >= 3 for note in notes_of(service_of(kind), activity, count=300))


def test_thirty_notes_of_one_morning_hardly_ever_agree() -> None:
    notes = notes_of(TWELVE[0], "medication", count=3000)

    days = [notes[n : n + 30] for n in range(0, 3000, 30)]

    assert max(max(day.count(note) for note in day) for day in days) <= 2


def test_two_carers_are_written_of_only_where_two_were_planned() -> None:
    assert not any("x2" in note for note in notes_of(TWELVE[0], "personal care"))
    assert all("x2" in note for note in notes_of(TWELVE[0], "personal care", carers=2))


def test_notes_name_nobody_and_say_neither_he_nor_she() -> None:
    texts = [text for parts in DONE.values() for text in parts]
    texts += [*note_details.MOOD, *note_details.DETAIL, *note_details.IN_A_HOME, *note_details.ON_A_VISIT]

    found = [text for text in texts if re.search(r"\b(he|she|him|her|his|hers|mr|mrs|miss)\b", text, re.I)]

    assert found == []


def test_a_check_of_someone_asleep_does_not_say_that_they_spoke() -> None:
    assert not any("Spoke" in note or "Asked" in note for note in notes_of(TWELVE[0], "checks"))
