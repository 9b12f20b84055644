"""Does a piece say what the audit found, completely, and as text?"""

from __future__ import annotations

import pytest

from tests.unit.report.factory import (
    make_audit,
    make_changed_threshold,
    make_check,
    make_references,
    make_source,
)
from tests.unit.report.parsing import tags_of, text_of
from toolkit.audits.checks import Arm, Figure, Outcome
from toolkit.audits.result import Subject, findings_of
from toolkit.period import Period
from toolkit.report.findings import FINDINGS_MIME
from toolkit.report.pieces import (
    show_check,
    show_figures,
    show_findings,
    show_limits,
    show_provenance,
    show_sources,
    show_status,
    show_triggers,
)

NASTY = '</script><script>alert(1)</script><img src=x onerror=alert(1)> **bold** [a](javascript:b) "quoted"'


def test_the_status_is_one_sentence_with_the_word_of_the_outcome() -> None:
    checks = (make_check(), make_check(Outcome.CLEAR, code="a"), make_check(Outcome.NO_EVIDENCE, code="b"))

    piece = show_status(make_audit(checks=checks))

    assert piece.text == "Needs action. Of 3 checks, 1 needs action, 1 could not be tested and 1 is clear."


def test_the_findings_carry_their_data_under_the_private_type() -> None:
    audit = make_audit()

    assert show_findings(audit)._repr_mimebundle_()[FINDINGS_MIME] == findings_of(audit)


def test_every_check_stands_once_among_the_findings_most_serious_first() -> None:
    checks = tuple(
        make_check(
            outcome, code=outcome.value, question=f"Is it {outcome.value}?", says=f"It is {outcome.value}."
        )
        for outcome in reversed(Outcome)
    )

    said = text_of(show_findings(make_audit(checks=checks)).html)

    places = [said.index(f"It is {outcome.value}.") for outcome in Outcome]
    assert places == sorted(places)
    assert all(said.count(f"It is {outcome.value}.") == 1 for outcome in Outcome)


def test_a_finding_names_who_reviews_it_where_it_goes_and_what_comes_next() -> None:
    said = text_of(show_findings(make_audit()).html)

    assert "Reviewed by: registered manager. If it is not resolved: provider oversight." in said
    assert "Next: Decide how this shift will be covered from next week on." in said


def test_whoever_reviews_a_finding_is_not_named_again_as_the_next_to_hear_of_it() -> None:
    check = make_check(Outcome.ACTION, reviewed_by="board", escalates_to="board")
    audit = make_audit(checks=(check,))

    finding, whole = text_of(show_findings(audit).html), text_of(show_check(audit, check.code).html)
    triggers = text_of(show_triggers(audit).html)

    assert "Reviewed by: board." in finding
    assert "Reviewed by Board" in whole
    assert "not resolved" not in f"{finding} {whole}"
    assert triggers.endswith("Needs action Board –")


def test_what_could_not_be_tested_is_never_listed_with_what_is_clear() -> None:
    checks = (make_check(Outcome.NO_EVIDENCE, code="a"), make_check(Outcome.CLEAR, code="b"))

    html = show_findings(make_audit(checks=checks)).html

    classes = [attributes.get("class") or "" for _, attributes in tags_of(html, "div")]
    lists = [one for one in classes if one.startswith("quiet")]
    assert lists == ["quiet no_evidence", "quiet clear"]
    assert "No evidence Could not be tested. That is not good news." in text_of(html)


@pytest.mark.parametrize(
    ("outcome", "word"),
    [
        (Outcome.ACTION, "Needs action"),
        (Outcome.WATCH, "Watch"),
        (Outcome.NO_EVIDENCE, "No evidence"),
        (Outcome.CLEAR, "Clear"),
    ],
)
def test_each_outcome_has_a_word_and_an_icon_of_its_own(outcome: Outcome, word: str) -> None:
    piece = show_check(make_audit(checks=(make_check(outcome),)), "repeated-staffing-gaps")

    assert f"{word} The night shift was short on 6 of 31 days." in text_of(piece.html)
    assert len(tags_of(piece.html, "svg")) == 1


def test_a_check_shows_fifty_records_and_counts_the_rest() -> None:
    piece = show_check(
        make_audit(checks=(make_check(evidence=make_references(62)),)), "repeated-staffing-gaps"
    )

    said = text_of(piece.html)
    assert sum(attributes.get("scope") == "row" for _, attributes in tags_of(piece.html, "th")) == 50
    assert "The 62 records behind this answer" in said
    assert "and 12 more records, all of them in findings.json" in said


