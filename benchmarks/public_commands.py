"""How much faster is a batch than the two public commands a person would use for each report?

    python benchmarks/public_commands.py [services] [--months 13] [--rounds 3]

In turn, each from a fresh copy of the workspace whose records have been read: `grip audit` over all
services, then `papermill` and `jupyter nbconvert --to html` for the four reports of one service. The public
commands take seconds a report, so each round has them make four, of a small, a middling and a large service
in turn; both sides are told per report.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from measuring import (
    AUDITS,
    MONTH,
    REPOSITORY,
    Cost,
    audit,
    by_size,
    fresh_copy,
    measure,
    print_machine,
    read_records,
    sample_provider,
    spread,
)

PROGRAMS = Path(sys.executable).parent  # papermill and jupyter stand beside the interpreter


def make_report(workspace: Path, service: str, name: str) -> Cost:
    """One report as a person makes it: run the notebook, then have it shown as a page."""
    executed = f"{service}-{name}.ipynb"
    given = {"service": service, "month": MONTH, "workspace": "."}
    options = [part for key, value in given.items() for part in ("-p", key, value)]
    notebook = str(REPOSITORY / "notebooks" / f"{name}.ipynb")
    ran = measure([str(PROGRAMS / "papermill"), notebook, executed, *options], workspace)
    shown = [str(PROGRAMS / "jupyter"), "nbconvert", "--to", "html", executed]
    return ran + measure(shown, workspace)


def make_reports(workspace: Path, service: str) -> Cost:
    first, *others = (make_report(workspace, service, name) for name in AUDITS)
    return sum(others, first)


def middling(services: list[str], rounds: int) -> list[str]:
    """So many services, evenly from the smaller to the larger.

    >>> middling(["a", "b", "c", "d", "e", "f"], 3)
    ['b', 'd', 'f']
    """
    return [services[int((place + 0.5) * len(services) / rounds)] for place in range(rounds)]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("services", type=int, nargs="?", default=20)
    asked.add_argument("--months", type=int, default=13)
    asked.add_argument("--rounds", type=int, default=3)
    options = asked.parse_args()
    print_machine()
    batches: list[Cost] = []
    publics: list[Cost] = []
    with sample_provider(options.services, options.months) as workspace:
        read_records(workspace)
        for service in middling(by_size(workspace), options.rounds):
            batches.append(audit(fresh_copy(workspace, "batch")))
            publics.append(make_reports(fresh_copy(workspace, "public"), service))
            print(f"round {len(batches)}: {service}", *told(batches[-1:], publics[-1:], options), sep="\n  ")
    reports = options.services * len(AUDITS)
    print(f"\n{reports} reports in a batch, {len(AUDITS)} a round with papermill and jupyter nbconvert")
    print(*told(batches, publics, options), sep="\n")


def told(batches: list[Cost], publics: list[Cost], options: argparse.Namespace) -> list[str]:
    """Seconds and processor seconds a report on both sides, and how many times faster the batch is."""
    reports = options.services * len(AUDITS)
    lines = []
    for what in ("seconds", "processor"):
        ours = [getattr(cost, what) / reports for cost in batches]
        theirs = [getattr(cost, what) / len(AUDITS) for cost in publics]
        times = [public / batch for public, batch in zip(theirs, ours, strict=True)]
        name = "seconds a report" if what == "seconds" else "processor seconds"
        lines.append(
            f"{name:18} batch {spread(ours, '.2f')}, public commands {spread(theirs, '.2f')}: "
            f"{spread(times)} times"
        )
    return lines


if __name__ == "__main__":
    main()
