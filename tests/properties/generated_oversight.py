"""Services with what leaders were told, said, asked and decided, beside months of frontline records."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from tests.properties.generated_indicators import OTHER, THEMES, Course, History, blank_row, frontline_tables
from tests.properties.generated_services import GeneratedService, Row
from tests.properties.plain_service import last_of_month, months_earlier
from toolkit.sources.contract.governance import EVIDENCE_KINDS, INDICATORS

KINDS = tuple(EVIDENCE_KINDS.split())
FRONTLINE = KINDS[:8]
NAMES = tuple(INDICATORS.split())
CLAIMS = ("improved", "stable", "embedded", "improved", "worse", "none", None)
AGES = (0, 5, 30, 31, 31, 32, 62, 63, 120, -1)
FORUMS = ("oversight", "oversight", "oversight", "board", "quality_meeting")
GOVERNANCE = ("risks", "actions", "meetings", "evidence", "statements", "challenges", "decisions")
# Tables that may not be there at all, and columns that may never be filled.
MAY_LACK = (*GOVERNANCE, "audits", "care", "shifts", "feedback", "complaints", "incidents", "people")
MAY_BE_BLANK = (
    ("statements", "claims"), ("statements", "evidence_ids"), ("statements", "risk_id"),
    ("statements", "indicator"), ("challenges", "statement_id"), ("challenges", "answered_on"),
    ("challenges", "evidence_ids"), ("actions", "verified_on"), ("actions", "verified_by"),
    ("actions", "evidence_ids"), ("actions", "decision_id"), ("actions", "extensions"),
    ("actions", "original_due_on"), ("decisions", "indicator"), ("decisions", "review_on"),
    ("evidence", "meeting_id"), ("meetings", "held_on"), ("meetings", "minuted_on"),
    ("meetings", "requires"), ("risks", "indicator"), ("feedback", "kind"), ("audits", "pass_mark"),
)  # fmt: skip
TEXTS = (
    "In {m} the night rota was covered on {n} of {n} nights and families told us that they felt safe again",
    "Records were audited in {m} by the deputy and {n} of {n} plans held all that a new worker must know",
    "The board heard on {d} that agency use fell to {n} shifts while own staff took up most of the rota",
)
WORDS = ("care", "nights", "meals", "falls", "staff", "rota", "families", "plans", "audit", "trust")
LAST_WORDS = ("again", "now", "as planned", "and more is to come")
STANDING = ("Nil return.", "No incidents this month", "Nothing to report", "All is well on nights now today")
MONTHS = ("January", "May", "October", "December")
DAYS = ("Monday", "Sunday")


def make_course(chance: Random) -> Course:
    usual = chance.choice([0.0, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1.0])
    later = min(max(usual + chance.choice([-0.5, -0.2, -0.1, -0.05, 0.05, 0.1, 0.2, 0.5]), 0.0), 1.0)
    return Course(usual, later, chance.choice([0, 1, 1, 2, 3, 7, 8, 8]), chance.choice([0.0, 0.0, 0.1, 0.4]),
                  drifts=chance.random() < 0.3)  # fmt: skip


def make_history(chance: Random) -> History:
    first = chance.choice([date(2026, 10, 1), date(2026, 3, 1), date(2026, 6, 1)])
    as_of = last_of_month(first) if chance.random() < 0.6 else first + timedelta(days=chance.randrange(5, 28))
    months = chance.choice([3, 4, 9, 12, 13, 14, 16, 16, 22, 30])
    tables = ("audits", "feedback", "incidents", "care", "shifts", "learning", "complaints")
    return History(
        kind=chance.choice(["residential", "nursing", "home_care", "extra_care"]),
        first=first,
        as_of=as_of,
        months=months,
        courses={table: make_course(chance) for table in tables},
        rows={
            "audits": chance.choice([1, 2, 3]),
            "feedback": chance.choice([2, 12, 40]),
            "incidents": chance.choice([4, 20]),
            "complaints": chance.choice([1, 1, 3]),
            "care": chance.choice([0, 3, 3, 40 if months < 20 else 10]),
            "shifts": chance.choice([0, 1, 1]),
        },
        chance=chance,
    )


@dataclass(frozen=True)
class Habits:
    """How leaders of this provider go about it."""

    statements: int  # a month
    risks: int
    evidence: float  # how likely each of three pieces stands behind a statement
    old: float  # how likely such a piece is of any age, not of the last days
    challenged: float
    pasted: float
    provider: float  # how likely a row is the whole provider's
    actions: int
    decisions: int
    talking_months: int


def make_habits(chance: Random) -> Habits:
    often = (0.0, 0.2, 0.6, 0.95)
    return Habits(
        statements=chance.choice([1, 2, 4]),
        risks=chance.choice([1, 2, 3]),
        evidence=chance.choice([0.2, 0.6, 0.95]),
        old=chance.choice(often),
        challenged=chance.choice(often),
        pasted=chance.choice(often),
        provider=chance.choice([0.0, 0.2]),
        actions=chance.choice([0, 2, 6, 12]),
        decisions=chance.choice([0, 1, 3]),
        talking_months=chance.choice([1, 2, 3, 3, 5, 5, 13]),
    )


@st.composite
def governed_services(draw: st.DrawFn) -> GeneratedService:
    """Hypothesis draws the seed alone: so many choices drawn one by one would mostly be the first of each."""
    chance = Random(draw(st.integers(0, 2**32 - 1)))
    lacking = chance.choice(MAY_LACK) if chance.random() < 0.25 else None
    blank = chance.choice(MAY_BE_BLANK) if chance.random() < 0.25 else None
    return make_governed(make_history(chance), make_habits(chance), lacking, blank)


@st.composite
def charted_services(draw: st.DrawFn) -> GeneratedService:
    """Long series of what needs few rows, most on a chart, with changes of every size at their end."""
    chance = Random(draw(st.integers(0, 2**32 - 1)))
    history = make_history(chance)
    courses = {}
    for table in history.courses:
        usual = chance.uniform(0.1, 0.95)
        later = min(max(usual + chance.gauss(0, 0.15), 0.0), 1.0)
        gap = chance.choice([0.0, 0.0, 0.05])
        courses[table] = Course(usual, later, chance.choice([1, 2, 3, 7, 8, 9]), gap, chance.random() < 0.5)
    rows = {"audits": 2, "feedback": 40, "incidents": 25, "complaints": 1, "care": 0, "shifts": 1}
    history = replace(
        history, kind="residential", months=chance.randrange(12, 31), courses=courses, rows=rows
    )
    return make_governed(history, replace(make_habits(chance), actions=0, decisions=0))


def make_governed(
    history: History, ways: Habits, lacking: str | None = None, blank: tuple[str, str] | None = None
) -> GeneratedService:
    tables = frontline_tables(history) | Talk(history, ways).tables()
    tables.pop(lacking or "", None)
    if blank and blank[0] in tables:
        tables[blank[0]] = [{**row, blank[1]: None} for row in tables[blank[0]]]
    elsewhere = {table: _of_the_other(history, tables[table]) for table in GOVERNANCE if table in tables}
    for table in tables:
        for number, row in enumerate([*tables[table], *elsewhere.get(table, [])]):
            row["_row"] = number + 2
    return GeneratedService(history.kind, None, None, history.first, history.as_of, tables, elsewhere)


def _of_the_other(history: History, rows: list[Row]) -> list[Row]:
    """The other service's records: the same ids, files and risks, and no concern of this service."""
    return [
        {**row, "service_id": OTHER} for row in rows
        if row.get("service_id", "") is not None and history.chance.random() < 0.3
    ]  # fmt: skip


