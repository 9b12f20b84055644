"""What does running notebooks cost over doing only what is in them?

    python benchmarks/floor.py [services] [--months 13] [--rounds 2]

In turn, on the same records, read before: `grip audit` over all services, and the floor: one warm process
that makes the same calls and renders the same pages, without notebook, papermill, fork, kernel or index
page. Told as processor seconds a report; the batch's are all that it and its processes used, from its
start to its end. It has one worker, as the floor is one process: two at once slow each other down where two
processors are the halves of one core.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from measuring import (
    AUDITS,
    MONTH,
    REPOSITORY,
    audit,
    environment,
    fresh_copy,
    print_machine,
    read_records,
    sample_provider,
    services_of,
    spread,
)

AS_OF = date(2026, 10, 31)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("services", type=int, nargs="?", default=20)
    asked.add_argument("--months", type=int, default=13)
    asked.add_argument("--rounds", type=int, default=2)
    asked.add_argument("--inside", metavar="WORKSPACE", help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.inside:
        print(json.dumps(processor_seconds_of_floor(Path(options.inside))))
        return
    print_machine()
    reports = options.services * len(AUDITS)
    batches, floors = [], []
    with sample_provider(options.services, options.months) as workspace:
        read_records(workspace)
        for _ in range(options.rounds):
            batches.append(audit(fresh_copy(workspace, "batch"), "--workers", "1").processor / reports)
            floors.append(floor_apart(fresh_copy(workspace, "floor")) / reports)
    times = [batch / floor for batch, floor in zip(batches, floors, strict=True)]
    print(f"{reports} reports, processor seconds a report:")
    print(f"  batch {spread(batches, '.2f')}, floor {spread(floors, '.2f')}: {spread(times, '.2f')} times")


def floor_apart(workspace: Path) -> float:
    """The floor in a process of its own, under the settings of a batch's processes."""
    import subprocess

    alone = {"OMP_NUM_THREADS": "1", "GRIP_STORE_IS_BUILT": "1", "TZ": "Europe/London"}
    done = subprocess.run(
        [sys.executable, __file__, "--inside", str(workspace)],
        env={**environment(), **alone}, cwd=workspace, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return float(json.loads(done.stdout))


def processor_seconds_of_floor(workspace: Path) -> float:
    """Import everything, make one service's reports to be warm, then count those of all services."""
    import shutil

    from toolkit.run.engine.template import load_everything

    os.chdir(workspace)
    load_everything()
    services = services_of(workspace)
    make_pages(services[0])
    shutil.rmtree(workspace / "outputs" / ".store" / "_kept", ignore_errors=True)  # what a batch has not yet
    began = time.process_time()
    for service in services:
        make_pages(service)
    return time.process_time() - began


def make_pages(service: str) -> None:
    """What a batch makes of one service: its audits, what their cells show, and the pages."""
    from toolkit.report.page import Links, render_report

    for name in AUDITS:
        render_report(
            shown(name, service), title=name, service_name=service, provider="", month=MONTH, as_of=AS_OF,
            links=Links(),
        )  # fmt: skip


def shown(name: str, service: str) -> Any:
    """The notebook with what its cells show, made by calling what they call."""
    import nbformat

    notebook = nbformat.read(REPOSITORY / "notebooks" / f"{name}.ipynb", as_version=4)
    names = {"service": service, "month": MONTH, "as_of": AS_OF.isoformat(), "workspace": "."}
    for cell in notebook.cells:
        if cell.cell_type == "code" and "parameters" not in cell.metadata.get("tags", []):
            piece = value_of(cell.source, names)
            if hasattr(piece, "_repr_mimebundle_"):
                data = piece._repr_mimebundle_()
                cell.outputs = [nbformat.v4.new_output("execute_result", data=data)]
    return notebook


def value_of(source: str, names: dict[str, Any]) -> Any:
    """What the last line of a cell gives, when the cell is run among these names."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None


if __name__ == "__main__":
    main()
