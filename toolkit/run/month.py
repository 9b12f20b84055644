"""What do all services of one batch share?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from toolkit.parameters import Parameters
from toolkit.period import Period
from toolkit.problems import Problem
from toolkit.run.data_quality import all_problems
from toolkit.run.fingerprints import Fingerprints
from toolkit.run.kept import MONTH, Kept, Published, keys_path, read_kept, read_published
from toolkit.run.plan import AuditKind
from toolkit.sources.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The records, the parameters and the month, and where the outputs lie."""

    parameters: Parameters
    store: Store
    period: Period
    kinds: Mapping[str, AuditKind]
    outputs: Path
    prints: Fingerprints

    @property
    def month_folder(self) -> Path:
        return self.outputs / self.period.month

    @property
    def problems(self) -> tuple[Problem, ...]:
        return all_problems(self.parameters, self.store)

    def problems_of(self, service: str) -> int:
        """How many problems stand in a service's records, or in no one's in particular."""
        return sum(problem.service in ("", service) for problem in self.problems)

    def keys_of(self, service: str) -> Path:
        return keys_path(self.outputs, self.period.month, service)

    def published(self, service: str) -> Published:
        """The service's month as it lies in the outputs now."""
        return read_published(self.month_folder / service, self.period, self.keys_of(service))

    def kept_month(self) -> Kept:
        """What the provider's pages of the month rested on."""
        return read_kept(self.keys_of(MONTH))
