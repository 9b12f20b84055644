"""Is the learning in the care plans in time, or was a complaint closed without it?"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd

from toolkit.audits.absence import no_rows
from toolkit.audits.answers import answer
from toolkit.audits.checks import Arm, Check, Figure, Reference
from toolkit.audits.complaints import questions
from toolkit.audits.complaints.behind import learning_behind
from toolkit.audits.complaints.facts import UPHELD, LearningFacts
from toolkit.audits.references import references_to
from toolkit.measures.learning.clock import EightWeeks
from toolkit.measures.learning.groups import first_of_groups, root_of
from toolkit.measures.learning.items import each_row
from toolkit.measures.uncertainty import wilson
from toolkit.wording import count, interval, long_day, share, share_of

LISTED = 5  # items a sentence names; the rest stand in the table and among the evidence
NO_PEOPLE = "Who has left is not known: there are no rows of people of this service in the last 12 months."


def weeks(days: int) -> str:
    """Days as people say them.

    >>> weeks(56), weeks(50), weeks(7)
    ('8 weeks', '50 days', '1 week')
    """
    return count(days // 7, "week") if days % 7 == 0 else count(days, "day")


def check_learning_in_eight_weeks(facts: LearningFacts) -> Check:
    """The share of the items due in six months that were in the care plan by day 56."""
    limits, question = facts.limits.learning_in_eight_weeks, questions.LEARNING_IN_EIGHT_WEEKS
    threshold = {"at_least": limits.share, "minimum_n": limits.minimum_items,
                 "due_days": facts.definitions.due_days}  # fmt: skip
    figure = Figure("learning_in_eight_weeks", None, "share")
    untold = facts.untold()
    if untold:
        return answer(question, [Arm("share", None, untold)], figure, threshold)
    counted = facts.eight_weeks
    beside = _beside(facts, counted)
    if not counted.due:
        says = f"No learning fell due in the {_window(facts)}. {beside}".strip()
        return answer(question, [Arm("share", None, says)], figure, threshold)
    around = wilson(counted.reflected, counted.due)
    figure = Figure("learning_in_eight_weeks", counted.share, "share", n=counted.due, low=around.low,
                    high=around.high)  # fmt: skip
    met = counted.reflected / counted.due >= limits.share - 1e-12
    unsure = met and around.low is not None and around.low < limits.share
    part, verb = share_of(counted.reflected, counted.due), "was" if counted.due == 1 else "were"
    says = (
        f"Of the learning items due in the {_window(facts)}, {part} {verb} "
        f"in the care plan within {weeks(facts.definitions.due_days)} ({interval(around.low, around.high)})."
    )
    if unsure and counted.due >= limits.minimum_items:
        says += (
            f" Met, low confidence: with {count(counted.due, 'item')} the true share may well be under "
            f"{share(limits.share)}."
        )
    arm = Arm("share", not met, f"{says} {beside}".strip(), enough=counted.due >= limits.minimum_items,
              evidence=learning_behind(facts, _not_in_time(facts)))  # fmt: skip
    return answer(question, [arm], figure, threshold, held_back=_people_not_kept(facts))


def _people_not_kept(facts: LearningFacts) -> str:
    """Without people nobody can tell who left before the change was made: a good share is not shown."""
    return NO_PEOPLE if facts.evidence.missing("people") else ""


def _window(facts: LearningFacts) -> str:
    months = count(facts.limits.learning_in_eight_weeks.due_months, "month")
    return f"{months} to {long_day(facts.period.as_of)}"


def _not_in_time(facts: LearningFacts) -> pd.DataFrame:
    """Items due in the window that were late or are not done."""
    items = facts.clocked
    first = facts.first_day(facts.limits.learning_in_eight_weeks.due_months)
    judged = items[items["is_due"] & (items["due_on"] >= first) & ~items["not_applicable"]]
    return judged[~(judged["reflected_on"] <= judged["due_on"])]


def _beside(facts: LearningFacts, counted: EightWeeks) -> str:
    """What stands in neither part, and the result by the other clock."""
    n, gone, lost = counted.not_yet_due, counted.no_longer_applicable, len(facts.untraced)
    parts = []
    if n:
        parts.append(f"{count(n, 'item')} {'is' if n == 1 else 'are'} not yet due.")
    if gone:
        verb = "no longer applies" if gone == 1 else "no longer apply"
        parts.append(f"{count(gone, 'item')} {verb}: the person left before it was due.")
    if lost:
        parts.append(untraced_words(lost))
    received = facts.eight_weeks_received
    if received.due:
        part = share_of(received.reflected, received.due)
        parts.append(f"Counted from the day the complaint was received, it is {part}.")
    return " ".join(parts)


def untraced_words(items: int) -> str:
    """How many items nobody can follow.

    >>> untraced_words(2)
    '2 items cannot be traced to a person and a section of the care plan, and are left out.'
    """
    verb = "is" if items == 1 else "are"
    return (
        f"{count(items, 'item')} cannot be traced to a person and a section of the care plan, and {verb} "
        "left out."
    )


def check_missing_care_plan_update(facts: LearningFacts) -> Check:
    """Items of the year that are due and not in the care plan."""
    question = questions.MISSING_CARE_PLAN_UPDATE
    threshold = {"at_least": facts.limits.missing_care_plan_update.items}
    figure = Figure("care plan updates missing", None, "items")
    untold = facts.untold()
    if untold:
        return answer(question, [Arm("updates", None, untold)], figure, threshold)
    items = facts.started
    due = items[items["is_due"] & ~items["not_applicable"]]
    missing = due[due["overdue"]]
    figure = Figure(figure.name, float(len(missing)), "items", n=len(due))
    breached = len(missing) >= threshold["at_least"]
    says = _missing_words(missing, len(due))
    if len(facts.untraced):
        says = f"{says} {untraced_words(len(facts.untraced))}"
    arm = Arm("updates", breached, says, evidence=learning_behind(facts, missing))
    return answer(question, [arm], figure, threshold)


def _missing_words(missing: pd.DataFrame, due: int) -> str:
    if not due:
        return "No learning of the last 12 months is due yet."
    if missing.empty:
        whole = "The one care plan update" if due == 1 else f"All {count(due, 'care plan update')}"
        return f"{whole} due in the last 12 months {'was' if due == 1 else 'were'} made."
    worst = missing.sort_values(["days_over", "item"], ascending=[False, True])
    named = [
        f"{item.person_id}, {item.plan_section} ({_over(int(item.days_over))})"
        for item in each_row(worst.head(LISTED))
    ]
    rest = len(missing) - len(named)
    listed = "; ".join(named) + (f"; and {rest} more" if rest else "")
    verb = "was" if len(missing) == 1 else "were"
    return f"{len(missing)} of {count(due, 'care plan update')} due {verb} not made: {listed}."


def _over(days: int) -> str:
    return f"{count(days, 'day')} over" if days else "due on the audit's last day"


def check_closed_on_response_only(facts: LearningFacts) -> Check:
    """Complaints closed in the month whose learning is not in the care plan."""
    question = questions.CLOSED_ON_RESPONSE_ONLY
    threshold = {"at_least": facts.limits.closed_on_response_only.complaints}
    figure = Figure("complaints closed without the change", None, "complaints")
    untold = facts.untold() or _closing_untold(facts)
    if untold:
        return answer(question, [Arm("past due", None, untold)], figure, threshold)
    closed = closed_complaints(facts)
    late = closed[closed["past_due"] > 0]
    early = closed[(closed["past_due"] == 0) & (closed["not_reflected"] > 0)]
    figure = Figure(figure.name, float(len(late) + len(early)), "complaints", n=len(closed))
    arms = [
        Arm("past due", len(late) >= threshold["at_least"], _late_words(late, closed),
            evidence=_complaints_and_learning(facts, late)),
        Arm("not yet due", len(early) >= threshold["at_least"], _early_words(early, closed), warns=True,
            evidence=_complaints_and_learning(facts, early)),
    ]  # fmt: skip
    return answer(question, arms, figure, threshold, held_back=_outcome_not_recorded(facts))


def _closing_untold(facts: LearningFacts) -> str:
    for column, what in (("closed_on", "when they were closed"), ("outcome", "whether they were upheld")):
        if not facts.evidence.known("complaints", column):
            return f"The complaints do not say {what}."
    return ""


def _outcome_not_recorded(facts: LearningFacts) -> str:
    """A closed complaint without an outcome, its learning not in the plan, may have been upheld."""
    closed = facts.closed_in_month
    unknown = root_of(closed.loc[closed["outcome"].isna(), "complaint_id"], facts.roots)
    waiting = facts.clocked[facts.clocked["reflected_on"].isna() & ~facts.clocked["not_applicable"]]
    n = len(set(unknown) & set(waiting["complaint_id"]))
    if not n:
        return ""
    return (
        f"The outcome of {count(n, 'complaint')} closed this month, with a change to make, is not recorded."
    )


def closed_complaints(facts: LearningFacts) -> pd.DataFrame:
    """Complaints closed in the month, upheld or partly: complaint_id, closed_on, outcome, items,
    not_reflected (of these items) and past_due (of those); what no longer applies is in none."""
    rows, items = facts.upheld_in_month, facts.clocked
    applies = ~items["not_applicable"]
    waiting = applies & items["reflected_on"].isna()

    def per_group(some: pd.Series) -> np.ndarray:
        counted = Counter(items["complaint_id"][some].tolist())
        return np.array([counted[root] for root in rows["root"].tolist()], dtype="int64")

    closed = rows[["complaint_id", "root", "closed_on", "outcome"]].assign(
        items=per_group(applies),
        not_reflected=per_group(waiting),
        past_due=per_group(waiting & items["is_due"]),
    )
    return closed.reset_index(drop=True)


def _complaints_and_learning(facts: LearningFacts, closed: pd.DataFrame) -> tuple[Reference, ...]:
    complaints, items = facts.evidence.rows("complaints"), facts.clocked
    waiting = items[items["complaint_id"].isin(closed["root"]) & items["reflected_on"].isna()]
    these = complaints["complaint_id"].isin(closed["complaint_id"])
    return references_to(complaints, "complaints", these) + learning_behind(facts, waiting)


def _none_words(closed: pd.DataFrame) -> str:
    if closed.empty:
        return "No complaint that was upheld or partly upheld was closed this month."
    total = len(closed)
    whole = "The one complaint" if total == 1 else f"None of the {count(total, 'complaint')}"
    verb = "was not" if total == 1 else "was"
    return f"{whole} upheld and closed this month {verb} closed on the response alone."


def _late_words(late: pd.DataFrame, closed: pd.DataFrame) -> str:
    if late.empty:
        return _none_words(closed)
    verb = "was" if len(late) == 1 else "were"
    return (
        f"{len(late)} of {count(len(closed), 'complaint')} upheld and closed this month {verb} closed "
        "although the change to the care plan is past its due day."
    )


def _early_words(early: pd.DataFrame, closed: pd.DataFrame) -> str:
    if early.empty:
        return _none_words(closed)
    verb = "was" if len(early) == 1 else "were"
    return (
        f"{len(early)} of {count(len(closed), 'complaint')} upheld and closed this month {verb} closed "
        "before the care plan was changed, which is not yet due: keep the learning open."
    )


def check_learning_not_drawn(facts: LearningFacts) -> Check:
    """Upheld complaints, answered a while ago, from which no relevant learning was drawn."""
    limits, question = facts.limits.learning_not_drawn, questions.LEARNING_NOT_DRAWN
    threshold = {"at_least": limits.share, "minimum_n": limits.minimum_complaints, "days": limits.days}
    figure = Figure("upheld complaints without learning", None, "share")
    untold = no_rows(["complaints"]) if facts.evidence.missing("complaints") else ""
    if not untold and not facts.evidence.supplied("learning"):
        untold = "No learning was supplied."
    if not untold and not facts.evidence.known("complaints", "outcome"):
        untold = "The complaints do not say whether they were upheld."
    answered = _answered_and_upheld(facts)
    n = len(answered)
    if not untold and not n:
        untold = (
            f"No complaint upheld in the {_months(limits.months, facts)} was answered or closed "
            f"{count(limits.days, 'day')} ago or more."
        )
    if untold:
        return answer(question, [Arm("share", None, untold)], figure, threshold)
    learning = facts.learning
    relevant = set(root_of(learning.loc[learning["relevant"] == "yes", "complaint_id"], facts.roots))
    without = answered[~answered["root"].isin(relevant)]
    around = wilson(len(without), n)
    figure = Figure(figure.name, len(without) / n, "share", n=n, low=around.low, high=around.high)
    says = _not_drawn_words(len(without), n, _months(limits.months, facts))
    arm = Arm("share", len(without) / n >= limits.share - 1e-12, says, enough=n >= limits.minimum_complaints,
              evidence=references_to(without, "complaints"))  # fmt: skip
    return answer(question, [arm], figure, threshold)


def _not_drawn_words(without: int, answered: int, window: str) -> str:
    if without:
        part = share_of(without, answered)
        return (
            f"Of the complaints upheld and answered in the {window}, {part} led to no learning for any plan."
        )
    whole = "The one complaint" if answered == 1 else f"All {count(answered, 'complaint')}"
    return f"{whole} upheld and answered in the {window} led to learning for a care plan."


def _months(months: int, facts: LearningFacts) -> str:
    return f"{count(months, 'month')} to {long_day(facts.period.as_of)}"


def _answered_and_upheld(facts: LearningFacts) -> pd.DataFrame:
    """Each complaint once, upheld or partly, answered (else closed) in six months and four weeks ago."""
    limits = facts.limits.learning_not_drawn
    rows = first_of_groups(facts.evidence.rows("complaints"), facts.roots)
    rows = rows[rows["outcome"].isin(UPHELD)]
    day = rows["response_sent_on"].fillna(rows["closed_on"])
    long_ago = day <= facts.as_of - pd.Timedelta(days=limits.days)
    return rows[(day >= facts.first_day(limits.months)) & long_ago]
