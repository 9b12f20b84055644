"""What is masked, what is a repeat, and which texts say too little to repeat anything."""

from __future__ import annotations

import pandas as pd
import pytest

from toolkit.measures.repeated_text import (
    Likeness,
    RepeatRule,
    compare_texts,
    find_repeats,
    is_standing_line,
    jaccard,
    mask_text,
    shingles,
)

MAY = "In May we reviewed 14 care plans and found 3 without a falls review. Staff were reminded at handover."
JUNE = (
    "In June we reviewed 15 care plans and found 2 without a falls review. Staff were reminded at handover."
)
NEW = (
    "In June the deputy sat with six residents after tea complaints and changed the menu order; "
    "two care plans were rewritten."
)


def statements(*rows: tuple) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=["statement_id", "made_on", "risk_id", "text"])
    return frame.assign(made_on=pd.to_datetime(frame["made_on"]), risk_id=frame["risk_id"].astype("string"),
                        text=frame["text"].astype("string"))  # fmt: skip


def repeats(*rows: tuple, **rule) -> list[list[str]]:
    return find_repeats(statements(*rows), RepeatRule(**rule))[["statement_id", "earlier_id"]].values.tolist()


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Seen on 31/10/2026 at 14:30", "seen on <n> at <n>"),
        ("1,200 of 1.300 calls", "<n> of <n> calls"),
        ("the 1st, 2nd, 3rd and 14th", "the <n> <n> <n> and <n>"),
        ("Oct or OCTOBER, Fri or friday", "<m> or <m> <m> or <m>"),
        ("She sat in the sun", "she sat in the sun"),
        ("ﬁve ２ times", "five <n> times"),
        ("don't, don’t, dont", "dont dont dont"),
        ("<script> and <n>", "script and n"),
        ("snake_case", "snake case"),
        ("  \n\t ... — ", ""),
    ],
)
def test_what_changes_from_month_to_month_is_masked(text: str, masked: str) -> None:
    assert mask_text(text) == masked


def test_a_summary_with_month_and_numbers_exchanged_is_a_repeat() -> None:
    found = compare_texts(MAY, JUNE)

    assert (found.same, found.is_repeat()) == (True, True)


def test_a_new_account_is_no_repeat() -> None:
    assert not compare_texts(MAY, NEW).is_repeat()


def test_one_changed_word_in_a_long_text_is_nearly_the_same() -> None:
    long = " ".join([MAY, NEW, "Families were told in writing and nobody asked for a change."])
    found = compare_texts(long, long.replace("Families", "Relatives"))

    assert not found.same
    assert found.is_repeat()


@pytest.mark.parametrize(("ratio", "shared"), [(89.9, 1.0), (100.0, 0.79), (90.0, 0.79), (89.9, 0.8)])
def test_both_scores_must_hold(ratio: float, shared: float) -> None:
    assert not Likeness(False, ratio, shared).is_repeat()


def test_just_the_scores_are_enough() -> None:
    assert Likeness(False, 90.0, 0.8).is_repeat()


def test_the_same_words_in_another_order_are_no_repeat() -> None:
    turned = " ".join(reversed(MAY.split()))

    assert not compare_texts(MAY, turned).is_repeat()


@pytest.mark.parametrize(("one", "other"), [("", ""), ("", MAY), ("...", "!!!")])
def test_blank_is_missing_and_never_a_repeat(one: str, other: str) -> None:
    assert compare_texts(one, other) == Likeness(False, 0.0, 0.0)


def test_a_stock_sentence_inside_a_new_text_is_no_repeat() -> None:
    stock = "Staff were reminded at handover to sign the record."

    assert not compare_texts(stock, f"{NEW} {stock}").is_repeat()


@pytest.mark.parametrize(
    "text", ["", "Nil return", "NO CHANGE!", "Falls: 3 in May, 2 in hospital", "No incidents this month."]
)
def test_a_line_that_says_little_stands(text: str) -> None:
    assert is_standing_line(text)


def test_eight_words_are_enough_to_be_compared() -> None:
    assert not is_standing_line("Eight words are enough to be compared here")


def test_a_standing_phrase_of_the_provider_may_be_long_and_hold_numbers() -> None:
    rule = RepeatRule(standing_phrases=("All 12 fire doors were tested and none of them failed",))

    assert is_standing_line("All 14 fire doors were tested, and none of them failed.", rule)


def test_shingles_of_a_short_text_are_the_text() -> None:
    assert shingles("no falls") == {("no", "falls")}
    assert shingles("") == frozenset()
    assert jaccard(frozenset(), frozenset()) == 0


def test_a_statement_repeats_the_closest_earlier_one_and_of_these_the_newest() -> None:
    found = repeats(
        ("ST-1", "2026-04-30", "R-1", MAY),
        ("ST-2", "2026-05-31", "R-1", JUNE),
        ("ST-3", "2026-06-30", "R-1", MAY + " Again."),
        ("ST-4", "2026-07-31", "R-1", JUNE),
    )

    assert found == [["ST-2", "ST-1"], ["ST-3", "ST-2"], ["ST-4", "ST-2"]]


def test_another_risk_or_none_is_not_repeated() -> None:
    assert repeats(("ST-1", "2026-05-31", "R-1", MAY), ("ST-2", "2026-06-30", "R-2", JUNE)) == []
    assert repeats(("ST-1", "2026-05-31", None, MAY), ("ST-2", "2026-06-30", None, JUNE)) == []


def test_statements_of_one_day_do_not_repeat_each_other() -> None:
    assert repeats(("ST-1", "2026-05-31", "R-1", MAY), ("ST-2", "2026-05-31", "R-1", JUNE)) == []


@pytest.mark.parametrize(("made_on", "count"), [("2025-06-30", 1), ("2025-06-29", 0)])
def test_twelve_months_back_are_read_and_no_more(made_on: str, count: int) -> None:
    assert len(repeats(("ST-1", made_on, "R-1", MAY), ("ST-2", "2026-06-30", "R-1", JUNE))) == count


def test_standing_lines_and_blanks_repeat_nothing() -> None:
    assert repeats(
        ("ST-1", "2026-04-30", "R-1", "Nil return"),
        ("ST-2", "2026-05-31", "R-1", "Nil return"),
        ("ST-3", "2026-06-30", "R-1", None),
        ("ST-4", "2026-07-31", "R-1", None),
    ) == []  # fmt: skip


def test_no_statement_at_all_repeats_nothing() -> None:
    found = find_repeats(statements())

    assert found.empty
    assert list(found.columns) == ["statement_id", "earlier_id", "same", "ratio", "shared"]


def test_the_order_of_the_rows_does_not_matter_and_the_frame_stays_as_it_was() -> None:
    frame = statements(
        ("ST-1", "2026-04-30", "R-1", MAY),
        ("ST-2", "2026-05-31", "R-1", JUNE),
        ("ST-3", "2026-05-31", "R-2", MAY),
        ("ST-4", "2026-06-30", "R-2", MAY),
    )
    before = frame.copy(deep=True)

    pd.testing.assert_frame_equal(find_repeats(frame), find_repeats(frame[::-1]))
    pd.testing.assert_frame_equal(frame, before)
