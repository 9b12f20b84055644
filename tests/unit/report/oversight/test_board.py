"""Are gaps, risks and the steps of oversight told so that the board can settle them?"""

from __future__ import annotations

from dataclasses import replace

from tests.unit.report.oversight.factory import make_audit, make_checks, make_frame, make_sources, make_weak
from tests.unit.report.parsing import tags_of, text_of
from toolkit.audits.checks import Arm, Outcome
from toolkit.report.oversight.board import show_gaps, show_oversight_path, show_risks

GAP = "gap-unresolved-for-a-quarter"


def test_a_gap_of_a_quarter_goes_to_the_board_with_its_three_options() -> None:
    gaps = make_frame(
        "gaps", {}, {"what": "pack", "subject": "observation", "days_open": 20, "for_board": False}
    )

    piece = show_gaps(make_audit(gaps=gaps, risks=make_frame("risks", {})))

    said = text_of(piece.html)
    assert "2 gaps in evidence are open; 1 has been open for a quarter or more and goes to the board." in said
    assert (
        "Risk RK-1, Care at night is missed: what is said of it rests on no current frontline evidence"
        in said
    )
    assert "131 The board" in said
    assert "20 The next oversight meeting" in said
    options = ("Additional support", "External audit", "Leadership escalation")
    assert [said.count(option) for option in options] == [
        1,
        1,
        1,
    ]
    assert "Since 22 June 2026, when the first of them opened, none of the three has been decided." in said


def test_what_of_the_three_was_decided_since_is_named() -> None:
    decided = make_frame("decisions", {"kind": "external_audit", "decided_on": "2026-08-27"})

    said = show_gaps(make_audit(gaps=make_frame("gaps", {}), decisions=decided)).text

    assert "Since 22 June 2026 leaders decided, about this or another matter: external audit (DE-1," in said


def test_young_gaps_bring_no_options_and_none_is_said() -> None:
    young = show_gaps(make_audit(gaps=make_frame("gaps", {"for_board": False, "days_open": 12})))

    assert "none has been open for a quarter." in young.text
    assert "External audit" not in text_of(young.html)
    assert show_gaps(make_audit()).text == "No gap in evidence is open."


def test_a_kind_of_gap_that_could_not_be_looked_for_is_said() -> None:
    check = next(one for one in make_checks() if one.code == GAP)
    arms = (Arm("pack", None, "No usable records of meetings."), Arm("closure", False, "None."))
    others = tuple(one for one in make_checks() if one.code != GAP)

    said = show_gaps(make_audit(checks=(*others, replace(check, arms=arms)))).text

    assert said.endswith("Not all kinds of gap could be looked for: No usable records of meetings.")


def test_gaps_that_could_not_be_looked_for_at_all_are_unknown() -> None:
    audit = make_audit(
        checks=make_checks(gap_unresolved_for_a_quarter=Outcome.NO_EVIDENCE), sources=make_sources("evidence")
    )

    assert "unknown, not good" in show_gaps(audit).text


def test_a_repeated_risk_without_a_decision_comes_first() -> None:
    risks = make_frame("risks", {"risk_id": "RK-2", "repeated": False, "direction": "steady"}, {})

    piece = show_risks(make_audit(risks=risks, decisions=make_frame("decisions", {"risk_id": "RK-2"})))

    said = text_of(piece.html)
    assert piece.text == (
        "2 risks are open; 1 was spoken of in each of the last three months; about 1 nothing was decided "
        "in these months, and 1 of these did not get better."
    )
    assert said.index("RK-1,") < said.index("RK-2,")
    assert "High 3 Got worse Care missed None" in said


def test_where_no_decision_names_a_risk_it_is_not_said_that_nothing_was_decided() -> None:
    audit = make_audit(risks=make_frame("risks", {}), decisions=make_frame("decisions", {"risk_id": None}))

    piece = show_risks(audit)

    assert "is not known: no decision names a risk" in piece.text
    assert "None" not in text_of(piece.html)


def test_no_open_risk_and_no_register_are_told_apart() -> None:
    assert show_risks(make_audit()).text == "No risk is open on the register."
    assert "unknown, not good" in show_risks(make_audit(sources=make_sources("risks"))).text
    untold = make_audit(risks=make_frame("risks", {}), sources=make_sources("statements"))
    assert "How often they were spoken of is not known" in show_risks(untold).text


def test_the_path_gives_each_step_its_number_its_keeper_and_its_answer() -> None:
    audit = make_audit(
        checks=make_checks(few_challenges=Outcome.WATCH, gap_unresolved_for_a_quarter=Outcome.ACTION),
        pack=make_frame("pack", {}, {"kind": "incident", "current": False}),
        statements=make_frame("statements", make_weak(), make_weak("ST-8", challenged=True)),
        challenges=make_frame("challenges", {}, {"state": "overdue"}),
        decisions=make_frame("decisions", {}, {"action_ids": None}),
        gaps=make_frame("gaps", {}),
    )

    piece = show_oversight_path(audit)

    said = text_of(piece.html)
    assert (
        "Evidence pack before the meeting Nominated individual; governance calendar 1 of 2 required kinds"
        in said
    )
    assert "1 of 4 in the pack; not incident, staffing or feedback" in said
    assert "Weak statements challenged Provider representative; minutes 1 of 2 weak statements" in said
    assert "1 of 2 challenges of 12 months" in said
    assert "1 of 2 decisions of 12 months" in said
    assert "1 gap for the board" in said
    assert "1 gap in evidence is open; 1 has been open for a quarter or more and goes to the board." in said
    assert len(piece.text.splitlines()) == 6


def test_a_step_that_could_not_be_tested_has_no_number() -> None:
    audit = make_audit(
        checks=make_checks(few_challenges=Outcome.NO_EVIDENCE, decision_without_effect=Outcome.NO_EVIDENCE)
    )

    piece = show_oversight_path(audit)

    assert "Weak statements challenged: not known. No evidence" in piece.text
    assert "Decisions carried out by an action: not known. No evidence" in piece.text


def test_titles_of_risks_are_escaped() -> None:
    nasty = make_frame("risks", {"title": "<script>alert(1)</script>"})

    audit = make_audit(risks=nasty, gaps=make_frame("gaps", {}), decisions=make_frame("decisions", {}))

    assert tags_of(show_risks(audit).html, "script") == tags_of(show_gaps(audit).html, "script") == []
