"""Is the learning in the care plan, and in time? Worked tables to check by hand.

The complaint came on 1 June, the learning was agreed on 8 June, so the plan is due on 3 August 2026.
"""

from __future__ import annotations

import pytest

from tests.factories import make_complaint, make_stay
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
    tracker,
    word,
)
from tests.spec.text_tables import read_table


def test_day_56_is_in_time_and_day_57_is_late() -> None:
    table = read_table("""
    | case                        | changed          | days | in time |
    |-----------------------------|------------------|------|---------|
    | the day it was agreed       | 2026-06-08 00:00 | 0    | True    |
    | day 55                      | 2026-08-02 09:00 | 55   | True    |
    | day 56, just before midnight| 2026-08-03 23:59 | 56   | True    |
    | day 57, just after midnight | 2026-08-04 00:01 | 57   | False   |
    """)

    for line in table:
        item = the_item(changed(change(line["changed"])))
        assert (item["days"], str(item["in_time"])) == (float(line["days"] or 0), line["in time"]), line[
            "case"
        ]


def test_which_change_holds_the_learning() -> None:
    table = read_table("""
    | case                                         | at         | type              | person | section       | learning | how     |
    |----------------------------------------------|------------|-------------------|--------|---------------|----------|---------|
    | an update after it was agreed                | 2026-07-01 | updated           | P001   | personal care |          | matched |
    | a section newly written                      | 2026-07-01 | created           | P001   | personal care |          | matched |
    | the section in other capitals                | 2026-07-01 | updated           | P001   | Personal Care |          | matched |
    | it says which learning                       | 2026-07-01 | updated           | P001   | personal care | L1       | linked  |
    | before it was agreed, and it says which      | 2026-06-02 | updated           | P001   | personal care | L1       | linked  |
    | on the day of the complaint, and says which  | 2026-06-01 | updated           | P001   | personal care | L1       | linked  |
    | before it was agreed, and does not say       | 2026-06-02 | updated           | P001   | personal care |          |         |
    | before the complaint, whatever it says       | 2026-05-31 | updated           | P001   | personal care | L1       |         |
    | the wrong section                            | 2026-07-01 | updated           | P001   | nutrition     | L1       |         |
    | the wrong person                             | 2026-07-01 | updated           | P002   | personal care | L1       |         |
    | reviewed, nothing changed                    | 2026-07-01 | reviewed_no_change| P001   | personal care | L1       |         |
    | taken out                                    | 2026-07-01 | removed           | P001   | personal care | L1       |         |
    | after the audit's last day                   | 2026-11-01 | updated           | P001   | personal care | L1       |         |
    """)

    for line in table:
        entry = change(f"{line['at']} 10:00", change_type=line["type"], person_id=line["person"],
                       plan_section=line["section"], learning_id=line["learning"])  # fmt: skip
        item = the_item(changed(entry))
        assert word(item["how"]) == line["how"], line["case"]


def test_new_words_are_a_change_and_other_white_space_is_not() -> None:
    table = read_table("""
    | case                                      | text before      | type between       | text between     | text after           | changed |
    |-------------------------------------------|------------------|--------------------|------------------|----------------------|---------|
    | other words                               | Wash at seven    |                    |                  | Ask, wash at seven   | True    |
    | the same words                            | Wash at seven    |                    |                  | Wash at seven        | False   |
    | white space only                          | Wash at seven    |                    |                  | Wash  at   seven     | False   |
    | capitals are words                        | Wash at seven    |                    |                  | Wash at Seven        | True    |
    | the words before were not kept            |                  |                    |                  | Wash at seven        | True    |
    | the words after were not kept             | Wash at seven    |                    |                  |                      | True    |
    | a review without words stands between     | Wash at seven    | reviewed_no_change |                  | Wash at seven        | False   |
    | taken out without words, and put in again | Wash at seven    | removed            |                  | Wash at seven        | True    |
    """)

    for line in table:
        rows = [change("2026-01-10 10:00", text=line["text before"])]
        if line["type between"]:
            rows.append(
                change("2026-06-20 10:00", change_type=line["type between"], text=line["text between"])
            )
        rows.append(change("2026-07-01 10:00", text=line["text after"]))
        item = the_item(changed(*rows))
        assert str(bool(day(item["reflected_on"]))) == line["changed"], line["case"]


def test_the_first_change_that_counts_is_the_one_and_a_linked_one_wins_at_the_same_moment() -> None:
    entries = [
        change("2026-07-20 10:00", change_id="PC3", learning_id="L1"),
        change("2026-07-01 10:00", change_id="PC1"),
        change("2026-07-01 10:00", change_id="PC2", learning_id="L1"),
    ]

    item = the_item(changed(*entries))

    assert (item["change_id"], item["how"], day(item["reflected_on"])) == ("PC2", "linked", "2026-07-01")


