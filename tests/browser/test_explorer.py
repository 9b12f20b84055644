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
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect

from toolkit.sample import write_sample

pytestmark = pytest.mark.browser

SERVICE, MONTH = "oakfield", "2026-10"
LONG = 120_000
expect.set_options(timeout=LONG)


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


def keep_picture(page: Page, name: str) -> None:
    """A screenshot for the pages of docs/, where GRIP_SCREENSHOTS names the folder for them."""
    folder = os.environ.get("GRIP_SCREENSHOTS")
    if folder and name:
        page.mouse.move(0, 0)
        page.wait_for_timeout(700)
        page.screenshot(path=Path(folder) / f"{name}.png")


def ready(page: Page) -> None:
    """Until what was asked is worked out."""
    expect(page.locator(".grip-sign.ready").last).to_be_visible()


@pytest.fixture(scope="module")
def watched(browser: Browser, workspace: Path) -> Iterator[Watched]:
    """The explorer at Oakfield House in October, opened once for all the tests of this module."""
    with opened(workspace, "--service", SERVICE, "--month", MONTH) as address:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        found = Watched(context)
        found.page.goto(address)
        found.page.get_by_role("heading", name="Does the same shift keep running short?").wait_for()
        yield found
        context.close()


@pytest.fixture
def page(watched: Watched) -> Page:
    return watched.page


def test_the_page_opens_at_the_service_and_month_that_were_asked_for(page: Page) -> None:
    expect(page.get_by_label("Service", exact=True)).to_have_value("Oakfield House")
    expect(page.get_by_label("Month", exact=True)).to_have_value("October 2026")
    keep_picture(page, "explore")


def test_a_threshold_moved_by_keyboard_changes_the_finding_and_can_be_put_back(page: Page) -> None:
    questions = page.get_by_label("Staffing: questions")
    questions.select_option(label="Needs action · Does the same shift keep running short?")
    ready(page)

    page.get_by_role("slider", name="Short days in this month, at least").press("End")
    page.get_by_role("slider", name="Short days in each month of a run, at least").press("End")

    expect(page.get_by_text("This is a what-if. The report is unchanged.")).to_be_visible()
    expect(questions.locator("option:checked")).to_have_text(
        "Clear (report: Needs action) · Does the same shift keep running short?", timeout=LONG
    )
    expect(page.get_by_text("1 answer of 14 on this page differs from the report:")).to_be_visible()
    expect(page.get_by_text("The report says:")).to_be_visible()
    keep_picture(page, "explore-what-if")
    page.get_by_role("button", name="Back to the report's thresholds").click()
    expect(page.get_by_text("Thresholds as in the report.", exact=True)).to_be_visible()
    expect(questions.locator("option:checked")).to_have_text(
        "Needs action · Does the same shift keep running short?"
    )


def test_what_if_we_count_agency_at_40_per_cent(page: Page) -> None:
    """The question as it is asked in the room, about July: from the word to the answer that changes."""
    page.get_by_label("Month", exact=True).select_option(label="July 2026")
    questions = page.get_by_label("Staffing: questions")
    in_july = questions.locator("option", has_text="Needs action · Do filled shifts hide missed care?")
    expect(in_july).to_be_attached()
    ready(page)
    gathers = "Does missed care gather where staffing is short?"
    questions.select_option(label=f"Watch · {gathers}")
    ready(page)

    finder = page.get_by_label("Staffing: find a threshold")
    finder.fill("agency")
    listed = finder.evaluate("e => [...e.list.options].map(o => o.value)")
    offered = [one for one in listed if one.startswith("Agency")]
    assert offered == [
        "Agency share of the month's hours, over · Do filled shifts hide missed care?",
        "Agency share that makes a shift high pressure, over · how records are counted",
    ]
    finder.fill(offered[1])  # as the list fills it in
    slider = page.get_by_role("slider", name="Agency share that makes a shift high pressure, over")
    expect(slider).to_be_focused()
    expect(slider).to_have_attribute("aria-valuetext", "50%")
    slider.press("PageDown")
    slider.press("PageDown")

    expect(slider).to_have_attribute("aria-valuetext", "40%")
    expect(questions.locator("option:checked")).to_have_text(f"Clear (report: Watch) · {gathers}")
    moved = "“Agency share that makes a shift high pressure, over” 40% instead of 50%."
    expect(page.locator(".grip-standing.moved")).to_contain_text(moved)
    expect(page.get_by_text(f"With the sliders as they stand: {moved}")).to_be_visible()
    expect(page.get_by_text("The report says:")).to_be_visible()

    page.get_by_role("tab", name="Side by side").click()
    expect(page.get_by_text("with the thresholds moved above.")).to_be_visible()
    page.get_by_role("tab", name="Staffing").click()
    page.get_by_role("button", name="Back to the report's thresholds").click()
    expect(questions.locator("option:checked")).to_have_text(f"Watch · {gathers}")
    page.get_by_role("button", name="How records are counted").click()
    expect(slider).to_be_hidden()
    page.get_by_label("Month", exact=True).select_option(label="October 2026")
    expect(in_july).not_to_be_attached()
    ready(page)


