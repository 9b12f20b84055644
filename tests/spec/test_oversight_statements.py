"""What does the oversight audit answer about statements, repeats and challenges? To check by hand."""

from __future__ import annotations

import pytest

from tests.factories import (
    make_audit_row,
    make_challenge,
    make_decision,
    make_evidence,
    make_evidence_row,
    make_risk,
    make_statement,
)
from tests.spec.oversight_asking import ask, rota
from toolkit.audits.checks import Check
from toolkit.audits.oversight.audit import run

SAID = make_statement("2026-10-20", statement_id="ST-1", indicator="attended_fill", evidence_ids="E-1")
AUDIT = make_evidence_row("2026-10-10", evidence_id="E-1")
FELL, ROSE, SAME = rota(missed_in_october=12), rota(missed_before=12), rota()


def supported(**more: list[dict]) -> dict[str, list[dict]]:
    return {"statements": [SAID], "evidence": [AUDIT], "challenges": [], "audits": [], **SAME, **more}


def test_a_statement_that_staffing_improved_is_contradicted_by_the_fill_that_fell_with_both_numbers() -> None:
    found = ask("contradicted-assurance", supported(**FELL))

    assert found.outcome == "action"
    assert found.says == (
        "1 of 1 assurance statement of the month is contradicted (ST-1). ST-1: The share of needed hours attended was "
        "61.4% (over 31 shifts) in October 2026, against 100% (over 92 shifts) in the 3 months before together "
        "(95% interval of the change -56.1 to -23.1 percentage points): it got worse."
    )
    assert [one.ref for one in found.evidence] == ["evidence:E-1", "statements:ST-1"]


def test_each_figure_names_the_statements_it_contradicts_and_is_said_once() -> None:
    found = ask(
        "contradicted-assurance", supported(statements=[SAID, {**SAID, "statement_id": "ST-2"}], **FELL)
    )

    assert "are contradicted (ST-1 and ST-2). ST-1 and ST-2: The share of needed hours" in found.says
    assert found.says.count("The share of needed hours attended was") == 1


def test_of_many_contradicted_statements_three_figures_are_told_and_the_rest_counted_by_name() -> None:
    themes = ("falls", "nutrition", "skin", "infection", "records")
    said = [{**SAID, "statement_id": f"ST-{n}", "risk_id": f"R-{n}", "indicator": None} for n in range(5)]
    risks = [make_risk("2026-01-01", risk_id=f"R-{n}", theme=theme) for n, theme in enumerate(themes)]
    audits = [make_audit_row(f"2026-10-0{n + 1}", audit_id=f"AU-{n}", theme=theme, yes=5, no=5)
              for n, theme in enumerate(themes)]  # fmt: skip

    found = ask("contradicted-assurance", supported(statements=said, risks=risks, audits=audits))

    assert "ST-2: Audit AU-2 of 3 October 2026 scored" in found.says
    assert "AU-3" not in found.says
    assert found.says.endswith("And 2 more (ST-3 and ST-4).")


def test_a_statement_that_staffing_improved_is_not_contradicted_where_it_did() -> None:
    found = ask("contradicted-assurance", supported(**ROSE))

    assert found.outcome == "clear"
    assert found.says == "No figure contradicts the one assurance statement of the month."


def test_a_statement_without_a_figure_to_hold_it_against_is_not_cleared_of_contradiction() -> None:
    nothing_named = {**SAID, "indicator": None}

    found = ask("contradicted-assurance", supported(statements=[nothing_named]))

    assert found.outcome == "no_evidence"
    assert found.says == (
        "Not tested: 1 of 1 assurance statement could not be held against any figure (ST-1)."
    )


def test_a_month_without_assurance_has_nothing_to_contradict() -> None:
    earlier = [make_statement("2026-09-20", evidence_ids="E-1")]

    found = ask("contradicted-assurance", supported(statements=earlier))

    assert found.outcome == "clear"
    assert found.says == (
        "No statement of this month claims that anything improved, is stable or is embedded."
    )


UNSUPPORTED = {**SAID, "statement_id": "ST-2", "evidence_ids": "E-99"}


def test_an_unsupported_statement_nobody_challenged_needs_action() -> None:
    found = ask("unsupported-assurance", supported(statements=[SAID, UNSUPPORTED]))

    assert found.outcome == "action"
    assert found.says == (
        "1 of 2 assurance statements of the month cited no frontline evidence of this service, and no challenge "
        "names it (ST-2)."
    )


