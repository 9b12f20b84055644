"""Which rows did the provider supply, of any service, table and month?

Everything below `data/` is read once and kept as Parquet in `outputs/.store/`, by table, service and
month; only what changed is read again. The store knows no clock and no as_of: what may be used of
it in one month's audit is for `evidence.py`.

    _index.json                        what was read, and what lies where; written last
    _problems.parquet                  every problem found
    _files/<key>/                      each source file after checking, by the hash of all that went into it
    _merged/<table>.json, .parquet     what came of merging a table's files
    <table>/<service>/<month>.parquet  the rows, ready to read
    _kept/<service>/<key>.frame        what was worked out from rows and need not be again (kept.py)
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from toolkit.errors import NoUsableInput, WrongUse
from toolkit.problems import Problem
from toolkit.sources.casting import MOMENT
from toolkit.sources.contract import DATA_TABLES, Kind, Table
from toolkit.sources.inventory import SourceFile
from toolkit.sources.kept import KeptFrames
from toolkit.sources.store_build import build_store
from toolkit.sources.store_files import (
    as_pattern,
    connect,
    folder_name,
    read_parquet,
    read_problems,
    sorted_rows,
)
from toolkit.sources.store_index import ALL_TIMES, PROVIDER, Index, read_index, schema_of

_FEW = 2  # files, as of one service: its own, and that of the whole provider
STANDING_FACTS = ("people", "staffing_needs")  # their own day says from when, not when it was recorded


@dataclass(frozen=True, slots=True)
class _Connection:
    """A DuckDB connection and the process it was opened in: one opened before a fork would hang."""

    process: int
    duck: duckdb.DuckDBPyConnection


class Store:
    """All rows ever supplied, by table, service and month, with where each came from."""

    def __init__(self, folder: Path, index: Index) -> None:
        self._folder = folder
        self._index = index
        self._problems: tuple[Problem, ...] | None = None
        self._connection: _Connection | None = None

    @classmethod
    def build(cls, workspace: Path, *, service_ids: Collection[str], themes: Mapping[str, str]) -> Store:
        """Read what changed below `workspace/data` and open the store.

        `service_ids` are the provider's services; a row of another one is not used. `themes` maps
        the provider's own theme words onto the contract's.
        """
        build_store(workspace, frozenset(service_ids), themes)
        return cls.open(workspace)

    @classmethod
    def open(cls, workspace: Path) -> Store:
        """Open a store that was built before, without looking at `data/` again.

        Raises NoUsableInput when it was never built, or not to the end.
        """
        folder = workspace / "outputs" / ".store"
        index = read_index(folder)
        if index is None:
            raise NoUsableInput("The records in data/ have not been read yet.", "Run grip check first.")
        return cls(folder, index)

    @property
    def files(self) -> tuple[SourceFile, ...]:
        """Every file that was looked at, by path."""
        return self._index.files

    @property
    def kept(self) -> KeptFrames:
        """What was worked out from these rows before."""
        return KeptFrames(self._folder / "_kept")

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong with the files, by file, sheet, row, column, code."""
        if self._problems is None:
            self._problems = read_problems(self._folder / "_problems.parquet")
        return self._problems

    def supplied(self, table: str) -> bool:
        """Was some file or sheet of the table read, even one without rows?"""
        return _contract_table(table).name in self._index.supplied

    def months(self, service: str | None = None) -> tuple[str, ...]:
        """The months (`YYYY-MM`) in which something was recorded, sorted.

        The day somebody moved in, or a rule came into force, may lie years before the first record.
        """
        found = {
            month
            for table, services in self._index.months.items()
            for name, months in services.items()
            if table not in STANDING_FACTS and (service is None or name in (service, PROVIDER))
            for month in months
        }
        return tuple(sorted(found))

    def digest(self, table: str, service: str) -> Mapping[str, str]:
        """A digest of each stored part of a service's rows: unchanged digests, unchanged rows.

        The key is the month (`YYYY-MM`) in tables kept by month, else `all`; rows of the whole
        provider stand under `provider`.
        """
        services = self._index.partitions.get(_contract_table(table).name, {})
        whole = services.get(PROVIDER, {})
        return {**services.get(service, {}), **{PROVIDER.strip("_"): digest for digest in whole.values()}}

    def parts(self, table: str) -> Mapping[str, Mapping[str, str]]:
        """Service (or `PROVIDER`) -> part (a month, or `all`) -> digest of the rows stored there."""
        return self._index.partitions.get(_contract_table(table).name, {})

    def rows(
        self, table: str, *, service: str | None = None, first: date | None = None, last: date | None = None
    ) -> pd.DataFrame:
        """The rows of a table, of one service or all, whose own day lies between two days, both included.

        Rows without an own day always come; so do, for every service, rows of the whole provider.
        All columns of the contract are there, and `_file`, `_sheet`, `_row`; ordered by own day, id,
        file, sheet, row.
        """
        declared = _contract_table(table)
        paths = self._paths(declared, service, first, last)
        if not paths:
            return _empty(declared)
        if len(paths) <= _FEW and not declared.by_month:
            return _as_frame(_read_few(paths, declared, first, last), declared)
        order = ", ".join(f'"{name}" NULLS LAST' for name in _sort_columns(declared))
        return _as_frame(self._select("*", declared, paths, first, last, f"ORDER BY {order}"), declared)

    def row_digests(
        self, table: str, columns: Collection[str], *, first: date | None = None, last: date | None = None
    ) -> pd.DataFrame:
        """These columns of every service's rows, in no order, and `digest`: equal numbers, equal rows.

        Columns that the table does not have are left out. The number counts every column and where the
        row stands; another version of DuckDB gives other ones.
        """
        declared = _contract_table(table)
        wanted = [column for column in declared.columns if column.name in columns]
        paths = self._paths(declared, None, first, last)
        if not paths:
            return _empty(declared)[[column.name for column in wanted]].assign(
                digest=pd.Series(dtype="uint64")
            )
        everything = ", ".join(f'"{name}"' for name in schema_of(declared).names)
        named = "".join(f'"{column.name}", ' for column in wanted)
        return self._select(f"{named}hash({everything}) AS digest", declared, paths, first, last).to_pandas()

    def _select(
        self,
        what: str,
        table: Table,
        paths: list[Path],
        first: date | None,
        last: date | None,
        order: str = "",
    ) -> pa.Table:
        conditions, bounds = _bounds(table.own_day, first, last)
        found = self._duck().sql(
            f"SELECT {what} FROM read_parquet(?, hive_partitioning=false) {conditions} {order}",
            params=[[as_pattern(path) for path in paths], *bounds],
        )
        return found.to_arrow_table()

    def _paths(self, table: Table, service: str | None, first: date | None, last: date | None) -> list[Path]:
        services = self._index.partitions.get(table.name, {})
        wanted = (
            sorted(services)
            if service is None
            else [name for name in (service, PROVIDER) if name in services]
        )
        low = f"{first:%Y-%m}" if first else ""
        high = f"{last:%Y-%m}" if last else "9999"
        return [
            self._folder / table.name / folder_name(name) / f"{month}.parquet"
            for name in wanted
            for month in sorted(services[name])
            if month == ALL_TIMES or low <= month <= high
        ]

    def _duck(self) -> duckdb.DuckDBPyConnection:
        if self._connection is None or self._connection.process != os.getpid():
            duck = connect()
            self._connection = _Connection(os.getpid(), duck)
        return self._connection.duck

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "_connection": None}


