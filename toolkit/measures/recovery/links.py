"""Where does the chain of a risk break: decision, action, evidence, practice, outcome?

Four links join them (`measures-and-checks.md` §4). A link is *present*, *missing*, *not yet due* (the
risk is a month old or younger) or *not known* (the records that would show it were not supplied); a
decision is expected of high-priority risks only. How we read the rule where its words leave room: an
action without an id of a decision is no link; practice is looked for from the day of the risk's first
action on, that day included, and without an action there is none; an outcome whose indicator cannot be
computed is missing, for that is what the link asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from toolkit.measures.frontline import FRONTLINE, split_ids

DECISION, EVIDENCE, PRACTICE, OUTCOME = (
    "decision to action", "action to evidence", "evidence to practice", "practice to outcome",
)  # fmt: skip
LINKS = (DECISION, EVIDENCE, PRACTICE, OUTCOME)
PRESENT, MISSING, NOT_YET_DUE, NOT_KNOWN = "present", "missing", "not yet due", "not known"
USED = ("applied", "partly_applied")
CHANGED = ("created", "updated")
# The columns that join the records of each link; where one is never filled, nobody can follow it.
JOINED_BY: Mapping[str, tuple[tuple[str, str], ...]] = {
    DECISION: (("actions", "risk_id"), ("actions", "decision_id"), ("decisions", "risk_id")),
    EVIDENCE: (("actions", "risk_id"), ("actions", "evidence_ids")),
    PRACTICE: (("actions", "risk_id"), ("observations", "theme"), ("care_plan_changes", "learning_id"),
               ("learning", "theme")),
    OUTCOME: (),
}  # fmt: skip
LINK_COLUMNS = ("risk_id", "link", "state", "by")
Found = dict[str, str]  # risk -> the record that makes the link


@dataclass(frozen=True, slots=True)
class LinkTables:
    """The rows of one service known at as_of; `kept` names the tables that were supplied at all.

    `untold` names the links that rest on a column blank in every row of 12 months: unknown, not missing.
    """

    actions: pd.DataFrame
    decisions: pd.DataFrame
    evidence: pd.DataFrame
    observations: pd.DataFrame
    plan_changes: pd.DataFrame
    learning: pd.DataFrame
    feedback: pd.DataFrame  # of the last 92 days
    kept: frozenset[str]
    untold: frozenset[str] = frozenset()


def judge_links(
    risks: pd.DataFrame, tables: LinkTables, outcomes: Mapping[str, str | None], as_of: pd.Timestamp,
    new_days: int,
) -> pd.DataFrame:  # fmt: skip
    """One row a risk and expected link: state, and the record that makes it (`table:id`, "" without one).

    `outcomes` holds for each risk with an indicator what shows it (None: it could not be computed). A
    link of a risk opened `new_days` or fewer before as_of is not yet due.
    """
    found = {
        DECISION: _decided(risks, tables),
        EVIDENCE: _evidenced(tables),
        PRACTICE: _practised(risks, tables),
        OUTCOME: _outcomes(risks, tables, outcomes),
    }
    rows = []
    for risk in risks.sort_values("risk_id").to_dict("records"):
        new = (as_of - risk["opened_on"]).days <= new_days
        for link in LINKS:
            if link == DECISION and risk["priority"] != "high":
                continue
            by = found[link].get(str(risk["risk_id"]), "")
            rows.append((risk["risk_id"], link, _state(risk, link, by, tables, new=new), by))
    return pd.DataFrame(rows, columns=list(LINK_COLUMNS)).astype("str")


def _state(risk: Mapping[Any, Any], link: str, by: str, tables: LinkTables, *, new: bool) -> str:
    if new:
        return NOT_YET_DUE
    if by:
        return PRESENT
    needed = {
        DECISION: {"actions", "decisions"},
        EVIDENCE: {"actions", "evidence"},
        # observations or plan changes would show practice: both must be kept before it can be missing
        PRACTICE: {"actions", "observations", "care_plan_changes", "learning"},
        OUTCOME: set[str]() if isinstance(risk["indicator"], str) else {"feedback"},
    }[link]
    return MISSING if needed <= tables.kept and link not in tables.untold else NOT_KNOWN


def _decided(risks: pd.DataFrame, tables: LinkTables) -> Found:
    """An action of the risk names a decision on the same risk."""
    named = tables.actions.dropna(subset=["risk_id", "decision_id"])
    pairs = named.merge(tables.decisions[["decision_id", "risk_id"]], on=["decision_id", "risk_id"])
    return _first(pairs["risk_id"], "decisions:" + pairs["decision_id"])


def _evidenced(tables: LinkTables) -> Found:
    """An action of the risk cites frontline evidence dated on or after the day the action was opened."""
    ids = split_ids(tables.actions["evidence_ids"])
    cited = tables.actions.loc[ids.index, ["risk_id", "opened_on"]].assign(evidence_id=ids)
    pairs = cited.dropna(subset=["risk_id"]).merge(tables.evidence, on="evidence_id")
    pairs = pairs[pairs["kind"].isin(FRONTLINE) & (pairs["event_on"] >= pairs["opened_on"])]
    return _first(pairs["risk_id"], "evidence:" + pairs["evidence_id"])


def _practised(risks: pd.DataFrame, tables: LinkTables) -> Found:
    """Since the risk's first action: practice of its theme seen applied, or learning of it put in a plan."""
    first = tables.actions.dropna(subset=["risk_id"]).groupby("risk_id")["opened_on"].min().rename("since")
    begun = risks[["risk_id", "theme"]].dropna().merge(first, left_on="risk_id", right_index=True)
    seen = tables.observations[tables.observations["finding"].isin(USED)]
    # A review without change and a section taken out put no learning into a plan (§2, *Reflected*).
    changed = tables.plan_changes[tables.plan_changes["change_type"].isin(CHANGED)]
    learned = changed.dropna(subset=["learning_id"]).merge(
        tables.learning[["learning_id", "theme"]].drop_duplicates(), on="learning_id"
    )
    records = [
        ("observations:" + seen["observation_id"], seen["theme"], seen["observed_at"]),
        ("care_plan_changes:" + learned["change_id"], learned["theme"], learned["changed_at"]),
    ]
    found: Found = {}
    for names, themes, moments in records:
        rows = pd.DataFrame({"by": names, "theme": themes, "at": moments}).dropna(subset=["theme"])
        pairs = begun.merge(rows, on="theme")
        pairs = pairs[pairs["at"] >= pairs["since"]]
        found = _first(pairs["risk_id"], pairs["by"]) | found
    return found


