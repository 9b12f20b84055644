"""How does a whole month get audited: every service, every audit, and one page over all of them?

This is the main job. The store is built once; what has not changed is left as it is; the rest runs on
workers, each service is published as soon as it is done, and the provider is rolled up at the end.
Whatever goes wrong with one service is told on that service's page and stops nobody else.

What runs notebooks and makes pages is imported where it is needed: a month in which nothing changed
must be told in a moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit import parameters as parameter_files
from toolkit.audits import AUDITS
from toolkit.audits.published import ServiceFindings
from toolkit.parameters import Parameters
from toolkit.run.code import Code, digest_code
from toolkit.run.data_quality import build_store
from toolkit.run.decide import Do, ServiceTodo, decide
from toolkit.run.fingerprints import Fingerprints
from toolkit.run.kept import write_kept
from toolkit.run.limits import choose_engine, usual_workers
from toolkit.run.lock import workspace_lock
from toolkit.run.month import Batch
from toolkit.run.notebooks import find_notebooks, refuse_missing
from toolkit.run.plan import AuditKind, BatchRequest, Plan, check_month, plan_batch, surely_runs
from toolkit.run.progress import Progress
from toolkit.run.provider_pages import publish_provider
from toolkit.run.publish import WORK, WORKERS, make_private_folder, sweep
from toolkit.run.register import DONE, RENDERED, SKIPPED, RunRecord, last_lengths, now, record_runs
from toolkit.run.unwritable import tell_what_is_unwritable

if TYPE_CHECKING:
    from toolkit.run.engine.forks import LastingTemplate
    from toolkit.run.workers import Worker


@dataclass(frozen=True, slots=True)
class BatchResult:
    """How the batch went: what `provider.json` holds, and every audit that was looked at."""

    plan: Plan
    provider: Mapping[str, Any]
    records: tuple[RunRecord, ...]
    index: Path
    problems_count: int

    @property
    def failures(self) -> tuple[RunRecord, ...]:
        return tuple(record for record in self.records if record.state not in (DONE, SKIPPED))

    @property
    def ran(self) -> int:
        """How many audits were run, however they ended."""
        return len(self.records) - self.rendered - self.skipped

    @property
    def rendered(self) -> int:
        """How many audits had only their page made again."""
        return sum(record.state == SKIPPED and record.reason == RENDERED for record in self.records)

    @property
    def skipped(self) -> int:
        """How many audits were left as they were."""
        return sum(record.state == SKIPPED and record.reason != RENDERED for record in self.records)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was asked for, checked, and all that is known before the records are read."""

    request: BatchRequest
    parameters: Parameters
    kinds: Mapping[str, AuditKind]
    plan: Plan
    notebooks: Path
    code: Code
    outputs: Path

    @contextmanager
    def only_here(self) -> Iterator[None]:
        """Keep other batches out of the workspace.

        Raises WorkspaceBusy, and OutputsUnwritable for whatever could not be written meanwhile.
        """
        with (
            tell_what_is_unwritable(self.outputs),
            workspace_lock(make_private_folder(self.outputs), self.request.command),
        ):
            yield

    def read_records(self) -> Batch:
        """Bring the store up to date, and refuse a month without rows."""
        store = build_store(self.parameters)
        check_month(self.plan.period.month, store.months())
        prints = Fingerprints(self.parameters, store, self.plan.period, self.kinds, self.notebooks, self.code)
        return Batch(
            parameters=self.parameters, store=store, period=self.plan.period, kinds=self.kinds,
            outputs=self.outputs, prints=prints,
        )  # fmt: skip

    def decide(self, batch: Batch) -> dict[str, ServiceTodo]:
        """What is done with each service, by what changed since it was published."""
        return {
            service: decide(
                service, batch.published(service), batch.prints, audits=self.plan.audits,
                known=self.kinds, force=self.request.force,
            )
            for service in self.plan.services
        }  # fmt: skip


def prepare(request: BatchRequest) -> Prepared:
    """Raises WrongParameters, WrongUse or NoUsableInput when the request cannot be met."""
    parameters = parameter_files.load(request.workspace)
    kinds = AUDITS if request.kinds is None else request.kinds
    plan = plan_batch(request, parameters, kinds)
    notebooks = request.notebooks or find_notebooks()
    for audit in kinds:
        refuse_missing(notebooks / f"{audit}.ipynb")
    outputs = parameters.workspace / "outputs"
    return Prepared(request, parameters, kinds, plan, notebooks, digest_code(), outputs)


