"""Do all fourteen answers about oversight, their figures and the indicators agree with the plain reading?

Where the two once read the rules differently, the difference stands at the end as an example of its own.
"""

from __future__ import annotations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.factories import (
    make_action,
    make_challenge,
    make_complaint,
    make_decision,
    make_evidence,
    make_evidence_row,
    make_feedback,
    make_learning,
    make_plan_change,
    make_risk,
    make_statement,
    make_stay,
)  # fmt: skip
from tests.properties.generated_oversight import charted_services, governed_services
from tests.properties.generated_services import GeneratedService
from tests.properties.plain_indicators import INDICATORS
from tests.properties.plain_oversight import OversightAudit
from toolkit.audits import AUDITS

# A service is made from one seed, so there is nothing to shrink; both readings of one take a second.
half_of_the_examples = settings(
    max_examples=max(1, settings().max_examples // 2), phases=(Phase.explicit, Phase.generate)
)
# Checks whose figure is a share of n; the figure of the others is how many were found.
SHARES = (
    "weak-action-closure",
    "evidence-pack-incomplete",
    "evidence-out-of-date",
    "few-challenges",
    "weak-impact-evidence",
)


def run(service: GeneratedService):
    return AUDITS["oversight_evidence"].run(service.evidence())


@pytest.mark.slow
@half_of_the_examples
@given(governed_services())
def test_all_fourteen_answers_their_figures_and_the_measures_agree(service: GeneratedService) -> None:
    plain = OversightAudit(service.plain())
    audit = run(service)

    ours = {check.code: check.outcome.value for check in audit.checks}
    assert ours == plain.outcomes
    for name, expected in plain.measures.items():
        assert _same(audit.measures[name].value, expected), name
    for code in sorted(plain.figures):
        value, n = plain.figures[code]
        figure = audit.check(code).figure
        if code in SHARES:
            assert _same(figure.value, value), code
            assert (figure.n or 0) == (n or 0), code
        elif ours[code] in ("action", "watch") and figure.value is not None:
            assert figure.value == value, code


@pytest.mark.slow
@half_of_the_examples
@given(st.one_of(governed_services(), charted_services()))
def test_which_way_each_indicator_went_agrees(service: GeneratedService) -> None:
    plain = OversightAudit(service.plain())

    verdicts = run(service).verdicts_on_indicators
    ours = dict(zip(verdicts["indicator"], verdicts["direction"], strict=True))

    ours = {name: way for name, way in ours.items() if ":" not in name}  # the scores of each theme apart
    assert ours == {name: plain.said.indicators.direction(name) for name in INDICATORS}


def _same(ours: float | None, plain: object) -> bool:
    if ours is None or plain is None:
        return ours is None and plain is None
    return abs(ours - float(plain)) <= 1e-9 * max(1.0, abs(float(plain)))  # type: ignore[arg-type]


# What the two once read differently, each as the smallest example that showed it.


def _audit(**tables: list[dict]):
    return AUDITS["oversight_evidence"].run(make_evidence(tables))


def _outcome(code: str, **tables: list[dict]) -> str:
    return _audit(**tables).check(code).outcome.value


def test_a_closure_that_nobody_owns_or_verified_is_weak() -> None:
    closed = make_action("2026-09-01", "2026-10-30", closed_on="2026-10-05", evidence_ids="E1")
    before = make_action("2026-07-01", "2026-08-30", closed_on="2026-08-05", verified_by="Cy",
                         verified_on="2026-08-05")  # fmt: skip
    found = make_evidence_row("2026-10-01", evidence_id="E1")

    assert _outcome("weak-action-closure", actions=[closed, before], evidence=[found]) == "action"


def test_a_decision_of_last_week_is_not_yet_without_effect() -> None:
    decision = make_decision("2026-10-24", indicator="audit_score")

    assert _outcome("decision-without-effect", decisions=[decision], actions=[]) == "clear"


def test_learning_that_fell_due_in_the_month_and_before_has_a_direction() -> None:
    due = ("2026-08-01", "2026-07-01", "2026-08-15")  # 56 days later: September, August, October
    complaints = [make_complaint(day, complaint_id=f"K{n}") for n, day in enumerate(due)]
    learning = [make_learning(f"K{n}", day, plan_section=f"section {n}") for n, day in enumerate(due)]
    changes = [make_plan_change(f"{day} 12:00", plan_section=f"section {n}") for n, day in enumerate(due)]

    audit = _audit(complaints=complaints, learning=learning, care_plan_changes=changes, people=[make_stay()])

    verdicts = audit.verdicts_on_indicators.set_index("indicator")["direction"]
    assert verdicts["learning_in_eight_weeks"] == "steady"


def test_challenges_of_weak_statements_cannot_be_judged_where_none_is_weak() -> None:
    found = make_evidence_row("2026-10-01", evidence_id="E1")
    said = [make_statement(day, evidence_ids="E1", claims="none") for day in ("2026-09-05", "2026-10-05")]
    challenge = make_challenge("2026-10-06", statement_id="T0")

    tables = {"statements": said, "evidence": [found], "challenges": [challenge]}
    assert _outcome("few-challenges", **tables) == "no_evidence"


def test_a_risk_spoken_of_since_the_records_began_may_have_been_spoken_of_before() -> None:
    risk = make_risk("2026-01-01", risk_id="R1", indicator="audit_score")
    said = [make_statement(day, risk_id="R1") for day in ("2026-09-05", "2026-10-05")]

    assert _outcome("repeated-risk", risks=[risk], statements=said, decisions=[]) == "no_evidence"


def test_what_was_said_in_the_first_month_on_record_may_have_been_said_before() -> None:
    said = [make_statement(day, risk_id="R1") for day in ("2026-09-05", "2026-10-05")]

    assert _outcome("repeated-summary", statements=said) == "no_evidence"


def test_without_evidence_on_record_nothing_can_be_called_supported() -> None:
    said = [make_statement("2026-10-05", claims="none")]
    challenge = make_challenge("2026-10-06", statement_id="T0")

    tables = {"statements": said, "challenges": [challenge], "evidence": []}
    assert _outcome("unsupported-assurance", **tables) == "no_evidence"


def test_actions_that_never_cite_evidence_cannot_show_which_were_closed_without() -> None:
    closed = make_action("2026-01-01", "2026-05-30", closed_on="2026-05-05")

    tables = {"actions": [closed], "evidence": [make_evidence_row("2026-05-01")]}
    assert _outcome("gap-unresolved-for-a-quarter", **tables) == "no_evidence"


def test_a_decision_of_long_ago_reviewed_now_needs_an_effect_too() -> None:
    old = make_decision("2025-09-26", review_on="2026-10-20", indicator="attended_fill")
    replaced = make_decision("2026-07-20", decision_id="D2", risk_id="R1", indicator="attended_fill")
    later = make_decision("2026-10-24", risk_id="R1")
    action = make_action("2026-08-01", "2026-12-01", decision_id="D2")

    tables = {"decisions": [old, replaced, later], "actions": [action]}
    assert _outcome("decision-without-effect", **tables) == "no_evidence"


def test_an_old_challenge_answered_now_without_evidence_is_not_followed_up() -> None:
    old = make_challenge("2025-09-01", answered_on="2026-10-20", evidence_ids="E9")
    new = make_challenge("2026-09-01", answered_on="2026-10-20", evidence_ids="E1")
    found = make_evidence_row("2026-10-01", evidence_id="E1")

    assert _outcome("challenge-not-followed-up", challenges=[old, new], evidence=[found]) == "watch"


def test_feedback_that_never_has_a_kind_has_no_share_of_concerns() -> None:
    feedback = [make_feedback(f"2026-{month:02d}-05", kind=None) for month in (7, 8, 9, 10)]
    complaints = [make_complaint(f"2026-{month:02d}-06") for month in (7, 8, 9, 10)]

    verdicts = _audit(feedback=feedback, complaints=complaints).verdicts_on_indicators

    assert verdicts.set_index("indicator")["direction"]["concern_share"] == "unknown"


def test_contradicted_statements_are_counted_where_no_evidence_was_supplied() -> None:
    said = make_statement("2026-10-05", claims="none")

    measures = _audit(statements=[said, make_statement("2026-09-05")]).measures

    assert measures["statements_contradicted"].value == 0
