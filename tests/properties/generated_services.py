"""Small services whose records go wrong in every way the audits must survive.

Hypothesis chooses the shape of a service (kind, month, length of history) and which `TROUBLES` befall
it how often; a random generator seeded by hypothesis fills in the rows. The same choice always gives
the same rows. Every service comes as plain dicts for the slow implementation and as frames, in the
form that `toolkit.sources.store.Store.rows` gives, for the toolkit.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from hypothesis import strategies as st

from tests.factories import make_evidence
from tests.properties.plain_service import PlainService, days_between, last_of_month
from toolkit.evidence import Evidence
from toolkit.sources.contract import TABLES, Kind

SERVICE_ID = "oakfield"
LONDON = ZoneInfo("Europe/London")
Row = dict
KINDS = ("residential", "nursing", "home_care", "supported_living", "extra_care")

TROUBLES = (
    # what is needed
    "second unit", "need without unit", "second role", "overlapping needs", "weekday need",
    "need replaced", "half a post", "short night", "no staffing needs",
    # the rota
    "unit left blank", "open", "cancelled", "unpublished", "status blank", "nobody named", "one shift less",
    "no shift rows", "odd hours", "double booked", "one shift more", "rota stops", "ends in the small hours",
    # attendance
    "not clocked", "one clock", "nobody clocks that day", "late in", "no clocks ever", "agency", "bank",
    "cover blank", "other role clocks",
    # care
    "declined", "in hospital", "cancelled by office", "cancelled late", "not done", "left planned",
    "part done", "late", "next day", "early", "brief", "halved", "clipped", "no start", "no end",
    "stamped", "merged", "two carers", "two rows", "carer missing", "critical", "until",
    # records
    "recorded late", "typed in one go", "same note", "no note", "two words", "no notes ever",
    "day not recorded", "half a day recorded", "records stop", "never recorded at", "routine",
    # people and need
    "moves in", "moves out", "no people row", "no review", "no dependency", "no people", "high need",
    # the service
    "opens", "closes",
)  # fmt: skip


@dataclass(frozen=True)
class GeneratedService:
    """One service, one month, and all its rows, those after as_of included.

    `elsewhere` holds the rows of the provider's other service, each with its service_id.
    """

    kind: str
    opened_on: date | None
    closed_on: date | None
    first: date
    as_of: date
    tables: Mapping[str, list[Row]]
    elsewhere: Mapping[str, list[Row]] = field(default_factory=dict)

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        """Short, for hypothesis prints it: the thousands of rows are the same again in every run."""
        rows = ", ".join(f"{len(rows)} {table}" for table, rows in self.tables.items())
        printer.text(f"<{self.kind} {self.first} to {self.as_of}: {rows}>")

    @property
    def month(self) -> str:
        return f"{self.first:%Y-%m}"

    def plain(self) -> PlainService:
        return PlainService(self.kind, self.opened_on, self.closed_on, self.tables, self.first, self.as_of,
                            elsewhere=self.elsewhere)  # fmt: skip

    def evidence(self) -> Evidence:
        return make_evidence(self.frames(), month=self.month, as_of=self.as_of.isoformat(), kind=self.kind,
                             opened_on=self.opened_on, closed_on=self.closed_on)  # fmt: skip

    def frames(self) -> dict[str, pd.DataFrame]:
        names = [*self.tables, *(name for name in self.elsewhere if name not in self.tables)]
        return {
            name: frame_of(name, [*self.tables.get(name, []), *self.elsewhere.get(name, [])])
            for name in names
        }

    def without(self, table: str) -> GeneratedService:
        kept = {name: rows for name, rows in self.tables.items() if name != table}
        others = {name: rows for name, rows in self.elsewhere.items() if name != table}
        return replace(self, tables=kept, elsewhere=others)

    def with_rows(self, **rows: list[Row]) -> GeneratedService:
        return replace(self, tables={**self.tables, **rows})


def frame_of(table: str, rows: list[Row]) -> pd.DataFrame:
    """The rows as the store gives them: contract columns and dtypes, origin, sorted by own day and key."""
    contract = TABLES[table]
    columns = {}
    for column in contract.columns:
        absent = SERVICE_ID if column.name == "service_id" else None
        values = [row.get(column.name, absent) for row in rows]
        columns[column.name] = pd.Series(values, dtype=_dtype(column.kind))
    frame = pd.DataFrame(columns)
    frame["_file"] = pd.Series([f"data/{table}.csv"] * len(rows), dtype="str")
    frame["_sheet"] = pd.Series([None] * len(rows), dtype="str")
    frame["_row"] = pd.Series([row["_row"] for row in rows], dtype="int64")
    order = [name for name in (contract.own_day, contract.key, "_file", "_sheet", "_row") if name]
    return frame.sort_values(order, kind="stable").reset_index(drop=True)


def _dtype(kind: Kind) -> str:
    if kind in (Kind.DATE, Kind.TIME):
        return "datetime64[us]"
    return "float64" if kind is Kind.NUMBER else "str"


@st.composite
def services(draw: st.DrawFn) -> GeneratedService:
    """Small and nasty services; fewer troubles and shorter histories come first when shrinking."""
    return make_service(draw(shapes()))


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    """What a service is like and what befalls it, before any row is written."""
    first = draw(st.sampled_from([date(2026, 10, 1), date(2026, 3, 1), date(2026, 6, 1)]))
    as_of = last_of_month(first)
    if draw(st.booleans()):
        as_of = first + timedelta(days=draw(st.integers(13, 27)))
    few = draw(st.sampled_from([0, 8, 20]))
    often = st.sampled_from([0.04, 0.15, 0.5])
    troubles = draw(st.dictionaries(st.sampled_from(TROUBLES), often, min_size=few, max_size=24))
    return Shape(
        kind=draw(st.sampled_from(KINDS)),
        first=first,
        as_of=as_of,
        weeks=draw(st.sampled_from([0, 1, 3, 5, 9])),
        people=draw(st.integers(2, 5)),
        care_a_day=draw(st.integers(1, 3)),
        troubles=troubles,
        chance=random.Random(draw(st.integers(0, 2**32 - 1))),
    )


@dataclass(frozen=True)
class Shape:
    kind: str
    first: date
    as_of: date
    weeks: int
    people: int
    care_a_day: int
    troubles: Mapping[str, float]
    chance: random.Random

    @property
    def start(self) -> date:
        return self.first - timedelta(weeks=self.weeks)

    @property
    def end(self) -> date:
        return last_of_month(self.first) + timedelta(days=3)

    def has(self, trouble: str) -> bool:
        return trouble in self.troubles

    def befalls(self, trouble: str) -> bool:
        """Does the trouble strike here? It only draws when it is chosen, so the others stay as they are."""
        return trouble in self.troubles and self.chance.random() < self.troubles[trouble]

    def some_day(self) -> date:
        return self.first + timedelta(days=self.chance.randrange(3, 26))


def make_service(shape: Shape) -> GeneratedService:
    needs = _needs(shape)
    tables = {
        "staffing_needs": needs,
        "shifts": _shifts(shape, needs),
        "care": _care(shape),
        "people": _people(shape),
        "dependency": _reviews(shape),
    }
    for table, trouble in (("staffing_needs", "no staffing needs"), ("people", "no people"),
                           ("dependency", "no dependency")):  # fmt: skip
        if shape.has(trouble):
            del tables[table]
    for rows in tables.values():
        for number, row in enumerate(rows):
            row["_row"] = number + 2
    opened = shape.some_day() if shape.has("opens") else None
    closed = shape.some_day() if shape.has("closes") else None
    if opened and closed and closed < opened:
        opened, closed = closed, opened
    return GeneratedService(shape.kind, opened, closed, shape.first, shape.as_of, tables)


# What is needed


def _needs(shape: Shape) -> list[Row]:
    clock = [("Early", "07:00", "14:30"), ("Night", "20:00", "08:00")]
    if shape.has("overlapping needs"):
        clock.append(("Late", "13:45", "21:30"))
    if shape.has("short night"):
        clock.append(("Twilight", "22:15", "00:30"))
    units = ["Oak", "Elm"] if shape.has("second unit") else ["Oak"]
    roles = ["carer", "nurse"] if shape.has("second role") else ["carer"]
    rows = [
        _need(shape, unit, role, name, start, end, 2.0 if role == "carer" else 1.0)
        for unit in units for role in roles for name, start, end in clock
    ]  # fmt: skip
    if shape.has("need without unit"):
        rows.append(_need(shape, None, "carer", "Float", "09:00", "17:00", 1.0))
    if shape.has("half a post"):
        rows[0]["staff_needed"] = 1.5
    if shape.has("weekday need"):
        rows[0]["days"] = "Mon-Fri"
    if shape.has("need replaced"):
        change = shape.some_day()
        rows.append({**rows[0], "valid_from": change, "staff_needed": 3.0})
        rows[0]["valid_to"] = change - timedelta(days=1)
    return rows


def _need(shape: Shape, unit: str | None, role: str, name: str, start: str, end: str, staff: float) -> Row:
    return {
        "unit": unit, "role": role, "shift_name": name, "from_time": start, "to_time": end, "days": None,
        "staff_needed": staff, "valid_from": shape.start - timedelta(days=40), "valid_to": None,
    }  # fmt: skip


# Who was rostered, and who came


def _shifts(shape: Shape, needs: list[Row]) -> list[Row]:
    stop = shape.some_day() if shape.has("rota stops") else None
    rows: list[Row] = []
    for day in days_between(shape.start, shape.end):
        if (stop and day > stop) or shape.befalls("no shift rows"):
            continue
        of_day: list[Row] = []
        for need in needs:
            if need["valid_to"] is None or day <= need["valid_to"]:
                of_day += _shifts_of_need(shape, day, need)
        unclocked = shape.befalls("nobody clocks that day") or shape.has("no clocks ever")
        for row in of_day:
            if unclocked:
                row["attended_from"] = row["attended_to"] = None
        rows += of_day
    for number, row in enumerate(rows):
        row["shift_id"] = f"S{number}"  # S10 comes before S9 as text
    return rows


def _shifts_of_need(shape: Shape, day: date, need: Row) -> list[Row]:
    count = int(need["staff_needed"] + 0.5)
    count += shape.befalls("one shift more") - shape.befalls("one shift less")
    return [_shift(shape, day, need, place) for place in range(max(count, 0))]


def _shift(shape: Shape, day: date, need: Row, place: int) -> Row:
    starts, ends = _moment(day, need["from_time"]), _moment(day, need["to_time"])
    if ends <= starts:
        ends += timedelta(days=1)
    if shape.befalls("odd hours"):
        starts += timedelta(minutes=shape.chance.choice([-90, 30, 95]))
        ends += timedelta(minutes=shape.chance.choice([-140, -45, 60, 240]))
    if shape.befalls("ends in the small hours"):
        ends = real(datetime.combine(starts.date() + timedelta(days=1), time(1, 30)))
    worker = f"{need['role'][0]}{need['unit'] or 'any'}{need['shift_name'][0]}{place}"
    if shape.befalls("double booked"):
        worker = f"{need['role'][0]}OakE0"
    row = {
        "unit": need["unit"], "role": need["role"], "staff_id": worker, "starts_at": starts, "ends_at": ends,
        "break_minutes": 30.0, "attended_from": starts, "attended_to": ends, "cover": "own",
        "status": "planned",
    }  # fmt: skip
    _trouble_shift(shape, row)
    _trouble_attendance(shape, row)
    return row


def _trouble_shift(shape: Shape, row: Row) -> None:
    for status in ("open", "cancelled", "unpublished"):
        if shape.befalls(status):
            row["status"] = status
            if shape.chance.random() < 0.5:
                row["staff_id"] = row["attended_from"] = row["attended_to"] = None
    if shape.befalls("status blank"):
        row["status"] = None
    if shape.befalls("nobody named"):
        row["staff_id"] = None
        if shape.chance.random() < 0.5:
            row["attended_from"] = row["attended_to"] = None
    if shape.befalls("unit left blank"):
        row["unit"] = None


def _trouble_attendance(shape: Shape, row: Row) -> None:
    if shape.befalls("late in") and row["attended_from"]:
        row["attended_from"] += timedelta(minutes=shape.chance.choice([1, 20, 60, 180]))
    if shape.befalls("not clocked"):
        row["attended_from"] = row["attended_to"] = None
    if shape.befalls("one clock"):
        row[shape.chance.choice(["attended_from", "attended_to"])] = None
    for cover in ("agency", "bank"):
        if shape.befalls(cover):
            row["cover"] = cover
    if shape.befalls("cover blank"):
        row["cover"] = None
    if shape.befalls("other role clocks"):
        row["role"] = "cook"


# What care was planned, and what was done


def _care(shape: Shape) -> list[Row]:
    stop = shape.some_day() if shape.has("records stop") else None
    rows: list[Row] = []
    for day in days_between(shape.start, shape.end):
        if (stop and day > stop) or shape.befalls("day not recorded"):
            continue
        thin = shape.befalls("half a day recorded")
        for person in range(1 if thin else shape.people):
            for slot in range(shape.care_a_day):
                rows += _care_of(shape, day, f"P{person}", slot)
    _type_in_one_go(shape, rows)
    for number, row in enumerate(rows):
        row["care_id"] = f"C{number}"
        if shape.has("no notes ever"):
            row["note"] = None
        if shape.has("never recorded at"):
            row["recorded_at"] = None
        for name in ("due_at", "due_until", "started_at", "ended_at", "recorded_at"):
            row[name] = real(row[name])
    return rows


SLOTS = (("Personal care", "08:00", 30), ("Lunch", "12:30", 20), ("Repositioning", "01:30", 10))


def _care_of(shape: Shape, day: date, person: str, slot: int) -> list[Row]:
    activity, clock, minutes = SLOTS[slot]
    due = _moment(day, clock)
    row = {
        "person_id": person, "unit": shape.chance.choice(["Oak", "Oak", None]), "activity": activity,
        "time_critical": "no", "due_at": due, "due_until": None, "planned_minutes": float(minutes),
        "carers_planned": None, "started_at": due, "ended_at": due + timedelta(minutes=minutes),
        "recorded_at": due + timedelta(minutes=minutes + 10), "status": "done", "reason": None,
        "staff_ids": f"w{shape.chance.randrange(3)}", "note": _note(shape, person),
    }  # fmt: skip
    if shape.befalls("second unit"):
        row["unit"] = "Elm"
    _trouble_plan(shape, row)
    _trouble_times(shape, row)
    _trouble_status(shape, row)
    _trouble_record(shape, row)
    extra = []
    if shape.befalls("two rows"):
        extra.append({**row, "staff_ids": shape.chance.choice(["w9", "w9", None])})
        if shape.chance.random() < 0.3:
            extra[-1] |= {"status": "not_done", "started_at": None, "ended_at": None}
    if shape.befalls("merged"):
        extra.append({**row, "due_at": row["due_at"] + timedelta(minutes=shape.chance.choice([60, 120]))})
        if shape.chance.random() < 0.5:
            extra[-1]["activity"] = "Drinks"
    return [row, *extra]


def _note(shape: Shape, person: str) -> str:
    word = shape.chance.choice(["ate well", "was tired", "told of her garden", "walked a little"])
    return f"{person} {word} {shape.chance.randrange(10_000)}"


def _trouble_plan(shape: Shape, row: Row) -> None:
    if shape.befalls("critical"):
        row["time_critical"] = shape.chance.choice(["yes", "yes", None])
    if shape.befalls("until"):
        row["due_until"] = row["due_at"] + timedelta(minutes=30)
    if shape.befalls("two carers"):
        row["carers_planned"] = 2.0
        row["staff_ids"] = shape.chance.choice(["w1;w2", "w2;w1;w3", "w1;w1"])
    if shape.befalls("carer missing"):
        row["carers_planned"] = 2.0
        row["staff_ids"] = shape.chance.choice(["w1", None])
    if shape.befalls("routine"):
        row["activity"] = "Drinks"


def _trouble_times(shape: Shape, row: Row) -> None:
    shift = 0
    if shape.befalls("late"):
        shift = shape.chance.choice([29, 30, 31, 59, 60, 61, 90, 200])
    if shape.befalls("next day"):
        shift = shape.chance.choice([390, 630, 900, 1500])
    if shape.befalls("early"):
        row["time_critical"] = shape.chance.choice(["yes", "yes", "no"])
        shift = shape.chance.choice([-30, -31, -60])
    row["started_at"] += timedelta(minutes=shift)
    planned = row["planned_minutes"]
    lasted = planned
    if shape.befalls("brief"):
        lasted = shape.chance.choice([0, 1, 2, planned / 10, planned / 10 - 1])
    if shape.befalls("halved"):
        lasted = shape.chance.choice([planned / 2, planned / 2 - 1])
    if shape.befalls("clipped"):
        lasted = shape.chance.choice([planned * 0.8, planned * 0.8 - 1, planned * 0.6])
    if shape.befalls("stamped"):
        lasted = 0
    row["ended_at"] = row["started_at"] + timedelta(minutes=max(round(lasted), 0))
    row["recorded_at"] = row["ended_at"] + timedelta(minutes=10)


def _trouble_status(shape: Shape, row: Row) -> None:
    for trouble, status, reason in (
        ("declined", "declined", None),
        ("in hospital", "not_done", "hospital"),
        ("cancelled by office", "cancelled", "office"),
        ("cancelled late", "cancelled", "person_cancelled"),
        ("not done", "not_done", None),
        ("left planned", "planned", None),
    ):
        if shape.befalls(trouble):
            row |= {"status": status, "reason": reason, "started_at": None, "ended_at": None, "note": None}
            row["recorded_at"] = None
            if trouble == "cancelled late":
                row["recorded_at"] = row["due_at"] + timedelta(minutes=shape.chance.choice([0, 1, -60]))
            if trouble == "left planned" and shape.chance.random() < 0.3:
                row["started_at"] = row["due_at"]
    if shape.befalls("part done"):
        row["status"] = "part_done"
    if shape.befalls("no start"):
        row["started_at"] = None
    if shape.befalls("no end"):
        row["ended_at"] = None


def _trouble_record(shape: Shape, row: Row) -> None:
    if shape.befalls("recorded late"):
        since = row["ended_at"] or row["started_at"] or row["due_at"]
        row["recorded_at"] = since + timedelta(minutes=shape.chance.choice([1440, 1441, 3000]))
    if shape.befalls("same note"):
        row["note"] = shape.chance.choice(["All care given.", " all  care given. ", "ALL CARE GIVEN."])
    if shape.befalls("no note"):
        row["note"] = None
    if shape.befalls("two words"):
        row["note"] = "all well"


def _type_in_one_go(shape: Shape, rows: list[Row]) -> None:
    """Ten rows and more of one author in five minutes, or just outside of it."""
    by_day: dict[date, list[Row]] = {}
    for row in rows:
        by_day.setdefault(row["due_at"].date(), []).append(row)
    for day, of_day in by_day.items():
        if shape.befalls("typed in one go"):
            start = datetime.combine(day, time(15, 50))
            step = shape.chance.choice([20, 30, 34])
            for place, row in enumerate(of_day):
                row["recorded_at"] = start + timedelta(seconds=step * place)
                row["staff_ids"] = "w0"


# Who lived there, and what they needed


def _people(shape: Shape) -> list[Row]:
    rows = []
    for number in range(shape.people):
        if shape.befalls("no people row"):
            continue
        row = {"person_id": f"P{number}", "moved_in": shape.start - timedelta(days=100), "moved_out": None,
               "reason_left": None}  # fmt: skip
        if shape.befalls("moves in"):
            row["moved_in"] = shape.some_day()
        if shape.befalls("moves out"):
            row["moved_out"] = max(shape.some_day(), row["moved_in"])
        rows.append(row)
    return rows


def _reviews(shape: Shape) -> list[Row]:
    rows = []
    for number in range(shape.people):
        if shape.befalls("no review"):
            continue
        need = shape.chance.choice([3.0, 6.5])
        for day, hours in ((shape.first - timedelta(days=20), need), (shape.some_day(), need + 2.25)):
            if shape.befalls("high need"):
                hours += 9.0
            rows.append({"review_id": f"R{len(rows)}", "person_id": f"P{number}", "reviewed_on": day,
                         "tool": None, "score": None, "level": None, "care_hours_per_day": hours,
                         "carers_needed": None})  # fmt: skip
    return rows


# Times


def _moment(day: date, clock: str) -> datetime:
    hour, minute = clock.split(":")
    return datetime.combine(day, time(int(hour), int(minute)))


def real(moment: datetime | None) -> datetime | None:
    """A wall-clock time that exists: the hour that the clocks skip is a problem row before it gets here."""
    if moment is None:
        return None
    back = moment.replace(tzinfo=LONDON).astimezone(ZoneInfo("UTC")).astimezone(LONDON)
    return moment if back.replace(tzinfo=None) == moment else moment + timedelta(hours=1)
