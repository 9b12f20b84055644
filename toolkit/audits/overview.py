"""How do the findings of one service, and of all of a provider's services, become one view?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol

from toolkit.audits.changes import Changes
from toolkit.audits.published import FAILED, NOT_RUN, ServiceFindings
from toolkit.audits.summaries import AuditSummary, ProviderSummary, ServiceSummary
from toolkit.parameters import Parameters
from toolkit.problems import Problem


class Titled(Protocol):
    """What a summary needs to know of a kind of audit."""

    @property
    def title(self) -> str: ...


def summarise_service(
    findings: ServiceFindings,
    parameters: Parameters,
    kinds: Mapping[str, Titled],
    problems: Iterable[Problem],
    changes: Changes | None,
) -> ServiceSummary:
    """The facts of one service's page and of its row on the provider's page.

    `changes` are those since the month before; None when that was not audited.
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
