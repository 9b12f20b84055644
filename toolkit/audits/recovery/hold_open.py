"""What should stay open although somebody closed it, and which forum asks for what?

The tool closes nothing and reopens nothing: it names the record that is missing and the next forum up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from toolkit.audits.recovery.facts import RecoveryFacts
from toolkit.measures.recovery.links import DECISION, EVIDENCE, MISSING, OUTCOME, PRACTICE
from toolkit.wording import join_words

FORUMS = ("handover", "quality_meeting", "oversight", "board")
# The record that would make each link; said where the link is broken.
ASKED_FOR = {
    DECISION: "an action that carries out a decision on this risk",
    EVIDENCE: "frontline evidence dated on or after the day its action began",
    PRACTICE: "an observation of practice, or a care plan change that came of learning",
    OUTCOME: "the figure, or the feedback, that shows what people experience now",
}
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
    return f"no link from {join_words(missing)}", ASKED_FOR[str(missing.iloc[0])]


def _conflict_words(facts: RecoveryFacts, risk_id: object) -> tuple[str, str]:
    rows = facts.conflicts[facts.conflicts["risk_id"] == risk_id]
    if rows.empty:
        return "", ""
    better, worse = (str(rows.iloc[0][side]).replace("_", " ").split("; ") for side in ("better", "worse"))
    reason = f"its sources disagree: {join_words(better)} got better, {join_words(worse)} got worse"
    return reason, f"why {join_words(worse)} got worse"


def next_forum(facts: RecoveryFacts, risk_id: object) -> str:
    """The forum above the one that reviews the risk: handover, quality meeting, oversight, board.

    Where it is reviewed is read from its review route, else from the forum of the newest decision on it;
    a risk with neither goes to provider oversight. Above the board there is none.
    """
    risks = facts.risks[facts.risks["risk_id"] == risk_id]
    route = str(risks.iloc[-1]["review_route"]) if len(risks) else ""
    here = forum_named(route, facts.evidence.forums)
    if here is None:
        decided = facts.evidence.rows("decisions")
        decided = decided[decided["risk_id"] == risk_id].sort_values(["decided_on", "decision_id"])
        here = str(decided.iloc[-1]["forum"]) if len(decided) else "quality_meeting"
    return FORUMS[min(FORUMS.index(here) + 1, len(FORUMS) - 1)]


def forum_named(route: str, called: Mapping[str, str] | None = None) -> str | None:
    """The highest forum that a review route names; None when it names none.

    `called` holds what the provider calls its forums. Its own names are looked for first, and whole: a
    "quality and safety committee" may be its oversight, and is then no quality meeting.

    >>> forum_named("Monthly quality meeting, then provider oversight"), forum_named("Reviewed weekly")
    ('oversight', None)
    >>> forum_named("Quality and safety committee", {"oversight": "quality and safety committee"})
    'oversight'
    """
    words, found = " ".join(route.casefold().split()), []
    own = {" ".join(name.casefold().split()): forum for forum, name in (called or {}).items()}
    for name in sorted(own, key=len, reverse=True):
        if name in words:
            found.append(own[name])
            words = words.replace(name, " ")
    found += [forum for forum in FORUMS if forum.removesuffix("_meeting") in words]
    return max(found, key=FORUMS.index) if found else None


def first_asked(links: Iterable[str]) -> str:
    """What to ask for first, of several broken links.

    >>> first_asked(["evidence to practice", "practice to outcome"])
    'an observation of practice, or a care plan change that came of learning'
    """
    return next((ASKED_FOR[link] for link in links), "")
