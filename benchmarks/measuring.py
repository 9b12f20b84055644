"""What do the benchmarks share: a provider to measure on, what a command cost, and how a ratio is told?

Each benchmark writes its own sample provider in a temporary folder, so nothing of an earlier run helps it.
Seconds are those of a clock on the wall; processor seconds are what the system charged to the command and
everything it started, which other work on the machine disturbs far less.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import IO

REPOSITORY = Path(__file__).resolve().parents[1]
MONTH = "2026-10"
AUDITS = ("staffing_missed_care", "complaints_care_plans", "oversight_evidence", "recovery_map")
GRIP = (sys.executable, "-m", "toolkit")
_LIBRARIES = ("pandas", "duckdb", "pyarrow", "altair", "vl-convert-python", "papermill", "nbconvert")


class CommandFailed(RuntimeError):
    """A command that is measured must end well, or its time says nothing."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took: seconds, processor seconds, and the largest of its processes in megabytes."""

    seconds: float
    processor: float
    peak_mb: float

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            self.seconds + other.seconds, self.processor + other.processor, max(self.peak_mb, other.peak_mb)
        )


def environment() -> dict[str, str]:
    """This process's settings, with this checkout's toolkit and no setting of the toolkit's own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GRIP_")}
    return {**kept, "PYTHONPATH": str(REPOSITORY)}


def start(
    command: Sequence[str], folder: Path, log: IO[bytes], settings: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        list(command),
        cwd=folder,
        env={**environment(), **(settings or {})},
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
    )


def measure(command: Sequence[str], folder: Path, settings: Mapping[str, str] | None = None) -> Cost:
    """Run a command to its end; raises CommandFailed with what it said when it did not end well."""
    with tempfile.TemporaryFile() as log:
        began = time.perf_counter()
        return finish(start(command, folder, log, settings), began, log)


def finish(process: subprocess.Popen[bytes], began: float, log: IO[bytes]) -> Cost:
    """Wait for a command and read from the system what it, and all it started and waited for, has used."""
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        log.seek(0)
        said = log.read().decode(errors="replace")[-2000:]
        raise CommandFailed(f"{process.args} ended with {process.returncode}:\n{said}")
    return Cost(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


@contextmanager
def sample_provider(services: int, months: int) -> Iterator[Path]:
    """A folder with the sample provider in `provider/`, its records not read yet; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="grip-benchmark-") as name:
        folder = Path(name)
        sizes = ["--services", str(services), "--months", str(months), "--end", MONTH]
        measure([*GRIP, "sample", "provider", *sizes], folder)
        yield folder / "provider"


def read_records(workspace: Path) -> Cost:
    """Build the store, which both sides of a comparison then find ready."""
    return measure([*GRIP, "check", "--month", MONTH], workspace)


def fresh_copy(workspace: Path, name: str) -> Path:
    """The workspace beside itself, without anything of an earlier copy of that name."""
    copy = workspace.with_name(name)
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(workspace, copy)
    return copy


def audit(workspace: Path, *options: str) -> Cost:
    return measure([*GRIP, "audit", MONTH, *options], workspace)


def services_of(workspace: Path) -> list[str]:
    """The ids of the services, in the order of the parameter file."""
    lines = (workspace / "parameters" / "services.csv").read_text(encoding="utf-8").splitlines()
    column = lines[0].split(",").index("service_id")
    return [line.split(",")[column] for line in lines[1:]]


def by_size(workspace: Path) -> list[str]:
    """The services, those with the fewest bytes of records first."""
    return sorted(services_of(workspace), key=lambda service: _bytes_of(workspace, service))


def _bytes_of(workspace: Path, service: str) -> int:
    files = [path for path in (workspace / "data").rglob("*") if path.is_file() and service in str(path)]
    return sum(path.stat().st_size for path in files)


def spread(numbers: Sequence[float], form: str = ".1f") -> str:
    """The median, and from where to where the rounds lie.

    >>> spread([1.0, 3.0, 2.0])
    '2.0 (1.0 to 3.0)'
    """
    ends = f" ({min(numbers):{form}} to {max(numbers):{form}})" if len(numbers) > 1 else ""
    return f"{median(numbers):{form}}{ends}"


def print_machine() -> None:
    """On what it was measured; a figure without it says little."""
    system = platform.freedesktop_os_release().get("PRETTY_NAME", "") if sys.platform == "linux" else ""
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    print(f"{time.strftime('%Y-%m-%d %H:%M')}, {processors} processors, {memory:.0f} GB of memory,")
    print(f"{system or platform.platform()}, Python {platform.python_version()}, {libraries}")
    if hasattr(os, "getloadavg"):
        print(f"Load in the last minute before the start: {os.getloadavg()[0]:.1f}")
    print(flush=True)
