"""Services with everything the staffing audit reads: what happened, what was said, and what was decided.

`whole_services` takes the rota, care and people of `generated_services` and adds incidents, feedback,
complaints, handover, decisions, older reviews, and a second service of the provider that shares workers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st

from tests.properties.generated_services import GeneratedService, Row, Shape, make_service, real, shapes
from tests.properties.plain_service import days_between, months_earlier

OTHER = "elmtree"
THEMES = ("staffing", "missed_care", "continuity", "routines", "falls", "other")
SOURCES = ("person", "family", "staff", "professional", "commissioner", "survey")
RAISED_BY = ("person", "family", "advocate", "staff", "other", None)
RISKS = ("Staff tired after the night", "EXHAUSTED", "worn  out", "A double shift again", "Workload",
         "Door alarm broken", "Short of one carer", "Fatigued team")  # fmt: skip
DECISIONS = ("recruitment", "deployment", "provider_support", "external_audit", "escalation", "other")
VOICE_TABLES = ("incidents", "feedback", "complaints", "handover", "decisions")


@dataclass(frozen=True)
class Voices:
    """How often things happen and are said, a month; and what is out of the ordinary."""

    incidents: int  # in a usual month
    incidents_now: int
    incident_months: int  # on record before this one
    feedback: int
    concerns: float  # share of feedback that is a concern
    low_ratings: float
    complaints: int
    handover: int
    handover_now: int
    uncontrolled: float
    decisions: int
    old_reviews: float
    shared_workers: float
    absent: frozenset[str]
    habits: Mapping[str, bool]


RARE = ("kinds blank", "controls blank", "never resolved")
HABITS = (*RARE, "clocked elsewhere", "resident for years", "comes back",
          "theme staffing", "same staff every day", "bad days", "bad days missed care")  # fmt: skip


@st.composite
def voices(draw: st.DrawFn) -> Voices:
    often = st.sampled_from([0.0, 0.2, 0.5, 0.9])
    blank = draw(st.sampled_from([None, None, None, *RARE]))
    rare = {habit: habit == blank for habit in RARE}
    return Voices(
        incidents=draw(st.sampled_from([1, 2, 4, 9, 0])),
        incidents_now=draw(st.sampled_from([0, 2, 3, 8, 14, 25])),
        incident_months=draw(st.sampled_from([8, 6, 4, 3, 2, 0])),
        feedback=draw(st.sampled_from([0, 3, 6, 12])),
        concerns=draw(often),
        low_ratings=draw(often),
        complaints=draw(st.sampled_from([0, 1, 4])),
        handover=draw(st.sampled_from([0, 2, 11])),
        handover_now=draw(st.sampled_from([0, 3, 9])),
        uncontrolled=draw(often),
        decisions=draw(st.sampled_from([0, 0, 1, 3])),
        old_reviews=draw(often),
        shared_workers=draw(st.sampled_from([0.0, 0.1, 0.5])),
        absent=draw(
            st.sampled_from([frozenset(), frozenset(), *map(lambda one: frozenset({one}), VOICE_TABLES)])
        ),
        habits={habit: draw(st.booleans()) for habit in HABITS if habit not in RARE} | rare,
    )


@st.composite
def whole_services(draw: st.DrawFn) -> GeneratedService:
    shape, spoken = draw(shapes()), draw(voices())
    if draw(st.booleans()):  # so many troubles hide one another
        few = sorted(shape.troubles)[:: max(len(shape.troubles) // 2, 1)]
        shape = replace(shape, troubles={name: min(shape.troubles[name], 0.04) for name in few})
    if draw(st.booleans()):  # a long history of little care, so that home care has months to compare
        shape = replace(shape, weeks=22, people=min(shape.people, 2), care_a_day=1)
    return add_voices(make_service(shape), shape, spoken)


def add_voices(service: GeneratedService, shape: Shape, spoken: Voices) -> GeneratedService:
    """The same service with all that happened in it and was said of it."""
    tables = dict(service.tables)
    if not spoken.habits["same staff every day"]:
        tables["shifts"] = [{**row, "staff_id": _in_teams(row)} for row in tables["shifts"]]
    if spoken.habits["bad days"]:
        tables["shifts"] = [row for row in tables["shifts"] if not _lost(shape, row)]
        if spoken.habits["bad days missed care"]:
            tables["care"] = [_left_undone(shape, row) for row in tables["care"]]
    rows = {
        "incidents": _incidents(shape, spoken),
        "feedback": _feedback(shape, spoken),
        "complaints": _complaints(shape, spoken),
        "handover": _handover(shape, spoken),
        "decisions": _decisions(shape, spoken),
    }
    tables |= {table: found for table, found in rows.items() if table not in spoken.absent}
    if "dependency" in tables:
        tables["dependency"] = _older_reviews(shape, spoken, tables["dependency"])
    if "people" in tables:
        tables["people"] = _longer_stays(shape, spoken, tables["people"])
    elsewhere = {table: _of_the_other(shape, tables[table]) for table in rows if table in tables}
    elsewhere["shifts"] = _shared_shifts(shape, spoken, tables["shifts"])
    for table in {**tables, **elsewhere}:
        for number, row in enumerate([*tables.get(table, []), *elsewhere.get(table, [])]):
            row["_row"] = number + 2
    return replace(service, tables=tables, elsewhere=elsewhere)


def _in_teams(row: Row) -> str | None:
    """Two teams, four days each, so that most people rest."""
    team = row["starts_at"].date().toordinal() // 4 % 2
    return f"{row['staff_id']}{'ab'[team]}" if row["staff_id"] else None


def _bad_days(shape: Shape) -> list[date]:
    return [shape.first + timedelta(days=n) for n in range(5, 9)]


def _lost(shape: Shape, row: Row) -> bool:
    return row["starts_at"].date() in _bad_days(shape) and shape.chance.random() < 0.6


def _left_undone(shape: Shape, row: Row) -> Row:
    if row["due_at"].date() not in _bad_days(shape) or shape.chance.random() < 0.3:
        return row
    return {**row, "status": "not_done", "reason": None, "started_at": None, "ended_at": None}


def _dates(shape: Shape, spoken: Voices, months_before: int, usual: int, now: int) -> list[date]:
    """Days on which something happens: `usual` times in each month before, `now` times in this one.

    After bad days, most of what happens in the month happens then.
    """
    days = []
    for n in range(months_before, -1, -1):
        first = months_earlier(shape.first, n)
        days += [first + timedelta(days=shape.chance.randrange(28)) for _ in range(usual if n else now)]
    if spoken.habits["bad days"]:
        then = _bad_days(shape)
        days = [shape.chance.choice(then) if day >= shape.first and shape.chance.random() < 0.7 else day
                for day in days]  # fmt: skip
    return days


def _moment_on(shape: Shape, day: date) -> datetime:
    return real(datetime.combine(day, time(shape.chance.randrange(24), shape.chance.randrange(60))))


def _theme(shape: Shape, spoken: Voices) -> str:
    if spoken.habits["theme staffing"] and shape.chance.random() < 0.7:
        return shape.chance.choice(THEMES[:3])
    return shape.chance.choice(THEMES)


def _incidents(shape: Shape, spoken: Voices) -> list[Row]:
    days = _dates(shape, spoken, spoken.incident_months, spoken.incidents, spoken.incidents_now)
    return [
        {"incident_id": f"I{n}", "person_id": f"P{shape.chance.randrange(4)}",
         "occurred_at": _moment_on(shape, day), "kind": "fall",
         "theme": shape.chance.choice([_theme(shape, spoken), None]), "harm": None, "reported_at": None,
         "closed_on": None, "notified_on": None}
        for n, day in enumerate(days)
    ]  # fmt: skip


def _feedback(shape: Shape, spoken: Voices) -> list[Row]:
    rows = []
    for n, day in enumerate(_dates(shape, spoken, 4, spoken.feedback, spoken.feedback)):
        concern = shape.chance.random() < spoken.concerns
        low = shape.chance.random() < spoken.low_ratings
        kind = "concern" if concern else shape.chance.choice(["compliment", "comment", "preference", None])
        rows.append({
            "feedback_id": f"F{n}", "received_on": day, "source": shape.chance.choice(SOURCES),
            "kind": None if spoken.habits["kinds blank"] else kind, "theme": _theme(shape, spoken),
            "rating": shape.chance.choice([None, 1.0, 3.0, 3.0] if low else [None, 4.0, 5.0, 3.0]),
            "person_id": None, "plan_section": None, "text": None,
        })  # fmt: skip
    return rows


def _complaints(shape: Shape, spoken: Voices) -> list[Row]:
    rows = []
    for n, day in enumerate(_dates(shape, spoken, 4, spoken.complaints, spoken.complaints)):
        rows.append({
            "complaint_id": f"K{n}", "person_id": None, "received_on": day,
            "raised_by": shape.chance.choice(RAISED_BY), "theme": _theme(shape, spoken), "summary": None,
            "acknowledged_on": None, "response_sent_on": None, "outcome": None, "closed_on": None,
            "reopened_on": None,
            "duplicate_of": f"K{n - 1}" if n and shape.chance.random() < 0.2 else None,
        })  # fmt: skip
    return rows


def _handover(shape: Shape, spoken: Voices) -> list[Row]:
    rows = []
    for n, day in enumerate(_dates(shape, spoken, 3, spoken.handover, spoken.handover_now)):
        uncontrolled = spoken.habits["controls blank"] or shape.chance.random() < spoken.uncontrolled
        after = shape.chance.choice([None, 0, 6, 7, 30])
        if spoken.habits["never resolved"]:
            after = None
        rows.append({
            "entry_id": f"H{n}", "logged_at": _moment_on(shape, day), "theme": _theme(shape, spoken),
            "risk": shape.chance.choice(RISKS), "control": None if uncontrolled else "Second carer called",
            "control_by": None, "resolved_on": None if after is None else day + timedelta(days=after),
        })  # fmt: skip
    return rows


def _decisions(shape: Shape, spoken: Voices) -> list[Row]:
    return [
        {"decision_id": f"D{n}", "service_id": shape.chance.choice(["oakfield", None]), "meeting_id": None,
         "forum": "oversight", "decided_by": None, "kind": shape.chance.choice(DECISIONS), "decision": "Do",
         "decided_on": shape.first + timedelta(days=shape.chance.randrange(-45, 31)), "risk_id": None,
         "indicator": None, "review_on": None}
        for n in range(spoken.decisions)
    ]  # fmt: skip


def _older_reviews(shape: Shape, spoken: Voices, reviews: list[Row]) -> list[Row]:
    """Some people were last reviewed long ago, or just within the quarter."""
    kept = []
    for person in sorted({row["person_id"] for row in reviews}):
        own = [row for row in reviews if row["person_id"] == person]
        if shape.chance.random() < spoken.old_reviews:
            ago = shape.chance.choice([91, 92, 93, 120, 400])
            own = [{**own[0], "reviewed_on": shape.as_of - timedelta(days=ago)}]
        kept += own
    return kept


def _longer_stays(shape: Shape, spoken: Voices, people: list[Row]) -> list[Row]:
    rows = list(people)
    if spoken.habits["resident for years"]:
        start = shape.start - timedelta(days=100)
        rows = [{**row, "moved_in": row["moved_in"] - timedelta(days=400 * (row["moved_in"] == start))}
                for row in rows]  # fmt: skip
    if spoken.habits["comes back"]:
        rows += [
            {**row, "moved_in": row["moved_out"] + timedelta(days=shape.chance.choice([0, 1, 5])),
             "moved_out": None}
            for row in rows if row["moved_out"]
        ]  # fmt: skip
    for place, days_ago in enumerate((300, 8, 7, 6)):
        if shape.chance.random() < 0.4:
            moved_in = shape.as_of - timedelta(days=days_ago)
            rows.append({"person_id": f"N{place}", "moved_in": moved_in, "moved_out": None,
                         "reason_left": None})  # fmt: skip
    return rows


def _of_the_other(shape: Shape, rows: list[Row]) -> list[Row]:
    """The other service's own rows, which are no concern of this one."""
    return [
        {**row, "service_id": OTHER} for row in rows
        if row.get("service_id", "") is not None and shape.chance.random() < 0.3
    ]  # fmt: skip


