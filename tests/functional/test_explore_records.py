"""Does the way down from an answer to its rows show names only where somebody asks for them?"""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.explore.choice import Choice
from toolkit.explore.export_row import HIDDEN, Exports
from toolkit.explore.record_panel import RecordPanel
from toolkit.explore.records import Records
from toolkit.explore.what_if import WhatIf
from toolkit.explore.working import Working


@pytest.fixture
def choice(workspace: Path) -> Choice:
    return Choice.of_workspace(str(workspace))


def answer(panel: RecordPanel, choice: Choice, service: str, code: str) -> None:
    """Put what stands behind one answer into the panel."""
    month = choice.open(service, "2026-10")
    found = WhatIf(month).answers("staffing_missed_care")
    check = next(one.now for one in found if one.code == code)
    panel.show(Records(month), Exports(choice.workspace, choice.store.files), check)


def care_records(panel: RecordPanel) -> list[object]:
    return [one for _, one in panel.behind.options if one.ref.startswith("care:")]


@pytest.fixture
def panel(choice: Choice) -> RecordPanel:
    """A care record chosen, and what is personal in it shown."""
    made = RecordPanel("Staffing", Working())
    answer(made, choice, "oakfield", "needs-not-met")
    made.behind.value = care_records(made)[0]
    assert HIDDEN in made.cells.value
    made.personal.value = True
    assert HIDDEN not in made.cells.value
    return made


def test_another_row_hides_what_is_personal_again(panel: RecordPanel) -> None:
    panel.behind.value = care_records(panel)[1]

    assert panel.personal.value is False
    assert HIDDEN in panel.cells.value


def test_the_care_of_a_shift_hides_what_is_personal_again(panel: RecordPanel, choice: Choice) -> None:
    answer(panel, choice, "oakfield", "repeated-staffing-gaps")
    panel.behind.value = next(one for _, one in panel.behind.options if one.ref.startswith("shifts:"))
    panel.personal.value = True

    panel.care.value = panel.care.options[0][1]

    assert panel.personal.value is False
    assert HIDDEN in panel.cells.value


def test_another_service_hides_what_is_personal_again(panel: RecordPanel, choice: Choice) -> None:
    answer(panel, choice, "birch-lodge", "needs-not-met")

    assert panel.personal.value is False
    assert panel.cells.value == ""
