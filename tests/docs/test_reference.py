"""Do the generated pages say what the code says, and is every word of the code documented?"""

from __future__ import annotations

import pytest

from docs.generate import PAGES, find_stale_pages
from tests.docs.pages import REPOSITORY
from toolkit.audits import AUDITS
from toolkit.parameters.thresholds import Thresholds
from toolkit.sources.contract import TABLES
from toolkit.sources.problem_codes import PROBLEM_CODES

REFERENCE = REPOSITORY / "docs" / "reference"


@pytest.mark.parametrize("name", sorted(PAGES))
def test_generated_page_matches_the_code(name: str) -> None:
    assert name not in find_stale_pages(), "run: make docs"


@pytest.mark.parametrize("table", sorted(TABLES))
def test_every_column_of_a_table_is_documented(table: str) -> None:
    page = (REFERENCE / "tables.md").read_text(encoding="utf-8")

    section = page.split(f"\n## {table}\n")[1].split("\n## ")[0]

    assert [name for name in TABLES[table].names if f"| `{name}` |" not in section] == []


def test_every_problem_code_is_documented() -> None:
    page = (REFERENCE / "problems.md").read_text(encoding="utf-8")

    assert [code for code in PROBLEM_CODES if f"`{code}`" not in page] == []


def test_every_check_is_documented_with_who_sees_to_it() -> None:
    page = (REFERENCE / "checks.md").read_text(encoding="utf-8")
    questions = [question for kind in AUDITS.values() for question in kind.questions]

    assert [q.code for q in questions if f"\n### {q.code}\n\n**{q.question}** {q.how}\n" not in page] == []


def test_every_threshold_is_documented() -> None:
    page = (REFERENCE / "parameters.md").read_text(encoding="utf-8")
    sections = [field.annotation for field in Thresholds.model_fields.values()]
    keys = [key for section in sections for key in getattr(section, "model_fields", {})]

    assert keys
    assert [key for key in keys if f"`{key}`" not in page] == []


def test_no_page_holds_a_place_left_to_fill_in() -> None:
    pages = {path.name: path.read_text(encoding="utf-8") for path in REFERENCE.glob("*.md")}

    assert [name for name in ("problems.md", "checks.md", "commands.md") if "{" in pages[name]] == []
