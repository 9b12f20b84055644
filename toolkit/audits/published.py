"""What was published of a service's month, as `findings.json` and `manifest.json` hold it?

A folder without a manifest is one whose publishing was cut short: it counts as not there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from toolkit.audits.changes import ServiceMonth
from toolkit.audits.checks import Outcome, worst

FINDINGS, MANIFEST = "findings.json", "manifest.json"
NOT_RUN = "not_run"
FAILED = "failed"
Json = dict[str, Any]


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


def not_run_entry() -> Json:
    """The part of `findings.json` of an audit nobody has asked for yet."""
    return {"status": NOT_RUN, "checks": [], "measures": {}}


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


def read_service(folder: Path) -> ServiceFindings | None:
    """What was published for a service before; None when nothing was, or not to the end."""
    return ServiceFindings.from_file(folder / FINDINGS) if (folder / MANIFEST).is_file() else None


def read_month(folder: Path) -> ServiceMonth | None:
    """The same with what it was judged by, to be compared with another month; None where that is damaged."""
    findings = read_service(folder)
    if findings is None:
        return None
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return ServiceMonth(findings.month, findings.audits, manifest["thresholds"], manifest["toolkit"])
    except (ValueError, KeyError, TypeError):
        return None
