"""Do short staffing, missed care and what people say go together, and did anyone decide?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import numpy as np
import pandas as pd

from toolkit.audits.absence import no_rows, not_kept_note
from toolkit.audits.answers import answer
from toolkit.audits.asking import Ask, ask_once
from toolkit.audits.checks import Arm, Check, Figure, Outcome, Reference
from toolkit.audits.references import references_to
from toolkit.audits.staffing import questions
from toolkit.audits.staffing.care_checks import check_needs_not_met, recording_note
from toolkit.audits.staffing.repeated_gaps import check_repeated_gaps
from toolkit.audits.staffing.voices_checks import (
    check_increased_incidents,
    check_poor_feedback,
    ratio_words,
)
from toolkit.audits.staffing.voices_facts import VoicesFacts
from toolkit.measures.care_rates import FAILED
from toolkit.measures.pressure_link import exposed_days
from toolkit.measures.uncertainty import RatioEstimate, rate_ratio
from toolkit.measures.voices import STAFFING_THEMES, concerns_about, first_complaints
from toolkit.measures.windows import days_open
from toolkit.wording import count, interval_of, join_words, month_name, number, share_of

TRIGGERS = {
    questions.REPEATED_STAFFING_GAPS.code: check_repeated_gaps,
    questions.INCREASED_INCIDENTS.code: check_increased_incidents,
    questions.POOR_FEEDBACK.code: check_poor_feedback,
    questions.NEEDS_NOT_MET.code: check_needs_not_met,
}
STAFFING_DECISIONS = ("recruitment", "deployment", "provider_support")


def check_pressure_linked_missed_care(facts: VoicesFacts) -> Check:
    """Missed, shortened and delayed care in high-pressure shifts against the others, like with like."""
    limits = facts.limits.pressure_linked_missed_care
    question = questions.PRESSURE_LINKED_MISSED_CARE
    threshold = {"lower_limit_above": limits.lower_limit_above, "minimum_events": limits.minimum_events,
                 "minimum_windows": limits.minimum_windows}  # fmt: skip
    figure = Figure("pressure_rate_ratio", None, "ratio")
    untold = facts.staffing_untold or (no_rows(["care"]) if facts.care_missing else "")
    if untold:
        return answer(question, [Arm("link", None, untold)], figure, threshold)
    windows = int(facts.pressure["high_pressure"].sum())
    if not windows:
        return answer(question, [_nothing_to_link(facts)], figure, threshold, held_back=recording_note(facts))
    link = facts.link
    sides = [link.total("events_pressure"), link.total("events_other")]
    figure = Figure("pressure_rate_ratio", link.stratified.ratio, "ratio", n=len(facts.care.rows),
                    low=link.stratified.low, high=link.stratified.high)  # fmt: skip
    counts = (
        f"Of the care planned in {count(windows, 'high-pressure shift')}, "
        f"{share_of(sides[0], link.total('rows_pressure'))} went wrong, in the other shifts "
        f"{share_of(sides[1], link.total('rows_other'))}"
    )
    few = windows < limits.minimum_windows or min(sides) < limits.minimum_events
    if few or link.stratified.low is None:
        return answer(question, [Arm("link", None, f"{counts}: too few to compare.")], figure, threshold)
    says = (
        f"{counts}. Compared unit by unit and shift by shift, that is {_as_often(link.stratified.ratio)} "
        f"({interval_of(link.stratified.low, link.stratified.high)}); all thrown together, "
        f"{_as_often(link.pooled.ratio)}."
    )
    arm = Arm("link", link.stratified.low > limits.lower_limit_above, says,
              complete=facts.recording_complete and facts.care.starts_known and facts.attendance_told,
              evidence=_failed_under_pressure(facts))  # fmt: skip
    return answer(question, [arm], figure, threshold, held_back=recording_note(facts))


def _as_often(ratio: float | None) -> str:
    times = number(ratio, 2)
    return "just as often" if times == "1" else f"{times} times as often"


def _nothing_to_link(facts: VoicesFacts) -> Arm:
    if facts.attendance_told:
        return Arm("link", False, "No shift was under high pressure this month: there is nothing to link.")
    return Arm("link", None, "No shift was under high pressure by the rota, and who came is not known.")


def _failed_under_pressure(facts: VoicesFacts) -> tuple[Reference, ...]:
    rows, pressed = facts.care.rows, facts.pressure_with_night_before
    wanted = set(_shifts_named(pressed[pressed["high_pressure"]]))
    high = np.array([key in wanted for key in _shifts_named(facts.care_windows)], dtype=bool)
    at = rows["window_row"].to_numpy()
    chosen = rows["category"].isin(FAILED).to_numpy(dtype=bool) & (at >= 0)
    chosen[chosen] = high[at[chosen]]
    return references_to(rows, "care", chosen)


def _shifts_named(windows: pd.DataFrame) -> Iterator[tuple[str, str, pd.Timestamp]]:
    """The unit ("": none), shift name and day of each window."""
    columns = windows["unit"].fillna(""), windows["shift_name"], windows["day"]
    return zip(*(column.tolist() for column in columns), strict=True)


def check_staffing_feedback_link(facts: VoicesFacts) -> Check:
    """Concerns, complaints and incidents per day, after short shifts and otherwise."""
    limits, question = facts.limits.staffing_feedback_link, questions.STAFFING_FEEDBACK_LINK
    threshold = {"lower_limit_above": limits.lower_limit_above, "minimum_events": limits.minimum_events}
    figure = Figure("events per day, ratio", None, "ratio")
    voices = [table for table in ("feedback", "complaints", "incidents") if facts.evidence.missing(table)]
    if facts.staffing_untold or len(voices) == 3:
        why = facts.staffing_untold or no_rows(voices)
        return answer(question, [Arm("link", None, why)], figure, threshold)
    pressed = facts.pressure_with_night_before
    service = facts.evidence.service
    open_days = tuple(days_open(facts.period.days, service.opened_on, service.closed_on))
    exposed = exposed_days(open_days, frozenset(pressed.loc[pressed["high_pressure"], "day"].dt.date))
    others = [day for day in open_days if day not in exposed]
    if not exposed:
        return answer(question, [_nothing_to_link(facts)], figure, threshold)
    events = {table: _about_staffing(facts, table) for table in ("feedback", "complaints", "incidents")
              if table not in voices}  # fmt: skip
    days = [day for table, rows in events.items() for day in rows[facts.evidence.own_day(table)].dt.date]
    after = sum(day in exposed for day in days)
    ratio = rate_ratio(after, len(exposed), len(days) - after, len(others))
    figure = Figure(
        "events per day, ratio", ratio.ratio, "ratio", n=len(days), low=ratio.low, high=ratio.high
    )
    says = _after_pressure_words(after, len(days), len(exposed), len(others), ratio)
    says = f"{says} {not_kept_note(voices)}".strip()
    evidence = tuple(
        reference
        for table, rows in events.items()
        for reference in references_to(rows[rows[facts.evidence.own_day(table)].dt.date.isin(exposed)], table)
    )
    breached = ratio.low is not None and ratio.low > limits.lower_limit_above
    if not breached and (len(days) < limits.minimum_events or ratio.low is None):
        return answer(question, [Arm("link", None, says)], figure, threshold)
    enough = len(days) >= limits.minimum_events
    return answer(
        question,
        [Arm("link", breached, says, enough=enough, complete=facts.attendance_told, evidence=evidence)],
        figure,
        threshold,
    )


def _after_pressure_words(after: int, events: int, exposed: int, others: int, ratio: RatioEstimate) -> str:
    what = "about staffing, missed care or continuity"
    if not events:
        return f"No concern, complaint or incident {what} came this month."
    if not others:
        return "Every day was one with or just after a high-pressure shift: there is nothing to compare."
    if events == 1:
        when = "with or just after a high-pressure shift" if after else "away from high-pressure shifts"
        return f"One concern, complaint or incident {what} came this month, on a day {when}."
    other_days = f"the other {count(others, 'day')}" if others > 1 else "the one other day"
    return (
        f"Of {events} concerns, complaints and incidents {what}, {after} came on {count(exposed, 'day')} "
        f"with or just after a high-pressure shift and {events - after} on {other_days} "
        f"(a day for a day: {ratio_words(ratio)})."
    )


def _about_staffing(facts: VoicesFacts, table: str) -> pd.DataFrame:
    rows = facts.evidence.in_month(table)
    if table == "feedback":
        return concerns_about(rows, STAFFING_THEMES)
    rows = first_complaints(rows) if table == "complaints" else rows
    return rows[rows["theme"].isin(STAFFING_THEMES)]


def check_unresolved_staffing_risk(
    facts: VoicesFacts, answered: Iterable[Check], ask: Ask = ask_once
) -> Check:
    """The same trigger two months running, and nobody decided; `answered` are this month's checks.

    Those of the month before are put by `ask`.
    """
    question = questions.UNRESOLVED_STAFFING_RISK
    now = {check.code: check for check in answered if check.code in TRIGGERS}
    firing = [code for code, check in now.items() if check.outcome is Outcome.ACTION]
    untested = [code for code, check in now.items() if check.outcome is Outcome.NO_EVIDENCE]
    threshold = {"months_running": 2}
    figure = Figure("triggers two months running", None, "triggers")
    if not facts.evidence.supplied("decisions"):
        arm = Arm("decided", None, "No decisions were supplied, so nobody can tell whether any was made.")
        return answer(question, [arm], figure, threshold)
    if not firing:
        arm = Arm("repeated", None if untested else False, _no_trigger(untested))
        return answer(
            question, [arm], Figure(figure.name, 0.0, "triggers", n=len(now) - len(untested)), threshold
        )
    earlier = facts.earlier(1)
    before = {code: ask(TRIGGERS[code], earlier).outcome for code in firing}
    repeated = [code for code in firing if before[code] is Outcome.ACTION]
    unknown = [code for code in firing if before[code] is Outcome.NO_EVIDENCE]
    figure = Figure(figure.name, float(len(repeated)), "triggers", n=len(firing))
    return answer(question, [_escalation_arm(facts, now, firing, repeated, unknown)], figure, threshold)


def _escalation_arm(
    facts: VoicesFacts, now: dict[str, Check], firing: list[str], repeated: list[str], unknown: list[str]
) -> Arm:
    asked = {code: f"“{now[code].question.question}”" for code in firing}
    last = month_name(facts.period.earlier(1))
    if not repeated:
        if unknown:
            says = f"{join_words([asked[code] for code in unknown])} could not be tested for {last}."
            return Arm("repeated", None, says)
        says = f"{join_words([asked[code] for code in firing])} needed action this month, and not in {last}."
        return Arm("repeated", False, says)
    since = facts.period.earlier(1).first_day
    decided = staffing_decisions(facts, since)
    what = f"{join_words([asked[code] for code in repeated])} needed action this month and in {last}"
    if len(decided):
        were = "was" if len(decided) == 1 else "were"
        says = f"{what}; {count(len(decided), 'decision')} on staffing {were} recorded since."
        return Arm("decided", False, says)
    day = f"{since.day} {month_name(since)}"
    says = f"{what}, and no decision on recruitment, deployment or provider support was recorded since {day}."
    evidence = tuple(ref for code in repeated for ref in now[code].evidence)
    return Arm("decided", True, says, evidence=evidence)


def staffing_decisions(facts: VoicesFacts, since: date) -> pd.DataFrame:
    """Decisions on recruitment, deployment or provider support, of the service and the whole provider."""
    decisions = facts.evidence.rows("decisions")
    recent = decisions["decided_on"] >= pd.Timestamp(since)
    return decisions[recent & decisions["kind"].isin(STAFFING_DECISIONS)]


def _no_trigger(untested: list[str]) -> str:
    if untested:
        return (
            f"No trigger needs action this month, but {count(len(untested), 'trigger')} could not be tested."
        )
    return "No trigger needs action this month."
