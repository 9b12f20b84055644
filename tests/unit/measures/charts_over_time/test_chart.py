"""Which months set the limits, which are judged by them, and what a recorded new start changes."""

from __future__ import annotations

import pytest

from toolkit.measures.charts_over_time import MonthlyFigure, Rebase, compute_chart
from toolkit.measures.charts_over_time.monthly import fill_months, month_named, month_number


def months(values: list, first: str = "2024-01", of: float | None = None) -> list[MonthlyFigure]:
    start = month_number(first)
    return [MonthlyFigure(month_named(start + at), x, of) for at, x in enumerate(values)]


def test_the_first_twelve_months_with_data_set_the_limits() -> None:
    chart = compute_chart(months([8, 9, None, 7] + [8] * 9 + [30, 40]), "count", "2025-03")

    assert len(chart.current.baseline) == 12
    assert "2024-03" not in chart.current.baseline
    assert chart.current.baseline[-1] == "2025-01"
    assert chart.latest.centre == 8


def test_the_newest_month_never_sets_limits() -> None:
    chart = compute_chart(months([8] * 11 + [40]), "count", "2024-12")

    assert chart.current.trial_limits
    assert chart.latest.centre == 8
    assert not chart.latest.in_baseline


def test_twelve_earlier_months_make_limits_that_are_no_trial() -> None:
    assert compute_chart(months([8] * 12), "count", "2024-12").current.trial_limits
    assert not compute_chart(months([8] * 13), "count", "2025-01").current.trial_limits


def test_a_month_without_records_is_put_into_its_place() -> None:
    figures = [figure for figure in months([8] * 6) if figure.month != "2024-03"]

    chart = compute_chart(figures, "count", "2024-06")

    assert [point.month for point in chart.points][2] == "2024-03"
    assert chart.points[2].value is None


def test_a_month_with_nothing_to_count_over_is_missing_and_not_none_of_none() -> None:
    chart = compute_chart([*months([2] * 3, of=10), MonthlyFigure("2024-04", 0, 0)], "share", "2024-04")

    assert chart.latest.value is None
    assert chart.latest.high is None


def test_months_before_the_first_with_data_are_not_drawn() -> None:
    assert [f.month for f in fill_months(months([None, None, 5, 6]), "2024-04")] == ["2024-03", "2024-04"]


def test_months_after_the_one_that_is_judged_are_not_used() -> None:
    early = compute_chart(months([8, 9] * 8), "count", "2025-02")

    assert early == compute_chart(months([8, 9] * 7), "count", "2025-02")


def test_a_series_without_any_data_is_one_missing_month() -> None:
    chart = compute_chart([], "rate", "2026-10")

    assert [(p.month, p.value, p.centre) for p in chart.points] == [("2026-10", None, None)]


def test_missing_is_none_and_not_a_number_that_is_none() -> None:
    with pytest.raises(ValueError, match="None, not NaN: 2024-01"):
        MonthlyFigure("2024-01", float("nan"), 10)


def test_a_month_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="2024-01 stands twice"):
        compute_chart(months([8]) * 2, "count", "2024-01")


@pytest.mark.parametrize("month", ["2024-13", "2024-1", "January", "2024-01-01"])
def test_a_month_in_other_words_is_refused(month: str) -> None:
    with pytest.raises(ValueError, match="written YYYY-MM"):
        compute_chart([], "count", month)


@pytest.mark.parametrize(
    ("kind", "numerator", "denominator"),
    [("share", 11, 10), ("share", 2.5, 10), ("rate", 1.5, 10), ("count", -1, None), ("fill", 11, 10)],
)
def test_amounts_that_cannot_be_are_refused(kind, numerator, denominator) -> None:
    with pytest.raises(ValueError, match=f"in 2024-01 is no {kind}"):
        compute_chart([MonthlyFigure("2024-01", numerator, denominator)], kind, "2024-01")


def test_each_kind_has_its_chart() -> None:
    steady = months([40, 44, 41, 43] * 4, of=200)

    assert [compute_chart(steady, kind, "2025-04").current.chart
            for kind in ("share", "rate", "count", "fill")] == ["p", "u", "c", "XmR"]  # fmt: skip


@pytest.mark.parametrize(("kind", "chart"), [("share", "p'"), ("rate", "u'")])
def test_what_varies_more_than_chance_gets_wider_limits(kind, chart) -> None:
    found = compute_chart(months([400, 900] * 8, of=2000), kind, "2025-04")

    assert found.current.chart == chart
    assert found.current.sigma_z > 1.2
    assert found.latest.signal is None


def test_a_new_start_needs_a_reason() -> None:
    with pytest.raises(ValueError, match="only for a recorded reason"):
        Rebase("2025-01", "  ")


def test_a_recorded_new_start_holds_once_twelve_months_stand_behind_it() -> None:
    values, start = [5, 6, 4, 5] * 3 + [9, 10, 8, 9] * 4, Rebase("2025-01", "second unit opened")

    waiting = compute_chart(months(values), "count", "2025-12", rebases=[start])
    in_force = compute_chart(months(values), "count", "2026-01", rebases=[start])

    assert (waiting.waiting, len(waiting.phases), waiting.latest.centre) == ((start,), 1, 5)
    assert (in_force.waiting, in_force.current.rebase, in_force.latest.centre) == ((), start, 9)


def test_a_new_start_does_not_hide_the_months_that_follow_it() -> None:
    values, start = [5, 6, 4, 5] * 3 + [12] * 7, Rebase("2025-01", "second unit opened")

    chart = compute_chart(months(values), "count", "2025-07", rebases=[start])

    assert chart.latest.signal == "above_limit"


def test_the_old_limits_stay_on_the_chart_and_rules_begin_anew() -> None:
    values, start = [5, 6, 4, 5] * 3 + [9, 10, 8, 9] * 4, Rebase("2025-01", "second unit opened")

    chart = compute_chart(months(values), "count", "2026-04", rebases=[start])

    assert {point.centre for point in chart.points[:12]} == {5}
    assert {point.centre for point in chart.points[12:]} == {9}
    assert {point.signal for point in chart.points} == {None}
    assert [point.phase for point in chart.points] == [0] * 12 + [1] * 16


@pytest.mark.parametrize("month", ["2023-06", "2024-01", "2027-01"])
def test_a_new_start_before_the_first_month_or_after_the_last_changes_nothing(month: str) -> None:
    figures = months([5, 6, 4, 5] * 7)

    with_start = compute_chart(figures, "count", "2026-04", rebases=[Rebase(month, "a new manager")])

    assert with_start == compute_chart(figures, "count", "2026-04")


def test_of_two_new_starts_close_together_only_the_later_can_come_into_force() -> None:
    starts = [Rebase("2025-01", "second unit opened"), Rebase("2025-04", "bed numbers cut")]

    chart = compute_chart(months([5, 6, 4, 5] * 7), "count", "2026-04", rebases=starts)

    assert [phase.rebase for phase in chart.phases] == [None, starts[1]]
    assert chart.waiting == (starts[0],)
