"""Three services of the sample, cut short so that an audit takes a moment, and tied to each other.

Somebody of Oakfield also works at Birch Lodge, somebody who lives at Oakfield has rows there, and
learning from one of Oakfield's complaints was written down there.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.sample import write_sample

Row = dict[str, str]
CARE_ROWS = 400


def write_trimmed(folder: Path) -> Path:
    """The workspace, ready to be audited for 2026-10."""
    write_sample(folder, services=3, months=2)
    for path in folder.glob("data/*/care-*.csv"):
        rows = read_rows(path)
        write_rows(path, rows[-CARE_ROWS:])
    data = folder / "data"
    ours = read_rows(data / "oakfield/shifts-2026.csv")
    worker = next(row["staff_id"] for row in reversed(ours) if row["staff_id"] and row["attended_from"])
    edit(data / "birch-lodge/shifts-2026.csv", -1, lambda row: row.update(staff_id=worker))
    complaint = next(row for row in read_rows(data / "complaints.csv") if row["service_id"] == "oakfield")
    written = {"complaint_id": complaint["complaint_id"], "service_id": "birch-lodge", "person_id": "P0001"}
    edit(data / "learning.csv", 0, lambda row: row.update(written))
    edit(data / "birch-lodge/care_plan_changes.csv", -1, lambda row: row.update(person_id="P0001"))
    people = read_rows(data / "people.csv")
    place = next(n for n, row in enumerate(people) if row["service_id"] == "birch-lodge")
    edit(data / "people.csv", place, lambda row: row.update(person_id="P0001"))
    return folder


def read_rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def write_rows(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def edit(path: Path, place: int, change: Callable[[Row], object]) -> None:
    rows = read_rows(path)
    change(rows[place])
    write_rows(path, rows)


def as_text(value: Any) -> str:
    """All that an audit holds, and so all that its notebook can show, as one text."""
    if isinstance(value, (pd.DataFrame, pd.Series)):
        return value.to_csv()
    if is_dataclass(value) and not isinstance(value, type):
        return "\n".join(f"{one.name}={as_text(getattr(value, one.name))}" for one in fields(value))
    if isinstance(value, (tuple, list)):
        return "\n".join(as_text(one) for one in value)
    if hasattr(value, "items"):
        return "\n".join(f"{key}: {as_text(one)}" for key, one in value.items())
    return repr(value)
