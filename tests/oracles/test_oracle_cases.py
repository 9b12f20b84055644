"""Do our figures agree with those that other programs and published tables give?"""

from __future__ import annotations

import pytest

from tests.oracles.loader import FOLDER, Case, disagreements, load_cases
from tests.oracles.methods import (
    DEVIATIONS,
    IMPLEMENTED,
    NOT_OFFERED,
    NOT_OFFERED_METHODS,
    NOT_YET,
    VARIANTS_NOT_FOLLOWED,
)
from toolkit.measures.uncertainty import byar_rate

CASES = load_cases()
BUILT = [case for case in CASES if case.method in IMPLEMENTED]
# Cases of which every part is left out for a reason have nothing to compare.
LEFT_OUT = [case for case in BUILT if set(case.expected) <= set(NOT_OFFERED.get(case.method, {}))]
FOLLOWED = [case for case in BUILT if case not in LEFT_OUT and case.case_id not in VARIANTS_NOT_FOLLOWED]
NOT_FOLLOWED = [case for case in BUILT if case.case_id in VARIANTS_NOT_FOLLOWED]
needs_cases = pytest.mark.skipif(not CASES, reason=f"the worked cases are not here: no {FOLDER}")


@needs_cases
@pytest.mark.parametrize("case", FOLLOWED, ids=str)
def test_our_figures_agree_with_the_worked_case(case: Case) -> None:
    got = IMPLEMENTED[case.method](case.given)

    compared = {name: value for name, value in case.expected.items() if name in got}
    told = [
        f"{name}: {difference}"
        for name, value in compared.items()
        for difference in disagreements(
            got[name], DEVIATIONS.get((case.case_id, name), value), case.tolerance
        )
    ]
    assert compared
    assert told == []


@needs_cases
@pytest.mark.parametrize("case", BUILT, ids=str)
def test_every_part_of_a_case_is_compared_or_left_out_for_a_stated_reason(case: Case) -> None:
    got = IMPLEMENTED[case.method](case.given)

    left_out = NOT_OFFERED.get(case.method, {})
    assert set(case.expected) - set(got) <= set(left_out)
    assert not set(got) & set(left_out)


@needs_cases
def test_only_these_cases_are_left_out_whole() -> None:
    assert [case.case_id for case in LEFT_OUT] == ["case-179", "case-182"]  # rapidfuzz's other scorers


@needs_cases
@pytest.mark.parametrize("case", NOT_FOLLOWED, ids=str)
def test_a_form_we_do_not_follow_gives_other_limits_than_ours(case: Case) -> None:
    got = IMPLEMENTED[case.method](case.given)

    for name, values in case.expected.items():
        assert len(list(disagreements(got[name], values, case.tolerance))) == len(values)


def test_ten_events_have_the_published_byar_limits() -> None:
    limits = byar_rate(10)

    assert (round(limits.low, 2), round(limits.high, 2)) == (4.79, 18.39)


@needs_cases
def test_every_method_is_built_or_promised_by_an_issue_or_left_out_for_a_stated_reason() -> None:
    methods = {case.method for case in CASES}

    assert methods == set(IMPLEMENTED) | set(NOT_YET) | set(NOT_OFFERED_METHODS)


def test_no_method_is_built_and_promised_or_left_out_at_once() -> None:
    assert len({*IMPLEMENTED, *NOT_YET, *NOT_OFFERED_METHODS}) == sum(
        len(named) for named in (IMPLEMENTED, NOT_YET, NOT_OFFERED_METHODS)
    )


@needs_cases
def test_every_deviation_belongs_to_a_case_that_says_otherwise() -> None:
    by_id = {case.case_id: case for case in BUILT}

    for (case_id, name), ours in DEVIATIONS.items():
        assert list(disagreements(ours, by_id[case_id].expected[name], by_id[case_id].tolerance))


# The comparison itself must be able to fail.


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (1.1, 1.0),
        (None, 0.0),
        (0.0, None),
        ([1.0], [1.0, 2.0]),
        ([1.0, 2.1], [1.0, 2.0]),
        (float("nan"), 1.0),
        ("Byars", "Exact"),
    ],
)
def test_a_wrong_figure_disagrees(got: object, expected: object) -> None:
    assert list(disagreements(got, expected, 1e-6))


def test_the_tolerance_is_relative_above_one_and_absolute_below() -> None:
    assert not list(disagreements(1_000_000.5, 1_000_000.0, 1e-6))
    assert list(disagreements(0.0005, 0.0, 1e-6))