@pytest.mark.parametrize(
    ("challenges", "outcome"),
    [
        pytest.param([], "action", id="nobody asked"),
        pytest.param([make_challenge("2026-10-25", statement_id="ST-2")], "clear", id="somebody asked"),
        pytest.param([make_challenge("2026-11-01", statement_id="ST-2")], "action", id="asked after as_of"),
        pytest.param([make_challenge("2026-10-25", statement_id="ST-1")], "action", id="asked about another"),
        pytest.param([make_challenge("2026-10-25")], "no_evidence", id="challenges never name statements"),
    ],
)
def test_a_challenge_that_names_it_settles_an_unsupported_statement(
    challenges: list[dict], outcome: str
) -> None:
    found = ask("unsupported-assurance", supported(statements=[SAID, UNSUPPORTED], challenges=challenges))

    assert found.outcome == outcome


def test_whether_anybody_asked_is_unknown_without_the_challenges() -> None:
    tables = supported(statements=[SAID, UNSUPPORTED])
    del tables["challenges"]

    found = ask("unsupported-assurance", tables)

    assert found.outcome == "no_evidence"
    assert "the challenges were not supplied" in found.says


def test_a_log_that_never_names_a_statement_is_not_called_missing() -> None:
    unnamed = [make_challenge("2026-10-25")]

    found = ask("unsupported-assurance", supported(statements=[UNSUPPORTED], challenges=unnamed))

    assert "no row of challenges in the last 12 months fills “statement id”" in found.says.lower()
    assert "not supplied" not in found.says


def test_without_any_evidence_on_record_nothing_is_called_supported() -> None:
    tables = supported(statements=[{**SAID, "claims": "none"}], evidence=[])

    assert ask("unsupported-assurance", tables).outcome == "no_evidence"


def test_what_the_records_contradict_is_counted_without_evidence_on_file() -> None:
    measures = run(make_evidence({**supported(**FELL), "evidence": []})).measures

    assert measures["statements_contradicted"].value == 1
    assert measures["statements_contradicted"].n == 1
    assert measures["statements_unsupported"].value is None
    assert measures["supported_share"].value is None


def test_a_supported_statement_that_is_contradicted_and_not_challenged_needs_action() -> None:
    found = ask("unsupported-assurance", supported(**FELL))

    assert found.outcome == "action"
    assert found.says.startswith(
        "No challenge names ST-1, though the records say the opposite. ST-1: The share of needed hours attended was 61.4%"
    )


def test_without_evidence_rows_nothing_is_called_unsupported() -> None:
    tables = supported(statements=[SAID, UNSUPPORTED])
    del tables["evidence"]

    found = ask("unsupported-assurance", tables)

    assert found.outcome == "no_evidence"
    assert found.says.startswith("Not tested: there are no rows of evidence of this service")


def cites(*ages: int) -> list[dict]:
    days = [f"2026-{10 if age < 20 else 8}-{20 - age % 20:02d}" for age in ages]
    return [make_evidence_row(day, evidence_id=f"E-{place}") for place, day in enumerate(days)]


@pytest.mark.parametrize(
    ("ages", "outcome", "told"),
    [
        pytest.param((0, 1, 2, 60), "watch", "25% (1 of 4) was", id="one of four"),
        pytest.param((0, 1, 2, 3, 60), "clear", "20% (1 of 5) was", id="one of five"),
        pytest.param((), "no_evidence", "cites frontline evidence", id="none"),
    ],
)
def test_a_quarter_of_the_sources_out_of_date_is_a_warning(
    ages: tuple[int, ...], outcome: str, told: str
) -> None:
    evidence = cites(*ages) or [make_evidence_row("2026-10-10", evidence_id="E-other")]
    said = {**SAID, "evidence_ids": "; ".join(f"E-{n}" for n in range(len(ages))) or "E-99"}

    found = ask("evidence-out-of-date", supported(statements=[said], evidence=evidence))

    assert found.outcome == outcome
    assert told in found.says


def test_the_same_file_cited_four_times_is_one_source_out_of_date() -> None:
    same = [{**row, "file_sha256": "aa"} for row in cites(60, 60, 60)]
    said = {**SAID, "evidence_ids": "E-0; E-1; E-2; E-9"}
    new = make_evidence_row("2026-10-10", evidence_id="E-9")

    found = ask("evidence-out-of-date", supported(statements=[said], evidence=[*same, new]))

    assert found.says == (
        "Of the frontline sources that the month's statements cite, 50% (1 of 2) was older than 31 days when the "
        "statement was made."
    )


