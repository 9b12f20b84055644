"""Which facts go on the pages around the reports: a service's, the provider's, a failure's, the data's?

Findings and failures become the plain summaries that `toolkit.report` lays out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from toolkit.parameters import Parameters
from toolkit.problems import Problem
from toolkit.report.summaries import AuditSummary, DataQuality, Failure, ProviderSummary, ServiceSummary
from toolkit.run.failure import RunFailure
from toolkit.run.findings import FAILED, NOT_RUN, ServiceFindings
from toolkit.run.plan import AuditKind


def summarise_service(
    findings: ServiceFindings,
    parameters: Parameters,
    kinds: Mapping[str, AuditKind],
    problems: Iterable[Problem],
) -> ServiceSummary:
    """The facts of one service's page and of its row on the provider's page."""
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
        problems_count=sum(problem.service in ("", findings.service) for problem in problems),
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


def describe_failure(
    failure: RunFailure, *, service: str, name: str, month: str, audit: str, title: str
) -> Failure:
    """The facts of the page that stands where the report would be."""
    again = (
        f"papermill notebooks/{audit}.ipynb failed.ipynb -p service {service} -p month {month} -p workspace ."
    )
    return Failure(
        service_id=service,
        name=name,
        month=month,
        title=title,
        what=failure.what,
        where=failure.where,
        mend=failure.mend or f"To see the whole error, run in the workspace: {again}",
    )


def describe_data(
    parameters: Parameters, month: str, problems: Iterable[Problem], files_read: int
) -> DataQuality:
    """The facts of the page about everything that is wrong with the data supplied."""
    return DataQuality(
        provider=parameters.provider.name,
        month=month,
        problems=tuple(problems),
        service_names={key: service.name for key, service in parameters.services.items()},
        files_read=files_read,
    )
