"""Is every notebook thin, readable and ready to run? (Milliseconds; nothing is executed here.)"""

from __future__ import annotations

import ast
import re
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

import toolkit

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
AUDIT_PARAMETERS = ["service", "month", "as_of", "workspace"]
PARAMETERS = {  # of notebooks that are no audit of one service
    "provider_overview": ["month", "as_of", "workspace"],
    "explore": ["service", "month", "workspace"],
    "start_here": ["workspace"],
}
LONGEST_CELL = 8
REPORT_PACKAGES = {  # what only one notebook shows
    "complaints", "oversight", "provider", "recovery", "staffing",
}  # fmt: skip
SHOWS = re.compile(r"^(\w+\.)?(show|draw)_\w+\(")
DRAWS = re.compile(r"^(\w+\.)?draw_\w+\(")

pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def code_cells(path: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def test_it_is_a_valid_notebook(path: Path) -> None:
    nbformat.validate(read(path))


def test_every_cell_has_a_name_of_its_own(path: Path) -> None:
    ids = [cell.id for cell in read(path).cells]

    assert len(set(ids)) == len(ids)
    # A random id is eight hexadecimal digits; a name is a word people can follow.
    assert [
        one for one in ids if not re.fullmatch(r"[a-z]+(-[a-z]+)*", one) or re.fullmatch(r"[0-9a-f]{8}", one)
    ] == []


def test_it_begins_with_words_under_the_only_heading_of_the_first_level(path: Path) -> None:
    words = [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]

    assert read(path).cells[0].cell_type == "markdown"
    assert words[0].startswith("# ")
    assert len(re.findall(r"^# ", "\n\n".join(words), re.MULTILINE)) == 1


def test_headings_never_skip_a_level(path: Path) -> None:
    words = "\n\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
    levels = [len(found) for found in re.findall(r"^(#+) ", words, re.MULTILINE)]

    assert all(after - before <= 1 for before, after in zip([0, *levels], levels, strict=False))


def test_the_second_cell_and_no_other_declares_the_parameters(path: Path) -> None:
    tagged = [
        place for place, cell in enumerate(read(path).cells) if "parameters" in cell.metadata.get("tags", [])
    ]

    assert tagged == [1]


def test_every_parameter_has_a_type_a_default_that_works_and_a_comment(path: Path) -> None:
    source = read(path).cells[1].source

    assert [
        line for line in source.splitlines() if not re.fullmatch(r'\w+: str = "[^"]*"  # \S.+', line)
    ] == []
    assert [statement.target.id for statement in ast.parse(source).body] == PARAMETERS.get(
        path.stem, AUDIT_PARAMETERS
    )  # type: ignore[attr-defined]


def test_no_result_is_stored(path: Path) -> None:
    stored = [cell.id for cell in code_cells(path) if cell.outputs or cell.execution_count is not None]

    assert stored == []


def test_no_code_cell_is_longer_than_eight_lines(path: Path) -> None:
    assert [
        cell.id for cell in code_cells(path) if not 1 <= len(cell.source.splitlines()) <= LONGEST_CELL
    ] == []


def test_cells_call_functions_and_define_or_hide_nothing(path: Path) -> None:
    forbidden = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.Try, ast.With, ast.If)
    trees = {cell.id: ast.parse(cell.source) for cell in code_cells(path)}

    found = [
        name for name, tree in trees.items() if any(isinstance(node, forbidden) for node in ast.walk(tree))
    ]

    assert found == []


def test_nothing_is_printed_silenced_or_read_from_an_absolute_path(path: Path) -> None:
    source = "\n".join(cell.source for cell in code_cells(path))

    assert re.findall(r"print\(|filterwarnings|import \*|[\"'](?:/|[A-Za-z]:\\)", source) == []


def test_only_public_names_of_the_toolkit_are_imported(path: Path) -> None:
    imports = [
        node
        for cell in code_cells(path)
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    public = {"toolkit": set(toolkit.__all__), "toolkit.report": REPORT_PACKAGES}
    assert [node for node in imports if not isinstance(node, ast.ImportFrom)] == []
    assert [
        alias.name
        for node in imports
        for alias in node.names
        if alias.name not in public.get(str(node.module), set())
    ] == []


def test_only_public_pieces_of_a_report_package_are_shown(path: Path) -> None:
    source = "\n".join(cell.source for cell in code_cells(path))

    called = set(re.findall(r"^(\w+)\.(\w+)\(", source, re.MULTILINE))
    assert [
        f"{package}.{name}"
        for package, name in sorted(called)
        if name not in import_module(f"toolkit.report.{package}").__all__
    ] == []


def test_every_imported_name_is_used(path: Path) -> None:
    source = "\n".join(cell.source for cell in code_cells(path))
    tree = ast.parse(source)
    names = {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    }

    assert names <= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def test_words_stand_before_every_picture(path: Path) -> None:
    cells = read(path).cells

    without = [
        cell.id
        for before, cell in pairwise(cells)
        if cell.cell_type == "code" and DRAWS.match(cell.source) and before.cell_type != "markdown"
    ]

    assert without == []


def test_findings_are_shown_once(path: Path) -> None:
    """Findings travel in an audit's notebook; the provider's page is made from those of the audits."""
    shown = sum(cell.source.startswith("show_findings(") for cell in code_cells(path))

    assert shown == (0 if path.stem in PARAMETERS else 1)


def test_every_cell_after_the_setup_shows_one_thing(path: Path) -> None:
    after_setup = code_cells(path)[2:]

    assert [cell.id for cell in after_setup if not SHOWS.match(cell.source)] == []