def test_assurance_that_rests_on_audits_alone_is_weak_evidence_of_impact() -> None:
    seen = make_evidence_row("2026-10-12", evidence_id="E-2", kind="observation")
    second = {**SAID, "statement_id": "ST-2", "evidence_ids": "E-2"}
    third = {**SAID, "statement_id": "ST-3"}

    half = ask("weak-impact-evidence", supported(statements=[SAID, second], evidence=[AUDIT, seen]))
    third_of = ask(
        "weak-impact-evidence", supported(statements=[SAID, second, third], evidence=[AUDIT, seen])
    )

    assert half.outcome == "clear"
    assert third_of.outcome == "watch"
    assert third_of.says == (
        "33.3% (1 of 3) of the month's assurance statements cite an observation, feedback or a care record."
    )


def test_the_one_assurance_statement_of_a_month_is_said_to_cite_experience_or_not() -> None:
    seen = make_evidence_row("2026-10-12", evidence_id="E-2", kind="observation")

    one = ask(
        "weak-impact-evidence", supported(statements=[{**SAID, "evidence_ids": "E-2"}], evidence=[seen])
    )
    none = ask("weak-impact-evidence", supported())

    told = "The one assurance statement of the month cites"
    assert one.says == f"{told} an observation, feedback or a care record."
    assert none.says == f"{told} no observation, feedback or care record."


# The same risk and the same words

RISK = make_risk("2026-01-01", risk_id="R-1")
SPOKEN = [make_statement(day, statement_id=f"ST-{day[5:7]}", risk_id="R-1", evidence_ids="E-1",
                         text=f"Nothing like the others: {words}")
          for day, words in (("2026-08-20", "first we hired"), ("2026-09-20", "then two left again"),
                             ("2026-10-20", "now an agency covers most of the nights"))]  # fmt: skip


LONG_AGO = make_statement("2026-01-20", text="Of something else.")


def repeated(**more: list[dict]) -> dict[str, list[dict]]:
    other = [make_decision("2026-08-02", risk_id="R-9")]
    return {"risks": [RISK], "statements": SPOKEN, "decisions": other, **SAME, **more}


def test_a_risk_spoken_of_three_months_running_without_a_decision_needs_action() -> None:
    found = ask("repeated-risk", repeated())

    assert found.outcome == "action"
    assert found.says == (
        "Risk R-1 (Nights run short) was spoken of in each of the 3 months from August 2026, and no decision "
        "since 1 August 2026 names it. The share of needed hours attended was 100% (over 31 shifts) in October 2026, against 100% (over 92 "
        "shifts) in the 3 months before together (95% interval of the change -11 to 4 percentage points): no more "
        "than chance explains."
    )


@pytest.mark.parametrize(
    ("more", "outcome"),
    [
        pytest.param({}, "action", id="said, not better, not decided"),
        pytest.param({"decisions": [make_decision("2026-08-01", risk_id="R-1", kind="other")]}, "clear",
                     id="a decision since the first of the three months, also to keep things as they are"),
        pytest.param({"decisions": [make_decision("2026-07-31", risk_id="R-1")]}, "action",
                     id="the decision is older"),
        pytest.param({"statements": [LONG_AGO, *SPOKEN[1:]]}, "clear", id="two months only"),
        pytest.param({"statements": SPOKEN[1:]}, "no_evidence", id="statements began a month ago"),
        pytest.param({"statements": SPOKEN[1:], "decisions": [make_decision("2026-09-01", risk_id="R-1")]},
                     "clear", id="statements began a month ago, and somebody decided"),
        pytest.param({"risks": [{**RISK, "closed_on": "2026-10-30"}]}, "clear", id="the risk was closed"),
        pytest.param(ROSE, "clear", id="it got better"),
        pytest.param({"shifts": []}, "no_evidence", id="its figure is unknown"),
        pytest.param({"risks": [{**RISK, "indicator": None}]}, "no_evidence", id="it names no indicator"),
        pytest.param({"decisions": []}, "action", id="nothing was ever decided"),
    ],
)  # fmt: skip
def test_repeated_risk(more: dict[str, list[dict]], outcome: str) -> None:
    assert ask("repeated-risk", repeated(**more)).outcome == outcome


