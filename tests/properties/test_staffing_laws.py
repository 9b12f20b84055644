"""What must hold of the staffing audit whatever the records: laws of counting, of time and of absence."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.properties.generated_services import GeneratedService, services
from tests.properties.generated_voices import whole_services
from tests.properties.plain_service import OWN_DAY, day_of
from toolkit.audits.staffing.audit import StaffingAudit, run

# One audit takes about a third of a second.
a_tenth_of_the_examples = settings(max_examples=max(1, settings().max_examples // 10))
# One with incidents, feedback and a second service takes a second, so a failing one is not shrunk.
a_few_of_the_examples = settings(
    max_examples=max(1, settings().max_examples // 16), phases=(Phase.explicit, Phase.generate)
)
SHARES = ("rostered_fill", "attended_fill", "own_fill", "agency_share", "missed_care_rate", "shortened_rate",
          "delayed_rate", "poorly_evidenced_rate", "recording_complete")  # fmt: skip
READ_CARE = ("needs-not-met", "filled-but-missed", "rushed-records", "delayed-support")
NEED_IT = {
    "staffing_needs": ("repeated-staffing-gaps", "filled-but-missed"),
    "shifts": ("repeated-staffing-gaps", "filled-but-missed"),
    "care": READ_CARE,
}
HOMES = ("residential", "nursing")


def _told(audit: StaffingAudit) -> tuple:
    """Everything the audit says, apart from where in the files the rows stood."""
    checks = [(c.code, c.outcome, c.says, sorted({one.ref for one in c.evidence if ":" in one.ref}))
              for c in audit.checks]  # fmt: skip
    return checks, {name: _rounded(figure) for name, figure in audit.measures.items()}


def _rounded(figure) -> tuple:
    numbers = (figure.value, figure.low, figure.high)
    return (*(None if one is None else round(one, 9) for one in numbers), figure.n)


@a_tenth_of_the_examples
@given(services(), st.integers(0, 1000))
def test_the_order_of_the_rows_changes_nothing(service: GeneratedService, seed: int) -> None:
    mixed = {}
    for table, rows in service.tables.items():
        drawn = random.Random(seed).sample(rows, len(rows))
        mixed[table] = [{**row, "_row": place + 2} for place, row in enumerate(drawn)]

    there, here = run(service.with_rows(**mixed).evidence()), run(service.evidence())

    assert _without_rows(there) == _without_rows(here)


def _without_rows(audit: StaffingAudit) -> tuple:
    """A need or a stay has no id of its own: its reference is its row, which a new order changes."""
    checks, measures = _told(audit)
    kept = [(code, outcome, says, [ref for ref in refs if ":row-" not in ref])
            for code, outcome, says, refs in checks]  # fmt: skip
    return kept, measures


@a_tenth_of_the_examples
@given(services())
def test_rows_after_as_of_change_nothing(service: GeneratedService) -> None:
    known = {
        table: [row for row in rows if day_of(row[OWN_DAY[table]]) <= service.as_of]
        for table, rows in service.tables.items()
    }

    assert _told(run(service.with_rows(**known).evidence())) == _told(run(service.evidence()))


@a_tenth_of_the_examples
@given(services())
def test_twice_the_people_with_the_same_care_have_the_same_rates(service: GeneratedService) -> None:
    """Poorly evidenced is no share of this kind: the same note for three people is one for six."""
    twins = {"care": _doubled(service.tables["care"], "care_id", "person_id")}
    twins["care"] = [{**row, "staff_ids": _renamed(row)} for row in twins["care"]]
    if "people" in service.tables:
        twins["people"] = _doubled(service.tables["people"], "person_id")

    one, two = run(service.evidence()), run(service.with_rows(**twins).evidence())

    for name in ("missed_care_rate", "shortened_rate", "delayed_rate", "recording_complete"):
        assert one.measures[name].value == pytest.approx(two.measures[name].value, abs=1e-12)


def _doubled(rows: list[dict], *ids: str) -> list[dict]:
    copies = [{**row, **{name: f"{row[name]}b" if row[name] else None for name in ids}, "copy": True}
              for row in rows]  # fmt: skip
    both = [*rows, *copies]
    return [{**row, "_row": place + 2} for place, row in enumerate(both)]


def _renamed(row: dict) -> str | None:
    if row["staff_ids"] is None or "copy" not in row:
        return row["staff_ids"]
    return ";".join(f"{one}b" for one in row["staff_ids"].split(";"))


@a_tenth_of_the_examples
@given(services())
def test_twice_the_need_and_twice_the_staff_is_the_same_fill(service: GeneratedService) -> None:
    if "staffing_needs" not in service.tables:
        return
    needs = [{**row, "staff_needed": 2 * row["staff_needed"]} for row in service.tables["staffing_needs"]]
    shifts = _doubled(service.tables["shifts"], "shift_id", "staff_id")

    one = run(service.evidence())
    two = run(service.with_rows(staffing_needs=needs, shifts=shifts).evidence())

    for name in ("rostered_fill", "attended_fill", "own_fill", "agency_share"):
        assert one.measures[name].value == pytest.approx(two.measures[name].value, abs=1e-9)


@a_tenth_of_the_examples
@given(services())
def test_no_share_is_below_nothing_or_above_all_or_outside_its_limits(service: GeneratedService) -> None:
    audit = run(service.evidence())

    for name in SHARES:
        figure = audit.measures[name]
        if figure.value is None:
            assert figure.low is None
            assert figure.high is None
            continue
        assert 0 <= figure.value <= 1
        assert figure.n > 0
        if figure.low is not None:
            assert figure.low <= figure.value <= figure.high
    assert int(audit.care_outcomes["rows"].sum()) <= len(service.tables["care"])
    capped = audit.shifts_by_day["fill"].dropna()
    assert ((capped >= 0) & (capped <= 1 + 1e-12)).all()


@a_tenth_of_the_examples
@given(services(), st.sampled_from(sorted(NEED_IT)))
def test_without_a_table_what_needs_it_is_never_clear(service: GeneratedService, table: str) -> None:
    audit = run(service.without(table).evidence())

    for code in NEED_IT[table]:
        assert audit.check(code).outcome.value != "clear"


@a_tenth_of_the_examples
@given(services(), st.sampled_from(["people", "dependency", "shifts", "staffing_needs"]))
def test_without_a_table_of_the_need_hours_a_home_cannot_show_that_needs_are_met(
    service: GeneratedService, table: str
) -> None:
    outcome = run(service.without(table).evidence()).check("needs-not-met").outcome.value

    if service.kind in HOMES:
        assert outcome != "clear"


@a_tenth_of_the_examples
@given(services(), st.sampled_from(["shifts", "care", "dependency"]))
def test_taking_a_table_away_makes_nothing_clear_that_was_not(service: GeneratedService, table: str) -> None:
    before, after = run(service.evidence()), run(service.without(table).evidence())

    for check in after.checks:
        if check.outcome.value == "clear":
            assert before.check(check.code).outcome.value == "clear"


@a_tenth_of_the_examples
@given(services())
def test_nothing_that_reads_care_is_clear_where_too_few_days_were_recorded(service: GeneratedService) -> None:
    audit = run(service.evidence())

    complete = audit.measures["recording_complete"].value
    if complete is None or complete < 0.9:
        assert all(audit.check(code).outcome.value != "clear" for code in READ_CARE)


def test_without_rota_needs_and_care_every_question_is_left_unanswered() -> None:
    empty = GeneratedService("residential", None, None, date(2026, 10, 1), date(2026, 10, 31), {})

    audit = run(empty.evidence())

    assert {check.outcome.value for check in audit.checks} == {"no_evidence"}
    assert all(figure.value is None for figure in audit.measures.values())


# All fourteen questions, over services with incidents, feedback, complaints, handover and decisions.

UNTESTED_WITHOUT = {
    "staffing_needs": ("repeated-staffing-gaps", "filled-but-missed", "pressure-linked-missed-care",
                       "staffing-feedback-link"),
    "shifts": ("repeated-staffing-gaps", "filled-but-missed", "pressure-linked-missed-care",
               "staffing-feedback-link"),
    "care": ("needs-not-met", "rushed-records", "delayed-support", "pressure-linked-missed-care"),
    "people": ("dependency-out-of-date",),
    "dependency": ("dependency-out-of-date",),
    "incidents": ("increased-incidents",),
    "handover": ("control-missing",),
    "decisions": ("unresolved-staffing-risk",),
    "feedback": (),
    "complaints": (),
}  # fmt: skip
NEVER_CLEAR_WITHOUT = {
    "care": ("filled-but-missed",),
    "shifts": ("staff-fatigue",),
    "handover": ("staff-fatigue",),
    "feedback": ("poor-feedback",),
    "complaints": ("poor-feedback",),
}
# These ask what is said in whichever of their tables are kept, and name those that are not.
ASK_WHAT_IS_KEPT = {
    "feedback": ("inconsistent-care-feedback", "staffing-feedback-link"),
    "complaints": ("inconsistent-care-feedback", "staffing-feedback-link"),
    "handover": ("inconsistent-care-feedback",),
    "incidents": ("staffing-feedback-link",),
}


@a_few_of_the_examples
@given(whole_services(), st.sampled_from(sorted(UNTESTED_WITHOUT)))
def test_without_any_one_table_what_needs_it_has_no_evidence_and_nothing_becomes_clear(
    service: GeneratedService, table: str
) -> None:
    before, after = run(service.evidence()), run(service.without(table).evidence())

    exposed_in = "care" if service.kind == "home_care" else "people"
    needing = UNTESTED_WITHOUT[table] + (("increased-incidents",) if table == exposed_in else ())
    for code in needing:
        assert after.check(code).outcome.value == "no_evidence", code
    for code in NEVER_CLEAR_WITHOUT.get(table, ()):
        assert after.check(code).outcome.value != "clear", code
    for check in after.checks:
        if check.outcome.value == "clear" and check.code not in ASK_WHAT_IS_KEPT.get(table, ()):
            assert before.check(check.code).outcome.value == "clear", check.code


@a_few_of_the_examples
@given(whole_services(), st.integers(0, 1000))
def test_the_order_of_all_rows_changes_none_of_the_fourteen_answers(
    service: GeneratedService, seed: int
) -> None:
    mixed = {table: _mixed(rows, seed) for table, rows in service.tables.items()}
    others = {table: _mixed(rows, seed) for table, rows in service.elsewhere.items()}

    there = run(replace(service, tables=mixed, elsewhere=others).evidence())

    assert _without_rows(there) == _without_rows(run(service.evidence()))


def _mixed(rows: list[dict], seed: int) -> list[dict]:
    drawn = random.Random(seed).sample(rows, len(rows))
    return [{**row, "_row": place + 2} for place, row in enumerate(drawn)]


@a_few_of_the_examples
@given(whole_services())
def test_what_came_after_as_of_changes_none_of_the_fourteen_answers(service: GeneratedService) -> None:
    here, there = _known(service.tables, service), _known(service.elsewhere, service)

    audit = run(replace(service, tables=here, elsewhere=there).evidence())

    assert _told(audit) == _told(run(service.evidence()))


def _known(tables: Mapping[str, list[dict]], service: GeneratedService) -> dict[str, list[dict]]:
    return {
        table: [row for row in rows if day_of(row[OWN_DAY[table]]) <= service.as_of]
        for table, rows in tables.items()
    }


@a_few_of_the_examples
@given(whole_services())
def test_a_complaint_that_came_twice_is_one_complaint(service: GeneratedService) -> None:
    """Its second row stands beside the first, on the same day."""
    if not service.tables.get("complaints"):
        return
    firsts = [row for row in service.tables["complaints"] if row["duplicate_of"] is None]
    again = [{**row, "complaint_id": f"{row['complaint_id']}b", "duplicate_of": row["complaint_id"]}
             for row in firsts]  # fmt: skip
    twice = [{**row, "_row": place + 2} for place, row in enumerate([*service.tables["complaints"], *again])]

    one, two = run(service.evidence()), run(service.with_rows(complaints=twice).evidence())

    assert {c.code: c.outcome for c in two.checks} == {c.code: c.outcome for c in one.checks}
    for name in ("concern_share", "incident_rate", "fatigue_share"):
        assert two.measures[name] == one.measures[name]


@a_few_of_the_examples
@given(whole_services())
def test_twice_the_people_workers_voices_and_incidents_have_the_same_rates(service: GeneratedService) -> None:
    twins = {
        "people": ("person_id",), "incidents": ("incident_id", "person_id"), "feedback": ("feedback_id",),
        "complaints": ("complaint_id", "duplicate_of"), "shifts": ("shift_id", "staff_id"),
    }  # fmt: skip
    if service.kind == "home_care":
        del twins["people"], twins["incidents"]
    twice = {table: _doubled(service.tables[table], *ids) for table, ids in twins.items()
             if table in service.tables}  # fmt: skip
    others = {"shifts": _doubled(service.elsewhere["shifts"], "shift_id", "staff_id")}
    doubled = replace(service, tables={**service.tables, **twice}, elsewhere={**service.elsewhere, **others})

    one, two = run(service.evidence()), run(doubled.evidence())

    for name in ("incident_rate", "concern_share", "fatigue_share"):
        assert two.measures[name].value == pytest.approx(one.measures[name].value, abs=1e-9), name
