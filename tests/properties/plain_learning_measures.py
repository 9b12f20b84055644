"""How much of what was learned reached the care plans, and how fast: the slow second implementation.

`LearningAudit` holds one service and month; `MEASURES` gives every measure: value, low, high and n, all
None where it cannot be computed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import cached_property

from tests.properties.plain_learning import (
    VERDICTS,
    Group,
    Item,
    groups_of,
    items_of,
    left_on,
    relevant_learning,
    started_in_year,
)
from tests.properties.plain_ratios import wilson
from tests.properties.plain_service import PlainService, is_missing, months_earlier

PLAN_TABLES = ("complaints", "learning", "care_plan_changes")
Numbers = tuple[object, object, object, int | None]
UNKNOWN_FIGURE: Numbers = (None, None, None, None)


class LearningAudit:
    """One service and month with everything that the checks read."""

    def __init__(self, service: PlainService) -> None:
        self.service = service

    @cached_property
    def all_items(self) -> list[Item]:
        return items_of(self.service)[0]

    @cached_property
    def items(self) -> list[Item]:
        """Items started in 12 months."""
        return started_in_year(self.service, self.all_items)

    @cached_property
    def groups(self) -> list[Group]:
        return list(groups_of(self.service).values())

    @property
    def plans_known(self) -> bool:
        """Can items be told, and whether they are reflected?

        Reading: an item is of a complaint, a learning row and a plan, so all three tables are named. Where
        there is relevant learning and none of it has a person and a section, the columns are unknown.
        """
        missing = any(is_missing(self.service, table) for table in PLAN_TABLES)
        return not missing and self.traceable

    @property
    def traceable(self) -> bool:
        return bool(self.all_items) or not relevant_learning(self.service)

    def since(self, months: int) -> date:
        """First day of "in n months"."""
        return months_earlier(self.service.first, months - 1)

    def days_ago(self, day: date) -> int:
        return (self.service.as_of - day).days

    def measures(self) -> dict[str, Numbers]:
        found = {name: measure(self) for name, measure in MEASURES.items()}
        counts = {name: sum(item.verdict == name for item in self.items) for name in VERDICTS}
        return found | {f"verdict_{name}": count_of(self, counts[name]) for name in VERDICTS}


# The measure


def fell_due(audit: LearningAudit) -> list[Item]:
    """Items "whose due day is in the 6 months to as_of"."""
    return [item for item in audit.all_items if audit.since(6) <= item.due <= audit.service.as_of]


def due_items(audit: LearningAudit) -> list[Item]:
    """ "... less those no longer applicable"."""
    return [item for item in fell_due(audit) if not item.no_longer_applicable]


def in_eight_weeks(audit: LearningAudit) -> Numbers:
    if not audit.plans_known:
        return UNKNOWN_FIGURE
    due = due_items(audit)
    reflected = sum(item.in_time for item in due)
    share = Fraction(reflected, len(due)) if due else None
    return share, *wilson(reflected, len(due)), len(due)


def km_56(audit: LearningAudit) -> Numbers:
    """Kaplan-Meier over items started in 12 months: "null when fewer than 5 items started 56 or more days
    before as_of"."""
    started = audit.items
    if not audit.plans_known or sum(audit.days_ago(item.start) >= 56 for item in started) < 5:
        return UNKNOWN_FIGURE
    return 1 - survival([_followed(item) for item in started], 56), None, None, len(started)


def _followed(item: Item) -> tuple[int, bool]:
    """Day and whether it was reflected: "day = reflected - start, not below 0; unreflected censored at
    as_of, left or died on that day".

    Fixed: what was reflected only after the person left is censored on the day they left.
    """
    left, reflected = left_on(item.service, item.person), item.reflected_on
    if reflected is not None and (left is None or reflected <= left):
        return max((reflected - item.start).days, 0), True
    return max(((left or item.service.as_of) - item.start).days, 0), False


def survival(followed: list[tuple[int, bool]], until: int) -> Fraction:
    """The share not yet reflected after day `until`; events come before censorings on the same day."""
    left = Fraction(1)
    for day in sorted({day for day, happened in followed if happened and day <= until}):
        at_risk = sum(other >= day for other, _ in followed)
        events = sum(other == day and happened for other, happened in followed)
        left *= Fraction(at_risk - events, at_risk)
    return left


def count_of(audit: LearningAudit, count: int) -> Numbers:
    return (count, None, None, None) if audit.plans_known else UNKNOWN_FIGURE


MEASURES: dict[str, Callable[[LearningAudit], Numbers]] = {
    "learning_in_eight_weeks": in_eight_weeks,
    "learning_due": lambda audit: count_of(audit, len(due_items(audit))),
    "learning_reflected": lambda audit: count_of(audit, sum(item.in_time for item in due_items(audit))),
    "learning_not_yet_due": lambda audit: count_of(
        audit, sum(item.not_yet_due and not item.no_longer_applicable for item in audit.all_items)
    ),
    "learning_no_longer_applicable": lambda audit: count_of(
        audit, sum(item.no_longer_applicable for item in fell_due(audit))
    ),
    "learning_km_56": km_56,
}
