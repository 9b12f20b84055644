"""What did a reader get out of one file or sheet, before anything in it is judged?

The readers (`text_files`, `workbooks`, `parquet_files`) fill these; `validation.py` judges them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from toolkit.problems import Origin, Problem
from toolkit.sources.contract import Table
from toolkit.sources.headers import Header, find_header
from toolkit.sources.problem_codes import describe

MOST_CELLS = 60_000_000  # a sheet beyond it is a mistake in formatting, or an attack
MOST_ROWS = 50_000_000
WHITESPACE = " \t\r\n\v\f\u00a0\u2007\u202f\u200b\ufeff"


class Unopenable(Exception):
    """A file or sheet that cannot be read; becomes one problem, and never leaves this package."""

    def __init__(self, code: str, sheet: str | None = None, **words: Any) -> None:
        self.code, self.sheet, self.words = code, sheet, words
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Source:
    """One file to be read: where it lies, how problems name it, and which tables may be in it.

    `named` is the table the file itself is named after, if it is.
    """

    path: Path
    label: str
    tables: Mapping[str, Table]
    named: Table | None


@dataclass(frozen=True, slots=True)
class RawTable:
    """The rows of one table from one file or sheet, as text.

    `cells` has the contract's columns that the file has, blank cells as NaN, blank rows left out;
    `rows` holds the number of each row in the margin of Excel. `changed` marks, by column, cells that
    Excel holds as a date or a rounded number, so that an id among them is lost.
    """

    table: Table
    origin: Origin
    cells: pd.DataFrame
    rows: np.ndarray
    changed: Mapping[str, np.ndarray] = field(default_factory=dict)
    unknown_columns: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class FileRead:
    """What one file gave: its tables, and what was wrong with the file or its sheets as such."""

    tables: tuple[RawTable, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows under one header: a text column for each contract column, and each row's number."""

    columns: Mapping[str, pa.Array]
    numbers: np.ndarray
    changed: Mapping[str, np.ndarray] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def usable_header(head: Sequence[Sequence[str]], table: Table, sheet: str | None = None) -> Header:
    """The row among the first ones that names the columns of the table.

    Raises Unopenable when there is nothing, no header, or a header that lacks a required column.
    """
    header = find_header(head, table)
    if header is None:
        raise Unopenable("empty-file", sheet)
    if not header.columns:
        needed = ", ".join(table.required)
        raise Unopenable("no-header", sheet, needed=needed, row=header.index + 1, found=header.shown)
    if header.missing:
        names = ", ".join(header.missing)
        missing = f"{names} is" if len(header.missing) == 1 else f"{names} are"
        raise Unopenable("missing-column", sheet, missing=missing, found=header.shown, column=names)
    return header


def make_table(table: Table, origin: Origin, header: Header, rows: Rows) -> RawTable:
    """Trim every cell, leave blank rows out, and say what is odd about the columns."""
    trimmed = {name: _trimmed(cells) for name, cells in rows.columns.items()}
    filled = np.zeros(len(rows.numbers), dtype=bool)
    for cells in trimmed.values():
        filled |= cells.is_valid().to_numpy(zero_copy_only=False)
    frame = pa.table(trimmed).to_pandas()
    changed = rows.changed
    if not filled.all():
        frame = frame[filled].reset_index(drop=True)
        changed = {name: mask[filled] for name, mask in changed.items()}
    return RawTable(
        table=table,
        origin=origin,
        cells=frame,
        rows=rows.numbers[filled],
        changed=changed,
        unknown_columns=header.unknown,
        problems=(*_column_problems(header, table, origin), *rows.problems),
    )


def _trimmed(cells: pa.Array) -> pa.Array:
    bare = pc.utf8_trim(cells, characters=WHITESPACE)
    return pc.if_else(pc.equal(bare, ""), pa.scalar(None, bare.type), bare)


def _column_problems(header: Header, table: Table, origin: Origin) -> tuple[Problem, ...]:
    problems = [
        describe("column-twice", origin, table=table.name, column=name, count=count)
        for name, count in header.twice.items()
    ]
    if header.unknown:
        listed = ", ".join(f'"{name}"' for name in header.unknown)
        value = "; ".join(header.unknown)
        problems.append(
            describe(
                "unknown-column", origin, table=table.name, value=value, found=listed, nearest=header.hint
            )
        )
    return tuple(problems)
