"""What goes to the browser of a report's picture: its own specification, and words for each mark.

The specification is the one the report's picture is drawn from. In the browser, pointing at a mark tells
its figures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
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
            return Drawn("", "", str(piece.text))
        first = kept[0]
        return Drawn.of(first.name, first.title, first.description, first.chart)


def _specification(chart: Any, said: str) -> dict[str, Any]:
    spec: dict[str, Any] = chart.to_dict(validate=False)
    spec |= {"background": "transparent", "description": said}
    for layer in spec.get("layer", [spec]):
        _tell(layer)
    return spec


def _tell(layer: dict[str, Any]) -> None:
    for inner in layer.get("layer", []):
        _tell(inner)
    if "mark" not in layer:
        return
    values = layer.get("data", {}).get("values") or [{}]
    own = {key: key for key in values[0] if key[:1].isupper()}
    told = own or {key: name for key, name in _TOLD.items() if key in values[0]}
    if told and "tooltip" not in layer.setdefault("encoding", {}):
        layer["encoding"]["tooltip"] = [
            {"field": field, "title": name, "type": "nominal"} for field, name in told.items()
        ]
