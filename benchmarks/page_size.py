"""Is every page small, and does it keep to itself?

    python benchmarks/page_size.py [services] [--months 13]

Audits a month and measures every page it leaves. Each is then opened in Chromium (when Playwright and
Chromium are there), counting what it asks for beside itself and what it writes to the console.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from measuring import MONTH, audit, print_machine, sample_provider


def opened(pages: list[Path]) -> tuple[int, int]:
    """Requests beside the pages themselves, and console messages, over all pages."""
    from playwright.sync_api import sync_playwright

    requests: list[str] = []
    messages: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
        page = browser.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        for path in pages:
            page.goto(path.as_uri())
        browser.close()
    return len(requests) - len(pages), len(messages)


def _chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    return ""


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("services", type=int, nargs="?", default=12)
    asked.add_argument("--months", type=int, default=13)
    options = asked.parse_args()
    print_machine()
    with sample_provider(options.services, options.months) as workspace:
        audit(workspace)
        pages = sorted((workspace / "outputs" / MONTH).rglob("*.html"))
        sizes = sorted((path.stat().st_size / 1000, str(path.relative_to(workspace))) for path in pages)
        print(f"{len(pages)} pages; the largest:")
        print(*(f"  {size:5.0f} kB  {name}" for size, name in sizes[:-6:-1]), sep="\n")
        if not _chromium():
            print("Not opened: Chromium is not there.")
            return
        requests, messages = opened(pages)
    print(f"opened in Chromium: {requests} requests beside the pages, {messages} console messages")


if __name__ == "__main__":
    main()
