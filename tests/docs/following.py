"""How is a page followed to the letter, on a copy of the code?

A block is put where the line above it says: `In PATH, above LINE`, `In PATH, below LINE`, `New file PATH`, or
`In NOTEBOOK, below the cell NAME, a cell NAME`.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import nbformat

from tests.docs.pages import REPOSITORY

COPIED = ("toolkit", "notebooks", "tests", "docs", "benchmarks", "pyproject.toml", "constraints.txt")
STEP = re.compile(r"^(New file|In) `([^`]+)`([^\n]*)\n\n```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PLACE = re.compile(r", (above|below) `([^`]+)`(?: in `([^`]+)`)?")
CELL = re.compile(r", below the cell `([^`]+)`, a cell `([^`]+)`")


@dataclass(frozen=True)
class Step:
    """One block of the page: what is put where."""

    path: str
    where: str  # the rest of the line above the block; "" for a new file
    language: str
    text: str

    def apply(self, folder: Path) -> None:
        target = folder / self.path
        if target.suffix == ".ipynb":
            self._add_cell(target)
        elif self.where:
            self._add_lines(target)
        else:
            assert not target.exists(), f"{self.path} is not new"
            target.write_text(self.text, encoding="utf-8")

    def _add_lines(self, target: Path) -> None:
        side, anchor, after = PLACE.fullmatch(self.where).groups()  # type: ignore[union-attr]
        lines = target.read_text(encoding="utf-8").splitlines(keepends=True)
        first = place_of(after, lines, 0) if after else 0
        place = place_of(anchor, lines, first) + (side == "below")
        target.write_text("".join([*lines[:place], self.text, *lines[place:]]), encoding="utf-8")

    def _add_cell(self, target: Path) -> None:
        before, name = CELL.fullmatch(self.where).groups()  # type: ignore[union-attr]
        notebook = nbformat.read(target, as_version=4)
        words = self.language == "markdown"
        make = nbformat.v4.new_markdown_cell if words else nbformat.v4.new_code_cell
        cell = make(self.text.strip(), id=name)
        place = [one.id for one in notebook.cells].index(before) + 1
        notebook.cells.insert(place, cell)
        nbformat.write(notebook, target)


def place_of(line: str, lines: list[str], first: int) -> int:
    """The only line that reads so, from the first on."""
    found = [place for place, text in enumerate(lines) if place >= first and text.strip() == line]
    assert len(found) == 1, f"`{line}` stands {len(found)} times"
    return found[0]


def steps_of(page: Path) -> list[Step]:
    found = STEP.findall(page.read_text(encoding="utf-8"))
    return [Step(path, where, language, text) for _, path, where, language, text in found]


def copy_code(folder: Path) -> Path:
    """The code, its tests and its pages, in a folder where they may be changed."""
    for name in COPIED:
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    return folder
