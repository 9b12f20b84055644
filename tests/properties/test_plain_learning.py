"""Does the slow, plain implementation give the answers that the design's own words give?

Small tables made by hand, one sentence of the rules each; the toolkit has no part in them.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from tests.factories import (
    make_complaint,
    make_feedback,
    make_learning,
    make_observation,
    make_plan_change,
    make_stay,
)
from tests.properties import plain_learning_checks as checks
from tests.properties.plain_learning import Item
from tests.properties.plain_learning_measures import LearningAudit, survival
from tests.properties.plain_tables import plain_service


def plain(rows: dict[str, list]) -> LearningAudit:
    return LearningAudit(plain_service(rows))


COMPLAINT = make_complaint(
    "2026-07-01", complaint_id="K1", response_sent_on="2026-07-10", closed_on="2026-07-12", outcome="upheld"
)
LEARNING = make_learning("K1", "2026-07-20", learning_id="L1", briefed_on="2026-08-01")
PLAN = make_plan_change("2026-01-01", text="Wash at nine", change_type="created")


def tables(**given: object) -> dict[str, list]:
    usual = {"complaints": [COMPLAINT], "learning": [LEARNING], "care_plan_changes": [PLAN],
             "observations": [], "feedback": [make_feedback("2026-10-05")],
             "people": [make_stay("P999")]}  # fmt: skip
    return usual | given  # type: ignore[return-value]


def changed(changed_at: str, **given: object) -> list[dict]:
    return [PLAN, make_plan_change(changed_at, **given)]


def the_item(**given: object) -> Item:
    items = plain(tables(**given)).all_items
    assert len(items) == 1
    return items[0]


# Eight weeks


def test_eight_weeks_from_the_first_of_october_end_on_the_26th_of_november() -> None:
    item = the_item(learning=[LEARNING | {"agreed_on": "2026-10-01"}])

    assert (item.due, item.not_yet_due) == (date(2026, 11, 26), True)


@pytest.mark.parametrize(("day", "in_time"), [("2026-09-14 23:50", True), ("2026-09-15 00:00", False)])
def test_day_56_is_in_time_and_day_57_late(day: str, in_time: bool) -> None:
    assert the_item(care_plan_changes=changed(day)).in_time is in_time


def test_the_start_is_the_day_agreed_else_the_response_else_the_receipt() -> None:
    unagreed, unanswered = LEARNING | {"agreed_on": None}, COMPLAINT | {"response_sent_on": None}

    assert the_item().start == date(2026, 7, 20)
    assert the_item(learning=[unagreed]).start == date(2026, 7, 10)
    assert the_item(learning=[unagreed], complaints=[unanswered]).start == date(2026, 7, 1)


def test_a_complaint_reported_twice_is_one_item_with_the_earlier_start() -> None:
    again = make_complaint("2026-06-20", complaint_id="K2", duplicate_of="K1")
    learning = [LEARNING, make_learning("K2", "2026-07-01")]

    item = the_item(complaints=[COMPLAINT, again], learning=learning)

    assert (len(item.rows), item.start, item.group.received) == (2, date(2026, 7, 1), date(2026, 6, 20))


def test_complaints_that_point_in_a_circle_are_one_group() -> None:
    loop = [make_complaint("2026-07-01", complaint_id=f"K{n}", duplicate_of=f"K{(n + 1) % 3}")
            for n in range(3)]  # fmt: skip

    assert [group.key for group in plain(tables(complaints=loop)).groups] == ["K0"]


@pytest.mark.parametrize("missing", ["person_id", "plan_section"])
def test_an_item_without_person_or_section_cannot_be_traced(missing: str) -> None:
    audit = plain(tables(learning=[LEARNING | {missing: None}], complaints=[COMPLAINT | {"person_id": None}]))

    assert audit.all_items == []
    assert audit.measures()["learning_due"][0] is None


@pytest.mark.parametrize(
    "change",
    [
        {"change_type": "reviewed_no_change"},
        {"change_type": "removed"},
        {"text": " Wash  at\nnine"},
        {"plan_section": "meals"},
        {"person_id": "P002"},
    ],
)
def test_these_changes_do_not_reflect_the_learning_whatever_id_they_carry(change: dict) -> None:
    assert the_item(care_plan_changes=changed("2026-08-01", learning_id="L1", **change)).change is None


def test_a_change_without_text_cannot_be_told_from_the_one_before_and_counts() -> None:
    assert the_item(care_plan_changes=changed("2026-08-01", text=None)).in_time


def test_a_change_between_complaint_and_start_counts_when_it_carries_the_id_as_day_0() -> None:
    learning = [LEARNING | {"learning_id": f"L{n}", "plan_section": f"S{n}"} for n in range(5)]
    changes = [make_plan_change("2026-07-01 09:00", plan_section=f"S{n}", learning_id=f"L{n}")
               for n in range(5)]  # fmt: skip

    assert the_item(care_plan_changes=changed("2026-07-05")).change is None
    assert the_item(care_plan_changes=changed("2026-06-30 23:00", learning_id="L1")).change is None
    assert plain(tables(learning=learning, care_plan_changes=changes)).measures()["learning_km_56"][0] == 1


def test_a_change_before_the_complaint_is_never_it_also_where_learning_was_agreed_before() -> None:
    item = the_item(
        learning=[LEARNING | {"agreed_on": "2026-06-01"}], care_plan_changes=changed("2026-06-20")
    )

    assert item.change is None


def test_a_change_at_another_service_of_the_provider_counts() -> None:
    assert the_item(care_plan_changes=changed("2026-08-01", service_id="elmtree")).in_time


def test_who_left_for_good_before_the_due_day_is_no_longer_owed_the_change() -> None:
    left, stays = make_stay(moved_out="2026-09-13"), make_stay(moved_in="2026-09-13", service_id="elmtree")

    assert the_item(people=[left]).no_longer_applicable
    assert not the_item(people=[left | {"moved_out": "2026-09-14"}]).no_longer_applicable
    assert not the_item(people=[left, stays]).no_longer_applicable
    assert the_item(people=[left], care_plan_changes=changed("2026-09-14")).no_longer_applicable
    assert not the_item(people=[left], care_plan_changes=changed("2026-09-13")).no_longer_applicable


def test_twelve_of_forty_are_not_yet_due_and_in_neither_part() -> None:
    learning = [
        make_learning("K1", "2026-08-01" if n < 28 else "2026-09-06", learning_id=f"L{n}",
                      plan_section=f"S{n}")
        for n in range(40)
    ]  # fmt: skip
    changes = [make_plan_change("2026-09-26", plan_section=f"S{n}", learning_id=f"L{n}") for n in range(27)]

    audit = plain(tables(learning=learning, care_plan_changes=changes))

    found = audit.measures()
    assert found["learning_in_eight_weeks"][0] == Fraction(27, 28)
    assert found["learning_not_yet_due"][0] == 12
    assert checks.learning_in_eight_weeks(audit) == "clear"


def test_an_item_due_on_as_of_and_not_reflected_has_missed_it() -> None:
    audit = plain(tables(learning=[LEARNING | {"agreed_on": "2026-09-05"}]))

    assert audit.measures()["learning_in_eight_weeks"][:1] == (0,)
    assert checks.outcomes(audit)["missing-care-plan-update"] == "action"


def test_survival_of_freireich_s_six_mp_arm() -> None:
    """Freireich 1963: S = 0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448."""
    days = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    open_still = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    followed = [(day, True) for day in days] + [(day, False) for day in open_still]

    found = [round(float(survival(followed, day)), 3) for day in (6, 7, 10, 13, 16, 22, 23)]
    assert found == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert survival(followed, 56) == survival(followed, 23)
    assert survival([(3, True)], 56) == 0


# Verdicts


def practice(**given: object) -> dict[str, object]:
    """An item that is embedded, unless `given` says otherwise."""
    change = make_plan_change("2026-08-01 10:00", confirmed_with="person", confirmed_on="2026-08-05")
    usual: dict[str, object] = {
        "care_plan_changes": [PLAN, change],
        "observations": [make_observation("2026-08-01 09:00")],
        "feedback": [make_feedback("2026-10-01")],
    }
    return usual | given


CONCERN = {"kind": "concern", "theme": "dignity"}


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        ({}, "embedded"),
        ({"observations": [make_observation("2026-07-31 23:00")]}, "plan_updated"),
        ({"observations": [make_observation("2026-08-02 23:00", learning_id="L9")]}, "plan_updated"),
        ({"observations": [make_observation("2026-08-02", person_id="P2", learning_id="L1")]}, "embedded"),
        ({"observations": [make_observation("2026-08-02", finding="partly_applied")]}, "plan_updated"),
        ({"observations": [make_observation("2026-08-02"), make_observation("2026-08-03",
                                                                           finding="not_applied")]},
         "practised"),
        ({"learning": [LEARNING | {"briefed_on": None}]}, "practised"),
        ({"care_plan_changes": changed("2026-08-01", confirmed_with="not_confirmed")}, "practised"),
        ({"feedback": [make_feedback("2026-08-01", person_id="P001", **CONCERN)]}, "embedded"),
        ({"feedback": [make_feedback("2026-08-02", person_id="P001", **CONCERN)]}, "practised"),
        ({"feedback": [make_feedback("2026-10-24", person_id="P001", **CONCERN)]}, "practised"),
        ({"feedback": [make_feedback("2026-10-25", person_id="P001", **CONCERN)]}, "embedded"),
        ({"feedback": [make_feedback("2026-08-02", **CONCERN) for _ in range(2)]}, "embedded"),
        ({"feedback": [make_feedback("2026-08-02", **CONCERN) for _ in range(3)]}, "practised"),
        ({"complaints": [COMPLAINT, make_complaint("2026-08-20", duplicate_of="K1")]}, "embedded"),
        ({"complaints": [COMPLAINT, make_complaint("2026-08-20", outcome="withdrawn")]}, "embedded"),
        ({"complaints": [COMPLAINT, make_complaint("2026-08-20")]}, "practised"),
        ({"complaints": [COMPLAINT | {"reopened_on": "2026-07-13"}]}, "practised"),
        ({"complaints": [COMPLAINT | {"reopened_on": "2026-07-12"}]}, "embedded"),
    ],
)  # fmt: skip
def test_verdict_of_an_item_whose_plan_was_changed(given: dict, verdict: str) -> None:
    assert the_item(**practice(**given)).verdict == verdict


def test_three_concerns_of_theme_other_are_not_one_concern() -> None:
    other = {"kind": "concern", "theme": "other"}
    learning = [LEARNING | {"theme": "other"}]

    voices = [make_feedback("2026-08-02", **other) for _ in range(3)]
    assert the_item(**practice(learning=learning, feedback=voices)).verdict == "embedded"
    own = [make_feedback("2026-08-02", person_id="P001", **other)]
    assert the_item(**practice(learning=learning, feedback=own)).verdict == "practised"


def test_who_confirmed_an_earlier_wording_has_not_confirmed_this_one() -> None:
    before = PLAN | {"confirmed_with": "person", "confirmed_on": "2026-01-02"}
    change = make_plan_change("2026-08-01 10:00")
    again = make_plan_change("2026-08-20", change_type="reviewed_no_change", confirmed_with="representative",
                             confirmed_on="2026-08-20")  # fmt: skip

    assert the_item(**practice(care_plan_changes=[before, change])).verdict == "practised"
    assert the_item(**practice(care_plan_changes=[before, change, again])).verdict == "embedded"


def test_items_of_the_last_12_months_are_those_started_from_the_first_of_november_before() -> None:
    for agreed_on, count in (("2025-11-01", 1), ("2025-10-31", 0)):
        audit = plain(tables(learning=[LEARNING | {"agreed_on": agreed_on}, LEARNING | {"relevant": "no"}]))
        assert len(audit.items) == count


def test_verdicts_without_a_plan_change() -> None:
    silent = COMPLAINT | {"closed_on": None, "response_sent_on": None}

    assert the_item().verdict == "closed_only"
    assert the_item(complaints=[silent]).verdict == "overdue"
    assert the_item(learning=[LEARNING | {"agreed_on": "2026-09-06"}]).verdict == "not_yet_due"
    assert the_item(people=[make_stay(moved_out="2026-08-01")]).verdict == "no_longer_applicable"


# Checks


def outcome_of(code: str, **given: object) -> str:
    return checks.outcomes(plain(tables(**given)))[code]


def test_two_complaints_of_one_person_and_theme_in_six_months_are_repeated() -> None:
    first = make_complaint("2026-05-01")

    assert outcome_of("repeated-complaints", complaints=[first, COMPLAINT]) == "action"
    assert outcome_of("repeated-complaints", complaints=[first | {"received_on": "2026-04-30"},
                                                         COMPLAINT]) == "clear"  # fmt: skip
    assert outcome_of("repeated-complaints", complaints=[first | {"outcome": "withdrawn"},
                                                         COMPLAINT]) == "clear"  # fmt: skip


def test_a_theme_that_came_before_must_come_more_often_than_chance_explains() -> None:
    now = [make_complaint("2026-09-01", person_id=f"P{n}") for n in range(3)]
    before = [make_complaint("2026-03-01", person_id=f"Q{n}") for n in range(2)]

    assert outcome_of("repeated-complaints", complaints=now) == "action"
    assert outcome_of("repeated-complaints", complaints=now + before) == "clear"


def test_a_fifth_of_five_who_do_not_know_is_too_many() -> None:
    seen = [make_observation(f"2026-10-0{n}", learning_id="L1") for n in range(1, 6)]
    seen[0] |= {"finding": "not_applied", "knowledge": "does_not_know"}

    assert outcome_of("poor-staff-knowledge", observations=seen) == "action"
    assert outcome_of("poor-staff-knowledge", observations=seen[:4]) == "watch"
    assert outcome_of("poor-staff-knowledge", observations=seen[1:]) == "no_evidence"


def test_a_recurrence_counts_while_the_newest_is_of_the_last_three_months() -> None:
    voice = make_feedback("2026-08-02", person_id="P001", **CONCERN)

    assert outcome_of("same-concern-continues", **practice(feedback=[voice])) == "action"
    earlier = changed("2026-07-20 10:00")
    july = [make_feedback("2026-07-31", person_id="P001", **CONCERN)]
    assert outcome_of("same-concern-continues", care_plan_changes=earlier, feedback=july) == "clear"


def test_closed_in_the_month_past_the_due_day_or_before_it() -> None:
    closed = [COMPLAINT | {"closed_on": "2026-10-01"}]
    early = [LEARNING | {"agreed_on": "2026-10-01"}]

    assert outcome_of("closed-on-response-only", complaints=closed) == "action"
    assert outcome_of("closed-on-response-only", complaints=closed, learning=early) == "watch"
    assert outcome_of("closed-on-response-only") == "clear"


def test_family_concerns_28_days_apart_are_repeated_and_29_are_not() -> None:
    def voices(first: str) -> list[dict]:
        return [make_feedback(day, kind="concern", person_id="P001") for day in (first, "2026-10-29")]

    assert outcome_of("repeated-family-concerns", feedback=voices("2026-10-01")) == "watch"
    assert outcome_of("repeated-family-concerns", feedback=voices("2026-09-30")) == "clear"


def test_a_preference_more_than_28_days_old_and_not_in_the_plan_is_missing() -> None:
    def said(day: str) -> list[dict]:
        return [make_feedback(day, kind="preference", person_id="P001", plan_section="personal care")]

    assert outcome_of("known-preference-missing", feedback=said("2026-10-02")) == "watch"
    assert outcome_of("known-preference-missing", feedback=said("2026-10-03")) == "clear"
    kept = changed("2026-10-02 08:00")
    assert outcome_of("known-preference-missing", feedback=said("2026-10-02"),
                      care_plan_changes=kept) == "clear"  # fmt: skip


@pytest.mark.parametrize(
    ("code", "last", "too_late"),
    [
        ("guidance-not-confirmed", "2026-10-17", "2026-10-18"),
        ("staff-not-briefed", "2026-10-17", "2026-10-18"),
        ("not-observed", "2026-10-03", "2026-10-04"),
    ],
)
def test_what_must_follow_a_change_may_take_some_days(code: str, last: str, too_late: str) -> None:
    other = make_learning("K1", "2026-09-20", person_id=None, plan_section=None, briefed_on="2026-09-20")
    learning = [LEARNING | {"briefed_on": None}, other]
    confirmed = make_plan_change("2026-02-01", person_id="P9", confirmed_with="person")

    for day, expected in ((last, "watch"), (too_late, "clear")):
        changes = [*changed(day), confirmed]
        assert outcome_of(code, learning=learning, care_plan_changes=changes) == expected
    moved = [make_stay(moved_out="2026-10-20")]
    changes = [*changed(last), confirmed]
    assert outcome_of(code, learning=learning, care_plan_changes=changes, people=moved) == "clear"


def test_half_of_four_upheld_complaints_without_relevant_learning_are_too_many() -> None:
    complaints = [COMPLAINT | {"complaint_id": f"K{n}"} for n in range(4)]
    learning = [make_learning("K0", "2026-07-20"), make_learning("K1", "2026-07-20"),
                make_learning("K2", "2026-07-20", relevant="no")]  # fmt: skip

    assert outcome_of("learning-not-drawn", complaints=complaints, learning=learning) == "action"
    assert outcome_of("learning-not-drawn", complaints=complaints[1:], learning=learning) == "watch"
    for answered, expected in (("2026-10-03", "action"), ("2026-10-04", "no_evidence"),
                               ("2026-05-01", "action"), ("2026-04-30", "no_evidence")):  # fmt: skip
        dated = [row | {"response_sent_on": answered} for row in complaints]
        assert outcome_of("learning-not-drawn", complaints=dated, learning=learning) == expected


def test_five_concerns_and_not_one_complaint_put_recording_in_doubt() -> None:
    concerns = [make_feedback("2026-05-01", kind="concern") for _ in range(5)]
    old = [COMPLAINT | {"received_on": "2026-04-30"}]

    assert outcome_of("no-complaints-recorded", feedback=concerns, complaints=old) == "action"
    assert outcome_of("no-complaints-recorded", feedback=concerns, complaints=[]) == "action"
    assert outcome_of("no-complaints-recorded", feedback=concerns[1:], complaints=old) == "clear"
    assert outcome_of("no-complaints-recorded", feedback=concerns) == "clear"


def test_nothing_kept_is_never_clear() -> None:
    audit = plain({})

    assert set(checks.outcomes(audit).values()) == {"no_evidence"}
    assert all(value is None for value, *_ in audit.measures().values())


def test_rows_after_as_of_are_not_used() -> None:
    later = tables(
        care_plan_changes=changed("2026-11-01 00:00"), complaints=[COMPLAINT | {"closed_on": "2026-11-01"}]
    )

    assert plain(later).all_items[0].change is None
    assert not any(row["closed_on"] for row in plain(later).groups[0].rows)
