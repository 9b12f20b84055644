"""Did each oversight meeting have, on its day, the evidence its calendar entry requires?

Age counts to the day the meeting was held (not yet held: to the day it was due), never from filing.
"""

from __future__ import annotations

import pandas as pd

from toolkit.measures.frontline import split_ids
from toolkit.parameters.oversight_thresholds import OversightDefinitions

PACK_COLUMNS = (
    "meeting_id", "due_on", "held_on", "whole_provider", "kind", "judged_on", "present", "current",
    "newest_event_on", "age_days", "evidence_ids",
)  # fmt: skip


def judge_pack(pack: pd.DataFrame, definitions: OversightDefinitions) -> pd.DataFrame:
    """One row a meeting and kind it requires, by day and kind (columns: PACK_COLUMNS), from `read_pack`.

    `present`: a row of the kind names the meeting and is dated on or before its day; `current`: one of
    them was 31 days old or less on it.
    """
    return pack.assign(current=pack["age_days"] <= definitions.current_days)[list(PACK_COLUMNS)]


def read_pack(meetings: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """The pack of each meeting, whatever counts as current (columns: PACK_COLUMNS without `current`)."""
    kinds = split_ids(meetings["requires"])
    asked = meetings.loc[kinds.index].assign(kind=kinds.to_numpy())
    asked = asked.assign(
        judged_on=asked["held_on"].fillna(asked["due_on"]), whole_provider=asked["service_id"].isna()
    )
    asked = asked[
        ["meeting_id", "due_on", "held_on", "whole_provider", "kind", "judged_on"]
    ].drop_duplicates()
    named = split_ids(evidence["meeting_id"])
    filed = evidence.loc[named.index, ["evidence_id", "kind", "event_on"]].assign(meeting_id=named.to_numpy())
    pairs = asked[["meeting_id", "kind", "judged_on"]].merge(filed, on=["meeting_id", "kind"])
    pairs = pairs.assign(age_days=(pairs["judged_on"] - pairs["event_on"]).dt.days)
    pairs = pairs[~(pairs["age_days"] < 0)].sort_values(["meeting_id", "kind", "evidence_id"])
    by_kind = pairs.groupby(["meeting_id", "kind"])
    found = by_kind.agg(newest_event_on=("event_on", "max"), age_days=("age_days", "min"))
    found["evidence_ids"] = by_kind["evidence_id"].agg("; ".join)
    joined = asked.merge(found.reset_index(), on=["meeting_id", "kind"], how="left")
    joined = joined.assign(present=joined["newest_event_on"].notna())
    return joined.sort_values(["judged_on", "meeting_id", "kind"], ignore_index=True)
