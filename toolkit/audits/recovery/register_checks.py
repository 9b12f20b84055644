"""Was anything closed too early, is it done twice, read alone, or back again? (the checks of the register)"""

from __future__ import annotations

import pandas as pd

from toolkit.audits.absence import no_rows
from toolkit.audits.answers import answer
from toolkit.audits.checks import Arm, Check, Figure, Question
from toolkit.audits.oversight.words import agree, named
from toolkit.audits.recovery import questions
from toolkit.audits.recovery.facts import RecoveryFacts
from toolkit.audits.recovery.map_checks import NO_RISK, NOT_SUPPLIED, risk_references
from toolkit.audits.references import references_to
from toolkit.measures.frontline import split_ids
from toolkit.measures.recovery.links import NOT_KNOWN
from toolkit.wording import count, long_day

STAFFING_THEMES = ("staffing", "missed_care")
STAFFING_SOURCES = frozenset({"shifts", "staffing_needs", "dependency"})
COMPLAINT_SOURCES = frozenset({"complaints", "learning"})


def check_closed_while_disconnected(facts: RecoveryFacts) -> Check:
    """Risks and actions closed, and risks called embedded, that do not hold together."""
    question, limits = questions.CLOSED_WHILE_DISCONNECTED, facts.limits.closed_while_disconnected
    threshold, figure = {"at_least": limits.closures}, Figure("closed too early", None, "closures")
    absent = facts.absent("risks")
    if absent:
        return answer(question, [Arm("risks", None, no_rows(absent))], figure, threshold)
    arms = [_risks_arm(facts), _actions_arm(facts), _claimed_arm(facts)]
    actions = set(facts.closed_without_evidence["action_id"]) | set(facts.closed_in_conflict["action_id"])
    told_actions = actions if arms[1].breached else set()
    found = len(facts.risks_closed_early) + len(told_actions) + facts.claimed_closed["risk_id"].nunique()
    told = any(arm.breached is not None for arm in arms)
    return answer(question, arms, Figure(figure.name, float(found) if told else None, "closures"), threshold)


def _risks_arm(facts: RecoveryFacts) -> Arm:
    days, early = facts.map_limits.closed_days, facts.risks_closed_early
    closed = facts.closed_risks
    if len(early):
        says = (
            f"{count(len(early), 'risk')} {agree(len(early), 'was')} closed in the last {days} days with a "
            f"missing link or sources in conflict ({named(early['risk_id'])})."
        )
        return Arm("risks", True, says, evidence=references_to(early, "risks"))
    untold = facts.never_filled("risks", "closed_on")
    if untold:
        return Arm("risks", None, untold)
    unknown = facts.links.loc[facts.links["state"] == NOT_KNOWN, "risk_id"]
    if closed["risk_id"].isin(unknown).any():
        says = f"Links of risks closed lately cannot be followed: {NOT_SUPPLIED}."
        return Arm("risks", None, says)
    if closed.empty:
        return Arm("risks", False, f"No risk was closed in the last {days} days.")
    says = f"Of {count(len(closed), 'risk')} closed in the last {days} days, each holds together."
    return Arm("risks", False, says)


def _actions_arm(facts: RecoveryFacts) -> Arm:
    days = facts.map_limits.closed_days
    without, conflict = facts.closed_without_evidence, facts.closed_in_conflict
    parts = []
    if len(without):
        parts.append(
            f"{count(len(without), 'action')} {agree(len(without), 'was')} closed in the last {days} days "
            f"without frontline evidence dated on or before that day ({named(without['action_id'])})."
        )
    if len(conflict):
        parts.append(
            f"{count(len(conflict), 'action')} {agree(len(conflict), 'was')} closed on a risk whose sources "
            f"are in conflict ({named(conflict['action_id'])})."
        )
    if parts:
        rows = pd.concat([without, conflict]).drop_duplicates("action_id")
        return Arm("actions", True, " ".join(parts), evidence=references_to(rows, "actions"))
    if facts.closures_untold:
        return Arm("actions", None, facts.closures_untold)
    return Arm("actions", False, f"No action was closed in the last {days} days without frontline evidence.")


def _claimed_arm(facts: RecoveryFacts) -> Arm:
    absent = facts.absent("statements")
    untold = no_rows(absent) if absent else facts.never_filled("statements", "risk_id", "claims")
    if untold:
        return Arm("claims", None, untold)
    rows = facts.claimed_closed
    if rows.empty:
        return Arm("claims", False, "No risk with a missing link was called embedded this month.")
    risks = rows["risk_id"].unique()
    says = (
        f"{count(len(risks), 'risk')} with a missing link {agree(len(risks), 'was')} called embedded this "
        f"month ({named(risks)})."
    )
    return Arm("claims", True, says, evidence=references_to(rows, "statements"))


def check_overlapping_actions(facts: RecoveryFacts) -> Check:
    """Two open actions alike with two owners, and two open risks of one theme with two owners."""
    question, limits = questions.OVERLAPPING_ACTIONS, facts.limits.overlapping_actions
    threshold = {"at_least": limits.pairs, "ratio": limits.ratio}
    figure = Figure("overlaps", None, "pairs")
    absent = facts.absent("risks", "actions")
    if absent:
        return answer(question, [Arm("overlaps", None, no_rows(absent))], figure, threshold)
    rows = facts.overlaps
    figure = Figure(figure.name, float(len(rows)), "pairs")
    arms = [_overlap_arm(facts, "actions"), _overlap_arm(facts, "risks")]
    return answer(question, arms, figure, threshold)


