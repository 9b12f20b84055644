"""What goes to the browser of a report's picture: its own specification, and words for each mark.

The specification is the one the report's picture is drawn from. In the browser, pointing at a mark tells
its figures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from altair.utils import schemapi

from toolkit.report import pictures

_TOLD = {  # fields of the reports' pictures that say something when a mark is pointed at
    "day": "Day", "row": "Row", "person": "Person", "name": "What", "side": "Side", "text": "In the square",
    "words": "Figure", "week": "Week ending", "month": "Month", "kind": "What",
    "item": "Item", "theme": "Theme",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture's specification, what it asks, and the answer in words that stands beside it."""

    name: str
    title: str
    answer: str
    spec: Mapping[str, Any] | None = None
    key: Sequence[tuple[str, str]] = field(default=())
    beside: str = ""  # the report's own words, key and table, where a report draws it

    @classmethod
    def of(cls, name: str, title: str, answer: str, chart: Any, key: Sequence[tuple[str, str]] = ()) -> Drawn:
        """The picture of an Altair chart."""
        return cls(name, title, answer, _specification(chart, f"{title} {answer}"), key)


def drawn_from(draw: Callable[[Any], Any], audit: Any) -> Drawn:
    """The picture a report's function would draw of the audit; words only where it draws none."""
    # Charts that the reports draw every month need not be held against the schema at each move.
    with pictures.kept_charts() as kept, schemapi.debug_mode(False):
        piece = draw(audit)
        if not kept:
            return Drawn("", "", str(piece.text), beside=str(piece.html))
        first = kept[0]
        drawn = Drawn.of(first.name, first.title, first.description, first.chart)
        return replace(drawn, beside=str(piece.html))


def _specification(chart: Any, said: str) -> dict[str, Any]:
    spec: dict[str, Any] = chart.to_dict(validate=False)
    spec |= {"background": "transparent", "description": said}
    # The words and the table say it: its marks, told one by one, would drown them.
    spec["config"] = {**spec.get("config", {}), "aria": False}
    _tell(spec, {}, spec.get("datasets", {}))
    return spec


def _tell(layer: dict[str, Any], above: dict[str, Any], shared: Mapping[str, Any]) -> None:
    """Give every mark words for whoever points at it, from the data it is drawn from.

    `shared` are the rows that layers have in common, by the name they call them.
    """
    data = layer.get("data") or above
    for inner in layer.get("layer", []):
        _tell(inner, data, shared)
    rows = data.get("values") or shared.get(data.get("name", ""), [])
    first: dict[str, Any] = next(iter(rows), {})
    own = {key: key for key in first if key[:1].isupper()}
    told = own or {key: name for key, name in _TOLD.items() if key in first}
    if "mark" in layer and told and "tooltip" not in layer.setdefault("encoding", {}):
        layer["encoding"]["tooltip"] = [
            {"field": field, "title": name, "type": "nominal"} for field, name in told.items()
        ]
