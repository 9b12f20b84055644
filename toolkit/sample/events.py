"""What happened and what was said: incidents, handovers, feedback, complaints, decisions?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from toolkit.sample import phrases
from toolkit.sample.chance import generator, steady_count
from toolkit.sample.residents import Stay
from toolkit.sample.rota import BAD_WEEK_DAYS, Line
from toolkit.sample.stories import Service
from toolkit.sample.timeline import MINUTES_A_DAY, Timeline, dates, day_number, moments

NEVER = -1
_KINDS_OF_INCIDENT = {
    "home_care": phrases.HOME_INCIDENTS,
    "extra_care": phrases.HOME_INCIDENTS,
    "supported_living": phrases.SUPPORTED_INCIDENTS,
}
_UNANSWERED = ("Call bell not answered for over 20 minutes", "staffing")


@dataclass(frozen=True, slots=True)
class Lives:
    """Who lives at the service, day by day, to draw the person an event is about."""

    service: Service
    stays: list[Stay]
    timeline: Timeline
    short_days: np.ndarray  # one value a day: was any shift that began on it short

    def person(self, day: int, draw: float) -> str:
        """A person who lives there on that day; the frail come up more often."""
        there = [s for s in self.stays if s.moved_in <= day and (s.left is None or s.left > day)]
        weighted = [s.person_id for s in there for _ in range(1 + s.level)]
        return weighted[int(draw * len(weighted))] if weighted else ""

    def count(self, day: int) -> int:
        return sum(1 for s in self.stays if s.moved_in <= day and (s.left is None or s.left > day))

    def days_in(self, month: int) -> np.ndarray:
        return np.flatnonzero(self.timeline.months_before_end == month)

    def bad_days(self) -> list[int]:
        """The days of the one bad week of a steady service; none for the others."""
        first = self.service.practice.bad_week
        days = self.days_in(0)[first - 1 :] if first else np.array([], dtype=int)
        return [int(day) for day in days[:BAD_WEEK_DAYS]]

    @property
    def months(self) -> list[int]:
        """Months before the end, oldest first."""
        return sorted(set(self.timeline.months_before_end.tolist()), reverse=True)

    @property
    def day_zero(self) -> int:
        return day_number(self.timeline.first)


def days_drawn(
    lives: Lives, month: int, count: int, chance: np.random.Generator, after_short: float
) -> list[int]:
    """Days of events, drawn towards the days after a short shift."""
    days = lives.days_in(month)
    weight = 1 + after_short * lives.short_days[days] + 0.2 * lives.timeline.weekend[days]
    return sorted(chance.choice(days, size=count, p=weight / weight.sum()).tolist())


def events_table(rows: list[dict[str, object]], service: Service, prefix: str, key: str, by: str,
           days: tuple[str, ...], times: tuple[str, ...] = ()) -> pd.DataFrame:  # fmt: skip
    """Rows of one table in order of their day, with ids that count on."""
    rows = sorted(rows, key=lambda row: (row[by], *[str(value) for value in row.values()]))
    ids = pd.Series([f"{prefix}-{n + 1:04d}" for n in range(len(rows))], dtype="str")
    return named_rows([{key: name, **row} for name, row in zip(ids, rows, strict=True)], service, days, times)


def named_rows(rows: list[dict[str, object]], service: Service, days: tuple[str, ...],
               times: tuple[str, ...] = ()) -> pd.DataFrame:  # fmt: skip
    """Rows of one service's table that have their ids, the first column, in the order given."""
    return dated_rows(rows, days, times).assign(service_id=service.service_id)


