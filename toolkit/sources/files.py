"""What rows does one file on disk hold, and where in the file does each stand?

Nothing is judged here: cells come out as text, with the row number a person sees in Excel. What the
text means is for `casting.py` and `values.py`, whether the row can be used for `validation.py`.
A file that cannot be read is a problem that says why, never an exception.

Exports whose names or shapes differ from the contract are brought into its form between this module
and `validation.py`, by parameters/sources.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from toolkit.problems import Origin
from toolkit.sources.contract import Table
from toolkit.sources.found_files import TEXTS, WORKBOOKS, table_of_name
from toolkit.sources.parquet_files import read_parquet_file
from toolkit.sources.problem_codes import describe
from toolkit.sources.raw import FileRead, RawTable, Source, Unopenable
from toolkit.sources.text_files import read_text_file
from toolkit.sources.workbooks import read_workbook

__all__ = ["FileRead", "RawTable", "read_table_file"]


def read_table_file(path: Path, tables: Mapping[str, Table], *, label: str | None = None) -> FileRead:
    """Read every table a file holds.

    `tables` are the tables to look for, by name: a text or Parquet file holds the one it is named
    after, a workbook also those its sheets are named after. Given one table only, the file is taken
    to hold that one whatever its name. `label` is how problems name the file (relative to the
    workspace, with forward slashes).
    """
    name = label if label is not None else path.name
    named = next(iter(tables.values())) if len(tables) == 1 else tables.get(table_of_name(path.stem) or "")
    try:
        if path.stat().st_size == 0:
            raise Unopenable("empty-file")
        return _read(Source(path, name, tables, named))
    except Unopenable as error:
        table = named.name if named else ""
        words: dict[str, Any] = {"form": path.suffix.lstrip(".").upper(), **error.words}
        return FileRead(
            problems=(describe(error.code, Origin(name, error.sheet), **{"table": table, **words}),)
        )
    except OSError as error:
        why = (error.strerror or "it is not there").lower()
        return FileRead(problems=(describe("cannot-open", Origin(name), why=why),))


def _read(source: Source) -> FileRead:
    ending = source.path.suffix.lower()
    if ending in TEXTS:
        return read_text_file(source)
    if ending in WORKBOOKS:
        return read_workbook(source)
    return read_parquet_file(source)
