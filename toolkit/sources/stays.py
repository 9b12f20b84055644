"""Does everybody whose care is recorded also have a row that says when they lived there?

Such a person is taken to live there, because leaving them out would hide their missed care.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from toolkit.problems import Problem
from toolkit.sources.contract import ORIGIN_COLUMNS
from toolkit.sources.merging import origin_of
from toolkit.sources.problem_codes import describe
from toolkit.sources.store_files import folder_name, read_parquet

Partitions = Mapping[str, Mapping[str, Mapping[str, str]]]


def find_people_without_stays(folder: Path, partitions: Partitions) -> tuple[Problem, ...]:
    """One problem a person, at their first row of care, in services that keep people at all.

    `folder` is the store's, `partitions` its parts by table, service and month.
    """
    problems: list[Problem] = []
    for service in sorted(partitions["care"]):
        if service not in partitions["people"]:
            continue
        known = set(_column(folder, "people", service, partitions, ["person_id"])["person_id"].to_pylist())
        care = _column(folder, "care", service, partitions, ["person_id"])["person_id"]
        unknown = set(pc.unique(care).to_pylist()) - known
        if unknown:
            problems += _say(folder, service, partitions, unknown)
    return tuple(problems)


def _column(folder: Path, table: str, service: str, partitions: Partitions, names: list[str]) -> pa.Table:
    place = folder / table / folder_name(service)
    places = [place / f"{part}.parquet" for part in sorted(partitions[table][service])]
    return pa.concat_tables([read_parquet(place, names) for place in places])


def _say(folder: Path, service: str, partitions: Partitions, unknown: set[str]) -> list[Problem]:
    rows = _column(folder, "care", service, partitions, ["person_id", *ORIGIN_COLUMNS])
    theirs = rows.filter(pc.is_in(rows["person_id"], pa.array(sorted(unknown)))).to_pandas()
    ordered = theirs.sort_values(list(ORIGIN_COLUMNS))
    problems = []
    for person, own in ordered.groupby("person_id"):
        first = own.iloc[0]
        origin = origin_of(first)
        said = f"{len(own):,} {'row' if len(own) == 1 else 'rows'}"
        problems.append(
            describe("person-without-stay", origin, table="care", column="person_id", value=str(person),
                     service=service, person=person, count=said)
        )  # fmt: skip
    return problems
