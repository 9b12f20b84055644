"""One audit in which everything a page can show occurs, and the index pages around it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import cycle

from tests.unit.report.factory import (
    make_affected,
    make_audit,
    make_care_by_pressure,
    make_changed_threshold,
    make_check,
    make_continuity,
    make_decisions,
    make_outcomes,
    make_people_days,
    make_pressed,
    make_recording,
    make_references,
    make_risks,
    make_shift,
    make_shifts,
    make_source,
    make_weeks,
)
from toolkit.audits.checks import Figure, Outcome
from toolkit.audits.result import findings_of
from toolkit.audits.staffing.audit import StaffingAudit
from toolkit.audits.staffing.questions import QUESTIONS
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
# The outcomes in the order of the questions, round and round: each occurs among the checks.
_OUTCOMES = (Outcome.ACTION, Outcome.NO_EVIDENCE, Outcome.WATCH, Outcome.ACTION, Outcome.CLEAR)
_PEOPLE = tuple(f"P{n:04d}" for n in range(60))
_SHARES = ("rostered_fill", "attended_fill", "own_fill", "agency_share")
_COUNTS = (
    "surplus_hours", "need_hours_met_days", "clipped", "early", "excluded", "queried", "incident_rate",
    "concern_share",
)  # fmt: skip


def audit_with_everything() -> StaffingAudit:
    """Every outcome, short and unclocked shifts, days not recorded, missing tables, a changed threshold."""
    shifts = [
        make_shift(day, unit=unit, fill=_FILLS[day % 5], high_pressure=_FILLS[day % 5] < 0.9, why="hours",
                   attendance_known=day != 13)
        for day in range(1, 32)
        for unit in ("Ash", "Willow", None)
    ]  # fmt: skip
    checks = [
        replace(make_check(outcome, evidence=make_references(80)), question=question)
        for question, outcome in zip(QUESTIONS, cycle(_OUTCOMES), strict=False)
    ]
    measures = {name: Figure(name, 0.91, "share", 93, 0.88, 0.94) for name in _SHARES}
    measures |= {name: Figure(name, None, "rows", n=0) for name in _COUNTS}
    measures |= {
        "workers_per_person": Figure("workers_per_person", 21.0, "workers", n=60),
        "top_three_share": Figure("top_three_share", 0.25, "share", n=60),
    }
    return make_audit(
        shifts_by_day=make_shifts(shifts),
        checks=tuple(checks),
        measures=measures,
        care_outcomes=make_outcomes(
            missed=(90, 2900), shortened=(70, 2900), delayed=(50, 2900), poorly_evidenced=(320, 2800),
            well_evidenced=(2400, 2800), excluded=(140, 3040),
        ),
        recording=make_recording([40, 38, 0, *[41] * 28]),
        care_by_pressure=make_care_by_pressure((40, 10, 30), 400, (50, 60, 20), 2500),
        pressed_shifts=make_pressed(*({"unit": f"Unit {n}", "missed": n} for n in range(55))),
        people_affected=make_affected(dict.fromkeys(_PEOPLE, 9)),
        people_days=make_people_days(*_people_days()),
        continuity=make_continuity(dict.fromkeys(_PEOPLE, 21)),
        weeks=make_weeks(4, *[9, 11] * 5, 16, 12),
        handover_risks=make_risks(*({"entry_id": f"HO-{n}", "control": n > 3} for n in range(15))),
        decisions=make_decisions({}, {"decision_id": "DE-2", "whole_provider": True}),
        sources=(
            make_source(),
            make_source("care"),
            make_source("handover"),
            make_source("decisions"),
            make_source("dependency", supplied=False, rows_used=0, first=None, last=None),
        ),
        changed_thresholds=(make_changed_threshold(),),
        problems_count=14,
    )  # fmt: skip


def _people_days() -> list[tuple[str, int, int]]:
    """Every person affected on nine days, on some of them more than once."""
    return [(person, 1 + 3 * n, 1 + n % 4) for person in _PEOPLE for n in range(9)]


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
