"""Executed notebooks made up for the tests of the page: words and pieces, without a kernel."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.unit.report.factory import make_audit
from toolkit.audits.result import Audit
from toolkit.audits.staffing.audit import StaffingAudit
from toolkit.report import complaints, oversight, pieces, staffing
from toolkit.report.page import Links, render_report
from toolkit.report.piece import Piece


def make_output(piece: Piece) -> nbformat.NotebookNode:
    """What Jupyter keeps of a piece that a cell shows: it has been through JSON."""
    data = json.loads(json.dumps(piece._repr_mimebundle_()))
    return new_output("execute_result", data=data, execution_count=1)


def show_cell(piece: Piece, *, name: str = "piece") -> nbformat.NotebookNode:
    return new_code_cell("show()", id=name, outputs=[make_output(piece)])


def words_cell(source: str, *, name: str = "words") -> nbformat.NotebookNode:
    return new_markdown_cell(source, id=name)


def make_notebook(*cells: nbformat.NotebookNode, audit: StaffingAudit | None = None) -> nbformat.NotebookNode:
    """A notebook with a title, the findings of the audit, and these cells after them."""
    made = audit or make_audit()
    return new_notebook(
        cells=[
            words_cell("# Staffing and missed care\n\nWhat this is.", name="title"),
            show_cell(pieces.show_status(made), name="status"),
            words_cell("## What needs someone", name="findings-about"),
            show_cell(pieces.show_findings(made), name="findings"),
            *cells,
        ]
    )


def render(notebook: nbformat.NotebookNode, **differs: Any) -> str:
    facts: dict[str, Any] = {
        "title": "Staffing and missed care",
        "service_name": "Oakfield House",
        "provider": "Larkmead Care",
        "month": "2026-10",
        "as_of": date(2026, 10, 31),
        "links": Links(notebook="notebooks/staffing_missed_care.ipynb"),
    }
    return render_report(notebook, **{**facts, **differs})


def full_notebook(audit: Audit, source: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A notebook of `notebooks/` as if run on this audit: each cell that shows a piece shows it."""
    shown = {name: getattr(pieces, name) for name in pieces.__all__} | {
        "complaints": complaints,
        "oversight": oversight,
        "staffing": staffing,
    }
    cells = []
    for cell in source.cells:
        if cell.cell_type == "code" and cell.source.endswith(")") and "audit = " not in cell.source:
            piece = eval(cell.source, {**shown, "audit": audit})  # our own notebook, one call a cell
            cells.append(new_code_cell(cell.source, id=cell.id, outputs=[make_output(piece)]))
        else:
            cells.append(cell)
    return new_notebook(cells=cells)
