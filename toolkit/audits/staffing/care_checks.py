"""What does each question of the staffing audit find?

The measures are computed in `staffing_facts.py`; here they meet their thresholds and become sentences
a registered manager can read aloud.
"""

from __future__ import annotations

import pandas as pd

from toolkit.audits.answers import answer
from toolkit.audits.checks import Arm, Check, Figure, Question, Reference
from toolkit.audits.references import references_to
from toolkit.audits.staffing import questions
from toolkit.audits.staffing.facts import StaffingFacts
from toolkit.measures.care_rates import FAILED, Proportion, missed_critical_by_person
from toolkit.measures.uncertainty import wilson
from toolkit.parameters.thresholds import FilledButMissed, NeedsNotMet
from toolkit.wording import count, interval, join_words, of, share, share_of

NO_CARE = "No care records of this service were supplied for the last 12 months."
NO_MONTH = "No care was recorded as planned in this month."


def figure_of(name: str, proportion: Proportion) -> Figure:
    """A share with its n and Wilson interval; without a value it has no interval either."""
    limits = wilson(proportion.count, proportion.n)
    told = proportion.share is not None
    return Figure(
        name=name,
        value=proportion.share,
        unit="share",
        n=proportion.n,
        low=limits.low if told else None,
        high=limits.high if told else None,
    )


def no_figure(name: str, unit: str = "share") -> Figure:
    return Figure(name=name, value=None, unit=unit)


def recording_note(facts: StaffingFacts) -> str:
    """Why nothing may be clear: care was recorded on too few of the days it should have been."""
    if facts.recording_complete:
        return ""
    recording = facts.recording
    if not recording.expected:
        return "No day of this month was expected to have care records, so nothing can be called clear."
    return (
        f"Care was recorded on {of(recording.recorded, recording.expected, 'expected day')}: "
        "what happened on the others is unknown, so nothing can be called clear."
    )


def _at_least(facts: StaffingFacts) -> str:
    return "" if facts.recording_complete else "at least "


def missed_care_arm(facts: StaffingFacts, limits: NeedsNotMet | FilledButMissed) -> Arm:
    """Missed, shortened and delayed care together, against chance."""
    name = "missed, shortened or delayed care"
    if facts.care_missing or not facts.care.failed.n:
        return Arm(name, None, NO_CARE if facts.care_missing else NO_MONTH)
    care = facts.care
    failed, around = care.failed, wilson(care.failed.count, care.failed.n)
    level = failed.share or 0.0
    says = (
        f"Of the care planned, {_at_least(facts)}{share_of(failed.count, failed.n)} was missed, shortened or "
        f"delayed ({interval(around.low, around.high)})."
    )
    if not care.starts_known:
        says += " Lateness is not known: too many records do not say when care started."
    return Arm(
        name,
        level >= limits.rate and (around.low or 0.0) > limits.lower_limit_above,
        says,
        enough=failed.n >= limits.minimum_rows,
        complete=facts.recording_complete and care.starts_known,
        evidence=references_to(care.rows, "care", care.rows["category"].isin(FAILED)),
    )


def _critical_arm(facts: StaffingFacts) -> Arm:
    """One person who missed several time-critical tasks."""
    name = "time-critical care of one person"
    least = facts.evidence.thresholds.needs_not_met.critical_missed
    if facts.care_missing or not facts.care.failed.n:
        return Arm(name, None, NO_CARE if facts.care_missing else NO_MONTH)
    if not facts.evidence.known("care", "time_critical"):
        return Arm(name, None, "The care records do not say which care is time-critical.")
    people = missed_critical_by_person(facts.care)
    affected = people[people["missed"] >= least]
    if affected.empty:
        most = int(people["missed"].max()) if len(people) else 0
        says = f"Nobody missed {least} or more time-critical tasks (the most was {most})."
        return Arm(name, False, says, complete=facts.recording_complete)
    worst = affected.iloc[0]
    missed = of(int(worst["missed"]), int(worst["planned"]))
    says = f"Person {worst['person_id']} did not get {missed} time-critical tasks."
    if len(affected) > 1:
        others = count(len(affected) - 1, "other person", "other people")
        says = f"{says[:-1]}, and {others} did not get {least} or more."
    rows = facts.care.rows
    behind = (
        (rows["category"] == "missed")
        & (rows["time_critical"] == "yes")
        & rows["person_id"].isin(affected["person_id"])
    )
    return Arm(name, True, says, evidence=references_to(rows, "care", behind))


