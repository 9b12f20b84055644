"""Which rows did an audit of a service rest on: one number that says whether they are the same ones?

The process that ran the audit says it, from the rows it holds: to read them once more for it took the
supervisor a third of its time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import pandas as pd

from toolkit.evidence import Evidence
from toolkit.sources.contract import ORIGIN_COLUMNS

_Seen = tuple[bytes, frozenset[str]]
# Of each evidence as long as it is used: the audits of a service share most of their tables.
_SEEN: WeakKeyDictionary[Evidence, dict[str, _Seen]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class RowsRead:
    """The rows of one service that an audit reads: one digest, and the files they stand in."""

    sha256: str
    files: tuple[str, ...]


def rows_read(tables: Iterable[str], rows_of: Callable[[str], pd.DataFrame]) -> RowsRead:
    """One digest of what was known of these tables at as_of, as far back as audits look.

    `rows_of` gives the rows of a table (`known_rows`). Only the contract's cells count, not where they
    stand: when another service's rows are added above them in the same file, this service's digest stays
    the same.
    """
    return _together({table: _look_at(table, rows_of(table)) for table in set(tables)})


def rows_held(tables: Iterable[str], evidence: Evidence) -> RowsRead:
    """The same from evidence that an audit was given, as it was read."""
    seen = _SEEN.setdefault(evidence, {})
    for table in set(tables) - seen.keys():
        seen[table] = _look_at(table, evidence.as_read(table))
    return _together({table: seen[table] for table in tables})


def _together(seen: dict[str, _Seen]) -> RowsRead:
    digest = hashlib.sha256()
    for _, (cells, _) in sorted(seen.items()):
        digest.update(cells)
    files = frozenset[str]().union(*(named for _, named in seen.values()))
    return RowsRead(digest.hexdigest(), tuple(sorted(files)))


def _look_at(table: str, rows: pd.DataFrame) -> _Seen:
    """A number for each row of the table, under its name and columns, and the files the rows stand in."""
    cells = rows.drop(columns=list(ORIGIN_COLUMNS))
    heading = f"{table} {','.join(cells.columns)} {len(cells)}\n".encode()
    numbers = pd.util.hash_pandas_object(cells, index=False).to_numpy().tobytes()
    return heading + numbers, frozenset(rows["_file"].dropna().unique())
