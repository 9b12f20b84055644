"""How are the notebooks of a batch spread over workers, and each service published when it is done?

One thread a worker; `turns` says what each runs next. The results are put together and published by the
supervisor's own thread, so that only one thread reads the store and writes outputs.
Ctrl-C lets the services that are being run finish and begins no other; a second one stops them.
"""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from pathlib import Path

from toolkit.audits.published import ServiceFindings, not_run_entry
from toolkit.run.decide import Do, ServiceTodo, Step
from toolkit.run.failure import RunFailure
from toolkit.run.findings import failed_entry
from toolkit.run.interrupts import interrupted_afterwards
from toolkit.run.limits import Limits
from toolkit.run.month import Batch
from toolkit.run.progress import Progress
from toolkit.run.publish import WORK, make_private_folder
from toolkit.run.register import DONE, FAILED, RENDERED, SKIPPED, RunRecord, now
from toolkit.run.service import finish_service, make_job
from toolkit.run.turns import Turns
from toolkit.run.unwritable import is_unwritable
from toolkit.run.workers import Worker


@dataclass(frozen=True, slots=True)
class _Ended:
    """One audit as its worker left it."""

    failure: RunFailure | None
    record: RunRecord


@dataclass
class Running:
    """The runs of one batch: what to run, and what has come of it so far."""

    batch: Batch
    todo: Mapping[str, ServiceTodo]  # of the services that are not left as they are
    notebooks: Path
    limits: Limits
    workers: Sequence[Worker]
    progress: Progress
    lengths: Mapping[str, float] = field(default_factory=dict)  # seconds each service took the last time
    findings: dict[str, ServiceFindings] = field(default_factory=dict)
    records: list[RunRecord] = field(default_factory=list)
    _stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Run everything there is to do; returns when every service is published or its failure told."""
        run = [service for service, todo in self.todo.items() if todo.audits(Do.RUN)]
        for service in self.todo:
            if service not in run:
                self._publish(service, {})
        if run:
            self._run_all(order_by_length(run, self.lengths))

    def _run_all(self, services: Sequence[str]) -> None:
        turns = Turns[_Ended]({service: self.todo[service].audits(Do.RUN) for service in services})
        waiting = {future: service for service, future in turns.futures.items()}
        with ThreadPoolExecutor(len(self.workers)) as threads:
            try:
                for worker in self.workers:
                    threads.submit(self._work_off, worker, turns)
                self._collect(waiting)
            except BaseException:
                self._stop(turns)
                raise

    def _collect(self, waiting: Mapping[Future[dict[str, _Ended]], str]) -> None:
        """Publish each service as it is done; after the first Ctrl-C, those that had begun."""
        left = dict(waiting)
        try:
            for future in as_completed(waiting):
                with interrupted_afterwards():  # or what was just made would be published by nobody
                    self._finish(left.pop(future), future)
        except KeyboardInterrupt:
            begun = {future: service for future, service in left.items() if not future.cancel()}
            self.progress.draining(len(begun))
            for future in as_completed(begun):
                self._finish(begun[future], future)
            raise

    def _stop(self, turns: Turns[_Ended]) -> None:
        """Somebody pressed Ctrl-C twice, or we have a fault of our own: nothing is waited for."""
        self._stopping.set()
        turns.stop()
        for worker in self.workers:
            worker.kill()

    def _work_off(self, worker: Worker, turns: Turns[_Ended]) -> None:
        """In a thread: have the worker run one audit after the other, as long as there is one for it."""
        current: str | None = None
        try:
            while (turn := turns.next(current)) is not None:
                if current not in (None, turn.service):
                    worker.end_service()
                current = turn.service
                ended = self._run_audit(worker, turn.service, turn.audit)
                if not turns.waits(current):  # what the run leaves on the disk goes before the pages come
                    worker.end_service()
                turns.ended(turn, ended)
            worker.end_service()
        except BaseException as error:  # noqa: BLE001  it is raised where the services are waited for
            turns.broke(error)

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
            month=self.batch.period.month,
            as_of=self.batch.period.as_of.isoformat(),
            started=started,
            finished=now(),
            seconds=round(time.perf_counter() - clock, 3),
            state=failure.state if failure else DONE,
            reason=failure.reason if failure else "",
        )
        return _Ended(failure, record)

    def _attempt(self, worker: Worker, service: str, audit: str) -> RunFailure | None:
        notebook = self.notebooks / f"{audit}.ipynb"
        try:
            return worker.run(
                make_job(self.batch, service, audit, self._work(service), notebook, self.limits)
            )  # fmt: skip
        except OSError as error:  # no room for the run's own folders
            if not is_unwritable(error):
                raise
            return RunFailure.by_writing(error)

    def _work(self, service: str) -> Path:
        return work_folder(self.batch, service)

    def _finish(self, service: str, future: Future[dict[str, _Ended]]) -> None:
        records = self._publish(service, future.result())
        for record in records:
            self.progress.ended(record)

    def _publish(self, service: str, ended: Mapping[str, _Ended]) -> list[RunRecord]:
        """Publish a service; the records of the audits that were run for it."""
        todo = self.todo[service]
        records = [one.record for one in ended.values()]
        failures = {audit: one.failure for audit, one in ended.items()}
        try:
            findings = finish_service(self.batch, todo, work_folder(self.batch, service), failures)
        except OSError as error:
            lost = {*failures, *todo.audits(Do.RENDER)}
            if not lost:  # no audit can say so in its place
                raise
            failure = RunFailure.by_writing(error)
            findings = publish_failure(self.batch, todo, lost, failure)
            reason = f"{failure.reason} {failure.mend}"  # for there may be no page that says so
            records = [replace(record, state=failure.state, reason=reason) for record in records]
        self.findings[service] = findings
        self.records += [*records, *self._rendered(todo, findings)]
        return records

    def _rendered(self, todo: ServiceTodo, findings: ServiceFindings) -> Iterable[RunRecord]:
        period, moment = self.batch.period, now()
        for audit in todo.audits(Do.RENDER):
            entry = findings.audits[audit]
            broken = entry["status"] == FAILED
            yield RunRecord(
                todo.service, audit, period.month, period.as_of.isoformat(), moment, moment, 0.0,
                FAILED if broken else SKIPPED, entry["reason"] if broken else RENDERED,
            )  # fmt: skip


def work_folder(batch: Batch, service: str) -> Path:
    """Where a service's month is put together before it is published."""
    return make_private_folder(batch.outputs / WORK / "services" / service)


