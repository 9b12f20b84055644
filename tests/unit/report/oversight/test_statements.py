"""Is what leaders were told shown beside the records, both texts of a repeat, and nothing unknown as good?"""

from __future__ import annotations

import pytest

from tests.unit.report.oversight.factory import (
    AGAINST,
    UNKNOWN_SUPPORT,
    make_audit,
    make_frame,
    make_measures,
    make_sources,
    make_weak,
)
from tests.unit.report.parsing import tags_of, text_of
from toolkit.report.oversight.statements import show_repeats, show_statements

NASTY = "<script>alert(1)</script><img src=x onerror=alert(1)> | \u202e"


def test_a_contradicted_statement_stands_in_its_own_words_beside_both_figures_and_who_should_ask() -> None:
    audit = make_audit(
        statements=make_frame("statements", make_weak()), challenges=make_frame("challenges", {})
    )

    said = text_of(show_statements(audit).html)

    assert "Said to have improved Missed care has improved." in said
    assert f"Contradicted {AGAINST} Cites no evidence." in said
    assert "Not asked Provider representative to challenge" in said


def test_the_answer_counts_each_level_and_leaves_out_what_claims_nothing() -> None:
    rows = [make_weak(), make_weak("ST-8", "unsupported"), {}, {"claims": None, "level": None}]
    audit = make_audit(statements=make_frame("statements", *rows))

    piece = show_statements(audit)

    assert piece.text == (
        "4 statements were made; 3 claim that something improved, is stable or is embedded. Of these, 1 is "
        "contradicted by the records, 1 rests on no frontline evidence and 1 is supported by current "
        "frontline evidence."
    )
    assert "No claim recorded: listed, not counted" in text_of(piece.html)


def test_a_challenged_statement_names_its_challenge() -> None:
    row = make_weak(challenged=True, challenge_ids="CH-4", who_should_challenge=None)

    said = text_of(show_statements(make_audit(statements=make_frame("statements", row))).html)

    assert "Asked CH-4" in said
    assert "to challenge" not in said


def test_without_evidence_on_record_what_stands_behind_a_statement_is_not_known() -> None:
    audit = make_audit(
        statements=make_frame("statements", make_weak(level="unsupported"), {"level": "supported"}),
        measures=make_measures(**UNKNOWN_SUPPORT),
        sources=make_sources("evidence"),
    )

    said = text_of(show_statements(audit).html)

    assert said.count("Not known What evidence it rests on cannot be seen") == 2
    assert "Supported" not in said
    assert "Cites" not in said


def test_a_contradiction_stands_even_without_evidence_on_record() -> None:
    audit = make_audit(
        statements=make_frame("statements", make_weak()), measures=make_measures(**UNKNOWN_SUPPORT)
    )

    assert f"Contradicted {AGAINST} What evidence" in text_of(show_statements(audit).html)


def test_without_the_challenges_nobody_can_say_that_a_statement_was_not_asked_about() -> None:
    audit = make_audit(
        statements=make_frame("statements", make_weak()), sources=make_sources(unsupplied=["challenges"])
    )

    said = text_of(show_statements(audit).html)

    assert "Not known The challenges were not supplied" in said
    assert "Not asked" not in said


def test_no_statement_on_record_is_no_evidence_and_none_this_month_is_said() -> None:
    assert "unknown, not good" in show_statements(make_audit(sources=make_sources("statements"))).text
    assert "No statement to leaders is on record for October 2026." in show_statements(make_audit()).text


def test_many_statements_are_folded_and_counted() -> None:
    rows = [make_weak(f"ST-{n:03d}") for n in range(60)]

    said = text_of(show_statements(make_audit(statements=make_frame("statements", *rows))).html)

    assert "The other 50 statements" in said
    assert "and 10 more statements, not listed here" in said


@pytest.mark.parametrize("column", ["text", "risk_title", "support", "statement_id", "challenge_ids"])
def test_what_a_leader_wrote_is_escaped(column: str) -> None:
    row = make_weak(**{"challenged": True, "challenge_ids": "CH-1", column: NASTY})

    html = show_statements(make_audit(statements=make_frame("statements", row))).html

    assert tags_of(html, "script") == tags_of(html, "img") == []
    assert "&lt;script&gt;" in html


def test_a_repeated_summary_shows_both_texts_and_marks_only_the_words_that_differ() -> None:
    html = show_repeats(make_audit(repeats=make_frame("repeats", {}))).html

    said = text_of(html)
    assert "RK-1: ST-2, 20 Oct 2026 Staffing improved in October again." in said
    assert "ST-1, 21 Sep 2026 Staffing improved in September again." in said
    assert "<u>October</u>" in html
    assert "<u>September</u>" in html
    assert html.count("<u>") == 2


def test_the_answer_to_repeats_speaks_of_this_month_and_says_when_only_the_last_one_repeated() -> None:
    september = {"made_on": "2026-09-21"}

    this = show_repeats(make_audit(repeats=make_frame("repeats", {}, september))).text
    last = show_repeats(make_audit(repeats=make_frame("repeats", september))).text

    assert this.startswith("1 statement of October 2026 repeats an earlier one on the same risk")
    assert "word for word" in this
    assert last == "No statement of October 2026 repeats an earlier one; 1 of the month before does."


def test_no_repeat_is_said_and_no_statement_is_unknown() -> None:
    assert "No statement of this month or the month before repeats" in show_repeats(make_audit()).text
    assert "unknown, not good" in show_repeats(make_audit(sources=make_sources("statements"))).text


def test_repeated_texts_are_escaped() -> None:
    html = show_repeats(
        make_audit(repeats=make_frame("repeats", {"text": NASTY, "earlier_text": NASTY}))
    ).html

    assert tags_of(html, "script") == tags_of(html, "img") == []