def test_a_linked_change_before_the_clock_started_is_day_nought() -> None:
    item = the_item(changed(change("2026-06-03 10:00", learning_id="L1")))

    assert (item["days"], item["in_time"], day(item["reflected_on"])) == (0.0, True, "2026-06-03")


def test_a_person_who_moved_to_another_service_is_followed_there() -> None:
    stays = [
        make_stay("P001", moved_out="2026-07-01"),
        make_stay("P001", service_id="birch", moved_in="2026-07-01"),
    ]
    there = change("2026-07-10 10:00", service_id="birch", change_id="PC-birch")

    moved, still_to_do = the_item(changed(there, people=stays)), the_item(service(people=stays))

    assert (moved["in_time"], moved["changed_at_service"]) == (True, "birch")
    assert still_to_do["verdict"] == "closed_only"
    assert still_to_do["days_over"] == 89  # 3 August to 31 October: nobody lets go of it because they moved


def test_who_left_before_the_due_day_has_no_plan_to_change() -> None:
    """Due on 3 August. Somebody who leaves on the day itself could still have had it."""
    table = read_table("""
    | case                                 | left       | changed    | verdict              |
    |--------------------------------------|------------|------------|----------------------|
    | left the day before it was due       | 2026-08-02 |            | no_longer_applicable |
    | left on the day it was due           | 2026-08-03 |            | closed_only          |
    | left, and it had been done by then   | 2026-07-10 | 2026-07-10 | plan_updated         |
    | lives there                          |            |            | closed_only          |
    """)

    for line in table:
        entries = [change(f"{line['changed']} 10:00")] if line["changed"] else []
        tables = changed(*entries, people=[make_stay("P001", moved_out=line["left"])])
        assert the_item(tables)["verdict"] == line["verdict"], line["case"]


def test_a_change_made_after_the_person_left_does_not_count_as_in_time() -> None:
    tables = changed(change("2026-07-20 10:00"), people=[make_stay("P001", moved_out="2026-07-10")])

    found = audit(tables)

    assert word(found.items.iloc[0]["in_time"]) is None
    assert (found.measures["learning_due"].value, found.measures["learning_no_longer_applicable"].value) == (
        0,
        1,
    )


def test_without_a_row_of_people_the_person_lives_there() -> None:
    assert the_item(service(people=[make_stay("P050")]))["verdict"] == "closed_only"


def test_due_today_and_not_done_has_missed_it_and_due_tomorrow_is_not_yet_due() -> None:
    today, tomorrow = (
        audit(service(), as_of=as_of, month="2026-08") for as_of in ("2026-08-03", "2026-08-02")
    )

    assert today.items.iloc[0][["verdict", "days_over"]].tolist() == ["closed_only", 0.0]
    assert today.check("missing-care-plan-update").says == (
        "1 of 1 care plan update due was not made: P001, personal care (due on the audit's last day)."
    )
    assert tomorrow.items.iloc[0]["verdict"] == "not_yet_due"
    assert word(tomorrow.items.iloc[0]["in_time"]) is None
    assert tomorrow.check("missing-care-plan-update").says == (
        "No learning of the last 12 months is due yet."
    )
    assert tomorrow.check("learning-in-eight-weeks").says == (
        "Not tested: no learning fell due in the 6 months to 2 August 2026. 1 item is not yet due. "
        "Counted from the day the complaint was received, it is 0% (0 of 1)."
    )


