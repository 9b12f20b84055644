"""How does nbconvert turn an executed notebook into the body of a report?

One exporter, made once and reused: starting nbconvert costs far more than a page. It imports
nbconvert, so `page.py` imports this module only when a page is made.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from toolkit.report.templates import FOLDER, compile_all


class ReportExporter(HTMLExporter):
    """nbconvert's HTML exporter with our template and without what an offline page must not have.

    HTML written in Markdown cells is escaped: words come as Markdown, everything else from the
    toolkit. The parent's last pass through an HTML parser is left out; it would write lower-case
    attributes into the pictures and costs more than the whole page.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(  # type: ignore[no-untyped-call]  # nbconvert is partly typed
            template_name=FOLDER.name,
            template_file="index.html.j2",
            extra_template_basedirs=[str(FOLDER.parent)],
            default_preprocessors=[],
            **options,
        )

    @pass_context
    def markdown2html(self, context: Any, source: str) -> str:
        renderer = IPythonRenderer(escape=True, exclude_anchor_links=True)
        return str(MarkdownWithMath(renderer=renderer).render(source))

    def _preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        # `page.py` prepared the notebook; nbconvert would only validate it again, which takes longer.
        return nb, resources

    def from_notebook_node(  # type: ignore[override]  # nbconvert declares a notebook, and gives text
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        return TemplateExporter.from_notebook_node(self, nb, resources, **options)


@cache
def ready_exporter() -> ReportExporter:
    """The one exporter of this process."""
    return ReportExporter()


def warm_up() -> None:
    """Read and compile every template, and nbconvert's, so that a process forked from this one need not."""
    compile_all()
    empty = new_notebook(cells=[new_markdown_cell("# Nothing"), new_code_cell("")])
    notebook_body(empty, ())


def notebook_body(notebook: NotebookNode, sections: tuple[tuple[str, str], ...]) -> str:
    """The body of a prepared notebook (see `page.py`); `sections` are the ids and titles in it."""
    body, _ = ready_exporter().from_notebook_node(notebook, {"sections": sections})
    return body
