"""Did each indicator get better or worse: the slow second implementation.

"A month's indicator uses the rows known at the audit's as_of. History = every month on record, up to 36."
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cached_property

from tests.properties import plain_care as care
from tests.properties import plain_staffing as staffing
from tests.properties import plain_voices as voices
from tests.properties.plain_charts import DOWN, LEVEL, UP, Month, Series, signal
from tests.properties.plain_checks import PlainAudit
from tests.properties.plain_learning_due import learning_due
from tests.properties.plain_service import (
    PlainService,
    Row,
    day_of,
    is_missing,
    known_rows,
    month_days,
    rows_of_month,
)

BETTER, WORSE, STEADY, UNKNOWN = "better", "worse", "steady", "unknown"
MONTHS = 36
CHARTS = {
    "missed_care_rate": "p",
    "delayed_rate": "p",
    "shortened_rate": "p",
    "poorly_evidenced_rate": "p",
    "concern_share": "p",
    "incident_rate": "u",
    "attended_fill": "xmr",
    "own_fill": "xmr",
    "learning_in_eight_weeks": "p",
    "audit_score": "p",
}
HIGHER_IS_BETTER = ("attended_fill", "own_fill", "learning_in_eight_weeks", "audit_score")
NO_DIRECTION = "complaints_count"
INDICATORS = (*CHARTS, NO_DIRECTION)


class Indicators:
    """Every indicator of one service, month by month up to the audit month."""

    def __init__(self, audit: PlainAudit) -> None:
        self.audit = audit
        self.service = audit.service
        self._care: dict[int, care.CareMonth] = {}
        self._rota: dict[int, staffing.RotaMonth] = {}
        self._directions: dict[tuple[str, str | None], str] = {}

    def direction(self, name: str, theme: str | None = None) -> str:
        """Better, worse, steady or unknown, of the audit month.

        Reading: complaints_count has no direction; it is steady where complaints are kept at all.
        """
        if name == NO_DIRECTION:
            return UNKNOWN if is_missing(self.service, "complaints") else STEADY
        key = (name, theme if name == "audit_score" else None)
        if key not in self._directions:
            found = signal(self.series(*key), CHARTS[name])
            self._directions[key] = self._word(name, found)
        return self._directions[key]

    def _word(self, name: str, found: int | None) -> str:
        if found is None:
            return UNKNOWN
        good = UP if name in HIGHER_IS_BETTER else DOWN
        return STEADY if found == LEVEL else BETTER if found == good else WORSE

    def series(self, name: str, theme: str | None = None) -> Series:
        """The audit month last; None for a month without a figure."""
        return [self._figure(name, theme, months) for months in range(MONTHS - 1, -1, -1)]

    def _figure(self, name: str, theme: str | None, months: int) -> Month | None:
        view = self.view(months)
        if view.last_day < self._first_row:
            return None
        if name in ("missed_care_rate", "delayed_rate", "shortened_rate", "poorly_evidenced_rate"):
            return self._of_care(name, months)
        if name in ("attended_fill", "own_fill"):
            return self._of_rota(name, months)
        if name == "concern_share":
            return self._of_concerns(view)
        if name == "incident_rate":
            return self._of_incidents(view, months)
        if name == "learning_in_eight_weeks":
            found = learning_due(self.service, view.first, view.last_day)
            return _share(*found) if found else None
        return self._of_audits(view, theme)

    def view(self, months: int) -> PlainService:
        return self.service.earlier_month(months) if months else self.service

    @cached_property
    def _first_row(self) -> date:
        """The first day of anything on record; no figure is older."""
        days = [
            day_of(row[own])
            for table, own in (("care", "due_at"), ("shifts", "starts_at"), ("feedback", "received_on"),
                               ("complaints", "received_on"), ("incidents", "occurred_at"),
                               ("audits", "audited_on"))
            for row in known_rows(self.service, table)
        ]  # fmt: skip
        return min(days, default=date.max)

    def care_of(self, months: int) -> care.CareMonth:
        if months not in self._care:
            self._care[months] = care.care_month(self.view(months)) if months else self.audit.care
        return self._care[months]

    def _of_care(self, name: str, months: int) -> Month | None:
        """A month without care rows is a gap in recording; what was recorded of a month is its figure.

        Reading: also where recording is below 90 % complete.
        """
        if is_missing(self.service, "care"):
            return None
        month = self.care_of(months)
        counted = {
            "missed_care_rate": (care.MISSED, month.planned, True),
            "shortened_rate": (care.SHORTENED, month.planned, True),
            "delayed_rate": (care.DELAYED, month.planned, month.starts_known),
            "poorly_evidenced_rate": (care.POORLY, month.done, month.has_notes),
        }
        category, n, told = counted[name]
        return _share(month.count(category), n) if told else None

    def _of_rota(self, name: str, months: int) -> Month | None:
        """Reading: the cases behind a fill rate are its windows, for the hours of one shift go together."""
        if is_missing(self.service, "shifts") or is_missing(self.service, "staffing_needs"):
            return None
        if months not in self._rota:
            view = self.view(months)
            self._rota[months] = (
                staffing.rota_month(self.service, view.first, view.last_day) if months else self.audit.rota
            )
        month = self._rota[months]
        fill = staffing.attended_fill(month) if name == "attended_fill" else staffing.own_fill(month)
        if fill is None:
            return None
        required = sum((window.required for window in month.clocked), Fraction(0))
        return Month(fill * required, required, len(month.clocked))

    def _of_concerns(self, view: PlainService) -> Month | None:
        if is_missing(self.service, "feedback") or is_missing(self.service, "complaints"):
            return None
        said = voices.concerns_of_month(PlainAudit(view))
        return _share(said.concerns + said.complaints, said.voices) if said.share_known else None

    def _of_incidents(self, view: PlainService, months: int) -> Month | None:
        """A month exists from the month of the first incident on record on; then none is a true zero."""
        home_care = self.service.kind == "home_care"
        if is_missing(self.service, "incidents") or is_missing(
            self.service, "care" if home_care else "people"
        ):
            return None
        days = [day_of(row["occurred_at"]) for row in known_rows(self.service, "incidents")]
        if home_care:
            exposure = self.care_of(months).planned if rows_of_month(view, "care") else 0
        else:
            exposure = sum(len(voices.living_there(view, day)) for day in month_days(view))
        # Reading: the audit month has a figure whenever it has exposure, as the measure incident_rate has.
        if not exposure or (months and min(days) > view.last_day):
            return None
        return _share(len(rows_of_month(view, "incidents")), exposure)

    def _of_audits(self, view: PlainService, theme: str | None) -> Month | None:
        """ "A p chart on yes + no"; "audits with the risk's theme, without a risk all"."""
        rows = [r for r in rows_of_month(view, "audits") if theme is None or r["theme"] == theme]
        return _share(*_score(rows))


def _score(rows: list[Row]) -> tuple[int, int]:
    yes = sum(int(row["yes"] or 0) for row in rows)
    return yes, yes + sum(int(row["no"] or 0) for row in rows)


def _share(count: int, n: int) -> Month | None:
    return Month(Fraction(count), Fraction(n), n) if n else None
