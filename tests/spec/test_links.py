"""Do missed care and complaints go with short shifts? Worked tables, like compared with like.

Every unit needs one worker from 08:00 to 20:00 each day of October. On its short days nobody came.
"""

from __future__ import annotations

import pytest

from tests.factories import (
    days_of,
    make_care,
    make_complaint,
    make_evidence,
    make_feedback,
    make_incident,
    make_need,
    make_shift,
)
from tests.spec.asking import ask
from toolkit.audits.checks import Check
from toolkit.audits.staffing.voices_facts import VoicesFacts

DAYS = days_of("2026-10")


def rota_of(unit: str | None, short: int, *, days: list[str] = DAYS, **given: object) -> list[dict]:
    """One shift a day; on the first so many days the worker did not come."""
    return [make_shift(f"{day} 08:00", f"{day} 20:00", unit=unit, attended=n >= short, **given)
            for n, day in enumerate(days)]  # fmt: skip


def need_of(unit: str | None) -> dict:
    return make_need(unit=unit, shift_name="Day", from_time="08:00", to_time="20:00")


def care_of(
    unit: str | None, short: int, failed_short: int, failed_other: int, *, a_day: int = 10
) -> list[dict]:
    """So much planned care a day; so much of it not done on the short days, and on the others."""
    rows, left = [], {True: failed_short, False: failed_other}
    for n, day in enumerate(DAYS):
        for hour in range(a_day):
            side = n < short
            status = "not_done" if left[side] > 0 else "done"
            left[side] -= 1
            rows.append(make_care(f"{day} {9 + hour:02d}:00", unit=unit, status=status))
    return rows


# On each day somebody clocked: a service where nobody did on a day has a gap in attendance, not a short shift.
OFFICE = [make_shift(f"{day} 09:00", f"{day} 17:00", role="manager") for day in DAYS]

# unit: short days, failed of the care of the short days, failed of the care of the others
DEMENTIA, QUIET = (3, 18, 84), (25, 30, 2)


def service(units: dict[str | None, tuple[int, int, int]]) -> dict[str, list[dict]]:
    return {
        "staffing_needs": [need_of(unit) for unit in units],
        "shifts": [*OFFICE, *(row for unit, (short, *_) in units.items() for row in rota_of(unit, short))],
        "care": [row for unit, numbers in units.items() for row in care_of(unit, *numbers)],
    }


def linked(units: dict[str | None, tuple[int, int, int]], **more) -> Check:
    return ask("pressure-linked-missed-care", service(units), **more)


def test_the_ratio_within_units_decides_where_the_pooled_one_points_the_other_way() -> None:
    """Simpson. Dementia: 18 of 30 went wrong on short days, 84 of 280 on others. Quiet: 30 of 250, and 2 of 60.

    Within each unit short days are worse (2 and 3.6 times); thrown together they look better, because
    the unit with the higher need was the better staffed.
    """
    found = linked({"Dementia": DEMENTIA, "Quiet": QUIET})

    assert found.outcome == "watch"
    assert found.says == (
        "Of the care planned in 28 high-pressure shifts, 17.1% (48 of 280) went wrong, in the other shifts "
        "25.3% (86 of 340). Compared unit by unit and shift by shift, that is 2.26 times as often "
        "(95% interval 1.38 to 3.73); all thrown together, 0.68 times as often."
    )
    assert found.figure.value == pytest.approx(
        (18 * 280 / 310 + 30 * 60 / 310) / (84 * 30 / 310 + 2 * 250 / 310)
    )


def test_a_link_that_is_only_between_units_is_no_link() -> None:
    """In each unit short days are like the others; the unit that is short more often has more go wrong."""
    found = linked({"Busy": (25, 75, 18), "Quiet": (3, 1, 9)})

    assert found.outcome == "clear"
    assert (
        "that is just as often (95% interval 0.61 to 1.65); all thrown together, 3.42 times as often."
        in found.says
    )


