"""What did a reader get out of one file or sheet, before anything in it is judged?

The readers (`text_files`, `workbooks`, `parquet_files`) fill these; `validation.py` judges them. A long
text or Parquet file comes in blocks of rows, so that no more of it is in memory than a few of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

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


class NotPlain(Exception):
    """A text file is not as plain as the fast reader needs; what was read so far does not count."""


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
    """The rows of one table from one file or sheet, or the next block of them, as text.

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


class Taker(Protocol):
    """Whoever takes the rows of a file, block by block in the order of the file."""

    def take(self, block: RawTable) -> None:
        """The next rows; the blocks of one table of one sheet follow each other."""

    def forget(self) -> None:
        """Nothing taken from this file so far counts: it is read again, or cannot be read after all."""


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


def make_table(table: Table, origin: Origin, header: Header, rows: Rows, *, first: bool = True) -> RawTable:
    """Trim every cell, leave blank rows out, and, with the first block, say what is odd about the columns."""
    trimmed = {name: _trimmed(cells) for name, cells in rows.columns.items()}
    frame = pa.table(trimmed).to_pandas()
    numbers, changed = rows.numbers, rows.changed
    if all(cells.null_count for cells in trimmed.values()):
        filled = np.zeros(len(numbers), dtype=bool)
        for cells in trimmed.values():
            filled |= cells.is_valid().to_numpy(zero_copy_only=False)
        frame = frame[filled].reset_index(drop=True)
        numbers, changed = numbers[filled], {name: mask[filled] for name, mask in changed.items()}
    return RawTable(
        table=table,
        origin=origin,
        cells=frame,
        rows=numbers,
        changed=changed,
        unknown_columns=header.unknown,
        problems=(*(_column_problems(header, table, origin) if first else ()), *rows.problems),
    )


def joined(blocks: Sequence[RawTable]) -> RawTable:
    """The blocks of one table as one. What Excel changed is for workbooks, which come in one block."""
    if len(blocks) == 1:
        return blocks[0]
    return replace(
        blocks[0],
        cells=pd.concat([block.cells for block in blocks], ignore_index=True),
        rows=np.concatenate([block.rows for block in blocks]),
        problems=tuple(problem for block in blocks for problem in block.problems),
    )


def _trimmed(cells: pa.Array) -> pa.Array:
    bare = pc.utf8_trim(cells, characters=WHITESPACE) if _may_have_edges(cells) else cells
    blank = pc.equal(pc.binary_length(bare), 0)
    return pc.if_else(blank, pa.scalar(None, bare.type), bare) if pc.any(blank).as_py() else bare


def _may_have_edges(cells: pa.Array) -> bool:
    """Does any cell begin or end with white space? (All of it is either up to the space or not ASCII.)"""
    _, offsets, data = cells.buffers()
    if data is None or not len(cells):
        return False
    wide = pa.types.is_large_string(cells.type)
    at = np.frombuffer(offsets, "int64" if wide else "int32")[cells.offset : cells.offset + len(cells) + 1]
    filled = at[1:] > at[:-1]
    signs = np.frombuffer(data, "uint8")
    edges = (signs[at[:-1][filled]], signs[at[1:][filled] - 1])
    return any(bool(((edge <= ord(" ")) | (edge >= 0x80)).any()) for edge in edges)


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
