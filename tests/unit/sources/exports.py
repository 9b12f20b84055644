"""Small exports for tests: one table, judged, without a store."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from toolkit.problems import Problem
from toolkit.sources.contract import DATA_TABLES
from toolkit.sources.files import read_table_file
from toolkit.sources.validation import Checked, check_rows

SERVICES = ("birch-lodge", "oakfield")
GOOD_ROWS: dict[str, dict[str, str]] = {
    "shifts": {"shift_id": "SH-1", "service_id": "oakfield", "role": "carer", "starts_at": "2026-10-01 08:00",
               "ends_at": "2026-10-01 20:00"},
    "care": {"care_id": "C-1", "service_id": "oakfield", "person_id": "P1", "activity": "lunch",
             "due_at": "2026-10-01 12:00", "status": "done"},
    "incidents": {"incident_id": "I-1", "service_id": "oakfield", "occurred_at": "2026-10-01 09:30",
                  "kind": "fall"},
    "complaints": {"complaint_id": "K-1", "service_id": "oakfield", "received_on": "2026-10-01",
                   "theme": "falls"},
    "feedback": {"feedback_id": "F-1", "service_id": "oakfield", "received_on": "2026-10-01",
                 "source": "family", "theme": "falls"},
    "staffing_needs": {"service_id": "oakfield", "role": "carer", "shift_name": "Day", "from_time": "08:00",
                       "to_time": "20:00", "staff_needed": "3", "valid_from": "2026-01-01"},
    "risks": {"risk_id": "R-1", "service_id": "oakfield", "title": "Falls", "theme": "falls",
              "priority": "high", "opened_on": "2026-10-01"},
    "evidence": {"evidence_id": "E-1", "service_id": "oakfield", "kind": "audit", "event_on": "2026-10-01"},
    "meetings": {"meeting_id": "M-1", "service_id": "", "forum": "board", "due_on": "2026-10-01"},
}  # fmt: skip


def csv_text(table: str, *changes: Mapping[str, str]) -> str:
    """A CSV of good rows with these cells changed; a change may name a column the good row lacks."""
    rows = [{**GOOD_ROWS[table], **change} for change in changes or ({},)]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = [",".join(columns), *(",".join(row.get(name, "") for name in columns) for row in rows)]
    return "\n".join(lines) + "\n"


def check(
    folder: Path, table: str, *changes: Mapping[str, str], themes: Mapping[str, str] | None = None
) -> Checked:
    """Good rows of one table with these cells changed, read from a CSV and judged."""
    path = folder / f"{table}.csv"
    path.write_text(csv_text(table, *changes), encoding="utf-8")
    read = read_table_file(path, DATA_TABLES, label=f"data/{table}.csv")
    assert read.problems == ()
    return check_rows(read.tables[0], service_ids=SERVICES, themes=themes or {})


def said(problem: Problem) -> tuple[str, str, str, str]:
    """What a problem says: code, the whole text with its place, and what became of the row."""
    return problem.code, problem.value, str(problem), problem.effect.value
