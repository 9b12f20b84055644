"""Which rows did an audit of a service rest on: one number that says whether they are the same ones?

The process that ran the audit says it, from the rows it holds: to read them once more for it took the
supervisor a third of its time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from toolkit.evidence import Evidence
from toolkit.sources.contract import ORIGIN_COLUMNS


@dataclass(frozen=True, slots=True)
class RowsRead:
    """The rows of one service that an audit reads: one digest, and the files they stand in."""

    sha256: str
    files: tuple[str, ...]


def rows_read(evidence: Evidence, tables: Iterable[str]) -> RowsRead:
    """One digest of what was known of these tables at as_of, as far back as audits look.

    Only the contract's cells count, not where they stand: when another service's rows are added above
    them in the same file, this service's digest stays the same.
    """
    digest = hashlib.sha256()
    files: set[str] = set()
    for table in sorted(set(tables)):
        cells, named = _look_at(evidence, table)
        digest.update(cells)
        files |= named
    return RowsRead(digest.hexdigest(), tuple(sorted(files)))


@lru_cache(maxsize=64)  # the audits of a service share most of their tables, and its process ends with it
def _look_at(evidence: Evidence, table: str) -> tuple[bytes, frozenset[str]]:
    """A number for each row of the table, under its name and columns, and the files the rows stand in."""
    rows = evidence.rows(table)
    cells = rows.drop(columns=list(ORIGIN_COLUMNS))
    heading = f"{table} {','.join(cells.columns)} {len(cells)}\n".encode()
    numbers = pd.util.hash_pandas_object(cells, index=False).to_numpy().tobytes()
    return heading + numbers, frozenset(rows["_file"].dropna().unique())
