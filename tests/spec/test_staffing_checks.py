"""When does each question of the staffing audit become an answer? Worked examples to check by hand."""

from __future__ import annotations

import pytest

from tests.factories import (
    FrameStore,
    days_of,
    make_care,
    make_evidence,
    make_frame,
    make_need,
    make_review,
    make_shift,
    make_stay,
    nights,
)
from toolkit.audits.checks import Check
from toolkit.audits.staffing.audit import run
from toolkit.problems import Effect, Origin, Problem

DAYS = days_of("2026-10")
AUGUST, SEPTEMBER = days_of("2026-08"), days_of("2026-09")
NEED = make_need(staff_needed=2)


def two_a_night(days: list[str], short: list[str] = (), **given: object) -> list[dict]:
    """Two rostered every night; on the short nights the second did not come."""
    return [*nights(days), *nights([day for day in days if day not in short], **given),
            *nights(list(short), attended=False)]  # fmt: skip


def care_of(failed: int, of: int, **failure: object) -> list[dict]:
    """So many rows of planned care spread over the month, the first of them not done."""
    failure = failure or {"status": "not_done"}
    due = [f"{DAYS[place % 31]} {8 + place // 31:02d}:00" for place in range(of)]
    return [make_care(at, **(failure if place < failed else {})) for place, at in enumerate(due)]


def check(code: str, tables: dict, **more) -> Check:
    return run(make_evidence(tables, **more)).check(code)


def gaps(shifts: list[dict], **more) -> Check:
    return check("repeated-staffing-gaps", {"staffing_needs": [NEED], "shifts": shifts}, **more)


def test_a_shift_short_on_four_days_of_the_month_needs_action() -> None:
    found = gaps(two_a_night(DAYS, DAYS[5:9]))

    assert found.outcome == "action"
    assert found.says == "The Night shift for care workers was short on 4 of 31 days."
    assert (found.figure.value, found.figure.n) == (4, 31)


def test_a_shift_short_on_three_days_is_not_repeatedly_short_when_the_months_before_were_kept_and_full() -> (
    None
):
    found = gaps(two_a_night([*AUGUST, *SEPTEMBER, *DAYS], DAYS[5:8]))

    assert found.outcome == "clear"
    assert found.says == (
        "No shift was short on 4 or more days; the most was 3 of 31 days (the Night shift for care workers). "
        "No shift was short on 2 or more days in each of 3 months running."
    )


def test_a_shift_short_on_two_days_in_each_of_three_months_needs_action() -> None:
    short = [*AUGUST[:2], *SEPTEMBER[:2], *DAYS[:2]]

    found = gaps(two_a_night([*AUGUST, *SEPTEMBER, *DAYS], short))

    assert found.outcome == "action"
    assert found.says == (
        "The Night shift for care workers was short on 2 or more days in each of the last 3 months."
    )


def test_three_months_running_cannot_be_told_without_three_months() -> None:
    found = gaps(two_a_night(DAYS, DAYS[:2]))

    assert found.outcome == "no_evidence"
    assert found.says.startswith("Not tested: the rota or the clocks of the months before are missing")


def test_a_full_rota_nobody_clocked_is_no_evidence_and_a_short_one_is_a_finding() -> None:
    full = gaps([*nights(DAYS, attended=False), *nights(DAYS, attended=False)])
    short = gaps([*nights(DAYS, attended=False), *nights(DAYS[4:], attended=False)])

    assert full.outcome == "no_evidence"
    assert full.says == (
        "No shift was short on any day. No clock was recorded on 31 of 31 rostered days: "
        "a full rota does not show who came."
    )
    assert short.outcome == "action"


def test_short_is_under_nine_tenths_and_by_an_hour() -> None:
    """Of 10 hours needed 9 are nine tenths; of 5 hours, 4.25 are under nine tenths but only 45 minutes short."""
    ten_hours = make_need(from_time="08:00", to_time="18:00", shift_name="Day")
    five_hours = make_need(from_time="08:00", to_time="13:00", shift_name="Day")

    nine = [make_shift(f"{day} 08:00", f"{day} 17:00") for day in DAYS]
    under_nine = [make_shift(f"{day} 08:00", f"{day} 16:59") for day in DAYS]
    nearly_five = [make_shift(f"{day} 08:00", f"{day} 12:15") for day in DAYS]

    assert check("repeated-staffing-gaps", {"staffing_needs": [ten_hours], "shifts": nine}).outcome == "clear"
    assert (
        check("repeated-staffing-gaps", {"staffing_needs": [ten_hours], "shifts": under_nine}).outcome
        == "action"
    )
    assert (
        check("repeated-staffing-gaps", {"staffing_needs": [five_hours], "shifts": nearly_five}).outcome
        == "clear"
    )


