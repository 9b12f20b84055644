"""Does each notebook answer every question its audit asks, once?"""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from toolkit.audits import AUDITS, AuditKind


@pytest.mark.parametrize("kind", AUDITS.values(), ids=lambda kind: kind.name)
def test_the_notebook_answers_each_check_in_a_section_of_its_own(kind: AuditKind, repository: Path) -> None:
    notebook = nbformat.read(repository / "notebooks" / f"{kind.name}.ipynb", as_version=4)
    source = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")

    asked = re.findall(r'show_check\(audit, "([a-z-]+)"\)', source)

    assert sorted(asked) == sorted(question.code for question in kind.questions)
