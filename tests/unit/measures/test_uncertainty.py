"""The edges of the intervals: nothing, all, and what cannot be estimated."""

from __future__ import annotations

import pytest

from toolkit.measures.uncertainty import (
    Difference,
    Homogeneity,
    Interval,
    RatioEstimate,
    Stratum,
    byar_rate,
    clopper_pearson,
    exact_rate,
    homogeneity,
    mantel_haenszel_rate_ratio,
    newcombe_difference,
    pooled_ratio,
    rate_interval,
    rate_ratio,
    wilson,
)

UNKNOWN = Interval(None, None)


@pytest.mark.parametrize("share", [wilson, clopper_pearson])
def test_a_share_of_nothing_has_no_interval(share) -> None:
    assert share(0, 0) == UNKNOWN


@pytest.mark.parametrize("rate", [exact_rate, byar_rate, rate_interval])
def test_a_rate_without_exposure_has_no_interval(rate) -> None:
    assert rate(0, 0) == UNKNOWN


@pytest.mark.parametrize("limits", [wilson, clopper_pearson, exact_rate, byar_rate, rate_interval])
def test_an_unknown_count_has_no_interval(limits) -> None:
    assert limits(None, 10) == UNKNOWN


@pytest.mark.parametrize("limits", [wilson, clopper_pearson, exact_rate, byar_rate, rate_interval])
def test_no_event_has_a_lower_limit_of_exactly_nothing_and_an_upper_limit(limits) -> None:
    found = limits(0, 20)

    assert found.low == 0.0
    assert found.high > 0.0


@pytest.mark.parametrize("share", [wilson, clopper_pearson])
def test_all_of_them_has_an_upper_limit_of_exactly_one(share) -> None:
    found = share(10, 10)

    assert found.high == 1.0
    assert 0.69 < found.low < 0.73


@pytest.mark.parametrize("share", [wilson, clopper_pearson])
@pytest.mark.parametrize("count", [-1, 11])
def test_more_than_all_or_less_than_none_is_refused(share, count: int) -> None:
    with pytest.raises(ValueError, match=f"^{count} of 10 is not a share of a whole$"):
        share(count, 10)


@pytest.mark.parametrize("rate", [exact_rate, byar_rate, rate_interval])
def test_negative_exposure_is_refused(rate) -> None:
    with pytest.raises(ValueError, match=r"^events and exposure are amounts from 0 upwards, not "):
        rate(1, -1.0)


def test_nine_of_ten_does_not_show_ninety_per_cent() -> None:
    found = wilson(9, 10)

    assert found.low == pytest.approx(0.596, abs=5e-4)
    assert found.high == pytest.approx(0.982, abs=5e-4)


def test_thirty_five_of_thirty_five_is_the_fewest_that_can_show_ninety_per_cent() -> None:
    assert wilson(35, 35).low >= 0.9
    assert wilson(34, 34).low < 0.9


def test_limits_are_exact_below_ten_events_and_byars_from_ten() -> None:
    assert rate_interval(9, 3.0) == exact_rate(9, 3.0)
    assert rate_interval(10, 3.0) == byar_rate(10, 3.0)
    assert exact_rate(10, 3.0) != byar_rate(10, 3.0)


# Rate ratios: pitfalls 1, 8, 9, 23 and 49 of the design.


@pytest.mark.parametrize(
    ("given", "ratio", "low", "high"),
    [
        ((6, 240, 10, 1200), 3.0, 0.90, 9.11),
        ((5, 300, 0, 700), None, 2.14, None),
        ((0, 120, 7, 980), 0.0, 0.0, 5.67),
        ((9, 1, 6, 1), 1.5, 0.48, 5.12),
        ((3, 40, 3, 400), 10.0, 1.3, 75.0),
    ],
)
def test_the_rate_ratio_has_its_exact_limits(given, ratio, low, high) -> None:
    found = rate_ratio(*given)

    assert found.ratio == (None if ratio is None else pytest.approx(ratio))
    assert found.low == pytest.approx(low, rel=0.04)
    assert found.high == (None if high is None else pytest.approx(high, rel=0.01))


@pytest.mark.parametrize("given", [(0, 120, 0, 980), (3, 0, 5, 10), (3, 10, 5, 0)])
def test_no_event_at_all_or_an_arm_without_exposure_compares_nothing(given) -> None:
    assert rate_ratio(*given) == RatioEstimate(None, None, None)


# Stratified ratios: pitfalls 3, 4 and 5.


def test_dependency_explains_two_fifths_of_the_crude_ratio() -> None:
    bands = [Stratum(6, 400, 10, 1600), Stratum(9, 200, 5, 400), Stratum(14, 100, 2, 50)]

    found = mantel_haenszel_rate_ratio(bands)

    assert pooled_ratio(bands).ratio == pytest.approx(5.0, abs=0.005)
    assert found.ratio == pytest.approx(3.09, abs=0.005)
    assert found.low == pytest.approx(1.57, abs=0.005)
    assert found.high == pytest.approx(6.09, abs=0.005)


def test_within_each_home_the_ratio_may_be_the_reverse_of_the_pooled_one() -> None:
    homes = [Stratum(36, 900, 6, 100), Stratum(2, 100, 27, 900)]

    assert pooled_ratio(homes).ratio == pytest.approx(1.15, abs=0.005)
    assert mantel_haenszel_rate_ratio(homes).ratio == pytest.approx(0.67, abs=0.005)


def test_a_stratum_with_one_arm_only_weighs_nothing() -> None:
    bands = [Stratum(6, 400, 10, 1600), Stratum(9, 200, 5, 400)]

    found = mantel_haenszel_rate_ratio([*bands, Stratum(4, 50, 0, 0), Stratum(0, 0, 0, 0)])

    assert found == mantel_haenszel_rate_ratio(bands)


def test_no_event_in_the_first_arm_of_any_stratum_is_a_ratio_of_nothing_without_limits() -> None:
    found = mantel_haenszel_rate_ratio([Stratum(0, 50, 2, 500), Stratum(0, 80, 3, 300)])

    assert (found.ratio, found.low, found.high, found.se_log) == (0.0, None, None, None)


def test_no_event_in_the_second_arm_of_any_stratum_has_no_ratio() -> None:
    found = mantel_haenszel_rate_ratio([Stratum(2, 50, 0, 500)])

    assert (found.ratio, found.low, found.high) == (None, None, None)


def test_no_strata_compare_nothing() -> None:
    assert mantel_haenszel_rate_ratio([]).ratio is None
    assert pooled_ratio([]) == RatioEstimate(None, None, None)


def test_fewer_than_two_strata_with_events_in_both_arms_cannot_be_compared() -> None:
    found = homogeneity([Stratum(3, 50, 2, 500), Stratum(0, 80, 3, 300)])

    assert found == Homogeneity(None, None, None, None)


def test_shares_whose_intervals_overlap_may_still_differ() -> None:
    found = newcombe_difference(33, 100, 20, 100)

    assert wilson(20, 100).high > wilson(33, 100).low
    assert found.value == pytest.approx(0.13)
    assert (found.low, found.high) == (pytest.approx(0.007, abs=5e-4), pytest.approx(0.248, abs=5e-4))


@pytest.mark.parametrize("given", [(0, 0, 3, 10), (3, 10, 0, 0)])
def test_the_difference_to_a_share_of_nothing_is_not_estimable(given) -> None:
    assert newcombe_difference(*given) == Difference(None, None, None)
