"""Did people work too long or rest too little, and how many faces did each person meet?

One worker, S1, unless a line says otherwise; each test lays a rota beside what the rule makes of it.
"""

from __future__ import annotations

from tests.factories import make_care, make_evidence, make_frame, make_handover, make_shift, make_stay
from tests.spec.asking import ask
from tests.spec.text_tables import read_table
from toolkit.audits.staffing.audit import run
from toolkit.measures.continuity import compute_continuity
from toolkit.measures.fatigue import BREACHES, find_fatigue
from toolkit.parameters.thresholds import StaffFatigue
from toolkit.period import Period


def shift(starts_at: str, ends_at: str, **given: object) -> dict:
    return make_shift(f"2026-{starts_at}", f"2026-{ends_at}", **({"staff_id": "S1"} | given))


def breaches(shifts: list[dict], month: str = "2026-10", **limits: object) -> list[str]:
    """The breaches of S1 in the month at Oakfield."""
    found = find_fatigue(
        make_frame("shifts", shifts), "oakfield", Period.parse(month), StaffFatigue(**limits)
    )
    one = found.set_index("staff_id").loc["S1"]
    return [name for name in BREACHES if one[name]]


def rota(cell: str) -> list[dict]:
    """Shifts written like "10-05 08:00 - 10-05 20:30, 10-06 ..."."""
    return [shift(*(moment.strip() for moment in span.split(" - "))) for span in cell.split(",")]


def assert_breaches(text: str, month: str = "2026-10") -> None:
    for line in read_table(text):
        expected = (line["breach"] or "").split()
        assert breaches(rota(line["rota"]), month) == expected, line["case"]


def test_a_spell_is_too_long_when_it_is_over_twelve_and_a_half_hours_by_the_clock_on_the_wall() -> None:
    """On 25 October the clocks go back: a night of 12.5 hours on the wall lasts 13.5, and is no breach."""
    assert_breaches("""
    | case                             | rota                                                | breach     |
    |----------------------------------|-----------------------------------------------------|------------|
    | 12.5 hours                       | 10-05 08:00 - 10-05 20:30                           |            |
    | a minute more                    | 10-05 08:00 - 10-05 20:31                           | long_spell |
    | 12.5 hours as the clocks go back | 10-24 19:30 - 10-25 08:00                           |            |
    | a minute more that night         | 10-24 19:30 - 10-25 08:01                           | long_spell |
    | two turns 59 minutes apart       | 10-05 07:00 - 10-05 13:00, 10-05 13:59 - 10-05 20:00 | long_spell |
    | two turns an hour apart          | 10-05 07:00 - 10-05 13:00, 10-05 14:00 - 10-05 20:00 |            |
    | two that overlap                 | 10-05 07:00 - 10-05 15:00, 10-05 13:00 - 10-05 20:00 | long_spell |
    """)


def test_a_night_as_the_clocks_go_forward_is_judged_by_the_clock_on_the_wall_too() -> None:
    assert_breaches(
        """
    | case                                | rota                      | breach     |
    |-------------------------------------|---------------------------|------------|
    | 12.5 hours on the wall, 11.5 passed | 03-28 19:30 - 03-29 08:00 |            |
    | a minute more                       | 03-28 19:30 - 03-29 08:01 | long_spell |
    """,
        "2026-03",
    )


def test_rest_is_too_short_from_the_second_time_that_under_eleven_hours_lie_between_two_days() -> None:
    """11 hours of rest are enough; on 25 October 10 hours on the wall are 11 that passed."""
    assert_breaches("""
    | case                          | rota                                                                                                      | breach     |
    |-------------------------------|-----------------------------------------------------------------------------------------------------------|------------|
    | exactly 11 hours, twice       | 10-05 13:00 - 10-05 21:00, 10-06 08:00 - 10-06 14:00, 10-12 13:00 - 10-12 21:00, 10-13 08:00 - 10-13 14:00 |            |
    | 10 h 59 min once              | 10-05 13:00 - 10-05 21:01, 10-06 08:00 - 10-06 14:00                                                       |            |
    | and a second time             | 10-05 13:00 - 10-05 21:01, 10-06 08:00 - 10-06 14:00, 10-12 13:00 - 10-12 21:01, 10-13 08:00 - 10-13 14:00 | short_rest |
    | one of the two last month     | 09-21 13:00 - 09-21 21:01, 09-22 08:00 - 09-22 14:00, 10-12 13:00 - 10-12 21:01, 10-13 08:00 - 10-13 14:00 |            |
    | one ends on the 1st: both in  | 09-30 13:00 - 09-30 21:01, 10-01 08:00 - 10-01 14:00, 10-12 13:00 - 10-12 21:01, 10-13 08:00 - 10-13 14:00 | short_rest |
    | split turns of one day        | 10-05 07:00 - 10-05 11:00, 10-05 16:00 - 10-05 20:00, 10-12 07:00 - 10-12 11:00, 10-12 16:00 - 10-12 20:00 |            |
    | the night the clocks go back  | 10-05 13:00 - 10-05 21:01, 10-06 08:00 - 10-06 14:00, 10-24 13:00 - 10-24 22:00, 10-25 08:00 - 10-25 14:00 |            |
    """)


