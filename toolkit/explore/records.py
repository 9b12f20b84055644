"""Which records stand behind an answer, and what care was due in one of its shifts?

Every record is told in a line of words, with its reference; nothing personal is in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd

from toolkit.audits.checks import Reference
from toolkit.audits.references import Place, places_of, references_to
from toolkit.evidence import Evidence
from toolkit.explore.service_month import ServiceMonth
from toolkit.explore.square import Square
from toolkit.measures.spans import numbered
from toolkit.report.words import table_name
from toolkit.sources.contract import TABLES, Kind
from toolkit.wording import count, join_words, short_day

SHOWN = 200  # records in one list: more than anybody goes through in a meeting
CATEGORY_WORDS = {
    "missed": "Missed",
    "shortened": "Shortened",
    "delayed": "Late",
    "poorly_evidenced": "Poorly recorded",
    "well_evidenced": "Done",
    "excluded": "Left out",
    "": "Not judged",
}
_SERIOUS_FIRST = tuple(CATEGORY_WORDS)


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the records: where it stands in the exports, and what it says in a line."""

    reference: Reference
    says: str

    @property
    def table(self) -> str:
        return _table_of(self.reference)


class Records:
    """The rows of one service, found by their place in the exports."""

    def __init__(self, service_month: ServiceMonth) -> None:
        self.service_month = service_month
        self.evidence: Evidence = service_month.evidence
        self._places: dict[str, dict[Place, int]] = {}

    def of(self, references: Iterable[Reference]) -> list[Record]:
        """The records behind an answer, shifts first: from them the way leads on to the care."""
        given = list(references)
        of_table = sorted((_table_of(one) != "shifts", _table_of(one), at) for at, one in enumerate(given))
        shown = [given[at] for _, _, at in of_table[:SHOWN]]
        rows: list[Mapping[Any, Any] | None] = []
        for table, some in groupby(shown, _table_of):
            rows += self._rows(table, list(some))
        return [Record(one, _says(one, row)) for one, row in zip(shown, rows, strict=True)]

    def row(self, reference: Reference) -> Mapping[Any, Any] | None:
        """The row as the audits read it; None for one of another service or of long ago."""
        return self._rows(_table_of(reference), [reference])[0]

    def _rows(self, table: str, references: list[Reference]) -> list[Mapping[Any, Any] | None]:
        """The rows of one table that are referred to, one for each reference."""
        rows = self.evidence.rows(table)
        if table not in self._places:
            self._places[table] = {place: at for at, place in enumerate(places_of(rows))}
        places = [self._places[table].get((one.file, one.sheet, one.row)) for one in references]
        known = iter(rows.iloc[[place for place in places if place is not None]].to_dict("records"))
        return [None if place is None else next(known) for place in places]

    def shifts_of(self, square: Square) -> list[Record]:
        """The rota's rows in one square of the calendar: half of the one or more lies in the other."""
        rows = self.evidence.rows("shifts")
        here = _on_unit(square.unit, rows["unit"])
        near = rows[here & (rows["starts_at"] < square.ends_at) & (rows["ends_at"] > square.starts_at)]
        times = zip(near["starts_at"], near["ends_at"], strict=True)
        lies = pd.Series([_lies_in(square, *one) for one in times], index=near.index, dtype="bool")
        return self.of(references_to(near[lies], "shifts"))

    def care_of_shift(self, shift: Reference) -> list[Record]:
        """The care due while a shift ran, on its unit; what went wrong comes first."""
        row = self.row(shift)
        if row is None:
            return []
        care = self._judged_care()
        due = (care["due_at"] >= row["starts_at"]) & (care["due_at"] < row["ends_at"])
        here = _on_unit(row["unit"], care["unit"])
        rows = care[due & here]
        order = rows["category"].map(_SERIOUS_FIRST.index)
        rows = rows.assign(order=order).sort_values(["order", "due_at", "care_id"]).head(SHOWN)
        references = {(one.file, one.sheet, one.row): one for one in references_to(rows, "care")}
        told = zip(places_of(rows), rows.to_dict("records"), strict=True)
        return [Record(references[place], care_line(one)) for place, one in told]

    def _judged_care(self) -> pd.DataFrame:
        facts = self.service_month.facts("staffing_missed_care")
        judged = pd.DataFrame(facts.care.rows)  # on days not recorded, nothing is judged
        others = self.evidence.rows("care")
        places = set(places_of(judged))
        apart = [place not in places for place in places_of(others)]
        nearby = others[apart]
        since = self.evidence.period.start - pd.Timedelta(days=2)
        return pd.concat([judged, nearby[nearby["due_at"] >= since].assign(category="")])


