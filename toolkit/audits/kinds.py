"""Which audits are there, and what does each read? (the list behind `toolkit.audits.AUDITS`)"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from toolkit.audits.checks import Check, Question
from toolkit.audits.complaints import audit as complaints
from toolkit.audits.complaints.facts import LearningFacts
from toolkit.audits.complaints.questions import QUESTIONS as COMPLAINTS
from toolkit.audits.oversight import audit as oversight
from toolkit.audits.oversight.facts import OversightFacts
from toolkit.audits.oversight.questions import QUESTIONS as OVERSIGHT
from toolkit.audits.recovery import audit as recovery
from toolkit.audits.recovery.facts import RecoveryFacts
from toolkit.audits.recovery.questions import QUESTIONS as RECOVERY
from toolkit.audits.result import Audit
from toolkit.audits.staffing import audit as staffing
from toolkit.audits.staffing.questions import QUESTIONS as STAFFING
from toolkit.audits.staffing.voices_facts import VoicesFacts
from toolkit.evidence import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditKind:
    """One kind of audit: its name (also its notebook's), title, questions, and how it is run.

    `tables` are all it may read: a row of any other does not make it run again.
    """

    name: str
    title: str
    questions: tuple[Question, ...]
    tables: tuple[str, ...]
    facts: type[Any]  # a class of its own for each kind, which `tell` takes
    tell: Callable[..., Audit]
    answers: Callable[..., tuple[Check, ...]]
    frames: Mapping[str, Callable[[Any], pd.DataFrame]]  # those of `tell` that can be had one by one

    def run(self, evidence: Evidence) -> Audit:
        return self.tell(self.facts(evidence))


def _kind(
    audit: Any, questions: tuple[Question, ...], facts: type[Any], tables: tuple[str, ...]
) -> AuditKind:
    return AuditKind(
        name=audit.NAME,
        title=audit.TITLE,
        questions=questions,
        tables=tables,
        facts=facts,
        tell=audit.tell,
        answers=audit.answers,
        frames=audit.FRAMES,
    )


AUDITS: Mapping[str, AuditKind] = {
    kind.name: kind
    for kind in (
        _kind(staffing, STAFFING, VoicesFacts, staffing.TABLES),
        _kind(complaints, COMPLAINTS, LearningFacts, complaints.TABLES),
        _kind(oversight, OVERSIGHT, OversightFacts, oversight.TABLES),
        _kind(recovery, RECOVERY, RecoveryFacts, recovery.READ),
    )
}
