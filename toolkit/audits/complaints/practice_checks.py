"""Did the change reach the person, the staff and practice, and did the concern stay away?"""

from __future__ import annotations

import pandas as pd

from toolkit.audits.absence import not_kept_note
from toolkit.audits.answers import answer
from toolkit.audits.checks import Arm, Check, Figure, Question
from toolkit.audits.complaints import questions
from toolkit.audits.complaints.behind import (
    changes_behind,
    learning_behind,
    observations_behind,
    voices_behind,
)
from toolkit.audits.complaints.facts import ITEM_TABLES, LearningFacts
from toolkit.audits.references import references_to
from toolkit.measures.learning.items import split_ids
from toolkit.measures.learning.verdicts import UPDATED
from toolkit.measures.uncertainty import wilson
from toolkit.wording import count, join_words, long_day, share_of

_WAYS = {
    "complaint": "as a complaint",
    "feedback": "in feedback",
    "service": "from several people of the service",
}


def check_poor_staff_knowledge(facts: LearningFacts) -> Check:
    """Observations of learning in which the guidance was not applied or not known."""
    limits, question = facts.limits.poor_staff_knowledge, questions.POOR_STAFF_KNOWLEDGE
    threshold = {"at_least": limits.share, "minimum_n": limits.minimum_observations}
    figure = Figure("guidance not applied or not known", None, "share")
    untold = facts.untold(("observations", "learning", "complaints"))
    if untold:
        return answer(question, [Arm("observations", None, untold)], figure, threshold)
    ids = {one for joined in facts.clocked["learning_ids"] for one in split_ids(joined)}
    rows = facts.in_months("observations", limits.months)
    rows = rows[rows["learning_id"].isin(ids)]
    n, until = len(rows), f"{count(limits.months, 'month')} to {long_day(facts.period.as_of)}"
    if not n:
        says = f"No observation of the {until} names the learning it looked at."
        return answer(question, [Arm("observations", None, says)], figure, threshold)
    poor = rows[(rows["finding"] == "not_applied") | (rows["knowledge"] == "does_not_know")]
    around = wilson(len(poor), n)
    figure = Figure(figure.name, len(poor) / n, "share", n=n, low=around.low, high=around.high)
    says = (
        f"In {share_of(len(poor), n)} of the observations of changed guidance in the {until}, it was not "
        "applied or the worker did not know it."
    )
    if not facts.evidence.known("observations", "knowledge"):
        says += " Whether workers knew it was not recorded."
    arm = Arm("observations", len(poor) / n >= limits.share - 1e-12, says,
              enough=n >= limits.minimum_observations,
              evidence=references_to(poor, "observations"))  # fmt: skip
    return answer(question, [arm], figure, threshold)


def check_same_concern_continues(facts: LearningFacts) -> Check:
    """Concerns that came back after the plan was changed, the newest lately."""
    limits, question = facts.limits.same_concern_continues, questions.SAME_CONCERN_CONTINUES
    threshold = {"at_least": 1, "months": limits.months, "recurrence_days": facts.definitions.recurrence_days}
    figure = Figure("concerns that came back", None, "items")
    untold = facts.untold()
    if untold:
        return answer(question, [Arm("recurrence", None, untold)], figure, threshold)
    updated = facts.items[facts.items["verdict"].isin(UPDATED)]
    back = updated[updated["recurred_last_on"] >= facts.first_day(limits.months)]
    figure = Figure(figure.name, float(len(back)), "items", n=len(updated))
    note = not_kept_note(facts.silent_voices)
    says = f"{_recurrence_words(back, len(updated), limits.months)} {note}".strip()
    evidence = voices_behind(facts, facts.recurrences_of(back)) + learning_behind(facts, back)
    arm = Arm(
        "recurrence", not back.empty, says, complete=not facts.silent_voices and not _without_theme(updated),
        evidence=evidence,
    )  # fmt: skip
    return answer(question, [arm], figure, threshold)


def _without_theme(items: pd.DataFrame) -> bool:
    return bool(items["theme"].isna().any())


def _recurrence_words(back: pd.DataFrame, updated: int, months: int) -> str:
    if not updated:
        return (
            "No care plan was changed for a complaint in the last 12 months, so no concern could come back."
        )
    lately = f"the last {count(months, 'month')}"
    changes = f"{count(updated, 'care plan change')} made for a complaint"
    if back.empty and updated == 1:
        return (
            f"After the one care plan change made for a complaint the concern did not come back in {lately}."
        )
    if back.empty:
        return f"After none of {changes} did the same concern come back in {lately}."
    told = [f"{number} {words}" for way, words in _WAYS.items()
            if (number := int((back["recurred_by"] == way).sum()))]  # fmt: skip
    return (
        f"After {len(back)} of {changes} the same concern came back ({join_words(told)}), last heard in "
        f"{lately}."
    )


