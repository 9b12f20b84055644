"""How is a picture described to Altair without waiting for it, and who draws it?

Altair holds each part against the whole Vega-Lite schema as it is made, and copies the rows with every
step. Both cost more than drawing the picture. Ours are written once and held against the schema in
`tests/unit/report/test_drawing.py`, so a report does neither.

vl-convert draws in this process, unless somebody else offers to (`drawn_by`): a batch has one process
draw for many services (toolkit/run/drawer.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:
    import altair as alt

P = ParamSpec("P")
T = TypeVar("T")
HELD_AGAINST_SCHEMA = False  # the tests say True
Draw = Callable[[dict[str, Any]], str]


def unchecked(draw: Callable[P, T]) -> Callable[P, T]:
    """A function that describes a picture, without Altair's own checks of each part."""

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> T:
        from altair.utils.schemapi import debug_mode

        with debug_mode(HELD_AGAINST_SCHEMA):
            return draw(*args, **kwargs)

    return drawn


def chart_of(rows: Sequence[dict[str, Any]]) -> alt.Chart:
    """A chart of these rows, which all its layers share."""
    import altair as alt

    return alt.Chart(_shared_data()(values=list(rows)))


@unchecked
def spec_of(chart: Any) -> dict[str, Any]:
    """The picture as Vega-Lite reads it."""
    spec: dict[str, Any] = chart.to_dict(validate=HELD_AGAINST_SCHEMA)
    return spec


def draw_here(spec: dict[str, Any]) -> str:
    """The picture as SVG, drawn in this process. Raises ValueError when it cannot be drawn."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(spec))


_DRAW: ContextVar[Draw] = ContextVar("who draws", default=draw_here)


def svg_of(spec: dict[str, Any]) -> str:
    """The picture as SVG, from whoever draws at the moment. Raises ValueError when it cannot be drawn."""
    return _DRAW.get()(spec)


@contextmanager
def drawn_by(draw: Draw) -> Iterator[None]:
    """While it lasts, pictures are drawn by somebody else."""
    before = _DRAW.set(draw)
    try:
        yield
    finally:
        _DRAW.reset(before)


@cache
def _shared_data() -> type[alt.InlineData]:
    import altair as alt

    class SharedData(alt.InlineData):
        """Rows that nobody changes, so that a copy of the picture may hold the same ones."""

        def __deepcopy__(self, memo: object = None) -> SharedData:
            return self

    return SharedData
