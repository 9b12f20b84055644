"""Does the code keep the shape that makes it readable?"""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
MODULES = sorted((REPOSITORY / "toolkit").rglob("*.py"))
PYTHON_FILES = sorted(
    path
    for folder in ("toolkit", "tests", "docs", "benchmarks")
    for path in (REPOSITORY / folder).rglob("*.py")
)
LONGEST_MODULE = 400
LONGEST_FUNCTION = 50
NAMES_THAT_NAME_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc"}
UNOWNED_WORK = ("TO" + "DO", "FIX" + "ME", "XX" + "X")


def name_of(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def functions_of(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def lines_of_body(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """What a reader must hold in mind: neither the signature nor the docstring counts."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_is_short_enough_to_be_about_one_thing(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())

    assert lines <= LONGEST_MODULE, f"{lines} lines: split it by concern"


@pytest.mark.parametrize("path", PYTHON_FILES, ids=name_of)
def test_function_is_short_enough_to_do_one_job(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))

    too_long = [
        f"{f.name} (line {f.lineno})" for f in functions_of(tree) if lines_of_body(f) > LONGEST_FUNCTION
    ]

    assert too_long == []


@pytest.mark.parametrize("path", PYTHON_FILES, ids=name_of)
def test_file_is_named_for_its_concern(path: Path) -> None:
    assert path.stem not in NAMES_THAT_NAME_NOTHING


@pytest.mark.parametrize("path", [p for p in MODULES if p.stat().st_size > 0], ids=name_of)
def test_module_opens_with_the_question_it_answers(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))

    assert docstring, "no docstring"
    assert len(docstring.splitlines()[0]) > 20, "the first line says too little"


@pytest.mark.parametrize("path", PYTHON_FILES, ids=name_of)
def test_unfinished_work_is_an_issue_and_not_a_comment(path: Path) -> None:
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)

    comments = [t.string for t in tokens if t.type == tokenize.COMMENT]

    assert [c for c in comments if any(word in c for word in UNOWNED_WORK)] == []


def test_lock_file_names_versions_only_and_no_place_to_fetch_them_from() -> None:
    lines = (REPOSITORY / "constraints.txt").read_text(encoding="utf-8").splitlines()

    assert lines
    assert [line for line in lines if "==" not in line or "/" in line or " @ " in line] == []
