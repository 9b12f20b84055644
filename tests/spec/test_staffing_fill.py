"""How full was each window, and which shifts were under pressure? Worked examples to check by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.factories import days_of, make_evidence, make_need, make_shift, nights
from toolkit.audits.staffing.facts import StaffingFacts

MONDAY, NEXT = "2026-10-05", "2026-10-06"
DAYS = days_of("2026-10")


def facts_of(needs: list[dict], shifts: list[dict], **more) -> StaffingFacts:
    return StaffingFacts(make_evidence({"staffing_needs": needs, "shifts": shifts}, **more))


def window(facts: StaffingFacts, day: str = MONDAY, **where: str) -> pd.Series:
    """The one window of a day (and unit, role or shift name)."""
    windows = facts.month.windows
    chosen = windows["day"] == pd.Timestamp(day)
    for column, value in where.items():
        chosen &= windows[column] == value
    assert chosen.sum() == 1
    return windows[chosen].iloc[0]


def on_monday(**given: object) -> dict:
    """A need of one care worker from 08:00 to 20:00 on that Monday only."""
    return make_need(**{"shift_name": "Day", "from_time": "08:00", "to_time": "20:00", "valid_from": MONDAY,
                        "valid_to": MONDAY} | given)  # fmt: skip


def test_a_night_of_twelve_hours_is_one_window_of_the_day_it_starts_on() -> None:
    facts = facts_of([make_need()], nights([MONDAY]))

    night = window(facts)

    assert (night["starts_at"], night["ends_at"]) == (
        pd.Timestamp("2026-10-05 20:00"),
        pd.Timestamp("2026-10-06 08:00"),
    )
    assert (night["required_hours"], night["attended_hours"]) == (12, 12)
    assert window(facts, DAYS[-1])["required_hours"] == 12


@pytest.mark.parametrize(
    ("month", "day", "hours"),
    [
        pytest.param("2026-10", "2026-10-24", 13, id="the clocks go back"),
        pytest.param("2026-03", "2026-03-28", 11, id="the clocks go forward"),
    ],
)
def test_a_night_over_a_clock_change_needs_and_gets_the_hours_that_pass(
    month: str, day: str, hours: int
) -> None:
    facts = facts_of([make_need()], nights([day]), month=month)

    night = window(facts, day)

    assert (night["required_hours"], night["rostered_hours"], night["attended_hours"]) == (
        hours,
        hours,
        hours,
    )
    assert facts.month.fill.surplus_hours == 0


def test_only_a_named_worker_on_a_planned_shift_is_cover() -> None:
    starts, ends = f"{MONDAY} 08:00", f"{MONDAY} 20:00"
    counted = {"planned": 12, None: 12, "open": 0, "cancelled": 0, "deleted": 0, "unpublished": 0}

    for status, hours in counted.items():
        facts = facts_of([on_monday()], [make_shift(starts, ends, status=status)])
        assert window(facts)["rostered_hours"] == hours, status
    nobody = facts_of([on_monday()], [make_shift(starts, ends, staff_id=None)])
    assert window(nobody)["rostered_hours"] == 0


def test_who_stays_on_is_cover_for_the_next_window() -> None:
    early = on_monday(shift_name="Early", from_time="08:00", to_time="14:00")
    late = on_monday(shift_name="Late", from_time="14:00", to_time="20:00")
    stayed = make_shift(f"{MONDAY} 08:00", f"{MONDAY} 14:00", attended_to=f"{MONDAY} 17:00")

    facts = facts_of([early, late], [stayed])

    assert window(facts, shift_name="Early")["attended_hours"] == 6
    assert window(facts, shift_name="Late")["attended_hours"] == 3
    assert window(facts, shift_name="Late")["rostered_hours"] == 0


def test_a_worker_on_two_overlapping_shifts_is_counted_once_for_the_one_that_starts_first() -> None:
    needs = [on_monday(unit="Elm"), on_monday(unit="Oak")]
    on_elm = make_shift(f"{MONDAY} 08:00", f"{MONDAY} 16:00", staff_id="S1", unit="Elm")
    on_oak = make_shift(f"{MONDAY} 12:00", f"{MONDAY} 20:00", staff_id="S1", unit="Oak")

    facts = facts_of(needs, [on_oak, on_elm])

    assert window(facts, unit="Elm")["attended_hours"] == 8
    assert window(facts, unit="Oak")["attended_hours"] == 4


def test_a_shift_without_a_unit_is_shared_in_proportion_to_the_staff_needed() -> None:
    needs = [on_monday(unit="Elm", staff_needed=1), on_monday(unit="Oak", staff_needed=3)]
    facts = facts_of(needs, [make_shift(f"{MONDAY} 08:00", f"{MONDAY} 20:00")])

    assert window(facts, unit="Elm")["rostered_hours"] == pytest.approx(3)
    assert window(facts, unit="Oak")["rostered_hours"] == pytest.approx(9)


def test_a_shift_of_a_unit_counts_toward_a_need_of_the_whole_service() -> None:
    facts = facts_of([on_monday()], [make_shift(f"{MONDAY} 08:00", f"{MONDAY} 20:00", unit="Elm")])

    assert window(facts)["rostered_hours"] == 12


def test_surplus_in_one_window_fills_no_gap_in_another() -> None:
    """Monday has two where one is needed, Tuesday nobody: half full, with 12 hours to spare."""
    needs = [make_need(valid_from=MONDAY, valid_to=NEXT)]
    shifts = [*nights([MONDAY]), *nights([MONDAY]), make_shift(f"{NEXT} 09:00", f"{NEXT} 10:00", role="cook")]

    fill = facts_of(needs, shifts).month.fill

    assert (fill.rostered, fill.attended, fill.surplus_hours) == (0.5, 0.5, 12)


def test_three_fill_rates_tell_three_stories() -> None:
    """Four are needed: all four named, three came, two of them own staff, one agency."""
    day = (f"{MONDAY} 08:00", f"{MONDAY} 20:00")
    shifts = [
        make_shift(*day),
        make_shift(*day),
        make_shift(*day, cover="agency"),
        make_shift(*day, attended=False),
    ]

    fill = facts_of([on_monday(staff_needed=4)], shifts).month.fill

    assert (fill.rostered, fill.attended, fill.own) == (1.0, 0.75, 0.5)
    assert fill.agency_share == pytest.approx(1 / 3)


def test_hours_whose_cover_is_blank_are_neither_own_nor_agency() -> None:
    day = (f"{MONDAY} 08:00", f"{MONDAY} 20:00")
    nine_own = [make_shift(*day) for _ in range(9)]

    tenth = facts_of([on_monday(staff_needed=10)], [*nine_own, make_shift(*day, cover=None)]).month.fill
    fifth = facts_of([on_monday(staff_needed=10)], [*nine_own[:8], make_shift(*day, cover=None), make_shift(*day, cover=None)]).month.fill  # fmt: skip

    assert (tenth.own, tenth.agency_share) == (pytest.approx(0.9), 0.0)
    assert (fifth.own, fifth.agency_share, fifth.attended) == (None, None, 1.0)


def test_a_day_on_which_nobody_clocked_leaves_attended_and_over_a_tenth_of_them_leaves_nothing() -> None:
    unclocked = [*nights(DAYS[:3], attended=False), *nights(DAYS[3:])]
    too_many = [*nights(DAYS[:4], attended=False), *nights(DAYS[4:])]

    assert facts_of([make_need()], unclocked).month.fill.attended == 1.0
    fill = facts_of([make_need()], too_many).month.fill
    assert (fill.rostered, fill.attended, fill.own, fill.agency_share) == (1.0, None, None, None)


def test_a_shift_nobody_clocked_on_a_day_when_others_did_was_not_attended() -> None:
    day = (f"{MONDAY} 08:00", f"{MONDAY} 20:00")

    fill = facts_of(
        [on_monday(staff_needed=2)], [make_shift(*day), make_shift(*day, attended=False)]
    ).month.fill

    assert (fill.rostered, fill.attended) == (1.0, 0.5)


def test_one_clock_of_two_is_completed_from_the_plan() -> None:
    shift = make_shift(
        f"{MONDAY} 08:00", f"{MONDAY} 20:00", attended_from=f"{MONDAY} 10:00", attended_to=None
    )

    assert window(facts_of([on_monday()], [shift]))["attended_hours"] == 10


def test_days_without_any_rota_line_are_a_gap_in_recording_where_the_rota_used_to_be_kept() -> None:
    """The rota stops after the 28th: three days of 31 leave the figure, they are not short."""
    history = nights([*days_of("2026-08"), *days_of("2026-09")])
    facts = facts_of([make_need()], [*history, *nights(DAYS[:28])])

    assert facts.month.fill.rostered == 1.0
    assert facts.month.posts["short"].sum() == 0
    stopped_early = facts_of([make_need()], [*history, *nights(DAYS[:19])])
    assert stopped_early.month.fill.rostered is None


def pressure(needs: list[dict], shifts: list[dict]) -> tuple[bool, str]:
    row = facts_of(needs, shifts).pressure.iloc[0]
    return bool(row["high_pressure"]), row["why"]


def test_a_shift_is_under_high_pressure_for_hours_for_agency_or_for_an_empty_role() -> None:
    day = (f"{MONDAY} 08:00", f"{MONDAY} 20:00")
    ten, nurse = on_monday(staff_needed=10), on_monday(role="nurse")
    own = [make_shift(*day) for _ in range(10)]
    agency = [make_shift(*day, cover="agency") for _ in range(6)]
    a_nurse = make_shift(*day, role="nurse")

    assert pressure([ten], own) == (False, "")
    assert pressure([ten], own[:9]) == (False, "")
    assert pressure([ten], own[:8]) == (True, "hours")
    assert pressure([ten], [*own[:5], *agency[:5]]) == (False, "")
    assert pressure([ten], [*own[:4], *agency]) == (True, "agency")
    assert pressure([ten, nurse], [*own, a_nurse]) == (False, "")
    assert pressure([ten, nurse], own) == (True, "role empty")


def test_too_many_of_one_role_do_not_make_up_for_too_few_of_another() -> None:
    day = (f"{MONDAY} 08:00", f"{MONDAY} 20:00")
    needs = [on_monday(staff_needed=2), on_monday(role="nurse", staff_needed=2)]
    shifts = [*(make_shift(*day) for _ in range(4)), make_shift(*day, role="nurse")]

    assert pressure(needs, shifts) == (True, "hours")
