"""How does a notebook, a batch or an explorer get at one audit?"""

from __future__ import annotations

import os
from datetime import date

from toolkit.audits import AUDITS
from toolkit.audits.result import Audit
from toolkit.errors import WrongUse
from toolkit.evidence import Evidence
from toolkit.parameters import find_workspace, load
from toolkit.period import Period
from toolkit.sources.store import Store

# Set by a batch for its notebooks: it has built the store, and an export that arrives while it runs
# must not make half of the reports differ from the other half.
STORE_IS_BUILT = "GRIP_STORE_IS_BUILT"


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
    parameters = load(folder)
    if service not in parameters.services:
        raise WrongUse.unknown("service", service, parameters.services)
    if os.environ.get(STORE_IS_BUILT):
        store = Store.open(folder)
    else:
        store = Store.build(folder, service_ids=tuple(parameters.services), themes=parameters.themes)
    return AUDITS[name].run(Evidence.open(parameters, store, service, period))
