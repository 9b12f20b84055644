"""The edges of the share done by a day: nobody, nothing, all, and what was not followed long enough."""

from __future__ import annotations

import pytest

from toolkit.measures.survival import DoneBy, aalen_johansen, kaplan_meier, log_rank
from toolkit.measures.uncertainty import clopper_pearson


def test_no_item_at_all_has_no_share() -> None:
    assert kaplan_meier([], []).done_by(56) == DoneBy(None, None, None, 0)
    assert aalen_johansen([], []).done_by(56) == DoneBy(None, None, None, 0)
    assert kaplan_meier([], []).median is None


def test_day_fifty_six_counts_and_day_fifty_seven_is_late() -> None:
    curve = kaplan_meier([56, 57], [True, True])

    assert curve.done_by(55).share == 0
    assert curve.done_by(56).share == 0.5
    assert curve.done_by(57).share == 1


def test_an_item_last_seen_on_a_day_is_at_risk_on_it() -> None:
    assert kaplan_meier([6, 6], [True, False]).done_by(6) == kaplan_meier([6, 9], [True, False]).done_by(6)


def test_open_items_too_young_to_judge_are_neither_done_nor_failed() -> None:
    mature = [True] * 16 + [False] * 4
    young = [True] * 4 + [False] * 16
    curve = kaplan_meier([40] * 16 + [60] * 4 + [10] * 4 + [14] * 16, mature + young)

    assert curve.done_by(56).share == pytest.approx(1 - 36 / 40 * 4 / 20)  # neither 20 / 40 nor 20 / 24


def test_nothing_is_claimed_past_the_last_day_followed() -> None:
    curve = kaplan_meier([10, 20], [True, False])

    assert curve.done_by(20).share == 0.5
    assert curve.done_by(21) == DoneBy(None, None, None, 0)


def test_all_done_early_stay_done_past_the_last_day_followed() -> None:
    curve = kaplan_meier([10, 20], [True, True])

    assert curve.done_by(56).share == 1
    assert curve.done_by(56).low == pytest.approx(clopper_pearson(2, 2).low)


def test_all_or_nothing_has_no_limits_where_somebody_was_censored_before() -> None:
    curve = kaplan_meier([5, 10, 20], [False, True, True])

    assert curve.done_by(20) == DoneBy(1.0, None, None, 1)
    assert kaplan_meier([5, 30], [False, True]).done_by(20) == DoneBy(0.0, None, None, 1)


def test_the_median_is_unknown_while_more_than_half_are_open() -> None:
    assert kaplan_meier([10, 20, 20, 20], [True, False, False, False]).median is None
    assert kaplan_meier([10, 20], [True, False]).median == 10


def test_a_day_before_the_start_is_refused() -> None:
    with pytest.raises(ValueError, match="from 0 upwards"):
        kaplan_meier([-1], [True])


def test_lists_that_do_not_match_are_refused() -> None:
    with pytest.raises(ValueError, match="2 items with days and 1 with an end"):
        aalen_johansen([1, 2], ["done"])


def test_an_end_of_another_name_is_refused() -> None:
    with pytest.raises(ValueError, match="died"):
        aalen_johansen([1], ["died"])


def test_who_left_is_not_taken_for_somebody_still_waiting() -> None:
    days, ends = [10, 20, 30], ["ended", "done", "open"]
    curve = aalen_johansen(days, ends)

    assert curve.done_by(30).share == pytest.approx(1 / 3)
    assert kaplan_meier(days, [end == "done" for end in ends]).done_by(30).share == 0.5


def test_when_everyone_has_left_the_share_done_is_known_for_ever() -> None:
    curve = aalen_johansen([10, 20], ["done", "ended"])

    assert (curve.done_by(100).share, curve.ended_by(100), curve.open_after(100)) == (0.5, 0.5, 0.0)
    assert curve.done_by(5) == DoneBy(0.0, None, None, 2)
    assert (curve.ended_by(5), curve.open_after(5)) == (0.0, 1.0)


def test_shares_of_ends_are_unknown_past_the_last_day_followed() -> None:
    curve = aalen_johansen([10, 20], ["done", "open"])

    assert (curve.done_by(21).share, curve.ended_by(21), curve.open_after(21)) == (None, None, None)


def test_the_standard_error_is_the_one_statsmodels_gives() -> None:
    days = [7, 14, 21, 21, 28, 30, 35, 40, 49, 55, 56, 56, 10, 20, 33, 56, 56, 12, 48, 5]
    codes = [1, 1, 1, 2, 1, 2, 1, 1, 2, 1, 1, 0, 0, 2, 0, 0, 0, 1, 1, 0]
    curve = aalen_johansen(days, [("open", "done", "ended")[code] for code in codes])

    assert round(curve.variance[-1] ** 0.5, 4) == 0.1198  # CumIncidenceRight


def test_groups_that_never_share_a_day_are_not_compared() -> None:
    found = log_rank([1, 2], [True, True], [], [])

    assert (found.chi_squared, found.p) == (None, None)
    assert (found.observed, found.expected) == ((2, 0), (2.0, 0.0))
