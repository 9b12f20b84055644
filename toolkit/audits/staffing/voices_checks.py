"""What do incidents, feedback, staff and handover say of staffing? (triggers and early warnings)"""

from __future__ import annotations

import math

import pandas as pd

from toolkit.audits.absence import no_rows, not_kept_note
from toolkit.audits.answers import answer
from toolkit.audits.checks import Arm, Check, Figure
from toolkit.audits.references import references_to
from toolkit.audits.staffing import questions
from toolkit.audits.staffing.voices_facts import VoicesFacts
from toolkit.measures.dependency import living_there
from toolkit.measures.staffing import days_without_rota
from toolkit.measures.uncertainty import RatioEstimate, rate_ratio, wilson
from toolkit.measures.voices import INCONSISTENCY, OUTSIDE_VOICES, concerns_about, first_complaints
from toolkit.measures.windows import days_open
from toolkit.parameters.thresholds import StaffFatigue
from toolkit.wording import count, interval_of, join_words, number, of, share_of


def ratio_words(ratio: RatioEstimate) -> str:
    """A ratio of rates with its interval, as it stands in brackets; against none before it has no upper end.

    >>> ratio_words(RatioEstimate(4.916, 1.2, 20.4)), ratio_words(RatioEstimate(None, 3.9, None))
    ('4.92 times, 95% interval 1.20 to 20.40', '95% interval 3.90 times or more')
    """
    if ratio.ratio is not None:
        return f"{number(ratio.ratio, 2)} times, {interval_of(ratio.low, ratio.high)}"
    if ratio.low is not None:
        return interval_of(ratio.low, math.inf).replace(" or more", " times or more")
    return "too few to compare"


NO_CONTROLS = "The handover log does not hold controls."
NOT_RESOLVED = "The handover log never says when a risk was resolved, so nobody can tell what is still open."
NO_KINDS = "The feedback does not say what is a concern and what is not."


def check_increased_incidents(facts: VoicesFacts) -> Check:
    """This month's incident rate against the months before together, by the exact conditional ratio."""
    limits = facts.limits.increased_incidents
    threshold = {"lower_limit_above": limits.lower_limit_above, "minimum_n": limits.minimum_incidents}
    absent = [table for table in ("incidents", facts.exposure_table) if facts.evidence.missing(table)]
    figure = Figure("incident ratio", None, "ratio")
    if absent:
        return answer(questions.INCREASED_INCIDENTS, [Arm("rate", None, no_rows(absent))], figure, threshold)
    month, before = facts.incident_month, facts.incident_history
    untested = ""
    if not month.exposure:
        untested = "Nobody lived here, or no visit was recorded, in this month."
    elif len(before) < limits.minimum_months_before:
        untested = (
            f"Only {count(len(before), 'month')} before this one can be compared with; "
            f"{limits.minimum_months_before} are needed."
        )
    if untested:
        return answer(questions.INCREASED_INCIDENTS, [Arm("rate", None, untested)], figure, threshold)
    earlier, exposure = sum(m.incidents for m in before), sum(m.exposure for m in before)
    ratio = rate_ratio(month.incidents, month.exposure, earlier, exposure)
    figure = Figure("incident ratio", ratio.ratio, "ratio", n=month.incidents, low=ratio.low, high=ratio.high)
    per = "visits" if facts.home_care else "days people lived here"
    usual = 1000 * earlier / exposure
    says = (
        f"There {'was' if month.incidents == 1 else 'were'} {count(month.incidents, 'incident')} this month, "
        f"{number(month.rate)} per 1,000 {per}, against {number(usual)} in the "
        f"{count(len(before), 'month')} before ({ratio_words(ratio)})."
    )
    breached = ratio.low is not None and ratio.low > limits.lower_limit_above
    arm = Arm(
        "rate", breached, says, enough=month.incidents >= limits.minimum_incidents,
        complete=not facts.home_care or facts.recording_complete,
        evidence=references_to(facts.evidence.in_month("incidents"), "incidents"),
    )  # fmt: skip
    return answer(questions.INCREASED_INCIDENTS, [arm], figure, threshold)


