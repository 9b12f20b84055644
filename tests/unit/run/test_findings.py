"""Findings are read from the executed notebook, and rolled up without making anything look better."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from toolkit.audits.published import ServiceFindings, not_run_entry, roll_up
from toolkit.run.execute import NotebookFailed
from toolkit.run.findings import FINDINGS_MIME, failed_entry, read_findings, to_json

CLEAR = {"status": "clear", "checks": [], "measures": {"attended_fill": {"value": 0.9}}}


def notebook_with(*findings):
    outputs = [new_output("display_data", {FINDINGS_MIME: held, "text/html": "x"}) for held in findings]
    return new_notebook(cells=[new_code_cell("show_findings(audit)", outputs=outputs)])


def service(name, **audits):
    return ServiceFindings(name, "2026-10", "2026-10-31", audits)


def test_findings_come_from_the_private_output():
    assert read_findings(notebook_with(CLEAR)) == CLEAR


@pytest.mark.parametrize(
    ("findings", "says"),
    [((), "The notebook shows no findings."), ((CLEAR, CLEAR), "The notebook shows its findings 2 times.")],
    ids=["none", "twice"],
)
def test_notebook_without_findings_exactly_once_is_a_failed_run(findings, says):
    with pytest.raises(NotebookFailed) as caught:
        read_findings(notebook_with(*findings))

    assert caught.value.failure.what == says
    assert caught.value.failure.mend == "It must call show_findings(audit) once."


def test_failed_audit_is_no_evidence_beside_a_clear_one():
    assert service("a", staffing=CLEAR, complaints=failed_entry("x")).status == "no_evidence"


def test_provider_counts_services_with_every_audit_asked_for():
    held = [
        service("b", staffing=failed_entry("It broke.")),
        service("a", staffing=CLEAR, complaints=not_run_entry()),
        service("c", staffing=not_run_entry()),
    ]

    rolled_up = roll_up("2026-10", held)

    assert (rolled_up["n_run"], rolled_up["n_of"]) == (1, 3)
    assert list(rolled_up["services"]) == ["a", "b", "c"]
    assert rolled_up["services"]["a"] == {
        "status": "clear",
        "audits": {"staffing": "clear", "complaints": "not_run"},
        "failed": None,
        "measures": {"attended_fill": 0.9},
    }
    assert rolled_up["services"]["b"]["failed"] == "It broke."
    assert rolled_up["services"]["c"]["status"] == "not_run"


def test_findings_that_were_written_are_read_back_the_same(tmp_path):
    held = service("a", staffing=CLEAR)
    path = tmp_path / "findings.json"
    path.write_text(to_json(held.as_json()))

    assert ServiceFindings.from_file(path) == held


def test_number_that_is_not_one_is_refused():
    with pytest.raises(ValueError, match="Out of range float values"):
        to_json({"value": float("nan")})
