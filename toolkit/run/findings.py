"""What did the executed notebooks find, and what does that say of a service and of the provider?

Findings travel inside the executed notebook, as an output with a private MIME type. `findings.json`,
`provider.json` and the index pages are made from there, never from HTML.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from toolkit.audits.published import FAILED, Json
from toolkit.report.findings import FINDINGS_MIME

if TYPE_CHECKING:  # slow to import, and of no use where nothing is run
    import nbformat


def read_findings(notebook: nbformat.NotebookNode) -> Json:
    """What the audit in this executed notebook found (`findings_of(audit)`).

    Raises NotebookFailed when the notebook does not carry findings exactly once: without them it
    has nothing to report, and with two nobody can say which hold.
    """
    found = [
        output.data[FINDINGS_MIME]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if FINDINGS_MIME in output.get("data", {})
    ]
    if len(found) != 1:
        from toolkit.run.failure import NotebookFailed, RunFailure

        what = "shows no findings" if not found else f"shows its findings {len(found)} times"
        raise NotebookFailed(
            RunFailure("failed", f"The notebook {what}.", "", "It must call show_findings(audit) once.")
        )
    return dict(found[0])


def failed_entry(reason: str) -> Json:
    """The part of `findings.json` of an audit that could not be finished."""
    return {"status": FAILED, "reason": reason, "checks": [], "measures": {}}


def to_json(value: Json) -> str:
    """Text that is the same for the same facts; a number that is not one is refused."""
    return json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
