"""A person's fortnight as a picture: a square for each activity and day, and what else happened below."""

from __future__ import annotations

from typing import Any

import pandas as pd

from toolkit.explore.drawn import Drawn
from toolkit.explore.fortnight import LEFT_OUT, NOT_RECORDED, Fortnight
from toolkit.report.pictures import BANDS, INK, PAPER, finished, two_lines
from toolkit.wording import of

_BAND = {
    "missed": "very",
    "shortened": "short",
    "delayed": "near",
    "poorly_evidenced": "unknown",
    "well_evidenced": "full",
    NOT_RECORDED: "paper",
    LEFT_OUT: "paper",
}
_TEXT = {NOT_RECORDED: "?", LEFT_OUT: "–"}
# Neither done nor failed: no colour of the reports' own, but the paper, and a sign.
_BANDS = {**BANDS, "paper": (PAPER, INK, INK)}
KEY = (
    ("very", "missed"),
    ("short", "shortened"),
    ("near", "late"),
    ("unknown", "poorly recorded"),
    ("full", "done"),
)
_SIGNS = "A question mark is a day that was not recorded; a dash is care that does not count, say while away."
_CELL, _ROW = 46, 26


def draw_fortnight(found: Fortnight, worst: pd.DataFrame) -> Drawn | None:
    """The worst of each activity and day; the number is how many went wrong. None without any care."""
    if worst.empty:
        return None
    days = [f"{day.day}|{day:%a}" for day in found.days]
    activities = list(worst.groupby("activity")["wrong"].sum().sort_values(ascending=False).index)
    events = [f"{row['day'].day}|{row['day']:%a}" for row in found.events.to_dict("records")]
    cells = [_cell(row) for row in worst.to_dict("records")]
    marks = [
        {
            "day": day,
            "row": "Other records",
            "Day": day.replace("|", " "),
            "Other records": str(events.count(day)),
        }
        for day in dict.fromkeys(events)
    ]
    chart = _chart(cells, marks, days, [*map(_shown, activities), "Other records"])
    title = f"{found.person}: what became of the care of each day?"
    return Drawn.of(
        "fortnight",
        title,
        f"The colour is the worst of each activity and day, the figure how many went wrong. {_SIGNS}",
        chart,
        KEY,
    )


def _cell(row: dict[Any, Any]) -> dict[str, Any]:
    day = row["day"]
    return {
        "day": f"{day.day}|{day:%a}",
        "row": _shown(str(row["activity"])),
        "band": _BAND[row["worst"]],
        "text": str(int(row["wrong"])) if row["wrong"] else _TEXT.get(row["worst"], "·"),
        "Day": f"{day:%a} {day.day}",
        "Care": str(row["activity"]),
        "Went wrong": of(int(row["wrong"]), int(row["due"])),
    }


def _shown(activity: str) -> str:
    return activity.replace("_", " ").replace("|", "/")


def _chart(cells: list[dict[str, Any]], marks: list[dict[str, Any]], days: list[str], rows: list[str]) -> Any:
    import altair as alt

    x = alt.X("day:O", sort=days, title=None, scale=alt.Scale(domain=days, paddingInner=0.08),
              axis=two_lines(orient="top", labelAngle=0, labelPadding=20))  # fmt: skip
    y = alt.Y("row:O", sort=rows, title=None, scale=alt.Scale(domain=rows, paddingInner=0.12),
              axis=alt.Axis(ticks=False, domain=False, labelLimit=170))  # fmt: skip
    base = alt.Chart(alt.Data(values=cells)).encode(x=x, y=y)
    fills = alt.Scale(domain=list(_BANDS), range=[band[0] for band in _BANDS.values()])
    inks = alt.Scale(domain=list(_BANDS), range=[band[1] for band in _BANDS.values()])
    squares = base.mark_rect().encode(color=alt.Color("band:N", legend=None, scale=fills))
    figures = base.mark_text(fontSize=11).encode(
        text="text:N", color=alt.Color("band:N", legend=None, scale=inks)
    )
    other = alt.Chart(alt.Data(values=marks)).mark_point(
        shape="diamond", size=90, filled=True, opacity=1, color=INK
    )
    drawn = alt.layer(squares, figures, other.encode(x=x, y=y)).resolve_scale(color="independent")
    return finished(drawn, width=_CELL * len(days), height=_ROW * len(rows))
