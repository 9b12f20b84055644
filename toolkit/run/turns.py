"""Which audit does a worker that is free run next, and when is a service done?

A worker goes on with the service it has begun, whose records it holds already; then it begins another.
When no service is left to begin, it helps with one that has audits waiting: it reads the records anew,
but would do nothing otherwise. So one service takes as many workers as it has audits, and the end of
a batch does not wait for one long service.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from typing import Generic, NamedTuple, TypeVar

Result = TypeVar("Result")


class Turn(NamedTuple):
    """One audit of one service, to be run now."""

    service: str
    audit: str


class Turns(Generic[Result]):
    """The audits to run, service by service in the order given; for any number of threads at once.

    `futures` has one for each service: what came of its audits, once the last of them has ended. One
    that is cancelled before its service is begun keeps it from being begun.
    """

    def __init__(self, services: Mapping[str, Sequence[str]]) -> None:
        self._lock = threading.Lock()
        self._order = {service: tuple(audits) for service, audits in services.items()}
        self._waiting = {service: deque(audits) for service, audits in self._order.items()}
        self._to_begin = deque(self._order)
        self._came_of: dict[str, dict[str, Result]] = {service: {} for service in self._order}
        self._over = False
        self.futures: dict[str, Future[dict[str, Result]]] = {service: Future() for service in self._order}

    def next(self, current: str | None) -> Turn | None:
        """What a worker that last ran an audit of `current` runs now; None when nothing is left for it."""
        with self._lock:
            service = None if self._over else self._choose(current)
            return None if service is None else Turn(service, self._waiting[service].popleft())

    def _choose(self, current: str | None) -> str | None:
        if current is not None and self._waiting[current]:
            return current
        while self._to_begin:
            service = self._to_begin.popleft()
            if self.futures[service].set_running_or_notify_cancel():
                return service
        begun = [name for name in self._order if self.futures[name].running() and self._waiting[name]]
        return max(begun, key=lambda name: len(self._waiting[name]), default=None)

    def waits(self, service: str) -> bool:
        """Whether the service has an audit that nobody has begun."""
        with self._lock:
            return bool(self._waiting[service])

    def ended(self, turn: Turn, result: Result) -> None:
        """An audit has ended, however it went; the last one settles its service."""
        with self._lock:
            held, audits = self._came_of[turn.service], self._order[turn.service]
            held[turn.audit] = result
            if len(held) == len(audits):
                self.futures[turn.service].set_result({audit: held[audit] for audit in audits})

    def broke(self, error: BaseException) -> None:
        """A fault of ours: whoever waits for any service hears it, and nothing more is begun."""
        with self._lock:
            self._over = True
            for future in self.futures.values():
                with suppress(InvalidStateError):  # it is settled, or cancelled just now
                    future.set_exception(error)

    def stop(self) -> None:
        """Begin nothing more, not even the next audit of a service that has begun."""
        with self._lock:
            self._over = True
