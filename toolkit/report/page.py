"""How does an executed notebook become the report people read?

The words and pictures come from the notebook; the shell around them (title, contents, links, style)
from `template/`. The page is self-contained: it opens offline, prints, and runs no script. The same
notebook gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from toolkit import wording
from toolkit.report.findings import FINDINGS_MIME, findings_html
from toolkit.report.safety import refuse_unsafe
from toolkit.report.templates import render, style

if TYPE_CHECKING:
    from markupsafe import Markup
    from nbformat import NotebookNode

STYLE_IN_NOTEBOOK = re.compile(r"<style data-grip>.*?</style>", re.DOTALL)
_TURN = "<!--contents-->"


class UnfinishedNotebook(ValueError):
    """The notebook holds an error, or not exactly one list of findings; no report is made of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Where a report leads, relative to its own folder; an empty one is left out."""

    service: str = "index.html"
    provider: str = "../index.html"
    notebook: str = ""


def render_report(
    notebook: NotebookNode,
    *,
    title: str,
    service_name: str,
    provider: str,
    month: str,
    as_of: date,
    links: Links,
) -> str:
    """The whole page of one audit, from its executed notebook.

    Raises UnfinishedNotebook when a cell failed or the findings are not there exactly once, and
    UnsafePage when an output would run a script or load something.
    """
    from markupsafe import Markup

    from toolkit.report.exporter import notebook_body

    _refuse_unfinished(notebook)
    prepared, sections = _prepare(notebook)
    first, _, rest = notebook_body(prepared, sections).partition(_TURN)
    ways = (
        ("All services", links.provider),
        (service_name, links.service),
        ("Executed notebook", links.notebook),
    )
    return render_page(
        "report.html.j2",
        page_title=f"{title}: {service_name}, {wording.month_name(month)}",
        provider=provider,
        ways=[way for way in ways if way[1]],
        kicker=" · ".join((service_name, wording.month_name(month), known_on(as_of))),
        heading=title,
        contents=sections,
        first=Markup(first),
        rest=Markup(rest),
        notebook_href=links.notebook,
    )


def known_on(as_of: date) -> str:
    """Up to which day a page knows anything.

    >>> known_on(date(2026, 10, 31))
    'from the records known on 31 October 2026'
    """
    return f"from the records known on {wording.long_day(as_of)}"


def render_page(template: str, **facts: Any) -> str:
    """A page in the shared shell, refused when it is not safe to open."""
    html = render(template, style=_page_style(), **facts)
    refuse_unsafe(html)
    return html


def _page_style() -> Markup:
    return style("pieces.css") + style("page.css")


def _refuse_unfinished(notebook: NotebookNode) -> None:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    failed = [output for output in outputs if output.output_type == "error"]
    if failed:
        raise UnfinishedNotebook(f"a cell of the notebook ended with {failed[0].get('ename', 'an error')}")
    lists = sum(FINDINGS_MIME in output.get("data", {}) for output in outputs)
    if lists != 1:
        raise UnfinishedNotebook(f"the notebook shows its findings {lists} times; once is needed")


def _prepare(notebook: NotebookNode) -> tuple[NotebookNode, tuple[tuple[str, str], ...]]:
    """A copy ready for the template: sections marked, findings drawn anew, nothing that varies."""
    from nbformat import from_dict

    cells: list[dict[str, Any]] = []
    sections: list[tuple[str, str]] = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            heading, words = _split_heading(cell.source)
            section: dict[str, Any] = {}
            if heading:
                sections.append((cell.id, heading))
                place = len(sections)
                section = {"id": cell.id, "title": heading, "first": place == 1, "second": place == 2}
            cells.append(_cell(cell, source=words, section=section))
        elif cell.cell_type == "code":
            cells.append(_cell(cell, outputs=[_prepared_output(output) for output in cell.outputs]))
    prepared = from_dict({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    return prepared, tuple(sections)


def _cell(cell: NotebookNode, *, section: Mapping[str, Any] | None = None, **parts: Any) -> dict[str, Any]:
    return {"cell_type": cell.cell_type, "metadata": {"section": section or {}}, "source": "", **parts}


def _prepared_output(output: NotebookNode) -> dict[str, Any]:
    """Findings are drawn from their data, so that page, `findings.json` and roll-up cannot disagree."""
    data = dict(output.get("data", {}))
    if FINDINGS_MIME in data:
        data = {"text/html": findings_html(data[FINDINGS_MIME])}
    if "text/html" in data:
        data["text/html"] = STYLE_IN_NOTEBOOK.sub("", data["text/html"])
    return {**output, "data": data}


def _split_heading(source: str) -> tuple[str, str]:
    """The section's heading (level 2), and the words after it. The notebook's own title is the page's h1."""
    first, _, rest = source.strip().partition("\n")
    if first.startswith("## "):
        return first[3:].strip(), rest.strip()
    if first.startswith("# "):
        return "", rest.strip()
    return "", source.strip()
