"""Does the explorer compute what the reports' audits would, and lead from an answer to the row behind it?"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from tests.functional.conftest import Grip
from tests.functional.small_provider import hashes
from toolkit.audits import AUDITS
from toolkit.audits.checks import Outcome, Reference
from toolkit.audits.result import findings_of
from toolkit.errors import WrongUse
from toolkit.evidence import Evidence
from toolkit.explore import fortnight_picture, person_tab
from toolkit.explore.choice import Choice
from toolkit.explore.export_row import HIDDEN, Exports
from toolkit.explore.fortnight import Fortnight, fortnight_of, people_of, worst_of_day
from toolkit.explore.records import Records
from toolkit.explore.remembered import Memory
from toolkit.explore.same import same
from toolkit.explore.side_by_side import compare_sides, in_order
from toolkit.explore.thresholds import Threshold, thresholds_of
from toolkit.explore.what_if import WhatIf
from toolkit.parameters.overrides import SECTIONS, with_value
from toolkit.parameters.thresholds import Thresholds
from toolkit.period import Period
from toolkit.report import staffing

STAFFING = "staffing_missed_care"


def threshold(what_if: WhatIf, code: str, key: str, section: str = "") -> Threshold:
    found = what_if.thresholds_of(code)
    return next(one for one in found if one.key == key and one.section == (section or code))


def answer(what_if: WhatIf, code: str) -> tuple[Outcome, Outcome]:
    """What the report says and what is said now."""
    found = next(one for one in what_if.answers(STAFFING) if one.code == code)
    return found.report.outcome, found.now.outcome


def test_a_threshold_moved_changes_the_answer_beside_the_reports(what_if: WhatIf) -> None:
    code = "needs-not-met"
    assert answer(what_if, code) == (Outcome.ACTION, Outcome.ACTION)

    what_if.move(threshold(what_if, code, "rate"), 0.5)

    assert answer(what_if, code) == (Outcome.ACTION, Outcome.NO_EVIDENCE)
    assert [one.key for one in what_if.moved()] == ["rate"]
    assert not what_if.is_report


def test_reset_brings_back_the_report(what_if: WhatIf) -> None:
    before = what_if.answers(STAFFING)
    what_if.move(threshold(what_if, "needs-not-met", "rate"), 0.5)

    what_if.reset()

    assert what_if.is_report
    assert what_if.moved() == []
    assert [one.now for one in what_if.answers(STAFFING)] == [one.report for one in before]


def test_a_value_that_cannot_be_is_refused_in_words(what_if: WhatIf) -> None:
    with pytest.raises(WrongUse) as refused:
        what_if.move(threshold(what_if, "needs-not-met", "rate"), 1.5)

    assert str(refused.value) == (
        'needs-not-met > rate: "1.5" is not a number from 0 to 1.\n'
        "  Write a number from 0 to 1, or leave the line out for the default, 0.05."
    )
    assert what_if.is_report


def each_threshold_moved(report: Thresholds, name: str) -> Iterator[tuple[Threshold, float | int]]:
    seen = set()
    for question in AUDITS[name].questions:
        for one in thresholds_of(question, report):
            if (one.section, one.key) not in seen:
                seen.add((one.section, one.key))
                value = one.of(report)
                yield one, min(value + 2 * one.step, one.most) if value < one.most else value - one.step


@pytest.mark.parametrize("name", AUDITS)
def test_what_was_kept_is_what_a_fresh_audit_would_say(
    choice: Choice, what_if: WhatIf, name: str, workspace: Path
) -> None:
    """Each threshold in turn, on top of the others: nothing that depends on one is left as it was."""
    month = what_if.service_month
    before = month.audit(name)
    for one, value in each_threshold_moved(month.thresholds, name):
        what_if.move(one, value)
        what_if.answers(name)

    kept, again = month.audit(name, what_if.thresholds), month.audit(name)
    shutil.rmtree(workspace / "outputs" / ".store" / "_kept", ignore_errors=True)
    for told, thresholds in ((kept, what_if.thresholds), (again, month.thresholds)):
        fresh = Evidence.open(choice.parameters, choice.store, "oakfield", Period.parse("2026-10"))
        fresh.thresholds = thresholds
        expected = AUDITS[name].run(fresh)
        assert findings_of(told) == findings_of(expected)
        for frame in AUDITS[name].frames:
            pd.testing.assert_frame_equal(getattr(told, frame), getattr(expected, frame), obj=frame)
    assert findings_of(again) == findings_of(before)


DEFINITIONS = sorted(name for name in SECTIONS if name.endswith("-definitions"))
QUICKEST = "staffing-definitions"


@pytest.mark.parametrize(
    "section",
    [pytest.param(name, marks=() if name == QUICKEST else pytest.mark.slow) for name in DEFINITIONS],
)
def test_definitions_moved_are_what_every_fresh_audit_would_say(
    choice: Choice, what_if: WhatIf, section: str, workspace: Path
) -> None:
    """All audits stand open, and share what they can: each is as if the definitions had been so before."""
    month = what_if.service_month
    before = {name: month.audit(name) for name in AUDITS}
    moved = [one for one in every_threshold(month.thresholds) if one.section == section]
    assert moved
    for one in moved:
        value = one.of(month.thresholds)
        for there in (min(value + 5 * one.step, one.most), max(value - one.step, one.least)):
            what_if.move(one, there)
            for name in AUDITS:
                what_if.answers(name)

    kept = {name: month.audit(name, what_if.thresholds) for name in AUDITS}
    shutil.rmtree(workspace / "outputs" / ".store" / "_kept", ignore_errors=True)
    for name in AUDITS:
        fresh = Evidence.open(choice.parameters, choice.store, "oakfield", Period.parse("2026-10"))
        fresh.thresholds = what_if.thresholds
        assert same(kept[name], AUDITS[name].run(fresh)), name
        assert same(month.audit(name), before[name]), name


def every_threshold(report: Thresholds) -> list[Threshold]:
    found = {}
    for audit in AUDITS.values():
        for question in audit.questions:
            found |= {(one.section, one.key): one for one in thresholds_of(question, report)}
    return list(found.values())


def test_facts_that_two_audits_share_are_inherited_as_they_are() -> None:
    """The explorer opens the most specific facts for both: nothing in them may answer otherwise."""
    kinds = [audit.facts for audit in AUDITS.values()]
    pairs = [(one, other) for one in kinds for other in kinds if one is not other and issubclass(one, other)]

    assert pairs
    for one, other in pairs:
        answers = {name for name in vars(other) if not name.startswith("__")}
        assert not answers & set(vars(one))


def test_a_watched_section_prints_as_itself_and_counts_as_read() -> None:
    report = Thresholds()
    memory = Memory(report)
    section = memory.watched.care_definitions

    assert repr(section) == repr(report.care_definitions)
    assert memory.remember("history", lambda: repr(section)) == repr(report.care_definitions)
    memory.current = with_value(report, "care-definitions", "grace_minutes", 5)
    assert memory.remember("history", lambda: repr(section)) == repr(memory.current.care_definitions)


def test_exploring_leaves_every_file_of_the_workspace_as_it_was(workspace: Path, choice: Choice) -> None:
    before = hashes(workspace)
    what_if = WhatIf(choice.open("oakfield", "2026-10"))

    what_if.move(threshold(what_if, "needs-not-met", "rate"), 0.5)
    what_if.answers(STAFFING)

    assert hashes(workspace) == before


def test_the_way_leads_from_an_answer_to_its_shifts_to_the_care_to_the_row_in_the_export(
    workspace: Path, choice: Choice, what_if: WhatIf
) -> None:
    records = Records(what_if.service_month)
    check = next(one.now for one in what_if.answers(STAFFING) if one.code == "repeated-staffing-gaps")

    behind = records.of(check.evidence)
    shift = next(one for one in behind if "nobody named" in one.says)
    care = records.care_of_shift(shift.reference)
    row = Exports(workspace, choice.store.files).row(care[0].reference)

    assert shift.says == "Shift Thu 1 Oct, 08:00 to 20:00, carer: nobody named, open"
    assert care[0].says == "Missed: P2, personal care, due Thu 1 Oct 09:00, not started, not done"
    assert len(care) == 3
    with (workspace / row.reference.file).open(encoding="utf-8") as stream:
        lines = list(csv.reader(stream))
    assert dict(row.cells)["care_id"] == lines[row.reference.row - 1][0]
    assert row.note == ""


def test_personal_cells_are_hidden_until_they_are_asked_for(workspace: Path, choice: Choice) -> None:
    exports = Exports(workspace, choice.store.files)
    reference = Reference("care:oa-C0000", "data/oakfield/care.csv", None, 2)

    hidden, shown = exports.row(reference), exports.row(reference, personal=True)

    assert dict(hidden.cells)["note"] == HIDDEN
    assert dict(shown.cells)["note"] == "Washed and dressed, in good spirits"


def test_a_file_that_was_changed_since_is_said_to_be(workspace: Path, choice: Choice) -> None:
    file = workspace / "data/oakfield/care.csv"
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    reference = Reference("care:oa-C0000", "data/oakfield/care.csv", None, 2)

    row = Exports(workspace, choice.store.files).row(reference)

    assert row.note == (
        "data/oakfield/care.csv was changed after its records were read: this may be another row now. "
        "Open the page again to read the records anew."
    )
    assert dict(row.cells)["care_id"] == "oa-C0000"


def test_a_file_or_a_row_that_is_gone_is_said_to_be(workspace: Path, choice: Choice) -> None:
    exports = Exports(workspace, choice.store.files)
    reference = Reference("care:oa-C0000", "data/oakfield/care.csv", None, 2)

    beyond = exports.row(replace(reference, row=9999))
    (workspace / reference.file).unlink()

    assert (beyond.cells, beyond.note) == ((), "There is no row 9999 in it.")
    assert exports.row(reference).note == "data/oakfield/care.csv is not there any more."


def test_a_fortnight_holds_every_care_record_of_its_fourteen_days(what_if: WhatIf) -> None:
    month = what_if.service_month
    rows = month.evidence.in_month("care")
    person = people_of(month)[0]

    found = fortnight_of(month, person, date(2026, 10, 31))

    mine = rows[(rows["person_id"] == person) & (rows["due_at"] >= "2026-10-18")]
    assert (found.days[0], found.days[-1]) == (date(2026, 10, 18), date(2026, 10, 31))
    assert list(found.care["care_id"]) == sorted(mine["care_id"])
    days = worst_of_day(found.care)
    assert days["due"].sum() == len(mine)
    assert days["wrong"].sum() == (mine["status"] == "not_done").sum()


def care_row(category: str) -> dict[str, object]:
    day = pd.Timestamp("2026-10-20")
    return {"day": day, "due_at": day, "activity": "meals", "category": category, "started_at": pd.NaT,
            "ended_at": pd.NaT, "care_id": category}  # fmt: skip


@pytest.mark.parametrize(
    ("categories", "says"),
    [
        (["missed", "well_evidenced"], "care went wrong, or was poorly recorded, in 1 of 2 care records."),
        (["missed", "not_recorded"],
         "care went wrong, or was poorly recorded, in 1 of 1 care record. 1 more fell on days that were not "
         "recorded: what became of them is not known."),
        (["excluded"],
         "no care on record can be judged. What they had is not known. 1 more did not count, as when "
         "they were away."),
        ([], "no care on record can be judged. What they had is not known."),
    ],
)  # fmt: skip
def test_care_that_is_not_known_or_does_not_count_is_never_good_news(
    categories: list[str], says: str
) -> None:
    days = (date(2026, 10, 20),)
    care = pd.DataFrame([care_row(one) for one in categories], columns=list(care_row("")))
    found = Fortnight("P1", days, care, pd.DataFrame(columns=["day", "what", "about"]))

    assert f"P1, 14 days: {says}</p>" in person_tab._said(found)


def test_a_day_that_was_not_recorded_is_neither_missed_nor_done() -> None:
    care = pd.DataFrame([care_row("not_recorded")])
    cell = fortnight_picture._cell(worst_of_day(care).to_dict("records")[0])

    assert (cell["band"], cell["text"], cell["Went wrong"]) == ("paper", "?", "0 of 1")


def test_a_fortnight_may_reach_into_the_month_before(what_if: WhatIf) -> None:
    found = fortnight_of(what_if.service_month, "P0", date(2026, 10, 3))

    assert {day.month for day in found.care["day"]} == {9, 10}


def test_two_months_of_a_service_are_compared_earlier_first_in_the_words_of_grip_compare(
    choice: Choice,
) -> None:
    october, september = choice.open("oakfield", "2026-10"), choice.open("oakfield", "2026-09")

    first, second = in_order(october, september)
    pairs, changes = compare_sides(first, second, STAFFING, WhatIf(october))

    assert (first.month, second.month) == ("2026-09", "2026-10")
    assert changes is not None
    assert {pair.first.code: pair.change for pair in pairs} == {
        one.code: one.change for one in changes.checks
    }


def test_two_services_stand_side_by_side_and_neither_is_the_others_past(choice: Choice) -> None:
    pairs, changes = compare_sides(
        choice.open("oakfield", "2026-10"), choice.open("birch-lodge", "2026-10"), STAFFING,
        WhatIf(choice.open("oakfield", "2026-10")),
    )  # fmt: skip

    assert changes is None
    assert [pair.first.code for pair in pairs] == [question.code for question in AUDITS[STAFFING].questions]
    assert {pair.change for pair in pairs} == {None}


def test_it_begins_with_the_newest_month_where_nothing_was_reported(choice: Choice) -> None:
    assert choice.first_choice() == ("birch-lodge", "2026-10")
    assert choice.first_choice("oakfield", "2026-09") == ("oakfield", "2026-09")


def test_an_unknown_service_or_month_ends_with_2_and_the_nearest_name(grip: Grip) -> None:
    service = grip("explore", "--service", "oakfeild")
    month = grip("explore", "--service", "oakfield", "--month", "2026-11")

    assert (service.returncode, month.returncode) == (2, 2)
    assert service.stderr.endswith('There is no service "oakfeild".\n  Did you mean "oakfield"?\n')
    assert month.stderr.endswith(
        'There is no month with records of this service "2026-11".\n  Did you mean "2026-10"?\n'
    )


def test_without_jupyterlab_it_says_what_to_install(grip: Grip, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.explore.lab.find_spec", lambda name: None)

    ended = grip("explore", "--service", "oakfield")

    assert ended.returncode == 2
    assert ended.stderr.endswith(
        "JupyterLab is not installed beside the toolkit.\n"
        "  Install it: python -m pip install jupyterlab ipywidgets\n"
    )


def test_a_workspace_without_records_ends_with_4(workspace: Path, grip: Grip) -> None:
    for file in (workspace / "data").rglob("*.csv"):
        file.unlink()

    ended = grip("explore")

    assert ended.returncode == 4
    assert "No file below data/ holds a row that can be used." in ended.stderr


def test_every_mark_of_a_reports_picture_tells_its_figures_when_pointed_at(what_if: WhatIf) -> None:
    drawn = what_if.picture(STAFFING, staffing.draw_fill_calendar)

    assert drawn is not None and drawn.spec is not None
    told = [layer["encoding"]["tooltip"] for layer in drawn.spec["layer"]]
    assert len(told) >= 2
    assert all({"field": "day", "title": "Day", "type": "nominal"} in one for one in told)
