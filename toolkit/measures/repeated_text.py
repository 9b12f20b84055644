"""Does a statement say what was said before, with the month and the numbers exchanged?

A summary pasted month after month is no evidence that somebody looked again. Texts are compared masked:
in lower case, without punctuation, every number, month and weekday replaced, so that "In May we reviewed
14 plans" and "In June we reviewed 15 plans" are one text. A text repeats another when both are then the
same, or nearly: rapidfuzz's `ratio` (the letters both have in order) and the share of three-word runs
both hold (Broder 1997). Both texts are shown to the reader, never only the score.

rapidfuzz's token and partial scorers are not used: one stock sentence inside a long new text gives 100.
Nor is a cosine over word weights: the likeness of two texts would change when a third is written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd
from rapidfuzz import fuzz

NUMBER_MASK, DAY_MASK = "<n>", "<m>"
REPEAT_COLUMNS = ("statement_id", "earlier_id", "same", "ratio", "shared")

# "may" and "march" are masked as verbs too; "sat" and "sun", which are words far oftener than days, are not
_MONTHS_AND_WEEKDAYS = frozenset({
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov",
    "dec", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue",
    "tues", "wed", "thu", "thur", "thurs", "fri",
})  # fmt: skip
_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*(?:(?:st|nd|rd|th)\b)?")
_WORD = re.compile(r"<n>|[^\W_]+")
_APOSTROPHES = str.maketrans("", "", "'’‘`")


@dataclass(frozen=True, slots=True)
class RepeatRule:
    """From when on a text is a repeat, and which texts say too little to be one.

    `ratio` is out of 100; `shared` the share of three-word runs; `standing_phrases` those that are
    rightly the same every month.
    """

    ratio: float = 90.0
    shared: float = 0.8
    least_words: int = 8
    months: int = 12
    standing_phrases: tuple[str, ...] = (
        "nil return", "no incidents this month", "no change", "nothing to report",
    )  # fmt: skip


DEFAULT_RULE = RepeatRule()


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like two texts are, masked: the same, in letters (0 to 100), in three-word runs (0 to 1)."""

    same: bool
    ratio: float
    shared: float

    def is_repeat(self, rule: RepeatRule = DEFAULT_RULE) -> bool:
        """The same text, or nearly the same by both scores together."""
        return self.same or (self.ratio >= rule.ratio and self.shared >= rule.shared)


def plain_words(text: str) -> str:
    """A text in lower case, without punctuation, one space between words (NFKC first: ﬁ is fi, ２ is 2).

    >>> plain_words("Staff were  re-minded; DON'T rush.")
    'staff were re minded dont rush'
    """
    lowered = unicodedata.normalize("NFKC", text).lower().translate(_APOSTROPHES)
    return " ".join(_WORD.findall(lowered))


def mask_text(text: str) -> str:
    """The same, with <n> for every number and <m> for every month and weekday.

    >>> mask_text("On Monday 3rd May, 14 of 1,200 visits (1.2 %) were late.")
    'on <m> <n> <m> <n> of <n> visits <n> were late'
    """
    lowered = unicodedata.normalize("NFKC", text).lower().translate(_APOSTROPHES).replace("<", " ")
    words = _WORD.findall(_NUMBER.sub(f" {NUMBER_MASK} ", lowered))
    return " ".join(DAY_MASK if word in _MONTHS_AND_WEEKDAYS else word for word in words)


def shingles(words: str, size: int = 3) -> frozenset[tuple[str, ...]]:
    """Every run of `size` words; a shorter text is one run, a blank one has none.

    >>> sorted(shingles("no falls this month"))
    [('falls', 'this', 'month'), ('no', 'falls', 'this')]
    """
    parts = words.split()
    if not parts:
        return frozenset()
    last = max(len(parts) - size, 0)
    return frozenset(tuple(parts[at : at + size]) for at in range(last + 1))