class Talk:
    """What leaders were told, said, asked and decided about one service."""

    def __init__(self, history: History, ways: Habits) -> None:
        self.history, self.ways, self.chance = history, ways, history.chance
        self.first, self.as_of = history.first, history.as_of
        self.rows: dict[str, list[Row]] = {table: [] for table in GOVERNANCE}

    def tables(self) -> dict[str, list[Row]]:
        for number in range(self.ways.risks):
            self._risk(number)
        for ago in range(self.ways.talking_months - 1, -1, -1):
            self._month(months_earlier(self.first, ago))
        for _ in range(self.ways.decisions):
            self._decision()
        for _ in range(self.ways.actions):
            self._action()
        return self.rows

    def often(self, share: float) -> bool:
        return self.chance.random() < share

    def add(self, table: str, key: str, letter: str, **given: object) -> Row:
        row = blank_row(table, **{key: f"{letter}{len(self.rows[table])}"}, **given)
        self.rows[table].append(row)
        return row

    def of_provider(self) -> dict[str, None]:
        """Now and then a row is the whole provider's."""
        return {"service_id": None} if self.often(self.ways.provider) else {}

    def some_risk(self) -> str | None:
        named = [row["risk_id"] for row in self.rows["risks"]]
        return self.chance.choice([*named, *named, None, "R-nowhere"])

    def day_in(self, first: date, *edges: int) -> date:
        """Some day of the month; where one of the edges lies in it, often the day so long before as_of."""
        days = [self.as_of - timedelta(days=ago) for ago in edges]
        days = [day for day in days if first <= day <= last_of_month(first)]
        if days and self.often(0.5):
            return self.chance.choice(days)
        return first + timedelta(days=self.chance.randrange(last_of_month(first).day))

    def ago(self, *days: int) -> date:
        return self.as_of - timedelta(days=self.chance.choice(days))

    def _risk(self, number: int) -> None:
        self.add("risks", "risk_id", "R", title="Nights", theme=self.chance.choice(THEMES),
                 priority=self.chance.choice(["high", "medium", "low"]),
                 indicator=self.chance.choice([None, *NAMES, "audit_score", "audit_score"]),
                 opened_on=self.ago(0, 5, 40, 200, 700, -1),
                 closed_on=None if number == 0 else self.chance.choice([None, None, self.ago(0, 30, -1)])
                 )  # fmt: skip

    # Evidence, and what it stands behind

    def evidence(self, relied_on: date, *, kinds: tuple[str, ...] = KINDS, meeting: str | None = None) -> str:
        """A new piece, of the last days or of any age; some share a file or a record with another."""
        days = self.chance.choice(AGES) if self.often(self.ways.old) else self.chance.randrange(20)
        known = self.rows["evidence"]
        shared = self.chance.choice(known) if known and self.often(0.2) else {}
        number = len(known)
        record, file = shared.get("record"), shared.get("file_sha256")
        if self.often(0.5):
            record, file = record or f"audits:{number}", None
        row = self.add("evidence", "evidence_id", "E", kind=self.chance.choice(kinds),
                       event_on=relied_on - timedelta(days=days), record=record,
                       file_sha256=file or self.chance.choice([None, f"sha{number}"]),
                       meeting_id=meeting)  # fmt: skip
        return str(row["evidence_id"])

    def cite(self, relied_on: date) -> str | None:
        """Up to three new pieces, one of long ago, one that is nowhere."""
        ids = []
        for _ in range(3):
            if self.often(self.ways.evidence):
                ids.append(self.evidence(relied_on, kinds=FRONTLINE if self.often(0.8) else KINDS))
        if self.rows["evidence"] and self.often(0.2):
            ids.append(self.chance.choice(self.rows["evidence"])["evidence_id"])
        if self.often(0.1):
            ids.append("E-nowhere")
        return "; ".join(ids) or None

    # A month of meetings

    def _month(self, first: date) -> None:
        self._meeting(first)
        for _ in range(self.ways.statements):
            self._statement(self.day_in(first, 0, 91, 92))

    def _meeting(self, first: date) -> None:
        due = self.day_in(first, 0, 7, 8, 14, 15, 91, 92)
        after = self.chance.choice([0, 0, 0, 3, -2, None])
        held = None if after is None else due + timedelta(days=after)
        late = self.chance.choice([0, 5, 14, 15, None])
        requires = self.chance.sample(KINDS, self.chance.choice([0, 1, 2, 3]))
        row = self.add("meetings", "meeting_id", "M", forum=self.chance.choice(FORUMS), due_on=due,
                       held_on=held, requires="; ".join(requires) or None,
                       minuted_on=None if held is None or late is None else held + timedelta(days=late),
                       **self.of_provider())  # fmt: skip
        for kind in requires:
            if self.often(max(self.ways.evidence, 0.5)):
                named = f"M-else; {row['meeting_id']}" if self.often(0.3) else row["meeting_id"]
                self.evidence(held or due, kinds=(kind,), meeting=named)

    def _statement(self, day: date) -> None:
        row = self.add("statements", "statement_id", "T", made_on=day, risk_id=self.some_risk(),
                       text=self._text(), claims=self.chance.choice(CLAIMS),
                       indicator=self.chance.choice([None, None, None, *NAMES]),
                       evidence_ids=self.cite(day), **self.of_provider())  # fmt: skip
        if self.often(self.ways.challenged):
            self._challenge(day + timedelta(days=self.chance.choice([0, 1, 20])), row["statement_id"])

    def _text(self) -> str:
        if self.often(0.1):
            return self.chance.choice(STANDING)
        if not self.often(self.ways.pasted):
            return " ".join(self.chance.choice(WORDS) for _ in range(self.chance.choice([7, 8, 15])))
        text = TEXTS[0] if self.often(0.7) else self.chance.choice(TEXTS)
        text = text.format(m=self.chance.choice(MONTHS), d=self.chance.choice(DAYS),
                           n=self.chance.randrange(1, 99))  # fmt: skip
        if self.often(0.3):
            text = text.replace(" again", f" {self.chance.choice(LAST_WORDS)}")
        if self.often(0.2):
            text = text.replace(" and ", " but ")
        return text.upper() if self.often(0.1) else text

    def _challenge(self, day: date, statement: str) -> None:
        answered = self.chance.choice([None, None, day + timedelta(days=3), self.ago(0, 91, 92)])
        if answered is None and self.often(0.5):
            day = max(day, self.ago(30, 31, 32))
        self.add("challenges", "challenge_id", "H", raised_on=day, challenge="What shows that?",
                 statement_id=self.chance.choice([statement, statement, None, "T-nowhere"]),
                 follow_up_due_on=self.chance.choice([None, None, self.ago(0, 1, 40)]),
                 answered_on=answered,
                 evidence_ids=self.cite(day), **self.of_provider())  # fmt: skip

    # Decisions and actions

    def _decision(self) -> None:
        self.add("decisions", "decision_id", "D", forum="oversight", decision="Do", kind="other",
                 decided_on=self.ago(0, 10, 29, 30, 31, 89, 90, 91, 92, 181, 182, 183, 300, 400, -1),
                 risk_id=self.some_risk(), indicator=self.chance.choice([None, *NAMES, "audit_score"]),
                 review_on=self.chance.choice([None, None, self.ago(0, 1, 50, 91, 92, 93, -5)]),
                 **self.of_provider())  # fmt: skip

    def _action(self) -> None:
        opened = self.ago(20, 100, 300, -1)
        closed = self.chance.choice([None, self.ago(0, 3, 5, 40, 91, 92, 93, 200, -1)])
        owner = self.chance.choice(["Ann", "Bo", None])
        relied_on = closed or self.as_of
        cited = self.cite(relied_on)
        if closed and self.often(0.4):  # one piece that serves many
            cited = f"{cited or ''};E0"
        decisions = [row["decision_id"] for row in self.rows["decisions"]]
        self.add("actions", "action_id", "N", action="Mend it", owner=owner, opened_on=min(opened, relied_on),
                 due_on=self.ago(-30, 0, 1), original_due_on=self.chance.choice([None, self.ago(-5, 0, 1)]),
                 risk_id=self.some_risk(), decision_id=self.chance.choice([None, *decisions]),
                 extensions=self.chance.choice([None, 0.0, 2.0, 3.0]),
                 completed_on=self.chance.choice([None, None, closed]), closed_on=closed,
                 verified_on=self.chance.choice([None, closed, closed, closed]),
                 verified_by=self.chance.choice([None, "Ann", "Cy", "Cy"]), evidence_ids=cited)  # fmt: skip