def check_poor_feedback(facts: VoicesFacts) -> Check:
    """The share of concern among all voices, or poor ratings."""
    limits = facts.limits.poor_feedback
    threshold = {"at_least": limits.concern_share, "mean_rating_at_most": limits.mean_rating,
                 "minimum_n": limits.minimum_voices}  # fmt: skip
    absent = [table for table in ("feedback", "complaints") if facts.evidence.missing(table)]
    concerns = facts.concerns
    arms = [_concern_arm(facts, absent)]
    if "feedback" not in absent:
        arms += _rating_arms(facts)
    told = not absent and concerns.share is not None and facts.evidence.known("feedback", "kind")
    wrong = concerns.concerns + concerns.complaints
    around = wilson(wrong, concerns.voices)
    figure = Figure(
        "concern_share", concerns.share if told else None, "share", n=concerns.voices,
        low=around.low if told else None, high=around.high if told else None,
    )  # fmt: skip
    return answer(questions.POOR_FEEDBACK, arms, figure, threshold)


def _concern_arm(facts: VoicesFacts, absent: list[str]) -> Arm:
    limits, concerns = facts.limits.poor_feedback, facts.concerns
    if absent:
        return Arm("concerns", None, no_rows(absent))
    if not facts.evidence.known("feedback", "kind"):
        return Arm("concerns", None, NO_KINDS)
    if not concerns.voices:
        return Arm("concerns", None, "No feedback that says what it is, and no complaint, came this month.")
    wrong = concerns.concerns + concerns.complaints
    part = share_of(wrong, concerns.voices)
    says = f"Of what people, families and professionals said, {part} was concern or complaint."
    feedback = facts.evidence.in_month("feedback")
    outside = feedback[feedback["source"].isin(OUTSIDE_VOICES) & (feedback["kind"] == "concern")]
    complaints = first_complaints(facts.evidence.in_month("complaints"))
    complaints = complaints[complaints["raised_by"] != "staff"]
    return Arm(
        "concerns",
        wrong / concerns.voices >= limits.concern_share,
        says,
        enough=concerns.voices >= limits.minimum_voices,
        evidence=references_to(outside, "feedback") + references_to(complaints, "complaints"),
    )


def _rating_arms(facts: VoicesFacts) -> list[Arm]:
    """The ratings; with fewer than five they are left out unless they are poor."""
    limits, concerns = facts.limits.poor_feedback, facts.concerns
    mean = concerns.mean_rating
    enough = concerns.ratings >= limits.minimum_voices
    if mean is None or (not enough and mean > limits.mean_rating):
        return []
    says = f"The mean of {count(concerns.ratings, 'rating')} was {number(mean)} of 5."
    if concerns.ratings == 1:
        says = f"The one rating given was {number(mean)} of 5."
    feedback = facts.evidence.in_month("feedback")
    rated = feedback[feedback["source"].isin(OUTSIDE_VOICES) & feedback["rating"].notna()]
    return [Arm("ratings", mean <= limits.mean_rating, says, enough=enough,
                evidence=references_to(rated, "feedback"))]  # fmt: skip


def check_staff_fatigue(facts: VoicesFacts) -> Check:
    """Workers who worked too long or rested too little, and what handover says of tiredness."""
    limits = facts.limits.staff_fatigue
    threshold = {"at_least": limits.worker_share, "handover_entries": limits.handover_entries}
    figure = Figure("workers with a fatigue breach", None, "share")
    arms = [_handover_fatigue_arm(facts)]
    if facts.evidence.missing("shifts"):
        return answer(
            questions.STAFF_FATIGUE, [Arm("workers", None, no_rows(["shifts"])), *arms], figure, threshold
        )
    workers = facts.fatigue
    tired, n = int(workers["breach"].sum()), len(workers)
    if not n:
        arm = Arm("workers", None, "Nobody was on the rota this month.")
        return answer(questions.STAFF_FATIGUE, [arm, *arms], figure, threshold)
    around = wilson(tired, n)
    figure = Figure(
        "workers with a fatigue breach", tired / n, "share", n=n, low=around.low, high=around.high
    )
    says = f"Of the people who worked here, {share_of(tired, n)} worked too long or rested too little"
    says += f" ({_breach_words(workers, limits)})." if tired else "."
    shifts = facts.evidence.in_month("shifts")
    behind = shifts[shifts["staff_id"].isin(workers.loc[workers["breach"], "staff_id"])]
    arm = Arm("workers", tired / n >= limits.worker_share, says, complete=not _rota_gaps(facts),
              evidence=references_to(behind, "shifts"))  # fmt: skip
    return answer(questions.STAFF_FATIGUE, [arm, *arms], figure, threshold, held_back=_rota_gaps(facts))


