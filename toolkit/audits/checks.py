"""What did the audit ask, what did the records answer, and what follows?

One decision rule serves all checks. `no_evidence` is an answer of its own and is never good news.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal


class Outcome(StrEnum):
    """The answer to one check, most serious first."""

    ACTION = "action"
    WATCH = "watch"
    NO_EVIDENCE = "no_evidence"
    CLEAR = "clear"


class Kind(StrEnum):
    """Why a check is asked; it sets the level of a breach."""

    TRIGGER = "trigger"
    WARNING = "warning"
    HIDDEN = "hidden"
    LINK = "link"
    ESCALATION = "escalation"
    MEASURE = "measure"
    BOARD = "board"

    @property
    def level(self) -> Outcome:
        return Outcome.WATCH if self in (Kind.WARNING, Kind.LINK) else Outcome.ACTION


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it takes to weigh it: its n and its 95 % interval. None = not computable."""

    name: str
    value: float | None
    unit: str
    n: int | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """One record behind a finding: `table:id` and where it stands in the export."""

    ref: str
    file: str
    sheet: str | None
    row: int


@dataclass(frozen=True, slots=True)
class Question:
    """The fixed part of a check: what it asks, of what kind it is, and who sees to the answer."""

    code: str
    kind: Kind
    question: str
    how: str  # how it is calculated and when it fires, in one sentence
    tables: tuple[str, ...]
    reviewed_by: str
    escalates_to: str
    next_step: str
    quality_statements: tuple[str, ...] = ()
    regulations: tuple[str, ...] = ()
    theme: str = "other"  # of the shared vocabulary: how the provider's page groups triggers


@dataclass(frozen=True, slots=True)
class Check:
    """One question asked of one service and month, with its answer."""

    question: Question
    outcome: Outcome
    says: str
    figure: Figure
    threshold: Mapping[str, float | int]
    evidence: tuple[Reference, ...] = ()
    arms: tuple[Arm, ...] = ()

    @property
    def code(self) -> str:
        return self.question.code


@dataclass(frozen=True, slots=True)
class Arm:
    """One of the conditions of a check.

    `breached` is None when the arm could not be tested; `enough` says whether n reached the minimum;
    `complete` says whether what was tested was the whole of it: a breach in the part that was
    recorded stands, but its absence proves nothing. `warns` marks an arm whose breach is an early
    warning whatever the check's kind.
    """

    name: str
    breached: bool | None
    says: str
    enough: bool = True
    complete: bool = True
    evidence: tuple[Reference, ...] = field(default=())
    warns: bool = False

    @property
    def outcome_without_level(self) -> Literal["breach", "early warning", "no evidence", "held"]:
        if self.breached is None:
            return "no evidence"
        if self.breached:
            return "breach" if self.enough and not self.warns else "early warning"
        return "held" if self.enough and self.complete else "no evidence"


def decide(kind: Kind, arms: Iterable[Arm]) -> Outcome:
    """The one decision rule, for checks whose arms are joined by *or*.

    (1) not testable: no evidence; (2) breach on enough records: the level of the check's kind;
    (3) breach on fewer: watch; (4) no breach on fewer: no evidence; (5) clear. Several arms: the
    check fires when any arm is breached and is clear only when every arm was tested.

    >>> decide(Kind.TRIGGER, [Arm("rate", True, "", enough=False)])
    <Outcome.WATCH: 'watch'>
    >>> decide(Kind.TRIGGER, [Arm("a", False, ""), Arm("b", None, "")])
    <Outcome.NO_EVIDENCE: 'no_evidence'>
    """
    states = [arm.outcome_without_level for arm in arms]
    if "breach" in states:
        return kind.level
    if "early warning" in states:
        return Outcome.WATCH
    if not states or "no evidence" in states:
        return Outcome.NO_EVIDENCE
    return Outcome.CLEAR


_ORDER = tuple(Outcome)


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """The most serious of several outcomes; of none, no evidence.

    >>> worst([Outcome.CLEAR, Outcome.NO_EVIDENCE])
    <Outcome.NO_EVIDENCE: 'no_evidence'>
    """
    found = set(outcomes)
    return next((outcome for outcome in _ORDER if outcome in found), Outcome.NO_EVIDENCE)
