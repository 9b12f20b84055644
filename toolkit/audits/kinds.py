"""Which audits are there, and what does each read? (the list behind `toolkit.audits.AUDITS`)"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from toolkit.audits.checks import Question
from toolkit.audits.complaints import audit as complaints
from toolkit.audits.complaints.questions import QUESTIONS as COMPLAINTS
from toolkit.audits.oversight import audit as oversight
from toolkit.audits.oversight.questions import QUESTIONS as OVERSIGHT
from toolkit.audits.recovery import audit as recovery
from toolkit.audits.recovery.questions import QUESTIONS as RECOVERY
from toolkit.audits.result import Audit
from toolkit.audits.staffing import audit as staffing
from toolkit.audits.staffing.questions import QUESTIONS as STAFFING
from toolkit.evidence import Evidence


@dataclass(frozen=True, slots=True)
class AuditKind:
    """One kind of audit: its name (also its notebook's), title, questions, and how it is run.

    `tables` are all it may read: a row of any other does not make it run again.
    """

    name: str
    title: str
    questions: tuple[Question, ...]
    tables: tuple[str, ...]
    run: Callable[[Evidence], Audit]


AUDITS: Mapping[str, AuditKind] = {
    kind.name: kind
    for kind in (
        AuditKind(staffing.NAME, staffing.TITLE, STAFFING, staffing.TABLES, staffing.run),
        AuditKind(complaints.NAME, complaints.TITLE, COMPLAINTS, complaints.TABLES, complaints.run),
        AuditKind(oversight.NAME, oversight.TITLE, OVERSIGHT, oversight.TABLES, oversight.run),
        AuditKind(recovery.NAME, recovery.TITLE, RECOVERY, recovery.READ, recovery.run),
    )
}
