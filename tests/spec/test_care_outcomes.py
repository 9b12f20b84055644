"""Into which category does each piece of planned care fall? One table a rule, to be checked by hand.

Times are of Monday 5 October 2026 unless a day is given. Half an hour was planned unless said.
"""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import pytest

from tests.factories import make_care, make_evidence, make_need, make_stay
from tests.spec.text_tables import read_table
from toolkit.audits.staffing.facts import StaffingFacts
from toolkit.measures.windows import compute_windows

DAY = "2026-10-05"


def when(cell: str | None) -> str | None:
    if cell is None or "-" in cell:
        return cell
    return f"{DAY} {cell}"


def care_row(line: dict[str, str | None]) -> dict:
    """A row of care: only what the line gives differs from care done well."""
    due = when(line.pop("due"))
    given = {name: cell for name, cell in line.items() if name not in ("case", "category")}
    for name in ("started_at", "ended_at", "recorded_at", "due_until"):
        if name in given:
            given[name] = when(given[name])
    for name in ("planned_minutes", "carers_planned"):
        if given.get(name):
            given[name] = float(given[name])
    return make_care(due, **{name: cell for name, cell in given.items() if name in REQUIRED or name in line})


REQUIRED = ("started_at",)


def categories(rows: list[dict], kind: str = "residential", **tables) -> list[str]:
    evidence = make_evidence({"care": rows, "people": [make_stay()], **tables}, kind=kind)
    outcomes = StaffingFacts(evidence).care_outcomes.rows
    return outcomes.set_index("care_id")["category"].loc[[row["care_id"] for row in rows]].tolist()


def assert_each_alone(text: str, kind: str = "residential", **tables) -> None:
    """Every line is a service of its own with that one row."""
    for line in read_table(text):
        case, expected = line["case"], line["category"]
        assert categories([care_row(dict(line))], kind, **tables) == [expected], case


def test_care_not_given_for_the_persons_own_reasons_is_excluded_and_for_ours_is_missed() -> None:
    assert_each_alone("""
    | case                         | due   | status    | started_at | reason           | category |
    |------------------------------|-------|-----------|------------|------------------|----------|
    | the person said no           | 09:00 | declined  |            |                  | excluded |
    | the person cancelled         | 09:00 | cancelled |            | person_cancelled | excluded |
    | in hospital                  | 09:00 | not_done  |            | hospital         | excluded |
    | away with family             | 09:00 | not_done  |            | away             | excluded |
    | died                         | 09:00 | cancelled |            | died             | excluded |
    | the office cancelled         | 09:00 | cancelled |            | office           | missed   |
    | cancelled, nobody to send    | 09:00 | cancelled |            | no_staff         | missed   |
    | cancelled, no reason given   | 09:00 | cancelled |            |                  | missed   |
    | not done, no reason given    | 09:00 | not_done  |            |                  | missed   |
    | planned and never started    | 09:00 | planned   |            |                  | missed   |
    """)


def test_planned_with_a_start_is_read_as_done() -> None:
    row = make_care(f"{DAY} 09:00", status="planned", started_at=f"{DAY} 09:00", ended_at=f"{DAY} 09:30")

    assert categories([row]) == ["well_evidenced"]


def test_care_outside_the_days_the_person_lived_there_is_excluded_both_ends_included() -> None:
    stays = [make_stay(moved_in="2026-10-05", moved_out="2026-10-07")]
    rows = [make_care(f"2026-10-0{day} 09:00") for day in (4, 5, 7, 8)]

    assert categories(rows, people=stays) == ["excluded", "well_evidenced", "well_evidenced", "excluded"]


def test_a_person_without_a_stay_is_taken_to_live_there() -> None:
    row = make_care(f"{DAY} 09:00", person_id="P999", status="not_done")

    assert categories([row]) == ["missed"]


def test_care_started_after_its_day_is_missed_and_exactly_at_the_deadline_is_not() -> None:
    assert_each_alone("""
    | case                                   | due   | started_at       | ended_at         | category       |
    |----------------------------------------|-------|------------------|------------------|----------------|
    | at 23:00, exactly the deadline: late   | 09:00 | 23:00            | 23:30            | delayed        |
    | a minute later                         | 09:00 | 23:01            | 23:31            | missed         |
    | due at 23:00: until 08:00 next day     | 23:00 | 2026-10-06 08:00 | 2026-10-06 08:30 | delayed        |
    | due at 23:00, after 08:00              | 23:00 | 2026-10-06 08:01 | 2026-10-06 08:31 | missed         |
    """)


