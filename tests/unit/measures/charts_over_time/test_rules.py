"""What breaks a run, a trend and a pair in the outer third."""

from __future__ import annotations

import numpy as np
import pytest

from toolkit.measures.charts_over_time.icons import assurance_of, latest_variation, variation_of
from toolkit.measures.charts_over_time.limits import limits_around
from toolkit.measures.charts_over_time.rules import ends_trend, mark_points
from toolkit.measures.charts_over_time.run_chart import autocorrelation, is_autocorrelated, run_chart


def signals(values: list[float], run_length: int = 7) -> tuple:
    """Judged by a centre of 10 and a sigma of 1: limits 7 and 13, outer thirds from 8 and 12."""
    full = np.ones(len(values))
    return mark_points(np.array(values, dtype=float), limits_around(10 * full, full), run_length).signal


def test_seven_on_one_side_are_a_run_and_six_are_none() -> None:
    assert signals([10.5, 11] * 3 + [10.5]) == ("run_above",) * 7
    assert signals([10.5, 11] * 3) == (None,) * 6


def test_six_are_a_run_where_the_provider_chose_six() -> None:
    assert signals([10.5, 11] * 3, run_length=6) == ("run_above",) * 6
    assert signals([7.5, 8.5, 9.5, 10.5, 11.5, 12.5], run_length=6) == ("rising",) * 6


@pytest.mark.parametrize("run_length", [5, 8])
def test_another_run_length_is_refused(run_length: int) -> None:
    with pytest.raises(ValueError, match="of 6 or of 7 points"):
        signals([10.0] * 9, run_length)


@pytest.mark.parametrize("breaks", [10.0, np.nan, 9.5])
def test_a_point_on_the_line_or_missing_or_beyond_it_breaks_a_run(breaks: float) -> None:
    assert signals([10.5, 11] * 3 + [breaks, 11, 10.5, 11]) == (None,) * 10


def test_a_value_that_is_the_centre_but_for_rounding_lies_on_it() -> None:
    assert signals([10.5, 11] * 3 + [10 + 1e-13, 11]) == (None,) * 8


def test_a_tie_and_a_missing_point_break_a_trend() -> None:
    assert ends_trend([1, 2, 3, 4, 4, 5, 6, 7]) == [0] * 8
    assert ends_trend([1, 2, 3, 4, np.nan, 5, 6, 7, 8]) == [0] * 9


def test_a_longer_trend_marks_all_its_points() -> None:
    assert signals([9.6, 9.7, 9.8, 9.9, 10.1, 10.2, 10.3, 10.4]) == ("rising",) * 8


def test_a_trend_names_a_point_before_a_run_does_and_a_limit_before_both() -> None:
    values = [10.1, 10.2, 10.3, 10.4, 10.5, 10.6, 13.5]

    assert signals(values) == ("rising",) * 6 + ("above_limit",)


def test_two_of_three_mark_only_those_in_the_outer_third() -> None:
    assert signals([12.5, 10.5, 12.5]) == ("two_of_three_above", None, "two_of_three_above")
    assert signals([7.5, 7.5, 9.5]) == ("two_of_three_below", "two_of_three_below", None)


def test_a_point_beyond_the_limit_is_not_one_of_two_in_the_outer_third() -> None:
    assert signals([13.5, 11, 12.5]) == ("above_limit", None, None)


def test_a_point_on_the_limit_is_not_beyond_it() -> None:
    assert signals([13.0]) == (None,)
    assert signals([12.0, 12.0, 11]) == (None,) * 3


def test_without_limits_there_is_no_signal_whatever_the_points_do() -> None:
    values = np.arange(9.0)
    nothing = np.full(9, np.nan)
    found = mark_points(values, limits_around(np.full(9, 4.0), nothing))

    assert found.signal == (None,) * 9
    assert found.outside == (None,) * 9
    assert found.side == (-1, -1, -1, -1, 0, 1, 1, 1, 1)


def test_no_icon_says_all_is_well_where_nothing_can_be_told() -> None:
    assert latest_variation(np.nan, None, "lower", points=30, has_limits=True) == "no_data"
    assert latest_variation(3, None, "lower", points=12, has_limits=True) is None
    assert latest_variation(3, None, "lower", points=13, has_limits=False) is None
    assert latest_variation(3, None, "lower", points=13, has_limits=True) == "common_cause"


@pytest.mark.parametrize(
    ("better", "up", "down"),
    [
        ("higher", "improvement", "concern"),
        ("lower", "concern", "improvement"),
        ("neither", "neutral_high", "neutral_low"),
    ],
)
def test_what_a_signal_means_depends_on_what_is_better(better: str, up: str, down: str) -> None:
    assert [variation_of(s, better) for s in ("rising", "run_above")] == [up, up]
    assert [variation_of(s, better) for s in ("below_limit", "two_of_three_below")] == [down, down]


@pytest.mark.parametrize(
    ("target", "higher", "lower"),
    [
        (0.5, "consistent_pass", "consistent_fail"),
        (0.6, "inconsistent", "inconsistent"),
        (0.8, "inconsistent", "inconsistent"),
        (0.9, "consistent_fail", "consistent_pass"),
    ],
)
def test_a_target_beyond_the_limits_is_passed_or_failed_every_month(target, higher, lower) -> None:
    assert assurance_of(0.6, 0.8, target, "higher") == higher
    assert assurance_of(0.6, 0.8, target, "lower") == lower
    assert assurance_of(0.6, 0.8, target, "neither") is None
    assert assurance_of(np.nan, np.nan, target, "higher") is None


def test_a_run_chart_of_nothing_or_of_equal_values_judges_nothing() -> None:
    assert run_chart([]).centre is None
    assert run_chart([4.0] * 12).longest_run is None
    assert not run_chart([]).signal
    assert not run_chart([4.0] * 12).signal


def test_a_missing_point_joins_the_points_beside_it_in_a_run_chart() -> None:
    assert run_chart([1, 1, np.nan, 1, 9, 9, 9]).longest_run == 3


def test_resemblance_needs_movement_and_pairs_of_neighbours() -> None:
    assert autocorrelation([]) is None
    assert is_autocorrelated([5.0] * 10) is None
    assert is_autocorrelated([1, -1] * 10) is False
    assert autocorrelation([1, np.nan, 3]) == 0
