"""What do the audits of one service and month say, under the report's thresholds and under others?

Evidence is loaded once. Each audit is opened when it is first looked at, and of it only what is shown
is computed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from toolkit.audits import AUDITS
from toolkit.audits.checks import Check
from toolkit.audits.complaints import audit as complaints
from toolkit.audits.described import Described, describe_audit
from toolkit.audits.oversight.facts import OversightFacts
from toolkit.audits.result import Audit
from toolkit.audits.staffing.voices_facts import VoicesFacts
from toolkit.evidence import Evidence
from toolkit.explore.remembered import Memory, watched_class
from toolkit.parameters import Parameters
from toolkit.parameters.thresholds import Thresholds
from toolkit.period import Period
from toolkit.sources.store import Store

Answer = TypeVar("Answer")


class ServiceMonth:
    """One service and month, open for questions."""

    def __init__(self, parameters: Parameters, store: Store, service: str, month: str) -> None:
        self.evidence = Evidence.open(parameters, store, service, Period.parse(month))
        self.thresholds = self.evidence.thresholds  # the provider's and the service's own: the report's
        self.memory = Memory(self.thresholds)
        self.evidence.thresholds = self.memory.watched
        self._facts: dict[type, Any] = {}

    @property
    def service(self) -> str:
        return self.evidence.service.service_id

    @property
    def month(self) -> str:
        return self.evidence.period.month

    def answers(self, name: str, thresholds: Thresholds | None = None) -> tuple[Check, ...]:
        """Every answer of one audit, under these thresholds; without any, under the report's."""
        with self._under(thresholds):
            return AUDITS[name].answers(self.facts(name), self._ask)

    def audit(self, name: str, thresholds: Thresholds | None = None) -> Audit:
        """One whole audit, under these thresholds; without any, under the report's."""
        with self._under(thresholds):
            return AUDITS[name].tell(self.facts(name), self._ask)

    def frame(self, audit: str, name: str, thresholds: Thresholds | None = None) -> Any:
        """One part of the audit that its pictures are drawn from."""
        kind = AUDITS[audit]
        if name in Described.__annotations__:
            return self.memory.remember(
                ("described", audit),
                lambda: describe_audit(self.evidence, kind.name, kind.title, kind.tables),
            )[name]  # type: ignore[literal-required]  # the names are those it declares
        if name not in kind.frames:
            return getattr(self.audit(audit, thresholds), name)
        with self._under(thresholds):
            return self._ask(kind.frames[name], self.facts(audit))

    def remembered(self, name: Hashable, thresholds: Thresholds, compute: Callable[[], Answer]) -> Answer:
        """Whatever else is made of this month, kept while no threshold that it rests on is moved."""
        with self._under(thresholds):
            return self.memory.remember(name, compute)

    def look_ahead(self, audit: str) -> None:
        """Work out what an answer may look back on once a threshold is moved, so that moving it is quick."""
        facts = self.facts(audit)
        if not isinstance(facts, VoicesFacts):
            return
        for month in (facts, facts.earlier(1)):
            back = 0 if month.staffing_missing else self.thresholds.repeated_staffing_gaps.months_running
            for months_before in range(back):
                month.fill_of(months_before)
                month.short_days_of(months_before)

    def facts(self, name: str) -> Any:
        """The facts behind an audit, computed as they are asked for."""
        kind = _most_specific(AUDITS[name].facts)
        if kind not in self._facts:
            self._facts[kind] = self._watched_facts(kind)
        return self._facts[kind]

    def _watched_facts(self, kind: type[Any]) -> Any:
        if issubclass(kind, VoicesFacts):
            return _watched(kind, self.evidence, self.memory, earlier=_earlier)
        if issubclass(kind, OversightFacts):
            learning = property(lambda _: self.facts(complaints.NAME))
            return _watched(kind, self.evidence, self.memory, learning=learning)
        return _watched(kind, self.evidence, self.memory)

    @contextmanager
    def _under(self, thresholds: Thresholds | None) -> Iterator[None]:
        before = self.memory.current
        self.memory.current = self.thresholds if thresholds is None else thresholds
        try:
            yield
        finally:
            self.memory.current = before

    def _ask(self, question: Callable[..., Answer], facts: Any, /, *given: object) -> Answer:
        return self.memory.remember((question, id(facts)), lambda: question(facts, *given), given)


class PartOfAudit:
    """Stands in for an audit where a picture is drawn: each part of it is computed when it is asked for."""

    def __init__(self, service_month: ServiceMonth, name: str, thresholds: Thresholds) -> None:
        self._of = (service_month, name, thresholds)

    def __getattr__(self, part: str) -> Any:
        if part.startswith("__"):
            raise AttributeError(part)
        service_month, name, thresholds = self._of
        return service_month.frame(name, part, thresholds)


def _most_specific(kind: type[Any]) -> type[Any]:
    """Facts that are these and more, where another audit has such: what both ask is worked out once."""
    kinds = [audit.facts for audit in AUDITS.values() if issubclass(audit.facts, kind)]
    return max(kinds, key=lambda one: len(one.__mro__))


def _watched(facts: Any, evidence: Evidence, memory: Memory, **parts: Any) -> Any:
    made = watched_class(facts, **parts)
    opened = made.__new__(made)
    opened.memory = memory
    opened.__init__(evidence)
    return opened


def _earlier(facts: Any, months: int) -> Any:
    """The facts of an earlier month, the same ones each time: what they remember is worth keeping."""
    opened = facts.__dict__.setdefault("opened_earlier", {})
    if months not in opened:
        opened[months] = _watched(VoicesFacts, facts.evidence.earlier(months), facts.memory, earlier=_earlier)
    return opened[months]