def _says(reference: Reference, row: Mapping[Any, Any] | None) -> str:
    table = _table_of(reference)
    if row is None:
        return f"{table_name(table)}: {reference.ref}"
    if table == "shifts":
        return shift_line(row)
    if table == "care":
        return care_line(row)
    return f"{table_name(table)}: {_plain_line(table, row)}"


def _table_of(reference: Reference) -> str:
    return reference.ref.partition(":")[0]


def _on_unit(unit: Any, units: pd.Series) -> np.ndarray:
    """Which of these are that unit, as where hours are counted: by match_key, blank on either side = any."""
    (wanted,), found = numbered(pd.Series([unit], dtype="str"), units)
    return (wanted < 0) | (found < 0) | (found == wanted)


def _lies_in(square: Square, starts_at: pd.Timestamp, ends_at: pd.Timestamp) -> bool:
    shared = min(ends_at, square.ends_at) - max(starts_at, square.starts_at)
    return bool(2 * shared >= min(ends_at - starts_at, square.ends_at - square.starts_at))


def shift_line(row: Mapping[Any, Any]) -> str:
    """A shift as people speak of it."""
    where = f"{row['unit']}, " if not pd.isna(row["unit"]) else ""
    who = "nobody named" if pd.isna(row["staff_id"]) else str(row["staff_id"])
    role = str(row["role"]).replace("_", " ")
    came = f", came {_clock(row['attended_from'])} to {_clock(row['attended_to'])}"
    if pd.isna(row["attended_from"]) and pd.isna(row["attended_to"]):
        came = "" if pd.isna(row["staff_id"]) else ", no clock"
    status = "" if row["status"] in ("planned", None) or pd.isna(row["status"]) else f", {row['status']}"
    times = f"{_clock(row['starts_at'])} to {_clock(row['ends_at'])}"
    return f"Shift {_day(row['starts_at'])}, {times}, {where}{role}: {who}{came}{status}"


def care_line(row: Mapping[Any, Any]) -> str:
    """A care record as people speak of it, without its note."""
    category = CATEGORY_WORDS.get(str(row.get("category", "")), "")
    started = "not started" if pd.isna(row["started_at"]) else f"started {_clock(row['started_at'])}"
    judged = f"{category}: " if category else ""
    return (
        f"{judged}{row['person_id']}, {row['activity']}, due {_day(row['due_at'])} {_clock(row['due_at'])}, "
        f"{started}, {str(row['status']).replace('_', ' ')}"
    )


def _plain_line(table: str, row: Mapping[Any, Any]) -> str:
    """The id, the day and the words a row was given from lists; never its free text."""
    contract = TABLES[table]
    parts = [str(row[contract.key])] if contract.key else []
    if contract.own_day and not pd.isna(row[contract.own_day]):
        parts.append(_day(row[contract.own_day]))
    named = {"theme", "person_id", "role", "shift_name", "unit"}
    for column in contract.columns:
        wanted = column.kind is Kind.CHOICE or column.name in named
        if wanted and not column.personal and not pd.isna(row[column.name]):
            parts.append(str(row[column.name]).replace("_", " "))
    return ", ".join(parts)


def counted(records: Iterable[Record]) -> str:
    """How many records of which kind."""
    tables: dict[str, int] = {}
    for one in records:
        tables[one.table] = tables.get(one.table, 0) + 1
    return join_words(f"{count(n, 'row')} of {table.replace('_', ' ')}" for table, n in tables.items())


def _day(moment: Any) -> str:
    return "–" if pd.isna(moment) else f"{moment:%a} {short_day(moment.date())}"


def _clock(moment: Any) -> str:
    return "?" if pd.isna(moment) else f"{moment:%H:%M}"
