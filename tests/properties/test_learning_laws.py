"""What must hold of the audit of complaints learning whatever the records: of order, time and absence."""

from __future__ import annotations

import random
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import (
    make_complaint,
    make_evidence,
    make_feedback,
    make_learning,
    make_observation,
    make_plan_change,
    make_stay,
    make_verdict,
)
from tests.properties.how_many import examples
from toolkit.audits.checks import Outcome
from toolkit.audits.complaints.audit import ComplaintsAudit, run
from toolkit.evidence import Evidence
from toolkit.sources.contract import TABLES

a_quarter_of_the_examples = examples(4, at_most=3)
Tables = dict[str, list[dict[str, Any]]]
FIRST, LAST = pd.Timestamp("2025-11-15"), pd.Timestamp("2026-11-20")  # some days lie after as_of
PERSONS, SECTIONS, THEMES = ("P1", "P2", "P3"), ("night", "meals"), ("dignity", "falls", "other")
SERVICES = ("oakfield", "oakfield", "birch")

READ = ("complaints", "learning", "care_plan_changes", "observations", "feedback", "people", "verdicts")

days = st.integers(0, (LAST - FIRST).days).map(lambda n: (FIRST + pd.Timedelta(days=n)).strftime("%Y-%m-%d"))
later = st.one_of(st.none(), days)