def test_without_the_decisions_nobody_knows_whether_the_risk_was_decided() -> None:
    tables = repeated()
    del tables["decisions"]

    assert ask("repeated-risk", tables).outcome == "no_evidence"


PASTED = (
    "In {month} we reviewed {n} care plans with the team and all night staffing risks remain well controlled."
)


def pasted(*days: str) -> list[dict]:
    return [make_statement(day, statement_id=f"ST-{day}", risk_id="R-1", evidence_ids="E-1",
                           text=PASTED.format(month=day[5:7], n=10 + place))
            for place, day in enumerate(days)]  # fmt: skip


def test_a_summary_pasted_two_months_running_is_a_warning() -> None:
    found = ask("repeated-summary", {"statements": pasted("2026-08-20", "2026-09-20", "2026-10-20")})

    assert found.outcome == "watch"
    assert found.says == (
        "On 1 of 1 risk the statement of this month and that of the month before each repeat an earlier one (R-1)."
    )
    assert "care plans" not in found.says
    assert [one.ref for one in found.evidence] == [
        "statements:ST-2026-08-20", "statements:ST-2026-09-20", "statements:ST-2026-10-20"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("statements", "outcome"),
    [
        pytest.param([LONG_AGO, *pasted("2026-09-20", "2026-10-20")], "clear", id="repeated once"),
        pytest.param(pasted("2026-09-20", "2026-10-20"), "no_evidence", id="statements began a month ago"),
        pytest.param(pasted("2026-07-20", "2026-08-20", "2026-10-20"), "clear", id="not in the month before"),
        pytest.param([{**row, "text": "Nil return."} for row in pasted("2026-08-20", "2026-09-20", "2026-10-20")],
                     "clear", id="a standing line"),
        pytest.param([{**row, "risk_id": f"R-{n}"} for n, row in
                      enumerate(pasted("2026-08-20", "2026-09-20", "2026-10-20"))], "clear", id="other risks"),
        pytest.param(pasted("2026-10-20"), "no_evidence", id="no earlier statement"),
        pytest.param(pasted("2026-09-20"), "no_evidence", id="none this month"),
    ],
)  # fmt: skip
def test_repeated_summary(statements: list[dict], outcome: str) -> None:
    assert ask("repeated-summary", {"statements": statements}).outcome == outcome


# Challenges

WEAK = [{**UNSUPPORTED, "statement_id": f"ST-{n}"} for n in (2, 3)]


def test_half_of_the_weak_statements_challenged_is_enough() -> None:
    asked = [make_challenge("2026-10-22", statement_id="ST-2")]

    found = ask("few-challenges", supported(statements=[SAID, *WEAK], challenges=asked))

    assert found.outcome == "clear"
    assert found.says == (
        "1 of 2 weak assurance statements of the month (unsupported, stale or contradicted) was challenged. "
        "Statements were made in 1 of the 3 months to this one."
    )


def test_the_one_weak_statement_challenged_is_not_told_as_one_of_one() -> None:
    asked = [make_challenge("2026-10-22", statement_id="ST-2")]

    found = ask("few-challenges", supported(statements=[SAID, WEAK[0]], challenges=asked))

    assert found.says.startswith("The one weak assurance statement of the month (unsupported, stale or ")


def test_a_third_of_the_weak_statements_challenged_is_few() -> None:
    asked = [make_challenge("2026-10-22", statement_id="ST-2")]
    more = {**UNSUPPORTED, "statement_id": "ST-4"}

    found = ask("few-challenges", supported(statements=[*WEAK, more], challenges=asked))

    assert found.outcome == "watch"


def test_a_quarter_of_statements_without_one_challenge_is_few_even_if_none_was_weak() -> None:
    rows = [
        {**SAID, "statement_id": f"ST-{month}", "made_on": f"2026-{month:02d}-20"} for month in (8, 9, 10)
    ]
    evidence = [make_evidence_row(f"2026-{month:02d}-10", evidence_id="E-1") for month in (8,)]

    found = ask("few-challenges", supported(statements=rows, evidence=[*evidence, AUDIT]))

    assert found.outcome == "watch"
    assert "3 statements were made in the last 3 months and no challenge was raised" in found.says


