"""Does each notebook answer every question its audit asks, once?"""

from __future__ import annotations

import re
from pathlib import Path

import nbformat

from toolkit.audits.staffing_questions import QUESTIONS


def test_the_staffing_notebook_answers_each_check_in_a_section_of_its_own(repository: Path) -> None:
    notebook = nbformat.read(repository / "notebooks" / "staffing_missed_care.ipynb", as_version=4)
    source = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")

    asked = re.findall(r'show_check\(audit, "([a-z-]+)"\)', source)

    assert sorted(asked) == sorted(question.code for question in QUESTIONS)
