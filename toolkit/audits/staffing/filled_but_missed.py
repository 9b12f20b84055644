"""Do filled shifts hide missed care? (`filled-but-missed`)

The rota must be filled *and* one of three things be wrong behind it. A rota that is not filled hides
nothing: the check is then clear, provided that every table it needs is there.
"""

from __future__ import annotations

from toolkit.audits.answers import answer
from toolkit.audits.checks import Arm, Check, Figure, Reference
from toolkit.audits.references import references_to
from toolkit.audits.staffing.care_checks import missed_care_arm, recording_note
from toolkit.audits.staffing.facts import StaffingFacts
from toolkit.audits.staffing.questions import FILLED_BUT_MISSED
from toolkit.wording import share


def check_filled_but_missed(facts: StaffingFacts) -> Check:
    limits = facts.evidence.thresholds.filled_but_missed
    threshold = {
        "rostered_at_least": limits.rostered_at_least,
        "attended_below": limits.attended_below,
        "agency_above": limits.agency_above,
        "at_least": limits.rate,
        "lower_limit_above": limits.lower_limit_above,
        "minimum_n": limits.minimum_rows,
    }
    if facts.staffing_untold:
        arm = Arm("rostered", None, facts.staffing_untold)
        return answer(FILLED_BUT_MISSED, [arm], Figure("rostered fill", None, "share"), threshold)
    fill = facts.month.fill
    figure = Figure("rostered fill", fill.rostered, "share", n=fill.windows)
    if fill.rostered is None:
        arm = Arm("rostered", None, "No rota was kept on too many days of the month.")
        return answer(FILLED_BUT_MISSED, [arm], figure, threshold)
    held_back = _held_back(facts)
    if fill.rostered < limits.rostered_at_least - 1e-12:
        enough = share(limits.rostered_at_least)
        filled = share(fill.rostered)
        says = f"The rota itself was {filled} filled, under {enough}, so this question does not arise."
        arm = Arm("rostered", False, says)
        return answer(FILLED_BUT_MISSED, [arm], figure, threshold, held_back=held_back)
    arms = [_attended_arm(facts), _agency_arm(facts), missed_care_arm(facts, limits)]
    lead = f"The rota was {share(fill.rostered)} filled."
    return answer(FILLED_BUT_MISSED, arms, figure, threshold, held_back=held_back, lead=lead)


def _held_back(facts: StaffingFacts) -> str:
    """Why this cannot be clear, however the rota looks: no care records, or nobody knows whose staff came."""
    if facts.care_missing:
        return "No care records were supplied, so nothing can be called clear."
    blank = facts.month.fill.blank_cover_share
    if blank is not None and blank > facts.definitions.blank_cover_share:
        return f"Who employs the staff is not known for {share(blank)} of the hours attended."
    return recording_note(facts)


def _attended_arm(facts: StaffingFacts) -> Arm:
    limits, attended = facts.evidence.thresholds.filled_but_missed, facts.month.fill.attended
    name = "attended"
    if attended is None:
        return Arm(name, None, "Too few days have clock times to say who came.")
    if attended < limits.attended_below - 1e-12:
        says = f"Only {share(attended)} of the hours needed were attended."
        return Arm(name, True, says, evidence=_not_attended(facts))
    return Arm(name, False, f"Of the hours needed, {share(attended)} were attended.")


def _agency_arm(facts: StaffingFacts) -> Arm:
    limits, agency = facts.evidence.thresholds.filled_but_missed, facts.month.fill.agency_share
    name = "agency"
    if agency is None:
        return Arm(name, None, "Who employs the staff is not known for enough of the hours attended.")
    if agency > limits.agency_above + 1e-12:
        says = f"Agency staff worked {share(agency)} of the hours attended."
        shifts = facts.evidence.in_month("shifts")
        return Arm(name, True, says, evidence=references_to(shifts[shifts["cover"] == "agency"], "shifts"))
    return Arm(name, False, f"Agency staff worked {share(agency)} of the hours attended.")


def _not_attended(facts: StaffingFacts) -> tuple[Reference, ...]:
    shifts = facts.evidence.in_month("shifts")
    clocked_days = shifts["starts_at"].dt.date.isin(facts.month.days.rostered - facts.month.days.unclocked)
    missing = shifts["attended_from"].isna() & shifts["attended_to"].isna()
    return references_to(shifts[clocked_days & missing & shifts["staff_id"].notna()], "shifts")
