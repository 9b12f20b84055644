"""Do a thousand runs in one batch go without a failure, and leave nothing behind?

    python benchmarks/thousand_runs.py [services] [--engine kernel]

Writes a provider of 250 small services in a folder of its own and runs four cheap notebooks for each:
one prints, one warns, one shows a table of the service's own rows from the store, one draws a picture.
Prints failures, seconds, the most memory of a worker, and whatever was left: open files, processes,
temporary files. Ends with 1 when anything failed or was left.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, writes

from toolkit.run.batch import BatchResult, audit_month
from toolkit.run.engine import forks
from toolkit.run.plan import BatchRequest
from toolkit.run.register import DONE, RunRecord

SERVICES = 250
PARAMETERS = (
    'service: str = ""  # which\nmonth: str = ""  # when\nas_of: str = ""  # back from\nworkspace: str = ""'
)
FINDINGS = (
    "from IPython.display import display\n"
    "found = {'status': 'clear', 'checks': [], 'measures': {}}\n"
    "display({'application/vnd.leadership-grip.findings+json': found, 'text/plain': 'clear'}, raw=True)"
)
NOTEBOOKS = {
    "prints": "print(service, month)",
    "warns": "import warnings\nwarnings.warn(f'{service} was looked at')",
    "reads": (
        "from pathlib import Path\nfrom toolkit.sources.store import Store\n"
        "Store.open(Path(workspace)).rows('shifts', service=service)"
    ),
    "draws": (
        "import altair as alt\nimport pandas as pd\nimport vl_convert\nfrom IPython.display import SVG\n"
        "days = pd.DataFrame({'day': range(1, 31), 'short': [day % 7 for day in range(1, 31)]})\n"
        "chart = alt.Chart(days).mark_bar().encode(x='day:O', y='short:Q')\n"
        "SVG(vl_convert.vegalite_to_svg(chart.to_dict()))"
    ),
}
KINDS = {name: SimpleNamespace(title=f"It {name}", tables=("shifts",)) for name in NOTEBOOKS}


@dataclass
class Measured:
    """What the batch took, how its audits ended, and what it left."""

    runs: int
    failures: list[str]
    seconds: float
    processor: float
    most_memory: list[int]  # of each forked worker, in bytes
    supervisor: int
    left: list[str]

    def describe(self) -> str:
        workers = [memory / 1e6 for memory in self.most_memory] or [0.0]
        return "\n".join(
            [
                f"{self.runs} runs, {len(self.failures)} failed: {self.seconds:.0f} s, "
                f"processor {self.processor:.0f} s ({1000 * self.processor / self.runs:.0f} ms a run)",
                f"most memory of a worker: {max(workers):.0f} MB (median {statistics.median(workers):.0f} MB "
                f"of {len(self.most_memory)} workers); of the supervisor: {self.supervisor / 1e6:.0f} MB",
                f"left behind: {', '.join(self.left) or 'nothing'}",
                *self.failures[:20],
            ]
        )


@dataclass
class Counting:
    """Progress that only keeps count."""

    ended_so_far: list[RunRecord] = field(default_factory=list)

    def begin(self, total: int) -> None:
        self.total = total

    def ended(self, record: RunRecord) -> None:
        self.ended_so_far.append(record)
        if len(self.ended_so_far) % 100 == 0:
            print(f"{len(self.ended_so_far)} of {self.total}", file=sys.stderr, flush=True)

    def draining(self, services: int) -> None: ...


def write_workspace(folder: Path, services: int) -> Path:
    """A provider of so many services with a rota of a month each, and the four notebooks."""
    names = [f"service-{number:03d}" for number in range(services)]
    (folder / "parameters").mkdir(parents=True)
    (folder / "data").mkdir()
    lines = ["service_id,name,kind", *(f"{name},{name.title()},residential" for name in names)]
    (folder / "parameters" / "services.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    rota = ["shift_id,service_id,role,staff_id,starts_at,ends_at,cover,status"]
    for name in names:
        for day in range(1, 32):
            hours = f"2026-10-{day:02d} 08:00,2026-10-{day:02d} 20:00"
            rota.append(f"{name}-{day},{name},carer,ST-{day % 5},{hours},own,planned")
    (folder / "data" / "shifts.csv").write_text("\n".join(rota) + "\n", encoding="utf-8")
    (folder / "notebooks").mkdir()
    for name, code in NOTEBOOKS.items():
        cells = [
            new_markdown_cell(f"# It {name}", id="title"),
            new_code_cell(PARAMETERS, id="parameters", metadata={"tags": ["parameters"]}),
            new_code_cell(code, id="work"),
            new_code_cell(FINDINGS, id="findings"),
        ]
        (folder / "notebooks" / f"{name}.ipynb").write_text(
            writes(new_notebook(cells=cells)), encoding="utf-8"
        )
    return folder


def measure(workspace: Path, engine: str | None, workers: int | None = None) -> Measured:
    """Run the batch, everything temporary in a folder of its own, and look at what is there afterwards."""
    memory: list[int] = []
    ended = forks.Ended
    forks.Ended = lambda *facts: _noting(ended(*facts), memory)  # type: ignore[assignment, misc]
    with tempfile.TemporaryDirectory(prefix="own-", dir="/tmp") as temporary:  # sockets need a short name
        os.environ["TMPDIR"], tempfile.tempdir = temporary, None
        try:
            run(workspace, engine, workers, only=("service-000",))  # libraries open some files once
            memory.clear()
            before, clock, processor = _open_files(), time.perf_counter(), _processor_seconds()
            result = run(workspace, engine, workers)
            seconds, used = time.perf_counter() - clock, _processor_seconds() - processor
            left = left_behind(workspace, Path(temporary))
            more = _open_files() - before
            left += [f"{more} open files"] if more > 0 else []
        finally:
            forks.Ended = ended  # type: ignore[misc]
            del os.environ["TMPDIR"]
            tempfile.tempdir = None
    failed = [record for record in result.records if record.state != DONE]
    return Measured(
        runs=len(result.records),
        failures=[f"{record.service}, {record.audit}: {record.reason}" for record in failed],
        seconds=seconds,
        processor=used,
        most_memory=memory,
        supervisor=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        left=left,
    )


def _noting(ended: forks.Ended, memory: list[int]) -> forks.Ended:
    memory.append(ended.memory)
    return ended


def run(workspace: Path, engine: str | None, workers: int | None, only: tuple[str, ...] = ()) -> BatchResult:
    """The month of every service, or of these only."""
    request = BatchRequest(
        workspace=workspace,
        month="2026-10",
        services=only,
        notebooks=workspace / "notebooks",
        kinds=KINDS,
        engine=engine,
        workers=workers,
        force=True,  # what ran a moment ago to open the libraries' files runs again
    )
    return audit_month(request, Counting())


def left_behind(workspace: Path, temporary: Path) -> list[str]:
    """Temporary files, and processes that were started for the batch or were never waited for."""
    files = [*temporary.iterdir(), *(workspace / "outputs").glob("**/.*.part")]
    files += [path for path in [workspace / "outputs" / ".work"] if path.exists()]
    found = [str(path) for path in files]
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and int(entry.name) != os.getpid():
            with suppress(OSError):
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                if parent == os.getpid() or str(temporary).encode() in (entry / "environ").read_bytes():
                    found.append(f"process {entry.name}")
    return found


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def _processor_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    """Measure, print, and say by the exit code whether all was well."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("services", nargs="?", type=int, default=SERVICES)
    asked.add_argument("--engine", choices=["grip", "kernel"])
    asked.add_argument("--workers", type=int)
    asked.add_argument("--json", action="store_true", help="the numbers alone, for a program")
    options = asked.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="thousand-runs-"))
    try:
        workspace = write_workspace(folder / "provider", options.services)
        measured = measure(workspace, options.engine, options.workers)
    finally:
        shutil.rmtree(folder)
    print(json.dumps(vars(measured)) if options.json else measured.describe())
    sys.exit(1 if measured.failures or measured.left else 0)


if __name__ == "__main__":
    main()
