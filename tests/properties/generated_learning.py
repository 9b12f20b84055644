"""Services whose complaints, learning and care plans go wrong in every way the audit must survive.

`learning_services` gives one service of two of a provider, in the form of `generated_services`, with
complaints, learning, plan changes, observations, feedback, people and verdicts. Most days lie at the
edges of the windows that the rules speak of. Texts, moments and ids of one trail never tie.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from tests.properties.generated_practice import (
    SECTIONS,
    Plan,
    after_as_of,
    later,
    make_changes,
    make_feedback,
    make_observations,
    make_people,
    make_verdicts,
    some_edge,
)
from tests.properties.generated_services import KINDS, GeneratedService, Row
from tests.properties.generated_voices import OTHER
from tests.properties.plain_service import last_of_month

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
    changes, change_strays = make_changes(plan, complaints, learning + learning_strays)
    observations, seen_strays = make_observations(plan, learning + learning_strays, changes + change_strays)
    people, people_strays = make_people(plan, complaints)
    tables = {
        "complaints": complaints,
        "learning": learning,
        "care_plan_changes": changes,
        "observations": observations,
        "feedback": make_feedback(plan, complaints, changes),
        "people": people,
        "verdicts": make_verdicts(plan, learning),
    }
    strays = {"learning": learning_strays, "care_plan_changes": change_strays,
              "observations": seen_strays, "people": people_strays}  # fmt: skip
    return tables, strays


# Complaints


def _complaints(plan: Plan) -> list[Row]:
    rows: list[Row] = []
    for number in range(plan.complaints):
        received = some_edge(plan)
        if "silence" in plan.troubles:
            received = later(plan, plan.as_of, -200, -240, -300, -330)
        answered = later(plan, received, 0, 3, 28)
        row = {
            "complaint_id": f"K{number}", "person_id": plan.person(), "received_on": received,
            "raised_by": plan.one_of("family", "person", "advocate", None),
            "theme": plan.one_of("dignity", "dignity", "routines"), "summary": None,
            "acknowledged_on": received, "response_sent_on": answered,
            "outcome": plan.one_of("upheld", "partly_upheld"), "closed_on": later(plan, answered, 0, 5),
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
        row["response_sent_on"] = after_as_of(plan)
    if plan.befalls("closed in the month"):
        row["closed_on"] = plan.one_of(plan.first, plan.as_of, plan.first - timedelta(days=1))
    if plan.befalls("not closed"):
        row["closed_on"] = None
    if row["closed_on"] and plan.befalls("reopened"):
        row["reopened_on"] = later(plan, row["closed_on"], 0, 1, 10)
        if plan.befalls("closed again"):
            row["closed_on"] = later(plan, row["reopened_on"], 0, 3)


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
        "plan_section": plan.one_of(*SECTIONS), "agreed_on": min(later(plan, answered, 0, 7), plan.as_of),
        "owner": None, "briefed_on": later(plan, answered, 10, 20),
    }  # fmt: skip
    if plan.befalls("not relevant"):
        row["relevant"] = "no"
    if plan.befalls("agreed blank"):
        row["agreed_on"] = None
    if plan.befalls("agreed before"):
        row["agreed_on"] = later(plan, complaint["received_on"], -1, -30)
    if plan.befalls("agreed later"):
        row["agreed_on"] = after_as_of(plan)
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
        row["briefed_on"] = after_as_of(plan)
    if plan.befalls("lost complaint"):
        row["complaint_id"] = f"LOST{number}"
    return row
