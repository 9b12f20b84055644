"""Does each required kind stand as current, old or missing, and each meeting as held, minuted or not?"""

from __future__ import annotations

from tests.unit.report.oversight.factory import make_audit, make_frame, make_sources
from tests.unit.report.parsing import tags_of, text_of
from toolkit.report.oversight.packs import show_meetings, show_pack

MISSING = {
    "kind": "observation",
    "present": False,
    "current": False,
    "newest_event_on": None,
    "age_days": None,
    "evidence_ids": None,
}
OLD = {"kind": "care_record", "current": False, "newest_event_on": "2026-07-11", "age_days": 101.0}


def test_each_required_kind_is_current_old_or_missing_with_its_age_and_the_missing_one_comes_first() -> None:
    piece = show_pack(make_audit(pack=make_frame("pack", {}, OLD, MISSING)))

    said = text_of(piece.html)
    assert piece.text == (
        "The oversight meeting of 20 October 2026 had current evidence of 1 of 3 required kinds; missing: "
        "observation; too old: care record."
    )
    assert "Observation MT-1, 20 Oct 2026 Missing – – –" in said
    assert "Care record MT-1, 20 Oct 2026 Old 11 Jul 2026 101 EV-1" in said
    assert said.index("Observation MT-1") < said.index("Care record MT-1") < said.index("Audit MT-1")


def test_a_pack_of_a_meeting_not_held_and_one_of_the_whole_provider_are_said_to_be_so() -> None:
    rows = make_frame("pack", {"held_on": None}, {"meeting_id": "MT-2", "whole_provider": True})

    said = show_pack(make_audit(pack=rows)).text

    assert (
        "The oversight meeting due on 20 October 2026 was not held; for that day its pack had current" in said
    )
    assert "The whole provider's oversight meeting of 20 October 2026 had current evidence of 1 of 1" in said


def test_no_meeting_due_is_no_evidence_and_so_are_missing_records() -> None:
    assert "whether leaders had evidence before them is not known" in show_pack(make_audit()).text
    for table in ("meetings", "evidence"):
        assert "unknown, not good" in show_pack(make_audit(sources=make_sources(table))).text


def test_names_in_a_pack_are_escaped() -> None:
    rows = make_frame("pack", {"kind": "<script>", "meeting_id": "<img src=x>", "evidence_ids": "<b>"})

    html = show_pack(make_audit(pack=rows)).html

    assert tags_of(html, "script") == tags_of(html, "img") == tags_of(html, "b") == []


def test_meetings_not_held_or_not_minuted_come_first_and_are_counted() -> None:
    rows = make_frame(
        "meetings",
        {},
        {"meeting_id": "MT-2", "state": "held not minuted", "minuted_on": None},
        {"meeting_id": "MT-3", "state": "not held", "held_on": None, "minuted_on": None},
        {"meeting_id": "MT-4", "state": "not yet due", "held_on": None, "minuted_on": None},
    )

    piece = show_meetings(make_audit(meetings=rows))

    said = text_of(piece.html)
    assert piece.text == (
        "4 meetings were due in the last three months. 1 was held and minuted, 1 was held but not minuted, "
        "1 was not held and 1 is so recent that nothing is late."
    )
    assert [said.index(name) for name in ("MT-3", "MT-2", "MT-4", "MT-1")] == sorted(
        said.index(name) for name in ("MT-1", "MT-2", "MT-3", "MT-4")
    )
    assert "25 Oct 2026 5 days later Held and minuted" in said


def test_no_meeting_due_shows_nothing_good() -> None:
    assert "nothing shows that leaders met" in show_meetings(make_audit()).text
    assert "unknown, not good" in show_meetings(make_audit(sources=make_sources("meetings"))).text
