"""A real browser for the real pages: Chromium as the system has it, one for all tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.audit_with_everything import audit_with_everything, index_pages
from tests.browser.complaints_with_everything import complaints_with_everything
from tests.browser.oversight_with_everything import oversight_with_everything
from tests.unit.report.executed import full_notebook, render

LAUNCH = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found and os.environ.get("CI") == "true":
        pytest.fail("CI needs Chromium on the PATH to look at the pages")
    if not found:
        pytest.skip("needs Chromium on the PATH to look at the pages")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=LAUNCH)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """A folder with one page of each kind."""
    folder = tmp_path_factory.mktemp("pages")
    reports = {
        name: render(full_notebook(audit, nbformat.read(notebook, as_version=4)), title=audit.title)
        for name, audit in (
            ("report", audit_with_everything()),
            ("complaints", complaints_with_everything()),
            ("oversight", oversight_with_everything()),
        )
        for notebook in [repository / "notebooks" / f"{audit.name}.ipynb"]
    }
    for name, html in {**reports, **index_pages()}.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    return folder


@pytest.fixture
def report(browser: Browser, pages: Path) -> Iterator[Page]:
    """The report of an audit with every outcome, at the size of a laptop screen."""
    opened = browser.new_page(viewport={"width": 1280, "height": 800})
    opened.goto((pages / "report.html").as_uri())
    yield opened
    opened.close()
