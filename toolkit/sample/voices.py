"""What did people and families say, and what was decided?"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import pandas as pd

from toolkit.sample import phrases
from toolkit.sample.chance import generator, steady_count
from toolkit.sample.events import NEVER, Lives, days_drawn, events_table
from toolkit.sample.timeline import day_number

Choice = TypeVar("Choice")

_SOURCES = (
    ("person", 0.3),
    ("family", 0.42),
    ("professional", 0.08),
    ("commissioner", 0.03),
    ("survey", 0.17),
)
_RAISED_BY = (("family", 0.62), ("person", 0.16), ("professional", 0.1), ("advocate", 0.07), ("other", 0.05))
_OUTCOMES = (("upheld", 0.38), ("partly_upheld", 0.34), ("not_upheld", 0.24), ("withdrawn", 0.04))
_HOME_THEMES = ("missed_care", "continuity", "communication", "routines", "staffing")
_TROUBLED_THEMES = ("staffing", "staffing", "missed_care", "missed_care", "communication", "dignity")
_REVIEW_DAYS = 60
_SEVERAL = 7


def feedback_table(lives: Lives, seed: int) -> pd.DataFrame:
    """Concerns keep to the practice's share, so that a steady service has no bad month by accident."""
    service = lives.service
    chance = generator(seed, service.service_id, "feedback")
    rows: list[dict[str, object]] = []
    for month in lives.months:
        share = service.practice.concerns.at(np.array([month]))[0]
        by_size = max(0.35, service.people / 28)
        expected = by_size * (service.practice.feedback * chance.uniform(0.8, 1.2) + 2 * (month % 3 == 0))
        count = steady_count(expected, chance.random())
        concerns = steady_count(share * count, chance.random() / 2)
        if month == 0 and lives.bad_days():
            concerns = max(concerns, 3)
        kinds = ["concern"] * concerns + ["comment"] * (count // 5)
        kinds += ["compliment"] * (count - len(kinds))
        chance.shuffle(kinds)
        for day, kind in zip(days_drawn(lives, month, count, chance, 0.5), kinds, strict=True):
            rows.append(_feedback(lives, day, kind, share, chance))
            if kind == "concern" and month == 0 and lives.bad_days():
                rows[-1] |= _about_the_bad_week(lives, chance)
    return events_table(rows, service, "FB", "feedback_id", "received_on", ("received_on",))


def _feedback(
    lives: Lives, day: int, kind: str, share: float, chance: np.random.Generator
) -> dict[str, object]:
    source = _drawn(_SOURCES, chance)
    in_person = source == "person"
    if kind == "comment":
        source = "person" if in_person else "family"
        theme, text = "other", _one(phrases.COMMENTS, chance)
        rating = 4.0
    elif kind == "concern":
        theme = _one(themes_of(lives, share), chance)
        text = _one((phrases.CONCERNS_IN_PERSON if in_person else phrases.CONCERNS)[theme], chance)
        rating = float(chance.integers(1, 4))
    else:
        theme = _one(tuple(phrases.PRAISE), chance)
        text = _one((phrases.PRAISE_IN_PERSON if in_person else phrases.PRAISE)[theme], chance)
        rating = float(chance.integers(4, 6))
    number = lives.day_zero + day
    known = source in ("person", "family") and chance.random() < 0.7
    return {
        "received_on": number,
        "source": source,
        "kind": kind,
        "theme": theme,
        "rating": rating if chance.random() < 0.8 else np.nan,
        "person_id": lives.person(number, chance.random()) if known else "",
        "text": text,
    }


def _about_the_bad_week(lives: Lives, chance: np.random.Generator) -> dict[str, object]:
    """What the concerns of a steady service are about in the month of its one bad week."""
    theme = _one(("staffing", "missed_care"), chance)
    day = lives.day_zero + _one(tuple(lives.bad_days()), chance)
    return {"received_on": day, "theme": theme, "text": _one(phrases.CONCERNS[theme], chance)}


def themes_of(lives: Lives, share: float) -> tuple[str, ...]:
    """What people are concerned about: in home care who comes and when, in a service in trouble staff."""
    if lives.service.kind == "home_care":
        return _HOME_THEMES
    return _TROUBLED_THEMES if share > 0.35 else tuple(phrases.CONCERNS)


def complaints_table(lives: Lives, seed: int) -> pd.DataFrame:
    service, last = lives.service, day_number(lives.timeline.last)
    chance = generator(seed, service.service_id, "complaints")
    rows: list[dict[str, object]] = []
    for month in lives.months:
        by_size = max(0.35, service.people / 28)
        expected = service.practice.complaints.at(np.array([month]))[0] * by_size
        share = service.practice.concerns.at(np.array([month]))[0]
        for day in days_drawn(lives, month, steady_count(expected, chance.random()), chance, 2.0):
            theme = _one(tuple(t for t in themes_of(lives, share) if t in phrases.COMPLAINTS), chance)
            number = lives.day_zero + day
            answered = number + 7 + int(chance.exponential(11))
            closed = answered + int(chance.integers(0, 6))
            outcome = _drawn(_OUTCOMES, chance)
            rows.append(
                {
                    "person_id": lives.person(number, chance.random()) if chance.random() < 0.9 else "",
                    "received_on": number,
                    "raised_by": _drawn(_RAISED_BY, chance),
                    "theme": theme,
                    "summary": _one(phrases.COMPLAINTS[theme], chance),
                    "acknowledged_on": _by(number + int(chance.integers(0, 4)), last),
                    "response_sent_on": _by(answered, last),
                    "outcome": outcome if answered <= last else "",
                    "closed_on": _by(closed, last),
                    "reopened_on": NEVER,
                    "duplicate_of": "",
                }
            )
    dated = ("received_on", "acknowledged_on", "response_sent_on", "closed_on", "reopened_on")
    prefix = f"CO-{service.number:02d}"
    table = events_table(rows, service, prefix, "complaint_id", "received_on", dated)
    return _one_said_twice(_one_reopened(table, last))


def _one_reopened(complaints: pd.DataFrame, last: int) -> pd.DataFrame:
    """The first complaint of a service that has had several is opened again, three weeks after closing."""
    if len(complaints) < _SEVERAL:
        return complaints
    day = complaints["closed_on"].iloc[0] + pd.Timedelta(days=21)
    reopened = complaints["reopened_on"].copy()
    if day <= pd.Timestamp(0) + pd.Timedelta(days=last):
        reopened.iloc[0] = day
    return complaints.assign(reopened_on=reopened)


def _one_said_twice(complaints: pd.DataFrame) -> pd.DataFrame:
    """The third complaint repeats the second: a letter, two days after a telephone call."""
    if len(complaints) < _SEVERAL:
        return complaints
    changed = complaints.copy()
    same = [name for name in complaints.columns if name not in ("complaint_id", "service_id", "reopened_on")]
    for name in same:
        changed[name] = complaints[name].where(complaints.index != 2, complaints[name].iloc[1])
    by_letter = complaints["received_on"].iloc[1] + pd.Timedelta(days=2)
    for name in ("received_on", "acknowledged_on"):
        changed[name] = changed[name].where(complaints.index != 2, by_letter)
    twice = pd.Series([""] * len(complaints), dtype="str")
    twice.iloc[2] = complaints["complaint_id"].iloc[1]
    return changed.assign(duplicate_of=twice)


def decisions_table(lives: Lives, seed: int) -> pd.DataFrame:
    """A decision every month or two; the services in trouble decide what their story says."""
    service = lives.service
    chance = generator(seed, service.service_id, "decisions")
    rows: list[dict[str, object]] = []
    for month in lives.months:
        if service.standing == "in trouble" and month <= 4:
            kind = "other" if month in (3, 1) else ""
        elif service.service_id == "hawthorn-court" and month == 1:
            kind = "recruitment"
        else:
            kind = _one(("", "other", "deployment", "recruitment", "", "other"), chance)
        if kind:
            day = int(lives.days_in(month)[min(13, len(lives.days_in(month)) - 1)]) + lives.day_zero
            rows.append(_decision(day, kind, chance))
    return events_table(rows, service, f"DE-{service.number:02d}", "decision_id", "decided_on",
                        ("decided_on", "review_on"))  # fmt: skip


def _decision(day: int, kind: str, chance: np.random.Generator) -> dict[str, object]:
    forum = "oversight" if kind in ("provider_support", "external_audit") else "quality_meeting"
    return {
        "meeting_id": "",
        "forum": forum,
        "decided_on": day,
        "decided_by": "nominated individual" if forum == "oversight" else "registered manager",
        "kind": kind,
        "decision": _one(phrases.DECISIONS[kind], chance),
        "risk_id": "",
        "indicator": "",
        "review_on": day + _REVIEW_DAYS,
    }


def _by(day: int, last: int) -> int:
    return day if day <= last else NEVER


def _one(choices: tuple[Choice, ...], chance: np.random.Generator) -> Choice:
    return choices[int(chance.integers(len(choices)))]


def _drawn(shares: tuple[tuple[str, float], ...], chance: np.random.Generator) -> str:
    return str(chance.choice([name for name, _ in shares], p=[share for _, share in shares]))
