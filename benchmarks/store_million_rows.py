"""How long does it take, and how much memory, to read, check and store a million care rows?

    python benchmarks/store_million_rows.py [rows]

Writes a CSV of 18 columns in a folder of its own, builds the store from it in a fresh process, builds
it again unchanged, and reads one service-month. Prints seconds and megabytes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

SERVICES = tuple(f"service-{number:02d}" for number in range(12))
MONTHS_OF_MINUTES = 365 * 1440
NOTES = (
    "Supported with breakfast and a wash, in good spirits.",
    "Declined the walk, sat in the lounge and talked about her sister.",
    'Medication given as charted, said "much better today".',
    "Repositioned on to the left side, skin intact, drink offered and taken.",
)

MEASURED = """
import json, resource, sys, time
from datetime import date
from pathlib import Path
from toolkit.sources.store import Store

workspace, services = Path(sys.argv[1]), json.loads(sys.argv[2])

def timed(what):
    start = time.perf_counter()
    return what(), time.perf_counter() - start

store, build = timed(lambda: Store.build(workspace, service_ids=services, themes={}))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
_, again = timed(lambda: Store.build(workspace, service_ids=services, themes={}))
read_month = lambda: store.rows("care", service=services[0], first=date(2026, 3, 1), last=date(2026, 3, 31))
read_month()
rows, month = timed(read_month)
print(json.dumps({"build_s": build, "peak_mb": peak, "again_s": again, "month_ms": month * 1000,
                  "month_rows": len(rows), "used": store.files[0].tables[0].rows_used,
                  "problems": len(store.problems)}))
"""


def write_care(path: Path, rows: int) -> None:
    """A care table of that many rows, the same ones each time."""
    draw = np.random.default_rng(20261031)
    due = np.datetime64("2026-01-01", "m") + np.sort(draw.integers(0, MONTHS_OF_MINUTES, rows))
    # No time that the clocks skip on 29 March 2026.
    due = np.where((due >= np.datetime64("2026-03-28")) & (due < np.datetime64("2026-03-30")), due[0], due)
    started = due + draw.integers(0, 20, rows)
    ended = started + draw.integers(5, 50, rows)
    staff = draw.integers(0, 400, rows)

    def moments(values: np.ndarray) -> pa.Array:
        return pa.array([text.replace("T", " ") for text in np.datetime_as_string(values, unit="m").tolist()])

    def words(choices: tuple[str, ...]) -> pa.Array:
        return pa.array(np.array(choices, dtype=object)[draw.integers(0, len(choices), rows)], pa.string())

    table = {
        "care_id": [f"C{number:08d}" for number in range(rows)],
        "service_id": words(SERVICES),
        "person_id": [f"P{number:04d}" for number in draw.integers(0, 600, rows).tolist()],
        "unit": words(("Ash", "Birch", "Cedar")),
        "activity": words(("medication", "personal care", "drinks", "repositioning")),
        "time_critical": words(("yes", "no")),
        "due_at": moments(due),
        "due_until": moments(due + 30),
        "planned_minutes": draw.integers(5, 60, rows),
        "carers_planned": draw.integers(1, 3, rows),
        "started_at": moments(started),
        "ended_at": moments(ended),
        "recorded_at": moments(ended + 5),
        "status": words(("done", "done", "done", "part_done")),
        "reason": words(("", "")),
        "staff_ids": [f"S{number:03d};S{number + 1:03d}" for number in staff.tolist()],
        "note": words(NOTES),
        "export_batch": words(("A", "B")),
    }
    arrow_csv.write_csv(pa.table(table), path)


def measure(rows: int, folder: Path) -> dict[str, float]:
    """Build a store of that many care rows in a fresh process, and say what it took."""
    data = folder / "data"
    data.mkdir()
    write_care(data / "care.csv", rows)
    repository = Path(__file__).resolve().parents[1]
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(folder), json.dumps(SERVICES)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(repository)},
    )
    found: dict[str, float] = json.loads(done.stdout)
    return {**found, "csv_mb": (data / "care.csv").stat().st_size / 1024**2}


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        found = measure(rows, Path(folder))
    print(f"{rows:,} care rows, {found['csv_mb']:.0f} MB of CSV")
    print(f"  read, check and store   {found['build_s']:6.1f} s   peak {found['peak_mb']:,.0f} MB")
    print(f"  again, unchanged        {found['again_s']:6.2f} s")
    print(f"  one service-month       {found['month_ms']:6.0f} ms  ({found['month_rows']:,.0f} rows)")


if __name__ == "__main__":
    main()
