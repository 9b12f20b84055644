"""What is one column, and what is one table, of the data contract?

The contract itself stands in the neighbours `care`, `voices` and `governance`; reading, checking,
the store, the blank templates and the reference pages are all generated from it, so nothing about
a column is said twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

THEMES = (
    "staffing", "missed_care", "continuity", "communication", "routines", "medication", "falls",
    "nutrition", "skin", "dignity", "records", "safeguarding", "environment", "infection",
    "activities", "leadership", "other",
)  # fmt: skip


class Kind(StrEnum):
    """What a cell of the column holds."""

    ID = "id"  # text, exactly as supplied: leading zeros survive
    TEXT = "text"
    DATE = "date"  # a local day, Europe/London
    TIME = "time"  # a local wall-clock moment, Europe/London
    CLOCK = "clock time"  # HH:MM, a time of day
    NUMBER = "number"
    CHOICE = "choice"
    THEME = "theme"  # one of THEMES; other words are mapped by themes.yaml
    LIST = "list"  # ids or words separated by ";"
    REFERENCE = "reference"  # table:id
    DAYS = "days"  # Mon-Sun, "Mon,Tue", "Mon-Fri"


class Blank(StrEnum):
    """What an empty cell says, in a column that is supplied."""

    UNKNOWN = "unknown"
    NOT_YET = "it has not happened"
    NOBODY = "nobody"
    NONE = "none"


class Moment(StrEnum):
    """How a day or time stands to the day the audit looks back from."""

    OWN = "own"  # the row's own day: a later row is not used
    EVENT = "event"  # part of the same event: used whatever its date
    DONE = "done"  # records something done: a later day is read as blank
    PLANNED = "planned"  # may lie ahead


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its form, whether it must be there, and what it means."""

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    choices: tuple[str, ...] = ()
    blank: Blank = Blank.UNKNOWN
    moment: Moment | None = None
    personal: bool = False  # never printed in a problem, a log or a manifest
    decisive: bool = False  # a word in it that cannot be read leaves the row unusable, never merely blank
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One canonical table: what a row is, its columns, and the day it becomes known.

    `key` names the row's id. Ids need only be unique within a service, because every home's system
    counts from one. `by_month` tables are stored a file a month, the rest a file a service.
    """

    name: str
    row_is: str
    columns: tuple[Column, ...]
    key: str | None = None
    by_month: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.required)

    @property
    def own_day(self) -> str | None:
        """The column that says on which day the row became known; None: always known."""
        return next((c.name for c in self.columns if c.moment is Moment.OWN), None)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def of_kind(self, kinds: Iterable[Kind]) -> tuple[Column, ...]:
        wanted = set(kinds)
        return tuple(column for column in self.columns if column.kind in wanted)


def identifier(name: str, meaning: str, *, required: bool = False, blank: Blank = Blank.UNKNOWN) -> Column:
    return Column(name, Kind.ID, meaning, required=required, blank=blank)


def text(name: str, meaning: str, *, required: bool = False, blank: Blank = Blank.UNKNOWN,
         personal: bool = False) -> Column:  # fmt: skip
    return Column(name, Kind.TEXT, meaning, required=required, blank=blank, personal=personal)


def person_name(name: str, meaning: str, *, blank: Blank = Blank.UNKNOWN) -> Column:
    return Column(name, Kind.TEXT, meaning, blank=blank, personal=True)


def free_text(name: str, meaning: str, *, required: bool = False, blank: Blank = Blank.UNKNOWN) -> Column:
    return Column(name, Kind.TEXT, meaning, required=required, blank=blank, personal=True)


def number(name: str, meaning: str, *, required: bool = False, least: float | None = 0,
           most: float | None = None) -> Column:  # fmt: skip
    return Column(name, Kind.NUMBER, meaning, required=required, least=least, most=most)


def choice(name: str, choices: str, meaning: str, *, required: bool = False,
           decisive: bool = False) -> Column:  # fmt: skip
    return Column(name, Kind.CHOICE, meaning, required=required, choices=tuple(choices.split()),
                  decisive=decisive)  # fmt: skip


def theme(*, required: bool = False) -> Column:
    return Column("theme", Kind.THEME, "what it is about, in the shared vocabulary", required=required,
                  choices=THEMES)  # fmt: skip


def several(name: str, meaning: str, *, choices: str = "", blank: Blank = Blank.UNKNOWN) -> Column:
    return Column(name, Kind.LIST, meaning, choices=tuple(choices.split()), blank=blank)


def day(name: str, meaning: str, moment: Moment, *, required: bool = False) -> Column:
    blank = Blank.NOT_YET if moment is Moment.DONE else Blank.UNKNOWN
    return Column(name, Kind.DATE, meaning, required=required, blank=blank, moment=moment)


def moment(name: str, meaning: str, when: Moment, *, required: bool = False) -> Column:
    return Column(name, Kind.TIME, meaning, required=required, moment=when)


SERVICE = identifier("service_id", "the service the row belongs to", required=True)
