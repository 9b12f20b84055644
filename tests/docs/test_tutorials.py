"""Can a newcomer walk the tutorials line by line, and does the screen show what they say?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import FENCE, REPOSITORY, name_of
from tests.docs.walking import Walk

FIRST_MONTH = REPOSITORY / "docs" / "tutorial" / "first-month.md"
REVIEW = REPOSITORY / "docs" / "tutorial" / "governance-review.md"


def promised(page: Path) -> list[str]:
    """The files that the page tells the reader to open."""
    return re.findall(r"`(outputs/[^`]+|planted\.json)`", page.read_text(encoding="utf-8"))


@pytest.mark.slow
def test_a_newcomer_walks_from_the_sample_to_a_threshold_of_their_own(tmp_path: Path) -> None:
    walk = Walk(tmp_path)

    walk.follow(FIRST_MONTH)

    assert walk.untrue == []
    assert [path for path in promised(FIRST_MONTH) if not (tmp_path / path).exists()] == []


@pytest.mark.slow
def test_the_review_can_be_held_with_the_sample_and_every_quotation_is_on_the_screen(tmp_path: Path) -> None:
    walk = Walk(tmp_path)
    walk.grip("sample .")

    walk.follow(REVIEW)

    assert walk.untrue == []
    assert [path for path in promised(REVIEW) if not (tmp_path / path).exists()] == []


@pytest.mark.parametrize("page", [FIRST_MONTH, REVIEW], ids=name_of)
def test_figures_stand_in_quotations_which_are_held_against_the_screen(page: Path) -> None:
    """A figure in running text would be held against nothing."""
    running = FENCE.sub("", page.read_text(encoding="utf-8"))
    running = re.sub(r"^(>|#|\|).*$|`[^`]*`|\]\([^)]*\)|^\d+\. ", "", running, flags=re.MULTILINE)

    assert re.findall(r"(?<![\w.-])\d[\d.,%]*", running.replace("Python 3.11", "Python")) == []


def test_a_quotation_that_is_on_no_page_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Read it:\n\n> 14 of 31\n> days.\n\nAnd:\n\n> 15 of 31 days.\n", encoding="utf-8")
    report = tmp_path / "outputs" / "2026-10" / "oakfield" / "index.html"
    report.parent.mkdir(parents=True)
    report.write_text("<style>p {}</style><p>Short on <b>14</b> of 31 days.</p>", encoding="utf-8")
    walk = Walk(tmp_path)

    walk.follow(page)

    assert walk.untrue == ["15 of 31 days."]
