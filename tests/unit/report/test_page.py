"""Is the page what a reader was promised: whole, self-contained, the same each time?"""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_output

from tests.unit.report.executed import (
    full_notebook,
    make_notebook,
    make_output,
    render,
    show_cell,
    words_cell,
)
from tests.unit.report.factory import make_audit
from tests.unit.report.parsing import tags_of, text_of
from toolkit.audits.checks import Check, Figure, Outcome
from toolkit.audits.staffing.questions import QUESTIONS
from toolkit.report import pieces
from toolkit.report.page import Links, UnfinishedNotebook
from toolkit.report.safety import UnsafePage


@pytest.fixture
def staffing_notebook(repository: Path) -> nbformat.NotebookNode:
    return nbformat.read(repository / "notebooks" / "staffing_missed_care.ipynb", as_version=4)


def with_html(html: str) -> nbformat.NotebookNode:
    output = new_output("execute_result", data={"text/html": html}, execution_count=1)
    return make_notebook(new_code_cell("show()", id="own", outputs=[output]))


def test_the_page_says_what_it_is_in_british_english() -> None:
    html = render(make_notebook())

    assert tags_of(html, "html") == [("html", {"lang": "en-GB"})]
    assert "Staffing and missed care: Oakfield House, October 2026" in html
    assert "Oakfield House · October 2026 · from the records known on 31 October 2026" in text_of(html)


def test_the_page_has_one_h1_and_never_skips_a_heading_level() -> None:
    html = render(
        make_notebook(
            words_cell("## Staffing"), show_cell(pieces.show_check(make_audit(), "repeated-staffing-gaps"))
        )
    )

    levels = [int(tag[1]) for tag, _ in tags_of(html) if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip([1, *levels], levels, strict=False))


def test_the_page_has_landmarks_a_skip_link_and_a_list_of_contents() -> None:
    html = render(make_notebook(words_cell("## Staffing & care", name="staffing")))

    assert {"header", "nav", "main", "footer"} <= {tag for tag, _ in tags_of(html)}
    links = [attributes["href"] for _, attributes in tags_of(html, "a")]
    assert links[0] == "#main"
    assert {"#findings-about", "#staffing"} <= set(links)
    assert "Staffing & care" in text_of(html)


def test_status_and_findings_stand_before_the_contents_and_the_rest() -> None:
    said = text_of(render(make_notebook(words_cell("## Staffing\n\nThe rota."))))

    assert said.index("Needs action.") < said.index("What needs someone") < said.index("On this page")
    assert said.index("On this page") < said.index("The rota.")


def test_the_page_forbids_everything_it_does_not_hold_itself() -> None:
    policies = [a["content"] for _, a in tags_of(render(make_notebook()), "meta") if a.get("http-equiv")]

    assert policies == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]


def test_the_page_holds_no_code() -> None:
    html = render(make_notebook(new_code_cell("secret_call(audit)", id="code")))

    assert "secret_call" not in html


def test_the_executed_notebook_is_one_link_away() -> None:
    html = render(make_notebook(), links=Links(notebook="notebooks/x.ipynb"))

    assert "notebooks/x.ipynb" in [attributes["href"] for _, attributes in tags_of(html, "a")]


def test_the_findings_are_drawn_from_their_data_and_not_from_the_html_beside_it() -> None:
    notebook = make_notebook()
    notebook.cells[3].outputs[0].data["text/html"] = "<p>Something else.</p>"

    said = text_of(render(notebook))

    assert "Something else." not in said
    assert "The night shift was short on 6 of 31 days." in said


def test_the_style_for_notebooks_does_not_reach_the_page_twice() -> None:
    assert len(tags_of(render(make_notebook()), "style")) == 1


def test_the_same_notebook_gives_the_same_bytes() -> None:
    notebook = make_notebook(words_cell("## Staffing"))
    again = nbformat.from_dict(json.loads(json.dumps(notebook)))

    assert render(notebook) == render(again)


def test_rendering_leaves_the_notebook_as_it_was() -> None:
    notebook = make_notebook(words_cell("## Staffing"))
    before = json.dumps(notebook, sort_keys=True)

    render(notebook)

    assert json.dumps(notebook, sort_keys=True) == before


def test_a_notebook_with_an_error_becomes_no_page() -> None:
    failed = new_output("error", ename="KeyError", evalue="'x'", traceback=[])
    notebook = make_notebook(new_code_cell("x", id="bad", outputs=[failed]))

    with pytest.raises(UnfinishedNotebook, match="a cell of the notebook ended with KeyError"):
        render(notebook)


@pytest.mark.parametrize("times", [0, 2])
def test_findings_must_be_there_exactly_once(times: int) -> None:
    notebook = make_notebook()
    notebook.cells[3].outputs = [make_output(pieces.show_findings(make_audit())) for _ in range(times)]

    with pytest.raises(
        UnfinishedNotebook, match=f"the notebook shows its findings {times} times; once is needed"
    ):
        render(notebook)


@pytest.mark.parametrize("html", ["<script>alert(1)</script>", '<img src="https://example.org/a.png">'])
def test_an_output_that_would_run_or_load_something_becomes_no_page(html: str) -> None:
    with pytest.raises(UnsafePage):
        render(with_html(html))


def test_html_written_in_markdown_is_shown_as_text() -> None:
    html = render(make_notebook(words_cell("## Staffing\n\n<script>alert(1)</script> and <b>more</b>")))

    assert tags_of(html, "script") == tags_of(html, "b") == []
    assert "<script>alert(1)</script>" in text_of(html)


def test_names_that_look_like_html_or_markdown_stay_text_on_the_page() -> None:
    name = "</title><script>alert(1)</script> **Oakfield** <img src=x onerror=alert(1)>"

    html = render(make_notebook(), service_name=name, provider=name)

    assert tags_of(html, "script") == tags_of(html, "img") == []
    assert "**Oakfield**" in text_of(html)


def test_the_whole_staffing_notebook_becomes_a_page_without_any_evidence(
    staffing_notebook: nbformat.NotebookNode,
) -> None:
    names = "rostered_fill attended_fill own_fill agency_share surplus_hours need_hours_met_days "
    names += "clipped early excluded queried incident_rate concern_share"
    audit = make_audit(
        measures={name: Figure(name, None, "share", n=0) for name in names.split()},
        checks=tuple(
            Check(question, Outcome.NO_EVIDENCE, "Not tested.", Figure("", None, "share"), {})
            for question in QUESTIONS
        ),
        sources=(),
    )

    html = render(full_notebook(audit, staffing_notebook))

    assert f"None of the {len(QUESTIONS)} checks could be tested." in text_of(html)
    assert "Clear" not in text_of(html)
    assert "xmlns" not in html
    assert len(html) < 300_000
