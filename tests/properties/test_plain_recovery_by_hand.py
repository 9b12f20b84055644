"""Is the slow second reading of the recovery map itself right, on examples small enough to do by hand?"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from fractions import Fraction

import pytest

from tests.properties.generated_indicators import blank_row
from tests.properties.plain_recovery import RecoveryMap
from tests.properties.plain_service import PlainService, Row

OCTOBER, END = date(2026, 10, 1), date(2026, 10, 31)


def ago(days: int) -> date:
    return END - timedelta(days=days)


def risk(name: str = "R1", **given: object) -> Row:
    usual = {"risk_id": name, "title": "Falls", "theme": "falls", "priority": "high", "owner": "Ann",
             "review_route": "Board", "evidence_sources": "people", "opened_on": ago(200)}  # fmt: skip
    return blank_row("risks", **usual | given)


def action(name: str = "N1", **given: object) -> Row:
    usual = {"action_id": name, "risk_id": "R1", "action": "Mend the rail", "owner": "Ann",
             "decision_id": "D1", "evidence_ids": "E1", "opened_on": ago(100),
             "due_on": END}  # fmt: skip
    return blank_row("actions", **usual | given)


def ended() -> Row:
    """An action on no risk of this page, for the columns in which the end of actions is recorded."""
    return action("N0", risk_id="R0", owner="Cy", completed_on=ago(120), closed_on=ago(120),
                  opened_on=ago(130))  # fmt: skip


def decision(**given: object) -> Row:
    usual = {"decision_id": "D1", "risk_id": "R1", "decided_on": ago(100)}
    return blank_row("decisions", **usual | given)


def found(event_on: date, kind: str = "audit") -> Row:
    return blank_row("evidence", evidence_id="E1", kind=kind, event_on=event_on)


def seen(day: date, finding: str = "applied", theme: str = "falls") -> Row:
    return blank_row("observations", observation_id=f"O{day}", observed_at=datetime.combine(day, time(10)),
                     finding=finding, theme=theme)  # fmt: skip


def feedback(day: date) -> Row:
    return blank_row("feedback", feedback_id="F1", received_on=day, theme="falls", source="family",
                     kind="comment")  # fmt: skip


def statement(claims: str, name: str = "T1") -> Row:
    return blank_row("statements", statement_id=name, made_on=ago(5), risk_id="R1", claims=claims, text="So.")


def a_map(**given: list[Row]) -> RecoveryMap:
    """One high-priority risk with all four links; what is given stands in for a table."""
    tables = {
        "risks": [risk()], "actions": [ended(), action()], "decisions": [decision()],
        "evidence": [found(ago(90))], "observations": [seen(ago(80))], "learning": [],
        "care_plan_changes": [], "feedback": [feedback(ago(10))],
    } | given  # fmt: skip
    return RecoveryMap(PlainService("residential", None, None, tables, OCTOBER, END))


def links(audit: RecoveryMap) -> list[str]:
    return list(audit.links(audit.risks[0]).values())


def test_a_whole_chain_has_four_links() -> None:
    audit = a_map()

    assert links(audit) == ["present"] * 4
    assert audit.connectedness == (1, 4)
    assert audit.outcomes["disconnected-evidence"] == "clear"


def test_a_decision_is_expected_of_risks_of_high_priority_only() -> None:
    assert len(links(a_map(risks=[risk(priority="medium")]))) == 3


@pytest.mark.parametrize(("days", "state"), [(31, "not yet due"), (32, "missing")])
def test_links_are_due_on_day_32(days: int, state: str) -> None:
    audit = a_map(risks=[risk(opened_on=ago(days))], actions=[ended()])

    assert links(audit)[0] == state


@pytest.mark.parametrize(("day", "state"), [(100, "present"), (101, "missing")])
def test_evidence_counts_from_the_day_the_action_was_opened(day: int, state: str) -> None:
    assert links(a_map(evidence=[found(ago(day))]))[1] == state


def test_minutes_are_no_frontline_evidence() -> None:
    assert links(a_map(evidence=[found(ago(90), "minutes")]))[1] == "missing"


@pytest.mark.parametrize(
    ("row", "state"),
    [
        (seen(ago(100)), "present"),
        (seen(ago(101)), "missing"),
        (seen(ago(80), "partly_applied"), "present"),
        (seen(ago(80), "not_applied"), "missing"),
        (seen(ago(80), theme="skin"), "missing"),
    ],
)
def test_practice_is_seen_applied_on_the_theme_since_the_first_action(row: Row, state: str) -> None:
    assert links(a_map(observations=[row]))[2] == state


def test_practice_cannot_be_told_where_learning_was_not_supplied() -> None:
    tables = dict(a_map(observations=[]).service.tables)
    del tables["learning"]
    audit = RecoveryMap(PlainService("residential", None, None, tables, OCTOBER, END))

    assert links(audit)[2] == "not known"
    assert audit.connectedness[0] is None
    assert audit.outcomes["disconnected-evidence"] == "no_evidence"


@pytest.mark.parametrize(("days", "state"), [(91, "present"), (92, "missing")])
def test_feedback_of_92_days_is_the_outcome_of_a_risk_without_an_indicator(days: int, state: str) -> None:
    assert links(a_map(feedback=[feedback(ago(days))]))[3] == state


def test_an_indicator_without_a_figure_is_a_missing_outcome() -> None:
    audit = a_map(risks=[risk(indicator="attended_fill")])

    assert links(audit)[3] == "missing"
    assert audit.connectedness == (Fraction(3, 4), 4)
    assert audit.outcomes["disconnected-evidence"] == "action"


def test_improved_against_worse_is_a_conflicting_story_and_stable_against_worse_is_not() -> None:
    differ = a_map(statements=[statement("improved"), statement("worse", "T2")])
    alike = a_map(statements=[statement("stable"), statement("worse", "T2")])

    assert differ.outcomes["conflicting-story"] == "action"
    assert alike.outcomes["conflicting-story"] == "clear"


def test_observations_applied_less_and_less_are_a_source_that_got_worse() -> None:
    rows = [
        seen(date(2026, month, day), "applied" if month < 10 else "not_applied")
        for month in (7, 8, 9, 10)
        for day in range(1, 13)
    ]
    audit = a_map(observations=rows, risks=[risk(evidence_sources="observations; people")])

    assert audit.sources(audit.risks[0]) == ["worse", "silent"]


@pytest.mark.parametrize(("days", "outcome"), [(91, "action"), (92, "clear")])
def test_a_risk_closed_in_92_days_with_a_missing_link_was_closed_too_early(days: int, outcome: str) -> None:
    audit = a_map(
        risks=[risk(closed_on=ago(days))], observations=[], statements=[statement("none")],
        evidence=[found(ago(99))],
    )  # fmt: skip

    assert audit.outcomes["closed-while-disconnected"] == outcome


@pytest.mark.parametrize(("owner", "outcome"), [("Bo", "watch"), ("ANN ", "clear"), (None, "clear")])
def test_two_open_actions_alike_overlap_when_two_people_own_them(owner: str, outcome: str) -> None:
    audit = a_map(actions=[ended(), action(), action("N2", action="Mend the rails 2", owner=owner)])

    assert audit.outcomes["overlapping-actions"] == outcome


@pytest.mark.parametrize(("days", "outcome"), [(0, "action"), (365, "action"), (366, "clear"), (-1, "clear")])
def test_a_risk_that_opens_within_a_year_of_a_closing_is_a_repeat_failure(days: int, outcome: str) -> None:
    closed = ago(100) - timedelta(days=days)
    before = risk("R2", opened_on=closed - timedelta(days=50), closed_on=closed)
    audit = a_map(risks=[risk(opened_on=ago(100)), before, risk("R3", theme="skin", closed_on=ago(150))])

    assert audit.outcomes["repeat-failure"] == outcome


@pytest.mark.parametrize(
    ("sources", "outcome"),
    [("shifts", "watch"), ("care", "watch"), ("care; dependency", "clear"), ("people", "clear")],
)
def test_staffing_and_missed_care_are_read_together(sources: str, outcome: str) -> None:
    audit = a_map(risks=[risk(theme="staffing", evidence_sources=sources)])

    assert audit.outcomes["staffing-not-linked-to-missed-care"] == outcome


@pytest.mark.parametrize("column", ["evidence_sources", "owner", "review_route"])
def test_a_blank_cell_makes_the_row_incomplete_and_a_blank_column_is_unknown(column: str) -> None:
    filled = risk("R2", theme="other")
    both = [ended(), action(), action("N2", risk_id="R2")]

    assert a_map().outcomes["map-row-incomplete"] == "clear"
    assert a_map(risks=[risk(**{column: None})]).outcomes["map-row-incomplete"] == "no_evidence"
    one_blank = a_map(risks=[risk(**{column: None}), filled], actions=both)
    assert one_blank.outcomes["map-row-incomplete"] == "watch"
