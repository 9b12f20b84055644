"""What should stay open although somebody closed it, and which forum asks for what?

The tool closes nothing and reopens nothing: it names the record that is missing and the next forum up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pandas as pd

from toolkit.audits.recovery.facts import RecoveryFacts
from toolkit.audits.recovery.words import source_words
from toolkit.measures.recovery.links import DECISION, EVIDENCE, MISSING, OUTCOME, PRACTICE
from toolkit.wording import join_words

# Lowest first, each with the words that name it where the provider has none of its own.
NAMED_BY = {
    "handover": "handovers?",
    "quality_meeting": "quality (?:meetings?|committees?|groups?)",
    "oversight": "oversight",
    "board": "boards?",
}
FORUMS = tuple(NAMED_BY)
# The record that would make each link; said where the link is broken.
ASKED_FOR = {
    DECISION: "an action that carries out a decision on this risk",
    EVIDENCE: "frontline evidence dated on or after the day its action began",
    PRACTICE: "an observation of practice, or a care plan change that came of learning",
    OUTCOME: "the figure, or the feedback, that shows what people experience now",
}
ASKED_WITHOUT_DECISION = "a decision on this risk, and an action that carries it out"
HOLD_COLUMNS = ("kind", "id", "risk_id", "closed_on", "reason", "forum", "ask_for")


def hold_open_of(facts: RecoveryFacts) -> pd.DataFrame:
    """One row a risk or action closed, or called embedded, that should stay open (HOLD_COLUMNS).

    kind: risk, action, claimed. `forum` is the next one up from where the risk is reviewed.
    """
    rows: list[tuple[object, ...]] = []
    for risk in facts.risks_closed_early.sort_values("risk_id").to_dict("records"):
        name = risk["risk_id"]
        rows.append(("risk", name, name, risk["closed_on"], *_why(facts, name)))
    without = set(facts.closed_without_evidence["action_id"])
    actions = pd.concat([facts.closed_without_evidence, facts.closed_in_conflict])
    for action in actions.drop_duplicates("action_id").sort_values("action_id").to_dict("records"):
        reason, ask = _conflict_words(facts, action["risk_id"])
        if action["action_id"] in without:
            reason = "closed without frontline evidence dated on or before its closing day"
            ask = "frontline evidence that it worked"
        rows.append(("action", action["action_id"], action["risk_id"], action["closed_on"], reason, ask))
    claims = facts.claimed_closed.sort_values(["risk_id", "statement_id"])
    for claim in claims.drop_duplicates("risk_id").to_dict("records"):
        rows.append(("claimed", claim["statement_id"], claim["risk_id"], claim["made_on"],
                     *_why(facts, claim["risk_id"])))  # fmt: skip
    placed = [(*row[:5], next_forum(facts, row[2]), row[5]) for row in rows]
    frame = pd.DataFrame(placed, columns=list(HOLD_COLUMNS))
    return frame.astype({name: "str" for name in HOLD_COLUMNS if name != "closed_on"} | {
        "closed_on": "datetime64[us]"})  # fmt: skip


def _why(facts: RecoveryFacts, risk_id: str) -> tuple[str, str]:
    """The reason a risk should stay open, and what to ask for."""
    links = facts.links
    missing = links.loc[(links["risk_id"] == risk_id) & (links["state"] == MISSING), "link"]
    if missing.empty:
        return _conflict_words(facts, risk_id)
    return f"no link from {join_words(missing)}", first_asked(facts, risk_id, missing)


def _conflict_words(facts: RecoveryFacts, risk_id: object) -> tuple[str, str]:
    rows = facts.conflicts[facts.conflicts["risk_id"] == risk_id]
    if rows.empty:
        return "", ""
    better, worse = (source_words(str(rows.iloc[0][side]).split("; ")) for side in ("better", "worse"))
    return f"its sources disagree: {better} got better, {worse} got worse", f"why {worse} got worse"


def next_forum(facts: RecoveryFacts, risk_id: object) -> str:
    """The forum above the one that reviews the risk; above the board there is none."""
    return FORUMS[min(FORUMS.index(reviewed_at(facts, risk_id)) + 1, len(FORUMS) - 1)]


def reviewed_at(facts: RecoveryFacts, risk_id: object) -> str:
    """The forum that reviews the risk: handover, quality_meeting, oversight or board.

    The highest its review route names, else the forum of the newest decision on it, else the quality
    meeting.
    """
    risks = facts.risks[facts.risks["risk_id"] == risk_id]
    route = str(risks.iloc[-1]["review_route"]) if len(risks) else ""
    here = forum_named(route, facts.evidence.forums)
    if here is not None:
        return here
    decided = facts.evidence.rows("decisions")
    decided = decided[decided["risk_id"] == risk_id].sort_values(["decided_on", "decision_id"])
    return str(decided.iloc[-1]["forum"]) if len(decided) else "quality_meeting"


def forum_named(route: str, called: Mapping[str, str] | None = None) -> str | None:
    """The highest forum that a review route names; None when it names none.

    `called` holds what the provider calls its forums. Its own names are looked for first, and whole: a
    "quality and safety committee" may be its oversight, and is then no quality meeting. Only whole words
    name a forum: a dashboard is no board, and a quality lead no meeting.

    >>> forum_named("Monthly quality meeting, then provider oversight"), forum_named("Dashboard, weekly")
    ('oversight', None)
    >>> forum_named("Quality and safety committee", {"oversight": "quality and safety committee"})
    'oversight'
    """
    words, found = " ".join(route.casefold().split()), []
    own = {" ".join(name.casefold().split()): forum for forum, name in (called or {}).items()}
    for name in sorted(own, key=len, reverse=True):
        words, times = _whole(re.escape(name)).subn(" ", words)
        found += [own[name]] if times else []
    found += [forum for forum, name in NAMED_BY.items() if _whole(name).search(words)]
    return max(found, key=FORUMS.index) if found else None


def _whole(name: str) -> re.Pattern[str]:
    """The name as whole words: "on-board" names no board, and "board-level" does."""
    return re.compile(rf"(?<![\w-])(?:{name})(?!\w)")


def asked_for(facts: RecoveryFacts, risk_id: object, link: str) -> str:
    """The record that would mend a broken link of the risk."""
    decided = facts.evidence.rows("decisions")["risk_id"] == risk_id
    return ASKED_WITHOUT_DECISION if link == DECISION and not decided.any() else ASKED_FOR[link]


def first_asked(facts: RecoveryFacts, risk_id: object, links: Iterable[str]) -> str:
    """What to ask for first, of several broken links of a risk."""
    return next((asked_for(facts, risk_id, link) for link in links), "")
