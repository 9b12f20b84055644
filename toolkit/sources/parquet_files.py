"""What rows does a Parquet file hold?

Its columns have types; they are turned into the text a person would have typed, so that one set of
rules reads every kind of file. The first record is row 2, as if the column names stood in row 1.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from toolkit.period import TIME_ZONE
from toolkit.problems import Origin
from toolkit.sources.raw import MOST_ROWS, RawTable, Rows, Source, Unopenable, make_table, usable_header

MOST_UNFOLDED = 16 * 1024**3
ROWS_AT_ONCE = 65_536


def read_parquet_file(source: Source) -> Iterator[RawTable]:
    """The one table of a Parquet file. Raises Unopenable with the reason when it cannot be read."""
    if source.named is None:
        return
    row = 2
    try:
        with pq.ParquetFile(source.path) as file:
            _refuse_by_size(file.metadata)
            names = file.schema_arrow.names
            header = usable_header([names], source.named)
            for found in _batches(file, list(header.columns.values())):
                columns = {name: _as_text(found.column(at)) for at, name in enumerate(header.columns)}
                numbers = np.arange(row, row + found.num_rows, dtype="int64")
                origin = Origin(source.label)
                yield make_table(source.named, origin, header, Rows(columns, numbers), first=row == 2)
                row += found.num_rows
    except (pa.ArrowException, OSError) as error:
        reason = " ".join(str(error).split())[:120].rstrip(".")
        raise Unopenable("damaged-file", why=reason) from None


def _batches(file: pq.ParquetFile, positions: list[int]) -> Iterator[pa.RecordBatch]:
    """The records a block at a time; one empty block where there is none."""
    fields = [file.schema_arrow.field(position) for position in positions]
    if not file.metadata.num_rows:
        yield pa.RecordBatch.from_pylist([], schema=pa.schema(fields))
    yield from file.iter_batches(batch_size=ROWS_AT_ONCE, columns=[field.name for field in fields])


def _refuse_by_size(facts: pq.FileMetaData) -> None:
    unfolded = sum(facts.row_group(group).total_byte_size for group in range(facts.num_row_groups))
    if facts.num_rows > MOST_ROWS or unfolded > MOST_UNFOLDED:
        raise Unopenable(
            "too-large", why=f"it holds {facts.num_rows:,} rows, {unfolded // 1024**2:,} MB unfolded"
        )


def _as_text(cells: pa.Array) -> pa.Array:
    kind = cells.type
    if pa.types.is_dictionary(kind):
        cells = cells.dictionary_decode()
        kind = cells.type
    if pa.types.is_timestamp(kind):
        return _moments_as_text(cells)
    if pa.types.is_floating(kind):
        return pa.array([_float_as_text(value) for value in cells.to_pylist()], pa.string())
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        texts = [None if items is None else ";".join(map(str, items)) for items in cells.to_pylist()]
        return pa.array(texts, pa.string())
    return pc.fill_null(cells.cast(pa.string()), "")


def _moments_as_text(cells: pa.Array) -> pa.Array:
    if cells.type.tz:  # a moment with a zone is turned into the wall clock here
        cells = pc.local_timestamp(cells.cast(pa.timestamp("us", tz=TIME_ZONE)))
    seconds = pc.floor_temporal(cells, unit="second").cast(pa.timestamp("s"))
    return pc.fill_null(pc.strftime(seconds, format="%Y-%m-%d %H:%M:%S"), "")


def _float_as_text(value: float | None) -> str:
    """Whole numbers without `.0`: pandas turns ids with a blank among them into floats."""
    if value is None or value != value:
        return ""
    return str(int(value)) if value.is_integer() else repr(value)