def test_from_a_finding_to_a_shift_to_its_care_to_the_row_in_the_export(page: Page, workspace: Path) -> None:
    page.get_by_label("Staffing: questions").select_option(index=0)
    ready(page)
    shifts = page.get_by_label("Staffing: records behind this answer")
    shift = shifts.locator("option", has_text="nobody named").first.text_content()
    assert shift is not None

    shifts.select_option(label=shift)
    care = page.get_by_label("Staffing: care due in that shift")
    expect(care.locator("option").first).to_be_attached()
    care.select_option(index=0)

    row = page.locator(".grip-row table")
    expect(row.locator("caption")).to_contain_text("(care:")
    caption = row.locator("caption").text_content() or ""
    place = re.fullmatch(r"(\S+), row (\d+) \(care:(\S+)\)", caption)
    assert place is not None
    line = (workspace / place[1]).read_text(encoding="utf-8").splitlines()[int(place[2]) - 1]
    assert line.startswith(place[3])
    shifts.evaluate("e => e.parentElement.scrollIntoView()")
    keep_picture(page, "explore-row")


def test_a_picture_is_the_reports_own_and_tells_its_figures_when_pointed_at(page: Page) -> None:
    picture = page.locator(".vega-embed svg").first
    square = picture.locator("g.mark-rect path").nth(3)
    square.scroll_into_view_if_needed()

    square.hover(force=True)  # its figure lies over it, and tells the same

    expect(page.locator("#vg-tooltip-element")).to_contain_text("Day")


def test_a_square_of_the_calendar_leads_to_its_shifts(page: Page) -> None:
    square = page.locator(".vega-embed svg g.mark-rect path").first
    square.scroll_into_view_if_needed()

    square.click(force=True)

    shifts = page.get_by_label(re.compile("Staffing: shifts of .+ Oct"))
    expect(shifts).to_be_focused()
    said = shifts.evaluate("e => e.labels[0].textContent")
    day = re.search(r", (\w{3} \d+ Oct)", said)
    assert day is not None
    for one in shifts.locator("option").all_text_contents():
        assert one.replace("\xa0", " ").startswith(f"Shift {day[1]}, ")
    shifts.select_option(index=0)
    expect(page.locator(".grip-row table caption")).to_contain_text("(shifts:")


def test_the_other_tabs_answer_too(page: Page) -> None:
    for tab, words, picture in (
        ("A person's fortnight", "14 days: care went wrong", "explore-fortnight"),
        ("Side by side", "Since September 2026:", "explore-side-by-side"),
        ("Decisions", "What follows a decision is not proved to come of it.", ""),
    ):
        page.get_by_role("tab", name=tab).click()
        expect(page.get_by_text(words).first).to_be_visible()
        page.get_by_role("heading", level=1).scroll_into_view_if_needed()
        keep_picture(page, picture)

    page.get_by_label("Decided in").select_option(label="July 2026")
    expect(page.get_by_text("July 2026: ")).to_be_visible()
    keep_picture(page, "explore-decisions")


