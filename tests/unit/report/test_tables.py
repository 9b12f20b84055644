"""Can everyone read a table: caption, headings with scope, units, and nothing taken for HTML?"""

from __future__ import annotations

import pytest

from tests.unit.report.parsing import tags_of, text_of
from toolkit.report.tables import Heading, render_table

HEADINGS = [Heading("Shift"), Heading("Short", "days", is_number=True)]


def test_a_table_has_a_caption_and_the_scope_of_every_heading() -> None:
    html = str(render_table("Short shifts", HEADINGS, [("Night", "6")]))

    assert len(tags_of(html, "caption")) == 1
    assert [attributes["scope"] for _, attributes in tags_of(html, "th")] == ["col", "col", "row"]


def test_a_table_says_its_units_in_the_heading() -> None:
    assert "Short days" in text_of(str(render_table("Short shifts", HEADINGS, [("Night", "6")])))


def test_a_table_that_scrolls_can_be_reached_by_keyboard_and_has_a_name() -> None:
    html = str(render_table("Short shifts", HEADINGS, [("Night", "6")]))

    around = next(attributes for _, attributes in tags_of(html, "div"))
    assert (around["tabindex"], around["role"], around["aria-label"]) == ("0", "group", "Short shifts")


def test_a_name_that_looks_like_html_stays_text() -> None:
    html = str(render_table("<b>", HEADINGS, [("<img src=x onerror=alert(1)>", "</td><script>")]))

    assert tags_of(html, "img") == tags_of(html, "script") == tags_of(html, "b") == []
    assert "<img src=x onerror=alert(1)>" in text_of(html)


def test_a_row_of_another_length_is_a_bug() -> None:
    with pytest.raises(ValueError, match="a row of 3 cells in a table of 2 columns: Short shifts"):
        render_table("Short shifts", HEADINGS, [("Night", "6", "7")])
