"""What was done about learning: plan changes, observations, feedback, and where people lived meanwhile.

`Plan` says what a service's records are like; `generated_learning` draws it and writes the complaints
and the learning.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tests.properties.generated_services import Row, real
from tests.properties.plain_service import months_earlier

SECTIONS = ("nights", "meals")
TEXTS = ("Ask first", " Ask  first ", "Askfirst", "ask first", "Ask before washing", "Ask\u00a0first\n")


@dataclass(frozen=True)
class Plan:
    """What a service's records are like, before any row is written."""

    first: date
    as_of: date
    complaints: int
    people: int
    troubles: Mapping[str, float]
    chance: random.Random
    prefix: str = ""  # of learning, changes and observations: the other service's differ

    def befalls(self, trouble: str) -> bool:
        """It only draws when the trouble is chosen, so that the others stay as they are."""
        return trouble in self.troubles and self.chance.random() < self.troubles[trouble]

    def one_of(self, *choices: object) -> object:
        return self.chance.choice(choices)

    def person(self) -> str:
        return f"P{self.chance.randrange(self.people)}"


# Days


def some_edge(plan: Plan) -> date:
    """A day on which some window begins or ends, or one beside it."""
    ago = [0, 1, 14, 15, 28, 29, 55, 56, 57, 58, 70, 84, 85, 98, 112, 126, 140, 154, 180, 200, 240, 300, 420]
    edges = [plan.as_of - timedelta(days=n) for n in ago]
    edges += [months_earlier(plan.first, n) for n in (0, 2, 5, 11)]
    return plan.chance.choice(edges) + timedelta(days=plan.chance.choice([-1, 0, 0, 0, 1]))


def later(plan: Plan, day: date, *days: int) -> date:
    return day + timedelta(days=plan.chance.choice(days))


def after_as_of(plan: Plan) -> date:
    return later(plan, plan.as_of, 1, 2, 20)


def _moment(plan: Plan, day: date, number: int) -> datetime:
    """A time of the day that no other row of the table has, at midnight's edges too."""
    clock = plan.chance.choice([time(0, 0), time(9, 0), time(23, 40)])
    offset = number + (600 if plan.prefix else 0)
    return real(datetime.combine(day, clock) + timedelta(seconds=offset))


# Plan changes


def _start(row: Row, complaints: Mapping[str, Row]) -> date:
    """About the start of the row's item: near enough to put days beside it."""
    complaint = complaints.get(row["complaint_id"], {})
    return row["agreed_on"] or complaint.get("response_sent_on") or complaint.get("received_on")


def make_changes(plan: Plan, complaints: list[Row], learning: list[Row]) -> tuple[list[Row], list[Row]]:
    by_id = {row["complaint_id"]: row for row in complaints}
    rows: list[Row] = []
    strays: list[Row] = []
    for learnt in learning:
        start = _start(learnt, by_id)
        if start is None or plan.befalls("no change"):
            continue
        for _ in range(plan.one_of(2, 3) if plan.befalls("several changes") else 1):
            row = _change(plan, learnt, by_id, start, len(rows) + len(strays))
            (strays if plan.befalls("other service") else rows).append(row)
    for number, person in enumerate(f"P{n}" for n in range(plan.people)):  # a plan there always was
        row = _blank_change(plan, person, SECTIONS[number % 2], plan.as_of - timedelta(days=350))
        rows.append(row | {"change_type": "created", "text": TEXTS[0]})
    for number, row in enumerate([*rows, *strays]):
        row["change_id"] = f"{plan.prefix}C{number:03}"
        row["changed_at"] = _moment(plan, row["changed_at"], number)
    return rows, strays


def _blank_change(plan: Plan, person: str, section: str, day: date) -> Row:
    return {
        "person_id": person, "plan_section": section, "changed_at": day, "changed_by": None,
        "change_type": "updated", "version": None, "text": None, "learning_id": None,
        "confirmed_with": plan.one_of("person", "representative"),
        "confirmed_on": later(plan, day, 0, 14),
    }  # fmt: skip


