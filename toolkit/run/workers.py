"""Who runs the worker processes, and what happens when one dies, hangs or is killed?

Each thread of the supervisor holds one worker. It waits on the process and never on an exception
from it: a worker that dies or outlasts its time costs the audit it was running, and is replaced.
`ForkedWorker` has a service's notebooks run in a fork of the warm template, `KernelWorker` on kernels.
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Protocol

from toolkit.run.drawer import Drawer
from toolkit.run.engine.forks import Fork, LastingTemplate, TemplateFailed
from toolkit.run.environment import worker_environment
from toolkit.run.failure import BEFORE_THE_FIRST_CELL, RunFailure
from toolkit.run.limits import KERNEL, Limits, resident_memory
from toolkit.run.worker import AuditJob

_JOBS_A_WORKER = 50  # a kernel client leaves some handles open; a fresh process has none
_LOOK_SECONDS = 0.25  # how often a silent run is looked at
_GRACE_SECONDS = 60.0  # the worker keeps its own deadline; this one is for a worker that cannot


class Worker(Protocol):
    """Who has the jobs of one service after another done."""

    def run(self, job: AuditJob) -> RunFailure | None:
        """Have the job done; the failure when it was not, however that came about."""

    def end_service(self) -> None:
        """What comes next is of another service."""

    def close(self) -> None:
        """Let the worker end by itself, and make sure that it does."""

    def kill(self) -> None:
        """End it at once, with everything it started; from any thread."""


class ForkedWorker:
    """A child of the warm template for each service, a new one when it dies; and one that draws for all."""

    def __init__(self, template: LastingTemplate, folder: Path) -> None:
        """`folder` is private; each child has a folder of its own in it for as long as it lives."""
        self.template = template
        self.folder = folder
        self._drawer = Drawer(template, folder)
        self._fork: Fork | None = None
        self._home = folder

    def run(self, job: AuditJob) -> RunFailure | None:
        try:
            return self._run(job)
        except TemplateFailed:
            self._fork = None
            if not self.template.has_died:
                raise  # it cannot load what the notebooks need, and will not the next time
            return RunFailure.by_death(BEFORE_THE_FIRST_CELL)

    def _run(self, job: AuditJob) -> RunFailure | None:
        fork = self._ready(job.limits)
        watch = _Watch(job.limits, fork.pid)
        with suppress(OSError):  # it is dead already, which is found below
            fork.channel.send(asdict(job))
        while True:
            try:
                told = fork.channel.receive(_LOOK_SECONDS)
            except TimeoutError:
                told = {}
            if told is None:
                self.kill()
                return RunFailure.by_death(watch.where)
            if "ended" in told:
                return RunFailure(**told["ended"]) if told["ended"] else None
            if "at" in told:
                watch.begin_cell(told["at"])
            if "draw" in told:
                svg = self._drawer.draw(told["draw"], job.limits)
                with suppress(OSError):  # as above
                    fork.channel.send({"svg": svg})
            if (failure := watch.overrun()) is not None:
                self.kill()
                return failure

    def end_service(self) -> None:
        fork, self._fork = self._fork, None
        if fork is not None:
            fork.close()
            shutil.rmtree(self._home, ignore_errors=True)

    def close(self) -> None:
        self.end_service()
        self._drawer.end()

    def kill(self) -> None:
        self._drawer.stop()
        fork, self._fork = self._fork, None
        if fork is not None:
            with suppress(TemplateFailed):
                fork.kill()
            fork.channel.close()
            shutil.rmtree(self._home, ignore_errors=True)

    def _ready(self, limits: Limits) -> Fork:
        if self._fork is None:
            self._home = Path(tempfile.mkdtemp(dir=self.folder))
            self._fork = self.template.fork(
                "audits",
                folder=str(self._home),
                memory_set_aside=limits.memory_set_aside,
                file_size=limits.file_size,
            )
        return self._fork


class _Watch:
    """Keeps time and memory of one run, from outside."""

    def __init__(self, limits: Limits, pid: Future[int]) -> None:
        self.limits = limits
        self.pid = pid
        self.where = BEFORE_THE_FIRST_CELL
        self.began = self.cell_began = time.monotonic()

    def begin_cell(self, where: str) -> None:
        self.where, self.cell_began = where, time.monotonic()

    def overrun(self) -> RunFailure | None:
        now = time.monotonic()
        if now > self.began + self.limits.run:
            return RunFailure.by_time(self.limits, self.where)
        if now > self.cell_began + self.limits.cell:
            return RunFailure.by_time_of_cell(self.limits, self.where)
        if self.pid.done() and resident_memory(self.pid.result()) > self.limits.memory:
            return RunFailure.by_memory(self.limits, self.where)
        return None


@contextmanager
def ready_workers(
    engine: str, number: int, workspace: Path, private: Path, template: LastingTemplate | None = None
) -> Iterator[Sequence[Worker]]:
    """So many workers, and whatever they need, until the block ends.

    The template loads while the supervisor goes on, so this is best begun before the records are read.
    One that was started earlier is used, and left to whoever started it.
    """
    environment = worker_environment(private)
    with ExitStack() as at_the_end:
        workers: list[Worker]
        if engine == KERNEL:
            workers = [KernelWorker(workspace, private) for _ in range(number)]
        else:
            if template is None:
                template = at_the_end.enter_context(closing(LastingTemplate(environment, workspace)))
            workers = [ForkedWorker(template, Path(environment["TMPDIR"])) for _ in range(number)]
        for worker in workers:
            at_the_end.callback(worker.close)
        yield workers


class KernelWorker:
    """One worker process, started when first needed and replaced when it fails."""

    def __init__(self, workspace: Path, private: Path) -> None:
        self.workspace = workspace
        self.private = private
        self.process: subprocess.Popen[str] | None = None
        self.answers: queue.Queue[str] = queue.Queue()
        self.served = 0

    def run(self, job: AuditJob) -> RunFailure | None:
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
            return RunFailure.by_death("")
        held = json.loads(answer)
        return RunFailure(**held) if held else None

    def end_service(self) -> None:
        """Nothing: each notebook has a kernel of its own."""

    def close(self) -> None:
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
