"""Phrases that several answers of the recovery map share."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.wording import join_words

# Who may be named by what they are; anything else in `made_by` may be a person's name.
ROLES = frozenset({
    "registered manager", "deputy manager", "nominated individual", "provider representative",
    "quality lead", "team leader", "complaints lead", "senior carer", "board",
})  # fmt: skip
NAMED_PERSON = "a named person"
CLAIMED = {"improved": "has improved", "embedded": "is embedded"}


def source_words(sources: Iterable[str]) -> str:
    """Tables as people say them.

    >>> source_words(["care", "care_plan_changes"])
    'care and care plan changes'
    """
    return join_words([source.replace("_", " ") for source in sources])


def role_or_person(made_by: str, titles: Iterable[str] = ()) -> str:
    """Who spoke, when that is a role or one of the provider's own titles; else that somebody is named.

    >>> role_or_person("Registered manager"), role_or_person("Dawn Pryce")
    ('Registered manager', 'a named person')
    >>> role_or_person("regional director", {"Regional director"})
    'regional director'
    """
    known = ROLES | {_plain(title) for title in titles}
    return made_by if _plain(made_by) in known else NAMED_PERSON


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())
