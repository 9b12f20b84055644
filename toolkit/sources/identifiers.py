"""Do ids that reports will print give a person away?

Ids print as supplied, so a name or an NHS number among them would too. This only warns, once a file
and column, and never repeats the value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from toolkit.problems import HIDDEN, Problem
from toolkit.sources.problem_codes import describe
from toolkit.sources.raw import RawTable

COLUMNS = ("person_id", "staff_id")
_TWO_NAMES = re.compile(r"[A-Z][a-z'\u2019\-]+[A-Za-z'\u2019\-]*,?\s+[A-Z][a-z'\u2019\-]+[A-Za-z'\u2019\-]*")
_TEN_DIGITS = re.compile(r"\d{3}[ -]?\d{3}[ -]?\d{4}", re.ASCII)
_NEVER_ISSUED = "999"
_LOOKS = {
    "looks-like-a-name": ("looks like a person's name", "look like people's names"),
    "looks-like-nhs-number": ("looks like an NHS number", "look like NHS numbers"),
}


class RevealingIds:
    """Looks at the blocks of one table in turn; afterwards says which ids look like names or NHS numbers."""

    def __init__(self) -> None:
        self._raw: RawTable | None = None
        self._seen: dict[str, set[str]] = {column: set() for column in COLUMNS}
        self._first_rows: dict[tuple[str, str], dict[str, int]] = {}

    def look_at(self, raw: RawTable) -> None:
        """The next block."""
        self._raw = raw
        for column, seen in self._seen.items():
            if column not in raw.cells:
                continue
            cells = raw.cells[column]
            new = [text for text in map(str, cells.dropna().unique()) if text not in seen]
            seen.update(new)
            for code, looks in _LOOKS_LIKE.items():
                self._note(raw, column, code, [text for text in new if looks(text)])

    def _note(self, raw: RawTable, column: str, code: str, found: list[str]) -> None:
        if found:
            cells = raw.cells[column]
            at = np.flatnonzero(cells.isin(found).to_numpy())
            firsts = cells.iloc[at].drop_duplicates()
            rows = dict(zip(firsts, raw.rows[firsts.index.to_numpy()].tolist(), strict=True))
            self._first_rows.setdefault((column, code), {}).update(rows)

    def problems(self) -> list[Problem]:
        """The warnings, one a column and look."""
        return [
            _warning(self._raw, column, code, first_rows)
            for (column, code), first_rows in self._first_rows.items()
            if self._raw is not None and self._is_told(column, code, len(first_rows))
        ]

    def _is_told(self, column: str, code: str, count: int) -> bool:
        """One ten-digit number in eleven passes the check by chance, so it takes half of them to tell."""
        if code != "looks-like-nhs-number":
            return True
        return count * 2 >= sum(_TEN_DIGITS.fullmatch(text) is not None for text in self._seen[column])


def _warning(raw: RawTable, column: str, code: str, first_rows: Mapping[str, int]) -> Problem:
    one, several = _LOOKS[code]
    count = "1 id" if len(first_rows) == 1 else f"{len(first_rows):,} different ids"
    look = one if len(first_rows) == 1 else several
    return describe(code, replace(raw.origin, row=None), table=raw.table.name, column=column, value=HIDDEN,
                    count=count, look=look, row=str(min(first_rows.values())))  # fmt: skip


def looks_like_a_name(text: str) -> bool:
    """Two capitalised words.

    >>> looks_like_a_name("Jane Smith"), looks_like_a_name("P-0017")
    (True, False)
    """
    return _TWO_NAMES.fullmatch(text) is not None


def looks_like_an_nhs_number(text: str) -> bool:
    """Ten digits with a right check digit, outside the range set apart for tests.

    >>> looks_like_an_nhs_number("943 476 5919"), looks_like_an_nhs_number("9990000018")
    (True, False)
    """
    if not _TEN_DIGITS.fullmatch(text) or text.startswith(_NEVER_ISSUED):
        return False
    digits = [int(sign) for sign in text if sign.isdigit()]
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return digits[9] == check % 11


_LOOKS_LIKE = {
    "looks-like-a-name": looks_like_a_name,
    "looks-like-nhs-number": looks_like_an_nhs_number,
}
