"""The register is the one place that knows when something ran."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from toolkit.run.register import RunRecord, record_runs


def test_runs_add_up_over_batches(tmp_path):
    run = RunRecord("oakfield", "staffing", "2026-10", "2026-10-31", "t1", "t2", 2.5, "failed", "It broke.")

    record_runs(tmp_path, [run])
    record_runs(tmp_path, [run, run])

    with closing(sqlite3.connect(tmp_path / "runs.sqlite")) as connection:
        rows = connection.execute("select service, state, reason, seconds from runs").fetchall()
    assert rows == [("oakfield", "failed", "It broke.", 2.5)] * 3
