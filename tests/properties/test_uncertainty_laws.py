"""What must hold of every interval, whatever the counts."""

from __future__ import annotations

import math

from hypothesis import assume, given
from hypothesis import strategies as st

from toolkit.measures.uncertainty import (
    Stratum,
    byar_rate,
    clopper_pearson,
    exact_rate,
    mantel_haenszel_rate_ratio,
    newcombe_difference,
    pooled_ratio,
    rate_ratio,
    wilson,
)

COUNTS = st.integers(0, 400)
EXPOSURES = st.floats(0.5, 5000)
CONFIDENCES = st.sampled_from([0.8, 0.95, 0.998])
STRATA = st.lists(st.builds(Stratum, COUNTS, EXPOSURES, COUNTS, EXPOSURES), min_size=1, max_size=5)


@st.composite
def parts(draw) -> tuple[int, int]:
    n = draw(st.integers(1, 500))
    return draw(st.integers(0, n)), n


@given(parts(), CONFIDENCES)
def test_the_limits_of_a_share_stand_around_it_within_nothing_and_all(part, confidence) -> None:
    count, n = part
    for found in (wilson(count, n, confidence), clopper_pearson(count, n, confidence)):
        assert 0 <= found.low <= count / n <= found.high <= 1


@given(parts())
def test_the_exact_limits_hold_five_in_a_hundred_outside(part) -> None:
    count, n = part
    found = clopper_pearson(count, n)

    if count:
        assert math.isclose(_at_least(count, n, found.low), 0.025, rel_tol=1e-6)
    if count < n:
        assert math.isclose(1 - _at_least(count + 1, n, found.high), 0.025, rel_tol=1e-6)


def _at_least(count: int, n: int, share: float) -> float:
    if share == 0:
        return 0.0
    return math.fsum(
        math.exp(
            math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
            + k * math.log(share) + (n - k) * math.log1p(-share)
        )
        for k in range(count, n + 1)
    )  # fmt: skip


@given(parts())
def test_those_who_are_not_in_the_share_have_the_mirrored_limits(part) -> None:
    count, n = part
    found, mirrored = wilson(count, n), wilson(n - count, n)

    assert math.isclose(found.low, 1 - mirrored.high, abs_tol=1e-12)
    assert math.isclose(found.high, 1 - mirrored.low, abs_tol=1e-12)


@given(parts(), st.integers(2, 20))
def test_more_records_of_the_same_share_say_more(part, times) -> None:
    count, n = part
    few, many = wilson(count, n), wilson(count * times, n * times)

    assert few.low <= many.low + 1e-12
    assert many.high <= few.high + 1e-12


@given(COUNTS, EXPOSURES, CONFIDENCES)
def test_the_limits_of_a_rate_stand_around_it(count, exposure, confidence) -> None:
    for found in (exact_rate(count, exposure, confidence), byar_rate(count, exposure, confidence)):
        assert 0 <= found.low <= count / exposure <= found.high


@given(COUNTS, EXPOSURES)
def test_ten_times_the_exposure_is_a_tenth_of_the_limits(count, exposure) -> None:
    found, spread = exact_rate(count, exposure), exact_rate(count, 10 * exposure)

    assert math.isclose(found.low, 10 * spread.low, rel_tol=1e-12)
    assert math.isclose(found.high, 10 * spread.high, rel_tol=1e-12)


@given(COUNTS, EXPOSURES, COUNTS, EXPOSURES)
def test_turning_the_arms_round_turns_the_ratio_upside_down(a, time_a, b, time_b) -> None:
    assume(a > 0 and b > 0)
    found, turned = rate_ratio(a, time_a, b, time_b), rate_ratio(b, time_b, a, time_a)

    assert math.isclose(found.ratio * turned.ratio, 1, rel_tol=1e-9)
    assert math.isclose(found.low * turned.high, 1, rel_tol=1e-9)
    assert found.low < found.ratio < found.high


@given(COUNTS, EXPOSURES, EXPOSURES)
def test_without_an_event_in_the_other_arm_only_a_lower_limit_stands(a, time_a, time_b) -> None:
    assume(a > 0)
    found = rate_ratio(a, time_a, 0, time_b)

    assert (found.ratio, found.high) == (None, None)
    assert found.low > 0


@given(st.builds(Stratum, COUNTS, EXPOSURES, COUNTS, EXPOSURES))
def test_one_stratum_alone_has_the_crude_ratio(stratum) -> None:
    assume(stratum.events_a + stratum.events_b > 0)
    found, crude = mantel_haenszel_rate_ratio([stratum]), pooled_ratio([stratum])

    assert (found.ratio is None) == (crude.ratio is None)
    assert found.ratio is None or math.isclose(found.ratio, crude.ratio, rel_tol=1e-9)


@given(STRATA, st.randoms(use_true_random=False))
def test_the_order_of_the_strata_changes_nothing(strata, random) -> None:
    mixed = random.sample(strata, len(strata))

    assert mantel_haenszel_rate_ratio(mixed) == mantel_haenszel_rate_ratio(strata)


@given(STRATA)
def test_the_stratified_ratio_lies_within_the_ratios_of_its_strata(strata) -> None:
    assume(all(s.events_a > 0 and s.events_b > 0 for s in strata))
    ratios = [s.events_a / s.exposure_a / (s.events_b / s.exposure_b) for s in strata]

    found = mantel_haenszel_rate_ratio(strata)

    assert min(ratios) <= found.ratio * (1 + 1e-9)
    assert found.ratio <= max(ratios) * (1 + 1e-9)
    assert found.low < found.ratio < found.high


@given(parts(), parts())
def test_the_limits_of_a_difference_stand_around_it(one, other) -> None:
    found = newcombe_difference(*one, *other)

    assert found.low <= found.value <= found.high
    assert found.low >= -1 - 1e-12
    assert found.high <= 1 + 1e-12
