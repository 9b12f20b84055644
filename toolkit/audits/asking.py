"""How is one question, or one frame of a picture, asked of an audit's facts?

An audit asks each once, and plainly. The explorer asks them again and again with other thresholds, and
keeps every answer for which nothing that was read has changed (toolkit/explore/remembered.py).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

Answer = TypeVar("Answer")


class Ask(Protocol):
    """Whoever puts a question to the facts; `given` is what it is told besides them."""

    def __call__(self, question: Callable[..., Answer], facts: Any, /, *given: object) -> Answer: ...


def ask_once(question: Callable[..., Answer], facts: Any, /, *given: object) -> Answer:
    """Put the question, and keep nothing."""
    return question(facts, *given)
