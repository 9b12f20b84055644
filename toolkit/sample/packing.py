"""Which files do the records of the provider come in?

Care and rota records come a file a calendar year and service, small registers a file a service, and
what head office keeps (people, staffing needs, complaints, decisions) one file for all.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from toolkit.sample.defects import PlacedDefect, spoil
from toolkit.sample.exports import as_text, csv_bytes, workbook_bytes
from toolkit.sample.stories import Layout, Service
from toolkit.sample.timeline import Timeline
from toolkit.sources.contract import TABLES

SHARED = (
    "people", "staffing_needs", "complaints", "learning", "verdicts", "risks", "actions", "meetings",
    "evidence", "statements", "challenges", "decisions",
)  # fmt: skip
BY_YEAR = ("shifts", "care")
HEAD_OFFICE = Layout()


def service_files(service: Service, tables: dict[str, pd.DataFrame], timeline: Timeline,
                  placed: list[PlacedDefect]) -> Iterator[tuple[str, bytes]]:  # fmt: skip
    """The service's own files, each with its path; the mistakes they hold are added to `placed`."""
    layout, folder = service.layout, f"data/{service.service_id}"
    books_from = timeline.month_of(layout.workbooks - 1).start if layout.workbooks else timeline.end.end
    for table, frame in tables.items():
        if table in SHARED:
            continue
        parts = list(_parts(table, frame, books_from))
        for name, part in parts:
            path = f"{folder}/{name}.{layout.suffix}"
            text = as_text(table, part, layout)
            if name == parts[-1][0]:  # the mistakes stand in the newest file
                text, found = spoil(table, text, path, service.service_id)
                placed += found
            yield path, csv_bytes(text, layout)
    for months_before in reversed(range(layout.workbooks)):
        month = timeline.month_of(months_before)
        sheets = {table: _between(table, tables[table], month.start, month.end) for table in BY_YEAR}
        if any(len(sheet) for sheet in sheets.values()):
            yield f"{folder}/records-{month}.xlsx", workbook_bytes(sheets, layout)


def shared_files(tables: dict[str, list[pd.DataFrame]], services: tuple[Service, ...],
                 placed: list[PlacedDefect]) -> Iterator[tuple[str, bytes]]:  # fmt: skip
    """What head office keeps for all services."""
    for table in SHARED:
        path = f"data/{table}.csv"
        parts = [part for part in tables[table] if len(part)]
        frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
        text = as_text(table, frame, HEAD_OFFICE)
        for service in services:
            text, found = spoil(table, text, path, service.service_id)
            placed += found
        yield path, csv_bytes(text, HEAD_OFFICE)


def _parts(table: str, frame: pd.DataFrame, before: pd.Timestamp) -> Iterator[tuple[str, pd.DataFrame]]:
    """The files of one table: one a calendar year for the long ones."""
    if table not in BY_YEAR:
        yield table, frame
        return
    day = frame[str(TABLES[table].own_day)]
    for year in sorted(set(day.dt.year)):
        part = frame[(day.dt.year == year) & (day < before)]
        if len(part):
            yield f"{table}-{year}", part


def _between(table: str, frame: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    day = frame[str(TABLES[table].own_day)]
    return frame[(day >= start) & (day < end)]
