"""Do numbers, shares and days read as a person would write them?"""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import wording
from toolkit.period import Period


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (-0.0, "0"),
        (0.04, "0"),
        (0.05, "0.1"),  # half up, as by hand; the nearest even would be 0.0
        (1234567.25, "1,234,567.3"),
        (np.float64(2.5), "2.5"),
        (np.int64(31), "31"),
        (float("nan"), "not known"),
        (float("inf"), "not known"),
        (None, "not known"),
    ],
)
def test_a_number_is_rounded_half_up_and_says_when_it_is_not_known(value: float | None, shown: str) -> None:
    assert wording.number(value) == shown


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (0.0, 1, "0%"),
        (1.0, 1, "100%"),
        (0.00049, 1, "under 0.1%"),
        (0.0005, 1, "0.1%"),
        (0.9996, 1, "over 99.9%"),
        (0.999, 0, "over 99%"),
        (0.004, 0, "under 1%"),
        (0.285, 0, "29%"),  # 0.285 * 100 is 28.499999999999996 in floating point
        (0.4, 2, "40%"),
        (1.2, 1, "120%"),
        (float("nan"), 1, "not known"),
    ],
)
def test_a_share_never_rounds_something_to_nothing(value: float, digits: int, shown: str) -> None:
    assert wording.share(value, digits) == shown


@given(n=st.integers(0, 5000), total=st.integers(1, 5000))
def test_a_share_reads_none_or_all_only_when_it_is(n: int, total: int) -> None:
    n = min(n, total)

    shown = wording.share(n / total)

    assert (shown == "0%") == (n == 0)
    assert (shown == "100%") == (n == total)


def test_a_share_of_no_rows_is_not_known() -> None:
    assert wording.share_of(0, 0) == "not known (0 of 0)"


def test_the_ends_of_an_interval_are_equally_exact() -> None:
    assert wording.interval(0.02, 0.0615) == "95% interval 2.0% to 6.2%"
    assert wording.interval(0, 1) == "95% interval 0% to 100%"


def test_an_interval_that_cannot_be_given_says_so() -> None:
    assert wording.interval(None, None) == "no interval can be given"
    assert wording.interval_of(float("nan"), 2.0) == "no interval can be given"
    assert wording.interval_of(1.0, float("nan")) == "no interval can be given"


def test_a_ratio_without_an_upper_end_reads_or_more() -> None:
    assert wording.interval_of(1.5, float("inf")) == "95% interval 1.50 or more"


@pytest.mark.parametrize(
    ("n", "word", "shown"),
    [
        (1, "person", "1 person"),
        (2, "person", "2 people"),
        (0, "entry", "0 entries"),
        (2, "day", "2 days"),
        (2, "survey", "2 surveys"),
        (3, "branch", "3 branches"),
        (1.04, "hour", "1 hour"),  # reads 1, so it is one hour
        (1.5, "hour", "1.5 hours"),
        (None, "row", "an unknown number of rows"),
    ],
)
def test_a_count_agrees_with_its_word(n: float | None, word: str, shown: str) -> None:
    assert wording.count(n, word) == shown


def test_a_plural_of_its_own_is_used() -> None:
    assert wording.count(2, "time-critical task missed", "time-critical tasks missed") == (
        "2 time-critical tasks missed"
    )


def test_minutes_turn_into_hours_from_two_hours_on() -> None:
    assert [wording.minutes(n) for n in (1, 119.4, 119.5, 121, None)] == [
        "1 minute", "119 minutes", "2 hours", "2 hours 1 minute", "not known",
    ]  # fmt: skip


def test_days_read_the_same_from_dates_and_pandas() -> None:
    day = date(2026, 10, 31)

    assert wording.day_name(day) == wording.day_name(pd.Timestamp(day)) == "Saturday 31 October 2026"
    assert wording.short_day(day) == "31 Oct"
    assert wording.moment_name(datetime(2026, 3, 1, 7, 5)) == "1 March 2026 at 07:05"


def test_a_day_that_is_not_known_says_so() -> None:
    assert wording.day_name(None) == wording.short_day(pd.NaT) == wording.moment_name(pd.NaT) == "not known"


def test_a_month_reads_the_same_from_a_period_its_text_and_a_day() -> None:
    period = Period.parse("2026-10")

    assert {wording.month_name(m) for m in (period, "2026-10", date(2026, 10, 5))} == {"October 2026"}


def test_words_are_joined_as_in_a_sentence() -> None:
    assert wording.join_words(["rota", "care records", "complaints"]) == "rota, care records and complaints"
    assert wording.join_words(iter(["rota"])) == "rota"
    assert wording.join_words([]) == ""