def _rota_gaps(facts: VoicesFacts) -> str:
    """Why a rota with too many days missing cannot show that staff were rested; "" when it is whole."""
    service = facts.evidence.service
    days = days_open(facts.period.days, service.opened_on, service.closed_on)
    missing = days_without_rota(facts.evidence.rows("shifts"), days, facts.period)
    if len(missing) <= facts.definitions.attendance_gap_share * len(days):
        return ""
    return f"No rota was kept on {of(len(missing), len(days), 'day')}."


def _breach_words(workers: pd.DataFrame, limits: StaffFatigue) -> str:
    """How many workers had each breach, in the words of the thresholds in force."""
    named = {
        "long_spell": f"over {number(limits.spell_hours)} hours at a stretch",
        "short_rest": f"under {number(limits.rest_hours)} hours of rest between days",
        "long_week": f"over {number(limits.week_hours)} hours in seven days",
        "days_in_a_row": f"{limits.days_in_a_row} or more days in a row",
    }
    counted = [(int(workers[column].sum()), words) for column, words in named.items()]
    return join_words([f"{n} {words}" for n, words in counted if n])


def _handover_fatigue_arm(facts: VoicesFacts) -> Arm:
    limits = facts.limits.staff_fatigue
    if not facts.handover_kept:
        return Arm("handover", None, "Handover entries were not kept this month.")
    if not facts.evidence.known("handover", "control"):
        return Arm("handover", None, NO_CONTROLS)
    entries = facts.evidence.in_month("handover")
    risk = entries["risk"].str.lower().fillna("")
    speaks = pd.Series(False, index=entries.index)
    for word in limits.fatigue_words:
        speaks |= risk.str.contains(word.lower(), regex=False)
    told = entries[(entries["theme"] == "staffing") & speaks & entries["control"].isna()]
    entries_told = count(len(told), "handover entry") if len(told) else "No handover entry"
    says = f"{entries_told} spoke of tiredness or workload without a control."
    return Arm(
        "handover", len(told) >= limits.handover_entries, says, evidence=references_to(told, "handover")
    )


def check_inconsistent_care_feedback(facts: VoicesFacts) -> Check:
    """Concerns, complaints and handover entries on continuity, missed care or routines, in four weeks."""
    limits = facts.limits.inconsistent_care_feedback
    threshold = {"at_least": limits.voices, "days": limits.days}
    kept = {
        "feedback": facts.evidence.known("feedback", "kind"),  # else nothing in it can be told for a concern
        "complaints": not facts.evidence.missing("complaints"),
        "handover": facts.handover_kept,
    }
    absent = [table for table, is_kept in kept.items() if not is_kept]
    figure = Figure("voices about inconsistent care", None, "voices")
    if not kept["feedback"] and not facts.evidence.missing("feedback"):
        absent.remove("feedback")
        without_kind = NO_KINDS
    else:
        without_kind = ""
    if not any(kept.values()):
        says = " ".join(one for one in (without_kind, no_rows(absent) if absent else "") if one)
        return answer(questions.INCONSISTENT_CARE_FEEDBACK, [Arm("voices", None, says)], figure, threshold)
    rows = {table: facts.in_days(table, limits.days) for table, is_kept in kept.items() if is_kept}
    if kept["complaints"]:
        rows["complaints"] = first_complaints(rows["complaints"])
    found = {
        "feedback": concerns_about(rows["feedback"], INCONSISTENCY) if kept["feedback"] else None,
        "complaints": rows.get("complaints"),
        "handover": rows.get("handover"),
    }
    about = {t: r[r["theme"].isin(INCONSISTENCY)] for t, r in found.items() if r is not None}
    n, heard = sum(len(r) for r in about.values()), sum(len(r) for r in rows.values())
    figure = Figure("voices about inconsistent care", float(n), "voices", n=heard)
    note = f"{without_kind} {not_kept_note(absent)}".strip()
    says = _inconsistency_words({table: len(r) for table, r in about.items()}, limits.days)
    says = f"{says} {note}".strip()
    evidence = tuple(ref for table, r in about.items() for ref in references_to(r, table))
    breached = n >= limits.voices
    arm = Arm("voices", breached if heard else None, says, evidence=evidence)
    if not heard:
        says = f"Nothing was said or logged in the last {count(limits.days, 'day')}. {note}".strip()
        arm = Arm("voices", None, says)
    return answer(questions.INCONSISTENT_CARE_FEEDBACK, [arm], figure, threshold)


