"""What rows do the sheets of a workbook hold (XLSX, XLSM, XLS, ODS)?

Sheets named after a table are that table. In a workbook itself named after a table, without a sheet
so named, every sheet whose header fits is that table. Empty rows keep their place, so that row
numbers are those in the margin of Excel. A workbook is refused by size before it is opened.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice

import numpy as np
import pyarrow as pa
import python_calamine as calamine

from toolkit.problems import Origin
from toolkit.sources.contract import Kind, Table
from toolkit.sources.found_files import table_of_name
from toolkit.sources.headers import ROWS_SEARCHED, Header
from toolkit.sources.problem_codes import describe
from toolkit.sources.raw import (
    MOST_CELLS,
    FileRead,
    RawTable,
    Rows,
    Source,
    Unopenable,
    make_table,
    usable_header,
)

MOST_UNZIPPED = 1024**3
ROWS_AT_ONCE = 20_000
WIDEST = 702  # column ZZ
BEYOND_EXACT = 1e15  # Excel keeps 15 digits of a number
PASSWORD_MARK = "EncryptedPackage".encode("utf-16-le")

Cell = str | float | int | bool | date | datetime | time | timedelta

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CELL_PLACE = re.compile(rb'<c [^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_FAR_COLUMN = re.compile(rb'\br="[A-Z]{3}\d')
_WIDE_COLUMN = re.compile(rb'\br="[A-Z]{2}\d')


def read_workbook(source: Source) -> FileRead:
    """The tables of a workbook. Raises Unopenable with the reason when it cannot be opened."""
    _refuse_by_size(source)
    try:
        with calamine.CalamineWorkbook.from_path(source.path) as book:
            return _read_sheets(book, source)
    except calamine.PasswordError:
        raise Unopenable("password-protected") from None
    except calamine.CalamineError as error:
        if PASSWORD_MARK in source.path.read_bytes():
            raise Unopenable("password-protected") from None
        raise Unopenable("damaged-file", why=_as_reason(error)) from None


def _as_reason(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text[:120].rstrip(".") or "its contents are not those of a workbook"


def _refuse_by_size(source: Source) -> None:
    """Look at the list of contents only: a small file may unfold to more than memory holds."""
    if not zipfile.is_zipfile(source.path):
        return
    try:
        with zipfile.ZipFile(source.path) as package:
            entries = package.infolist()
            unfolded = sum(entry.file_size for entry in entries)
            if unfolded > MOST_UNZIPPED:
                raise Unopenable("too-large", why=f"it unfolds to {unfolded // 1024**2:,} MB")
            for entry in entries:
                if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
                    _refuse_by_area(package, entry)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise Unopenable("damaged-file", why=_as_reason(error)) from None


def _refuse_by_area(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """One stray cell at XFD1048576 makes a sheet of 17 thousand million cells."""
    height, width = 0, 0
    with package.open(entry) as stream:
        rest = b""
        while block := stream.read(4 * 1024**2):
            text = rest + block
            rest = text[-200:]
            if _FAR_COLUMN.search(text):
                width = max(width, 16_384)
            elif _WIDE_COLUMN.search(text):
                width = max(width, *(_column_number(letters) for letters, _ in _CELL_PLACE.findall(text)), 26)
            else:
                width = max(width, 26)
            rows = re.findall(rb'<row [^>]*?\br="(\d{1,7})"', text)
            height = max([height, *map(int, rows)])
    if height * width > MOST_CELLS:
        why = f"one of its sheets has filled cells as far as row {height:,} and column {width:,}"
        raise Unopenable("too-large", why=why)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _read_sheets(book: calamine.CalamineWorkbook, source: Source) -> FileRead:
    named = {name: table for name in book.sheet_names if (table := _table_of_sheet(name, source))}
    if named:
        return _merge([_read_or_say(book, name, table, source) for name, table in named.items()])
    if source.named is None:
        sheets = ", ".join(f'"{name}"' for name in book.sheet_names)
        raise Unopenable("unknown-file", nearest=f"Nor is that of any of its sheets: {sheets}.")
    tried = [_read_or_say(book, name, source.named, source) for name in book.sheet_names]
    fitting = [read for read in tried if read.tables]
    # Sheets beside the one that fits are notes and lists; when none fits, the first filled one tells why.
    if fitting:
        return _merge(fitting)
    filled = [read for read in tried if read.problems[0].code != "empty-file"]
    return (filled or tried)[0] if tried else FileRead()


def _table_of_sheet(name: str, source: Source) -> Table | None:
    return source.tables.get(table_of_name(name) or "")


def _merge(reads: Sequence[FileRead]) -> FileRead:
    return FileRead(
        tuple(table for read in reads for table in read.tables),
        tuple(problem for read in reads for problem in read.problems),
    )


def _read_or_say(book: calamine.CalamineWorkbook, name: str, table: Table, source: Source) -> FileRead:
    origin = Origin(source.label, name)
    try:
        return FileRead((_read_sheet(book, name, table, origin),))
    except Unopenable as error:
        return FileRead(problems=(describe(error.code, origin, table=table.name, **error.words),))


def _read_sheet(book: calamine.CalamineWorkbook, name: str, table: Table, origin: Origin) -> RawTable:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise Unopenable(
            "too-large", name, why=f"it has {sheet.total_height:,} rows of {sheet.total_width:,} cells"
        )
    # iter_rows gives the empty rows above the first filled one too, so its count is Excel's.
    head = [[_header_text(cell) for cell in row] for row in islice(sheet.iter_rows(), ROWS_SEARCHED)]
    header = usable_header(head, table, name)
    below = islice(sheet.iter_rows(), header.index + 1, None)
    return make_table(table, origin, header, _read_below(below, header, table))


def _header_text(cell: Cell) -> str:
    return cell_text(cell).replace("\n", " ").strip()


def _read_below(rows: Iterator[list[Cell]], header: Header, table: Table) -> Rows:
    parts: dict[str, list[pa.Array]] = {name: [] for name in header.columns}
    marks: dict[str, list[np.ndarray]] = {name: [] for name in header.columns}
    count = 0
    while block := list(islice(rows, ROWS_AT_ONCE)):
        count += len(block)
        for name, position in header.columns.items():
            cells = [row[position] for row in block]
            as_moments = table.column(name).kind is Kind.TIME and _holds_moments(cells)
            texts = [cell_text(cell, midnight=as_moments) for cell in cells]
            parts[name].append(pa.array(texts, pa.string()))
            marks[name].append(
                np.fromiter((is_changed(cell) for cell in cells), dtype=bool, count=len(cells))
            )
    columns = {name: pa.chunked_array(found, pa.string()).combine_chunks() for name, found in parts.items()}
    changed = {name: np.concatenate(found) for name, found in marks.items() if found}
    first = header.index + 2
    return Rows(columns, np.arange(first, first + count, dtype="int64"), changed)


def _holds_moments(cells: Sequence[Cell]) -> bool:
    """Does the column hold times? Then a day alone in it is that day's midnight, which reads as a day."""
    return any(isinstance(cell, datetime) for cell in cells)


