"""Months of cheap frontline records whose figures rise, fall, stay, or are not there.

Each indicator has a usual level and, for its last months, perhaps another one. Few rows a month carry them:
an own audit of a hundred questions is one row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from tests.properties.generated_services import Row, real
from tests.properties.plain_service import last_of_month, months_earlier
from toolkit.sources.contract import TABLES

THEMES = ("staffing", "missed_care", "falls", "other")
OTHER = "elmtree"
TROUBLES = ("missed", "late", "short", "no note", "declined")


def blank_row(table: str, **given: Any) -> Row:
    """A row of the contract with every other cell blank; without service_id it is this service's."""
    names = [name for name in TABLES[table].names if name != "service_id"]
    return dict.fromkeys(names) | given


@dataclass(frozen=True)
class Course:
    """How a share or a mean goes through the months: usual, other in the last few, with gaps.

    It changes from one month to the next, or drifts there month by month.
    """

    usual: float
    later: float
    months: int  # how many of the last months are other
    gap: float  # how likely a month has no rows
    drifts: bool = False

    def at(self, months_ago: int) -> float:
        gone = self.months - months_ago
        if gone <= 0:
            return self.usual
        return self.usual + (self.later - self.usual) * (gone / self.months if self.drifts else 1)


@dataclass(frozen=True)
class History:
    """What is on record, and for how long."""

    kind: str
    first: date
    as_of: date
    months: int  # on record, the audit month counted
    courses: dict[str, Course]
    rows: dict[str, int]  # a usual month's rows of each table
    chance: Random

    def months_ago(self) -> list[int]:
        return list(range(self.months - 1, -1, -1))

    def days_of(self, table: str, months_ago: int, count: int) -> list[date]:
        """So many days of a month, some of them, in the audit month, after as_of."""
        if self.chance.random() < self.courses[table].gap:
            return []
        first = months_earlier(self.first, months_ago)
        length = last_of_month(first).day
        return [first + timedelta(days=self.chance.randrange(length)) for _ in range(count)]

    def happens(self, table: str, months_ago: int) -> bool:
        return self.chance.random() < self.courses[table].at(months_ago)


def frontline_tables(history: History) -> dict[str, list[Row]]:
    tables = {
        "people": _people(history),
        "incidents": _incidents(history),
        "feedback": _feedback(history),
        "complaints": _complaints(history),
        "audits": _audits(history),
        "care": _care(history),
    }
    tables |= _rota(history) | _learning(history, tables["complaints"])
    return {table: rows for table, rows in tables.items() if history.rows.get(table, 1)}


def _people(history: History) -> list[Row]:
    start = months_earlier(history.first, history.months + 3)
    return [
        blank_row("people", person_id=f"P{n}", moved_in=start,
                  moved_out=history.chance.choice([None, None, None, history.first]))
        for n in range(4)
    ]  # fmt: skip


def _incidents(history: History) -> list[Row]:
    rows = []
    for ago in history.months_ago():
        mean = history.courses["incidents"].at(ago) * history.rows["incidents"]
        count = max(0, round(history.chance.gauss(mean, mean**0.5)))
        for day in history.days_of("incidents", ago, count):
            moment = real(datetime.combine(day, time(history.chance.randrange(24))))
            rows.append(blank_row("incidents", incident_id=f"I{len(rows)}", occurred_at=moment, kind="fall"))
    return rows


def _feedback(history: History) -> list[Row]:
    rows = []
    for ago in history.months_ago():
        for day in history.days_of("feedback", ago, history.rows["feedback"]):
            concern = history.happens("feedback", ago)
            kind = "concern" if concern else history.chance.choice(["compliment", "comment", None])
            source = history.chance.choice(["family", "family", "person", "staff", "survey"])
            rows.append(blank_row("feedback", feedback_id=f"F{len(rows)}", received_on=day, source=source,
                                  kind=kind, theme="other"))  # fmt: skip
    return rows


def _complaints(history: History) -> list[Row]:
    rows: list[Row] = []
    for ago in history.months_ago():
        for day in history.days_of("complaints", ago, history.rows["complaints"]):
            towards = f"K{history.chance.randrange(len(rows))}" if rows else None
            rows.append(blank_row("complaints", complaint_id=f"K{len(rows)}", received_on=day, theme="other",
                                  person_id=f"P{history.chance.randrange(4)}",
                                  raised_by=history.chance.choice(["family", "staff", None]),
                                  response_sent_on=history.chance.choice([None, day + timedelta(days=9)]),
                                  duplicate_of=history.chance.choice([None] * 6 + [towards])))  # fmt: skip
    return rows


