"""Two services, or two months of one, side by side on the page."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets
from markupsafe import Markup

from toolkit.audits import AUDITS
from toolkit.explore.choice import Choice
from toolkit.explore.service_month import ServiceMonth
from toolkit.explore.side_by_side import Pair, compare_sides, in_order
from toolkit.explore.what_if import WhatIf
from toolkit.explore.working import Working
from toolkit.parameters.thresholds import Thresholds
from toolkit.report.changes import CHANGE_WORDS, summary_sentence
from toolkit.report.tables import Heading, render_table
from toolkit.report.templates import render_macro
from toolkit.wording import month_name


class BesideTab:
    """The service and month on show on one side; what is chosen here on the other."""

    follows = "Both sides are judged so."

    def __init__(self, choice: Choice, working: Working) -> None:
        self.choice = choice
        self.audit = widgets.Dropdown(
            options=[(kind.title, name) for name, kind in AUDITS.items()], description="Audit"
        )
        self.service = widgets.Dropdown(
            options=[(name, key) for key, name in choice.services.items()], description="Beside"
        )
        self.month = widgets.Dropdown(description="in")
        self.table = widgets.HTML("")
        self.what_if: WhatIf | None = None
        self._compared_under: Thresholds | None = None
        self._filling = False
        working.watch(self.audit, lambda _: self._compare())
        working.watch(self.service, lambda _: self._service_chosen())
        working.watch(self.month, lambda _: self._compare())
        self.box = widgets.VBox([widgets.HBox([self.audit, self.service, self.month]), self.table])

    def show(self, what_if: WhatIf) -> None:
        """Begin with the month before; the choice made here stays while the same month is on show."""
        if self.what_if is not None and what_if.service_month is self.what_if.service_month:
            self.what_if = what_if
            if what_if.thresholds != self._compared_under:
                self._compare()
            return
        self.what_if = what_if
        here = what_if.service_month
        self._filling = True
        self.service.value = here.service
        months = self.choice.months(here.service)
        earlier = [month for month in months if month < here.month]
        self._fill_months(months, earlier[0] if earlier else months[0])
        self._filling = False
        self._compare()

    def _fill_months(self, months: tuple[str, ...], chosen: str) -> None:
        self.month.options = [(month_name(one), one) for one in months]
        self.month.value = chosen

    def _service_chosen(self) -> None:
        if self._filling or self.what_if is None:
            return
        months = self.choice.months(self.service.value)
        wanted = self.what_if.service_month.month
        self._filling = True
        self._fill_months(months, wanted if wanted in months else months[0])
        self._filling = False
        self._compare()

    def _compare(self) -> None:
        if self._filling or self.what_if is None or self.month.value is None:
            return
        other = self.choice.open(self.service.value, self.month.value)
        first, second = in_order(self.what_if.service_month, other)
        pairs, changes = compare_sides(first, second, self.audit.value, self.what_if)
        self._compared_under = self.what_if.thresholds
        same = first is second
        said = (
            "The same service and month stand on both sides: choose another."
            if same else summary_sentence(changes) if changes
            else "Two services side by side. Each answer is weighed on its own records: this is no ranking."
        )  # fmt: skip
        parts = [Markup('<p class="grip-answer">{}</p>').format(f"{said} {_judged_by(self.what_if)}")]
        if not same:
            parts.append(_table(first, second, pairs))
        self.table.value = str(Markup('<div class="grip wide">{}</div>').format(Markup("").join(parts)))


def _judged_by(what_if: WhatIf) -> str:
    """A report made in an earlier month may have been judged by other lines than are drawn today."""
    if what_if.is_report:
        return (
            "Both sides are judged by today's thresholds and today's records, not by those of the day on "
            "which a report was made."
        )
    return "Both sides are judged by today's records, with the thresholds moved above."


def _table(first: ServiceMonth, second: ServiceMonth, pairs: list[Pair]) -> Markup:
    headings = [Heading("Question"), Heading(_side(first)), Heading(_side(second))]
    changed = any(pair.change is not None for pair in pairs)
    if changed:
        headings.insert(1, Heading("Change"))
    rows: list[tuple[Any, ...]] = []
    for pair in pairs:
        cells = [_answer(pair.first), _answer(pair.second)]
        change = [CHANGE_WORDS[pair.change]] if changed and pair.change is not None else []
        rows.append((pair.first.question.question, *change, *cells))
    return render_table("The answers side by side", headings, rows)


def _side(side: ServiceMonth) -> str:
    return f"{side.evidence.service.name}, {month_name(side.month)}"


def _answer(check: Any) -> Markup:
    return Markup("{} {}").format(render_macro("badge", check.outcome), check.says)
