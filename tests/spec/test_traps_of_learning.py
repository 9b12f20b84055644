"""The traps 13 to 21 of complaints learning, each by its number: what a careless tool would say, and what is so.

The traps of the rota and of files stand in `test_traps.py`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories import make_complaint, make_feedback, make_observation, make_stay
from tests.spec.learning_service import (
    OTHER_CHANGE,
    ask,
    audit,
    change,
    changed,
    complaint,
    day,
    learning,
    many_items,
    service,
    the_item,
    word,
)
from toolkit.audits.checks import Outcome
from toolkit.audits.complaints.audit import run
from toolkit.evidence import Evidence
from toolkit.parameters import load
from toolkit.period import Period
from toolkit.sources.store import Store


def test_trap_13_a_plan_changed_before_the_complaint_or_only_in_its_spaces_holds_no_learning() -> None:
    """Trap: any change within eight weeks either way counts, and so does the routine review."""
    before = change("2026-05-28 10:00", text="Wash at seven")
    review = change("2026-06-20 10:00", change_type="reviewed_no_change", text="Wash at seven")
    same = change("2026-06-25 10:00", text="Wash  at seven ")

    item = the_item(changed(before, review, same))

    assert word(item["reflected_on"]) is None
    assert day(the_item(changed(before, review, same, change("2026-07-01 10:00", text="Ask, then wash")))
               ["reflected_on"]) == "2026-07-01"  # fmt: skip


def test_trap_14_the_wrong_section_or_the_other_person_is_not_met() -> None:
    """Trap: matched by person and date only; a complaint about the night, a change to nutrition."""
    night = learning(plan_section="night routine")
    wrong = [change("2026-06-20 10:00", plan_section="nutrition", learning_id="L1"),
             change("2026-06-20 10:00", person_id="P002", plan_section="night routine", learning_id="L1")]  # fmt: skip

    found = audit(changed(*wrong, learning=[night]))

    assert found.check("missing-care-plan-update").outcome is Outcome.ACTION
    assert found.measures["learning_reflected"].value == 0


def test_trap_15_what_is_not_yet_due_is_neither_failed_nor_left_to_flatter() -> None:
    """Trap: 40 items, 12 of them not yet due. Of the 28 due 25 are done: 89 %, neither 70 % nor 100 %."""
    tables = many_items(28, 25)
    young = [learning(learning_id=f"LY{n}", complaint_id="C0", person_id=f"PY{n}", agreed_on="2026-10-10")
             for n in range(12)]  # fmt: skip
    early = [change("2026-10-15 10:00", person_id=f"PY{n}") for n in range(3)]
    tables["learning"] += young
    tables["care_plan_changes"] += early

    found = audit(tables)

    figure = found.measures["learning_in_eight_weeks"]
    assert (figure.value, figure.n) == (25 / 28, 28)
    assert found.measures["learning_not_yet_due"].value == 12
    assert "12 items are not yet due." in found.check("learning-in-eight-weeks").says
    # The curve takes the young ones in for the days they were seen, the three early ones among them.
    assert round(found.measures["learning_km_56"].value, 3) == round(1 - (37 / 40) * (3 / 28), 3)


def test_trap_16_day_56_is_met_and_day_57_is_not_by_the_calendar() -> None:
    """Trap: working days, or hours: agreed late on 8 June, changed late on 3 August is still day 56."""
    at_the_end, after = change("2026-08-03 23:50"), change("2026-08-04 00:10")

    assert the_item(changed(at_the_end))["in_time"]
    assert not the_item(changed(after))["in_time"]


def test_trap_16_across_the_night_the_clocks_go_back_a_day_is_a_day() -> None:
    rows = [learning(agreed_on="2026-09-05")]  # day 56 is 31 October; the clocks went back on the 25th

    assert the_item(changed(change("2026-10-31 23:59"), learning=rows))["in_time"]


def test_trap_17_closed_the_same_day_with_a_letter_is_closed_only() -> None:
    """Trap: answered and closed on day one, so it counts as done."""
    quick = complaint(received_on="2026-10-05", response_sent_on="2026-10-05", closed_on="2026-10-05")
    rows = [learning(agreed_on="2026-10-05")]

    found = audit(service(complaints=[quick], learning=rows))

    assert found.check("closed-on-response-only").outcome is Outcome.WATCH  # its eight weeks still run
    assert found.items.iloc[0]["verdict"] == "not_yet_due"
    later = audit(service(complaints=[quick], learning=rows), month="2026-12")
    assert later.items.iloc[0]["verdict"] == "closed_only"


def test_trap_17_learning_waved_through_as_irrelevant_is_seen_by_its_rate() -> None:
    """Trap: one relevant item of twenty, and that one done: 100 %. The share has an n, and the rate is told."""
    complaints = [complaint(complaint_id=f"C{n}", person_id=f"P{n}") for n in range(20)]
    rows = [learning(learning_id=f"L{n}", complaint_id=f"C{n}", person_id=f"P{n}",
                     relevant="yes" if n == 0 else "no") for n in range(20)]  # fmt: skip
    tables = changed(change("2026-06-20 10:00", person_id="P0"), complaints=complaints, learning=rows)

    found = audit(tables)

    assert found.check("learning-in-eight-weeks").outcome is Outcome.NO_EVIDENCE
    assert found.measures["relevance_rate"].value == 0.05
    assert found.check("learning-not-drawn").outcome is Outcome.ACTION


def test_trap_18_an_email_and_a_call_about_one_thing_are_one_item_on_the_first_ones_clock() -> None:
    """Trap: counted twice, or on the clock of the later one."""
    call = complaint(complaint_id="C1", received_on="2026-06-03", response_sent_on=None)
    email = complaint(complaint_id="C2", received_on="2026-06-01", response_sent_on=None, duplicate_of="C1")
    rows = [learning(learning_id=f"L{n}", complaint_id=f"C{n}", agreed_on=None) for n in (1, 2)]

    found = audit(service(complaints=[call, email], learning=rows))

    assert found.items[["complaint_id", "learning_ids"]].values.tolist() == [["C1", "L1; L2"]]
    assert day(found.items.iloc[0]["started_on"]) == "2026-06-01"
    assert found.check("repeated-complaints").outcome is Outcome.CLEAR


def test_trap_18_a_complaint_opened_again_keeps_its_clock_and_is_not_embedded() -> None:
    """Trap: the second opening resets the eight weeks, or the item stays done."""
    again = complaint(closed_on="2026-07-10", reopened_on="2026-08-02")
    done = change("2026-07-01 10:00", confirmed_with="person")
    tables = changed(done, complaints=[again], learning=[learning(briefed_on="2026-07-05")],
                     observations=[make_observation("2026-07-20 10:00")],
                     feedback=[make_feedback("2026-05-01")])  # fmt: skip

    item = the_item(tables)

    assert (day(item["due_on"]), item["reopened"], item["verdict"]) == ("2026-08-03", True, "practised")


def test_trap_19_who_moved_is_followed_and_who_died_is_counted_apart() -> None:
    """Trap: a join by service loses both."""
    people = [
        make_stay("P001", moved_out="2026-06-20"),
        make_stay("P001", service_id="birch", moved_in="2026-06-20"),
        make_stay("P002", moved_out="2026-06-20", reason_left="died"),
    ]
    rows = [learning(), learning(learning_id="L2", person_id="P002")]
    there = change("2026-07-01 10:00", service_id="birch")

    found = audit(service(learning=rows, people=people, care_plan_changes=[OTHER_CHANGE, there]))

    counted = {name: found.measures[f"learning_{name}"].value for name in
               ("due", "reflected", "no_longer_applicable")}  # fmt: skip
    assert counted == {"due": 1, "reflected": 1, "no_longer_applicable": 1}


def test_trap_20_a_closing_day_in_the_year_9999_is_no_closing_day(tmp_path: Path) -> None:
    """Trap: 99991231 is read as closed, and a complaint closed before it came as minus thirty days."""
    write(tmp_path, {
        "parameters/services.csv": "service_id,name,kind\noakfield,Oakfield,residential\n",
        "data/complaints.csv": (
            "complaint_id,service_id,person_id,received_on,theme,outcome,closed_on\n"
            "C1,oakfield,P001,2026-06-01,dignity,upheld,99991231\n"
            "C2,oakfield,P002,2026-06-30,dignity,upheld,2026-05-31\n"
        ),
        "data/learning.csv": (
            "learning_id,complaint_id,service_id,person_id,relevant,plan_section,agreed_on\n"
            "L1,C1,oakfield,P001,yes,personal care,2026-06-08\nL2,C2,oakfield,P002,yes,personal care,2026-07-01\n"
        ),
        "data/care_plan_changes.csv": (
            "change_id,service_id,person_id,plan_section,changed_at,change_type\n"
            "PC1,oakfield,P099,mobility,2026-01-05 10:00,updated\n"
        ),
    })  # fmt: skip
    parameters = load(tmp_path)
    store = Store.build(tmp_path, service_ids=tuple(parameters.services), themes=parameters.themes)

    found = run(Evidence.open(parameters, store, "oakfield", Period.parse("2026-10")))

    assert found.items[["item", "verdict"]].values.tolist() == [["L1", "overdue"], ["L2", "overdue"]]
    assert {problem.code for problem in store.problems} >= {"closed-before-received"}


def write(workspace: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        path = workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


EMBEDDED = change("2026-07-01 10:00", confirmed_with="person")


@pytest.mark.parametrize("source", ["family", "staff", "survey"])
def test_trap_21_a_concern_that_comes_back_in_feedback_is_no_embedded_learning(source: str) -> None:
    """Trap: only complaints are looked at. What staff and surveys say counts too, within twelve weeks."""
    said = make_feedback(
        "2026-09-20", kind="concern", source=source, person_id="P001", text="In and out in minutes"
    )
    tables = changed(EMBEDDED, learning=[learning(briefed_on="2026-07-05")], feedback=[said],
                     observations=[make_observation("2026-07-20 10:00")])  # fmt: skip

    found = audit(tables)

    assert found.items.iloc[0]["verdict"] == "practised"
    assert found.check("same-concern-continues").outcome is Outcome.ACTION


def test_trap_21_other_words_under_one_theme_are_seen_and_one_concern_under_two_themes_is_not() -> None:
    """Recurrence is by theme, so the notebook and `grip explain` say what it cannot see."""
    same_theme = make_feedback(
        "2026-08-20", kind="concern", person_id="P001", theme="dignity", text="in and out"
    )
    other_theme = same_theme | {"theme": "staffing"}

    seen, unseen = (ask("same-concern-continues", changed(EMBEDDED, feedback=[said]))
                    for said in (same_theme, other_theme))  # fmt: skip

    assert (seen.outcome, unseen.outcome) == (Outcome.ACTION, Outcome.CLEAR)
    assert "Themes are compared, not words." in unseen.question.how


def test_trap_21_no_complaints_beside_concerns_is_a_question_of_recording() -> None:
    """Trap: zero complaints is excellence."""
    concerns = [make_feedback(f"2026-09-{n:02d}", kind="concern") for n in range(1, 6)]
    long_ago = make_complaint("2026-02-01")

    found = audit({"feedback": concerns, "complaints": [long_ago]})

    assert found.check("no-complaints-recorded").outcome is Outcome.ACTION