def _need_hours_arm(facts: StaffingFacts) -> Arm:
    """Hours worked against the hours people were assessed to need; care homes only."""
    name = "hours against assessed need"
    limits = facts.evidence.thresholds.needs_not_met
    absent = [table for table in ("people", "dependency") if facts.evidence.missing(table)]
    if absent or facts.staffing_untold:
        why = f"there are no rows of {_named(absent)}." if absent else facts.staffing_untold
        return Arm(name, None, f"Hours were not held against assessed need: {why}")
    if not facts.attendance_told:
        return Arm(name, None, "Hours were not held against assessed need: too few days have attendance.")
    need = facts.need_hours
    if need.testable_share is None or need.testable_share < limits.testable_days_share - 1e-12:
        says = (
            "Hours were not held against assessed need: "
            "too few people had a dependency review on too many days."
        )
        return Arm(name, None, says)
    low_days = need.days.loc[need.days["below"]]
    says = (
        f"On {of(need.below, need.testable, 'day')} the hours worked were under "
        f"{share(limits.need_hours_share)} of the hours people were assessed to need."
    )
    breached = need.below >= limits.need_days_share * need.testable
    return Arm(name, breached, says, evidence=_shifts_of_days(facts, low_days["day"]) if breached else ())


def _shifts_of_days(facts: StaffingFacts, days: pd.Series) -> tuple[Reference, ...]:
    shifts = facts.evidence.in_month("shifts")
    return references_to(shifts[shifts["starts_at"].dt.normalize().isin(days)], "shifts")


def _named(tables: list[str]) -> str:
    return join_words([table.replace("_", " ") for table in tables], "or")


def check_needs_not_met(facts: StaffingFacts) -> Check:
    limits = facts.evidence.thresholds.needs_not_met
    arms = [missed_care_arm(facts, limits), _critical_arm(facts)]
    if facts.need_hours_apply:
        arms.append(_need_hours_arm(facts))
    figure = no_figure("missed, shortened or delayed care")
    if not facts.care_missing:
        figure = figure_of(figure.name, facts.care.failed)
    thresholds = {
        "at_least": limits.rate,
        "lower_limit_above": limits.lower_limit_above,
        "minimum_n": limits.minimum_rows,
        "time_critical_missed_at_least": limits.critical_missed,
        "need_hours_below": limits.need_hours_share,
        "need_days_at_least": limits.need_days_share,
    }
    held_back = "" if facts.care_missing else recording_note(facts)
    return answer(questions.NEEDS_NOT_MET, arms, figure, thresholds, held_back=held_back)


def _single_rate(
    facts: StaffingFacts, question: Question, name: str, proportion: Proportion,
    *, says: str, rate: float, minimum: int, untold: str, complete: bool, categories: tuple[str, ...],
) -> Check:  # fmt: skip
    """A check on one share: at least `rate`, on at least `minimum` rows."""
    figure = figure_of(name, proportion)
    if proportion.share is None:
        arm = Arm(name, None, untold)
    else:
        rows = facts.care.rows
        breached = proportion.share >= rate
        arm = Arm(
            name, breached, says, enough=proportion.n >= minimum, complete=complete,
            evidence=references_to(rows, "care", rows["category"].isin(categories)) if breached else (),
        )  # fmt: skip
    thresholds = {"at_least": rate, "minimum_n": minimum}
    return answer(question, [arm], figure, thresholds, held_back=recording_note(facts))


def check_rushed_records(facts: StaffingFacts) -> Check:
    limits = facts.evidence.thresholds.rushed_records
    name = "poorly evidenced records"
    if facts.care_missing:
        return _without_care(questions.RUSHED_RECORDS, name, limits.rate, limits.minimum_rows)
    part = facts.care.poorly_evidenced
    when_known = facts.evidence.known("care", "recorded_at")
    says = (
        f"Of the care given, {_at_least(facts)}{share_of(part.count, part.n)} is poorly evidenced "
        f"({interval(*_limits(part))})."
    )
    if not when_known:
        says += " The export does not say when records were made, so late ones are not in it."
    untold = (
        NO_MONTH if not part.n else "The export carries no care notes, so what they say could not be read."
    )
    return _single_rate(
        facts, questions.RUSHED_RECORDS, name, part, says=says, rate=limits.rate,
        minimum=limits.minimum_rows, untold=untold,
        complete=facts.recording_complete and when_known, categories=("poorly_evidenced",),
    )  # fmt: skip


def check_delayed_support(facts: StaffingFacts) -> Check:
    limits = facts.evidence.thresholds.delayed_support
    name = "delayed care"
    if facts.care_missing:
        return _without_care(questions.DELAYED_SUPPORT, name, limits.rate, limits.minimum_rows)
    part = facts.care.delayed
    says = (
        f"Of the care planned, {_at_least(facts)}{share_of(part.count, part.n)} started late "
        f"({interval(*_limits(part))})."
    )
    untold = (
        NO_MONTH if not part.n else "Too many records do not say when care started, so lateness is unknown."
    )
    return _single_rate(
        facts, questions.DELAYED_SUPPORT, name, part, says=says, rate=limits.rate,
        minimum=limits.minimum_rows, untold=untold, complete=facts.recording_complete,
        categories=("delayed",),
    )  # fmt: skip


def _limits(part: Proportion) -> tuple[float | None, float | None]:
    limits = wilson(part.count, part.n)
    return limits.low, limits.high


def _without_care(question: Question, name: str, rate: float, minimum: int) -> Check:
    threshold = {"at_least": rate, "minimum_n": minimum}
    return answer(question, [Arm(name, None, NO_CARE)], no_figure(name), threshold)
