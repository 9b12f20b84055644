"""What rows does one file on disk hold, and where in the file does each stand?

Nothing is judged here: cells come out as text, with the row number a person sees in Excel. What the
text means is for `casting.py` and `values.py`, whether the row can be used for `validation.py`.
A file that cannot be read is a problem that says why, never an exception.

Exports whose names or shapes differ from the contract are brought into its form between this module
and `validation.py`, by parameters/sources.yaml.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from toolkit.problems import Origin, Problem
from toolkit.sources.contract import Table
from toolkit.sources.found_files import TEXTS, WORKBOOKS, table_of_name
from toolkit.sources.parquet_files import read_parquet_file
from toolkit.sources.problem_codes import describe
from toolkit.sources.raw import FileRead, NotPlain, RawTable, Source, Taker, Unopenable, joined
from toolkit.sources.text_files import readings_of_text
from toolkit.sources.workbooks import read_workbook

__all__ = ["FileRead", "RawTable", "read_blocks", "read_table_file"]


def read_table_file(path: Path, tables: Mapping[str, Table], *, label: str | None = None) -> FileRead:
    """Read every table a file holds, whole: for small files. What the words mean, `read_blocks` says."""
    whole = _Whole()
    problems = read_blocks(path, tables, whole, label=label)
    return FileRead(tuple(joined(blocks) for blocks in whole.blocks.values()), problems)


class _Whole:
    """Keeps every block."""

    def __init__(self) -> None:
        self.blocks: dict[tuple[str, str | None], list[RawTable]] = {}

    def take(self, block: RawTable) -> None:
        self.blocks.setdefault((block.table.name, block.origin.sheet), []).append(block)

    def forget(self) -> None:
        self.blocks.clear()


def read_blocks(
    path: Path, tables: Mapping[str, Table], taker: Taker, *, label: str | None = None
) -> tuple[Problem, ...]:
    """Hand over the rows of every table a file holds; what was wrong with the file or its sheets as such.

    `tables` are the tables to look for, by name: a text or Parquet file holds the one it is named
    after, a workbook also those its sheets are named after. Given one table only, the file is taken
    to hold that one whatever its name. `label` is how problems name the file (relative to the
    workspace, with forward slashes).
    """
    name = label if label is not None else path.name
    named = next(iter(tables.values())) if len(tables) == 1 else tables.get(table_of_name(path.stem) or "")
    try:
        return _read(Source(path, name, tables, named), taker)
    except Unopenable as error:
        table = named.name if named else ""
        words: dict[str, Any] = {"form": path.suffix.lstrip(".").upper(), **error.words}
        problem = describe(error.code, Origin(name, error.sheet), **{"table": table, **words})
    except _CannotOpen as error:
        problem = describe("cannot-open", Origin(name), why=str(error))
    taker.forget()
    return (problem,)


class _CannotOpen(Exception):
    """The system does not let the file be read. What goes wrong while rows are taken is none of it."""


_Items = TypeVar("_Items")


def _from_disk(items: Iterable[_Items]) -> Iterator[_Items]:
    try:
        yield from items
    except OSError as error:
        raise _CannotOpen((error.strerror or "it is not there").lower()) from None


def _read(source: Source, taker: Taker) -> tuple[Problem, ...]:
    for blocks, problems in _from_disk(_readings(source)):
        try:
            for block in _from_disk(blocks):
                taker.take(block)
            return problems
        except NotPlain:
            taker.forget()
    return ()


def _readings(source: Source) -> Iterator[tuple[Iterable[RawTable], tuple[Problem, ...]]]:
    """The ways to read a file, of which the first that gets to its end counts; and what was wrong with it."""
    if source.path.stat().st_size == 0:
        raise Unopenable("empty-file")
    ending = source.path.suffix.lower()
    if ending in TEXTS:
        yield from ((blocks, ()) for blocks in readings_of_text(source))
    elif ending in WORKBOOKS:
        read = read_workbook(source)
        yield read.tables, read.problems
    else:
        yield read_parquet_file(source), ()