def test_the_next_row_of_the_same_activity_is_a_deadline() -> None:
    lunch = make_care(f"{DAY} 12:00", started_at=f"{DAY} 14:01", ended_at=f"{DAY} 14:31")
    at_the_deadline = make_care(f"{DAY} 16:00", started_at=f"{DAY} 18:00", ended_at=f"{DAY} 18:30")
    other = make_care(f"{DAY} 14:00")
    evening = make_care(f"{DAY} 18:00", started_at=f"{DAY} 18:31", ended_at=f"{DAY} 19:01")

    found = categories([lunch, other, at_the_deadline, evening])

    assert found == ["missed", "well_evidenced", "delayed", "well_evidenced"]


def test_an_excluded_next_row_is_no_deadline() -> None:
    lunch = make_care(f"{DAY} 12:00", started_at=f"{DAY} 14:01", ended_at=f"{DAY} 14:31")
    tea = make_care(f"{DAY} 14:00", status="declined")

    assert categories([lunch, tea]) == ["delayed", "excluded"]


def test_a_night_window_is_the_deadline_of_care_due_in_it() -> None:
    early_hours = make_care("2026-10-06 02:00", started_at="2026-10-06 07:59", ended_at="2026-10-06 08:29")
    too_late = make_care(
        f"{DAY} 22:00", started_at="2026-10-06 08:01", ended_at="2026-10-06 08:31", activity="x"
    )

    found = categories([early_hours, too_late], staffing_needs=[make_need()])

    assert found == ["delayed", "missed"]


def test_a_visit_too_brief_to_be_one_is_missed_and_under_half_is_shortened() -> None:
    assert_each_alone("""
    | case                                  | due   | started_at | ended_at | planned_minutes | category       |
    |---------------------------------------|-------|------------|----------|-----------------|----------------|
    | one minute of 15                      | 09:00 | 09:00      | 09:01    | 15              | missed         |
    | two minutes of 15 are over a tenth    | 09:00 | 09:00      | 09:02    | 15              | shortened      |
    | two minutes of 30 are under a tenth   | 09:00 | 09:00      | 09:02    | 30              | missed         |
    | three of 30 are exactly a tenth       | 09:00 | 09:00      | 09:03    | 30              | shortened      |
    | one minute of 14: too short to be so  | 09:00 | 09:00      | 09:01    | 14              | shortened      |
    | 14 of 30 minutes                      | 09:00 | 09:00      | 09:14    | 30              | shortened      |
    | 15 of 30 minutes: exactly half        | 09:00 | 09:00      | 09:15    | 30              | well_evidenced |
    | one of nine minutes: not judged       | 09:00 | 09:00      | 09:01    | 9               | well_evidenced |
    """)


def test_half_to_four_fifths_of_the_time_planned_is_counted_apart_as_clipped() -> None:
    rows = [
        make_care(
            f"2026-10-0{day} 09:00", started_at=f"2026-10-0{day} 09:00", ended_at=f"2026-10-0{day} 09:{end}"
        )
        for day, end in ((5, "14"), (6, "15"), (7, "23"), (8, "24"))
    ]
    evidence = make_evidence({"care": rows, "people": [make_stay()]})

    clipped = StaffingFacts(evidence).care_outcomes.rows.sort_values("due_at")["clipped"].tolist()

    assert clipped == [False, True, True, False]


def test_part_done_and_a_missing_second_carer_are_shortened() -> None:
    assert_each_alone("""
    | case                       | due   | started_at | status    | carers_planned | staff_ids | category       |
    |----------------------------|-------|------------|-----------|----------------|-----------|----------------|
    | part done                  | 09:00 | 09:00      | part_done | 1              | S1        | shortened      |
    | one of two came            | 09:00 | 09:00      | done      | 2              | S1        | shortened      |
    | the same one, twice        | 09:00 | 09:00      | done      | 2              | S1;S1     | shortened      |
    | both came                  | 09:00 | 09:00      | done      | 2              | S1;S2     | well_evidenced |
    | who came is not known      | 09:00 | 09:00      | done      | 2              |           | well_evidenced |
    """)


