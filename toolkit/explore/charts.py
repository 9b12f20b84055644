"""How do the reports' own pictures come to life on the page: pointed at, and without a request?

The specification is the one the report's picture is drawn from. Here it goes to the browser, where
pointing at a mark tells its figures.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import ipywidgets as widgets

from toolkit.report import complaints, oversight, pictures, recovery, staffing

# The first is on show when its audit is opened.
PICTURES: Mapping[str, Mapping[str, Callable[[Any], Any]]] = {
    "staffing_missed_care": {
        "Which shifts ran short, and when?": staffing.draw_fill_calendar,
        "What became of the care that was planned?": staffing.draw_care_outcomes,
        "Does care go wrong where shifts are under pressure?": staffing.draw_care_by_pressure,
        "For whom did care go wrong, and when?": staffing.draw_people_days,
        "Week by week": staffing.draw_weeks,
        "On which days was care recorded?": staffing.draw_recording,
    },
    "complaints_care_plans": {
        "Learning items on their time lines": complaints.draw_item_timelines,
        "In the care plan within eight weeks, month by month": complaints.draw_due_months,
        "How long until the care plan is changed?": complaints.draw_wait_for_update,
        "Themes": complaints.draw_themes,
    },
    "oversight_evidence": {
        "What did leaders decide, and did anything change?": oversight.draw_decisions,
        "What was said, asked, decided and done about each risk?": oversight.draw_risks_over_time,
    },
    "recovery_map": {"Does the evidence join up?": recovery.draw_chains},
}
_TOLD = {  # fields of the reports' pictures that say something when a mark is pointed at
    "day": "Day", "row": "Row", "person": "Person", "name": "What", "side": "Side", "text": "In the square",
    "words": "Figure", "week": "Week ending", "month": "Month", "kind": "What",
    "item": "Item", "theme": "Theme",
}  # fmt: skip
_HATCH = (
    '<svg width="0" height="0" aria-hidden="true" style="position:absolute"><defs><pattern id="hatch" '
    'width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="var(--band-unknown)"/>'
    '<path d="M0,0V6" stroke="var(--none)" stroke-width="1.6" opacity=".4"/></pattern></defs></svg>'
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture's specification, what it asks, and the answer in words that stands beside it."""

    name: str
    title: str
    answer: str
    chart: Any
    key: Sequence[tuple[str, str]] = ()


class Picture:
    """One place for a picture; the words stay when there is nothing to draw."""

    def __init__(self) -> None:
        alt.JupyterChart.enable_offline()
        self.said = widgets.HTML("")
        self.chart = alt.JupyterChart(
            None,  # type: ignore[arg-type]  # nothing is drawn yet; the specification comes by itself
            embed_options={"renderer": "svg", "actions": False, "tooltip": {"theme": "custom"}},
        )
        self.box = widgets.VBox([widgets.HTML(_HATCH), self.said, self.chart])

    def show(self, drawn: Drawn | None) -> None:
        """Draw it; only what differs from what is drawn goes to the browser."""
        spec = None if drawn is None else specification(drawn)
        said = "" if drawn is None else _words(drawn)
        if self.said.value != said:
            self.said.value = said
        if self.chart.spec != spec:
            self.chart.set_trait("spec", spec)


def drawn_from(draw: Callable[[Any], Any], audit: Any) -> Drawn | None:
    """The picture a report's function would draw of the audit; None when it draws none."""
    with pictures.kept_charts() as kept:
        piece = draw(audit)
    if not kept:
        return Drawn("", "", str(piece.text), None)
    first = kept[0]
    return Drawn(first.name, first.title, first.description, first.chart)


def specification(drawn: Drawn) -> dict[str, Any] | None:
    """What goes to the browser: the report's specification, and words for whoever points at a mark."""
    if drawn.chart is None:
        return None
    spec: dict[str, Any] = drawn.chart.to_dict(validate=False)
    spec["background"] = "transparent"
    spec["description"] = f"{drawn.title} {drawn.answer}"
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


def _words(drawn: Drawn) -> str:
    key = "".join(
        f'<li><span class="grip-swatch {kind}"></span>{html.escape(name)}</li>' for kind, name in drawn.key
    )
    listed = f'<ul class="grip-key">{key}</ul>' if key else ""
    return (
        f'<h4 class="grip-asked">{html.escape(drawn.title)}</h4>'
        f'<p class="grip-answer">{html.escape(drawn.answer)}</p>{listed}'
    )
