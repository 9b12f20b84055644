"""Which tables did an audit rest on, and what in them is missing?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd

from toolkit.audits.result import SourceUse
from toolkit.evidence import Evidence
from toolkit.sources.contract import TABLES
from toolkit.wording import month_name


def sources_used(evidence: Evidence, tables: Iterable[str]) -> tuple[SourceUse, ...]:
    """One line a table: supplied or not, rows used, first and last day, and what is missing, in words."""
    return tuple(_use(evidence, table) for table in tables)


def files_used(evidence: Evidence, tables: Iterable[str]) -> tuple[dict[str, object], ...]:
    """One fact sheet a file: path, sha256, and of each wanted table the rows used and refused."""
    wanted = tuple(tables)
    return tuple(
        {
            "file": file.path,
            "sha256": file.sha256,
            "table": read.table,
            "sheet": read.sheet,
            "rows_used": read.rows_used,
            "rows_refused": read.rows_refused,
        }
        for file in evidence.files_of(wanted)
        for read in file.tables
        if read.table in wanted
    )


def _use(evidence: Evidence, table: str) -> SourceUse:
    year = evidence.in_year(table)
    own_day = TABLES[table].own_day
    days = year[own_day].dropna() if own_day else pd.Series(dtype="datetime64[us]")
    in_month = evidence.in_month(table) if own_day else year
    return SourceUse(
        table=table,
        supplied=evidence.supplied(table),
        rows_used=len(year),
        rows_in_month=len(in_month),
        first=_day(days.min()) if len(days) else None,
        last=_day(days.max()) if len(days) else None,
        rows_refused=evidence.rows_refused(table),
        note=_note(evidence, table, len(year), len(in_month)),
    )


def _note(evidence: Evidence, table: str, rows: int, rows_in_month: int) -> str:
    if not evidence.supplied(table):
        return "Not supplied."
    if not rows:
        return "Supplied, but without a row of this service in the last 12 months."
    if not rows_in_month and TABLES[table].by_month:
        return f"No rows in {month_name(evidence.period.first_day)}."
    return ""


def _day(moment: pd.Timestamp) -> date:
    return moment.date()
