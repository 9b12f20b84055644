"""Laws of the recovery map: order does not matter, what came later does not, and missing never looks good."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import (
    make_action,
    make_audit_row,
    make_decision,
    make_evidence,
    make_evidence_row,
    make_feedback,
    make_learning,
    make_observation,
    make_plan_change,
    make_risk,
    make_statement,
)
from toolkit.audits.checks import Outcome
from toolkit.audits.recovery.audit import run
from toolkit.audits.result import findings_of
from toolkit.measures.recovery.links import PRESENT
from toolkit.sources.contract import TABLES

AS_OF = date(2026, 10, 31)
THEMES = ("staffing", "falls", "missed_care", "other")
OWNERS = ("Dawn", "Tunde", "dawn", None)
CLAIMS = ("improved", "embedded", "worse", "stable", None)
GROWING = ("risks", "actions", "decisions", "evidence", "statements", "observations")
Tables = dict[str, list[dict[str, Any]]]
# One map takes about a second, and the law of the tables draws eleven of them.
few = settings(max_examples=max(1, settings().max_examples // 12), deadline=None)
DAYS = st.integers(0, 420).map(lambda back: (AS_OF - timedelta(days=back)).isoformat())
LATER = st.integers(1, 40).map(lambda ahead: (AS_OF + timedelta(days=ahead)).isoformat())


@st.composite
def registers(draw: st.DrawFn) -> Tables:
    """A register with what belongs to it, of one service, some of it joined up and some not."""

    def one_of(*choices: Any) -> Any:
        return draw(st.sampled_from(choices))

    def day() -> str:
        return draw(DAYS)

    ids = [f"R-{n}" for n in range(draw(st.integers(0, 4)))]
    some = range(draw(st.integers(0, 5)))
    return {
        "risks": [
            make_risk(
                day(), risk_id=name, theme=one_of(*THEMES), owner=one_of(*OWNERS),
                closed_on=one_of(None, day()), priority=one_of("high", "medium"),
                indicator=one_of(None, "audit_score"),
                evidence_sources=one_of("audits; feedback", "complaints", "shifts; care", None),
            )
            for name in ids
        ],
        "actions": [
            make_action(
                day(), day(), action_id=f"A-{n}", risk_id=one_of(*ids, None), closed_on=one_of(None, day()),
                decision_id=one_of("D-0", "D-1", None), owner=one_of(*OWNERS),
                evidence_ids=one_of("E-0; E-1", "E-2", None),
            )
            for n in some
        ],
        "decisions": [make_decision(day(), decision_id=f"D-{n}", risk_id=one_of(*ids, None)) for n in some],
        "evidence": [
            make_evidence_row(day(), evidence_id=f"E-{n}", kind=one_of("audit", "minutes")) for n in some
        ],
        "statements": [
            make_statement(day(), statement_id=f"S-{n}", risk_id=one_of(*ids, None), claims=one_of(*CLAIMS))
            for n in some
        ],
        **_what_was_seen(one_of, day, some),
    }  # fmt: skip


def _what_was_seen(one_of: Any, day: Any, some: range) -> Tables:
    """Practice, learning, plans, feedback and audits, drawn with the register's own choices."""
    return {
        "observations": [
            make_observation(
                f"{day()} 09:00", observation_id=f"O-{n}", theme=one_of(*THEMES),
                finding=one_of("applied", "not_applied"),
            )
            for n in some
        ],
        "learning": [make_learning(f"CO-{n}", day(), learning_id=f"L-{n}", theme="staffing") for n in some],
        "care_plan_changes": [
            make_plan_change(f"{day()} 09:00", change_id=f"P-{n}", learning_id=one_of("L-0", None))
            for n in some
        ],
        "feedback": [
            make_feedback(day(), feedback_id=f"F-{n}", theme=one_of(*THEMES), kind="concern") for n in some
        ],
        "audits": [make_audit_row(day(), audit_id=f"AU-{n}", theme="staffing") for n in some],
    }  # fmt: skip


@few
@given(registers(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(tables: Tables, chance: random.Random) -> None:
    shuffled = {name: chance.sample(list(enumerate(rows)), len(rows)) for name, rows in tables.items()}
    moved = {name: [row | {"_row": place + 2} for place, row in rows] for name, rows in shuffled.items()}

    one, other = run(make_evidence(tables)), run(make_evidence(moved))

    assert findings_of(one) == findings_of(other)
    assert one.agenda.equals(other.agenda)
    assert one.risks.equals(other.risks)


@few
@given(
    registers(),
    st.sampled_from(["risks", "actions", "decisions", "evidence", "statements", "observations"]),
    LATER,
)
def test_a_row_after_as_of_changes_nothing(tables: Tables, table: str, day: str) -> None:
    later = {
        "risks": lambda: make_risk(day, risk_id="R-X", theme="staffing"),
        "actions": lambda: make_action(day, day, action_id="A-X", risk_id="R-0", evidence_ids="E-0"),
        "decisions": lambda: make_decision(day, decision_id="D-0", risk_id="R-0"),
        "evidence": lambda: make_evidence_row(day, evidence_id="E-2"),
        "statements": lambda: make_statement(day, risk_id="R-0", claims="worse"),
        "observations": lambda: make_observation(f"{day} 09:00", theme="staffing"),
    }[table]()

    more = run(make_evidence(tables | {table: [*tables[table], later]}))

    assert findings_of(more) == findings_of(run(make_evidence(tables)))


@pytest.mark.slow
@few
@given(registers())
def test_no_table_taken_away_makes_an_answer_clear(tables: Tables) -> None:
    whole = {check.code: check.outcome for check in run(make_evidence(tables)).checks}

    for table in tables:
        left = {name: rows for name, rows in tables.items() if name != table}
        for check in run(make_evidence(left)).checks:
            if check.outcome is Outcome.CLEAR:
                assert whole[check.code] in (Outcome.CLEAR, Outcome.NO_EVIDENCE), (table, check.code)


@few
@given(registers())
def test_every_link_said_to_be_there_leads_to_a_record_that_is(tables: Tables) -> None:
    found = run(make_evidence(tables))
    ids = {f"{name}:{row[TABLES[name].key]}" for name, rows in tables.items() for row in rows}

    present = found.chains[found.chains["state"] == PRESENT]
    assert [by for by in present["by"] if by not in ids and not by.startswith("indicator:")] == []
    assert len(found.agenda) <= 10
    if not found.chains.empty and found.measures["connectedness"].value is not None:
        assert 0 <= found.measures["connectedness"].value <= 1
