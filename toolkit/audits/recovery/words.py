"""Phrases that several answers of the recovery map share."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.wording import join_words

CLAIMED = {"improved": "has improved", "embedded": "is embedded"}


def source_words(sources: Iterable[str]) -> str:
    """Tables as people say them.

    >>> source_words(["care", "care_plan_changes"])
    'care and care plan changes'
    """
    return join_words([source.replace("_", " ") for source in sources])
