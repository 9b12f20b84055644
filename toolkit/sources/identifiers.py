"""Do ids that reports will print give a person away?

Ids print as supplied, so a name or an NHS number among them would too. This only warns, once a file
and column, and never repeats the value.
"""

from __future__ import annotations

import re
from dataclasses import replace

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


def find_revealing_ids(raw: RawTable) -> list[Problem]:
    """Warnings about ids that look like names or NHS numbers."""
    problems = []
    for column in COLUMNS:
        if column not in raw.cells:
            continue
        cells = raw.cells[column]
        distinct = [str(text) for text in cells.dropna().unique()]
        for code, found in (
            ("looks-like-a-name", [text for text in distinct if looks_like_a_name(text)]),
            ("looks-like-nhs-number", _nhs_numbers(distinct)),
        ):
            if found:
                problems.append(_warning(raw, column, code, found))
    return problems


def _warning(raw: RawTable, column: str, code: str, found: list[str]) -> Problem:
    first = raw.rows[raw.cells[column].isin(found).to_numpy()][0]
    one, several = _LOOKS[code]
    count = "1 id" if len(found) == 1 else f"{len(found):,} different ids"
    look = one if len(found) == 1 else several
    return describe(code, replace(raw.origin, row=None), table=raw.table.name, column=column, value=HIDDEN,
                    count=count, look=look, row=str(first))  # fmt: skip


def _nhs_numbers(distinct: list[str]) -> list[str]:
    """One ten-digit number in eleven passes the check by chance, so it takes half of them to tell."""
    ten = [text for text in distinct if _TEN_DIGITS.fullmatch(text)]
    valid = [text for text in ten if looks_like_an_nhs_number(text)]
    return valid if valid and len(valid) * 2 >= len(ten) else []


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
