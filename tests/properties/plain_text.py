"""Is it the same text again: the slow second implementation."""

from __future__ import annotations

import re
import unicodedata

NAMES = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
)
STANDING = ("nil return", "no incidents this month", "no change", "nothing to report")
RATIO, SHINGLES, WORDS = 90, 0.8, 8


def masked(text: str) -> str:
    """ "After masking (case, punctuation, digits, month and weekday names)"."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = re.sub(r"\d+", "<n>", text)
    text = re.sub(rf"\b({NAMES})\b", "<m>", text)
    text = re.sub(r"[^\w\s<>]", " ", text)
    return " ".join(text.split())


def is_standing_line(text: str) -> bool:
    """ "A standing line has under 8 words or, masked, is one of the phrases"."""
    return len(text.split()) < WORDS or masked(text) in STANDING


def repeats(text: str, earlier: str) -> bool:
    """ "The same text, or rapidfuzz `ratio` >= 90 and 3-word-shingle Jaccard >= 0.8"."""
    one, other = masked(text), masked(earlier)
    return one == other or (ratio(one, other) >= RATIO and jaccard(one, other) >= SHINGLES)


def ratio(one: str, other: str) -> float:
    """100 x 2 x longest common subsequence / both lengths."""
    row = [0] * (len(other) + 1)
    for a in one:
        before = row[:]
        for place, b in enumerate(other, start=1):
            row[place] = before[place - 1] + 1 if a == b else max(before[place], row[place - 1])
    return 100 * 2 * row[-1] / ((len(one) + len(other)) or 1)


def jaccard(one: str, other: str) -> float:
    a, b = shingles(one), shingles(other)
    return len(a & b) / len(a | b) if a | b else 0.0


def shingles(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return {tuple(words[place : place + 3]) for place in range(len(words) - 2)}
