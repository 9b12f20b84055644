"""What is left in a service's folder once its audits have run, some perhaps in vain?

Finished audits give a report and an executed notebook, failed ones a failure page; both give their
part of `findings.json`. The folder is put together apart and published whole, the manifest last.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
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
    read_service,
)
from toolkit.parameters import Parameters
from toolkit.period import Period
from toolkit.problems import Problem
from toolkit.report.index import render_failure, render_service_index
from toolkit.run.compare import changes_since_month_before
from toolkit.run.data_quality import all_problems
from toolkit.run.failure import RunFailure
from toolkit.run.findings import failed_entry, to_json
from toolkit.run.manifest import RowsRead, digest_rows, make_manifest
from toolkit.run.pages import describe_failure
from toolkit.run.plan import AuditKind
from toolkit.run.publish import MANIFEST, make_private_folder, publish_folder
from toolkit.run.worker import findings_name
from toolkit.sources.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What all services of one batch share."""

    parameters: Parameters
    store: Store
    period: Period
    kinds: Mapping[str, AuditKind]
    outputs: Path

    @property
    def month_folder(self) -> Path:
        return self.outputs / self.period.month

    @property
    def problems(self) -> tuple[Problem, ...]:
        return all_problems(self.parameters, self.store)

    def problems_of(self, service: str) -> int:
        """How many problems stand in a service's records, or in no one's in particular."""
        return sum(problem.service in ("", service) for problem in self.problems)


def finish_service(
    batch: Batch, service: str, work: Path, ended: Mapping[str, RunFailure | None]
) -> ServiceFindings:
    """Publish one service's month: `ended` tells how each audit of this batch ended, None for well.

    Audits that were not asked for keep what they found before, if that was for the same day.
    Raises OSError when the folder cannot be written.
    """
    target = batch.month_folder / service
    before, rows_before = _published(target, batch.period)
    entries = {name: _entry(name, work, ended, before) for name in batch.kinds}
    findings = ServiceFindings(service, batch.period.month, batch.period.as_of.isoformat(), entries)
    _write_failures(batch, service, work, ended)
    _write(work / FINDINGS, to_json(findings.as_json()))
    changes = changes_since_month_before(findings, batch.parameters, batch.month_folder)
    summary = summarise_service(findings, batch.parameters, batch.kinds, batch.problems_of(service), changes)
    _write(work / "index.html", render_service_index(summary))
    read = {
        name: digest_rows(batch.store, service, batch.period, batch.kinds[name].tables)
        for name in ended
        if is_finished(entries[name])
    }
    kept = {name for name, entry in entries.items() if is_finished(entry) and name not in ended}
    rows = {name: rows_before[name] for name in kept if name in rows_before}
    rows |= {name: part.sha256 for name, part in read.items()}
    _write(work / MANIFEST, to_json(_manifest(batch, service, work, target, kept, rows, read)))
    publish_folder(work, target, stale=_stale(entries))
    shutil.rmtree(work)
    return findings


def _published(target: Path, period: Period) -> tuple[Mapping[str, Json], Mapping[str, str]]:
    """The audits found there for the same day, and the digest of the rows each of them read."""
    held = read_service(target)
    if held is None or held.as_of != period.as_of.isoformat():
        return {}, {}
    audits = json.loads((target / MANIFEST).read_text(encoding="utf-8")).get("audits", {})
    return held.audits, {name: part["rows_sha256"] for name, part in audits.items()}


def _entry(name: str, work: Path, ended: Mapping[str, RunFailure | None], before: Mapping[str, Json]) -> Json:
    if name not in ended:
        return before.get(name) or not_run_entry()
    failure = ended[name]
    if failure is not None:
        return failed_entry(failure.reason)
    handed_over = work / findings_name(name)
    entry: Json = json.loads(handed_over.read_text(encoding="utf-8"))
    handed_over.unlink()
    return entry


def _write_failures(batch: Batch, service: str, work: Path, ended: Mapping[str, RunFailure | None]) -> None:
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
        _write(work / f"{name}.html", render_failure(facts))


def _discard(work: Path, name: str) -> None:
    """Take away whatever a failed run has left half done."""
    for part in (f"{name}.html", f"notebooks/{name}.ipynb", findings_name(name)):
        (work / part).unlink(missing_ok=True)


def _stale(entries: Mapping[str, Json]) -> list[str]:
    """Files of an earlier run that must not stand beside these findings."""
    without_notebook = [name for name, entry in entries.items() if entry["status"] in (FAILED, NOT_RUN)]
    without_page = [name for name, entry in entries.items() if entry["status"] == NOT_RUN]
    return [f"notebooks/{name}.ipynb" for name in without_notebook] + [
        f"{name}.html" for name in without_page
    ]


def _manifest(
    batch: Batch, service: str, work: Path, target: Path, kept: set[str],
    rows: Mapping[str, str], read: Mapping[str, RowsRead],
) -> Json:  # fmt: skip
    outputs = {path.relative_to(work).as_posix(): path for path in work.rglob("*") if path.is_file()}
    for name in kept:
        for part in (f"{name}.html", f"notebooks/{name}.ipynb"):
            if (target / part).is_file():
                outputs[part] = target / part
    return make_manifest(
        service=service,
        period=batch.period,
        parameters=batch.parameters,
        store=batch.store,
        files=frozenset().union(*(part.files for part in read.values())),
        rows=rows,
        outputs=outputs,
    )


def _write(path: Path, text: str) -> None:
    make_private_folder(path.parent)
    path.write_text(text, encoding="utf-8", newline="")
