"""Which complaints are one and the same? (`duplicate_of`, followed to the end)"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd


def complaint_roots(complaints: pd.DataFrame) -> dict[str, str]:
    """The complaint that each one repeats in the end; one that repeats none is its own.

    A chain is followed to its end, also to a complaint that was not supplied. Complaints that point
    at each other in a ring are one group too, named by the smallest id of the ring.

    >>> frame = pd.DataFrame({"complaint_id": ["C1", "C2", "C3", "C8", "C9"],
    ...                       "duplicate_of": [None, "C1", "C2", "C9", "C8"]})
    >>> complaint_roots(frame)
    {'C1': 'C1', 'C2': 'C1', 'C3': 'C1', 'C8': 'C8', 'C9': 'C8'}
    """
    ids, repeats = complaints["complaint_id"], complaints["duplicate_of"]
    pairs = zip(ids[repeats.notna()], repeats[repeats.notna()], strict=True)
    repeated = {str(one): str(other) for one, other in pairs}
    return {str(one): _root(str(one), repeated) for one in ids}


def _root(one: str, repeated: Mapping[str, str]) -> str:
    seen: dict[str, int] = {}
    while one in repeated and one not in seen:
        seen[one] = len(seen)
        one = repeated[one]
    if one not in seen:
        return one
    return min(other for other, place in seen.items() if place >= seen[one])


def root_of(complaint_ids: pd.Series, roots: Mapping[str, str]) -> pd.Series:
    """The group each complaint id belongs to; an id that was not supplied is a group of its own."""
    return complaint_ids.map(lambda one: roots.get(one, one)).astype("str")


def first_of_groups(complaints: pd.DataFrame, roots: Mapping[str, str]) -> pd.DataFrame:
    """Each complaint once: of every group the one the others repeat, with its group as `root`.

    Where that one is not among the rows, the earliest of the group stands for it, so that a concern
    is never lost because the row it repeats was not supplied.
    """
    rows = complaints.assign(root=root_of(complaints["complaint_id"], roots))
    rows = rows.assign(_repeats=rows["root"] != rows["complaint_id"])
    rows = rows.sort_values(["_repeats", "received_on", "complaint_id"], kind="stable")
    first = rows.drop_duplicates("root").drop(columns="_repeats")
    return first.sort_values(["received_on", "complaint_id"], kind="stable", ignore_index=True)


def live_complaints(complaints: pd.DataFrame, roots: Mapping[str, str]) -> pd.DataFrame:
    """Complaints that stand, each once: withdrawn ones are left out."""
    return first_of_groups(complaints[complaints["outcome"] != "withdrawn"], roots)


def is_open_again(complaints: pd.DataFrame) -> pd.Series:
    """True where a complaint was opened again and not closed on that day or later."""
    reopened, closed = complaints["reopened_on"], complaints["closed_on"]
    return reopened.notna() & ~(closed >= reopened)
