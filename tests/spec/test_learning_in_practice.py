"""Did the change reach the person, the staff and practice, and did the concern stay away?

The plan was changed on 1 July 2026; the audit looks back from 31 October.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories import make_feedback, make_observation, make_stay, make_verdict
from tests.spec.learning_service import (
    ask,
    audit,
    change,
    changed,
    complaint,
    day,
    learning,
    service,
    the_item,
    word,
)
from tests.spec.text_tables import read_table

CHANGE = change("2026-07-01 10:00", change_id="PC1", confirmed_with="person", confirmed_on="2026-07-03")
BRIEFED = learning(briefed_on="2026-07-05")
SEEN = make_observation("2026-08-01 09:00", observation_id="OB1")
QUIET = make_feedback("2026-05-02", theme="activities", person_id="P050")


def embedded(**tables: Any) -> dict[str, Any]:
    """An item of which everything holds: changed, confirmed, briefed, seen, and not heard of again."""
    usual = {"learning": [BRIEFED], "observations": [SEEN], "feedback": [QUIET]}
    return changed(CHANGE, **(usual | tables))


def test_an_observation_belongs_to_an_item_by_its_learning_or_by_person_and_section() -> None:
    table = read_table("""
    | case                                       | at               | learning | person | section       | seen |
    |--------------------------------------------|------------------|----------|--------|---------------|------|
    | names the learning                         | 2026-08-01 09:00 | L1       |        |               | 1    |
    | the same person and section                | 2026-08-01 09:00 |          | P001   | Personal care | 1    |
    | on the day of the change, an hour before   | 2026-07-01 09:00 |          | P001   | personal care | 1    |
    | the day before the change                  | 2026-06-30 09:00 | L1       | P001   | personal care | 0    |
    | another section                            | 2026-08-01 09:00 |          | P001   | night routine | 0    |
    | another person                             | 2026-08-01 09:00 |          | P002   | personal care | 0    |
    | names another learning                     | 2026-08-01 09:00 | L9       | P001   | personal care | 0    |
    """)

    for line in table:
        seen = make_observation(
            str(line["at"]),
            learning_id=line["learning"],
            person_id=line["person"],
            plan_section=line["section"],
        )
        item = the_item(embedded(observations=[seen]))
        assert item["observations"] == int(line["seen"] or 0), line["case"]


def test_of_two_observations_at_one_moment_the_worse_is_the_latest() -> None:
    rows = [
        make_observation("2026-08-01 09:00", observation_id="OB1", finding="not_applied"),
        make_observation("2026-08-01 09:00", observation_id="OB2"),
    ]

    assert the_item(embedded(observations=rows))["latest_finding"] == "not_applied"


def test_how_far_learning_got_is_the_first_verdict_that_holds() -> None:
    not_applied = make_observation("2026-09-01 09:00", finding="not_applied")
    partly = make_observation("2026-08-01 09:00", finding="partly_applied")
    again = make_feedback("2026-08-20", kind="concern", person_id="P001", theme="dignity")
    unconfirmed = change("2026-07-01 10:00", change_id="PC1", confirmed_with="not_confirmed")
    cases: dict[str, tuple[str, dict[str, Any]]] = {
        "all of it holds": ("embedded", embedded()),
        "confirmed by a later entry": (
            "embedded",
            embedded()
            | changed(
                unconfirmed,
                change("2026-07-20 10:00", change_type="reviewed_no_change", confirmed_with="representative",
                       confirmed_on="2026-07-20"),
                learning=[BRIEFED], observations=[SEEN], feedback=[QUIET],
            ),
        ),
        "not confirmed": ("practised", embedded() | changed(
            unconfirmed, learning=[BRIEFED], observations=[SEEN], feedback=[QUIET])),
        "confirmed on no day": ("practised", embedded() | changed(
            CHANGE | {"confirmed_on": None}, change("2026-07-01 10:00", person_id="P002", confirmed_with="person",
                                                    confirmed_on="2026-07-02"),
            learning=[BRIEFED], observations=[SEEN], feedback=[QUIET])),
        "not briefed": ("practised", embedded(learning=[learning()])),
        "the latest seen is the old routine": ("practised", embedded(observations=[SEEN, not_applied])),
        "the concern came back": ("practised", embedded(feedback=[again])),
        "opened again and still open": ("practised", embedded(
            complaints=[complaint(closed_on="2026-07-10", reopened_on="2026-08-02")])),
        "opened again and closed since": ("embedded", embedded(
            complaints=[complaint(closed_on="2026-08-10", reopened_on="2026-08-02")])),
        "no feedback is kept, so nobody could hear": ("practised", embedded(feedback=[])),
        "only partly applied": ("plan_updated", embedded(observations=[partly])),
        "never seen": ("plan_updated", embedded(observations=[])),
        "too late, and still updated": ("plan_updated", changed(change("2026-09-20 10:00"))),
        "left before it was due": ("no_longer_applicable", service(
            people=[make_stay("P001", moved_out="2026-07-01")])),
        "not yet due": ("not_yet_due", service(learning=[learning(agreed_on="2026-10-01")])),
        "answered, and nothing changed": ("closed_only", service()),
        "nothing at all": ("overdue", service(complaints=[complaint(response_sent_on=None)])),
    }  # fmt: skip

    found = {case: the_item(tables)["verdict"] for case, (_, tables) in cases.items()}

    assert found == {case: verdict for case, (verdict, _) in cases.items()}


def test_the_meetings_verdict_stands_beside_ours_and_changes_nothing() -> None:
    table = read_table("""
    | ours         | subject       | meeting    | disagrees |
    |--------------|---------------|------------|-----------|
    | embedded     | learning:L1   | embedded   | False     |
    | embedded     | learning:L1   | fragmented | True      |
    | embedded     | complaints:C1 | hold_open  | True      |
    | closed_only  | learning:L1   | embedded   | True      |
    | closed_only  | complaints:C1 | fragmented | False     |
    | closed_only  | learning:L2   |            | False     |
    """)

    for line in table:
        base = embedded() if line["ours"] == "embedded" else service()
        said = make_verdict(str(line["subject"]), "2026-10-12", verdict=line["meeting"] or "embedded")
        item = the_item(base | {"verdicts": [said]})
        assert item["verdict"] == line["ours"]
        assert (word(item["meeting_verdict"]), str(bool(item["disagrees"]))) == (
            line["meeting"],
            line["disagrees"],
        )


def test_the_newest_verdict_of_the_meeting_counts_and_disagreements_are_counted() -> None:
    said = [
        make_verdict("learning:L1", "2026-10-12"),
        make_verdict("learning:L1", "2026-09-12", verdict="fragmented"),
    ]

    found = audit(service(verdicts=said))

    assert found.items.iloc[0]["meeting_verdict"] == "embedded"
    assert found.measures["meeting_disagreements"].value == 1
    assert audit(service()).measures["meeting_disagreements"].value is None


def test_a_concern_comes_back_from_the_day_after_the_change_to_day_84() -> None:
    """The change is of 1 July, so the 84 days run from 2 July to 23 September."""
    table = read_table("""
    | case                          | day        | kind    | person | theme   | back      |
    |-------------------------------|------------|---------|--------|---------|-----------|
    | a complaint                   | 2026-07-20 |         | P001   | dignity | complaint |
    | a concern in feedback         | 2026-07-20 | concern | P001   | dignity | feedback  |
    | the day after the change      | 2026-07-02 | concern | P001   | dignity | feedback  |
    | the day of the change         | 2026-07-01 | concern | P001   | dignity |           |
    | day 84                        | 2026-09-23 | concern | P001   | dignity | feedback  |
    | day 85                        | 2026-09-24 | concern | P001   | dignity |           |
    | a compliment                  | 2026-07-20 | praise  | P001   | dignity |           |
    | another person                | 2026-07-20 | concern | P002   | dignity |           |
    | another theme                 | 2026-07-20 | concern | P001   | falls   |           |
    """)

    for line in table:
        about = {"person_id": line["person"], "theme": line["theme"]}
        if line["kind"]:
            kind = "compliment" if line["kind"] == "praise" else line["kind"]
            item = the_item(embedded(feedback=[QUIET, make_feedback(str(line["day"]), kind=kind, **about)]))
        else:
            again = complaint(complaint_id="C2", received_on=line["day"], **about)
            item = the_item(embedded(complaints=[complaint(), again]))
        assert word(item["recurred_by"]) == line["back"], line["case"]


def test_without_a_change_the_concern_comes_back_after_the_response() -> None:
    """The response was sent on 15 June."""
    said = [make_feedback(d, kind="concern", person_id="P001") for d in ("2026-06-15", "2026-06-20")]

    assert day(the_item(service(feedback=said))["recurred_on"]) == "2026-06-20"
    assert (
        word(the_item(service(feedback=said, complaints=[complaint(response_sent_on=None)]))["recurred_on"])
        is None
    )


def test_three_of_the_service_on_the_theme_are_the_concern_coming_back() -> None:
    days = ("2026-07-10", "2026-07-20", "2026-08-05")
    others = [
        make_feedback(d, kind="concern", person_id=f"P1{n}", theme="dignity") for n, d in enumerate(days)
    ]
    other = [one | {"theme": "other"} for one in others]

    three, two = the_item(embedded(feedback=others)), the_item(embedded(feedback=others[:2]))
    of_no_theme = the_item(embedded(feedback=other, learning=[BRIEFED | {"theme": "other"}]))

    assert (three["recurred_by"], day(three["recurred_on"])) == ("service", "2026-08-05")
    assert (word(two["recurred_by"]), word(of_no_theme["recurred_by"])) == (None, None)


def test_a_concern_about_any_theme_of_the_item_is_the_same_concern() -> None:
    """L2 belongs to C2, which repeats C1: each row has its own theme, else that of its own complaint."""
    table = read_table("""
    | case                               | L1      | L2    | C1      | C2      | themes         | heard   | back     |
    |------------------------------------|---------|-------|---------|---------|----------------|---------|----------|
    | the first row's                    | dignity | falls | records | skin    | dignity; falls | dignity | feedback |
    | the second row's                   | dignity | falls | records | skin    | dignity; falls | falls   | feedback |
    | the complaint's, the row has one   | dignity | falls | records | skin    | dignity; falls | records |          |
    | the complaint's, the row has none  |         | falls | records | skin    | records; falls | records | feedback |
    | that of the complaint repeating it | dignity |       | records | skin    | dignity; skin  | skin    | feedback |
    | both the same                      | dignity |       | records | dignity | dignity        | dignity | feedback |
    """)

    for line in table:
        item = the_item(embedded(
            complaints=[complaint(theme=line["C1"]),
                        complaint(complaint_id="C2", duplicate_of="C1", theme=line["C2"])],
            learning=[BRIEFED | {"theme": line["L1"]},
                      BRIEFED | {"learning_id": "L2", "complaint_id": "C2", "theme": line["L2"]}],
            feedback=[QUIET, make_feedback("2026-07-20", kind="concern", person_id="P001",
                                            theme=line["heard"])],
        ))  # fmt: skip
        assert (item["themes"], word(item["recurred_by"])) == (line["themes"], line["back"]), line["case"]
        assert item["theme"] == str(line["themes"]).split("; ")[0], line["case"]


def test_three_of_the_service_must_speak_of_one_theme_of_the_item() -> None:
    """The item is about dignity and about `other`, which says nothing of the whole service."""
    rows = [BRIEFED, BRIEFED | {"learning_id": "L2", "theme": "other"}]
    table = read_table("""
    | dignity | other | back    |
    |---------|-------|---------|
    | 3       | 0     | service |
    | 2       | 1     |         |
    | 0       | 3     |         |
    """)

    for line in table:
        themes = ["dignity"] * int(line["dignity"] or 0) + ["other"] * int(line["other"] or 0)
        said = [make_feedback("2026-07-20", kind="concern", person_id=f"P1{n}", theme=theme)
                for n, theme in enumerate(themes)]  # fmt: skip
        assert word(the_item(embedded(learning=rows, feedback=said))["recurred_by"]) == line["back"], line


@pytest.mark.parametrize(
    "given",
    [{"duplicate_of": "C1"}, {"outcome": "withdrawn"}],
    ids=["the item's own group", "withdrawn"],
)
def test_the_same_complaint_again_and_withdrawn_ones_are_no_recurrence(given: dict[str, str]) -> None:
    second = complaint(complaint_id="C2", received_on="2026-07-20", **given)

    assert word(the_item(embedded(complaints=[complaint(), second]))["recurred_on"]) is None


def test_same_concern_continues_when_it_was_last_heard_in_three_months() -> None:
    """The three months to October begin on 1 August."""

    def heard(*days: str) -> dict[str, Any]:
        return embedded(feedback=[make_feedback(d, kind="concern", person_id="P001") for d in days])

    lately, before = ask("same-concern-continues", heard("2026-07-10", "2026-08-01")), heard("2026-07-31")

    assert (lately.outcome, lately.says) == (
        "action",
        "After 1 of 1 care plan change made for a complaint the same concern came back (1 in feedback), last heard "
        "in the last 3 months.",
    )
    assert sorted(one.ref.split(":")[0] for one in lately.evidence) == ["feedback", "feedback", "learning"]
    assert ask("same-concern-continues", before).says == (
        "After the one care plan change made for a complaint the concern did not come back in the last 3 months."
    )


def test_a_concern_that_nobody_could_hear_is_no_evidence_and_one_that_was_heard_stands() -> None:
    again = complaint(complaint_id="C2", received_on="2026-08-20")
    quiet, heard = embedded(), embedded(complaints=[complaint(), again])
    del quiet["feedback"], heard["feedback"]

    silent = ask("same-concern-continues", quiet)

    assert silent.outcome == "no_evidence"
    assert silent.says.endswith("Not kept here: feedback.")
    assert ask("same-concern-continues", heard).outcome == "action"


def test_no_change_at_all_leaves_no_concern_to_come_back() -> None:
    found = ask("same-concern-continues", service(feedback=[QUIET]))

    assert (found.outcome, found.figure.n) == ("clear", 0)
    assert found.says == (
        "No care plan was changed for a complaint in the last 12 months, so no concern could come back."
    )


def observations(poor: int, of: int, **given: Any) -> dict[str, Any]:
    rows = [make_observation(f"2026-09-{n + 1:02d} 09:00", learning_id="L1",
                             **(given if n < poor else {})) for n in range(of)]  # fmt: skip
    return embedded(observations=rows)


def test_staff_do_not_know_when_one_observation_in_five_says_so() -> None:
    table = read_table("""
    | poor | of | outcome     |
    |------|----|-------------|
    | 1    | 5  | action      |
    | 1    | 6  | clear       |
    | 1    | 4  | watch       |
    | 0    | 4  | no_evidence |
    | 0    | 0  | no_evidence |
    """)

    for line in table:
        tables = observations(int(line["poor"] or 0), int(line["of"] or 0), finding="not_applied")
        assert ask("poor-staff-knowledge", tables).outcome == line["outcome"], line
    both = observations(1, 5, finding="not_applied", knowledge="does_not_know")
    assert ask("poor-staff-knowledge", both).figure.value == 0.2  # one observation, counted once


def test_poor_staff_knowledge_reads_aloud() -> None:
    found = ask("poor-staff-knowledge", observations(2, 5, knowledge="does_not_know"))

    assert found.says == (
        "In 40% (2 of 5) of the observations of changed guidance in the 6 months to 31 October 2026, it was not "
        "applied or the worker did not know it."
    )
    unnamed = embedded(observations=[make_observation("2026-09-01 09:00")])
    assert ask("poor-staff-knowledge", unnamed).says == (
        "Not tested: no observation of the 6 months to 31 October 2026 names the learning it looked at."
    )


def test_the_old_routine_is_in_use_when_the_latest_look_found_it() -> None:
    old = make_observation("2026-09-01 09:00", finding="not_applied", observation_id="OB2")
    mended = make_observation("2026-10-01 09:00")

    in_use, since = ask("old-routine-in-use", embedded(observations=[SEEN, old])), [SEEN, old, mended]

    assert (in_use.outcome, in_use.says) == (
        "watch",
        "1 of 1 changed care plan observed was not followed when last seen.",
    )
    assert [one.ref for one in in_use.evidence] == ["observations:OB2"]
    assert ask("old-routine-in-use", embedded(observations=since)).says == (
        "The one changed care plan observed was followed when last seen, at least in part."
    )


def test_an_old_routine_that_nobody_looked_for_is_no_evidence() -> None:
    elsewhere = make_observation("2026-09-01 09:00", person_id="P002")

    found = ask("old-routine-in-use", embedded(observations=[elsewhere]))

    assert (found.outcome, found.says) == (
        "no_evidence",
        "Not tested: nobody has observed the care of any item since its plan was changed.",
    )


FOLLOW_UPS = {
    "guidance-not-confirmed": (
        "2026-10-17",
        "2026-10-18",
        "confirmed with the person or their representative",
    ),
    "staff-not-briefed": ("2026-10-17", "2026-10-18", "briefed to staff"),
    "not-observed": ("2026-10-03", "2026-10-04", "observed in practice"),
}


@pytest.mark.parametrize("code", FOLLOW_UPS)
def test_what_follows_a_change_is_asked_two_weeks_later_and_practice_after_four(code: str) -> None:
    """14 days before 31 October is the 17th; 28 days before is the 3rd."""
    last_day, too_new, done = FOLLOW_UPS[code]
    others = {
        "learning": [learning(agreed_on="2026-09-10"), learning(learning_id="L9", person_id="P002", relevant="no",
                                                                briefed_on="2026-09-01")],
        "observations": [make_observation("2026-09-01 09:00", person_id="P002")],
    }  # fmt: skip
    used = change("2026-02-01 10:00", person_id="P002", confirmed_with="person")

    old = ask(code, changed(change(f"{last_day} 10:00", change_id="PC1"), used, **others))
    new = ask(code, changed(change(f"{too_new} 10:00"), used, **others))

    days = 28 if code == "not-observed" else 14
    assert (old.outcome, old.says) == (
        "watch",
        f"1 of 1 care plan change made for a complaint {days} days ago or more was not {done}.",
    )
    assert [one.ref for one in old.evidence] == ["care_plan_changes:PC1", "learning:L1"]
    assert (new.outcome, new.says) == (
        "clear",
        f"No care plan of anybody still living here was changed for a complaint {days} days ago or more.",
    )


@pytest.mark.parametrize("code", FOLLOW_UPS)
def test_what_was_done_after_a_change_and_for_whom_it_no_longer_matters_is_clear(code: str) -> None:
    done = ask(code, embedded())
    left = embedded(people=[make_stay("P001", moved_out="2026-10-01")])

    days = 28 if code == "not-observed" else 14
    assert (done.outcome, done.says) == (
        "clear",
        f"The one care plan change made for a complaint {days} days ago or more was {FOLLOW_UPS[code][2]}.",
    )
    assert ask(code, left).figure.n == 0


def test_a_column_that_is_never_used_says_nothing() -> None:
    unconfirmed = CHANGE | {"confirmed_with": None, "confirmed_on": None}
    tables = embedded(learning=[learning()]) | changed(unconfirmed, learning=[learning()])

    assert ask("guidance-not-confirmed", tables).says == (
        "Not tested: the care plans do not say with whom a change was confirmed."
    )
    assert ask("staff-not-briefed", tables).says == (
        "Not tested: the learning tracker does not say when staff were briefed."
    )
    assert word(the_item(tables)["confirmed"]) is None


def test_a_blank_is_not_confirmed_where_the_column_is_used() -> None:
    blank = CHANGE | {"confirmed_with": None, "confirmed_on": None}
    used = change("2026-02-01 10:00", person_id="P002", confirmed_with="person")

    assert ask("guidance-not-confirmed", changed(blank, used)).outcome == "watch"


def test_observations_need_only_be_supplied_for_their_absence_to_be_found() -> None:
    none_made, none_kept = embedded(observations=[]), embedded()
    del none_kept["observations"]

    assert ask("not-observed", none_made).outcome == "watch"
    assert ask("not-observed", none_kept).says == "Not tested: no observations were supplied."
    assert ask("old-routine-in-use", none_made).outcome == "no_evidence"
