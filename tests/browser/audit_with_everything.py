"""One audit in which everything a page can show occurs, and the index pages around it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.unit.report.factory import (
    make_audit,
    make_changed_threshold,
    make_check,
    make_outcomes,
    make_recording,
    make_references,
    make_shift,
    make_shifts,
    make_source,
)
from toolkit.audits.checks import Figure, Outcome
from toolkit.audits.result import findings_of
from toolkit.audits.staffing_missed_care import StaffingAudit
from toolkit.problems import Effect, Origin, Problem
from toolkit.report.index import (
    AuditSummary,
    DataQuality,
    Failure,
    ProviderSummary,
    ServiceSummary,
    render_data_quality,
    render_failure,
    render_provider_index,
    render_service_index,
)

NAME, TITLE = "staffing_missed_care", "Staffing and missed care"
_FILLS = (1.0, 0.97, 0.88, 0.6, 1.0)
_OUTCOMES = {
    "repeated-staffing-gaps": Outcome.ACTION,
    "needs-not-met": Outcome.ACTION,
    "filled-but-missed": Outcome.NO_EVIDENCE,
    "rushed-records": Outcome.WATCH,
    "delayed-support": Outcome.CLEAR,
}
_SHARES = ("rostered_fill", "attended_fill", "own_fill", "agency_share")
_COUNTS = ("surplus_hours", "need_hours_met_days", "clipped", "early", "excluded", "queried")


def audit_with_everything() -> StaffingAudit:
    """Every outcome, short and unclocked shifts, days not recorded, missing tables, a changed threshold."""
    shifts = [
        make_shift(day, unit=unit, fill=_FILLS[day % 5], high_pressure=_FILLS[day % 5] < 0.9, why="hours",
                   attendance_known=day != 13)
        for day in range(1, 32)
        for unit in ("Ash", "Willow", None)
    ]  # fmt: skip
    checks = [
        make_check(outcome, code=code, question=f"Is it so: {code}?", evidence=make_references(80))
        for code, outcome in _OUTCOMES.items()
    ]
    measures = {name: Figure(name, 0.91, "share", 93, 0.88, 0.94) for name in _SHARES}
    measures |= {name: Figure(name, None, "rows", n=0) for name in _COUNTS}
    return make_audit(
        shifts_by_day=make_shifts(shifts),
        checks=tuple(checks),
        measures=measures,
        care_outcomes=make_outcomes(
            missed=(90, 2900), shortened=(70, 2900), delayed=(50, 2900), poorly_evidenced=(320, 2800),
            well_evidenced=(2400, 2800), excluded=(140, 3040),
        ),
        recording=make_recording([40, 38, 0, *[41] * 28]),
        sources=(
            make_source(),
            make_source("dependency", supplied=False, rows_used=0, first=None, last=None),
        ),
        changed_thresholds=(make_changed_threshold(),),
        problems_count=14,
    )  # fmt: skip


def index_pages() -> dict[str, str]:
    """The page of a service, of the provider, of a failure, and of the data."""
    findings = findings_of(audit_with_everything())
    done = AuditSummary.from_findings(NAME, TITLE, findings, href="report.html", notebook_href="n.ipynb")
    failed = AuditSummary.that_failed(NAME, TITLE, "The notebook took too long.", href="failure.html")
    service = ServiceSummary(
        service_id="oakfield", name="Oakfield House", kind="residential", provider="Larkmead Care",
        month="2026-10", as_of=date(2026, 10, 31), audits=(done,), problems_count=14,
    )  # fmt: skip
    other = replace(service, service_id="elm", name="Elm Grange", audits=(failed,))
    provider = ProviderSummary(
        provider="Larkmead Care", month="2026-10", as_of=date(2026, 10, 31), services=(service, other),
        n_run=1, n_of=2, problems_count=14,
    )  # fmt: skip
    failure = Failure(service_id="elm", name="Elm Grange", month="2026-10", title=TITLE,
                      what="It took too long.",
                      where="the cell calendar", mend="Raise the time limit.")  # fmt: skip
    return {
        "service": render_service_index(service),
        "provider": render_provider_index(provider),
        "failure": render_failure(failure),
        "data-quality": render_data_quality(_quality()),
    }


def _quality() -> DataQuality:
    problems = tuple(
        Problem("unreadable-date", Origin("data/care.xlsx", "October", row), "care", "due_at", "31/31/2026",
                '"31/31/2026" is not a day.', "Write the day as 2026-10-31.", Effect.ROW_NOT_USED, "oakfield")
        for row in range(2, 40)
    )  # fmt: skip
    return DataQuality(provider="Larkmead Care", month="2026-10", problems=problems,
                       service_names={"oakfield": "Oakfield House"}, files_read=3)  # fmt: skip
