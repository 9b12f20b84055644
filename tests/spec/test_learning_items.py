"""What must change, in whose plan, counted from when? Worked tables to check by hand."""

from __future__ import annotations

import pytest

from tests.factories import make_observation, make_plan_change, make_stay
from tests.spec.learning_service import (
    OTHER_CHANGE,
    ask,
    audit,
    complaint,
    day,
    learning,
    service,
    the_item,
    tracker,
    word,
)
from tests.spec.text_tables import read_table


def test_the_clock_starts_on_the_day_agreed_else_answered_else_received() -> None:
    table = read_table("""
    | agreed     | response   | received   | start from       | due        |
    |------------|------------|------------|------------------|------------|
    | 2026-06-08 | 2026-06-15 | 2026-06-01 | agreed_on        | 2026-08-03 |
    | 2026-06-20 | 2026-06-15 | 2026-06-01 | agreed_on        | 2026-08-15 |
    |            | 2026-06-15 | 2026-06-01 | response_sent_on | 2026-08-10 |
    |            |            | 2026-06-01 | received_on      | 2026-07-27 |
    """)

    for line in table:
        item = the_item(service(
            complaints=[complaint(received_on=line["received"], response_sent_on=line["response"])],
            learning=[learning(agreed_on=line["agreed"])],
        ))  # fmt: skip
        assert (item["start_from"], day(item["due_on"])) == (line["start from"], line["due"])
        assert day(item["due_on_received"]) == "2026-07-27"


def test_the_earliest_day_of_several_learning_rows_starts_the_clock() -> None:
    rows = [
        learning(agreed_on="2026-06-10"),
        learning(learning_id="L2", agreed_on="2026-06-09"),
        learning(learning_id="L3", agreed_on=None),
    ]

    item = the_item(service(learning=rows))

    assert (item["item"], item["learning_ids"], day(item["started_on"])) == ("L1", "L1; L2; L3", "2026-06-09")


def test_an_item_is_one_complaint_group_one_person_and_one_section() -> None:
    table = read_table("""
    | case                                     | complaint | person | section        | relevant | items |
    |------------------------------------------|-----------|--------|----------------|----------|-------|
    | the same again                           | C1        | P001   | personal care  | yes      | 1     |
    | the same section in other capitals       | C1        | P001   | Personal-Care  | yes      | 1     |
    | of the complaint that repeats the first  | C2        | P001   | personal care  | yes      | 1     |
    | another section                          | C1        | P001   | night routine  | yes      | 2     |
    | another person                           | C1        | P002   | personal care  | yes      | 2     |
    | of another complaint                     | C3        | P001   | personal care  | yes      | 2     |
    | not relevant for a care plan             | C1        | P001   | night routine  | no       | 1     |
    """)
    complaints = [complaint(), complaint(complaint_id="C2", duplicate_of="C1"), complaint(complaint_id="C3")]

    for line in table:
        second = learning(learning_id="L2", complaint_id=line["complaint"], person_id=line["person"],
                          plan_section=line["section"], relevant=line["relevant"])  # fmt: skip
        found = tracker(service(complaints=complaints, learning=[learning(), second]))
        assert len(found) == int(line["items"] or 0), line["case"]


def test_duplicates_are_followed_to_the_end_and_keep_the_earliest_start() -> None:
    """C3 repeats C2, which repeats C1: one item, on the clock of the complaint received first."""
    complaints = [
        complaint(complaint_id="C1", received_on="2026-06-03", response_sent_on=None),
        complaint(complaint_id="C2", received_on="2026-06-02", response_sent_on=None, duplicate_of="C1"),
        complaint(complaint_id="C3", received_on="2026-06-01", response_sent_on=None, duplicate_of="C2"),
    ]
    rows = [learning(learning_id=f"L{n}", complaint_id=f"C{n}", agreed_on=None) for n in (1, 2, 3)]

    item = the_item(service(complaints=complaints, learning=rows))

    assert (item["complaint_id"], item["complaint_ids"]) == ("C1", "C1; C2; C3")
    assert (day(item["started_on"]), day(item["received_on"])) == ("2026-06-01", "2026-06-01")


