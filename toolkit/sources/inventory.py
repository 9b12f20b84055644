"""Which files were read, and how much of each could be used?"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TableRead:
    """One table read from one file or sheet."""

    table: str
    sheet: str | None
    rows_used: int
    rows_refused: int
    unknown_columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One export file: its path below the workspace, the hash of its bytes, the tables in it."""

    path: str
    sha256: str
    tables: tuple[TableRead, ...] = ()
