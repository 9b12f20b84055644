"""Is a threshold found in the room by its word, and is what it changes told wherever it changes something?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from toolkit.audits import AUDITS
from toolkit.audits.checks import Outcome
from toolkit.explore.answer_words import answer_html, follows_of, option_of
from toolkit.explore.audit_tab import AuditTab
from toolkit.explore.choice import Choice
from toolkit.explore.finding import places_of
from toolkit.explore.side_by_side import compare_sides
from toolkit.explore.thresholds import Threshold
from toolkit.explore.what_if import Answered, WhatIf
from toolkit.explore.working import Working

STAFFING = "staffing_missed_care"


def threshold(what_if: WhatIf, code: str, key: str) -> Threshold:
    return next(one for one in what_if.thresholds_of(code) if (one.section, one.key) == (code, key))


def test_a_moved_threshold_judges_both_sides_and_each_keeps_what_is_its_own(
    workspace: Path,
) -> None:
    own = workspace / "parameters" / "services" / "birch-lodge.yaml"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(
        'thresholds: {delayed-support: {rate: {value: 0.02, reason: "While it recovers."}}}', encoding="utf-8"
    )
    choice = Choice.of_workspace(str(workspace))
    here, there = choice.open("oakfield", "2026-10"), choice.open("birch-lodge", "2026-10")
    what_if = WhatIf(here)
    reported, _ = compare_sides(here, there, STAFFING, what_if)

    what_if.move(threshold(what_if, "needs-not-met", "minimum_rows"), 100_000)
    pairs, _ = compare_sides(here, there, STAFFING, what_if)

    code = "needs-not-met"
    before, after = (next(one for one in found if one.first.code == code) for found in (reported, pairs))
    assert (before.first.outcome, before.second.outcome) != (Outcome.NO_EVIDENCE, Outcome.NO_EVIDENCE)
    assert after.first.says != before.first.says
    assert after.second.says != before.second.says
    assert what_if.thresholds_on(there).delayed_support.rate == 0.02
    assert what_if.thresholds_on(there).needs_not_met.minimum_rows == 100_000
    assert what_if.thresholds_on(here) == what_if.thresholds


def test_the_changes_between_two_months_are_those_under_the_moved_thresholds(choice: Choice) -> None:
    october, september = choice.open("oakfield", "2026-10"), choice.open("oakfield", "2026-09")
    what_if = WhatIf(october)
    what_if.move(threshold(what_if, "needs-not-met", "rate"), 0.5)

    pairs, changes = compare_sides(september, october, STAFFING, what_if)

    assert changes is not None
    told = {one.code: one.after for one in changes.checks if one.after is not None}
    assert {pair.first.code: pair.second.outcome for pair in pairs} == told


def test_a_threshold_is_found_by_its_word_under_a_question_it_judges(what_if: WhatIf) -> None:
    places = places_of(what_if, what_if.answers(STAFFING))

    own = places["Agency share of the month's hours, over · Do filled shifts hide missed care?"]
    counted = places["Agency share that makes a shift high pressure, over · how records are counted"]

    assert own.codes == ("filled-but-missed",)
    assert counted.code("pressure-linked-missed-care") == "pressure-linked-missed-care"
    assert counted.code(None) == counted.codes[0]
    assert all(
        counted.threshold in [one for one in what_if.thresholds_of(code) if one.is_definition]
        for code in counted.codes
    )


def test_what_follows_of_a_moved_threshold_is_told_with_the_questions(what_if: WhatIf) -> None:
    assert follows_of(what_if.answers(STAFFING)) == "No answer of 14 on this page differs from the report."

    what_if.move(threshold(what_if, "needs-not-met", "rate"), 0.5)
    answers = what_if.answers(STAFFING)

    assert [one.code for one in answers if one.differs] == ["needs-not-met"]
    assert follows_of(answers).startswith(
        "1 answer of 14 on this page differs from the report: “Are assessed needs met reliably?”."
    )


def test_the_same_answer_with_other_figures_is_not_passed_over(what_if: WhatIf) -> None:
    report = next(one.report for one in what_if.answers(STAFFING) if one.code == "needs-not-met")
    other = Answered(report, replace(report, says="Other figures."))

    assert option_of(other) == "Needs action (other figures) · Are assessed needs met reliably?"
    assert follows_of([other]) == (
        "No answer of 1 on this page differs from the report. In 1 the answer is the same, with other "
        "figures: “Are assessed needs met reliably?”."
    )


def test_how_it_is_judged_says_which_numbers_hold_here_and_with_the_sliders(workspace: Path) -> None:
    own = workspace / "parameters" / "services" / "oakfield.yaml"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(
        'thresholds: {delayed-support: {rate: {value: 0.04, reason: "Agreed."}}}', encoding="utf-8"
    )
    what_if = WhatIf(Choice.of_workspace(str(workspace)).open("oakfield", "2026-10"))
    what_if.move(threshold(what_if, "delayed-support", "minimum_rows"), 60)

    answered = next(one for one in what_if.answers(STAFFING) if one.code == "delayed-support")
    said = answer_html(answered, what_if)

    assert "Fires when this is 5% or more of what was planned." in said
    assert "Here the report uses “Late care, at least” 4% instead of 5%." in said
    assert (
        "With the sliders as they stand: “Care records needed to judge, at least” 60 instead of 50." in said
    )


@pytest.mark.parametrize("audit", AUDITS)
def test_the_word_that_is_given_as_an_example_finds_a_threshold_of_the_audit(
    choice: Choice, what_if: WhatIf, audit: str
) -> None:
    led: list[str] = []
    tab = AuditTab(audit, "Title", choice, Working(), lambda *_: None, led.append)
    tab.show(what_if)
    word = tab.finder.placeholder.removeprefix("for example: ")
    found = [one for one in tab.finder.options if word in one.lower()]

    tab.finder.value = found[0]

    label = found[0].partition(" · ")[0]
    assert led == [label]
    assert label in [slider.threshold.label for slider in tab.sliders]
    assert tab.finder.value == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("overtime", "No threshold of this audit has these words in its line. Try another word."),
        ("AGENCY share that", "1 threshold has these words in its line. Choose it from the list."),
        ("Agency share", "2 thresholds have these words in their line. Choose one from the list."),
    ],
)
def test_a_word_that_is_typed_and_not_chosen_is_answered_in_words_until_the_box_is_empty(
    choice: Choice, what_if: WhatIf, typed: str, said: str
) -> None:
    led: list[str] = []
    tab = AuditTab(STAFFING, "Staffing", choice, Working(), lambda *_: None, led.append)
    tab.show(what_if)
    assert tab.about_finder.value == ""

    tab.finder.value = typed

    assert said in tab.about_finder.value
    assert led == []

    tab.finder.value = ""

    assert tab.about_finder.value == ""


def test_a_threshold_of_how_records_are_counted_is_unfolded_when_it_is_found(
    choice: Choice, what_if: WhatIf
) -> None:
    tab = AuditTab(STAFFING, "Staffing", choice, Working(), lambda *_: None, lambda _: None)
    tab.show(what_if)
    tab.questions.value = "pressure-linked-missed-care"
    assert tab.counting.selected_index is None

    tab.finder.value = "Agency share that makes a shift high pressure, over · how records are counted"

    assert tab.counting.selected_index == 0
    assert tab.questions.value == "pressure-linked-missed-care"
