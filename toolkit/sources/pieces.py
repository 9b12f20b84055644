"""How are the checked rows of one table of one file kept until all files of the table are merged?

In one Parquet file, a piece, each of whose row groups holds rows of one month only (where the table is
kept by month), so that a month of all files can be had without reading the other months.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from toolkit.sources.contract import Kind, Table
from toolkit.sources.store_index import ALL_TIMES, schema_of

GROUP_ROWS = 250_000
WAITING_ROWS = 1_000_000
_MONTHS = "months"


class PieceWriter:
    """Takes rows in the order of their file and writes them month by month."""

    def __init__(self, path: Path, table: Table) -> None:
        self._month_from = table.own_day if table.by_month else None
        self._writer = pq.ParquetWriter(
            path,
            schema_of(table),
            compression="zstd",
            use_dictionary=_repeated(table),
            write_statistics=False,
        )
        self._waiting: dict[str, list[pa.Table]] = {}
        self._counts: dict[str, int] = {}
        self._months: list[str] = []

    def add(self, rows: pa.Table) -> None:
        """The next rows."""
        for month, theirs in self._by_month(rows):
            self._waiting.setdefault(month, []).append(theirs)
            self._counts[month] = self._counts.get(month, 0) + theirs.num_rows
            if self._counts[month] >= GROUP_ROWS:
                self._write(month)
        while sum(self._counts.values()) > WAITING_ROWS:
            self._write(max(self._counts, key=self._counts.__getitem__))

    def close(self) -> None:
        """Write what is left; only then can the piece be read."""
        for month in sorted(self._counts):
            self._write(month)
        self._writer.add_key_value_metadata({_MONTHS: json.dumps(self._months)})
        self._writer.close()

    def _by_month(self, rows: pa.Table) -> list[tuple[str, pa.Table]]:
        if self._month_from is None or not rows.num_rows:
            return [(ALL_TIMES, rows)] if rows.num_rows else []
        months = rows[self._month_from].to_numpy().astype("datetime64[M]")
        distinct, codes = np.unique(months, return_inverse=True)
        names = [str(month) for month in distinct]
        if len(names) == 1:
            return [(names[0], rows)]
        ordered = rows.take(pa.array(np.argsort(codes, kind="stable")))
        ends = np.cumsum(np.bincount(codes)).tolist()
        return [
            (name, ordered.slice(start, end - start))
            for name, start, end in zip(names, [0, *ends], ends, strict=False)
        ]

    def _write(self, month: str) -> None:
        count = self._counts.pop(month)
        self._writer.write_table(pa.concat_tables(self._waiting.pop(month)), row_group_size=count)
        self._months.append(month)


def _repeated(table: Table) -> list[str]:
    """The columns of words that come again; a dictionary of ids or moments costs time and saves nothing."""
    words = [column.name for column in table.columns if column.kind not in (Kind.DATE, Kind.TIME)]
    return [*(name for name in words if name != table.key), "_file", "_sheet"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece on disk: its path, and of each row group the month and where in the piece it begins."""

    path: Path
    months: tuple[str, ...]
    starts: tuple[int, ...]

    @classmethod
    def open(cls, path: Path) -> Piece:
        """What lies in the piece; its rows stay on disk."""
        with pq.ParquetFile(path) as file:
            facts = file.metadata
            months = tuple(json.loads(facts.metadata[_MONTHS.encode()]))
            counts = [facts.row_group(group).num_rows for group in range(len(months))]
        return cls(path, months, (0, *np.cumsum(counts, dtype="int64").tolist()))

    def rows_in(self, month: str) -> int:
        """How many rows of a month there are."""
        return sum(self.starts[at + 1] - self.starts[at] for at in self._groups(month))

    def services_in(self, month: str) -> pa.ChunkedArray:
        """The service of each row of a month."""
        with pq.ParquetFile(self.path) as file:
            return file.read_row_groups(self._groups(month), columns=["service_id"])["service_id"]

    def rows_of(
        self, month: str, left_out: np.ndarray, services: Sequence[str | None] | None = None
    ) -> list[pa.Table]:
        """The rows of a month, of some services or all, without those at the places left out."""
        found = []
        with pq.ParquetFile(self.path) as file:
            for group in self._groups(month):
                rows = file.read_row_group(group)
                start, stop = self.starts[group], self.starts[group + 1]
                absent = left_out[(left_out >= start) & (left_out < stop)] - start
                if len(absent):
                    keep = np.ones(stop - start, dtype=bool)
                    keep[absent] = False
                    rows = rows.filter(pa.array(keep))
                if services is not None:
                    rows = rows.filter(pc.is_in(rows["service_id"], pa.array(services, pa.large_string())))
                found.append(rows)
        return found

    def rows_at(self, places: np.ndarray) -> pa.Table:
        """The rows at these places, which ascend."""
        bounds = np.searchsorted(places, self.starts)
        found = []
        with pq.ParquetFile(self.path) as file:
            for group, (low, high) in enumerate(pairwise(bounds)):
                if high > low:
                    at = pa.array(places[low:high] - self.starts[group])
                    found.append(file.read_row_group(group).take(at))
            return pa.concat_tables(found) if found else file.schema_arrow.empty_table()

    def _groups(self, month: str) -> list[int]:
        return [at for at, name in enumerate(self.months) if name == month]
