"""Against a target: met, missed, and the many cases in which it cannot be told."""

from __future__ import annotations

import pytest

from toolkit.measures.target import TargetVerdict, target_verdict
from toolkit.measures.uncertainty import wilson

NOTHING = TargetVerdict(None, None, None, None, None, None)


@pytest.mark.parametrize(
    ("count", "n", "verdict"),
    [
        (35, 35, "met"),
        (34, 34, "cannot_tell"),
        (10, 10, "cannot_tell"),
        (9, 10, "cannot_tell"),
        (180, 200, "cannot_tell"),
        (80, 100, "missed"),
        (0, 3, "missed"),
    ],
)
def test_the_interval_decides_and_not_the_share(count: int, n: int, verdict: str) -> None:
    assert target_verdict(count, n).verdict == verdict


def test_nothing_due_is_neither_met_nor_missed() -> None:
    assert target_verdict(0, 0) == NOTHING
    assert target_verdict(None, 12) == NOTHING


def test_thirty_five_of_thirty_five_is_the_least_that_shows_nine_in_ten() -> None:
    assert target_verdict(10, 10).needed == 35


def test_a_share_that_is_the_target_is_never_settled_by_more_records() -> None:
    assert target_verdict(9, 10).needed is None


def test_what_is_settled_needs_no_more_records() -> None:
    assert target_verdict(80, 100).needed is None


def test_so_many_records_as_are_needed_would_settle_it() -> None:
    found = target_verdict(17, 20)

    assert wilson(0.85 * found.needed, found.needed).high < 0.9
    assert wilson(0.85 * (found.needed - 1), found.needed - 1).high >= 0.9


@pytest.mark.parametrize("target", [0, 1, 90])
def test_a_target_in_percent_is_refused(target: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        target_verdict(9, 10, target)
