"""Which rows of a table can be used, and what is wrong with the others?

Takes what a reader got out of a file and judges it against the contract: cells (`casting.py`), then
whole rows (`row_checks.py`). What needs more than one file (the same row twice, two rows with one
id) is for `merging.py`. Nothing is dropped in silence: each row that is not used has a problem.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from toolkit.errors import nearest
from toolkit.problems import HIDDEN, Effect, Problem
from toolkit.sources.casting import BadCell, cast_column, empty_column
from toolkit.sources.contract import ORIGIN_COLUMNS, Column, Kind
from toolkit.sources.identifiers import RevealingIds
from toolkit.sources.problem_codes import describe
from toolkit.sources.raw import RawTable
from toolkit.sources.row_checks import check_row_order

SHOWN_CHARACTERS = 80
# Where hours are counted, midnight may not stand in for a time that was not given.
HOURS_ARE_COUNTED = frozenset({"shifts", "care"})
TOTAL_WORDS = frozenset({"total", "totals", "grand total", "sub total", "subtotal", "sum", "total:"})


@dataclass(frozen=True, slots=True)
class Checked:
    """The rows of one table that can be used, and every problem found on the way.

    `frame` has all columns of the contract and the origin columns; `refused` counts rows not used.
    """

    frame: pd.DataFrame
    problems: tuple[Problem, ...]
    refused: int


def check_rows(
    raw: RawTable, *, service_ids: Collection[str] | None = None, themes: Mapping[str, str] | None = None
) -> Checked:
    """Judge every row of one table from one file.

    `service_ids` are the services that exist (None: not checked); `themes` maps a provider's plain
    theme words onto the contract's.
    """
    block = check_block(raw, service_ids=service_ids, themes=themes)
    ids = RevealingIds()
    ids.look_at(raw)
    return Checked(block.frame, in_order([*block.problems, *ids.problems()]), block.refused)


def check_block(
    raw: RawTable, *, service_ids: Collection[str] | None = None, themes: Mapping[str, str] | None = None
) -> Checked:
    """Judge the rows of one block of a table, each by itself; problems in no order.

    What is said of the table as a whole comes from all its blocks: `RevealingIds`, `said_once`.
    """
    judge = _Judge(raw)
    for column in raw.table.columns:
        judge.read(column, themes or {})
    judge.refuse_blank()
    if service_ids is not None and "service_id" in raw.cells:
        judge.refuse_unknown_services(service_ids)
    frame, row_problems = check_row_order(raw.table, judge.accepted(), raw.cells.columns)
    refused = int(judge.refused.sum()) + len(_rows_of(raw.problems, Effect.ROW_NOT_USED))
    beyond = _rows_of(row_problems, Effect.ROW_NOT_USED)
    problems = (*raw.problems, *judge.problems, *row_problems)
    return Checked(frame, problems, refused + len(beyond))


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems of a table by place."""
    return tuple(sorted(problems, key=_place))


def _rows_of(problems: Collection[Problem], effect: Effect) -> set[int]:
    return {problem.origin.row for problem in problems if problem.effect is effect and problem.origin.row}


def _place(problem: Problem) -> tuple[str, str, int, str, str]:
    origin = problem.origin
    return (origin.file, origin.sheet or "", origin.row or 0, problem.column, problem.code)


