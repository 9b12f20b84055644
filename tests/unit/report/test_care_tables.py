"""Can a manager work through the shifts and the people one by one, and is nothing unknown told as 0?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from tests.unit.report.factory import (
    make_affected,
    make_audit,
    make_continuity,
    make_outcomes,
    make_pressed,
    make_recording,
    make_shift,
    make_shifts,
    make_source,
)
from tests.unit.report.parsing import tags_of, text_of
from toolkit.audits.checks import Figure
from toolkit.report.staffing.care_tables import show_continuity, show_high_pressure, show_people_affected

KNOWN = make_outcomes(missed=(30, 1000), shortened=(10, 1000), delayed=(20, 1000), poorly_evidenced=(90, 940))
NASTY = "<script>alert(1)</script><img src=x onerror=alert(1)>"
NIGHT: dict[str, Any] = {"fill": 0.5, "high_pressure": True}
WITHOUT_CARE = (make_source("care", supplied=False, rows_used=0),)


def audit_of_pressure(*pressed: dict[str, object], **differs: object):  # type: ignore[no-untyped-def]
    facts: dict[str, object] = {
        "shifts_by_day": make_shifts([make_shift(5, **NIGHT), make_shift(6)]),
        "pressed_shifts": make_pressed(*pressed),
        "care_outcomes": KNOWN,
    }
    return make_audit(**{**facts, **differs})


def test_a_high_pressure_shift_stands_with_what_its_care_records_say() -> None:
    piece = show_high_pressure(audit_of_pressure({}))

    assert piece.text == (
        "1 of 2 shifts ran under high pressure. Some of the care due there was missed, shortened or delayed."
    )
    assert "Mon 5 Oct Night Too few hours 50% 20 2 1 3 4" in text_of(piece.html)


def test_the_shifts_in_which_care_went_wrong_are_counted() -> None:
    fine = {"unit": "Ash", "missed": 0, "shortened": 0, "delayed": 0}

    some = show_high_pressure(audit_of_pressure({}, fine))
    both = show_high_pressure(audit_of_pressure({}, {"unit": "Ash"}))
    none = show_high_pressure(audit_of_pressure(fine))

    assert some.text.endswith("In 1 of the 2 in which care was due, some was missed, shortened or delayed.")
    assert both.text.endswith(
        "In each of the 2 in which care was due, some was missed, shortened or delayed."
    )
    assert none.text.endswith("None of the care due in them was missed, shortened or delayed.")


def test_the_shift_in_which_most_went_wrong_comes_first() -> None:
    early, worse = (
        {"unit": "Ash", "missed": 1},
        {"unit": "Elm", "missed": 9, "day": pd.Timestamp(2026, 10, 9)},
    )

    said = text_of(show_high_pressure(audit_of_pressure(early, worse)).html)

    assert said.index("Night, Elm") < said.index("Night, Ash")


def test_hours_just_under_a_line_are_rounded_down() -> None:
    assert "89%" in text_of(show_high_pressure(audit_of_pressure({"fill": 0.899})).html)


def test_a_shift_without_care_tied_to_it_shows_dashes_and_says_why() -> None:
    nothing_due = {"planned": 0, "missed": 0, "shortened": 0, "delayed": 0, "poorly_evidenced": 0}

    said = text_of(show_high_pressure(audit_of_pressure({}, {**nothing_due, "unit": "Ash"})).html)

    assert "Night, Ash Too few hours 50% – – – – –" in said
    assert "–: no care record is tied to this shift." in said


def test_care_of_a_day_not_recorded_is_not_known() -> None:
    nothing_told = {"planned": 0, "missed": 0, "shortened": 0, "delayed": 0, "poorly_evidenced": 0}

    piece = show_high_pressure(
        audit_of_pressure(nothing_told, recording=make_recording([40, 40, 40, 40, 0, 40]))
    )

    assert text_of(piece.html).count("not known") == 5


def test_an_outcome_that_cannot_be_told_is_not_known_in_every_shift() -> None:
    outcomes = make_outcomes(
        missed=(30, 1000), shortened=(10, 1000), delayed=(0, 0), poorly_evidenced=(9, 90)
    )

    said = text_of(show_high_pressure(audit_of_pressure({"delayed": 0}, care_outcomes=outcomes)).html)

    assert "50% 20 2 1 not known 4" in said


def test_without_care_records_the_shifts_are_listed_and_nothing_is_said_of_their_care() -> None:
    nothing_told = {"planned": 0, "missed": 0, "shortened": 0, "delayed": 0, "poorly_evidenced": 0}

    piece = show_high_pressure(audit_of_pressure(nothing_told, care_outcomes=make_outcomes()))

    assert piece.text == (
        "1 of 2 shifts ran under high pressure. What became of the care due in them is not known: there "
        "are no "
        "care records to read."
    )
    assert "Missed" not in text_of(piece.html)


def test_a_shift_judged_by_the_rota_says_so() -> None:
    shifts = make_shifts([make_shift(5, **{**NIGHT, "attendance_known": False})])

    assert "50% (rota)" in text_of(show_high_pressure(audit_of_pressure({}, shifts_by_day=shifts)).html)


def test_a_month_without_pressure_is_certain_only_when_every_day_was_clocked() -> None:
    certain = show_high_pressure(make_audit(shifts_by_day=make_shifts([make_shift(1)])))
    uncertain = show_high_pressure(
        make_audit(shifts_by_day=make_shifts([make_shift(1, attendance_known=False)]))
    )

    assert certain.text == "No shift was under high pressure."
    assert uncertain.text == (
        "No shift was under high pressure by the rota; attendance was not recorded on every day, "
        "so this is not certain."
    )


def test_without_a_rota_nobody_can_say_which_shifts_were_under_pressure() -> None:
    audit = make_audit(sources=(make_source("shifts", supplied=False, rows_used=0),))

    assert show_high_pressure(audit).text == (
        "Which shifts were under high pressure? This cannot be said: there are no usable records of "
        "“Rota and attendance” for this month. What happened is unknown, not good."
    )


def test_ten_shifts_stand_open_and_the_others_are_folded_up_to_fifty() -> None:
    pressed = [{"unit": f"Unit {n}"} for n in range(55)]

    html = show_high_pressure(audit_of_pressure(*pressed)).html

    opened, folded = html.split("<details>")
    assert opened.count('scope="row"') == 10
    assert folded.count('scope="row"') == 40
    assert "The other 45 shifts" in text_of(html)
    assert "and 5 more shifts, not listed here" in text_of(html)


def test_each_person_affected_stands_with_what_happened() -> None:
    people = make_affected({"P7": 2, "P1": 1}, shortened=3, delayed=4)

    piece = show_people_affected(make_audit(care_outcomes=KNOWN, people_affected=people))

    assert piece.text == (
        "Care was missed, shortened or delayed for 2 people. Nobody missed time-critical care."
    )
    assert "P7 31 2 0 3 4 2" in text_of(piece.html)


def test_time_critical_care_missed_is_said_with_who_missed_it_most() -> None:
    two = make_affected({"P7": 4, "P1": 3}, critical_missed=3)
    one = two.assign(critical_missed=[3, 0])

    said = [show_people_affected(make_audit(care_outcomes=KNOWN, people_affected=p)).text for p in (two, one)]

    assert said[0].endswith("Time-critical care was missed by 2 of them, most often by P7: 3 times.")
    assert said[1].endswith("Time-critical care was missed by one of them, P7: 3 times.")


def test_what_the_export_does_not_tell_of_a_person_reads_not_known() -> None:
    outcomes = make_outcomes(missed=(30, 1000), shortened=(10, 1000), delayed=(0, 0))
    people = make_affected({"P7": 2}, critical_missed=float("nan"))

    piece = show_people_affected(make_audit(care_outcomes=outcomes, people_affected=people))

    assert piece.text == (
        "Care was missed or shortened for 1 person. The records do not say which care was time-critical."
    )
    assert "P7 31 2 not known 0 not known 2" in text_of(piece.html)


def test_nobody_affected_is_said_only_where_care_was_recorded() -> None:
    nobody = show_people_affected(make_audit(care_outcomes=KNOWN))
    unknown = show_people_affected(make_audit(sources=WITHOUT_CARE))

    assert nobody.text == "No care of this month is recorded as missed, shortened or delayed."
    assert unknown.text == (
        "Who was affected? This cannot be said: there are no usable records of “Care records” for this "
        "month. "
        "What happened is unknown, not good."
    )


def continuity_audit(people: dict[str, int], **differs: object):  # type: ignore[no-untyped-def]
    measures = {
        "workers_per_person": Figure("workers_per_person", 14.0, "workers", len(people)),
        "top_three_share": Figure("top_three_share", 0.25, "share", len(people)),
    }
    return make_audit(**{"measures": measures, "continuity": make_continuity(people), **differs})


def test_continuity_names_the_person_in_the_middle_and_lists_everyone_most_workers_first() -> None:
    piece = show_continuity(continuity_audit({"P1": 8, "P2": 20}))

    assert piece.text == (
        "In the 28 days to 31 October 2026, half of the 2 people were helped by 14 or more different "
        "workers. "
        "The three who came most to a person gave 25% of the help."
    )
    said = text_of(piece.html)
    assert said.index("P2 20 25% 60") < said.index("P1 8 25% 60")


def test_continuity_of_one_person_does_not_speak_of_a_half() -> None:
    assert show_continuity(continuity_audit({"P1": 14})).text.startswith(
        "In the 28 days to 31 October 2026, the one person on record was helped by 14 different workers."
    )


def test_records_that_name_no_worker_leave_continuity_unknown() -> None:
    unnamed = show_continuity(make_audit(sources=(make_source("care"),)))
    missing = show_continuity(make_audit(sources=WITHOUT_CARE))

    assert unnamed.text == "The care records of the last 28 days name no worker: how many came is not known."
    assert missing.text == (
        "How many different workers does each person meet? This cannot be said: there are no usable "
        "records of "
        "“Care records” for this month. What happened is unknown, not good."
    )


def test_names_from_records_stay_text_in_the_tables() -> None:
    audit = continuity_audit(
        {NASTY: 3},
        care_outcomes=KNOWN,
        people_affected=make_affected({NASTY: 1}, critical_missed=1),
        shifts_by_day=make_shifts([make_shift(5, **NIGHT)]),
        pressed_shifts=make_pressed({"unit": NASTY, "shift_name": NASTY, "why": NASTY}),
    )

    html = "".join(show(audit).html for show in (show_high_pressure, show_people_affected, show_continuity))

    assert tags_of(html, "script") == tags_of(html, "img") == []
    assert NASTY in text_of(html)