def publish_failure(
    batch: Batch, todo: ServiceTodo, audits: Collection[str], failure: RunFailure
) -> ServiceFindings:
    """Failure pages are small: there may be room for them where the reports were to lie."""
    steps = dict(todo.steps) | dict.fromkeys(audits, Step(Do.RUN))
    try:
        shutil.rmtree(batch.outputs / WORK / "services" / todo.service, ignore_errors=True)
        work = work_folder(batch, todo.service)
        return finish_service(batch, replace(todo, steps=steps), work, dict.fromkeys(audits, failure))
    except OSError:
        return unpublished(batch, todo, audits, failure.reason)


def unpublished(batch: Batch, todo: ServiceTodo, audits: Collection[str], reason: str) -> ServiceFindings:
    """What is known of a service whose folder could not be written: of the other audits, what it holds."""
    before = todo.published.findings
    entries = {
        name: failed_entry(reason) if name in audits else before.get(name) or not_run_entry()
        for name in batch.kinds
    }
    return ServiceFindings(todo.service, batch.period.month, batch.period.as_of.isoformat(), entries)


def order_by_length(services: Iterable[str], lengths: Mapping[str, float]) -> list[str]:
    """The services that took longest the last time first, so that no long one is begun at the very end.

    One that was never run may be long, so it comes before all others.

    >>> order_by_length(["a", "b", "c"], {"a": 1.0, "b": 2.0})
    ['c', 'b', 'a']
    """
    return sorted(services, key=lambda service: (-lengths.get(service, float("inf")), service))
