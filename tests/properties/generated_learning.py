"""Services whose complaints, learning and care plans go wrong in every way the audit must survive.

`learning_services` gives one service of two of a provider, in the form of `generated_services`, with
complaints, learning, plan changes, observations, feedback, people and verdicts. Most days lie at the
edges of the windows that the rules speak of. Texts, moments and ids of one trail never tie.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st

from tests.properties.generated_services import KINDS, GeneratedService, Row, real
from tests.properties.generated_voices import OTHER
from tests.properties.plain_service import last_of_month, months_earlier

SECTIONS = ("nights", "meals")
TEXTS = ("Ask first", " Ask  first ", "Askfirst", "ask first", "Ask before washing", "Ask\u00a0first\n")
LEARNING_TABLES = (
    "complaints", "learning", "care_plan_changes", "observations", "feedback", "people", "verdicts",
)  # fmt: skip
NEVER_FILLED = (
    ("complaints", "person_id"), ("complaints", "outcome"), ("complaints", "closed_on"),
    ("complaints", "response_sent_on"), ("learning", "person_id"), ("learning", "plan_section"),
    ("learning", "agreed_on"), ("learning", "briefed_on"), ("learning", "theme"),
    ("care_plan_changes", "confirmed_with"), ("care_plan_changes", "confirmed_on"),
    ("care_plan_changes", "text"), ("care_plan_changes", "learning_id"), ("observations", "learning_id"),
    ("observations", "knowledge"), ("feedback", "kind"), ("feedback", "person_id"),
    ("feedback", "plan_section"),
)  # fmt: skip

TROUBLES = (
    # complaints
    "duplicate", "chain", "loop", "points nowhere", "repeats itself", "reopened", "closed again", "withdrawn",
    "not upheld", "outcome blank", "no answer", "answered after as_of", "not closed", "by staff", "no person",
    "theme other", "closed in the month", "silence", "one theme",
    # learning
    "not relevant", "no learning", "agreed blank", "agreed before", "agreed later", "learning without person",
    "learning without section", "learning of another person", "own theme", "not briefed", "briefed later",
    "second learning", "lost complaint", "written elsewhere",
    # plan changes
    "no change", "before the complaint", "before the start", "white space only", "text not kept",
    "other section", "other person", "other service", "reviewed only", "removed", "carries nothing",
    "carries another", "confirmed later", "confirmed without a day", "not confirmed", "several changes",
    # observations
    "not observed", "seen before", "seen without id", "seen elsewhere", "not applied", "partly applied",
    "does not know", "seen often",
    # feedback and people
    "concern again", "many concerns", "preference", "family twice", "kind blank", "quiet month", "moves out",
    "moves to the other", "no stay", "stays elsewhere only", "dies",
)  # fmt: skip

# Troubles that only together lead somewhere: each is a story that one rule was written for.
STORIES: tuple[Mapping[str, float], ...] = (
    {},
    {"no change": 0.6, "no answer": 0.8, "not closed": 0.8},
    {"no change": 0.7, "closed in the month": 0.6},
    {"no change": 0.6, "dies": 0.9},
    {"no change": 0.5, "moves to the other": 0.9},
    {"silence": 1.0, "many concerns": 1.0},
    {"seen often": 0.9, "not applied": 0.3, "does not know": 0.2},
    {"seen often": 0.6, "seen without id": 0.6, "seen before": 0.4, "partly applied": 0.2},
    {"no learning": 0.5, "seen before": 0.2},
    {"not confirmed": 0.6, "not briefed": 0.5, "not observed": 0.6},
    {"concern again": 0.6, "duplicate": 0.3},
    {"white space only": 0.9, "several changes": 0.9, "text not kept": 0.1},
    {"preference": 0.8, "moves to the other": 0.3, "stays elsewhere only": 0.2},
    {"one theme": 1.0, "withdrawn": 0.1},
)


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


@st.composite
def learning_services(draw: st.DrawFn) -> GeneratedService:
    first = draw(st.sampled_from([date(2026, 10, 1), date(2026, 3, 1), date(2026, 6, 1)]))
    as_of = last_of_month(first)
    if draw(st.booleans()):
        as_of = first + timedelta(days=draw(st.integers(0, 27)))
    often = st.sampled_from([0.1, 0.3, 0.8])
    few = draw(st.sampled_from([0, 0, 6, 20]))
    troubles = draw(st.dictionaries(st.sampled_from(TROUBLES), often, min_size=few, max_size=few + 6))
    # What a service is about is drawn evenly, which hypothesis does not do: it repeats what it has tried.
    chance = random.Random(draw(st.integers(0, 2**32 - 1)))
    count, people = chance.choice([9, 4, 16, 26, 9, 16, 26, 3, 0]), chance.randrange(1, 6)
    plan = Plan(first, as_of, count, people, {**troubles, **chance.choice(STORIES)}, chance)
    gone = chance.choice(["nothing", "nothing", "nothing", "a table", "its rows", "a column"])
    table, pair = chance.choice(LEARNING_TABLES), chance.choice(NEVER_FILLED)
    absent, emptied = (table,) * (gone == "a table"), (table,) * (gone == "its rows")
    blank = (pair,) if gone == "a column" else ()
    kind = draw(st.sampled_from(KINDS))
    return make_learning_service(kind, plan, absent, emptied, blank)


def make_learning_service(
    kind: str,
    plan: Plan,
    absent: Iterable[str] = (),
    emptied: Iterable[str] = (),
    blank: Iterable[tuple[str, str]] = (),
) -> GeneratedService:
    """`absent` tables were not supplied, `emptied` ones only by the other service; `blank` columns are
    never filled."""
    other = replace(plan, complaints=min(plan.complaints, 3), chance=random.Random(plan.chance.random()),
                    prefix="Z")  # fmt: skip
    tables, strays = _tables(plan)
    elsewhere, back = _tables(other)
    for table in LEARNING_TABLES:
        tables[table] = [] if table in emptied else [*tables[table], *back.get(table, [])]
        elsewhere[table] = [{**row, "service_id": OTHER}
                            for row in [*elsewhere[table], *strays.get(table, [])]]  # fmt: skip
    for table, column in blank:
        for row in [*tables[table], *elsewhere[table]]:
            row[column] = None
    for table in LEARNING_TABLES:
        for number, row in enumerate([*tables[table], *elsewhere[table]]):
            row["_row"] = number + 2
    for table in absent:
        del tables[table], elsewhere[table]
    return GeneratedService(kind, None, None, plan.first, plan.as_of, tables, elsewhere)


def _tables(plan: Plan) -> tuple[dict[str, list[Row]], dict[str, list[Row]]]:
    """The service's own rows, and those that its story leaves at the other service."""
    complaints = _complaints(plan)
    learning, learning_strays = _learning(plan, complaints)
    changes, change_strays = _changes(plan, complaints, learning + learning_strays)
    observations, seen_strays = _observations(plan, learning + learning_strays, changes + change_strays)
    people, people_strays = _people(plan, complaints)
    tables = {
        "complaints": complaints,
        "learning": learning,
        "care_plan_changes": changes,
        "observations": observations,
        "feedback": _feedback(plan, complaints, changes),
        "people": people,
        "verdicts": _verdicts(plan, learning),
    }
    strays = {"learning": learning_strays, "care_plan_changes": change_strays,
              "observations": seen_strays, "people": people_strays}  # fmt: skip
    return tables, strays