def _change(plan: Plan, learnt: Row, complaints: Mapping[str, Row], start: date, number: int) -> Row:
    complaint = complaints.get(learnt["complaint_id"], {})
    day = later(plan, start, 0, 1, 14, 28, 30, 55, 56, 56, 57, 90)
    if plan.befalls("before the start"):
        day = later(plan, start, -1, -2, -10)
    if plan.befalls("before the complaint"):
        day = later(plan, complaint.get("received_on") or start, -1, -1, 0, -30)
    person = learnt["person_id"] or complaint.get("person_id") or plan.person()
    row = _blank_change(plan, person, learnt["plan_section"] or SECTIONS[0], day)
    row |= {"learning_id": learnt["learning_id"], "text": f"Wording {plan.prefix}{number}"}
    if plan.befalls("other section"):
        row["plan_section"] = plan.one_of(*SECTIONS)
    if plan.befalls("other person"):
        row["person_id"] = plan.person()
    _trouble_text(plan, row)
    _trouble_confirmation(plan, row)
    return row


def _trouble_text(plan: Plan, row: Row) -> None:
    if plan.befalls("white space only"):
        row["text"] = plan.one_of(*TEXTS)
    if plan.befalls("text not kept"):
        row["text"] = None
    if plan.befalls("reviewed only"):
        row["change_type"] = "reviewed_no_change"
    if plan.befalls("removed"):
        row["change_type"] = "removed"
    if plan.befalls("carries nothing"):
        row["learning_id"] = None
    if plan.befalls("carries another"):
        row["learning_id"] = f"{plan.prefix}L{plan.chance.randrange(6)}"


def _trouble_confirmation(plan: Plan, row: Row) -> None:
    if plan.befalls("not confirmed"):
        row |= {"confirmed_with": plan.one_of("not_confirmed", None), "confirmed_on": None}
    if plan.befalls("confirmed later"):
        row["confirmed_on"] = after_as_of(plan)
    if plan.befalls("confirmed without a day"):
        row["confirmed_on"] = None


# Observations


def make_observations(plan: Plan, learning: list[Row], changes: list[Row]) -> tuple[list[Row], list[Row]]:
    seen: list[Row] = []
    for change in changes:
        if plan.befalls("not observed"):
            continue
        for _ in range(plan.one_of(2, 4) if plan.befalls("seen often") else 1):
            seen.append(_observation(plan, change, learning))
    strays: list[Row] = []
    rows: list[Row] = []
    for number, row in enumerate(seen):
        row["observation_id"] = f"{plan.prefix}O{number:03}"
        row["observed_at"] = _moment(plan, row["observed_at"], number)
        (strays if plan.befalls("seen elsewhere") else rows).append(row)
    return rows, strays


def _observation(plan: Plan, change: Row, learning: list[Row]) -> Row:
    day = later(plan, change["changed_at"].date(), 0, 0, 1, 10, 20)
    row = {
        "observed_at": day, "observer": None, "staff_id": None, "person_id": change["person_id"],
        "plan_section": change["plan_section"], "theme": None, "learning_id": change["learning_id"],
        "finding": "applied", "knowledge": plan.one_of("knows", "knows", "partly_knows", None), "note": None,
    }  # fmt: skip
    if plan.befalls("seen before"):
        row["observed_at"] = later(plan, day, -1, -25, -40)
    if plan.befalls("seen without id"):
        row["learning_id"] = None
    elif learning and plan.befalls("carries another"):
        row["learning_id"] = plan.one_of(*[learnt["learning_id"] for learnt in learning])
    if plan.befalls("partly applied"):
        row["finding"] = "partly_applied"
    if plan.befalls("not applied"):
        row["finding"] = "not_applied"
    if plan.befalls("does not know"):
        row["knowledge"] = "does_not_know"
    return row


# Feedback


