"""How does a whole month get audited: every service, every audit, and one page over all of them?

This is the main job. The store is built once, the notebooks run on workers, each service is published
as soon as it is done, and the provider is rolled up at the end. Whatever goes wrong with one service
is told on that service's page and stops nobody else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit import parameters as parameter_files
from toolkit.audits import AUDITS
from toolkit.audits.overview import summarise_provider, summarise_service
from toolkit.audits.published import ServiceFindings, not_run_entry, read_service, roll_up
from toolkit.report.index import render_provider_index
from toolkit.run.compare import changes_since_month_before
from toolkit.run.data_quality import build_store, publish_problems
from toolkit.run.findings import to_json
from toolkit.run.limits import choose_engine, usual_workers
from toolkit.run.lock import workspace_lock
from toolkit.run.notebooks import find_notebooks, load_notebook
from toolkit.run.plan import BatchRequest, Plan, check_month, plan_batch
from toolkit.run.publish import WORK, make_private_folder, sweep, write_text
from toolkit.run.register import RunRecord, last_lengths, record_runs
from toolkit.run.running import DONE, Progress, Running
from toolkit.run.service import Batch
from toolkit.run.unwritable import tell_what_is_unwritable
from toolkit.run.workers import ready_workers


@dataclass(frozen=True, slots=True)
class BatchResult:
    """How the batch went: what `provider.json` holds, and every audit that was run now."""

    plan: Plan
    provider: Mapping[str, Any]
    records: tuple[RunRecord, ...]
    index: Path
    problems_count: int

    @property
    def failures(self) -> tuple[RunRecord, ...]:
        return tuple(record for record in self.records if record.state != DONE)


def audit_month(request: BatchRequest, progress: Progress) -> BatchResult:
    """Audit a month: run every notebook asked for, publish every service, roll up the provider.

    Raises WrongParameters, WrongUse, NoUsableInput or WorkspaceBusy before anything is run; once
    running, failures are results. OutputsUnwritable when the month's own files cannot be written.
    Ctrl-C ends the workers; the same request again completes the month.
    """
    parameters = parameter_files.load(request.workspace)
    kinds = AUDITS if request.kinds is None else request.kinds
    plan = plan_batch(request, parameters, kinds)
    notebooks = request.notebooks or find_notebooks()
    for audit in plan.audits:
        load_notebook(notebooks / f"{audit}.ipynb")
    outputs = parameters.workspace / "outputs"
    with tell_what_is_unwritable(outputs), workspace_lock(make_private_folder(outputs), request.command):
        sweep(outputs)
        engine = choose_engine(request.engine)
        number = request.workers or usual_workers(len(plan.services))
        private = make_private_folder(outputs / WORK / "workers")
        try:
            with ready_workers(engine, number, parameters.workspace, private) as workers:
                store = build_store(parameters)
                check_month(plan.period.month, store.months())
                batch = Batch(
                    parameters=parameters, store=store, period=plan.period, kinds=kinds, outputs=outputs
                )
                running = Running(
                    batch=batch,
                    plan=plan,
                    notebooks=notebooks,
                    limits=request.limits,
                    workers=workers,
                    progress=progress,
                    lengths=last_lengths(outputs),
                )
                run_and_record(running)
            provider = publish_provider(batch, plan, running.findings)
        finally:
            sweep(outputs)
    return BatchResult(
        plan=plan,
        provider=provider,
        records=tuple(sorted(running.records, key=lambda r: (r.service, plan.audits.index(r.audit)))),
        index=batch.month_folder / "index.html",
        problems_count=len(batch.problems),
    )


def run_and_record(running: Running) -> None:
    """Run it all; what was run stands in the register, however it ended."""
    try:
        running.run()
    finally:
        record_runs(running.batch.outputs, running.records)


def publish_provider(batch: Batch, plan: Plan, fresh: Mapping[str, ServiceFindings]) -> Mapping[str, Any]:
    """Write the month's own files from every service's findings, of this batch and of earlier ones."""
    findings = [fresh.get(service) or _earlier(batch, service) for service in plan.all_services]
    rolled_up = roll_up(plan.period.month, findings)
    services = [
        summarise_service(
            held, batch.parameters, batch.kinds, batch.problems_of(held.service),
            changes_since_month_before(held, batch.parameters, batch.month_folder),
        )
        for held in findings
    ]  # fmt: skip
    summary = summarise_provider(
        services, batch.parameters, rolled_up, plan.period.as_of, len(batch.problems)
    )
    publish_problems(batch.parameters, batch.store, plan.period.month)
    write_text(batch.month_folder / "provider.json", to_json(rolled_up))
    write_text(batch.month_folder / "index.html", render_provider_index(summary))
    return rolled_up


def _earlier(batch: Batch, service: str) -> ServiceFindings:
    held = read_service(batch.month_folder / service)
    if held is not None:
        return held
    period = batch.period
    nothing = {name: not_run_entry() for name in batch.kinds}
    return ServiceFindings(service, period.month, period.as_of.isoformat(), nothing)
