"""The controls by which one threshold is moved, and put back where the report has it."""

from __future__ import annotations

import html
from collections.abc import Callable

import ipywidgets as widgets

from toolkit.explore.thresholds import Threshold, Value
from toolkit.explore.working import Working

Moved = Callable[[Threshold, Value], None]


class ThresholdSlider:
    """A slider with its reason below it; the report's value is always said beside it."""

    def __init__(
        self, threshold: Threshold, report: Value, now: Value, working: Working, moved: Moved
    ) -> None:
        self.threshold, self.report = threshold, report
        kind = widgets.IntSlider if isinstance(threshold.step, int) else widgets.FloatSlider
        self.slider = kind(
            value=now, min=threshold.least, max=threshold.most, step=threshold.step,
            description=threshold.label, continuous_update=False, readout_format=self._readout(now),
            style={"description_width": "11rem"}, layout={"width": "100%"},
        )  # fmt: skip
        self.note = widgets.HTML(self._note(now))
        self.box = widgets.VBox([self.slider, self.note])
        working.watch(self.slider, lambda value: moved(threshold, value))

    def show(self, now: Value) -> None:
        """Stand where the threshold stands now."""
        self.slider.readout_format = self._readout(now)  # first: the value is then written in it
        if self.slider.value != now:
            self.slider.value = now
        note = self._note(now)
        if self.note.value != note:
            self.note.value = note

    def _readout(self, now: Value) -> str:
        """With as many places as the value has, one of a share at most: 4.5% must not read 5%."""
        if isinstance(self.threshold.step, int):
            return "d"
        if self.threshold.is_share:
            return ".0%" if abs(100 * now - round(100 * now)) < 1e-9 else ".1%"
        return ".0f" if now == round(now) else ".1f" if abs(10 * now - round(10 * now)) < 1e-9 else ".2f"

    def _note(self, now: Value) -> str:
        said = f"Report: {self.threshold.shown(self.report)}. {self.threshold.why}"
        kind = "moved" if now != self.report else "same"
        return f'<p class="grip-why {kind}">{html.escape(said)}</p>'