def test_complaints_that_repeat_each_other_in_a_ring_are_one() -> None:
    complaints = [
        complaint(complaint_id="C1", duplicate_of="C2"),
        complaint(complaint_id="C2", duplicate_of="C1"),
        complaint(complaint_id="C3", duplicate_of="C3"),
    ]
    rows = [learning(learning_id=f"L{n}", complaint_id=f"C{n}") for n in (1, 2, 3)]

    found = tracker(service(complaints=complaints, learning=rows))

    assert found[["item", "complaint_ids"]].values.tolist() == [["L1", "C1; C2"], ["L3", "C3"]]


def test_the_person_is_the_learning_rows_else_its_complaints() -> None:
    own = the_item(service(learning=[learning(person_id="P007")]))
    from_complaint = the_item(service(learning=[learning(person_id=None)]))
    from_group = the_item(service(
        complaints=[complaint(), complaint(complaint_id="C2", person_id=None, duplicate_of="C1")],
        learning=[learning(person_id=None, complaint_id="C2")],
    ))  # fmt: skip

    assert [own["person_id"], from_complaint["person_id"], from_group["person_id"]] == [
        "P007",
        "P001",
        "P001",
    ]


@pytest.mark.parametrize(
    "without",
    [
        {"plan_section": None},
        {"person_id": None, "complaint_id": "C9"},
        {"complaint_id": "C8", "agreed_on": None},
    ],
    ids=["no section", "no person", "no day to count from"],
)
def test_what_names_no_person_section_or_day_cannot_be_traced(without: dict[str, str | None]) -> None:
    lost = learning(learning_id="L2", **without)
    complaints = [complaint(), complaint(complaint_id="C9", person_id=None)]

    found = audit(service(complaints=complaints, learning=[learning(), lost]))

    assert found.items["item"].tolist() == ["L1"]
    assert found.measures["learning_cannot_be_traced"].value == 1
    assert found.cohort.set_index("state").loc["cannot be traced", "items"] == 1


def test_without_a_single_item_that_can_be_traced_nothing_is_clear() -> None:
    found = audit(service(learning=[learning(plan_section=None)]))

    check = found.check("missing-care-plan-update")
    assert (check.outcome, check.says) == (
        "no_evidence",
        "Not tested: no learning names both the person and the section of the care plan it should change.",
    )
    assert found.measures["learning_cannot_be_traced"].value == 1


def test_an_item_shows_only_what_every_one_of_its_rows_has() -> None:
    """Two rows, one without an owner and not briefed: the item has no owner and is not briefed."""
    rows = [
        learning(owner="Deputy", briefed_on="2026-07-02", theme=None),
        learning(learning_id="L2", owner=None, briefed_on=None, theme=None, required_update="Knock first"),
    ]

    mixed, whole = (the_item(service(learning=some)) for some in (rows, rows[:1]))

    assert (mixed["has_owner"], word(mixed["briefed_on"])) == (False, None)
    assert (whole["has_owner"], day(whole["briefed_on"])) == (True, "2026-07-02")
    assert mixed["required_update"] == "Ask before washing / Knock first"
    assert mixed["theme"] == "dignity"  # the complaint's, where no learning row names one


def test_an_item_stays_with_the_service_that_received_the_complaint() -> None:
    """The audit is of Oakfield. An id is unique within a service: Elmtree and Birch may have a C2 too."""
    table = read_table("""
    | case                                          | L2 written by | C2 received by    | of Oakfield |
    |-----------------------------------------------|---------------|-------------------|-------------|
    | the usual case                                | oakfield      | oakfield          | yes         |
    | the same id at two services                   | oakfield      | oakfield, elmtree | yes         |
    | a complaint that nobody supplied              | oakfield      |                   | yes         |
    | the new home learns from another's complaint  | oakfield      | elmtree           | no          |
    | which of two others is meant cannot be told   | oakfield      | elmtree, birch    | yes         |
    | the person moved, and the new home writes     | elmtree       | oakfield          | yes         |
    | the other service's own                       | elmtree       | elmtree           | no          |
    | the other service's own, the same id here     | elmtree       | oakfield, elmtree | no          |
    | the other service's, nobody supplied it       | elmtree       |                   | no          |
    | which of two is meant cannot be told          | elmtree       | oakfield, birch   | no          |
    """)

    for line in table:
        received_by = str(line["C2 received by"]).split(", ") if line["C2 received by"] else []
        found = tracker(service(
            complaints=[complaint(), *(complaint(complaint_id="C2", service_id=one) for one in received_by)],
            learning=[learning(), learning(learning_id="L2", complaint_id="C2", person_id="P002",
                                           service_id=line["L2 written by"])],
        ))  # fmt: skip
        expected = ["L1", "L2"] if line["of Oakfield"] == "yes" else ["L1"]
        assert sorted(found["item"]) == expected, line["case"]


