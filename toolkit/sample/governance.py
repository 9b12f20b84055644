"""What did leaders know, say, ask, decide and see through, month after month?

The calendar goes round once a month: an oversight meeting with its pack, a statement about each
risk, a challenge, decisions and actions; and a quality meeting. Whoever departs from it does so in
`governance_stories.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from toolkit.sample import governance_phrases as phrases
from toolkit.sample.board import NOMINATED, board_day, board_decision, board_months
from toolkit.sample.chance import generator
from toolkit.sample.events import NEVER, Lives, named_rows
from toolkit.sample.filed import Filed
from toolkit.sample.governance_stories import Grip, ToldAction, ToldStatement, grip_of, told_of
from toolkit.sample.learning import Row, day_in
from toolkit.sample.registers import DEPUTY, MANAGER, QUALITY, RegisterRisk, register_of
from toolkit.sample.timeline import day_number

_OVERSIGHT_DAY, _QUALITY_DAY = 20, 24
_REQUIRED = ("audit", "incident", "feedback", "staffing")
_CITED = {
    "staffing": ("staffing", "care_record", "feedback"), "medication": ("audit", "incident"),
    "communication": ("feedback",), "continuity": ("feedback", "care_record"),
    "records": ("care_record", "audit"), "missed_care": ("care_record", "incident"), "falls": ("incident",),
}  # fmt: skip
_STAFF_DECISIONS = ("recruitment", "deployment", "provider_support")
_RUNS = 100  # days an action runs before it is due
DATED = {
    "risks": ("opened_on", "closed_on"),
    "actions": ("opened_on", "due_on", "original_due_on", "completed_on", "verified_on", "closed_on"),
    "meetings": ("due_on", "held_on", "minuted_on"),
    "statements": ("made_on",),
    "challenges": ("raised_on", "follow_up_due_on", "answered_on"),
    "decisions": ("decided_on", "review_on"),
}


@dataclass(slots=True)
class _Risk:
    """A risk of the register with its id and the days it was open."""

    risk_id: str
    story: RegisterRisk
    opened: int
    closed: int
    position: int
    decision: str = ""  # the newest decision that names it

    def is_open(self, day: int) -> bool:
        return self.opened <= day and (self.closed == NEVER or self.closed > day)


def governance_of(lives: Lives, tables: Mapping[str, pd.DataFrame], seed: int) -> dict[str, pd.DataFrame]:
    """The governance tables of one service; `tables` are its records, which the evidence refers to."""
    keeper = _Keeper(lives, tables, seed)
    for month in lives.months:
        keeper.go_through(month)
    keeper.see_decisions_through(tables["decisions"])
    for action in told_of(lives.service).actions:
        keeper.tell_action(action)
    keeper.number_actions()
    found = {name: named_rows(keeper.rows[name], lives.service, dated) for name, dated in DATED.items()}
    found["decisions"] = keeper.decisions(tables["decisions"])
    return {**found, "evidence": keeper.filed.table()}


@dataclass(slots=True)
class _Keeper:
    """Keeps the governance records of one service, month after month."""

    lives: Lives
    tables: Mapping[str, pd.DataFrame]
    seed: int
    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in DATED})
    filed: Filed = field(init=False)
    chance: np.random.Generator = field(init=False)
    risks: list[_Risk] = field(init=False)
    told: dict[str, str] = field(default_factory=dict)  # ids of the story's decisions, by their key

    def __post_init__(self) -> None:
        self.filed = Filed(self.lives, self.tables)
        self.chance = generator(self.seed, self.lives.service.service_id, "governance")
        self.risks = [self._risk(n, story) for n, story in enumerate(register_of(self.lives.service))]
        self.risks = [risk for risk in self.risks if risk.opened <= self.last and self._is_told(risk.story)]
        self.rows["risks"] = [self._risk_row(risk) for risk in self.risks]

    @property
    def last(self) -> int:
        return day_number(self.lives.timeline.last)

    def _is_told(self, story: RegisterRisk) -> bool:
        """A risk that was closed before the sample begins is not in it."""
        return story.closed is None or story.closed[0] in self.lives.months

    def _risk(self, position: int, story: RegisterRisk) -> _Risk:
        opened = self._story_day(*story.opened)
        closed = NEVER if story.closed is None else self._story_day(*story.closed)
        return _Risk(f"{self._id('RK')}{position + 1:02d}", story, opened, closed, position)

    def _story_day(self, month: int, day: int) -> int:
        """A day of the register; what is older than the sample fell in its first days."""
        oldest = self.lives.months[0]
        return day_in(self.lives, month, day) if month <= oldest else self.lives.day_zero + min(day, 2)

    def _risk_row(self, risk: _Risk) -> Row:
        story = risk.story
        return {
            "risk_id": risk.risk_id, "title": story.title, "theme": story.theme, "priority": story.priority,
            "owner": story.owner, "review_route": story.route, "evidence_sources": story.sources,
            "indicator": story.indicator, "opened_on": risk.opened, "closed_on": risk.closed,
            "quality_statements": story.quality_statement,
        }  # fmt: skip

    # One month

    def go_through(self, month: int) -> None:
        grip = grip_of(self.lives.service, month)
        day = self._weekday(day_in(self.lives, month, _OVERSIGHT_DAY))
        if day > self.last:
            return
        requires = (*_REQUIRED, *filter(None, (grip.asked_for,)))
        late = 25 if grip.late_minutes == month else 0
        meeting = self._meet("oversight", day, ";".join(requires), late)
        open_risks = [risk for risk in self.risks if risk.is_open(day)]
        watched = [risk for risk in open_risks if risk.story.observed and "observation" not in grip.lacking]
        themes = tuple(dict.fromkeys(risk.story.theme for risk in watched))
        self.filed.pack(day, meeting, tuple(kind for kind in requires if kind not in grip.lacking), themes)
        said = [self._state(risk, month, day, meeting, grip) for risk in open_risks if risk.story.spoken_of]
        said += self._state_as_told(month, day, meeting)
        if grip.challenges and said and (month + self.lives.service.number) % 2 == 0:
            self._challenge(day, meeting, said[month % len(said)], "", grip.answers)
        for risk in open_risks:
            due = (month + self.lives.service.number + risk.position) % 3 == 0
            first = self._weekday(day_in(self.lives, month, _OVERSIGHT_DAY)) - risk.opened < 31
            if risk.story.acted_on and grip.acts and (due or first):
                self._carry_on(risk, day, meeting)
        self._decide_as_told(month)
        self._hold_quality_meeting(month, grip)

    def _hold_quality_meeting(self, month: int, grip: Grip) -> None:
        day = self._weekday(day_in(self.lives, month, _QUALITY_DAY))
        if day <= self.last:
            self._meet("quality_meeting", day, "", 0, held=grip.unheld != month)

    def _meet(self, forum: str, day: int, requires: str, late: int, *, held: bool = True) -> str:
        identity = self._next("meetings", "MT")
        minuted = day + 4 + int(self.chance.integers(0, 4)) + late
        self.rows["meetings"].append(
            {"meeting_id": identity, "forum": forum, "due_on": day, "held_on": day if held else NEVER,
             "minuted_on": self._by(minuted) if held else NEVER, "requires": requires}
        )  # fmt: skip
        return identity

    # What is said, and asked

    def _state(self, risk: _Risk, month: int, day: int, meeting: str, grip: Grip) -> str:
        theme = risk.story.theme
        claims = grip.claims.get(theme, risk.story.claim)
        instead = next(
            (s for s in told_of(self.lives.service).statements
             if s.instead and (s.risk, s.month) == (risk.position, month)), None)  # fmt: skip
        if instead is not None:
            return self._say_as_told(instead, risk, month, day, meeting)
        text = self._text(risk, month, grip, claims)
        if theme in grip.nil_returns:
            claims, cited = "none", ""
        else:
            cited = self._cited(risk, grip.cites.get(theme, "current"), month, day, meeting)
        return self._say(risk, day, meeting, MANAGER, text, claims, cited)

    def _text(self, risk: _Risk, month: int, grip: Grip, claims: str) -> str:
        theme, numbers = risk.story.theme, self.chance.integers(0, 9, 2).tolist()
        if theme in grip.nil_returns:
            return phrases.NIL_RETURN
        if theme in grip.pasted:
            text = phrases.PASTED[theme]
        else:
            turn = month + risk.position + self.lives.service.number
            found = phrases.FOUND[theme]
            text = " ".join(
                (found[turn % len(found)], phrases.HOW[turn % len(phrases.HOW)],
                 phrases.NEXT[turn % len(phrases.NEXT)])
            )  # fmt: skip
            if (claims, theme) == ("improved", "staffing"):
                text = f"{phrases.IMPROVED} {text}"
        return self._filled_in(text, month, numbers)

    def _filled_in(self, text: str, month: int, numbers: list[int]) -> str:
        name = phrases.MONTHS[self.lives.timeline.month_of(month).month_number - 1]
        return text.replace("{month}", name).replace("{n}", str(88 + numbers[0])).replace(
            "{p}", str(2 + numbers[1]))  # fmt: skip

    def _cited(self, risk: _Risk, how: str, month: int, day: int, meeting: str) -> str:
        """Ids of the evidence a statement relies on."""
        kinds = _CITED[risk.story.theme]
        if how == "summary":
            return self.filed.add("summary", day - 1, meeting)
        if how == "old":
            return self.filed.of_pack(month + 3, kinds, "")
        return "" if how == "none" else self.filed.of_pack(month, kinds, risk.story.theme)

    def _say(self, risk: _Risk, day: int, meeting: str, by: str, text: str, claims: str, cited: str) -> str:
        identity = self._next("statements", "ST")
        self.rows["statements"].append(
            {"statement_id": identity, "meeting_id": meeting, "made_on": day, "made_by": by,
             "risk_id": risk.risk_id, "text": text, "claims": claims, "indicator": "", "evidence_ids": cited}
        )  # fmt: skip
        return identity

    def _say_as_told(self, told: ToldStatement, risk: _Risk, month: int, day: int, meeting: str) -> str:
        text = self._filled_in(told.text, month, self.chance.integers(0, 9, 2).tolist())
        cited = self._cited(risk, told.cites, month, day, meeting)
        identity = self._say(risk, day, meeting, told.made_by, text, told.claims, cited)
        if told.asked:
            self._challenge(day, meeting, identity, told.asked, answered=True)
        return identity

    def _state_as_told(self, month: int, day: int, meeting: str) -> list[str]:
        """What someone else than the registered manager says besides."""
        return [
            self._say_as_told(told, risk, month, day, meeting)
            for told in told_of(self.lives.service).statements
            for risk in self.risks
            if not told.instead and told.month == month and told.risk == risk.position and risk.is_open(day)
        ]

    def _challenge(self, day: int, meeting: str, statement: str, text: str, answered: bool) -> None:
        draws = self.chance.random(2)
        reply = self._by(day + 14) if answered else NEVER
        proof = self.filed.add("observation", reply - 3, meeting) if reply != NEVER else ""
        self.rows["challenges"].append(
            {"challenge_id": self._next("challenges", "CH"), "meeting_id": meeting, "raised_on": day,
             "raised_by": NOMINATED, "statement_id": statement,
             "challenge": text or phrases.CHALLENGES[int(draws[0] * len(phrases.CHALLENGES))],
             "follow_up": phrases.FOLLOW_UPS[int(draws[1] * len(phrases.FOLLOW_UPS))],
             "follow_up_due_on": day + 21, "answered_on": reply, "evidence_ids": proof}
        )  # fmt: skip

    # What is decided, and done

    def _carry_on(self, risk: _Risk, day: int, meeting: str) -> None:
        """The oversight meeting decides that the risk is to be held as agreed, and what is done next."""
        texts = phrases.ACTIONS[risk.story.theme]
        number = len(self.rows["actions"])
        risk.decision = self._decide(
            day, meeting, "oversight", NOMINATED, "other",
            phrases.CARRIES_ON[number % len(phrases.CARRIES_ON)], risk.risk_id, "", day + 91,
        )  # fmt: skip
        self._act(risk, risk.decision, texts[number % len(texts)], day + 1, risk.story.theme)

    def _decide(self, day: int, meeting: str, forum: str, by: str, kind: str, text: str, risk_id: str,
                indicator: str, review: int) -> str:  # fmt: skip
        identity = f"{self._id('DG')}{len(self.rows['decisions']) + 1:04d}"
        self.rows["decisions"].append(
            {"decision_id": identity, "meeting_id": meeting, "forum": forum, "decided_on": day,
             "decided_by": by, "kind": kind, "decision": text, "risk_id": risk_id, "indicator": indicator,
             "review_on": review}
        )  # fmt: skip
        return identity

    def _decide_as_told(self, month: int) -> None:
        for told in told_of(self.lives.service).decisions:
            risk = next((r for r in self.risks if r.position == told.risk), None)
            if told.month == month and risk is not None:
                day = day_in(self.lives, month, told.day)
                self.told[told.key] = self._decide(
                    day, "", "oversight", NOMINATED, told.kind, told.text, risk.risk_id, told.indicator,
                    day + told.review,
                )  # fmt: skip

    def _act(self, risk: _Risk | None, decision: str, text: str, opened: int, theme: str) -> None:
        """An action that is done, watched, verified by somebody else, and closed with fresh evidence."""
        if opened > self.last:
            return
        closed = self._by(opened + 95)
        proofs = [self.filed.add("observation", opened + 20, "", theme)]
        if closed != NEVER:
            proofs.append(self.filed.add("observation", closed - 6, "", theme))
        self.rows["actions"].append(
            {"action_id": "", "risk_id": risk.risk_id if risk else "",
             "decision_id": decision, "action": text, "owner": DEPUTY, "opened_on": opened,
             "due_on": opened + _RUNS, "original_due_on": opened + _RUNS, "extensions": 0.0,
             "completed_on": self._by(opened + 88), "verified_on": self._by(opened + 92),
             "verified_by": QUALITY if opened + 92 <= self.last else "", "closed_on": closed,
             "evidence_ids": ";".join(filter(None, proofs)),
             "update_text": phrases.PROGRESS[opened % len(phrases.PROGRESS)]}
        )  # fmt: skip

    def tell_action(self, told: ToldAction) -> None:
        risk = next((r for r in self.risks if r.position == told.risk), None)
        if told.month not in self.lives.months or risk is None:
            return
        opened = day_in(self.lives, told.month, told.day)
        if opened > self.last:
            return
        closed = NEVER if told.closed is None else self._by(opened + told.closed)
        base = closed if told.closed is not None and closed != NEVER else opened + 30
        proof = self.filed.add(told.proof, base + told.proof_on, "", file=told.file) if told.proof else ""
        self.rows["actions"].append(
            {"action_id": "", "risk_id": risk.risk_id,
             "decision_id": self.told.get(told.decision, ""), "action": told.text, "owner": told.owner,
             "opened_on": opened, "due_on": opened + told.due,
             "original_due_on": opened + (told.first_due or told.due), "extensions": float(told.extensions),
             "completed_on": closed - 2 if closed != NEVER else NEVER, "verified_on": closed,
             "verified_by": told.verified_by if closed != NEVER else "", "closed_on": closed,
             "evidence_ids": proof, "update_text": phrases.PROGRESS[opened % len(phrases.PROGRESS)]}
        )  # fmt: skip

    def number_actions(self) -> None:
        """Ids for the actions, in the order in which they were opened."""
        self.rows["actions"].sort(key=lambda row: (row["opened_on"], str(row["action"])))
        for number, row in enumerate(self.rows["actions"], start=1):
            row["action_id"] = f"{self._id('AC')}{number:04d}"

    def see_decisions_through(self, drawn: pd.DataFrame) -> None:
        """An action for each decision that chance drew and each of the board's, where leaders act."""
        for position in range(len(drawn)):
            row = drawn.iloc[position]
            day = day_number(row["decided_on"].date())
            if self._acts(day):
                risk = self._staffing_risk(str(row["kind"]), day)
                text = phrases.DECIDED_ACTION + str(row["decision"])
                self._act(risk, str(row["decision_id"]), text, day + 2, "staffing")
        for number, month in enumerate(board_months(self.lives.timeline)):
            day = board_day(self.lives.timeline, month)
            if self._acts(day) and day + 7 <= self.last:
                text = phrases.DECIDED_ACTION + phrases.BOARD_DECIDED[number % len(phrases.BOARD_DECIDED)][1]
                self._act(None, board_decision(number), text, day + 7, "")

    def _acts(self, day: int) -> bool:
        month = int(self.lives.timeline.months_before_end[day - self.lives.day_zero])
        return grip_of(self.lives.service, month).acts

    def _staffing_risk(self, kind: str, day: int) -> _Risk | None:
        fits = (r for r in self.risks if r.story.theme == "staffing" and r.story.acted_on and r.is_open(day))
        return next(fits, None) if kind in _STAFF_DECISIONS else None

    def decisions(self, drawn: pd.DataFrame) -> pd.DataFrame:
        """The decisions that chance drew, with the risk they answer, and those of the register."""
        own = named_rows(self.rows["decisions"], self.lives.service, DATED["decisions"])
        if drawn.empty:
            return own
        days = [day_number(day) for day in drawn["decided_on"].dt.date]
        risks = [self._staffing_risk(kind, day) for kind, day in zip(drawn["kind"], days, strict=True)]
        named = drawn.assign(risk_id=pd.Series([r.risk_id if r else "" for r in risks], dtype="str"))
        return named if own.empty else pd.concat([named, own[named.columns]], ignore_index=True)

    # Small things

    def _id(self, prefix: str) -> str:
        return f"{prefix}-{self.lives.service.number:02d}-"

    def _next(self, table: str, prefix: str) -> str:
        return f"{self._id(prefix)}{len(self.rows[table]) + 1:04d}"

    def _by(self, day: int) -> int:
        return day if day <= self.last else NEVER

    @staticmethod
    def _weekday(day: int) -> int:
        """The day, or the Monday after it; 1 January 1970 was a Thursday."""
        return day + max(0, 7 - (day + 3) % 7) * ((day + 3) % 7 >= 5)
