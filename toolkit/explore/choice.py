"""Which services and months can be explored in this workspace, and which is looked at first?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from toolkit.audits.published import read_service
from toolkit.errors import NoUsableInput, WrongUse
from toolkit.explore.service_month import ServiceMonth
from toolkit.parameters import Parameters, find_workspace, load
from toolkit.period import Period
from toolkit.sources.store import Store

_MONTHS_KEPT = 3  # months that stay open: the one on show, the one beside it, the one before


class Choice:
    """A workspace with its services and months; a month that was opened stays open for a while."""

    def __init__(self, parameters: Parameters, store: Store) -> None:
        self.parameters, self.store = parameters, store
        self._opened: dict[tuple[str, str], ServiceMonth] = {}

    @classmethod
    def of_workspace(cls, workspace: str = "") -> Choice:
        """Read what changed in the workspace's exports, and open it.

        Raises NoUsableInput where there is nothing to explore.
        """
        parameters = load(find_workspace(workspace))
        store = Store.build(
            parameters.workspace, service_ids=tuple(parameters.services), themes=parameters.themes
        )
        if not store.months():
            raise NoUsableInput(
                "No file below data/ holds a row that can be used.",
                'Put the exports there, or write sample data with "grip sample".',
            )
        return cls(parameters, store)

    @property
    def workspace(self) -> Path:
        return self.parameters.workspace

    @property
    def services(self) -> Mapping[str, str]:
        """Service id -> name, by name, of every service of which something is on record."""
        known = self.parameters.services.items()
        named = {key: service.name for key, service in known if self.store.months(key)}
        return dict(sorted(named.items(), key=lambda pair: pair[1]))

    def months(self, service: str) -> tuple[str, ...]:
        """The months in which something of the service was recorded, newest first."""
        return tuple(reversed(self.store.months(service)))

    def first_choice(self, service: str = "", month: str = "") -> tuple[str, str]:
        """What was asked for, or the first service and its newest month with reports, else with records.

        Raises WrongUse, with the nearest name, for a service or month there is not.
        """
        if service and service not in self.parameters.services:
            raise WrongUse.unknown("service", service, self.parameters.services)
        chosen = service or next((key for key in self.services if self.months(key)), "")
        months = self.months(chosen)
        if month:
            wanted = Period.parse(month).month
            if wanted not in months:
                raise WrongUse.unknown("month with records of this service", wanted, months)
            return chosen, wanted
        if not months:
            raise WrongUse(f'No record of "{chosen}" can be used.', "Choose another service.")
        return chosen, next((one for one in months if self.is_reported(chosen, one)), months[0])

    def is_reported(self, service: str, month: str) -> bool:
        """True when the service's reports of the month stand in outputs/."""
        return read_service(self.workspace / "outputs" / month / service) is not None

    def open(self, service: str, month: str) -> ServiceMonth:
        """One service and month, the same one while it is still open."""
        key = (service, month)
        found = self._opened.pop(key, None) or ServiceMonth(self.parameters, self.store, service, month)
        self._opened[key] = found
        while len(self._opened) > _MONTHS_KEPT:
            self._opened.pop(next(iter(self._opened)))
        return found