# Days


def _edge(plan: Plan) -> date:
    """A day on which some window begins or ends, or one beside it."""
    ago = [0, 1, 14, 15, 28, 29, 55, 56, 57, 58, 70, 84, 85, 98, 112, 126, 140, 154, 180, 200, 240, 300, 420]
    edges = [plan.as_of - timedelta(days=n) for n in ago]
    edges += [months_earlier(plan.first, n) for n in (0, 2, 5, 11)]
    return plan.chance.choice(edges) + timedelta(days=plan.chance.choice([-1, 0, 0, 0, 1]))


def _later(plan: Plan, day: date, *days: int) -> date:
    return day + timedelta(days=plan.chance.choice(days))


def _after_as_of(plan: Plan) -> date:
    return _later(plan, plan.as_of, 1, 2, 20)


def _moment(plan: Plan, day: date, number: int) -> datetime:
    """A time of the day that no other row of the table has, at midnight's edges too."""
    clock = plan.chance.choice([time(0, 0), time(9, 0), time(23, 40)])
    offset = number + (600 if plan.prefix else 0)
    return real(datetime.combine(day, clock) + timedelta(seconds=offset))


# Complaints


def _complaints(plan: Plan) -> list[Row]:
    rows: list[Row] = []
    for number in range(plan.complaints):
        received = _edge(plan)
        if "silence" in plan.troubles:
            received = _later(plan, plan.as_of, -200, -240, -300, -330)
        answered = _later(plan, received, 0, 3, 28)
        row = {
            "complaint_id": f"K{number}", "person_id": plan.person(), "received_on": received,
            "raised_by": plan.one_of("family", "person", "advocate", None),
            "theme": plan.one_of("dignity", "dignity", "routines"), "summary": None,
            "acknowledged_on": received, "response_sent_on": answered,
            "outcome": plan.one_of("upheld", "partly_upheld"), "closed_on": _later(plan, answered, 0, 5),
            "reopened_on": None, "duplicate_of": None,
        }  # fmt: skip
        _trouble_complaint(plan, row)
        _trouble_end(plan, row)
        rows.append(row)
    _trouble_chains(plan, rows)
    return rows


