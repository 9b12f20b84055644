"""How are an audit's findings shown, wherever they are shown?

A notebook carries its findings as data under a private MIME type. Notebook, page and service index
draw them from that data by this one function, so no two lists of findings can differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from toolkit.audits.checks import Outcome
from toolkit.audits.summaries import CheckSummary
from toolkit.report.templates import render_macro

if TYPE_CHECKING:
    from markupsafe import Markup

FINDINGS_MIME = "application/vnd.leadership-grip.findings+json"


def by_outcome(checks: Iterable[CheckSummary]) -> list[tuple[Outcome, list[CheckSummary]]]:
    """The checks in groups, most serious first, in their own order within a group."""
    listed = list(checks)
    groups = [(outcome, [check for check in listed if check.outcome is outcome]) for outcome in Outcome]
    return [(outcome, members) for outcome, members in groups if members]


def findings_html(findings: Mapping[str, Any]) -> Markup:
    """The list of findings of one audit, from the value of `findings_of(audit)`."""
    checks = [CheckSummary.from_findings(check) for check in findings["checks"]]
    return render_macro("findings", by_outcome(checks))
