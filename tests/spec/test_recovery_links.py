"""Does a risk hold together from decision to outcome? Worked tables to check by hand.

One staffing risk of high priority, opened on 1 May 2026 and looked at from 31 October 2026.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories import (
    make_action,
    make_complaint,
    make_decision,
    make_evidence,
    make_evidence_row,
    make_feedback,
    make_learning,
    make_observation,
    make_plan_change,
    make_risk,
)
from toolkit.audits.recovery.facts import RecoveryFacts
from toolkit.measures.recovery.links import DECISION, EVIDENCE, OUTCOME, PRACTICE, compute_connectedness

EVERY = {
    "risks": [make_risk("2026-05-01", risk_id="R-1", indicator=None)],
    "actions": [make_action("2026-05-10", "2026-09-01", action_id="A-1", risk_id="R-1", decision_id="D-1",
                            evidence_ids="E-1")],
    # "care_plan_changes" names learning of another place, so that its columns are in use
    "decisions": [make_decision("2026-05-05", decision_id="D-1", risk_id="R-1")],
    "evidence": [make_evidence_row("2026-05-10", evidence_id="E-1")],
    "observations": [make_observation("2026-05-10 09:00", theme="staffing")],
    "care_plan_changes": [make_plan_change("2026-01-01 09:00", learning_id="L-9")],
    "learning": [make_learning("CO-1", "2026-01-01", theme="staffing", learning_id="L-1")],
    "feedback": [make_feedback("2026-08-01", theme="staffing")],
}  # fmt: skip


# An action on another risk uses every column, so that a blank cell says none and not unknown.
ELSEWHERE = make_action("2026-01-01", "2026-02-01", action_id="A-9", risk_id="R-9", decision_id="D-9",
                        evidence_ids="E-99")  # fmt: skip


def links(**changed: list[dict[str, Any]] | None) -> dict[str, str]:
    """Link -> state of risk R-1, with some tables changed (None: not supplied)."""
    tables = {name: rows for name, rows in (EVERY | changed).items() if rows is not None}
    tables["actions"] = [*tables["actions"], ELSEWHERE]
    rows = RecoveryFacts(make_evidence(tables)).links
    of_risk = rows[rows["risk_id"] == "R-1"]
    return dict(zip(of_risk["link"], of_risk["state"], strict=True))


def test_a_risk_with_every_record_is_joined_up() -> None:
    assert links() == dict.fromkeys((DECISION, EVIDENCE, PRACTICE, OUTCOME), "present")


def an_action(**given: Any) -> list[dict[str, Any]]:
    usual = {"action_id": "A-1", "risk_id": "R-1", "decision_id": "D-1", "evidence_ids": "E-1"}
    return [make_action(given.pop("opened_on", "2026-05-10"), "2026-09-01", **(usual | given))]


@pytest.mark.parametrize(
    ("changed", "broken"),
    [
        # the action carries out no decision, or one on another risk
        ({"actions": an_action(decision_id=None)}, DECISION),
        ({"decisions": [make_decision("2026-05-05", decision_id="D-1", risk_id="R-2")]}, DECISION),
        # the action cites nothing, a paper, or what was there before it began
        ({"actions": an_action(evidence_ids=None)}, EVIDENCE),
        ({"evidence": [make_evidence_row("2026-05-10", evidence_id="E-1", kind="minutes")]}, EVIDENCE),
        ({"evidence": [make_evidence_row("2026-05-09", evidence_id="E-1")]}, EVIDENCE),
        ({"evidence": [make_evidence_row("2026-05-10", evidence_id="E-9")]}, EVIDENCE),
        # practice was seen of another theme, not applied, or before the first action
        ({"observations": [make_observation("2026-06-01 09:00", theme="falls")]}, PRACTICE),
        (
            {"observations": [make_observation("2026-06-01 09:00", theme="staffing", finding="not_applied")]},
            PRACTICE,
        ),
        ({"observations": [make_observation("2026-05-09 23:00", theme="staffing")]}, PRACTICE),
        # without an indicator the outcome is feedback of the last 92 days: 1 August is the first of them
        ({"feedback": [make_feedback("2026-07-31", theme="staffing")]}, OUTCOME),
        ({"feedback": [make_feedback("2026-08-01", theme="falls")]}, OUTCOME),
    ],
)  # fmt: skip
def test_one_record_that_is_not_what_it_should_be_breaks_one_link(
    changed: dict[str, list[dict[str, Any]]], broken: str
) -> None:
    found = links(**changed)

    assert {link for link, state in found.items() if state == "missing"} == {broken}


def test_practice_partly_applied_and_learning_put_into_a_plan_join_too() -> None:
    partly = [make_observation("2026-06-01 09:00", theme="staffing", finding="partly_applied")]
    learned = [make_plan_change("2026-06-01 09:00", learning_id="L-1")]
    early = [make_plan_change("2026-05-09 09:00", learning_id="L-1")]

    assert links(observations=partly)[PRACTICE] == "present"
    assert links(observations=[], care_plan_changes=learned)[PRACTICE] == "present"
    assert links(observations=[], care_plan_changes=early)[PRACTICE] == "missing"


def test_without_an_action_there_is_no_practice_to_look_for() -> None:
    found = links(actions=[make_action("2026-05-10", "2026-09-01", risk_id="R-2")])

    assert [found[link] for link in (DECISION, EVIDENCE, PRACTICE)] == ["missing"] * 3


def test_an_outcome_with_an_indicator_is_the_figure_of_the_month() -> None:
    risks = [make_risk("2026-05-01", risk_id="R-1", indicator="complaints_count")]

    assert links(risks=risks, feedback=[], complaints=[make_complaint("2026-10-02")])[OUTCOME] == "present"
    assert links(risks=risks)[OUTCOME] == "missing"


def test_a_decision_is_expected_of_high_priority_risks_only() -> None:
    risks = [make_risk("2026-05-01", risk_id="R-1", indicator=None, priority="medium")]

    assert set(links(risks=risks, decisions=[])) == {EVIDENCE, PRACTICE, OUTCOME}


@pytest.mark.parametrize(("opened_on", "state"), [("2026-09-30", "not yet due"), ("2026-09-29", "missing")])
def test_links_of_a_risk_opened_31_days_ago_are_not_yet_due(opened_on: str, state: str) -> None:
    found = links(risks=[make_risk(opened_on, risk_id="R-1", indicator=None)], decisions=[])

    assert found[DECISION] == state


@pytest.mark.parametrize(
    ("missing", "link"),
    [("decisions", DECISION), ("evidence", EVIDENCE), ("observations", PRACTICE), ("feedback", OUTCOME)],
)
def test_a_link_whose_records_were_not_supplied_is_not_known_never_present_nor_missing(
    missing: str, link: str
) -> None:
    assert links(**{missing: None})[link] == "not known"


def test_connectedness_counts_what_is_due_and_cannot_be_told_beside_an_unknown_link() -> None:
    assert compute_connectedness(["present", "present", "missing", "not yet due"]).share == pytest.approx(
        2 / 3
    )
    assert compute_connectedness(["present", "not known"]).share is None
    assert compute_connectedness(["not yet due"]).share is None