def jaccard(one: Set[object], other: Set[object]) -> float:
    """The share of what either holds that both hold; 0 for two empty sets, which share nothing.

    >>> jaccard({1, 2, 3, 4, 5}, {3, 4, 5, 6, 7, 8})
    0.375
    """
    either = one | other
    return len(one & other) / len(either) if either else 0.0


def compare_texts(one: str, other: str) -> Likeness:
    """How like two texts are once they are masked. Blank is like nothing, not even another blank.

    >>> found = compare_texts("In May we reviewed 14 care plans.", "In June we reviewed 15 care plans!")
    >>> found.same, found.ratio, found.shared
    (True, 100.0, 1.0)
    >>> compare_texts("", "").is_repeat()
    False
    """
    masked, other_masked = mask_text(one), mask_text(other)
    if not masked or not other_masked:
        return Likeness(False, 0.0, 0.0)
    return Likeness(
        masked == other_masked,
        fuzz.ratio(masked, other_masked),
        jaccard(shingles(masked), shingles(other_masked)),
    )


def is_standing_line(text: str, rule: RepeatRule = DEFAULT_RULE) -> bool:
    """Does a text say so little that saying it again means nothing? A blank one does.

    Under eight words, or, masked, one of the standing phrases.

    >>> is_standing_line("Nil return."), is_standing_line("All nine people with a falls plan were seen again")
    (True, False)
    """
    masked = mask_text(text)
    phrases = {mask_text(phrase) for phrase in rule.standing_phrases}
    return len(masked.split()) < rule.least_words or masked in phrases


def find_repeats(statements: pd.DataFrame, rule: RepeatRule = DEFAULT_RULE) -> pd.DataFrame:
    """The statements that repeat an earlier one on the same risk, made in the 12 months before.

    `statements`: those of one service, in any order, with statement_id, made_on, risk_id and text. One
    row a repeating statement, by day and id: which earlier one it repeats most closely (the same text
    first, then by `ratio`, then the newest), whether they are the same once masked, `ratio` from 0 to
    100 and `shared` from 0 to 1. Standing lines, and statements without a text or a risk, repeat
    nothing and are not repeated; nor do statements of one day repeat each other.

    >>> statements = pd.DataFrame({
    ...     "statement_id": ["ST-2", "ST-1"],
    ...     "made_on": pd.to_datetime(["2026-06-30", "2026-05-31"]),
    ...     "risk_id": ["R-1", "R-1"],
    ...     "text": [f"In {month} all {n} care plans were read again and two rewritten."
    ...              for month, n in (("June", 15), ("May", 14))],
    ... })
    >>> find_repeats(statements)[["statement_id", "earlier_id", "same"]].values.tolist()
    [['ST-2', 'ST-1', True]]
    """
    rows = (
        statements[["made_on", "statement_id", "risk_id", "text"]].dropna().itertuples(index=False, name=None)
    )
    told = sorted(_Told(*row) for row in rows if not is_standing_line(row[-1], rule))
    found = (_closest(one, told[:at], rule) for at, one in enumerate(told))
    return pd.DataFrame([repeat for repeat in found if repeat], columns=list(REPEAT_COLUMNS))


class _Told(NamedTuple):
    made_on: pd.Timestamp
    statement_id: str
    risk_id: str
    text: str


def _closest(
    one: _Told, earlier: Sequence[_Told], rule: RepeatRule
) -> tuple[str, str, bool, float, float] | None:
    """The row of a statement that repeats an earlier one; `earlier` is in the order of days."""
    since = one.made_on - pd.DateOffset(months=rule.months)
    repeats = [
        (like.same, like.ratio, at, like.shared)
        for at, other in enumerate(earlier)
        if other.risk_id == one.risk_id and since <= other.made_on < one.made_on
        for like in [compare_texts(one.text, other.text)]
        if like.is_repeat(rule)
    ]
    if not repeats:
        return None
    same, ratio, at, shared = max(repeats)
    return one.statement_id, earlier[at].statement_id, same, ratio, shared