def check_old_routine_in_use(facts: LearningFacts) -> Check:
    """Items whose latest observation since the change found the guidance not applied."""
    question = questions.OLD_ROUTINE_IN_USE
    threshold = {"at_least": facts.limits.old_routine_in_use.items}
    figure = Figure("old routines still in use", None, "items")
    untold = facts.untold((*ITEM_TABLES, "observations"))
    if untold:
        return answer(question, [Arm("latest", None, untold)], figure, threshold)
    observed = facts.items[facts.items["observations"] > 0]
    old = observed[observed["latest_finding"] == "not_applied"]
    n = len(observed)
    if not n:
        says = "Nobody has observed the care of any item since its plan was changed."
        return answer(question, [Arm("latest", None, says)], figure, threshold)
    figure = Figure(figure.name, float(len(old)), "items", n=n)
    if len(old):
        verb = "was" if len(old) == 1 else "were"
        says = f"{len(old)} of {count(n, 'changed care plan')} observed {verb} not followed when last seen."
    else:
        says = "The one changed care plan observed was followed when last seen, at least in part."
        if n > 1:
            says = f"All {n} changed care plans observed were followed when last seen, at least in part."
    seen = facts.seen_of(old)
    behind = observations_behind(facts, seen.groupby("item")["observation_id"].last())
    arm = Arm("latest", len(old) >= threshold["at_least"], says, evidence=behind)
    return answer(question, [arm], figure, threshold)


def check_guidance_not_confirmed(facts: LearningFacts) -> Check:
    """Changes of two weeks ago or more that nobody confirmed with the person."""
    question, days = questions.GUIDANCE_NOT_CONFIRMED, facts.limits.guidance_not_confirmed.days
    untold = facts.untold()
    if not untold and not facts.evidence.known("care_plan_changes", "confirmed_with"):
        untold = "The care plans do not say with whom a change was confirmed."
    items = facts.changed_before(days)
    without = items[~items["confirmed"]]
    says = _follow_up_words(
        len(without), len(items), days, "confirmed with the person or their representative"
    )
    return _follow_up(facts, question, untold, items, without, says, days)


def check_staff_not_briefed(facts: LearningFacts) -> Check:
    """Changes of two weeks ago or more of which staff were not told."""
    question, days = questions.STAFF_NOT_BRIEFED, facts.limits.staff_not_briefed.days
    untold = facts.untold()
    if not untold and not facts.evidence.known("learning", "briefed_on"):
        untold = "The learning tracker does not say when staff were briefed."
    items = facts.changed_before(days)
    without = items[items["briefed_on"].isna()]
    says = _follow_up_words(len(without), len(items), days, "briefed to staff")
    return _follow_up(facts, question, untold, items, without, says, days)


def check_not_observed(facts: LearningFacts) -> Check:
    """Changes of four weeks ago or more that nobody saw in practice."""
    question, days = questions.NOT_OBSERVED, facts.limits.not_observed.days
    untold = facts.untold()
    if not untold and not facts.evidence.supplied("observations"):
        untold = "No observations were supplied."
    items = facts.changed_before(days)
    without = items[items["observations"] == 0]
    says = _follow_up_words(len(without), len(items), days, "observed in practice")
    return _follow_up(facts, question, untold, items, without, says, days)


def _follow_up_words(without: int, items: int, days: int, done: str) -> str:
    since = f"{count(days, 'day')} ago or more"
    if not items:
        return f"No care plan of anybody still living here was changed for a complaint {since}."
    if not without:
        whole = "The one care plan change" if items == 1 else f"All {count(items, 'care plan change')}"
        return f"{whole} made for a complaint {since} {'was' if items == 1 else 'were'} {done}."
    verb = "was" if without == 1 else "were"
    return f"{without} of {count(items, 'care plan change')} made for a complaint {since} {verb} not {done}."


def _follow_up(
    facts: LearningFacts, question: Question, untold: str, items: pd.DataFrame, without: pd.DataFrame,
    says: str, days: int,
) -> Check:  # fmt: skip
    """One of the three questions about what follows a change: told, confirmed, seen."""
    threshold = {"at_least": 1, "days": days}
    figure = Figure(f"changes not {question.code.split('-')[-1]}", None, "items")
    if untold:
        return answer(question, [Arm("follow-up", None, untold)], figure, threshold)
    figure = Figure(figure.name, float(len(without)), "items", n=len(items))
    behind = changes_behind(facts, without) + learning_behind(facts, without)
    return answer(question, [Arm("follow-up", not without.empty, says, evidence=behind)], figure, threshold)
