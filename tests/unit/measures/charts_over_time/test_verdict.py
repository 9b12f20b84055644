"""Better, worse, steady or unknown: what decides, and what does when the chart cannot."""

from __future__ import annotations

import pytest

from toolkit.measures.charts_over_time import MonthlyFigure, Rebase, judge_month
from toolkit.measures.charts_over_time.monthly import month_named, month_number


def months(values: list, of: float | None = None, first: str = "2025-01") -> list[MonthlyFigure]:
    start = month_number(first)
    return [MonthlyFigure(month_named(start + at), x, of) for at, x in enumerate(values)]


def verdict(values: list, kind: str = "share", better: str = "lower", of: float | None = None, **options):
    figures = months(values, of)
    return judge_month(figures, kind, better, figures[-1].month, **options)


@pytest.mark.parametrize("values", [[40] * 12 + [None], [40] * 3 + [None], [None]])
@pytest.mark.parametrize("kind", ["share", "rate", "fill", "count"])
def test_a_month_without_data_is_unknown_and_never_steady(kind: str, values: list) -> None:
    found = verdict(values, kind, of=None if kind == "count" else 200)

    assert (found.answer, found.value, found.why_no_chart, found.comparison) == ("unknown", None, None, None)


def test_a_month_with_nothing_to_count_over_is_unknown() -> None:
    figures = [*months([40] * 12, of=200), MonthlyFigure("2026-01", 0, 0)]

    assert judge_month(figures, "share", "lower", "2026-01").answer == "unknown"


def test_a_month_within_the_limits_is_steady() -> None:
    found = verdict([40, 42, 38, 41] * 3 + [44], of=200)

    assert (found.answer, found.signal, found.why_no_chart) == ("steady", None, None)


@pytest.mark.parametrize(
    ("better", "up", "down"),
    [("lower", "worse", "better"), ("higher", "better", "worse"), ("neither", "higher", "lower")],
)
@pytest.mark.parametrize("kind", ["share", "rate", "count", "fill"])
def test_a_month_beyond_a_limit_answers_by_what_is_better(kind, better, up, down) -> None:
    steady, of = [40, 42, 38, 41] * 3, None if kind == "count" else 200

    assert verdict([*steady, 90], kind, better, of).answer == up
    assert verdict([*steady, 5], kind, better, of).answer == down


def test_the_seventh_month_on_one_side_is_worse_and_the_sixth_is_not() -> None:
    steady = [40, 42, 38, 40] * 3

    assert verdict([*steady, 43, 44, 43, 44, 43, 44], of=200).answer == "steady"
    assert verdict([*steady, 43, 44, 43, 44, 43, 44, 43], of=200).signal == "run_above"
    assert verdict([*steady, 43, 44, 43, 44, 43, 44], of=200, run_length=6).answer == "worse"


def test_a_signal_of_an_earlier_month_is_not_one_of_this_month() -> None:
    assert verdict([40, 42, 38, 41] * 3 + [90, 41], of=200).answer == "steady"


# Fewer than twelve earlier months, too few expected, no spread: the month against the three before.


def test_with_eleven_earlier_months_the_three_before_decide() -> None:
    found = verdict([40] * 11 + [90], of=200)

    assert (found.answer, found.why_no_chart, found.trial_limits) == ("worse", "few_months", True)
    assert found.comparison.months == ("2025-09", "2025-10", "2025-11")
    assert (found.comparison.numerator_before, found.comparison.denominator_before) == (120, 600)
    assert found.comparison.change == pytest.approx(0.25)
    assert found.comparison.low > 0


def test_a_small_rise_on_few_records_is_steady() -> None:
    assert verdict([2, 2, 2, 4], of=20).answer == "steady"


def test_where_fewer_than_five_are_expected_the_chart_does_not_decide() -> None:
    found = verdict([1, 2, 1, 0] * 3 + [6], of=40)

    assert (found.signal, found.why_no_chart) == (None, "few_expected")
    assert found.chart.latest.signal == "above_limit"  # what the picture would flag
    assert found.answer == "worse"


def test_where_fewer_than_five_are_left_the_chart_does_not_decide_either() -> None:
    assert verdict([39, 38, 39, 40] * 3 + [36], better="higher", of=40).why_no_chart == "few_expected"


def test_the_months_own_denominator_says_what_is_expected_of_it() -> None:
    figures = [*months([40] * 12, of=200), MonthlyFigure("2026-01", 6, 20)]

    assert judge_month(figures, "share", "lower", "2026-01").why_no_chart == "few_expected"


