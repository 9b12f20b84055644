"""The edges of the limits: nothing counted, all equal, and points that do not set them."""

from __future__ import annotations

import numpy as np
import pytest

from toolkit.measures.charts_over_time.individuals import i_limits, mr_limits, weighted_i_limits, xmr_limits
from toolkit.measures.charts_over_time.limits import (
    c_limits,
    laney_p_limits,
    laney_u_limits,
    over_dispersion,
    p_limits,
    u_limits,
)
from toolkit.measures.charts_over_time.moving_ranges import moving_ranges, screened_mean
from toolkit.measures.charts_over_time.rare_events import g_limits, t_limits


@pytest.mark.parametrize("limits", [c_limits, xmr_limits, i_limits, mr_limits, g_limits, t_limits])
def test_no_point_at_all_has_no_limits(limits) -> None:
    assert len(limits([]).centre) == 0
    assert np.isnan(limits([np.nan]).high[0])


@pytest.mark.parametrize("limits", [p_limits, u_limits, laney_p_limits, laney_u_limits, weighted_i_limits])
def test_nothing_counted_over_nothing_has_no_limits(limits) -> None:
    found = limits([0, 0], [0, 0])

    assert np.isnan([found.centre, found.low, found.high]).all()


@pytest.mark.parametrize("limits", [p_limits, u_limits, weighted_i_limits])
def test_a_month_without_exposure_has_no_limits_while_the_others_have(limits) -> None:
    found = limits([3, 0, 4, 2], [10, 0, 12, 10])

    assert np.isnan(found.high).tolist() == [False, True, False, False]


def test_events_of_a_month_without_exposure_are_in_no_rate() -> None:
    assert u_limits([3, 9, 3], [100, 0, 100]).centre[0] == 0.03


def test_a_missing_count_does_not_become_none() -> None:
    assert c_limits([4, np.nan, 6]).centre[0] == 5
    assert p_limits([4, np.nan, 6], [10, 10, 10]).centre[0] == 0.5


def test_only_the_baseline_sets_the_limits() -> None:
    with_leap = c_limits([4, 4, 4, 40], [True, True, True, False])

    assert with_leap.centre.tolist() == [4.0] * 4
    assert with_leap.high.tolist() == [10.0] * 4


def test_a_point_judged_by_fixed_limits_is_flagged_where_its_own_limits_would_hide_it() -> None:
    values = [9, 11] * 6 + [15.5]

    assert xmr_limits(values, [True] * 12 + [False]).high[0] == pytest.approx(15.32)
    assert xmr_limits(values).high[0] > 15.5


def test_a_baseline_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="3 points, and 2 of them"):
        c_limits([1, 2, 3], [True, False])


def test_the_neighbours_of_a_gap_are_not_neighbours() -> None:
    assert moving_ranges([10, np.nan, 14, 15]).tolist() == [1.0]


def test_the_neighbours_of_a_point_outside_the_baseline_are_not_neighbours() -> None:
    assert moving_ranges([10, 90, 14, 15], [True, False, True, True]).tolist() == [1.0]


def test_a_missing_month_is_passed_over_and_never_a_nought() -> None:
    found = xmr_limits([10, 11, 9, 10, 12, 9, np.nan, 10, 11, 10, 9, 11, 10])

    assert (round(found.low[0], 2), round(found.high[0], 2)) == (6.18, 14.16)


def test_a_range_of_exactly_so_many_means_is_a_leap() -> None:
    ranges = np.array([3.267, 0.25, 0.25, 0.233])

    assert ranges.mean() == 1
    assert screened_mean(ranges) == pytest.approx(0.733 / 3)


def test_leaps_are_left_out_in_one_pass_only() -> None:
    ranges = np.array([1.0] * 10 + [8.0] + [100.0])

    assert screened_mean(ranges) == pytest.approx(18 / 11)  # 8 is a leap too, seen a second time
    assert screened_mean(ranges, screen=False) == pytest.approx(118 / 12)


@pytest.mark.parametrize("values", [[5] * 12, [0] * 11 + [1], [1, 1, 1, 1, 2], [3, 3, 3, 3, 4, 3, 3, 3]])
def test_values_that_hardly_move_have_a_centre_and_no_limits(values: list[int]) -> None:
    found = xmr_limits(values)

    assert found.centre[0] == pytest.approx(sum(values) / len(values))
    assert np.isnan(found.low).all()
    assert np.isnan(found.high).all()


def test_ranges_of_which_just_half_are_nothing_still_give_limits() -> None:
    assert xmr_limits([1, 1, 2, 2, 3]).high[0] == pytest.approx(9 / 5 + 2.66 * 0.5)


def test_a_lower_limit_below_nothing_is_kept_for_values_and_cut_for_counts() -> None:
    assert xmr_limits([1, 6, 1, 8, 0, 3]).low[0] < 0
    assert c_limits([1, 6, 1, 8, 0, 3]).low[0] == 0


def test_shares_stay_between_nothing_and_all() -> None:
    found = p_limits([9, 10, 8], [10, 10, 10])

    assert found.high.tolist() == [1.0] * 3
    assert found.near_high[0] > 1  # so that no point can lie in an outer third that does not exist


def test_two_points_alone_cannot_say_how_much_more_than_chance_they_spread() -> None:
    assert np.isnan(over_dispersion([0.4], p_limits([4], [10])))
    assert np.isnan(over_dispersion([0.0, 0.0], p_limits([0, 0], [10, 10])))


def test_shares_of_very_many_get_the_wider_limits() -> None:
    counts, totals = [9500, 9300, 9600, 9250, 9550], [10_000] * 5
    shares = [x / 10_000 for x in counts]

    assert over_dispersion(shares, p_limits(counts, totals)) > 1.2
    assert laney_p_limits(counts, totals).low[0] < p_limits(counts, totals).low[0]


def test_two_events_on_one_day_leave_a_chart_of_days_without_limits() -> None:
    assert np.isnan(t_limits([3, 0, 12, 5]).high).all()
    assert not np.isnan(g_limits([3, 0, 12, 5]).high).any()


def test_a_gap_of_no_days_after_the_baseline_is_missing_and_leaves_the_limits() -> None:
    found = t_limits([3, 8, 12, 5, 0], [True] * 4 + [False])

    assert not np.isnan(found.high).any()
