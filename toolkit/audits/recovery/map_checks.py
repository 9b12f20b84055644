"""Is each risk complete, joined up and told in one story? (the checks of rows, links and sources)"""

from __future__ import annotations

import pandas as pd

from toolkit.audits.absence import no_rows
from toolkit.audits.answers import answer
from toolkit.audits.checks import Arm, Check, Figure, Reference
from toolkit.audits.oversight.words import agree, named
from toolkit.audits.recovery import questions
from toolkit.audits.recovery.facts import RecoveryFacts
from toolkit.audits.recovery.words import CLAIMED, source_words
from toolkit.audits.references import references_to
from toolkit.measures.recovery.links import MISSING, NOT_KNOWN
from toolkit.measures.recovery.sources import SILENT
from toolkit.wording import count, join_words, number, of, share_of

NO_RISK = "No risk is open."
NOT_SUPPLIED = "their records were not supplied"
RISKS_TOLD = 4
PARTS = {"evidence_sources": "evidence source", "owner": "owner", "review_route": "review route"}


def risk_references(facts: RecoveryFacts, risk_ids: object) -> tuple[Reference, ...]:
    return references_to(facts.risks[facts.risks["risk_id"].isin(list(risk_ids))], "risks")  # type: ignore[call-overload]


def check_map_row_incomplete(facts: RecoveryFacts) -> Check:
    """Open risks without an open action, a source, an owner or a review route."""
    question, limits = questions.MAP_ROW_INCOMPLETE, facts.limits.map_row_incomplete
    threshold, figure = {"at_least": limits.risks}, Figure("incomplete rows", None, "risks")
    absent = facts.absent("risks")
    if absent:
        return answer(question, [Arm("risks", None, no_rows(absent))], figure, threshold)
    risks = facts.open_risks
    if risks.empty:
        return answer(
            question, [Arm("risks", False, NO_RISK)], Figure(figure.name, 0.0, "risks", n=0), threshold
        )
    arms = [_action_arm(facts), *(_part_arm(facts, column) for column in PARTS)]
    incomplete = set[str]().union(*(_without(facts, column) for column in PARTS))
    if facts.evidence.supplied("actions") and not facts.open_actions_untold:
        incomplete |= _without_action(facts)
    told = any(arm.breached is not None for arm in arms)
    figure = Figure(figure.name, float(len(incomplete)) if told else None, "risks", n=len(risks))
    return answer(question, arms, figure, threshold)


def _without_action(facts: RecoveryFacts) -> set[str]:
    return set(facts.open_risks["risk_id"]) - set(facts.open_actions["risk_id"].dropna())


def _without(facts: RecoveryFacts, column: str) -> set[str]:
    """Open risks with a blank cell, where the register uses the column at all."""
    if not facts.evidence.known("risks", column):
        return set()
    return set(facts.open_risks.loc[facts.open_risks[column].isna(), "risk_id"])


def _action_arm(facts: RecoveryFacts) -> Arm:
    """Absence of an action is the finding: the tracker need only be supplied."""
    if not facts.evidence.supplied("actions"):
        return Arm("action", None, "The actions were not supplied: nobody can tell which risk has one.")
    if facts.open_actions_untold:
        return Arm("action", None, facts.open_actions_untold)
    return _incomplete_arm(facts, "action", "open action", _without_action(facts))


def _part_arm(facts: RecoveryFacts, column: str) -> Arm:
    untold = facts.never_filled("risks", column)
    if untold:
        return Arm(column, None, untold)
    return _incomplete_arm(facts, column, PARTS[column], _without(facts, column))


def _incomplete_arm(facts: RecoveryFacts, name: str, what: str, risks: set[str]) -> Arm:
    n = len(facts.open_risks)
    article = "an" if what[0] in "aeiou" else "a"
    if not risks:
        each = "The one open risk has" if n == 1 else f"Each of {n} open risks has"
        return Arm(name, False, f"{each} {article} {what}.")
    says = f"{of(len(risks), n, 'open risk')} {agree(len(risks), 'has')} no {what} ({named(risks)})."
    return Arm(name, True, says, evidence=risk_references(facts, risks))


def check_disconnected_evidence(facts: RecoveryFacts) -> Check:
    """Missing links of open high-priority risks, and the share of all links that are there."""
    question, limits = questions.DISCONNECTED_EVIDENCE, facts.limits.disconnected_evidence
    threshold = {"below": limits.connected_below, "high_priority_links": limits.high_priority_links}
    figure = Figure("connectedness", None, "share")
    absent = facts.absent("risks")
    untested = no_rows(absent) if absent else ""
    if not untested and not facts.evidence.supplied("actions"):
        untested = "The actions were not supplied: no link of a risk can be followed."
    if untested:
        return answer(question, [Arm("links", None, untested)], figure, threshold)
    joined = facts.connectedness
    figure = Figure(figure.name, joined.share, "share", n=joined.expected)
    if not joined.expected:
        says = NO_RISK if facts.open_risks.empty else "Every open risk is too new for its links to be due."
        return answer(question, [Arm("links", None, says)], figure, threshold)
    arms = [_high_priority_arm(facts), _connected_arm(facts, limits.connected_below)]
    return answer(question, arms, figure, threshold)