def dated_rows(
    rows: list[dict[str, object]], days: tuple[str, ...], times: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Rows as a table; those columns hold days, and those minutes, since 1970."""
    columns: dict[str, object] = {}
    for name in rows[0] if rows else ():
        values = [row[name] for row in rows]
        if name in days:
            columns[name] = dates(np.array(values))
        elif name in times:
            columns[name] = moments(np.array(values))
        else:
            columns[name] = pd.Series(values, dtype="str" if isinstance(values[0], str) else "float64")
    return pd.DataFrame(columns)


def incidents_table(lives: Lives, seed: int) -> pd.DataFrame:
    service, timeline = lives.service, lives.timeline
    chance = generator(seed, service.service_id, "incidents")
    kinds = _KINDS_OF_INCIDENT.get(service.kind, phrases.INCIDENTS)
    shares = np.array([share for _, _, share in kinds], dtype=float)
    trouble = service.practice.incidents.at_end is not None
    in_bad_week = lives.bad_days()[::2]
    rows: list[dict[str, object]] = []
    for month in lives.months:
        days = lives.days_in(month)
        people = lives.count(lives.day_zero + int(days[0]))
        rate = service.practice.incidents.at(np.array([month]))[0] * (
            0.9 + 0.2 * timeline.winter[days].mean()
        )
        expected = rate * people * len(days) / 1000 * chance.uniform(0.7, 1.3)
        count = steady_count(expected, chance.random())
        if month == 0:  # what happens in the bad week is part of the month's usual number
            count = max(0, count - len(in_bad_week))
        for day in days_drawn(lives, month, count, chance, 3.0 if trouble else 0.0):
            kind, theme, _ = kinds[int(chance.choice(len(kinds), p=shares / shares.sum()))]
            if trouble and lives.short_days[day] and chance.random() < 0.45:
                kind, theme = _UNANSWERED
            rows.append(_incident(lives, day, kind, theme, chance))
    rows += [_incident(lives, day, *_UNANSWERED, chance) for day in in_bad_week]
    return events_table(rows, service, "IN", "incident_id", "occurred_at", ("closed_on", "notified_on"),
                  ("occurred_at", "reported_at"))  # fmt: skip


def _incident(
    lives: Lives, day: int, kind: str, theme: str, chance: np.random.Generator
) -> dict[str, object]:
    occurred = int(lives.timeline.midnights[day]) + int(chance.triangular(0, 1050, MINUTES_A_DAY - 1))
    harm = str(chance.choice([name for name, _ in phrases.HARMS], p=[share for _, share in phrases.HARMS]))
    number = lives.day_zero + day
    closed = number + 2 + int(chance.exponential(9))
    notify = harm == "severe" or (theme == "safeguarding" and chance.random() < 0.3)
    return {
        "person_id": lives.person(number, chance.random()),
        "occurred_at": occurred,
        "kind": kind,
        "theme": theme,
        "harm": harm,
        "reported_at": occurred + 10 + int(chance.exponential(75)),
        "closed_on": closed if closed <= day_number(lives.timeline.last) else NEVER,
        "notified_on": number + 1 if notify and number + 1 <= day_number(lives.timeline.last) else NEVER,
    }


def handover_table(lives: Lives, seed: int) -> pd.DataFrame:
    service = lives.service
    chance = generator(seed, service.service_id, "handover")
    rows: list[dict[str, object]] = []
    for month in lives.months:
        now = np.array([month])
        expected = service.practice.handovers.at(now)[0] * chance.uniform(0.75, 1.25)
        count = steady_count(expected, chance.random())
        uncontrolled = service.practice.uncontrolled.at(now)[0]
        for day in days_drawn(lives, month, count, chance, 1.0):
            rows.append(_handover_entry(lives, day, uncontrolled, chance))
        if service.practice.tired and month <= 2:
            for day in days_drawn(lives, month, 4, chance, 0.0):
                entry = _handover_entry(lives, day, 1.0, chance)
                text = phrases.TIRED[int(chance.integers(len(phrases.TIRED)))]
                rows.append({**entry, "theme": "staffing", "risk": text, "control": "", "control_by": ""})
    return events_table(rows, service, "HO", "entry_id", "logged_at", ("resolved_on",), ("logged_at",))


def _handover_entry(
    lives: Lives, day: int, uncontrolled: float, chance: np.random.Generator
) -> dict[str, object]:
    themes = list(phrases.HANDOVER)
    weights = np.array([3.0 if lives.short_days[day] and name == "staffing" else 1.0 for name in themes])
    theme = themes[int(chance.choice(len(themes), p=weights / weights.sum()))]
    texts = phrases.HANDOVER[theme]
    none = chance.random() < uncontrolled
    number = lives.day_zero + day
    resolved = number + (9 + int(chance.exponential(8)) if none else 1 + int(chance.exponential(1.8)))
    handovers = (
        [7 * 60 + 30, 14 * 60 + 30, 21 * 60 + 30] if "Early" in lives.service.shifts else [8 * 60, 20 * 60]
    )
    at = handovers[int(chance.integers(len(handovers)))] + int(chance.integers(0, 25))
    control = "" if none else phrases.CONTROLS[theme][int(chance.integers(len(phrases.CONTROLS[theme])))]
    return {
        "logged_at": int(lives.timeline.midnights[day]) + at,
        "theme": theme,
        "risk": texts[int(chance.integers(len(texts)))],
        "control": control,
        "control_by": "" if none else phrases.CONTROL_BY[int(chance.integers(len(phrases.CONTROL_BY)))],
        "resolved_on": resolved if resolved <= day_number(lives.timeline.last) else NEVER,
    }


def short_days_of(lines: list[Line], count: int) -> np.ndarray:
    """Days on which a shift of some unit ran short, or almost did: a line that nobody worked."""
    short = np.zeros(count)
    for line in lines:
        if not line.worked and not line.is_draft:
            short[line.day] = 1.0
    return short
