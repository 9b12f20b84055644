"""Was an action closed because it worked, or because its day had come?

A closure is weak when no frontline evidence it cites was current on the day it was closed, when nobody
but its owner verified it, or when all its current evidence also served other closures of the month.
"""

from __future__ import annotations

import pandas as pd

from toolkit.measures.frontline import cite
from toolkit.parameters.oversight_thresholds import OversightDefinitions, WeakActionClosure

NO_CURRENT = "no current frontline evidence"
NOT_VERIFIED = "not verified"
BY_OWNER = "verified by its owner"
SHARED = "its evidence serves several closures"
CLOSURE_COLUMNS = ("action_id", "risk_id", "closed_on", "weak", "why", "cited_ids")


def judge_closures(
    closed: pd.DataFrame, evidence: pd.DataFrame, definitions: OversightDefinitions,
    limits: WeakActionClosure, *, verification_known: bool = True,
) -> pd.DataFrame:  # fmt: skip
    """One row a closure of the month: weak or not, and why (columns: CLOSURE_COLUMNS).

    `evidence` needs `source`. Where nobody records who verified, blank cells say nothing
    (`verification_known` False).
    """
    cited = cite(
        closed, key="action_id", relied_on=closed["closed_on"], evidence=evidence, definitions=definitions
    )
    frontline = cited[cited["frontline"]]
    current = frontline[frontline["age"] == "current"]
    closures = frontline.groupby("source")["key"].nunique()
    shared = current["source"].map(closures) >= limits.closures_of_one_source
    all_shared = shared.groupby(current["key"]).all()
    found = closed[["action_id", "risk_id", "closed_on"]]
    reasons = pd.DataFrame({
        NO_CURRENT: ~closed["action_id"].isin(current["key"]),
        NOT_VERIFIED: (closed["verified_on"].isna() | closed["verified_by"].isna()) & verification_known,
        BY_OWNER: _same_name(closed["verified_by"], closed["owner"]),
        SHARED: closed["action_id"].isin(all_shared.index[all_shared.astype(bool)]),
    }, index=closed.index)  # fmt: skip
    why = ["; ".join(name for name in reasons.columns if row[name]) for row in reasons.to_dict("records")]
    ids = cited.sort_values("evidence_id").groupby("key")["evidence_id"].agg("; ".join)
    return found.assign(
        weak=reasons.any(axis=1),
        why=pd.Series(why, index=closed.index, dtype="str"),
        cited_ids=closed["action_id"].map(ids).astype("str"),
    )


def _same_name(one: pd.Series, other: pd.Series) -> pd.Series:
    """Both named, and the same but for case and white space."""
    folded = [names.str.casefold().str.replace(r"\s+", " ", regex=True).str.strip() for names in (one, other)]
    return (one.notna() & (folded[0] == folded[1])).fillna(False).astype(bool)