def test_nothing_written_or_received_elsewhere_after_as_of_moves_learning() -> None:
    elsewhere = {"complaint_id": "C2", "service_id": "elmtree"}
    complaints = [complaint(), complaint(received_on="2026-11-01", response_sent_on=None, **elsewhere)]
    written = [learning(learning_id="L2", complaint_id="C2", person_id="P002"),
               learning(learning_id="L3", agreed_on="2026-11-01", service_id="elmtree")]  # fmt: skip

    october = tracker(service(complaints=complaints, learning=written))
    november = tracker(service(complaints=complaints, learning=written), month="2026-11")

    assert october["learning_ids"].tolist() == ["L2"]
    assert november["learning_ids"].tolist() == ["L3"]


def test_learning_of_another_service_with_an_id_that_is_taken_here_is_another_item() -> None:
    """Both services count from L1; what Oakfield saw of L1 is of its own L1."""
    tables = service(
        complaints=[complaint(), complaint(complaint_id="C2", person_id="P002")],
        learning=[learning(), learning(complaint_id="C2", person_id="P002", service_id="elmtree")],
        care_plan_changes=[make_plan_change("2026-07-01 10:00"),
                           make_plan_change("2026-07-01 10:00", person_id="P002")],
        observations=[make_observation("2026-08-01 09:00", learning_id="L1")],
    )  # fmt: skip

    found = tracker(tables).set_index("item")["observations"]

    assert found.to_dict() == {"L1": 1, "L1 (elmtree)": 0}


def test_learning_written_elsewhere_is_found_missing_and_named() -> None:
    tables = service(learning=[
        learning(relevant="no", learning_id="L9"),
        learning(service_id="elmtree"),
    ])  # fmt: skip

    missing, drawn = ask("missing-care-plan-update", tables), ask("learning-not-drawn", tables)

    assert (missing.outcome, [one.ref for one in missing.evidence]) == ("action", ["learning:L1"])
    assert (drawn.figure.value, drawn.figure.n) == (0, 1)


def test_items_started_more_than_twelve_months_ago_are_not_in_the_tracker() -> None:
    """The 12 months to October 2026 begin on 1 November 2025."""
    old = learning(learning_id="L0", agreed_on="2025-10-31", person_id="P002")
    first = learning(learning_id="L2", agreed_on="2025-11-01", person_id="P003")

    found = tracker(service(learning=[old, first, learning()]))

    assert found["item"].tolist() == ["L2", "L1"]


def test_the_most_urgent_items_come_first() -> None:
    rows = {
        "L1": ("P001", "2026-06-08"),  # overdue since 3 August
        "L2": ("P002", "2026-05-01"),  # overdue for longer
        "L3": ("P003", "2026-09-10"),  # due on 5 November
        "L4": ("P004", "2026-06-08"),  # in the plan
        "L5": ("P005", "2026-06-08"),  # left
    }
    tables = service(
        learning=[learning(learning_id=n, person_id=p, agreed_on=d) for n, (p, d) in rows.items()],
        care_plan_changes=[OTHER_CHANGE, make_plan_change("2026-07-01 09:00", person_id="P004")],
        people=[make_stay("P001"), make_stay("P005", moved_out="2026-07-01")],
    )

    assert tracker(tables)["item"].tolist() == ["L2", "L1", "L3", "L4", "L5"]
