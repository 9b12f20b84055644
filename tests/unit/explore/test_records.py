"""Which rows of the rota stand behind a square of the calendar, and which care behind a shift?"""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from tests.factories import make_care, make_evidence, make_shift
from toolkit.audits.checks import Reference
from toolkit.explore.records import Records
from toolkit.explore.square import Square


def units_listed(square_unit: str | None, rota: list[str | None]) -> list[str]:
    """The shifts listed of a square of that unit, where the rota has one of each of these units."""
    shifts = [
        make_shift("2026-10-01 08:00", "2026-10-01 20:00", shift_id=f"{unit}", unit=unit) for unit in rota
    ]
    starts = pd.Timestamp("2026-10-01 08:00")
    square = Square("Day", square_unit, starts, starts + pd.Timedelta(hours=12))
    month = SimpleNamespace(evidence=make_evidence({"shifts": shifts}))
    return [one.reference.ref for one in Records(month).shifts_of(square)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("square_unit", "rota", "listed"),
    [
        ("Willow", ["willow", "WILLOW", "Oak"], ["shifts:willow", "shifts:WILLOW"]),
        ("Top-floor", ["top floor", "Oak"], ["shifts:top floor"]),
        ("Willow", [None, "Oak"], ["shifts:None"]),
        (None, ["Willow", None], ["shifts:Willow", "shifts:None"]),
    ],
)
def test_units_meet_by_name_and_a_blank_on_either_side_is_any(
    square_unit: str | None, rota: list[str | None], listed: list[str]
) -> None:
    assert sorted(units_listed(square_unit, rota)) == sorted(listed)


def test_the_care_of_a_shift_is_that_of_its_unit_by_name() -> None:
    shift = make_shift("2026-10-01 08:00", "2026-10-01 20:00", shift_id="SH", unit="Top-floor")
    care = [
        make_care("2026-10-01 09:00", care_id=f"{unit}", unit=unit) for unit in ("top floor", None, "Oak")
    ]
    evidence = make_evidence({"shifts": [shift], "care": care})
    judged = evidence.rows("care").assign(category="missed")
    facts = SimpleNamespace(care=SimpleNamespace(rows=judged))
    records = Records(SimpleNamespace(evidence=evidence, facts=lambda _: facts))  # type: ignore[arg-type]

    found = records.care_of_shift(Reference("shifts:SH", "data/shifts.csv", None, 2))

    assert sorted(one.reference.ref for one in found) == ["care:None", "care:top floor"]


def test_rows_of_two_sheets_of_one_file_are_told_apart() -> None:
    book = {"_file": "data/rota.xlsx", "_row": 2}
    shifts = [
        make_shift(
            f"2026-10-0{day} 08:00", f"2026-10-0{day} 20:00", shift_id=f"S{day}", _sheet=f"sheet {day}"
        )
        | book
        for day in (1, 2)
    ]
    care = [
        make_care(f"2026-10-0{day} 09:00", care_id=f"C{day}", _sheet=f"sheet {day}") | book for day in (1, 2)
    ]
    evidence = make_evidence({"shifts": shifts, "care": care})
    judged = evidence.rows("care").iloc[:1].assign(category="missed")
    facts = SimpleNamespace(care=SimpleNamespace(rows=judged))
    records = Records(SimpleNamespace(evidence=evidence, facts=lambda _: facts))  # type: ignore[arg-type]
    given = [Reference(f"shifts:S{day}", "data/rota.xlsx", f"sheet {day}", 2) for day in (1, 2)]

    assert [records.row(one)["shift_id"] for one in given] == ["S1", "S2"]  # type: ignore[index]
    of_day = [[one.reference for one in records.care_of_shift(shift)] for shift in given]
    assert of_day == [[Reference(f"care:C{day}", "data/rota.xlsx", f"sheet {day}", 2)] for day in (1, 2)]
