"""What do learning items look like over time? (drawing only; it knows no audit)

The pictures of the complaints audit as Altair describes them. `pictures.py` has the look they share and
makes them SVG that can stand in a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from toolkit.report.drawing import chart_of, shared, unchecked
from toolkit.report.dressing import HATCH
from toolkit.report.pictures import BAR, BAR_FAR, INK, PAPER, SOFT, finished, two_lines
from toolkit.report.pictures_over_time import (
    ACTION,
    CLEAR,
    CROSS,
    LEFT,
    WIDTH,
    Looks,
    along,
    last_day,
    month_lines,
    names_at_the_left,
    signs,
)

if TYPE_CHECKING:
    import altair as alt

_ROW = 44
MARKS: Looks = {
    "received": ("circle", 34, True, SOFT, -6),
    "plan_change": ("diamond", 110, True, BAR_FAR, -6),
    "confirmed": ("circle", 210, False, INK, -6),
    "briefed": ("square", 52, False, INK, 9),
    "applied": ("triangle-up", 62, True, CLEAR, 9),
    "partly_applied": ("triangle-up", 62, False, INK, 9),
    "not_applied": (CROSS, 80, False, ACTION, 9),
    "recurred": ("triangle-down", 90, True, ACTION, -6),
    "left": ("square", 60, True, SOFT, -6),
}


PARTS = {  # of a theme's items: what the part is filled with, and the ink of its number
    "back": (ACTION, PAPER),
    "in": (BAR, PAPER),
    "missing": ("var(--band-short)", "var(--on-short)"),
    "waiting": (PAPER, INK),
}


@unchecked
def item_timelines(
    spans: Sequence[dict[str, Any]],
    marks: Sequence[dict[str, Any]],
    rows: Sequence[str],
    months: Sequence[dict[str, Any]],
    today: dict[str, Any],
) -> alt.LayerChart:
    """A line for each item: its eight weeks as a band, what is overdue as a line, events as signs.

    `spans`: row, start, due, over (day up to which it is overdue, None). `marks`: row, day, kind (of MARKS).
    `months` and `today`: day, name. All days count from one first day. `rows` are "P0001, LE-1|meals" in
    their order.
    """
    import altair as alt

    height = _ROW * len(rows)
    ends = [span["over"] or span["due"] for span in spans] + [mark["day"] for mark in marks]
    last = max([today["day"], *ends]) + 4
    x, y = along(last), names_at_the_left(rows)
    base = chart_of(spans)
    bands = base.mark_bar(height=12, color="var(--band-full)", stroke=SOFT, strokeWidth=0.6, yOffset=-6)
    over = base.transform_filter("datum.over != null").mark_bar(height=4, color=ACTION, yOffset=-6)
    due = base.mark_tick(orient="vertical", thickness=2.4, size=20, color=INK, yOffset=-6)
    layers = [
        *month_lines(months, x, height),
        bands.encode(x=along(last, "start"), x2=alt.X2("due:Q"), y=y),
        over.encode(x=along(last, "due"), x2=alt.X2("over:Q"), y=y),
        due.encode(x=along(last, "due"), y=y),
        *last_day(today, x, height),
        *signs(marks, MARKS, x, y),
    ]
    return finished(
        alt.layer(*layers),
        width=WIDTH,
        height=height,
        padding={"left": 2, "right": 8, "top": 22, "bottom": 4},
    )


@unchecked
def share_by_month(months: Sequence[dict[str, Any]], names: Sequence[str], aim: float) -> alt.LayerChart:
    """A share for each month with its 95 % interval and the aim; a month without items is striped.

    Each month: month ("Oct|2026|3 of 4"), share, low, high (None where nothing was due).
    """
    import altair as alt

    base = chart_of(months)
    x = shared(alt.X)("month:O", sort=list(names), title=None,
                      scale=alt.Scale(domain=list(names), padding=0.3),
                      axis=two_lines(orient="bottom", labelAngle=0, labelPadding=8))  # fmt: skip
    y = shared(alt.Y)("share:Q", title=None, scale=alt.Scale(domain=[0, 1]),
                      axis=alt.Axis(format="~%", values=[0, 0.25, 0.5, 0.75, 1], grid=True))  # fmt: skip
    empty = base.transform_filter("datum.share == null").mark_bar(color=HATCH, stroke=SOFT, strokeWidth=0.4)
    told = base.transform_filter("datum.share != null")
    spans = told.mark_rule(color=BAR, strokeWidth=6, opacity=0.55).encode(
        x=x, y=alt.Y("low:Q"), y2=alt.Y2("high:Q")
    )
    points = told.mark_point(shape="circle", size=80, filled=True, opacity=1, color=BAR_FAR)
    line = chart_of([{"aim": aim}])
    aims = line.mark_rule(color=INK, strokeWidth=1.4, strokeDash=[5, 4]).encode(y=alt.Y("aim:Q"))
    drawn = alt.layer(
        empty.encode(x=x, y=alt.YValue(0), y2=alt.Y2Value(190)), spans, points.encode(x=x, y=y), aims
    )
    return finished(drawn, width=max(58 * len(months), 220), height=190)


@unchecked
def share_by_day(
    steps: Sequence[dict[str, Any]], at_risk: Sequence[dict[str, Any]], due: int, with_others: bool
) -> alt.LayerChart:
    """The share in the plan by each day since the start, with its 95 % band, and how many were still waiting.

    `steps`: day, share, low, high, others (the share counting those who left, drawn dashed when
    `with_others`). `at_risk`: day, n.
    """
    import altair as alt

    last = max(float(step["day"]) for step in steps)
    base = chart_of(steps)
    ticks = [place["day"] for place in at_risk]
    x = shared(alt.X)("day:Q", title=None, scale=alt.Scale(domain=[0, last], nice=False),
                      axis=alt.Axis(values=ticks, grid=False, labelPadding=6))  # fmt: skip
    y = shared(alt.Y)("share:Q", title=None, scale=alt.Scale(domain=[0, 1]),
                      axis=alt.Axis(format="~%", values=[0, 0.25, 0.5, 0.75, 1], grid=True))  # fmt: skip
    band = base.mark_area(color=BAR, opacity=0.28, interpolate="step-after").encode(
        x=x, y=alt.Y("low:Q"), y2=alt.Y2("high:Q")
    )
    line = base.mark_line(color=BAR_FAR, strokeWidth=2.4, interpolate="step-after").encode(x=x, y=y)
    day = chart_of([{"day": due}]).mark_rule(color=INK, strokeDash=[5, 4]).encode(x=x)
    layers = [band, line, day]
    if with_others:
        dashed = base.mark_line(color=INK, strokeWidth=1.4, strokeDash=[2, 3], interpolate="step-after")
        layers.append(dashed.encode(x=x, y=alt.Y("others:Q")))
    counts = chart_of(at_risk)
    numbers = counts.mark_text(fontSize=12, color=INK, baseline="top", dy=30).encode(
        x=x, y=alt.YValue(200), text=alt.Text("n:N")
    )
    end = chart_of([{"day": last}])
    names = [
        end.mark_text(align="left", baseline="top", dx=16, dy=dy, fontSize=12, color=SOFT, text=text).encode(
            x=x, y=alt.YValue(200)
        )
        for dy, text in ((8, "days"), (30, "still waiting"))
    ]
    return finished(
        alt.layer(*layers, numbers, *names),
        width=520,
        height=200,
        padding={"left": 2, "right": 30, "top": 8, "bottom": 4},
    )


@unchecked
def items_by_theme(
    parts: Sequence[dict[str, Any]], themes: Sequence[str], words: Sequence[dict[str, Any]]
) -> Any:
    """A bar for each theme, in parts. Each part: theme, part (of PARTS), start, end, middle, n.

    `words`: theme, end, text: what stands after the bar.
    """
    import altair as alt

    most = max([4, *(float(end["end"]) for end in (*parts, *words))])
    x = shared(alt.X)("start:Q", title=None, scale=alt.Scale(domain=[0, most], nice=False),
                      axis=alt.Axis(tickMinStep=1, format="d", grid=True))  # fmt: skip
    y = shared(alt.Y)("theme:N", sort=list(themes), title=None,
                      axis=alt.Axis(ticks=False, domain=False, labelFontSize=13, labelAlign="left",
                                    labelLimit=LEFT - 6, labelPadding=LEFT, minExtent=0))  # fmt: skip
    order = list(PARTS)
    fill, ink = (
        alt.Color("part:N", legend=None, scale=alt.Scale(domain=order, range=[c[n] for c in PARTS.values()]))
        for n in (0, 1)
    )
    base = chart_of(parts)
    bars = base.mark_bar(height=20, stroke=INK, strokeWidth=0.8).encode(
        x=x, x2=alt.X2("end:Q"), y=y, color=fill
    )
    numbers = base.mark_text(fontSize=12, fontWeight=600).encode(
        x=alt.X("middle:Q"), y=y, text=alt.Text("n:N"), color=ink
    )
    said = chart_of(words).mark_text(align="left", dx=9, fontSize=12.5, color=INK)
    drawn = alt.layer(bars, numbers, said.encode(x=alt.X("end:Q"), y=y, text=alt.Text("text:N")))
    # A browser's letters are wider than those the room was measured with.
    return finished(
        drawn.resolve_scale(color="independent"),
        width=360,
        height=38 * len(themes),
        padding={"left": 2, "right": 60, "top": 4, "bottom": 4},
    )