def _trouble_complaint(plan: Plan, row: Row) -> None:
    if plan.befalls("by staff"):
        row["raised_by"] = "staff"
    if plan.befalls("no person"):
        row["person_id"] = None
    if plan.befalls("theme other"):
        row["theme"] = "other"
    if "one theme" in plan.troubles:
        row["theme"] = "dignity"
    for trouble, said in (("withdrawn", "withdrawn"), ("not upheld", "not_upheld"), ("outcome blank", None)):
        if plan.befalls(trouble):
            row["outcome"] = said


def _trouble_end(plan: Plan, row: Row) -> None:
    if plan.befalls("no answer"):
        row["response_sent_on"] = None
    if plan.befalls("answered after as_of"):
        row["response_sent_on"] = _after_as_of(plan)
    if plan.befalls("closed in the month"):
        row["closed_on"] = plan.one_of(plan.first, plan.as_of, plan.first - timedelta(days=1))
    if plan.befalls("not closed"):
        row["closed_on"] = None
    if row["closed_on"] and plan.befalls("reopened"):
        row["reopened_on"] = _later(plan, row["closed_on"], 0, 1, 10)
        if plan.befalls("closed again"):
            row["closed_on"] = _later(plan, row["reopened_on"], 0, 3)


def _trouble_chains(plan: Plan, rows: list[Row]) -> None:
    for number, row in enumerate(rows):
        if number and plan.befalls("duplicate"):
            row |= {"duplicate_of": "K0", "person_id": plan.one_of(rows[0]["person_id"], row["person_id"])}
        if number and plan.befalls("chain"):
            row["duplicate_of"] = f"K{number - 1}"
        if plan.befalls("points nowhere"):
            row["duplicate_of"] = "GONE"
        if plan.befalls("repeats itself"):
            row["duplicate_of"] = row["complaint_id"]
    if len(rows) > 2 and plan.befalls("loop"):
        for number, other in ((0, 2), (1, 0), (2, 1)):
            rows[number]["duplicate_of"] = f"K{other}"


# Learning


def _learning(plan: Plan, complaints: list[Row]) -> tuple[list[Row], list[Row]]:
    rows: list[Row] = []
    strays: list[Row] = []
    for complaint in complaints:
        if plan.befalls("no learning"):
            continue
        for _ in range(1 + plan.befalls("second learning")):
            row = _learning_of(plan, complaint, len(rows) + len(strays))
            if not plan.prefix and plan.befalls("written elsewhere"):
                complaint["complaint_id"] = row["complaint_id"] = f"ONLY-{complaint['complaint_id']}"
                strays.append(row)
                break
            rows.append(row)
    return rows, strays


def _learning_of(plan: Plan, complaint: Row, number: int) -> Row:
    answered = complaint["response_sent_on"] or complaint["received_on"]
    row = {
        "learning_id": f"{plan.prefix}L{number}", "complaint_id": complaint["complaint_id"],
        "person_id": plan.one_of(complaint["person_id"], None), "relevant": "yes",
        "theme": plan.one_of(complaint["theme"], None), "required_update": None,
        "plan_section": plan.one_of(*SECTIONS), "agreed_on": min(_later(plan, answered, 0, 7), plan.as_of),
        "owner": None, "briefed_on": _later(plan, answered, 10, 20),
    }  # fmt: skip
    if plan.befalls("not relevant"):
        row["relevant"] = "no"
    if plan.befalls("agreed blank"):
        row["agreed_on"] = None
    if plan.befalls("agreed before"):
        row["agreed_on"] = _later(plan, complaint["received_on"], -1, -30)
    if plan.befalls("agreed later"):
        row["agreed_on"] = _after_as_of(plan)
    if plan.befalls("learning without person"):
        row["person_id"] = None
    if plan.befalls("learning without section"):
        row["plan_section"] = None
    if plan.befalls("learning of another person"):
        row["person_id"] = plan.person()
    if plan.befalls("own theme"):
        row["theme"] = plan.one_of("routines", "falls", "other")
    if plan.befalls("not briefed"):
        row["briefed_on"] = None
    if plan.befalls("briefed later"):
        row["briefed_on"] = _after_as_of(plan)
    if plan.befalls("lost complaint"):
        row["complaint_id"] = f"LOST{number}"
    return row


