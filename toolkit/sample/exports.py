"""How does a table become the bytes of an export, in the form that a service's system gives it?"""

from __future__ import annotations

import io
from datetime import datetime

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import xlsxwriter

from toolkit.sample.stories import Layout
from toolkit.sample.timeline import MINUTES_A_DAY
from toolkit.sources.contract import TABLES
from toolkit.sources.contract.columns import Kind

_CREATED = datetime(
    2026, 11, 2, 9, 0
)  # workbooks carry a day of making; a fixed one keeps their bytes the same
_CLOCKS = [f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(MINUTES_A_DAY)]


def as_text(table: str, frame: pd.DataFrame, layout: Layout) -> pd.DataFrame:
    """The table's columns in the contract's order, each cell as the text of the export.

    A table without a row is exported all the same: its header says that there was nothing to report.
    """
    if frame.empty:
        known = [name for name in TABLES[table].names if name not in layout.without]
        return pd.DataFrame(columns=known, dtype="str")
    columns: dict[str, pd.Series] = {}
    for column in TABLES[table].columns:
        if column.name in layout.without:
            continue
        if column.name not in frame.columns:
            if column.name in _KEPT_EMPTY.get(table, ()):
                columns[column.name] = pd.Series([""] * len(frame), dtype="str")
            continue
        values = frame[column.name].reset_index(drop=True)
        if column.kind is Kind.DATE:
            values = _moment_text(values, layout.day_first, with_clock=False)
        elif column.kind is Kind.TIME:
            values = _moment_text(values, layout.day_first, with_clock=True)
        elif column.kind is Kind.NUMBER:
            values = _number_text(values)
        columns[column.name] = values.fillna("").astype("str")
    return pd.DataFrame(columns)


# Columns that stay in an export although this provider never fills them.
_KEPT_EMPTY: dict[str, tuple[str, ...]] = {"complaints": ("reopened_on", "duplicate_of")}


def _moment_text(values: pd.Series, day_first: bool, *, with_clock: bool) -> pd.Series:
    stamps = pd.to_datetime(values).astype("datetime64[us]")
    missing = stamps.isna()
    minutes = stamps.fillna(pd.Timestamp(0)).astype("int64").to_numpy() // 60_000_000
    day = minutes // MINUTES_A_DAY
    first = int(day.min()) if len(day) else 0
    last = int(day.max()) if len(day) else 0
    if last - first > 40_000:
        raise ValueError("a table's days lie more than a century apart")
    form = "%d/%m/%Y" if day_first else "%Y-%m-%d"
    days = pd.to_datetime(np.arange(first, last + 1), unit="D", origin="unix").strftime(form)
    text = pa.array(days).take(pa.array(day - first))
    if with_clock:
        clock = pa.array(_CLOCKS).take(pa.array(minutes % MINUTES_A_DAY))
        text = pc.binary_join_element_wise(text.cast(pa.string()), clock, " ")
    return pd.Series(text.to_pandas(), dtype="str").mask(missing, "")


def _number_text(values: pd.Series) -> pd.Series:
    distinct, positions = np.unique(values.to_numpy(dtype=float), return_inverse=True)
    texts = ["" if np.isnan(n) else str(int(n)) if n == int(n) else repr(float(n)) for n in distinct]
    return pd.Series(np.array(texts, dtype=object)[positions], dtype="str")


def csv_bytes(text: pd.DataFrame, layout: Layout) -> bytes:
    """The rows under a header; a cell is quoted only where it holds the delimiter, a quote or a line end."""
    columns = [_quoted(text[name], layout.delimiter) for name in text.columns]
    rows = pc.binary_join_element_wise(*columns, layout.delimiter).to_pylist()
    lines = [layout.delimiter.join(text.columns), *rows, ""]
    return "\n".join(lines).encode(layout.encoding)


def _quoted(values: pd.Series, delimiter: str) -> pa.Array:
    cells = pa.array(values.to_list(), type=pa.string())
    needs = pc.match_substring_regex(cells, pattern=f'[{delimiter}"\n]')
    quoted = pc.binary_join_element_wise("", pc.replace_substring(cells, '"', '""'), "", '"')
    return pc.if_else(needs, quoted, cells)


def workbook_bytes(sheets: dict[str, pd.DataFrame], layout: Layout) -> bytes:
    """One workbook, a sheet a table: dates and times as Excel's own, ids and numbers in ids as text."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": _CREATED})
    forms = {
        Kind.DATE: book.add_format({"num_format": "dd/mm/yyyy"}),
        Kind.TIME: book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
    }
    bold = book.add_format({"bold": True})
    for table, frame in sheets.items():
        sheet = book.add_worksheet(table)
        sheet.freeze_panes(1, 0)
        known = [c for c in TABLES[table].columns if c.name in frame.columns and c.name not in layout.without]
        for number, column in enumerate(known):
            sheet.write_string(0, number, column.name, bold)
            sheet.set_column(number, number, 40 if column.name in ("note", "risk", "text") else 16)
            _write_column(sheet, number, frame[column.name], column.kind, forms)
    book.close()
    return target.getvalue()


def _write_column(sheet: xlsxwriter.worksheet.Worksheet, number: int, values: pd.Series, kind: Kind,
                  forms: dict[Kind, xlsxwriter.format.Format]) -> None:  # fmt: skip
    for row, value in enumerate(values.tolist(), start=1):
        if pd.isna(value) or value == "":
            continue
        if kind in forms:
            sheet.write_datetime(row, number, value.to_pydatetime(), forms[kind])
        elif kind is Kind.NUMBER:
            sheet.write_number(row, number, value)
        else:
            sheet.write_string(row, number, value)