def test_two_rows_due_at_one_time_are_one_double_handed_visit() -> None:
    rows = [make_care(f"{DAY} 09:00", carers_planned=2, staff_ids=worker) for worker in ("S1", "S2")]

    assert categories(rows) == ["well_evidenced", "well_evidenced"]


def test_of_merged_visits_the_one_due_nearest_the_start_keeps_the_visit() -> None:
    times = {"started_at": f"{DAY} 13:00", "ended_at": f"{DAY} 14:00"}
    lunch = make_care(f"{DAY} 12:30", activity="lunch visit", **times)
    tea = make_care(f"{DAY} 16:30", activity="tea visit", **times)

    assert categories([lunch, tea], kind="home_care") == ["well_evidenced", "missed"]
    assert categories([lunch, tea], kind="residential") == ["well_evidenced", "well_evidenced"]


def test_of_merged_visits_as_near_as_each_other_the_earlier_keeps_the_visit() -> None:
    times = {"started_at": f"{DAY} 13:00", "ended_at": f"{DAY} 14:00"}
    rows = [make_care(f"{DAY} 12:30", **times), make_care(f"{DAY} 13:30", **times)]

    assert categories(rows, kind="home_care") == ["well_evidenced", "missed"]


def test_late_is_more_than_the_grace_and_the_grace_depends_on_what_is_at_stake() -> None:
    table = """
    | case                             | due   | due_until | started_at | ended_at | time_critical | category |
    |----------------------------------|-------|-----------|------------|----------|---------------|----------|
    | 60 minutes late in a home        | 09:00 |           | 10:00      | 10:30    | no            | {}       |
    | 61 minutes late in a home        | 09:00 |           | 10:01      | 10:31    | no            | delayed  |
    | 30 minutes late, time-critical   | 09:00 |           | 09:30      | 10:00    | yes           | {}       |
    | 31 minutes late, time-critical   | 09:00 |           | 09:31      | 10:01    | yes           | delayed  |
    | within the time agreed           | 09:00 | 10:00     | 10:30      | 11:00    | yes           | {}       |
    | past the time agreed             | 09:00 | 10:00     | 10:31      | 11:01    | yes           | delayed  |
    """
    assert_each_alone(table.replace("{}", "well_evidenced"))
    visit = make_care(f"{DAY} 09:00", started_at=f"{DAY} 09:31", ended_at=f"{DAY} 10:01")
    assert categories([visit], kind="home_care") == ["delayed"]


def test_a_record_that_says_nothing_or_comes_a_day_later_is_poorly_evidenced() -> None:
    assert_each_alone("""
    | case                        | due   | started_at | note              | recorded_at      | category         |
    |-----------------------------|-------|------------|-------------------|------------------|------------------|
    | two words                   | 09:00 | 09:00      | all fine          | 09:40            | poorly_evidenced |
    | three words                 | 09:00 | 09:00      | ate all lunch     | 09:40            | well_evidenced   |
    | 24 hours after it ended     | 09:00 | 09:00      | ate all lunch     | 2026-10-06 09:30 | well_evidenced   |
    | a minute more               | 09:00 | 09:00      | ate all lunch     | 2026-10-06 09:31 | poorly_evidenced |
    """)


def test_a_blank_note_is_poorly_evidenced_where_other_rows_have_notes() -> None:
    rows = [make_care(f"{DAY} 09:00", note=None), make_care("2026-10-06 09:00")]

    assert categories(rows) == ["poorly_evidenced", "well_evidenced"]


@pytest.mark.parametrize(
    ("rows", "minutes_apart", "hours_spread", "expected"),
    [
        pytest.param(10, 5, 2, "poorly_evidenced", id="ten in five minutes, of care two hours apart"),
        pytest.param(9, 5, 2, "well_evidenced", id="nine are no burst"),
        pytest.param(10, 6, 2, "well_evidenced", id="six minutes are no burst"),
        pytest.param(10, 5, 1, "well_evidenced", id="care within the same hour"),
    ],
)
def test_ten_records_typed_at_once_about_care_hours_apart_are_a_burst(
    rows: int, minutes_apart: int, hours_spread: int, expected: str
) -> None:
    written = []
    for place in range(rows):
        start = f"{DAY} {3 + hours_spread if place == rows - 1 else 3:02d}:00"
        end = start.replace(":00", ":30")
        at = f"{DAY} 07:{50 + (minutes_apart if place == rows - 1 else 0):02d}"
        written.append(
            make_care(start, person_id=f"P{place:03d}", started_at=start, ended_at=end, recorded_at=at, staff_ids="S1;S2")
        )  # fmt: skip
    stays = [make_stay(f"P{place:03d}") for place in range(rows)]

    assert set(categories(written, people=stays)) == {expected}


