"""How are the notebooks of a batch spread over workers, and each service published when it is done?

One thread a worker. A service's notebooks run in turn on one worker; the results are put together and
published by the supervisor's own thread, so that only one thread reads the store and writes outputs.
Ctrl-C lets the services that are being run finish and begins no other; a second one stops them.
"""

from __future__ import annotations

import queue
import shutil
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from toolkit.audits.published import ServiceFindings, not_run_entry
from toolkit.run.failure import RunFailure
from toolkit.run.findings import failed_entry
from toolkit.run.limits import Limits
from toolkit.run.plan import Plan
from toolkit.run.publish import WORK, make_private_folder
from toolkit.run.register import RunRecord, now
from toolkit.run.service import Batch, finish_service
from toolkit.run.unwritable import is_unwritable
from toolkit.run.worker import AuditJob
from toolkit.run.workers import Worker

DONE = "done"


class Progress(Protocol):
    """Somebody who wants to know how far the batch has come."""

    def begin(self, total: int) -> None: ...

    def ended(self, record: RunRecord) -> None: ...

    def draining(self, services: int) -> None: ...


@dataclass(frozen=True, slots=True)
class _Ended:
    """One audit as its worker left it."""

    failure: RunFailure | None
    record: RunRecord


@dataclass
class Running:
    """The runs of one batch: what to run, and what has come of it so far."""

    batch: Batch
    plan: Plan
    notebooks: Path
    limits: Limits
    workers: Sequence[Worker]
    progress: Progress
    lengths: Mapping[str, float] = field(default_factory=dict)  # seconds each service took the last time
    findings: dict[str, ServiceFindings] = field(default_factory=dict)
    records: list[RunRecord] = field(default_factory=list)
    _stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Run everything in the plan; returns when every service is published or its failure told."""
        self.progress.begin(len(self.plan.services) * len(self.plan.audits))
        longest_first = order_by_length(self.plan.services, self.lengths)
        free: queue.Queue[Worker] = queue.Queue()
        for worker in self.workers:
            free.put(worker)
        with ThreadPoolExecutor(len(self.workers)) as threads:
            waiting = {threads.submit(self._run_service, service, free): service for service in longest_first}
            try:
                self._collect(waiting)
            except BaseException:
                self._stop(waiting)
                raise

    def _collect(self, waiting: Mapping[Future[dict[str, _Ended]], str]) -> None:
        """Publish each service as it is done; after the first Ctrl-C, those that had begun."""
        left = dict(waiting)
        try:
            for future in as_completed(waiting):
                self._finish(left.pop(future), future)
        except KeyboardInterrupt:
            begun = {future: service for future, service in left.items() if not future.cancel()}
            self.progress.draining(len(begun))
            for future in as_completed(begun):
                self._finish(begun[future], future)
            raise

    def _stop(self, waiting: Iterable[Future[dict[str, _Ended]]]) -> None:
        """Somebody pressed Ctrl-C twice, or we have a fault of our own: nothing is waited for."""
        self._stopping.set()
        for future in waiting:
            future.cancel()
        for worker in self.workers:
            worker.kill()

    def _run_service(self, service: str, free: queue.Queue[Worker]) -> dict[str, _Ended]:
        """In a thread: run the service's notebooks, one after the other, on one worker."""
        worker = free.get()
        try:
            ended = {}
            for audit in self.plan.audits:
                if self._stopping.is_set():
                    break
                ended[audit] = self._run_audit(worker, service, audit)
            worker.end_service()
            return ended
        finally:
            free.put(worker)

    def _run_audit(self, worker: Worker, service: str, audit: str) -> _Ended:
        started, clock = now(), time.perf_counter()
        failure = self._attempt(worker, service, audit)
        if failure is not None and failure.may_pass and not self._stopping.is_set():
            failure = self._attempt(worker, service, audit)
            if failure is not None:
                failure = replace(failure, what=f"{failure.what} It was tried twice.")
        record = RunRecord(
            service=service,
            audit=audit,
            month=self.plan.period.month,
            as_of=self.plan.period.as_of.isoformat(),
            started=started,
            finished=now(),
            seconds=round(time.perf_counter() - clock, 3),
            state=failure.state if failure else DONE,
            reason=failure.reason if failure else "",
        )
        return _Ended(failure, record)

    def _attempt(self, worker: Worker, service: str, audit: str) -> RunFailure | None:
        try:
            return worker.run(self._job(service, audit))
        except OSError as error:  # no room for the run's own folders
            if not is_unwritable(error):
                raise
            return RunFailure.by_writing(error)

    def _job(self, service: str, audit: str) -> AuditJob:
        parameters, period = self.batch.parameters, self.plan.period
        return AuditJob(
            folder=str(self._work(service)),
            audit=audit,
            notebook=str(self.notebooks / f"{audit}.ipynb"),
            parameters={
                "service": service,
                "month": period.month,
                "as_of": period.as_of.isoformat(),
                "workspace": ".",
            },
            title=self.batch.kinds[audit].title,
            service_name=parameters.services[service].name,
            provider=parameters.provider.name,
            limits=self.limits,
        )

    def _work(self, service: str) -> Path:
        return make_private_folder(self.batch.outputs / WORK / "services" / service)

    def _finish(self, service: str, future: Future[dict[str, _Ended]]) -> None:
        ended = future.result()
        records = [one.record for one in ended.values()]
        failures = {audit: one.failure for audit, one in ended.items()}
        try:
            self.findings[service] = finish_service(self.batch, service, self._work(service), failures)
        except OSError as error:
            failure = RunFailure.by_writing(error)
            self.findings[service] = self._publish_failure(service, failure)
            reason = f"{failure.reason} {failure.mend}"  # for there may be no page that says so
            records = [replace(record, state=failure.state, reason=reason) for record in records]
        self.records.extend(records)
        for record in records:
            self.progress.ended(record)

    def _publish_failure(self, service: str, failure: RunFailure) -> ServiceFindings:
        """Failure pages are small: there may be room for them where the reports were to lie."""
        try:
            shutil.rmtree(self._work(service), ignore_errors=True)
            failures = dict.fromkeys(self.plan.audits, failure)
            return finish_service(self.batch, service, self._work(service), failures)
        except OSError:
            return self._unpublished(service, failure.reason)

    def _unpublished(self, service: str, reason: str) -> ServiceFindings:
        period = self.plan.period
        entries = {
            name: failed_entry(reason) if name in self.plan.audits else not_run_entry()
            for name in self.batch.kinds
        }
        return ServiceFindings(service, period.month, period.as_of.isoformat(), entries)


def order_by_length(services: Iterable[str], lengths: Mapping[str, float]) -> list[str]:
    """The services that took longest the last time first, so that no long one is begun at the very end.

    One that was never run may be long, so it comes before all others.

    >>> order_by_length(["a", "b", "c"], {"a": 1.0, "b": 2.0})
    ['c', 'b', 'a']
    """
    return sorted(services, key=lambda service: (-lengths.get(service, float("inf")), service))
