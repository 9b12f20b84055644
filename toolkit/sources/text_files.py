"""What rows does a CSV or TSV file hold?

Clean UTF-8 goes through pyarrow, block by block; whatever it refuses (another encoding, title rows,
rows of uneven length) is decoded and read row by row. Either way a multi-line quoted cell is part of
one row and a blank line is a row, so that row numbers are those of Excel.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from toolkit.problems import Effect, Origin, Problem
from toolkit.sources.contract import Table
from toolkit.sources.encodings import HEAD_BYTES, UTF8_MARK, Text, decode_head, lines_of, look_through
from toolkit.sources.headers import ROWS_SEARCHED, Header, find_header
from toolkit.sources.problem_codes import describe
from toolkit.sources.raw import NotPlain, RawTable, Rows, Source, Unopenable, make_table, usable_header

MOST_BYTES = 8 * 1024**3
BLOCK_BYTES = 8 * 1024**2
ROWS_AT_ONCE = 50_000
DELIMITERS = (",", ";", "\t", "|")
LONGEST_CELL = 1_000_000


@dataclass(frozen=True, slots=True)
class _Layout:
    """How one text file is laid out: what was found by looking at its first rows.

    `start` is the byte its rows begin at; `width` the number of cells in its header.
    """

    source: Source
    table: Table
    start: int
    delimiter: str
    header: Header
    width: int
    plain: bool

    @property
    def origin(self) -> Origin:
        return Origin(self.source.label)

    def block(self, rows: Rows, *, first: bool) -> RawTable:
        return make_table(self.table, self.origin, self.header, rows, first=first)


def readings_of_text(source: Source) -> Iterator[Iterator[RawTable]]:
    """The one table of a text file, in blocks: the fast way, then, should that raise NotPlain, the careful.

    Raises Unopenable with the reason when it cannot be read.
    """
    if source.named is None:
        return
    size = source.path.stat().st_size
    if size > MOST_BYTES:
        raise Unopenable("too-large", why=f"it holds {size // 1024**2:,} MB of text")
    with source.path.open("rb") as file:
        first = file.read(HEAD_BYTES + 1)
        content, said = _without_separator_line(first)
        if not content.strip() and not any(
            piece.strip() for piece in iter(lambda: file.read(BLOCK_BYTES), b"")
        ):
            raise Unopenable("empty-file")
    head, delimiter = _read_head(content, source.named, said)
    header = usable_header(head, source.named)
    plain = not content.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\0" not in content[:4096]
    start = len(first) - len(content)
    layout = _Layout(source, source.named, start, delimiter, header, len(head[header.index]), plain)
    yield _read_fast(layout)
    yield _read_carefully(layout)


def _without_separator_line(content: bytes) -> tuple[bytes, str | None]:
    """Take off the line `sep=;` that Excel obeys and does not show (so it is no row)."""
    bare = content.removeprefix(UTF8_MARK)
    if bare[:4].lower() != b"sep=":
        return content, None
    line, _, rest = bare.partition(b"\n")
    sign = line[4:].strip(b'\r"') or b"\t"
    return rest, sign.decode("latin-1")[:1]


def _read_head(content: bytes, table: Table, said: str | None) -> tuple[list[list[str]], str]:
    """The first rows, split by the separator under which most columns of the table are found."""
    text = decode_head(content)
    best: tuple[tuple[int, int, int], list[list[str]], str] | None = None
    for rank, delimiter in enumerate([said] if said else DELIMITERS):
        rows = _first_rows(text, delimiter)
        header = find_header(rows, table)
        if header is None:
            continue
        fit = (len(header.columns), header.width, -rank)
        if best is None or fit > best[0]:
            best = (fit, rows, delimiter)
    return (best[1], best[2]) if best else ([], ",")


def _first_rows(text: str, delimiter: str) -> list[list[str]]:
    rows = []
    for row in _records(text, delimiter):
        rows.append(row)
        if len(rows) == ROWS_SEARCHED:
            break
    return rows


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    # The reader would stop at 131,072 characters a cell, which a long care plan may pass.
    csv.field_size_limit(LONGEST_CELL)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:  # a cell without end: an opening quotation mark that is never closed
        return


def _read_fast(layout: _Layout) -> Iterator[RawTable]:
    """All rows by pyarrow; NotPlain when the file is not plain enough for it."""
    if not layout.plain:
        raise NotPlain
    header = layout.header
    try:
        number = 1
        for batch in _batches(layout):
            body = batch.slice(max(header.index + 2 - number, 0))
            number += batch.num_rows - body.num_rows
            columns = {name: body.column(str(at)) for name, at in header.columns.items()}
            numbers = np.arange(number, number + body.num_rows, dtype="int64")
            if number > header.index + 1:
                yield layout.block(Rows(columns, numbers), first=number == header.index + 2)
            number += body.num_rows
    except pa.ArrowInvalid:
        raise NotPlain from None


def _batches(layout: _Layout) -> Iterator[pa.RecordBatch]:
    # From a file of Arrow's own, not from bytes: `store_files.read_parquet` says why.
    file = pa.OSFile(str(layout.source.path))
    file.seek(layout.start)
    wanted = {str(position): pa.large_string() for position in sorted(layout.header.columns.values())}
    yield from arrow_csv.open_csv(
        file,
        read_options=arrow_csv.ReadOptions(
            column_names=[str(position) for position in range(layout.width)], block_size=BLOCK_BYTES
        ),
        parse_options=arrow_csv.ParseOptions(
            delimiter=layout.delimiter, newlines_in_values=_has_quotes(layout), ignore_empty_lines=False
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=wanted, include_columns=list(wanted), strings_can_be_null=False
        ),
    )


def _has_quotes(layout: _Layout) -> bool:
    with layout.source.path.open("rb") as file:
        return any(b'"' in piece for piece in iter(lambda: file.read(BLOCK_BYTES), b""))


def _read_carefully(layout: _Layout) -> Iterator[RawTable]:
    """All rows one by one; rows of uneven length are problems."""
    header = layout.header
    numbers: list[int] = []
    problems: list[Problem] = []
    waiting: list[list[str]] = []
    first = True

    def block() -> RawTable:
        rows = Rows(_columns_of(waiting, header), np.array(numbers, dtype="int64"), problems=tuple(problems))
        return layout.block(rows, first=first)

    text = look_through(layout.source.path, layout.start, tail=LONGEST_CELL)
    for number, row in enumerate(_whole_records(layout, text), start=1):
        if number <= header.index + 1 or not any(row):
            continue
        problem, evened = _evened(row, number, header, layout.table, layout.origin)
        problems += [problem] if problem else []
        if evened is None:
            continue
        waiting.append(evened)
        numbers.append(number)
        if len(waiting) == ROWS_AT_ONCE:
            yield block()
            first = False
            waiting, numbers, problems = [], [], []
    yield block()


def _whole_records(layout: _Layout, text: Text) -> Iterator[list[str]]:
    """Every row, refusing a text whose last cell is opened by a quotation mark and never closed."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(lines_of(layout.source.path, layout.start, text.encoding), delimiter=layout.delimiter)
    number, line = 0, 0
    odd = text.quotes % 2 == 1
    try:
        for row in reader:
            number += 1
            spans_lines = reader.line_num - line > 1
            line = reader.line_num
            if odd and spans_lines and "\n" in (row[-1] if row else "") and text.tail.endswith(row[-1]):
                raise Unopenable("unclosed-quote", row=str(number))
            yield row
    except csv.Error:
        raise Unopenable("unclosed-quote", row=str(number + 1)) from None


def _columns_of(rows: list[list[str]], header: Header) -> dict[str, pa.Array]:
    return {name: pa.array([row[at] for row in rows], pa.string()) for name, at in header.columns.items()}


def _evened(
    row: list[str], number: int, header: Header, table: Table, origin: Origin
) -> tuple[Problem | None, list[str] | None]:
    """A row as long as the header; None when its cells cannot be told apart."""
    if any(cell.strip() for cell in row[header.width :]):
        found = _ragged(row, number, header, table, origin, ", so its cells cannot be told apart", None)
        return found, None
    if len(row) >= header.width:
        return None, row
    evened = row + [""] * (header.width - len(row))
    return _ragged(
        row, number, header, table, origin, "; the missing ones are read as blank", Effect.ROW_USED
    ), evened


def _ragged(
    row: list[str],
    number: int,
    header: Header,
    table: Table,
    origin: Origin,
    outcome: str,
    effect: Effect | None,
) -> Problem:
    place = Origin(origin.file, origin.sheet, number)
    return describe(
        "ragged-row",
        place,
        table=table.name,
        cells=len(row),
        columns=header.width,
        outcome=outcome,
        effect=effect,
    )
