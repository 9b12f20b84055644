"""Does a real browser show the pages as promised: quiet, for everyone, on any screen and on paper?"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from toolkit.audits.staffing.questions import QUESTIONS

pytestmark = pytest.mark.browser

KINDS = ["report", "complaints", "oversight", "service", "provider", "failure", "data-quality"]
REPORTS = ["report", "complaints", "oversight"]
NARROW, WIDE = 400, 1280
LARGEST = 300_000
SERIOUS = {"serious", "critical"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_asks_for_nothing_and_says_nothing_in_the_console(
    browser: Browser, pages: Path, kind: str
) -> None:
    page = browser.new_page()
    requests: list[str] = []
    messages: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    address = (pages / f"{kind}.html").as_uri()

    page.goto(address, wait_until="networkidle")
    page.close()

    assert requests == [address]
    assert messages == []


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_has_no_serious_barrier(
    browser: Browser, pages: Path, kind: str, colours: Literal["light", "dark"]
) -> None:
    # The page's own policy forbids every script, also the one that looks for barriers.
    context = browser.new_context(color_scheme=colours, bypass_csp=True)
    page = context.new_page()
    page.goto((pages / f"{kind}.html").as_uri())
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")

    found = Axe().run(page).response["violations"]
    context.close()

    serious = [
        (one["id"], [node["html"][:120] for node in one["nodes"][:3]])
        for one in found
        if one["impact"] in SERIOUS
    ]
    assert serious == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_has_one_heading_of_the_first_level(browser: Browser, pages: Path, kind: str) -> None:
    page = browser.new_page()
    page.goto((pages / f"{kind}.html").as_uri())

    count = page.locator("h1").count()
    page.close()

    assert count == 1


@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_never_scrolls_sideways(browser: Browser, pages: Path, kind: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto((pages / f"{kind}.html").as_uri())
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")

    across = page.evaluate("document.documentElement.scrollWidth")
    page.close()

    assert across <= width


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_small(pages: Path, kind: str) -> None:
    assert (pages / f"{kind}.html").stat().st_size < LARGEST


def test_the_skip_link_comes_first_is_seen_when_reached_and_leads_to_the_content(report: Page) -> None:
    report.keyboard.press("Tab")
    assert report.evaluate("document.activeElement.textContent") == "Skip to the content"
    assert report.evaluate("document.activeElement.getBoundingClientRect().top") >= 0

    report.keyboard.press("Enter")

    assert report.evaluate("document.activeElement.id") == "main"


def test_every_link_and_every_fold_is_reached_by_keyboard(report: Page) -> None:
    expected = report.locator("a[href], summary").count()

    reached: set[str] = set()
    for _ in range(expected * 3):
        report.keyboard.press("Tab")
        reached.add(
            report.evaluate(
                "(() => { const all = [...document.querySelectorAll('a[href], summary')];"
                " return String(all.indexOf(document.activeElement)); })()"
            )
        )

    assert len(reached - {"-1"}) == expected


def test_every_link_within_the_page_leads_somewhere(report: Page) -> None:
    broken = report.eval_on_selector_all(
        "a[href^='#']",
        "all => all.map(one => one.getAttribute('href').slice(1)).filter(id => !document.getElementById(id))",
    )

    assert broken == []


def test_no_id_stands_twice(report: Page) -> None:
    ids = report.eval_on_selector_all("[id]", "all => all.map(one => one.id)")

    assert len(ids) == len(set(ids))


def test_the_first_screen_shows_what_this_is_the_status_and_the_first_finding(report: Page) -> None:
    seen = [
        report.get_by_text(text).first.bounding_box()
        for text in ("Oakfield House · October 2026", f"Of {len(QUESTIONS)} checks")
    ]
    finding = report.locator(".finding .says").first.bounding_box()

    assert all(box and box["y"] + box["height"] <= 800 for box in (*seen, finding))


def test_the_records_behind_an_answer_can_be_unfolded_without_a_script(report: Page) -> None:
    fold = report.locator("#check-repeated-staffing-gaps details")
    assert not fold.locator("table").is_visible()

    fold.locator("summary").click()

    assert fold.locator("table").is_visible()


def test_colours_of_the_pictures_follow_the_reader(browser: Browser, pages: Path) -> None:
    colours = set()
    for scheme in ("light", "dark"):
        page = browser.new_page(color_scheme=scheme)
        page.goto((pages / "report.html").as_uri())
        colours.add(page.evaluate("getComputedStyle(document.querySelector('figure svg text')).fill"))
        page.close()

    assert len(colours) == 2


@pytest.mark.parametrize("kind", REPORTS)
def test_the_page_prints_on_a4_in_dark_ink_without_its_navigation(
    browser: Browser, pages: Path, kind: str
) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto((pages / f"{kind}.html").as_uri())
    page.emulate_media(media="print")

    ink = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
    navigation = page.locator("nav.contents").is_visible()
    printed = page.pdf(prefer_css_page_size=True)
    page.close()

    assert ink == "rgb(31, 38, 43)"
    assert not navigation
    assert printed.startswith(b"%PDF")
    assert b"/MediaBox [0 0 594" in printed or b"/MediaBox [0 0 595" in printed


@pytest.mark.parametrize("kind", REPORTS)
def test_a_wide_picture_fits_the_printed_page(browser: Browser, pages: Path, kind: str) -> None:
    page = browser.new_page(viewport={"width": 680, "height": 900})
    page.goto((pages / f"{kind}.html").as_uri())
    page.emulate_media(media="print")

    widths = page.eval_on_selector_all(
        "figure svg", "all => all.map(one => one.getBoundingClientRect().right)"
    )
    page.close()

    assert widths and max(widths) <= 680


def test_what_is_not_yet_due_looks_unlike_what_failed_and_unlike_what_is_unknown(
    browser: Browser, pages: Path
) -> None:
    page = browser.new_page()
    page.goto((pages / "complaints.html").as_uri())
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")

    looks = {
        kind: page.evaluate(
            "kind => { const one = document.querySelector(`.sign.${kind}`);"
            " return [getComputedStyle(one).color, getComputedStyle(one, '::before').content]; }",
            kind,
        )
        for kind in ("waiting", "missing", "done", "unknown")
    }
    page.close()

    assert len({colour for colour, _ in looks.values()}) == len({sign for _, sign in looks.values()}) == 4


def test_the_tracker_reads_one_item_under_the_other_on_a_telephone(browser: Browser, pages: Path) -> None:
    page = browser.new_page(viewport={"width": NARROW, "height": 800})
    page.goto((pages / "complaints.html").as_uri())

    table = page.locator("table", has=page.locator("caption", has_text="Learning tracker, most urgent")).first
    cells = [cell.bounding_box() for cell in table.locator("tbody tr").first.locator("th, td").all()]
    page.close()

    assert all(cell and cell["x"] + cell["width"] <= NARROW for cell in cells)
    assert [cell["y"] for cell in cells if cell] == sorted({cell["y"] for cell in cells if cell})


def test_the_first_screen_of_oversight_says_what_to_challenge(browser: Browser, pages: Path) -> None:
    page = browser.new_page(viewport={"width": WIDE, "height": 800})
    page.goto((pages / "oversight.html").as_uri())

    first = page.locator(".asks .asked").first.bounding_box()
    says = page.locator(".asks .says .sign").first.bounding_box()
    page.close()

    assert all(box and box["y"] + box["height"] <= 800 for box in (first, says))


def test_links_and_ids_of_oversight_hold(browser: Browser, pages: Path) -> None:
    page = browser.new_page()
    page.goto((pages / "oversight.html").as_uri())

    ids = page.eval_on_selector_all("[id]", "all => all.map(one => one.id)")
    ways = page.eval_on_selector_all(
        "a[href^='#']", "all => all.map(one => one.getAttribute('href').slice(1))"
    )
    page.close()

    assert len(ids) == len(set(ids))
    assert set(ways) <= set(ids)


def test_small_pictures_stand_one_under_the_other_on_a_telephone(browser: Browser, pages: Path) -> None:
    page = browser.new_page(viewport={"width": NARROW, "height": 800})
    page.goto((pages / "oversight.html").as_uri())

    boxes = [panel.bounding_box() for panel in page.locator(".panels > li svg[role=img]").all()]
    page.close()

    assert len(boxes) >= 11
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= NARROW for box in boxes)
    assert len({round(box["x"]) for box in boxes if box}) == 1
