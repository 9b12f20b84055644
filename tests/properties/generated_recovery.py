"""Services whose registers almost join: risks, actions, decisions, evidence, practice seen, statements.

Months of frontline records and talk come from `generated_oversight`; here a register that names its
sources, chains kept in all or in part, and risks closed and opened again stand beside them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from hypothesis import strategies as st

from tests.properties.generated_indicators import THEMES, Course, History, blank_row
from tests.properties.generated_oversight import (
    FRONTLINE,
    KINDS,
    MAY_LACK,
    NAMES,
    make_governed,
    make_habits,
    make_history,
)
from tests.properties.generated_services import GeneratedService, Row
from tests.properties.plain_service import months_earlier

SOURCES = (
    "care", "shifts", "audits", "feedback", "incidents", "observations", "learning", "care_plan_changes",
    "staffing_needs", "dependency", "complaints", "people", "meetings", "audits", "observations", "incidents",
)  # fmt: skip
OWNERS = ("Ann", "ann ", "Bo", "Deputy  manager", None)
TEXTS = ("Mend the night rota", "Mend the night rotas", "MEND THE NIGHT ROTA 2", "Write to every family")
CLAIMS = ("improved", "embedded", "worse", "stable", None)
ALSO_LACKING = ("observations", "learning", "care_plan_changes")
MAY_BE_BLANK = (
    ("risks", "owner"), ("risks", "review_route"), ("risks", "evidence_sources"), ("risks", "indicator"),
    ("actions", "owner"), ("actions", "completed_on"), ("statements", "risk_id"), ("statements", "claims"),
    ("feedback", "kind"), ("people", "moved_out"), ("evidence", "record"),
)  # fmt: skip
# Days before as_of: most at one side or the other of an edge.
OPENED = (0, 30, 31, 32, 33, 60, 200, 340, 500, -1)
CLOSED = (0, 10, 91, 92, 93, 200, -1)


@st.composite
def recovering_services(draw: st.DrawFn) -> GeneratedService:
    """Hypothesis draws the seed alone, as in `governed_services`."""
    return make_recovering(Random(draw(st.integers(0, 2**32 - 1))))


def make_recovering(chance: Random) -> GeneratedService:
    lacking = chance.choice([*MAY_LACK, *ALSO_LACKING]) if chance.random() < 0.2 else None
    blank = chance.choice(MAY_BE_BLANK) if chance.random() < 0.25 else None
    history = make_history(chance)
    if chance.random() < 0.5:
        history = turned(history)
    ways = replace(make_habits(chance), actions=chance.choice([0, 0, 2]))
    service = make_governed(history, ways)
    tables = {table: [dict(row) for row in rows] for table, rows in service.tables.items()}
    Register(history, tables).fill()
    if lacking:
        tables.pop(lacking, None)
    if blank and blank[0] in tables:
        tables[blank[0]] = [{**row, blank[1]: None} for row in tables[blank[0]]]
    elsewhere = {table: rows for table, rows in service.elsewhere.items() if table != lacking}
    for table in tables:
        for number, row in enumerate([*tables[table], *elsewhere.get(table, [])]):
            row["_row"] = number + 2
    return replace(service, tables=tables, elsewhere=elsewhere)


def turned(history: History) -> History:
    """In the audit month every source turns, for better or worse, far enough to be seen."""
    courses = {}
    for table in history.courses:
        usual = history.chance.choice([0.2, 0.8])
        courses[table] = Course(usual, 1 - usual, 1, 0.0)
    rows = history.rows | {"feedback": 40, "incidents": 20, "audits": 3}
    return replace(history, courses=courses, rows=rows, months=history.chance.choice([4, 9, 14]))


class Register:
    """The register of one service and the chains behind it, each link kept as carefully as the last."""

    def __init__(self, history: History, tables: dict[str, list[Row]]) -> None:
        self.history, self.chance, self.as_of = history, history.chance, history.as_of
        self.tables = tables
        self.care_taken = self.chance.choice([0.3, 0.7, 0.95, 1.0])

    def fill(self) -> None:
        for row in self.tables.setdefault("learning", []):
            row["theme"] = self.chance.choice([*THEMES, None])
        self.tables["observations"] = []
        self._observe_all_along()
        for risk in self.tables["risks"]:
            self._complete(risk)
        for number in range(self.chance.choice([0, 1, 2])):
            self._open_again(number)
        for risk in self.tables["risks"]:
            self._chain(risk)
            self._say(risk)
        self._fill_what_is_in_dispute()
        for action in self.tables["actions"]:
            action["action"] = self.chance.choice(TEXTS)
            action["owner"] = self.chance.choice(OWNERS)

    def often(self, share: float) -> bool:
        return self.chance.random() < share

    def kept(self) -> bool:
        return self.often(self.care_taken)

    def ago(self, *days: int) -> date:
        return self.as_of - timedelta(days=self.chance.choice(days))

    def add(self, table: str, key: str, letter: str, **given: object) -> Row:
        rows = self.tables.setdefault(table, [])
        row = blank_row(table, **{key: f"{letter}{len(rows)}"}, **given)
        rows.append(row)
        return row

    def _complete(self, risk: Row) -> None:
        sources = self.chance.sample(SOURCES, self.chance.choice([1, 2, 3, 6]))
        risk["evidence_sources"] = "; ".join(sources) if self.kept() else None
        risk["owner"] = self.chance.choice(OWNERS[:4]) if self.kept() else None
        risk["review_route"] = "Quality meeting" if self.kept() else None
        risk["indicator"] = self.chance.choice([None, None, *NAMES, "audit_score"])
        risk["priority"] = self.chance.choice(["high", "high", "medium", "low"])
        if risk["opened_on"] <= self.as_of:
            risk["opened_on"] = self.ago(*OPENED)

    def _open_again(self, number: int) -> None:
        """One closed, and another of its theme opened at the edge of a year or of 12 months."""
        closed = self.ago(*CLOSED, 400)
        theme = self.chance.choice(THEMES)
        first = months_earlier(self.history.first, 11)
        edges = [closed, closed + timedelta(days=365), closed + timedelta(days=366), closed - timedelta(1),
                 first, first - timedelta(days=1), self.as_of]  # fmt: skip
        opened = closed - timedelta(days=self.chance.choice([10, 31, 100]))
        for letter, begins, ends in (("Y", opened, closed), ("Z", self.chance.choice(edges), None)):
            risk = blank_row("risks", risk_id=f"R{letter}{number}", title="Again", theme=theme,
                             priority="high", opened_on=begins, closed_on=ends)  # fmt: skip
            self._complete(risk)
            risk["opened_on"] = begins
            self.tables["risks"].append(risk)

    def _chain(self, risk: Row) -> None:
        """An action or two for the risk; each link is kept, or just misses."""
        for _ in range(self.chance.choice([0, 1, 1, 2])):
            opened = max(risk["opened_on"], self.ago(0, 20, 40, 93, 150))
            closed = self.ago(*CLOSED) if self.often(0.3) else None
            if closed and closed < opened:
                closed = None
            decided = self.add("decisions", "decision_id", "D", forum="oversight", decision="Do",
                               kind="other", decided_on=min(opened, self.as_of),
                               risk_id=risk["risk_id"] if self.kept() else None)  # fmt: skip
            found = opened + timedelta(days=0 if self.kept() else self.chance.choice([-1, 3]))
            piece = self.add("evidence", "evidence_id", "E", event_on=found,
                             kind=self.chance.choice(FRONTLINE if self.kept() else KINDS))  # fmt: skip
            self.add("actions", "action_id", "N", action="Do", opened_on=opened, due_on=self.as_of,
                     risk_id=risk["risk_id"], decision_id=decided["decision_id"] if self.kept() else None,
                     evidence_ids=f"{piece['evidence_id']}; E-nowhere" if self.kept() else None,
                     completed_on=closed if self.often(0.7) else None, closed_on=closed)  # fmt: skip
            if self.kept():
                self._practice(risk["theme"], opened)
        if self.kept():
            self.add("feedback", "feedback_id", "FX", received_on=self.ago(0, 91, 91, 92),
                     source="family", kind="comment", theme=risk["theme"])  # fmt: skip

    def _practice(self, theme: str, opened: date) -> None:
        """Seen applied, or written into a plan, on the day of the action, after it or just before."""
        day = opened + timedelta(days=self.chance.choice([0, 0, 5, -1]))
        if self.often(0.6):
            self._observe(day, theme, self.chance.choice(["applied", "partly_applied", "not_applied"]))
        elif self.tables["learning"]:
            learnt = self.chance.choice(self.tables["learning"])
            learnt["theme"] = theme
            self.add("care_plan_changes", "change_id", "V", changed_at=datetime.combine(day, time(9)),
                     person_id="P0", plan_section="nights", learning_id=learnt["learning_id"],
                     change_type=self.chance.choice(["created", "updated"]))  # fmt: skip

    def _observe(self, day: date, theme: str | None, finding: str) -> None:
        self.add("observations", "observation_id", "O", observed_at=datetime.combine(day, time(10)),
                 theme=theme, finding=finding)  # fmt: skip

    def _observe_all_along(self) -> None:
        """Months of observations, whose share applied changes as that of the audits does."""
        if self.often(0.4):
            return
        theme, count = self.chance.choice(THEMES), self.chance.choice([1, 3, 12])
        for ago in self.history.months_ago():
            for day in self.history.days_of("audits", ago, count):
                applied = self.history.happens("audits", ago)
                other = self.chance.choice(["not_applied", "partly_applied"])
                self._observe(day, self.chance.choice([theme, theme, theme, None]),
                              "applied" if applied else other)  # fmt: skip

    def _fill_what_is_in_dispute(self) -> None:
        """One risk of long ago with its whole chain, so that no column of it is blank in every row.

        Such columns are read in two ways: see the expected failures beside the test.
        """
        day = self.as_of - timedelta(days=150)
        learnt, moment = {"theme": "skin", "learning_id": "LO"}, datetime.combine(day, time(9))
        self.add("risks", "risk_id", "RO", title="Old", theme="skin", priority="low", opened_on=day,
                 closed_on=day)  # fmt: skip
        self.add("actions", "action_id", "N", action="Do", opened_on=day, due_on=day, completed_on=day,
                 closed_on=day, risk_id="RO", decision_id="D-nowhere", evidence_ids="E-nowhere")  # fmt: skip
        self.add("decisions", "decision_id", "D", decided_on=day, risk_id="RO", forum="board",
                 decision="Do", kind="other")  # fmt: skip
        self.tables["learning"].append(
            blank_row("learning", relevant="yes", complaint_id="K-nowhere", **learnt)
        )
        self.add("care_plan_changes", "change_id", "V", changed_at=moment, person_id="P0",
                 plan_section="skin", learning_id="LO", change_type="updated")  # fmt: skip
        self._observe(day, "skin", "not_applied")

    def _say(self, risk: Row) -> None:
        # What is called embedded long after it was closed is in dispute too.
        closed = risk["closed_on"]
        claims = CLAIMS if closed is None or (self.as_of - closed).days < 92 else CLAIMS[2:]
        for _ in range(self.chance.choice([0, 0, 1, 1, 2])):
            self.add("statements", "statement_id", "TX", text="All that was agreed has been done here",
                     risk_id=risk["risk_id"], claims=self.chance.choice(claims),
                     made_on=self.ago(0, 2, 3, 40),
                     **({"service_id": None} if self.often(0.2) else {}))  # fmt: skip