def test_a_week_is_too_long_when_spells_that_start_on_seven_dates_hold_over_48_hours() -> None:
    """Four shifts of 12 hours are 48. The seven dates may lie anywhere, and reach back into September."""

    def twelves(days: list[str], last_ends: str = "20:00", **given: object) -> list[dict]:
        spans = [(f"{day} 08:00", f"{day} 20:00") for day in days[:-1]]
        spans.append((f"{days[-1]} 08:00", f"{days[-1]} {last_ends}"))
        return [shift(*span, **given) for span in spans]

    four = ["10-05", "10-07", "10-09", "10-11"]
    assert breaches(twelves(four)) == []
    assert breaches(twelves(four, "20:01")) == ["long_week"]
    assert breaches(twelves(four, "20:30", break_minutes=10)) == []
    assert breaches(twelves([*four[:3], "10-12"], "20:30")) == []
    assert breaches(twelves(["09-28", "09-29", "09-30", "10-02"], "20:01")) == ["long_week"]
    assert breaches([*twelves(["09-26", "09-27", "09-28", "09-30"], "20:30"), *twelves(["10-20"])]) == []


def test_seven_dates_in_a_row_are_too_many_and_six_are_not() -> None:
    def mornings(days: list[str]) -> list[dict]:
        return [shift(f"{day} 08:00", f"{day} 12:00") for day in days]

    week = [f"10-{day:02d}" for day in range(5, 12)]
    assert breaches(mornings(week[:6])) == []
    assert breaches(mornings(week)) == ["days_in_a_row"]
    assert breaches(mornings([*week[:3], *week[4:], "10-12"])) == []
    assert breaches(mornings([*(f"09-{day}" for day in range(25, 31)), "10-01"])) == ["days_in_a_row"]
    assert breaches(mornings([*(f"09-{day}" for day in range(24, 31)), "10-05"])) == []


def test_work_at_two_services_of_the_provider_is_one_workers_work() -> None:
    here = shift("10-05 08:00", "10-05 15:00")
    there = shift("10-05 15:30", "10-05 21:00", service_id="birch-lodge")

    assert breaches([here]) == []
    assert breaches([here, there]) == ["long_spell"]


def test_only_those_who_worked_here_are_counted_agency_too() -> None:
    long_day = ("10-05 07:00", "10-05 21:00")
    tables = {"shifts": [
        shift(*long_day, staff_id="A1", cover="agency"),
        shift(*long_day, staff_id="B1", service_id="birch-lodge"),
        shift("10-06 08:00", "10-06 15:00", staff_id="S2"),
    ]}  # fmt: skip

    audit = run(make_evidence(tables))

    assert (audit.measures["fatigue_share"].value, audit.measures["fatigue_share"].n) == (0.5, 2)


def test_a_shift_not_attended_and_a_shift_nobody_is_to_work_tire_nobody() -> None:
    worked = shift("10-05 08:00", "10-05 12:00")
    absent = shift("10-05 12:00", "10-05 22:00", attended=False)
    deleted = shift("10-05 12:00", "10-05 22:00", status="deleted")

    assert breaches([worked, absent, deleted]) == []


def test_on_a_day_nobody_clocked_the_rota_stands_in() -> None:
    assert breaches([shift("10-05 08:00", "10-05 22:00", attended=False)]) == ["long_spell"]


def test_thresholds_of_fatigue_can_be_set() -> None:
    assert breaches([shift("10-05 08:00", "10-05 20:30")], spell_hours=12) == ["long_spell"]


def team(tired: int, of: int) -> list[dict]:
    """So many workers with one shift each on 5 October, the first of them with a double one."""
    ends = ["10-05 22:00" if place < tired else "10-05 15:00" for place in range(of)]
    return [shift("10-05 08:00", end, staff_id=f"S{place:02d}") for place, end in enumerate(ends)]


QUIET = [make_handover("2026-10-05 20:00")]


def test_staff_are_tired_when_one_worker_in_ten_has_a_breach() -> None:
    one_of_ten = ask("staff-fatigue", {"shifts": team(1, 10), "handover": QUIET})
    one_of_eleven = ask("staff-fatigue", {"shifts": team(1, 11), "handover": QUIET})

    assert one_of_ten.outcome == "watch"
    assert one_of_ten.says == (
        "Of the people who worked here, 10% (1 of 10) worked too long or rested too little "
        "(1 over 12.5 hours at a stretch)."
    )
    assert [one.ref.split(":")[0] for one in one_of_ten.evidence] == ["shifts"]
    assert one_of_eleven.outcome == "clear"
    assert one_of_eleven.says == (
        "Of the people who worked here, 9.1% (1 of 11) worked too long or rested too little "
        "(1 over 12.5 hours at a stretch). No handover entry spoke of tiredness or workload without a control."
    )


