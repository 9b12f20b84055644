"""What is wrong with the data supplied, and where would its owner find it?

A *problem* is wrong data; a *finding* (audits/checks.py) is a concern about care. Problems are
collected, never raised: the audit goes on with the rest and says how much it could not use.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

HIDDEN = "(hidden)"


class Effect(StrEnum):
    """What became of the row or file that has the problem."""

    FILE_NOT_READ = "file not read"
    ROW_NOT_USED = "row not used"
    CELL_LEFT_BLANK = "cell left blank"
    ROW_USED = "row used"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one record came from, as its owner would look it up.

    `file` is relative to the workspace, with forward slashes. `sheet` is None for CSV and Parquet.
    `row` is the number in the margin of Excel (the header is row 1); None means the whole file.
    """

    file: str
    sheet: str | None = None
    row: int | None = None

    def __str__(self) -> str:
        sheet = f', sheet "{self.sheet}"' if self.sheet else ""
        row = f", row {self.row}" if self.row else ""
        return f"{self.file}{sheet}{row}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the data supplied (not with the care given).

    `says` is the whole sentence without the place; `value` is what the file holds, hidden when the
    column is personal; `mend` is what the person holding the file should do.
    """

    code: str
    origin: Origin
    table: str
    column: str
    value: str
    says: str
    mend: str
    effect: Effect
    service: str = ""

    def __str__(self) -> str:
        column = f', column "{self.column}"' if self.column else ""
        return f"{self.origin}{column}: {self.says}\n  {self.mend}"
