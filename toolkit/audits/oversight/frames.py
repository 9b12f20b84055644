"""Which rows stand behind the tables of packs, challenges, decisions, actions, meetings and gaps?

Each function gives one small frame, empty (with its columns) where the records are missing.
"""

from __future__ import annotations

import pandas as pd

from toolkit.audits.oversight.facts import OversightFacts
from toolkit.measures.follow_up import NOT_TESTED
from toolkit.measures.indicator_months import series_of
from toolkit.measures.support import series_key


def pack_of(facts: OversightFacts) -> pd.DataFrame:
    """One row a required kind of evidence at each oversight meeting due in the month."""
    columns = ["meeting_id", "due_on", "held_on", "whole_provider", "kind", "present", "current",
               "newest_event_on", "age_days", "evidence_ids"]  # fmt: skip
    return facts.month_pack[columns].reset_index(drop=True)


def challenges_of(facts: OversightFacts) -> pd.DataFrame:
    """The challenges raised or answered in 12 months and what became of them, newest first."""
    columns = ["challenge_id", "raised_on", "statement_id", "whole_provider", "challenge", "follow_up_due_on",
               "answered_on", "state"]  # fmt: skip
    rows = facts.challenges.assign(follow_up_due_on=facts.challenges["due_on"])
    return rows[columns].sort_values(
        ["raised_on", "challenge_id"], ascending=[False, True], ignore_index=True
    )


def decisions_of(facts: OversightFacts) -> pd.DataFrame:
    """The decisions made or due for review in 12 months, with the actions that carry them out and their
    effect, newest first.

    `before` is the indicator in the month of the decision, `after` in the month of its review (blank
    while that lies ahead).
    """
    columns = ["decision_id", "decided_on", "forum", "kind", "risk_id", "indicator", "review_on", "judged_on",
               "whole_provider", "decision", "action_ids", "actions_open", "effect", "without_action",
               "before", "after"]  # fmt: skip
    rows = facts.decisions
    values = [
        (_value_at(facts, row, row["decided_on"]), _value_at(facts, row, row["judged_on"]))
        for row in rows.to_dict("records")
    ]
    before, after = ([pair[place] for pair in values] for place in (0, 1))
    rows = rows.assign(
        before=pd.Series(before, index=rows.index, dtype="float64"),
        after=pd.Series(after, index=rows.index, dtype="float64"),
    )
    return rows[columns].sort_values(
        ["decided_on", "decision_id"], ascending=[False, True], ignore_index=True
    )


def _value_at(facts: OversightFacts, row: dict, day: pd.Timestamp) -> float | None:  # type: ignore[type-arg]
    """The decision's indicator in the month of a day; None when it names none, or the day lies ahead."""
    if not isinstance(row["indicator"], str) or day >= facts.period.end:
        return None
    series = series_of(facts.history, *series_key(row["indicator"], row["theme"]))
    value = series.loc[series["month"] == day.replace(day=1), "value"]
    return None if value.empty or pd.isna(value.iloc[0]) else float(value.iloc[0])


def closures_of(facts: OversightFacts) -> pd.DataFrame:
    """The month's closures, the weak ones first."""
    columns = ["action_id", "risk_id", "priority", "closed_on", "weak", "why", "evidence_ids"]
    rows = facts.closures.rename(columns={"cited_ids": "evidence_ids"})
    return rows[columns].sort_values(
        ["weak", "closed_on", "action_id"], ascending=[False, True, True], ignore_index=True
    )


def meetings_of(facts: OversightFacts) -> pd.DataFrame:
    """The meetings of three months and what became of them, newest first."""
    columns = ["meeting_id", "forum", "due_on", "held_on", "minuted_on", "whole_provider", "state"]
    return facts.meetings[columns].sort_values(
        ["due_on", "meeting_id"], ascending=[False, True], ignore_index=True
    )


def gaps_of(facts: OversightFacts) -> pd.DataFrame:
    """Gaps in evidence that are still open, longest first; `for_board` from 92 days on."""
    return facts.gaps[["what", "subject", "opened_on", "days_open", "for_board"]]


def timeline_of(facts: OversightFacts) -> pd.DataFrame:
    """What was said, asked, decided and done in 12 months on one time line, oldest first."""
    evidence, first = facts.evidence, pd.Timestamp(facts.period.first_day_of_year())
    statements, decisions = evidence.in_year("statements"), facts.decisions
    actions, meetings = evidence.in_year("actions"), evidence.in_year("meetings")
    made = _events(
        statements, "made_on", "statement", "statement_id", "said to be " + statements["claims"].fillna("")
    )
    made["what"] = made["what"].where(statements["claims"].isin(
        ["improved", "stable", "worse", "embedded"]).to_numpy(), "statement without a claim")  # fmt: skip
    asked = facts.challenges.merge(
        evidence.rows("statements")[["statement_id", "risk_id"]], on="statement_id", how="left"
    )
    effect = decisions["effect"].where(decisions["effect"] != NOT_TESTED, "")
    decided = decisions["kind"].str.replace("_", " ") + (" decided: " + effect).where(
        effect != "", " decided"
    )
    found = [
        made,
        _events(asked, "raised_on", "challenge", "challenge_id", asked["state"]),
        _events(decisions, "decided_on", "decision", "decision_id", decided),
        _events(actions, "opened_on", "action opened", "action_id", _each(actions, "action opened")),
        _events(actions, "closed_on", "action closed", "action_id", _each(actions, "action closed")),
        _events(meetings.assign(risk_id=None), "held_on", "meeting", "meeting_id",
                meetings["forum"].str.replace("_", " ") + " held"),
    ]  # fmt: skip
    told = [frame for frame in found if len(frame)] or found[:1]
    rows = pd.concat(told, ignore_index=True).astype({"risk_id": "str", "what": "str"})
    rows = rows[(rows["day"] >= first) & (rows["day"] < facts.period.end)]
    return rows.sort_values(["day", "kind", "id"], ignore_index=True)


def _each(rows: pd.DataFrame, what: str) -> pd.Series:
    return pd.Series(what, index=rows.index, dtype="str")


def _events(rows: pd.DataFrame, day: str, kind: str, key: str, what: pd.Series) -> pd.DataFrame:
    frame = pd.DataFrame(
        {"day": rows[day], "kind": kind, "id": rows[key], "risk_id": rows["risk_id"], "what": what}
    ).astype({"risk_id": "str"})
    return frame.reset_index(drop=True)
