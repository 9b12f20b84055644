"""One or two small files are read without DuckDB, and give what DuckDB would."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from toolkit.sources.contract import DATA_TABLES
from toolkit.sources.store import Store

SERVICES = ("oakfield", "birch-lodge")
LEARNING = """learning_id,service_id,complaint_id,person_id,relevant,agreed_on
L4,oakfield,C1,P1,yes,2026-09-30
L1,oakfield,C1,P1,yes,2026-03-01
L3,oakfield,C1,P1,yes,
L2,birch-lodge,C2,P2,yes,2026-03-01
L5,oakfield,C3,P1,yes,2026-10-01
L0,oakfield,C3,P1,yes,2026-02-28
"""
MEETINGS = """meeting_id,service_id,forum,due_on
M3,oakfield,board,2026-09-30
M2,,board,2026-03-01
M1,,board,2026-03-01
"""
FILES = {"learning.csv": LEARNING, "meetings.csv": MEETINGS}


@pytest.mark.parametrize("first", [None, date(2026, 3, 1)])
@pytest.mark.parametrize("last", [None, date(2026, 9, 30)])
def test_few_files_give_the_same_rows_in_the_same_order_by_either_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: date | None, last: date | None
) -> None:
    for name, text in FILES.items():
        path = tmp_path / "data" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    store = Store.build(tmp_path, service_ids=SERVICES, themes={})

    def read() -> dict[tuple[str, str], pd.DataFrame]:
        return {
            (table.name, service): store.rows(table.name, service=service, first=first, last=last)
            for table in DATA_TABLES.values()
            if not table.by_month
            for service in SERVICES
        }

    straight = read()
    monkeypatch.setattr("toolkit.sources.store._FEW", 0)
    by_duckdb = read()

    ids = list(straight["learning", "oakfield"]["learning_id"])
    earliest, latest = (["L0"] if first is None else []), (["L5"] if last is None else [])
    assert ids == [*earliest, "L1", "L4", *latest, "L3"]  # without a day of its own: always there, and last
    assert list(straight["meetings", "oakfield"]["meeting_id"]) == ["M1", "M2", "M3"]
    for place, rows in by_duckdb.items():
        pd.testing.assert_frame_equal(straight[place], rows)
