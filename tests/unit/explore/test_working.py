"""Does a page say in words what went wrong in it, and nothing of the records?"""

from __future__ import annotations

import ipywidgets as widgets

from toolkit.errors import WrongUse
from toolkit.explore.working import Working


def page_with(act: object) -> tuple[Working, widgets.IntText]:
    working, control = Working(), widgets.IntText(value=0)
    working.watch(control, act)  # type: ignore[arg-type]
    return working, control


def test_a_mistake_is_told_with_how_to_mend_it_and_goes_with_the_next_step() -> None:
    def refuse(value: int) -> None:
        if value == 1:
            raise WrongUse("There is no such month.", "Choose another <one>.")

    working, control = page_with(refuse)

    control.value = 1
    said = working.said.value
    control.value = 2

    assert said == (
        '<p class="grip-alert" role="alert">There is no such month. Choose another &lt;one&gt;.</p>'
    )
    assert working.said.value == ""


def test_a_fault_of_ours_is_told_by_its_kind_and_place_and_not_by_its_words() -> None:
    def fail(value: int) -> None:
        raise ValueError("Dawn Marker")

    working, control = page_with(fail)

    control.value = 1

    assert "a fault of the toolkit: ValueError (test_working.py, line" in working.said.value
    assert "Marker" not in working.said.value


def test_the_sign_says_that_it_works_and_then_that_it_is_ready() -> None:
    signs: list[str] = []
    working, control = page_with(lambda value: None)
    working.sign.observe(lambda change: signs.append(change["new"]), names="value")

    control.value = 1

    assert ["Working" in sign for sign in signs] == [True, False]
    assert all('role="status"' in sign for sign in signs)
