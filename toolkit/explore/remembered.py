"""When one threshold is moved, what has to be computed again, and what can stand?

Whoever computes something is watched: which thresholds did it read? An answer is kept with them, and
given again while each of them has the value it had. So nobody has to write down which measure depends
on which threshold, and nothing that was read can be forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar, cast

from toolkit.parameters.thresholds import Thresholds

Key = tuple[str, str]  # section and key of a threshold
Answer = TypeVar("Answer")
KEPT = 6  # answers to one question: the report's, the one on show, and a few on the way


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    """An answer, what it was given besides the facts, and the thresholds read for it."""

    answer: Any
    given: tuple[object, ...]
    read: dict[Key, object]


class Memory:
    """The thresholds in force, and every answer with the thresholds that were read for it."""

    def __init__(self, thresholds: Thresholds) -> None:
        self.current = thresholds
        self._kept: dict[Hashable, list[_Kept]] = {}
        self._reading: list[dict[Key, object]] = []

    @property
    def watched(self) -> Thresholds:
        """The thresholds in force, for audits: it tells this memory whatever is read of it."""
        return cast(Thresholds, _WatchedThresholds(self))

    def value(self, section: str, key: str) -> object:
        return getattr(getattr(self.current, section), key)

    def note(self, section: str, key: str) -> object:
        """The value of a threshold; whatever is being computed has read it."""
        value = self.value(section, key)
        for reading in self._reading[-1:]:
            reading[section, key] = value
        return value

    def remember(
        self, name: Hashable, compute: Callable[[], Answer], given: tuple[object, ...] = ()
    ) -> Answer:
        """The answer kept under that name if it still holds, else a new one."""
        kept = self._kept.setdefault(name, [])
        found = next((one for one in kept if self._holds(one) and one.given == given), None)
        if found is None:
            self._reading.append({})
            try:
                answer = compute()
            finally:
                read = self._reading.pop()
            found = _Kept(answer, given, read)
        else:
            kept.remove(found)
        kept.append(found)
        del kept[:-KEPT]
        for reading in self._reading[-1:]:
            reading.update(found.read)
        return cast(Answer, found.answer)

    def _holds(self, kept: _Kept) -> bool:
        return all(self.value(*key) == value for key, value in kept.read.items())


class _WatchedThresholds:
    """Stands in for `Thresholds`; its sections stand in for theirs."""

    def __init__(self, memory: Memory) -> None:
        self._sections = {name: _WatchedSection(memory, name) for name in Thresholds.model_fields}

    def __getattr__(self, name: str) -> _WatchedSection:
        try:
            return self._sections[name]
        except KeyError:
            raise AttributeError(name) from None


class _WatchedSection:
    """Stands in for one section of the thresholds, whatever they are at the moment."""

    __slots__ = ("_memory", "_name")

    def __init__(self, memory: Memory, name: str) -> None:
        self._memory, self._name = memory, name

    def __getattr__(self, key: str) -> object:
        if key.startswith("__"):
            raise AttributeError(key)
        return self._memory.note(self._name, key)

    def __repr__(self) -> str:
        """As the section itself prints, every value of it read: what is kept by content is kept by this."""
        section = type(getattr(self._memory.current, self._name))
        values = {key: self._memory.note(self._name, key) for key in section.model_fields}
        return repr(section.model_construct(**values))


class _Remembered:
    """In place of a `cached_property`: computed again when a threshold that it read has moved."""

    def __init__(self, name: str, compute: Callable[[Any], Any]) -> None:
        self.name, self.compute = name, compute

    def __get__(self, facts: Any, owner: type) -> Any:
        if facts is None:
            return self
        return facts.memory.remember((id(facts), self.name), lambda: self.compute(facts))

    def __set__(self, facts: Any, value: object) -> None:
        raise AttributeError(f"{self.name} is computed")


def watched_class(facts: Any, **methods: Callable[..., Any]) -> Any:
    """The class of facts whose every cached property is remembered; `methods` stand in for its own."""
    found: dict[str, Any] = {}
    for one in reversed(facts.__mro__):
        found |= {name: part for name, part in vars(one).items() if isinstance(part, cached_property)}
    parts = {name: _Remembered(name, part.func) for name, part in found.items()}
    return type(f"Watched{facts.__name__}", (facts,), {**parts, **methods})
