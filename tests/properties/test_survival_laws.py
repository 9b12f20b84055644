"""What must hold of the share done by a day, and does a slow plain count with exact fractions agree?"""

from __future__ import annotations

import math
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from toolkit.measures.survival import aalen_johansen, kaplan_meier, log_rank
from toolkit.measures.target import target_verdict
from toolkit.measures.uncertainty import wilson

ITEMS = st.lists(st.tuples(st.integers(0, 80), st.sampled_from(["open", "done", "ended"])), max_size=25)
DAYS = st.integers(0, 90)


def plain_done_by(items, day: int) -> Fraction | None:
    """Day after day: of those still here, which part is done today, which part leaves?"""
    still_open, done = Fraction(1), Fraction(0)
    for today in range(day + 1):
        here = [end for last, end in items if last >= today]
        if not here:
            return done if still_open == 0 else None
        today_done = sum(end == "done" for last, end in items if last == today)
        today_ended = sum(end == "ended" for last, end in items if last == today)
        done += still_open * Fraction(today_done, len(here))
        still_open *= 1 - Fraction(today_done + today_ended, len(here))
    return done


def apart(items) -> tuple[list[int], list[str]]:
    return [day for day, _ in items], [end for _, end in items]


@given(ITEMS, DAYS)
def test_the_share_done_agrees_with_a_plain_count_where_others_leave(items, day) -> None:
    days, ends = apart(items)
    share, expected = aalen_johansen(days, ends).done_by(day).share, plain_done_by(items, day)

    if expected is None:
        assert share is None
    else:
        assert math.isclose(share, expected, abs_tol=1e-9)


@given(ITEMS, DAYS)
def test_the_share_done_agrees_with_a_plain_count_where_nobody_leaves(items, day) -> None:
    items = [(last, "open" if end == "ended" else end) for last, end in items]
    days, ends = apart(items)
    share, expected = (
        kaplan_meier(days, [end == "done" for end in ends]).done_by(day).share,
        plain_done_by(items, day),
    )

    if expected is None:
        assert share is None
    else:
        assert math.isclose(share, expected, abs_tol=1e-9)


@given(ITEMS, st.randoms(use_true_random=False))
def test_the_order_of_the_items_does_not_matter(items, random) -> None:
    shuffled = list(items)
    random.shuffle(shuffled)

    (days, ends), (days_2, ends_2) = apart(items), apart(shuffled)
    assert aalen_johansen(days, ends) == aalen_johansen(days_2, ends_2)
    assert kaplan_meier(days, [end == "done" for end in ends]) == kaplan_meier(
        days_2, [end == "done" for end in ends_2]
    )


@given(ITEMS, DAYS)
def test_the_three_shares_are_all_there_is(items, day) -> None:
    curve = aalen_johansen(*apart(items))
    shares = [curve.done_by(day).share, curve.ended_by(day), curve.open_after(day)]

    assert shares == [None] * 3 or math.isclose(math.fsum(shares), 1, abs_tol=1e-9)


@given(ITEMS, DAYS)
def test_the_limits_stand_around_the_share(items, day) -> None:
    days, ends = apart(items)
    for found in (
        kaplan_meier(days, [end == "done" for end in ends]).done_by(day),
        aalen_johansen(days, ends).done_by(day),
    ):
        if found.low is not None:
            assert 0 <= found.low <= found.share + 1e-9
            assert found.share - 1e-9 <= found.high <= 1


@given(ITEMS, DAYS)
def test_taking_those_who_left_for_unseen_never_lowers_the_share(items, day) -> None:
    days, ends = apart(items)
    naive = kaplan_meier(days, [end == "done" for end in ends]).done_by(day).share
    share = aalen_johansen(days, ends).done_by(day).share

    assert naive is None or share is None or naive >= share - 1e-9


@given(ITEMS, ITEMS)
def test_the_two_groups_change_places_and_the_test_stays(one, other) -> None:
    (days_a, ends_a), (days_b, ends_b) = apart(one), apart(other)
    done_a, done_b = [end == "done" for end in ends_a], [end == "done" for end in ends_b]
    there, back = log_rank(days_a, done_a, days_b, done_b), log_rank(days_b, done_b, days_a, done_a)

    assert there.observed == back.observed[::-1]
    if there.chi_squared is None or back.chi_squared is None:
        assert there.chi_squared == back.chi_squared
    else:
        assert math.isclose(there.chi_squared, back.chi_squared, rel_tol=1e-6, abs_tol=1e-9)


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_as_many_records_as_are_needed_would_settle_the_verdict(part) -> None:
    count, n = part
    found = target_verdict(count, n)

    if found.needed is not None:
        assert found.needed >= n
        share, enough = count / n, found.needed + 1
        limits = wilson(share * enough, enough)
        assert limits.low >= 0.9 - 1e-9 or limits.high <= 0.9 + 1e-9