def test_the_evidence_of_a_short_shift_is_its_rota_lines_and_the_need() -> None:
    found = gaps(two_a_night(DAYS, DAYS[5:9]))

    tables = [reference.ref.split(":")[0] for reference in found.evidence]
    assert (tables.count("shifts"), tables.count("staffing_needs")) == (8, 1)
    assert all(reference.file == f"data/{reference.ref.split(':')[0]}.csv" for reference in found.evidence)


@pytest.mark.parametrize(
    ("failed", "of", "outcome"),
    [
        pytest.param(15, 200, "action", id="7.5 percent, lower limit 4.6"),
        pytest.param(10, 200, "watch", id="5 percent, lower limit 2.7: not a breach"),
        pytest.param(9, 200, "clear", id="4.5 percent"),
        pytest.param(8, 49, "watch", id="16 percent of 49: too few to be sure"),
        pytest.param(0, 49, "no_evidence", id="none of 49: too few to be clear"),
        pytest.param(0, 50, "clear", id="none of 50"),
    ],
)
def test_needs_not_met_by_rate(failed: int, of: int, outcome: str) -> None:
    expected = "clear" if outcome == "watch" and of == 200 else outcome

    found = check("needs-not-met", {"care": care_of(failed, of), "people": [make_stay()]}, kind="home_care")

    assert found.outcome == expected
    assert (found.figure.value, found.figure.n) == (failed / of, of)


def test_one_person_who_missed_three_time_critical_tasks_needs_action_and_the_sentence_says_of_how_many() -> (
    None
):
    routine = care_of(0, 200)
    critical = [make_care(f"{day} 21:00", person_id="P007", activity="medication", time_critical="yes",
                          status="not_done" if day in DAYS[:3] else "done") for day in DAYS]  # fmt: skip

    found = check("needs-not-met", {"care": [*routine, *critical]}, kind="home_care")

    assert found.outcome == "action"
    assert "Person P007 did not get 3 of 31 time-critical tasks." in found.says
    assert len([one for one in found.evidence if one.ref.startswith("care:")]) == 3


def hours_of_need(hours: float, worked_days: list[str], **more) -> Check:
    shifts = [make_shift(f"{day} 08:00", f"{day} 18:00") for day in DAYS] + [
        make_shift(f"{day} 08:00", f"{day} 18:00") for day in worked_days
    ]
    need = make_need(from_time="08:00", to_time="18:00", shift_name="Day")
    reviews = [make_review(care_hours_per_day=hours)]
    tables = {"staffing_needs": [need], "shifts": shifts, "people": [make_stay()], "dependency": reviews}
    return check("needs-not-met", tables | {"care": care_of(0, 200, status="not_done")}, **more)


def test_hours_worked_against_hours_assessed_on_a_quarter_of_the_days() -> None:
    """20 hours are needed a day. On days with one worker only 10 were worked."""
    assert hours_of_need(20, DAYS[8:]).outcome == "action"
    assert hours_of_need(20, DAYS[7:]).outcome == "clear"
    assert "On 8 of 31 days the hours worked were under 90% of the hours" in hours_of_need(20, DAYS[8:]).says


def test_hours_against_need_are_asked_of_care_homes_only() -> None:
    assert hours_of_need(20, [], kind="nursing").outcome == "action"
    assert hours_of_need(20, [], kind="supported_living").outcome == "clear"


def filled(shifts: list[dict], care: list[dict]) -> Check:
    tables = {"staffing_needs": [NEED], "shifts": shifts, "care": care, "people": [make_stay()]}
    return check("filled-but-missed", tables)


def test_a_filled_rota_hides_missed_care_agency_or_people_who_did_not_come() -> None:
    own, agency = two_a_night(DAYS), [*nights(DAYS), *nights(DAYS, cover="agency")]

    assert filled(own, care_of(0, 200)).outcome == "clear"
    assert filled(own, care_of(15, 200)).outcome == "action"
    assert filled(agency, care_of(0, 200)).says == (
        "The rota was 100% filled. Agency staff worked 50% of the hours attended."
    )
    assert filled(two_a_night(DAYS, DAYS[:7]), care_of(0, 200)).says == (
        "The rota was 100% filled. Only 88.7% of the hours needed were attended."
    )


def test_a_rota_that_is_not_filled_hides_nothing() -> None:
    found = filled([*nights(DAYS), *nights(DAYS[6:])], care_of(15, 200))

    assert found.outcome == "clear"
    assert found.says == "The rota itself was 90.3% filled, under 95%, so this question does not arise."


