"""What became of decisions and actions? (weak closure, decisions without effect, drift)"""

from __future__ import annotations

import pandas as pd

from toolkit.audits.absence import no_rows
from toolkit.audits.answers import answer
from toolkit.audits.checks import Arm, Check, Figure, Reference
from toolkit.audits.oversight import questions
from toolkit.audits.oversight.facts import OversightFacts
from toolkit.audits.oversight.indicator_words import says_of
from toolkit.audits.oversight.words import agree, named
from toolkit.audits.references import references_to
from toolkit.measures.closures import BY_OWNER, NO_CURRENT, NOT_VERIFIED, SHARED
from toolkit.measures.follow_up import NOT_BETTER, NOT_TESTED
from toolkit.measures.frontline import split_ids
from toolkit.measures.indicators import INDICATORS
from toolkit.measures.support import series_key
from toolkit.measures.uncertainty import wilson
from toolkit.wording import count, join_words, long_day, of, share_of

EFFECTS_TOLD = 3
# What a reason says of one closure, and of several.
_WHY = {
    NO_CURRENT: ("cites no current frontline evidence", "cite no current frontline evidence"),
    NOT_VERIFIED: ("was not verified", "were not verified"),
    BY_OWNER: ("was verified by its owner", "were verified by their owners"),
    SHARED: ("shares its evidence with other closures", "share their evidence with other closures"),
}


def check_weak_action_closure(facts: OversightFacts) -> Check:
    """The share of the month's closures that are weak, and any weak one on a high-priority risk."""
    question, limits = questions.WEAK_ACTION_CLOSURE, facts.limits.weak_action_closure
    threshold = {"at_least": limits.share, "closures_of_one_source": limits.closures_of_one_source}
    figure = Figure("weak closures", None, "share")
    absent = facts.absent("actions", "evidence")
    untested = no_rows(absent) if absent else facts.never_filled("actions", "closed_on")
    if not untested and facts.closures.empty:
        untested = "No action was closed this month."
    if untested:
        return answer(question, [Arm("closures", None, untested)], figure, threshold)
    rows = facts.closures
    weak = rows[rows["weak"]]
    around = wilson(len(weak), len(rows))
    figure = Figure(
        "weak closures", len(weak) / len(rows), "share", n=len(rows), low=around.low, high=around.high
    )
    says = f"Of the actions closed this month, {share_of(len(weak), len(rows))} {agree(len(weak), 'was')} "
    says += f"closed without evidence that {'it' if len(weak) == 1 else 'they'} worked"
    says += f": {_reasons(weak)}." if len(weak) else "."
    arms = [
        Arm("share", len(weak) / len(rows) >= limits.share, says, evidence=_closure_references(facts, weak)),
        *_high_risk_arms(facts, weak), *_verification_arms(facts),
    ]  # fmt: skip
    return answer(question, arms, figure, threshold)


def _reasons(weak: pd.DataFrame) -> str:
    """Each reason with the number of closures it holds of."""
    counted = weak["why"].str.split("; ").explode().value_counts()
    ordered = sorted(counted.items(), key=lambda item: (-item[1], str(item[0])))
    one = len(weak) == 1
    return join_words([f"{'it' if one else n} {_WHY[str(reason)][n > 1]}" for reason, n in ordered])


def _high_risk_arms(facts: OversightFacts, weak: pd.DataFrame) -> list[Arm]:
    """Any weak closure on a high-priority risk; without the register nobody knows which are."""
    unplaced = weak[weak["risk_id"].notna() & weak["priority"].isna()]
    high = weak[weak["priority"] == "high"]
    if len(high):
        says = f"{count(len(high), 'weak closure')} {agree(len(high), 'is')} on a high-priority risk "
        says += f"({named(high['action_id'])})."
        return [Arm("high-priority risk", True, says, evidence=_closure_references(facts, high))]
    if len(unplaced):
        return [
            Arm("high-priority risk", None, "The risk of a weak closure is not on the register supplied.")
        ]
    return []


def _verification_arms(facts: OversightFacts) -> list[Arm]:
    if facts.verification_known:
        return []
    return [Arm("verification", None, facts.never_filled("actions", "verified_on", "verified_by"))]


def _closure_references(facts: OversightFacts, weak: pd.DataFrame) -> tuple[Reference, ...]:
    """The actions, and the evidence they cite."""
    actions = facts.closed_in_month[facts.closed_in_month["action_id"].isin(weak["action_id"])]
    ids = split_ids(weak["cited_ids"])
    behind = facts.frontline[facts.frontline["evidence_id"].isin(ids)]
    return references_to(actions, "actions") + references_to(behind, "evidence")


def check_decision_without_effect(facts: OversightFacts) -> Check:
    """Decisions no action names, and decisions whose indicator has not got better by their review."""
    question, limits = questions.DECISION_WITHOUT_EFFECT, facts.limits.decision_without_effect
    threshold = {"days_without_action": limits.days_without_action, "review_days": limits.review_days,
                 "judged_days": limits.judged_days}  # fmt: skip
    figure = Figure("decisions without effect", None, "decisions")
    absent = facts.absent("decisions")
    if absent:
        return answer(question, [Arm("decisions", None, no_rows(absent))], figure, threshold)
    rows = facts.decisions
    arms = [_no_action_arm(facts, rows), *_effect_arms(facts, rows)]
    nothing = (rows["without_action"] & (arms[0].breached is True)) | (rows["effect"] == NOT_BETTER)
    figure = Figure(figure.name, float(nothing.sum()), "decisions", n=len(rows))
    return answer(question, arms, figure, threshold)


