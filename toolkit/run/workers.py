"""Who runs the worker processes, and what happens when one dies, hangs or is killed?

Each thread of the supervisor holds one worker. It waits on the process and never on an exception
from it: a worker that dies or outlasts its time costs the audit it was running, and is replaced.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO

from toolkit.audits.opening import STORE_IS_BUILT
from toolkit.run.execute import RunFailure
from toolkit.run.publish import make_temporary_folder
from toolkit.run.worker import AuditJob

_PACKAGE_PARENT = Path(__file__).resolve().parents[2]
_KEPT_PYTHON_SETTINGS = {"PYTHONPATH", "PYTHONHOME", "PYTHONPYCACHEPREFIX", "PYTHONDONTWRITEBYTECODE"}
_JOBS_A_WORKER = 50  # a kernel client leaves some handles open; a fresh process has none
_GRACE_SECONDS = 60.0  # the worker keeps its own deadline; this one is for a worker that cannot


class Worker:
    """One worker process, started when first needed and replaced when it fails."""

    def __init__(self, workspace: Path, private: Path) -> None:
        self.workspace = workspace
        self.private = private
        self.process: subprocess.Popen[str] | None = None
        self.answers: queue.Queue[str] = queue.Queue()
        self.served = 0

    def run(self, job: AuditJob) -> RunFailure | None:
        """Have the job done; the failure when it was not, however that came about."""
        process = self._ready()
        assert process.stdin is not None
        self.served += 1
        try:
            process.stdin.write(job.to_line() + "\n")
            process.stdin.flush()
            answer = self.answers.get(timeout=job.limits.run + _GRACE_SECONDS)
        except queue.Empty:
            self.kill()
            return RunFailure("timed out", f"The run was stopped after {job.limits.run:g} seconds.")
        except BrokenPipeError:
            answer = ""
        if not answer:
            self.kill()
            return RunFailure("killed", "The program that runs the notebooks ended without a word.")
        held = json.loads(answer)
        return RunFailure(**held) if held else None

    def close(self) -> None:
        """Let the worker end by itself, and make sure that it does."""
        if self.process is None:
            return
        assert self.process.stdin is not None
        try:
            self.process.stdin.write("\n")
            self.process.stdin.flush()
            self.process.wait(timeout=5)
        except (BrokenPipeError, subprocess.TimeoutExpired):
            pass  # it is dead already, or will be now
        self.kill()

    def kill(self) -> None:
        """End the worker at once, and its kernel by way of the closed pipe."""
        process, self.process = self.process, None
        if process is None:
            return
        assert process.stdin is not None
        with suppress(BrokenPipeError):  # it may be dead already
            process.stdin.close()  # the worker ends its kernel when this pipe closes
        try:
            process.wait(timeout=3)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
            process.wait()

    def _ready(self) -> subprocess.Popen[str]:
        if self.served >= _JOBS_A_WORKER or (self.process is not None and self.process.poll() is not None):
            self.close()
        if self.process is None:
            self.process = self._start()
        return self.process

    def _start(self) -> subprocess.Popen[str]:
        self.served = 0
        self.answers = queue.Queue()
        process = subprocess.Popen(
            [sys.executable, "-m", "toolkit.run.worker"],
            cwd=self.workspace,
            env=worker_environment(self.private),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # it may quote records
            text=True,
            encoding="utf-8",
            start_new_session=True,  # Ctrl-C is for the supervisor alone
        )
        assert process.stdout is not None
        threading.Thread(target=_pass_on, args=(process.stdout, self.answers), daemon=True).start()
        return process


def _pass_on(stream: IO[str], answers: queue.Queue[str]) -> None:
    with stream:
        for line in stream:
            answers.put(line)
    answers.put("")


def worker_environment(private: Path) -> dict[str, str]:
    """The settings a worker and its kernels run under: the same for everyone, and nobody's own.

    Time zone, language, hash seed and thread counts change what a program prints; the user's IPython
    and Jupyter settings change what a notebook does.
    """
    env = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "IPYTHON", "JUPYTER", "JPY_", "LC_", "GRIP_"))
        or name in _KEPT_PYTHON_SETTINGS
    }
    folders = {name: private / name for name in ("ipython", "jupyter")}
    temporary = make_temporary_folder(private)
    for folder in folders.values():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    env.update(
        TZ="Europe/London",
        LC_ALL="C.UTF-8",
        LANG="C.UTF-8",
        PYTHONHASHSEED="0",
        PYTHONUTF8="1",
        PYTHONSAFEPATH="1",
        OMP_NUM_THREADS="1",
        OPENBLAS_NUM_THREADS="1",
        MKL_NUM_THREADS="1",
        IPYTHONDIR=str(folders["ipython"]),
        JUPYTER_NO_CONFIG="1",
        JUPYTER_CONFIG_DIR=str(folders["jupyter"]),
        JUPYTER_DATA_DIR=str(folders["jupyter"]),
        JUPYTER_RUNTIME_DIR=str(folders["jupyter"]),
        TMPDIR=str(temporary),
        **{STORE_IS_BUILT: "1"},
    )
    if _PACKAGE_PARENT.name != "site-packages":  # a checkout that is run without being installed
        env["PYTHONPATH"] = os.pathsep.join(filter(None, (str(_PACKAGE_PARENT), env.get("PYTHONPATH"))))
    return env
