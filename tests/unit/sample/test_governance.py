"""Risks, meetings, evidence, statements, challenges, decisions and actions hang together."""

from __future__ import annotations

import re
from itertools import pairwise

import pandas as pd
import pytest

from tests.unit.sample.made import LAST, TIMELINE, records
from toolkit.sample.board import board_tables

SERVICES = ("oakfield", "birch-lodge", "hawthorn-court", "northgate-home-care", "linden-close")
STEADY = ("birch-lodge", "linden-close")


def cited(rows: pd.DataFrame) -> set[str]:
    return {identity for cell in rows["evidence_ids"] for identity in cell.split(";") if identity}


@pytest.mark.parametrize("service", SERVICES)
def test_every_id_that_is_cited_exists(service: str) -> None:
    tables = records(service)
    evidence = set(tables["evidence"]["evidence_id"])

    for table in ("statements", "actions", "challenges"):
        assert cited(tables[table]) <= evidence
    assert set(tables["statements"]["risk_id"]) <= set(tables["risks"]["risk_id"])
    assert set(tables["challenges"]["statement_id"]) <= set(tables["statements"]["statement_id"])
    board = set(board_tables(TIMELINE)["decisions"]["decision_id"])
    assert set(tables["actions"]["decision_id"]) - {""} <= set(tables["decisions"]["decision_id"]) | board


@pytest.mark.parametrize("service", SERVICES)
def test_every_record_that_evidence_refers_to_exists(service: str) -> None:
    tables = records(service)
    keys = {"audits": "audit_id", "incidents": "incident_id", "feedback": "feedback_id",
            "observations": "observation_id", "care": "care_id"}  # fmt: skip
    references = [record.split(":") for record in tables["evidence"]["record"] if record]

    assert len(references) > 20
    for table, identity in references:
        assert identity in set(tables[table][keys[table]])


@pytest.mark.parametrize("service", SERVICES)
def test_no_evidence_and_nothing_done_lies_in_days_to_come(service: str) -> None:
    tables = records(service)

    assert (tables["evidence"]["event_on"] <= LAST).all()
    for table, columns in {"actions": ("completed_on", "verified_on", "closed_on"),
                           "meetings": ("held_on", "minuted_on"), "challenges": ("answered_on",),
                           "risks": ("closed_on",)}.items():  # fmt: skip
        for column in columns:
            assert (tables[table][column].dropna() <= LAST).all()


@pytest.mark.parametrize("service", SERVICES)
def test_meetings_are_due_on_weekdays_and_ids_are_used_once(service: str) -> None:
    tables = records(service)

    assert (tables["meetings"]["due_on"].dt.day_of_week < 5).all()
    for table, key in {"actions": "action_id", "decisions": "decision_id", "evidence": "evidence_id",
                       "meetings": "meeting_id", "statements": "statement_id"}.items():  # fmt: skip
        assert tables[table][key].is_unique


@pytest.mark.parametrize("service", STEADY)
def test_a_steady_service_closes_on_fresh_evidence_seen_by_somebody_else(service: str) -> None:
    tables = records(service)
    day = tables["evidence"].set_index("evidence_id")["event_on"]
    closed = tables["actions"].dropna(subset=["closed_on"])

    assert len(closed) >= 5
    assert (closed["verified_by"] != closed["owner"]).all()
    for _, action in closed.iterrows():
        ages = [(action["closed_on"] - day[one]).days for one in action["evidence_ids"].split(";")]
        assert 0 <= min(ages) <= 31


@pytest.mark.parametrize("service", ["birch-lodge", "northgate-home-care"])
def test_no_statement_of_a_risk_says_the_same_as_another_month(service: str) -> None:
    for _, texts in records(service)["statements"].groupby("risk_id")["text"]:
        assert texts.is_unique


def test_oakfields_statements_differ_in_month_and_numbers_only() -> None:
    statements = records("oakfield")["statements"].query("made_on >= '2026-07-01' and risk_id == 'RK-01-01'")
    bare = statements["text"].str.replace(r"\d+|July|August|September|October", "#", regex=True)

    assert len(bare) == 4
    assert bare.nunique() == 1
    assert statements["text"].is_unique


def test_one_file_stands_behind_nine_of_oakfields_closures() -> None:
    evidence = records("oakfield")["evidence"]
    of_file = evidence.groupby("file_sha256")["evidence_id"].agg(list)
    shared = set(of_file[of_file.map(len) > 1].iloc[0])
    actions = records("oakfield")["actions"].dropna(subset=["closed_on"])

    assert len(shared) == 9
    assert actions["evidence_ids"].isin(shared).sum() == 9
    assert all(re.fullmatch(r"[0-9a-f]{64}", digest) for digest in evidence["file_sha256"])


def test_a_nil_return_is_said_in_the_same_words_each_month() -> None:
    statements = records("linden-close")["statements"]

    assert (statements["text"] == "Nil return.").sum() >= 6


def test_a_steady_service_always_has_an_open_action_for_each_risk() -> None:
    tables = records("birch-lodge")
    for _, actions in tables["actions"].query("risk_id != ''").groupby("risk_id"):
        runs = actions.sort_values("opened_on")[["opened_on", "closed_on"]].to_numpy()
        assert all(pd.isna(closed) or opened <= closed for (_, closed), (opened, _) in pairwise(runs))
        assert actions["closed_on"].isna().any()


def test_the_boards_rows_name_no_service() -> None:
    tables = board_tables(TIMELINE)

    assert {name: len(table) for name, table in tables.items()} == {
        "meetings": 3, "statements": 4, "challenges": 1, "decisions": 3,
    }  # fmt: skip
    assert all((table["service_id"] == "").all() for table in tables.values())
