"""Phrases that several answers of the oversight audit share."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from toolkit.audits.oversight.facts import OversightFacts
from toolkit.audits.oversight.indicator_words import says_of
from toolkit.measures.support import own_or_risks_indicator, series_key, with_risk
from toolkit.wording import count, join_words, long_day, number, plural, share

NAMED = 4
NO_ASSURANCE = "No statement of this month claims that anything improved, is stable or is embedded."


def named(ids: Iterable[str], at_most: int = NAMED) -> str:
    """Ids in a sentence, the first few of them by name.

    >>> named(["ST-2", "ST-1"]), named(f"A-{n}" for n in range(6))
    ('ST-1 and ST-2', 'A-0, A-1, A-2, A-3 and 2 others')
    """
    every = sorted(set(ids))
    shown, more = every[:at_most], len(every) - at_most
    return join_words([*shown, count(more, "other")] if more > 0 else shown)


def agree(n: int, word: str) -> str:
    """The word in the number of what it speaks of.

    >>> agree(1, "was"), agree(2, "was"), agree(0, "has")
    ('was', 'were', 'have')
    """
    return word if n == 1 else plural(word)


def assurance(n: int) -> str:
    """
    >>> assurance(1), assurance(3)
    ('the one assurance statement of the month', 'the 3 assurance statements of the month')
    """
    return f"the {'one assurance statement' if n == 1 else count(n, 'assurance statement')} of the month"


def contradiction_of(facts: OversightFacts, row: pd.Series) -> str:
    """The figure, or the audit, that says the opposite of a contradicted statement, in one sentence."""
    if row["contradicted_how"] == "audit":
        return _audit_words(facts, str(row["audit_id"]))
    statement = with_risk(row.to_frame().T, facts.risks)
    indicator = str(own_or_risks_indicator(statement).iloc[0])
    key = series_key(indicator, statement["theme"].iloc[0])
    return says_of(facts.verdicts[key], *key)


def _audit_words(facts: OversightFacts, audit_id: str) -> str:
    audits = facts.evidence.rows("audits")
    audit = audits[audits["audit_id"] == audit_id].iloc[-1]
    yes, asked = audit["yes"], audit["yes"] + audit["no"]
    score = f"{share(yes / asked)} ({number(yes)} of {number(asked)})"
    day = long_day(audit["audited_on"].date())
    return f"Audit {audit_id} of {day} scored {score}, below its pass mark of {number(audit['pass_mark'])}%."
