"""Do the ways down to the rows lead to the right ones, and show names only where somebody asks for them?"""

from __future__ import annotations

import pandas as pd
import pytest

from toolkit.explore.choice import Choice
from toolkit.explore.export_row import HIDDEN, Exports
from toolkit.explore.record_panel import RecordPanel
from toolkit.explore.records import Records
from toolkit.explore.service_month import ServiceMonth
from toolkit.explore.square import Square, square_of
from toolkit.explore.what_if import WhatIf
from toolkit.explore.working import Working


def answer(panel: RecordPanel, choice: Choice, service: str, code: str) -> None:
    """Put what stands behind one answer into the panel."""
    month = choice.open(service, "2026-10")
    found = WhatIf(month).answers("staffing_missed_care")
    check = next(one.now for one in found if one.code == code)
    panel.show(Records(month), Exports(choice.workspace, choice.store.files), check)


def care_records(panel: RecordPanel) -> list[object]:
    return [one for _, one in panel.behind.options if one.ref.startswith("care:")]


@pytest.fixture
def panel(choice: Choice) -> RecordPanel:
    """A care record chosen, and what is personal in it shown."""
    made = RecordPanel("Staffing", Working())
    answer(made, choice, "oakfield", "needs-not-met")
    made.behind.value = care_records(made)[0]
    assert HIDDEN in made.cells.value
    made.personal.value = True
    assert HIDDEN not in made.cells.value
    return made


def test_another_row_hides_what_is_personal_again(panel: RecordPanel) -> None:
    panel.behind.value = care_records(panel)[1]

    assert panel.personal.value is False
    assert HIDDEN in panel.cells.value


def test_the_care_of_a_shift_hides_what_is_personal_again(panel: RecordPanel, choice: Choice) -> None:
    answer(panel, choice, "oakfield", "repeated-staffing-gaps")
    panel.behind.value = next(one for _, one in panel.behind.options if one.ref.startswith("shifts:"))
    panel.personal.value = True

    panel.care.value = panel.care.options[0][1]

    assert panel.personal.value is False
    assert HIDDEN in panel.cells.value


def test_another_service_hides_what_is_personal_again(panel: RecordPanel, choice: Choice) -> None:
    answer(panel, choice, "birch-lodge", "needs-not-met")

    assert panel.personal.value is False
    assert panel.cells.value == ""


@pytest.fixture
def month(choice: Choice) -> ServiceMonth:
    return choice.open("oakfield", "2026-10")


def calendar(unit: str | None) -> pd.DataFrame:
    """Two nights of one unit, as the calendar is drawn from them."""
    starts = pd.to_datetime(["2026-10-03 20:00", "2026-10-30 20:00"])
    return pd.DataFrame({
        "unit": pd.Series([unit, unit], dtype="str"), "shift_name": "Night", "day": starts.normalize(),
        "starts_at": starts, "ends_at": starts + pd.Timedelta(hours=12),
    })  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "row", "says"),
    [
        ("Willow", "Night|Willow", "Night on Willow, Sat 3 Oct"),
        ("A|B", "Night|A/B", "Night on A|B, Sat 3 Oct"),
        (None, "Night|20:00 to 08:00", "Night, Sat 3 Oct"),
    ],
)
def test_a_square_of_the_calendar_is_the_shift_of_its_row_and_day(
    unit: str | None, row: str, says: str
) -> None:
    found = square_of(calendar(unit), {"day": "3|S", "row": row})

    assert found is not None
    assert (found.says, found.unit) == (says, unit)
    assert found.starts_at == pd.Timestamp("2026-10-03 20:00")


def test_a_mark_that_is_no_square_of_the_calendar_is_no_shift() -> None:
    assert square_of(calendar("Willow"), {"day": "4|S", "row": "Night|Willow"}) is None
    assert square_of(calendar("Willow"), {"day": "3|S", "row": "Late|Willow"}) is None
    assert square_of(calendar("Willow"), {"week": "18 Oct"}) is None


def test_a_square_is_found_on_a_day_whose_shift_has_other_times_than_the_row_is_named_by() -> None:
    """Nights begin an hour later on Saturdays; the calendar has one row of that name."""
    starts = pd.to_datetime(["2026-10-02 21:00", "2026-10-03 22:00"])
    shifts = pd.DataFrame({
        "unit": pd.Series([None, None], dtype="str"), "shift_name": "Night", "day": starts.normalize(),
        "starts_at": starts, "ends_at": starts + pd.Timedelta(hours=10),
    })  # fmt: skip

    found = [square_of(shifts, {"day": day, "row": "Night|21:00 to 07:00"}) for day in ("2|F", "3|S")]

    assert [one and (one.says, one.starts_at) for one in found] == [
        ("Night, Fri 2 Oct", starts[0]),
        ("Night, Sat 3 Oct", starts[1]),
    ]


def test_the_rows_of_a_square_are_those_of_which_half_lies_in_it(month: ServiceMonth) -> None:
    def square(begins: str, ends: str) -> Square:
        return Square("", None, pd.Timestamp(begins), pd.Timestamp(ends))

    records = Records(month)
    rows = month.evidence.rows("shifts")
    day = rows[(rows["starts_at"] == "2026-10-01 08:00") & (rows["ends_at"] == "2026-10-01 20:00")]

    whole = records.shifts_of(square("2026-10-01 08:00", "2026-10-01 20:00"))
    morning = records.shifts_of(square("2026-10-01 08:00", "2026-10-01 14:00"))
    touched = records.shifts_of(square("2026-10-01 18:00", "2026-10-02 06:00"))

    assert {one.reference.ref for one in whole} == {f"shifts:{one}" for one in day["shift_id"]}
    assert {one.reference.ref for one in morning} == {one.reference.ref for one in whole}
    assert {one.reference.ref for one in touched}.isdisjoint(one.reference.ref for one in whole)


def test_a_square_lists_its_shifts_until_another_answer_is_asked_for(
    panel: RecordPanel, choice: Choice, month: ServiceMonth
) -> None:
    starts = pd.Timestamp("2026-10-01 08:00")
    square = Square("Day, Thu 1 Oct", None, starts, starts + pd.Timedelta(hours=12))

    name = panel.show_square(square)

    assert name == panel.behind.description == "Staffing: shifts of Day, Thu 1 Oct"
    assert panel.behind.value is None
    assert panel.personal.value is False
    assert all(one.ref.startswith("shifts:") for _, one in panel.behind.options)

    answer(panel, choice, "oakfield", "needs-not-met")

    assert panel.behind.description == "Staffing: records behind this answer"
    assert care_records(panel)


def test_a_square_without_a_row_says_so(panel: RecordPanel) -> None:
    starts = pd.Timestamp("2031-10-01 08:00")

    panel.show_square(Square("Day, Wed 1 Oct", None, starts, starts + pd.Timedelta(hours=12)))

    assert "Day, Wed 1 Oct: No shift of the rota lies mostly in this square." in panel.about.value
    assert panel.behind.layout.display == "none"
