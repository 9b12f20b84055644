"""What became of each complaint of the sample: learning, plan changes, observations, verdicts?

The stories (`learning_stories.py`) and what chance decides for the other complaints take one road
here, so that a planted case looks like any other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from toolkit.sample import plan_phrases as phrases
from toolkit.sample.chance import generator
from toolkit.sample.events import NEVER, Lives
from toolkit.sample.learning_stories import STEADY, WHO_DIED, WHO_MOVES, Case, Follow, cases_of, follow_of
from toolkit.sample.provider import BIRCH_LODGE
from toolkit.sample.residents import MOVE, Stay
from toolkit.sample.stories import Service
from toolkit.sample.timeline import day_number
from toolkit.sample.workers import staff_id

STORY_IDS = 101  # ids of the stories' complaints and learning count on from here
_TWICE_IDS, _AGAIN_IDS = 201, 301
_MOST_PEOPLE = 10  # learning ids kept free for one case
LAYOUT = "  "  # an "addition" that only moves white space
_MEETING = 24  # day of the month on which the quality meeting gives its verdicts

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of a plan's change log before its text is known; `day` counts from 1970."""

    day: int
    person_id: str
    section: str
    kind: str  # the contract's change_type
    added: str = ""  # what the change adds; "" leaves the words as they are
    learning_id: str = ""
    confirmed_with: str = ""
    confirmed_on: int = NEVER
    changed_by: str = "deputy manager"


@dataclass(slots=True)
class Learned:
    """Rows in the making of one service."""

    complaints: list[Row] = field(default_factory=list)
    learning: list[Row] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    observations: list[Row] = field(default_factory=list)
    verdicts: list[Row] = field(default_factory=list)
    feedback: list[Row] = field(default_factory=list)

    @property
    def in_question(self) -> set[tuple[str, str]]:
        """The people and sections that learning is about: nothing else may change them by accident."""
        of_learning = {
            (str(row["person_id"]), str(row["plan_section"])) for row in self.learning if row["person_id"]
        }
        return of_learning | {(change.person_id, change.section) for change in self.changes}


def settled_people(lives: Lives) -> list[Stay]:
    """Those who have lived at the service all along, by place; without any, those there at the end."""
    first = day_number(lives.timeline.first)
    staying = sorted((s for s in lives.stays if s.left is None), key=lambda s: s.place)
    return [s for s in staying if s.moved_in <= first] or staying or list(lives.stays)


def day_in(lives: Lives, month: int, day: int) -> int:
    """Days since 1970 of a day of the month so many before the end; a short month's last day at most."""
    days = lives.days_in(month)
    return lives.day_zero + int(days[min(day, len(days)) - 1])


def learned_of(lives: Lives, complaints: pd.DataFrame, seed: int) -> Learned:
    """Everything that followed from the service's complaints; `complaints` are those that chance drew."""
    learner = _Learner(lives, seed)
    for position, case in enumerate(cases_of(lives.service)):
        learner.tell(position, case)
    if "learning" not in lives.service.layout.tables_missing:
        learner.follow_drawn(complaints)
    _bring_along(learner.found, lives, seed)
    return learner.found


