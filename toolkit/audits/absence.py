"""How does an answer speak of records that are not there?"""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.wording import join_words


def no_rows(tables: Sequence[str]) -> str:
    named = join_words([table.replace("_", " ") for table in tables], "or")
    return f"There are no rows of {named} of this service in the last 12 months."


def not_kept_note(tables: Sequence[str]) -> str:
    """What a sentence adds about tables that could have held more: "" when all were kept."""
    if not tables:
        return ""
    return f"Not kept here: {join_words([table.replace('_', ' ') for table in tables])}."