TABS = (
    "Staffing", "Complaints", "Oversight", "Recovery map", "A person's fortnight", "Side by side",
    "Decisions",
)  # fmt: skip
CONTROLS = (
    "select, input, summary, .noUi-handle, .widget-readout, .scroll, a[href], button:not([disabled]), "
    ".jupyter-widget-Collapse-header, [role=tab][tabindex='0']"
)
STANDS_ON = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  if (!one.closest(".grip-explorer")) return null;
  one.dataset.reached = "yes";
  return {what: one.outerHTML.slice(0, 120), ring: `${style.outlineStyle} ${style.outlineWidth}`};
}"""


def name_of_focused(page: Page, session: CDPSession) -> str:
    """What a screen reader says of the control that the keyboard is on: its name and its role."""
    found = session.send("Runtime.evaluate", {"expression": "document.activeElement"})["result"]["objectId"]
    told = session.send("Accessibility.getPartialAXTree", {"objectId": found, "fetchRelatives": False})
    node = told["nodes"][0]
    name, role = (str(node.get(part, {}).get("value", "")) for part in ("name", "role"))
    return name if role not in ("", "generic", "none") else ""


@pytest.mark.parametrize("tab", TABS)
def test_every_control_is_reached_by_keyboard_with_a_ring_and_a_name(page: Page, tab: str) -> None:
    page.get_by_role("tab", name=tab).click()
    ready(page)
    folded = page.locator(".jupyter-widget-Collapse-header:visible")
    if folded.count() and folded.get_attribute("aria-expanded") == "false":
        folded.press("Enter")
        expect(folded).to_have_attribute("aria-expanded", "true")
    behind = page.locator(".grip-stacked select:visible").nth(1)
    if behind.count():
        behind.select_option(index=0)
        expect(page.locator("input[type=checkbox]:visible")).to_have_count(1)
    session = page.context.new_cdp_session(page)
    page.get_by_label("Service", exact=True).focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")  # now the browser knows that the keyboard is used

    nameless, ringless = [], []
    for _ in range(200):
        stands_on = page.evaluate(STANDS_ON)
        if stands_on is None:
            break
        if not name_of_focused(page, session):
            nameless.append(stands_on["what"])
        if stands_on["ring"] != "solid 3px":
            ringless.append(stands_on)
        page.keyboard.press("Tab")

    controls = page.locator(".grip-explorer").locator(CONTROLS).locator("visible=true")
    missed = controls.evaluate_all(
        "all => all.filter(e => !e.dataset.reached).map(e => e.outerHTML.slice(0, 120))"
    )
    page.evaluate("document.querySelectorAll('[data-reached]').forEach(e => delete e.dataset.reached)")
    assert controls.count() >= 4
    assert (nameless, ringless, missed) == ([], [], [])


def test_the_tabs_are_changed_by_keyboard(page: Page) -> None:
    page.get_by_role("tab", name="Staffing").click()
    ready(page)

    page.get_by_role("tab", name="Staffing").press("ArrowRight")
    page.keyboard.press("Enter")

    expect(page.get_by_role("tab", name="Complaints")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_label("Complaints: questions")).to_be_visible()


def test_nothing_is_asked_for_beyond_this_machine(watched: Watched) -> None:
    assert watched.beyond == []


def test_start_here_checks_audits_and_opens_the_reports(browser: Browser, workspace: Path) -> None:
    with opened(workspace, "--start-here") as address:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        watched = Watched(context)
        page = watched.page
        page.goto(address)
        page.get_by_label("Month", exact=True).select_option(label="October 2026")
        page.get_by_label("Services", exact=True).select_option(label="Birch Lodge")

        page.get_by_role("button", name="1. Check the data").click()
        found = page.get_by_role("link", name="What was found in the data")
        expect(found).to_be_visible(timeout=2 * LONG)

        page.get_by_role("button", name="2. Run the audits").click()
        expect(page.get_by_text("1 of 2 services have every audit.")).to_be_visible(timeout=4 * LONG)
        expect(page.get_by_role("progressbar", name="Progress")).to_have_attribute("aria-valuenow", "100")
        keep_picture(page, "start-here")
        with context.expect_page() as opening:
            page.get_by_role("link", name="Birch Lodge").click()
        expect(opening.value.get_by_role("heading", level=1)).to_contain_text("Birch Lodge")

        assert watched.beyond == []
        context.close()