def _shared_shifts(shape: Shape, spoken: Voices, shifts: list[Row]) -> list[Row]:
    """Workers of this service go on to work in the other: soon after, the same day, or every day."""
    rows = []
    for worker in sorted({row["staff_id"] for row in shifts if row["staff_id"]}):
        if shape.chance.random() < spoken.shared_workers:
            rows += _after_own_shifts(shape, [row for row in shifts if row["staff_id"] == worker])
        if shape.chance.random() < spoken.shared_workers / 2:
            rows += _days_in_a_row(shape, worker)
    unclocked = {day for day in days_between(shape.first - timedelta(days=20), shape.end)
                 if not spoken.habits["clocked elsewhere"] or shape.chance.random() < 0.3}  # fmt: skip
    for number, row in enumerate(rows):
        row |= {"shift_id": f"S{number}", "service_id": OTHER}
        if row["starts_at"].date() in unclocked or shape.chance.random() < 0.05:
            row["attended_from"] = row["attended_to"] = None
    return rows


def _after_own_shifts(shape: Shape, shifts: list[Row]) -> list[Row]:
    start = datetime.combine(shape.first - timedelta(days=15), time())
    rows = []
    for shift in shifts:
        if shift["ends_at"] >= start and shape.chance.random() < 0.15:
            wait = shape.chance.choice([30, 59, 60, 61, 300, 659, 660, 661])
            begins = shift["ends_at"] + timedelta(minutes=wait)
            rows.append(_away(shape, shift["staff_id"], begins, shape.chance.choice([2, 4, 8])))
    return rows


def _days_in_a_row(shape: Shape, worker: str) -> list[Row]:
    begins = shape.first + timedelta(days=shape.chance.randrange(-9, 22))
    count, hours = shape.chance.choice([(6, 8.5), (7, 5), (6, 8), (5, 12.5), (4, 12.75)])
    return [
        _away(shape, worker, datetime.combine(begins + timedelta(days=n), time(9)), hours)
        for n in range(count)
    ]


def _away(shape: Shape, worker: str, begins: datetime, hours: float) -> Row:
    starts, ends = real(begins), real(begins + timedelta(hours=hours))
    return {
        "unit": None, "role": "carer", "staff_id": worker, "starts_at": starts, "ends_at": ends,
        "break_minutes": shape.chance.choice([None, 0.0, 30.0]), "attended_from": starts,
        "attended_to": ends, "cover": "own",
        "status": shape.chance.choice(["planned", "planned", "planned", None, "cancelled"]),
    }  # fmt: skip
