"""Does the number in manifest.json change with the rows an audit read, and with nothing else?"""

from __future__ import annotations

import pytest

from tests.factories import make_complaint, make_evidence, make_incident
from toolkit.evidence import Evidence
from toolkit.run.rows_read import rows_held, rows_read

TABLES = ("complaints", "incidents")


def evidence_of(**complaint: object) -> Evidence:
    return make_evidence(
        {
            "complaints": [make_complaint("2026-10-02", complaint_id="C1", **complaint)],
            "incidents": [make_incident("2026-10-03 10:00", incident_id="I1")],
        }
    )


@pytest.mark.parametrize("changed", [{"theme": "food"}, {"closed_on": "2026-10-20"}, {"summary": "late"}])
def test_a_cell_that_the_audit_could_see_changes_it(changed: dict[str, object]) -> None:
    assert rows_held(TABLES, evidence_of()).sha256 != rows_held(TABLES, evidence_of(**changed)).sha256


@pytest.mark.parametrize("changed", [{"_row": 700}, {"_file": "data/other.csv"}, {"closed_on": "2026-11-20"}])
def test_where_a_row_stands_and_what_came_after_the_day_do_not_change_it(changed: dict[str, object]) -> None:
    assert rows_held(TABLES, evidence_of()).sha256 == rows_held(TABLES, evidence_of(**changed)).sha256


def test_the_order_and_number_of_times_of_the_tables_do_not_matter() -> None:
    once, often = rows_held(TABLES, evidence_of()), rows_held([*TABLES[::-1], *TABLES], evidence_of())

    assert once == often
    assert once.sha256 != rows_held(TABLES[:1], evidence_of()).sha256


def test_it_is_the_same_from_evidence_and_from_the_rows_alone() -> None:
    evidence = evidence_of()

    assert rows_held(TABLES, evidence) == rows_read(TABLES, evidence_of().rows)


def test_the_files_are_those_the_rows_stand_in() -> None:
    assert rows_held(TABLES, evidence_of(_file="data/voices.csv")).files == (
        "data/incidents.csv",
        "data/voices.csv",
    )


def test_what_a_notebook_writes_into_a_frame_does_not_reach_it() -> None:
    evidence, untouched = evidence_of(), rows_held(TABLES, evidence_of())
    written = evidence.rows("complaints")
    written["late"] = True
    written.loc[:, "theme"] = "food"
    del written["_file"]

    assert rows_held(TABLES, evidence) == untouched
    assert "late" in evidence.rows("complaints")
