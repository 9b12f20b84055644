"""How do the month's own files come about, and when are they left as they are?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from toolkit.audits.published import ServiceFindings, not_run_entry, read_service, roll_up
from toolkit.run.kept import MONTH, Kept, seal_of, write_kept
from toolkit.run.month import Batch
from toolkit.run.plan import Plan

PROVIDER_JSON, INDEX = "provider.json", "index.html"
FILES = (PROVIDER_JSON, INDEX, "problems.csv", "data-quality.html")


def publish_provider(batch: Batch, plan: Plan, fresh: Mapping[str, ServiceFindings]) -> Mapping[str, Any]:
    """Write the month's own files from every service's findings, of this batch and of earlier ones.

    They are left alone when nothing was published now and they are those that would be written.
    """
    parts = batch.prints.month(plan.all_services)
    files = [batch.month_folder / name for name in FILES]
    before = batch.kept_month()
    if not fresh and before.pages == parts and before.seal and before.seal == seal_of(files):
        held: Mapping[str, Any] = json.loads((batch.month_folder / PROVIDER_JSON).read_text(encoding="utf-8"))
        return held
    rolled_up = _write(batch, plan, fresh)
    if all(read_service(batch.month_folder / service) == findings for service, findings in fresh.items()):
        write_kept(batch.keys_of(MONTH), Kept(seal_of(files), parts))
    return rolled_up


def _write(batch: Batch, plan: Plan, fresh: Mapping[str, ServiceFindings]) -> Mapping[str, Any]:
    # What makes pages is slow to import, and of no use where nothing changed.
    from toolkit.audits.overview import summarise_provider, summarise_service
    from toolkit.report.index import render_provider_index
    from toolkit.run.compare import changes_since_month_before
    from toolkit.run.data_quality import publish_problems
    from toolkit.run.findings import to_json
    from toolkit.run.publish import write_text

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
    write_text(batch.month_folder / PROVIDER_JSON, to_json(rolled_up))
    write_text(batch.month_folder / INDEX, render_provider_index(summary))
    return rolled_up


def _earlier(batch: Batch, service: str) -> ServiceFindings:
    """What was published of a service that was not asked for: of the same day, and as it was published."""
    held, period = batch.published(service).findings, batch.period
    entries = {name: held.get(name) or not_run_entry() for name in batch.kinds}
    return ServiceFindings(service, period.month, period.as_of.isoformat(), entries)
