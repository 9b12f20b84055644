"""Where does a reader start: the provider's month, one service's month, or what went wrong?

The pages a meeting opens first. They are made from plain facts (`summaries.py`) and share their
shell, style and tables with the reports (`page.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit import wording
from toolkit.audits.checks import Outcome
from toolkit.audits.summaries import AuditSummary, CheckSummary, ProviderSummary, ServiceSummary
from toolkit.period import Period
from toolkit.report import words
from toolkit.report.changes import render_changes
from toolkit.report.data_quality import render_data_quality
from toolkit.report.page import known_on, render_page
from toolkit.report.page_facts import DataQuality, Failure
from toolkit.report.provider.page import render_provider_index
from toolkit.report.tables import Heading, render_table
from toolkit.report.templates import render_macro

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = [
    "AuditSummary",
    "CheckSummary",
    "DataQuality",
    "Failure",
    "ProviderSummary",
    "ServiceSummary",
    "render_data_quality",
    "render_failure",
    "render_provider_index",
    "render_service_index",
]

Answer = tuple[AuditSummary, CheckSummary]


def render_service_index(service: ServiceSummary) -> str:
    """The page of a service's monthly meeting: its state, what needs someone, the reports, the figures."""
    month = wording.month_name(service.month)
    quiet = [(o, _answers(service, o)) for o in (Outcome.NO_EVIDENCE, Outcome.CLEAR)]
    return render_page(
        "service.html.j2",
        page_title=f"{service.name}, {month}",
        provider=service.provider,
        ways=[("All services", "../index.html")],
        kicker=" · ".join((words.kind_name(service.kind), month, known_on(service.as_of))),
        heading=service.name,
        contents=(),
        service=service,
        status=service.status.value if service.status else "",
        sentence=_service_sentence(service),
        findings=[*_answers(service, Outcome.ACTION), *_answers(service, Outcome.WATCH)],
        quiet=[(outcome, answers) for outcome, answers in quiet if answers],
        changes=render_changes(service.changes) if service.changes else _not_compared(service),
        figures=[_figures_table(audit) for audit in service.audits if audit.figures],
    )


def render_failure(failure: Failure) -> str:
    """The page that stands where a report should: what happened, where, and how to mend it."""
    month = wording.month_name(failure.month)
    facts = [("Where", failure.where), ("What to do", failure.mend)]
    return render_page(
        "failure.html.j2",
        page_title=f"No report: {failure.title}, {failure.name}, {month}",
        provider="",
        ways=[("All services", "../index.html"), (failure.name, "index.html")],
        kicker=f"{failure.name} · {month}",
        heading=failure.title,
        contents=(),
        failure=failure,
        facts=[(term, said) for term, said in facts if said],
    )


def _answers(service: ServiceSummary, outcome: Outcome) -> list[Answer]:
    return [(audit, check) for audit in service.audits for check in audit.checks if check.outcome is outcome]


def _not_compared(service: ServiceSummary) -> Markup:
    before = wording.month_name(Period.parse(service.month).earlier(1))
    return render_macro("paragraph", f"{before} was not audited here, so nothing can be compared with it.")


def _service_sentence(service: ServiceSummary) -> str:
    outcomes = [check.outcome for audit in service.audits for check in audit.checks]
    failed = ""
    if service.failed:
        failed = f"{wording.count(len(service.failed), 'audit')} failed, so what it would show is not known."
    if not outcomes:
        return failed or "No audit was run."
    return f"{words.status_sentence(outcomes)} {failed}".strip()


def _figures_table(audit: AuditSummary) -> Markup:
    headings = [Heading("Figure"), Heading("Value", is_number=True), Heading("95% interval", is_number=True),
                Heading("Based on", "n", is_number=True)]  # fmt: skip
    rows = [
        (
            words.figure_name(figure.name),
            words.figure_value(figure),
            words.figure_interval(figure) or "–",
            "–" if figure.n is None else wording.number(figure.n),
        )
        for figure in sorted(audit.figures, key=lambda figure: words.figure_place(figure.name))
    ]
    return render_table(audit.title, headings, rows)
