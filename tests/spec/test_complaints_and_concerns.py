"""Do people have to say it again, and can they complain at all? Worked tables to check by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories import make_complaint, make_feedback, make_plan_change, make_stay
from tests.spec.learning_service import OTHER_CHANGE, ask, audit, change, complaint, learning, service
from tests.spec.text_tables import read_table


def complaints(line: dict[str, str | None], **given: Any) -> dict[str, list[dict]]:
    """Complaints of different people on one theme: so many in August to October, so many in the 9 months before."""
    recent = [
        make_complaint(f"2026-10-{n + 1:02d}", person_id=f"P1{n}", **given)
        for n in range(int(line["recent"] or 0))
    ]
    before = [
        make_complaint(f"2026-0{n % 7 + 1}-15", person_id=f"P2{n}", **given)
        for n in range(int(line["before"] or 0))
    ]
    # One complaint on another theme, so that the table is never without a row.
    return {"complaints": [*recent, *before, make_complaint("2026-03-01", person_id="P900", theme="falls")]}


def test_the_same_person_and_theme_twice_in_six_months_is_a_repeat() -> None:
    """The six months to October begin on 1 May."""
    table = read_table("""
    | case                          | second     | person | theme   | outcome   | repeats | outcome of the check |
    |-------------------------------|------------|--------|---------|-----------|---------|----------------------|
    | the same again                | 2026-10-20 | P001   | dignity |           |         | action               |
    | on the first day of the six   | 2026-05-01 | P001   | dignity |           |         | action               |
    | before the six months         | 2026-04-30 | P001   | dignity |           |         | clear                |
    | another theme                 | 2026-10-20 | P001   | falls   |           |         | clear                |
    | another person                | 2026-10-20 | P002   | dignity |           |         | clear                |
    | nobody named                  | 2026-10-20 |        | dignity |           |         | clear                |
    | the same complaint again      | 2026-10-20 | P001   | dignity |           | C1      | clear                |
    | withdrawn                     | 2026-10-20 | P001   | dignity | withdrawn |         | clear                |
    | repeats one that is not here  | 2026-10-20 | P001   | dignity |           | C99     | action               |
    """)

    for line in table:
        first = make_complaint("2026-06-01", complaint_id="C1")
        second = make_complaint(str(line["second"]), complaint_id="C2", person_id=line["person"],
                                theme=line["theme"], outcome=line["outcome"], duplicate_of=line["repeats"])  # fmt: skip
        found = ask("repeated-complaints", {"complaints": [first, second]})
        assert found.outcome == line["outcome of the check"], line["case"]


def test_a_theme_of_the_service_is_repeated_when_chance_does_not_explain_it() -> None:
    """Three months against the nine before, by the exact Poisson rate ratio: its lower limit decides."""
    table = read_table("""
    | recent | before | theme   | outcome |
    |--------|--------|---------|---------|
    | 3      | 0      | staffing| action  |
    | 2      | 0      | staffing| clear   |
    | 3      | 1      | staffing| clear   |
    | 4      | 1      | staffing| action  |
    | 6      | 9      | staffing| clear   |
    | 12     | 9      | staffing| action  |
    | 9      | 0      | other   | clear   |
    """)

    for line in table:
        found = ask("repeated-complaints", complaints(line, theme=line["theme"]))
        assert found.outcome == line["outcome"], line


def test_repeated_complaints_read_aloud() -> None:
    same = [make_complaint(d, theme="missed_care") for d in ("2026-06-01", "2026-10-02")]
    many = complaints({"recent": "6", "before": "2"}, theme="staffing")

    person = ask("repeated-complaints", {"complaints": same})
    theme = ask("repeated-complaints", many)
    new = ask("repeated-complaints", complaints({"recent": "3", "before": "0"}, theme="staffing"))
    usual = ask("repeated-complaints", complaints({"recent": "3", "before": "9"}, theme="staffing"))
    quiet = ask("repeated-complaints", {"complaints": same[:1]})

    assert person.says == (
        "One person had complaints on the same theme again in the 6 months to 31 October 2026: P001 "
        "(missed care, 2 complaints)."
    )
    assert len(person.evidence) == 2
    assert theme.says == (
        "In the 3 months to 31 October 2026 complaints gathered on staffing (6, against 2 in the 9 months "
        "before: 8.9 times the rate, 95% interval 1.59 to 90.19)."
    )
    assert len(theme.evidence) == 6
    assert new.says == (
        "In the 3 months to 31 October 2026 complaints gathered on staffing (3, and none in the 9 months before)."
    )
    assert usual.says == (
        "Nobody's complaint came again on the same theme in the 6 months to 31 October 2026. Complaints in the "
        "3 months to 31 October 2026 were no more than chance explains: staffing (3, against 9 in the 9 months "
        "before: 0.99 times the rate, 95% interval 0.17 to 3.96)."
    )
    assert quiet.says == (
        "Nobody's complaint came again on the same theme in the 6 months to 31 October 2026. No theme had 3 or "
        "more complaints in the 3 months to 31 October 2026."
    )


def test_complaints_that_name_nobody_leave_one_half_of_the_question_open() -> None:
    unnamed = [make_complaint("2026-10-02", person_id=None)]
    many = [*unnamed, *(make_complaint("2026-10-03", person_id=None) for _ in range(2))]

    found = ask("repeated-complaints", {"complaints": unnamed})

    assert (found.outcome, found.says) == (
        "no_evidence",
        "Not tested: the complaints do not say whom they are about. No theme had 3 or more complaints in the "
        "3 months to 31 October 2026.",
    )
    assert found.figure.value is None
    rising = ask("repeated-complaints", {"complaints": many})
    assert (rising.outcome, rising.figure.value) == ("action", 1)


@pytest.mark.parametrize(
    ("before", "who"), [(1, "the one before names nobody"), (2, "the 2 before name nobody")]
)
def test_that_nobody_is_named_is_said_of_the_months_in_which_complaints_came(before: int, who: str) -> None:
    unnamed = [make_complaint(f"2026-03-0{n + 1}", person_id=None) for n in range(before)]

    found = ask("repeated-complaints", {"complaints": unnamed})

    assert (found.outcome, found.figure.value) == ("no_evidence", None)
    assert found.says.startswith(
        f"Not tested: no complaint came in the 6 months to 31 October 2026, and {who}. "
    )


def test_of_many_people_with_repeated_complaints_four_are_named_and_the_rest_counted() -> None:
    same = [make_complaint(day, person_id=f"P00{n}", theme="dignity")
            for n in range(1, 7) for day in ("2026-06-01", "2026-07-02")]  # fmt: skip

    found = ask("repeated-complaints", {"complaints": same})

    assert found.says.startswith("6 people had complaints on the same theme again")
    assert "P004 (dignity, 2 complaints) and 2 more." in found.says
    assert "P005" not in found.says


def test_themes_say_what_became_of_each() -> None:
    found = audit(service(complaints=[complaint(), complaint(complaint_id="C2", received_on="2026-09-02"),
                                      make_complaint("2026-10-02", theme="falls", person_id="P2")]))  # fmt: skip

    assert found.themes.values.tolist() == [["dignity", 2, 1, 0, 1, True], ["falls", 1, 0, 0, 0, False]]


def test_a_family_says_it_twice_within_28_days() -> None:
    table = read_table("""
    | case                          | first      | second     | source | kind       | person | outcome |
    |-------------------------------|------------|------------|--------|------------|--------|---------|
    | 28 days apart                 | 2026-09-10 | 2026-10-08 | family | concern    | P001   | watch   |
    | 29 days apart                 | 2026-09-09 | 2026-10-08 | family | concern    | P001   | clear   |
    | on one day                    | 2026-10-08 | 2026-10-08 | family | concern    | P001   | watch   |
    | both before the month         | 2026-09-10 | 2026-09-20 | family | concern    | P001   | clear   |
    | the second by a professional  | 2026-09-10 | 2026-10-08 | professional | concern | P001 | clear |
    | the second is no concern      | 2026-09-10 | 2026-10-08 | family | compliment | P001   | clear   |
    | about another person          | 2026-09-10 | 2026-10-08 | family | concern    | P002   | clear   |
    | about nobody named            | 2026-09-10 | 2026-10-08 | family | concern    |        | clear   |
    """)

    for line in table:
        first = make_feedback(str(line["first"]), kind="concern", person_id="P001")
        second = make_feedback(
            str(line["second"]), source=line["source"], kind=line["kind"], person_id=line["person"]
        )
        other = make_feedback("2026-10-01")
        found = ask("repeated-family-concerns", {"feedback": [first, second, other]})
        assert found.outcome == line["outcome"], line["case"]


def test_repeated_family_concerns_read_aloud() -> None:
    two = [make_feedback(d, kind="concern", person_id="P001") for d in ("2026-09-20", "2026-10-08")]

    again, once = ask("repeated-family-concerns", {"feedback": two}), two[1:]

    assert (
        again.says
        == "Families raised 2 concerns about one person within 28 days of each other, the latest this month."
    )
    assert len(again.evidence) == 2
    assert ask("repeated-family-concerns", {"feedback": once}).says == (
        "No family had to raise a concern about the same person again within 28 days of each other."
    )
    assert ask("repeated-family-concerns", {"feedback": [make_feedback("2026-10-02"), two[0]]}).says == (
        "No family raised a concern about a named person this month."
    )


def test_a_month_in_which_nobody_spoke_is_not_a_month_without_concerns() -> None:
    earlier = make_feedback("2026-09-20", kind="concern", person_id="P001")

    silent, kindless = ask("repeated-family-concerns", {"feedback": [earlier]}), [earlier | {"kind": None}]

    assert (silent.outcome, silent.says) == ("no_evidence", "Not tested: no feedback came this month.")
    assert ask("repeated-family-concerns", {"feedback": kindless}).says == (
        "Not tested: the feedback does not say what is a concern and what is not."
    )


def preference(received_on: str = "2026-09-01", **given: Any) -> dict[str, Any]:
    usual = {"feedback_id": "F1", "kind": "preference", "person_id": "P001", "plan_section": "night routine"}
    return make_feedback(received_on, **(usual | given))


def test_a_preference_belongs_in_the_plan_within_four_weeks() -> None:
    """28 days before 31 October is 3 October: only what was told before that day is asked for."""
    table = read_table("""
    | case                           | told       | entry      | type               | section       | left       | outcome |
    |--------------------------------|------------|------------|--------------------|---------------|------------|---------|
    | no entry since                 | 2026-09-01 |            |                    |               |            | watch   |
    | told 29 days ago               | 2026-10-02 |            |                    |               |            | watch   |
    | told 28 days ago               | 2026-10-03 |            |                    |               |            | clear   |
    | told over a year ago           | 2025-10-31 |            |                    |               |            | clear   |
    | an entry on the day            | 2026-09-01 | 2026-09-01 | updated            | Night routine |            | clear   |
    | a section newly written        | 2026-09-01 | 2026-09-20 | created            | night routine |            | clear   |
    | an entry of the day before     | 2026-09-01 | 2026-08-31 | updated            | night routine |            | watch   |
    | reviewed, nothing changed      | 2026-09-01 | 2026-09-20 | reviewed_no_change | night routine |            | watch   |
    | an entry in another section    | 2026-09-01 | 2026-09-20 | updated            | nutrition     |            | watch   |
    | does not live there any more   | 2026-09-01 |            |                    |               | 2026-10-20 | clear   |
    """)

    for line in table:
        entries = [OTHER_CHANGE]
        if line["entry"]:
            entries.append(
                change(f"{line['entry']} 10:00", change_type=line["type"], plan_section=line["section"])
            )
        people = [make_stay("P001", moved_out=line["left"])]
        recent = preference("2026-10-20", feedback_id="F9", person_id="P050")
        tables = {
            "feedback": [preference(str(line["told"])), recent],
            "care_plan_changes": entries,
            "people": people,
        }
        assert ask("known-preference-missing", tables).outcome == line["outcome"], line["case"]


def test_known_preferences_read_aloud() -> None:
    tables = {"feedback": [preference(), preference(feedback_id="F2", person_id="P002"),
                           preference(feedback_id="F3", person_id=None)],
              "care_plan_changes": [make_plan_change("2026-09-09 10:00", person_id="P002", plan_section="night routine")]}  # fmt: skip

    found = ask("known-preference-missing", tables)

    assert found.says == (
        "1 of 2 preferences told more than 28 days ago has not had an entry in that section of the care plan since. "
        "1 preference names no person or no section of the plan."
    )
    assert [one.ref for one in found.evidence] == ["feedback:F1"]
    assert audit(tables).preferences.values.tolist()[0][:3] == ["F1", "P001", "night routine"]
    assert audit(tables).preferences["days"].tolist() == [60]
    written = tables | {"feedback": tables["feedback"][1:2]}
    assert ask("known-preference-missing", written).says == (
        "The one preference told more than 28 days ago has an entry in that section of the care plan since."
    )


def test_preferences_without_any_section_cannot_be_looked_up() -> None:
    tables = {"feedback": [preference(plan_section=None)], "care_plan_changes": [OTHER_CHANGE]}

    assert ask("known-preference-missing", tables).says == (
        "Not tested: the feedback does not say which section of the care plan it touches."
    )


def test_a_complaint_closed_while_its_change_is_due_needs_action_and_before_is_due_needs_watching() -> None:
    table = read_table("""
    | case                             | closed     | outcome      | agreed     | changed    | left       | answer |
    |----------------------------------|------------|--------------|------------|------------|------------|--------|
    | past its due day                 | 2026-10-05 | upheld       | 2026-06-08 |            |            | action |
    | partly upheld                    | 2026-10-05 | partly_upheld| 2026-06-08 |            |            | action |
    | due on the audit's last day      | 2026-10-05 | upheld       | 2026-09-05 |            |            | action |
    | due the day after                | 2026-10-05 | upheld       | 2026-09-06 |            |            | watch  |
    | changed, even late               | 2026-10-05 | upheld       | 2026-06-08 | 2026-10-20 |            | clear  |
    | not upheld                       | 2026-10-05 | not_upheld   | 2026-06-08 |            |            | clear  |
    | closed the month before          | 2026-09-30 | upheld       | 2026-06-08 |            |            | clear  |
    | the person had left              | 2026-10-05 | upheld       | 2026-06-08 |            | 2026-07-01 | clear  |
    | its outcome was not recorded     | 2026-10-05 |              | 2026-06-08 |            |            | no_evidence |
    """)

    for line in table:
        entries = [OTHER_CHANGE, *([change(f"{line['changed']} 10:00")] if line["changed"] else [])]
        closed = complaint(closed_on=line["closed"], outcome=line["outcome"])
        known = complaint(complaint_id="C7", person_id="P077", closed_on="2026-07-01")
        tables = service(complaints=[closed, known], learning=[learning(agreed_on=line["agreed"])],
                         care_plan_changes=entries, people=[make_stay("P001", moved_out=line["left"])])  # fmt: skip
        assert ask("closed-on-response-only", tables).outcome == line["answer"], line["case"]


def test_closed_on_response_only_reads_aloud() -> None:
    late, early = (
        complaint(closed_on="2026-10-05"),
        complaint(complaint_id="C2", person_id="P2", closed_on="2026-10-06"),
    )
    new = learning(learning_id="L2", complaint_id="C2", person_id="P2", agreed_on="2026-10-01")

    both = ask("closed-on-response-only", service(complaints=[late, early], learning=[learning(), new]))
    soon = ask("closed-on-response-only", service(complaints=[early], learning=[new]))
    none = ask("closed-on-response-only", service(complaints=[complaint(closed_on="2026-09-01")]))

    assert both.says == (
        "1 of 2 complaints upheld and closed this month was closed although the change to the care plan is past its "
        "due day. 1 of 2 complaints upheld and closed this month was closed before the care plan was changed, which "
        "is not yet due: keep the learning open."
    )
    assert (both.outcome, soon.outcome) == ("action", "watch")
    assert "too few" not in soon.says
    assert [one.ref for one in soon.evidence] == ["complaints:C2", "learning:L2"]
    assert none.says == "No complaint that was upheld or partly upheld was closed this month."
    found = audit(service(complaints=[late, early], learning=[learning(), new]))
    assert found.closed[["complaint_id", "items", "not_reflected", "past_due"]].values.tolist() == [
        ["C1", 1, 1, 1], ["C2", 1, 1, 0]]  # fmt: skip


def test_complaints_that_never_say_when_they_closed_or_how_are_not_judged() -> None:
    undated, unjudged = service(), service(complaints=[complaint(outcome=None, closed_on="2026-10-05")])

    assert ask("closed-on-response-only", undated).says == (
        "Not tested: the complaints do not say when they were closed."
    )
    assert ask("closed-on-response-only", unjudged).says == (
        "Not tested: the complaints do not say whether they were upheld."
    )
    assert ask("learning-not-drawn", unjudged).outcome == "no_evidence"


def test_learning_is_drawn_from_half_of_what_is_upheld_or_not() -> None:
    """Answered from 1 May to 3 October: in six months, and 28 days ago or more."""
    table = read_table("""
    | case                        | upheld | with learning | too new | not upheld | repeated | outcome     |
    |-----------------------------|--------|---------------|---------|------------|----------|-------------|
    | two of four taught nothing  | 4      | 2             |         |            |          | action      |
    | two of five                 | 5      | 3             |         |            |          | clear       |
    | two of three are too few    | 3      | 1             |         |            |          | watch       |
    | none of three, too few      | 3      | 3             |         |            |          | no_evidence |
    | too new to be asked         | 4      | 3             | 5       |            |          | clear       |
    | not upheld                  | 4      | 3             |         | 5          |          | clear       |
    | the same complaint again    | 4      | 3             |         |            | 5        | clear       |
    | nothing to ask              | 0      | 0             |         |            |          | no_evidence |
    """)

    for line in table:
        n = {name: int(cell or 0) for name, cell in line.items() if name not in ("case", "outcome")}
        rows = [complaint(complaint_id=f"C{i}", response_sent_on="2026-10-03") for i in range(n["upheld"])]
        rows += [complaint(response_sent_on="2026-10-04", complaint_id=f"N{i}") for i in range(n["too new"])]
        rows += [complaint(outcome="not_upheld", complaint_id=f"X{i}") for i in range(n["not upheld"])]
        rows += [complaint(duplicate_of="C0", complaint_id=f"D{i}") for i in range(n["repeated"])]
        rows.append(complaint(complaint_id="OLD", response_sent_on="2026-04-30"))
        drawn = [learning(learning_id=f"L{i}", complaint_id=f"C{i}") for i in range(n["with learning"])]
        waved = [learning(learning_id="LX", complaint_id="C3", relevant="no")]
        found = ask("learning-not-drawn", {"complaints": rows, "learning": [*drawn, *waved]})
        assert found.outcome == line["outcome"], line["case"]


def test_learning_not_drawn_reads_aloud() -> None:
    rows = [complaint(complaint_id=f"C{n}", response_sent_on=None, closed_on="2026-07-01") for n in range(4)]

    none = ask("learning-not-drawn", {"complaints": rows, "learning": []})
    all_ = ask("learning-not-drawn", {"complaints": rows, "learning": [
        learning(learning_id=f"L{n}", complaint_id=f"C{n}") for n in range(4)]})  # fmt: skip

    assert (none.outcome, none.says) == (
        "action",
        "Of the complaints upheld and answered in the 6 months to 31 October 2026, 100% (4 of 4) led to no learning "
        "for any plan.",
    )
    assert all_.says == (
        "All 4 complaints upheld and answered in the 6 months to 31 October 2026 led to learning for a care plan."
    )
    assert ask("learning-not-drawn", {"complaints": rows}).says == "Not tested: no learning was supplied."


def test_no_complaint_beside_five_concerns_puts_the_recording_in_doubt() -> None:
    """The six months begin on 1 May."""
    table = read_table("""
    | case                                | concerns | compliments | complaint  | outcome     |
    |-------------------------------------|----------|-------------|------------|-------------|
    | five concerns, no complaint         | 5        | 1           |            | action      |
    | four concerns                       | 4        | 1           |            | clear       |
    | a complaint was received            | 5        | 1           | 2026-05-01 | clear       |
    | the last complaint is of April      | 5        | 1           | 2026-04-30 | action      |
    | nobody said anything                | 0        | 0           |            | no_evidence |
    | nobody said anything but complained | 0        | 0           | 2026-05-01 | no_evidence |
    """)

    for line in table:
        feedback = [make_feedback("2026-06-10", kind="concern") for _ in range(int(line["concerns"] or 0))]
        feedback += [make_feedback("2026-06-10") for _ in range(int(line["compliments"] or 0))]
        rows = [make_complaint(str(line["complaint"]))] if line["complaint"] else []
        found = ask("no-complaints-recorded", {"feedback": feedback, "complaints": rows})
        assert found.outcome == line["outcome"], line["case"]


def test_no_complaints_recorded_reads_aloud() -> None:
    concerns = [make_feedback("2026-06-10", kind="concern") for _ in range(5)]

    found = ask("no-complaints-recorded", {"feedback": concerns, "complaints": []})

    assert found.says == (
        "In the 6 months to 31 October 2026 no complaint was received, and 5 concerns came as feedback."
    )
    assert len(found.evidence) == 5
    assert (
        ask("no-complaints-recorded", {"feedback": concerns}).says
        == "Not tested: no complaints were supplied."
    )


@pytest.mark.parametrize(
    "code", ["repeated-complaints", "repeated-family-concerns", "known-preference-missing"]
)
def test_without_any_table_nothing_is_said_of_anybody(code: str) -> None:
    assert ask(code, {}).outcome == "no_evidence"


def test_how_much_learning_is_said_to_change_a_plan_stands_with_its_n() -> None:
    """Nineteen of twenty said to change nothing: the rate of learning is shown, not only its share in time."""
    rows = [learning(), *(learning(learning_id=f"L{n}", relevant="no") for n in range(2, 21))]

    figure = audit(service(learning=rows)).measures["relevance_rate"]

    assert (figure.value, figure.n) == (0.05, 20)