def _some(make: Any, most: int, **columns: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(st.fixed_dictionaries(columns), max_size=most).map(
        lambda rows: [make(n, row) for n, row in enumerate(rows)]
    )


complaints = _some(
    lambda n, row: make_complaint(row.pop("on"), complaint_id=f"C{n}", **row), 8,
    on=days, person_id=st.sampled_from([*PERSONS, None]), theme=st.sampled_from(THEMES),
    outcome=st.sampled_from(["upheld", "partly_upheld", "not_upheld", "withdrawn", None]),
    response_sent_on=later, closed_on=later, reopened_on=later,
    duplicate_of=st.sampled_from([None, None, None, "C0", "C1", "C2", "C77"]),
)  # fmt: skip
learning = _some(
    lambda n, row: make_learning(row.pop("of"), row.pop("on"), learning_id=f"L{n}", **row), 10,
    of=st.sampled_from(["C0", "C1", "C2", "C3", "C4", "C88"]), on=later,
    person_id=st.sampled_from([*PERSONS, None]), plan_section=st.sampled_from([*SECTIONS, "Night", None]),
    relevant=st.sampled_from(["yes", "yes", "yes", "no"]), theme=st.sampled_from([*THEMES, None]),
    briefed_on=later,
)  # fmt: skip
changes = _some(
    lambda n, row: make_plan_change(f"{row.pop('on')} 1{n % 10}:00", change_id=f"PC{n}", **row), 14,
    on=days, person_id=st.sampled_from(PERSONS), plan_section=st.sampled_from(SECTIONS),
    service_id=st.sampled_from(SERVICES), text=st.sampled_from(["a b", "a  b", "c", None]),
    change_type=st.sampled_from(["created", "updated", "updated", "reviewed_no_change", "removed"]),
    learning_id=st.sampled_from([None, None, "L0", "L1", "L2"]),
    confirmed_with=st.sampled_from([None, "person", "representative", "not_confirmed"]), confirmed_on=later,
)  # fmt: skip
observations = _some(
    lambda n, row: make_observation(f"{row.pop('on')} 09:00", observation_id=f"OB{n}", **row), 8,
    on=days, person_id=st.sampled_from(PERSONS), plan_section=st.sampled_from(SECTIONS),
    learning_id=st.sampled_from([None, "L0", "L1", "L2"]),
    finding=st.sampled_from(["applied", "partly_applied", "not_applied"]),
    knowledge=st.sampled_from(["knows", "does_not_know", None]),
)  # fmt: skip
feedback = _some(
    lambda n, row: make_feedback(row.pop("on"), feedback_id=f"F{n}", **row), 12,
    on=days, person_id=st.sampled_from([*PERSONS, None]), theme=st.sampled_from(THEMES),
    kind=st.sampled_from(["concern", "concern", "preference", "compliment", None]),
    source=st.sampled_from(["family", "person", "staff"]), plan_section=st.sampled_from([*SECTIONS, None]),
)  # fmt: skip
people = _some(
    lambda n, row: make_stay(row.pop("who"), **row), 5,
    who=st.sampled_from(PERSONS), service_id=st.sampled_from(SERVICES), moved_in=days, moved_out=later,
)  # fmt: skip
verdicts = _some(
    lambda n, row: make_verdict(row.pop("of"), row.pop("on"), verdict_id=f"V{n}", **row), 4,
    of=st.sampled_from(["learning:L0", "learning:L1", "complaints:C0"]), on=days,
    verdict=st.sampled_from(["embedded", "fragmented", "hold_open"]),
)  # fmt: skip
records: st.SearchStrategy[Tables] = st.fixed_dictionaries({
    "complaints": complaints, "learning": learning, "care_plan_changes": changes,
    "observations": observations,
    "feedback": feedback, "people": people, "verdicts": verdicts,
})  # fmt: skip


def evidence(tables: Tables) -> Evidence:
    return make_evidence(tables, as_of="2026-10-28")


def told(audit: ComplaintsAudit) -> tuple:
    """All that the audit says, apart from where in the files the rows stood."""
    checks = [(c.code, c.outcome, c.says, sorted(one.ref for one in c.evidence)) for c in audit.checks]
    return checks, dict(audit.measures), audit.items.to_csv(), audit.events.to_csv(), audit.curve.to_csv()


@a_quarter_of_the_examples
@given(records, st.integers(0, 1000))
def test_the_order_of_the_rows_changes_nothing(tables: Tables, seed: int) -> None:
    mixed = {name: random.Random(seed).sample(rows, len(rows)) for name, rows in tables.items()}

    assert told(run(evidence(mixed))) == told(run(evidence(tables)))


@a_quarter_of_the_examples
@given(records)
def test_rows_after_as_of_change_nothing(tables: Tables) -> None:
    last = pd.Timestamp("2026-10-28 23:59")

    def known(table: str, row: dict[str, Any]) -> bool:
        own = row[str(TABLES[table].own_day)]
        return own is None or pd.Timestamp(own) <= last

    kept = {name: [row for row in rows if known(name, row)] for name, rows in tables.items()}

    assert told(run(evidence(kept))) == told(run(evidence(tables)))


@a_quarter_of_the_examples
@given(records, st.sampled_from(READ))
def test_without_any_one_table_nothing_becomes_clear_and_nothing_more_is_embedded(
    tables: Tables, absent: str
) -> None:
    before = run(evidence(tables))
    after = run(evidence({name: rows for name, rows in tables.items() if name != absent}))

    was = {check.code: check.outcome for check in before.checks}
    gained = [check.code for check in after.checks
              if check.outcome is Outcome.CLEAR and was[check.code] is not Outcome.CLEAR]  # fmt: skip
    assert gained == []
    assert (after.measures["verdict_embedded"].value or 0) <= (before.measures["verdict_embedded"].value or 0)


@a_quarter_of_the_examples
@given(records)
def test_the_parts_add_up(tables: Tables) -> None:
    audit = run(evidence(tables))

    values = {name: figure.value for name, figure in audit.measures.items()}
    for name, figure in audit.measures.items():
        if figure.unit == "share" and figure.value is not None:
            assert 0 <= figure.value <= 1, name
            assert figure.low is None or figure.low <= figure.value + 1e-9
            assert figure.high is None or figure.high >= figure.value - 1e-9
    if values["learning_due"] is not None:
        states = dict(audit.cohort.values.tolist())
        assert states["in time"] + states["late"] + states["overdue"] == values["learning_due"]
        assert states["in time"] == values["learning_reflected"]
        verdicts = [values[f"verdict_{name}"] for name in (
            "embedded", "practised", "plan_updated", "no_longer_applicable", "not_yet_due", "closed_only",
            "overdue")]  # fmt: skip
        assert sum(verdicts) == len(audit.items)
    assert audit.items["verdict"].notna().all()


@a_quarter_of_the_examples
@given(records)
def test_nothing_changed_before_the_complaint_for_another_person_or_section_is_reflected(
    tables: Tables,
) -> None:
    items = run(evidence(tables)).items.dropna(subset=["change_id"])
    by_id = {row["change_id"]: row for row in tables["care_plan_changes"]}

    for item in items.itertuples():
        row = by_id[item.change_id]
        assert row["person_id"] == item.person_id
        assert row["plan_section"] == str(item.plan_section).lower()
        assert row["change_type"] in ("created", "updated")
        assert pd.isna(item.received_on) or pd.Timestamp(row["changed_at"]) >= item.received_on


@a_quarter_of_the_examples
@given(records)
def test_one_more_change_never_makes_an_item_overdue(tables: Tables) -> None:
    """Monotone in the evidence: an entry for every person and section on the last day mends, never breaks."""
    before = run(evidence(tables)).items
    more = [make_plan_change("2026-10-28 22:00", person_id=p, plan_section=s, change_id=f"PX-{p}-{s}")
            for p in PERSONS for s in SECTIONS]  # fmt: skip
    after = run(evidence(tables | {"care_plan_changes": [*tables["care_plan_changes"], *more]})).items

    late = {"overdue", "closed_only"}
    assert set(after.loc[after["verdict"].isin(late), "item"]) <= set(
        before.loc[before["verdict"].isin(late), "item"]
    )


@pytest.mark.parametrize("table", ["complaints", "learning"])
def test_no_record_at_all_is_no_evidence(table: str) -> None:
    found = run(make_evidence({table: []}))

    assert {check.outcome for check in found.checks} == {Outcome.NO_EVIDENCE}
