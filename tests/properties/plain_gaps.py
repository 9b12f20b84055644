"""Since when has evidence been lacking: the slow second implementation.

"A gap opens on the day of the first record of an unbroken run that shows it and closes with the first
later record that fills it." Each function gives the days on which the gaps that are still open opened;
None where they cannot be told. Reading: the records of the last 12 months.
"""

from __future__ import annotations

from datetime import date
from itertools import groupby

from tests.properties.plain_governance import day_of_meeting, is_in_pack, kinds_required
from tests.properties.plain_service import (
    PlainService,
    Row,
    is_known,
    is_missing,
    months_earlier,
    rows_of_year,
)
from tests.properties.plain_support import ASSURANCE, STALE, UNSUPPORTED, Filed, Statements


def open_since(records: list[tuple[date, bool]]) -> date | None:
    """The day an unbroken run of lacking records began, back from the newest; None without one.

    Reading: of several records on one day, one that fills the gap is enough.
    """
    by_day = groupby(sorted(records), key=lambda record: record[0])
    since = None
    for day, lacking in [(day, all(one for _, one in of_day)) for day, of_day in by_day][::-1]:
        if not lacking:
            break
        since = day
    return since


def statement_gaps(said: Statements) -> list[date] | None:
    """ "Assurance statements on one risk, all unsupported or stale, back from the newest."

    Reading: by their evidence alone, for a contradicted one without evidence fills no gap; a statement that
    names no risk is on none.
    """
    service = said.service
    if not said.claims_known or not said.evidence_known or not is_known(service, "statements", "risk_id"):
        return None
    by_risk: dict[str, list[tuple[date, bool]]] = {}
    for row in rows_of_year(service, "statements"):
        if row["claims"] in ASSURANCE and row["risk_id"]:
            lacking = said.filed.level(row) in (UNSUPPORTED, STALE)
            by_risk.setdefault(row["risk_id"], []).append((row["made_on"], lacking))
    return _opened(by_risk)


def pack_gaps(service: PlainService, filed: Filed) -> list[date] | None:
    """ "A required kind missing or not current at every oversight meeting back from the newest."

    Reading: at every oversight meeting that requires it, the service's and the provider's alike.
    """
    if is_missing(service, "meetings") or not is_known(service, "meetings", "requires"):
        return None
    by_kind: dict[str, list[tuple[date, bool]]] = {}
    for meeting in rows_of_year(service, "meetings"):
        if meeting["forum"] == "oversight":
            for kind in kinds_required(meeting):
                lacking = not is_in_pack(filed, meeting, kind)
                by_kind.setdefault(kind, []).append((day_of_meeting(meeting), lacking))
    if by_kind and not is_known(service, "evidence", "meeting_id"):
        return None
    return _opened(by_kind)


def _opened(groups: dict[str, list[tuple[date, bool]]]) -> list[date]:
    days = [open_since(records) for records in groups.values()]
    return [day for day in days if day is not None]


def closure_gaps(service: PlainService, filed: Filed) -> list[date] | None:
    """ "An action closed with no frontline evidence at all, in 12 months."

    Reading: evidence it cites of any day is some evidence.
    """
    if is_missing(service, "actions"):
        return None
    if not all(is_known(service, "actions", column) for column in ("closed_on", "evidence_ids")):
        return None
    closed: list[Row] = [row for row in rows_of_year(service, "actions") if row["closed_on"] is not None]
    since = months_earlier(service.first, 11)
    return [
        row["closed_on"]
        for row in closed
        if row["closed_on"] >= since and not filed.frontline(row["evidence_ids"])
    ]
