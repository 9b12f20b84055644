"""What does the change log of each care plan of the sample say, and which preferences are known?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.sample import plan_phrases as phrases
from toolkit.sample.chance import generator, steady_count
from toolkit.sample.events import NEVER, Lives, days_drawn, events_table
from toolkit.sample.learning import LAYOUT, Change, Learned, settled_people
from toolkit.sample.learning_stories import VOICES, follow_of
from toolkit.sample.residents import Stay
from toolkit.sample.timeline import MINUTES_A_DAY, day_number

_PREFERENCES_A_MONTH = 0.9  # for a service of 28 people
_UPDATED = 0.14  # share of reviews that change some words
_CONFIRMED = ("person", "representative", "not_confirmed", "person")

Row = dict[str, object]


def preferences_of(lives: Lives, learned: Learned, seed: int) -> tuple[list[Row], list[Change]]:
    """Preferences that key workers heard, those of the story among them, and what the plans made of them.

    A plan takes a preference up within three weeks, or not at all. None is about a section of a plan
    that learning from a complaint is to change.
    """
    chance = generator(seed, lives.service.service_id, "preferences")
    people = settled_people(lives)
    last = day_number(lives.timeline.last)
    rows, changes = _told(lives, people), []
    taken = learned.in_question | {(str(row["person_id"]), str(row["plan_section"])) for row in rows}
    for month in lives.months:
        count = steady_count(_PREFERENCES_A_MONTH * max(0.35, lives.service.people / 28), chance.random())
        for day in days_drawn(lives, month, count, chance, 0.0):
            stay = people[int(chance.integers(len(people)))]
            section = tuple(phrases.PREFERENCES)[int(chance.integers(len(phrases.PREFERENCES)))]
            text, wait, kept = chance.integers(2), 4 + int(chance.integers(16)), chance.random()
            heard = lives.day_zero + day
            if (stay.person_id, section) in taken or heard < stay.moved_in:
                continue
            taken.add((stay.person_id, section))
            rows.append(_preference(heard, stay.person_id, section, phrases.PREFERENCES[section][int(text)]))
            if kept < follow_of(lives.service, month).preferences_kept and heard + wait <= last:
                changes.append(Change(heard + wait, stay.person_id, section, "updated",
                                      added=phrases.PREFERENCES[section][int(text)], confirmed_with="person",
                                      confirmed_on=heard + wait, changed_by="key worker"))  # fmt: skip
    return rows, changes


def _preference(day: int, person: str, section: str, text: str) -> Row:
    source = "person" if text.startswith(("I ", "Please")) else "family"
    return {"received_on": day, "source": source, "kind": "preference",
            "theme": phrases.THEME_OF_SECTION[section], "rating": np.nan,
            "person_id": person, "plan_section": section, "text": text}  # fmt: skip


def _told(lives: Lives, people: list[Stay]) -> list[Row]:
    """The feedback that the service's story tells, preferences and concerns."""
    rows: list[Row] = []
    for voice in VOICES.get(lives.service.service_id, ()):
        days = lives.days_in(voice.month)
        if not len(days):
            continue
        rows.append(
            {"received_on": lives.day_zero + int(days[voice.day - 1]), "source": voice.source,
             "kind": voice.kind, "theme": voice.theme, "rating": 2.0 if voice.kind == "concern" else np.nan,
             "person_id": people[voice.person % len(people)].person_id, "plan_section": voice.section,
             "text": voice.text}
        )  # fmt: skip
    return rows


def care_plan_changes_table(
    lives: Lives, learned: Learned, by_preference: list[Change], told: list[Row], seed: int
) -> pd.DataFrame:
    """The change log: what learning and preferences changed, new plans, and the monthly reviews.

    A review changes no section that learning or a preference is about: whether these were taken up
    is for their own entries to say.
    """
    chance = generator(seed, lives.service.service_id, "care plan changes")
    led = [*learned.changes, *by_preference]
    waiting = {(str(row["person_id"]), str(row["plan_section"])) for row in told}
    kept_apart = learned.in_question | waiting | {(change.person_id, change.section) for change in led}
    entries = [
        *led,
        *_new_plans(lives, learned.in_question),
        *_reviews(lives, kept_apart, chance),
    ]
    order = {"created": 0, "reviewed_no_change": 1, "updated": 2, "removed": 3}
    entries.sort(key=lambda e: (e.day, e.person_id, e.section, order[e.kind], e.learning_id))
    return events_table(_written(entries, chance), lives.service, "CP", "change_id", "changed_at",
                        ("confirmed_on",), ("changed_at",))  # fmt: skip


