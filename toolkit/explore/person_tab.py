"""A person's fortnight on the page: choose who, and the days; see their care day by day."""

from __future__ import annotations

from datetime import date, timedelta

import ipywidgets as widgets
import pandas as pd
from markupsafe import Markup

from toolkit.explore.charts import Picture
from toolkit.explore.fortnight import (
    LEFT_OUT,
    NOT_RECORDED,
    WENT_WRONG,
    Fortnight,
    fortnight_of,
    last_days,
    people_of,
    worst_of_day,
)
from toolkit.explore.fortnight_picture import draw_fortnight
from toolkit.explore.records import CATEGORY_WORDS
from toolkit.explore.what_if import WhatIf
from toolkit.explore.working import Working
from toolkit.report.tables import Heading, render_table
from toolkit.wording import count, long_day, of, short_day


class PersonTab:
    """One person at a time; those whose care went wrong most often come first."""

    follows = ""  # no threshold moves what stands here

    def __init__(self, working: Working) -> None:
        self.person = widgets.Dropdown(description="Person")
        self.until = widgets.Dropdown(description="Fortnight")
        self.said = widgets.HTML("")
        self.picture = Picture()
        self.table = widgets.HTML("")
        self.what_if: WhatIf | None = None
        self._filling = False
        working.watch(self.person, lambda _: self._draw())
        working.watch(self.until, lambda _: self._draw())
        head = widgets.HBox([self.person, self.until])
        self.box = widgets.VBox([head, self.said, self.picture.box, self.table])

    def show(self, what_if: WhatIf) -> None:
        if self.what_if is not None and what_if.service_month is self.what_if.service_month:
            return
        self.what_if = what_if
        month = what_if.service_month
        self._filling = True
        people = people_of(month)
        days = last_days(month.evidence.period)
        self.person.options, self.until.options = people, [(_span(day), day) for day in days]
        self.person.value, self.until.value = next(iter(people), None), days[0]
        self._filling = False
        self._draw()

    def _draw(self) -> None:
        if self._filling or self.what_if is None:
            return
        if self.person.value is None:
            kept = self.what_if.service_month.evidence.supplied("care")
            why = (
                "No care of this month names a person." if kept else "Care was not supplied: nobody can tell."
            )
            self.said.value = f'<p class="grip-answer">{why}</p>'
            self.picture.show(None)
            self.table.value = ""
            return
        found = fortnight_of(self.what_if.service_month, self.person.value, self.until.value)
        self.said.value = _said(found)
        self.picture.show(draw_fortnight(found, worst_of_day(found.care)))
        self.table.value = _table(found)


def _span(until: date) -> str:
    return f"{short_day(until - timedelta(days=13))} to {long_day(until)}"


def _said(found: Fortnight) -> str:
    care = found.care[~found.care["category"].isin([NOT_RECORDED, LEFT_OUT])]
    unknown, left_out = (int((found.care["category"] == one).sum()) for one in (NOT_RECORDED, LEFT_OUT))
    went = of(int(care["category"].isin(WENT_WRONG).sum()), len(care), "care record")
    text = f"{found.person}, 14 days: care went wrong, or was poorly recorded, in {went}."
    if care.empty:
        text = f"{found.person}, 14 days: no care on record can be judged. What they had is not known."
    if unknown:
        text += f" {unknown} more fell on days that were not recorded: what became of them is not known."
    if left_out:
        text += f" {left_out} more did not count, as when they were away."
    if len(found.events):
        text += f" Beside them stand {count(len(found.events), 'other record')}."
    return str(Markup('<p class="grip-answer">{}</p>').format(text))


def _table(found: Fortnight) -> str:
    """The care that went wrong and everything else that happened, day by day."""
    wrong = found.care[found.care["category"].isin(WENT_WRONG)]
    lines = [
        (
            row["due_at"],
            "Care",
            f"{row['activity']}: {CATEGORY_WORDS[row['category']].lower()}, {_times(row)}",
        )
        for row in wrong.to_dict("records")
    ]
    lines += [(row["day"], row["what"], row["about"]) for row in found.events.to_dict("records")]
    headings = [Heading("Day"), Heading("What"), Heading("What the record says")]
    rows = [(f"{day:%a} {short_day(day.date())}", what, about) for day, what, about in sorted(lines)]
    if not rows:
        return '<p class="grip-why wide">No record of these days says that something went wrong.</p>'
    return str(
        Markup('<div class="grip">{}</div>').format(
            render_table(f"{found.person}, day by day", headings, rows)
        )
    )


def _times(row: dict) -> str:  # type: ignore[type-arg]
    started = "not started" if pd.isna(row["started_at"]) else f"started {row['started_at']:%H:%M}"
    return f"due {row['due_at']:%H:%M}, {started}"
