"""Do the lists of plans, confirmations, observations and preferences put what is missing first?"""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.report.complaints.factory import (
    day,
    make_audit,
    make_gone,
    make_item,
    make_overdue,
    make_preferences,
    make_sources,
    make_waiting,
)
from tests.unit.report.parsing import tags_of, text_of
from toolkit.report.complaints.care_planning import (
    show_care_planning_audit,
    show_confirmations,
    show_observations,
    show_preferences,
)

NASTY = "<script>alert(1)</script><img src=x onerror=alert(1)>"
NO_PLAN_CHANGED = (
    "No plan has been changed after learning in 12 months, so there is nothing to confirm or observe yet."
)


def test_missing_updates_stand_before_plans_that_include_it_and_those_not_yet_due() -> None:
    audit = make_audit(
        make_overdue(), make_overdue("LE-7", days_over=90.0, person_id="P0007", verdict="overdue"),
        make_waiting(), make_gone(), make_item(), make_item("LE-6", in_time=False, how="matched", days=70.0),
    )  # fmt: skip

    piece = show_care_planning_audit(audit)

    assert piece.text == (
        "Of 6 changes called for, 2 are in the plan, 1 of them late. 2 are missing past the due day. 1 is "
        "not in the plan yet and not yet due. 1 no longer applies: the person left first."
    )
    said = text_of(piece.html)
    assert (
        "P0007, night care LE-7 26 Aug 2026 90 Not answered CO-1 "
        "P0001, night care LE-2 26 Aug 2026 66 Answered or closed CO-1"
    ) in said
    assert "P0001, night care LE-1 20 Jul 2026 CH-1 19 Yes The change names the learning" in said
    assert "70 Late By person, section and day" in said
    places = [
        said.index(caption) for caption in ("Updates missing", "Plans that include it", "not yet due, soon")
    ]
    assert places == sorted(places)


def test_plans_that_all_include_it_in_time_say_so() -> None:
    assert show_care_planning_audit(make_audit(make_item())).text == (
        "Of 1 change called for, 1 is in the plan, all in time. None is missing past its due day."
    )


def test_a_change_made_at_another_service_names_it() -> None:
    audit = make_audit(make_item(changed_at_service="elm-grange"))

    assert "The change names the learning at elm-grange" in text_of(show_care_planning_audit(audit).html)


@pytest.mark.parametrize("show", [show_care_planning_audit, show_confirmations, show_observations])
def test_without_a_change_log_no_plan_is_called_missing_or_included(show: Any) -> None:
    piece = show(make_audit(make_overdue(), make_item(), sources=make_sources("care_plan_changes")))

    assert piece.text.endswith(
        "This cannot be said: there are no usable records of “Care plan changes” in the last 12 months. What "
        "happened is unknown, not good."
    )
    assert "<table" not in piece.html


def test_without_learning_there_is_no_plan_to_look_into() -> None:
    assert show_care_planning_audit(make_audit()).text == (
        "No learning called for a change to a care plan in 12 months, so there is no plan to look into."
    )


def test_plans_not_confirmed_come_first_and_unknown_is_not_confirmed_nor_refused() -> None:
    audit = make_audit(
        make_item(),
        make_item("LE-5", confirmed=None, confirmed_with=None, confirmed_on=None),
        make_item("LE-6", confirmed=False, confirmed_with=None, confirmed_on=None, briefed_on=None),
    )

    piece = show_confirmations(audit)

    assert piece.text == (
        "3 plans were changed after learning. 1 of 2 is confirmed with the person or a representative. For 1 "
        "this is not known. Staff were briefed on 2 of 3."
    )
    said = text_of(piece.html)
    assert (
        "LE-6 20 Jul 2026 Not confirmed – Not briefed P0001, night care LE-5 20 Jul 2026 Not known –" in said
    )
    assert "LE-1 20 Jul 2026 Person 22 Jul 2026 21 Jul 2026" in said


def test_a_change_too_new_to_be_asked_about_waits_and_has_not_failed() -> None:
    new = make_item(
        reflected_on=day("2026-10-25"), confirmed=False, confirmed_with=None, confirmed_on=None,
        observations=0, latest_finding=None, latest_observed_on=None,
    )  # fmt: skip

    html = show_confirmations(make_audit(new)).html + show_observations(make_audit(new)).html

    assert "Not confirmed yet" in text_of(html)
    assert "Not observed yet" in text_of(html)
    assert "sign missing" not in html


