"""Do all answers, and the figures of the second half, agree with the slow, plain implementation?

Where the two read the rules differently, the difference stands at the end as an example of its own that
is expected to fail, and `_unsettled` keeps that one case out of the comparison: settle the question, and
the example says so by passing.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import Phase, given

from tests.factories import (
    make_care,
    make_complaint,
    make_decision,
    make_evidence,
    make_feedback,
    make_handover,
    make_incident,
    make_need,
    make_shift,
    make_stay,
    nights,
)  # fmt: skip
from tests.properties import plain_care as care
from tests.properties import plain_links, plain_ratios
from tests.properties.generated_services import GeneratedService
from tests.properties.generated_voices import whole_services
from tests.properties.how_many import examples
from tests.properties.plain_links import TRIGGERS, WholeAudit
from tests.properties.plain_service import is_missing, known_elsewhere, known_rows
from tests.properties.plain_voices import (
    complaints_of,
    fatigue_share,
    review_state,
    rota_whole,
    rows_of_28_days,
)  # fmt: skip
from toolkit.audits.checks import Figure
from toolkit.audits.staffing.audit import StaffingAudit, run

# Both implementations of a whole service take over a second, so a failing one is not shrunk either.
a_fifth_of_the_examples = examples(5, at_most=2, phases=(Phase.explicit, Phase.generate))
Value = object
NO_LIMITS = (None, None)


@a_fifth_of_the_examples
@given(whole_services())
def test_all_answers_and_their_figures_agree(service: GeneratedService) -> None:
    audit, plain = run(service.evidence()), WholeAudit(service.plain())
    open_questions = _unsettled(plain)

    ours = {check.code: check.outcome.value for check in audit.checks}
    theirs = plain.outcomes()
    settled = sorted(set(ours) - open_questions)
    assert {code: ours[code] for code in settled} == {code: theirs[code] for code in settled}
    for name, (figure, expected) in _figures(audit, plain).items():
        if name not in open_questions:
            assert _agree(figure, expected), name
    _compare_continuity(audit, plain)


def _agree(figure: Figure, expected: tuple[Value, Value, Value]) -> bool:
    ours = (figure.value, figure.low, figure.high)
    return all(_same(mine, other) for mine, other in zip(ours, expected, strict=True))


def _same(ours: float | None, plain: Value) -> bool:
    if ours is None or plain is None:
        return ours is None and plain is None
    return abs(ours - float(plain)) <= 1e-9 * max(1.0, abs(float(plain)))  # type: ignore[arg-type]


def _figures(audit: StaffingAudit, plain: WholeAudit) -> dict[str, tuple[Figure, tuple]]:
    """Name -> our figure, and value with limits of the plain implementation."""
    found = {
        "incident_rate": _incident_rate(plain),
        "concern_share": _share(plain.concerns.concerns + plain.concerns.complaints, plain.concerns.voices)
        if plain.concerns.share_known else (None, *NO_LIMITS),
        "pressure_rate_ratio": _pressure(plain),
        "fatigue_share": _share(sum(map(bool, plain.fatigue.values())), len(plain.fatigue)),
        "workers_per_person": (plain_links.workers_per_person(plain), *NO_LIMITS),
    }  # fmt: skip
    found |= {name: (value, *NO_LIMITS) for name, value in plain_links.provider_information(plain).items()}
    figures = {name: (audit.measures[name], expected) for name, expected in found.items()}
    for code, expected in _figures_of_checks(plain).items():
        figure = audit.check(code).figure
        if figure.value is not None:
            figures[f"figure of {code}"] = (figure, expected)
    return figures


def _share(count: int, n: int) -> tuple[Value, Value, Value]:
    return (count / n, *plain_ratios.wilson(count, n)) if n else (None, *NO_LIMITS)


def _incident_rate(plain: WholeAudit) -> tuple[Value, Value, Value]:
    service, month = plain.service, plain.incidents
    exposed_in = "care" if service.kind == "home_care" else "people"
    if month.rate is None or is_missing(service, "incidents") or is_missing(service, exposed_in):
        return None, None, None
    low, high = plain_ratios.rate_limits(month.incidents)
    return month.rate, low * 1000 / month.exposure, high * 1000 / month.exposure


def _pressure(plain: WholeAudit) -> tuple[Value, Value, Value]:
    if plain_links.staffing_missing(plain) or is_missing(plain.service, "care"):
        return None, None, None
    ratio, (low, high) = plain.link.stratified
    return ratio, low, high


def _figures_of_checks(plain: WholeAudit) -> dict[str, tuple[Value, Value, Value]]:
    month, link = plain.incidents, plain.feedback
    found = {
        "increased-incidents": _ratio(
            month.incidents, month.exposure, month.before_incidents, month.before_exposure
        ),
        "staffing-feedback-link": _ratio(link.events, link.days, link.events_other, link.days_other),
        "dependency-out-of-date": _share(*review_state(plain)),
        "staff-fatigue": _share(sum(map(bool, plain.fatigue.values())), len(plain.fatigue)),
    }
    if fatigue_share(plain.fatigue) is None:
        del found["staff-fatigue"]
    return found


def _ratio(a: int, exposure_a: int, b: int, exposure_b: int) -> tuple[Value, Value, Value]:
    ratio = (a / exposure_a) / (b / exposure_b) if b and exposure_a and exposure_b else None
    return ratio, *plain_ratios.ratio_limits(a, exposure_a, b, exposure_b)


def _compare_continuity(audit: StaffingAudit, plain: WholeAudit) -> None:
    """Person by person, for those all of whose care with a name on it was really given."""
    if is_missing(plain.service, "care"):
        assert audit.continuity.empty
        return
    doubtful = {row["person_id"] for row in plain.recent.rows if _came_in_doubt(plain, row)}
    theirs = plain_links.continuity(plain)
    ours = {row.person_id: row for row in audit.continuity.itertuples()}
    for person in sorted((set(ours) | set(theirs)) - doubtful):
        workers, top_three, rows = theirs[person]
        assert (ours[person].workers, ours[person].rows) == (workers, rows)
        assert _same(ours[person].top_three, top_three)


def _unsettled(plain: WholeAudit) -> set[str]:
    """What the two read differently in this service (see the examples at the end)."""
    names = _unsettled_voices(plain) | _unsettled_links(plain) | _unsettled_counts(plain)
    before = _unsettled_voices(plain.month_before)
    now = plain.triggers
    fired = [code for code in TRIGGERS if now[code] == "action"]
    repeated = any(plain.month_before.triggers[code] == "action" for code in fired)
    if (names | before) & set(TRIGGERS) or (fired and not repeated and "no_evidence" in now.values()):
        names.add("unresolved-staffing-risk")
    return names


def _unsettled_voices(plain: WholeAudit) -> set[str]:
    service, names = plain.service, set()
    complaints = rows_of_28_days(service, "complaints")
    if complaints and not complaints_of(service, complaints):
        names.add("inconsistent-care-feedback")
    if not rota_whole(service):
        names.add("staff-fatigue")
    if plain.incidents.incidents >= 10:
        names.add("incident_rate")
    return names


def _unsettled_links(plain: WholeAudit) -> set[str]:
    service, names = plain.service, set()
    clocked = plain.rota.attendance_testable
    if not plain.care.starts_known or not clocked:
        names.add("pressure-linked-missed-care")
    partly_open = not (service.is_open(service.first) and service.is_open(service.as_of))
    if partly_open or not clocked:
        names.add("staffing-feedback-link")
    if partly_open:
        names.add("figure of staffing-feedback-link")
    return names


def _unsettled_counts(plain: WholeAudit) -> set[str]:
    """The counts of 28 days, and workers who clocked in after as_of."""
    names, recent, service = set(), plain.recent, plain.service
    if {row["due_at"].date() for row in recent.rows} - recent.recorded:
        names |= {"visits_28_days", "missed_28_days", "under_15_minutes_28_days"}
    if not recent.durations_known:
        names.add("under_15_minutes_28_days")
    if any(_came_in_doubt(plain, row) for row in recent.rows):
        names.add("workers_per_person")
    shifts = [*known_rows(service, "shifts"), *known_elsewhere(service, "shifts")]
    if any(row["attended_from"] and row["attended_from"].date() > service.as_of for row in shifts):
        names |= {"staff-fatigue", "fatigue_share", "figure of staff-fatigue"}
    return names


def _came_in_doubt(plain: WholeAudit, row: dict) -> bool:
    """Does a row name who came, without being care done, or by another status, or one of them twice?"""
    if not row["staff_ids"] or not (care.was_done(row) or row["started_at"]):
        return False
    who = row["staff_ids"].split(";")
    given = plain.recent.category[row["care_id"]] in plain_links.DONE
    return not given or row["status"] == "planned" or len(set(who)) < len(who)


# What the two read differently, each as the smallest example that shows it. `strict`: it must fail.

OCTOBER = [f"2026-10-{day:02d}" for day in range(1, 32)]
SEPTEMBER = [f"2026-09-{day:02d}" for day in range(1, 31)]
AUGUST = [f"2026-08-{day:02d}" for day in range(1, 32)]


def reads_otherwise(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.xfail(reason=reason, strict=True)


def _outcome(tables: dict, code: str, **given: object) -> str:
    return run(make_evidence(tables, **given)).check(code).outcome.value  # type: ignore[arg-type]


def _rota(days: list[str], **given: object) -> list[dict]:
    """One night worker a day, by turns, so that nobody tires."""
    return [row for n, day in enumerate(days) for row in nights([day], staff_id=f"W{n // 3 % 4}", **given)]


def test_limits_of_the_incident_rate_are_exact_from_ten_incidents_on_too() -> None:
    incidents = [make_incident(f"{day} 10:00") for day in OCTOBER[:12]]

    rate = run(make_evidence({"incidents": incidents, "people": [make_stay()]})).measures["incident_rate"]

    assert rate.low == pytest.approx(plain_ratios.rate_limits(12)[0] * 1000 / 31)


def test_feedback_that_never_has_a_kind_leaves_the_share_of_concerns_untested() -> None:
    feedback = [make_feedback(day, kind=None) for day in OCTOBER[:9]]
    complaints = [make_complaint(day) for day in OCTOBER[:5]]

    assert _outcome({"feedback": feedback, "complaints": complaints}, "poor-feedback") == "no_evidence"


def test_feedback_that_never_has_a_kind_gives_no_share_of_concerns() -> None:
    feedback = [make_feedback(day, kind=None) for day in OCTOBER[:9]]
    complaints = [make_complaint(day) for day in OCTOBER[:5]]

    measures = run(make_evidence({"feedback": feedback, "complaints": complaints})).measures

    assert measures["concern_share"].value is None


def test_feedback_that_never_has_a_kind_cannot_show_that_care_is_consistent() -> None:
    feedback = [make_feedback(day, kind=None, theme="continuity") for day in OCTOBER[10:20]]

    assert _outcome({"feedback": feedback}, "inconsistent-care-feedback") == "no_evidence"


def test_a_duplicate_of_an_older_complaint_is_nothing_said_in_the_last_28_days() -> None:
    first = make_complaint("2026-08-01")
    again = make_complaint("2026-10-20", duplicate_of=first["complaint_id"])

    assert _outcome({"complaints": [first, again]}, "inconsistent-care-feedback") == "no_evidence"


def test_a_rota_that_stops_part_way_cannot_show_that_staff_are_rested() -> None:
    tables = {"shifts": _rota(AUGUST + SEPTEMBER + OCTOBER[:10]), "handover": [make_handover("2026-10-05")]}

    assert _outcome(tables, "staff-fatigue") == "no_evidence"


def test_who_clocked_in_only_after_as_of_did_not_work_here_in_the_month() -> None:
    shifts = [*_rota(OCTOBER[:30]), make_shift("2026-10-31 23:30", "2026-11-01 08:00", staff_id="LATE",
                                               attended_from="2026-11-01 00:10")]  # fmt: skip

    assert run(make_evidence({"shifts": shifts})).measures["fatigue_share"].n == 4


def test_a_risk_left_without_control_stands_where_handover_stopped_since() -> None:
    months = ("2026-07", "2026-08", "2026-09")
    handover = [make_handover(f"{month}-{day:02d} 09:00", resolved_on=f"{month}-20")
                for month in months for day in range(1, 12)]  # fmt: skip
    handover.append(make_handover("2026-09-05 09:00", control=None))

    assert _outcome({"handover": handover}, "control-missing") == "watch"


def test_handover_that_never_says_what_was_resolved_cannot_show_what_is_open() -> None:
    handover = [make_handover("2026-10-05 09:00"), make_handover("2026-10-06 09:00", control=None)]

    assert _outcome({"handover": handover}, "control-missing") == "no_evidence"


def test_a_risk_raised_two_years_ago_is_not_one_of_the_last_12_months() -> None:
    handover = [make_handover("2024-10-05 09:00", control=None),
                make_handover("2026-10-06 09:00", resolved_on="2026-10-07")]  # fmt: skip

    assert _outcome({"handover": handover}, "control-missing") == "clear"


def _pressed_october(**given: object) -> dict[str, list[dict]]:
    """Eight nights without staff, and a fifth of the care not done, alike on all of them."""
    shifts = [row for n, row in enumerate(_rota(OCTOBER)) if n % 4]
    rows = [make_care(f"{day} 22:00", status="not_done" if n == n_day % 5 else "done")
            for n_day, day in enumerate(OCTOBER) for n in range(5)]  # fmt: skip
    return {"staffing_needs": [make_need()], "shifts": shifts, "care": rows} | given  # type: ignore[dict-item]


def test_care_without_starts_cannot_show_that_pressure_makes_no_difference() -> None:
    tables = _pressed_october()
    tables["care"] = [
        {**row, "started_at": None if n % 5 == 1 else row["started_at"]}
        for n, row in enumerate(tables["care"])
    ]

    assert _outcome(tables, "pressure-linked-missed-care") == "no_evidence"


def test_without_attendance_it_cannot_be_shown_that_pressure_makes_no_difference() -> None:
    tables = _pressed_october()
    tables["shifts"] = [{**row, "attended_from": None, "attended_to": None} for row in tables["shifts"]]

    assert _outcome(tables, "pressure-linked-missed-care") == "no_evidence"


def test_without_attendance_it_cannot_be_shown_that_nothing_follows_short_shifts() -> None:
    shifts = [row for n, row in enumerate(_rota(OCTOBER, attended=False)) if n not in (10, 20)]
    incidents = [make_incident(f"{day} 09:00", theme="staffing") for day in OCTOBER[::4]]
    tables = {"staffing_needs": [make_need()], "shifts": shifts, "incidents": incidents}

    assert _outcome(tables, "staffing-feedback-link") == "no_evidence"


@reads_otherwise("a service that is closed has no days without exposure")
def test_days_after_the_service_closed_are_not_days_without_short_shifts() -> None:
    shifts = [row for n, row in enumerate(_rota(OCTOBER[:16])) if n != 10]
    incidents = [make_incident(f"{day} 12:00", theme="staffing") for day in OCTOBER[9:15]]
    tables = {"staffing_needs": [make_need()], "shifts": shifts, "incidents": incidents}

    assert _outcome(tables, "staffing-feedback-link", closed_on=date(2026, 10, 16)) == "no_evidence"


@reads_otherwise("removing a table turns nothing to clear: the trigger left untested may be the repeated one")
def test_a_trigger_that_could_not_be_tested_leaves_open_whether_one_repeated() -> None:
    feedback = [make_feedback(day, kind="concern") for day in OCTOBER[:9]]
    feedback += [make_feedback(day, kind="compliment") for day in SEPTEMBER[:9]]
    complaints = [make_complaint("2026-09-01")]
    tables = {"feedback": feedback, "complaints": complaints,
              "decisions": [make_decision("2026-01-01")]}  # fmt: skip

    assert _outcome(tables, "unresolved-staffing-risk") == "no_evidence"


def _visits(days: list[str], **given: object) -> list[dict]:
    return [make_care(f"{day} 09:00", **given) for day in days]


def test_visits_of_days_not_recorded_are_not_among_the_missed_of_28_days() -> None:
    rows = [*_visits(AUGUST + SEPTEMBER + OCTOBER[:27]), *_visits(OCTOBER[27:], status="planned")]

    measures = run(make_evidence({"care": rows}, kind="home_care")).measures

    assert measures["missed_28_days"].value == 0


def test_a_visit_too_brief_to_be_one_is_not_counted_twice() -> None:
    rows = _visits(OCTOBER[:30])
    rows += _visits(OCTOBER[30:], ended_at="2026-10-31 09:01")

    measures = run(make_evidence({"care": rows}, kind="home_care")).measures

    assert (measures["missed_28_days"].value, measures["under_15_minutes_28_days"].value) == (1, 0)


def test_visits_under_15_minutes_cannot_be_told_where_durations_are_not_kept() -> None:
    rows = [{**row, "ended_at": row["started_at"]} for row in _visits(OCTOBER)]

    measures = run(make_evidence({"care": rows}, kind="home_care")).measures

    assert measures["under_15_minutes_28_days"].value is None


def test_a_visit_that_was_merged_away_brought_nobody() -> None:
    lunch = make_care("2026-10-10 12:30", staff_ids="W1")
    tea = {**lunch, "care_id": "TEA", "due_at": "2026-10-10 16:00"}

    people = run(make_evidence({"care": [lunch, tea]}, kind="home_care")).continuity

    assert people["rows"].tolist() == [1]


def test_who_came_to_care_left_as_planned_came() -> None:
    row = make_care("2026-10-10 12:30", staff_ids="W1") | {"status": "planned"}

    assert run(make_evidence({"care": [row]})).continuity["workers"].tolist() == [1]


def test_a_worker_named_twice_on_one_row_came_once() -> None:
    row = make_care("2026-10-10 12:30", staff_ids="W1;W1")

    assert run(make_evidence({"care": [row]})).continuity["rows"].tolist() == [1]
