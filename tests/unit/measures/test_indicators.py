"""Does every indicator that records may name have a chart and a direction?"""

from __future__ import annotations

import pytest

from toolkit.measures.indicator_months import IndicatorMonth, as_history, judge_series, series_of
from toolkit.measures.indicators import INDICATORS
from toolkit.sources.contract.governance import INDICATORS as NAMES


def test_every_indicator_of_the_contract_is_counted_somehow_and_no_other() -> None:
    assert sorted(INDICATORS) == sorted(NAMES.split())


def test_only_the_number_of_complaints_has_no_better_direction() -> None:
    assert [name for name, one in INDICATORS.items() if one.better == "neither"] == ["complaints_count"]


def _judged(indicator: str, *figures: float, of: float | None, whole: bool):
    """What the last of the figures did, when all the months before it were whole."""
    months = [
        IndicatorMonth(indicator, f"2026-{place:02d}", figure / (of or 1), figure, of,
                       whole=whole or place < len(figures))
        for place, figure in enumerate(figures, start=1)
    ]  # fmt: skip
    series = series_of(as_history(months), indicator)
    return judge_series(series, indicator, f"2026-{len(figures):02d}")


@pytest.mark.parametrize(
    ("last", "whole", "answer", "held_back"),
    [
        pytest.param(5, True, "better", None, id="fewer missed, all recorded"),
        pytest.param(5, False, "unknown", "not_recorded", id="fewer missed, or fewer records"),
        pytest.param(90, False, "worse", None, id="more missed in the part that was recorded stands"),
        pytest.param(40, False, "steady", None, id="as before"),
    ],
)
def test_care_that_was_not_recorded_completely_is_never_better(
    last: float, whole: bool, answer: str, held_back: str | None
) -> None:
    found = _judged("missed_care_rate", 40, 42, 38, last, of=200, whole=whole)

    assert (found.answer, found.held_back) == (answer, held_back)


@pytest.mark.parametrize(
    ("last", "whole", "answer", "held_back"),
    [
        pytest.param(2, True, "lower", None, id="a whole month"),
        pytest.param(2, False, "unknown", "month_not_over", id="seen on the tenth"),
        pytest.param(40, False, "higher", None, id="already more"),
        pytest.param(18, False, "steady", None, id="as many"),
    ],
)
def test_a_month_that_is_not_over_never_has_fewer_complaints(
    last: float, whole: bool, answer: str, held_back: str | None
) -> None:
    found = _judged("complaints_count", 20, 21, 19, last, of=None, whole=whole)

    assert (found.answer, found.held_back) == (answer, held_back)