def test_somebody_who_has_left_is_not_asked_for_confirmation() -> None:
    gone = make_item(confirmed=False, confirmed_with=None, confirmed_on=None, left_on=day("2026-09-01"))

    html = show_confirmations(make_audit(gone)).html

    assert "Has left" in text_of(html)
    assert "sign missing" not in html


def test_briefings_that_are_never_recorded_are_unknown() -> None:
    piece = show_confirmations(make_audit(make_item(briefed_on=None)))

    assert piece.text.endswith(
        "Whether staff were briefed is not known: the tracker holds no briefing at all."
    )
    assert "Not briefed" not in text_of(piece.html)


def test_observations_say_what_was_found_last_and_whether_the_concern_came_back() -> None:
    audit = make_audit(
        make_item(),
        make_item("LE-5", latest_finding="not_applied", observations=3),
        make_item("LE-6", observations=0, latest_finding=None, latest_observed_on=None,
                  recurred_on=day("2026-09-09"), recurred_by="feedback"),
    )  # fmt: skip

    piece = show_observations(audit)

    assert piece.text == (
        "Practice was observed for 2 of 3 plans changed after learning. The latest observation found the "
        "guidance applied in 1 and not applied in 1. For 1 the same concern came back after the change."
    )
    said = text_of(piece.html)
    assert "LE-5 20 Jul 2026 3 Not applied 10 Aug 2026 Not so far" in said
    assert "LE-6 20 Jul 2026 0 Not observed – 9 Sep 2026 in feedback" in said
    assert said.index("LE-5") < said.index("LE-6") < said.index("LE-1 ")


def test_without_observations_nobody_knows_whether_it_is_practised() -> None:
    piece = show_observations(make_audit(make_item(), sources=make_sources("observations")))

    assert piece.text == (
        "Is the new guidance seen in practice? This cannot be said: there are no usable records of "
        "“Observations of practice” in the last 12 months. What happened is unknown, not good."
    )


def test_where_a_return_could_not_be_seen_it_is_not_known() -> None:
    piece = show_observations(make_audit(make_item(), sources=make_sources("feedback")))

    assert "10 Aug 2026 not known" in text_of(piece.html)
    assert "Not so far" not in text_of(piece.html)


@pytest.mark.parametrize("show", [show_confirmations, show_observations])
def test_without_a_changed_plan_there_is_nothing_to_confirm_or_observe(show: Any) -> None:
    assert show(make_audit(make_overdue())).text == NO_PLAN_CHANGED


def test_preferences_no_plan_knows_are_listed_with_their_days() -> None:
    piece = show_preferences(
        make_audit(preferences=make_preferences({}, {"feedback_id": "FE-2", "days": 40}))
    )

    assert piece.text == "2 preferences told to the service are in no plan, the oldest for 152 days."
    assert "P0001, meals FE-1 1 Jun 2026 152" in text_of(piece.html)


def test_no_preference_missing_is_said_only_where_it_could_be_seen() -> None:
    assert show_preferences(make_audit()).text.startswith("No preference told in 12 months is missing")
    assert "cannot be said" in show_preferences(make_audit(sources=make_sources("feedback"))).text


def test_long_lists_fold_after_ten_and_end_at_fifty() -> None:
    audit = make_audit(*(make_overdue(f"LE-{n}") for n in range(53)))

    said = text_of(show_care_planning_audit(audit).html)

    assert "The other 43 missing updates" in said
    assert "and 3 more missing updates, not listed here" in said


def test_words_from_records_stay_text() -> None:
    nasty = {"person_id": NASTY, "plan_section": NASTY, "change_id": NASTY, "changed_at_service": NASTY,
             "complaint_ids": NASTY, "confirmed_with": NASTY, "how": NASTY}  # fmt: skip
    audit = make_audit(
        make_item(NASTY, **nasty), make_overdue(NASTY, person_id=NASTY, complaint_ids=NASTY),
        preferences=make_preferences({"person_id": NASTY, "plan_section": NASTY, "feedback_id": NASTY}),
    )  # fmt: skip

    shown = (show_care_planning_audit, show_confirmations, show_observations, show_preferences)
    html = "".join(show(audit).html for show in shown)

    assert tags_of(html, "script") == tags_of(html, "img") == []
    assert NASTY in text_of(html)
