"""Do the records' verdict and the meeting's stand beside each other, neither changing the other?"""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.report.complaints.factory import (
    day,
    make_audit,
    make_gone,
    make_item,
    make_overdue,
    make_sources,
    make_waiting,
)
from tests.unit.report.parsing import tags_of, text_of
from toolkit.report.complaints.items import VERDICT_SIGNS, VERDICTS
from toolkit.report.complaints.verdicts import lacking, show_verdicts
from toolkit.report.rows import records_of

NASTY = "<script>alert(1)</script><img src=x onerror=alert(1)>"
DECIDED = day("2026-10-20")
FRAGMENTED = {"meeting_verdict": "fragmented", "meeting_decided_on": DECIDED}


def test_items_are_counted_by_what_the_records_show() -> None:
    audit = make_audit(
        make_overdue(), make_waiting(), make_gone(), make_item(), sources=make_sources("verdicts")
    )

    piece = show_verdicts(audit)

    assert piece.text == (
        "By the records, 1 of 4 items of learning is embedded. 1 is still fragmented: one step or more is "
        "not shown. What the quality meeting decided is not known: its verdicts were not supplied."
    )
    said = text_of(piece.html)
    assert "Embedded 1 In the plan, confirmed, briefed, seen in practice, and not come back" in said
    assert "Answered only 1 The complaint was answered or closed, the plan was not changed" in said


def test_where_records_and_meeting_differ_comes_first_and_is_marked() -> None:
    audit = make_audit(
        make_overdue(),
        make_item("LE-8", **FRAGMENTED, disagrees=True),
        make_item("LE-9", meeting_verdict="embedded", meeting_decided_on=DECIDED),
    )

    piece = show_verdicts(audit)

    assert piece.text.endswith(
        "The quality meeting has judged 2 of 3; on 1 of these it differs from the records."
    )
    said = text_of(piece.html)
    assert "P0001, night care LE-8 Embedded – Still fragmented: differs 20 Oct 2026" in said
    assert "LE-9 Embedded – Embedded 20 Oct 2026" in said
    assert "LE-2 Answered only The change itself No verdict recorded" in said
    assert said.index("LE-8") < said.index("LE-9") < said.index("LE-2")


@pytest.mark.parametrize(
    ("items", "says"),
    [
        ([make_item()], "The quality meeting has recorded no verdict on any of them."),
        ([make_item(**FRAGMENTED, disagrees=True)],
         "The quality meeting has judged 1 of 1; on each of these it differs from the records."),
        ([make_overdue(**FRAGMENTED)], "The quality meeting has judged 1 of 1, each as the records do."),
    ],
)  # fmt: skip
def test_the_meeting_is_told_as_far_as_it_decided(items: list[dict[str, Any]], says: str) -> None:
    assert show_verdicts(make_audit(*items)).text.endswith(says)


def test_none_embedded_is_said_in_words() -> None:
    assert show_verdicts(make_audit(make_overdue(), make_waiting())).text.startswith(
        "By the records, none of 2 items of learning is embedded."
    )


@pytest.mark.parametrize(
    ("differs", "lacks"),
    [
        ({}, []),
        ({"confirmed": False}, ["not confirmed with the person"]),
        ({"confirmed": None}, ["whether it was confirmed is not known"]),
        ({"briefed_on": None}, ["staff not briefed"]),
        ({"observations": 0}, ["not observed in practice"]),
        ({"latest_finding": "partly_applied"}, ["last seen not or only partly applied"]),
        ({"recurred_on": day("2026-09-09")}, ["the concern came back on 9 Sep"]),
        ({"theme": None}, ["whether the concern came back is not known"]),
        ({"reopened": True}, ["the complaint is open again"]),
        ({"reflected_on": None}, ["the change itself"]),
    ],
    ids=str,
)
def test_what_an_item_still_lacks_is_named(differs: dict[str, Any], lacks: list[str]) -> None:
    audit = make_audit(make_item(**differs))

    assert lacking(audit, records_of(audit.items)[0], True) == lacks


def test_what_no_record_could_show_is_lacking_too() -> None:
    audit = make_audit(make_item(briefed_on=None), sources=make_sources("observations", "feedback"))

    assert lacking(audit, records_of(audit.items)[0], False) == [
        "whether staff were briefed is not known",
        "no observations on record",
        "whether the concern came back is not known",
    ]


def test_every_verdict_has_words_and_a_sign() -> None:
    assert list(VERDICTS) == list(VERDICT_SIGNS)


def test_without_learning_or_change_log_nothing_is_judged() -> None:
    assert (
        show_verdicts(make_audit()).text
        == "No learning has started in 12 months, so there is nothing to judge."
    )
    piece = show_verdicts(make_audit(make_overdue(), sources=make_sources("care_plan_changes")))
    assert "This cannot be said" in piece.text
    assert "<table" not in piece.html


def test_many_items_are_folded_and_the_rest_counted() -> None:
    said = text_of(show_verdicts(make_audit(*(make_item(f"LE-{n}") for n in range(52)))).html)

    assert "The other 42 items" in said
    assert "and 2 more items, not listed here" in said


def test_words_from_records_stay_text() -> None:
    html = show_verdicts(
        make_audit(make_item(NASTY, person_id=NASTY, verdict=NASTY, meeting_verdict=NASTY))
    ).html

    assert tags_of(html, "script") == tags_of(html, "img") == []
    assert NASTY in text_of(html)
