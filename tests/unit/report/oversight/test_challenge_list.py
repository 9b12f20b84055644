"""Does the first screen say what to challenge, and never take silence for good news?"""

from __future__ import annotations

from tests.unit.report.oversight.factory import (
    AGAINST,
    UNKNOWN_SUPPORT,
    make_audit,
    make_checks,
    make_frame,
    make_measures,
    make_sources,
    make_weak,
)
from tests.unit.report.parsing import tags_of, text_of
from toolkit.audits.checks import Outcome
from toolkit.report.oversight.challenge_list import show_to_challenge


def test_each_weak_statement_nobody_asked_about_is_named_with_the_figure_and_who_should_ask() -> None:
    audit = make_audit(statements=make_frame("statements", make_weak(), {"statement_id": "ST-1"}))

    said = text_of(show_to_challenge(audit).html)

    assert said.startswith(
        "1 of 2 assurance statements of this month is contradicted by the records or rests on"
    )
    assert "Care at night is missed: said to have improved ST-9" in said
    assert AGAINST in said
    assert "To challenge it: Provider representative." in said
    assert "ST-1," not in said


def test_what_was_challenged_is_not_asked_again() -> None:
    row = make_weak(challenged=True, challenge_ids="CH-1")

    said = show_to_challenge(make_audit(statements=make_frame("statements", row))).text

    assert said.startswith("Every weak statement of this month was challenged, or there was none.")


def test_only_the_six_weakest_stand_on_the_first_screen() -> None:
    rows = [make_weak(f"ST-{n}") for n in range(9)]

    html = show_to_challenge(make_audit(statements=make_frame("statements", *rows))).html

    assert html.count('class="asked"') == 6
    assert "The 6 weakest stand here." in text_of(html)


def test_questions_are_asked_of_those_who_can_answer_and_lead_to_how_we_know() -> None:
    audit = make_audit(
        checks=make_checks(
            evidence_pack_incomplete=Outcome.ACTION,
            challenge_not_followed_up=Outcome.WATCH,
            decision_without_effect=Outcome.ACTION,
            weak_action_closure=Outcome.ACTION,
            repeated_risk=Outcome.ACTION,
            gap_unresolved_for_a_quarter=Outcome.ACTION,
        ),
        pack=make_frame("pack", {"kind": "care_record", "present": False, "current": False}),
        challenges=make_frame("challenges", {"state": "overdue", "answered_on": None}),
        decisions=make_frame(
            "decisions",
            {"without_action": True, "action_ids": None, "effect": "not tested"},
            {"decision_id": "DE-2", "effect": "not better"},
        ),
        closures=make_frame("closures", {"weak": True}),
        risks=make_frame("risks", {}),
        gaps=make_frame("gaps", {}),
    )

    html = show_to_challenge(audit).html

    said = text_of(html)
    assert "Where is the current evidence on care record that the meeting requires?" in said
    assert "What became of 1 challenge past its day (CH-1)?" in said
    assert (
        "Who carries out DE-1, which no action of this service names and what comes after DE-2, as nothing "
        "got better?" in said
    )
    assert "How do we know that this action worked: AC-1?" in said
    assert "What will be done differently about RK-1, spoken of for three months?" in said
    assert "1 gap in evidence has been open for a quarter or more, the first since 22 June 2026" in said
    ways = [attrs["href"] for _, attrs in tags_of(html, "a")]
    assert "#check-gap-unresolved-for-a-quarter" in ways
    assert len(ways) == 6


def test_what_a_check_calls_clear_is_not_asked() -> None:
    audit = make_audit(closures=make_frame("closures", {"weak": True}))

    assert "worked" not in show_to_challenge(audit).text


def test_nothing_to_challenge_is_no_good_news_while_questions_could_not_be_tested() -> None:
    tested = show_to_challenge(make_audit(statements=make_frame("statements", {}))).text
    untested = show_to_challenge(
        make_audit(
            statements=make_frame("statements", {}), checks=make_checks(repeated_risk=Outcome.NO_EVIDENCE)
        )
    ).text

    assert tested.endswith("No other question of this report asks for a challenge.")
    assert untested.endswith("But 1 question could not be answered: that is not good news.")


def test_without_statements_or_evidence_what_needs_challenge_is_not_known() -> None:
    missing = show_to_challenge(make_audit(sources=make_sources("statements")))
    unseen = show_to_challenge(
        make_audit(
            statements=make_frame("statements", make_weak(level="unsupported")),
            measures=make_measures(**UNKNOWN_SUPPORT),
            checks=make_checks(unsupported_assurance=Outcome.NO_EVIDENCE),
        )
    )

    assert "unknown, not good" in missing.text
    assert "Which statements need challenge is not known" in unseen.text
    assert "Every weak statement" not in unseen.text


def test_without_the_challenges_it_is_not_said_that_nobody_asked() -> None:
    audit = make_audit(
        statements=make_frame("statements", make_weak()), sources=make_sources(unsupplied=["challenges"])
    )

    assert "nobody can be shown to have challenged it" in show_to_challenge(audit).text
