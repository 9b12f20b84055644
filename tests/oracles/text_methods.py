"""The worked cases on texts that repeat each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rapidfuzz import fuzz

from toolkit.measures.repeated_text import jaccard, mask_text, plain_words, shingles

Given = Mapping[str, object]


def _ratio(given: Given) -> dict:
    return {"ratio": fuzz.ratio(given["a"], given["b"])}


def _jaccard(given: Given) -> dict:
    return {"jaccard": jaccard(set(given["S"]), set(given["T"]))}


def _shingles(given: Given) -> dict:
    def shared(one: str, other: str, prepare: Callable[[str], str]) -> float:
        return jaccard(*(shingles(prepare(given[name]), given["k"]) for name in (one, other)))

    return {
        "ab": shared("a", "b", plain_words),
        "ac": shared("a", "c", plain_words),
        "ab_masked": shared("a", "b", mask_text),
        "ac_masked": shared("a", "c", mask_text),
    }


IMPLEMENTED: Mapping[str, Callable[[Given], dict]] = {
    "text.rapidfuzz": _ratio,
    "text.jaccard": _jaccard,
    "text.jaccard_shingles": _shingles,
}

_ONE_SENTENCE_IS_ENOUGH = "100 as soon as one text lies inside the other: a stock sentence in a new text"

NOT_OFFERED: Mapping[str, Mapping[str, str]] = {
    "text.rapidfuzz": {
        name: _ONE_SENTENCE_IS_ENOUGH for name in ("partial_ratio", "token_sort_ratio", "token_set_ratio")
    },
}

NOT_OFFERED_METHODS: Mapping[str, str] = {
    "text.tfidf_cosine": (
        "the likeness of two statements would change when a third is written, so that last month's "
        "answer would not stay what it was"
    ),
}
