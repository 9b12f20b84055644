"""How is a chain drawn, so that a broken link is seen at once? (drawing only; it knows no audit)"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from toolkit.measures.recovery.links import MISSING, NOT_KNOWN, NOT_YET_DUE, PRESENT
from toolkit.report.drawing import chart_of, unchecked
from toolkit.report.dressing import HATCH
from toolkit.report.pictures import BAR_FAR, INK, PAPER, SOFT, finished
from toolkit.report.pictures_over_time import ACTION, CROSS, names_at_the_left

if TYPE_CHECKING:
    import altair as alt

STATIONS = ("Decision", "Action", "Evidence", "Practice", "Outcome")
_WIDTH, _ROW = 440, 56
_FAR = 0.14  # how far from its stations a link begins and ends, in parts of the way between them
_GAP = 0.16  # half the gap of a broken link
UNKNOWN = "var(--none)"


@unchecked
def chain_lines(
    links: Sequence[dict[str, Any]], stations: Sequence[dict[str, Any]], rows: Sequence[str],
    words: Sequence[dict[str, Any]],
) -> alt.LayerChart:  # fmt: skip
    """A line for each risk: five stations, and between them its links, whole or broken.

    Each link: row, place (0 to 3: after which station), state (of the links). `stations`: row, place (0
    to 4), those that a link of the row touches. `words`: row, words (at the right).
    """
    import altair as alt

    y = names_at_the_left(rows)
    named = chart_of([{"place": n, "name": name} for n, name in enumerate(STATIONS)])
    heads = named.mark_text(dy=-12, fontSize=12.5, fontWeight=600, color=INK).encode(
        x=_along("place"), y=alt.YValue(0), text=alt.Text("name:N")
    )
    said = chart_of(words)
    ends = said.mark_text(align="left", fontSize=12, color=INK).encode(
        x=alt.XValue(_WIDTH + 6), y=y, text=alt.Text("words:N")
    )
    dots = chart_of(stations).mark_point(
        shape="circle", size=84, filled=True, color=PAPER, stroke=INK, strokeWidth=1.6, opacity=1
    )
    layers = [heads, *_lines(links, y), dots.encode(x=_along("place"), y=y), *_signs(links, y), ends]
    # A browser's letters are wider than those the room was measured with.
    return finished(
        alt.layer(*layers),
        width=_WIDTH,
        height=_ROW * len(rows),
        padding={"left": 2, "right": 30, "top": 26, "bottom": 4},
    )


def _along(field: str) -> Any:
    import altair as alt

    scale = alt.Scale(domain=[-0.3, len(STATIONS) - 0.7], nice=False)
    return alt.X(f"{field}:Q", title=None, axis=None, scale=scale)


def _lines(links: Sequence[dict[str, Any]], y: Any) -> list[Any]:
    """The part of each link that is drawn: whole, in two stubs, dotted, or a striped band."""
    import altair as alt

    looks: dict[str, dict[str, Any]] = {
        PRESENT: {"color": BAR_FAR, "strokeWidth": 4},
        MISSING: {"color": ACTION, "strokeWidth": 2.4},
        NOT_YET_DUE: {"color": SOFT, "strokeWidth": 2.4, "strokeDash": [1.5, 5], "strokeCap": "round"},
        NOT_KNOWN: {"color": HATCH, "strokeWidth": 13},
    }
    layers = []
    for state, look in looks.items():
        pieces = [piece for link in links if link["state"] == state for piece in _pieces(link)]
        if pieces:
            base = chart_of(pieces).mark_rule(**look)
            layers.append(base.encode(x=_along("start"), x2=alt.X2("end:Q"), y=y))
    return layers


def _pieces(link: dict[str, Any]) -> list[dict[str, Any]]:
    start, end = link["place"] + _FAR, link["place"] + 1 - _FAR
    middle = link["place"] + 0.5
    if link["state"] != MISSING:
        return [{"row": link["row"], "start": start, "end": end}]
    return [
        {"row": link["row"], "start": start, "end": middle - _GAP},
        {"row": link["row"], "start": middle + _GAP, "end": end},
    ]


def _signs(links: Sequence[dict[str, Any]], y: Any) -> list[Any]:
    """The sign in the middle of a broken link, and of one that nobody can follow: seen without colour."""

    layers: list[Any] = []
    broken, unknown = (
        [{"row": link["row"], "middle": link["place"] + 0.5} for link in links if link["state"] == state]
        for state in (MISSING, NOT_KNOWN)
    )
    if broken:
        base = chart_of(broken)
        cross = base.mark_point(shape=CROSS, size=150, filled=False, color=ACTION, strokeWidth=2.6, opacity=1)
        layers.append(cross.encode(x=_along("middle"), y=y))
    if unknown:
        base = chart_of(unknown)
        asked = base.mark_text(text="?", fontSize=14, fontWeight=700, color=INK)
        layers.append(asked.encode(x=_along("middle"), y=y))
    return layers
