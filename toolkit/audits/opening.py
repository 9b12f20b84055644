"""How does a notebook, a batch or an explorer get at one audit?"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from toolkit.audits import AUDITS, STORE_IS_BUILT
from toolkit.audits.result import Audit
from toolkit.errors import WrongUse
from toolkit.evidence import Evidence
from toolkit.parameters import Parameters, find_workspace, load
from toolkit.period import Period
from toolkit.sources.store import Store

_Stands = tuple[tuple[str, int, int], ...]
_HELD: dict[tuple[str, Period, Path], tuple[_Stands, Evidence]] = {}  # of one service and month at most


def open_audit(name: str, service: str, month: str, as_of: str | date = "", workspace: str = "") -> Audit:
    """Run one audit of one service and month from the records in a workspace.

    `month` is `YYYY-MM`; `as_of` a day in it (empty: its last day). `workspace` is the folder with
    `parameters/` and `data/`; empty means GRIP_WORKSPACE, else the nearest folder upward that has
    `parameters/services.csv`. Raises WrongUse for an unknown audit, service, month or day, and
    WrongParameters when the parameter files hold mistakes. Data problems never raise: they stand in
    the audit.
    """
    if name not in AUDITS:
        raise WrongUse.unknown("audit", name, AUDITS)
    period = Period.parse(month, as_of or None)
    folder = find_workspace(workspace)
    if os.environ.get(STORE_IS_BUILT):
        evidence = evidence_of_batch(service, period, folder)
    else:
        parameters = load(folder)
        _refuse_unknown(service, parameters)
        store = Store.build(folder, service_ids=tuple(parameters.services), themes=parameters.themes)
        evidence = Evidence.open(parameters, store, service, period)
    return AUDITS[name].run(evidence)


def evidence_of_batch(service: str, period: Period, folder: Path) -> Evidence:
    """The evidence of the service whose audits this process runs one after the other, loaded once.

    No audit changes what it reads: pages and findings are the same from evidence of its own
    (`test_engines_agree`).
    """
    whose, stands = (service, period, folder), _as_it_stands(folder)
    if _HELD.get(whose, (None, None))[0] != stands:
        parameters = load(folder)
        _refuse_unknown(service, parameters)
        evidence = Evidence.open(parameters, Store.open(folder), service, period)
        _HELD.clear()
        _HELD[whose] = stands, evidence
    return _HELD[whose][1]


def evidence_held(service: str, period: Period, folder: Path) -> Evidence | None:
    """What the last audit of that service and month in this process was given, however things stand now."""
    return _HELD.get((service, period, folder), (None, None))[1]


def _as_it_stands(folder: Path) -> _Stands:
    """What tells a workspace from the same one after its parameters or its store were written anew."""
    files = [*(folder / "parameters").rglob("*"), folder / "outputs" / ".store" / "_index.json"]
    stats = [(str(path), path.stat()) for path in sorted(files) if path.is_file()]
    return tuple((name, stat.st_ino, stat.st_mtime_ns) for name, stat in stats)


def _refuse_unknown(service: str, parameters: Parameters) -> None:
    if service not in parameters.services:
        raise WrongUse.unknown("service", service, parameters.services)