@pytest.mark.parametrize(
    ("units", "outcome"),
    [
        pytest.param({None: (5, 25, 10)}, "watch", id="25 of 50 against 10 of 260"),
        pytest.param({None: (5, 3, 10)}, "no_evidence", id="3 events under pressure are too few"),
        pytest.param({None: (5, 4, 10)}, "no_evidence", id="and so are 4"),
        pytest.param({None: (5, 25, 4)}, "no_evidence", id="4 events on the other side, too"),
        pytest.param({None: (5, 25, 5)}, "watch", id="5 on each side"),
        pytest.param({None: (2, 20, 10)}, "no_evidence", id="2 high-pressure shifts are too few"),
        pytest.param({None: (3, 20, 10)}, "watch", id="3 high-pressure shifts"),
        pytest.param({None: (5, 5, 26)}, "clear", id="a tenth on both sides"),
    ],
)
def test_a_link_needs_five_events_on_each_side_and_three_short_shifts_and_is_never_a_weak_watch(
    units: dict, outcome: str
) -> None:
    assert linked(units).outcome == outcome


def test_too_few_to_compare_says_what_there_was() -> None:
    assert linked({None: (5, 3, 10)}).says == (
        "Not tested: of the care planned in 5 high-pressure shifts, 6% (3 of 50) went wrong, in the other shifts "
        "3.8% (10 of 260): too few to compare."
    )


def test_the_evidence_is_the_care_that_went_wrong_under_pressure() -> None:
    found = linked({None: (5, 25, 10)})

    assert len(found.evidence) == 25
    assert {one.ref.split(":")[0] for one in found.evidence} == {"care"}


def test_without_a_short_shift_there_is_nothing_to_link_when_attendance_was_recorded() -> None:
    found = linked({None: (0, 0, 30)})

    assert found.outcome == "clear"
    assert found.says == "No shift was under high pressure this month: there is nothing to link."


def test_a_full_rota_nobody_clocked_cannot_say_that_there_was_no_pressure() -> None:
    tables = service({None: (0, 0, 30)})
    tables["shifts"] = rota_of(None, len(DAYS))

    found = ask("pressure-linked-missed-care", tables)

    assert found.outcome == "no_evidence"
    assert found.says == (
        "Not tested: no shift was under high pressure by the rota, and who came is not known."
    )


def test_care_before_morning_belongs_to_the_night_that_began_the_day_before() -> None:
    """The night of 30 September was short; care due at 02:00 on 1 October is on its side."""
    night = make_need(shift_name="Night")
    shifts = [make_shift(f"{day} 20:00", f"{after} 08:00", attended=day != "2026-09-30")
              for day, after in zip(["2026-09-30", *DAYS], [*DAYS, "2026-11-01"], strict=True)]  # fmt: skip
    clocked = make_shift("2026-09-30 09:00", "2026-09-30 17:00", role="manager")
    care = [make_care(f"{day} 02:00", status="not_done") for day in DAYS]

    link = VoicesFacts(
        make_evidence({"staffing_needs": [night], "shifts": [*shifts, clocked], "care": care})
    ).link

    assert (link.total("rows_pressure"), link.total("rows_other")) == (1, 30)


def said(table: str, days: list[str], theme: str = "staffing", **given: object) -> list[dict]:
    make = {"feedback": make_feedback, "complaints": make_complaint, "incidents": make_incident}[table]
    given = {"kind": "concern"} | given if table == "feedback" else given
    return [make(day, theme=theme, **given) for day in days]


def follows(voices: dict[str, list[dict]], short: int = 2, **more) -> Check:
    """A service short on the first so many days of October: with two, 1 to 5 October are exposed."""
    tables = {"staffing_needs": [need_of(None)], "shifts": [*OFFICE, *rota_of(None, short)]}
    return ask("staffing-feedback-link", tables | voices, **more)


