"""Is the slow second reading of the oversight rules itself right, on examples small enough to do by hand?"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from tests.properties.generated_indicators import blank_row
from tests.properties.plain_gaps import open_since
from tests.properties.plain_oversight import OversightAudit
from tests.properties.plain_service import PlainService, Row
from tests.properties.plain_support import Filed
from tests.properties.plain_text import is_standing_line, jaccard, masked, repeats

OCTOBER, END = date(2026, 10, 1), date(2026, 10, 31)


def _audit(**tables: list[Row]) -> OversightAudit:
    return OversightAudit(PlainService("residential", None, None, tables, OCTOBER, END))


def _filed(rows: list[Row]) -> Filed:
    return Filed(PlainService("residential", None, None, {"evidence": rows}, OCTOBER, END))


def evidence(number: int, days_ago: int = 5, kind: str = "audit", **given: object) -> Row:
    """Evidence of so many days before the 20th, on which all is said and done here."""
    event_on = date(2026, 10, 20) - timedelta(days=days_ago)
    return blank_row("evidence", evidence_id=f"E{number}", kind=kind, event_on=event_on, **given)


def statement(number: int = 0, made_on: date = date(2026, 10, 20), **given: object) -> Row:
    usual = {"statement_id": f"T{number}", "made_on": made_on, "claims": "improved", "text": "Better."}
    return blank_row("statements", **usual | given)


# Text


def test_texts_are_compared_without_numbers_months_and_case() -> None:
    may = "In May, 14 of 16 shifts were covered by our own staff, and families are pleased."
    june = "in June 15 of 16 shifts were covered by our own staff and families are pleased"

    assert masked(may) == masked(june)
    assert repeats(may, june)


def test_one_word_changed_inside_is_no_repetition_and_at_the_end_it_is() -> None:
    words = [*"abcdefghijklmnop"]
    inside, at_end = [*words[:8], "z", *words[9:]], [*words[:-1], "z"]

    assert jaccard(" ".join(words), " ".join(at_end)) == pytest.approx(13 / 15)
    assert repeats(" ".join(words), " ".join(at_end))
    assert not repeats(" ".join(words), " ".join(inside))


def test_seven_words_are_a_standing_line_and_eight_are_not() -> None:
    assert is_standing_line("one two three four five six seven")
    assert not is_standing_line("one two three four five six seven eight")


# Support


@pytest.mark.parametrize(
    ("days", "level"),
    [(0, "supported"), (31, "supported"), (32, "stale"), (63, "stale"), (-1, "unsupported")],
)
def test_the_level_goes_by_the_age_on_the_day_of_the_statement(days: int, level: str) -> None:
    assert _filed([evidence(1, days)]).level(statement(evidence_ids="E1")) == level


def test_secondary_and_unknown_evidence_supports_nothing() -> None:
    filed = _filed([evidence(1, kind="summary"), evidence(2)])

    assert filed.level(statement(evidence_ids="E1; E9")) == "unsupported"


def test_three_kinds_need_three_sources() -> None:
    kinds = ("audit", "feedback", "incident")
    apart = [evidence(n, kind=kind) for n, kind in enumerate(kinds)]
    one_file = [evidence(n, kind=kind, file_sha256="same") for n, kind in enumerate(kinds)]
    chained = [evidence(0, kind="audit", file_sha256="f"), evidence(1, kind="feedback", record="audits:1"),
               evidence(2, kind="incident"),
               evidence(3, kind="audit", file_sha256="f", record="audits:1")]  # fmt: skip

    cited = statement(evidence_ids="E0;E1;E2")
    assert _filed(apart).level(cited) == "triangulated"
    assert _filed(one_file).level(cited) == "supported"
    assert _filed(chained).level(cited) == "supported"


# Checks


def _said(**given: object) -> OversightAudit:
    risks = [blank_row("risks", risk_id="R1", theme="falls", priority="high", opened_on=date(2026, 1, 1))]
    tables = {
        "statements": [statement(evidence_ids="E1", risk_id="R1")],
        "evidence": [evidence(1, days_ago=20)],
        "challenges": [blank_row("challenges", challenge_id="H1", statement_id="T9", raised_on=END)],
        "risks": risks,
        "audits": [blank_row("audits", audit_id="A1", audited_on=date(2026, 9, 20), theme="falls", yes=9.0,
                             no=1.0, pass_mark=80.0)],
    }  # fmt: skip
    return _audit(**tables | given)  # type: ignore[arg-type]


def test_a_supported_statement_is_clear() -> None:
    audit = _said()

    assert audit.outcomes["unsupported-assurance"] == "clear"
    assert audit.outcomes["contradicted-assurance"] == "clear"
    assert audit.measures["supported_share"] == 1


@pytest.mark.parametrize(
    ("days_before", "outcome"), [(62, "action"), (63, "no_evidence"), (-1, "no_evidence")]
)
def test_an_audit_below_its_mark_contradicts_for_62_days(days_before: int, outcome: str) -> None:
    failed = blank_row("audits", audit_id="A1", audited_on=date(2026, 10, 20) - timedelta(days=days_before),
                       theme="falls", yes=7.0, no=3.0, pass_mark=80.0)  # fmt: skip

    audit = _said(audits=[failed])

    assert audit.outcomes["contradicted-assurance"] == outcome
    assert audit.measures["statements_contradicted"] == (outcome == "action")


def test_an_unsupported_statement_fires_until_a_challenge_names_it() -> None:
    about = {"risk_id": "R1", "made_on": date(2026, 10, 15)}
    statements = [statement(0, **about), statement(1, evidence_ids="E1", **about)]
    challenge = blank_row("challenges", challenge_id="H1", statement_id="T0", raised_on=END)

    assert _said(statements=statements).outcomes["unsupported-assurance"] == "action"
    assert _said(statements=statements, challenges=[challenge]).outcomes["unsupported-assurance"] == "clear"


def _closures(*rows: dict) -> OversightAudit:
    actions = [
        blank_row("actions", **{"action_id": f"N{n}", "opened_on": date(2026, 1, 1), "due_on": END,
                                "closed_on": date(2026, 10, 20), "verified_on": date(2026, 10, 20),
                                "verified_by": "Cy", "owner": "Ann", "evidence_ids": f"E{n}"} | row)
        for n, row in enumerate(rows)
    ]  # fmt: skip
    return _said(actions=actions, evidence=[evidence(n) for n in range(12)])


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        ({}, "clear"),
        ({"verified_by": " ANN "}, "action"),
        ({"verified_on": None}, "action"),
        ({"evidence_ids": None}, "action"),
        ({"evidence_ids": "E99"}, "action"),
        ({"owner": None}, "clear"),
    ],
)
def test_one_weak_closure_of_five_fires(row: dict, outcome: str) -> None:
    assert _closures(row, {}, {}, {}, {}).outcomes["weak-action-closure"] == outcome


def test_one_weak_closure_of_six_fires_on_a_high_priority_risk_alone() -> None:
    weak = {"evidence_ids": None}

    assert _closures(weak, *[{}] * 5).outcomes["weak-action-closure"] == "clear"
    assert _closures(weak | {"risk_id": "R1"}, *[{}] * 5).outcomes["weak-action-closure"] == "action"


def test_one_source_for_three_closures_makes_each_weak() -> None:
    same = {"evidence_ids": "E0"}

    assert _closures(*[same] * 2, *[{}] * 8).figures["weak-action-closure"] == (0, 10)
    assert _closures(*[same] * 3, *[{}] * 8).figures["weak-action-closure"] == (Fraction(3, 11), 11)
    other = {"evidence_ids": "E0;E5"}
    assert _closures(*[same] * 2, other).figures["weak-action-closure"] == (Fraction(2, 3), 3)


def test_the_pack_counts_each_required_kind_that_was_current_on_the_day() -> None:
    meeting = blank_row("meetings", meeting_id="M1", forum="oversight", due_on=date(2026, 10, 18),
                        held_on=date(2026, 10, 20), requires="audit; feedback; minutes")  # fmt: skip
    rows = [evidence(1, 31, meeting_id="M0; M1"), evidence(2, 32, "feedback", meeting_id="M1"),
            evidence(3, 0, "minutes", meeting_id="M1")]  # fmt: skip

    audit = _said(meetings=[meeting], evidence=rows)

    assert audit.measures["pack_completeness"] == Fraction(2, 3)
    assert audit.outcomes["evidence-pack-incomplete"] == "action"


def test_a_gap_is_open_since_the_first_record_of_the_run_back_from_the_newest() -> None:
    march, may, june = date(2026, 3, 1), date(2026, 5, 1), date(2026, 6, 1)

    assert open_since([(june, True), (may, True), (march, False)]) == may
    assert open_since([(june, False), (may, True)]) is None
    assert open_since([(june, True), (june, False)]) is None


@pytest.mark.parametrize(("days_ago", "outcome"), [(91, "clear"), (92, "action")])
def test_statements_without_evidence_for_92_days_are_a_gap(days_ago: int, outcome: str) -> None:
    rows = [statement(0, END - timedelta(days=days_ago), risk_id="R1"), statement(1, risk_id="R1"),
            statement(2, evidence_ids="E1")]  # fmt: skip
    meeting = blank_row("meetings", meeting_id="M1", forum="board", due_on=END, requires="audit")
    closed = blank_row(
        "actions", action_id="N1", opened_on=OCTOBER, due_on=END, closed_on=END, evidence_ids="E1"
    )

    audit = _said(statements=rows, meetings=[meeting], actions=[closed],
                  evidence=[evidence(1, meeting_id="M1")])  # fmt: skip

    assert audit.outcomes["gap-unresolved-for-a-quarter"] == outcome


SAME = "In {} the night rota was full and families told us that they felt safe"


def test_a_summary_pasted_for_two_months_is_repeated() -> None:
    months = (("July", 7), ("August", 8), ("September", 9), ("October", 10))
    rows = [statement(n, date(2026, n, 5), risk_id="R1", text=SAME.format(name)) for name, n in months]

    assert _said(statements=rows).outcomes["repeated-summary"] == "watch"
    assert _said(statements=[*rows[:2], rows[3]]).outcomes["repeated-summary"] == "clear"
    assert _said(statements=rows[2:]).outcomes["repeated-summary"] == "no_evidence"


def _decided(**given: object) -> OversightAudit:
    decision = blank_row("decisions", **{"decision_id": "D1", "decided_on": date(2026, 7, 20)} | given)
    action = blank_row("actions", action_id="N1", decision_id="D1", opened_on=OCTOBER, due_on=END)
    return _said(decisions=[decision], actions=[action])


def test_a_decision_that_an_action_names_still_needs_an_effect() -> None:
    assert _decided().outcomes["decision-without-effect"] == "no_evidence"  # no decision has an indicator
    assert _decided(decision_id="D2").outcomes["decision-without-effect"] == "action"  # no action names it
    no_figure_before = _decided(indicator="audit_score", decided_on=date(2026, 7, 20))
    assert no_figure_before.outcomes["decision-without-effect"] == "no_evidence"


@pytest.mark.parametrize(
    ("raised", "due", "outcome"),
    [
        (date(2026, 9, 29), None, "watch"),  # 31 days later is the 30th
        (date(2026, 9, 30), None, "no_evidence"),  # no challenge has evidence: that cannot be told
        (date(2026, 9, 1), END, "no_evidence"),
    ],
)
def test_a_challenge_is_followed_up_by_its_day(raised: date, due: date | None, outcome: str) -> None:
    rows = [
        blank_row("challenges", challenge_id="H1", raised_on=raised, follow_up_due_on=due),
        blank_row("challenges", challenge_id="H2", raised_on=date(2026, 1, 1), answered_on=date(2026, 2, 1)),
    ]

    assert _said(challenges=rows).outcomes["challenge-not-followed-up"] == outcome


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        ({"due_on": date(2026, 10, 23), "held_on": None}, "watch"),  # 8 days
        ({"due_on": date(2026, 10, 24), "held_on": None}, "clear"),  # 7 days
        ({"minuted_on": date(2026, 9, 15)}, "clear"),  # day 14
        ({"minuted_on": date(2026, 9, 16)}, "watch"),
        ({"held_on": date(2026, 10, 17), "minuted_on": None}, "clear"),  # 14 days
        ({"held_on": date(2026, 10, 16), "minuted_on": None}, "watch"),
    ],
)
def test_meetings_are_held_in_7_days_and_minuted_in_14(given: dict, outcome: str) -> None:
    usual = {"due_on": date(2026, 9, 1), "held_on": date(2026, 9, 1), "minuted_on": date(2026, 9, 1)}
    rows = [blank_row("meetings", meeting_id=f"M{n}", forum="board", **usual | (given if n else {}))
            for n in range(2)]  # fmt: skip

    assert _said(meetings=rows).outcomes["meeting-not-evidenced"] == outcome


def test_an_action_drifts_past_its_original_day() -> None:
    def outcome(**given: object) -> str:
        usual = {"action_id": "N1", "opened_on": OCTOBER, "due_on": END, "extensions": 2.0}
        done = blank_row("actions", **usual | {"action_id": "N2", "closed_on": END, "extensions": 9.0})
        return _said(actions=[blank_row("actions", **usual | given), done]).outcomes["actions-drifting"]

    assert outcome() == "clear"
    assert outcome(original_due_on=date(2026, 10, 30)) == "watch"
    assert outcome(original_due_on=date(2026, 10, 30), completed_on=END) == "clear"
    assert outcome(extensions=3.0) == "watch"
