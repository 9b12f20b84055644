"""When one threshold is moved, what has to be computed again, and what can stand?

Whoever computes something is watched: which thresholds did it read? An answer is kept with them, and
given again while each of them has the value it had. So nobody has to write down which measure depends
on which threshold, and nothing that was read can be forgotten.

Where a threshold has moved, an answer still stands when everything that was asked on the way to it comes
out the same, to the last cell: a definition under which no record counts otherwise redraws nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, TypeVar, cast

from toolkit.audits.asking import each_given
from toolkit.explore.same import same
from toolkit.parameters.thresholds import Thresholds

Key = tuple[str, str]  # section and key of a threshold
Answer = TypeVar("Answer")
KEPT = 6  # answers to one question: the report's, the one on show, and a few on the way


@dataclass(frozen=True, slots=True)
class _Looked:
    """A threshold was looked at, and had this value."""

    key: Key
    value: object

    def stands(self, memory: Memory) -> bool:
        return memory.note(*self.key) == self.value


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """Another answer was asked for, and was this one."""

    name: Hashable
    compute: Callable[[], Any]
    given: tuple[object, ...]
    answer: Any

    def stands(self, memory: Memory) -> bool:
        return memory.remember(self.name, self.compute, self.given) is self.answer


@dataclass(frozen=True, slots=True, eq=False)
class _Reading:
    """What is looked at and asked on the way to an answer, in its order; and every threshold behind it."""

    steps: list[_Looked | _Asked] = field(default_factory=list)
    read: dict[Key, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    """An answer, what it was given besides the facts, and how it was come by."""

    answer: Any
    given: tuple[object, ...]
    reading: _Reading


class Memory:
    """The thresholds in force, and every answer with the thresholds that were read for it."""

    def __init__(self, thresholds: Thresholds) -> None:
        self.current = thresholds
        self._kept: dict[Hashable, list[_Kept]] = {}
        self._reading: list[_Reading] = []

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
            reading.steps.append(_Looked((section, key), value))
            reading.read[section, key] = value
        return value

    def remember(
        self, name: Hashable, compute: Callable[[], Answer], given: tuple[object, ...] = ()
    ) -> Answer:
        """The answer kept under that name if it still holds, else a new one."""
        kept = self._kept.setdefault(name, [])
        found = next((one for one in kept if one.given == given and self._holds(one)), None)
        if found is None:
            found = self._followed(kept, given) or self._computed(kept, compute, given)
        else:
            kept.remove(found)
        kept.append(found)
        del kept[:-KEPT]
        for reading in self._reading[-1:]:
            reading.steps.append(_Asked(name, compute, given, found.answer))
            reading.read.update(found.reading.read)
        return cast(Answer, found.answer)

    def _holds(self, kept: _Kept) -> bool:
        """True when no threshold behind the answer has moved."""
        return all(self.value(*key) == value for key, value in kept.reading.read.items())

    def _followed(self, kept: list[_Kept], given: tuple[object, ...]) -> _Kept | None:
        """An answer of which every step comes out as before, though a threshold far behind it has moved.

        The steps are gone in their order: while each is as it was, the next is what would be asked now.
        """
        for one in kept[::-1]:
            if one.given != given:
                continue
            with self._new_reading() as reading:
                stands = all(step.stands(self) for step in one.reading.steps)
            if stands:
                return _Kept(one.answer, given, reading)
        return None

    def _computed(self, kept: list[_Kept], compute: Callable[[], Any], given: tuple[object, ...]) -> _Kept:
        """A new answer; one that is the same as one kept is that one, so that what rests on it can stand."""
        with self._new_reading() as reading:
            answer = compute()
        answer = next((one.answer for one in kept if same(one.answer, answer)), answer)
        return _Kept(answer, given, reading)

    @contextmanager
    def _new_reading(self) -> Iterator[_Reading]:
        reading = _Reading()
        self._reading.append(reading)
        try:
            yield reading
        finally:
            self._reading.pop()


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


class _RememberedEach:
    """In place of an `each_given`, likewise: for each thing it is given."""

    def __init__(self, name: str, compute: Callable[[Any, Any], Any]) -> None:
        self.name, self.compute = name, compute

    def __get__(self, facts: Any, owner: type) -> Callable[[Any], Any]:
        return partial(self._of, facts)

    def _of(self, facts: Any, given: Any) -> Any:
        return facts.memory.remember((id(facts), self.name, given), partial(self.compute, facts, given))


def watched_class(facts: Any, **methods: Any) -> Any:
    """The class of facts of which all that is computed once is remembered; `methods` stand in for its own."""
    parts: dict[str, Any] = {}
    for one in reversed(facts.__mro__):
        for name, part in vars(one).items():
            if isinstance(part, cached_property):
                parts[name] = _Remembered(name, part.func)
            elif isinstance(part, each_given):
                parts[name] = _RememberedEach(name, part.compute)
    return type(f"Watched{facts.__name__}", (facts,), {**parts, **methods})
