"""What followed: were challenges answered, decisions carried out, actions kept to, meetings held?

Days are counted to as_of. Whole-provider rows stand beside the service's own.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date

import pandas as pd

from toolkit.measures.charts_over_time.verdict import Answer
from toolkit.measures.frontline import split_ids
from toolkit.measures.indicators import INDICATORS
from toolkit.measures.support import series_key, with_risk
from toolkit.parameters.oversight_thresholds import (
    ActionsDrifting,
    ChallengeNotFollowedUp,
    DecisionWithoutEffect,
    MeetingNotEvidenced,
)

ANSWERED, ANSWERED_WITHOUT = "answered with evidence", "answered without evidence"
OVERDUE, NOT_YET_DUE = "overdue", "not yet due"
BETTER, NOT_BETTER, REPLACED, NOT_TESTED = "better", "not better", "replaced", "not tested"
HELD, NOT_MINUTED, NOT_HELD = "held and minuted", "held not minuted", "not held"


def follow_challenges(
    challenges: pd.DataFrame, evidence: pd.DataFrame, as_of: date, limits: ChallengeNotFollowedUp
) -> pd.DataFrame:
    """The challenges with `whole_provider`, `due_on`, `resolves` and `state`.

    `due_on` is the follow-up day, blank: 31 days after it was raised. `state`: answered with evidence
    (an id resolves), answered without evidence, overdue (due before as_of), not yet due.
    """
    due_on = challenges["follow_up_due_on"].fillna(
        challenges["raised_on"] + pd.Timedelta(days=limits.follow_up_days)
    )
    ids = split_ids(challenges["evidence_ids"])
    there = ids[ids.isin(evidence["evidence_id"])].index
    resolves = pd.Series(challenges.index.isin(there), index=challenges.index, dtype=bool)
    answered = challenges["answered_on"].notna()
    state = pd.Series(NOT_YET_DUE, index=challenges.index, dtype="str")
    state = state.mask(~answered & (due_on < pd.Timestamp(as_of)), OVERDUE)
    state = state.mask(answered & resolves, ANSWERED).mask(answered & ~resolves, ANSWERED_WITHOUT)
    return challenges.assign(
        whole_provider=challenges["service_id"].isna(), due_on=due_on, resolves=resolves, state=state
    )


def follow_decisions(
    decisions: pd.DataFrame, actions: pd.DataFrame, risks: pd.DataFrame,
    answers: Mapping[tuple[str, str], Answer], as_of: date, limits: DecisionWithoutEffect,
) -> pd.DataFrame:  # fmt: skip
    """The decisions with the actions that name them and the effect on their indicator.

    Added: whole_provider, theme (of its risk), judged_on (the review day, blank: day 90), action_ids,
    actions_open, without_action (30 or more days old and named by none), effect {better, not better,
    replaced, not tested, not yet due}. An effect is tested when its day fell in the 92 days to as_of
    and the decision names an indicator that has a better direction and could be computed.
    """
    today = pd.Timestamp(as_of)
    rows = with_risk(decisions, risks)
    judged_on = rows["review_on"].fillna(rows["decided_on"] + pd.Timedelta(days=limits.review_days))
    carried = actions.dropna(subset=["decision_id"]).sort_values("action_id")
    still_open = carried["closed_on"].isna() & carried["completed_on"].isna()
    ids = carried.groupby("decision_id")["action_id"].agg("; ".join)
    number_open = still_open.groupby(carried["decision_id"]).sum()
    old = (today - rows["decided_on"]).dt.days >= limits.days_without_action
    rows = rows.assign(
        whole_provider=rows["service_id"].isna(), judged_on=judged_on,
        action_ids=rows["decision_id"].map(ids).astype("str"),
        actions_open=rows["decision_id"].map(number_open).fillna(0).astype("int64"),
        without_action=old & ~rows["decision_id"].isin(carried["decision_id"]),
    )  # fmt: skip
    replaced = rows.groupby("risk_id")["decided_on"].transform("max") > rows["decided_on"]
    effects = [
        _effect(row, bool(gone), answers, today, limits)
        for row, gone in zip(rows.to_dict("records"), replaced, strict=True)
    ]
    return rows.assign(effect=pd.Series(effects, index=rows.index, dtype="str"))


def _effect(
    row: dict[Hashable, object], replaced: bool, answers: Mapping[tuple[str, str], Answer],
    today: pd.Timestamp, limits: DecisionWithoutEffect,
) -> str:  # fmt: skip
    indicator, judged_on = row["indicator"], pd.Timestamp(str(row["judged_on"]))
    if replaced:
        return REPLACED
    if judged_on > today:
        return NOT_YET_DUE
    if not isinstance(indicator, str) or INDICATORS[indicator].better == "neither":
        return NOT_TESTED
    if (today - judged_on).days >= limits.judged_days:
        return NOT_TESTED
    answer = answers.get(series_key(indicator, row["theme"]), "unknown")
    if answer == "unknown":
        return NOT_TESTED
    return BETTER if answer == "better" else NOT_BETTER


def find_drifting(actions: pd.DataFrame, as_of: date, limits: ActionsDrifting) -> pd.DataFrame:
    """Open actions past the day they were first due, or extended three times or more, most days over first.

    Columns: action_id, risk_id, original_due_on (else due_on), due_on, extensions, days_over (0 when not
    yet past it).
    """
    still_open = actions[actions["completed_on"].isna() & actions["closed_on"].isna()]
    first_due = still_open["original_due_on"].fillna(still_open["due_on"])
    over = (pd.Timestamp(as_of) - first_due).dt.days
    drifting = (over > 0) | (still_open["extensions"] >= limits.extensions)
    found = still_open.assign(original_due_on=first_due, days_over=over.clip(lower=0))[drifting]
    columns = ["action_id", "risk_id", "original_due_on", "due_on", "extensions", "days_over"]
    return found[columns].sort_values(["days_over", "action_id"], ascending=[False, True], ignore_index=True)


def follow_meetings(meetings: pd.DataFrame, as_of: date, limits: MeetingNotEvidenced) -> pd.DataFrame:
    """The meetings with `whole_provider`, `state` and `missed`.

    `missed`: due more than 7 days before as_of and not held, or held more than 14 days before as_of and
    not minuted by day 14. The state of a meeting still within its days is `not yet due`.
    """
    today = pd.Timestamp(as_of)
    held = meetings["held_on"].notna()
    minuted = meetings["minuted_on"].notna()
    in_time = minuted & ((meetings["minuted_on"] - meetings["held_on"]).dt.days <= limits.minuted_within_days)
    not_held = ~held & ((today - meetings["due_on"]).dt.days > limits.held_within_days)
    late = held & ~in_time & ((today - meetings["held_on"]).dt.days > limits.minuted_within_days)
    state = pd.Series(NOT_YET_DUE, index=meetings.index, dtype="str")
    state = state.mask(not_held, NOT_HELD).mask(held & minuted, HELD).mask(held & ~minuted, NOT_MINUTED)
    return meetings.assign(whole_provider=meetings["service_id"].isna(), state=state, missed=not_held | late)