def _inconsistency_words(about: dict[str, int], days: int) -> str:
    words = {"feedback": "concern", "complaints": "complaint", "handover": "handover entry"}
    parts = join_words([count(n, words[table]) for table, n in about.items()])
    if not any(about.values()):
        parts = f"no {join_words([words[table] for table in about], 'or')}"
    were = "was" if sum(about.values()) == 0 or list(about.values()) == [1] else "were"
    return f"In the last {count(days, 'day')}, {parts} {were} about continuity, missed care or routines."


def check_dependency_out_of_date(facts: VoicesFacts) -> Check:
    """People living there at as_of whose last dependency review is older than a quarter."""
    limits = facts.limits.dependency_out_of_date
    threshold = {"at_least": limits.people_share, "review_days": limits.review_days}
    absent = [table for table in ("dependency", "people") if facts.evidence.missing(table)]
    figure = Figure("people without a current review", None, "share")
    if absent:
        return answer(
            questions.DEPENDENCY_OUT_OF_DATE, [Arm("reviews", None, no_rows(absent))], figure, threshold
        )
    as_of = pd.Timestamp(facts.period.as_of)
    people = facts.evidence.rows("people")
    living = living_there(people, as_of)
    moved_in = living.groupby("person_id")["moved_in"].max()
    reviewed = (
        facts.evidence.rows("dependency").groupby("person_id")["reviewed_on"].max().reindex(moved_in.index)
    )
    settling = reviewed.isna() & (moved_in > as_of - pd.Timedelta(days=limits.new_person_days))
    stale = ~settling & (reviewed.isna() | (reviewed < as_of - pd.Timedelta(days=limits.review_days)))
    n, out = int((~settling).sum()), int(stale.sum())
    if not n:
        arm = Arm("reviews", None, "Nobody lived here on the last day of the audit.")
        return answer(questions.DEPENDENCY_OUT_OF_DATE, [arm], figure, threshold)
    around = wilson(out, n)
    figure = Figure(
        "people without a current review", out / n, "share", n=n, low=around.low, high=around.high
    )
    says = (
        f"Of the people living here, {share_of(out, n)} had no dependency review in the last "
        f"{count(limits.review_days, 'day')}."
    )
    names = stale.index[stale]
    behind = references_to(living[living["person_id"].isin(names)], "people")
    arm = Arm("reviews", out / n >= limits.people_share, says, evidence=behind)
    return answer(questions.DEPENDENCY_OUT_OF_DATE, [arm], figure, threshold)


def check_control_missing(facts: VoicesFacts) -> Check:
    """Handover risks that had no control for a week or more."""
    limits = facts.limits.control_missing
    threshold = {"at_least": 1, "days_open": limits.days_open}
    figure = Figure("risks without a control", None, "risks")
    untested = no_rows(["handover"]) if facts.evidence.missing("handover") else ""
    if not untested and not facts.evidence.known("handover", "control"):
        untested = NO_CONTROLS
    if not untested and not facts.evidence.known("handover", "resolved_on"):
        untested = NOT_RESOLVED
    if untested:
        return answer(questions.CONTROL_MISSING, [Arm("controls", None, untested)], figure, threshold)
    entries = facts.evidence.in_year("handover")
    logged = entries["logged_at"].dt.normalize()
    until = entries["resolved_on"].fillna(pd.Timestamp(facts.period.as_of))
    open_in_month = entries["resolved_on"].isna() | (entries["resolved_on"] >= facts.period.start)
    waited = until - logged >= pd.Timedelta(days=limits.days_open)
    without = entries[entries["control"].isna() & open_in_month & waited]
    figure = Figure("risks without a control", float(len(without)), "risks", n=int(open_in_month.sum()))
    says = _without_control_words(len(without), int(open_in_month.sum()), limits.days_open)
    held_back = "" if facts.handover_kept else "Handover entries were not kept this month."
    arm = Arm("controls", len(without) > 0, says, evidence=references_to(without, "handover"))
    return answer(questions.CONTROL_MISSING, [arm], figure, threshold, held_back=held_back)


def _without_control_words(without: int, risks: int, days: int) -> str:
    if not risks:
        return "No handover risk was open this month."
    if without:
        part = of(without, risks, "handover risk")
        return f"{part} open this month had no control for {count(days, 'day')} or more."
    some = "The one handover risk" if risks == 1 else f"None of {count(risks, 'handover risk')}"
    was = "was not" if risks == 1 else "was"
    return f"{some} open this month {was} without a control for {count(days, 'day')} or more."
