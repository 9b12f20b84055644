"""Does the tracker say what must change, in whose plan and by when, and what nobody can know?"""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.report.complaints.factory import (
    make_audit,
    make_checks,
    make_closed,
    make_cohort,
    make_gone,
    make_item,
    make_measures,
    make_overdue,
    make_sources,
    make_waiting,
)
from tests.unit.report.parsing import tags_of, text_of
from toolkit.audits.checks import Figure
from toolkit.report.complaints.tracker import (
    show_closed_complaints,
    show_eight_weeks,
    show_learning_path,
    show_learning_tracker,
)

NASTY = "<script>alert(1)</script><img src=x onerror=alert(1)>"
MEASURED = make_measures(
    learning_in_eight_weeks=Figure("learning_in_eight_weeks", 0.75, "share", 12, 0.468, 0.911),
)


def rows_of(html: str) -> int:
    return html.count('scope="row"')


def test_the_tracker_says_what_is_missing_what_waits_and_what_has_no_owner() -> None:
    audit = make_audit(make_overdue(has_owner=False), make_waiting(person_id="P0002"), make_item())

    piece = show_learning_tracker(audit)

    assert piece.text == (
        "In 12 months, 3 changes to the care plans of 2 people were called for. 1 is missing past the due "
        "day, and 1 is not yet due, the next on 26 November 2026. 1 has no owner."
    )
    said = text_of(piece.html)
    assert (
        "P0001, night care LE-2 Missing 66 days over Due 26 Aug 2026 learning agreed 1 Jul "
        "Two checks a night, at 1 and at 5. Missed care No owner"
    ) in said
    assert "P0002, night care LE-3 Not yet due Due 26 Nov 2026 learning agreed 1 Oct" in said
    assert "P0001, night care LE-1 In the plan Due 26 Aug 2026" in said


def test_one_item_is_told_in_the_singular() -> None:
    assert show_learning_tracker(make_audit(make_item())).text == (
        "In 12 months, 1 change to the care plans of 1 person was called for. None is missing past the due "
        "day. Each has an owner."
    )


def test_not_yet_due_has_a_sign_of_its_own_and_never_that_of_failure() -> None:
    def signs(item: dict[str, Any]) -> list[str]:
        html = show_learning_tracker(make_audit(item)).html
        return [str(given["class"]) for _, given in tags_of(html, "span") if "sign" in str(given["class"])]

    assert signs(make_waiting()) == ["sign waiting"]
    assert signs(make_overdue()) == ["sign missing"]
    assert signs(make_item(in_time=False)) == ["sign late"]
    assert signs(make_item()) == ["sign done"]
    assert signs(make_gone()) == ["sign gone"]


def test_an_item_due_on_the_last_day_and_not_in_the_plan_is_missing() -> None:
    audit = make_audit(make_overdue(days_over=0.0))

    assert "Missing on its due day" in text_of(show_learning_tracker(audit).html)


def test_the_tracker_names_every_theme_that_the_learning_is_about() -> None:
    audit = make_audit(make_item(theme="missed_care", themes="missed_care; dignity"))

    assert "Missed care and dignity" in text_of(show_learning_tracker(audit).html)


def test_without_a_change_log_the_tracker_calls_nothing_missing() -> None:
    audit = make_audit(make_overdue(), sources=make_sources("care_plan_changes"))

    piece = show_learning_tracker(audit)

    assert piece.text == (
        "In 12 months, 1 change to the care plans of 1 person was called for. Whether the plans were changed "
        "is not known: there are no usable records of “Care plan changes”. Each has an owner."
    )
    assert "Missing" not in text_of(piece.html)
    assert "Not known" in text_of(piece.html)


def test_a_tracker_that_names_no_owner_at_all_tells_nothing_of_owners() -> None:
    piece = show_learning_tracker(make_audit(make_item(has_owner=False), make_waiting(has_owner=False)))

    assert piece.text.endswith("Who sees to them is not known: the tracker names no owner.")
    assert "No owner" not in text_of(piece.html)


def test_items_that_cannot_be_traced_are_counted() -> None:
    one, none = (
        make_audit(*items, measures=make_measures(learning_cannot_be_traced=Figure("x", n, "items")))
        for items, n in (((make_item(),), 2), ((), 1))
    )

    assert show_learning_tracker(one).text.endswith(
        " 2 more items name no person or no section of a plan: nobody can say where to look."
    )
    assert "1 item names no person or no section" in text_of(show_learning_tracker(none).html)


def test_ten_items_stand_open_and_the_others_are_folded_up_to_fifty() -> None:
    audit = make_audit(*(make_item(f"LE-{n}") for n in range(55)))

    html = show_learning_tracker(audit).html

    opened, folded = html.split("<details>")
    assert (rows_of(opened), rows_of(folded)) == (10, 40)
    assert "and 5 more items, not listed here" in text_of(html)


def test_text_from_the_tracker_stays_text_and_long_text_is_cut_at_a_word() -> None:
    audit = make_audit(
        make_item(NASTY, person_id=NASTY, plan_section=NASTY, theme=NASTY, required_update=NASTY),
        make_item("LE-2", required_update="Offer a drink. " * 200),
        make_item("LE-3", required_update=None),
    )

    html = show_learning_tracker(audit).html

    assert tags_of(html, "script") == tags_of(html, "img") == []
    assert NASTY in text_of(html)
    assert "Offer a drink. …" in text_of(html)
    assert text_of(html).count("Offer a drink") < 25
    assert "Not said in the tracker" in text_of(html)


