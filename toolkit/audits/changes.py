"""What changed between two months of one service, and what only looks as if it had?

Answers and figures of two published months are held against each other. Two months are two points:
a figure is called higher or lower only where chance does not explain the difference, and an answer
whose definition was changed in between is never called better or worse.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from toolkit.audits.checks import Outcome
from toolkit.audits.explain import QUESTIONS, sections_of
from toolkit.measures.uncertainty import newcombe_difference, rate_ratio

Json = Mapping[str, Any]


class Change(StrEnum):
    """What became of one answer, those a meeting reads first at the top."""

    NEW = "new"  # a finding now, and none before
    WORSE = "worse"
    UNTESTABLE = "untestable"  # was answered before, and cannot be now
    DEFINITION_CHANGED = "definition changed"  # judged otherwise than before: never a trend
    BETTER = "better"  # still a finding, less serious
    SETTLED = "settled"  # a finding before, tested now and clear
    NOW_TESTED = "now tested"  # could not be answered before, and is clear now
    SAME = "same"


class Difference(StrEnum):
    """What became of one figure."""

    HIGHER = "higher"
    LOWER = "lower"
    WITHIN_CHANCE = "within chance"
    DEFINITION_CHANGED = "definition changed"  # counted otherwise than before: never a trend
    NOT_COMPARED = "not compared"  # one is not known, or chance cannot be reckoned for it


# Figures of the month's own records. Those that look back over several months share most of them with the
# month before, and two such figures are no two samples.
OF_THE_MONTH = frozenset({
    "missed_care_rate", "shortened_rate", "delayed_rate", "poorly_evidenced_rate", "concern_share",
    "incident_rate", "audit_score", "supported_share", "weak_closures",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class CheckChange:
    """One answer in both months; an outcome is None where the audit was not run, or failed."""

    audit: str
    code: str
    question: str
    change: Change
    before: Outcome | None
    after: Outcome | None
    says_before: str
    says_after: str


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One figure in both months, as `findings.json` holds it; None in a month that does not have it."""

    audit: str
    name: str
    unit: str
    difference: Difference
    before: Json | None
    after: Json | None


@dataclass(frozen=True, slots=True)
class ServiceMonth:
    """What is compared of one published month: its findings, thresholds and the toolkit's version."""

    month: str
    audits: Mapping[str, Json]
    thresholds: Json
    toolkit: str


@dataclass(frozen=True, slots=True)
class Changes:
    """All that changed for one service between two months, most serious first."""

    service: str
    before: str
    after: str
    checks: tuple[CheckChange, ...]
    figures: tuple[FigureChange, ...]
    versions: tuple[str, str]

    @property
    def other_version(self) -> bool:
        """True when the two months were computed by different versions of the toolkit."""
        return self.versions[0] != self.versions[1]

    def of(self, change: Change) -> tuple[CheckChange, ...]:
        return tuple(one for one in self.checks if one.change is change)


def compare_months(service: str, before: ServiceMonth, after: ServiceMonth) -> Changes:
    """Hold one service's answers and figures of two months against each other."""
    checks = [
        _check_change(audit, code, *pair, changed=_definition_changed(code, before, after))
        for audit, codes in _paired(before, after, _checks_of).items()
        for code, pair in codes.items()
    ]
    order = list(Change)
    figures = [
        _figure_change(audit, name, *pair, changed=_figures_changed(audit, before, after))
        for audit, names in _paired(before, after, _figures_of).items()
        for name, pair in names.items()
    ]
    return Changes(
        service,
        before.month,
        after.month,
        tuple(sorted(checks, key=lambda one: order.index(one.change))),
        tuple(figures),
        (before.toolkit, after.toolkit),
    )


def change_of(before: Outcome | None, after: Outcome | None, *, definition_changed: bool = False) -> Change:
    """What became of one answer; an answer that was not given counts as one that could not be.

    >>> change_of(Outcome.CLEAR, Outcome.ACTION), change_of(Outcome.ACTION, Outcome.NO_EVIDENCE)
    (<Change.NEW: 'new'>, <Change.UNTESTABLE: 'untestable'>)
    >>> change_of(Outcome.ACTION, Outcome.CLEAR, definition_changed=True)
    <Change.DEFINITION_CHANGED: 'definition changed'>
    """
    was, now = before or Outcome.NO_EVIDENCE, after or Outcome.NO_EVIDENCE
    if was is now:
        return Change.SAME
    if now is Outcome.NO_EVIDENCE:
        return Change.UNTESTABLE
    if definition_changed:
        return Change.DEFINITION_CHANGED
    findings = (Outcome.ACTION, Outcome.WATCH)
    if now in findings:
        if was not in findings:
            return Change.NEW
        return Change.WORSE if now is Outcome.ACTION else Change.BETTER
    return Change.SETTLED if was in findings else Change.NOW_TESTED


