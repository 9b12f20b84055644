"""What of an executed notebook is kept, so that the same input gives the same bytes?

papermill writes times, durations, paths and random cell ids into the notebook; nbclient writes a
time stamp for each message. None of these says anything about care.

A kernel sends what is printed whenever its clock says so, so that the same words may come in one piece
or in five, and what a cell printed to both streams in either order. Here they are one piece a stream,
stdout first, between one thing shown and the next.
"""

from __future__ import annotations

import copy
import itertools
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat

INJECTED_CELL_ID = "injected-parameters"
_ADDED_BY_PAPERMILL = {"injected-parameters": INJECTED_CELL_ID, "papermill-error-cell-tag": "papermill-error"}
_KEPT_OF_PAPERMILL = ("default_parameters", "parameters", "version")
_CELL_FILE = re.compile(r"[^\s\"']*ipykernel_\d+[/\\]\d+\.py")
_REPOSITORY = Path(__file__).resolve().parents[2]


def normalise(notebook: nbformat.NotebookNode, workspace: Path) -> nbformat.NotebookNode:
    """A copy without clock, random id or path of this machine; `workspace` is written as `.`."""
    tidy = copy.deepcopy(notebook)
    papermill = tidy.metadata.get("papermill", {})
    tidy.metadata["papermill"] = {key: papermill[key] for key in _KEPT_OF_PAPERMILL if key in papermill}
    places = _places(workspace)
    ids: set[str] = set()
    for cell in tidy.cells:
        cell.metadata.pop("execution", None)
        cell.metadata.pop("papermill", None)
        if not cell.metadata.get("tags"):
            cell.metadata.pop("tags", None)
        for tag, name in _ADDED_BY_PAPERMILL.items():
            if tag in cell.metadata.get("tags", []):
                cell["id"] = name if name not in ids else f"{name}-{len(ids)}"
        ids.add(cell.get("id", ""))
        if "outputs" in cell:
            cell["outputs"] = [_without_paths(output, places) for output in _joined(cell.outputs)]
    return tidy


def write_notebook(notebook: nbformat.NotebookNode, path: Path) -> None:
    """Save the notebook whole, with its keys in one order."""
    nbformat.validate(notebook)
    text: str = nbformat.writes(notebook, version=4)
    path.write_text(text if text.endswith("\n") else text + "\n", encoding="utf-8", newline="\n")


def _joined(outputs: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    """The outputs with neighbouring pieces of one stream put together, stdout before stderr."""
    joined: list[nbformat.NotebookNode] = []
    for are_streams, group in itertools.groupby(outputs, lambda o: o.output_type == "stream"):
        if not are_streams:
            joined.extend(group)
            continue
        texts = {"stdout": "", "stderr": ""}
        for output in group:
            texts[output.name] += output.text
        joined += [nbformat.v4.new_output("stream", name=n, text=text) for n, text in texts.items() if text]
    return joined


def _places(workspace: Path) -> tuple[tuple[str, str], ...]:
    """Folders of this machine and what is written in their place, the longest first."""
    named = {
        tempfile.gettempdir(): "temporary",
        str(Path(sys.prefix)): "python",
        str(_REPOSITORY): "leadership-grip",
        str(Path.home()): "~",
        str(workspace): ".",
        str(workspace.resolve()): ".",
    }
    usable = [(place, word) for place, word in named.items() if len(Path(place).parts) > 1]
    return tuple(sorted(usable, key=lambda pair: (-len(pair[0]), pair[0])))


def _without_paths(value: Any, places: tuple[tuple[str, str], ...]) -> Any:
    if isinstance(value, str):
        value = _CELL_FILE.sub("cell.py", value)
        for place, word in places:
            if place in value:
                value = re.sub(re.escape(place) + r"(?![\w-])", word, value)
        return value
    if isinstance(value, list):
        return [_without_paths(item, places) for item in value]
    if isinstance(value, dict):
        return nbformat.NotebookNode({key: _without_paths(item, places) for key, item in value.items()})
    return value