def test_missing_care_records_never_make_filled_shifts_clear() -> None:
    for shifts in (two_a_night(DAYS), nights(DAYS)):
        found = check("filled-but-missed", {"staffing_needs": [NEED], "shifts": shifts})
        assert found.outcome == "no_evidence"


def test_rushed_records_are_watched_from_one_in_ten() -> None:
    poor = {"note": "ok"}

    assert check("rushed-records", {"care": care_of(20, 200, **poor)}).outcome == "watch"
    assert check("rushed-records", {"care": care_of(19, 200, **poor)}).outcome == "clear"
    assert check("rushed-records", {"care": care_of(3, 40, **poor)}).outcome == "no_evidence"


def test_an_export_without_notes_says_nothing_about_records() -> None:
    found = check("rushed-records", {"care": care_of(200, 200, note=None)})

    assert found.outcome == "no_evidence"
    assert found.figure.value is None
    assert found.says == "Not tested: the export carries no care notes, so what they say could not be read."


def test_delayed_support_is_watched_from_one_in_twenty() -> None:
    late = [
        make_care(f"{day} 19:00", started_at=f"{day} 20:30", ended_at=f"{day} 21:00") for day in DAYS[:10]
    ]

    assert check("delayed-support", {"care": [*late, *care_of(0, 190)]}).outcome == "watch"
    assert check("delayed-support", {"care": [*late[:9], *care_of(0, 191)]}).outcome == "clear"


def test_records_that_do_not_say_when_care_started_are_neither_late_nor_on_time() -> None:
    unknown = {"started_at": None, "ended_at": None}

    found = check("delayed-support", {"care": care_of(21, 200, **unknown)})
    needs = check("needs-not-met", {"care": care_of(21, 200, **unknown)}, kind="home_care")

    assert (found.outcome, found.figure.value) == ("no_evidence", None)
    assert needs.outcome == "no_evidence"


def test_care_recorded_on_too_few_days_is_never_clear_and_a_breach_in_it_stands_as_at_least() -> None:
    part = [make_care(f"{day} {hour:02d}:00", status="not_done" if hour == 8 else "done")
            for day in DAYS[:19] for hour in range(8, 18)]  # fmt: skip
    good = [make_care(f"{day} {hour:02d}:00") for day in DAYS[:19] for hour in range(8, 18)]

    breach = check("needs-not-met", {"care": part}, kind="home_care")
    fine = run(make_evidence({"care": good}, kind="home_care"))

    assert breach.outcome == "action"
    assert breach.says.startswith(
        "Of the care planned, at least 10% (19 of 190) was missed, shortened or delayed"
    )
    assert {found.outcome for found in fine.checks} == {"no_evidence"}
    assert "Care was recorded on 19 of 31 expected days" in fine.check("rushed-records").says


def test_a_rota_in_other_words_than_the_needs_is_no_evidence_and_says_both_words() -> None:
    found = run(make_evidence({"staffing_needs": [NEED], "shifts": nights(DAYS, role="Carer")}))

    assert {found.check(code).outcome for code in ("repeated-staffing-gaps", "filled-but-missed")} == {
        "no_evidence"
    }
    assert found.measures["rostered_fill"].value is None
    assert found.check("repeated-staffing-gaps").says == (
        'Not tested: the rota speaks of the role "Carer" and the staffing needs of "care_worker": '
        "no rota line matches any need. Use the same words in both."
    )


def lost(
    code: str, count: int, effect: Effect = Effect.ROW_NOT_USED, file: str = "data/care.csv"
) -> list[Problem]:
    return [
        Problem(
            code, Origin(file, None, 1000 + place), "care", "status", "x", "says", "mend", effect, "oakfield"
        )
        for place in range(count)
    ]


def outcome_with(problems: list[Problem]) -> Check:
    frames = {"care": make_frame("care", care_of(0, 200))}
    evidence = make_evidence(frames)
    evidence.store = FrameStore(frames, problems=tuple(problems))
    return run(evidence).check("rushed-records")


def test_rows_that_could_not_be_used_hold_back_clear_and_repeated_ones_do_not() -> None:
    assert outcome_with([]).outcome == "clear"
    assert outcome_with(lost("unknown-choice", 10)).outcome == "clear"
    assert outcome_with(lost("same-row-twice", 100)).outcome == "clear"
    held = outcome_with(lost("unknown-choice", 11))
    assert held.outcome == "no_evidence"
    assert held.says.endswith("Not clear, because 5.2% of the rows of care could not be used.")


def test_a_file_that_could_not_be_read_holds_back_clear() -> None:
    held = outcome_with(lost("damaged-file", 1, Effect.FILE_NOT_READ, "data/care-ash.xlsx"))

    assert held.outcome == "no_evidence"
    assert held.says.endswith("Not clear, because data/care-ash.xlsx could not be read.")
