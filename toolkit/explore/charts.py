"""How do the reports' own pictures come to life on the page: pointed at, and without a request?

Altair's own widget draws them, from the scripts that vl-convert carries along.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from typing import Any

import altair as alt
import ipywidgets as widgets

from toolkit.explore.drawn import Drawn
from toolkit.report import complaints, oversight, recovery, staffing

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


class Picture:
    """One place for a picture; the words stay when there is nothing to draw."""

    def __init__(self) -> None:
        alt.JupyterChart.enable_offline()
        self.said = widgets.HTML("")
        self.chart = alt.JupyterChart(
            None,  # type: ignore[arg-type]  # nothing is drawn yet; the specification comes by itself
            embed_options={"renderer": "svg", "actions": False, "tooltip": {"theme": "custom"}},
        )
        self.box = widgets.VBox([self.said, self.chart])

    def show(self, drawn: Drawn | None) -> None:
        """Draw it; only what differs from what is drawn goes to the browser."""
        spec = None if drawn is None else drawn.spec
        said = "" if drawn is None else _words(drawn)
        if self.said.value != said:
            self.said.value = said
        if self.chart.spec != spec:
            self.chart.set_trait("spec", spec)


def _words(drawn: Drawn) -> str:
    if drawn.beside:
        return f'<div class="grip grip-pictured">{drawn.beside}</div>'
    key = "".join(
        f'<li><span class="grip-swatch {kind}"></span>{html.escape(name)}</li>' for kind, name in drawn.key
    )
    listed = f'<ul class="grip-key">{key}</ul>' if key else ""
    return (
        f'<h4 class="grip-asked">{html.escape(drawn.title)}</h4>'
        f'<p class="grip-answer">{html.escape(drawn.answer)}</p>{listed}'
    )