def _high_priority_arm(facts: RecoveryFacts) -> Arm:
    high = facts.open_links[facts.open_links["priority"] == "high"]
    missing, unknown = (high[high["state"] == state] for state in (MISSING, NOT_KNOWN))
    if len(missing):
        risks = sorted(missing["risk_id"].unique())
        told = [f"{risk} ({join_words(_links_of(missing, risk))})" for risk in risks[:RISKS_TOLD]]
        more = [count(len(risks) - RISKS_TOLD, "other")] if len(risks) > RISKS_TOLD else []
        lack = "lacks" if len(risks) == 1 else "lack"
        says = f"{count(len(risks), 'open high-priority risk')} {lack} a link: {join_words([*told, *more])}."
        return Arm("high-priority risks", True, says, evidence=risk_references(facts, risks))
    if len(unknown):
        says = (
            "Some links of high-priority risks cannot be followed, because their records were not supplied."
        )
        return Arm("high-priority risks", None, says)
    n = int((facts.open_risks["priority"] == "high").sum())
    if not n:
        return Arm("high-priority risks", False, "No open risk is of high priority.")
    return Arm("high-priority risks", False, "No link of an open high-priority risk that is due is missing.")


def _links_of(links: pd.DataFrame, risk: str) -> list[str]:
    return list(links.loc[links["risk_id"] == risk, "link"])


def _connected_arm(facts: RecoveryFacts, least: float) -> Arm:
    joined = facts.connectedness
    if joined.share is None:
        says = f"Of {joined.expected} links, {joined.unknown} cannot be followed: {NOT_SUPPLIED}."
        return Arm("connectedness", None, says)
    says = f"Of all links of the open risks, {share_of(joined.present, joined.expected)} are there."
    lacking = facts.open_links.loc[facts.open_links["state"] == MISSING, "risk_id"]
    return Arm("connectedness", joined.share < least, says, evidence=risk_references(facts, lacking))


def check_conflicting_story(facts: RecoveryFacts) -> Check:
    """Sources that disagree, leaders who claim what the sources deny, leaders who disagree."""
    question, limits = questions.CONFLICTING_STORY, facts.limits.conflicting_story
    threshold, figure = {"at_least": limits.risks}, Figure("risks with a conflicting story", None, "risks")
    absent = facts.absent("risks")
    if absent:
        return answer(question, [Arm("risks", None, no_rows(absent))], figure, threshold)
    if facts.open_risks.empty:
        return answer(
            question, [Arm("risks", False, NO_RISK)], Figure(figure.name, 0.0, "risks", n=0), threshold
        )
    arms = [_sources_arm(facts), *_leader_arms(facts)]
    risks = set(facts.contradicted_claims["risk_id"]) | set(facts.messages["risk_id"])
    risks |= facts.in_conflict & set(facts.open_risks["risk_id"])
    told = any(arm.breached is not None for arm in arms)
    figure = Figure(figure.name, float(len(risks)) if told else None, "risks", n=len(facts.open_risks))
    return answer(question, arms, figure, threshold)


def _sources_arm(facts: RecoveryFacts) -> Arm:
    untold = facts.never_filled("risks", "evidence_sources")
    if untold:
        return Arm("sources", None, untold)
    are_open = set(facts.open_risks["risk_id"])
    rows = facts.conflicts[facts.conflicts["risk_id"].isin(are_open)]
    if rows.empty:
        quiet = "No open risk has a source that got better and another that got worse."
        named_by_open = facts.sources[facts.sources["risk_id"].isin(are_open)]
        return Arm("sources", False, quiet + _not_heard(named_by_open))
    told = [
        f"Of {row['risk_id']}, {source_words(row['better'].split('; '))} got better and "
        f"{source_words(row['worse'].split('; '))} got worse."
        for row in rows.to_dict("records")
    ]
    return Arm("sources", True, " ".join(told), evidence=risk_references(facts, rows["risk_id"]))


def _not_heard(sources: pd.DataFrame) -> str:
    """How much could not be heard: silence does not stop the answer, and must not read as agreement."""
    silent = int((sources["says"] == SILENT).sum())
    if not silent:
        return ""
    return f" Of the {count(len(sources), 'source')} they name, {number(silent)} could not be heard."


def _leader_arms(facts: RecoveryFacts) -> list[Arm]:
    absent = facts.absent("statements")
    untold = no_rows(absent) if absent else facts.never_filled("statements", "risk_id", "claims")
    if untold:
        return [Arm("statements", None, untold)]
    claims, messages = facts.contradicted_claims, facts.messages
    arms = []
    if len(claims):
        told = [
            f"Statement {row['statement_id']} says that {row['risk_id']} {CLAIMED[row['claims']]}, and "
            f"{source_words(facts.worse_sources[row['risk_id']])} got worse."
            for row in claims.sort_values("statement_id").to_dict("records")
        ]
        arms.append(Arm("claims", True, " ".join(told), evidence=references_to(claims, "statements")))
    if len(messages):
        told = [
            f"Of {row['risk_id']}, the statements {join_words(row['statement_ids'].split('; '))} say "
            "different things."
            for row in messages.to_dict("records")
        ]
        ids = {one for row in messages["statement_ids"] for one in row.split("; ")}
        behind = facts.statements[facts.statements["statement_id"].isin(ids)]
        arms.append(Arm("messages", True, " ".join(told), evidence=references_to(behind, "statements")))
    held = "No statement of the month is denied by a source or by another statement."
    return arms or [Arm("statements", False, held)]
