"""One question asked of rows in memory: the rest of the audit is not run, so that tables stay quick."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tests.factories import Row, make_evidence
from toolkit.audits.checks import Check
from toolkit.audits.staffing.audit import CHECKS
from toolkit.audits.staffing.link_checks import TRIGGERS, check_unresolved_staffing_risk
from toolkit.audits.staffing.questions import UNRESOLVED_STAFFING_RISK
from toolkit.audits.staffing.voices_facts import VoicesFacts

# Each check's function is named after its code, but for the first, which was written before the rule.
_BY_CODE = {
    check.__name__.removeprefix("check_")
    .replace("_", "-")
    .replace("repeated-gaps", "repeated-staffing-gaps"): check
    for check in CHECKS
}


def ask(code: str, tables: Mapping[str, Iterable[Row]], **more: Any) -> Check:
    """The answer to one check of the staffing audit; `more` as for `make_evidence`."""
    facts = VoicesFacts(make_evidence(tables, **more))
    if code == UNRESOLVED_STAFFING_RISK.code:  # the one that asks what the triggers found
        return check_unresolved_staffing_risk(facts, [trigger(facts) for trigger in TRIGGERS.values()])
    return _BY_CODE[code](facts)