def told(entries: int, **given: object) -> list[dict]:
    words = ("Staff TIRED after a double shift", "Workload too high", "Worn out, no break")
    return [make_handover(f"2026-10-{5 + n:02d} 20:00",
                          **({"theme": "staffing", "risk": words[n % 3], "control": None} | given))
            for n in range(entries)]  # fmt: skip


def test_staff_are_tired_when_three_handover_entries_say_so_and_nothing_was_put_in_place() -> None:
    other = [make_handover("2026-10-20 20:00", control="Agency booked")]

    def tired(entries: list[dict]) -> str:
        return str(ask("staff-fatigue", {"shifts": team(0, 10), "handover": [*entries, *other]}).outcome)

    assert tired(told(3)) == "watch"
    assert tired(told(2)) == "clear"
    assert tired(told(3, control="Second worker called in")) == "clear"
    assert tired(told(3, theme="falls")) == "clear"
    assert tired(told(3, risk="One agency worker")) == "clear"


def test_without_handover_staff_fatigue_cannot_be_clear_and_a_breach_stands() -> None:
    fine, tired = ask("staff-fatigue", {"shifts": team(0, 10)}), ask("staff-fatigue", {"shifts": team(2, 10)})

    assert (fine.outcome, tired.outcome) == ("no_evidence", "watch")
    assert fine.says == (
        "Not tested: handover entries were not kept this month. "
        "Of the people who worked here, 0% (0 of 10) worked too long or rested too little."
    )


def test_a_handover_log_that_holds_no_controls_at_all_does_not_say_that_there_were_none() -> None:
    assert ask("staff-fatigue", {"shifts": team(0, 10), "handover": told(3)}).outcome == "no_evidence"


def test_continuity_counts_the_workers_each_person_met_and_the_share_of_the_three_who_came_most() -> None:
    """P001 had ten visits by five workers: 4 + 2 + 2 of them by three. One visit of P002 was double-handed."""
    came = ["S1"] * 4 + ["S2"] * 2 + ["S3"] * 2 + ["S4", "S5"]
    first = [make_care(f"2026-10-{5 + n:02d} 09:00", staff_ids=who) for n, who in enumerate(came)]
    second = [make_care("2026-10-05 10:00", person_id="P002", staff_ids="S1; S2", carers_planned=2),
              make_care("2026-10-06 10:00", person_id="P002", staff_ids="S1")]  # fmt: skip
    not_told = [make_care("2026-10-07 10:00", person_id="P002", staff_ids=None),
                make_care("2026-10-08 10:00", person_id="P002", staff_ids="S9", status="not_done")]  # fmt: skip

    found = compute_continuity(make_frame("care", [*first, *second, *not_told]))

    assert found.to_dict("records") == [
        {"person_id": "P001", "rows": 10, "workers": 5, "top_three": 0.8},
        {"person_id": "P002", "rows": 3, "workers": 2, "top_three": 1.0},
    ]


def test_continuity_looks_at_the_28_days_to_as_of() -> None:
    """31 October and the 27 days before it: 4 October is in, 3 October is not."""
    care = [make_care(f"2026-10-{day} 09:00", staff_ids=who)
            for day, who in (("03", "S1"), ("04", "S2"), ("31", "S3"))]  # fmt: skip

    audit = run(make_evidence({"care": care}))

    assert audit.continuity["workers"].tolist() == [2]
    assert audit.measures["workers_per_person"].value == 2


def visit(day: int, minutes: int, **given: object) -> dict:
    return make_care(f"2026-10-{day:02d} 09:00", ended_at=f"2026-10-{day:02d} 09:{minutes:02d}", **given)


def information(care: list[dict], kind: str = "home_care") -> dict[str, float | None]:
    audit = run(make_evidence({"care": care, "people": [make_stay()]}, kind=kind))
    names = ("visits_28_days", "missed_28_days", "under_15_minutes_28_days")
    return {name: audit.measures[name].value for name in names}


def test_the_counts_of_the_provider_information_return() -> None:
    """28 days to 31 October: visits planned, of these missed, and given in under 15 minutes."""
    care = [
        visit(3, 30),  # before the 28 days
        visit(4, 30),
        visit(5, 15),  # a quarter of an hour is not under it
        visit(6, 14),
        visit(7, 30, status="part_done"),
        make_care("2026-10-08 09:00", status="not_done"),
        make_care("2026-10-09 09:00", status="cancelled", reason="hospital"),  # not ours to give
    ]

    assert information(care) == {
        "visits_28_days": 5,
        "missed_28_days": 1,
        "under_15_minutes_28_days": 1,
    }


def test_the_counts_of_the_return_are_asked_of_home_care_only() -> None:
    assert set(information([visit(5, 30)], kind="nursing").values()) == {None}


def test_two_rows_of_one_double_handed_visit_are_one_visit_of_the_return() -> None:
    both = [visit(5, 30, staff_ids=who, carers_planned=2) for who in ("S1", "S2")]

    assert information(both)["visits_28_days"] == 1
