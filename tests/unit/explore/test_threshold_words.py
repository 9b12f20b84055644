"""Has every threshold that can be moved a name of its own?"""

from __future__ import annotations

from toolkit.audits.explain import QUESTIONS
from toolkit.explore.threshold_words import LABELS
from toolkit.explore.thresholds import thresholds_of
from toolkit.parameters.thresholds import Thresholds


def test_every_threshold_is_called_something_and_nothing_else_is() -> None:
    found = {(one.section, one.key) for q in QUESTIONS.values() for one in thresholds_of(q, Thresholds())}

    assert {key for _, key in found} - set(LABELS) == set()
    assert set(LABELS) - {key for _, key in found} - found == set()


def test_no_two_thresholds_of_a_question_are_called_alike() -> None:
    for question in QUESTIONS.values():
        own = [one.label for one in thresholds_of(question, Thresholds()) if not one.is_definition]

        assert len(set(own)) == len(own), question.code


def test_a_slider_holds_the_reports_value_and_stays_within_what_the_parameters_allow() -> None:
    for question in QUESTIONS.values():
        for one in thresholds_of(question, Thresholds()):
            assert one.least <= one.of(Thresholds()) <= one.most