def _no_action_arm(facts: OversightFacts, rows: pd.DataFrame) -> Arm:
    """Absence of an action is the finding: the tracker need only be supplied, and name decisions."""
    evidence, days = facts.evidence, facts.limits.decision_without_effect.days_without_action
    if not evidence.supplied("actions"):
        return Arm(
            "action", None, "The actions were not supplied: nobody can tell what followed the decisions."
        )
    if not evidence.missing("actions") and not evidence.known("actions", "decision_id"):
        return Arm("action", None, facts.never_filled("actions", "decision_id"))
    of_year = rows[rows["decided_on"] >= facts.year_start]
    old = of_year[(pd.Timestamp(facts.period.as_of) - of_year["decided_on"]).dt.days >= days]
    without = old[old["without_action"]]
    if without.empty:
        seen = count(len(old), "decision")
        says = (
            f"An action of this service names every decision of the last 12 months that is {days} or more "
            f"days old ({seen})."
        )
        return Arm("action", False, says)
    says = (
        f"{of(len(without), len(old), 'decision')} of the last 12 months {agree(len(without), 'is')} "
        f"{days} or more days old and named by no action of this service ({named(without['decision_id'])})."
    )
    return Arm("action", True, says, evidence=references_to(without, "decisions"))


def _effect_arms(facts: OversightFacts, rows: pd.DataFrame) -> list[Arm]:
    """Whether the indicator got better, for each decision whose review fell in the last quarter."""
    limits, today = facts.limits.decision_without_effect, pd.Timestamp(facts.period.as_of)
    ago, lately = (today - rows["judged_on"]).dt.days, f"in the last {count(limits.judged_days, 'day')}"
    due = rows[(ago >= 0) & (ago < limits.judged_days)]
    failed = due[due["effect"] == NOT_BETTER]
    judged_by = pd.Series([_has_direction(name) for name in due["indicator"]], index=due.index, dtype=bool)
    untold = due[(due["effect"] == NOT_TESTED) & judged_by]
    if len(failed):
        told = [_effect_words(facts, row) for row in failed.to_dict("records")]
        arms = [Arm("effect", True, " ".join(dict.fromkeys(told[:EFFECTS_TOLD])),
                    evidence=references_to(failed, "decisions"))]  # fmt: skip
    elif len(untold):
        arms = []
    else:
        judged = int((due["effect"] == "better").sum())
        some = count(judged, "decision")
        says = f"A better figure followed each of {some} due for review {lately}."
        none = f"No decision with an indicator was due for review {lately}."
        arms = [Arm("effect", False, says if judged else none)]
    if len(untold):
        part = of(len(untold), len(due), "decision")
        says = f"Whether the figure of {part} due for review {lately} got better cannot be told."
        arms.append(Arm("figures", None, says))
    return arms


def _has_direction(indicator: object) -> bool:
    return isinstance(indicator, str) and INDICATORS[indicator].better != "neither"


def _effect_words(facts: OversightFacts, row: dict) -> str:  # type: ignore[type-arg]
    key = series_key(str(row["indicator"]), row["theme"])
    decided, judged = long_day(row["decided_on"].date()), long_day(row["judged_on"].date())
    return (
        f"Decision {row['decision_id']} of {decided} was due for review on {judged}, and its figure has not "
        f"got better: {says_of(facts.verdicts[key], *key)}"
    )


def check_actions_drifting(facts: OversightFacts) -> Check:
    """Open actions past the day they were first due, or moved three times or more."""
    question, limits = questions.ACTIONS_DRIFTING, facts.limits.actions_drifting
    threshold = {"at_least": 1, "extensions": limits.extensions}
    figure = Figure("actions drifting", None, "actions")
    absent = facts.absent("actions")
    untested = no_rows(absent) if absent else ""
    known = facts.evidence.known
    if not untested and not (known("actions", "closed_on") or known("actions", "completed_on")):
        untested = facts.never_filled("actions", "completed_on", "closed_on")
    if untested:
        return answer(question, [Arm("actions", None, untested)], figure, threshold)
    actions = facts.evidence.rows("actions")
    still_open = actions[actions["completed_on"].isna() & actions["closed_on"].isna()]
    rows = facts.drifting
    figure = Figure(figure.name, float(len(rows)), "actions", n=len(still_open))
    behind = references_to(actions[actions["action_id"].isin(rows["action_id"])], "actions")
    arms = [
        Arm("actions", len(rows) > 0, _drift_words(rows, len(still_open), limits.extensions), evidence=behind)
    ]
    if len(still_open) and not known("actions", "extensions"):
        arms.append(Arm("extensions", None, facts.never_filled("actions", "extensions")))
    return answer(question, arms, figure, threshold)


def _drift_words(rows: pd.DataFrame, still_open: int, extensions: int) -> str:
    if not still_open:
        return "No action is open."
    if rows.empty:
        some = count(still_open, "open action")
        return f"None of {some} is past the day it was first due, or was moved {extensions} or more times."
    late, moved = rows[rows["days_over"] > 0], int((rows["extensions"] >= extensions).sum())
    parts = []
    if len(late):
        worst = late.iloc[0]
        parts.append(
            f"{of(len(late), still_open, 'open action')} {agree(len(late), 'is')} past the day "
            f"{'it was' if len(late) == 1 else 'they were'} first due, {worst['action_id']} by "
            f"{count(int(worst['days_over']), 'day')}"
        )
    if moved:
        part = of(moved, still_open, "open action")
        parts.append(f"{part} {agree(moved, 'was')} moved {extensions} or more times")
    return f"{'; '.join(parts)}."
