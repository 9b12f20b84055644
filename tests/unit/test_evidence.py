"""Is a person followed to every service of the provider, and no further than as_of?"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from tests.factories import FrameStore, make_evidence, make_plan_change, make_stay
from tests.unit.parameters.files import load_from
from toolkit.evidence import Evidence
from toolkit.period import Period


def test_rows_of_people_come_from_every_service_and_all_times_up_to_as_of() -> None:
    rows = [
        make_plan_change("2020-01-01 10:00", change_id="old"),
        make_plan_change("2026-10-31 23:59", change_id="moved", service_id="birch"),
        make_plan_change("2026-11-01 00:00", change_id="later", service_id="birch"),
        make_plan_change("2026-10-01 10:00", change_id="other", person_id="P002"),
    ]

    found = make_evidence({"care_plan_changes": rows}).of_people("care_plan_changes", ["P001", "P404"])

    assert found["change_id"].tolist() == ["old", "moved"]


def test_a_stay_that_ended_after_as_of_had_not_ended() -> None:
    stays = [make_stay("P001", service_id="birch", moved_out="2026-11-02")]

    found = make_evidence({"people": stays}).of_people("people", ["P001"])

    assert pd.isna(found["moved_out"].iloc[0])


def test_of_nobody_there_are_no_rows_and_all_columns() -> None:
    found = make_evidence({"people": [make_stay()]}).of_people("people", [])

    assert (len(found), "moved_out" in found.columns) == (0, True)


def test_the_evidence_of_a_service_knows_its_titles_for_the_roles(tmp_path: Path) -> None:
    files = {"provider.yaml": "reviewers:\n  registered manager: home manager\n"}
    store = FrameStore({})

    evidence = Evidence.open(load_from(tmp_path, files), store, "oakfield", Period.parse("2026-10"))

    assert {"home manager", "deputy manager", "board"} <= evidence.titles
    assert "registered manager" not in evidence.titles
