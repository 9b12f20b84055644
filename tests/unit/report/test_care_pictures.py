"""Do the pictures of pressure, people and weeks say what the records say, and no more?"""

from __future__ import annotations

import re

import pytest

from tests.unit.report.factory import (
    make_affected,
    make_audit,
    make_care_by_pressure,
    make_outcomes,
    make_people_days,
    make_recording,
    make_shift,
    make_shifts,
    make_source,
    make_weeks,
)
from tests.unit.report.parsing import tags_of, text_of
from toolkit.report.staffing.care_pictures import draw_care_by_pressure, draw_people_days, draw_weeks

KNOWN = make_outcomes(missed=(30, 1000), shortened=(10, 1000), delayed=(20, 1000))
NASTY = "</svg><script>alert(1)</script><img src=x onerror=alert(1)>"
ATTENDED = make_shifts([make_shift()])


def drawn_texts(html: str) -> list[str]:
    found = re.search(r"<svg xmlns.*?</svg>", html, re.DOTALL)
    assert found, "no picture"
    return re.findall(r"<text[^>]*>([^<]*)</text>", found[0])


def test_care_by_pressure_compares_each_outcome_with_its_numbers() -> None:
    sides = make_care_by_pressure((10, 4, 6), 100, (20, 10, 30), 1000)

    piece = draw_care_by_pressure(make_audit(care_outcomes=KNOWN, care_by_pressure=sides))

    assert piece.text == (
        "Does care go wrong more often in high-pressure shifts? Of 100 pieces of care planned in "
        "high-pressure shifts and 1,000 in the others: missed 10% against 2%, shortened 4% against 1% and "
        "delayed 6% against 3%."
    )
    assert {"10%  (10 of 100)", "2%  (20 of 1,000)"} <= set(drawn_texts(piece.html))
    assert "Missed High pressure 10 100 planned 10% 8% to 12%" in text_of(piece.html)


def test_an_outcome_the_records_cannot_tell_is_not_compared() -> None:
    outcomes = make_outcomes(missed=(30, 1000), shortened=(10, 1000), delayed=(0, 0))
    sides = make_care_by_pressure((10, 4, 0), 100, (20, 10, 0), 1000)

    piece = draw_care_by_pressure(make_audit(care_outcomes=outcomes, care_by_pressure=sides))

    assert "Delayed" not in text_of(piece.html)


@pytest.mark.parametrize(
    ("clocked", "says"),
    [
        (True, "No care was planned in a high-pressure shift: there is nothing to compare."),
        (
            False,
            "No care was planned in a high-pressure shift: there is nothing to compare. "
            "Attendance was not recorded on every day, so this is not certain.",
        ),
    ],
)
def test_without_care_under_pressure_there_is_nothing_to_compare(clocked: bool, says: str) -> None:
    audit = make_audit(
        care_outcomes=KNOWN,
        shifts_by_day=make_shifts([make_shift(attendance_known=clocked)]),
        care_by_pressure=make_care_by_pressure((0, 0, 0), 0, (20, 10, 30), 1000),
    )

    piece = draw_care_by_pressure(audit)

    assert piece.text == says
    assert "xmlns" not in piece.html


def test_a_month_wholly_under_pressure_has_nothing_to_be_compared_with() -> None:
    sides = make_care_by_pressure((20, 10, 30), 1000, (0, 0, 0), 0)

    piece = draw_care_by_pressure(make_audit(care_outcomes=KNOWN, care_by_pressure=sides))

    assert piece.text == (
        "All the care planned fell in high-pressure shifts: there are no others to compare with."
    )


@pytest.mark.parametrize(
    ("draw", "says"),
    [
        (
            draw_care_by_pressure,
            "Does care go wrong more often in high-pressure shifts? No picture can be drawn: there are no "
            "usable records of “Care records” for this month. What happened is unknown, not good.",
        ),
        (
            draw_people_days,
            "On which days did each person's care go wrong? No picture can be drawn: there are no usable "
            "records of “Care records” for this month. What happened is unknown, not good.",
        ),
        (
            draw_weeks,
            "Does care go wrong more in some weeks than chance explains? No picture can be drawn: there are "
            "no usable records of “Care records” for the last three months. What happened is unknown, not "
            "good.",
        ),
    ],
)
def test_without_care_records_words_stand_in_the_place_of_a_picture(draw, says: str) -> None:  # type: ignore[no-untyped-def]
    piece = draw(make_audit(sources=(make_source("care", supplied=False, rows_used=0),)))

    assert piece.text == says
    assert "xmlns" not in piece.html
    assert "No evidence" in text_of(piece.html)


def test_people_and_days_show_how_often_and_name_the_days_in_a_table() -> None:
    audit = make_audit(
        care_outcomes=KNOWN,
        people_affected=make_affected({"P1": 2, "P2": 1}),
        people_days=make_people_days(("P1", 2, 1), ("P1", 9, 3), ("P2", 9, 1)),
    )

    piece = draw_people_days(audit)

    assert piece.text == (
        "On which days did each person's care go wrong? Something went wrong for 2 people, on most days for "
        "P1: 2 days."
    )
    assert [text for text in drawn_texts(piece.html) if text.isdigit()] == ["3"]
    assert "P1 2 2, 9 (3×)" in text_of(piece.html)