def test_a_record_is_shown_with_file_sheet_and_row() -> None:
    evidence = make_references(1, file="data/rota.xlsx", sheet="October")

    piece = show_check(make_audit(checks=(make_check(evidence=evidence),)), "repeated-staffing-gaps")

    assert "shifts:SH-0001 data/rota.xlsx October 2" in text_of(piece.html)


def test_conditions_that_the_answer_does_not_mention_are_shown_beside_it() -> None:
    arms = (
        Arm("a", True, "The night shift was short on 6 of 31 days."),
        Arm("b", False, "Nobody missed a task."),
    )

    piece = show_check(make_audit(checks=(make_check(arms=arms),)), "repeated-staffing-gaps")

    said = text_of(piece.html)
    assert said.count("The night shift was short on 6 of 31 days.") == 1
    assert "Nobody missed a task." in said


def test_figures_show_what_they_rest_on_and_how_far_chance_could_move_them() -> None:
    figures = {
        "missed_care_rate": Figure("missed_care_rate", 0.043, "share", 279, 0.021, 0.06),
        "own_fill": Figure("own_fill", None, "share", n=0),
    }

    piece = show_figures(make_audit(measures=figures), ["missed_care_rate", "own_fill"])

    said = text_of(piece.html)
    assert "Missed 4.3% 2.1% to 6% 279" in said
    assert "Attended by own staff not known – 0" in said


def test_a_figure_the_audit_does_not_have_is_an_error() -> None:
    with pytest.raises(KeyError, match="no_such_figure"):
        show_figures(make_audit(), ["no_such_figure"])


def test_missing_records_come_first_and_are_marked() -> None:
    sources = (
        make_source("care"),
        make_source("shifts", supplied=False, rows_used=0, first=None, last=None),
        make_source("people", rows_used=0, first=None, last=None),
    )

    said = text_of(show_sources(make_audit(sources=sources)).html)

    assert said.index("Not supplied") < said.index("Care records")
    assert "People living here No rows of this service" in said


def test_only_records_that_come_daily_are_counted_for_the_month() -> None:
    sources = (make_source("care", rows_in_month=310), make_source("people", rows_in_month=0))

    said = text_of(show_sources(make_audit(sources=sources)).html)

    assert "Care records Yes 1 Nov 2025 to 31 Oct 2026 310 1,200 0" in said
    assert "People living here Yes 1 Nov 2025 to 31 Oct 2026 – 1,200 0" in said


def test_the_limits_name_what_was_missing_this_month() -> None:
    audit = make_audit(
        period=Period.parse("2026-10", "2026-10-14"),
        sources=(make_source("dependency", supplied=False, rows_used=0),),
        checks=(make_check(Outcome.NO_EVIDENCE),),
        problems_count=14,
    )

    assert show_limits(audit).text.splitlines() == [
        "Dependency reviews: not supplied. What these records would show is unknown, not good.",
        "The month was not over: only its days up to 14 October 2026 count.",
        "The records hold 14 problems, each listed with file and row on the data quality page.",
        "Not answered this month: “Does the same shift keep running short?”",
    ]


def test_changed_thresholds_are_printed_with_their_reason() -> None:
    said = text_of(show_provenance(make_audit(changed_thresholds=(make_changed_threshold(),))).html)

    assert "repeated staffing gaps: days in month 4 3 Agreed at the October quality meeting." in said


def test_unchanged_thresholds_are_said_to_be_the_defaults() -> None:
    assert "All thresholds are the defaults." in text_of(show_provenance(make_audit()).html)


def test_provenance_names_each_file_with_the_rows_it_gave() -> None:
    assert "data/shifts.csv 1,200 0" in text_of(show_provenance(make_audit()).html)


def test_text_from_records_stays_text_in_every_piece() -> None:
    audit = make_audit(
        subject=Subject("oakfield", NASTY, NASTY),
        checks=(
            make_check(says=NASTY, question=NASTY, evidence=make_references(1, file=NASTY, sheet=NASTY)),
        ),
        sources=(make_source(NASTY, note=NASTY), make_source(NASTY, supplied=False, rows_used=0)),
        changed_thresholds=(make_changed_threshold(reason=NASTY),),
        files=({"file": NASTY, "rows_used": 1, "rows_refused": 0},),
    )
    pieces = [
        show_status(audit),
        show_findings(audit),
        show_check(audit, "repeated-staffing-gaps"),
        show_figures(audit, ["attended_fill"]),
        show_sources(audit),
        show_limits(audit),
        show_provenance(audit),
    ]

    html = "".join(piece.html for piece in pieces)

    assert {tag for tag, _ in tags_of(html)} & {"script", "img", "strong"} <= {"strong"}
    assert NASTY.replace('"', "") in text_of(html).replace('"', "")
