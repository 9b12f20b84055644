"""Do the pages a meeting opens first show everything, worst first, and hide no failure?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.unit.report.factory import make_audit, make_check
from tests.unit.report.parsing import tags_of, text_of
from toolkit.audits.checks import Outcome
from toolkit.audits.result import findings_of
from toolkit.problems import Effect, Origin, Problem
from toolkit.report.index import (
    AuditSummary,
    DataQuality,
    Failure,
    ProviderSummary,
    ServiceSummary,
    render_data_quality,
    render_failure,
    render_provider_index,
    render_service_index,
)

AUDIT = "staffing_missed_care"
TITLE = "Staffing and missed care"
NASTY = "</td><script>alert(1)</script><img src=x onerror=alert(1)>"


def summary_of(*outcomes: Outcome, says: str = "It is so.") -> AuditSummary:
    checks = tuple(
        make_check(o, code=f"check-{n}", question=f"Question {n}?", says=says) for n, o in enumerate(outcomes)
    )
    findings = findings_of(make_audit(checks=checks))
    return AuditSummary.from_findings(
        AUDIT, TITLE, findings, href=f"{AUDIT}.html", notebook_href=f"notebooks/{AUDIT}.ipynb"
    )


def failed() -> AuditSummary:
    return AuditSummary.that_failed(AUDIT, TITLE, "The notebook took too long.", href=f"{AUDIT}.html")


def make_service(name: str = "Oakfield House", **differs: Any) -> ServiceSummary:
    facts: dict[str, Any] = {
        "service_id": name.split()[0].lower(),
        "name": name,
        "kind": "residential",
        "provider": "Larkmead Care",
        "month": "2026-10",
        "as_of": date(2026, 10, 31),
        "audits": (summary_of(Outcome.CLEAR),),
    }
    return ServiceSummary(**{**facts, **differs})


def make_provider(*services: ServiceSummary, **differs: Any) -> ProviderSummary:
    facts: dict[str, Any] = {
        "provider": "Larkmead Care",
        "month": "2026-10",
        "as_of": date(2026, 10, 31),
        "services": services,
        "n_run": len(services),
        "n_of": len(services),
    }
    return ProviderSummary(**{**facts, **differs})


def make_problem(row: int = 2, **differs: Any) -> Problem:
    facts: dict[str, Any] = {
        "code": "unreadable-date",
        "origin": Origin("data/care.xlsx", "October", row),
        "table": "care",
        "column": "due_at",
        "value": "31/31/2026",
        "says": '"31/31/2026" is not a day.',
        "mend": "Write the day as 2026-10-31.",
        "effect": Effect.ROW_NOT_USED,
        "service": "oakfield",
    }
    return Problem(**{**facts, **differs})


def make_quality(*problems: Problem) -> DataQuality:
    return DataQuality(
        provider="Larkmead Care",
        month="2026-10",
        problems=problems,
        service_names={"oakfield": "Oakfield House"},
        files_read=3,
    )


def hrefs(html: str) -> list[str | None]:
    return [attributes["href"] for _, attributes in tags_of(html, "a")]


def test_a_service_is_as_serious_as_its_worst_audit() -> None:
    service = make_service(audits=(summary_of(Outcome.CLEAR), summary_of(Outcome.WATCH)))

    assert service.status is Outcome.WATCH


def test_a_failed_audit_makes_a_clear_service_a_service_without_evidence() -> None:
    assert make_service(audits=(summary_of(Outcome.CLEAR), failed())).status is Outcome.NO_EVIDENCE


def test_a_service_nothing_was_run_for_has_no_status() -> None:
    assert make_service(audits=(AuditSummary(name=AUDIT, title=TITLE, status=None),)).status is None


def test_the_service_page_lists_findings_with_who_sees_to_them_and_leads_to_the_evidence() -> None:
    html = render_service_index(make_service(audits=(summary_of(Outcome.ACTION, Outcome.CLEAR),)))

    assert "Reviewed by: registered manager." in text_of(html)
    assert f"{AUDIT}.html#check-check-0" in hrefs(html)
    assert f"notebooks/{AUDIT}.ipynb" in hrefs(html)


def test_the_service_page_says_which_audit_failed_and_why() -> None:
    said = text_of(render_service_index(make_service(audits=(summary_of(Outcome.CLEAR), failed()))))

    assert "1 audit failed, so what it would show is not known." in said
    assert "The notebook took too long." in said


def test_the_service_page_counts_problems_and_leads_to_them() -> None:
    html = render_service_index(make_service(problems_count=14))

    assert "14 problems in the records of this service" in text_of(html)
    assert "../data-quality.html" in hrefs(html)


def test_the_provider_page_puts_the_worst_service_first() -> None:
    services = [
        make_service("Birch Lodge", audits=(summary_of(Outcome.CLEAR),)),
        make_service("Cedar Court", audits=(summary_of(Outcome.NO_EVIDENCE),)),
        make_service("Dale View", audits=(summary_of(Outcome.ACTION),)),
        make_service("Elm Grange", audits=(summary_of(Outcome.WATCH),)),
    ]

    html = render_provider_index(make_provider(*services))

    ways = [href for href in hrefs(html) if href and href.endswith("/index.html")]
    assert ways == ["dale/index.html", "elm/index.html", "cedar/index.html", "birch/index.html"]


def test_the_provider_page_says_how_many_services_were_audited() -> None:
    html = render_provider_index(make_provider(make_service(audits=(failed(),)), n_run=0))

    assert "0 of 1 service audited in full" in text_of(html)


def test_a_failed_audit_is_a_cell_that_leads_to_the_failure_page() -> None:
    html = render_provider_index(make_provider(make_service(audits=(failed(),)), make_service("Birch Lodge")))

    assert "Failed" in text_of(html)
    assert f"oakfield/{AUDIT}.html" in hrefs(html)


def test_an_audit_that_was_not_run_is_a_cell_that_says_so() -> None:
    not_run = AuditSummary(name=AUDIT, title=TITLE, status=None)

    assert "Not run" in text_of(render_provider_index(make_provider(make_service(audits=(not_run,)))))


def test_where_records_are_missing_is_said_once_a_reason_with_the_services() -> None:
    services = [
        make_service(f"{name} House", audits=(summary_of(Outcome.NO_EVIDENCE, says="No rota was supplied."),))
        for name in ("Ash", "Birch")
    ]

    assert "No rota was supplied. (Ash House and Birch House)" in text_of(
        render_provider_index(make_provider(*services))
    )


def test_a_failure_page_says_what_where_and_how_to_mend() -> None:
    failure = Failure(
        service_id="elm", name="Elm Grange", month="2026-10", title=TITLE, what="The notebook took too long.",
        where="the cell calendar", mend="Raise the time limit.",
    )  # fmt: skip

    said = text_of(render_failure(failure))

    assert "No report could be made. The notebook took too long." in said
    assert "Where the cell calendar" in said
    assert "What to do Raise the time limit." in said


def test_problems_are_grouped_by_kind_with_place_and_remedy() -> None:
    html = render_data_quality(make_quality(make_problem(2), make_problem(9)))

    said = text_of(html)
    assert "2 problems of 1 kind in the 3 files read." in said
    assert "How to mend it: Write the day as 2026-10-31." in said
    assert (
        'data/care.xlsx, sheet October 9 due_at Oakfield House "31/31/2026" is not a day. Row not used'
        in said
    )


def test_a_kind_of_problem_shows_twenty_five_places_and_counts_the_rest() -> None:
    said = text_of(render_data_quality(make_quality(*(make_problem(row) for row in range(2, 42)))))

    assert "and 15 more, all of them in problems.csv" in said


def test_no_problem_is_said_in_words() -> None:
    assert "No problem was found in the 3 files read." in text_of(render_data_quality(make_quality()))


@pytest.mark.parametrize(
    "html",
    [
        render_service_index(
            make_service(NASTY, service_id="x", audits=(summary_of(Outcome.ACTION, says=NASTY),))
        ),
        render_provider_index(
            make_provider(
                make_service(NASTY, service_id="x", audits=(summary_of(Outcome.NO_EVIDENCE, says=NASTY),))
            )
        ),
        render_failure(
            Failure(service_id="x", name=NASTY, month="2026-10", title=NASTY, what=NASTY, mend=NASTY)
        ),
        render_data_quality(
            make_quality(make_problem(says=NASTY, origin=Origin(NASTY, NASTY, 2), column=NASTY))
        ),
    ],
    ids=["service", "provider", "failure", "data quality"],
)
def test_text_from_records_stays_text_on_every_index_page(html: str) -> None:
    assert tags_of(html, "script") == tags_of(html, "img") == []
    assert NASTY in text_of(html)
