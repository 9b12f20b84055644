"""How is a person told how far a batch has come?

On a terminal a bar; elsewhere (a log, a scheduler's mail) one plain line an audit. Both go to stderr,
so that stdout holds the result and nothing else.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from toolkit.run.register import DONE, RunRecord

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

_A_DAY = 86_400.0


class Progress(Protocol):
    """Somebody who wants to know how far the batch has come."""

    def begin(self, total: int) -> None: ...

    def ended(self, record: RunRecord) -> None: ...

    def draining(self, services: int) -> None: ...


class PlainProgress:
    """One line for each audit that has ended."""

    def __init__(self) -> None:
        self.total = 0
        self.count = 0

    def begin(self, total: int) -> None:
        self.total = total

    def ended(self, record: RunRecord) -> None:
        self.count += 1
        print(f"{self.count} of {self.total}  {describe_end(record)}", file=sys.stderr, flush=True)

    def draining(self, services: int) -> None:
        print(describe_draining(services), file=sys.stderr, flush=True)


class BarProgress:
    """A bar that grows, with a line above it for every audit that failed."""

    def __init__(self, bar: Bar) -> None:
        self.bar = bar
        self.task: TaskID = bar.add_task("Reading the records", total=None)

    def begin(self, total: int) -> None:
        self.bar.update(self.task, total=total, description="Auditing")

    def ended(self, record: RunRecord) -> None:
        if record.state != DONE:
            self.bar.console.print(describe_end(record), markup=False, highlight=False)
        self.bar.advance(self.task)

    def draining(self, services: int) -> None:
        self.bar.console.print(describe_draining(services), markup=False, highlight=False)
        self.bar.update(self.task, description="Stopping")


def describe_end(record: RunRecord) -> str:
    """How one audit ended, in one line.

    >>> describe_end(RunRecord("oakfield", "staffing", "2026-10", "2026-10-31", "", "", 2.34, "done"))
    'oakfield  staffing  done in 2.3 s'
    """
    how = f"{record.state}: {record.reason}" if record.reason else f"{record.state} in {record.seconds:.1f} s"
    return f"{record.service}  {record.audit}  {how}"


def describe_draining(services: int) -> str:
    """What happens after Ctrl-C, in one line.

    >>> describe_draining(2)
    'Stopping: 2 services that have begun are finished first. Press Ctrl-C again to stop at once.'
    """
    begun = "1 service that has begun is" if services == 1 else f"{services} services that have begun are"
    return f"Stopping: {begun} finished first. Press Ctrl-C again to stop at once."


@contextmanager
def watch_progress() -> Iterator[Progress]:
    """Whatever suits the place where stderr goes."""
    if not sys.stderr.isatty():
        yield PlainProgress()
        return
    from rich.console import Console

    with make_bar(Console(stderr=True)) as bar:
        yield BarProgress(bar)


def make_bar(console: Console, clock: Callable[[], float] = time.monotonic) -> Bar:
    """How much is done, and how long the rest will take at the pace of the whole batch so far.

    A service may take longer than the half minute that rich looks back on otherwise, and says nothing.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("time left"),
        TimeRemainingColumn(),
    )
    return Bar(*columns, console=console, transient=True, speed_estimate_period=_A_DAY, get_time=clock)
