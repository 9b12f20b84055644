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
        labels = [one.label for one in thresholds_of(question, Thresholds())]

        assert len(set(labels)) == len(labels), question.code


def test_each_is_called_something_that_says_what_it_is_without_another_beside_it() -> None:
    for label in LABELS.values():
        assert label[0].isupper(), label
        assert ", from" not in label, label


def test_what_is_said_about_agency_begins_with_the_word() -> None:
    labels = [label for label in LABELS.values() if "agency" in label.lower() and "own" not in label]

    assert sorted(labels) == [
        "Agency share of the month's hours, over",
        "Agency share that makes a shift high pressure, over",
    ]


def test_a_slider_holds_the_reports_value_and_stays_within_what_the_parameters_allow() -> None:
    for question in QUESTIONS.values():
        for one in thresholds_of(question, Thresholds()):
            assert one.least <= one.of(Thresholds()) <= one.most
