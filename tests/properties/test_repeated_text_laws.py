"""What must hold of masking and likeness, whatever was written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from toolkit.measures.repeated_text import compare_texts, mask_text, shingles

TEXTS = st.text(max_size=200)
WORDS = st.lists(
    st.sampled_from(["staff", "plans", "falls", "14", "May", "were", "seen", "Monday", "not"]), max_size=25
).map(" ".join)


@given(st.one_of(TEXTS, WORDS), st.one_of(TEXTS, WORDS))
def test_likeness_has_no_direction_and_stays_within_its_scales(one, other) -> None:
    there, back = compare_texts(one, other), compare_texts(other, one)

    assert there == back
    assert 0 <= there.ratio <= 100
    assert 0 <= there.shared <= 1


@given(st.one_of(TEXTS, WORDS))
def test_a_text_is_its_own_repeat_unless_it_says_nothing(text) -> None:
    assert compare_texts(text, text).is_repeat() == bool(mask_text(text))


@given(WORDS, st.integers(0, 10**6), st.sampled_from(["January", "Tuesday", "Sept", "december"]))
def test_another_number_month_or_day_makes_no_other_text(words, number, day) -> None:
    changed = words.replace("14", str(number)).replace("May", day).replace("Monday", "Friday")

    assert mask_text(changed) == mask_text(words)


@given(st.one_of(TEXTS, WORDS))
def test_case_space_and_marks_make_no_other_text(text) -> None:
    plain = mask_text(text)

    assert mask_text(f"  {text} !\n") == plain
    assert mask_text(plain.replace("<n>", "5").replace("<m>", "May")) == plain


@given(WORDS)
def test_there_are_as_many_runs_of_words_as_words_allow(words) -> None:
    count = len(words.split())

    assert len(shingles(words)) <= max(count - 2, min(count, 1))
    assert bool(shingles(words)) == bool(count)
