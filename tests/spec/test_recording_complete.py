"""On how many of the days that should have records were there any? Worked examples to check by hand."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import days_of, make_care, make_evidence, make_stay
from toolkit.audits.staffing.facts import StaffingFacts

HISTORY = [*days_of("2026-08"), *days_of("2026-09")]
OCTOBER = days_of("2026-10")


def rows_of(days: list[str], each_day: int = 6, **given: object) -> list[dict]:
    return [make_care(f"{day} {8 + hour:02d}:00", **given) for day in days for hour in range(each_day)]


def recording_of(rows: list[dict], **more):
    return StaffingFacts(make_evidence({"care": rows, "people": [make_stay()]}, **more)).recording


def test_every_day_recorded_is_complete() -> None:
    recording = recording_of(rows_of([*HISTORY, *OCTOBER]))

    assert (recording.expected, recording.recorded, recording.complete) == (31, 31, 1.0)


def test_records_that_stop_part_way_leave_the_rest_of_the_month_unrecorded() -> None:
    recording = recording_of(rows_of([*HISTORY, *OCTOBER[:19]]))

    assert (recording.expected, recording.recorded) == (31, 19)


def test_planned_rows_nobody_filled_in_are_no_record_of_the_day() -> None:
    empty = rows_of(OCTOBER[19:], status="planned", started_at=None, recorded_at=None)

    assert recording_of(rows_of([*HISTORY, *OCTOBER[:19]]) + empty).recorded == 19


@pytest.mark.parametrize(("rows", "recorded"), [(1, 30), (2, 31)])
def test_a_day_with_under_a_third_of_the_usual_rows_is_not_recorded(rows: int, recorded: int) -> None:
    last_day = rows_of(OCTOBER[-1:], each_day=rows)

    assert recording_of(rows_of([*HISTORY, *OCTOBER[:-1]]) + last_day).recorded == recorded


def test_a_weekday_the_service_never_records_on_is_not_expected() -> None:
    weekdays = [day for day in [*HISTORY, *OCTOBER] if date.fromisoformat(day).weekday() < 5]

    recording = recording_of(rows_of(weekdays))

    assert (recording.expected, recording.recorded) == (22, 22)


def test_without_history_every_day_since_opening_is_expected() -> None:
    rows = rows_of(OCTOBER[14:])

    assert recording_of(rows).complete == pytest.approx(17 / 31)
    assert recording_of(rows, opened_on=date(2026, 10, 15)).complete == 1.0


def test_rows_of_days_not_recorded_leave_the_rates() -> None:
    """On the 31st one row of six was entered, as missed: the day is unknown, not missed."""
    rows = rows_of([*HISTORY, *OCTOBER[:-1]]) + rows_of(OCTOBER[-1:], each_day=1, status="not_done")
    facts = StaffingFacts(make_evidence({"care": rows, "people": [make_stay()]}))

    assert (facts.care.missed.count, facts.care.missed.n) == (0, 180)
