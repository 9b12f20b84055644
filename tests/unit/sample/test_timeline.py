"""The days of the sample, and the two nights on which the clocks change."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from toolkit.errors import WrongUse
from toolkit.sample.timeline import MINUTES_A_DAY, Timeline, dates, day_number, moments, wall_clock


def test_thirteen_months_to_october_begin_on_the_first_of_the_october_before() -> None:
    timeline = Timeline.of("2026-10", 13)

    assert (timeline.first, timeline.last, timeline.count) == (date(2025, 10, 1), date(2026, 10, 31), 396)


def test_months_are_counted_back_from_the_last() -> None:
    timeline = Timeline.of("2026-02", 3)

    assert timeline.months_before_end[0] == 2
    assert timeline.months_before_end[-1] == 0
    assert timeline.month_of(2).month == "2025-12"


def test_weekends_winter_and_holidays_are_harder_to_staff() -> None:
    timeline = Timeline.of("2026-10", 13)

    def strain(day: date) -> float:
        return float(timeline.strain[(day - timeline.first).days])

    assert strain(date(2026, 5, 17)) > strain(date(2026, 5, 19))  # Sunday, Tuesday
    assert strain(date(2026, 1, 20)) > strain(date(2026, 5, 19))
    assert strain(date(2026, 8, 18)) > strain(date(2026, 6, 16))


def test_nothing_happens_in_the_hour_that_the_clocks_skip() -> None:
    night = day_number(date(2026, 3, 29)) * MINUTES_A_DAY

    shown = moments(np.array([night + 59, night + 60, night + 90, night + 120]))

    assert shown.dt.strftime("%H:%M").tolist() == ["00:59", "02:00", "02:30", "02:00"]


def test_the_same_hour_of_any_other_night_stays_as_it_is() -> None:
    night = day_number(date(2026, 10, 25)) * MINUTES_A_DAY

    assert wall_clock(np.array([night + 90])).tolist() == [night + 90]


def test_what_is_not_known_is_blank() -> None:
    assert moments(np.array([-1])).isna().all()
    assert dates(np.array([-1])).isna().all()


def test_an_end_that_is_not_a_month_is_refused_in_words() -> None:
    with pytest.raises(WrongUse) as refused:
        Timeline.of("October", 3)

    assert str(refused.value) == ('"October" is not a month.\n  Write year and month, for example 2026-10.')