def test_at_most_twenty_five_people_are_drawn_and_the_others_counted() -> None:
    people = {f"P{n:02d}": 1 for n in range(27)}
    days = make_people_days(*((person, 3, 1) for person in people))

    piece = draw_people_days(
        make_audit(care_outcomes=KNOWN, people_affected=make_affected(people), people_days=days)
    )

    assert "The 25 most affected are drawn; 2 other people are only in the table." in piece.text
    assert "P24" in drawn_texts(piece.html)
    assert "P25" not in drawn_texts(piece.html)
    assert "P26 1 3" in text_of(piece.html)


def test_a_table_of_many_people_ends_at_fifty_and_counts_the_rest() -> None:
    people = {f"P{n:02d}": 1 for n in range(53)}
    days = make_people_days(*((person, 3, 1) for person in people))

    html = draw_people_days(
        make_audit(care_outcomes=KNOWN, people_affected=make_affected(people), people_days=days)
    ).html

    assert "And 3 more people, not listed here." in text_of(html)
    assert "P50" not in text_of(html)


def test_days_without_records_are_striped_for_everyone() -> None:
    audit = make_audit(
        care_outcomes=KNOWN,
        people_affected=make_affected({"P1": 1}),
        people_days=make_people_days(("P1", 3, 1)),
        recording=make_recording([40, 0, 41]),
    )

    piece = draw_people_days(audit)

    assert "On 1 day care was not recorded: nobody knows what happened then." in piece.text
    assert 'fill="url(#people-days-hatch)"' in piece.html


def test_a_month_in_which_nothing_went_wrong_is_said_and_not_drawn() -> None:
    piece = draw_people_days(make_audit(care_outcomes=KNOWN))

    assert piece.text == (
        "No care of this month is recorded as missed, shortened or delayed, so there is nothing to draw."
    )
    assert "xmlns" not in piece.html


def test_names_of_people_in_the_picture_are_text_whatever_they_hold() -> None:
    audit = make_audit(
        care_outcomes=KNOWN,
        people_affected=make_affected({NASTY: 1}),
        people_days=make_people_days((NASTY, 3, 1)),
    )

    html = draw_people_days(audit).html

    assert tags_of(html, "script") == tags_of(html, "img") == []
    assert NASTY in text_of(html)


def test_weeks_outside_the_limits_are_named_and_the_others_are_chance() -> None:
    piece = draw_weeks(make_audit(weeks=make_weeks(4, *[10] * 10, 16, 12)))

    assert piece.text == (
        "Does care go wrong more in some weeks than chance explains? In the week to 31 October 2026, 12% "
        "(12 of 100) of the care planned was missed, shortened or delayed; in these 13 weeks together, 10%. "
        "More than chance explains: the week to 24 Oct. Less than chance explains: the week to 8 Aug. "
        "The limits rest on these 13 weeks."
    )
    assert {"16%", "4%", "upper limit", "lower limit"} <= set(drawn_texts(piece.html))
    assert "24 October 2026 100 16 16% 5% to 15% Above" in text_of(piece.html)


def test_limits_on_fewer_than_twelve_weeks_are_trial_limits() -> None:
    firm = draw_weeks(make_audit(weeks=make_weeks(*[10] * 12)))
    trial = draw_weeks(make_audit(weeks=make_weeks(*[10] * 11)))

    assert firm.text.endswith("The limits rest on these 12 weeks.")
    assert trial.text.endswith(
        "No week lies outside the limits: chance alone could explain the ups and downs. These are trial "
        "limits: "
        "they rest on 11 weeks, fewer than 12, and will move as weeks are added."
    )
    assert "upper trial limit" in drawn_texts(trial.html)


def test_one_week_shows_no_change_and_is_not_drawn() -> None:
    piece = draw_weeks(make_audit(weeks=make_weeks(12)))

    assert piece.text == (
        "There is only one week on record, to 31 October 2026: 12% (12 of 100) of the care planned was "
        "missed, "
        "shortened or delayed. One week shows no change."
    )
    assert "xmlns" not in piece.html


def test_pictures_of_one_page_have_ids_of_their_own() -> None:
    audit = make_audit(
        care_outcomes=KNOWN,
        care_by_pressure=make_care_by_pressure((10, 4, 6), 100, (20, 10, 30), 1000),
        people_affected=make_affected({"P1": 1}),
        people_days=make_people_days(("P1", 3, 1)),
        weeks=make_weeks(9, 11),
        shifts_by_day=ATTENDED,
    )

    html = "".join(draw(audit).html for draw in (draw_care_by_pressure, draw_people_days, draw_weeks))

    ids = [attributes["id"] for _, attributes in tags_of(html) if "id" in attributes]
    assert len(ids) == len(set(ids)) == 6


def test_weeks_keep_their_order_across_months() -> None:
    html = draw_weeks(make_audit(weeks=make_weeks(*[10] * 6))).html

    labels = re.findall(r"<tspan[^>]*>([^<]*)</tspan>", html)
    assert labels[:4] == ["26", "Sep", "3", "Oct"]
    assert labels[-2:] == ["31", "Oct"]
