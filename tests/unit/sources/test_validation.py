# ruff: noqa: E501  (the whole of what is said stands on one line)
"""Which rows can be used, and what is said about the others: one case for each problem code."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests.unit.sources.exports import check, said

# table, cells changed, and what is said: code, value, whole text, effect
CELLS = [
    (
        "shifts", {"role": ""},
        ("missing-value", "",
         'data/shifts.csv, row 2, column "role": It is blank, and a row of shifts cannot be used without it.\n'
         "  Fill it in.",
         "row not used"),
    ),
    (
        "complaints", {"received_on": "31/04/2026"},
        ("unreadable-date", "31/04/2026",
         'data/complaints.csv, row 2, column "received_on": It is not a day that can be read: there is no day 31 '
         "of month 4 in 2026.\n"
         "  Write day, month and year, for example 03/04/2026 for 3 April, or 2026-04-03.",
         "row not used"),
    ),
    (
        "complaints", {"closed_on": "soon"},
        ("unreadable-date", "soon",
         'data/complaints.csv, row 2, column "closed_on": It is not a day that can be read.\n'
         "  Write day, month and year, for example 03/04/2026 for 3 April, or 2026-04-03.",
         "cell left blank"),
    ),
    (
        "care", {"due_at": "2026-10-01"},
        ("unreadable-time", "2026-10-01",
         'data/care.csv, row 2, column "due_at": It is not a time that can be read: it names a day but no time.\n'
         "  Write day and time, for example 03/04/2026 14:30.",
         "row not used"),
    ),
    (
        "staffing_needs", {"from_time": "morning"},
        ("unreadable-time", "morning",
         'data/staffing_needs.csv, row 2, column "from_time": It is not a time that can be read.\n'
         "  Write a time of day, for example 14:30.",
         "row not used"),
    ),
    (
        "incidents", {"occurred_at": "01/10/2026"},
        ("day-without-time", "01/10/2026",
         'data/incidents.csv, row 2, column "occurred_at": It names a day but no time, and is read as midnight.\n'
         "  Export the time with the day.",
         "row used"),
    ),
    (
        "care", {"started_at": "29/03/2026 01:30"},
        ("nonexistent-time", "29/03/2026 01:30",
         'data/care.csv, row 2, column "started_at": There was no such time: the clocks went forward over it.\n'
         "  Give the time the clock on the wall showed; if the system exports UTC, export local time.",
         "cell left blank"),
    ),
    (
        "care", {"planned_minutes": "half an hour"},
        ("unreadable-number", "half an hour",
         'data/care.csv, row 2, column "planned_minutes": It is not a number.\n'
         "  Write it in figures, without words or units.",
         "cell left blank"),
    ),
    (
        "feedback", {"rating": "6"},
        ("out-of-range", "6",
         'data/feedback.csv, row 2, column "rating": It should be between 1 and 5.\n  Correct the number.',
         "cell left blank"),
    ),
    (
        "staffing_needs", {"staff_needed": "-1"},
        ("out-of-range", "-1",
         'data/staffing_needs.csv, row 2, column "staff_needed": It should be 0 or more.\n  Correct the number.',
         "row not used"),
    ),
    (
        "care", {"status": "not dun"},
        ("unknown-choice", "not dun",
         'data/care.csv, row 2, column "status": It is not one of the words known here: planned, done, part_done, '
         'not_done, cancelled, declined. Did you mean "not_done"?\n'
         "  Use one of these words.",
         "row not used"),
    ),
    (
        "risks", {"evidence_sources": "shifts;rumours"},
        ("unknown-choice", "shifts;rumours", None, "row used"),
    ),
    (
        "complaints", {"theme": "medicaton"},
        ("unknown-theme", "medicaton",
         'data/complaints.csv, row 2, column "theme": The theme is not known and counts as "other". Did you mean '
         '"medication"?\n'
         "  Use a theme of the contract, or say in parameters/themes.yaml which of them this word means.",
         "row used"),
    ),
    (
        "staffing_needs", {"days": "most days"},
        ("unreadable-days", "most days",
         'data/staffing_needs.csv, row 2, column "days": These are not days of the week.\n'
         "  Write them like Mon-Fri, or Mon,Wed,Sat.",
         "cell left blank"),
    ),
    (
        "evidence", {"record": "minutes:4"},
        ("unreadable-reference", "minutes:4",
         'data/evidence.csv, row 2, column "record": It does not name another record: there is no table "minutes".\n'
         "  Write the table, a colon and the id, for example audits:AU-09.",
         "cell left blank"),
    ),
    (
        "shifts", {"staff_id": "1.23457E+11"},
        ("id-changed-by-excel", "1.23457E+11",
         'data/shifts.csv, row 2, column "staff_id": The id was changed by Excel and cannot be known: Excel shows '
         "it as a rounded number.\n"
         "  Format the column as text before the ids are typed or pasted in, and export again.",
         "cell left blank"),
    ),
    (
        "shifts", {"service_id": "oakfeild"},
        ("unknown-service", "oakfeild",
         'data/shifts.csv, row 2, column "service_id": This service is not in parameters/services.csv. Did you mean '
         '"oakfield"?\n'
         "  Correct the service id, or add the service to parameters/services.csv.",
         "row not used"),
    ),
    (
        "shifts", {"starts_at": "2026-10-01 20:00", "ends_at": "2026-10-01 07:00"},
        ("ends-before-it-starts", "2026-10-01 07:00",
         'data/shifts.csv, row 2, column "ends_at": ends_at is before starts_at on the same day, and is read as the '
         "next day.\n  Correct the day or the time.",
         "row used"),
    ),
    (
        "shifts", {"starts_at": "2026-10-01 08:00", "ends_at": "2026-10-01 07:59"},
        ("ends-before-it-starts", "2026-10-01 07:59",
         'data/shifts.csv, row 2, column "ends_at": ends_at is before starts_at.\n  Correct the day or the time.',
         "row not used"),
    ),
    (
        "shifts", {"ends_at": "2026-09-30 20:00"},
        ("ends-before-it-starts", "2026-09-30 20:00",
         'data/shifts.csv, row 2, column "ends_at": ends_at is before starts_at.\n  Correct the day or the time.',
         "row not used"),
    ),
    (
        "care", {"started_at": "2026-10-02 12:00", "ended_at": "2026-10-01 12:30"},
        ("ends-before-it-starts", "2026-10-01 12:30",
         'data/care.csv, row 2, column "ended_at": ended_at is before started_at, so both are left blank.\n'
         "  Correct the day or the time.",
         "cell left blank"),
    ),
    (
        "shifts", {"staff_id": "S1", "attended_from": "2026-10-01 08:02"},
        ("one-clock-of-two", "",
         'data/shifts.csv, column "attended_to": attended_from is filled in and attended_to is not in any row; ends_at stands in for it.\n'
         "  Fill in the missing time.",
         "row used"),
    ),
    (
        "shifts", {"staff_id": "S1", "attended_from": "", "attended_to": "2026-10-01 20:10"},
        ("one-clock-of-two", "",
         'data/shifts.csv, row 2, column "attended_from": attended_to is filled in and attended_from is not; '
         "starts_at stands in for it.\n  Fill in the missing time.",
         "row used"),
    ),
    (
        "shifts", {"staff_id": "S1", "attended_from": "2026-10-01 20:05", "attended_to": ""},
        ("one-clock-of-two", "",
         'data/shifts.csv, row 2, column "attended_to": attended_from is filled in and attended_to is not and '
         "ends_at cannot stand in for it, so both are left blank.\n  Fill in the missing time.",
         "cell left blank"),
    ),
    (
        "shifts", {"staff_id": "S1", "status": "open"},
        ("name-on-open-shift", "open",
         'data/shifts.csv, row 2, column "status": The shift is open, yet it has a name. It does not count as '
         "cover.\n  If it was worked, set the status to planned; if not, clear those cells.",
         "row used"),
    ),
    (
        "complaints", {"closed_on": "2026-09-30"},
        ("closed-before-received", "2026-09-30",
         'data/complaints.csv, row 2, column "closed_on": closed_on is before received_on, the day the complaint '
         "came in.\n  Correct one of the two days.",
         "cell left blank"),
    ),
    (
        "shifts", {"staff_id": "Jane Smith"},
        ("looks-like-a-name", "(hidden)",
         'data/shifts.csv, column "staff_id": 1 id looks like a person\'s name, first in row 2. Ids are printed in '
         "reports as supplied.\n  Use a pseudonymous id instead of the name, in every file.",
         "row used"),
    ),
    (
        "care", {"person_id": "943 476 5919"},
        ("looks-like-nhs-number", "(hidden)",
         'data/care.csv, column "person_id": 1 id looks like an NHS number, first in row 2. Ids are printed in '
         "reports as supplied.\n  Use a pseudonymous id instead of the NHS number, in every file.",
         "row used"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "cells", "expected"), CELLS, ids=lambda value: value[0] if isinstance(value, tuple) else None
)
def test_a_cell_that_is_wrong_is_said_in_whole_sentences_with_its_place(
    tmp_path: Path, table: str, cells: dict[str, str], expected: tuple[str, str, str | None, str]
) -> None:
    checked = check(tmp_path, table, cells)
    assert len(checked.problems) == 1
    code, value, text, effect = said(checked.problems[0])
    assert (code, value, effect) == (expected[0], expected[1], expected[3])
    assert expected[2] in (None, text)
    used = expected[3] != "row not used"
    assert (len(checked.frame), checked.refused) == (int(used), int(not used))


def test_a_good_row_of_every_table_is_used_without_a_word(tmp_path: Path) -> None:
    for table in (
        "shifts",
        "care",
        "incidents",
        "complaints",
        "feedback",
        "staffing_needs",
        "evidence",
        "meetings",
    ):
        checked = check(tmp_path, table)
        assert (checked.problems, len(checked.frame)) == ((), 1)


def test_the_value_of_a_personal_column_is_never_shown(tmp_path: Path) -> None:
    checked = check(tmp_path, "complaints", {"summary": "Mrs Jones was left waiting", "theme": "waiting"})
    assert [problem.code for problem in checked.problems] == ["unknown-theme"]
    assert "Jones" not in str(checked.problems)


def test_an_end_earlier_on_the_same_day_becomes_the_next_day(tmp_path: Path) -> None:
    row = {"starts_at": "2026-10-01 20:00", "ends_at": "2026-10-01 08:00"}
    frame = check(tmp_path, "shifts", row).frame
    assert frame["ends_at"].iloc[0] == pd.Timestamp("2026-10-02 08:00")


def test_an_end_in_the_hour_that_comes_twice_is_not_before_its_start(tmp_path: Path) -> None:
    row = {"started_at": "2026-10-25 01:45", "ended_at": "2026-10-25 01:15"}
    checked = check(tmp_path, "care", row)
    assert checked.problems == ()
    assert checked.frame["ended_at"].iloc[0] == pd.Timestamp("2026-10-25 01:15")


def test_the_planned_time_stands_in_for_the_missing_clock(tmp_path: Path) -> None:
    row = {"staff_id": "S1", "attended_from": "2026-10-01 08:02", "attended_to": ""}
    frame = check(tmp_path, "shifts", row).frame
    assert frame["attended_to"].iloc[0] == pd.Timestamp("2026-10-01 20:00")


def test_a_complaint_closed_before_it_came_in_keeps_its_row_and_loses_that_day(tmp_path: Path) -> None:
    frame = check(tmp_path, "complaints", {"closed_on": "2026-09-30"}).frame
    assert frame["closed_on"].isna().all()
    assert frame["received_on"].iloc[0] == pd.Timestamp("2026-10-01")


def test_a_theme_of_the_provider_is_mapped_whatever_its_case(tmp_path: Path) -> None:
    checked = check(
        tmp_path, "complaints", {"theme": "Slips-Trips"}, {"theme": "FALLS"}, themes={"slips_trips": "falls"}
    )
    assert checked.frame["theme"].tolist() == ["falls", "falls"]
    assert checked.problems == ()


def test_a_word_that_is_not_a_table_leaves_the_list_and_the_others_stay(tmp_path: Path) -> None:
    frame = check(tmp_path, "risks", {"evidence_sources": "shifts; rumours ;care"}).frame
    assert frame["evidence_sources"].tolist() == ["shifts;care"]


def test_a_row_of_totals_is_one_problem_and_not_a_row_full_of_them(tmp_path: Path) -> None:
    total = dict.fromkeys(("service_id", "role", "starts_at", "ends_at"), "") | {
        "shift_id": "Total",
        "break_minutes": "90",
    }
    checked = check(tmp_path, "shifts", {"break_minutes": "30"}, total)
    assert [(problem.code, problem.origin.row) for problem in checked.problems] == [("total-row", 3)]
    assert len(checked.frame) == 1


def test_random_ten_digit_ids_are_not_taken_for_nhs_numbers(tmp_path: Path) -> None:
    ids = [f"{1_000_000_007 * n % 8_999_999_999 + 1_000_000_000}" for n in range(1, 60)]
    rows = [{"care_id": f"C{n}", "person_id": person} for n, person in enumerate(ids)]
    assert check(tmp_path, "care", *rows).problems == ()


def test_test_numbers_of_the_nhs_may_be_used_as_ids(tmp_path: Path) -> None:
    assert check(tmp_path, "care", {"person_id": "9990000018"}).problems == ()