def test_eight_weeks_judges_what_is_due_and_leaves_out_what_is_not() -> None:
    """Items due from 1 May to 31 October 2026 are judged: they were agreed from 6 March to 5 September."""
    table = read_table("""
    | item | agreed     | changed    | left       |
    |------|------------|------------|------------|
    | L1   | 2026-03-05 |            |            |
    | L2   | 2026-03-06 | 2026-04-01 |            |
    | L3   | 2026-07-01 | 2026-08-26 |            |
    | L4   | 2026-07-01 | 2026-08-27 |            |
    | L5   | 2026-09-05 |            |            |
    | L6   | 2026-09-06 | 2026-09-10 |            |
    | L7   | 2026-09-06 |            |            |
    | L8   | 2026-07-01 |            | 2026-07-20 |
    | L9   | 2026-09-06 |            | 2026-09-20 |
    """)
    tables = service(
        complaints=[complaint(complaint_id=f"C{n}", person_id=f"P{n}", received_on="2026-03-01")
                    for n in range(1, 10)],
        learning=[learning(learning_id=f"L{n}", complaint_id=f"C{n}", person_id=f"P{n}",
                           agreed_on=line["agreed"]) for n, line in enumerate(table, 1)],
        care_plan_changes=[OTHER_CHANGE, *(change(f"{line['changed']} 10:00", person_id=f"P{n}")
                                           for n, line in enumerate(table, 1) if line["changed"])],
        people=[make_stay(f"P{n}", moved_out=line["left"]) for n, line in enumerate(table, 1)],
    )  # fmt: skip

    found = audit(tables)

    # Due: L2 (1 May), L3 and L4 (26 August), L5 (31 October). In time: L2 and L3. Day 57 is L4.
    value = {name: found.measures[f"learning_{name}"].value for name in
             ("due", "reflected", "not_yet_due", "no_longer_applicable")}  # fmt: skip
    assert value == {"due": 4, "reflected": 2, "not_yet_due": 2, "no_longer_applicable": 1}
    assert dict(found.cohort.values.tolist()) == {
        "in time": 2, "late": 1, "overdue": 1, "not yet due": 2, "no longer applicable": 1,
        "cannot be traced": 0,
    }  # fmt: skip
    figure = found.measures["learning_in_eight_weeks"]
    assert (figure.value, figure.n) == (0.5, 4)
    months = found.due_months.set_index(found.due_months["month"].dt.strftime("%Y-%m"))
    assert months.loc[["2026-05", "2026-08", "2026-10"], ["due", "reflected"]].values.tolist() == [
        [1, 1], [2, 1], [1, 0]]  # fmt: skip


def test_nine_in_ten_is_the_measure_with_five_items_or_more() -> None:
    table = read_table("""
    | items | in time | outcome     |
    |-------|---------|-------------|
    | 4     | 4       | no_evidence |
    | 4     | 3       | watch       |
    | 5     | 5       | clear       |
    | 5     | 4       | action      |
    | 10    | 9       | clear       |
    | 10    | 8       | action      |
    """)

    for line in table:
        found = ask("learning-in-eight-weeks", many_items(int(line["items"] or 0), int(line["in time"] or 0)))
        assert found.outcome == line["outcome"], line


def test_the_sentence_of_eight_weeks_reads_aloud() -> None:
    missed = ask("learning-in-eight-weeks", many_items(5, 4))
    met = ask("learning-in-eight-weeks", many_items(10, 9))
    few = ask("learning-in-eight-weeks", many_items(1, 1))

    assert missed.says == (
        "Of the learning items due in the 6 months to 31 October 2026, 80% (4 of 5) were in the care plan within "
        "8 weeks (95% interval 37.6% to 96.4%). Counted from the day the complaint was received, it is "
        "80% (4 of 5)."
    )
    assert [one.ref for one in missed.evidence] == ["learning:L4"]
    assert met.says == (
        "Of the learning items due in the 6 months to 31 October 2026, 90% (9 of 10) were in the care plan within "
        "8 weeks (95% interval 59.6% to 98.2%). Met, low confidence: with 10 items the true share may well be "
        "under 90%. Counted from the day the complaint was received, it is 90% (9 of 10)."
    )
    assert few.says == (
        "Of the learning items due in the 6 months to 31 October 2026, 100% (1 of 1) was in the care plan within "
        "8 weeks (95% interval 20.7% to 100%). Counted from the day the complaint was received, it is "
        "100% (1 of 1). These are too few records to be sure."
    )


def test_enough_items_in_time_are_met_without_a_doubt() -> None:
    found = ask("learning-in-eight-weeks", many_items(40, 40))

    assert found.outcome == "clear"
    assert "low confidence" not in found.says


def test_what_stands_beside_the_share_is_said() -> None:
    tables = many_items(6, 6)
    tables["learning"] += [
        learning(learning_id="L90", complaint_id="C0", plan_section=None),
        learning(learning_id="L91", complaint_id="C1", person_id="P901", agreed_on="2026-10-01"),
        learning(learning_id="L92", complaint_id="C2", person_id="P902"),
    ]
    tables["people"].append(make_stay("P902", moved_out="2026-07-01"))

    says = ask("learning-in-eight-weeks", tables).says

    assert (
        "1 item is not yet due. 1 item no longer applies: the person left before it was due. 1 item cannot be "
        "traced to a person and a section of the care plan, and is left out."
    ) in says


def test_the_clock_from_the_day_received_stands_beside_and_does_not_decide() -> None:
    """Agreed three weeks after the complaint: day 50 of one clock is day 71 of the other."""
    tables = service(
        learning=[learning(agreed_on="2026-06-22")], care_plan_changes=[change("2026-08-11 09:00")]
    )

    item = the_item(tables)

    assert (item["in_time"], item["in_time_received"]) == (True, False)


