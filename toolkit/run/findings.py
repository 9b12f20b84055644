"""What did the executed notebooks find, and what does that say of a service and of the provider?

Findings travel inside the executed notebook, as an output with a private MIME type. `findings.json`,
`provider.json` and the index pages are made from there, never from HTML.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from toolkit.audits.checks import Outcome, worst
from toolkit.report.findings import FINDINGS_MIME
from toolkit.run.failure import NotebookFailed, RunFailure

NOT_RUN = "not_run"
FAILED = "failed"
Json = dict[str, Any]


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
        what = "shows no findings" if not found else f"shows its findings {len(found)} times"
        raise NotebookFailed(
            RunFailure("failed", f"The notebook {what}.", "", "It must call show_findings(audit) once.")
        )
    return dict(found[0])


def failed_entry(reason: str) -> Json:
    """The part of `findings.json` of an audit that could not be finished."""
    return {"status": FAILED, "reason": reason, "checks": [], "measures": {}}


def not_run_entry() -> Json:
    """The part of `findings.json` of an audit nobody has asked for yet."""
    return {"status": NOT_RUN, "checks": [], "measures": {}}


def is_finished(entry: Mapping[str, Any]) -> bool:
    return entry["status"] not in (FAILED, NOT_RUN)


def service_status(audits: Mapping[str, Json]) -> str:
    """The worst outcome of the audits that ran. A failed audit is no evidence, which is never good news.

    >>> service_status({"staffing": {"status": "clear"}, "complaints": {"status": "failed"}})
    'no_evidence'
    >>> service_status({"staffing": {"status": "not_run"}})
    'not_run'
    """
    known = [Outcome(entry["status"]) for entry in audits.values() if is_finished(entry)]
    if any(entry["status"] == FAILED for entry in audits.values()):
        known.append(Outcome.NO_EVIDENCE)
    return worst(known).value if known else NOT_RUN


@dataclass(frozen=True, slots=True)
class ServiceFindings:
    """The findings of one service and month, as `findings.json` holds them."""

    service: str
    month: str
    as_of: str
    audits: Mapping[str, Json] = field(default_factory=dict)

    @property
    def status(self) -> str:
        return service_status(self.audits)

    @property
    def failed(self) -> str | None:
        """The reasons of the audits that failed, in one line; None when none did."""
        reasons = [e["reason"] for e in self.audits.values() if e["status"] == FAILED]
        return "; ".join(dict.fromkeys(reasons)) or None

    @property
    def complete(self) -> bool:
        """Whether every audit asked for ended well, and one at least was."""
        asked = [entry for entry in self.audits.values() if entry["status"] != NOT_RUN]
        return bool(asked) and all(is_finished(entry) for entry in asked)

    def as_json(self) -> Json:
        return {
            "schema": 1,
            "service": self.service,
            "month": self.month,
            "as_of": self.as_of,
            "status": self.status,
            "audits": dict(self.audits),
        }

    @classmethod
    def from_file(cls, path: Path) -> ServiceFindings | None:
        """The findings published before; None when there are none, or none that can be read."""
        try:
            held = json.loads(path.read_text(encoding="utf-8"))
            return cls(held["service"], held["month"], held["as_of"], held["audits"])
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (ValueError, KeyError, TypeError):
            return None  # damaged by hand: this run writes it anew


def roll_up(month: str, services: Iterable[ServiceFindings]) -> Json:
    """`provider.json`: every service of the month, its status, figures and failures."""
    held = sorted(services, key=lambda findings: findings.service)
    return {
        "schema": 1,
        "month": month,
        "services": {findings.service: _rolled(findings) for findings in held},
        "n_run": sum(findings.complete for findings in held),
        "n_of": len(held),
    }


def _rolled(findings: ServiceFindings) -> Json:
    measures = {
        name: figure["value"]
        for entry in findings.audits.values()
        for name, figure in entry["measures"].items()
    }
    return {
        "status": findings.status,
        "audits": {name: entry["status"] for name, entry in findings.audits.items()},
        "failed": findings.failed,
        "measures": dict(sorted(measures.items())),
    }


def to_json(value: Json) -> str:
    """Text that is the same for the same facts; a number that is not one is refused."""
    return json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
