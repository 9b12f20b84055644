"""What did the provider know about one service, at the end of one period?

`Evidence` holds the service's rows, table by table, loaded when asked for and never beyond `as_of`.
It differs from the store (sources/store.py), which holds every row ever supplied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Protocol

import pandas as pd

from toolkit.errors import WrongUse
from toolkit.parameters import Parameters
from toolkit.parameters.provider import ROLES
from toolkit.parameters.rebases import DeclaredRebase
from toolkit.parameters.thresholds import Thresholds
from toolkit.period import Period
from toolkit.problems import Effect, Problem
from toolkit.sources.contract import TABLES, Moment
from toolkit.sources.kept import KeptFrames, content_key

ROW_NOT_USED = Effect.ROW_NOT_USED
MONTHS_READ = 14  # a year and the two months before it: what one month's audit looks back on
HISTORY_MONTHS = 36  # how far back a chart over time reaches
EVERYWHERE_DAYS = 14  # how far before the month the rotas of all services are read
# The tables of which an audit may see other services' rows, and the id that ties such a row to this
# service. What may be seen through it is part of what decides whether an audit must run again
# (run/reach.py): reading another table this way is refused below.
REACHED: Mapping[str, str] = {
    "shifts": "staff_id",
    "people": "person_id",
    "care_plan_changes": "person_id",
    "complaints": "complaint_id",
    "learning": "complaint_id",
}
REPEATED = ("same-row-twice", "duplicate-id", "total-row")

# Where a row is a stay, a rule or an open matter, what counts is whether any part of it fell in the year.
SPANS = {"people": "moved_out", "staffing_needs": "valid_to", "risks": "closed_on", "actions": "closed_on"}


class Rows(Protocol):
    """What evidence needs of a store."""

    def rows(
        self, table: str, *, service: str | None = None, first: date | None = None, last: date | None = None
    ) -> pd.DataFrame: ...

    def supplied(self, table: str) -> bool: ...

    @property
    def kept(self) -> KeptFrames | None: ...

    @property
    def problems(self) -> tuple[Problem, ...]: ...


class ServiceFacts(Protocol):
    """What evidence needs to know of the service itself."""

    @property
    def service_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def opened_on(self) -> date | None: ...
    @property
    def closed_on(self) -> date | None: ...


class Evidence:
    """The linked tables of one service and one period.

    Rows whose own day is after `as_of` are not there; a later day in a column that records something
    done is blank; times of the same event stay whatever their date.
    """

    def __init__(
        self,
        *,
        service: ServiceFacts,
        period: Period,
        thresholds: Thresholds,
        store: Rows,
        provider: str = "",
        changed_thresholds: tuple[tuple[str, str, object, object, str], ...] = (),
        services: Iterable[str] = (),
        forums: Mapping[str, str] | None = None,
        rebases: Iterable[DeclaredRebase] = (),
        titles: Iterable[str] = (),
    ) -> None:
        self.service = service
        self.period = period
        self.thresholds = thresholds
        self.store = store
        self.provider = provider
        self.changed_thresholds = changed_thresholds
        self.services = tuple(services)
        self.forums = dict(forums or {})  # forum of the contract -> what the provider calls it
        self.rebases = tuple(rebases)
        self.titles = frozenset(titles)  # what the service calls the roles of the checks
        self._loaded: dict[str, pd.DataFrame] = {}
        self._as_read: dict[str, pd.DataFrame] = {}
        self._histories: dict[str, pd.DataFrame] = {}
        self._years: dict[str, pd.DataFrame] = {}
        self._months: dict[str, pd.DataFrame] = {}
        self._places: dict[str, dict[tuple[str, str | None], int]] = {}
        self._people: dict[tuple[str, frozenset[str]], pd.DataFrame] = {}
        self._wrong: dict[str, list[Problem]] | None = None

    @classmethod
    def open(cls, parameters: Parameters, store: Rows, service_id: str, period: Period) -> Evidence:
        """The evidence of one of the provider's services; raises WrongUse for an unknown one."""
        if service_id not in parameters.services:
            raise WrongUse.unknown("service", service_id, parameters.services)
        return cls(
            service=parameters.services[service_id],
            period=period,
            thresholds=parameters.thresholds(service_id),
            store=store,
            provider=parameters.provider.name,
            changed_thresholds=parameters.changed_thresholds(service_id),
            services=parameters.services,
            forums=parameters.provider.forums.model_dump(),
            rebases=parameters.rebases(service_id),
            titles=(parameters.title(role, service_id) for role in ROLES),
        )

    def rows(self, table: str) -> pd.DataFrame:
        """The service's rows of a table known at as_of; shifts and care of the last 14 months only."""
        if table not in self._loaded:
            self._loaded[table] = self.as_read(table).copy(deep=False)
        return self._loaded[table]

    def as_read(self, table: str) -> pd.DataFrame:
        """The same rows, as they were before anybody who was given them wrote into them."""
        if table not in self._as_read:
            self._as_read[table] = self._read(table, MONTHS_READ)
        return self._as_read[table]

    def history(self, table: str) -> pd.DataFrame:
        """The service's rows of a table known at as_of, as far back as any month of a chart needs them."""
        if not TABLES[table].by_month:
            return self.rows(table)
        if table not in self._histories:
            self._histories[table] = self._read(table, HISTORY_MONTHS + MONTHS_READ)
        return self._histories[table]

    def _read(self, table: str, months: int) -> pd.DataFrame:
        return known_rows(self.store, table, self.service.service_id, self.period, months)

    def everywhere(self, table: str) -> pd.DataFrame:
        """The service's rows of the month and the two weeks before, known at as_of, and others' beside them.

        Of another service come all rows of each day on which somebody of this service's was there.
        """
        first = everywhere_from(self.period)
        rows = self.store.rows(_reached(table), first=first, last=self.period.as_of)
        return known_at(sharing_days(rows, table, self.service.service_id), table, self.period)

    def of_people(self, table: str, person_ids: Iterable[str]) -> pd.DataFrame:
        """These people's rows known at as_of, at any of the provider's services, of the whole history.

        Somebody who moves to another of the provider's services takes their care plan along, under the
        same person id.
        """
        wanted = table, frozenset(person_ids)
        if wanted not in self._people:  # the files of every service are read for it
            self._people[wanted] = self._of_people(*wanted)
        return self._people[wanted]

    def _of_people(self, table: str, wanted: frozenset[str]) -> pd.DataFrame:
        found = _reached(table, "person_id")
        rows = self.store.rows(found, last=self.period.as_of) if wanted else self.rows(table).iloc[:0]
        return known_at(rows[rows["person_id"].isin(wanted)], table, self.period)

    def elsewhere(self, table: str, column: str, ids: Iterable[str]) -> pd.DataFrame:
        """The rows of the provider's other services that name one of these ids, known at as_of, of all times.

        The other services' files are read only when there is an id to look for and another service.
        """
        wanted = set(ids) if set(self.services) != {self.service.service_id} else set()
        found = _reached(table, column)
        rows = self.store.rows(found, last=self.period.as_of) if wanted else self.rows(table).iloc[:0]
        others = rows["service_id"].notna() & (rows["service_id"] != self.service.service_id)
        return known_at(rows[others & rows[column].isin(wanted)], table, self.period)

    def keep(self, follows_from: Iterable[object], compute: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """What `compute` gives, computed once for everything it follows from, code included."""
        kept = self.store.kept
        if kept is None:
            return compute()
        return kept.keep(self.service.service_id, content_key(follows_from), compute)

    def own_day(self, table: str) -> str:
        """The column that says when a row of the table became known."""
        name = TABLES[table].own_day
        if name is None:
            raise ValueError(f"{table} has no day of its own")
        return name

    def in_month(self, table: str) -> pd.DataFrame:
        """The rows whose own day falls in the audit month, up to as_of."""
        if table not in self._months:
            rows = self.rows(table)
            own = rows[TABLES[table].own_day]
            self._months[table] = rows[(own >= self.period.start) & (own < self.period.end)]
        return self._months[table]

    def in_year(self, table: str) -> pd.DataFrame:
        """The rows in force, living there or open in the 12 months to as_of, or with own day in them."""
        if table not in self._years:
            self._years[table] = self._in_year(table)
        return self._years[table]

    def _in_year(self, table: str) -> pd.DataFrame:
        rows = self.rows(table)
        first = pd.Timestamp(self.period.first_day_of_year())
        end = SPANS.get(table)
        if end is not None:
            return rows[rows[end].isna() | (rows[end] >= first)]
        own_day = TABLES[table].own_day
        own = rows[own_day] if own_day else pd.Series(pd.NaT, index=rows.index)
        return rows[own.isna() | (own >= first)]

    def places(self, table: str) -> dict[tuple[str, str | None], int]:
        """How many of the service's rows stand in which file and sheet; None in a file without sheets."""
        if table not in self._places:
            counted = self.rows(table)[["_file", "_sheet"]].value_counts(dropna=False, sort=False)
            self._places[table] = {
                (file, None if pd.isna(sheet) else sheet or None): int(rows)
                for (file, sheet), rows in zip(counted.index, counted.to_list(), strict=True)
            }
        return self._places[table]

    def supplied(self, table: str) -> bool:
        return self.store.supplied(table)

    def missing(self, table: str) -> bool:
        """True when the table was not supplied or holds no row of the service in the 12 months."""
        return not self.supplied(table) or self.in_year(table).empty

    def known(self, table: str, column: str) -> bool:
        """True when any row of the service in the 12 months fills the column."""
        return bool(self.in_year(table)[column].notna().any())

    def rows_refused(self, table: str) -> int:
        """Rows of the service that were supplied and could not be used."""
        return len({problem.origin for problem in self.problems(table) if problem.effect is ROW_NOT_USED})

    def share_refused(self, table: str) -> float:
        """The share of the service's rows that could not be used; what is merely repeated is not lost."""
        lost = {one.origin for one in self.problems(table)
                if one.effect is ROW_NOT_USED and one.code not in REPEATED}  # fmt: skip
        return len(lost) / (len(lost) + len(self.rows(table))) if lost else 0.0

    def files_not_read(self, table: str) -> tuple[str, ...]:
        """Files of the table that could not be read and may hold rows of this service.

        A file whose path names another service is that service's; one that names none may be anybody's.
        """
        mine = self.service.service_id
        unread = {one.origin.file for one in self.store.problems
                  if one.effect is Effect.FILE_NOT_READ and one.table == table}  # fmt: skip
        return tuple(sorted(path for path in unread if self._may_be_ours(path, mine)))

    def _may_be_ours(self, path: str, mine: str) -> bool:
        named = [service for service in self.services if service in path]
        return not named or mine in named

    def problem_rows(self, tables: Iterable[str]) -> int:
        """Rows of the service in these tables that have any problem, used or not."""
        return len({problem.origin for table in tables for problem in self.problems(table)})

    def problems(self, table: str) -> list[Problem]:
        """What is wrong with the service's rows of a table."""
        if self._wrong is None:
            self._wrong = {}
            for one in self.store.problems:
                if one.service == self.service.service_id:
                    self._wrong.setdefault(one.table, []).append(one)
        return self._wrong.get(table, [])

    def settings(self) -> dict[str, object]:
        """Everything an audit may see beside the rows and what is wrong with them."""
        return {name: held for name, held in vars(self).items() if name != "store" and name[0] != "_"}

    def earlier(self, months: int) -> Evidence:
        """The same service as of the last day of an earlier month."""
        return Evidence(
            service=self.service,
            period=self.period.earlier(months),
            thresholds=self.thresholds,
            store=self.store,
            provider=self.provider,
            changed_thresholds=self.changed_thresholds,
            services=self.services,
            forums=self.forums,
            rebases=self.rebases,
            titles=self.titles,
        )


def known_rows(
    store: Rows, table: str, service: str, period: Period, months: int = MONTHS_READ
) -> pd.DataFrame:
    """A service's rows of a table known at as_of; shifts and care of so many months only."""
    first = period.first_day_of_months(months) if TABLES[table].by_month else None
    return known_at(store.rows(table, service=service, first=first, last=period.as_of), table, period)


def everywhere_from(period: Period) -> date:
    """The first day of which `Evidence.everywhere` gives rows."""
    return period.first_day - timedelta(days=EVERYWHERE_DAYS)


def sharing_days(rows: pd.DataFrame, table: str, service_id: str) -> pd.DataFrame:
    """The service's own rows, and others' of each day on which somebody who is in them was there.

    Whole days, because whether a day was clocked at all is judged by everybody's rows.
    """
    column, own_day = REACHED[table], TABLES[table].own_day
    mine = rows["service_id"] == service_id
    shared = rows[column].notna() & rows[column].isin(set(rows.loc[mine, column]))
    days = [rows["service_id"], rows[own_day].dt.normalize()]
    whole_days = shared.astype(int).groupby(days).transform("max") > 0
    return rows[mine | whole_days]


def _reached(table: str, column: str = "") -> str:
    if table not in REACHED or (column and column != REACHED[table]):
        raise ValueError(f"{table} of other services is not read by {column or 'day'}: see REACHED")
    return table


def known_at(rows: pd.DataFrame, table: str, period: Period) -> pd.DataFrame:
    """What was known of a table's rows at the end of as_of.

    A row whose own day is later is left out; a later day of something done is read as blank.
    """
    contract = TABLES[table]
    if contract.own_day is not None:
        known = ~(rows[contract.own_day] >= period.end)
        rows = rows if known.all() else rows[known]
    done = [column.name for column in contract.columns if column.moment is Moment.DONE]
    later = {name: rows[name] >= period.end for name in done}
    blanked = {name: rows[name].mask(late) for name, late in later.items() if late.any()}
    return rows.assign(**blanked).reset_index(drop=True)
