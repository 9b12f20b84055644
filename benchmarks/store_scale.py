"""How long does it take, and how much memory, to read, check and store millions of care rows?

    python benchmarks/store_scale.py [rows] [services]

Writes a CSV of 18 columns in a folder of its own, builds the store from it in a fresh process, and builds
it again unchanged. Then reads a month of one service from that store, and from the store of a provider
that has one service only, with as many rows: in turn, on warm connections. Prints seconds, megabytes, and
the ratio of the two reads.
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
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

ROWS_AT_ONCE = 500_000
MINUTES = 365 * 1440
NOTES = (
    "Supported with breakfast and a wash, in good spirits.",
    "Declined the walk, sat in the lounge and talked about her sister.",
    'Medication given as charted, said "much better today".',
    "Repositioned on to the left side, skin intact, drink offered and taken.",
)

BUILT = """
import json, resource, sys, time
from pathlib import Path
from toolkit.sources.store import Store

workspace, services = Path(sys.argv[1]), json.loads(sys.argv[2])

def timed(what):
    start = time.perf_counter()
    return what(), time.perf_counter() - start

build = lambda: Store.build(workspace, service_ids=services, themes={})
before = time.process_time()
store, seconds = timed(build)
processor = time.process_time() - before
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
_, again = timed(build)
print(json.dumps({"build_s": seconds, "processor_s": processor, "peak_mb": peak, "again_s": again,
                  "used": store.files[0].tables[0].rows_used, "problems": len(store.problems)}))
"""

READ = """
import json, statistics, sys, time
from datetime import date
from pathlib import Path
from toolkit.sources.store import Store

stores = [Store.open(Path(place)) for place in sys.argv[2:]]
taken, counts = [[] for _ in stores], [0 for _ in stores]
for turn in range(45):
    for store, times in list(zip(stores, taken))[:: 1 if turn % 2 else -1]:
        start = time.perf_counter()
        rows = store.rows("care", service=sys.argv[1], first=date(2026, 6, 1), last=date(2026, 6, 30))
        times.append(time.perf_counter() - start)
        counts[stores.index(store)] = len(rows)
medians = [statistics.median(times[5:]) * 1000 for times in taken]
print(json.dumps({"month_ms": medians, "month_rows": counts}))
"""


def names_of(services: int) -> list[str]:
    """The ids of that many services."""
    return [f"service-{number:03d}" for number in range(services)]


def write_care(path: Path, rows: int, services: int) -> None:
    """A care table of that many rows in the order they were due in, the same ones each time."""
    draw = np.random.default_rng(20261031)
    writer = None
    for start in range(0, rows, ROWS_AT_ONCE):
        table = _care_rows(draw, start, min(start + ROWS_AT_ONCE, rows), rows, names_of(services))
        writer = writer or arrow_csv.CSVWriter(path, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()


def _care_rows(draw: np.random.Generator, start: int, stop: int, rows: int, services: list[str]) -> pa.Table:
    count = stop - start
    due = np.arange(start, stop) * MINUTES // rows
    # No time that the clocks skip on 29 March 2026.
    due = np.where((due >= 86 * 1440) & (due < 88 * 1440), due - 3 * 1440, due)
    started = due + draw.integers(0, 20, count)
    ended = started + draw.integers(5, 50, count)
    staff = draw.integers(0, 400, count)

    def words(choices: list[str]) -> pa.Array:
        return pa.array(choices, pa.string()).take(pa.array(draw.integers(0, len(choices), count)))

    return pa.table({
        "care_id": _ids("C", 8, np.arange(start, stop)),
        "service_id": words(services),
        "person_id": _ids("P", 4, draw.integers(0, 600, count)),
        "unit": words(["Ash", "Birch", "Cedar"]),
        "activity": words(["medication", "personal care", "drinks", "repositioning"]),
        "time_critical": words(["yes", "no"]),
        "due_at": _moments(due),
        "due_until": _moments(due + 30),
        "planned_minutes": draw.integers(5, 60, count),
        "carers_planned": draw.integers(1, 3, count),
        "started_at": _moments(started),
        "ended_at": _moments(ended),
        "recorded_at": _moments(ended + 5),
        "status": words(["done", "done", "done", "part_done"]),
        "reason": words([""]),
        "staff_ids": pc.binary_join_element_wise(_ids("S", 3, staff), _ids("S", 3, staff + 1), ";"),
        "note": words(list(NOTES)),
        "export_batch": words(["A", "B"]),
    })  # fmt: skip


def _ids(sign: str, width: int, numbers: np.ndarray) -> pa.Array:
    digits = pc.utf8_lpad(pc.cast(pa.array(numbers), pa.string()), width, "0")
    return pc.binary_join_element_wise(sign, digits, "")


def _moments(minutes: np.ndarray) -> pa.Array:
    """Minutes since the year began, as text."""
    at = pa.array(np.datetime64("2026-01-01", "s") + minutes * np.timedelta64(60, "s"))
    return pc.utf8_slice_codeunits(pc.cast(at, pa.string()), 0, 16)


def measure(rows: int, services: int, folder: Path) -> dict[str, float]:
    """Build a store of that many care rows in a fresh process, and say what it took."""
    data = folder / "data"
    data.mkdir(parents=True)
    write_care(data / "care.csv", rows, services)
    found = _in_fresh_process(BUILT, str(folder), json.dumps(names_of(services)))
    return {**found, "csv_mb": (data / "care.csv").stat().st_size / 1024**2}


def compare_reads(many: Path, one: Path, services: int, rows: int) -> dict[str, list[float]]:
    """A month of one service, read in turn beside all others and from a store that has only this one."""
    measure(rows // services, 1, one)
    return _in_fresh_process(READ, names_of(1)[0], str(one), str(many))


def _in_fresh_process(program: str, *arguments: str) -> dict:
    repository = Path(__file__).resolve().parents[1]
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(repository)},
    )
    return json.loads(done.stdout)


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    services = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    with tempfile.TemporaryDirectory() as folder:
        many, one = Path(folder, "many"), Path(folder, "one")
        found = measure(rows, services, many)
        print(f"{rows:,} care rows of {services:,} services, {found['csv_mb']:,.0f} MB of CSV")
        print(f"  read, check and store   {found['build_s']:6.1f} s   "
              f"{found['processor_s']:,.1f} s of processor   peak {found['peak_mb']:,.0f} MB")  # fmt: skip
        print(f"  again, unchanged        {found['again_s']:6.2f} s")
        reads = compare_reads(many, one, services, rows)
    (alone, among), (few, many_rows) = reads["month_ms"], reads["month_rows"]
    print(f"  one service-month, warm {alone:6.1f} ms at 1 service ({few:,} rows), "
          f"{among:.1f} ms at {services:,} ({many_rows:,} rows): {among / alone:.2f} times")  # fmt: skip


if __name__ == "__main__":
    main()
