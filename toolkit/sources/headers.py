"""Which row of a sheet names the columns, and which column is which?

Names are matched whatever their case, spaces, hyphens and underscores. The header is the first row,
or, under title rows, the row among the first ones that names the most columns of the table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from toolkit.sources.contract import Table
from toolkit.sources.values import Unreadable, parse_number, parse_time, plain_word

ROWS_SEARCHED = 40
SHOWN_COLUMNS = 30
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Header:
    """One row read as the header: where each contract column stands, and what did not fit.

    `index` counts from 0; `width` is its number of cells up to the last that is filled.
    """

    index: int
    width: int
    columns: Mapping[str, int]
    unknown: tuple[str, ...]
    twice: Mapping[str, int]
    missing: tuple[str, ...]
    shown: str
    hint: str = ""

    @property
    def score(self) -> tuple[bool, int, int]:
        """The better header names a column at all, lacks fewer required ones, and names more."""
        return (bool(self.columns), -len(self.missing), len(self.columns))


def find_header(rows: Sequence[Sequence[str]], table: Table) -> Header | None:
    """The row that names the columns; None when there is no filled row at all.

    Where no row names a column of the table, it is the row most like a header, with everything missing.
    """
    filled = [index for index, row in enumerate(rows[:ROWS_SEARCHED]) if any(cell.strip() for cell in row)]
    if not filled:
        return None
    candidates = [read_header(rows[index], index, table) for index in filled]
    best = max(candidates, key=lambda header: (*header.score, -header.index))
    if best.columns:
        return best
    likely = max(filled, key=lambda index: (*_likeness(rows[index]), -index))
    return next(header for header in candidates if header.index == likely)


def _likeness(row: Sequence[str]) -> tuple[bool, int]:
    """How much a row looks like one of column names."""
    filled = [cell.strip() for cell in row if cell.strip()]
    return _looks_like_names(filled), len(filled)


def read_header(row: Sequence[str], index: int, table: Table) -> Header:
    """One row, read as if it were the header of the table."""
    words = [plain_word(cell) for cell in row]
    known = set(table.names)
    columns: dict[str, int] = {}
    twice: dict[str, int] = {}
    for position, word in enumerate(words):
        if word not in known:
            continue
        if word in columns:
            twice[word] = twice.get(word, 1) + 1
        else:
            columns[word] = position
    unknown = tuple(cell.strip() for cell, word in zip(row, words, strict=True) if word and word not in known)
    width = max((position + 1 for position, cell in enumerate(row) if cell.strip()), default=0)
    return Header(
        index=index,
        width=width,
        columns={name: columns[name] for name in table.names if name in columns},
        unknown=unknown,
        twice=twice,
        missing=tuple(name for name in table.required if name not in columns),
        shown=_as_shown(row, names_some=bool(columns)),
        hint=_hint(unknown, [name for name in table.names if name not in columns]),
    )


def _as_shown(row: Sequence[str], *, names_some: bool) -> str:
    """The columns found, for a message; withheld when the row may hold records, hence people's data."""
    filled = [cell.strip() for cell in row if cell.strip()]
    if not names_some and not _looks_like_names(filled):
        return "(hidden: it seems to hold records, not column names)"
    shown = ", ".join(f'"{cell}"' for cell in filled[:SHOWN_COLUMNS])
    return shown + (f" and {len(filled) - SHOWN_COLUMNS} more" if len(filled) > SHOWN_COLUMNS else "")


def _looks_like_names(filled: Sequence[str]) -> bool:
    with_digits = sum(any(sign.isdigit() for sign in cell) for cell in filled)
    is_data = any(
        len(cell) > LONGEST_NAME or not isinstance(parse_number(cell), Unreadable | None)
        or not isinstance(parse_time(cell, day_is_enough=True), Unreadable | None)
        for cell in filled
    )  # fmt: skip
    return not is_data and with_digits * 4 <= len(filled) and len(set(filled)) == len(filled)


def _hint(unknown: Sequence[str], absent: Sequence[str]) -> str:
    hints = []
    for name in unknown:
        near = get_close_matches(plain_word(name), absent, n=1, cutoff=0.8)
        if near:
            hints.append(f' Is "{name}" meant to be {near[0]}?')
    return "".join(hints)
