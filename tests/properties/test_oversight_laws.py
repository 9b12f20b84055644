"""What must hold of the oversight audit whatever the records: laws of order, of time and of absence."""

from __future__ import annotations

import random
from datetime import timedelta

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.properties.generated_leaders import AS_OF, OWN_DAY, Row, evidence_of, governed_services
from tests.properties.generated_services import GeneratedService
from tests.properties.generated_voices import whole_services
from tests.properties.plain_service import OWN_DAY as OWN_DAY_THERE
from tests.properties.plain_service import day_of
from toolkit.audits.oversight.audit import OversightAudit, run
from toolkit.audits.oversight.facts import OversightFacts
from toolkit.audits.oversight.questions import QUESTIONS
from toolkit.audits.result import findings_of
from toolkit.audits.staffing.measures import measures_of
from toolkit.audits.staffing.voices_facts import VoicesFacts

a_tenth_of_the_examples = settings(max_examples=max(1, settings().max_examples // 10))
# One with a rota and care takes a second, so a failing one is not shrunk.
a_few_of_the_examples = settings(
    max_examples=max(1, settings().max_examples // 16), phases=(Phase.explicit, Phase.generate)
)
Tables = dict[str, list[Row]]
SHARED_WITH_STAFFING = (
    "missed_care_rate", "delayed_rate", "shortened_rate", "poorly_evidenced_rate", "attended_fill",
    "own_fill", "concern_share", "incident_rate",
)  # fmt: skip
FRAMES = ("statements", "repeats", "pack", "challenges", "decisions", "closures", "drifting", "meetings",
          "gaps", "risks", "indicators", "verdicts_on_indicators", "timeline")  # fmt: skip


def _told(audit: OversightAudit) -> tuple:
    """Everything the audit says, apart from where in the files the rows stood."""
    checks = [
        (c.code, c.outcome, c.says, c.figure, sorted({one.ref for one in c.evidence})) for c in audit.checks
    ]
    frames = [getattr(audit, name).to_csv() for name in FRAMES]
    return checks, dict(audit.measures), frames


@a_tenth_of_the_examples
@given(governed_services(), st.integers(0, 1000))
def test_the_order_of_the_rows_changes_nothing(tables: Tables, seed: int) -> None:
    mixed = {}
    for name, rows in tables.items():
        drawn = random.Random(seed).sample(rows, len(rows))
        mixed[name] = [{**row, "_row": place + 2} for place, row in enumerate(drawn)]

    assert _told(run(evidence_of(mixed))) == _told(run(evidence_of(tables)))


@a_tenth_of_the_examples
@given(governed_services())
def test_rows_after_as_of_change_nothing(tables: Tables) -> None:
    known = {name: [row for row in rows if row[OWN_DAY[name]] <= AS_OF] for name, rows in tables.items()}

    assert _told(run(evidence_of(known))) == _told(run(evidence_of(tables)))


@pytest.mark.slow
@a_tenth_of_the_examples
@given(governed_services(), st.sampled_from(sorted(OWN_DAY)))
def test_taking_a_table_away_makes_nothing_clear_that_was_not(tables: Tables, table: str) -> None:
    before = run(evidence_of(tables))
    after = run(evidence_of({name: rows for name, rows in tables.items() if name != table}))

    for check in after.checks:
        if check.outcome.value == "clear":
            assert before.check(check.code).outcome.value == "clear", check.code


NEED_IT = {
    "statements": ("unsupported-assurance", "contradicted-assurance", "repeated-risk", "evidence-out-of-date",
                   "repeated-summary", "few-challenges", "weak-impact-evidence"),
    "evidence": ("weak-action-closure", "evidence-pack-incomplete", "evidence-out-of-date",
                 "weak-impact-evidence"),
    "challenges": ("few-challenges", "challenge-not-followed-up"),
    "decisions": ("decision-without-effect",),
    "actions": ("weak-action-closure", "actions-drifting"),
    "meetings": ("evidence-pack-incomplete", "meeting-not-evidenced"),
    "risks": ("repeated-risk",),
}  # fmt: skip


@a_tenth_of_the_examples
@given(governed_services(), st.sampled_from(sorted(NEED_IT)))
def test_without_a_table_what_rests_on_it_alone_has_no_evidence(tables: Tables, table: str) -> None:
    after = run(evidence_of({name: rows for name, rows in tables.items() if name != table}))

    for code in NEED_IT[table]:
        assert after.check(code).outcome.value == "no_evidence", code


@a_tenth_of_the_examples
@given(governed_services())
def test_levels_add_up_and_every_question_has_one_answer(tables: Tables) -> None:
    audit = run(evidence_of(tables))

    assert [check.code for check in audit.checks] == [question.code for question in QUESTIONS]
    counted = audit.measures["statements_assurance"].value
    if counted is not None:
        levels = ("contradicted", "unsupported", "stale", "supported", "triangulated")
        counts = [audit.measures[f"statements_{level}"].value for level in levels]
        if None not in counts:
            assert sum(counts) == counted
        assert audit.statements["level"].notna().sum() == counted
    for check in audit.checks:
        assert check.says.endswith("."), check.says
        assert "nan" not in check.says.split()
    assert findings_of(audit)["status"] == audit.status.value


def test_without_any_table_every_question_is_left_unanswered() -> None:
    audit = run(evidence_of({}))

    assert {check.outcome.value for check in audit.checks} == {"no_evidence"}
    assert all(figure.value is None for figure in audit.measures.values())


@a_few_of_the_examples
@given(whole_services())
def test_the_newest_month_of_an_indicator_is_the_figure_of_the_staffing_audit(
    service: GeneratedService,
) -> None:
    evidence = service.evidence()

    history = OversightFacts(evidence).history
    told = measures_of(VoicesFacts(evidence))

    month = history[(history["month"] == evidence.period.start) & (history["theme"] == "")]
    values = month.set_index("indicator")["value"]
    for name in SHARED_WITH_STAFFING:
        expected = told[name].value
        if expected is None:
            assert pd.isna(values[name]), name
        else:
            assert values[name] == pytest.approx(expected, abs=1e-12), name


@a_few_of_the_examples
@given(whole_services())
def test_an_earlier_month_is_the_figure_of_its_own_audit_when_nothing_came_later(
    service: GeneratedService,
) -> None:
    last = service.first - timedelta(days=1)
    known = {
        table: [row for row in rows if day_of(row[OWN_DAY_THERE[table]]) <= last]
        for table, rows in service.tables.items()
    }
    evidence = service.with_rows(**known).evidence()

    history = OversightFacts(evidence).history
    told = measures_of(VoicesFacts(evidence.earlier(1)))

    before = history[(history["month"] == evidence.period.earlier(1).start) & (history["theme"] == "")]
    values = before.set_index("indicator")["value"]
    for name in SHARED_WITH_STAFFING:
        expected, found = told[name].value, values.get(name, float("nan"))
        assert (pd.isna(found) and expected is None) or found == pytest.approx(expected, abs=1e-12), name