@pytest.mark.parametrize(("kind", "of"), [("rate", 1000), ("count", None)])
def test_rates_and_counts_are_charted_from_five_expected_events(kind, of) -> None:
    assert verdict([5] * 13, kind, of=of).why_no_chart is None
    assert verdict([4, 5, 5, 5] * 3 + [5], kind, of=of).why_no_chart == "few_expected"


@pytest.mark.parametrize(
    ("values", "kind", "of"),
    [
        ([0] * 12 + [9], "share", 200),
        ([200] * 12 + [150], "share", 200),
        ([0] * 12 + [9], "rate", 1000),
        ([0] * 12 + [9], "count", None),
        ([93] * 12 + [60], "fill", 93),
        ([90] * 12 + [60], "fill", 93),
    ],
)
def test_a_baseline_of_nothing_or_all_is_no_chart_and_a_change_is_seen_all_the_same(values, kind, of) -> None:
    found = verdict(values, kind, "neither", of)

    assert found.why_no_chart == "baseline_without_spread"
    assert found.answer in ("higher", "lower")


@pytest.mark.parametrize(("kind", "of"), [("share", 200), ("fill", 93), ("rate", 1000), ("count", None)])
def test_nothing_now_and_nothing_before_is_steady_for_it_was_recorded(kind, of) -> None:
    assert verdict([0] * 13, kind, of=of).answer == "steady"
    assert verdict([0] * 4, kind, of=of).answer == "steady"


def test_the_first_month_on_record_has_nothing_to_be_held_against() -> None:
    found = verdict([40], of=200)

    assert (found.answer, found.why_no_chart, found.comparison) == ("unknown", "few_months", None)


def test_three_months_without_data_leave_nothing_to_be_held_against() -> None:
    assert verdict([40, None, None, None, 90], of=200).answer == "unknown"


def test_months_with_nothing_to_count_over_are_nothing_to_be_held_against() -> None:
    figures = [MonthlyFigure(f"2026-0{m}", 0, 0) for m in (1, 2, 3)]

    found = judge_month([*figures, MonthlyFigure("2026-04", 9, 20)], "share", "lower", "2026-04")

    assert found.answer == "unknown"


def test_those_of_the_three_months_that_have_data_are_pooled() -> None:
    found = verdict([90, 40, None, 42, 80], of=200)

    assert found.comparison.months == ("2025-02", "2025-04")
    assert found.comparison.value_before == pytest.approx(82 / 400)


def test_events_where_there_were_none_have_no_ratio_and_are_worse_all_the_same() -> None:
    found = verdict([0, 0, 0, 6], "rate", of=1000)

    assert (found.comparison.change, found.comparison.high) == (None, None)
    assert found.comparison.low > 1
    assert found.answer == "worse"


def test_a_month_of_a_count_is_one_months_exposure() -> None:
    found = verdict([3, 3, 3, 9], "count", "neither")

    assert found.comparison.value_before == 3
    assert found.comparison.change == 3
    assert found.answer == "higher"


def test_a_count_is_not_divided_by_anything_that_stands_beside_it() -> None:
    figures = months([8] * 13, of=0.1)

    found = judge_month(figures, "count", "neither", figures[-1].month)

    assert (found.value, found.why_no_chart) == (8, None)


def test_one_point_of_fill_is_no_change_in_a_month_of_ninety_three_windows() -> None:
    assert verdict([0.95 * 93, 0.95 * 93, 0.95 * 93, 0.94 * 93], "fill", "higher", 93).answer == "steady"
    assert verdict([0.95 * 93, 0.95 * 93, 0.95 * 93, 0.70 * 93], "fill", "higher", 93).answer == "worse"


def test_a_recorded_new_start_is_in_force_only_with_twelve_months_behind_it() -> None:
    values, start = [40, 42, 38, 41] * 3 + [80] * 12, Rebase("2026-01", "second unit opened")

    assert verdict([*values[:-6], 80], of=200, rebases=[start]).answer == "worse"
    assert verdict([*values, 80], of=200, rebases=[start]).answer == "steady"


def test_the_order_of_the_months_does_not_matter() -> None:
    figures = months([40, 42, 38, 41] * 3 + [90], of=200)

    assert judge_month(figures, "share", "lower", "2026-01") == judge_month(
        figures[::-1], "share", "lower", "2026-01"
    )
