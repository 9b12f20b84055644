"""The explorer's page: choose a service and a month, ask, and see how the answer differs from the report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ipywidgets as widgets

from toolkit.audits import AUDITS
from toolkit.explore.answer_words import standing_html
from toolkit.explore.audit_tab import AuditTab
from toolkit.explore.beside_tab import BesideTab
from toolkit.explore.choice import Choice
from toolkit.explore.decisions_tab import DecisionsTab
from toolkit.explore.looks import Names, looks
from toolkit.explore.person_tab import PersonTab
from toolkit.explore.thresholds import Threshold, Value
from toolkit.explore.what_if import WhatIf
from toolkit.explore.working import Working
from toolkit.wording import month_name

TAB_TITLES = {
    "staffing_missed_care": "Staffing",
    "complaints_care_plans": "Complaints",
    "oversight_evidence": "Oversight",
    "recovery_map": "Recovery map",
}
OTHER_TITLES = ("A person's fortnight", "Side by side", "Decisions")


class Explorer:
    """One workspace on one page."""

    def __init__(self, choice: Choice, service: str, month: str) -> None:
        self.choice, self.working, self.names = choice, Working(), Names()
        services = [(name, key) for key, name in choice.services.items()]
        self.service = widgets.Dropdown(options=services, value=service, description="Service")
        self.month = widgets.Dropdown(options=self._months(service), value=month, description="Month")
        self.standing = widgets.HTML("")
        self.reset = widgets.Button(
            description="Back to the report's thresholds", disabled=True, layout={"width": "auto"}
        )
        self.audit_tabs = [
            AuditTab(name, TAB_TITLES[name], choice, self.working, self._moved, self.names.lead_to)
            for name in AUDITS
        ]
        self.all_tabs: list[Any] = [
            *self.audit_tabs, PersonTab(self.working), BesideTab(choice, self.working),
            DecisionsTab(self.working),
        ]  # fmt: skip
        self.tabs = widgets.Tab(
            [tab.box for tab in self.all_tabs], titles=[*TAB_TITLES.values(), *OTHER_TITLES]
        )
        self.what_if = WhatIf(choice.open(service, month))
        self._watch()
        head = widgets.HBox([self.service, self.month, self.working.sign])
        standing = widgets.HBox([self.standing, self.reset])
        self.box = widgets.VBox([looks(), self.names, head, self.working.said, standing, self.tabs])
        self.box.add_class("grip-explorer")
        self.working.do(lambda _: self._show(), None)

    def _watch(self) -> None:
        self.working.watch(self.service, self._service_chosen)
        self.working.watch(self.month, lambda _: self._open())
        self.working.watch(self.tabs, lambda _: self._show(), "selected_index")
        self.working.press(self.reset, self._reset)
        self.names.when_clicked(lambda mark: self.working.do(self._clicked, mark))

    def _clicked(self, mark: Mapping[str, str]) -> None:
        tab = self.all_tabs[self.tabs.selected_index or 0]
        if isinstance(tab, AuditTab):
            tab.chosen(mark)

    def _months(self, service: str) -> list[tuple[str, str]]:
        return [(month_name(one), one) for one in self.choice.months(service)]

    def _service_chosen(self, service: str) -> None:
        months = self._months(service)
        wanted = self.month.value if self.month.value in [one for _, one in months] else None
        chosen = wanted or self.choice.first_choice(service)[1]
        self.month.options = months
        self.month.value = chosen
        self._open()

    def _open(self) -> None:
        if self.month.value is None:
            return
        opened = self.choice.open(self.service.value, self.month.value)
        if opened is not self.what_if.service_month:
            self.what_if = WhatIf(opened)
        self._show()

    def _moved(self, threshold: Threshold, value: Value) -> None:
        if threshold.of(self.what_if.thresholds) != value:
            self.what_if.move(threshold, value)
            self._show()

    def _reset(self) -> None:
        self.what_if.reset()
        self._show()

    def _show(self) -> None:
        """The tab that is open, as everything stands now; the others follow when they are opened."""
        tab = self.all_tabs[self.tabs.selected_index or 0]
        tab.show(self.what_if)
        said = standing_html(self.what_if, tab.follows)
        if self.standing.value != said:
            self.standing.value = said
        self.reset.disabled = self.what_if.is_report


def show_explorer(service: str = "", month: str = "", workspace: str = "") -> widgets.Widget:
    """The page on which one service's month is explored; nothing it does alters a report."""
    choice = Choice.of_workspace(workspace)
    return Explorer(choice, *choice.first_choice(service, month)).box