def test_without_people_a_good_share_is_not_called_clear_and_a_bad_one_stands() -> None:
    good, bad = many_items(10, 10), many_items(10, 5)
    del good["people"], bad["people"]

    assert ask("learning-in-eight-weeks", bad).outcome == "action"
    found = ask("learning-in-eight-weeks", good)
    assert found.outcome == "no_evidence"
    assert found.says.endswith(
        "Who has left is not known: there are no rows of people of this service in the last 12 months."
    )


@pytest.mark.parametrize("absent", ["complaints", "learning", "care_plan_changes"])
@pytest.mark.parametrize("code", ["learning-in-eight-weeks", "missing-care-plan-update"])
def test_without_complaints_learning_or_the_change_log_nothing_is_judged(absent: str, code: str) -> None:
    tables = many_items(10, 9)
    del tables[absent]

    found = ask(code, tables)

    named = absent.replace("_", " ")
    assert found.outcome == "no_evidence"
    assert found.says == f"Not tested: there are no rows of {named} of this service in the last 12 months."
    assert found.figure.value is None


def test_missing_updates_are_listed_with_person_section_and_days_the_longest_first() -> None:
    rows = [
        learning(learning_id=f"L{n}", person_id=f"P{n}", agreed_on=f"2026-06-{n:02d}") for n in range(1, 8)
    ]
    some, one = service(learning=rows[:2]), service(learning=rows)

    assert ask("missing-care-plan-update", some).says == (
        "2 of 2 care plan updates due were not made: P1, personal care (96 days over); P2, personal care "
        "(95 days over)."
    )
    found = ask("missing-care-plan-update", one)
    assert found.says.endswith("P5, personal care (92 days over); and 2 more.")
    assert (found.outcome, found.figure.value, found.figure.n) == ("action", 7, 7)
    assert [one.ref for one in found.evidence] == [f"learning:L{n}" for n in range(1, 8)]


def test_updates_that_were_made_even_late_are_not_missing() -> None:
    late = changed(change("2026-09-20 10:00"))

    found = ask("missing-care-plan-update", late)

    assert (found.outcome, found.says) == (
        "clear",
        "The one care plan update due in the last 12 months was made.",
    )
    assert ask("missing-care-plan-update", many_items(3, 3)).says == (
        "All 3 care plan updates due in the last 12 months were made."
    )


def test_the_share_done_by_day_56_counts_what_is_still_open_fairly() -> None:
    """Five of six due items were done on day 23; six more were agreed in October and are still open.

    All twelve were open for the first 23 days but for those agreed on 10 October, seen for 21 days.
    """
    tables = many_items(6, 5)
    tables["learning"] += [learning(learning_id=f"L9{n}", complaint_id="C0", person_id=f"P9{n}",
                                    agreed_on="2026-10-10") for n in range(6)]  # fmt: skip

    found = audit(tables)

    assert found.measures["learning_km_56"].value == pytest.approx(5 / 6)
    curve = found.curve.set_index("day")
    assert curve.loc[[0, 21, 22, 23], "at_risk"].tolist() == [12, 12, 6, 6]
    assert curve.loc[22, "share_done"] == 0
    assert curve.loc[23, ["share_done", "cumulative_incidence"]].tolist() == pytest.approx([5 / 6, 5 / 6])


def test_leaving_ends_the_clock_in_another_way_than_being_done() -> None:
    """One of five left on day 10 and one on the curve leaves the share of those still open unchanged."""
    tables = many_items(6, 2)
    tables["people"][5] = make_stay("P006", moved_out="2026-06-18")

    curve = audit(tables).curve.set_index("day")

    # Kaplan-Meier: 2 of the 5 still followed. Aalen-Johansen: 2 of all 6.
    assert curve.loc[56, ["share_done", "cumulative_incidence"]].tolist() == pytest.approx([2 / 5, 2 / 6])


def test_too_few_items_of_eight_weeks_have_no_curve_to_day_56() -> None:
    assert audit(many_items(4, 4)).measures["learning_km_56"].value is None


def test_a_response_without_the_change_is_overdue_only_where_nobody_answered() -> None:
    """Nothing was closed and nobody answered: overdue. Answered or closed: closed only."""
    open_ = make_complaint("2026-06-01", complaint_id="C1")

    assert the_item(service(complaints=[open_]))["verdict"] == "overdue"
    assert the_item(service(complaints=[open_ | {"closed_on": "2026-06-30"}]))["verdict"] == "closed_only"
    assert tracker(service())["verdict"].tolist() == ["closed_only"]
