"""Do people have to say it again, is what they told us written down, and can they complain at all?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from toolkit.audits.absence import no_rows
from toolkit.audits.answers import answer
from toolkit.audits.checks import Arm, Check, Figure
from toolkit.audits.complaints import questions
from toolkit.audits.complaints.facts import LearningFacts
from toolkit.audits.references import references_to
from toolkit.measures.learning.items import each_row
from toolkit.measures.learning.plan_changes import preferences_not_in_plans
from toolkit.measures.learning.repeats import repeated_concerns
from toolkit.wording import count, interval_of, join_words, long_day, number

NO_KIND = "The feedback does not say what is a concern and what is not."
REPEATS_TOLD = 4
NO_SECTION = "The feedback does not say which section of the care plan it touches."


def plain_theme(theme: str) -> str:
    """A theme as it stands in a sentence.

    >>> plain_theme("missed_care")
    'missed care'
    """
    return theme.replace("_", " ")


def check_repeated_complaints(facts: LearningFacts) -> Check:
    """The same person and theme again, or a theme of the whole service that rises."""
    limits, question = facts.limits.repeated_complaints, questions.REPEATED_COMPLAINTS
    threshold = {
        "complaints_of_a_person": limits.complaints_of_a_person,
        "complaints_of_a_theme": limits.complaints_of_a_theme,
        "lower_limit_above": limits.lower_limit_above,
    }
    figure = Figure("repeated complaints", None, "patterns")
    if facts.evidence.missing("complaints"):
        return answer(question, [Arm("people", None, no_rows(["complaints"]))], figure, threshold)
    recent = facts.live[facts.live["received_on"] >= facts.first_day(limits.person_months)]
    rises = facts.rises[facts.rises["repeated"]]
    patterns = len(facts.repeats) + len(rises)
    # Patterns that cannot be seen are not none.
    if patterns or facts.evidence.known("complaints", "person_id"):
        figure = Figure(figure.name, float(patterns), "patterns", n=len(recent))
    return answer(question, [_people_arm(facts, recent), _theme_arm(facts, rises)], figure, threshold)


def _people_arm(facts: LearningFacts, recent: pd.DataFrame) -> Arm:
    limits, repeats = facts.limits.repeated_complaints, facts.repeats
    until = f"{count(limits.person_months, 'month')} to {long_day(facts.period.as_of)}"
    if not facts.evidence.known("complaints", "person_id"):
        return Arm("people", None, _nobody_named(facts, until))
    if repeats.empty:
        return Arm("people", False, f"Nobody's complaint came again on the same theme in the {until}.")
    told = [
        f"{row.person_id} ({plain_theme(row.theme)}, {count(row.complaints, 'complaint')})"
        for row in each_row(repeats[:REPEATS_TOLD])
    ]
    if len(repeats) > REPEATS_TOLD:
        told.append(f"{len(repeats) - REPEATS_TOLD} more")
    whose = (
        "One person" if repeats["person_id"].nunique() == 1 else f"{repeats['person_id'].nunique()} people"
    )
    says = f"{whose} had complaints on the same theme again in the {until}: {join_words(told)}."
    keys = set(zip(repeats["person_id"], repeats["theme"], strict=True))
    behind = recent[[key in keys for key in zip(recent["person_id"], recent["theme"], strict=True)]]
    return Arm("people", True, says, evidence=references_to(behind, "complaints"))


def _nobody_named(facts: LearningFacts, until: str) -> str:
    """No complaint of the 12 months names a person: of these months, or only of those before?"""
    lately = len(facts.in_months("complaints", facts.limits.repeated_complaints.person_months))
    if lately:
        return "The complaints do not say whom they are about."
    before = len(facts.evidence.in_year("complaints"))
    who = "the one before names" if before == 1 else f"the {before} before name"
    return f"No complaint came in the {until}, and {who} nobody."


def _theme_arm(facts: LearningFacts, rises: pd.DataFrame) -> Arm:
    limits = facts.limits.repeated_complaints
    since = facts.first_day(limits.theme_months)
    until = f"{count(limits.theme_months, 'month')} to {long_day(facts.period.as_of)}"
    if rises.empty:
        many = facts.rises[facts.rises["recent"] >= limits.complaints_of_a_theme]
        says = f"No theme had {limits.complaints_of_a_theme} or more complaints in the {until}"
        if len(many):
            usual = [_rise_words(row, limits.months_before) for row in each_row(many)]
            says = f"Complaints in the {until} were no more than chance explains: {join_words(usual)}"
        return Arm("themes", False, f"{says}.")
    told = [_rise_words(row, limits.months_before) for row in each_row(rises)]  # fmt: skip
    live = facts.live
    behind = live[(live["received_on"] >= since) & live["theme"].isin(rises["theme"])]
    says = f"In the {until} complaints gathered on {join_words(told)}."
    return Arm("themes", True, says, evidence=references_to(behind, "complaints"))


def _rise_words(rise: Any, months: int) -> str:
    before = count(months, "month")
    if not rise.before:
        return f"{plain_theme(rise.theme)} ({rise.recent}, and none in the {before} before)"
    times = f"{number(rise.ratio, 2)} times the rate, {interval_of(rise.low, rise.high)}"
    return f"{plain_theme(rise.theme)} ({rise.recent}, against {rise.before} in the {before} before: {times})"


def check_repeated_family_concerns(facts: LearningFacts) -> Check:
    """Two concerns of a family about one person within four weeks."""
    question, days = questions.REPEATED_FAMILY_CONCERNS, facts.limits.repeated_family_concerns.days
    threshold = {"days": days, "at_least": 2}
    figure = Figure("people whose family said it again", None, "people")
    untold = _feedback_untold(facts, "person_id", "The feedback does not say whom it is about.")
    month = facts.evidence.in_month("feedback")
    if not untold and month.empty:
        untold = "No feedback came this month."
    if untold:
        return answer(question, [Arm("families", None, untold)], figure, threshold)
    concerns = _family_concerns(facts.evidence.rows("feedback"))
    again = repeated_concerns(concerns, facts.period, days=days)
    people = again["person_id"].nunique()
    n = len(_family_concerns(month))
    figure = Figure(figure.name, float(people), "people", n=n)
    within = f"within {count(days, 'day')} of each other"
    if people:
        whose = "one person" if people == 1 else f"{people} people"
        says = (
            f"Families raised {count(len(again), 'concern')} about {whose} {within}, the latest this month."
        )
    elif not n:
        says = "No family raised a concern about a named person this month."
    else:
        says = f"No family had to raise a concern about the same person again {within}."
    arm = Arm("families", people > 0, says, evidence=references_to(again, "feedback"))
    return answer(question, [arm], figure, threshold)


def _family_concerns(feedback: pd.DataFrame) -> pd.DataFrame:
    ours = (feedback["source"] == "family") & (feedback["kind"] == "concern")
    return feedback[ours & feedback["person_id"].notna()]


def _feedback_untold(facts: LearningFacts, column: str, why: str) -> str:
    if facts.evidence.missing("feedback"):
        return no_rows(["feedback"])
    if not facts.evidence.known("feedback", "kind"):
        return NO_KIND
    return "" if facts.evidence.known("feedback", column) else why


def check_known_preference_missing(facts: LearningFacts) -> Check:
    """Preferences told a while ago that no entry of the section has followed."""
    question, days = questions.KNOWN_PREFERENCE_MISSING, facts.limits.known_preference_missing.days
    threshold = {"at_least": 1, "days": days}
    figure = Figure("preferences missing from plans", None, "preferences")
    absent = [table for table in ("feedback", "care_plan_changes") if facts.evidence.missing(table)]
    untold = no_rows(absent) if absent else _feedback_untold(facts, "plan_section", NO_SECTION)
    untold = untold or _feedback_untold(facts, "person_id", "The feedback does not say whom it is about.")
    if untold:
        return answer(question, [Arm("preferences", None, untold)], figure, threshold)
    told = preferences_to_write(facts)
    missing = missing_preferences(facts)
    figure = Figure(figure.name, float(len(missing)), "preferences", n=len(told))
    says = _preference_words(len(missing), len(told), days)
    vague = facts.preferences["person_id"].isna() | facts.preferences["plan_section"].isna()
    if vague.any():
        left_out = int(vague.sum())
        verb = "names" if left_out == 1 else "name"
        says += f" {count(left_out, 'preference')} {verb} no person or no section of the plan."
    arm = Arm("preferences", not missing.empty, says, evidence=references_to(missing, "feedback"))
    return answer(question, [arm], figure, threshold)


def preferences_to_write(facts: LearningFacts) -> pd.DataFrame:
    """Preferences with person and section, told long enough ago, of people still living here."""
    rows = facts.preferences
    rows = rows[rows["person_id"].notna() & rows["plan_section"].notna()]
    old = rows["received_on"] < facts.as_of - pd.Timedelta(days=facts.limits.known_preference_missing.days)
    return rows[old & facts.still_here(rows["person_id"])]


def missing_preferences(facts: LearningFacts) -> pd.DataFrame:
    """Those of them that no entry of the person's section has followed."""
    return preferences_not_in_plans(preferences_to_write(facts), facts.changes)