def _overlap_arm(facts: RecoveryFacts, kind: str) -> Arm:
    table = facts.actions if kind == "actions" else facts.risks
    untold = facts.never_filled(kind, "owner")
    if kind == "actions":
        untold = facts.open_actions_untold or untold
    rows = facts.overlaps[facts.overlaps["kind"] == kind]
    if untold:
        return Arm(kind, None, untold)
    if rows.empty:
        what = "actions on one risk are alike" if kind == "actions" else "risks are of one theme"
        return Arm(kind, False, f"No two open {what} and have different owners.")
    pairs = [f"{row['first']} and {row['second']}" for row in rows.to_dict("records")]
    what = (
        "open actions on one risk, alike in what they say,"
        if kind == "actions"
        else "open risks of one theme"
    )
    n = len(rows)
    says = f"{count(n, 'pair')} of {what} {agree(n, 'has')} different owners ({named(pairs)})."
    key = "action_id" if kind == "actions" else "risk_id"
    behind = table[table[key].isin(set(rows["first"]) | set(rows["second"]))]
    return Arm(kind, True, says, evidence=references_to(behind, kind))


def check_staffing_not_linked(facts: RecoveryFacts) -> Check:
    """Staffing risks whose sources leave out the care records, or name nothing but them."""
    risks = facts.open_risks
    about = risks[risks["theme"].isin(STAFFING_THEMES)]
    named_by = _sources_by_risk(about)
    alone = [
        risk for risk, sources in named_by.items() if bool(sources & STAFFING_SOURCES) != ("care" in sources)
    ]
    limits = facts.limits.staffing_not_linked_to_missed_care
    what = "about staffing or missed care {are} read without the other ({named})"
    return _not_linked(facts, questions.STAFFING_NOT_LINKED, len(about), alone, what, limits.risks)


def check_complaints_not_linked(facts: RecoveryFacts) -> Check:
    """Risks that name complaints or learning and not care plan changes."""
    named_by = _sources_by_risk(facts.open_risks)
    about = {risk: sources for risk, sources in named_by.items() if sources & COMPLAINT_SOURCES}
    alone = [risk for risk, sources in about.items() if "care_plan_changes" not in sources]
    limits = facts.limits.complaints_not_linked_to_care_plans
    what = "that {name} complaints or learning {are} read without care plan changes ({named})"
    return _not_linked(facts, questions.COMPLAINTS_NOT_LINKED, len(about), alone, what, limits.risks)


def _sources_by_risk(risks: pd.DataFrame) -> dict[str, set[str]]:
    ids = split_ids(risks["evidence_sources"])
    found: dict[str, set[str]] = {}
    for risk, source in zip(risks.loc[ids.index, "risk_id"], ids, strict=True):
        found.setdefault(str(risk), set()).add(str(source))
    return found


def _not_linked(
    facts: RecoveryFacts, question: Question, n: int, alone: list[str], what: str, least: int
) -> Check:
    threshold, figure = {"at_least": least}, Figure("risks read alone", None, "risks")
    absent = facts.absent("risks")
    untold = no_rows(absent) if absent else facts.never_filled("risks", "evidence_sources")
    if untold:
        return answer(question, [Arm("sources", None, untold)], figure, threshold)
    figure = Figure(figure.name, float(len(alone)), "risks", n=n)
    if alone:
        n_alone = len(alone)
        name = "names" if n_alone == 1 else "name"
        words = what.format(are=agree(n_alone, "is"), name=name, named=named(alone))
        says = f"{count(n_alone, 'open risk')} {words}."
        arm = Arm("sources", True, says, evidence=risk_references(facts, alone))
    elif facts.open_risks.empty:
        arm = Arm("sources", False, NO_RISK)
    else:
        says = (
            "No open risk reads one of these records without the other."
            if n
            else "No open risk is of this kind."
        )
        arm = Arm("sources", False, says)
    return answer(question, [arm], figure, threshold)


def check_repeat_failure(facts: RecoveryFacts) -> Check:
    """Risks opened within a year after another of their theme was closed."""
    question, limits = questions.REPEAT_FAILURE, facts.limits.repeat_failure
    threshold, figure = {"within_days": limits.within_days}, Figure("risks that came back", None, "risks")
    absent = facts.absent("risks")
    untold = no_rows(absent) if absent else ""
    if not untold and facts.repeat_failures.empty:
        untold = facts.never_filled("risks", "closed_on")
    if untold:
        return answer(question, [Arm("risks", None, untold)], figure, threshold)
    rows = facts.repeat_failures
    figure = Figure(figure.name, float(len(rows)), "risks")
    if rows.empty:
        says = (
            "No risk opened in the last 12 months followed a closed one of its theme within "
            f"{limits.within_days} days."
        )
        return answer(question, [Arm("risks", False, says)], figure, threshold)
    told = [
        f"{row['risk_id']} was opened on {long_day(row['opened_on'].date())}, "
        f"{count(int(row['days']), 'day')} after {row['earlier_risk_id']} on the same theme "
        f"({row['theme'].replace('_', ' ')}) was closed."
        for row in rows.to_dict("records")
    ]
    both = set(rows["risk_id"]) | set(rows["earlier_risk_id"])
    arm = Arm("risks", True, " ".join(told), evidence=risk_references(facts, both))
    return answer(question, [arm], figure, threshold)
