"""Are the pictures right Vega-Lite, although a report does not wait to hold them against its schema?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from altair.utils.schemapi import SchemaValidationError

from tests.browser.audit_with_everything import audit_with_everything
from tests.browser.complaints_with_everything import complaints_with_everything
from tests.browser.oversight_with_everything import oversight_with_everything
from tests.unit.report.executed import full_notebook
from tests.unit.report.recovery.factory import full_map
from toolkit.audits.result import Audit
from toolkit.report import drawing, pictures, recovery
from toolkit.report.drawing import chart_of, shared, spec_of, unchecked


def specs_drawn(audit: Audit, repository: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The pictures of the audit's notebook, as they are handed to be drawn."""
    specs = []

    def kept(chart: Any) -> dict[str, Any]:
        specs.append(spec_of(chart))
        return specs[-1]

    with monkeypatch.context() as patched:
        patched.setattr(pictures, "spec_of", kept)
        if audit.name == "recovery_map":
            recovery.draw_chains(audit)
        else:
            full_notebook(audit, nbformat.read(repository / "notebooks" / f"{audit.name}.ipynb", 4))
    return specs


@pytest.mark.slow
@pytest.mark.parametrize(
    ("audit", "at_least"),
    [
        (audit_with_everything, 6),
        (complaints_with_everything, 4),
        (oversight_with_everything, 4),
        (full_map, 1),
    ],
)
def test_every_picture_holds_against_the_schema_and_is_the_same_without_it(
    audit: Callable[[], Audit], at_least: int, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_in_a_report = specs_drawn(audit(), repository, monkeypatch)
    monkeypatch.setattr(drawing, "HELD_AGAINST_SCHEMA", True)
    held_against_schema = specs_drawn(audit(), repository, monkeypatch)

    assert len(as_in_a_report) >= at_least
    assert as_in_a_report == held_against_schema


@unchecked
def wrong_picture() -> Any:
    return chart_of([{"day": 1}]).mark_bar(height="tall").encode(x="day:Q")


def test_a_wrong_picture_does_not_hold_against_the_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong_picture()
    monkeypatch.setattr(drawing, "HELD_AGAINST_SCHEMA", True)
    with pytest.raises(SchemaValidationError, match="tall"):
        wrong_picture()


def test_a_users_own_charts_are_still_checked() -> None:
    import altair as alt

    wrong_picture()
    with pytest.raises(SchemaValidationError, match="tall"):
        alt.Chart(alt.Data(values=[{"day": 1}])).mark_bar(height="tall")


def test_layers_of_one_picture_share_its_rows() -> None:
    import altair as alt

    base = chart_of([{"day": day} for day in range(3)])
    drawn = alt.layer(base.mark_bar().encode(x="day:Q"), base.mark_rule().encode(x="day:Q"))

    copied = drawn.properties(width=100)
    assert copied.to_dict() == drawn.properties(width=100).to_dict()
    assert list(spec_of(copied)["datasets"].values()) == [[{"day": 0}, {"day": 1}, {"day": 2}]]


def picture(chart: Callable[[list[dict[str, Any]]], Any], x: Any) -> Any:
    """Layers of two sets of rows, one of them a picture by itself: bars with their rule, and a day's name."""
    import altair as alt

    base = chart([{"day": 1}, {"day": 2}]).encode(x=x)
    inner = alt.layer(base.mark_bar(color="red"), base.mark_rule())
    named = (
        chart([{"day": 2}, {"day": 9}]).transform_filter("datum.day < 9").mark_text(text="now").encode(x=x)
    )
    return alt.layer(inner, named).resolve_scale(color="independent").properties(width=100)


def test_a_picture_is_the_one_that_altair_describes_by_itself() -> None:
    import altair as alt

    channel = {"title": None, "scale": alt.Scale(domain=[0, 3]), "axis": alt.Axis(values=[1, 2])}
    ours = picture(chart_of, shared(alt.X)("day:Q", **channel))
    plain = picture(lambda rows: alt.Chart(alt.InlineData(values=rows)), alt.X("day:Q", **channel))

    assert ours.to_dict() == plain.to_dict()


def test_a_layer_is_copied_with_the_parts_it_has() -> None:
    import altair as alt

    layer = chart_of([{"day": 1}]).mark_bar().encode(x="day:Q")
    copied = layer.copy()
    copied.mark = alt.MarkDef(type="rule")

    assert copied.encoding is layer.encoding
    assert layer.mark == "bar"


def test_a_layer_is_not_changed_by_the_pictures_it_stands_in() -> None:
    import altair as alt

    layer = chart_of([{"day": 1}]).mark_bar().encode(x="day:Q")
    alone = layer.to_dict()
    first = alt.layer(layer, layer.mark_rule()).properties(width=100)
    again = alt.layer(layer, layer.mark_rule()).properties(width=100)

    assert first.to_dict() == again.to_dict() == first.to_dict()
    assert layer.to_dict() == alone


def test_a_picture_is_the_same_where_altair_copies_every_part(monkeypatch: pytest.MonkeyPatch) -> None:
    import altair as alt

    sharing = picture(chart_of, shared(alt.X)("day:Q")).to_dict()
    monkeypatch.delattr(type(chart_of([])), "__deepcopy__")

    layer = chart_of([{"day": 1}]).mark_bar().encode(x="day:Q")
    assert layer.copy().encoding is not layer.encoding
    assert picture(chart_of, shared(alt.X)("day:Q")).to_dict() == sharing


def test_a_shared_channel_is_written_out_once() -> None:
    import altair as alt

    x = shared(alt.X)("day:Q", axis=alt.Axis(values=[1, 2]))
    base = chart_of([{"day": 1}])
    layers = spec_of(alt.layer(base.mark_bar().encode(x=x), base.mark_rule().encode(x=x)))["layer"]

    assert layers[0]["encoding"]["x"] is layers[1]["encoding"]["x"]
    assert layers[0]["encoding"]["x"] == alt.X("day:Q", axis=alt.Axis(values=[1, 2])).to_dict()
    assert layers[0]["encoding"] is not layers[1]["encoding"]  # what is pointed at may be told of one only


def test_a_copy_of_a_shared_channel_says_what_was_changed_in_it() -> None:
    import altair as alt

    x = shared(alt.X)("day:Q")
    x.to_dict(validate=False)

    assert x.title("Day").to_dict(validate=False) == {"field": "day", "type": "quantitative", "title": "Day"}


def test_a_shared_channel_is_held_against_the_schema_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    import altair as alt

    monkeypatch.setattr(drawing, "HELD_AGAINST_SCHEMA", True)
    wrong = chart_of([{"day": 1}]).mark_bar().encode(x=shared(alt.X)("day:Q", bandPosition="tall"))
    with pytest.raises(SchemaValidationError, match="tall"):
        spec_of(wrong)


def test_a_shared_channel_is_checked_when_it_is_asked_by_itself() -> None:
    import altair as alt

    wrong = shared(alt.X)("day:Q", bandPosition="tall")
    assert wrong.to_dict(validate=False)["bandPosition"] == "tall"
    with pytest.raises(SchemaValidationError, match="tall"):
        wrong.to_dict()