@pytest.mark.parametrize(
    ("rows", "people", "activity", "expected"),
    [
        pytest.param(5, 3, "personal care", "poorly_evidenced", id="five rows, three people"),
        pytest.param(4, 3, "personal care", "well_evidenced", id="four rows"),
        pytest.param(5, 2, "personal care", "well_evidenced", id="two people"),
        pytest.param(5, 3, "Drinks", "well_evidenced", id="a routine activity"),
    ],
)
def test_the_same_words_for_several_people_are_poorly_evidenced(
    rows: int, people: int, activity: str, expected: str
) -> None:
    notes = ["Slept well all night", "slept  well ALL night"]
    written = [
        make_care(f"{DAY} {8 + place:02d}:00", person_id=f"P{place % people:03d}", activity=activity, note=notes[place % 2])
        for place in range(rows)
    ]  # fmt: skip
    stays = [make_stay(f"P{place:03d}") for place in range(people)]

    assert set(categories(written, people=stays)) == {expected}


def test_where_most_rows_end_as_they_start_durations_are_not_judged() -> None:
    stamped = make_care(f"{DAY} 09:00", started_at=f"{DAY} 09:00", ended_at=f"{DAY} 09:00")
    timed = make_care("2026-10-06 09:00", started_at="2026-10-06 09:00", ended_at="2026-10-06 09:10")

    assert categories([stamped, timed]) == ["well_evidenced", "well_evidenced"]


def test_cancelled_after_it_was_due_is_queried() -> None:
    late = make_care(f"{DAY} 09:00", status="cancelled", reason="away", recorded_at=f"{DAY} 09:01")
    before = make_care(f"{DAY} 12:00", status="cancelled", reason="away", recorded_at=f"{DAY} 08:00")
    evidence = make_evidence({"care": [late, before], "people": [make_stay()]})

    assert StaffingFacts(evidence).care.queried == 1


def test_care_belongs_to_the_window_of_its_own_unit_that_started_last() -> None:
    needs = [
        make_need(shift_name="Day", from_time="08:00", to_time="20:00", unit="Elm"),
        make_need(shift_name="Day", from_time="08:00", to_time="20:00", unit="Oak"),
        make_need(shift_name="Day", from_time="08:00", to_time="20:00", role="senior"),
        make_need(shift_name="Late", from_time="14:00", to_time="22:00", unit="Elm"),
    ]
    rows = [
        make_care(f"{DAY} 10:00", unit="Elm"),
        make_care(f"{DAY} 14:00", unit="Elm"),
        make_care(f"{DAY} 20:00", unit="Oak"),
        make_care(f"{DAY} 10:30"),
    ]
    whole_service_unknown = [need for need in needs if need["role"] != "senior"]

    assert _windows_of(rows, needs) == [("Elm", "Day"), ("Elm", "Late"), None, (None, "Day")]
    assert _windows_of(rows[3:], whole_service_unknown) == [None]


def test_care_of_a_unit_that_no_need_is_for_belongs_to_no_window() -> None:
    needs = [make_need(shift_name="Day", from_time="08:00", to_time="20:00", unit="Elm")]
    rows = [make_care(f"{DAY} 10:00", unit="Garden"), make_care(f"{DAY} 10:00", unit="Elm")]

    assert _windows_of(rows[:1], needs) == [None]
    assert _windows_of(rows, needs) == [None, ("Elm", "Day")]


def _windows_of(rows: list[dict], needs: list[dict]) -> list[tuple[str | None, str] | None]:
    evidence = make_evidence({"care": rows, "people": [make_stay()], "staffing_needs": needs})
    facts = StaffingFacts(evidence)
    judged = facts.care_outcomes.rows.set_index("care_id")["window_row"]
    days = [facts.period.first_day - timedelta(days=1), *facts.period.days]
    windows = compute_windows(evidence.rows("staffing_needs"), days)
    found = []
    for row in rows:
        at = int(judged[row["care_id"]])
        unit = windows["unit"].iloc[at]
        found.append(None if at < 0 else (None if pd.isna(unit) else unit, windows["shift_name"].iloc[at]))
    return found
