"""Is what other services of the provider hold found, and nothing that came after as_of?"""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd
import pytest

from tests.factories import (
    FakeService,
    FrameStore,
    make_evidence,
    make_frame,
    make_learning,
    make_plan_change,
    make_stay,
)
from tests.unit.parameters.files import load_from
from toolkit.evidence import Evidence, sharing_days
from toolkit.measures.fatigue import find_fatigue
from toolkit.parameters.thresholds import Thresholds
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


def test_rows_elsewhere_are_those_of_other_services_that_name_an_id_up_to_as_of() -> None:
    rows = [
        make_learning("C1", "2020-01-01", learning_id="old", service_id="birch", briefed_on="2026-11-02"),
        make_learning("C1", None, learning_id="no day", service_id="birch"),
        make_learning("C1", "2026-11-01", learning_id="later", service_id="birch"),
        make_learning("C2", "2026-10-01", learning_id="other", service_id="birch"),
        make_learning("C1", "2026-10-01", learning_id="ours"),
    ]

    found = make_evidence({"learning": rows}).elsewhere("learning", "complaint_id", ["C1", "C9"])

    assert found["learning_id"].tolist() == ["old", "no day"]
    assert pd.isna(found["briefed_on"]).all()


def test_with_no_id_to_look_for_or_no_other_service_nothing_is_read_elsewhere() -> None:
    class OnlyOurs(FrameStore):
        def rows(self, table: str, *, service: str | None = None, **more: object) -> pd.DataFrame:
            assert service == "oakfield"
            return super().rows(table, service=service, **more)  # type: ignore[arg-type]

    store = OnlyOurs({"learning": make_frame("learning", [make_learning("C1", "2026-10-01")])})

    def evidence(*services: str) -> Evidence:
        return Evidence(service=FakeService(), period=Period.parse("2026-10"), thresholds=Thresholds(),
                        store=store, services=services)  # fmt: skip

    no_id = evidence("oakfield", "birch").elsewhere("learning", "complaint_id", [])
    no_other = evidence("oakfield").elsewhere("learning", "complaint_id", ["C1"])

    assert (len(no_id), len(no_other), "complaint_id" in no_other.columns) == (0, 0, True)


def test_the_evidence_of_a_service_knows_its_titles_for_the_roles(tmp_path: Path) -> None:
    files = {"provider.yaml": "reviewers:\n  registered manager: home manager\n"}
    store = FrameStore({})

    evidence = Evidence.open(load_from(tmp_path, files), store, "oakfield", Period.parse("2026-10"))

    assert {"home manager", "deputy manager", "board"} <= evidence.titles
    assert "registered manager" not in evidence.titles


def test_of_other_services_rotas_all_that_bears_on_the_fatigue_of_ours_is_there() -> None:
    chance, period = random.Random(7), Period.parse("2026-10")
    rows = []
    for number in range(300):
        day = pd.Timestamp("2026-09-20") + pd.Timedelta(
            days=chance.randrange(41), hours=chance.choice([7, 20])
        )
        home = chance.choice(["oakfield", "birch", "elm"])
        clocked = {"attended_from": day, "attended_to": day + pd.Timedelta(hours=12)}
        rows.append({
            "shift_id": f"S{number}", "service_id": home,
            "staff_id": chance.choice([*(f"{home} {n}" for n in range(9)), "bank", None]), "role": "carer",
            "starts_at": day, "ends_at": day + pd.Timedelta(hours=chance.choice([8, 12])), "cover": "own",
            "status": "planned", **(clocked if chance.random() < 0.5 else {}),
        })  # fmt: skip
    every = make_frame("shifts", rows)
    limits = Thresholds().staff_fatigue

    for service in ("oakfield", "birch", "elm"):
        seen = sharing_days(every, "shifts", service)
        expected = find_fatigue(every, service, period, limits)
        pd.testing.assert_frame_equal(find_fatigue(seen, service, period, limits), expected)
        assert len(expected) and len(seen) < len(every)


def test_rows_of_other_services_are_refused_where_nobody_watches_them_change() -> None:
    with pytest.raises(ValueError, match="care of other services is not read by day: see REACHED"):
        make_evidence({}).everywhere("care")
    with pytest.raises(ValueError, match="complaints of other services is not read by person_id"):
        make_evidence({}).of_people("complaints", ["P001"])
