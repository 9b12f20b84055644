"""What is the same in every audit: whose it is, of which month, and which records it rests on?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypedDict

from toolkit.audits.result import ChangedThreshold, SourceUse, Subject
from toolkit.audits.sources_used import files_used, sources_used
from toolkit.evidence import Evidence
from toolkit.period import Period


class Described(TypedDict):
    """The fields of an `Audit` that do not depend on what it asks."""

    name: str
    title: str
    subject: Subject
    provider: str
    period: Period
    sources: tuple[SourceUse, ...]
    changed_thresholds: tuple[ChangedThreshold, ...]
    problems_count: int
    files: tuple[Mapping[str, object], ...]


def describe_audit(evidence: Evidence, name: str, title: str, tables: Iterable[str]) -> Described:
    """Name, subject, period and sources of one audit of one service and month."""
    read = tuple(tables)
    service = evidence.service
    return Described(
        name=name,
        title=title,
        subject=Subject(service.service_id, service.name, service.kind),
        provider=evidence.provider,
        period=evidence.period,
        sources=sources_used(evidence, read),
        changed_thresholds=tuple(ChangedThreshold(*changed) for changed in evidence.changed_thresholds),
        problems_count=evidence.problem_rows(read),
        files=files_used(evidence, read),
    )
