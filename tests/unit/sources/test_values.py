# ruff: noqa: E501  (a case is a line)
"""What one messy cell says: worked cases."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from toolkit.sources import values
from toolkit.sources.values import Unreadable


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("03/04/2026", date(2026, 4, 3)),
        ("3/4/26", date(2026, 4, 3)),
        ("2026-04-03", date(2026, 4, 3)),
        ("2026/4/3", date(2026, 4, 3)),
        ("2026-12-01", date(2026, 12, 1)),
        ("01-Mar-2025", date(2025, 3, 1)),
        ("1 March 2025", date(2025, 3, 1)),
        ("1st Sept 2025", date(2025, 9, 1)),
        ("Tue 03/03/2026", date(2026, 3, 3)),
        ("20261003", date(2026, 10, 3)),
        ("46298", date(2026, 10, 3)),
        ("46298.75", date(2026, 10, 3)),
        ("03/10/2026 14:30", date(2026, 10, 3)),
        ("2026-10-03T00:00:00", date(2026, 10, 3)),
        ("2026-10-02T23:30:00Z", date(2026, 10, 3)),
    ],
)
def test_a_day_is_read_day_first_unless_the_year_comes_first(text: str, day: date) -> None:
    assert values.parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    ["", "  ", "n/a", "-", "NULL", "99991231", "9999-12-31", "31/12/9999 23:59", "9999-12-31T23:59:59Z",
     "1900-01-01", "01/01/1900 00:00:00", "0001-01-01", "01/01/0001 00:00:00"],
)  # fmt: skip
def test_what_systems_write_for_open_is_blank_and_not_a_day(text: str) -> None:
    assert values.parse_date(text) is None
    assert values.parse_time(text) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("31/04/2026", "there is no day 31 of month 4 in 2026"),
        ("12/31/2026", "there is no day 12 of month 31 in 2026"),
        ("1 Marsh 2026", '"Marsh" is not a month'),
        ("03/04/0226", "the year 226 cannot be right"),
        ("next week", ""),
        ("1234567890", ""),
    ],
)
def test_a_day_that_cannot_be_read_says_why(text: str, why: str) -> None:
    assert values.parse_date(text) == Unreadable("unreadable-date", why)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-10-03 14:30", datetime(2026, 10, 3, 14, 30)),
        ("2026-10-03T14:30:15", datetime(2026, 10, 3, 14, 30, 15)),
        ("2026-10-03 14:30:15.250", datetime(2026, 10, 3, 14, 30, 15)),
        ("3/10/2026 2.30pm", datetime(2026, 10, 3, 14, 30)),
        ("03-Oct-2026 07:05", datetime(2026, 10, 3, 7, 5)),
        ("2026-07-03T14:30:00Z", datetime(2026, 7, 3, 15, 30)),
        ("2026-07-03T14:30:00+01:00", datetime(2026, 7, 3, 14, 30)),
        ("2026-10-03 24:00", datetime(2026, 10, 4)),
        ("46298.5", datetime(2026, 10, 3, 12)),
    ],
)
def test_a_time_is_read_as_local_wall_clock(text: str, moment: datetime) -> None:
    assert values.parse_time(text) == moment


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-10-03", "it names a day but no time"),
        ("2026-10-03 25:00", "there is no such time of day"),
        ("2026-10-03 13:00 pm", "there is no such time of day"),
        ("2026-10-03T10:00:00+19:00", "there is no such time zone"),
        ("half past two", ""),
    ],
)
def test_a_time_that_cannot_be_read_says_why(text: str, why: str) -> None:
    assert values.parse_time(text) == Unreadable("unreadable-time", why)


def test_a_time_the_clocks_skipped_in_march_is_a_problem_and_the_hours_beside_it_are_not() -> None:
    assert values.parse_time("29/03/2026 01:30") == Unreadable("nonexistent-time")
    assert values.parse_time("29/03/2026 00:59") == datetime(2026, 3, 29, 0, 59)
    assert values.parse_time("29/03/2026 02:00") == datetime(2026, 3, 29, 2)


def test_a_time_that_came_twice_in_october_is_read() -> None:
    assert values.parse_time("2026-10-25 01:30") == datetime(2026, 10, 25, 1, 30)


@pytest.mark.parametrize(
    ("text", "clock"),
    [("07:00", "07:00"), ("7:00", "07:00"), ("0700", "07:00"), ("7.30", "07:30"), ("7am", "07:00"),
     ("12am", "00:00"), ("12:15 pm", "12:15"), ("07:00:00", "07:00"), ("24:00", "00:00"), ("0.5", "12:00"),
     ("1899-12-30 07:00:00", "07:00"),
     ("25:00", Unreadable("unreadable-time", "there is no such time of day")),
     ("early", Unreadable("unreadable-time"))],
)  # fmt: skip
def test_a_time_of_day_is_read_in_its_usual_forms(text: str, clock: str | Unreadable) -> None:
    assert values.parse_clock(text) == clock


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7.0), ("-1.5", -1.5), ("1,250", 1250.0), ("85 %", 85.0), ("1e3", 1000.0), (".5", 0.5), ("n/a", None),
     ("7,5", Unreadable("unreadable-number")), ("seven", Unreadable("unreadable-number")),
     ("inf", Unreadable("unreadable-number")), ("1e999", Unreadable("unreadable-number")),
     ("%", Unreadable("unreadable-number"))],
)  # fmt: skip
def test_a_number_is_read_in_figures_only(text: str, number: float | Unreadable | None) -> None:
    assert values.parse_number(text) == number


def test_a_choice_is_read_whatever_its_case_spaces_and_hyphens() -> None:
    choices = ("not_done", "part_done")
    assert {values.parse_choice(text, choices) for text in ("NOT DONE", "Not-Done", " not_done ")} == {
        "not_done"
    }
    assert values.parse_choice("missed", choices) == Unreadable("unknown-choice")


def test_the_word_none_is_a_choice_where_the_column_has_it_and_blank_elsewhere() -> None:
    assert values.parse_choice("None", ("none", "low")) == "none"
    assert values.parse_choice("None", ("high", "low")) is None


@pytest.mark.parametrize(
    ("text", "read"),
    [("1-2649899532", "1-2649899532"), ("0007", "0007"), (" A 1 ", "A 1"), ("123.0", "123"), ('="0007"', "0007"),
     ("NULL", None), ("12E5", "12E5"),
     ("1.23457E+11", Unreadable("id-changed-by-excel", "Excel shows it as a rounded number")),
     ("1e+10", Unreadable("id-changed-by-excel", "Excel shows it as a rounded number"))],
)  # fmt: skip
def test_an_id_is_text_and_only_what_excel_surely_added_is_taken_off(
    text: str, read: str | Unreadable | None
) -> None:
    assert values.parse_id(text) == read


def test_days_of_the_week_may_be_ranges_lists_and_full_names() -> None:
    assert values.parse_days("Mon-Sun") == (0, 1, 2, 3, 4, 5, 6)
    assert values.parse_days("Monday, wed and Sat") == (0, 2, 5)
    assert values.parse_days("Sat-Mon") == (0, 5, 6)
    assert values.parse_days("") is None
    assert values.parse_days("most days") == Unreadable("unreadable-days")


def test_a_reference_names_a_table_and_an_id() -> None:
    tables = frozenset({"audits", "care_reviews"})
    assert values.parse_reference("Care reviews: CR:1", tables) == "care_reviews:CR:1"
    assert values.parse_reference("AU-09", tables) == Unreadable("unreadable-reference")
    assert values.parse_reference("minutes:3", tables) == Unreadable(
        "unreadable-reference", 'there is no table "minutes"'
    )