def test_what_is_said_follows_short_shifts_within_three_days() -> None:
    """1 and 2 October were short, so 1 to 5 October are exposed: 5 days, against 26."""
    voices = {"feedback": said("feedback", DAYS[0:2]), "complaints": said("complaints", DAYS[3:5], "missed_care"),
              "incidents": said("incidents", [DAYS[4], DAYS[20]], "continuity")}  # fmt: skip

    found = follows(voices)

    assert found.outcome == "watch"
    assert found.says == (
        "Of 6 concerns, complaints and incidents about staffing, missed care or continuity, 5 came on 5 days "
        "with or just after a high-pressure shift and 1 on the other 26 days "
        "(a day for a day: 26 times, 95% interval 2.91 to 1,229.74)."
    )
    assert sorted(one.ref.split(":")[0] for one in found.evidence) == [
        "complaints", "complaints", "feedback", "feedback", "incidents",
    ]  # fmt: skip


def test_the_fourth_day_after_is_another_day() -> None:
    fourth = follows({"feedback": said("feedback", [DAYS[5]] * 6), "complaints": said("complaints", []),
                      "incidents": said("incidents", [])})  # fmt: skip

    assert fourth.outcome == "clear"
    assert (
        "0 came on 5 days with or just after a high-pressure shift and 6 on the other 26 days" in fourth.says
    )


def test_a_short_night_of_the_month_before_reaches_over() -> None:
    """30 September was short: 1, 2 and 3 October are exposed."""
    september = days_of("2026-09")
    before = rota_of(None, 1, days=september[-1:]) + rota_of(None, 0, days=september[:-1])
    clocked = make_shift("2026-09-30 09:00", "2026-09-30 17:00", role="manager")
    tables = {"staffing_needs": [need_of(None)], "shifts": [*OFFICE, clocked, *before, *rota_of(None, 0)],
              "feedback": said("feedback", DAYS[0:3] * 2)}  # fmt: skip

    found = ask("staffing-feedback-link", tables)

    assert found.says == (
        "Of 6 concerns, complaints and incidents about staffing, missed care or continuity, 6 came on 3 days "
        "with or just after a high-pressure shift and 0 on the other 28 days "
        "(a day for a day: 95% interval 10.99 times or more). Not kept here: complaints and incidents."
    )


@pytest.mark.parametrize(
    ("days", "outcome"),
    [
        pytest.param([0, 10, 15, 20], "no_evidence", id="four events and no breach"),
        pytest.param([0, 10, 15, 20, 25], "clear", id="five events and no breach"),
        pytest.param([0, 1, 2, 3], "watch", id="four events that gather all the same"),
        pytest.param([], "no_evidence", id="no event"),
    ],
)
def test_fewer_than_five_events_are_no_reassurance(days: list[int], outcome: str) -> None:
    assert follows({"complaints": said("complaints", [DAYS[n] for n in days]), "incidents": said("incidents", []),
                    "feedback": [make_feedback("2026-10-02")]}).outcome == outcome  # fmt: skip


def test_other_themes_compliments_and_repeated_complaints_are_not_counted() -> None:
    voices = {
        "feedback": said("feedback", DAYS[:5], kind="compliment"),
        "complaints": said("complaints", DAYS[:5], duplicate_of="CO-1"),
        "incidents": said("incidents", DAYS[:5], "falls"),
    }

    assert follows(voices).says == (
        "Not tested: no concern, complaint or incident about staffing, missed care or continuity came this month."
    )


def test_one_event_and_a_month_without_other_days_read_aloud() -> None:
    one = follows({"complaints": said("complaints", DAYS[:1])})
    every_day = follows({"complaints": said("complaints", DAYS[:6])}, short=31)

    assert one.says == (
        "Not tested: one concern, complaint or incident about staffing, missed care or continuity came this month, "
        "on a day with or just after a high-pressure shift. Not kept here: feedback and incidents."
    )
    assert every_day.says == (
        "Not tested: every day was one with or just after a high-pressure shift: there is nothing to compare. "
        "Not kept here: feedback and incidents."
    )


def test_without_exposed_days_there_is_nothing_to_link_and_without_voices_no_evidence() -> None:
    nothing, silent = follows({"complaints": said("complaints", DAYS[:6])}, short=0), follows({})

    assert (nothing.outcome, silent.outcome) == ("clear", "no_evidence")
    assert silent.says == (
        "Not tested: there are no rows of feedback, complaints or incidents of this service in the last 12 months."
    )
