"""Do the pictures tell the truth to everyone: colour never alone, gaps never good?"""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from tests.unit.report.factory import (
    make_audit,
    make_outcomes,
    make_recording,
    make_shift,
    make_shifts,
    make_source,
)
from tests.unit.report.parsing import tags_of, text_of
from toolkit.report.pictures import dressed
from toolkit.report.staffing.rota_pictures import (
    draw_care_outcomes,
    draw_fill_calendar,
    draw_recording,
)


def calendar_of(*rows: dict[str, object]) -> str:
    return str(draw_fill_calendar(make_audit(shifts_by_day=make_shifts(rows))).html)


def svg_of(html: str) -> ElementTree.Element:
    found = re.search(r"<svg xmlns.*?</svg>", html, re.DOTALL)
    assert found, "no picture"
    return ElementTree.fromstring(found[0])


def figures_in(html: str) -> list[str]:
    """The texts drawn inside the picture, without the days along its edge."""
    texts = [element.text or "" for element in svg_of(html).iter("{http://www.w3.org/2000/svg}text")]
    return [text for text in texts if (text and not text.isdigit()) or text in {"70", "89"}]


def test_a_short_shift_shows_its_percentage_and_a_full_one_a_dot() -> None:
    html = calendar_of(make_shift(1, fill=0.7), make_shift(2))

    assert {"70", "·"} <= set(figures_in(html))


def test_a_percentage_is_rounded_down_so_that_just_under_a_line_does_not_look_like_it() -> None:
    html = calendar_of(make_shift(1, fill=0.8999))

    assert "89" in figures_in(html)


def test_a_day_without_attendance_is_striped_and_questioned_even_when_the_rota_is_full() -> None:
    html = calendar_of(make_shift(1, attendance_known=False))

    assert "?" in figures_in(html)
    assert 'fill="url(#fill-calendar-hatch)"' in html
    assert "100% by the rota, attendance not recorded" in text_of(html)


def test_no_square_has_the_colour_of_full_when_attendance_is_unknown() -> None:
    html = calendar_of(make_shift(1, attendance_known=False), make_shift(2, attendance_known=False))

    assert "var(--band-full)" not in html


def test_a_shift_under_high_pressure_carries_a_triangle_and_its_reason_stands_in_the_table() -> None:
    html = calendar_of(make_shift(1, high_pressure=True, why="agency"))

    assert "▲" in figures_in(html)
    assert "100%, high pressure: mostly agency" in text_of(html)


def test_the_calendar_says_in_words_what_it_shows() -> None:
    piece = draw_fill_calendar(
        make_audit(shifts_by_day=make_shifts([*(make_shift(d, fill=0.5) for d in (1, 2, 3)), make_shift(4)]))
    )

    assert piece.text == (
        "Which shifts ran short, and when? 3 of 4 shifts had under 90% of the hours needed, most often "
        "Night, 3 times. All the hours needed were there on 1."
    )


def test_the_table_beside_the_calendar_has_every_day_of_the_month() -> None:
    html = calendar_of(make_shift(1))

    assert sum(attributes.get("scope") == "row" for _, attributes in tags_of(html, "th")) == 31


@pytest.mark.parametrize(
    ("draw", "says"),
    [
        (
            draw_fill_calendar,
            "Which shifts ran short, and when? No calendar can be drawn: there are no usable records of "
            "“Rota and attendance” for this month. What happened is unknown, not good.",
        ),
        (
            draw_care_outcomes,
            "What became of the care that was planned? No picture can be drawn: there are no usable records "
            "of “Care records” for this month. What happened is unknown, not good.",
        ),
        (
            draw_recording,
            "On which days was care recorded? No picture can be drawn: there are no usable records of “Care "
            "records” for this month. What happened is unknown, not good.",
        ),
    ],
)
def test_no_evidence_is_said_in_words_and_not_drawn(draw, says: str) -> None:  # type: ignore[no-untyped-def]
    sources = tuple(make_source(table, supplied=False, rows_used=0) for table in ("shifts", "care"))

    piece = draw(make_audit(sources=sources))

    assert piece.text == says
    assert "xmlns" not in piece.html
    assert "No evidence" in text_of(piece.html)


def test_care_outcomes_show_share_numbers_and_what_is_not_known() -> None:
    outcomes = make_outcomes(
        missed=(30, 1000), shortened=(10, 1000), well_evidenced=(900, 970), excluded=(50, 1050)
    )

    piece = draw_care_outcomes(make_audit(care_outcomes=outcomes))

    assert piece.text == (
        "What became of the care that was planned? Of 1,000 pieces of care planned: missed 3% and shortened "
        "1%. Not known: delayed and poorly evidenced."
    )
    assert "3% (30 of 1,000)" in text_of(piece.html)


def test_days_not_recorded_are_named_and_striped() -> None:
    piece = draw_recording(make_audit(recording=make_recording([40, 0, 41])))

    assert piece.text == (
        "On which days was care recorded? Care was recorded on 2 of 3 days on which it was expected. "
        "Not on 2 Oct: what happened then is unknown."
    )
    assert 'fill="url(#recording-hatch)"' in piece.html


def test_a_picture_is_one_image_with_a_title_and_a_description_and_silent_marks() -> None:
    root = svg_of(calendar_of(make_shift(1, fill=0.7)))

    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "fill-calendar-title fill-calendar-desc"
    inner = [key for element in list(root.iter())[1:] for key in element.attrib]
    assert [key for key in inner if key.startswith("aria-") or key in ("role", "class")] == []


def test_what_all_marks_of_a_group_share_is_said_once_by_the_group() -> None:
    texts = "".join(f'<text text-anchor="middle" fill="{fill}">{fill}</text>' for fill in ("red", "blue"))

    made = dressed(
        f'<svg xmlns="http://www.w3.org/2000/svg"><g>{texts}</g></svg>', name="x", title="", description=""
    )

    assert '<g text-anchor="middle"><text fill="red">red</text><text fill="blue">blue</text></g>' in made


def test_a_picture_is_the_same_each_time() -> None:
    assert calendar_of(make_shift(1, fill=0.7)) == calendar_of(make_shift(1, fill=0.7))


def test_names_in_a_picture_are_text_whatever_they_hold() -> None:
    html = calendar_of(
        make_shift(1, shift_name="</svg><script>alert(1)</script>", unit="<img src=x onerror=a>")
    )

    assert tags_of(html, "script") == tags_of(html, "img") == []
    assert "</svg><script>" in "".join(svg_of(html).itertext())


def test_a_shift_name_with_the_sign_that_splits_lines_keeps_its_row() -> None:
    html = calendar_of(make_shift(1, shift_name="Night|waking"))

    assert "Night/waking" in "".join(svg_of(html).itertext())


def test_title_and_description_of_a_picture_are_escaped() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><g class="a"><path d="M0.123456,1"/></g></svg>'

    made = dressed(svg, name="x", title="<b>", description="a & b")

    assert '<title id="x-title">&lt;b&gt;</title>' in made
    assert '<desc id="x-desc">a &amp; b</desc>' in made
    assert 'd="M0.12,1"' in made


def test_a_month_without_any_clock_says_what_the_rota_alone_shows() -> None:
    rows = [make_shift(1, attendance_known=False), make_shift(2, attendance_known=False, fill=0.5)]

    assert draw_fill_calendar(make_audit(shifts_by_day=make_shifts(rows))).text == (
        "Which shifts ran short, and when? For 2 shifts attendance is not recorded: nobody can say who came. "
        "By the rota alone, 1 of them ran short."
    )