def decide_month(request: BatchRequest) -> dict[str, ServiceTodo]:
    """What `audit_month` would do with the same request now. Nothing is run and no output is written.

    Only the records are read, as for `grip check`. Raises what `audit_month` raises.
    """
    prepared = prepare(request)
    with prepared.only_here():
        return prepared.decide(prepared.read_records())


def audit_month(
    request: BatchRequest, progress: Progress, template: LastingTemplate | None = None
) -> BatchResult:
    """Audit a month: run every notebook whose inputs changed, publish its service, roll up the provider.

    `template` is one that loads already (`toolkit.run.begin`).

    Raises WrongParameters, WrongUse, NoUsableInput or WorkspaceBusy before anything is run; once
    running, failures are results. OutputsUnwritable when the month's own files cannot be written.
    Ctrl-C ends the workers; the same request again completes the month.
    """
    prepared = prepare(request)
    plan, outputs = prepared.plan, prepared.outputs
    with prepared.only_here():
        sweep(outputs)
        crew = Crew(prepared, template)
        try:
            with crew:
                if surely_runs(request):
                    crew.call()  # it gets ready while the records are read
                batch = prepared.read_records()
                todo = prepared.decide(batch)
                records, findings = _work_off(batch, todo, crew, progress)
            provider = publish_provider(batch, plan, findings)
        finally:
            sweep(outputs)
    return BatchResult(
        plan=plan,
        provider=provider,
        records=tuple(sorted(records, key=lambda r: (r.service, plan.audits.index(r.audit)))),
        index=batch.month_folder / "index.html",
        problems_count=len(batch.problems),
    )


class Crew(ExitStack):
    """The workers of a batch, called only when there is something to run."""

    def __init__(self, prepared: Prepared, template: LastingTemplate | None = None) -> None:
        super().__init__()
        self.prepared = prepared
        self._template = template
        self._engine = choose_engine(prepared.request.engine)
        self._workers: Sequence[Worker] | None = None

    def call(self) -> Sequence[Worker]:
        if self._workers is None:
            self._workers = self.enter_context(self._ready())
        return self._workers

    def _ready(self) -> AbstractContextManager[Sequence[Worker]]:
        from toolkit.run.workers import ready_workers

        prepared, plan = self.prepared, self.prepared.plan
        number = prepared.request.workers or usual_workers(len(plan.services) * len(plan.audits))
        private = make_private_folder(prepared.outputs / WORK / WORKERS)
        return ready_workers(self._engine, number, prepared.parameters.workspace, private, self._template)


def _work_off(
    batch: Batch, todo: Mapping[str, ServiceTodo], crew: Crew, progress: Progress
) -> tuple[list[RunRecord], dict[str, ServiceFindings]]:
    """Do it all; what was run stands in the register, however it ended."""
    runs = sum(len(one.audits(Do.RUN)) for one in todo.values())
    progress.begin(runs)
    workers = crew.call() if runs else ()
    records = list(_skipped(batch, todo.values()))
    findings: dict[str, ServiceFindings] = {}
    try:
        for one in todo.values():
            if one.untouched:
                _keep_outlines(batch, one)
        touched = {service: one for service, one in todo.items() if not one.untouched}
        if touched:
            _publish(batch, touched, workers, progress, crew.prepared, records, findings)
    finally:
        record_runs(batch.outputs, records)
    return records, findings


def _publish(
    batch: Batch, todo: Mapping[str, ServiceTodo], workers: Sequence[Worker], progress: Progress,
    prepared: Prepared, records: list[RunRecord], findings: dict[str, ServiceFindings],
) -> None:  # fmt: skip
    """Run what must be run and publish every service of these; both lists are added to as it goes."""
    from toolkit.run.running import Running

    Running(
        batch=batch,
        todo=todo,
        notebooks=prepared.notebooks,
        limits=prepared.request.limits,
        workers=workers,
        progress=progress,
        lengths=last_lengths(batch.outputs),
        findings=findings,
        records=records,
    ).run()


def _skipped(batch: Batch, todo: Iterable[ServiceTodo]) -> Iterator[RunRecord]:
    moment = now()
    for one in todo:
        for audit in one.audits(Do.SKIP):
            yield RunRecord(
                one.service, audit, batch.period.month, batch.period.as_of.isoformat(), moment, moment,
                0.0, SKIPPED,
            )  # fmt: skip


def _keep_outlines(batch: Batch, todo: ServiceTodo) -> None:
    """Rows of other services changed that do not bear on this one: so that they are not looked at again."""
    if todo.kept != todo.published.kept:
        write_kept(batch.keys_of(todo.service), todo.kept)
