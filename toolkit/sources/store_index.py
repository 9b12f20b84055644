"""What was read into the store, and what lies where in it?

The index is the last thing a build writes: a store without one was never finished.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from toolkit.sources.contract import Kind, Table
from toolkit.sources.inventory import SourceFile, TableRead
from toolkit.sources.store_files import write_whole

PROVIDER = "_provider"  # rows of the whole provider; no service id begins with an underscore
ALL_TIMES = "all"


@dataclass(frozen=True, slots=True)
class Index:
    """The contents of a finished store.

    `partitions`: table -> service -> part -> digest; `months`: table -> service -> months with rows;
    `inputs`: a digest of all that went in.
    """

    inputs: str
    files: tuple[SourceFile, ...]
    supplied: tuple[str, ...]
    partitions: Mapping[str, Mapping[str, Mapping[str, str]]]
    months: Mapping[str, Mapping[str, list[str]]]


def read_index(folder: Path) -> Index | None:
    """The index of a finished store, or None; a power cut can leave one that says nothing."""
    found = read_record(folder / "_index.json")
    try:
        files = tuple(
            SourceFile(file["path"], file["sha256"], tuple(table_read(table) for table in file["tables"]))
            for file in found["files"]
        )
        return Index(found["inputs"], files, tuple(found["supplied"]), found["partitions"], found["months"])
    except (KeyError, TypeError):
        return None


def read_record(path: Path) -> dict[str, Any]:
    """A JSON file of the store; nothing where there is none, or none that can be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def table_read(found: Mapping[str, Any]) -> TableRead:
    """The facts of one table read, from their JSON."""
    return TableRead(**{**found, "unknown_columns": tuple(found["unknown_columns"])})


def write_index(folder: Path, index: Index) -> None:
    write_whole(folder / "_index.json", json.dumps(asdict(index), sort_keys=True, indent=1).encode())


def schema_of(table: Table) -> pa.Schema:
    """The one Parquet schema of a table."""
    types = {Kind.DATE: pa.timestamp("us"), Kind.TIME: pa.timestamp("us"), Kind.NUMBER: pa.float64()}
    columns = [(column.name, types.get(column.kind, pa.large_string())) for column in table.columns]
    origin = [("_file", pa.large_string()), ("_sheet", pa.large_string()), ("_row", pa.int64())]
    return pa.schema([*columns, *origin])
