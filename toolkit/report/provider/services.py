"""Which of the provider's services needs whom first, and where does nobody know?

One row a service, worst first. A failed or missing audit is a cell of its own, never a gap, and what
could not be tested is listed by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from toolkit import wording
from toolkit.audits.checks import Outcome, worst
from toolkit.audits.summaries import AuditSummary, CheckSummary, ProviderSummary, ServiceSummary
from toolkit.report import words
from toolkit.report.piece import Piece, said_only
from toolkit.report.tables import Heading, render_long_table, render_table
from toolkit.report.templates import join_markup, render_macro

if TYPE_CHECKING:
    from markupsafe import Markup

SERVICES_BY_CHECK = 30  # beyond, a row a service and a column a check is more than anybody reads
REASONS_SHOWN = 6  # different reasons why one question could not be answered
NAMES_SHOWN = 12  # services named beside one reason; the matrix above shows them all


def show_provider_status(provider: ProviderSummary) -> Piece:
    """The state of the provider's month in one sentence: n of N services audited, and how they stand."""
    known = [service.status for service in provider.services if service.status]
    said = _sentence(provider)
    html = render_macro("status", worst(known).value, said) if known else render_macro("no_status", said)
    return Piece(html, said, styled=True)


def show_services(provider: ProviderSummary) -> Piece:
    """Every service with every audit, worst first; a failed or missing audit is a cell of its own."""
    services = sorted(provider.services, key=_worst_first)
    text = "\n".join(f"{s.name}: {s.status.value if s.status else 'not audited'}" for s in services)
    return Piece(_services_table(services), text)


def show_actions(provider: ProviderSummary) -> Piece:
    """What needs someone, service by service, those first that need most; each leads to how we know."""
    found = [
        (service, audit, check)
        for service in sorted(provider.services, key=_worst_first)
        for audit in service.audits
        for check in audit.checks
        if check.outcome is Outcome.ACTION
    ]
    if not found:
        said = "Nothing that was tested needs action this month."
        return said_only(said)
    headings = [Heading("Service"), Heading("Question"), Heading("What was found"), Heading("Reviewed by"),
                Heading("If it is not resolved")]  # fmt: skip
    rows = [
        (
            service.name,
            render_macro("way", check.question, f"{service.service_id}/{audit.href}#check-{check.code}"),
            check.says,
            wording.first_capital(check.reviewed_by),
            words.then_to(check.reviewed_by, check.escalates_to),
        )
        for service, audit, check in found
    ]
    caption = "Findings that need action, the services first that need most"
    table = render_macro("stacked", render_long_table(caption, headings, rows, one="finding"))
    return Piece(table, "\n".join(f"{service.name}: {check.says}" for service, _, check in found))


def show_all_checks(provider: ProviderSummary) -> Piece:
    """One table an audit: services by checks; of many services, how many gave each answer."""
    services = sorted(provider.services, key=_worst_first)
    table = _check_table if len(services) <= SERVICES_BY_CHECK else _count_table
    tables = [table(name, services) for name in _audit_names(services) if _has_checks(name, services)]
    if not tables:
        said = "No check of any audit was answered this month."
        return said_only(said)
    return Piece(join_markup(tables), f"{wording.count(len(tables), 'table')} of checks")


def show_missing(provider: ProviderSummary) -> Piece:
    """Which questions could not be answered, why, and at which services."""
    found = _missing(sorted(provider.services, key=_worst_first))
    if not found:
        said = "Every question that was asked could be answered."
        return said_only(said)
    said = "These questions could not be answered. That is not good news: nobody knows."
    return Piece(render_macro("provider_missing", said, found), "\n".join([said, *(q for q, _ in found)]))


def _worst_first(service: ServiceSummary) -> tuple[int, int, int, int, str]:
    """Most serious status first; among equals more findings, then more failures, then by name."""
    order = list(Outcome).index(service.status) if service.status else len(Outcome)
    counts = _counts(service)
    return (order, -counts[Outcome.ACTION], -counts[Outcome.WATCH], -len(service.failed), service.name)


def _counts(service: ServiceSummary) -> Counter[Outcome]:
    return Counter(check.outcome for audit in service.audits for check in audit.checks)


def _sentence(provider: ProviderSummary) -> str:
    statuses = Counter(service.status for service in provider.services)
    said = [
        f"{statuses[outcome]} {phrase}"
        for outcome, phrase in (
            (Outcome.ACTION, "with something that needs action"),
            (Outcome.WATCH, "to watch"),
            (Outcome.NO_EVIDENCE, "without enough evidence"),
            (Outcome.CLEAR, "clear"),
        )
        if statuses[outcome]
    ]
    audited = f"{wording.of(provider.n_run, provider.n_of, 'service')} audited in full"
    return f"{audited}: {wording.join_words(said)}." if said else f"{audited}."


