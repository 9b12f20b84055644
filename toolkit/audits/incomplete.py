"""Was enough of what was supplied readable for a question to be answered with "clear"?

Rows that could not be used and files that could not be read are often the bad ones. A breach in the
rest stands; its absence proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from toolkit.audits.checks import Check, Outcome, Question
from toolkit.evidence import Evidence
from toolkit.wording import join_words, share


def held_back(check: Check, evidence: Evidence) -> Check:
    """The check, with `no_evidence` in place of `clear` when too much of a table it reads was lost."""
    if check.outcome is not Outcome.CLEAR:
        return check
    lost = _lost(check, evidence)
    if not lost:
        return check
    return replace(check, outcome=Outcome.NO_EVIDENCE, says=f"{check.says} {lost}")


def in_order(checks: Iterable[Check], questions: Sequence[Question]) -> tuple[Check, ...]:
    """The answers in the order in which the audit asks."""
    order = {question.code: place for place, question in enumerate(questions)}
    return tuple(sorted(checks, key=lambda check: order[check.code]))


def _lost(check: Check, evidence: Evidence) -> str:
    tables = [table for table in check.question.tables if evidence.supplied(table)]
    files = sorted({path for table in check.question.tables for path in evidence.files_not_read(table)})
    if files:
        return f"Not clear, because {join_words(files)} could not be read."
    allowed = evidence.thresholds.staffing_definitions.refused_share
    shares = {table: evidence.share_refused(table) for table in tables}
    table = max(shares, key=lambda name: shares[name], default="")
    if table and shares[table] > allowed:
        part = share(shares[table])
        return f"Not clear, because {part} of the rows of {table.replace('_', ' ')} could not be used."
    return ""
