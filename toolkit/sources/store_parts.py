"""How do the rows of one table, from all its files, come to lie by service and month?

Rows that may be the same as another, or share its id, are found by a digest of eight bytes a row; only
they are compared. Then the rows of one month are gathered, sorted and written, and after them the next.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from toolkit.problems import Problem
from toolkit.sources.contract import ORIGIN_COLUMNS, Table
from toolkit.sources.merging import find_left_out, find_like_complaints
from toolkit.sources.pieces import Piece
from toolkit.sources.store_files import as_parquet, as_pattern, folder_name, sorted_rows, write_if_changed
from toolkit.sources.store_index import ALL_TIMES, PROVIDER, schema_of

ROWS_AT_ONCE = 1_500_000


@dataclass(slots=True)
class Parts:
    """What lies where: service -> part -> digest, service -> months with rows; and what was found."""

    partitions: dict[str, dict[str, str]] = field(default_factory=dict)
    months: dict[str, list[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def write_parts(
    folder: Path,
    table: Table,
    paths: Sequence[Path],
    duck: duckdb.DuckDBPyConnection,
    pool: ThreadPoolExecutor,
) -> Parts:
    """Merge the pieces at these paths into one file a service (a service's month, where kept by month)."""
    pieces = [Piece.open(path) for path in paths]
    parts = Parts()
    left_out, parts.problems = _left_out(table, pieces, duck)
    if table.name == "complaints":
        parts.problems += find_like_complaints(_all_rows(table, pieces, left_out).to_pandas())
    buckets = [
        (month, services)
        for month in sorted({month for piece in pieces for month in piece.months})
        for services in _portions(pieces, month)
    ]

    def write(bucket: tuple[str, list[str | None] | None]) -> Parts:
        month, services = bucket
        rows = [t for p, out in zip(pieces, left_out, strict=True) for t in p.rows_of(month, out, services)]
        return _write_rows(folder, table, month, rows)

    for written in pool.map(write, buckets):
        for service, own in written.partitions.items():
            parts.partitions.setdefault(service, {}).update(own)
        for service, months in written.months.items():
            parts.months[service] = sorted({*parts.months.get(service, ()), *months})
    _remove_stale_parts(folder / table.name, parts.partitions)
    return parts


def _left_out(
    table: Table, pieces: Sequence[Piece], duck: duckdb.DuckDBPyConnection
) -> tuple[list[np.ndarray], list[Problem]]:
    """For each piece the places of its rows that are not used, and what is to be said about them."""
    columns = ["service_id", table.key] if table.key else list(table.names)
    digests = [_digests(piece, columns, duck) for piece in pieces]
    shared = _more_than_once(digests)
    left_out: list[list[np.ndarray]] = [[] for _ in pieces]
    problems: list[Problem] = []
    total = sum(int(np.isin(own, shared).sum()) for own in digests) if len(shared) else 0
    for few in np.array_split(shared, -(-total // ROWS_AT_ONCE)) if total else ():
        places = [np.flatnonzero(np.isin(own, few)) for own in digests]
        rows = pa.concat_tables([piece.rows_at(at) for piece, at in zip(pieces, places, strict=True)])
        of_piece = np.repeat(np.arange(len(pieces)), [len(at) for at in places])
        order = pc.sort_indices(rows, [(name, "ascending") for name in ORIGIN_COLUMNS]).to_numpy()
        found = find_left_out(table, rows.take(pa.array(order)).to_pandas())
        problems += found.problems
        gone = order[found.rows]
        for number, own in enumerate(left_out):
            own.append(np.concatenate(places)[gone[of_piece[gone] == number]])
    return [np.sort(np.concatenate([*own, np.empty(0, "int64")])) for own in left_out], problems


def _digests(piece: Piece, columns: Sequence[str], duck: duckdb.DuckDBPyConnection) -> np.ndarray:
    names = ", ".join(f'"{name}"' for name in columns)
    asked = f"SELECT hash({names}) AS digest FROM read_parquet(?, hive_partitioning=false)"
    found = duck.sql(asked, params=[as_pattern(piece.path)]).to_arrow_table()
    return found["digest"].to_numpy()


def _more_than_once(digests: Sequence[np.ndarray]) -> np.ndarray:
    if not digests:
        return np.empty(0, "uint64")
    ordered = np.concatenate(digests)
    ordered.sort()
    return np.unique(ordered[1:][ordered[1:] == ordered[:-1]])


def _all_rows(table: Table, pieces: Sequence[Piece], left_out: Sequence[np.ndarray]) -> pa.Table:
    """Every row that is used, in the order of file, sheet, row."""
    rows = [
        found
        for piece, out in zip(pieces, left_out, strict=True)
        for month in sorted(set(piece.months))
        for found in piece.rows_of(month, out)
    ]
    return sorted_rows(pa.concat_tables([schema_of(table).empty_table(), *rows]), ORIGIN_COLUMNS)


def _portions(pieces: Sequence[Piece], month: str) -> list[list[str | None] | None]:
    """The services whose rows of a month are written in one go: all (None), unless they are too many."""
    if sum(piece.rows_in(month) for piece in pieces) <= ROWS_AT_ONCE:
        return [None]
    counts: dict[str | None, int] = {}
    for piece in pieces:
        for found in pc.value_counts(piece.services_in(month)).to_pylist():
            counts[found["values"]] = counts.get(found["values"], 0) + found["counts"]
    portions: list[list[str | None] | None] = []
    own: list[str | None] = []
    for service in sorted(counts, key=lambda name: (name is None, name or "")):
        if own and sum(counts[name] for name in (*own, service)) > ROWS_AT_ONCE:
            portions.append(own)
            own = []
        own.append(service)
    return [*portions, own]


def _write_rows(folder: Path, table: Table, month: str, rows: list[pa.Table]) -> Parts:
    """Write rows of one month (of all times, where the table is not kept by month), service by service."""
    keys = [name for name in ("service_id", table.own_day, table.key, *ORIGIN_COLUMNS) if name]
    gathered = pa.concat_tables(rows).replace_schema_metadata(None)  # a piece's own is none of the parts'
    rows.clear()  # or they would lie in memory twice while being sorted
    ordered = sorted_rows(gathered, keys)
    del gathered
    parts = Parts()
    for service, start, stop in _runs(ordered["service_id"]):
        own = ordered.slice(start, stop - start)
        content = as_parquet(own.combine_chunks())
        write_if_changed(folder / table.name / folder_name(service) / f"{month}.parquet", content)
        parts.partitions[service] = {month: hashlib.sha256(content).hexdigest()}
        if table.own_day:
            parts.months[service] = _months_of(own[table.own_day]) if month == ALL_TIMES else [month]
    return parts


def _runs(services: pa.ChunkedArray) -> Iterator[tuple[str, int, int]]:
    """Each service, and where its stretch of the rows begins and ends; the rows are sorted by service."""
    encoded = pc.fill_null(services, PROVIDER).combine_chunks().dictionary_encode()
    codes = encoded.indices.to_numpy()
    if not len(codes):
        return
    starts = [0, *(np.flatnonzero(codes[1:] != codes[:-1]) + 1).tolist()]
    for start, stop in zip(starts, [*starts[1:], len(codes)], strict=True):
        yield encoded.dictionary[int(codes[start])].as_py(), start, stop


def _months_of(days: pa.ChunkedArray) -> list[str]:
    months = np.unique(days.drop_null().to_numpy().astype("datetime64[M]"))
    return [str(month) for month in months]


def _remove_stale_parts(folder: Path, written: Mapping[str, Mapping[str, str]]) -> None:
    if not folder.is_dir():
        return
    wanted = {
        folder / folder_name(service) / f"{part}.parquet"
        for service, parts in written.items()
        for part in parts
    }
    for path in folder.glob("*/*"):
        if path not in wanted:
            path.unlink()
    for place in folder.iterdir():
        if not any(place.iterdir()):
            place.rmdir()
