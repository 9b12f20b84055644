"""Which honest mistakes do the exports of the sample hold, and in which row does each stand?

Every one is a mistake that a real export has had; `planted.json` names them, so that a reader of the
sample can check that each is found and none is made up.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from toolkit.sources.contract import TABLES


@dataclass(frozen=True, slots=True)
class Defect:
    """One mistake: in the `row`-th row from the end, of those of `table` where `where` holds.

    `text` is what the cell holds instead; a row supplied twice has no column. One without a code is
    no problem at all: a word that `themes.yaml` knows.
    """

    service_id: str
    table: str
    code: str
    row: int
    column: str = ""
    text: str = ""
    where: tuple[str, str] = ("", "")  # column and the text it holds ("*": any but blank)


@dataclass(frozen=True, slots=True)
class PlacedDefect:
    """A defect where it came to stand; `row` as Excel numbers it, the header being row 1."""

    service_id: str
    code: str
    file: str
    row: int
    column: str


DEFECTS = (
    Defect("hawthorn-court", "incidents", "same-row-twice", 3),
    Defect("hawthorn-court", "shifts", "same-row-twice", 40),
    Defect("birch-lodge", "dependency", "unreadable-date", 70, "reviewed_on", "31/09/2026"),
    Defect("northgate-home-care", "feedback", "unknown-service", 5, "service_id", "northgate"),
    Defect("oakfield", "shifts", "one-clock-of-two", 55, "attended_to", "", ("attended_to", "*")),
    Defect("meadowbank", "shifts", "name-on-open-shift", 1, "staff_id", "S0688", ("status", "open")),
    Defect("elm-grange", "complaints", "unknown-theme", 1, "theme", "Car parking"),
    Defect("birch-lodge", "complaints", "", 1, "theme", "Cook and kitchen"),
    Defect("meadowbank", "incidents", "", 2, "theme", "Meds errors", ("theme", "medication")),
    Defect("elm-grange", "care", "unreadable-time", 900, "started_at", "24:75", ("status", "done")),
)  # fmt: skip


def spoil(
    table: str, text: pd.DataFrame, file: str, service_id: str
) -> tuple[pd.DataFrame, list[PlacedDefect]]:
    """The export with that service's mistakes in it, and where they stand.

    `text` holds the rows of the file; a shared file is spoilt once for each service in it.
    """
    placed: list[PlacedDefect] = []
    for defect in DEFECTS:
        if (defect.service_id, defect.table) != (service_id, table):
            continue
        position = _position(defect, text)
        if position is None:
            continue
        if defect.column:
            column = text[defect.column].copy()
            column.iloc[position] = defect.text
            text = text.assign(**{defect.column: column})
        else:
            text = pd.concat([text, text.iloc[[position]]], ignore_index=True)
            position = len(text) - 1
        if defect.code:
            placed.append(PlacedDefect(service_id, defect.code, file, position + 2, defect.column))
    return text, placed


def _position(defect: Defect, text: pd.DataFrame) -> int | None:
    """Where the row stands, counted from 0; None when the file has no such row."""
    fits = text["service_id"] == defect.service_id
    column, value = defect.where
    if column:
        fits &= (text[column] != "") if value == "*" else (text[column] == value)
    rows = fits.to_numpy().nonzero()[0]
    return int(rows[-defect.row]) if len(rows) >= defect.row else None


def known_table(name: str) -> bool:
    """Does the contract know the table? (For the tests of this list.)"""
    return name in TABLES
