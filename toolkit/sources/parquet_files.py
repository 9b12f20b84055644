"""What rows does a Parquet file hold?

Its columns have types; they are turned into the text a person would have typed, so that one set of
rules reads every kind of file. The first record is row 2, as if the column names stood in row 1.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from toolkit.period import TIME_ZONE
from toolkit.problems import Origin
from toolkit.sources.raw import MOST_ROWS, FileRead, Rows, Source, Unopenable, make_table, usable_header

MOST_UNFOLDED = 16 * 1024**3


def read_parquet_file(source: Source) -> FileRead:
    """The one table of a Parquet file. Raises Unopenable with the reason when it cannot be read."""
    if source.named is None:
        return FileRead()
    try:
        file = pq.ParquetFile(source.path)
        _refuse_by_size(file.metadata)
        names = file.schema_arrow.names
        header = usable_header([names], source.named)
        found = file.read(columns=[names[position] for position in header.columns.values()])
    except (pa.ArrowException, OSError) as error:
        reason = " ".join(str(error).split())[:120].rstrip(".")
        raise Unopenable("damaged-file", why=reason) from None
    columns = {name: _as_text(found.column(at)) for at, name in enumerate(header.columns)}
    numbers = np.arange(2, 2 + found.num_rows, dtype="int64")
    return FileRead(tables=(make_table(source.named, Origin(source.label), header, Rows(columns, numbers)),))


def _refuse_by_size(facts: pq.FileMetaData) -> None:
    unfolded = sum(facts.row_group(group).total_byte_size for group in range(facts.num_row_groups))
    if facts.num_rows > MOST_ROWS or unfolded > MOST_UNFOLDED:
        raise Unopenable(
            "too-large", why=f"it holds {facts.num_rows:,} rows, {unfolded // 1024**2:,} MB unfolded"
        )


def _as_text(column: pa.ChunkedArray) -> pa.Array:
    cells = column.combine_chunks()
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
