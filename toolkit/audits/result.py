"""What does one finished audit of one service and month hold?

The same object serves the notebook, the explorer, the roll-up and the packs. `findings_of` gives the
part of it that travels in the executed notebook and becomes `findings.json`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from toolkit.audits.checks import Check, Figure, Outcome, worst
from toolkit.period import Period


@dataclass(frozen=True, slots=True)
class SourceUse:
    """One table an audit reads: was it supplied, and what of it was used."""

    table: str
    supplied: bool
    rows_used: int  # rows of the service known at as_of, in the 12 months to it
    rows_in_month: int
    first: date | None
    last: date | None
    rows_refused: int
    note: str = ""  # what is missing in it, in words; empty when nothing is


@dataclass(frozen=True, slots=True)
class ChangedThreshold:
    """A threshold that differs from the default, with the reason given for it."""

    section: str
    key: str
    default: object
    value: object
    reason: str


@dataclass(frozen=True, slots=True)
class Subject:
    """The service that was audited, as far as a page may name it."""

    service_id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """One audit of one service and month: its checks, figures and what it could not see."""

    name: str  # staffing_missed_care
    title: str  # Staffing and missed care
    subject: Subject
    provider: str
    period: Period
    checks: tuple[Check, ...]
    measures: Mapping[str, Figure]
    sources: tuple[SourceUse, ...]
    changed_thresholds: tuple[ChangedThreshold, ...]
    problems_count: int  # problem rows of this service in the tables read
    files: tuple[
        Mapping[str, object], ...
    ]  # file, sheet, table, and of this service's rows in it: used, refused

    @property
    def status(self) -> Outcome:
        return worst(check.outcome for check in self.checks)

    def check(self, code: str) -> Check:
        return next(check for check in self.checks if check.code == code)


def findings_of(audit: Audit) -> dict[str, object]:
    """The audit's part of `findings.json`: status, every check, every measure.

    Evidence is complete and sorted by reference; numbers are at full precision.
    """
    return {
        "status": audit.status.value,
        "checks": [_check_as_json(check) for check in audit.checks],
        "measures": {name: _figure_as_json(figure) for name, figure in sorted(audit.measures.items())},
    }


def _check_as_json(check: Check) -> dict[str, object]:
    question = check.question
    figure = {"name": check.figure.name, **_figure_as_json(check.figure)}
    evidence = sorted(set(check.evidence), key=lambda e: (e.ref, e.file, e.sheet or "", e.row))
    return {
        "code": question.code,
        "kind": question.kind.value,
        "outcome": check.outcome.value,
        "question": question.question,
        "says": check.says,
        "figure": figure,
        "threshold": dict(check.threshold),
        "reviewed_by": question.reviewed_by,
        "escalates_to": question.escalates_to,
        "quality_statements": list(question.quality_statements),
        "regulations": list(question.regulations),
        "evidence": [{"ref": e.ref, "file": e.file, "sheet": e.sheet, "row": e.row} for e in evidence],
        "next_step": question.next_step,
    }


def _figure_as_json(figure: Figure) -> dict[str, object]:
    return {
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "n": figure.n,
        "unit": figure.unit,
    }
