"""Which named figures of complaints learning travel to `findings.json` and the roll-up?

A figure that cannot be computed is there with value None.
"""

from __future__ import annotations

from toolkit.audits.checks import Figure
from toolkit.audits.complaints.facts import LearningFacts
from toolkit.measures.learning.clock import EightWeeks, done_by_day
from toolkit.measures.learning.verdicts import VERDICTS
from toolkit.measures.uncertainty import wilson


def measures_of(facts: LearningFacts) -> dict[str, Figure]:
    """Every named figure of the audit, by name."""
    told = not facts.untold()
    figures = [
        _in_time("learning_in_eight_weeks", facts.eight_weeks, told),
        _in_time("learning_in_eight_weeks_received", facts.eight_weeks_received, told),
        *_counts(facts, told),
        _done_by_due(facts, told),
        _relevance(facts),
        *_verdicts(facts, told),
        _disagreements(facts, told),
    ]
    return {figure.name: figure for figure in figures}


def _in_time(name: str, counted: EightWeeks, told: bool) -> Figure:
    if not told or not counted.due:
        return Figure(name, None, "share", n=0)
    around = wilson(counted.reflected, counted.due)
    return Figure(name, counted.share, "share", n=counted.due, low=around.low, high=around.high)


def _counts(facts: LearningFacts, told: bool) -> list[Figure]:
    counted = facts.eight_weeks
    numbers = {
        "learning_due": counted.due,
        "learning_reflected": counted.reflected,
        "learning_not_yet_due": counted.not_yet_due,
        "learning_no_longer_applicable": counted.no_longer_applicable,
        "learning_cannot_be_traced": len(facts.untraced),
    }
    n = len(facts.items) if told else 0
    figures = [
        Figure(name, float(number) if told else None, "items", n=n) for name, number in numbers.items()
    ]
    lost = figures.pop()
    if not told and not facts.evidence.missing("learning"):  # known, and perhaps the very reason
        return [*figures, Figure(lost.name, float(len(facts.untraced)), "items", n=len(facts.untraced))]
    return [*figures, lost]


def _done_by_due(facts: LearningFacts, told: bool) -> Figure:
    """The share done by day 56 of all items of the year, those still open counted fairly."""
    limits, day = facts.limits.learning_in_eight_weeks, facts.definitions.due_days
    done = None
    if told:
        done = done_by_day(facts.items, facts.as_of, day=day, minimum=limits.curve_minimum_items)
    n = len(facts.items) if told else 0
    if done is None or done.share is None:
        return Figure("learning_km_56", None, "share", n=n)
    return Figure("learning_km_56", done.share, "share", n=n, low=done.low, high=done.high)


def _relevance(facts: LearningFacts) -> Figure:
    """How much of the year's learning is said to change a care plan."""
    learning = facts.evidence.in_year("learning")
    n, relevant = len(learning), int((learning["relevant"] == "yes").sum())
    if facts.evidence.missing("learning"):
        return Figure("relevance_rate", None, "share", n=0)
    around = wilson(relevant, n)
    return Figure("relevance_rate", relevant / n, "share", n=n, low=around.low, high=around.high)


def _verdicts(facts: LearningFacts, told: bool) -> list[Figure]:
    given = facts.items["verdict"].value_counts()
    n = len(facts.items) if told else 0
    return [
        Figure(f"verdict_{name}", float(given.get(name, 0)) if told else None, "items", n=n)
        for name in VERDICTS
    ]


def _disagreements(facts: LearningFacts, told: bool) -> Figure:
    """Items of which the quality meeting says embedded and the records do not, or the other way round."""
    judged = facts.items[facts.items["meeting_verdict"].notna()]
    if not told or facts.evidence.missing("verdicts"):
        return Figure("meeting_disagreements", None, "items", n=0)
    return Figure("meeting_disagreements", float(judged["disagrees"].sum()), "items", n=len(judged))
