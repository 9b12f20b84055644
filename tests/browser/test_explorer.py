"""Does the explorer do in a real browser, on a real JupyterLab, what a governance review asks of it?"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from toolkit.sample import write_sample

pytestmark = pytest.mark.browser

SERVICE, MONTH = "oakfield", "2026-10"
LONG = 60_000


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two services of the sample provider, not audited yet."""
    return write_sample(tmp_path_factory.mktemp("explored") / "provider", services=2).folder


@contextmanager
def opened(workspace: Path, *options: str) -> Iterator[str]:
    """`grip explore` as a person starts it; gives the address it prints."""
    command = [
        sys.executable,
        "-m",
        "toolkit",
        "explore",
        "--no-browser",
        *options,
        "--workspace",
        str(workspace),
    ]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), f"ended with {process.wait()}"
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


class Watched:
    """A page, and what it asked for beyond this machine (nothing of which it gets)."""

    def __init__(self, context: BrowserContext) -> None:
        self.beyond: list[str] = []
        self.page = context.new_page()
        self.page.set_default_timeout(LONG)
        context.route(re.compile("^(?!data:|blob:|about:).*"), self._let_through)

    def _let_through(self, route: object) -> None:
        host = urlsplit(route.request.url).hostname  # type: ignore[attr-defined]
        if host == "127.0.0.1":
            route.continue_()  # type: ignore[attr-defined]
        else:
            self.beyond.append(host or "")
            route.abort()  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def watched(browser: Browser, workspace: Path) -> Iterator[Watched]:
    """The explorer at Oakfield House in October, opened once for all the tests of this module."""
    with opened(workspace, "--service", SERVICE, "--month", MONTH) as address:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        found = Watched(context)
        found.page.goto(address)
        found.page.get_by_text("Does the same shift keep running short?").first.wait_for()
        yield found
        context.close()


@pytest.fixture
def page(watched: Watched) -> Page:
    return watched.page


def test_the_page_opens_at_the_service_and_month_that_were_asked_for(page: Page) -> None:
    expect(page.get_by_label("Service", exact=True)).to_have_value("Oakfield House")
    expect(page.get_by_label("Month", exact=True)).to_have_value("October 2026")


def test_a_threshold_moved_by_keyboard_changes_the_finding_and_can_be_put_back(page: Page) -> None:
    questions = page.get_by_label("Staffing: questions")
    questions.select_option(label="Needs action · Does the same shift keep running short?")
    in_month = page.get_by_role("slider", name="Days in month")
    each_month = page.get_by_role("slider", name="Days each month")

    in_month.press("End")
    each_month.press("End")

    expect(page.get_by_text("This is a what-if. The report is unchanged.")).to_be_visible()
    expect(questions).to_have_value("Clear (report: Needs action) · Does the same shift keep running short?")
    page.get_by_role("button", name="Back to the report's thresholds").click()
    expect(page.get_by_text("Thresholds as in the report.")).to_be_visible()
    expect(questions).to_have_value("Needs action · Does the same shift keep running short?")


def test_nothing_is_asked_for_beyond_this_machine(watched: Watched) -> None:
    assert watched.beyond == []