def test_a_month_in_which_nothing_weak_was_said_had_nothing_to_challenge() -> None:
    found = ask("few-challenges", supported(statements=[LONG_AGO, SAID]))

    assert found.outcome == "no_evidence"
    assert found.says == (
        "Not tested: no assurance statement of the month was weak, so there was nothing to challenge. "
        "Statements were made in 1 of the 3 months to this one."
    )


def test_without_the_challenges_nobody_knows_whether_they_were_few() -> None:
    tables = supported(statements=WEAK)
    del tables["challenges"]

    assert ask("few-challenges", tables).outcome == "no_evidence"


ANSWERED = make_challenge("2026-09-01", challenge_id="CH-0", answered_on="2026-10-10", evidence_ids="E-1")


@pytest.mark.parametrize(
    ("challenge", "outcome"),
    [
        pytest.param({"follow_up_due_on": "2026-10-30"}, "watch", id="due the day before as_of"),
        pytest.param({"follow_up_due_on": "2026-10-31"}, "clear", id="due on as_of"),
        pytest.param({"raised_on": "2026-09-29"}, "watch", id="no day set: 31 days after, 30 October"),
        pytest.param({"raised_on": "2026-09-30"}, "clear", id="no day set: 31 days after, 31 October"),
        pytest.param({"answered_on": "2026-10-10"}, "watch", id="answered without evidence"),
        pytest.param({"answered_on": "2026-10-10", "evidence_ids": "E-99"}, "watch", id="its evidence is not there"),
        pytest.param({"answered_on": "2026-10-10", "evidence_ids": "E-1"}, "clear", id="answered with evidence"),
        pytest.param({"answered_on": "2026-08-01"}, "watch", id="answered 91 days ago, in 92 days"),
        pytest.param({"answered_on": "2026-07-31"}, "clear", id="answered before the last 92 days"),
        pytest.param({"answered_on": "2026-11-05", "follow_up_due_on": "2026-10-20"}, "watch",
                     id="answered only after as_of"),
    ],
)  # fmt: skip
def test_challenge_not_followed_up(challenge: dict, outcome: str) -> None:
    row = make_challenge(challenge.pop("raised_on", "2026-07-20"), challenge_id="CH-1", **challenge)
    if "follow_up_due_on" not in challenge and "answered_on" not in challenge:
        row.pop("follow_up_due_on", None)

    found = ask("challenge-not-followed-up", supported(challenges=[ANSWERED, row]))

    assert found.outcome == outcome


@pytest.mark.parametrize(
    ("answered_on", "outcome"),
    [
        pytest.param("2026-08-01", "watch", id="91 days ago"),
        pytest.param("2026-07-31", "clear", id="92 days ago"),
        pytest.param(None, "clear", id="never: raised more than 12 months ago"),
    ],
)
def test_a_challenge_answered_now_counts_whatever_the_day_it_was_raised(
    answered_on: str | None, outcome: str
) -> None:
    old = make_challenge("2025-10-31", challenge_id="CH-9", answered_on=answered_on)

    found = ask("challenge-not-followed-up", supported(challenges=[ANSWERED, old]))

    assert found.outcome == outcome


def test_an_overdue_challenge_and_an_answer_without_evidence_are_told_apart() -> None:
    overdue = make_challenge("2026-08-01", challenge_id="CH-1", follow_up_due_on="2026-09-01")
    hollow = make_challenge("2026-08-01", challenge_id="CH-2", answered_on="2026-10-01")

    found = ask("challenge-not-followed-up", supported(challenges=[ANSWERED, overdue, hollow]))

    assert found.says == (
        "1 of 3 challenges of the last 12 months was not answered by its follow-up day (CH-1). 1 of 2 challenges "
        "answered in the last 92 days has no evidence behind the answer that can be found (CH-2)."
    )


def answer_of(**tables: list[dict]) -> Check:
    return ask("unsupported-assurance", supported(**tables))


def test_a_provider_wide_statement_is_held_against_this_services_own_evidence() -> None:
    everywhere = {**SAID, "service_id": None}
    elsewhere = make_evidence_row("2026-10-10", evidence_id="E-1", service_id="birch-lodge")
    own = make_evidence_row("2026-10-10", evidence_id="E-2")

    assert answer_of(statements=[everywhere], evidence=[elsewhere, own]).outcome == "action"
    assert answer_of(statements=[everywhere], evidence=[AUDIT]).outcome == "clear"
