"""How does the supervisor have children forked from the warm template, and learn how each ended?

The template (`template`) is the children's parent: only it may wait for them. It is told what to do
over a socket and tells back how a child ended and what it used. When this process is gone, that socket
closes, and the template ends everything it forked.
"""

from __future__ import annotations

import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

from toolkit.run.engine.channel import Channel
from toolkit.run.environment import WITHOUT_THREADS

_MESSAGE = 1 << 16


class TemplateFailed(RuntimeError):
    """The template could not load what the notebooks need, or ended."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended: its exit code (negative: the signal), processor seconds, most memory in bytes."""

    code: int
    seconds: float
    memory: int


@dataclass
class Fork:
    """One child of the template, and the line to it."""

    template: Template
    number: int
    channel: Channel
    pid: Future[int] = field(default_factory=Future)
    ended: Future[Ended] = field(default_factory=Future)

    def kill(self) -> Ended:
        """End the child and everything it started; how it ended, for one that had ended already too."""
        if not self.ended.done():
            self.template.tell({"kill": self.number})
        return self.ended.result()

    def close(self) -> None:
        """Let the child know that nothing more is wanted of it, and see it end."""
        self.channel.close()
        with suppress(TimeoutError, TemplateFailed):
            self.ended.result(timeout=5)
        with suppress(TemplateFailed):
            self.kill()

    def __enter__(self) -> Fork:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Template:
    """The warm process. Start it from a thread that outlives it: it dies with the thread, by design."""

    def __init__(
        self, environment: Mapping[str, str], folder: Path | None = None, load: str = "everything"
    ) -> None:
        """`environment` is its whole one; `folder` where it and its children work, here when None;
        `load` what it imports (`template.LOADS`)."""
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115  closed by `close`
        self._forks: dict[int, Fork] = {}
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._ready: Future[None] = Future()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "toolkit.run.engine.template", str(os.getpid()), load],
                cwd=folder,
                env=dict(environment) | WITHOUT_THREADS,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=self._complaints,
                start_new_session=True,  # Ctrl-C is for the supervisor alone
            )
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def has_died(self) -> bool:
        """Whether it had loaded everything and has ended since."""
        return self._ready.done() and self._ready.exception() is None and self.process.poll() is not None

    def fork(self, task: str, **settings: Any) -> Fork:
        """A child that does the task (`child.TASKS`). Raises TemplateFailed, with what went wrong."""
        self._ready.result()
        channel, theirs = Channel.pair()
        fork = Fork(self, next(self._numbers), channel)
        self._forks[fork.number] = fork
        with theirs:
            self.tell({"fork": fork.number, "task": task, **settings}, theirs.fileno())
        return fork

    def tell(self, order: Mapping[str, Any], *descriptors: int) -> None:
        """Pass an order on. Raises TemplateFailed when the template is gone."""
        with self._lock:
            try:
                socket.send_fds(self._control, [json.dumps(order).encode()], descriptors)
            except OSError:
                raise self._failure() from None

    def close(self) -> None:
        """End the template, and with it whatever it forked."""
        with suppress(OSError):
            self._control.shutdown(socket.SHUT_RDWR)
        self.process.terminate()  # one that is still loading does not listen
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        self._control.close()
        self._complaints.close()

    def __enter__(self) -> Template:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:  # fmt: skip
        self.close()

    def _listen(self) -> None:
        """In a thread: take the template's reports, and let everyone know when it is gone."""
        while report := self._next_report():
            if "ready" in report:
                self._ready.set_result(None)
                continue
            fork = self._forks[report["fork"]]
            if "pid" in report:
                fork.pid.set_result(report["pid"])
            else:
                del self._forks[fork.number]
                fork.ended.set_result(Ended(report["code"], report["seconds"], report["memory"]))
        failure = self._failure()
        waiting: list[Future[Any]] = [self._ready]
        for fork in list(self._forks.values()):
            waiting += [fork.pid, fork.ended]
        for future in waiting:
            if not future.done():
                future.set_exception(failure)

    def _next_report(self) -> dict[str, Any]:
        try:
            return dict(json.loads(self._control.recv(_MESSAGE) or b"{}"))
        except OSError:
            return {}

    def _failure(self) -> TemplateFailed:
        with suppress(ValueError):  # closed
            told = os.pread(self._complaints.fileno(), _MESSAGE, 0).decode("utf-8", "replace").strip()
            return TemplateFailed(told or "The process that notebooks are forked from has ended.")
        return TemplateFailed("The process that notebooks are forked from was ended.")


class LastingTemplate:
    """A template that is started again when it has died, so that its death costs no more than its forks.

    One that cannot load what the notebooks need is not tried twice.
    """

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        self._start = partial(Template, environment, folder)
        self._lock = threading.Lock()
        self._template = self._start()

    def fork(self, task: str, **settings: Any) -> Fork:
        """As `Template.fork` does. Raises TemplateFailed when it dies just now."""
        with self._lock:
            if self._template.has_died:
                self._template.close()
                self._template = self._start()
            template = self._template
        return template.fork(task, **settings)

    @property
    def has_died(self) -> bool:
        return self._template.has_died

    def close(self) -> None:
        self._template.close()