class _Learner:
    """Follows the complaints of one service, one after the other."""

    def __init__(self, lives: Lives, seed: int) -> None:
        self.lives = lives
        self.last = day_number(lives.timeline.last)
        self.people = settled_people(lives)
        self.chance = generator(seed, lives.service.service_id, "learning")
        self.found = Learned()

    def tell(self, position: int, case: Case) -> None:
        """One case of the service's story, when the sample is long enough to hold it."""
        if case.month not in self.lives.months:
            return
        received = day_in(self.lives, case.month, case.day)
        people = self._people_of(case, received)
        if case.who == WHO_DIED and people:
            received = int(people[0].left or received) - 40
        if not people or received > self.last:
            return
        number = f"{self.lives.service.number:02d}"
        identity = f"CO-{number}-{STORY_IDS + position:04d}"
        self._complain(case, identity, people[0].person_id, received)
        if case.again is not None:
            twin = f"CO-{number}-{_TWICE_IDS + position:04d}"
            self._complain(case, twin, people[0].person_id, received + case.again, of=identity)
        first = STORY_IDS + position * _MOST_PEOPLE
        self._follow(case, identity, people, received, first)

    def _people_of(self, case: Case, received: int) -> list[Stay]:
        if case.who == WHO_MOVES:
            return [
                s for s in self.lives.stays if s.person_id == MOVE.person_id and s.left and s.left > received
            ]
        if case.who == WHO_DIED:
            first = day_number(self.lives.timeline.first)
            gone = [s for s in self.lives.stays if s.reason == "died" and s.left and s.left > first + 60]
            return sorted(gone, key=lambda s: -(s.left or 0))[:1]
        count = min(1 + case.others, len(self.people))
        return [self.people[(case.person + n) % len(self.people)] for n in range(count)]

    def _complain(self, case: Case, identity: str, person: str, received: int, of: str = "") -> None:
        if received > self.last:
            return
        answered = self._by(received, case.answered)
        self.found.complaints.append(
            {
                "complaint_id": identity,
                "person_id": person,
                "received_on": received,
                "raised_by": case.raised_by,
                "theme": case.theme,
                "summary": phrases.SAID_OF_LEARNING[case.theme],
                "acknowledged_on": self._by(received, 2),
                "response_sent_on": answered,
                "outcome": case.outcome if answered != NEVER else "",
                "closed_on": self._by(received, case.closed),
                "reopened_on": NEVER if of else self._by(received, case.reopened),
                "duplicate_of": of,
            }
        )

    def _follow(self, case: Case, complaint: str, people: list[Stay], received: int, first: int) -> None:
        agreed = self._by(received, case.agreed)
        if agreed == NEVER:
            return
        for number, stay in enumerate(people):
            identity = f"LE-{self.lives.service.number:02d}-{first + number:04d}"
            wanted = _one(phrases.LEARNED[case.section], self.chance)
            changed = self._change(case, identity, stay, agreed, number, wanted)
            elsewhere = agreed + int(case.changed or 0) if case.who == WHO_MOVES else changed
            self.found.learning.append(
                self._learning_row(case, complaint, identity, stay, agreed, elsewhere, wanted)
            )
            since = changed if changed != NEVER else agreed
            self._observe(case, identity, stay, since)
            if case.verdict and number == 0:
                self._judge(case, identity, since)
            if number == 0:
                self._come_back(case, complaint, stay, since)

    def _change(self, case: Case, identity: str, stay: Stay, agreed: int, number: int,
                wanted: str) -> int:  # fmt: skip
        """The plan change of one person, where there was one; its day, or NEVER."""
        changed = self._by(agreed, None if case.changed is None else case.changed + number)
        if changed == NEVER or (stay.left is not None and changed >= stay.left):
            return NEVER
        confirmed = self._by(changed, case.confirmed)
        if case.kept_layout:  # the words as they stood before, or nobody could tell
            self.found.changes.append(
                Change(changed - 25, stay.person_id, case.section, "reviewed_no_change")
            )
        said = ("person", "representative")[(stay.place + number) % 2]
        self.found.changes.append(
            Change(
                day=changed,
                person_id=stay.person_id,
                section="Moving safely" if case.elsewhere else case.section,
                kind="updated",
                added=LAYOUT if case.kept_layout else wanted,
                learning_id=identity if case.linked else "",
                confirmed_with=said if confirmed != NEVER else "not_confirmed",
                confirmed_on=confirmed,
            )
        )
        return changed

    def _learning_row(self, case: Case, complaint: str, identity: str, stay: Stay, agreed: int,
                      changed: int, wanted: str) -> Row:  # fmt: skip
        return {
            "learning_id": identity,
            "complaint_id": complaint,
            "person_id": stay.person_id,
            "relevant": "yes",
            "theme": case.theme,
            "required_update": wanted,
            "plan_section": case.section,
            "agreed_on": agreed,
            "owner": "deputy manager",
            "briefed_on": self._by(changed, case.briefed) if changed != NEVER else NEVER,
        }

    def _observe(self, case: Case, identity: str, stay: Stay, since: int) -> None:
        if case.who == WHO_MOVES:
            return  # seen where the person lives now
        for after, finding, knowledge in case.observed:
            day = self._by(since, after)
            if day == NEVER or (stay.left is not None and day >= stay.left):
                continue
            self.found.observations.append(
                observation(self.lives.service, day, stay.person_id, case.section, case.theme, finding,
                            knowledge, self.chance, identity)
            )  # fmt: skip

    def _judge(self, case: Case, identity: str, since: int) -> None:
        """The quality meeting of the month after next gives its verdict."""
        month = next((m for m in self.lives.months if day_in(self.lives, m, _MEETING) > since + 28), None)
        if month is not None:
            day = day_in(self.lives, month, _MEETING)
            self.found.verdicts.append(
                {
                    "subject": f"learning:{identity}",
                    "verdict": case.verdict,
                    "decided_on": day,
                    "decided_by": "registered manager",
                    "reason": phrases.WHY[case.verdict],
                }
            )

    def _come_back(self, case: Case, complaint: str, stay: Stay, since: int) -> None:
        """The concern that a case says came again."""
        number = int(complaint[-4:]) - STORY_IDS
        second = self._by(since, case.complains_again)
        if second != NEVER:
            identity = f"CO-{self.lives.service.number:02d}-{_AGAIN_IDS + number:04d}"
            self._complain(case, identity, stay.person_id, second)
        third = self._by(since, case.recurs)
        if third != NEVER:
            self.found.feedback.append(
                {"received_on": third, "source": "family", "kind": "concern", "theme": case.theme,
                 "rating": 2.0, "person_id": stay.person_id, "plan_section": case.section,
                 "text": phrases.SAID_BY_FAMILY_AGAIN}
            )  # fmt: skip

    def follow_drawn(self, complaints: pd.DataFrame) -> None:
        """What the service drew from the complaints that chance brought."""
        told = self.found.in_question
        stays = {stay.person_id: stay for stay in self.lives.stays}
        first = 1
        if complaints.empty:
            return
        upheld = complaints["outcome"].isin(["upheld", "partly_upheld"]) & (complaints["duplicate_of"] == "")
        days = {name: complaints[name].dt.date for name in ("received_on", "response_sent_on")}
        for position in np.flatnonzero(upheld.to_numpy()):
            row = complaints.iloc[position]
            received, answered = (day_number(days[name].iloc[position]) for name in days)
            month = int(self.lives.timeline.months_before_end[received - self.lives.day_zero])
            follow = follow_of(self.lives.service, month)
            case = self._drawn_case(str(row["theme"]), follow, answered - received)
            identity, complaint = f"LE-{self.lives.service.number:02d}-{first:04d}", str(row["complaint_id"])
            stay = stays.get(str(row["person_id"])) or self.people[first % len(self.people)]
            if case is None and str(row["theme"]) not in phrases.SECTION_OF_THEME:
                self._not_for_a_plan(complaint, identity, str(row["theme"]), answered)
                first += 1
            # Where plans are not kept, nothing else may bring about what the story says is missing.
            elif case is not None and (follow is STEADY or (stay.person_id, case.section) not in told):
                told.add((stay.person_id, case.section))
                self._follow(case, complaint, [stay], received, first)
                first += 1

    def _not_for_a_plan(self, complaint: str, identity: str, theme: str, answered: int) -> None:
        """Learning that concerns the house and nobody's plan."""
        agreed = self._by(answered, 2)
        if agreed != NEVER:
            self.found.learning.append(
                {"learning_id": identity, "complaint_id": complaint, "person_id": "", "relevant": "no",
                 "theme": theme, "required_update": phrases.NOT_FOR_A_PLAN, "plan_section": "",
                 "agreed_on": agreed, "owner": "registered manager", "briefed_on": NEVER}
            )  # fmt: skip

    def _drawn_case(self, theme: str, follow: Follow, answered: int) -> Case | None:
        """How the service dealt with one complaint; None where it drew no learning from it."""
        draws = self.chance.random(8)
        section = phrases.SECTION_OF_THEME.get(theme)
        if section is None or draws[0] >= follow.drawn:
            return None
        changed = int(6 + 24 * draws[2]) + (60 if draws[3] < follow.late else 0)
        knows = draws[6] < follow.applied
        seen = ("applied", "knows") if knows else ("not_applied", "does_not_know")
        return Case(
            month=0, day=1, theme=theme, section=section, person=0, agreed=answered + int(1 + 5 * draws[4]),
            changed=changed if draws[1] < follow.changed else None,
            confirmed=int(1 + 10 * draws[7]) if draws[7] < follow.confirmed else None,
            briefed=int(1 + 8 * draws[5]) if draws[5] < follow.briefed else None,
            observed=((int(10 + 12 * draws[4]), *seen), (int(50 + 20 * draws[4]), *seen))
            if draws[4] < follow.observed else (),
            verdict="embedded" if knows else "fragmented",
        )  # fmt: skip

    def _by(self, day: int, after: int | None) -> int:
        """The day so long after; NEVER when it did not come, or has not yet."""
        return NEVER if day == NEVER or after is None or day + after > self.last else day + after


