"""Where is the threshold that somebody asks about in the room, by a word they would use?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from toolkit.explore.thresholds import Threshold
from toolkit.explore.what_if import Answered, WhatIf
from toolkit.wording import count


@dataclass(frozen=True, slots=True)
class Place:
    """A threshold, and the questions it is moved under."""

    threshold: Threshold
    codes: tuple[str, ...]  # most serious answer first

    def code(self, chosen: str | None) -> str:
        """The question to open: the one that is open where it is judged by this threshold too."""
        return chosen if chosen in self.codes else self.codes[0]


def places_of(what_if: WhatIf, answers: Sequence[Answered]) -> Mapping[str, Place]:
    """What to type -> where it is, in the order of the words.

    A threshold of one question is named with it. How records are counted is asked by many, and named so.
    """
    found: dict[str, tuple[Threshold, list[str]]] = {}
    for one in answers:
        for threshold in what_if.thresholds_of(one.code):
            where = "how records are counted" if threshold.is_definition else one.now.question.question
            found.setdefault(f"{threshold.label} · {where}", (threshold, []))[1].append(one.code)
    return {words: Place(threshold, tuple(codes)) for words, (threshold, codes) in sorted(found.items())}


def words_about(typed: str, names: Iterable[str]) -> str:
    """What is said under the box while none of these names is chosen in it; "" while it is empty.

    >>> words_about("Late", ["Late care, at least", "Days, at most"])
    '1 threshold has these words in its line. Choose it from the list.'
    >>> words_about("overtime", ["Late care, at least"])
    'No threshold of this audit has these words in its line. Try another word.'
    """
    sought = typed.strip().casefold()
    if not sought:
        return ""
    n = sum(sought in name.casefold() for name in names)
    if not n:
        return "No threshold of this audit has these words in its line. Try another word."
    if n == 1:
        return "1 threshold has these words in its line. Choose it from the list."
    return f"{count(n, 'threshold')} have these words in their line. Choose one from the list."