def difference_of(unit: str, before: Json, after: Json) -> Difference:
    """Is a figure higher or lower than chance explains? Shares by Newcombe, rates by the exact ratio.

    Other figures (fill rates are shares of hours, whose n is not what chance works on) are shown and
    not compared; so is one that is not known, or has no interval of its own.
    """
    if _unknown(before) or _unknown(after):
        return Difference.NOT_COMPARED
    if unit == "share":
        then, now = ((round(one["value"] * one["n"]), one["n"]) for one in (before, after))
        shift = newcombe_difference(*now, *then)
        low, high = shift.low, shift.high
        middle = 0.0
    elif unit == "per 1,000" and before["value"] and after["value"]:
        then, now = ((one["n"], one["n"] / one["value"]) for one in (before, after))
        ratio = rate_ratio(*now, *then)
        low, high, middle = ratio.low, ratio.high, 1.0
    else:
        return Difference.NOT_COMPARED
    if low is None or high is None:
        return Difference.NOT_COMPARED
    if low > middle:
        return Difference.HIGHER
    return Difference.LOWER if high < middle else Difference.WITHIN_CHANCE


def _unknown(figure: Json) -> bool:
    """Without a value, an n or an interval nobody can say what chance would do."""
    return figure["value"] is None or not figure["n"] or figure["low"] is None or figure["high"] is None


def _checks_of(entry: Json | None) -> dict[str, Json]:
    return {check["code"]: check for check in entry["checks"]} if entry else {}


def _figures_of(entry: Json) -> dict[str, Json]:
    return dict(entry["measures"])


def _paired(
    before: ServiceMonth, after: ServiceMonth, parts_of: Any
) -> dict[str, dict[str, tuple[Json | None, Json | None]]]:
    """Audit -> name -> its part in both months, in the order of the later month."""
    found: dict[str, dict[str, tuple[Json | None, Json | None]]] = {}
    for audit in dict.fromkeys([*after.audits, *before.audits]):
        was, now = (parts_of(m.audits[audit]) if audit in m.audits else {} for m in (before, after))
        found[audit] = {name: (was.get(name), now.get(name)) for name in dict.fromkeys([*now, *was])}
    return found


def _check_change(
    audit: str, code: str, before: Json | None, after: Json | None, *, changed: bool
) -> CheckChange:
    was, now = (Outcome(one["outcome"]) if one else None for one in (before, after))
    known = after or before or {}
    return CheckChange(
        audit=audit,
        code=code,
        question=str(known["question"]),
        change=change_of(was, now, definition_changed=changed),
        before=was,
        after=now,
        says_before=str(before["says"]) if before else "",
        says_after=str(after["says"]) if after else "",
    )


def _figure_change(
    audit: str, name: str, before: Json | None, after: Json | None, *, changed: bool
) -> FigureChange:
    unit = str((after or before or {})["unit"])
    difference = Difference.NOT_COMPARED
    if before and after and name in OF_THE_MONTH:
        difference = Difference.DEFINITION_CHANGED if changed else difference_of(unit, before, after)
    return FigureChange(audit, name, unit, difference, before, after)


def _figures_changed(audit: str, before: ServiceMonth, after: ServiceMonth) -> bool:
    """True when a definition that any of the audit's figures rests on is another one."""
    codes = [
        check["code"] for month in (before, after) for check in _checks_of(month.audits.get(audit)).values()
    ]
    sections = {
        section
        for code in codes
        if code in QUESTIONS
        for section in sections_of(QUESTIONS[code])
        if section.endswith("-definitions")
    }
    return any(before.thresholds.get(section) != after.thresholds.get(section) for section in sections)


def _definition_changed(code: str, before: ServiceMonth, after: ServiceMonth) -> bool:
    """True when a threshold that the check is judged by, or a definition it rests on, is another one."""
    if code not in QUESTIONS:
        return False
    return any(
        before.thresholds.get(section) != after.thresholds.get(section)
        for section in sections_of(QUESTIONS[code])
    )
