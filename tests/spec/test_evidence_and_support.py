"""How old is evidence, what is one source, and what does a statement rest on? To check by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.factories import make_audit_row, make_evidence_row, make_frame, make_risk, make_statement
from tests.spec.oversight_asking import facts_of, rota
from tests.spec.text_tables import read_table
from toolkit.measures.frontline import add_sources, age_word
from toolkit.parameters.oversight_thresholds import OversightDefinitions


@pytest.mark.parametrize(
    ("event_on", "made_on", "days", "age"),
    [
        ("2026-09-30", "2026-10-31", 31, "current"),
        ("2026-09-29", "2026-10-31", 32, "ageing"),
        ("2026-08-30", "2026-10-31", 62, "ageing"),
        ("2026-08-29", "2026-10-31", 63, "stale"),
        ("2026-10-31", "2026-10-31", 0, "current"),
    ],
)
def test_evidence_ages_from_what_it_shows_to_the_day_it_was_relied_on(
    event_on: str, made_on: str, days: int, age: str
) -> None:
    filed_late = make_evidence_row(event_on, evidence_id="E-1", filed_on="2026-11-02")
    facts = facts_of({"statements": [make_statement(made_on, evidence_ids="E-1")], "evidence": [filed_late]})

    assert facts.cited[["age_days", "age"]].values.tolist() == [[days, age]]
    assert age_word(days, OversightDefinitions()) == age


def test_rows_that_share_a_file_or_a_record_are_one_source_also_through_a_third() -> None:
    rows = read_table("""
        | evidence_id | file_sha256 | record      |
        | E-1         | aa          |             |
        | E-2         | AA          | audits:AU-1 |
        | E-3         |             | audits:AU-1 |
        | E-4         |             |             |
        | E-5         |             |             |
    """)
    evidence = make_frame("evidence", [make_evidence_row("2026-10-01", **row) for row in rows])

    assert add_sources(evidence)["source"].tolist() == ["E-1", "E-1", "E-1", "E-4", "E-5"]


def level(cited: str, evidence: list[dict], **statement: object) -> str:
    facts = facts_of({
        "statements": [make_statement("2026-10-20", statement_id="ST-1", evidence_ids=cited, **statement)],
        "evidence": evidence,
    })  # fmt: skip
    return facts.assurance["level"].iloc[0]


def piece(name: str, kind: str, event_on: str = "2026-10-10", **given: object) -> dict:
    return make_evidence_row(event_on, evidence_id=name, kind=kind, **given)


@pytest.mark.parametrize(
    ("cited", "expected"),
    [
        pytest.param(None, "unsupported", id="nothing is cited"),
        pytest.param("E-99", "unsupported", id="the id leads nowhere"),
        pytest.param("E-minutes", "unsupported", id="minutes say what leaders said"),
        pytest.param("E-later", "unsupported", id="dated after the statement"),
        pytest.param("E-old", "stale", id="63 days old"),
        pytest.param("E-ageing", "stale", id="32 days old is not current"),
        pytest.param("E-audit", "supported", id="one current piece"),
        pytest.param("E-audit; E-old; E-minutes", "supported", id="what is old does not count"),
        pytest.param("E-audit; E-feedback", "supported", id="two kinds"),
        pytest.param("E-audit; E-feedback; E-care", "triangulated", id="three kinds from three sources"),
        pytest.param("E-audit; E-audit-as-feedback; E-audit-as-care", "supported", id="one file, three names"),
        pytest.param("E-audit; E-audit-as-feedback; E-care; E-feedback", "triangulated",
                     id="the shared file counts for one of three kinds"),
    ],
)  # fmt: skip
def test_what_a_statement_is_worth_by_the_evidence_it_cites(cited: str | None, expected: str) -> None:
    evidence = [
        piece("E-minutes", "minutes"),
        piece("E-later", "audit", "2026-10-21"),
        piece("E-old", "audit", "2026-08-18"),
        piece("E-ageing", "audit", "2026-09-18"),
        piece("E-audit", "audit", file_sha256="aa"),
        piece("E-audit-as-feedback", "feedback", file_sha256="aa"),
        piece("E-audit-as-care", "care_record", file_sha256="aa"),
        piece("E-feedback", "feedback", record="feedback:F-1"),
        piece("E-care", "care_record", record="care:C-1"),
    ]

    assert level(cited or "", evidence) == expected


def test_a_statement_that_claims_nothing_is_listed_and_not_counted() -> None:
    silent, worse = make_statement("2026-10-20", claims=None), make_statement("2026-10-20", claims="worse")
    told = make_statement("2026-10-20", evidence_ids="E-1")
    facts = facts_of({"statements": [silent, worse, told], "evidence": [piece("E-1", "audit")]})

    assert len(facts.statements) == 3
    assert facts.assurance["statement_id"].tolist() == [told["statement_id"]]


@pytest.mark.parametrize(
    ("audited_on", "yes", "pass_mark", "expected"),
    [
        pytest.param("2026-08-19", 8, 85, "contradicted", id="62 days before, 80 against 85"),
        pytest.param("2026-08-18", 8, 85, "supported", id="63 days before: too old"),
        pytest.param("2026-10-21", 8, 85, "supported", id="after the statement"),
        pytest.param("2026-10-01", 8, 80, "supported", id="exactly the pass mark"),
        pytest.param("2026-10-01", 8, None, "supported", id="no pass mark"),
    ],
)
def test_an_audit_of_the_risks_theme_below_its_pass_mark_contradicts(
    audited_on: str, yes: int, pass_mark: int | None, expected: str
) -> None:
    risk = make_risk("2026-01-01", risk_id="R-1", theme="falls", indicator=None)
    audit = make_audit_row(audited_on, theme="falls", yes=yes, no=10 - yes, pass_mark=pass_mark)
    said = make_statement("2026-10-20", risk_id="R-1", claims="embedded", evidence_ids="E-1")
    facts = facts_of({"statements": [said], "evidence": [piece("E-1", "audit")], "risks": [risk],
                      "audits": [audit]})  # fmt: skip

    assert facts.assurance["level"].iloc[0] == expected


def test_the_newest_audit_of_the_theme_decides() -> None:
    risk = make_risk("2026-01-01", risk_id="R-1", theme="falls", indicator=None)
    failed, passed = (
        make_audit_row("2026-09-01", theme="falls", yes=5, no=5),
        make_audit_row("2026-10-01", theme="falls"),
    )
    said = make_statement("2026-10-20", risk_id="R-1", evidence_ids="E-1")
    facts = facts_of({"statements": [said], "evidence": [piece("E-1", "audit")], "risks": [risk],
                      "audits": [failed, passed]})  # fmt: skip

    assert facts.assurance["level"].iloc[0] == "supported"


def test_the_statements_own_indicator_goes_before_that_of_its_risk() -> None:
    risk = make_risk("2026-01-01", risk_id="R-1", indicator="missed_care_rate")
    said = make_statement("2026-10-20", risk_id="R-1", indicator="attended_fill", evidence_ids="E-1")
    facts = facts_of({"statements": [said], "evidence": [piece("E-1", "audit")], "risks": [risk], "audits": [],
                      **rota(missed_in_october=12)})  # fmt: skip

    assert facts.assurance["level"].iloc[0] == "contradicted"
    assert facts.support["indicator"].iloc[0] == "attended_fill"


def test_a_month_without_data_is_unknown_and_contradicts_nothing() -> None:
    said = make_statement("2026-10-20", indicator="attended_fill", evidence_ids="E-1")
    facts = facts_of({"statements": [said], "evidence": [piece("E-1", "audit")]})

    assert facts.answers["attended_fill", ""] == "unknown"
    assert facts.assurance[["level", "tested"]].values.tolist() == [["supported", False]]


def test_the_history_of_an_audit_score_is_that_of_the_theme_and_of_all() -> None:
    rows = [make_audit_row("2026-09-10", theme="falls", yes=6, no=4), make_audit_row("2026-09-20", yes=9, no=1),
            make_audit_row("2026-09-21", theme=None, yes=3, no=1)]  # fmt: skip
    history = facts_of({"audits": rows}).history

    september = history[
        (history["indicator"] == "audit_score") & (history["month"] == pd.Timestamp("2026-09-01"))
    ]
    assert dict(zip(september["theme"], september["value"].round(3), strict=True)) == {
        "": 0.75, "falls": 0.6, "records": 0.9,
    }  # fmt: skip