def cell_text(cell: Cell, *, midnight: bool = False) -> str:
    """A cell of a workbook as the text a person would have typed.

    >>> cell_text(123.0), cell_text(datetime(2026, 10, 3, 14, 30)), cell_text(True)
    ('123', '2026-10-03 14:30:00', 'true')
    """
    if isinstance(cell, str):
        return _ESCAPE.sub(_unescaped, cell) if "_x" in cell else cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e22 else repr(cell)
    if isinstance(cell, datetime):
        return f"{cell + timedelta(microseconds=500_000):%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, timedelta):
        return _duration_text(cell)
    if isinstance(cell, date) and midnight:
        return f"{cell.isoformat()} 00:00"
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _duration_text(span: timedelta) -> str:
    seconds = round(span.total_seconds())
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _unescaped(match: re.Match[str]) -> str:
    sign = chr(int(match[1], 16))
    return sign if sign.isprintable() or sign in "\n\t" else ""


def is_changed(cell: Cell) -> bool:
    """Is this a cell from which an id typed in cannot be known again?

    >>> is_changed(date(2026, 10, 3)), is_changed(123.0), is_changed(1.2345678901234568e17)
    (True, False, True)
    """
    if isinstance(cell, float):
        return abs(cell) >= BEYOND_EXACT or not cell.is_integer()
    return isinstance(cell, date | time | timedelta)
