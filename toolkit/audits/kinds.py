"""Which audits are there, and what does each read? (the list behind `toolkit.audits.AUDITS`)"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from toolkit.audits import staffing_missed_care
from toolkit.audits.checks import Question
from toolkit.audits.result import Audit
from toolkit.audits.staffing_questions import QUESTIONS as STAFFING_QUESTIONS
from toolkit.evidence import Evidence


@dataclass(frozen=True, slots=True)
class AuditKind:
    """One kind of audit: its name (also its notebook's), title, questions, tables, and how it is run."""

    name: str
    title: str
    questions: tuple[Question, ...]
    tables: tuple[str, ...]
    run: Callable[[Evidence], Audit]


AUDITS: Mapping[str, AuditKind] = {
    kind.name: kind
    for kind in (
        AuditKind(
            staffing_missed_care.NAME,
            staffing_missed_care.TITLE,
            STAFFING_QUESTIONS,
            staffing_missed_care.TABLES,
            staffing_missed_care.run,
        ),
    )
}
