"""How is a picture described to Altair without waiting for it, and who draws it?

Altair holds each part against the whole Vega-Lite schema as it is made, copies rows and layers with every
step, and writes out a channel for each layer that has it. This costs more than drawing the picture. Ours
are held against the schema in `tests/unit/report/test_drawing.py`, nobody writes into their parts, and a
channel says the same in every layer, so a report does none of it. An Altair that asks no `__deepcopy__`
describes the same pictures, only slower.

vl-convert draws in this process, unless somebody else offers to (`drawn_by`): a batch has one process
draw for many services (toolkit/run/drawer.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, cached_property, wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:
    import altair as alt

P = ParamSpec("P")
T = TypeVar("T")
C = TypeVar("C")
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
    """A chart of these rows, which all its layers share.

    They are no `alt.Data`: Altair asks of that, and not of a dict, whether it might be a data frame.
    """
    return _layered_cheaply()({"values": list(rows)})


@cache
def shared(channel: type[C]) -> type[C]:
    """The channel as it is, written out once for all layers that have it in common.

    `x = shared(alt.X)("day:O", title=None)` is used like an `alt.X`. Its type must be said (":O").
    """

    class Shared(channel):  # type: ignore[valid-type, misc]  # the class is only known when it is asked for
        @cached_property
        def written(self) -> dict[str, Any]:
            said: dict[str, Any] = super().to_dict(validate=False)
            return said

        def to_dict(self, validate: bool = True, **asked: Any) -> dict[str, Any]:
            return super().to_dict(validate, **asked) if validate else self.written

    return Shared


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
def _layered_cheaply() -> type[alt.Chart]:
    import altair as alt

    class SharingChart(alt.Chart):
        """A chart whose parts nobody changes, so that its copy may hold the same ones.

        Altair's own steps replace a part and never write into it. It copies each layer many times as it
        puts the picture together and writes it out, and more often in a picture within a picture: deep
        copies cost more than all the rest.
        """

        def __deepcopy__(self, memo: object = None) -> SharingChart:
            return self.copy(deep=False)

    return SharingChart
