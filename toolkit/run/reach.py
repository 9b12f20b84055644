"""Which rows of other services bear on an audit of this one, and have they changed?

People move, staff work in two places, learning is written down where the complaint was not received:
an audit sees such rows of other services (`Evidence.everywhere`, `of_people`, `elsewhere`). The outline
says in an instant that nobody's rows changed at all; only when it differs are the rows looked at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from functools import cache

import pandas as pd

from toolkit.evidence import REACHED, everywhere_from, sharing_days
from toolkit.period import Period
from toolkit.sources.contract import TABLES
from toolkit.sources.store import Store

_COMPLAINTS, _PEOPLE = "complaint_id", "person_id"


class Reach:
    """What the audits of one month may see of other services, for each service."""

    def __init__(self, store: Store, period: Period) -> None:
        self._store = store
        self._period = period
        self._rows = cache(self._read)
        self._own = cache(self._read_own)
        self._days = cache(self._shared_days)

    def outline(self, tables: Iterable[str]) -> str:
        """One digest of every service's rows in those of the tables that are read across services."""
        digest = hashlib.sha256()
        for table in sorted(set(tables) & REACHED.keys()):
            first, last = (f"{day:%Y-%m}" for day in (everywhere_from(self._period), self._period.as_of))
            for service, parts in sorted(self._store.parts(table).items()):
                for part, content in sorted(parts.items()):
                    if not TABLES[table].by_month or first <= part <= last:
                        digest.update(f"{table} {service} {part} {content}\n".encode())
        return digest.hexdigest()

    def digest(self, service: str, tables: Collection[str]) -> str:
        """One digest of the other services' rows that an audit of this service may see.

        Rather too many than too few: whoever is named in any of the service's own rows counts, asked
        for or not.
        """
        wanted = set(tables)
        digest = hashlib.sha256()
        complaints = self._ids(service, wanted, _COMPLAINTS)
        people = self._ids(service, wanted, _PEOPLE)
        for table in sorted(wanted & REACHED.keys(), key=lambda name: (REACHED[name] == _PEOPLE, name)):
            rows = self._rows(table)
            if TABLES[table].by_month:
                tied = self._days(table, service)
            else:
                tied = rows[
                    rows[REACHED[table]].isin(complaints if REACHED[table] == _COMPLAINTS else people)
                ]
            if REACHED[table] == _COMPLAINTS and _PEOPLE in tied:
                people |= set(tied[_PEOPLE].dropna())
            theirs = tied.loc[tied["service_id"] != service, "digest"].sort_values()
            digest.update(f"{table} {len(theirs)}\n".encode() + theirs.to_numpy().tobytes())
        return digest.hexdigest()

    def _ids(self, service: str, tables: Iterable[str], column: str) -> set[str]:
        """The ids in the service's own rows, of the tables that are kept whole."""
        found: set[str] = set()
        for table in tables:
            if not TABLES[table].by_month and any(c.name == column for c in TABLES[table].columns):
                found |= set(self._own(table, service)[column].dropna())
        return found

    def _shared_days(self, table: str, service: str) -> pd.DataFrame:
        return sharing_days(self._rows(table), table, service)

    def _read(self, table: str) -> pd.DataFrame:
        own_day = TABLES[table].own_day or ""
        columns = {"service_id", "staff_id", _PEOPLE, _COMPLAINTS, own_day}
        first = everywhere_from(self._period) if TABLES[table].by_month else None
        return self._store.row_digests(table, columns, first=first, last=self._period.as_of)

    def _read_own(self, table: str, service: str) -> pd.DataFrame:
        rows = self._store.rows(table, service=service, last=self._period.as_of)
        return rows[[name for name in (_PEOPLE, _COMPLAINTS) if name in rows]]  # kept as long as the batch
