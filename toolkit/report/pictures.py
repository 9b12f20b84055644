"""What does a month look like: its shifts, its care, its people, its weeks, its records?

Altair describes a picture, vl-convert draws it as SVG without a browser, and `to_svg` makes it fit to
stand in a page: a title and a description speak for it, its marks are silent for screen readers (a
table stands beside it), and its colours are the page's own, so that it works in the dark and in print.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toolkit.report.drawing import chart_of, shared, spec_of, svg_of, unchecked
from toolkit.report.dressing import HATCH, dressed

if TYPE_CHECKING:
    import altair as alt
    from markupsafe import Markup

INK, SOFT, LINE, PAPER, BAR, BAR_FAR = (
    f"var(--{name})" for name in ("ink", "soft", "line", "paper", "bar", "bar-far")
)
BANDS = {  # what a square is filled with, and the ink of its figure and of its triangle
    "full": ("var(--band-full)", "var(--on-full)", INK),
    "near": ("var(--band-near)", "var(--on-near)", "var(--on-near)"),
    "short": ("var(--band-short)", "var(--on-short)", "var(--on-short)"),
    "very": ("var(--band-very)", "var(--on-very)", "var(--on-very)"),
    "unknown": (HATCH, INK, INK),
}
_CELL, _ROW, _MARGIN = 24, 32, 118
_AT_THE_LEFT: dict[str, Any] = {"labelAlign": "left", "labelLimit": _MARGIN, "minExtent": 0}


@unchecked
def fill_calendar(
    cells: Sequence[dict[str, Any]], days: Sequence[str], rows: Sequence[str]
) -> alt.LayerChart:
    """A square for each shift and day. Each cell: day, row, band (of BANDS), text, pressure (bool).

    `days` are "1|T" (number, weekday letter), `rows` "Night|20:00 to 08:00", both in their order.
    """
    import altair as alt

    base = chart_of(cells).encode(
        x=shared(alt.X)("day:O", sort=list(days), title=None,
                        scale=alt.Scale(domain=list(days), paddingInner=0.08),
                        axis=two_lines(orient="top", labelAngle=0, labelPadding=20)),
        y=shared(alt.Y)("row:O", sort=list(rows), title=None,
                        scale=alt.Scale(domain=list(rows), paddingInner=0.12),
                        axis=two_lines(orient="left", labelPadding=_MARGIN, labelOffset=-7, **_AT_THE_LEFT)),
    )  # fmt: skip
    fill = alt.Color("band:N", legend=None, scale=_scale(0))
    ink, mark_ink = (alt.Color("band:N", legend=None, scale=_scale(part)) for part in (1, 2))
    squares = base.mark_rect().encode(color=fill)
    figures = base.mark_text(fontSize=10.5, dy=alt.expr("datum.pressure ? 5 : 1")).encode(
        text=alt.Text("text:N"), color=ink
    )
    pressed = (
        base.mark_text(fontSize=8.5, dy=-8, text="▲")
        .encode(color=mark_ink)
        .transform_filter("datum.pressure")
    )
    drawn = alt.layer(squares, figures, pressed).resolve_scale(color="independent")
    return finished(drawn, width=_CELL * len(days), height=_ROW * len(rows))


@unchecked
def outcome_bars(bars: Sequence[dict[str, Any]], names: Sequence[str], most: float) -> alt.LayerChart:
    """A bar for each outcome with its 95 % interval. Each bar: name, share, low, high, words."""
    import altair as alt

    base = chart_of(bars)
    x = shared(alt.X)("share:Q", title=None, scale=alt.Scale(domain=[0, most], nice=True),
                      axis=alt.Axis(format="~%", tickCount=5, grid=True))  # fmt: skip
    y = shared(alt.Y)("name:N", sort=list(names), title=None,
                      axis=alt.Axis(ticks=False, domain=False, labelFontSize=14, labelPadding=_MARGIN + 8,
                                    **_AT_THE_LEFT))  # fmt: skip
    blocks = base.mark_bar(color=BAR, height=20).encode(x=x, y=y)
    spans = base.mark_rule(color=BAR_FAR, strokeWidth=2).encode(x=alt.X("low:Q"), x2=alt.X2("high:Q"), y=y)
    ends = [
        base.mark_tick(color=BAR_FAR, thickness=2, height=10).encode(x=alt.X(f"{end}:Q"), y=y)
        for end in ("low", "high")
    ]
    words = base.mark_text(align="left", dx=10, fontSize=13, color=INK).encode(
        x=alt.X("high:Q"), y=y, text=alt.Text("words:N")
    )
    return finished(alt.layer(blocks, spans, *ends, words), width=440, height=46 * len(bars))


@unchecked
def recording_columns(columns: Sequence[dict[str, Any]], days: Sequence[str]) -> alt.LayerChart:
    """A column for each day with what was usual for its weekday. Each: day, rows, usual, state (of BANDS)."""
    import altair as alt

    base = chart_of(columns)
    x = shared(alt.X)("day:O", sort=list(days), title=None,
                      axis=two_lines(orient="bottom", labelAngle=0, labelPadding=6),
                      scale=alt.Scale(domain=list(days), paddingInner=0.25))  # fmt: skip
    y = shared(alt.Y)("rows:Q", title=None, axis=alt.Axis(tickCount=4, grid=True))
    bars = base.mark_bar(color=BAR).encode(x=x, y=y)
    usual = base.mark_tick(color=INK, thickness=2, width=18).encode(x=x, y=alt.Y("usual:Q"))
    gaps = base.transform_filter("datum.gap")
    hatched = gaps.mark_bar(color=HATCH, stroke=SOFT, strokeWidth=0.5).encode(x=x, y=alt.Y("reach:Q"))
    marks = gaps.mark_text(text="?", fontSize=14, fontWeight=700, color=INK, dy=-9).encode(
        x=x, y=alt.Y("reach:Q")
    )
    return finished(alt.layer(hatched, bars, usual, marks), width=_CELL * len(days), height=150)


@unchecked
def paired_bars(bars: Sequence[dict[str, Any]], names: Sequence[str], most: float) -> alt.LayerChart:
    """Two bars for each outcome, one a side, with their 95 % intervals.

    Each bar: name, side ("first" or "second"), share, low, high, words.
    """
    import altair as alt

    base = chart_of(bars)
    x = shared(alt.X)("share:Q", title=None, scale=alt.Scale(domain=[0, most], nice=True),
                      axis=alt.Axis(format="~%", tickCount=5, grid=True))  # fmt: skip
    y = shared(alt.Y)("name:N", sort=list(names), title=None, scale=alt.Scale(paddingInner=0.35),
                      axis=alt.Axis(ticks=False, domain=False, labelFontSize=14, labelPadding=_MARGIN + 8,
                                    **_AT_THE_LEFT))  # fmt: skip
    place: dict[str, Any] = {"y": y, "yOffset": alt.YOffset("side:N", sort=["first", "second"])}
    colour = alt.Color(
        "side:N", legend=None, scale=alt.Scale(domain=["first", "second"], range=[BAR_FAR, BAR])
    )
    blocks = base.mark_bar(height=16).encode(x=x, color=colour, **place)
    # Paper under ink: the interval is seen on the dark bar and beside it.
    halo = base.mark_rule(color=PAPER, strokeWidth=5).encode(x=alt.X("low:Q"), x2=alt.X2("high:Q"), **place)
    spans = base.mark_rule(color=INK, strokeWidth=1.8).encode(x=alt.X("low:Q"), x2=alt.X2("high:Q"), **place)
    words = base.mark_text(align="left", dx=9, fontSize=12.5, color=INK).encode(
        x=alt.X("high:Q"), text=alt.Text("words:N"), **place
    )
    return finished(alt.layer(blocks, halo, spans, words), width=440, height=58 * len(names))


@unchecked
def people_calendar(
    cells: Sequence[dict[str, Any]], days: Sequence[str], people: Sequence[str], gaps: Sequence[str]
) -> alt.LayerChart:
    """A square for each person and day on which something went wrong; days not recorded are striped.

    Each cell: day, person, band (of BANDS), text. `gaps` are those of `days` without records.
    """
    import altair as alt

    height = 22 * len(people)
    x = shared(alt.X)("day:O", sort=list(days), title=None,
                      scale=alt.Scale(domain=list(days), paddingInner=0.08),
                      axis=two_lines(orient="top", labelAngle=0, labelPadding=20, zindex=0))  # fmt: skip
    y = shared(alt.Y)("person:O", sort=list(people), title=None,
                      scale=alt.Scale(domain=list(people), paddingInner=0.1),
                      axis=alt.Axis(orient="left", ticks=False, domain=False, grid=True, labelPadding=_MARGIN,
                                    zindex=0, **_AT_THE_LEFT))  # fmt: skip
    striped = (
        chart_of([{"day": day} for day in gaps])
        .mark_rect(color=HATCH)
        .encode(x=x, y=alt.YValue(0), y2=alt.Y2Value(height))
    )
    base = chart_of(cells).encode(x=x, y=y)
    squares = base.mark_rect().encode(color=alt.Color("band:N", legend=None, scale=_scale(0)))
    figures = (
        base.transform_filter("datum.text != ''")
        .mark_text(fontSize=10.5, dy=1)
        .encode(text=alt.Text("text:N"), color=alt.Color("band:N", legend=None, scale=_scale(1)))
    )
    drawn = alt.layer(striped, squares, figures).resolve_scale(color="independent")
    return finished(drawn, width=_CELL * len(days), height=height)


@unchecked
def weekly_line(
    weeks: Sequence[dict[str, Any]], names: Sequence[str], most: float, labels: tuple[str, str, str]
) -> alt.LayerChart:
    """A share week by week with its centre and limits; a week outside them is a diamond with its share.

    Each week: week, share, centre, low, high, outside, words. `labels` name the upper limit, the centre
    and the lower limit where they end.
    """
    import altair as alt

    base = chart_of(weeks)
    x = shared(alt.X)("week:O", sort=list(names), title=None,
                      scale=alt.Scale(domain=list(names), padding=0.5),
                      axis=two_lines(orient="bottom", labelAngle=0, labelPadding=6))  # fmt: skip
    y = shared(alt.Y)("share:Q", title=None, scale=alt.Scale(domain=[0, most], nice=True),
                      axis=alt.Axis(format="~%", tickCount=5, grid=True))  # fmt: skip
    limits = [
        base.mark_line(color=SOFT, strokeWidth=1.2, strokeDash=[4, 3], interpolate="step").encode(
            x=x, y=alt.Y(f"{end}:Q")
        )
        for end in ("low", "high")
    ]
    centre = base.mark_line(color=SOFT, strokeWidth=1.2).encode(x=x, y=alt.Y("centre:Q"))
    line = base.mark_line(color=BAR_FAR, strokeWidth=2).encode(x=x, y=y)
    inside = base.transform_filter("!datum.outside").mark_point(
        shape="circle", size=46, filled=True, opacity=1, color=BAR_FAR
    )
    outside = base.transform_filter("datum.outside")
    marks = outside.mark_point(shape="diamond", size=130, filled=True, opacity=1, color="var(--action)")
    # Above the limits the share stands over its mark, below them under it: off the lines.
    words = outside.mark_text(
        fontSize=12, dy=alt.expr("datum.share > datum.centre ? -14 : 16"), color=INK
    ).encode(x=x, y=alt.Y("share:Q"), text=alt.Text("words:N"))
    drawn = alt.layer(*limits, centre, line, inside.encode(x=x, y=y), marks.encode(x=x, y=y), words)
    ends = [
        chart_of([weeks[-1]])
        .mark_text(align="left", dx=22, fontSize=12, color=SOFT, text=text)
        .encode(x=x, y=alt.Y(f"{end}:Q"))
        for end, text in zip(("high", "centre", "low"), labels, strict=True)
    ]
    return finished(
        alt.layer(drawn, *ends),
        width=max(52 * len(weeks), 220),
        height=220,
        padding={"left": 2, "right": 14, "top": 14, "bottom": 4},
    )


@unchecked
def funnel_points(
    points: Sequence[dict[str, Any]], target: float, reach: tuple[float, float], unit: str, base: str
) -> alt.LayerChart:
    """A point for each service over what its figure rests on, between the limits of chance.

    Each point: n, value, low, high, inner_low, inner_high, name (of those outside; else ""). `reach` are
    the ends of the value axis, `unit` its format, `base` what n counts.
    """
    import altair as alt

    held = chart_of(sorted(points, key=lambda point: point["n"]))
    x = shared(alt.X)(
        "n:Q", title=base, scale=alt.Scale(zero=False, nice=True), axis=alt.Axis(tickCount=6, grid=False)
    )
    y = shared(alt.Y)("value:Q", title=None, scale=alt.Scale(domain=list(reach), nice=True),
                      axis=alt.Axis(format=unit, tickCount=5, grid=True))  # fmt: skip
    limits = [
        held.mark_line(
            color=SOFT, strokeWidth=1.3, strokeDash=dash, interpolate="monotone", clip=True
        ).encode(x=x, y=alt.Y(f"{end}:Q", scale=alt.Scale(domain=list(reach), nice=True)))
        for end, dash in (("low", [1, 0]), ("high", [1, 0]), ("inner_low", [4, 3]), ("inner_high", [4, 3]))
    ]
    middle = chart_of([{"target": target}]).mark_rule(color=INK, strokeWidth=1.2).encode(y=alt.Y("target:Q"))
    inside = held.transform_filter("datum.name == ''").mark_point(
        shape="circle", size=52, filled=True, opacity=1, color=BAR_FAR
    )
    outside = held.transform_filter("datum.name != ''")
    marks = outside.mark_point(shape="diamond", size=130, filled=True, opacity=1, color="var(--action)")
    names = outside.mark_text(fontSize=12, dy=-13, color=INK).encode(x=x, y=y, text=alt.Text("name:N"))
    drawn = alt.layer(middle, *limits, inside.encode(x=x, y=y), marks.encode(x=x, y=y), names)
    return finished(
        drawn, width=560, height=240, padding={"left": 2, "right": 24, "top": 16, "bottom": 4}
    ).configure_axisX(titleColor=SOFT, titleFontWeight="normal", titleFontSize=12)


def two_lines(**settings: Any) -> alt.Axis:
    """An axis whose labels break where they hold a "|"."""
    import altair as alt

    return alt.Axis(labelExpr="split(datum.value, '|')", ticks=False, domain=False, labelLineHeight=14,
                    **settings)  # fmt: skip


def _scale(part: int) -> alt.Scale:
    import altair as alt

    return alt.Scale(domain=list(BANDS), range=[band[part] for band in BANDS.values()])


def finished(
    chart: Any, *, width: int, height: int, padding: Mapping[str, int] | None = None
) -> alt.LayerChart:
    """One look for all pictures: no frame, hairlines, the page's ink.

    It is set in place: each of Altair's own steps would copy every layer of the picture, twice.
    """
    import altair as alt

    chart.width, chart.height = width, height
    chart.padding = dict(padding or {"left": 2, "right": 8, "top": 4, "bottom": 4})
    axis = alt.AxisConfig(
        labelColor=INK, gridColor=LINE, domainColor=LINE, tickColor=LINE, labelFontSize=12, gridDash=[2, 3]
    )
    chart.config = alt.Config(view=alt.ViewConfig(stroke=None), axis=axis)
    return chart


@dataclass(frozen=True, slots=True)
class KeptChart:
    """A picture as it was described, before it is drawn."""

    chart: Any
    name: str
    title: str
    description: str


_KEPT: ContextVar[list[KeptChart] | None] = ContextVar("kept charts", default=None)


@contextmanager
def kept_charts() -> Iterator[list[KeptChart]]:
    """While it lasts, pictures are kept as they are described and not drawn: the browser draws them."""
    kept: list[KeptChart] = []
    before = _KEPT.set(kept)
    try:
        yield kept
    finally:
        _KEPT.reset(before)


def to_svg(chart: alt.TopLevelMixin, *, name: str, title: str, description: str) -> Markup:
    """The picture as inline SVG. `name` makes its ids, so it must be its own on the page."""
    from markupsafe import Markup

    kept = _KEPT.get()
    if kept is not None:
        kept.append(KeptChart(chart, name, title, description))
        return Markup("")
    spec = {**spec_of(chart), "background": None}  # the page shows through
    return Markup(dressed(svg_of(spec), name=name, title=title, description=description))
