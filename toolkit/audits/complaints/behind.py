"""Which records stand behind a learning item?"""

from __future__ import annotations

import pandas as pd

from toolkit.audits.checks import Reference
from toolkit.audits.complaints.facts import LearningFacts
from toolkit.audits.references import references_to
from toolkit.measures.learning.items import split_ids


def learning_behind(facts: LearningFacts, items: pd.DataFrame) -> tuple[Reference, ...]:
    """The rows of learning that make up these items, whichever service wrote them down."""
    ids = {one for joined in items["learning_ids"] for one in split_ids(joined)}
    learning = facts.learning
    return references_to(learning, "learning", learning["learning_id"].isin(ids))


def changes_behind(facts: LearningFacts, items: pd.DataFrame) -> tuple[Reference, ...]:
    """The care plan changes that hold the learning of these items, at whichever service."""
    wanted = set(zip(items["change_service"], items["change_id"], strict=True))
    changes = facts.changes
    keys = zip(changes["service_id"], changes["change_id"], strict=True)
    chosen = pd.Series([key in wanted for key in keys], index=changes.index, dtype="bool")
    return references_to(changes, "care_plan_changes", chosen)


def voices_behind(facts: LearningFacts, recurrences: pd.DataFrame) -> tuple[Reference, ...]:
    """The complaints and feedback that show that a concern came back."""
    found: tuple[Reference, ...] = ()
    for table, key in (("complaints", "complaint_id"), ("feedback", "feedback_id")):
        ids = recurrences.loc[recurrences["table"] == table, "id"]
        rows = facts.evidence.rows(table)
        found += references_to(rows, table, rows[key].isin(ids))
    return found


def observations_behind(facts: LearningFacts, ids: pd.Series) -> tuple[Reference, ...]:
    """The observations with these ids."""
    rows = facts.evidence.rows("observations")
    return references_to(rows, "observations", rows["observation_id"].isin(ids))