@pytest.mark.parametrize(
    ("show", "says"),
    [
        (show_learning_tracker, "What must change, in whose plan, and by when? This cannot be said: there "
         "are no usable records of “Learning tracker” in the last 12 months. What happened is unknown, not "
         "good."),
        (show_eight_weeks, "Was the learning in the care plan within eight weeks? This cannot be said: there "
         "are no usable records of “Learning tracker” in the last 12 months. What happened is unknown, not "
         "good."),
    ],
)  # fmt: skip
def test_without_a_tracker_nothing_can_be_said(show: Any, says: str) -> None:
    piece = show(make_audit(sources=make_sources("learning")))

    assert piece.text == says
    assert "No evidence" in text_of(piece.html)


def test_what_the_measure_counts_is_told_with_everything_left_out_and_the_clock_used() -> None:
    audit = make_audit(
        make_item(), make_item("LE-5", start_from="response_sent_on"), make_waiting(),
        measures=MEASURED,
        cohort=make_cohort(in_time=9, late=1, overdue=2, not_yet_due=4, cannot_be_traced=1),
    )  # fmt: skip

    piece = show_eight_weeks(audit)

    assert piece.text == (
        "12 items of learning fell due in the six months to 31 October 2026: 9 in time, 1 late and "
        "2 overdue. The clock began when the learning was agreed for 2 items and when the response was sent "
        "for 1 item."
    )
    said = text_of(piece.html)
    assert "Not yet due 4 Its eight weeks are not over. Not counted" in said
    assert "Overdue 2 Past its due day and not in the plan. Counted as not reached." in said
    assert "No longer applicable 0" in said


def test_learning_that_names_nobody_gives_no_share_and_is_counted() -> None:
    lost = make_measures(learning_cannot_be_traced=Figure("learning_cannot_be_traced", 3, "items"))

    piece = show_eight_weeks(make_audit(measures=lost, cohort=make_cohort().iloc[:0]))

    assert piece.text == (
        "No learning names both the person and the section of the plan. 3 items name no person or no "
        "section of a plan: nobody can say where to look."
    )
    assert "No evidence" in text_of(piece.html)


def test_nothing_due_is_no_share_and_not_all_of_it() -> None:
    assert show_eight_weeks(make_audit(make_waiting(), cohort=make_cohort(not_yet_due=1))).text.startswith(
        "No item of learning fell due in the six months to 31 October 2026, so there is no share to give: "
        "that is not 100%."
    )


def test_the_steps_give_how_many_came_how_far_with_the_answer_of_a_check() -> None:
    audit = make_audit(
        make_item(), make_item("LE-5", confirmed=False, latest_finding="not_applied", verdict="plan_updated"),
        make_overdue(), measures=MEASURED,
        checks=make_checks(learning_not_drawn=Figure("without", 0.2, "share", 10)),
    )  # fmt: skip

    piece = show_learning_path(audit)

    assert [line.split(". Needs")[0] for line in piece.text.splitlines()] == [
        "Learning drawn: From 8 of 10 complaints upheld and answered",
        "In the care plan: 75% of 12 items due in six months",
        "Confirmed with the person: 1 of 2 items in a plan",
        "Staff briefed: 2 of 2 items in a plan",
        "Seen in practice: 1 of 2 items in a plan",
        "Embedded: 1 of 3 items",
    ]
    assert "Of not-observed." in text_of(piece.html)
    assert "Deputy manager; care planning audit file" in text_of(piece.html)


def test_a_step_no_record_could_tell_of_reads_not_known() -> None:
    unconfirmed = make_item(confirmed=None, confirmed_with=None, confirmed_on=None, briefed_on=None)

    lines = show_learning_path(
        make_audit(unconfirmed, sources=make_sources("observations"))
    ).text.splitlines()
    without_log = show_learning_path(make_audit(make_item(), sources=make_sources("care_plan_changes"))).text

    assert [line.split(".")[0] for line in lines[:5]] == [
        "Learning drawn: Not known",
        "In the care plan: Not known",
        "Confirmed with the person: Not known",
        "Staff briefed: Not known",
        "Seen in practice: Not known",
    ]
    assert "Embedded: Not known" in without_log


def test_complaints_closed_early_are_told_apart_from_those_past_the_day() -> None:
    early = make_closed(
        {}, {"complaint_id": "CO-2", "past_due": 1}, {"complaint_id": "CO-3", "not_reflected": 0}
    )

    piece = show_closed_complaints(make_audit(closed=early))

    assert piece.text == (
        "3 complaints, upheld or partly upheld, were closed this month. 2 were closed while a plan still had "
        "to be changed, 1 of them past the day."
    )
    assert "CO-2 12 Oct 2026 Upheld 2 1 1" in text_of(piece.html)


@pytest.mark.parametrize(
    ("differs", "says"),
    [
        ({"closed": make_closed({"not_reflected": 0})},
         "1 complaint, upheld or partly upheld, was closed this month. No plan was left waiting by it."),
        ({"closed": make_closed({})},
         "1 complaint, upheld or partly upheld, was closed this month. 1 was closed while a plan still had "
         "to be changed, none of them past the day."),
        ({"closed": make_closed({}), "sources": make_sources("care_plan_changes")},
         "1 complaint, upheld or partly upheld, was closed this month. Whether a plan was changed first is "
         "not known."),
        ({}, "No complaint that was upheld, wholly or partly, was closed this month."),
        ({"sources": make_sources("complaints")},
         "Which complaints were closed this month, and was the plan changed? This cannot be said: there are "
         "no usable records of “Complaints” in the last 12 months. What happened is unknown, not good."),
    ],
)  # fmt: skip
def test_closed_complaints_are_told_as_far_as_the_records_go(differs: dict[str, Any], says: str) -> None:
    assert show_closed_complaints(make_audit(**differs)).text == says
