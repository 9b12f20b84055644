"""Do decision, action and effect stand on one line, and is nothing said to follow that nobody knows?"""

from __future__ import annotations

from tests.unit.report.oversight.factory import day, make_audit, make_frame, make_sources
from tests.unit.report.parsing import tags_of, text_of
from toolkit.report.oversight.timeline_pictures import draw_decisions, draw_risks_over_time

OPENED = {"kind": "action opened", "id": "AC-1", "day": day("2026-06-16")}
CLOSED = {"kind": "action closed", "id": "AC-1", "day": day("2026-08-01")}


def test_a_decision_stands_with_its_action_its_review_and_both_figures() -> None:
    audit = make_audit(decisions=make_frame("decisions", {}), timeline=make_frame("timeline", OPENED, CLOSED))

    piece = draw_decisions(audit)

    said = text_of(piece.html)
    assert piece.text == (
        "What did leaders decide, and did anything change? 1 decision was made, or due for review, in the "
        "last 12 months. An action carries out 1 of 1. The effect of 1 could be tested: the figure got "
        "better after 1 and not after 0."
    )
    assert (
        "Recruit two night workers. DE-1, 14 Jun 2026, oversight; recruitment AC-1 all done Got better"
        in said
    )
    assert "reviewed 12 Sep 2026; Care missed: 4% when decided, 2% at the review" in said
    assert all(name in said for name in ("action opened", "action closed", "its figure got better"))


def test_a_decision_without_an_action_and_one_without_effect_come_first_in_the_table() -> None:
    rows = make_frame(
        "decisions",
        {"decision": "Works."},
        {
            "decision_id": "DE-2",
            "decision": "Idle.",
            "action_ids": None,
            "without_action": True,
            "effect": "not tested",
            "indicator": None,
        },
        {"decision_id": "DE-3", "decision": "Flat.", "effect": "not better"},
        {"decision_id": "DE-4", "decision": "New.", "action_ids": None, "effect": "not yet due"},
    )

    piece = draw_decisions(make_audit(decisions=rows))

    said = text_of(piece.html)
    assert said.index("Idle.") < said.index("Flat.") < said.index("Works.")
    assert "No action Effect not known reviewed 12 Sep 2026; no figure named" in said
    assert "None yet under 30 days old Not yet due due 12 Sep 2026" in said
    assert "1 names no figure to judge by." in piece.text


def test_where_no_effect_could_be_tested_nobody_says_that_anything_changed() -> None:
    rows = make_frame("decisions", {"effect": "not tested", "before": None, "after": None})

    piece = draw_decisions(make_audit(decisions=rows, sources=make_sources("actions")))

    assert "The effect of none could be tested, so nobody can say that anything changed." in piece.text
    assert "Whether any was carried out is not known" in piece.text
    assert "not known when decided, not known at the review" in text_of(piece.html)


def test_no_decision_and_no_log_of_decisions_are_told_apart() -> None:
    assert draw_decisions(make_audit()).text == "No decision is on record in the last 12 months."
    unsupplied = draw_decisions(make_audit(sources=make_sources(unsupplied=["decisions"])))
    assert "unknown, not good" in unsupplied.text
    assert tags_of(unsupplied.html, "figure") == []


def test_the_newest_fifteen_decisions_are_drawn_and_the_rest_counted() -> None:
    rows = make_frame("decisions", *({"decision_id": f"DE-{n:03d}"} for n in range(60)))

    piece = draw_decisions(make_audit(decisions=rows))

    assert "The newest 15 are drawn; all of them stand in the table." in piece.text
    assert "and 10 more decisions, not listed here" in text_of(piece.html)


def test_a_line_for_each_risk_shows_what_was_said_and_done_and_what_its_figure_does() -> None:
    audit = make_audit(
        risks=make_frame("risks", {}),
        timeline=make_frame(
            "timeline",
            {},
            OPENED,
            {"kind": "decision", "risk_id": None},
            {"kind": "meeting", "risk_id": None},
        ),
        decisions=make_frame("decisions", {}),
    )

    piece = draw_risks_over_time(audit)

    said = text_of(piece.html)
    assert "1 risk is open. The figure of 1 got worse (RK-1)." in piece.text
    assert "1 was spoken of, and nothing was decided about it in 12 months." in piece.text
    assert "figure: got worse" in said
    assert "Care at night is missed RK-1 1 0 0 1 0 Got worse" in said
    assert "No open risk named 0 0 1 0 0 –" in said


def test_decisions_that_name_no_risk_are_not_held_against_one() -> None:
    audit = make_audit(
        risks=make_frame("risks", {}),
        timeline=make_frame("timeline", {}),
        decisions=make_frame("decisions", {"risk_id": None}),
    )

    said = draw_risks_over_time(audit).text

    assert "No decision names a risk, so decisions cannot be tied to one." in said
    assert "nothing was decided" not in said


def test_a_year_without_any_record_is_no_picture() -> None:
    piece = draw_risks_over_time(make_audit(sources=make_sources("statements", "actions")))

    assert "unknown, not good" in piece.text
    assert tags_of(piece.html, "figure") == []


def test_hostile_titles_and_decisions_stay_text() -> None:
    nasty = "<script>alert(1)</script>|x"
    audit = make_audit(
        risks=make_frame("risks", {"title": nasty, "risk_id": nasty}),
        timeline=make_frame("timeline", {}),
        decisions=make_frame("decisions", {"decision": nasty, "decision_id": nasty}),
    )

    for piece in (draw_risks_over_time(audit), draw_decisions(audit)):
        assert tags_of(piece.html, "script") == []
        assert "&lt;script&gt;" in piece.html