def _audit_names(services: Iterable[ServiceSummary]) -> dict[str, str]:
    """Audit name -> title, in the order in which the services list them."""
    return {audit.name: audit.title for service in services for audit in service.audits}


def _audit_of(service: ServiceSummary, name: str) -> AuditSummary | None:
    return next((audit for audit in service.audits if audit.name == name), None)


def _services_table(services: list[ServiceSummary]) -> Markup:
    audits = _audit_names(services)
    headings = [
        Heading("Service"),
        *(Heading(title) for title in audits.values()),
        *(Heading(word, is_number=True) for word in ("Needs action", "Watch", "No evidence", "Clear")),
        Heading("Problems in the data", is_number=True),
    ]
    rows = []
    for service in services:
        counts = _counts(service)
        rows.append(
            (
                render_macro("way", service.name, f"{service.service_id}/index.html"),
                *(_audit_cell(service, _audit_of(service, name)) for name in audits),
                *(wording.number(counts[outcome]) if counts else "–" for outcome in Outcome),
                wording.number(service.problems_count),
            )
        )
    return render_table("Services by status, worst first", headings, rows)


def _audit_cell(service: ServiceSummary, audit: AuditSummary | None) -> Markup:
    if audit is None or (audit.status is None and not audit.failed):
        return render_macro("mark", "failed", "Not run")
    href = f"{service.service_id}/{audit.href}" if audit.href else ""
    if audit.status is None:
        return render_macro("mark", "failed", "Failed", href)
    return render_macro("mark", audit.status.value, "", href)


def _has_checks(name: str, services: Iterable[ServiceSummary]) -> bool:
    return any(audit.checks for service in services if (audit := _audit_of(service, name)))


def _check_table(name: str, services: list[ServiceSummary]) -> Markup:
    """Services by checks of one audit; a service whose audit failed shows it in every cell."""
    title = _audit_names(services)[name]
    questions = {
        check.code: check.question
        for service in services
        if (audit := _audit_of(service, name))
        for check in audit.checks
    }
    rows = []
    for service in services:
        audit = _audit_of(service, name)
        answers = {check.code: check.outcome for check in audit.checks} if audit else {}
        word = "Failed" if audit and audit.failed else "Not run"
        cells = [
            render_macro("mark", answers[code].value)
            if code in answers
            else render_macro("mark", "failed", word)
            for code in questions
        ]
        rows.append((service.name, *cells))
    return render_table(title, [Heading("Service"), *(Heading(q) for q in questions.values())], rows)


def _count_table(name: str, services: list[ServiceSummary]) -> Markup:
    """One row a check of one audit: at how many services each answer, and at how many none."""
    answers: dict[str, list[CheckSummary]] = {}
    for service in services:
        for check in service.checks_of(name):
            answers.setdefault(check.code, []).append(check)
    headings = [
        Heading("Question"),
        *(
            Heading(word, "services", is_number=True)
            for word in ("Needs action", "Watch", "No evidence", "Clear")
        ),
        Heading("Failed or not run", "services", is_number=True),
    ]
    rows = []
    for checks in answers.values():
        counts = Counter(check.outcome for check in checks)
        numbers = [wording.number(counts[outcome]) for outcome in Outcome]
        rows.append((checks[0].question, *numbers, wording.number(len(services) - len(checks))))
    return render_table(
        f"{_audit_names(services)[name]}: answers at {len(services)} services", headings, rows
    )


def _missing(services: Iterable[ServiceSummary]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Question -> why it could not be answered, with the services of each reason."""
    found: dict[str, dict[str, list[str]]] = {}
    for service in services:
        for check in _untested(service):
            found.setdefault(check.question, {}).setdefault(check.says, []).append(service.name)
    return [(question, _reasons(reasons)) for question, reasons in found.items()]


def _reasons(reasons: dict[str, list[str]]) -> list[tuple[str, str]]:
    """The reasons that hold at most services first, with these; of many, the rest counted."""
    ordered = sorted(reasons.items(), key=lambda pair: -len(pair[1]))
    told = [(says, named(names)) for says, names in ordered[:REASONS_SHOWN]]
    rest = ordered[REASONS_SHOWN:]
    if rest:
        others = wording.count(len(rest), "other reason")
        told.append(
            (f"{others}, each on the page of its service.", named([n for _, names in rest for n in names]))
        )
    return told


def _untested(service: ServiceSummary) -> list[CheckSummary]:
    return [c for audit in service.audits for c in audit.checks if c.outcome is Outcome.NO_EVIDENCE]


def named(names: list[str]) -> str:
    """Names of services in a sentence; of many, the first and how many more."""
    more = len(names) - NAMES_SHOWN
    return wording.join_words([*names[:NAMES_SHOWN], *([f"{more} more"] if more > 0 else [])])
