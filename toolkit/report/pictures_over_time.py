"""What does a year look like: what was said, decided and done, and how each figure moved?

Drawing only; it knows no audit. `pictures.py` has the look that all pictures share and makes them SVG.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from toolkit.report.drawing import chart_of, shared, unchecked
from toolkit.report.dressing import HATCH
from toolkit.report.pictures import BAR_FAR, INK, LINE, PAPER, SOFT, finished, two_lines

if TYPE_CHECKING:
    import altair as alt

ACTION, CLEAR = "var(--action)", "var(--clear)"
LEFT = 176  # room for the names of the lines, in pixels
WIDTH = 610
_EVENTS = 510  # narrower: what came of each stands at the right
# kind of event: shape, size, filled, colour, and its place under (or on) its line, in pixels.
Looks = Mapping[str, tuple[str, int, bool, str, int]]
CROSS = "M-.8,-.8L.8,.8M.8,-.8L-.8,.8"
_TICK = "M0,-1L0,1"
GOVERNANCE: Looks = {
    "meeting": (_TICK, 150, False, SOFT, 0),
    "statement": ("circle", 44, True, SOFT, -11),
    "challenge": ("triangle-down", 90, True, INK, -11),
    "decision": ("diamond", 120, True, BAR_FAR, 2),
    "action opened": ("triangle-right", 64, False, INK, 14),
    "action closed": ("square", 54, True, INK, 14),
    "better": ("triangle-up", 84, True, CLEAR, 2),
    "not better": (CROSS, 84, False, ACTION, 2),
    "review": ("circle", 96, False, INK, 2),
}


def along(last: float, field: str = "day") -> Any:
    """Days from the first one to the last, without an axis: months are drawn as lines with names."""
    import altair as alt

    return shared(alt.X)(f"{field}:Q", title=None, axis=None, scale=alt.Scale(domain=[0, last], nice=False))


def names_at_the_left(rows: Sequence[str]) -> Any:
    """A line of the picture for each name, in their order; a "|" breaks the name."""
    import altair as alt

    most = max((row.count("|") for row in rows), default=0)
    axis = two_lines(orient="left", labelAlign="left", labelPadding=LEFT, labelOffset=-7 * most,
                     labelLimit=LEFT - 6, minExtent=0, zindex=0)  # fmt: skip
    return shared(alt.Y)("row:N", sort=list(rows), title=None, axis=axis, scale=alt.Scale(domain=list(rows)))


def month_lines(months: Sequence[dict[str, Any]], x: Any, height: int) -> list[Any]:
    """A hairline with its name at the first day of each month (day, name); a "|" breaks the name."""
    import altair as alt

    named = chart_of(months)
    grid = named.mark_rule(color=LINE, strokeDash=[2, 3]).encode(x=x, y=alt.YValue(0), y2=alt.Y2Value(height))
    up = -21 if any("|" in month["name"] for month in months) else -8
    names = named.mark_text(align="left", dx=3, dy=up, fontSize=12, color=SOFT, lineBreak="|", lineHeight=13)
    return [grid, names.encode(x=x, y=alt.YValue(0), text=alt.Text("name:N"))]


def last_day(today: dict[str, Any], x: Any, height: int) -> list[Any]:
    """The last day that the picture knows (day, name)."""
    import altair as alt

    now = chart_of([today]).encode(x=x)
    name = now.mark_text(dy=-8, fontSize=12, fontWeight=600, color=INK)
    return [
        now.mark_rule(color=INK, strokeWidth=1.2).encode(y=alt.YValue(0), y2=alt.Y2Value(height)),
        name.encode(y=alt.YValue(0), text=alt.Text("name:N")),
    ]


def signs(marks: Sequence[dict[str, Any]], looks: Looks, x: Any, y: Any) -> list[Any]:
    """One layer of signs for each kind of event that occurs. Each mark: row, day, kind (of `looks`)."""

    layers = []
    for kind, (shape, size, filled, colour, under) in looks.items():
        there = [mark for mark in marks if mark["kind"] == kind]
        look: dict[str, Any] = {"filled": True} if filled else {"filled": False, "strokeWidth": 1.8}
        base = chart_of(there).mark_point(
            shape=shape, size=size, color=colour, opacity=1, yOffset=under, **look
        )
        layers += [base.encode(x=x, y=y)] if there else []
    return layers


@unchecked
def event_lines(
    marks: Sequence[dict[str, Any]],
    spans: Sequence[dict[str, Any]],
    rows: Sequence[str],
    months: Sequence[dict[str, Any]],
    today: dict[str, Any],
) -> alt.LayerChart:
    """A line for each name with its events as signs, on one calendar.

    `marks`: row, day, kind (of GOVERNANCE). `spans`: row, start, end, words (what came of it, at the
    right). `months` and `today`: day, name. All days count from one first day.
    """
    import altair as alt

    height = (56 if any(row.count("|") > 1 for row in rows) else 46) * len(rows)
    last = max([today["day"], *(mark["day"] for mark in marks), *(span["end"] for span in spans)]) + 6
    x, y = along(last), names_at_the_left(rows)
    base = chart_of(spans)
    lines = base.mark_rule(color=SOFT, strokeWidth=1.4, yOffset=2).encode(
        x=along(last, "start"), x2=alt.X2("end:Q"), y=y
    )
    words = base.mark_text(align="left", fontSize=12, color=INK, dy=2).encode(
        x=alt.XValue(_EVENTS + 8), y=y, text=alt.Text("words:N")
    )
    layers = [*month_lines(months, x, height), *last_day(today, x, height), lines, words]
    # A browser's letters are wider than those the room was measured with.
    return finished(
        alt.layer(*layers, *signs(marks, GOVERNANCE, x, y)),
        width=_EVENTS,
        height=height,
        padding={"left": 2, "right": 24, "top": 36, "bottom": 4},
    )


@unchecked
def small_months(
    months: Sequence[dict[str, Any]], reach: tuple[float, float], form: str, names: Sequence[dict[str, Any]]
) -> alt.LayerChart:
    """One figure month by month, small enough to stand among others: centre, limits, baseline, what it did.

    Each month: place (0, 1, ...), value, centre, low, high (None where there is none), sign ("inside",
    "worse", "better", "moved"), baseline, latest (part of a signal), words (at the last one). `reach` is
    the extent of the values, `form` the format of their axis, `names` (place, name) the months named.
    """
    import altair as alt

    width, height = 330, 118
    base = chart_of(months)
    x = shared(alt.X)(
        "place:Q", title=None, axis=None, scale=alt.Scale(domain=[-0.6, len(months) - 0.4], nice=False)
    )
    scale = alt.Scale(domain=list(reach), nice=False, zero=False)
    axis = alt.Axis(format=form, tickCount=3, grid=False, domain=False, ticks=False)
    y = shared(alt.Y)("value:Q", title=None, scale=scale, axis=axis)
    shade = _columns([month for month in months if month["baseline"]], "var(--wash)", x, height)
    empty = _columns([month for month in months if month["value"] is None], HATCH, x, height)
    dashed = base.mark_line(color=SOFT, strokeWidth=1.1, strokeDash=[4, 3], interpolate="step")
    limits = [
        dashed.encode(x=x, y=alt.Y(f"{end}:Q", scale=scale)) for end in ("low", "high")
        if any(month[end] is not None for month in months)
    ]  # fmt: skip
    centre = base.mark_line(color=SOFT, strokeWidth=1.1).encode(x=x, y=alt.Y("centre:Q"))
    line = base.mark_line(color=BAR_FAR, strokeWidth=1.8).encode(x=x, y=y)
    told = base.transform_filter("datum.value !== null")
    ring = told.transform_filter("datum.latest").mark_point(
        shape="circle", size=210, filled=False, strokeWidth=1.6, color=INK, opacity=1
    )
    words = told.transform_filter("datum.words != ''").mark_text(
        align="left", dx=12, fontSize=13, fontWeight=600, color=INK
    )
    under = chart_of(names).mark_text(fontSize=12, color=SOFT, dy=14, lineHeight=14)
    layers = [*shade, *empty, *limits, centre, line, *_points(months, x, y)]
    drawn = alt.layer(
        *layers, ring.encode(x=x, y=y), words.encode(x=x, y=y, text=alt.Text("words:N")),
        under.encode(x=x, y=alt.YValue(height), text=alt.Text("name:N")),
    )  # fmt: skip
    return finished(
        drawn, width=width, height=height, padding={"left": 2, "right": 44, "top": 8, "bottom": 2}
    )


_POINTS: dict[str, tuple[str, int, bool, str]] = {
    "inside": ("circle", 26, True, BAR_FAR),
    "worse": ("diamond", 110, True, ACTION),
    "better": ("triangle-up", 90, True, CLEAR),
    "moved": ("square", 70, True, INK),
}


def _points(months: Sequence[dict[str, Any]], x: Any, y: Any) -> list[Any]:

    layers = []
    for sign, (shape, size, filled, colour) in _POINTS.items():
        there = [month for month in months if month["sign"] == sign and month["value"] is not None]
        if there:
            base = chart_of(there)
            marks = base.mark_point(shape=shape, size=size, filled=filled, color=colour, opacity=1,
                                    stroke=PAPER, strokeWidth=0.8)  # fmt: skip
            layers.append(marks.encode(x=x, y=y))
    return layers


def _columns(months: Sequence[dict[str, Any]], fill: str, x: Any, height: int) -> list[Any]:
    """A rectangle over each unbroken run of months."""
    import altair as alt

    runs: list[dict[str, float]] = []
    for month in months:
        place = month["place"]
        if runs and runs[-1]["end"] == place - 0.5:
            runs[-1]["end"] = place + 0.5
        else:
            runs.append({"place": place - 0.5, "end": place + 0.5})
    if not runs:
        return []
    base = chart_of(runs).mark_rect(color=fill)
    return [base.encode(x=x, x2=alt.X2("end:Q"), y=alt.YValue(0), y2=alt.Y2Value(height))]
