"""What does one audit of one service rest on, part by part, so that a change of any part is seen and named?

Everything that can change a byte of an executed notebook is in `run`, all that changes only the page
made from it in `render`, and what the service's own page and manifest add in `pages`. Where in doubt a
part counts more than it must: an audit run in vain costs seconds, a stale one tells of care that was.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, is_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from toolkit.audits.published import FINDINGS, MANIFEST
from toolkit.evidence import Evidence
from toolkit.parameters import Parameters
from toolkit.period import Period
from toolkit.problems import Effect, Problem
from toolkit.run.code import Code, digest_code
from toolkit.run.manifest import concerns
from toolkit.run.plan import AuditKind
from toolkit.run.publish import sha256_of
from toolkit.run.reach import Reach
from toolkit.sources.contract import TABLES
from toolkit.sources.store import Store
from toolkit.sources.store_index import PROVIDER

Parts = dict[str, str]
TABLE = "table "  # how the parts that are rows of a table are named
ELSEWHERE = "elsewhere"
_JUDGING = ("thresholds", "changed_thresholds", "rebases")


class Fingerprints:
    """The parts of every audit of a month, as they are now."""

    def __init__(
        self, parameters: Parameters, store: Store, period: Period, kinds: Mapping[str, AuditKind],
        notebooks: Path, code: Code | None = None,
    ) -> None:  # fmt: skip
        self._parameters = parameters
        self._store = store
        self._period = period
        self._kinds = kinds
        self._code = code or digest_code()
        self._reach = Reach(store, period)
        self._problems = _by_service_and_table(store.problems)
        self._counts = Counter(one.service for one in store.problems)
        self._unread = {one.table for one in store.problems if one.effect is Effect.FILE_NOT_READ}
        self._files = {file.path: file for file in store.files}
        self.outline = cache(lambda audit: self._reach.outline(kinds[audit].tables))
        # Now, before anything runs: what is saved meanwhile makes an audit run once more, never skip.
        self._notebooks = {audit: sha256_of(notebooks / f"{audit}.ipynb") for audit in kinds}
        self._parameter = {name: sha256_of(parameters.workspace / name) for name in parameters.files}
        self._evidence = cache(lambda service: Evidence.open(parameters, store, service, period))
        self._settings = cache(self._read_settings)
        self._rows = cache(self._digest_rows)

    def run(self, service: str, audit: str) -> Parts:
        """What the executed notebook rests on, but for the rows of other services (`elsewhere`)."""
        tables = sorted(self._kinds[audit].tables)
        return {
            "notebook": self._notebooks[audit],
            "code": self._code.run,
            "versions": self._code.versions,
            "as_of": self._period.as_of.isoformat(),
            **self._settings(service),
            "problems": digest_of([self._problems_in(service, table) for table in tables]),
            **{f"{TABLE}{table}": self._rows(service, table) for table in tables},
        }

    def elsewhere(self, service: str, audit: str) -> str:
        """The rows of other services that the audit may see; needed only when the outline changed."""
        return self._reach.digest(service, self._kinds[audit].tables)

    def render(self, service: str, audit: str) -> Parts:
        """What the page adds to the executed notebook."""
        named = (self._kinds[audit].title, self._parameters.services[service].name)
        return {
            "page code": self._code.page,
            "names": digest_of([*named, self._parameters.provider.name]),
        }

    def pages(self, service: str, files: Iterable[str]) -> Parts:
        """What the service's page and manifest add to its audits; `files` are those its rows stand in."""
        month_before = self._month_before / service
        mine = [name for name in self._parameters.files if concerns(name, service)]
        return {
            **self._everywhere(),
            "parameters": digest_of([(name, self._parameter[name]) for name in sorted(mine)]),
            "files": digest_of([self._files.get(name) for name in sorted(files)]),
            "month before": _published(month_before),
            "problems": str(self._counts[service] + self._counts[""]),
        }

    def month(self, services: Iterable[str]) -> Parts:
        """What the provider's pages are made from."""
        months = (self._month_before, self._month_before.parent / self._period.month)
        published = [(service, *(_published(month / service) for month in months)) for service in services]
        return {
            **self._everywhere(),
            "parameters": digest_of([(name, self._parameter[name]) for name in self._parameters.files]),
            "services": digest_of(published),
            "problems": digest_of([*self._parameters.problems, *self._store.problems]),
            "files": str(len(self._files)),
        }

    @property
    def _month_before(self) -> Path:
        return self._parameters.workspace / "outputs" / self._period.earlier(1).month

    def _everywhere(self) -> Parts:
        return {
            "code": digest_of([self._code.run, self._code.page]),
            "versions": self._code.versions,
            "as_of": self._period.as_of.isoformat(),
            "audits": digest_of({name: kind.title for name, kind in self._kinds.items()}),
        }

    def _read_settings(self, service: str) -> Parts:
        """What the service's audits know beside its rows: by what they judge, and the rest."""
        settings = self._evidence(service).settings()
        rest = {name: held for name, held in settings.items() if name not in (*_JUDGING, "period")}
        return {
            "thresholds": digest_of({name: settings[name] for name in _JUDGING}),
            "settings": digest_of(rest),
        }

    def _digest_rows(self, service: str, table: str) -> str:
        """The stored rows of the service and of the whole provider, no later than the month."""
        held = [self._store.parts(table).get(name, {}) for name in (service, PROVIDER)]
        if TABLES[table].by_month:
            held = [{part: d for part, d in one.items() if part <= self._period.month} for one in held]
        return digest_of([self._store.supplied(table), *held])

    def _problems_in(self, service: str, table: str) -> list[Any]:
        """What is wrong with the service's rows of the table, and its files that nobody could read."""
        found: list[Any] = list(self._problems.get((service, table), ()))
        if table in self._unread:
            found += self._evidence(service).files_not_read(table)
        return found


def digest_of(value: Any) -> str:
    """One digest of plain values, records and settings; the same for equal ones."""
    text = json.dumps(value, default=_as_plain, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _as_plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"a {type(value).__name__} has no fingerprint")


def _by_service_and_table(problems: Iterable[Problem]) -> Mapping[tuple[str, str], list[Problem]]:
    found: dict[tuple[str, str], list[Problem]] = {}
    for one in problems:
        found.setdefault((one.service, one.table), []).append(one)
    return found


def _published(folder: Path) -> str:
    """What a service's month tells another month; nothing where it was not published to its end."""
    if not (folder / MANIFEST).is_file():
        return ""
    return digest_of([sha256_of(path) for path in (folder / FINDINGS, folder / MANIFEST) if path.is_file()])
