"""The honest mistakes: where they are put, and that their place is told as Excel numbers it."""

from __future__ import annotations

import pandas as pd

from toolkit.sample.defects import DEFECTS, PlacedDefect, spoil
from toolkit.sample.provider import TWELVE
from toolkit.sources.contract import TABLES
from toolkit.sources.problem_codes import PROBLEM_CODES


def incidents(service_id: str, count: int) -> pd.DataFrame:
    return pd.DataFrame(
        {"incident_id": [f"IN-{n}" for n in range(count)], "service_id": service_id, "theme": "falls"},
        dtype="str",
    )


def test_a_row_supplied_twice_stands_at_the_end() -> None:
    text, placed = spoil("incidents", incidents("hawthorn-court", 10), "data/x.csv", "hawthorn-court")

    assert placed == [PlacedDefect("hawthorn-court", "same-row-twice", "data/x.csv", 12, "")]
    assert text["incident_id"].tolist()[-1] == "IN-7"


def test_a_file_too_short_for_a_mistake_is_left_alone() -> None:
    text, placed = spoil("incidents", incidents("hawthorn-court", 2), "data/x.csv", "hawthorn-court")

    assert placed == []
    assert len(text) == 2


def test_the_frame_handed_in_is_not_changed() -> None:
    given = incidents("meadowbank", 5).assign(theme="medication")

    text, _ = spoil("incidents", given, "data/x.csv", "meadowbank")

    assert text["theme"].tolist()[3] == "Meds errors"
    assert set(given["theme"]) == {"medication"}


def test_every_mistake_is_of_a_service_table_and_code_that_exist() -> None:
    for defect in DEFECTS:
        assert defect.service_id in {service.service_id for service in TWELVE}
        assert not defect.column or defect.column in TABLES[defect.table].names
        assert not defect.code or defect.code in PROBLEM_CODES
