"""How do the findings of one service, and of all of a provider's services, become one view?"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from toolkit.audits import AUDITS
from toolkit.audits.changes import Changes, compare_months
from toolkit.audits.published import (
    FAILED,
    NOT_RUN,
    ServiceFindings,
    not_run_entry,
    read_month,
    read_service,
    roll_up,
)
from toolkit.audits.summaries import AuditSummary, ProviderSummary, ServiceSummary
from toolkit.errors import WrongUse
from toolkit.measures.windows import days_open
from toolkit.parameters import Parameters, find_workspace, load
from toolkit.period import Period

PROBLEMS = "problems.csv"


class Titled(Protocol):
    """What a summary needs to know of a kind of audit."""

    @property
    def title(self) -> str: ...


def summarise_service(
    findings: ServiceFindings,
    parameters: Parameters,
    kinds: Mapping[str, Titled],
    problems: int,
    changes: Changes | None,
) -> ServiceSummary:
    """The facts of one service's page and of its row on the provider's page.

    `problems` is how many stand in its records, or in those of no service in particular; `changes` are
    those since the month before, None when that was not audited.
    """
    service = parameters.services[findings.service]
    return ServiceSummary(
        service_id=findings.service,
        name=service.name,
        kind=service.kind,
        provider=parameters.provider.name,
        month=findings.month,
        as_of=date.fromisoformat(findings.as_of),
        audits=tuple(
            summarise_audit(name, kinds[name].title, entry)
            for name, entry in findings.audits.items()
            if name in kinds
        ),
        changes=changes,
        problems_count=problems,
    )


def summarise_audit(name: str, title: str, entry: Mapping[str, Any]) -> AuditSummary:
    """One audit of a service, from its part of `findings.json`."""
    if entry["status"] == NOT_RUN:
        return AuditSummary(name=name, title=title, status=None)
    if entry["status"] == FAILED:
        return AuditSummary.that_failed(name, title, entry["reason"], href=f"{name}.html")
    return AuditSummary.from_findings(
        name, title, entry, href=f"{name}.html", notebook_href=f"notebooks/{name}.ipynb"
    )


def summarise_provider(
    services: Iterable[ServiceSummary], parameters: Parameters, rolled_up: Mapping[str, Any], as_of: date,
    problems_count: int,
) -> ProviderSummary:  # fmt: skip
    """The facts of the provider's page for the month."""
    return ProviderSummary(
        provider=parameters.provider.name,
        month=rolled_up["month"],
        as_of=as_of,
        services=tuple(services),
        n_run=rolled_up["n_run"],
        n_of=rolled_up["n_of"],
        problems_count=problems_count,
    )


def open_overview(month: str, as_of: str = "", workspace: str = "") -> ProviderSummary:
    """All services of one month already audited, for the provider's notebook and for exploring.

    `month` is `YYYY-MM`; `as_of` a day in it (empty: its last day), which must be the day the services
    were audited from; `workspace` as for `open_audit`. A service that was open and not audited counts as
    not run. Raises WrongUse for a month that is none or in which no service was audited from that day,
    and WrongParameters.
    """
    period = Period.parse(month, as_of or None)
    parameters = load(find_workspace(workspace))
    folder = parameters.workspace / "outputs" / period.month
    open_then = [
        name
        for name, service in sorted(parameters.services.items())
        if any(days_open(period.days, service.opened_on, service.closed_on))
    ]
    findings = [_published(folder / name, name, period) for name in open_then]
    if not any(one.complete or one.failed for one in findings):
        raise WrongUse(
            f"No service has been audited for {period.month}, looking back from {period.as_of.isoformat()}.",
            f"Run grip audit {period.month} first.",
        )
    problems = _problem_counts(folder / PROBLEMS)
    summaries = [
        summarise_service(
            one, parameters, AUDITS, problems[""] + problems[one.service], _changes(folder, one)
        )
        for one in findings
    ]
    rolled_up = roll_up(period.month, findings)
    return summarise_provider(summaries, parameters, rolled_up, period.as_of, problems.total())


def _published(folder: Path, service: str, period: Period) -> ServiceFindings:
    """What was published for the service from that day; one where nothing was run, otherwise."""
    held, as_of = read_service(folder), period.as_of.isoformat()
    if held is not None and held.as_of == as_of:
        return held
    return ServiceFindings(service, period.month, as_of, {name: not_run_entry() for name in AUDITS})


def _changes(folder: Path, findings: ServiceFindings) -> Changes | None:
    before = folder.parent / Period.parse(findings.month).earlier(1).month / findings.service
    was, now = read_month(before), read_month(folder / findings.service)
    return compare_months(findings.service, was, now) if was and now else None


def _problem_counts(path: Path) -> Counter[str]:
    """Problems of each service, "" for those of no one; none where the file is not there."""
    if not path.is_file():
        return Counter()
    with path.open(encoding="utf-8", newline="") as stream:
        return Counter(row["service"] for row in csv.DictReader(stream))