def _contract_table(name: str) -> Table:
    if name not in DATA_TABLES:
        raise WrongUse.unknown("table", name, DATA_TABLES)
    return DATA_TABLES[name]


def _sort_columns(table: Table) -> list[str]:
    first = [name for name in (table.own_day, table.key) if name]
    return [*first, "_file", "_sheet", "_row"]


def _bounds(own: str | None, first: date | None, last: date | None) -> tuple[str, list[date]]:
    if own is None or (first is None and last is None):
        return "", []
    parts, bounds = [], []
    if first is not None:
        parts.append(f'"{own}" >= ?')
        bounds.append(first)
    if last is not None:
        parts.append(f'"{own}" < ?')
        bounds.append(last + timedelta(days=1))
    return f'WHERE ({" AND ".join(parts)}) OR "{own}" IS NULL', bounds


def _read_few(paths: list[Path], table: Table, first: date | None, last: date | None) -> pa.Table:
    """The rows of one or two small files, as DuckDB gives them; to ask it takes longer than to read them."""
    rows = pa.concat_tables([read_parquet(path, use_threads=False) for path in paths])
    days = [(pc.greater_equal, first), (pc.less, last + timedelta(days=1) if last else None)]
    for keeps, day in days:
        if table.own_day is not None and day is not None:
            own = rows[table.own_day]
            moment = pa.scalar(datetime.combine(day, time()), own.type)
            rows = rows.filter(pc.fill_null(keeps(own, moment), True))
    return sorted_rows(rows, _sort_columns(table))


def _as_frame(found: pa.Table, table: Table) -> pd.DataFrame:
    frame = found.to_pandas(use_threads=False)
    moments = [column.name for column in table.of_kind((Kind.DATE, Kind.TIME))]
    typed = (Kind.DATE, Kind.TIME, Kind.NUMBER)
    texts = [*(column.name for column in table.columns if column.kind not in typed), "_file", "_sheet"]
    types = {**dict.fromkeys(moments, MOMENT), **dict.fromkeys(texts, "str")}
    other = {name: wanted for name, wanted in types.items() if frame[name].dtype != wanted}
    return frame.astype(other) if other else frame


def _empty(table: Table) -> pd.DataFrame:
    return _as_frame(schema_of(table).empty_table(), table)
