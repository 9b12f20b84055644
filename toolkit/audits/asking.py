"""How is one question, or one frame of a picture, asked of an audit's facts?

An audit asks each once, and plainly. The explorer asks them again and again with other thresholds, and
keeps every answer for which nothing that was read has changed (toolkit/explore/remembered.py).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

Answer = TypeVar("Answer")
Given = TypeVar("Given")


class Ask(Protocol):
    """Whoever puts a question to the facts; `given` is what it is told besides them."""

    def __call__(self, question: Callable[..., Answer], facts: Any, /, *given: object) -> Answer: ...


def ask_once(question: Callable[..., Answer], facts: Any, /, *given: object) -> Answer:
    """Put the question, and keep nothing."""
    return question(facts, *given)


class each_given(Generic[Given, Answer]):
    """A method of facts, computed once for each thing it is given; the sister of `cached_property`.

    >>> class Facts:
    ...     @each_given
    ...     def double(self, number: int) -> list[int]:
    ...         return [2 * number]
    >>> facts = Facts()
    >>> facts.double(3), facts.double(3) is facts.double(3)
    ([6], True)
    """

    def __init__(self, compute: Callable[[Any, Given], Answer]) -> None:
        self.compute, self.__doc__ = compute, compute.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, facts: Any, owner: type) -> Callable[[Given], Answer]:
        return partial(self._of, facts)

    def _of(self, facts: Any, given: Given) -> Answer:
        known: dict[Given, Answer] = vars(facts).setdefault(f"each {self.name}", {})
        if given not in known:
            known[given] = self.compute(facts, given)
        return known[given]
