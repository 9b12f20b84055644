"""The rows that tests write with the factories, as the slow implementations read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd

from tests.properties.plain_service import PlainService, Row, last_of_month
from toolkit.sources.contract import TABLES, Kind

HERE = "oakfield"


def plain_rows(table: str, rows: Iterable[Mapping]) -> list[Row]:
    """The factories' rows with every column of the contract, days as dates and times as datetimes."""
    found = []
    for given in rows:
        row: Row = {column.name: given.get(column.name) for column in TABLES[table].columns}
        for column in TABLES[table].columns:
            if column.kind in (Kind.DATE, Kind.TIME) and row[column.name] is not None:
                moment = pd.Timestamp(row[column.name]).to_pydatetime()
                row[column.name] = moment.date() if column.kind is Kind.DATE else moment
        found.append(row)
    return found


def plain_service(
    tables: Mapping[str, Iterable[Mapping]], *, month: str = "2026-10", as_of: str | None = None
) -> PlainService:
    """Oakfield; rows of other services are the provider's other service's."""
    first = date.fromisoformat(f"{month}-01")
    rows = {table: plain_rows(table, given) for table, given in tables.items()}
    return PlainService(
        "residential",
        None,
        None,
        {table: [row for row in own if row["service_id"] == HERE] for table, own in rows.items()},
        first,
        date.fromisoformat(as_of) if as_of else last_of_month(first),
        elsewhere={table: [row for row in own if row["service_id"] != HERE] for table, own in rows.items()},
    )
