"""What stands in the export itself, in the very row an answer rests on?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from toolkit.audits.checks import Reference
from toolkit.sources.contract import TABLES
from toolkit.sources.files import RawTable, read_table_file
from toolkit.sources.inventory import SourceFile

HIDDEN = "hidden: personal"


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One row of an export as it stands there now, cell by cell."""

    reference: Reference
    cells: tuple[tuple[str, str], ...]  # column of the contract, text of the cell
    note: str = ""  # why the row cannot be shown, or may be another one now


class Exports:
    """The export files, read again when a row of them is asked for; a file is kept while it is the same."""

    def __init__(self, workspace: Path, files: Iterable[SourceFile]) -> None:
        self.workspace = workspace
        self._hashes = {file.path: file.sha256 for file in files}
        self._read: dict[tuple[str, str], tuple[str, tuple[RawTable, ...]]] = {}

    def row(self, reference: Reference, *, personal: bool = False) -> ExportRow:
        """The raw cells of the row; those of personal columns only where that is asked for."""
        path = self.workspace / reference.file
        if not path.is_file():
            return ExportRow(reference, (), f"{reference.file} is not there any more.")
        now = _sha256(path)
        note = ""
        if now != self._hashes.get(reference.file):
            note = (
                f"{reference.file} was changed after its records were read: this may be another row now. "
                "Open the page again to read the records anew."
            )
        name = reference.ref.partition(":")[0]
        for table in self._tables(path, reference.file, name, now):
            if table.origin.sheet == reference.sheet and (table.rows == reference.row).any():
                return ExportRow(reference, _cells(table, reference.row, personal), note)
        return ExportRow(reference, (), f"{note} There is no row {reference.row} in it.".strip())

    def _tables(self, path: Path, label: str, name: str, sha256: str) -> tuple[RawTable, ...]:
        kept = self._read.get((label, name))
        if kept is None or kept[0] != sha256:
            read = read_table_file(path, TABLES, label=label)
            kept = (sha256, tuple(table for table in read.tables if table.table.name == name))
            self._read[label, name] = kept
        return kept[1]


def _cells(table: RawTable, row: int, personal: bool) -> tuple[tuple[str, str], ...]:
    place = int((table.rows == row).argmax())
    cells = table.cells.iloc[place]
    hidden = {column.name for column in table.table.columns if column.personal}
    return tuple(
        (str(name), HIDDEN if name in hidden and not personal and not pd.isna(cell) else _text(cell))
        for name, cell in cells.items()
    )


def _text(cell: object) -> str:
    return "" if pd.isna(cell) else str(cell)  # type: ignore[call-overload]


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
