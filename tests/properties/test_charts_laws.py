"""What must hold of every chart and verdict, and does a plain reading of the NHS rules agree?"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from toolkit.measures.charts_over_time import MonthlyFigure, compute_chart, judge_month
from toolkit.measures.charts_over_time.individuals import xmr_limits
from toolkit.measures.charts_over_time.limits import limits_around
from toolkit.measures.charts_over_time.monthly import month_named, month_number
from toolkit.measures.charts_over_time.rules import UPWARDS, mark_points

FIRST = month_number("2023-01")
# Whole and half steps about a centre of 0 and a sigma of 2: ties, points on lines and gaps are common.
POINTS = st.lists(st.one_of(st.integers(-14, 14).map(lambda x: x / 2), st.just(float("nan"))), max_size=30)
KINDS = st.sampled_from(["share", "rate", "count", "fill"])
BETTER = st.sampled_from(["higher", "lower", "neither"])


@st.composite
def figures(draw, kind: str, least: int = 1) -> list[MonthlyFigure]:
    count = draw(st.integers(least, 30))
    usual = draw(st.floats(0, 1))
    drawn = []
    for at in range(count):
        n = draw(st.integers(0, 120))
        x = draw(st.one_of(st.none(), st.integers(0, n), st.just(round(usual * n))))
        drawn.append(MonthlyFigure(month_named(FIRST + at), x, None if kind == "count" else n))
    return drawn


def plain_signals(values: list[float], run_length: int) -> list[str | None]:
    """The four rules as they are said, point by point: does a window with this point fulfil one?"""
    told: list[str | None] = []
    count = len(values)
    for at, value in enumerate(values):
        windows = [values[s : s + run_length] for s in range(at - run_length + 1, at + 1)
                   if s >= 0 and s + run_length <= count]  # fmt: skip
        threes = [values[s : s + 3] for s in range(at - 2, at + 1) if s >= 0 and s + 3 <= count]
        # The newest window that holds the point names its trend.
        trends = ["rising" if all(a < b for a, b in pairwise(w)) else
                  "falling" if all(a > b for a, b in pairwise(w)) else None
                  for w in windows]  # fmt: skip
        trends = [one for one in trends if one]
        if value > 6 or value < -6:
            told.append("above_limit" if value > 6 else "below_limit")
        elif trends:
            told.append(trends[-1])
        elif value > 4 and any(min(w) > 0 and sum(4 < v <= 6 for v in w) >= 2 for w in threes):
            told.append("two_of_three_above")
        elif value < -4 and any(max(w) < 0 and sum(-6 <= v < -4 for v in w) >= 2 for w in threes):
            told.append("two_of_three_below")
        elif any(all(v > 0 for v in w) for w in windows):
            told.append("run_above")
        elif any(all(v < 0 for v in w) for w in windows):
            told.append("run_below")
        else:
            told.append(None)
    return told


@given(POINTS, st.sampled_from([6, 7]))
def test_the_rules_agree_with_a_plain_reading_of_them(values, run_length) -> None:
    limits = limits_around(np.zeros(len(values)), np.full(len(values), 2.0))

    found = mark_points(np.array(values, dtype=float), limits, run_length).signal

    assert list(found) == plain_signals_without_gaps(values, run_length)


def plain_signals_without_gaps(values: list[float], run_length: int) -> list[str | None]:
    """No comparison holds of a missing value, but `min` and `max` do not know that: cut at the gaps."""
    told: list[str | None] = []
    part: list[float] = []
    for value in [*values, None]:
        if value is None or np.isnan(value):
            told += [*plain_signals(part, run_length), None]
            part = []
        else:
            part.append(value)
    return told[:-1]


@given(POINTS, st.sampled_from([6, 7]))
def test_upside_down_every_signal_turns_and_none_is_lost(values, run_length) -> None:
    x = np.array(values, dtype=float)
    limits = limits_around(np.zeros(len(x)), np.full(len(x), 2.0))

    there, back = mark_points(x, limits, run_length).signal, mark_points(-x, limits, run_length).signal

    for up, down in zip(there, back, strict=True):
        assert (up is None) == (down is None)
        assert up is None or (up in UPWARDS) != (down in UPWARDS)


@given(st.lists(st.integers(0, 50), min_size=2, max_size=30), st.integers(2, 9), st.integers(-20, 20))
def test_limits_of_values_move_and_stretch_with_them(values, times, more) -> None:
    plain = xmr_limits(values)
    moved = xmr_limits([x * times + more for x in values])

    np.testing.assert_allclose(moved.low, plain.low * times + more, atol=1e-9)
    np.testing.assert_allclose(moved.high, plain.high * times + more, atol=1e-9)


@given(st.data(), KINDS, BETTER)
def test_the_order_of_the_months_does_not_matter(data, kind, better) -> None:
    given_months = data.draw(figures(kind))
    shuffled = data.draw(st.permutations(given_months))
    month = given_months[-1].month

    assert judge_month(given_months, kind, better, month) == judge_month(shuffled, kind, better, month)


@given(st.data(), KINDS, BETTER)
def test_what_comes_later_changes_no_earlier_answer(data, kind, better) -> None:
    given_months = data.draw(figures(kind, least=2))
    month = given_months[len(given_months) // 2].month
    known_then = [figure for figure in given_months if figure.month <= month]

    assert judge_month(given_months, kind, better, month) == judge_month(known_then, kind, better, month)


@given(st.data(), KINDS)
def test_a_month_more_does_not_move_limits_that_are_no_trial(data, kind) -> None:
    given_months = data.draw(figures(kind, least=14))
    before, now = (compute_chart(given_months, kind, given_months[at].month) for at in (-2, -1))

    if not before.current.trial_limits:
        assert [(p.month, p.centre, p.low, p.high) for p in before.points] == [
            (p.month, p.centre, p.low, p.high) for p in now.points[:-1]
        ]


@given(st.data(), KINDS)
def test_what_is_better_turns_the_answer_and_never_makes_one(data, kind) -> None:
    given_months = data.draw(figures(kind))
    month = given_months[-1].month
    higher, lower, neither = (
        judge_month(given_months, kind, better, month).answer for better in ("higher", "lower", "neither")
    )

    turned = {"better": "worse", "worse": "better", "steady": "steady", "unknown": "unknown"}
    named = {"higher": "better", "lower": "worse", "steady": "steady", "unknown": "unknown"}
    assert lower == turned[higher]
    assert higher == named[neither]


@given(st.data())
def test_counting_those_not_in_the_share_turns_the_answer(data) -> None:
    given_months = data.draw(figures("share"))
    others = [
        f if f.numerator is None else replace(f, numerator=f.denominator - f.numerator) for f in given_months
    ]
    month = given_months[-1].month

    mine, theirs = (judge_month(one, "share", "lower", month) for one in (given_months, others))

    turned = {"better": "worse", "worse": "better", "steady": "steady", "unknown": "unknown"}
    assert theirs.answer == turned[mine.answer]
    assert theirs.why_no_chart == mine.why_no_chart


@given(st.data(), KINDS, BETTER)
def test_a_month_is_unknown_without_data_and_steady_only_with_some(data, kind, better) -> None:
    given_months = data.draw(figures(kind))

    found = judge_month(given_months, kind, better, given_months[-1].month)

    if found.value is None:
        assert found.answer == "unknown"
    if found.answer == "steady":
        assert found.value is not None
        assert found.why_no_chart is None or found.comparison is not None
