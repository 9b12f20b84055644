"""The recovery map: does each risk hold together, from the decision to what people experience?

One row a risk, with what its sources say beside what leaders say, what must stay open, and the agenda
of the governance meeting.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from toolkit.audits.asking import Ask, ask_once
from toolkit.audits.checks import Check, Figure
from toolkit.audits.described import Described, describe_audit
from toolkit.audits.incomplete import held_back, in_order
from toolkit.audits.oversight.questions import INDICATOR_TABLES
from toolkit.audits.recovery.facts import RecoveryFacts
from toolkit.audits.recovery.frames import agenda_of, chains_of, leaders_of, map_of, stories_of
from toolkit.audits.recovery.hold_open import hold_open_of
from toolkit.audits.recovery.map_checks import (
    check_conflicting_story,
    check_disconnected_evidence,
    check_map_row_incomplete,
)
from toolkit.audits.recovery.questions import QUESTIONS
from toolkit.audits.recovery.register_checks import (
    check_closed_while_disconnected,
    check_complaints_not_linked,
    check_overlapping_actions,
    check_repeat_failure,
    check_staffing_not_linked,
)
from toolkit.audits.result import Audit
from toolkit.evidence import Evidence
from toolkit.sources.contract.governance import SOURCES

NAME = "recovery_map"
TITLE = "Recovery map"
TABLES = (
    "risks", "actions", "decisions", "evidence", "statements", "observations", *INDICATOR_TABLES,
)  # fmt: skip
READ = tuple(dict.fromkeys((*TABLES, *SOURCES.split())))  # a risk may name any table as its evidence
CHECKS = (
    check_map_row_incomplete,
    check_disconnected_evidence,
    check_conflicting_story,
    check_closed_while_disconnected,
    check_overlapping_actions,
    check_staffing_not_linked,
    check_complaints_not_linked,
    check_repeat_failure,
)

# Those that rest on the facts alone; the agenda rests on two of them.
FRAMES: Mapping[str, Callable[[Any], pd.DataFrame]] = {
    "risks": map_of,
    "chains": chains_of,
    "stories": stories_of,
    "leaders": leaders_of,
    "hold_open": hold_open_of,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryMap(Audit):
    """The audit with the frames its pictures and tables are made from.

    risks: one row an open risk, or one held open, most serious first, with its links and next step.
    chains: one row a risk and link, with its state and the record that is missing.
    stories: one row a risk and source it names, with its age, what it says and the figure in words.
    leaders: one row a statement of the month on an open risk, who made it and what it is worth.
    hold_open: what was closed, or called embedded, and should stay open; overlaps, messages, repeats.
    agenda: at most ten items, most serious first; agenda_left_out: how many more found no room.
    forums: what the provider calls the forums that these frames name.
    """

    risks: pd.DataFrame
    chains: pd.DataFrame
    stories: pd.DataFrame
    leaders: pd.DataFrame
    hold_open: pd.DataFrame
    overlaps: pd.DataFrame
    messages: pd.DataFrame
    repeats: pd.DataFrame
    agenda: pd.DataFrame
    agenda_left_out: int
    forums: Mapping[str, str]


def run(evidence: Evidence) -> RecoveryMap:
    """Draw the map of one service and month; a question that cannot be tested is answered `no_evidence`."""
    return tell(RecoveryFacts(evidence))


def tell(facts: RecoveryFacts, ask: Ask = ask_once) -> RecoveryMap:
    """The map of these facts, each question put by `ask`."""
    hold, risks = ask(hold_open_of, facts), ask(map_of, facts)
    agenda, left_out = agenda_of(facts, hold, risks)
    return RecoveryMap(
        **ask(_described, facts),
        checks=answers(facts, ask),
        measures=ask(_measures, facts),
        risks=risks,
        chains=ask(chains_of, facts),
        stories=ask(stories_of, facts),
        leaders=ask(leaders_of, facts),
        hold_open=hold,
        overlaps=facts.overlaps,
        messages=facts.messages,
        repeats=facts.repeat_failures,
        agenda=agenda,
        agenda_left_out=left_out,
        forums=facts.evidence.forums,
    )


def _described(facts: RecoveryFacts) -> Described:
    return describe_audit(facts.evidence, NAME, TITLE, TABLES)


def answers(facts: RecoveryFacts, ask: Ask = ask_once) -> tuple[Check, ...]:
    """Every question of the audit with its answer, in the order in which it asks."""
    return in_order((held_back(ask(check, facts), facts.evidence) for check in CHECKS), QUESTIONS)


def _measures(facts: RecoveryFacts) -> dict[str, Figure]:
    """The share of links that are there, and how many risks are open; null where nobody can tell."""
    joined, told = facts.connectedness, not facts.evidence.missing("risks")
    share = joined.share if told and facts.evidence.supplied("actions") else None
    # All links are counted, none is a sample of others: there is no interval.
    connectedness = Figure("connectedness", share, "share", n=joined.expected)
    open_risks = float(len(facts.open_risks)) if told else None
    return {
        "connectedness": connectedness,
        "open_risks": Figure("open_risks", open_risks, "risks"),
    }
