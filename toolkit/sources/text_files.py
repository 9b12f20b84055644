"""What rows does a CSV or TSV file hold?

Clean UTF-8 goes through pyarrow in one stroke; whatever it refuses (another encoding, title rows,
rows of uneven length) is decoded and read row by row. Either way a multi-line quoted cell is part of
one row and a blank line is a row, so that row numbers are those of Excel.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from toolkit.problems import Effect, Origin, Problem
from toolkit.sources.contract import Table
from toolkit.sources.headers import ROWS_SEARCHED, Header, find_header
from toolkit.sources.problem_codes import describe
from toolkit.sources.raw import FileRead, Rows, Source, Unopenable, make_table, usable_header

MOST_BYTES = 8 * 1024**3
HEAD_BYTES = 256 * 1024
ROWS_AT_ONCE = 50_000
DELIMITERS = (",", ";", "\t", "|")
LONGEST_CELL = 1_000_000
UTF8_MARK = b"\xef\xbb\xbf"


def read_text_file(source: Source) -> FileRead:
    """The one table of a text file. Raises Unopenable with the reason when it cannot be read."""
    if source.named is None:
        return FileRead()
    size = source.path.stat().st_size
    if size > MOST_BYTES:
        raise Unopenable("too-large", why=f"it holds {size // 1024**2:,} MB of text")
    whole = source.path.read_bytes()
    content, said = _without_separator_line(whole)
    if not content.strip():
        raise Unopenable("empty-file")
    head, delimiter = _read_head(content, source.named, said)
    header = usable_header(head, source.named)
    origin = Origin(source.label)
    rows = _read_fast(source.path, len(whole), content, delimiter, header, len(head[header.index]))
    if rows is None:
        rows = _read_carefully(_decode(content), delimiter, header, source.named, origin)
    return FileRead(tables=(make_table(source.named, origin, header, rows),))


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
    text = _decode(content[:HEAD_BYTES], part=len(content) > HEAD_BYTES)
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


def _decode(content: bytes, *, part: bool = False) -> str:
    """Text from bytes: UTF-8, UTF-16 or Windows-1252. `part`: the last character may be cut off."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode_utf16(content, "utf-16", part)
    if b"\0" in content[:4096]:
        even, odd = content[0:4096:2], content[1:4096:2]
        if odd.count(0) > len(odd) // 2:
            return _decode_utf16(content, "utf-16-le", part)
        if even.count(0) > len(even) // 2:
            return _decode_utf16(content, "utf-16-be", part)
        raise Unopenable("damaged-file", why="it does not hold text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if part and error.start > len(content) - 4:
            return content[: error.start].decode("utf-8-sig")
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        number = content[: error.start].count(b"\n") + 1
        raise Unopenable("wrong-encoding", why=f"line {number} is neither UTF-8 nor Windows-1252") from None


def _decode_utf16(content: bytes, encoding: str, part: bool) -> str:
    whole = content[: len(content) // 2 * 2] if part else content
    try:
        return whole.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise Unopenable("wrong-encoding", why="it begins like UTF-16 but does not go on so") from None


def _read_fast(
    path: Path, size: int, content: bytes, delimiter: str, header: Header, width: int
) -> Rows | None:
    """All rows by pyarrow, or None when the file is not plain enough for it.

    From the file, not from `content`: Arrow's threads may hold on to what they read for a moment after
    the end, and must then let go of no Python object (`store_files.read_parquet` says why).
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content[:4096]:
        return None
    names = [str(position) for position in range(width)]
    wanted = {str(position): name for name, position in header.columns.items()}
    file = pa.OSFile(str(path))
    file.seek(size - len(content))
    try:
        found = arrow_csv.read_csv(
            file,
            read_options=arrow_csv.ReadOptions(column_names=names, block_size=4 * 1024**2),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=b'"' in content, ignore_empty_lines=False
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(wanted, pa.string()), include_columns=list(wanted),
                strings_can_be_null=False,
            ),
        )  # fmt: skip
    except pa.ArrowInvalid:
        return None
    body = found.slice(header.index + 1)
    columns = {name: body.column(position).combine_chunks() for position, name in wanted.items()}
    numbers = np.arange(header.index + 2, header.index + 2 + body.num_rows, dtype="int64")
    return Rows({name: columns[name] for name in header.columns}, numbers)


def _read_carefully(text: str, delimiter: str, header: Header, table: Table, origin: Origin) -> Rows:
    """All rows one by one; rows of uneven length are problems."""
    pieces: list[dict[str, pa.Array]] = []
    numbers: list[int] = []
    problems: list[Problem] = []
    waiting: list[list[str]] = []
    for number, row in enumerate(_whole_records(text, delimiter), start=1):
        if number <= header.index + 1 or not any(row):
            continue
        problem, evened = _evened(row, number, header, table, origin)
        problems += [problem] if problem else []
        if evened is None:
            continue
        waiting.append(evened)
        numbers.append(number)
        if len(waiting) == ROWS_AT_ONCE:
            pieces.append(_columns_of(waiting, header))
            waiting = []
    pieces.append(_columns_of(waiting, header))
    columns = {
        name: pa.chunked_array([piece[name] for piece in pieces], pa.string()).combine_chunks()
        for name in header.columns
    }
    return Rows(columns, np.array(numbers, dtype="int64"), problems=tuple(problems))


def _whole_records(text: str, delimiter: str) -> Iterator[list[str]]:
    """Every row, refusing a text whose last cell is opened by a quotation mark and never closed."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number, line = 0, 0
    odd = text.count('"') % 2 == 1
    try:
        for row in reader:
            number += 1
            spans_lines = reader.line_num - line > 1
            line = reader.line_num
            if odd and spans_lines and "\n" in (row[-1] if row else "") and text.endswith(row[-1]):
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
