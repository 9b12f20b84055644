"""One audit on the page: its questions, the answer to one, and the thresholds it is judged by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets as widgets

from toolkit.explore.answer_words import answer_html, follows_of, option_of
from toolkit.explore.charts import PICTURES, Picture
from toolkit.explore.choice import Choice
from toolkit.explore.export_row import Exports
from toolkit.explore.finding import Place, places_of, words_about
from toolkit.explore.record_panel import RecordPanel
from toolkit.explore.records import Records
from toolkit.explore.sliders import Moved, ThresholdSlider
from toolkit.explore.square import square_of
from toolkit.explore.what_if import Answered, WhatIf
from toolkit.explore.working import Working, set_aside, settle
from toolkit.report.staffing import draw_fill_calendar

LeadTo = Callable[[str], None]  # told the name of the control to bring into sight
_EXAMPLES = {  # of words to look for: each finds something in its audit
    "staffing_missed_care": "agency",
    "complaints_care_plans": "care plan",
    "oversight_evidence": "evidence",
    "recovery_map": "links",
}
_HINT = '<p class="grip-why wide">Click a square to list its shifts above.</p>'


class AuditTab:
    """The questions of one audit; choosing one shows its answer and its thresholds."""

    def __init__(
        self, audit: str, title: str, choice: Choice, working: Working, moved: Moved, lead_to: LeadTo
    ) -> None:
        self.audit, self.choice, self.working = audit, choice, working
        self._moved, self._lead_to = moved, lead_to
        self.what_if: WhatIf | None = None
        self.answers: list[Answered] = []
        self.questions = widgets.Select(
            description=f"{title}: questions, most serious first",
            layout={"width": "100%"},
            style={"description_width": "initial"},
        )
        self.finder = widgets.Combobox(
            description=f"{title}: find a threshold", placeholder=f"for example: {_EXAMPLES[audit]}",
            layout={"width": "100%"}, style={"description_width": "initial"},
        )  # fmt: skip
        self.about_finder = widgets.HTML("")
        self._places: Mapping[str, Place] = {}
        working.watch(self.finder, self._found)
        self.answer = widgets.HTML("")
        self.own = widgets.VBox([])
        self.counting = widgets.Accordion([widgets.VBox([])], titles=("How records are counted",))
        self.sliders: list[ThresholdSlider] = []
        self._filling = False
        working.watch(self.questions, self._chosen)
        self.questions.add_class("grip-stacked")
        self.behind = RecordPanel(title, working)
        self.pictures = widgets.Dropdown(
            options=list(PICTURES[audit]), description="Picture", layout={"width": "40rem"}
        )
        self.hint = widgets.HTML("")
        self.picture = Picture()
        working.watch(self.pictures, lambda _: self._draw())
        left = widgets.VBox(
            [self.questions, self.finder, self.about_finder, self.own, self.counting],
            layout={"width": "45%"},
        )
        right = widgets.VBox([self.answer, self.behind.box], layout={"width": "53%"})
        for side in (left, right):
            side.add_class("grip-side")
        self.box = widgets.VBox([widgets.HBox([left, right]), self.pictures, self.hint, self.picture.box])

    def show(self, what_if: WhatIf) -> None:
        """The audit as the thresholds stand now; the chosen question stays chosen."""
        other = what_if is not self.what_if
        self.what_if = what_if
        if other:
            self._records = Records(what_if.service_month)
            self._exports = Exports(self.choice.workspace, self.choice.store.files)
        self.answers = what_if.answers(self.audit)
        self._fill_questions(keep=not other)
        if other:
            self._places = places_of(what_if, self.answers)
            self.finder.options = tuple(self._places)
            self._say_what_is_found(self.finder.value)
        self._show_answer(new_sliders=other)
        self._draw()
        if other:
            what_if.service_month.look_ahead(self.audit)
            settle()

    @property
    def follows(self) -> str:
        """What the moved thresholds change on this page."""
        return follows_of(self.answers)

    def _found(self, words: str) -> None:
        """Open the question that the threshold is moved under, and lead to its slider."""
        place = self._places.get(words)
        if place is None:
            self._say_what_is_found(words)
            return
        self.questions.value = place.code(self.questions.value)
        if place.threshold.is_definition:
            self.counting.selected_index = 0
        self.finder.value = ""
        self._lead_to(place.threshold.label)

    def _say_what_is_found(self, words: str) -> None:
        said = words_about(words, self._places)
        shown = f'<p class="grip-why wide" role="status" aria-live="polite">{said}</p>' if said else ""
        if self.about_finder.value != shown:
            self.about_finder.value = shown

    def _fill_questions(self, *, keep: bool) -> None:
        options = [(option_of(one), one.code) for one in self.answers]
        if list(self.questions.options) == options:
            return
        chosen = self.questions.value if keep else None
        self._filling = True
        try:
            self.questions.options, self.questions.rows = options, len(options)
            self.questions.value = chosen or options[0][1]
        finally:
            self._filling = False

    def _chosen(self, _: object) -> None:
        if not self._filling:
            self._show_answer(new_sliders=True)

    def _show_answer(self, *, new_sliders: bool) -> None:
        if self.what_if is None:
            return
        answered = next(one for one in self.answers if one.code == self.questions.value)
        said = str(answer_html(answered, self.what_if))
        if self.answer.value != said:
            self.answer.value = said
        self.behind.show(self._records, self._exports, answered.now)
        if new_sliders:
            self._make_sliders(answered.code)
        for slider in self.sliders:
            slider.show(slider.threshold.of(self.what_if.thresholds))

    def _draw(self) -> None:
        if self.what_if is not None:
            self.picture.show(self.what_if.picture(self.audit, self._drawn_by))
            self.hint.value = _HINT if self._can_be_chosen else ""
            mark = self.picture.box.add_class if self._can_be_chosen else self.picture.box.remove_class
            mark("grip-choosable")

    @property
    def _can_be_chosen(self) -> bool:
        return self._drawn_by is draw_fill_calendar

    @property
    def _drawn_by(self) -> Callable[[Any], Any]:
        return PICTURES[self.audit][self.pictures.value]

    def chosen(self, mark: Mapping[str, Any]) -> None:
        """A mark of the picture was clicked: of a square of the calendar, list its shifts."""
        if self.what_if is None or not self._can_be_chosen:
            return
        shifts = self.what_if.part_of_audit(self.audit).shifts_by_day
        square = square_of(shifts, mark)
        if square is not None:
            self._lead_to(self.behind.show_square(square))

    def _make_sliders(self, code: str) -> None:
        assert self.what_if is not None
        report, now = self.what_if.service_month.thresholds, self.what_if.thresholds
        self.sliders = [
            ThresholdSlider(one, one.of(report), one.of(now), self.working, self._moved)
            for one in self.what_if.thresholds_of(code)
        ]
        own = [one.box for one in self.sliders if not one.threshold.is_definition]
        nothing = [widgets.HTML('<p class="grip-why">This question has no threshold of its own.</p>')]
        self.own.children = tuple(own or nothing)
        self.counting.children[0].children = tuple(
            one.box for one in self.sliders if one.threshold.is_definition
        )
        set_aside()
