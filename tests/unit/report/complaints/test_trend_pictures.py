"""Do the pictures over time show few items as few, and nothing due as no evidence?"""

from __future__ import annotations

import re

import pytest

from tests.unit.report.complaints.factory import (
    day,
    make_audit,
    make_curve,
    make_item,
    make_measures,
    make_months,
    make_overdue,
    make_sources,
    make_themes,
    make_waiting,
)
from tests.unit.report.parsing import tags_of, text_of
from toolkit.audits.checks import Figure
from toolkit.report.complaints.timeline_picture import draw_item_timelines
from toolkit.report.complaints.trend_pictures import draw_due_months, draw_themes, draw_wait_for_update

MONTHS_QUESTION = "Is learning reaching the care plans in time, month by month? "
WAIT_QUESTION = "How long does it take until the plan is changed? "
THEMES_QUESTION = "Which concerns come back? "
NASTY = "</svg><script>alert(1)</script><img src=x onerror=alert(1)>"
BY_56 = make_measures(learning_km_56=Figure("learning_km_56", 0.61, "share", 17, 0.42, 0.79))
CURVE = make_curve((0, 0.0, 17), (10, 0.2, 15), (40, 0.5, 9), (56, 0.61, 6), (90, 0.7, 3))


def drawn_texts(html: str) -> list[str]:
    found = re.search(r"<svg xmlns.*?</svg>", html, re.DOTALL)
    assert found, "no picture"
    return re.findall(r"<(?:text|tspan)[^>]*>([^<]+)</", found[0])


def test_months_show_share_numbers_and_aim() -> None:
    piece = draw_due_months(make_audit(due_months=make_months((2, 3), (6, 7))))

    assert piece.text == (
        MONTHS_QUESTION + "In these 2 months, 10 items fell due and 80% (8 of 10) were in the plan in time; "
        "the aim is 90%. Last, in October 2026, 6 of 7 were."
    )
    assert [t for t in drawn_texts(piece.html) if "%" not in t] == ["Sep", "2 of 3", "2026", "Oct", "6 of 7"]
    assert "September 2026 3 2 66.7% 36.7% to 96.7%" in text_of(piece.html)


def test_a_month_in_which_nothing_fell_due_is_striped_and_has_no_share() -> None:
    piece = draw_due_months(make_audit(due_months=make_months((2, 3), None, (1, 1))))

    assert "In 1 month nothing fell due: no evidence, good or bad." in piece.text
    assert "No month has five items or more, so one month alone says little." in piece.text
    assert 'fill="url(#due-months-hatch)"' in piece.html
    assert "none" in drawn_texts(piece.html)
    assert "September 2026 0 – No evidence –" in text_of(piece.html)
    assert "nothing fell due: no evidence" in text_of(piece.html)


def test_a_month_with_all_of_it_missed_is_nought_and_not_striped() -> None:
    piece = draw_due_months(make_audit(due_months=make_months((0, 2))))

    assert "0% (0 of 2)" in piece.text
    assert 'fill="url(#due-months-hatch)"' not in piece.html


def test_no_month_with_anything_due_is_not_drawn() -> None:
    piece = draw_due_months(make_audit(due_months=make_months(None, None)))

    assert piece.text == "No item of learning fell due in these 12 months, so no share can be drawn."
    assert "xmlns" not in piece.html


def test_the_curve_says_its_share_by_day_56_and_how_many_still_wait() -> None:
    piece = draw_wait_for_update(make_audit(make_item(), measures=BY_56, curve=CURVE))

    assert piece.text == (
        WAIT_QUESTION + "By day 56, 61% of the items started in 12 months were in the plan (95% interval "
        "42.0% to 79.0%, n = 17). Items still waiting count for as long as they have waited. The numbers "
        "under the picture are the items still waiting."
    )
    drawn = drawn_texts(piece.html)
    assert {"0", "28", "56", "84", "still waiting"} <= set(drawn)
    assert "28 15 20% 5% to 35%" in text_of(piece.html)


def test_days_on_which_nothing_changes_add_nothing_to_the_picture() -> None:
    daily = make_curve(*((n, 0.0 if n < 40 else 0.5, 10) for n in range(85)))
    few = make_curve((0, 0.0, 10), (40, 0.5, 10), (84, 0.5, 10))

    drawn = [draw_wait_for_update(make_audit(measures=BY_56, curve=curve)).html for curve in (daily, few)]

    assert drawn[0] == drawn[1]