def _learning(history: History, complaints: list[Row]) -> dict[str, list[Row]]:
    """Two pieces of learning from each complaint; the plan changes at the edge of eight weeks."""
    learning, changes = [], []
    for complaint in complaints:
        for section in ("washing", "meals"):
            ago = max(0, (history.first - complaint["received_on"]).days // 30 - 2)
            agreed = history.chance.choice([None, complaint["received_on"] + timedelta(days=4)])
            row = blank_row("learning", learning_id=f"L{len(learning)}", relevant="yes", agreed_on=agreed,
                            complaint_id=complaint["complaint_id"], plan_section=section,
                            theme="other")  # fmt: skip
            learning.append(row)
            days = history.chance.choice([5, 30, 56]) if history.happens("learning", ago) else 57
            start = agreed or complaint["response_sent_on"] or complaint["received_on"]
            moment = datetime.combine(start + timedelta(days=days), time(12))
            changes.append(
                blank_row("care_plan_changes", change_id=f"V{len(changes)}", changed_at=moment,
                          person_id=complaint["person_id"], plan_section=section, change_type="updated",
                          text=f"Version {len(changes)}",
                          learning_id=history.chance.choice([None, row["learning_id"]]))
            )  # fmt: skip
    return {"learning": learning, "care_plan_changes": changes}


def _audits(history: History) -> list[Row]:
    rows = []
    for ago in history.months_ago():
        for day in history.days_of("audits", ago, history.rows["audits"]):
            questions = history.chance.choice([10, 60, 100])
            yes = sum(history.happens("audits", ago) for _ in range(questions))
            if history.chance.random() < 0.03:
                yes = questions = 0
            rows.append(
                blank_row("audits", audit_id=f"A{len(rows)}", audited_on=day, topic="records",
                          theme=history.chance.choice([*THEMES[:2], None]), yes=float(yes),
                          no=float(questions - yes),
                          pass_mark=history.chance.choice([None, 70.0, 80.0, 100 * yes / (questions or 1)]))
            )  # fmt: skip
    return rows


def _care(history: History) -> list[Row]:
    rows = []
    for ago in history.months_ago():
        for day in history.days_of("care", ago, history.rows["care"]):
            rows.append(_care_of(history, ago, day, len(rows)))
    return rows


def _care_of(history: History, ago: int, day: date, number: int) -> Row:
    due = datetime.combine(day, time(9))
    row = blank_row("care", care_id=f"C{number}", person_id=f"P{number % 4}", activity=f"care {number % 5}",
                    due_at=due, planned_minutes=30.0, started_at=due, ended_at=due + timedelta(minutes=30),
                    status="done", staff_ids=f"w{number % 40}",
                    note=f"Had a good morning {number}")  # fmt: skip
    if history.happens("care", ago):
        often = TROUBLES[history.months % 4]
        trouble = history.chance.choice([*[often] * 6, *TROUBLES])
        if trouble == "missed":
            row |= {"status": "not_done", "started_at": None, "ended_at": None, "note": None}
        elif trouble == "late":
            row |= {"started_at": due + timedelta(minutes=75), "ended_at": due + timedelta(minutes=105)}
        elif trouble == "short":
            row["ended_at"] = due + timedelta(minutes=10)
        elif trouble == "no note":
            row["note"] = None
        else:
            row["status"] = "declined"
    return row


def _rota(history: History) -> dict[str, list[Row]]:
    """One window a week, of ten hours; who came stayed for part of it."""
    start = months_earlier(history.first, history.months - 1)
    need = blank_row("staffing_needs", role="carer", shift_name="Day", from_time="08:00", to_time="18:00",
                     days="Wed", staff_needed=1.0, valid_from=start)  # fmt: skip
    rows = []
    for ago in history.months_ago():
        first = months_earlier(history.first, ago)
        if history.chance.random() < history.courses["shifts"].gap:
            continue
        for number in range(last_of_month(first).day):
            day = first + timedelta(days=number)
            if day.weekday() == 2:
                rows.append(_shift(history, ago, day, len(rows)))
    return {"staffing_needs": [need], "shifts": rows}


def _shift(history: History, ago: int, day: date, number: int) -> Row:
    starts, ends = datetime.combine(day, time(8)), datetime.combine(day, time(18))
    level = history.courses["shifts"].at(ago)
    hours = min(10, max(1, round(10 * level + history.chance.gauss(0, 1))))
    return blank_row("shifts", shift_id=f"S{number}", role="carer", staff_id=f"W{number % 9}",
                     starts_at=starts, ends_at=ends, attended_from=starts,
                     attended_to=starts + timedelta(hours=hours), status="planned",
                     cover=history.chance.choice(["own", "own", "own", "agency"]))  # fmt: skip
