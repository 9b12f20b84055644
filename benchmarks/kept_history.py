"""How much is saved by keeping the history of the indicators under the key of its content?

    python benchmarks/kept_history.py [service] [rounds]

Writes the sample provider in a folder of its own and reads it in. Then, in alternation, the history of one
service's 36 months is computed and found kept, each time from evidence opened anew. Prints processor time.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from toolkit import parameters
from toolkit.audits.oversight.facts import OversightFacts
from toolkit.evidence import Evidence
from toolkit.period import Period
from toolkit.sources.store import Store

MONTH = "2026-10"


def seconds_for(workspace: Path, service: str) -> tuple[float, pd.DataFrame]:
    """Processor seconds for the history alone: the rows it is computed from are read before."""
    evidence = Evidence.open(
        parameters.load(workspace), Store.open(workspace), service, Period.parse(MONTH)
    )  # fmt: skip
    facts = OversightFacts(evidence)
    for table in ("shifts", "care"):
        evidence.history(table)
    for table in ("staffing_needs", "people", "incidents", "feedback", "complaints", "audits"):
        evidence.rows(table)
    _ = facts.learning_due
    start = time.process_time()
    history = facts.history
    return time.process_time() - start, history


def main() -> None:
    service = sys.argv[1] if len(sys.argv) > 1 else "oakfield"
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    computed, found = [], []
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder)
        for command in (["sample", folder], ["check", "--workspace", folder]):
            subprocess.run([sys.executable, "-m", "toolkit", *command], check=True, capture_output=True)
        for _ in range(rounds):
            shutil.rmtree(workspace / "outputs" / ".store" / "_kept", ignore_errors=True)
            seconds, first = seconds_for(workspace, service)
            computed.append(seconds)
            seconds, again = seconds_for(workspace, service)
            found.append(seconds)
            pd.testing.assert_frame_equal(first, again, check_exact=True)
    once, kept = statistics.median(computed), statistics.median(found)
    print(f"{service}, {MONTH}, median of {rounds} in alternation, processor time")
    print(f"  computed   {once:6.2f} s")
    print(f"  kept       {kept:6.2f} s   {once / kept:.0f} times less")


if __name__ == "__main__":
    main()
