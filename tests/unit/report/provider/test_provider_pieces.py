"""Does the provider's page show what the services show together, and hide nobody who failed?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tests.unit.report.parsing import tags_of, text_of
from toolkit.audits.changes import ServiceMonth, compare_months
from toolkit.audits.checks import Figure, Kind, Outcome
from toolkit.audits.provider_patterns import chance_lines, funnels, open_gaps, triggers_by_theme
from toolkit.audits.summaries import AuditSummary, CheckSummary, ProviderSummary, ServiceSummary
from toolkit.measures.uncertainty import exact_rate, wilson
from toolkit.parameters.thresholds import Thresholds
from toolkit.report import provider as pieces
from toolkit.report.provider.page import SECTIONS

NASTY = "</td><script>alert(1)</script><img src=x onerror=alert(1)>"
AUDIT = "staffing_missed_care"


def a_check(code: str = "needs-not-met", outcome: Outcome = Outcome.ACTION, **differs: Any) -> CheckSummary:
    facts = {
        "code": code, "kind": Kind.TRIGGER, "outcome": outcome, "question": f"{code}?", "says": f"Of {code}.",
        "threshold": {}, "reviewed_by": "registered manager", "escalates_to": "provider oversight",
        "next_step": "Look.",
    }  # fmt: skip
    return CheckSummary(**(facts | differs))


def a_service(
    name: str, *checks: CheckSummary, figures: tuple[Figure, ...] = (), **differs: Any
) -> ServiceSummary:
    audit = AuditSummary(name=AUDIT, title="Staffing", status=Outcome.ACTION, href=f"{AUDIT}.html",
                         checks=checks, figures=figures)  # fmt: skip
    facts = {
        "service_id": name.lower().replace(" ", "-"), "name": name, "kind": "residential",
        "provider": "Larkmead Care", "month": "2026-10", "as_of": date(2026, 10, 31), "audits": (audit,),
    }  # fmt: skip
    return ServiceSummary(**(facts | differs))


def a_provider(*services: ServiceSummary) -> ProviderSummary:
    return ProviderSummary(
        provider="Larkmead Care", month="2026-10", as_of=date(2026, 10, 31), services=services,
        n_run=len(services), n_of=len(services),
    )  # fmt: skip


def missed(count: int, n: int) -> Figure:
    around = wilson(count, n)
    return Figure("missed_care_rate", count / n, "share", n, around.low, around.high)


def incidents(count: int, days: int) -> Figure:
    around = exact_rate(count, days / 1000)
    return Figure("incident_rate", 1000 * count / days, "per 1,000", count, around.low, around.high)


def test_triggers_stand_at_most_services_first_with_those_nobody_can_tell() -> None:
    services = [
        a_service("Ash", a_check(), a_check("poor-feedback")),
        a_service("Beech", a_check(), a_check("poor-feedback", Outcome.NO_EVIDENCE)),
        a_service("Cedar", a_check(outcome=Outcome.CLEAR), a_check("x", Outcome.WATCH, kind=Kind.WARNING)),
    ]

    lines = triggers_by_theme(services)

    assert [(line.code, line.theme, line.action, line.untested) for line in lines] == [
        ("needs-not-met", "missed_care", ("Ash", "Beech"), ()),
        ("poor-feedback", "communication", ("Ash",), ("Beech",)),
    ]
    said = text_of(pieces.show_triggers_by_theme(a_provider(*services)).html)
    assert (
        "2 questions need action somewhere. The most widespread: “needs-not-met?” (2 of 3 services)." in said
    )


def test_chance_alone_gives_one_in_forty_of_those_tested() -> None:
    threshold = {"lower_limit_above": 1.0}
    services = [
        a_service(f"Home {n:02d}", a_check("increased-incidents", outcome, threshold=threshold))
        for n, outcome in enumerate([Outcome.ACTION, *[Outcome.CLEAR] * 19, Outcome.NO_EVIDENCE])
    ]

    (line,) = chance_lines(services)

    assert (line.fired, line.tested, line.expected) == (("Home 00",), 20, pytest.approx(0.5))
    said = text_of(pieces.show_chance(a_provider(*services)).html)
    assert "1 answer of those below fired." in said
    assert "If nothing had changed anywhere, chance alone would still make about 0.5 of them fire." in said


def test_a_check_that_is_not_judged_against_chance_has_no_line() -> None:
    assert chance_lines([a_service("Ash", a_check(threshold={"lower_limit_above": 0.03}))]) == ()


def test_a_funnel_names_the_service_that_stands_apart_and_ranks_nobody() -> None:
    services = [a_service(f"Home {n:02d}", figures=(missed(10 if n else 60, 200),)) for n in range(12)]

    (one,) = funnels(services)

    assert one.outside() == [("Home 00", "above")]
    html = pieces.draw_funnels(a_provider(*services)).html
    assert "Home 00 lies above the outer limits." in text_of(html)
    rows = [text_of(cell).split(" ")[1] for cell in html.split('<th scope="row">')[1:]]
    assert rows == sorted(rows)
    assert len(tags_of(html, "svg")) == 1


def test_a_service_without_the_figure_or_with_records_that_stop_is_named_and_not_among_the_others() -> None:
    stopped = Figure("recording_complete", 0.6, "share", 31)
    services = [a_service(f"Home {n:02d}", figures=(missed(10, 200),)) for n in range(10)]
    services += [a_service("Ash"), a_service("Beech", figures=(missed(0, 90), stopped))]

    (one,) = funnels(services)

    assert one.unknown == ("Ash", "Beech")
    assert "Not known, so not among them: Ash and Beech." in text_of(
        pieces.draw_funnels(a_provider(*services)).html
    )


def test_under_ten_services_no_funnel_is_drawn_and_the_page_says_why() -> None:
    services = [a_service(f"Home {n}", figures=(missed(10, 200),)) for n in range(9)]

    html = pieces.draw_funnels(a_provider(*services)).html

    assert tags_of(html, "svg") == []
    assert "fewer than 10 services have the figure: Missed care (9 services)." in text_of(html)


def test_incidents_of_home_care_are_not_compared_with_those_where_people_live() -> None:
    services = [
        a_service(f"Home {n:02d}", figures=(incidents(5, 900),), kind="home_care" if n < 10 else "nursing")
        for n in range(20)
    ]

    assert [(one.group, len(one.services)) for one in funnels(services)] == [
        ("home care", 10),
        ("where people live", 10),
    ]


def test_a_service_without_an_incident_keeps_its_place_by_the_days_people_lived_there() -> None:
    services = [
        a_service(f"Home {n:02d}", figures=(incidents(0 if n == 3 else 5, 900 + n),)) for n in range(10)
    ]

    (one,) = funnels(services)

    assert one.funnel is not None
    assert [round(point.exposure) for point in one.funnel.points] == [900 + n for n in range(10)]
    assert one.funnel.target == pytest.approx(45 / sum(900 + n for n in range(10)))


def test_gaps_of_a_quarter_are_listed_with_the_options_of_the_board() -> None:
    gap = a_check("gap-unresolved-for-a-quarter", says="Two gaps are 100 days old.", kind=Kind.BOARD)
    provider = a_provider(a_service("Ash", gap), a_service("Beech", replace(gap, outcome=Outcome.CLEAR)))

    assert [name for name, _ in open_gaps(provider.services)] == ["Ash"]
    said = text_of(pieces.show_gaps(provider).html)
    assert "1 service has a gap in evidence open for a quarter or longer." in said
    assert "additional support, external audit or leadership escalation" in said
    assert "Two gaps are 100 days old." in said


def month(name: str, outcome: str) -> ServiceMonth:
    check = {"code": "needs-not-met", "outcome": outcome, "says": "So.", "question": "Are needs met?"}
    entry = {"status": outcome, "checks": [check], "measures": {}}
    return ServiceMonth(name, {AUDIT: entry}, Thresholds().model_dump(mode="json", by_alias=True), "0.1.0")


def test_what_changed_is_counted_over_the_services_audited_in_both_months() -> None:
    new = compare_months("ash", month("2026-09", "clear"), month("2026-10", "action"))
    same = compare_months("beech", month("2026-09", "clear"), month("2026-10", "clear"))
    provider = a_provider(
        a_service("Ash", changes=new), a_service("Beech", changes=same), a_service("Cedar", changes=None)
    )

    said = text_of(pieces.show_provider_changes(provider).html)

    assert (
        "Since September 2026, of 2 services audited in both months: 1 new. 1 service cannot be compared."
        in said
    )
    assert "Ash 1 0 0 0 0 0 Are needs met?" in said
    assert "Beech" not in said


def test_without_a_month_before_nothing_is_compared() -> None:
    said = text_of(pieces.show_provider_changes(a_provider(a_service("Ash"))).html)

    assert said.strip() == "September 2026 was not audited here, so nothing can be compared with it."


def test_findings_that_need_action_lead_to_how_we_know() -> None:
    html = pieces.show_actions(a_provider(a_service("Ash", a_check()))).html

    assert 'href="ash/staffing_missed_care.html#check-needs-not-met"' in html


def test_with_nothing_found_every_piece_says_so() -> None:
    provider = a_provider(a_service("Ash", a_check(outcome=Outcome.CLEAR)))

    said = [text_of(getattr(pieces, name)(provider).html).strip() for name in pieces.__all__]

    assert "Nothing that was tested needs action this month." in said
    assert "No trigger needs action at any service." in said
    assert "No gap in evidence is known to have stayed open for a quarter." in said
    assert "Every question that was asked could be answered." in said
    assert "No figure of this month can be compared between services." in said
    assert "No check that is judged against chance could be tested this month." in said


def test_text_from_records_stays_text() -> None:
    check = a_check(question=NASTY, says=NASTY, reviewed_by=NASTY, threshold={"lower_limit_above": 1.0})
    gap = a_check("gap-unresolved-for-a-quarter", says=NASTY)
    services = [
        a_service(f"{NASTY} {n}", check, gap, a_check("x", Outcome.NO_EVIDENCE, says=NASTY),
                  figures=(missed(90 if n else 10, 200),), service_id=f"s{n}")
        for n in range(12)
    ]  # fmt: skip

    html = "".join(getattr(pieces, name)(a_provider(*services)).html for name in pieces.__all__)

    assert tags_of(html, "script") == tags_of(html, "img") == []


def test_the_page_and_the_notebook_show_the_same_pieces_in_the_same_order(repository: Path) -> None:
    notebook = nbformat.read(repository / "notebooks" / "provider_overview.ipynb", as_version=4)
    shown = [cell.source for cell in notebook.cells if cell.source.startswith("provider.")]

    on_page = [f"provider.{show.__name__}(overview)" for _, _, _, show in SECTIONS]
    assert shown == ["provider.show_provider_status(overview)", *on_page]


def test_of_many_services_every_check_is_counted_and_a_failed_one_is_too() -> None:
    failed = AuditSummary.that_failed(AUDIT, "Staffing", "It took too long.", href="x.html")
    many = [
        a_service(f"Home {n:03d}", a_check(outcome=Outcome.CLEAR if n else Outcome.ACTION))
        for n in range(299)
    ]
    provider = a_provider(*many, a_service("Ash", audits=(failed,)))

    html = pieces.show_all_checks(provider).html

    assert "needs-not-met? 1 0 0 298 1" in text_of(html)
    assert "Failed" in text_of(pieces.show_services(provider).html)


def test_of_many_reasons_the_commonest_are_told_and_the_rest_counted() -> None:
    services = [
        a_service(f"Home {n:02d}", a_check(outcome=Outcome.NO_EVIDENCE, says=f"Reason {n if n < 9 else 9}."))
        for n in range(14)
    ]

    said = text_of(pieces.show_missing(a_provider(*services)).html)

    assert said.index("Reason 9.") < said.index("Reason 0.")
    assert "4 other reasons, each on the page of its service. (Home 05, Home 06, Home 07 and Home 08)" in said