def test_those_who_left_are_drawn_apart_where_they_change_the_curve() -> None:
    with_left = draw_wait_for_update(make_audit(measures=BY_56, curve=CURVE.assign(
        cumulative_incidence=CURVE["share_done"] * 0.9)))  # fmt: skip
    without = draw_wait_for_update(make_audit(measures=BY_56, curve=CURVE))

    assert "Those whose person left before the change leave the count on that day." in with_left.text
    assert "counted as never reached" in text_of(with_left.html)
    assert "counted as never reached" not in text_of(without.html)


def test_too_few_items_make_no_curve() -> None:
    piece = draw_wait_for_update(make_audit(make_item(), curve=CURVE))

    assert piece.text == (
        "Too few items started eight weeks or more ago to draw how long it takes: fewer than five. The dates "
        "of each stand in the pictures and tables of this report."
    )
    assert "xmlns" not in piece.html


def test_themes_show_what_came_back_what_is_in_a_plan_what_is_missing_and_what_waits() -> None:
    audit = make_audit(
        make_item(recurred_on=day("2026-09-09")), make_item("LE-2"), make_overdue("LE-3"),
        make_waiting("LE-4"),
        themes=make_themes(("missed_care", 6, 4, 2, 1, True), ("dignity", 2, 0, 0, 0, False)),
    )  # fmt: skip

    piece = draw_themes(audit)

    assert piece.text == (
        THEMES_QUESTION
        + "In 12 months there were 8 complaints about 2 themes. Complaints were repeated about "
        "missed care. After the plan was changed, or else the complaint answered, the concern came back for "
        "missed care (1 of 4 items)."
    )
    drawn = drawn_texts(piece.html)
    assert {"6 complaints, repeated", "2 complaints, no learning drawn", "Missed care"} <= set(drawn)
    assert drawn.count("1") >= 4
    assert "Missed care 6 4 2 1 Yes Dignity 2 0 0 0 No" in text_of(piece.html)


def test_themes_without_a_change_log_speak_of_complaints_alone() -> None:
    audit = make_audit(
        make_overdue(),
        themes=make_themes(("dignity", 3, 1, 0, 0, False)),
        sources=make_sources("care_plan_changes"),
    )

    piece = draw_themes(audit)

    assert piece.text.endswith("What was learned from them, and whether a plan was changed, is not known.")
    assert "Dignity 3 not known not known not known No" in text_of(piece.html)


def test_no_return_is_not_so_far() -> None:
    audit = make_audit(make_item(), themes=make_themes(("missed_care", 1, 1, 1, 0, False)))

    assert draw_themes(audit).text.endswith("No concern learned from has come back so far.")


def test_no_return_is_not_claimed_where_feedback_is_missing() -> None:
    audit = make_audit(
        make_item(), themes=make_themes(("missed_care", 1, 1, 1, 0, False)), sources=make_sources("feedback")
    )

    assert draw_themes(audit).text.endswith(
        "Whether a concern came back is not wholly known: there is no feedback to look in."
    )


@pytest.mark.parametrize("draw", [draw_due_months, draw_wait_for_update])
def test_without_a_change_log_no_share_is_drawn(draw) -> None:  # type: ignore[no-untyped-def]
    piece = draw(make_audit(due_months=make_months((0, 3)), measures=BY_56, curve=CURVE,
                            sources=make_sources("care_plan_changes")))  # fmt: skip

    assert "No picture can be drawn: there are no usable records of “Care plan changes”" in piece.text
    assert "xmlns" not in piece.html


def test_without_complaints_no_theme_is_drawn() -> None:
    none = draw_themes(make_audit())
    unknown = draw_themes(make_audit(sources=make_sources("complaints")))

    assert none.text == "No complaint was received in 12 months, so there is no theme to draw."
    assert "No evidence" in text_of(unknown.html)


def test_words_from_records_are_text_in_the_pictures_too() -> None:
    html = draw_themes(
        make_audit(make_item(theme=NASTY), themes=make_themes((NASTY, 1, 1, 1, 0, False)))
    ).html

    assert tags_of(html, "script") == tags_of(html, "img") == []
    assert "alert(1)" in text_of(html)


def test_pictures_of_one_page_have_ids_of_their_own() -> None:
    audit = make_audit(make_item(), due_months=make_months((1, 1)), measures=BY_56, curve=CURVE,
                       themes=make_themes(("missed_care", 1, 1, 1, 0, False)))  # fmt: skip
    drawers = (draw_due_months, draw_wait_for_update, draw_themes, draw_item_timelines)

    html = "".join(draw(audit).html for draw in drawers)

    ids = [given["id"] for _, given in tags_of(html) if "id" in given]
    assert len(ids) == len(set(ids)) >= 8
