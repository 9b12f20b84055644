"""What must run, for which services, and is what was asked for there at all?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from toolkit.errors import NoUsableInput, WrongUse, nearest
from toolkit.run.limits import Limits
from toolkit.run.publish import KEYS

if TYPE_CHECKING:  # slow to import, and a request is made before anything is read
    from toolkit.parameters import Parameters
    from toolkit.period import Period


class AuditKind(Protocol):
    """What the run needs to know of an audit: its title and the tables it reads."""

    @property
    def title(self) -> str: ...

    @property
    def tables(self) -> Collection[str]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRequest:
    """What a user asks for: a month, and perhaps some services and audits of it only."""

    workspace: Path
    month: str
    services: Sequence[str] = ()
    audits: Sequence[str] = ()
    as_of: str | None = None
    workers: int | None = None
    engine: str | None = None  # what suits this machine when None
    limits: Limits = field(default_factory=Limits)
    notebooks: Path | None = None  # the toolkit's own when None
    kinds: Mapping[str, AuditKind] | None = None  # the toolkit's own when None
    force: bool = False  # run what has not changed, too
    command: str = "grip audit"


def surely_runs(request: BatchRequest) -> bool:
    """Whether something will be run, whatever the records say: nothing is kept of the month, or `--force`."""
    return request.force or not (request.workspace / "outputs" / KEYS / request.month).is_dir()


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be done: every service that is looked at, and the ones and audits that run now."""

    period: Period
    all_services: tuple[str, ...]
    services: tuple[str, ...]
    audits: tuple[str, ...]


def plan_batch(request: BatchRequest, parameters: Parameters, kinds: Mapping[str, AuditKind]) -> Plan:
    """Check the request against the parameters; the months are checked when the store is built.

    A service that was not open in the month is not looked at, unless it is named.
    Raises WrongUse, with the nearest known name.
    """
    from toolkit.period import Period  # slow to import

    period = Period.parse(request.month, request.as_of)
    for service in request.services:
        if service not in parameters.services:
            raise WrongUse.unknown("service", service, parameters.services)
    for audit in request.audits:
        if audit not in kinds:
            raise WrongUse.unknown("audit", audit, kinds)
    named = set(request.services)
    open_then = {
        service_id
        for service_id, service in parameters.services.items()
        if was_open(service.opened_on, service.closed_on, period)
    }
    looked_at = tuple(sorted(open_then | named))
    if not looked_at:
        raise NoUsableInput(
            f"No service was open in {period.month}.",
            "Look at opened_on and closed_on in parameters/services.csv.",
        )
    return Plan(
        period=period,
        all_services=looked_at,
        services=tuple(sorted(named)) or looked_at,
        audits=tuple(name for name in kinds if not request.audits or name in request.audits),
    )


def was_open(opened_on: date | None, closed_on: date | None, period: Period) -> bool:
    """Whether the service was open on some day of the month up to as_of; unknown days count as open."""
    return (opened_on is None or opened_on <= period.as_of) and (
        closed_on is None or closed_on >= period.first_day
    )


def check_month(month: str, months: Sequence[str]) -> None:
    """Refuse a month without a single row.

    Raises NoUsableInput when there are no rows at all, and WrongUse, naming the months that have
    rows, when it is only this month that has none.
    """
    if not months:
        raise NoUsableInput(
            "No file below data/ holds a row that can be used.",
            "Put the exports there (docs/reference/tables.md says how they are named), "
            'or write sample data with "grip sample".',
        )
    if month not in months:
        span = months[0] if len(months) == 1 else f"{months[0]} to {months[-1]}"
        raise WrongUse(f"No record is dated in {month}.", f"{nearest(month, months)} Records: {span}.")
