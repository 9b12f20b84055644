"""Does the governance part of the staffing report say who decides what, and what nobody knows?"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from tests.unit.report.factory import make_audit, make_check, make_decisions, make_risks, make_source
from tests.unit.report.parsing import tags_of, text_of
from toolkit.audits.checks import Figure, Kind, Outcome
from toolkit.audits.result import Subject
from toolkit.audits.staffing.audit import StaffingAudit
from toolkit.report.pieces import show_triggers
from toolkit.report.staffing.assurance import (
    show_assurance_summary,
    show_decisions,
    show_handover_risks,
    show_provider_information,
)

NASTY = "<script>alert(1)</script><img src=x onerror=alert(1)>"
IN_SUMMARY = (
    "repeated-staffing-gaps", "dependency-out-of-date", "needs-not-met", "increased-incidents",
    "poor-feedback",
)  # fmt: skip
HANDOVER, DECISIONS = (make_source("handover"),), (make_source("decisions"),)
NORTHGATE = Subject("northgate", "Northgate Home Care", "home_care")


def audit_to_sum_up(**differs: Any) -> StaffingAudit:
    checks = tuple(make_check(code=code, question=f"{code}?", says=f"Of {code}.") for code in IN_SUMMARY)
    measures = {
        "attended_fill": Figure("attended_fill", 0.942, "share", 279),
        "incident_rate": Figure("incident_rate", 20.53, "per 1,000", 21, 12.7, 31.4),
        "concern_share": Figure("concern_share", None, "share", 0),
    }
    return make_audit(**{"checks": checks, "measures": measures, **differs})


def test_the_summary_gives_each_kind_of_evidence_with_figure_n_and_answer() -> None:
    piece = show_assurance_summary(audit_to_sum_up())

    said = text_of(piece.html)
    assert "Rota gaps 94.2% of the hours needed attended 279 roles on shifts Needs action" in said
    assert (
        "Incidents 20.5 per 1,000 days people lived here 95% interval 12.7 to 31.4 21 incidents Needs action"
    ) in said
    assert "Of needs-not-met." in said
    assert [line.split(":")[0] for line in piece.text.splitlines()] == [
        "Rota gaps", "Dependency", "Missed care", "Incidents", "Feedback",
    ]  # fmt: skip


def test_a_figure_of_the_summary_that_was_not_told_reads_not_known() -> None:
    assert "Feedback not known 0 voices" in text_of(show_assurance_summary(audit_to_sum_up()).html)


def test_incidents_of_home_care_are_counted_against_visits() -> None:
    assert "20.5 per 1,000 visits" in text_of(show_assurance_summary(audit_to_sum_up(subject=NORTHGATE)).html)


def test_the_answers_of_the_summary_lead_to_how_we_know() -> None:
    links = [
        attributes["href"] for _, attributes in tags_of(show_assurance_summary(audit_to_sum_up()).html, "a")
    ]

    assert links == [f"#check-{code}" for code in IN_SUMMARY]


def test_handover_risks_are_listed_without_what_staff_wrote() -> None:
    risks = make_risks(
        {"entry_id": "HO-2", "control": False, "resolved_on": pd.NaT, "days_open": 29}, {"theme": None}
    )

    piece = show_handover_risks(make_audit(sources=HANDOVER, handover_risks=risks))

    assert piece.text == (
        "2 risks raised at handover were open this month. 1 was not resolved by 31 October 2026. "
        "1 had no control."
    )
    assert "HO-2 Missed care 2 October 2026 Still open 29 No" in text_of(piece.html)
    assert "HO-1 Not said 2 October 2026 12 October 2026 10 Yes" in text_of(piece.html)


def test_risks_all_resolved_and_controlled_are_said_so() -> None:
    assert show_handover_risks(make_audit(sources=HANDOVER, handover_risks=make_risks({}))).text == (
        "1 risk raised at handover was open this month. All were resolved by 31 October 2026. "
        "Each had a control."
    )


def test_a_log_without_controls_does_not_count_as_risks_without_one() -> None:
    risks = make_risks({"control": float("nan")})

    piece = show_handover_risks(make_audit(sources=HANDOVER, handover_risks=risks))

    assert piece.text.endswith("The log does not hold controls: whether there was one is not known.")
    assert "10 not known" in text_of(piece.html)


def test_no_open_risk_is_said_only_where_handover_was_kept() -> None:
    none_open = show_handover_risks(make_audit(sources=HANDOVER))
    not_kept = show_handover_risks(
        make_audit(sources=(make_source("handover", supplied=False, rows_used=0),))
    )

    assert none_open.text == "No risk raised at handover was open this month."
    assert not_kept.text == (
        "Which risks did staff raise at handover? This cannot be said: there are no usable records of "
        "“Handover "
        "log” for this month. What happened is unknown, not good."
    )


def test_decisions_say_what_who_for_and_when_their_effect_is_reviewed() -> None:
    decisions = make_decisions({}, {"decision_id": "DE-2", "whole_provider": True, "review_on": pd.NaT})

    piece = show_decisions(make_audit(sources=DECISIONS, decisions=decisions))

    assert piece.text == (
        "2 decisions on recruitment, deployment or provider support have been recorded since 1 August 2026."
    )
    said = text_of(piece.html)
    assert "DE-1 Provider support 14 October 2026 Quality meeting This service 13 December 2026" in said
    assert "DE-2 Provider support 14 October 2026 Quality meeting The whole provider No day set" in said


def test_no_decision_is_a_fact_only_where_decisions_were_supplied() -> None:
    # Supplied without a row of this service is enough: the absence of a decision is what is asked for.
    nothing = show_decisions(make_audit(sources=(make_source("decisions", rows_used=0),)))
    unknown = show_decisions(make_audit(sources=(make_source("decisions", supplied=False, rows_used=0),)))

    assert nothing.text == (
        "No decision on recruitment, deployment or provider support has been recorded since 1 August 2026."
    )
    assert unknown.text == (
        "What was decided about staffing? This cannot be said: there are no usable records of “Decisions” "
        "for "
        "this month. What happened is unknown, not good."
    )


def return_figures(*values: float | None) -> dict[str, Figure]:
    names = ("visits_28_days", "missed_28_days", "under_15_minutes_28_days")
    return {name: Figure(name, value, "visits", 2477) for name, value in zip(names, values, strict=True)}


def test_the_counts_of_the_return_are_given_for_home_care() -> None:
    piece = show_provider_information(make_audit(subject=NORTHGATE, measures=return_figures(2452, 37, 0)))

    assert piece.text == "Visits planned: 2,452\nVisits missed: 37\nVisits of under 15 minutes: 0"
    assert "28 days to 31 October 2026" in text_of(piece.html)


def test_a_count_of_the_return_that_cannot_be_made_is_not_known() -> None:
    some = show_provider_information(make_audit(subject=NORTHGATE, measures=return_figures(2452, 37, None)))
    none = show_provider_information(
        make_audit(
            subject=NORTHGATE,
            measures=return_figures(None, None, None),
            sources=(make_source("care", supplied=False, rows_used=0),),
        )
    )

    assert some.text.splitlines()[-1] == "Visits of under 15 minutes: not known"
    assert none.text == (
        "What does the provider information return ask? The counts cannot be given: there are no usable "
        "records "
        "of “Care records” for these 28 days. What happened is unknown, not good."
    )


def test_a_care_home_is_told_that_the_return_does_not_ask() -> None:
    assert show_provider_information(make_audit()).text == (
        "The return asks home care services alone for these counts; Oakfield House is not one."
    )


def test_triggers_come_first_each_with_reviewer_and_escalation() -> None:
    checks = (
        make_check(
            Outcome.NO_EVIDENCE, code="a", kind=Kind.LINK, question="Linked?", reviewed_by="quality lead"
        ),
        make_check(
            Outcome.WATCH, code="b", kind=Kind.WARNING, question="Late?", escalates_to="registered manager"
        ),
        make_check(Outcome.CLEAR, code="c", question="Rising?"),
        make_check(code="d"),
    )

    piece = show_triggers(make_audit(checks=checks))

    assert piece.text == (
        "1 of 2 triggers, 1 of 1 early warning and 0 of 1 other question fired. "
        "1 could not be tested: that is not good news."
    )
    said = text_of(piece.html)
    rows = [
        "Does the same shift keep running short? Trigger Needs action Registered manager Provider oversight",
        "Rising? Trigger Clear Registered manager Provider oversight",
        "Late? Early warning Watch Registered manager –",
        "Linked? Linked pattern No evidence Quality lead Provider oversight",
    ]
    assert [said.index(row) for row in rows] == sorted(said.index(row) for row in rows)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_check_has_a_word(kind: Kind) -> None:
    assert "Clear" in text_of(show_triggers(make_audit(checks=(make_check(Outcome.CLEAR, kind=kind),))).html)


def test_text_from_records_stays_text_in_the_governance_tables() -> None:
    checks = tuple(
        make_check(code=code, question=NASTY, says=NASTY, reviewed_by=NASTY) for code in IN_SUMMARY
    )
    audit = audit_to_sum_up(
        checks=checks,
        subject=Subject("x", NASTY, NASTY),
        sources=(*HANDOVER, *DECISIONS),
        handover_risks=make_risks({"entry_id": NASTY, "theme": NASTY}),
        decisions=make_decisions({"decision_id": NASTY, "forum": NASTY, "kind": NASTY}),
    )
    shown = (
        show_assurance_summary,
        show_handover_risks,
        show_decisions,
        show_provider_information,
        show_triggers,
    )

    html = "".join(show(audit).html for show in shown)

    assert tags_of(html, "script") == tags_of(html, "img") == []
    assert NASTY in text_of(html)