def make_feedback(plan: Plan, complaints: list[Row], changes: list[Row]) -> list[Row]:
    rows = []
    for change in changes:
        if plan.befalls("concern again"):
            day = later(plan, change["changed_at"].date(), 0, 1, 20, 84, 85)
            theme = plan.one_of(*[row["theme"] for row in complaints] or ["dignity"])
            rows += [
                _voice(plan, day, "concern", change["person_id"], theme) for _ in range(plan.one_of(1, 3))
            ]
        if plan.befalls("preference"):
            day = later(plan, change["changed_at"].date(), -1, 0, 1, 1)
            rows.append(_voice(plan, day, "preference", change["person_id"], "routines"))
    if not plan.befalls("quiet month"):
        rows.append(_voice(plan, later(plan, plan.first, -1, 0, 0), "comment", plan.person(), "dignity"))
    if plan.befalls("many concerns"):
        rows += [_voice(plan, some_edge(plan), "concern", plan.person(), "dignity") for _ in range(5)]
    for _ in range(2):
        if plan.befalls("preference"):
            rows.append(_voice(plan, some_edge(plan), "preference", plan.person(), "routines"))
        if plan.befalls("family twice"):
            person, day = plan.person(), later(plan, plan.first, 0, 5, 20)
            for when in (day, later(plan, day, 0, -27, -28, -29)):
                rows.append(_voice(plan, when, "concern", person, "falls") | {"source": "family"})
        rows.append(_voice(plan, some_edge(plan), "compliment", None, "dignity"))
    for number, row in enumerate(rows):
        row["feedback_id"] = f"F{number:03}"
        if plan.befalls("kind blank"):
            row["kind"] = None
    return rows


def _voice(plan: Plan, day: date, kind: str, person: str | None, theme: object) -> Row:
    return {
        "received_on": day, "source": plan.one_of("family", "family", "person", "staff", "professional"),
        "kind": kind, "theme": theme, "rating": None,
        "person_id": None if plan.befalls("no person") else person,
        "plan_section": plan.one_of(*SECTIONS, *SECTIONS, None), "text": None,
    }  # fmt: skip


# People, and what the quality meeting found


def make_people(plan: Plan, complaints: list[Row]) -> tuple[list[Row], list[Row]]:
    rows, strays = [], []
    if plan.prefix:  # the other service's own people are others
        return [_stay("Q0", plan.as_of - timedelta(days=900))], []
    for number in range(plan.people):
        person = f"P{number}"
        if plan.befalls("no stay"):
            continue
        row = _stay(person, plan.as_of - timedelta(days=700))
        if plan.befalls("stays elsewhere only"):
            strays.append(row)
            continue
        rows.append(row)
        own = [complaint["received_on"] for complaint in complaints if complaint["person_id"] == person]
        left = later(plan, max(own, default=some_edge(plan)), -1, 0, 20, 55, 56, 57, 60, 70)
        left = plan.one_of(left, some_edge(plan))
        if plan.befalls("dies"):
            row |= {"moved_out": left, "reason_left": "died"}
        elif plan.befalls("moves out"):
            row["moved_out"] = left
        if plan.befalls("moves to the other"):
            row["moved_out"] = left
            strays.append(_stay(person, later(plan, left, 0, 1)))
            if plan.befalls("moves out"):
                strays[-1]["moved_out"] = later(plan, left, 1, 30, 60)
    return rows, strays


def _stay(person: str, moved_in: date) -> Row:
    return {"person_id": person, "moved_in": moved_in, "moved_out": None, "reason_left": None}


def make_verdicts(plan: Plan, learning: list[Row]) -> list[Row]:
    """People's judgement stands beside what was computed and never changes it."""
    return [
        {"verdict_id": f"V{number}", "subject": f"learning:{row['learning_id']}",
         "verdict": plan.one_of("embedded", "fragmented", "hold_open"), "decided_on": some_edge(plan),
         "decided_by": None, "reason": None}
        for number, row in enumerate(learning) if number % 3 == 0
    ]  # fmt: skip
