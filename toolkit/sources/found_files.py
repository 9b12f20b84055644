"""Which files below data/ hold which table?

`<table>.*` and `<table>-*.*` are the table, wherever they lie; so are sheets so named in any workbook.
Hidden files and the lock files that Excel leaves (`~$shifts.xlsx`) are passed over.
"""

from __future__ import annotations

import os
from pathlib import Path

from toolkit.errors import nearest
from toolkit.sources.contract import DATA_TABLES
from toolkit.sources.values import plain_word

TEXTS = frozenset({".csv", ".tsv"})
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
READABLE = TEXTS | WORKBOOKS | {".parquet"}
HIDDEN_PREFIXES = (".", "~$")


def table_of_name(name: str) -> str | None:
    """The data table that a file (without its ending) or a sheet is named after.

    >>> table_of_name("Shifts-2026-10"), table_of_name("care reviews"), table_of_name("shiftsheet")
    ('shifts', 'care_reviews', None)
    """
    word = plain_word(name)
    if word in DATA_TABLES:
        return word
    # The longest first: care-plan-changes-2026 is care_plan_changes, not a part of care.
    for table in sorted(DATA_TABLES, key=len, reverse=True):
        if word.startswith(f"{table}_") and name.strip()[len(table) : len(table) + 1] == "-":
            return table
    return None


def find_files(folder: Path) -> tuple[Path, ...]:
    """Every file of a kind we can read, below the folder, sorted by path."""
    found: list[Path] = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [
            Path(place, name)
            for name in names
            if not name.startswith(HIDDEN_PREFIXES) and Path(name).suffix.lower() in READABLE
        ]
    return tuple(sorted(found, key=lambda path: path.relative_to(folder).as_posix()))


def could_be_table(path: Path) -> bool:
    """May the file hold a table? A workbook always may, by its sheets' names."""
    return table_of_name(path.stem) is not None or path.suffix.lower() in WORKBOOKS


def nearest_table_words(path: Path) -> str:
    """What to say about a file that is named after no table."""
    if plain_word(path.stem) == "services":
        return "The services stand in parameters/services.csv."
    return nearest(plain_word(path.stem), DATA_TABLES)
