"""What is left in a service's folder once its audits have run, some perhaps in vain?

Finished audits give a report and an executed notebook, failed ones a failure page; both give their
part of `findings.json`. The folder is put together apart and published whole, the manifest last. An
audit that need not run keeps its files; where only the pages' style changed, its page is made again
from the executed notebook.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from toolkit.audits.overview import summarise_service
from toolkit.audits.published import (
    FAILED,
    FINDINGS,
    NOT_RUN,
    Json,
    ServiceFindings,
    is_finished,
    not_run_entry,
)
from toolkit.report.index import render_failure, render_service_index
from toolkit.run.compare import changes_since_month_before
from toolkit.run.decide import Do, ServiceTodo
from toolkit.run.failure import RunFailure
from toolkit.run.findings import failed_entry, to_json
from toolkit.run.kept import AuditKept, Kept, files_of, notebook_of, page_of, write_kept
from toolkit.run.limits import Limits
from toolkit.run.manifest import make_manifest
from toolkit.run.month import Batch
from toolkit.run.pages import describe_failure
from toolkit.run.publish import MANIFEST, make_private_folder, publish_folder, sha256_of
from toolkit.run.rows_read import RowsRead
from toolkit.run.worker import AuditJob, handed_over_name, render_again

Ended = Mapping[str, RunFailure | None]


def finish_service(batch: Batch, todo: ServiceTodo, work: Path, ended: Ended) -> ServiceFindings:
    """Publish one service's month: `ended` tells how each audit that was run ended, None for well.

    Audits that were not asked for keep what they found before, if that was for the same day.
    Raises OSError when the folder cannot be written.
    """
    service = todo.service
    target = batch.month_folder / service
    failed = _render_again(batch, todo, work)
    changed = {**ended, **failed}
    handed_over = {
        name: _take(work / handed_over_name(name)) for name, fault in ended.items() if fault is None
    }
    entries = {name: _entry(name, changed, handed_over, todo) for name in batch.kinds}
    findings = ServiceFindings(service, batch.period.month, batch.period.as_of.isoformat(), entries)
    _write_failures(batch, service, work, changed)
    _write(work / FINDINGS, to_json(findings.as_json()))
    changes = changes_since_month_before(findings, batch.parameters, batch.month_folder)
    summary = summarise_service(findings, batch.parameters, batch.kinds, batch.problems_of(service), changes)
    _write(work / "index.html", render_service_index(summary))
    read = {
        name: RowsRead(held["rows"]["sha256"], tuple(held["rows"]["files"]))
        for name, held in handed_over.items()
        if is_finished(entries[name])
    }
    kept = _kept_audits(batch, todo, entries, read)
    _write(work / MANIFEST, to_json(_manifest(batch, todo, work, entries, read, kept)))
    seal = sha256_of(work / MANIFEST)
    publish_folder(work, target, stale=_stale(entries))
    files = {file for one in kept.values() for file in one.files}
    write_kept(batch.keys_of(service), Kept(seal, batch.prints.pages(service, files), kept))
    shutil.rmtree(work)
    return findings


def make_job(
    batch: Batch, service: str, audit: str, folder: Path, notebook: Path, limits: Limits
) -> AuditJob:
    """The job of running one audit of a service, leaving its files in a private folder."""
    parameters, period = batch.parameters, batch.period
    return AuditJob(
        folder=str(folder),
        audit=audit,
        notebook=str(notebook),
        parameters={
            "service": service,
            "month": period.month,
            "as_of": period.as_of.isoformat(),
            "workspace": ".",
        },
        tables=tuple(batch.kinds[audit].tables),
        title=batch.kinds[audit].title,
        service_name=parameters.services[service].name,
        provider=parameters.provider.name,
        limits=limits,
    )


def _render_again(batch: Batch, todo: ServiceTodo, work: Path) -> dict[str, RunFailure | None]:
    """Make the pages that only need that; the failures among them."""
    target = batch.month_folder / todo.service
    failed: dict[str, RunFailure | None] = {}
    for name in todo.audits(Do.RENDER):
        job = make_job(batch, todo.service, name, work, target / notebook_of(name), Limits())
        failure = render_again(job)
        if failure is not None:
            failed[name] = failure
    return failed


def _take(handed_over: Path) -> Json:
    held: Json = json.loads(handed_over.read_text(encoding="utf-8"))
    handed_over.unlink()
    return held


def _entry(name: str, ended: Ended, handed_over: Mapping[str, Json], todo: ServiceTodo) -> Json:
    if name not in ended:
        return todo.published.findings.get(name) or not_run_entry()
    failure = ended[name]
    if failure is not None:
        return failed_entry(failure.reason)
    found: Json = handed_over[name]["findings"]
    return found


def _write_failures(batch: Batch, service: str, work: Path, ended: Ended) -> None:
    for name, failure in ended.items():
        if failure is None:
            continue
        facts = describe_failure(
            failure,
            service=service,
            name=batch.parameters.services[service].name,
            month=batch.period.month,
            audit=name,
            title=batch.kinds[name].title,
        )
        _discard(work, name)
        _write(work / page_of(name), render_failure(facts))


def _discard(work: Path, name: str) -> None:
    """Take away whatever a failed run has left half done."""
    for part in (*files_of(name), handed_over_name(name)):
        (work / part).unlink(missing_ok=True)


def _stale(entries: Mapping[str, Json]) -> list[str]:
    """Files of an earlier run that must not stand beside these findings."""
    without_notebook = [name for name, entry in entries.items() if entry["status"] in (FAILED, NOT_RUN)]
    without_page = [name for name, entry in entries.items() if entry["status"] == NOT_RUN]
    return [notebook_of(name) for name in without_notebook] + [page_of(name) for name in without_page]


def _kept_audits(
    batch: Batch, todo: ServiceTodo, entries: Mapping[str, Json], read: Mapping[str, RowsRead]
) -> dict[str, AuditKept]:
    """What each finished audit rests on: anew for those that ran, as noted before for the others."""
    prints, service = batch.prints, todo.service
    kept = {name: one for name, one in todo.kept.audits.items() if is_finished(entries[name])}
    for name in todo.audits(Do.RENDER):
        if name in kept:
            kept[name] = replace(kept[name], render=prints.render(service, name))
    for name, rows in read.items():
        kept[name] = AuditKept(
            run=prints.run(service, name),
            elsewhere=prints.elsewhere(service, name),
            outline=prints.outline(name),
            render=prints.render(service, name),
            files=rows.files,
        )
    return kept


def _manifest(
    batch: Batch, todo: ServiceTodo, work: Path, entries: Mapping[str, Json],
    read: Mapping[str, RowsRead], kept: Mapping[str, AuditKept],
) -> Json:  # fmt: skip
    """The manifest; of audits left as they were, the files as they were when they were published."""
    before = todo.published
    finished = {name for name, entry in entries.items() if is_finished(entry)}
    left = {part for name in finished - read.keys() for part in files_of(name)}
    left |= {page_of(name) for name, entry in entries.items() if entry["status"] == FAILED}
    outputs = {
        one["path"]: one["sha256"] for one in before.manifest.get("outputs", ()) if one["path"] in left
    }
    outputs |= {
        path.relative_to(work).as_posix(): sha256_of(path) for path in work.rglob("*") if path.is_file()
    }
    now = {name for name in finished if name in read or name in todo.fresh}
    earlier = {file for name in finished - now if name in kept for file in kept[name].files}
    return make_manifest(
        service=todo.service,
        period=batch.period,
        parameters=batch.parameters,
        store=batch.store,
        files={file for name in now if name in kept for file in kept[name].files},
        rows={name: digest for name, digest in before.rows.items() if name in finished}
        | {name: part.sha256 for name, part in read.items()},
        outputs=outputs,
        earlier_inputs=[one for one in before.manifest.get("inputs", ()) if one["path"] in earlier],
    )


def _write(path: Path, text: str) -> None:
    make_private_folder(path.parent)
    path.write_text(text, encoding="utf-8", newline="")
