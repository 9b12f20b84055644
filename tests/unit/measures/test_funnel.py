"""Does a service stand out only where chance does not explain it?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.measures.funnel import (
    benjamini_hochberg,
    binomial_limits,
    funnel_of_rates,
    funnel_of_shares,
    poisson_limits,
    widened_ratio_limits,
    widened_share_limits,
)


def test_nine_services_have_no_funnel_and_ten_have() -> None:
    assert funnel_of_shares([5] * 9, [100] * 9) is None
    assert funnel_of_shares([5] * 10, [100] * 10) is not None
    assert funnel_of_rates([5] * 9, [100.0] * 9) is None


def test_a_service_without_records_is_shown_without_a_value_and_does_not_count_as_one() -> None:
    funnel = funnel_of_shares([5] * 10 + [0], [100] * 10 + [0])

    assert funnel is not None
    assert (funnel.points[-1].value, funnel.points[-1].outside) == (None, "")
    assert funnel_of_shares([5] * 9 + [0], [100] * 9 + [0]) is None


def test_one_service_far_from_eleven_alike_stands_outside_and_the_others_do_not() -> None:
    funnel = funnel_of_shares([10] * 11 + [60], [200] * 12)

    assert funnel is not None
    assert [point.outside for point in funnel.points] == [""] * 11 + ["above"]


def test_services_that_all_differ_widen_the_limits_until_few_stand_outside() -> None:
    events, exposure = [40, 90, 55, 120, 60, 110, 45, 95, 70, 130, 50, 105], [1000.0] * 12

    funnel = funnel_of_rates(events, exposure)

    assert funnel is not None and funnel.adjusted
    assert funnel.dispersion is not None and funnel.dispersion.phi > 2
    assert [point.outside for point in funnel.points] == [""] * 12


def test_the_target_is_the_share_of_all_together_never_a_mean_of_shares() -> None:
    funnel = funnel_of_shares([1] + [90] * 10, [2] + [100] * 10)

    assert funnel is not None
    assert funnel.target == pytest.approx(901 / 1002)


def test_no_event_anywhere_leaves_everyone_inside() -> None:
    funnel = funnel_of_rates([0] * 10, [100.0] * 10)

    assert funnel is not None
    assert {point.outside for point in funnel.points} == {""}


@given(st.integers(100, 400), st.floats(0.05, 0.95), st.sampled_from([0.95, 0.998]))
def test_exact_limits_of_a_share_enclose_the_target(n: int, target: float, confidence: float) -> None:
    """With five or more expected on either side; the published interpolation does not promise it below."""
    low, high = binomial_limits(n, target, confidence)

    assert 0 <= low <= target <= high <= 1


@given(st.floats(0.5, 500), st.floats(0.001, 1))
def test_widened_limits_are_never_inside_those_of_chance_alone(expected: float, tau2: float) -> None:
    narrow, wide = widened_ratio_limits(expected, 0.0, 0.95), widened_ratio_limits(expected, tau2, 0.95)
    share, wide_share = (
        widened_share_limits(expected, 0.9, 0.0, 0.95),
        widened_share_limits(expected, 0.9, tau2, 0.95),
    )

    assert wide[0] <= narrow[0] and narrow[1] <= wide[1]
    assert wide_share[0] <= share[0] and share[1] <= wide_share[1]
    assert poisson_limits(expected, 0.998)[0] <= poisson_limits(expected, 0.95)[0]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_a_q_is_never_under_its_p_and_follows_the_definition(p_values: list[float]) -> None:
    found = benjamini_hochberg(p_values)

    ranked = sorted(range(len(p_values)), key=lambda i: p_values[i])
    plain = [0.0] * len(p_values)
    for place, i in enumerate(ranked):
        plain[i] = min(
            min(1.0, p_values[j] * len(p_values) / (k + 1)) for k, j in enumerate(ranked) if k >= place
        )
    assert found == pytest.approx(plain)
    assert all(q >= p or np.isclose(q, p) for q, p in zip(found, p_values, strict=True))
