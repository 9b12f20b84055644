"""Oversight and frontline evidence: does what leaders were told hold against what the records show?

The audit puts statements, challenges, decisions, actions, meetings and the evidence behind them beside
its questions. The notebook tells it, the report shows it, `findings.json` carries it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from toolkit.audits.asking import Ask, ask_once
from toolkit.audits.checks import Check
from toolkit.audits.described import Described, describe_audit
from toolkit.audits.incomplete import held_back, in_order
from toolkit.audits.oversight.action_checks import (
    check_actions_drifting,
    check_decision_without_effect,
    check_weak_action_closure,
)
from toolkit.audits.oversight.challenge_checks import (
    check_challenge_not_followed_up,
    check_few_challenges,
    check_repeated_risk,
    check_repeated_summary,
)
from toolkit.audits.oversight.facts import OversightFacts
from toolkit.audits.oversight.frames import (
    challenges_of,
    closures_of,
    decisions_of,
    gaps_of,
    meetings_of,
    pack_of,
    timeline_of,
)
from toolkit.audits.oversight.measures import measures_of
from toolkit.audits.oversight.meeting_checks import (
    check_evidence_pack_incomplete,
    check_gap_unresolved_for_a_quarter,
    check_meeting_not_evidenced,
)
from toolkit.audits.oversight.questions import INDICATOR_TABLES, QUESTIONS
from toolkit.audits.oversight.statement_checks import (
    check_contradicted_assurance,
    check_evidence_out_of_date,
    check_unsupported_assurance,
    check_weak_impact_evidence,
)
from toolkit.audits.oversight.statement_frames import (
    indicators_of,
    repeats_of,
    risks_of,
    statements_of,
    verdicts_of,
)
from toolkit.audits.result import Audit
from toolkit.evidence import Evidence

NAME = "oversight_evidence"
TITLE = "Provider oversight and frontline evidence"
TABLES = (
    "statements", "challenges", "decisions", "actions", "risks", "meetings", "evidence", *INDICATOR_TABLES,
)  # fmt: skip
CHECKS = (
    check_unsupported_assurance,
    check_contradicted_assurance,
    check_repeated_risk,
    check_weak_action_closure,
    check_decision_without_effect,
    check_evidence_pack_incomplete,
    check_evidence_out_of_date,
    check_repeated_summary,
    check_few_challenges,
    check_challenge_not_followed_up,
    check_weak_impact_evidence,
    check_actions_drifting,
    check_meeting_not_evidenced,
    check_gap_unresolved_for_a_quarter,
)

FRAMES: Mapping[str, Callable[[Any], pd.DataFrame]] = {
    "statements": statements_of,
    "repeats": repeats_of,
    "pack": pack_of,
    "challenges": challenges_of,
    "decisions": decisions_of,
    "closures": closures_of,
    "drifting": lambda facts: facts.drifting,
    "meetings": meetings_of,
    "gaps": gaps_of,
    "risks": risks_of,
    "indicators": indicators_of,
    "verdicts_on_indicators": verdicts_of,
    "timeline": timeline_of,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OversightAudit(Audit):
    """The audit with the frames its pictures and tables are made from.

    statements: one row a statement of the month, with its support and what contradicts it.
    repeats: one row a statement that repeats an earlier one, with both texts.
    pack: one row an oversight meeting of the month and kind of evidence it requires.
    challenges, decisions: those of 12 months, with what became of them.
    closures: one row an action closed in the month; drifting: open actions past their first due day.
    meetings: those of three months; gaps: gaps in evidence still open; risks: the open risks.
    indicators: one row an indicator and month, with its limits (a rate and its limits per 1,000; an
    audit score of one theme is named `audit_score:theme`); verdicts_on_indicators: what each did.
    timeline: statements, challenges, decisions, actions and meetings of 12 months by day.
    """

    statements: pd.DataFrame
    repeats: pd.DataFrame
    pack: pd.DataFrame
    challenges: pd.DataFrame
    decisions: pd.DataFrame
    closures: pd.DataFrame
    drifting: pd.DataFrame
    meetings: pd.DataFrame
    gaps: pd.DataFrame
    risks: pd.DataFrame
    indicators: pd.DataFrame
    verdicts_on_indicators: pd.DataFrame
    timeline: pd.DataFrame


def run(evidence: Evidence) -> OversightAudit:
    """Audit one service and month; a question that cannot be tested is answered `no_evidence`."""
    return tell(OversightFacts(evidence))


def tell(facts: OversightFacts, ask: Ask = ask_once) -> OversightAudit:
    """The audit of these facts, each question put by `ask`."""
    return OversightAudit(
        **ask(_described, facts),
        checks=answers(facts, ask),
        measures=ask(measures_of, facts),
        **{name: ask(frame, facts) for name, frame in FRAMES.items()},
    )


def _described(facts: OversightFacts) -> Described:
    return describe_audit(facts.evidence, NAME, TITLE, TABLES)


def answers(facts: OversightFacts, ask: Ask = ask_once) -> tuple[Check, ...]:
    """Every question of the audit with its answer, in the order in which it asks."""
    return in_order((held_back(ask(check, facts), facts.evidence) for check in CHECKS), QUESTIONS)
