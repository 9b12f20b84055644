"""Has every threshold that can be moved a name of its own?"""

from __future__ import annotations

import pytest

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


@pytest.mark.parametrize("jargon", ["triangulated", "curve", "standing line", "clipped"])
def test_no_label_has_a_word_that_only_the_toolkit_knows(jargon: str) -> None:
    assert [label for label in LABELS.values() if jargon in label.lower()] == []


def test_a_limit_on_a_ratio_is_told_in_times_a_rate_and_one_on_a_share_is_not() -> None:
    """Of a ratio 1 is "as ever"; a share can be 3%."""
    limits = [
        one
        for question in QUESTIONS.values()
        for one in thresholds_of(question, Thresholds())
        if one.key == "lower_limit_above"
    ]
    of_ratios = {one.section: one.label for one in limits if not one.is_share}

    assert set(of_ratios) == {
        "increased-incidents", "repeated-complaints", "pressure-linked-missed-care", "staffing-feedback-link",
    }  # fmt: skip
    assert [label for label in of_ratios.values() if ": times the " not in label] == []
    assert len(set(of_ratios.values())) == len(of_ratios)
    assert [one.label for one in limits if one.is_share and "times" in one.label] == []


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("grace_minutes", "in a home"),
        ("grace_minutes_critical", "home visits"),
        ("worker_share", "worked too long or rested too little"),
        ("critical_missed", "missed for one person"),
        ("shared_word_runs", "Runs of three words"),
        ("same_times_share", "not judged"),
        ("blank_cover_share", "own, bank or agency"),
    ],
)
def test_a_label_says_what_its_check_does(key: str, words: str) -> None:
    assert words in LABELS[key]
