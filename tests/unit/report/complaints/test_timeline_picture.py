"""Does the picture of the items show what happened when, and say the same in words and a table?"""

from __future__ import annotations

import re

import pytest

from tests.unit.report.complaints.factory import (
    day,
    make_audit,
    make_gone,
    make_item,
    make_overdue,
    make_sources,
    make_waiting,
)
from tests.unit.report.parsing import tags_of, text_of
from toolkit.report.complaints.timeline_picture import draw_item_timelines

QUESTION = "When was each change due, made, agreed and seen, and did the concern come back? "
NASTY = "</svg><script>alert(1)</script><img src=x onerror=alert(1)>"


def drawn_texts(html: str) -> list[str]:
    found = re.search(r"<svg xmlns.*?</svg>", html, re.DOTALL)
    assert found, "no picture"
    return re.findall(r"<(?:text|tspan)[^>]*>([^<]+)</", found[0])


def test_each_item_has_a_line_under_the_months_with_the_words_of_its_state() -> None:
    back = make_item("LE-5", recurred_on=day("2026-09-09"), recurred_by="complaint")
    audit = make_audit(make_overdue(), make_waiting(), make_gone(), back)

    piece = draw_item_timelines(audit)

    assert piece.text == (
        QUESTION + "Of 4 items on 31 October 2026: 1 in the plan, 1 missing past the due day, 1 not yet due "
        "and 1 no longer applicable. In 1 the same concern came back."
    )
    drawn = drawn_texts(piece.html)
    assert {"P0001, LE-2", "P0001, LE-5", "night care", "Jun 2026", "Oct", "31 Oct"} <= set(drawn)
    assert (
        "P0001, night care LE-5 1 Jul 2026 26 Aug 2026 20 Jul 2026 22 Jul 2026 10 Aug 2026 9 Sep 2026"
    ) in text_of(piece.html)


@pytest.mark.parametrize(
    ("item", "shown", "hidden"),
    [
        (make_overdue(), ["past the due day without the change"], ["plan changed", "seen applied"]),
        (make_item(in_time=True), ["plan changed", "seen applied"], ["past the due day", "came back"]),
        (make_waiting(), ["its eight weeks"], ["past the due day without the change", "plan changed"]),
        (make_gone(), ["the person left"], ["past the due day without the change"]),
        (make_item(reflected_on=day("2026-09-20"), in_time=False, confirmed_on=None, briefed_on=None,
                   latest_observed_on=None),
         ["past the due day without the change"], ["seen applied"]),
    ],
    ids=["overdue", "in plan", "not yet due", "left", "late"],
)  # fmt: skip
def test_the_key_names_what_is_drawn_and_nothing_else(
    item: dict[str, object], shown: list[str], hidden: list[str]
) -> None:
    html = draw_item_timelines(make_audit(item)).html
    key = text_of(html[html.index('class="legend"') : html.index("<details>")])

    assert [name for name in shown if name not in key] == []
    assert [name for name in hidden if name in key] == []


def test_twenty_items_are_drawn_and_the_others_stand_in_the_table() -> None:
    piece = draw_item_timelines(make_audit(*(make_item(f"LE-{n:02d}") for n in range(23))))

    assert piece.text.endswith("The 20 most urgent are drawn; 3 other items are only in the table.")
    assert "P0001, LE-19" in drawn_texts(piece.html)
    assert "P0001, LE-20" not in drawn_texts(piece.html)
    assert "LE-22" in text_of(piece.html)


def test_a_table_of_many_items_ends_at_fifty() -> None:
    said = text_of(draw_item_timelines(make_audit(*(make_item(f"LE-{n:02d}") for n in range(54)))).html)

    assert "and 4 more items, not listed here" in said


def test_years_are_named_where_they_begin() -> None:
    audit = make_audit(make_item(received_on=day("2025-11-20"), started_on=day("2025-12-01"),
                                 due_on=day("2026-01-26"), reflected_on=day("2025-12-20")))  # fmt: skip

    drawn = drawn_texts(draw_item_timelines(audit).html)

    assert [t for t in drawn if re.match(r"(Nov|Dec|Jan|Feb)\b", t)] == ["Nov 2025", "Dec", "Jan 2026", "Feb"]


def test_without_items_or_records_words_stand_in_the_place_of_a_picture() -> None:
    nothing = draw_item_timelines(make_audit())
    unknown = draw_item_timelines(make_audit(make_overdue(), sources=make_sources("care_plan_changes")))

    assert nothing.text == "No learning has started in 12 months, so there is nothing to draw."
    assert unknown.text == (
        QUESTION + "No picture can be drawn: there are no usable records of “Care plan changes” in the last "
        "12 months. What happened is unknown, not good."
    )
    assert "xmlns" not in nothing.html + unknown.html


def test_words_from_records_are_text_in_the_picture_too() -> None:
    html = draw_item_timelines(make_audit(make_item(NASTY, person_id="P|1", plan_section=NASTY))).html

    assert tags_of(html, "script") == tags_of(html, "img") == []
    assert NASTY in text_of(html)