def _outcomes(risks: pd.DataFrame, tables: LinkTables, outcomes: Mapping[str, str | None]) -> Found:
    """The risk's indicator could be computed; without one, feedback with its theme came."""
    told = {risk: by for risk, by in outcomes.items() if by is not None}
    without = risks[risks["indicator"].isna()]
    pairs = without[["risk_id", "theme"]].merge(tables.feedback[["feedback_id", "theme"]], on="theme")
    return _first(pairs["risk_id"], "feedback:" + pairs["feedback_id"]) | told


def _first(risks: pd.Series, records: pd.Series) -> Found:
    """Of the records that make the link of each risk, the first by name."""
    pairs = sorted(zip(risks.astype(str), records.astype(str), strict=True), reverse=True)
    return dict(pairs)


@dataclass(frozen=True, slots=True)
class Connectedness:
    """Links present of links expected; those not yet due are in neither part."""

    present: int
    expected: int
    unknown: int

    @property
    def share(self) -> float | None:
        """None where nothing is expected, or where it is not known whether a link is there."""
        return self.present / self.expected if self.expected and not self.unknown else None


def compute_connectedness(states: Iterable[str]) -> Connectedness:
    """How connected the evidence is, over the links of one risk or of all.

    >>> compute_connectedness(["present", "present", "missing", "not yet due"]).share
    0.6666666666666666
    """
    held = [state for state in states if state != NOT_YET_DUE]
    return Connectedness(held.count(PRESENT), len(held), held.count(NOT_KNOWN))