def _bring_along(learned: Learned, lives: Lives, seed: int) -> None:
    """Add what was changed and seen here for learning that another service agreed: the person moved."""
    service = lives.service
    if service.service_id != MOVE.joins or not any(s.person_id == MOVE.person_id for s in lives.stays):
        return
    position, case = next((n, c) for n, c in enumerate(cases_of(BIRCH_LODGE)) if c.who == WHO_MOVES)
    learning_id = f"LE-{BIRCH_LODGE.number:02d}-{STORY_IDS + position * _MOST_PEOPLE:04d}"
    day = day_in(lives, case.month, case.day) + int(case.agreed or 0) + int(case.changed or 0)
    learned.changes.append(
        Change(day, MOVE.person_id, case.section, "updated", phrases.LEARNED[case.section][0], learning_id,
               "person", day + 3)
    )  # fmt: skip
    chance = generator(seed, service.service_id, "brought along")
    for after, finding, knowledge in case.observed:
        learned.observations.append(
            observation(service, day + after, MOVE.person_id, case.section, case.theme, finding, knowledge,
                        chance, learning_id)
        )  # fmt: skip


def observation(service: Service, day: int, person: str, section: str, theme: str, finding: str,
                knowledge: str, chance: np.random.Generator, learning_id: str = "") -> Row:  # fmt: skip
    """One row of the observation log; it was made between eight in the morning and eight at night."""
    observers = phrases.OBSERVERS if service.kind == "nursing" else phrases.OBSERVERS[:3]
    return {
        "observed_at": day * 1440 + 480 + int(chance.integers(0, 720)),
        "observer": _one(observers, chance),
        "staff_id": staff_id(service, int(chance.integers(0, 9))),
        "person_id": person,
        "plan_section": section,
        "theme": theme,
        "learning_id": learning_id,
        "finding": finding,
        "knowledge": knowledge,
        "note": _one(phrases.SEEN[finding], chance),
    }


def _one(choices: Iterable[str], chance: np.random.Generator) -> str:
    texts = tuple(choices)
    return texts[int(chance.integers(len(texts)))]
