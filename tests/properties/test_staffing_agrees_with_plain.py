"""Do the audit's figures agree with the slow, plain implementation, on services that go wrong in every way?

The examples at the end are readings the two once differed on, kept so that they stay settled.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import pandas as pd
import pytest
from hypothesis import given

from tests.factories import make_care, make_evidence, make_need, make_review, make_shift, make_stay, nights
from tests.properties import plain_care, plain_staffing
from tests.properties.generated_services import GeneratedService, services
from tests.properties.how_many import examples
from tests.properties.plain_checks import PlainAudit
from toolkit.audits.staffing.audit import StaffingAudit, run
from toolkit.audits.staffing.facts import StaffingFacts

# Both implementations of a whole service take about half a second.
a_sixth_of_the_examples = examples(6, at_most=2)
FILLS = ("rostered_fill", "attended_fill", "own_fill", "agency_share")
RATES = ("missed_care_rate", "shortened_rate", "delayed_rate", "poorly_evidenced_rate")


def _agree(ours: float | None, plain: object) -> bool:
    if ours is None or plain is None:
        return ours is None and plain is None
    return abs(ours - float(plain)) <= 1e-9 * max(1.0, abs(float(plain)))


def _hours(seconds: object) -> float:
    return float(seconds) / 3600


def _unit(value: object) -> str | None:
    return None if pd.isna(value) else str(value)


@a_sixth_of_the_examples
@given(services())
def test_hours_in_windows_fills_and_pressure_agree(service: GeneratedService) -> None:
    audit, plain = run(service.evidence()), PlainAudit(service.plain()).rota

    _compare_windows(audit, plain)
    _compare_fills(audit, plain)
    ours = {(d.date(), _unit(u), n): h for d, u, n, h in audit.shifts_by_day[
        ["day", "unit", "shift_name", "high_pressure"]].itertuples(index=False)}  # fmt: skip
    theirs = {(s.day, s.unit, s.shift_name): s for s in plain_staffing.shifts_of_days(plain)}
    assert ours == {key: theirs[key].high_pressure for key in ours}
    assert not any(theirs[key].high_pressure for key in set(theirs) - set(ours))
    for row in audit.shifts_by_day[audit.shifts_by_day["high_pressure"]].itertuples():
        assert row.why in theirs[row.day.date(), _unit(row.unit), row.shift_name].why


def _compare_windows(audit: StaffingAudit, plain: plain_staffing.RotaMonth) -> None:
    theirs = {(w.day, w.unit, w.role, w.shift_name, w.starts_at): w for w in plain.windows}
    assert len(audit.windows) == len(theirs)
    for ours in audit.windows.itertuples():
        window = theirs[
            ours.day.date(), _unit(ours.unit), ours.role, ours.shift_name, ours.starts_at.to_pydatetime()
        ]
        assert _agree(ours.required_hours, _hours(window.required))
        assert _agree(ours.rostered_hours, _hours(window.rostered))
        assert ours.attendance_known == window.attendance_known
        if window.attendance_known:
            assert _agree(ours.attended_hours, _hours(window.attended))
            assert _agree(ours.own_hours, _hours(window.by_cover.get("own", 0)))
            assert _agree(ours.agency_hours, _hours(window.by_cover.get("agency", 0)))


def _compare_fills(audit: StaffingAudit, plain: plain_staffing.RotaMonth) -> None:
    for name in FILLS:
        ours = audit.measures[name].value
        theirs = getattr(plain_staffing, name)(plain)
        assert _agree(ours, theirs), (name, ours, theirs)
    assert _agree(audit.measures["surplus_hours"].value, plain_staffing.surplus_hours(plain))


@a_sixth_of_the_examples
@given(services())
def test_days_on_which_each_shift_was_short_agree(service: GeneratedService) -> None:
    posts = StaffingFacts(service.evidence()).month.posts
    ours = Counter((_unit(row.unit), row.role, row.shift_name) for row in posts[posts["short"]].itertuples())

    plain = PlainAudit(service.plain()).rota

    assert dict(ours) == {key: n for key, n in plain_staffing.short_days(plain).items() if n}


@a_sixth_of_the_examples
@given(services())
def test_what_became_of_each_piece_of_care_agrees(service: GeneratedService) -> None:
    ours = StaffingFacts(service.evidence()).care_outcomes.rows.set_index("care_id")

    plain = PlainAudit(service.plain()).care

    assert ours["category"].to_dict() == plain.category
    assert set(ours.index[ours["queried"]]) == plain.queried
    assert set(ours.index[ours["clipped"]]) == plain.clipped
    assert set(ours.index[ours["early"]]) == plain.early


@a_sixth_of_the_examples
@given(services())
def test_rates_and_recorded_days_agree(service: GeneratedService) -> None:
    audit, plain = run(service.evidence()), PlainAudit(service.plain()).care

    if plain.supplied:
        for name in RATES:
            assert _agree(audit.measures[name].value, getattr(plain_care, name)(plain)), name
        for name in ("queried", "clipped", "early"):
            assert audit.measures[name].value == plain.apart(getattr(plain, name))
        assert audit.measures["excluded"].value == plain.count("excluded")
    assert _agree(audit.measures["recording_complete"].value, plain.recording_complete)
    days = audit.recording.assign(date=audit.recording["day"].dt.date)
    assert set(days.loc[days["recorded"], "date"]) == plain.recorded_days
    assert set(days.loc[days["expected"], "date"]) == plain.expected_days


@a_sixth_of_the_examples
@given(services())
def test_days_on_which_people_got_the_hours_they_need_agree(service: GeneratedService) -> None:
    audit, plain = run(service.evidence()), PlainAudit(service.plain())

    days = audit.need_hours
    for row in days.itertuples():
        assert (not row.below if row.testable else None) == plain.need_hours.met[row.day.date()]


@a_sixth_of_the_examples
@given(services())
def test_the_answers_to_the_five_questions_agree(service: GeneratedService) -> None:
    audit, plain = run(service.evidence()), PlainAudit(service.plain())

    theirs = plain.outcomes()
    ours = {code: audit.check(code).outcome.value for code in theirs}
    assert ours == theirs


# What the two once read differently, each as the smallest example that shows it.

OCTOBER = [f"2026-10-{day:02d}" for day in range(1, 32)]


def test_clocked_hours_of_a_planned_shift_without_a_name_are_attended() -> None:
    shifts = [*nights(OCTOBER[:30]), *nights(OCTOBER[30:], staff_id=None, cover="agency")]

    audit = run(make_evidence({"staffing_needs": [make_need()], "shifts": shifts}))

    assert audit.measures["attended_fill"].value == pytest.approx(1.0)


def test_a_shift_without_unit_is_shared_with_the_night_that_began_last_month_too() -> None:
    needs = [
        make_need(unit="Oak", shift_name="Night"),
        make_need(unit="Elm", shift_name="Early", from_time="07:00", to_time="14:00"),
    ]
    shift = make_shift("2026-09-30 20:00", "2026-10-01 08:00")  # 07:00-08:00 belongs to two windows

    audit = run(make_evidence({"staffing_needs": needs, "shifts": [shift]}))

    early = audit.windows[audit.windows["shift_name"] == "Early"]
    assert early["rostered_hours"].iloc[0] == pytest.approx(0.5)


def test_a_rota_that_is_not_full_is_not_clear_where_cover_is_mostly_unknown() -> None:
    shifts = nights(OCTOBER[:25], cover=None) + nights(OCTOBER[25:26])
    care = [make_care(f"{day} 09:00") for day in OCTOBER for _ in range(2)]

    audit = run(make_evidence({"staffing_needs": [make_need()], "shifts": shifts, "care": care}))

    assert audit.check("filled-but-missed").outcome.value == "no_evidence"


def test_days_after_the_service_closed_are_not_days_of_unmet_need() -> None:
    tables = {"staffing_needs": [make_need()], "shifts": nights(OCTOBER[:20]), "people": [make_stay()],
              "dependency": [make_review(care_hours_per_day=4)]}  # fmt: skip

    audit = run(make_evidence(tables, closed_on=date(2026, 10, 20)))

    assert audit.need_hours.loc[audit.need_hours["testable"], "day"].max() <= datetime(2026, 10, 20)


def test_the_morning_after_a_night_that_nobody_clocked_cannot_be_tested() -> None:
    shifts = nights(OCTOBER[:10]) + nights(OCTOBER[10:11], attended=False) + nights(OCTOBER[11:])
    tables = {"staffing_needs": [make_need()], "shifts": shifts, "people": [make_stay()],
              "dependency": [make_review(care_hours_per_day=12)]}  # fmt: skip

    days = run(make_evidence(tables)).need_hours.set_index("day")

    assert not days.loc["2026-10-12", "testable"]


def test_own_staff_filled_nothing_where_nobody_came() -> None:
    shifts = nights(OCTOBER[:2], attended=False) + [
        make_shift(f"{day} 10:00", f"{day} 12:00", role="cook") for day in OCTOBER
    ]

    audit = run(make_evidence({"staffing_needs": [make_need()], "shifts": shifts}))

    assert audit.measures["attended_fill"].value == 0.0
    assert audit.measures["own_fill"].value == 0.0


# What the two once read differently, settled in favour of the plain reading.


def _two_rows_of_one_visit(**second: object) -> StaffingAudit:
    """Two carers planned for lunch on the 1st; one row for each of them."""
    first = make_care("2026-10-01 12:30", carers_planned=2, staff_ids="S1")
    other = make_care("2026-10-01 12:30", carers_planned=2, **second)
    return run(make_evidence({"care": [first, other]}))


def test_a_second_carer_who_did_not_come_does_not_make_a_visit_double_handed() -> None:
    audit = _two_rows_of_one_visit(staff_ids="S2", status="not_done", reason="no_staff")

    outcomes = audit.care_outcomes.set_index("category")["rows"]
    assert outcomes["missed"] == 1
    assert outcomes["shortened"] == 1


def test_a_second_row_that_names_nobody_leaves_the_number_of_carers_unknown() -> None:
    audit = _two_rows_of_one_visit(staff_ids=None)

    assert audit.care_outcomes.set_index("category")["rows"]["shortened"] == 0


def test_attendance_that_was_never_recorded_is_not_known_on_days_without_a_rostered_shift_either() -> None:
    shifts = nights(OCTOBER[:20], attended=False) + nights(OCTOBER[20:], attended=False, status="open")

    audit = run(make_evidence({"staffing_needs": [make_need()], "shifts": shifts}))

    assert not audit.windows["attendance_known"].any()
