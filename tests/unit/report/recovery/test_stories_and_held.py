"""Are sources set beside leaders, and is what should stay open sent to a forum with a question?"""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.report.parsing import text_of
from tests.unit.report.recovery.factory import (
    make_checks,
    make_held,
    make_leader,
    make_map,
    make_overlap,
    make_repeat,
    make_risk,
    make_sources,
    make_story,
)
from toolkit.report.recovery import (
    show_hold_open,
    show_messages,
    show_overlaps,
    show_repeats,
    show_sources_and_leaders,
)


def stories(*says: str, claims: tuple[str, ...] = (), **differs: Any) -> str:
    rows = [
        make_story(source=source, says=said) for source, said in zip(("shifts", "care"), says, strict=False)
    ]
    told = [make_leader(statement_id=f"ST-{n}", claims=one) for n, one in enumerate(claims)]
    return text_of(
        show_sources_and_leaders(make_map(risks=[make_risk()], stories=rows, leaders=told, **differs)).html
    )


@pytest.mark.parametrize(
    ("says", "claims", "together"),
    [
        (("better", "worse"), (), "Sources disagree"),
        (("worse", "worse"), ("improved",), "Leaders and sources disagree"),
        (("better",), ("embedded", "worse"), "Leaders disagree"),
        (("worse",), ("stable",), "A source got worse"),
        (("silent", "silent"), ("improved",), "No source can be heard"),
        ((), ("improved",), "No source named"),
        (("better",), ("improved",), "A source got better, none got worse Rota"),
        (
            ("better", "silent"),
            ("improved",),
            "A source got better, and none got worse, in what can be heard: 1 of 2 sources is silent Rota",
        ),
        (("steady", "silent"), (), "Nothing moved in what can be heard: 1 of 2 sources is silent Rota"),
        (("steady",), (), "Nothing moved Rota"),
    ],
)
def test_sources_and_leaders_are_read_together(
    says: tuple[str, ...], claims: tuple[str, ...], together: str
) -> None:
    said = stories(*says, claims=claims)

    assert f"High priority R-1 {together}" in said


def test_a_source_is_told_with_its_sign_its_figure_and_the_day_of_its_newest_record() -> None:
    said = stories("worse", claims=("improved",))

    assert (
        "Rota and attendance Got worse Hours attended were 98% (over 90 shifts). Current: newest of "
        "30 Oct 2026. Said to have improved Supported ST-0, 20 Oct 2026, registered manager"
    ) in said


def test_a_source_without_records_is_silent_and_one_without_a_figure_says_so() -> None:
    rows = [make_story(says="silent", age="silent", newest_on=None, figure=""),
            make_story(source="staffing_needs", figure="")]  # fmt: skip

    said = text_of(show_sources_and_leaders(make_map(risks=[make_risk()], stories=rows)).html)

    assert "Rota and attendance Silent No record in the last 12 months." in said
    assert (
        "Staff needed on each shift Steady It has no figure of its own. Current: in force, newest of" in said
    )


def test_leaders_nobody_recorded_are_not_known_and_leaders_who_kept_silent_are_named() -> None:
    quiet = stories("steady")
    unknown = stories("steady", sources=make_sources(empty=["statements"]))

    assert "Nobody spoke of it this month." in quiet
    assert "Nobody spoke of it" not in unknown
    assert "What leaders say is not known" in unknown


def test_silent_sources_are_counted_as_unknown() -> None:
    rows = [make_story(says="silent")]

    piece = show_sources_and_leaders(make_map(risks=[make_risk()], stories=rows))

    assert piece.text == (
        "Of 1 open risk, none is told in two stories. 1 risk has no source that can be heard: that is "
        "unknown, not good."
    )


def test_different_messages_stand_side_by_side_with_who_gave_them() -> None:
    told = [make_leader(), make_leader(statement_id="ST-2", claims="worse", made_by="deputy manager"),
            make_leader(statement_id="ST-3", claims="stable")]  # fmt: skip
    message = {"risk_id": "R-1", "statement_ids": "ST-1; ST-2", "claims": "improved; worse"}

    said = text_of(show_messages(make_map(risks=[make_risk()], leaders=told, messages=[message])).html)

    assert said.endswith(
        "Said to have improved Supported ST-1, 20 Oct 2026, registered manager Said to be worse Supported "
        "ST-2, 20 Oct 2026, deputy manager"
    )


def test_two_owners_of_one_thing_are_named_beside_each_other() -> None:
    rows = [
        make_overlap(),
        make_overlap(kind="risks", first="R-1", second="R-2", about="missed_care", ratio=None),
    ]

    piece = show_overlaps(make_map(overlaps=rows))

    assert piece.text == "2 pairs have two owners. Agree one owner for each."
    assert text_of(piece.html).endswith(
        "Two open actions on risk R-1 A-1 deputy manager A-2 quality lead 91% "
        "Two open risks theme missed care R-1 deputy manager R-2 quality lead –"
    )


def test_what_is_held_open_says_why_and_which_forum_asks_for_what() -> None:
    rows = [
        make_held(kind="risk", id="R-1"),
        make_held(),
        make_held(kind="claimed", id="ST-9", forum="board"),
        make_held(id="A-8", risk_id=None),
    ]

    piece = show_hold_open(make_map(risks=[make_risk()], hold_open=rows))
    said = text_of(piece.html)

    assert piece.text == (
        "1 risk that was closed, 2 actions that were closed and 1 risk called embedded should be held open."
    )
    assert (
        "Action A-7, closed 12 Oct 2026 risk R-1 Closed without frontline evidence. Provider oversight "
        "Frontline evidence."
    ) in said
    assert "Statement ST-9, called embedded 12 Oct 2026" in said
    assert "No risk named Action A-8, closed" in said


def test_a_risk_that_came_back_stands_beside_the_one_closed_before() -> None:
    piece = show_repeats(make_map(risks=[make_risk()], repeats=[make_repeat()]))

    assert piece.text == (
        "1 risk was opened after another on the same theme was closed. What did the earlier closure rest on?"
    )
    assert text_of(piece.html).endswith("opened 4 Apr 2026 R-1 Missed care R-0 closed 4 Jan 2026 90")


@pytest.mark.parametrize(
    ("show", "code", "arm"),
    [
        (show_hold_open, "closed-while-disconnected", "actions"),
        (show_overlaps, "overlapping-actions", "risks"),
        (show_messages, "conflicting-story", "statements"),
        (show_repeats, "repeat-failure", "risks"),
    ],
)
def test_nothing_found_says_what_could_not_be_looked_at(show: Any, code: str, arm: str) -> None:
    unknown = show(make_map(checks=make_checks({code: {arm: "No row fills “owner”."}})))
    tested = show(make_map())

    assert unknown.text.endswith("But not everything could be looked at: No row fills “owner”.")
    assert "looked at" not in tested.text
