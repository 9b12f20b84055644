"""Which services does the provider run? (`parameters/services.csv`, one row a service.)

A row whose service could not be told apart or placed is a mistake and stops the run, because a
service left out in silence is the worst of errors. A cell nobody depends on is only a problem row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from toolkit.errors import NoUsableInput, nearest
from toolkit.parameters.mistakes import Mistakes, shown
from toolkit.parameters.workspace import FOLDER, SERVICES, relative_name
from toolkit.problems import HIDDEN, Effect, Origin, Problem
from toolkit.sources.contract import TABLES
from toolkit.sources.files import read_table_file
from toolkit.sources.problem_codes import describe
from toolkit.sources.values import Unreadable, parse_choice, parse_date, parse_list, parse_number

TABLE = TABLES["services"]
KINDS = TABLE.column("kind").choices
LONGEST_ID = 64
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Windows keeps these names for devices, and a month's folder its own for the packs.
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "packs", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)
_LOCATION = re.compile(r"1-\d{9,11}", re.ASCII)
_TELEPHONE = re.compile(r"[\d\s()+./-]{7,}", re.ASCII)
_FEWEST_DIGITS_OF_A_TELEPHONE = 7


@dataclass(frozen=True, slots=True)
class Service:
    """One registered service: a care home, or a home-care branch. None and () = not known or none."""

    service_id: str
    name: str
    kind: str
    location_id: str | None = None
    former_location_ids: tuple[str, ...] = ()
    capacity: int | None = None
    region: str | None = None
    registered_manager: str | None = None
    nominated_individual: str | None = None
    opened_on: date | None = None
    closed_on: date | None = None


def load_services(workspace: Path, mistakes: Mistakes) -> tuple[dict[str, Service], tuple[Problem, ...]]:
    """All services by id, and the problems that leave them usable.

    Raises NoUsableInput when there is no `parameters/services.csv`.
    """
    path = workspace / FOLDER / SERVICES
    if not path.is_file():
        raise NoUsableInput(f"There is no {FOLDER}/{SERVICES} in {workspace}.", _what_to_do(path.parent))
    name = relative_name(path, workspace)
    file = read_table_file(path, {"services": TABLE}, label=name)
    reading = _Reading(name, mistakes)
    for problem in (*file.problems, *(p for table in file.tables for p in table.problems)):
        if problem.code != "empty-file":  # said below, in words for this file
            reading.sort_out(problem)
    records = [
        (int(row), {str(key): _text(value) for key, value in cells.items()})
        for table in file.tables
        for row, cells in zip(table.rows, table.cells.to_dict("records"), strict=True)
    ]
    if not records and not reading.refused:
        mistakes.add(name, None, "no service is listed there.",
                     "Add a row for each service below the column names service_id,name,kind.")  # fmt: skip
    for row, cells in records:
        reading.add(row, cells)
    return dict(sorted(reading.services.items())), tuple(reading.problems)


def _what_to_do(folder: Path) -> str:
    found = folder.glob("services.*") if folder.is_dir() else ()
    others = sorted(path.name for path in found if path.name != SERVICES)
    if others:
        return f"There is {others[0]}; save it as {SERVICES} (in Excel: Save as, CSV UTF-8)."
    return (
        "List the services there, one a row, under the column names service_id,name,kind; "
        'or write a sample with "grip sample".'
    )


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


@dataclass
class _Reading:
    """What has been read so far; grows row by row."""

    file: str
    mistakes: Mistakes
    services: dict[str, Service] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    refused: bool = False
    _seen: dict[str, tuple[int, dict[str, str]]] = field(default_factory=dict)

    def sort_out(self, problem: Problem) -> None:
        """A problem of the whole file or of a row that cannot be used is a mistake here."""
        if problem.effect in (Effect.ROW_USED, Effect.CELL_LEFT_BLANK):
            self.problems.append(problem)
        else:
            self.refused = True
            row, column = problem.origin.row, problem.column
            self.mistakes.add_row(self.file, row, column if row else "", problem.says, problem.mend)

    def add(self, row: int, cells: dict[str, str]) -> None:
        service_id = cells.get("service_id", "")
        if self._seen.get(service_id, (0, None))[1] == cells:
            return  # rows equal in every column are one row
        sound = self._check_id(row, service_id) & self._check_first(row, service_id)
        name, kind = self._name(row, cells), self._kind(row, cells)
        opened, closed = self._day(row, cells, "opened_on"), self._day(row, cells, "closed_on")
        if opened and closed and closed < opened:
            self.mistakes.add_row(self.file, row, "closed_on", f"{closed} is before opened_on, {opened}.",
                                  "Correct one of the two days.")  # fmt: skip
        self._seen.setdefault(service_id, (row, cells))
        locations = self._locations(row, cells)
        if sound and name and kind:
            managers = (cells.get("registered_manager") or None, cells.get("nominated_individual") or None)
            capacity, region = self._capacity(row, cells), self._region(row, cells)
            self.services[service_id] = Service(
                service_id, name, kind, *locations, capacity, region, *managers, opened, closed
            )

    def _check_id(self, row: int, service_id: str) -> bool:
        wrong = why_not_an_id(service_id)
        if wrong:
            self.mistakes.add_row(self.file, row, "service_id", *wrong)
        return not wrong

    def _check_first(self, row: int, service_id: str) -> bool:
        if service_id not in self._seen or not service_id:
            return True
        earlier = self._seen[service_id][0]
        self.mistakes.add_row(
            self.file, row, "service_id", f"{shown(service_id)} stands in row {earlier} too.",
            "Give each service an id of its own, or delete one of the two rows.",
        )  # fmt: skip
        return False

    def _name(self, row: int, cells: Mapping[str, str]) -> str:
        name = cells.get("name", "")
        if not name:
            mend = "Write the service's name as registered."
            self.mistakes.add_row(self.file, row, "name", "it is blank.", mend)
        return name

    def _kind(self, row: int, cells: Mapping[str, str]) -> str:
        word = cells.get("kind", "")
        kind = parse_choice(word, KINDS)
        if isinstance(kind, str):
            return kind
        what = f"{shown(word)} is not a kind of service." if word else "it is blank."
        mend = nearest(word.lower(), KINDS) if word else f"Write one of {', '.join(KINDS)}."
        self.mistakes.add_row(self.file, row, "kind", what, mend)
        return ""

    def _day(self, row: int, cells: Mapping[str, str], column: str) -> date | None:
        day = parse_date(cells.get(column, ""))
        if isinstance(day, Unreadable):
            self._problem(day.code, row, column, cells[column], why=f": {day.why}" if day.why else "")
            return None
        return day

    def _capacity(self, row: int, cells: Mapping[str, str]) -> int | None:
        text = cells.get("capacity", "")
        places = parse_number(text)
        if places is None:
            return None
        if isinstance(places, Unreadable):
            self._problem(places.code, row, "capacity", text)
            return None
        if places < 0 or not places.is_integer():
            self._problem("out-of-range", row, "capacity", text, range="a whole number, 0 or more")
            return None
        return int(places)

    def _region(self, row: int, cells: Mapping[str, str]) -> str | None:
        region = cells.get("region", "")
        if looks_like_a_telephone_number(region):
            # Whose number it is cannot be told, so it is not printed anywhere.
            self._problem("looks-like-a-phone-number", row, "region", HIDDEN)
            return None
        return region or None

    def _locations(self, row: int, cells: Mapping[str, str]) -> tuple[str | None, tuple[str, ...]]:
        now = cells.get("location_id") or None
        former = tuple((parse_list(cells.get("former_location_ids", "")) or "").split(";"))
        former = tuple(location for location in former if location)
        for column, ids in (("location_id", (now,) if now else ()), ("former_location_ids", former)):
            for location in ids:
                if not _LOCATION.fullmatch(location):
                    self._problem("not-a-location-id", row, column, location)
        return now, former

    def _problem(self, code: str, row: int, column: str, value: str, **words: Any) -> None:
        self.problems.append(
            describe(code, Origin(self.file, row=row), table="services", column=column, value=value, **words)
        )


def why_not_an_id(service_id: str) -> tuple[str, str] | None:
    """What keeps a text from being a service id, and how to mend it; None when it is one.

    Ids become names of folders and parts of links on every system, so they are kept plain.

    >>> why_not_an_id("oak-field") is None
    True
    >>> why_not_an_id("Oak Field")[1]
    'Write oak-field, here and in the exports.'
    """
    if not service_id:
        return "it is blank.", "Give the service a short id: a-z, 0-9 and hyphens."
    if len(service_id) > LONGEST_ID:
        return f"{shown(service_id)} is longer than {LONGEST_ID} letters.", "Choose a shorter id."
    if service_id in _RESERVED:
        return f"{shown(service_id)} is a name that computers keep for themselves.", "Choose another id."
    if _SLUG.fullmatch(service_id):
        return None
    plain = "-".join(re.findall(r"[a-z0-9]+", service_id.lower()))
    mend = f"Write {plain}, here and in the exports." if plain else "Choose an id of a-z, 0-9 and hyphens."
    return f"{shown(service_id)} is not an id: only a-z, 0-9 and hyphens between them.", mend


def looks_like_a_telephone_number(text: str) -> bool:
    """Is this a telephone number that slipped into another column?

    >>> looks_like_a_telephone_number("(541) 926-8300"), looks_like_a_telephone_number("Lane")
    (True, False)
    """
    digits = sum(letter.isdigit() for letter in text)
    return bool(_TELEPHONE.fullmatch(text)) and digits >= _FEWEST_DIGITS_OF_A_TELEPHONE
