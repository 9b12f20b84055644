"""What do the rows of one table say once all its files lie together?

The same row in two files is one row; of two different rows with one id the last is used. Both are
said. `validation.py` has judged each file on its own before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from toolkit.problems import Effect, Origin, Problem
from toolkit.sources.contract import ORIGIN_COLUMNS, Table
from toolkit.sources.problem_codes import describe

ALIKE = ["service_id", "received_on", "theme", "person_id", "outcome"]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Which of some rows are not used, and what was found among them."""

    rows: np.ndarray
    problems: tuple[Problem, ...]


def find_left_out(table: Table, few: pd.DataFrame) -> LeftOut:
    """One row for each record. `few` holds rows of all files, in the order of file, sheet, row.

    Whoever calls may leave out rows that share neither their id nor all they say with any other.
    """
    few = few.reset_index(drop=True)
    names = list(table.names)
    again = few.duplicated(names, keep="first").to_numpy()
    problems = _say_same_row(table, few, names, again) if again.any() else []
    left_out = again.copy()
    if table.key:
        different = few[~again]
        shared = different.duplicated(["service_id", table.key], keep=False).to_numpy()
        problems += _say_shared_ids(table, different[shared])
        superseded = different.duplicated(["service_id", table.key], keep="last").to_numpy()
        left_out[np.flatnonzero(~again)[superseded]] = True
    return LeftOut(left_out, tuple(problems))


def origin_of(row: pd.Series) -> Origin:
    """Where a row of the store came from."""
    file, sheet, number = (row[name] for name in ORIGIN_COLUMNS)
    return Origin(str(file), None if pd.isna(sheet) else str(sheet), int(number))


def _service_of(row: pd.Series) -> str:
    return "" if pd.isna(row["service_id"]) else str(row["service_id"])


def _id_of(table: Table, row: pd.Series) -> str:
    return str(row[table.key]) if table.key else ""


def _groups(frame: pd.DataFrame, columns: list[str]) -> Iterator[pd.DataFrame]:
    for _, group in frame.groupby(columns, dropna=False, sort=False):
        yield group


def _say_same_row(table: Table, few: pd.DataFrame, names: list[str], repeated: np.ndarray) -> list[Problem]:
    first_of: dict[tuple[object, ...], Origin] = {}
    problems = []
    cells = few[names].astype(object).where(few[names].notna(), None)
    rows = few.to_dict("records")
    for values, row, again in zip(cells.itertuples(index=False, name=None), rows, repeated, strict=True):
        origin = origin_of(pd.Series(row, dtype=object))
        if not again:
            first_of.setdefault(values, origin)
            continue
        service = row["service_id"]
        problems.append(
            describe("same-row-twice", origin, table=table.name, column=table.key or "",
                     value=str(row[table.key]) if table.key else "",
                     service="" if pd.isna(service) else str(service), place=first_of[values])
        )  # fmt: skip
    return problems


def _say_shared_ids(table: Table, shared: pd.DataFrame) -> list[Problem]:
    problems = []
    for group in _groups(shared, ["service_id", table.key or ""]):
        rows = [row for _, row in group.iterrows()]
        last = rows[-1]
        for row in rows:
            is_last = row is last
            other = rows[-2] if is_last else last
            kept = "This one, the last, is used." if is_last else "That one, the last, is used."
            effect = Effect.ROW_USED if is_last else Effect.ROW_NOT_USED
            problems.append(
                describe("duplicate-id", origin_of(row), table=table.name, column=table.key or "",
                         value=_id_of(table, row), service=_service_of(row), effect=effect,
                         place=origin_of(other), kept=kept)
            )  # fmt: skip
    return problems


def find_like_complaints(frame: pd.DataFrame) -> list[Problem]:
    """Complaints alike in all that identifies one, under different ids, none said to repeat another.

    `frame` holds the complaints that are used, in the order of file, sheet, row.
    """
    single = frame[frame["duplicate_of"].isna()]
    alike = single[single.duplicated(ALIKE, keep=False)]
    problems = []
    for group in _groups(alike, ALIKE):
        first = group.iloc[0]
        for _, row in group.iloc[1:].iterrows():
            problems.append(
                describe("possible-duplicate-complaint", origin_of(row), table="complaints",
                         column="complaint_id", value=str(row["complaint_id"]), service=_service_of(row),
                         other=str(first["complaint_id"]), place=origin_of(first))
            )  # fmt: skip
    return problems


def find_complaints_before_incidents(
    complaints: pd.DataFrame, incidents: pd.DataFrame
) -> tuple[Problem, ...]:
    """Incidents that carry a complaint's id plus a suffix, and happened after it was received."""
    if complaints.empty or incidents.empty:
        return ()
    base = incidents["incident_id"].str.extract(r"^(.+)[-_/.][A-Za-z0-9]{1,3}$")[0]
    linked = incidents.assign(complaint_id=base).dropna(subset=["complaint_id"])
    about = complaints[["service_id", "complaint_id", "received_on", *ORIGIN_COLUMNS]]
    pairs = linked.merge(about, on=["service_id", "complaint_id"], suffixes=("", "_of_complaint"))
    late = pairs[pairs["occurred_at"].dt.normalize() > pairs["received_on"]]
    problems = []
    for _, row in late.iterrows():
        place = origin_of(
            row[[f"{name}_of_complaint" for name in ORIGIN_COLUMNS]].set_axis(list(ORIGIN_COLUMNS))
        )
        problems.append(
            describe("complaint-before-incident", origin_of(row), table="incidents", column="occurred_at",
                     value=f"{row['occurred_at']:%Y-%m-%d}", service=_service_of(row), place=place,
                     other=row["complaint_id"], received=f"{row['received_on']:%Y-%m-%d}")
        )  # fmt: skip
    return tuple(problems)
