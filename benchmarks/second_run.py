"""How long does `grip audit` take when nothing changed since the last run?

    python benchmarks/second_run.py [services] [workspace]

Writes the sample provider and audits its last month, unless the workspace (a temporary folder by
default) holds one already; then times the same command again, in alternation with a bare `import
pandas`, which no reading of records can do without. Prints seconds of the clock and of the processor.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MONTH = "2026-10"
ROUNDS = 5
GRIP = [sys.executable, "-m", "toolkit"]
PANDAS = [sys.executable, "-c", "import pandas"]


def timed(command: list[str]) -> tuple[float, float, str]:
    """Seconds of the clock, seconds of the processor, and what the command said on stderr."""
    began, before = time.perf_counter(), os.times()
    said = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - began, used, said


def measure(workspace: Path, services: int) -> None:
    if not (workspace / "data").is_dir():
        timed([*GRIP, "sample", str(workspace), "--services", str(services)])
    again = [*GRIP, "audit", MONTH, "--workspace", str(workspace)]
    wall, processor, said = timed(again)
    what = next(line for line in said.splitlines() if line.endswith("skipped as unchanged."))
    print(f"first run: {wall:.1f} s, {processor:.1f} s of processor. {what}")
    rounds = [(timed(again), timed(PANDAS)) for _ in range(ROUNDS)]
    if any("0 run, 0 rendered anew" not in run[2] for run, _ in rounds):
        sys.exit("The second run was not one of an unchanged month.")
    for name, place in (("clock", 0), ("processor", 1)):
        run, pandas = (statistics.median(pair[which][place] for pair in rounds) for which in (0, 1))
        print(f"second run, {name}: {run:.2f} s, {run / pandas:.1f} times a bare import of pandas")


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    if len(sys.argv) > 2:
        measure(Path(sys.argv[2]), number)
    else:
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), number)
