"""What stands behind a statement: age of evidence, sources, and the level of support.

"Age = days from event_on to the day it was relied on. Current 0-31, ageing 32-62, stale 63 and more.
Evidence dated after that day does not support it."
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from itertools import combinations, product

from tests.properties.plain_checks import PlainAudit
from tests.properties.plain_indicators import NO_DIRECTION, UNKNOWN, WORSE, Indicators
from tests.properties.plain_links import WholeAudit
from tests.properties.plain_service import (
    PlainService,
    Row,
    is_known,
    is_missing,
    known_rows,
    rows_of_month,
)

FRONTLINE = (
    "care_record", "audit", "incident", "observation", "feedback", "staffing", "supervision", "complaint",
)  # fmt: skip
ASSURANCE = ("improved", "stable", "embedded")
CURRENT = 31
AUDIT_WITHIN = 62
CONTRADICTED, UNSUPPORTED, STALE = "contradicted", "unsupported", "stale"
SUPPORTED, TRIANGULATED = "supported", "triangulated"
LEVELS = (CONTRADICTED, UNSUPPORTED, STALE, SUPPORTED, TRIANGULATED)


def ids_in(cell: str | None) -> list[str]:
    return [one.strip() for one in (cell or "").split(";") if one.strip()]


def age(row: Row, relied_on: date) -> int:
    days: int = (relied_on - row["event_on"]).days
    return days


def is_current(row: Row, relied_on: date) -> bool:
    return 0 <= age(row, relied_on) <= CURRENT


class Filed:
    """The evidence filed for this service, and what the sources behind it are.

    Reading: ids resolve to the service's own rows only, also those of a statement of the whole provider;
    what shares a file or a record is one source through all of the service's rows, cited or not.
    """

    def __init__(self, service: PlainService) -> None:
        self.by_id = {row["evidence_id"]: row for row in known_rows(service, "evidence")}
        self.source = {name: name for name in self.by_id}
        for one, other in combinations(self.by_id, 2):
            if self._same_source(self.by_id[one], self.by_id[other]):
                self._join(self.source[one], self.source[other])

    @staticmethod
    def _same_source(one: Row, other: Row) -> bool:
        return any(one[c] is not None and one[c] == other[c] for c in ("file_sha256", "record"))

    def _join(self, kept: str, gone: str) -> None:
        for name, source in self.source.items():
            if source == gone:
                self.source[name] = kept

    def cited(self, cell: str | None) -> list[Row]:
        return [self.by_id[one] for one in ids_in(cell) if one in self.by_id]

    def frontline(self, cell: str | None) -> list[Row]:
        return [row for row in self.cited(cell) if row["kind"] in FRONTLINE]

    def current(self, cell: str | None, relied_on: date) -> list[Row]:
        """Frontline evidence that was current on the day it was relied on."""
        return [row for row in self.frontline(cell) if is_current(row, relied_on)]

    def level(self, statement: Row) -> str:
        """Unsupported, stale, triangulated or supported: what the evidence alone says."""
        made_on = statement["made_on"]
        before = [row for row in self.frontline(statement["evidence_ids"]) if age(row, made_on) >= 0]
        current = [row for row in before if is_current(row, made_on)]
        if not before:
            return UNSUPPORTED
        if not current:
            return STALE
        return TRIANGULATED if self._three_sources(current) else SUPPORTED

    def _three_sources(self, rows: list[Row]) -> bool:
        """ "3 or more distinct kinds, each from a source of its own"; one source counts for one kind."""
        sources: dict[str, set[str]] = {}
        for row in rows:
            sources.setdefault(row["kind"], set()).add(self.source[row["evidence_id"]])
        return any(
            len(set(chosen)) == 3
            for kinds in combinations(sources, 3)
            for chosen in product(*(sources[kind] for kind in kinds))
        )


class Statements:
    """The assurance statements of the month with their levels."""

    def __init__(self, service: PlainService) -> None:
        self.service = service

    @cached_property
    def indicators(self) -> Indicators:
        audit: PlainAudit = WholeAudit(self.service)
        return Indicators(audit)

    @cached_property
    def filed(self) -> Filed:
        return Filed(self.service)

    @cached_property
    def risks(self) -> dict[str, Row]:
        return {row["risk_id"]: row for row in known_rows(self.service, "risks")}

    @property
    def claims_known(self) -> bool:
        return not is_missing(self.service, "statements") and is_known(self.service, "statements", "claims")

    @property
    def evidence_known(self) -> bool:
        """Could a statement be seen to have evidence? A column blank in every row is unknown."""
        cites = is_known(self.service, "statements", "evidence_ids")
        return not is_missing(self.service, "evidence") and cites

    @cached_property
    def of_month(self) -> list[Row]:
        return rows_of_month(self.service, "statements")

    @cached_property
    def assurance(self) -> list[Row]:
        """ "Those claiming improved, stable or embedded, by made_on in the month. A blank claim is not
        counted." Statements of the whole provider are shown for every service, and counted for it.
        """
        return [row for row in self.of_month if row["claims"] in ASSURANCE]

    def risk_of(self, row: Row) -> Row | None:
        return self.risks.get(row["risk_id"]) if row["risk_id"] else None

    def direction_for(self, row: Row) -> str | None:
        """The direction of its indicator (its own, else its risk's); None where it has none.

        Reading: audit_score is that of the theme of its risk, where it names one that is on the register;
        an indicator without a direction can neither contradict nor confirm, and is as none.
        """
        risk = self.risk_of(row)
        name = row.get("indicator") or (risk and risk["indicator"])
        if not name or name == NO_DIRECTION:
            return None
        return self.indicators.direction(name, risk["theme"] if risk else None)

    def contradiction(self, row: Row) -> bool | None:
        """Did its indicator get worse, or did the newest audit of its risk's theme fail?

        Reading: None, so never clear, where its indicator has no figure this month, or its risk is not on
        the register, or there is nothing to hold it against: no indicator and no such audit.
        """
        direction = self.direction_for(row)
        risk = self.risk_of(row)
        failed = self._failed_audit(risk["theme"], row["made_on"]) if risk else None
        if direction == WORSE or failed:
            return True
        if direction == UNKNOWN or (row["risk_id"] and risk is None):
            return None
        return None if direction is None and failed is None else False

    def _failed_audit(self, theme: str, made_on: date) -> bool | None:
        """None where there is no such audit.

        Reading: an audit with no question answered has no score and is passed over; of several audits on
        the newest day, one below its mark is enough.
        """
        judged = [
            row for row in known_rows(self.service, "audits")
            if row["theme"] == theme and row["pass_mark"] is not None and row["yes"] + row["no"] > 0
            and 0 <= (made_on - row["audited_on"]).days <= AUDIT_WITHIN
        ]  # fmt: skip
        if not judged:
            return None
        newest = max(row["audited_on"] for row in judged)
        return any(
            100 * row["yes"] < row["pass_mark"] * (row["yes"] + row["no"])
            for row in judged
            if row["audited_on"] == newest
        )

    @cached_property
    def level(self) -> dict[str, str | None]:
        """Statement id -> the first level that holds; None where evidence cannot be seen."""
        return {row["statement_id"]: self._level(row) for row in self.assurance}

    def _level(self, row: Row) -> str | None:
        if self.contradiction(row):
            return CONTRADICTED
        return self.filed.level(row) if self.evidence_known else None
