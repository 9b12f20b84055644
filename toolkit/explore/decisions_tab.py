"""Decisions and what followed on the page: choose the month in which they were taken."""

from __future__ import annotations

import ipywidgets as widgets
from markupsafe import Markup

from toolkit.explore.charts import Picture
from toolkit.explore.decided import Decided, decided_in, months_of_decisions
from toolkit.explore.what_if import WhatIf
from toolkit.explore.working import Working
from toolkit.report import oversight
from toolkit.wording import count, month_name


class DecisionsTab:
    """What was decided in one month of the last twelve, and what became of it."""

    follows = ""  # no threshold moves what stands here

    def __init__(self, working: Working) -> None:
        self.month = widgets.Dropdown(description="Decided in")
        self.list = widgets.HTML("")
        self.picture = Picture()
        self.what_if: WhatIf | None = None
        self._filling = False
        working.watch(self.month, lambda _: self._tell())
        self.box = widgets.VBox([self.month, self.list, self.picture.box])

    def show(self, what_if: WhatIf) -> None:
        if self.what_if is not None and what_if.service_month is self.what_if.service_month:
            return
        self.what_if = what_if
        self._filling = True
        months = months_of_decisions(what_if.service_month)
        self.month.options = months
        self.month.value = months[0][1] if months else None
        self._filling = False
        as_reported = WhatIf(what_if.service_month)
        self.picture.show(as_reported.picture("oversight_evidence", oversight.draw_decisions))
        self._tell()

    def _tell(self) -> None:
        if self._filling or self.what_if is None:
            return
        if self.month.value is None:
            kept = self.what_if.service_month.evidence.supplied("decisions")
            why = "No decision is on record in the last 12 months."
            why = why if kept else "Decisions were not supplied: nobody can tell."
            self.list.value = f'<p class="grip-answer">{why}</p>'
            return
        found = decided_in(self.what_if.service_month, self.month.value)
        head = Markup('<p class="grip-answer">{}</p>').format(
            f"{month_name(self.month.value)}: {count(len(found), 'decision')}. "
            "What follows a decision is not proved to come of it."
        )
        items = Markup("").join(_item(one) for one in found)
        self.list.value = str(
            Markup('<div class="grip">{}<ul class="grip-decided">{}</ul></div>').format(head, items)
        )


def _item(one: Decided) -> Markup:
    followed = Markup("").join(Markup("<li>{}</li>").format(sentence) for sentence in one.followed)
    return Markup("<li><strong>{}</strong> {}<ul>{}</ul></li>").format(one.decision_id, one.what, followed)
