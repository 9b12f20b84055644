"""A batch in which some services are in trouble, and what is to be known of it afterwards."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from tests.functional.small_provider import NOTEBOOKS, TINY, Quiet, hashes
from toolkit.audits.published import ServiceFindings
from toolkit.run import running
from toolkit.run.batch import BatchResult, audit_month
from toolkit.run.plan import BatchRequest


def order_trouble(workspace: Path, service: str, code: str) -> None:
    """Have the notebook of a service do this as well."""
    (workspace / "trouble").mkdir(exist_ok=True)
    (workspace / "trouble" / f"{service}.py").write_text(code)


def audit(workspace: Path, **asked) -> tuple[BatchResult, dict[str, str]]:
    """Audit the month with the tiny notebook; how it went, and how each service ended."""
    quiet = Quiet()
    usual = {"month": "2026-10", "notebooks": NOTEBOOKS, "kinds": TINY, "workers": 2, "force": True}
    request = BatchRequest(workspace=workspace, **(usual | asked))
    return audit_month(request, quiet), quiet.states


def cut_short(monkeypatch: pytest.MonkeyPatch, run: Callable[[], object]) -> list[ServiceFindings]:
    """Run a batch that is interrupted when its first service is published; what was published of it."""
    finish, done = running.finish_service, []

    def interrupt(*arguments):
        if done:
            raise KeyboardInterrupt
        done.append(finish(*arguments))
        return done[0]

    with monkeypatch.context() as patched:
        patched.setattr(running, "finish_service", interrupt)
        with pytest.raises(KeyboardInterrupt):
            run()
    return done


def month_of(workspace: Path) -> Path:
    return workspace / "outputs" / "2026-10"


def files_of(workspace: Path, *services: str) -> dict[str, dict[str, str]]:
    """Every file of these services with the hash of its bytes."""
    return {service: hashes(month_of(workspace) / service) for service in services}


def registered(workspace: Path) -> dict[str, tuple[str, str]]:
    """How the last run of each service ended, and why, as the register has it."""
    with closing(sqlite3.connect(workspace / "outputs" / "runs.sqlite")) as connection:
        rows = connection.execute("select service, state, reason from runs order by rowid").fetchall()
    return {service: (state, reason) for service, state, reason in rows}


@contextmanager
def own_temporary_folder(monkeypatch, disk: Path = Path("/tmp")) -> Iterator[Path]:
    """Where everything temporary of a batch lies; short, because names of sockets must be."""
    with tempfile.TemporaryDirectory(prefix="own-", dir=disk) as folder:
        monkeypatch.setenv("TMPDIR", folder)
        monkeypatch.setattr(tempfile, "tempdir", None)
        yield Path(folder)
        monkeypatch.setattr(tempfile, "tempdir", None)


def left_behind(workspace: Path, temporary: Path) -> list[str]:
    """Temporary files, and processes that run under this batch's settings."""
    files = [*temporary.iterdir(), *(workspace / "outputs").glob("**/.*.part")]
    files += [path for path in [workspace / "outputs" / ".work"] if path.exists()]
    return [str(path) for path in files] + [f"process {pid}" for pid in processes_under(temporary)]


def processes_under(temporary: Path) -> list[int]:
    """The processes that were told to keep their temporary files below this folder, but for this one."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and int(entry.name) != os.getpid():
            with suppress(OSError):
                if f"TMPDIR={temporary}".encode() in (entry / "environ").read_bytes() and runs(
                    int(entry.name)
                ):
                    found.append(int(entry.name))
    return found


WAITS = (
    "import os, subprocess, time\n"
    "started = [subprocess.Popen(['sleep', '600'], start_new_session=apart) for apart in (False, True)]\n"
    "Path('pids').write_text(' '.join(str(pid) for pid in [os.getpid(), *(one.pid for one in started)]))\n"
    "while not Path('go').exists(): time.sleep(0.05)"
)


@contextmanager
def batch_apart(
    repository: Path, workspace: Path, asked: str
) -> Iterator[tuple[subprocess.Popen, list[int]]]:
    """A batch in a process of its own, from the moment its first notebook `WAITS`."""
    code = (
        "import signal\n"
        "from pathlib import Path\n"
        "from tests.functional.troubled import audit\n"
        # A shell that starts the tests in the background has them ignore Ctrl-C, and so their children.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"audit(Path({str(workspace)!r}), {asked})"
    )
    pids = workspace / "pids"
    # Long waits: they end as soon as it happens, and a busy machine may take a minute to start.
    with subprocess.Popen([sys.executable, "-c", code], cwd=repository, stderr=subprocess.DEVNULL) as batch:
        try:
            wait_until(lambda: pids.exists() and len(pids.read_text().split()) == 3, 240)
            yield batch, [int(pid) for pid in pids.read_text().split()]
        finally:
            batch.kill()


def runs(pid: int) -> bool:
    """Whether the process is there and not only waited for."""
    status = Path(f"/proc/{pid}/status")
    with suppress(OSError):
        return "State:\tZ" not in status.read_text()
    return False


def wait_until(happened, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)