def _start(row: Row, complaints: Mapping[str, Row]) -> date:
    """About the start of the row's item: near enough to put days beside it."""
    complaint = complaints.get(row["complaint_id"], {})
    return row["agreed_on"] or complaint.get("response_sent_on") or complaint.get("received_on")


# Plan changes


def _changes(plan: Plan, complaints: list[Row], learning: list[Row]) -> tuple[list[Row], list[Row]]:
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
        "confirmed_on": _later(plan, day, 0, 14),
    }  # fmt: skip


def _change(plan: Plan, learnt: Row, complaints: Mapping[str, Row], start: date, number: int) -> Row:
    complaint = complaints.get(learnt["complaint_id"], {})
    day = _later(plan, start, 0, 1, 14, 28, 30, 55, 56, 56, 57, 90)
    if plan.befalls("before the start"):
        day = _later(plan, start, -1, -2, -10)
    if plan.befalls("before the complaint"):
        day = _later(plan, complaint.get("received_on") or start, -1, -1, 0, -30)
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
        row["confirmed_on"] = _after_as_of(plan)
    if plan.befalls("confirmed without a day"):
        row["confirmed_on"] = None


# Observations


def _observations(plan: Plan, learning: list[Row], changes: list[Row]) -> tuple[list[Row], list[Row]]:
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
    day = _later(plan, change["changed_at"].date(), 0, 0, 1, 10, 20)
    row = {
        "observed_at": day, "observer": None, "staff_id": None, "person_id": change["person_id"],
        "plan_section": change["plan_section"], "theme": None, "learning_id": change["learning_id"],
        "finding": "applied", "knowledge": plan.one_of("knows", "knows", "partly_knows", None), "note": None,
    }  # fmt: skip
    if plan.befalls("seen before"):
        row["observed_at"] = _later(plan, day, -1, -25, -40)
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


def _feedback(plan: Plan, complaints: list[Row], changes: list[Row]) -> list[Row]:
    rows = []
    for change in changes:
        if plan.befalls("concern again"):
            day = _later(plan, change["changed_at"].date(), 0, 1, 20, 84, 85)
            theme = plan.one_of(*[row["theme"] for row in complaints] or ["dignity"])
            rows += [
                _voice(plan, day, "concern", change["person_id"], theme) for _ in range(plan.one_of(1, 3))
            ]
        if plan.befalls("preference"):
            day = _later(plan, change["changed_at"].date(), -1, 0, 1, 1)
            rows.append(_voice(plan, day, "preference", change["person_id"], "routines"))
    if not plan.befalls("quiet month"):
        rows.append(_voice(plan, _later(plan, plan.first, -1, 0, 0), "comment", plan.person(), "dignity"))
    if plan.befalls("many concerns"):
        rows += [_voice(plan, _edge(plan), "concern", plan.person(), "dignity") for _ in range(5)]
    for _ in range(2):
        if plan.befalls("preference"):
            rows.append(_voice(plan, _edge(plan), "preference", plan.person(), "routines"))
        if plan.befalls("family twice"):
            person, day = plan.person(), _later(plan, plan.first, 0, 5, 20)
            for when in (day, _later(plan, day, 0, -27, -28, -29)):
                rows.append(_voice(plan, when, "concern", person, "falls") | {"source": "family"})
        rows.append(_voice(plan, _edge(plan), "compliment", None, "dignity"))
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


def _people(plan: Plan, complaints: list[Row]) -> tuple[list[Row], list[Row]]:
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
        left = _later(plan, max(own, default=_edge(plan)), -1, 0, 20, 55, 56, 57, 60, 70)
        left = plan.one_of(left, _edge(plan))
        if plan.befalls("dies"):
            row |= {"moved_out": left, "reason_left": "died"}
        elif plan.befalls("moves out"):
            row["moved_out"] = left
        if plan.befalls("moves to the other"):
            row["moved_out"] = left
            strays.append(_stay(person, _later(plan, left, 0, 1)))
            if plan.befalls("moves out"):
                strays[-1]["moved_out"] = _later(plan, left, 1, 30, 60)
    return rows, strays


def _stay(person: str, moved_in: date) -> Row:
    return {"person_id": person, "moved_in": moved_in, "moved_out": None, "reason_left": None}


def _verdicts(plan: Plan, learning: list[Row]) -> list[Row]:
    """People's judgement stands beside what was computed and never changes it."""
    return [
        {"verdict_id": f"V{number}", "subject": f"learning:{row['learning_id']}",
         "verdict": plan.one_of("embedded", "fragmented", "hold_open"), "decided_on": _edge(plan),
         "decided_by": None, "reason": None}
        for number, row in enumerate(learning) if number % 3 == 0
    ]  # fmt: skip
