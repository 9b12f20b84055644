"""Where is the notebook of an audit, and which parameters does it declare?

In a checkout the notebooks stand at the top of the repository, where people open them; in an
installed package they lie inside it.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.errors import NoUsableInput, WrongUse, nearest

if TYPE_CHECKING:  # slow to import, and of no use where nothing is run
    import nbformat

_PACKAGE = Path(__file__).resolve().parents[1]


def find_notebooks() -> Path:
    """The folder of the notebooks that belong to this installation."""
    for folder in (_PACKAGE / "notebooks", _PACKAGE.parent / "notebooks"):
        if folder.is_dir():
            return folder
    raise NoUsableInput(
        "The notebooks of the toolkit are not installed.",
        "Install leadership-grip again: python -m pip install --force-reinstall leadership-grip",
    )


def load_notebook(path: Path) -> nbformat.NotebookNode:
    """The notebook in this file, unexecuted as it stands.

    Raises NoUsableInput when there is no such file.
    """
    refuse_missing(path)
    return copy.deepcopy(_read(path.read_text(encoding="utf-8")))


@lru_cache(maxsize=8)  # a batch runs the same few for every service
def _read(text: str) -> nbformat.NotebookNode:
    import nbformat

    notebook: nbformat.NotebookNode = nbformat.reads(text, as_version=4)
    return notebook


def refuse_missing(path: Path) -> None:
    """Raises NoUsableInput when there is no such notebook."""
    if not path.is_file():
        raise NoUsableInput(
            f"There is no notebook {path.name} in {path.parent.name}.",
            "Put it back, or install leadership-grip again.",
        )


def declared_parameters(notebook: nbformat.NotebookNode) -> tuple[str, ...]:
    """The names assigned in the cell tagged `parameters`, in the order they stand there.

    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> cell = new_code_cell('service: str = "oakfield"', metadata={"tags": ["parameters"]})
    >>> declared_parameters(new_notebook(cells=[cell]))
    ('service',)
    """
    for cell in notebook.cells:
        if cell.cell_type == "code" and "parameters" in cell.metadata.get("tags", []):
            return tuple(_assigned(ast.parse(cell.source)))
    return ()


def check_parameters(notebook: nbformat.NotebookNode, name: str, given: Iterable[str]) -> None:
    """Refuse parameters the notebook does not declare; papermill alone would only log them.

    Raises WrongUse, naming the nearest declared one.
    """
    declared = declared_parameters(notebook)
    for parameter in sorted(set(given) - set(declared)):
        raise WrongUse(
            f'The notebook {name} declares no parameter "{parameter}".', nearest(parameter, declared)
        )


def _assigned(tree: ast.Module) -> Iterable[str]:
    for statement in tree.body:
        targets: list[Any] = []
        if isinstance(statement, ast.AnnAssign):
            targets = [statement.target]
        elif isinstance(statement, ast.Assign):
            targets = statement.targets
        yield from (target.id for target in targets if isinstance(target, ast.Name))