def _new_plans(lives: Lives, apart: set[tuple[str, str]]) -> list[Change]:
    """The plan written for whoever moves in; a section that learning is about waits for its own entry."""
    first, last = day_number(lives.timeline.first), day_number(lives.timeline.last)
    return [
        Change(stay.moved_in + 1 + number % 3, stay.person_id, section, "created", confirmed_with="person",
               confirmed_on=min(stay.moved_in + 4, last), changed_by="deputy manager")
        for stay in lives.stays
        if stay.moved_in >= first
        for number, section in enumerate(phrases.SECTIONS)
        if (stay.person_id, section) not in apart
        if stay.moved_in + 1 + number % 3 <= last and (stay.left is None or stay.moved_in + 3 < stay.left)
    ]  # fmt: skip


def _reviews(lives: Lives, kept_apart: set[tuple[str, str]], chance: np.random.Generator) -> list[Change]:
    """One section of everybody's plan a month, another each time."""
    found: list[Change] = []
    last = day_number(lives.timeline.last)
    for stay in lives.stays:
        for month in lives.months:
            draws = chance.random(4)
            days = lives.days_in(month)
            day = lives.day_zero + int(days[(stay.place * 3 + month) % min(28, len(days))])
            there = stay.moved_in + 4 < day and (stay.left is None or day < stay.left)
            if not there or day > last or draws[0] > follow_of(lives.service, month).reviews_kept:
                continue
            section = phrases.SECTIONS[(stay.place * 5 - month) % len(phrases.SECTIONS)]
            apart = (stay.person_id, section) in kept_apart
            updated = draws[1] < _UPDATED and not apart
            added = phrases.ADDED[section][int(draws[2] * len(phrases.ADDED[section]))] if updated else ""
            who = phrases.REVIEWERS[int(draws[3] * len(phrases.REVIEWERS))]
            said = "" if apart else _CONFIRMED[int(draws[3] * len(_CONFIRMED))]
            found.append(
                Change(day, stay.person_id, section, "updated" if updated else "reviewed_no_change", added,
                       confirmed_with=said, changed_by=who,
                       confirmed_on=day if said in ("person", "representative") else NEVER)
            )  # fmt: skip
    return found


def _written(entries: list[Change], chance: np.random.Generator) -> list[Row]:
    """The entries with their words: each section of each plan is carried on from its entry before."""
    minutes = chance.integers(8 * 60, 19 * 60, len(entries)).tolist()
    texts: dict[tuple[str, str], str] = {}
    versions: dict[tuple[str, str], int] = {}
    rows: list[Row] = []
    for entry, minute in zip(entries, minutes, strict=True):
        key = (entry.person_id, entry.section)
        before = texts.get(key, "") or _plan_of(*key)
        if entry.kind == "updated":
            before = before.replace(" ", LAYOUT, 1) if entry.added == LAYOUT else _with(before, entry.added)
            versions[key] = versions.get(key, 1) + 1
        texts[key] = before
        rows.append(
            {"person_id": entry.person_id, "plan_section": entry.section,
             "changed_at": entry.day * MINUTES_A_DAY + minute, "changed_by": entry.changed_by,
             "change_type": entry.kind, "version": str(versions.setdefault(key, 1)), "text": before,
             "learning_id": entry.learning_id, "confirmed_with": entry.confirmed_with,
             "confirmed_on": entry.confirmed_on}
        )  # fmt: skip
    return rows


def _plan_of(person_id: str, section: str) -> str:
    """What the person's plan says in that section to begin with: always the same for the two."""
    choices = phrases.PLANS[section]
    first = int(person_id[-3:]) if person_id[-3:].isdigit() else 0
    return f"{choices[first % len(choices)]} {choices[(first + 1) % len(choices)]}"


def _with(before: str, added: str) -> str:
    """The section with the addition at its end; one that says it already says it once more.

    >>> _with("I sleep late.", "Lamp on.")
    'I sleep late. Lamp on.'
    """
    return f"{before} To be clear: {added}" if added in before else f"{before} {added}"