def _preference_words(missing: int, told: int, days: int) -> str:
    since = f"told more than {count(days, 'day')} ago"
    if not told:
        return f"No preference {since} names a person still living here and a section of their plan."
    since_then = "an entry in that section of the care plan since"
    if not missing:
        whole = "The one preference" if told == 1 else f"All {count(told, 'preference')}"
        return f"{whole} {since} {'has' if told == 1 else 'have'} {since_then}."
    verb = "has" if missing == 1 else "have"
    return f"{missing} of {count(told, 'preference')} {since} {verb} not had {since_then}."


def check_no_complaints_recorded(facts: LearningFacts) -> Check:
    """No complaint in half a year, while concerns came another way."""
    limits, question = facts.limits.no_complaints_recorded, questions.NO_COMPLAINTS_RECORDED
    threshold = {"at_least": limits.concerns, "months": limits.months}
    figure = Figure("concerns while no complaint was recorded", None, "concerns")
    until = f"{count(limits.months, 'month')} to {long_day(facts.period.as_of)}"
    feedback = facts.in_months("feedback", limits.months)
    untold = ""
    if not facts.evidence.supplied("complaints"):
        untold = "No complaints were supplied."
    elif feedback.empty:
        untold = f"No feedback came in the {until}, so complaints cannot be held against it."
    elif not facts.evidence.known("feedback", "kind"):
        untold = NO_KIND
    if untold:
        return answer(question, [Arm("recording", None, untold)], figure, threshold)
    complaints = len(facts.in_months("complaints", limits.months))
    concerns = feedback[feedback["kind"] == "concern"]
    figure = Figure(figure.name, float(len(concerns)) if not complaints else 0.0, "concerns", n=len(feedback))
    came = "was" if complaints == 1 else "were"
    heard = (
        f"{count(len(concerns), 'concern')} came as feedback"
        if len(concerns)
        else "no concern came as feedback"
    )
    received = f"{count(complaints, 'complaint')} {came}" if complaints else "no complaint was"
    says = f"In the {until} {received} received, and {heard}."
    breached = not complaints and len(concerns) >= limits.concerns
    arm = Arm("recording", breached, says, evidence=references_to(concerns, "feedback"))
    return answer(question, [arm], figure, threshold)
