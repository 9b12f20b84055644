"""Is everybody whose care is recorded known to live there?"""

from __future__ import annotations

from pathlib import Path

from toolkit.sources.store import Store

CARE = "care_id,service_id,person_id,activity,due_at,status\n"


def build(folder: Path, care: str, people: str | None) -> Store:
    data = folder / "data"
    data.mkdir()
    (data / "care.csv").write_text(CARE + care, encoding="utf-8")
    if people is not None:
        (data / "people.csv").write_text("person_id,service_id,moved_in\n" + people, encoding="utf-8")
    return Store.build(folder, service_ids=("oakfield", "birch"), themes={})


def test_a_person_with_care_and_no_stay_is_one_problem_at_their_first_row(tmp_path: Path) -> None:
    rows = "C1,oakfield,P1,drinks,2026-10-01 09:00,done\nC2,oakfield,P2,drinks,2026-10-01 09:00,done\n"
    later = "C3,oakfield,P2,drinks,2026-10-02 09:00,done\n"

    store = build(tmp_path, rows + later, "P1,oakfield,2026-01-01\n")

    assert [str(problem) for problem in store.problems] == [
        'data/care.csv, row 3, column "person_id": Person P2 has 2 rows of care at this service and no '
        "row in people. They are taken to live there.\n"
        "  Add the days they moved in and out to people, or correct the person_id."
    ]
    assert len(store.rows("care", service="oakfield")) == 3


def test_a_service_that_keeps_no_people_has_no_such_problem(tmp_path: Path) -> None:
    rows = "C1,oakfield,P1,drinks,2026-10-01 09:00,done\n"

    assert build(tmp_path, rows, "P1,birch,2026-01-01\n").problems == ()
