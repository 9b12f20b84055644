"""What does it cost to ask again when nothing, or one row, has changed?

    python benchmarks/second_run.py [services] [--months 13]

Audits a month in a fresh workspace, audits it again, and again after one row of one service's feedback
has changed.
A report counts as run anew when its executed notebook was written anew.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

from measuring import AUDITS, MONTH, Cost, audit, print_machine, sample_provider, services_of


def change_one_row(workspace: Path) -> str:
    """Say one word more in the last feedback that the first service was given."""
    service = services_of(workspace)[0]
    path = workspace / "data" / service / "feedback.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[-1][rows[0].index("text")] += " Again."
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return service


def notebooks(workspace: Path) -> dict[str, tuple[int, int]]:
    """Each executed notebook, and which file it is: another one when it was written anew."""
    found = (workspace / "outputs" / MONTH).glob("*/notebooks/*.ipynb")
    return {f"{path.parts[-3]}/{path.stem}": (path.stat().st_ino, path.stat().st_mtime_ns) for path in found}


def run_again(workspace: Path) -> tuple[Cost, list[str]]:
    """Audit once more; which reports were run for it."""
    before = notebooks(workspace)
    cost = audit(workspace)
    after = notebooks(workspace)
    return cost, sorted(name for name, file in after.items() if before.get(name) != file)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("services", type=int, nargs="?", default=20)
    asked.add_argument("--months", type=int, default=13)
    options = asked.parse_args()
    print_machine()
    reports = options.services * len(AUDITS)
    with sample_provider(options.services, options.months) as workspace:
        first, _ = run_again(workspace)
        second, unasked = run_again(workspace)
        changed = change_one_row(workspace)
        third, rerun = run_again(workspace)
    for name, cost in (("first run", first), ("nothing changed", second), ("one row changed", third)):
        print(f"{name:16} {cost.seconds:6.1f} s, processor {cost.processor:6.1f} s")
    print(f"nothing changed: {len(unasked)} of {reports} reports run; {first.seconds / second.seconds:.0f} "
          "times faster than the first run")  # fmt: skip
    print(f"one row of {changed} changed: {len(rerun)} of {reports} reports run ({', '.join(rerun[:8])})")


if __name__ == "__main__":
    main()
