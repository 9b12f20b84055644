"""What evidence stands behind a statement, a meeting's pack or a closed action, and how old was it?

*Frontline* evidence shows what people experienced; the rest says what leaders said. Age counts from
the day of what the evidence shows to the day it was relied on, never from filing. Rows that share a
file or a record are one source. Source: measures-and-checks §3.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

import pandas as pd

from toolkit.parameters.oversight_thresholds import OversightDefinitions

FRONTLINE = (
    "care_record", "audit", "incident", "observation", "feedback", "staffing", "supervision", "complaint",
)  # fmt: skip
CITED_COLUMNS = (
    "key", "relied_on", "evidence_id", "kind", "event_on", "source", "frontline", "age_days", "dated_after",
    "age",
)  # fmt: skip


def split_ids(texts: pd.Series) -> pd.Series:
    """Lists of ids as the contract writes them, one id a row, with the index of the row it stands in.

    >>> split_ids(pd.Series(["E-1; E-2", None, " "], dtype="str")).to_list()
    ['E-1', 'E-2']
    """
    ids = texts.dropna().astype("str").str.split(";").explode().astype("str").str.strip()
    return ids[ids.notna() & (ids != "")]


def add_sources(evidence: pd.DataFrame) -> pd.DataFrame:
    """The evidence with `source`: rows that share a file or a record, directly or through others, are one.

    The source is named by the smallest evidence id among its rows.
    """
    ids = list(evidence["evidence_id"])
    parent = {one: one for one in ids}

    def first_of(one: str) -> str:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for column in ("file_sha256", "record"):
        named = evidence[["evidence_id", column]].dropna()
        for _, together in named.groupby(named[column].str.strip().str.casefold())["evidence_id"]:
            low, *others = sorted(first_of(one) for one in together)
            for other in others:
                parent[max(first_of(low), first_of(other))] = min(first_of(low), first_of(other))
    return evidence.assign(
        source=pd.Series([first_of(one) for one in ids], index=evidence.index, dtype="str")
    )


def age_word(days: float, definitions: OversightDefinitions) -> str:
    """
    >>> [age_word(days, OversightDefinitions()) for days in (0, 31, 32, 62, 63)]
    ['current', 'current', 'ageing', 'ageing', 'stale']
    """
    if days <= definitions.current_days:
        return "current"
    return "ageing" if days <= definitions.ageing_days else "stale"


def cite(
    rows: pd.DataFrame, *, key: str, relied_on: pd.Series, evidence: pd.DataFrame,
    definitions: OversightDefinitions,
) -> pd.DataFrame:  # fmt: skip
    """One row for each piece of evidence a row cites and that is there (columns: CITED_COLUMNS).

    `relied_on` is the day each row relied on its evidence; `evidence` needs `source` (`add_sources`).
    Evidence dated after that day is `dated_after`, and does not support it: its `age` is blank.
    """
    ids = split_ids(rows["evidence_ids"])
    citations = pd.DataFrame({
        "key": rows[key].reindex(ids.index).to_numpy(),
        "relied_on": relied_on.reindex(ids.index).to_numpy(),
        "evidence_id": ids.to_numpy(),
    }).astype({"key": "str", "evidence_id": "str", "relied_on": "datetime64[us]"})  # fmt: skip
    found = citations.drop_duplicates(["key", "evidence_id"]).merge(
        evidence[["evidence_id", "kind", "event_on", "source"]], on="evidence_id"
    )
    return add_age(found, definitions)[list(CITED_COLUMNS)]


def add_age(found: pd.DataFrame, definitions: OversightDefinitions) -> pd.DataFrame:
    """Rows of evidence with `frontline`, `age_days`, `dated_after` and `age` on the day relied on."""
    days = (found["relied_on"] - found["event_on"]).dt.days
    ages = [age_word(one, definitions) if one >= 0 else None for one in days]
    return found.assign(
        frontline=found["kind"].isin(FRONTLINE), age_days=days, dated_after=days < 0,
        age=pd.Series(ages, index=found.index, dtype="str"),
    )  # fmt: skip


def kinds_from_sources_of_their_own(pairs: Iterable[tuple[Hashable, Hashable]]) -> int:
    """How many kinds of evidence there are when one source counts for one kind only.

    `pairs` are kinds and sources. One file called an audit, feedback and an observation is one kind; the
    largest matching of kinds to sources is found by augmenting paths.

    >>> kinds_from_sources_of_their_own([("audit", 1), ("feedback", 1), ("feedback", 2)])
    2
    >>> kinds_from_sources_of_their_own([("audit", 1), ("feedback", 1), ("observation", 1)])
    1
    """
    sources_of: dict[Hashable, list[Hashable]] = {}
    for kind, source in sorted(set(pairs), key=str):
        sources_of.setdefault(kind, []).append(source)
    taken: dict[Hashable, Hashable] = {}
    return sum(_place(kind, sources_of, taken, set()) for kind in sources_of)


def _place(
    kind: Hashable, sources_of: dict[Hashable, list[Hashable]], taken: dict[Hashable, Hashable],
    tried: set[Hashable],
) -> bool:  # fmt: skip
    for source in sources_of[kind]:
        if source in tried:
            continue
        tried.add(source)
        if source not in taken or _place(taken[source], sources_of, taken, tried):
            taken[source] = kind
            return True
    return False


def join_kinds(kinds: Sequence[str]) -> str:
    """Kinds as a list cell holds them, each once, in alphabetical order."""
    return "; ".join(sorted(set(kinds)))