class _Judge:
    """Collects the values and problems of one raw table, column by column."""

    def __init__(self, raw: RawTable) -> None:
        self.raw = raw
        self.values: dict[str, pd.Series] = {}
        self.problems: list[Problem] = []
        self.refused = np.zeros(len(raw.rows), dtype=bool)
        self.unread: dict[str, set[int]] = {}
        self.totals: set[int] = set()

    def read(self, column: Column, themes: Mapping[str, str]) -> None:
        if column.name not in self.raw.cells:
            self.values[column.name] = empty_column(column, len(self.raw.rows))
            return
        cells = self.raw.cells[column.name]
        day_is_enough = self.raw.table.name not in HOURS_ARE_COUNTED
        cast = cast_column(column, cells, themes=themes, day_is_enough=day_is_enough)
        lost = self._lost_ids(column)
        self.values[column.name] = cast.values.mask(lost) if lost is not None else cast.values
        bad = list(cast.bad)
        if lost is not None:
            words = {"why": ": the cell holds a date or a rounded number"}
            bad += [BadCell(int(at), "id-changed-by-excel", words) for at in np.flatnonzero(lost).tolist()]
        self.unread[column.name] = {cell.position for cell in bad}
        for cell in bad:
            self._report(column, cell)

    def _lost_ids(self, column: Column) -> np.ndarray | None:
        if column.kind is not Kind.ID or column.name not in self.raw.changed:
            return None
        lost = self.raw.changed[column.name] & self.raw.cells[column.name].notna().to_numpy()
        return lost if lost.any() else None

    def _report(self, column: Column, cell: BadCell) -> None:
        effect = cell.effect or (
            Effect.ROW_NOT_USED if column.required or column.decisive else Effect.CELL_LEFT_BLANK
        )
        if effect is Effect.ROW_NOT_USED:
            self.refused[cell.position] = True
        value = self._shown(column, cell.position)
        self.problems.append(self._problem(cell.code, cell.position, column.name, value, effect, cell.words))

    def _shown(self, column: Column, position: int) -> str:
        if column.personal:
            return HIDDEN
        text = str(self.raw.cells[column.name].iloc[position])
        return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "\u2026"

    def _problem(
        self,
        code: str,
        position: int,
        column: str,
        value: str,
        effect: Effect | None,
        words: Mapping[str, str],
    ) -> Problem:
        origin = replace(self.raw.origin, row=int(self.raw.rows[position]))
        return describe(code, origin, table=self.raw.table.name, column=column, value=value,
                        service=self._service(position), effect=effect, **words)  # fmt: skip

    def _service(self, position: int) -> str:
        if "service_id" not in self.raw.cells:
            return ""
        service = self.raw.cells["service_id"].iloc[position]
        return "" if pd.isna(service) else str(service)

    def refuse_blank(self) -> None:
        """A required cell that is blank; a row of totals is named as such, once."""
        blank = {
            name: np.flatnonzero(self.values[name].isna().to_numpy() & ~self._was_unread(name))
            for name in self.raw.table.required
        }
        suspects = {int(at) for positions in blank.values() for at in positions}
        self.totals = totals = self._totals(sorted(suspects | set(np.flatnonzero(self.refused).tolist())))
        rows_of_totals = {int(self.raw.rows[at]) for at in totals}
        self.problems = [problem for problem in self.problems if problem.origin.row not in rows_of_totals]
        for at in sorted(totals):
            self._refuse("total-row", at, "")
        for name, positions in blank.items():
            for at in positions.tolist():
                if at not in totals:
                    self._refuse("missing-value", at, name)

    def _refuse(self, code: str, position: int, column: str) -> None:
        self.refused[position] = True
        self.problems.append(self._problem(code, position, column, "", None, {}))

    def _was_unread(self, name: str) -> np.ndarray:
        unread = np.zeros(len(self.raw.rows), dtype=bool)
        unread[list(self.unread.get(name, ()))] = True
        return unread

    def _totals(self, positions: list[int]) -> set[int]:
        found = set()
        for at in positions:
            row = self.raw.cells.iloc[at]
            first = next((str(cell) for cell in row if not pd.isna(cell)), "")
            if " ".join(first.casefold().split()) in TOTAL_WORDS:
                found.add(at)
        return found

    def refuse_unknown_services(self, service_ids: Collection[str]) -> None:
        services = self.values["service_id"]
        unknown = np.flatnonzero((services.notna() & ~services.isin(list(service_ids))).to_numpy())
        unknown = unknown[~np.isin(unknown, list(self.totals))]
        hints = {service: nearest(service, service_ids) for service in services.iloc[unknown].unique()}
        for at in unknown:
            service = str(services.iloc[at])
            words = {"nearest": hints[service]}
            self.problems.append(
                self._problem("unknown-service", int(at), "service_id", service, None, words)
            )
        self.refused[unknown] = True

    def accepted(self) -> pd.DataFrame:
        """The rows that can be used so far, with the origin of each."""
        frame = pd.DataFrame(self.values)
        origin = self.raw.origin
        frame[ORIGIN_COLUMNS[0]] = pd.Series(origin.file, index=frame.index, dtype="str")
        frame[ORIGIN_COLUMNS[1]] = pd.Series(origin.sheet, index=frame.index, dtype="str")
        frame[ORIGIN_COLUMNS[2]] = self.raw.rows
        return frame[~self.refused].reset_index(drop=True) if self.refused.any() else frame
