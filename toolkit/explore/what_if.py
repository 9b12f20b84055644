"""What would the audits say if a line were drawn elsewhere, and where do they differ from the report?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from toolkit.audits.checks import Check, Outcome
from toolkit.audits.explain import QUESTIONS
from toolkit.explore.drawn import Drawn, drawn_from
from toolkit.explore.service_month import PartOfAudit, ServiceMonth
from toolkit.explore.thresholds import Threshold, Value, moved, thresholds_of
from toolkit.parameters.overrides import with_value
from toolkit.parameters.thresholds import Thresholds

_ORDER = tuple(Outcome)


@dataclass(frozen=True, slots=True)
class Answered:
    """One question: what the report says, and what it would say with the thresholds as they stand now."""

    report: Check
    now: Check

    @property
    def code(self) -> str:
        return self.report.code

    @property
    def differs(self) -> bool:
        """True when the answer is another one; a sentence that names another number is not yet that."""
        return self.report.outcome is not self.now.outcome

    @property
    def has_other_figures(self) -> bool:
        """True when the same answer is given in a sentence with other figures."""
        return not self.differs and self.report.says != self.now.says


class WhatIf:
    """The thresholds as they stand now, beside those of the report."""

    def __init__(self, service_month: ServiceMonth) -> None:
        self.service_month = service_month
        self.thresholds = service_month.thresholds
        self._thresholds_of: dict[str, tuple[Threshold, ...]] = {}

    def thresholds_of(self, code: str) -> tuple[Threshold, ...]:
        """Those that a question is judged by."""
        if code not in self._thresholds_of:
            self._thresholds_of[code] = thresholds_of(QUESTIONS[code], self.service_month.thresholds)
        return self._thresholds_of[code]

    def move(self, threshold: Threshold, value: Value) -> None:
        """Draw one line elsewhere; raises WrongUse for a value that cannot be."""
        self.thresholds = with_value(self.thresholds, threshold.section, threshold.key, value)

    def reset(self) -> None:
        self.thresholds = self.service_month.thresholds

    def put_back(self, threshold: Threshold) -> None:
        self.move(threshold, threshold.of(self.service_month.thresholds))

    @property
    def is_report(self) -> bool:
        return self.thresholds == self.service_month.thresholds

    def moved(self) -> list[Threshold]:
        """Every threshold that stands elsewhere than in the report, each once."""
        found = dict[tuple[str, str], Threshold]()
        for code in QUESTIONS:
            for one in self.moved_of(code):
                found[one.section, one.key] = one
        return list(found.values())

    def moved_of(self, code: str) -> list[Threshold]:
        """Those of one question that stand elsewhere than in the report."""
        return moved(self.thresholds_of(code), self.service_month.thresholds, self.thresholds)

    def thresholds_on(self, other: ServiceMonth) -> Thresholds:
        """Another month's own thresholds, with the same ones moved to where they stand here."""
        found = other.thresholds
        for one in self.moved():
            found = with_value(found, one.section, one.key, one.of(self.thresholds))
        return found

    def answers(self, audit: str) -> list[Answered]:
        """Every question of an audit, in the report's order: most serious first."""
        report = self.service_month.answers(audit)
        now = report if self.is_report else self.service_month.answers(audit, self.thresholds)
        pairs = [Answered(*pair) for pair in zip(report, now, strict=True)]
        return sorted(pairs, key=lambda pair: _ORDER.index(pair.report.outcome))

    def part_of_audit(self, audit: str) -> PartOfAudit:
        """What the pictures of an audit are drawn from."""
        return PartOfAudit(self.service_month, audit, self.thresholds)

    def picture(self, audit: str, draw: Callable[[Any], Any]) -> Drawn | None:
        """One of the audit's pictures, drawn again only when something in it has changed."""
        return self.service_month.remembered(
            ("picture", draw), self.thresholds, lambda: drawn_from(draw, self.part_of_audit(audit))
        )
