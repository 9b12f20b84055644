"""Does a real browser show the page of the recovery map quietly, for everyone, on any screen?"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Browser

from tests.unit.report.executed import make_output, render
from tests.unit.report.recovery.factory import full_map
from toolkit.report import pieces, recovery

pytestmark = pytest.mark.browser
NARROW, WIDE = 400, 1280
SERIOUS = {"serious", "critical"}


@pytest.fixture(scope="module")
def recovery_page(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """The notebook as if run on a map of twelve risks on which everything occurs."""
    source = nbformat.read(repository / "notebooks" / "recovery_map.ipynb", as_version=4)
    shown: dict[str, Any] = {name: getattr(pieces, name) for name in pieces.__all__}
    cells = []
    for cell in source.cells:
        if cell.cell_type == "code" and cell.source.endswith(")") and "audit = " not in cell.source:
            # our own notebook, one call a cell
            piece = eval(cell.source, {**shown, "recovery": recovery, "audit": full_map(12)})
            cells.append(new_code_cell(cell.source, id=cell.id, outputs=[make_output(piece)]))
        else:
            cells.append(cell)
    path = tmp_path_factory.mktemp("recovery") / "recovery_map.html"
    path.write_text(render(new_notebook(cells=cells), title="Recovery map"), encoding="utf-8")
    return path


def test_it_asks_for_nothing_and_says_nothing_in_the_console(browser: Browser, recovery_page: Path) -> None:
    page = browser.new_page()
    requests: list[str] = []
    messages: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))

    page.goto(recovery_page.as_uri(), wait_until="networkidle")
    page.close()

    assert requests == [recovery_page.as_uri()]
    assert messages == []


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_it_has_no_serious_barrier(
    browser: Browser, recovery_page: Path, colours: Literal["light", "dark"]
) -> None:
    # The page's own policy forbids every script, also the one that looks for barriers.
    context = browser.new_context(color_scheme=colours, bypass_csp=True)
    page = context.new_page()
    page.goto(recovery_page.as_uri())
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")

    found = Axe().run(page).response["violations"]
    context.close()

    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found if one["impact"] in SERIOUS] == []


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_it_never_scrolls_sideways(browser: Browser, recovery_page: Path, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(recovery_page.as_uri())
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")

    across = page.evaluate("document.documentElement.scrollWidth")
    page.close()

    assert across <= width


def test_no_column_of_the_map_is_hidden_beside_the_screen(browser: Browser, recovery_page: Path) -> None:
    page = browser.new_page(viewport={"width": WIDE, "height": 800})
    page.goto(recovery_page.as_uri())

    over = page.evaluate(
        "[...document.querySelectorAll('.stacked .scroll')].filter(one => one.scrollWidth > one.clientWidth)"
        ".map(one => one.getAttribute('aria-label'))"
    )
    page.close()

    assert over == []
