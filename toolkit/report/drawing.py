"""How is a picture described to Altair without waiting for it?

Altair holds each part against the whole Vega-Lite schema as it is made, and copies the rows with every
step. Both cost more than drawing the picture. Ours are written once and held against the schema in
`tests/unit/report/test_drawing.py`, so a report does neither.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:
    import altair as alt

P = ParamSpec("P")
T = TypeVar("T")
HELD_AGAINST_SCHEMA = False  # the tests say True


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


@cache
def _shared_data() -> type[alt.InlineData]:
    import altair as alt

    class SharedData(alt.InlineData):
        """Rows that nobody changes, so that a copy of the picture may hold the same ones."""

        def __deepcopy__(self, memo: object = None) -> SharedData:
            return self

    return SharedData
