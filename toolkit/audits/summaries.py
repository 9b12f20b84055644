"""What must be known of a service, or of a whole provider, to put its month on one page?

Plain facts, made from findings (`overview.py`) and laid out by `toolkit.report`. They hold no path of the
machine: every
`href` is relative to the folder of the *service* (`outputs/<month>/<service>/`) unless it says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from toolkit.audits.changes import Changes
from toolkit.audits.checks import Figure, Kind, Outcome, worst


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSummary:
    """The answer to one check, as a meeting needs it."""

    code: str
    kind: Kind
    outcome: Outcome
    question: str
    says: str
    threshold: Mapping[str, float | int]
    reviewed_by: str
    escalates_to: str
    next_step: str

    @classmethod
    def from_findings(cls, check: Mapping[str, Any]) -> CheckSummary:
        """One entry of `checks` in the findings an executed notebook carries."""
        return cls(
            code=check["code"],
            kind=Kind(check["kind"]),
            outcome=Outcome(check["outcome"]),
            question=check["question"],
            says=check["says"],
            threshold=check["threshold"],
            reviewed_by=check["reviewed_by"],
            escalates_to=check["escalates_to"],
            next_step=check["next_step"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditSummary:
    """One audit of one service and month; `status` is None when it failed or was not run.

    `failed` is the reason in one sentence; without one, an audit without a status was not run. `href`
    leads to the report (or the failure page in its place), `notebook_href` to the executed notebook.
    """

    name: str
    title: str
    status: Outcome | None
    failed: str = ""
    href: str = ""
    notebook_href: str = ""
    checks: tuple[CheckSummary, ...] = ()
    figures: tuple[Figure, ...] = ()

    @classmethod
    def from_findings(
        cls, name: str, title: str, findings: Mapping[str, Any], *, href: str, notebook_href: str
    ) -> AuditSummary:
        """From what the executed notebook carries: the value of `findings_of(audit)`."""
        return cls(
            name=name,
            title=title,
            status=Outcome(findings["status"]),
            href=href,
            notebook_href=notebook_href,
            checks=tuple(CheckSummary.from_findings(check) for check in findings["checks"]),
            figures=tuple(
                Figure(name=key, value=f["value"], unit=f["unit"], n=f["n"], low=f["low"], high=f["high"])
                for key, f in findings["measures"].items()
            ),
        )

    @classmethod
    def that_failed(cls, name: str, title: str, failed: str, *, href: str) -> AuditSummary:
        """An audit without a result: the reason, and the failure page that says more."""
        return cls(name=name, title=title, status=None, failed=failed, href=href)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSummary:
    """One service in one month: what its own page and its row on the provider's page are made from."""

    service_id: str
    name: str
    kind: str
    provider: str
    month: str
    as_of: date
    audits: tuple[AuditSummary, ...]
    changes: Changes | None = None  # since the month before; None when that was not audited
    problems_count: int = 0
    problems_href: str = "../data-quality.html"

    @property
    def status(self) -> Outcome | None:
        """The worst outcome of the audits. A failed one is no evidence; None when none was run."""
        known = [audit.status for audit in self.audits if audit.status is not None]
        known += [Outcome.NO_EVIDENCE for _ in self.failed]
        return worst(known) if known else None

    @property
    def failed(self) -> tuple[AuditSummary, ...]:
        return tuple(audit for audit in self.audits if audit.failed)

    @property
    def checks(self) -> tuple[CheckSummary, ...]:
        """The answers of all its audits."""
        return tuple(check for audit in self.audits for check in audit.checks)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderSummary:
    """All services of one month, `n_run` of `n_of` with every audit; its hrefs are relative to the month."""

    provider: str
    month: str
    as_of: date
    services: tuple[ServiceSummary, ...]
    n_run: int
    n_of: int
    problems_count: int = 0
    problems_href: str = "data-quality.html"
