"""What did senior staff see when they watched care, and what did the service's own audits find?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from toolkit.sample import plan_phrases as phrases
from toolkit.sample.chance import generator
from toolkit.sample.events import Lives, days_drawn, events_table
from toolkit.sample.learning import Learned, Row, observation, settled_people
from toolkit.sample.registers import observed_themes
from toolkit.sample.stories import Level

_APPLIED = 0.95
_SHARE_YES = Level(0.95)
_TROUBLED = {"oakfield": 0.72, "meadowbank": 0.8, "northgate-home-care": 0.88}
_WATCHED = {"missed_care": "Medication", "records": "Personal care"}  # themes that no section is named for


def observations_table(lives: Lives, learned: Learned, seed: int) -> pd.DataFrame:
    """The observation log: what was looked at for learning, for the risks of the register, and besides."""
    chance = generator(seed, lives.service.service_id, "observations")
    applied = _TROUBLED.get(lives.service.service_id, _APPLIED)
    rows = list(learned.observations)
    for month in lives.months:
        for theme in observed_themes(lives.service):
            section = _WATCHED.get(theme) or phrases.SECTION_OF_THEME[theme]
            rows += _watched(lives, learned, month, section, theme, 1.0, chance)
        for _ in range(max(1, lives.service.people // 9)):
            section = phrases.SECTIONS[int(chance.integers(len(phrases.SECTIONS)))]
            rows += _watched(
                lives, learned, month, section, phrases.THEME_OF_SECTION[section], applied, chance
            )
    return events_table(rows, lives.service, "OB", "observation_id", "observed_at", (), ("observed_at",))


def _watched(lives: Lives, learned: Learned, month: int, section: str, theme: str, applied: float,
             chance: np.random.Generator) -> list[Row]:  # fmt: skip
    """One observation of someone whose plan no learning is about: that is looked at for itself."""
    day = lives.day_zero + days_drawn(lives, month, 1, chance, 0.0)[0]
    people = settled_people(lives)
    first = int(chance.integers(len(people)))
    draw = chance.random()
    free = (people[(first + n) % len(people)] for n in range(len(people)))
    stay = next((s for s in free if (s.person_id, section) not in learned.in_question), None)
    if stay is None or day < stay.moved_in:
        return []
    finding = "applied" if draw < applied else "partly_applied" if draw < (2 + applied) / 3 else "not_applied"
    knowledge = "knows" if finding == "applied" else "partly_knows"
    return [observation(lives.service, day, stay.person_id, section, theme, finding, knowledge, chance)]


@dataclass(frozen=True, slots=True)
class _Topic:
    """One audit of the provider's audit calendar."""

    name: str
    theme: str
    questions: int
    every: int  # months
    share: Level = _SHARE_YES  # of its questions answered yes
    pass_mark: float = 85.0
    not_applicable: int = 3


_CALENDAR = (
    _Topic("Medicines", "medication", 40, 1), _Topic("Care plans", "records", 36, 1),
    _Topic("Staffing and deployment", "staffing", 26, 2, Level(0.92), 80.0),
    _Topic("Infection prevention", "infection", 44, 3), _Topic("Falls", "falls", 24, 3),
    _Topic("Dignity and respect", "dignity", 28, 3), _Topic("Mealtimes", "nutrition", 22, 4),
    _Topic("Health and safety", "environment", 38, 3, Level(0.93)),
)  # fmt: skip
# What a service's story says of its audits; with nearly half "not applicable", Oakfield's own
# software still shows a pass.
_TOLD = {
    "oakfield": (
        _Topic("Staffing and deployment", "staffing", 30, 1, Level(0.9, 0.66, 5), 80.0, 22),
        _Topic("Care plans", "records", 36, 1, Level(0.92, 0.7, 6)),
        _Topic("Medicines", "medication", 40, 1, Level(0.93, 0.82, 4)),
    ),
    "elm-grange": (_Topic("Care plans", "records", 36, 1, Level(0.94, 0.75, 6)),),
    "meadowbank": (_Topic("Staffing and deployment", "staffing", 26, 1, Level(0.92), 80.0),),
}  # fmt: skip


def audits_table(lives: Lives, seed: int) -> pd.DataFrame:
    """The audits that the service carried out itself, by the provider's calendar."""
    chance = generator(seed, lives.service.service_id, "audits")
    told = _TOLD.get(lives.service.service_id, ())
    topics = [next((t for t in told if t.name == topic.name), topic) for topic in _CALENDAR]
    rows: list[Row] = []
    for month in lives.months:
        days = lives.days_in(month)
        for place, topic in enumerate(topics):
            draws = chance.random(3)
            if (month + place) % topic.every:
                continue
            asked = topic.questions - int(3 * draws[1])
            day = days[min(2 + 2 * place + int(2 * draws[2]), len(days) - 1)]
            share = topic.share.at(np.array([month]))[0] + 0.03 * (draws[0] - 0.5)
            yes = min(asked, int(np.floor(asked * share + 0.5)))
            rows.append(
                {"audited_on": lives.day_zero + int(day),
                 "topic": topic.name, "theme": topic.theme, "yes": float(yes), "no": float(asked - yes),
                 "not_applicable": float(topic.not_applicable), "unanswered": float(topic.questions - asked),
                 "pass_mark": topic.pass_mark,
                 "auditor": "quality lead" if topic.every > 1 else "deputy manager"}
            )  # fmt: skip
    return events_table(rows, lives.service, "AU", "audit_id", "audited_on", ("audited_on",))
