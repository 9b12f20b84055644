"""How do two services, or two months, answer the same questions? (in the words of `grip compare`)"""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.audits.changes import Change, Changes, ServiceMonth, compare_months
from toolkit.audits.checks import Check
from toolkit.audits.result import findings_of
from toolkit.explore import service_month as opened
from toolkit.explore.what_if import WhatIf


@dataclass(frozen=True, slots=True)
class Pair:
    """One question, answered on either side; `change` only where the sides are two months of one service."""

    audit: str
    first: Check
    second: Check
    change: Change | None


def compare_sides(
    first: opened.ServiceMonth, second: opened.ServiceMonth, audit: str, what_if: WhatIf
) -> tuple[list[Pair], Changes | None]:
    """The answers of both sides, question by question, with the thresholds moved alike on both.

    Two months of one service are held against each other as `grip compare` does, the earlier first. Two
    services stand beside each other and nothing more: one is not the other's past.
    """
    before, after = (one.answers(audit, what_if.thresholds_on(one)) for one in (first, second))
    changes = _changes(first, second, audit, what_if) if first.service == second.service else None
    known = {one.code: one.change for one in changes.checks} if changes else {}
    pairs = [Pair(audit, *both, known.get(both[0].code)) for both in zip(before, after, strict=True)]
    return pairs, changes


def in_order(first: opened.ServiceMonth, second: opened.ServiceMonth) -> tuple[opened.ServiceMonth, ...]:
    """Of two months of one service the earlier first; two services as they were chosen."""
    if first.service == second.service and second.month < first.month:
        return second, first
    return first, second


def _changes(first: opened.ServiceMonth, second: opened.ServiceMonth, audit: str, what_if: WhatIf) -> Changes:
    before, after = (
        ServiceMonth(one.month, {audit: findings_of(one.audit(audit, what_if.thresholds_on(one)))}, {}, "")
        for one in (first, second)
    )
    return compare_months(first.service, before, after)
