"""Are challenges, closures and drifting actions told with what followed, and the unknown as unknown?"""

from __future__ import annotations

import pytest

from tests.unit.report.oversight.factory import make_audit, make_frame, make_measures, make_sources
from tests.unit.report.parsing import tags_of, text_of
from toolkit.audits.checks import Figure
from toolkit.report.oversight.follow_up import show_challenges, show_closures, show_drifting

NASTY = "<script>alert(1)</script>"


def test_challenges_stand_with_what_followed_and_those_not_answered_come_first() -> None:
    rows = make_frame(
        "challenges",
        {},
        {"challenge_id": "CH-2", "state": "not yet due", "answered_on": None},
        {"challenge_id": "CH-3", "state": "overdue", "answered_on": None, "statement_id": None},
        {"challenge_id": "CH-4", "state": "answered without evidence", "whole_provider": True},
    )

    piece = show_challenges(make_audit(challenges=rows))

    said = text_of(piece.html)
    assert piece.text == (
        "4 challenges were raised or answered in the last 12 months: 1 was answered with evidence, 1 was "
        "answered without evidence, 1 was not answered by its day and 1 is not yet due."
    )
    assert said.index("CH-3") < said.index("CH-4") < said.index("CH-2") < said.index("CH-1")
    assert "Who counted them? names no statement 20 Sep 2026 Not answered, past its day" in said
    assert "Answered with evidence 10 Sep 2026" in said


def test_no_challenge_on_record_is_not_taken_for_nothing_to_ask() -> None:
    empty = show_challenges(make_audit(sources=make_sources("challenges"))).text
    unsupplied = show_challenges(make_audit(sources=make_sources(unsupplied=["challenges"]))).text

    assert "Whether nobody asked, or nobody wrote it down, cannot be seen here." in empty
    assert "unknown, not good" in unsupplied


def test_a_weak_closure_is_shown_with_its_reasons_and_the_risk_it_was_to_control() -> None:
    weak = {"weak": True, "why": "no current frontline evidence; verified by its owner", "evidence_ids": ""}

    piece = show_closures(make_audit(closures=make_frame("closures", weak, {"action_id": "AC-2"})))

    said = text_of(piece.html)
    assert piece.text == (
        "2 actions were closed this month; 1 of 2 was closed without evidence that it worked, on a "
        "high-priority risk."
    )
    assert (
        "AC-1 risk RK-1, high priority 7 Oct 2026 Weak No current frontline evidence; verified by its owner "
        "None"
    ) in said
    assert "AC-2 risk RK-1, high priority 7 Oct 2026 Evidenced – EV-1" in said


def test_whether_closures_are_weak_is_not_known_without_evidence_on_record() -> None:
    unknown = make_measures(weak_closures=Figure("weak_closures", None, "share", n=0))

    piece = show_closures(make_audit(closures=make_frame("closures", {}), measures=unknown))

    assert "Whether they worked is not known" in piece.text
    assert "Evidenced" not in text_of(piece.html)


def test_no_closure_and_no_actions_are_told_apart() -> None:
    assert show_closures(make_audit()).text.startswith("No action was closed this month")
    assert "unknown, not good" in show_closures(make_audit(sources=make_sources("actions"))).text


def test_drifting_actions_are_held_to_the_day_first_set() -> None:
    rows = make_frame("drifting", {}, {"action_id": "AC-3", "days_over": 0, "extensions": None})

    piece = show_drifting(make_audit(drifting=rows))

    assert piece.text == (
        "1 of 31 open actions is past the day first set, the longest by 82 days. 1 more was moved three or "
        "more times."
    )
    assert "AC-2 risk RK-1 10 Aug 2026 12 Nov 2026 4 82" in text_of(piece.html)
    assert "not known 0" in text_of(piece.html)


def test_no_drifting_action_is_said_with_how_many_were_looked_at() -> None:
    assert show_drifting(make_audit()).text.endswith("31 open actions looked at.")
    assert "unknown, not good" in show_drifting(make_audit(sources=make_sources("actions"))).text


@pytest.mark.parametrize("rows", [55, 1])
def test_many_challenges_are_folded_and_hostile_text_is_escaped(rows: int) -> None:
    made = ({"challenge_id": f"CH-{n:03d}", "challenge": NASTY} for n in range(rows))

    html = show_challenges(make_audit(challenges=make_frame("challenges", *made))).html

    assert ("and 5 more challenges, not listed here" in text_of(html)) is (rows > 50)
    assert tags_of(html, "script") == []
    assert html.count("&lt;script&gt;") == min(rows, 50)
