"""Do the generated pages say what the code says, and is every word of the code documented?"""

from __future__ import annotations

import pytest

from docs.generate import PAGES, find_stale_pages
from tests.docs.pages import REPOSITORY
from toolkit.sources.contract import TABLES

REFERENCE = REPOSITORY / "docs" / "reference"


@pytest.mark.parametrize("name", sorted(PAGES))
def test_generated_page_matches_the_code(name: str) -> None:
    assert name not in find_stale_pages(), "run: make docs"


@pytest.mark.parametrize("table", sorted(TABLES))
def test_every_column_of_a_table_is_documented(table: str) -> None:
    page = (REFERENCE / "tables.md").read_text(encoding="utf-8")

    section = page.split(f"\n## {table}\n")[1].split("\n## ")[0]

    assert [name for name in TABLES[table].names if f"| `{name}` |" not in section] == []
