"""Which tables did an audit rest on, and what in them is missing?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from toolkit.audits.result import SourceUse
from toolkit.evidence import Evidence
from toolkit.problems import Effect, Origin
from toolkit.sources.contract import TABLES
from toolkit.wording import month_name

_Place = tuple[str, str | None, str]  # file, sheet, table


def sources_used(evidence: Evidence, tables: Iterable[str]) -> tuple[SourceUse, ...]:
    """One line a table: supplied or not, rows used, first and last day, and what is missing, in words."""
    return tuple(_use(evidence, table) for table in tables)


def files_used(evidence: Evidence, tables: Iterable[str]) -> tuple[dict[str, object], ...]:
    """One fact sheet a file, sheet and table: of this service's rows in it, how many were used and refused.

    Nothing of other services' rows in the same file: this service's report must not change with them.
    The file's own fingerprint stands in manifest.json, which does.
    """
    used: dict[_Place, int] = {}
    lost: dict[_Place, set[Origin]] = {}
    for table in tables:
        used |= {(*place, table): rows for place, rows in evidence.places(table).items()}
        for problem in evidence.problems(table):
            refused = lost.setdefault((problem.origin.file, problem.origin.sheet, table), set())
            if problem.effect is Effect.ROW_NOT_USED:
                refused.add(problem.origin)
    found = sorted({*used, *lost}, key=lambda place: (place[0], place[1] or "", place[2]))
    return tuple(
        {
            "file": file,
            "table": table,
            "sheet": sheet,
            "rows_used": used.get((file, sheet, table), 0),
            "rows_refused": len(lost.get((file, sheet, table), ())),
        }
        for file, sheet, table in found
    )


def _use(evidence: Evidence, table: str) -> SourceUse:
    year = evidence.in_year(table)
    own_day = TABLES[table].own_day
    first, last = (year[own_day].min(), year[own_day].max()) if own_day else (pd.NaT, pd.NaT)
    in_month = evidence.in_month(table) if own_day else year
    return SourceUse(
        table=table,
        supplied=evidence.supplied(table),
        rows_used=len(year),
        rows_in_month=len(in_month),
        first=_day(first),
        last=_day(last),
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


def _day(moment: Any) -> date | None:
    return None if pd.isna(moment) else moment.date()
