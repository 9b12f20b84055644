"""Builders for tests: a test states only what matters to it, the rest has sensible values.

`make_evidence` takes rows table by table, as dictionaries, and needs no file: the frames have the
columns and types the store gives.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from toolkit.evidence import Evidence
from toolkit.parameters.thresholds import Thresholds
from toolkit.period import Period
from toolkit.problems import Problem
from toolkit.sources.contract import DATA_TABLES, TABLES, Kind

Row = Mapping[str, Any]
_numbers = itertools.count(1)
_DTYPES = {Kind.DATE: "datetime64[us]", Kind.TIME: "datetime64[us]", Kind.NUMBER: "float64"}


def make_frame(table: str, rows: Iterable[Row]) -> pd.DataFrame:
    """Rows as the store gives them: every contract column, its type, and where each row came from."""
    contract, rows = TABLES[table], list(rows)
    unknown = {name for row in rows for name in row} - set(contract.names) - {"_row"}
    if unknown:
        raise KeyError(f"{table} has no {sorted(unknown)}")
    frame = {}
    for column in contract.columns:
        cells = [row.get(column.name) for row in rows]
        dtype = _DTYPES.get(column.kind, "str")
        if dtype == "datetime64[us]":
            frame[column.name] = pd.Series(
                pd.to_datetime(pd.Series(cells, dtype=object), format="mixed")
            ).astype(dtype)
        else:
            frame[column.name] = pd.Series(cells, dtype=dtype)
    frame["_file"] = pd.Series([f"data/{table}.csv"] * len(rows), dtype="str")
    frame["_sheet"] = pd.Series([None] * len(rows), dtype="str")
    frame["_row"] = pd.Series([row.get("_row", place + 2) for place, row in enumerate(rows)], dtype="int64")
    return pd.DataFrame(frame)


@dataclass(frozen=True)
class FrameStore:
    """A store made of rows in memory; a table that is not given was not supplied."""

    frames: Mapping[str, pd.DataFrame]
    problems: tuple[Problem, ...] = ()
    files: tuple[Any, ...] = ()

    def supplied(self, table: str) -> bool:
        return table in self.frames

    def rows(
        self, table: str, *, service: str | None = None, first: date | None = None, last: date | None = None
    ) -> pd.DataFrame:
        frame = self.frames[table] if table in self.frames else make_frame(table, [])
        if service is not None:
            frame = frame[frame["service_id"].isna() | (frame["service_id"] == service)]
        own = TABLES[table].own_day
        if own and first is not None:
            frame = frame[frame[own].isna() | (frame[own] >= pd.Timestamp(first))]
        if own and last is not None:
            frame = frame[frame[own].isna() | (frame[own] < pd.Timestamp(last) + pd.Timedelta(days=1))]
        return frame.reset_index(drop=True)


@dataclass(frozen=True)
class FakeService:
    service_id: str = "oakfield"
    name: str = "Oakfield"
    kind: str = "residential"
    opened_on: date | None = None
    closed_on: date | None = None


def make_evidence(
    tables: Mapping[str, Iterable[Row] | pd.DataFrame],
    *,
    month: str = "2026-10",
    as_of: str | None = None,
    kind: str = "residential",
    thresholds: Thresholds | None = None,
    opened_on: date | None = None,
    closed_on: date | None = None,
) -> Evidence:
    """Evidence of one service from rows; `tables` names what was supplied."""
    unknown = set(tables) - set(DATA_TABLES)
    if unknown:
        raise KeyError(f"no tables {sorted(unknown)}")
    frames = {
        name: rows if isinstance(rows, pd.DataFrame) else make_frame(name, rows)
        for name, rows in tables.items()
    }
    return Evidence(
        service=FakeService(kind=kind, opened_on=opened_on, closed_on=closed_on),
        period=Period.parse(month, as_of),
        thresholds=thresholds or Thresholds(),
        store=FrameStore(frames),
        provider="Test Care",
    )


def make_need(**given: Any) -> dict[str, Any]:
    """One care worker needed every night from 20:00 to 08:00."""
    usual = {"service_id": "oakfield", "role": "care_worker", "shift_name": "Night", "from_time": "20:00",
             "to_time": "08:00", "staff_needed": 1, "valid_from": "2020-01-01"}  # fmt: skip
    return usual | given


def make_shift(starts_at: str, ends_at: str, *, attended: bool = True, **given: Any) -> dict[str, Any]:
    """A shift of the provider's own worker, clocked as planned unless `attended` is False."""
    number = next(_numbers)
    usual = {"shift_id": f"SH-{number:05d}", "service_id": "oakfield", "role": "care_worker",
             "staff_id": f"S{number:05d}", "starts_at": starts_at, "ends_at": ends_at, "cover": "own",
             "status": "planned", "attended_from": starts_at if attended else None,
             "attended_to": ends_at if attended else None}  # fmt: skip
    return usual | given


def make_care(due_at: str, **given: Any) -> dict[str, Any]:
    """Planned care of half an hour, done on time by one worker and well recorded."""
    number, due = next(_numbers), pd.Timestamp(due_at)
    done = given.get("status", "done") in ("done", "part_done")
    end = due + pd.Timedelta(minutes=30)
    usual = {"care_id": f"C-{number:06d}", "service_id": "oakfield", "person_id": "P001",
             "activity": "personal care", "time_critical": "no", "due_at": due, "planned_minutes": 30,
             "carers_planned": 1, "started_at": due if done else None, "ended_at": end if done else None,
             "recorded_at": end + pd.Timedelta(minutes=number % 50), "status": "done",
             "staff_ids": f"S{number:05d}",
             "note": f"Washed and dressed, chatted about visit {number}"}  # fmt: skip
    return usual | given


def make_stay(person_id: str = "P001", **given: Any) -> dict[str, Any]:
    return {"person_id": person_id, "service_id": "oakfield", "moved_in": "2020-01-01"} | given


def make_review(person_id: str = "P001", **given: Any) -> dict[str, Any]:
    usual = {"review_id": f"DR-{next(_numbers):05d}", "service_id": "oakfield", "person_id": person_id,
             "reviewed_on": "2026-09-15", "care_hours_per_day": 12}  # fmt: skip
    return usual | given


def nights(days: Iterable[str], **given: Any) -> list[dict[str, Any]]:
    """One Night shift from 20:00 to 08:00 for each day."""
    return [
        make_shift(f"{day} 20:00", str(pd.Timestamp(day) + pd.Timedelta(days=1, hours=8)), **given)
        for day in days
    ]


def days_of(month: str) -> list[str]:
    """Every day of a month as YYYY-MM-DD.

    >>> days_of("2026-02")[-1]
    '2026-02-28'
    """
    return [day.isoformat() for day in Period.parse(month).days]
