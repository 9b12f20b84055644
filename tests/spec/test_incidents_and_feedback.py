"""Are incidents rising, and do people say so? Worked tables to check by hand.

Ten people live at the service, so October has 310 days lived here, and the six months before 1,830.
"""

from __future__ import annotations

import pytest

from tests.factories import (
    days_of,
    make_care,
    make_complaint,
    make_evidence,
    make_feedback,
    make_handover,
    make_incident,
    make_stay,
)
from tests.spec.asking import ask
from tests.spec.text_tables import read_table
from toolkit.audits.staffing.audit import run

PEOPLE = [make_stay(f"P{n:03d}") for n in range(10)]
MONTHS = {
    month: f"2026-{place:02d}"
    for place, month in enumerate(("mar", "apr", "may", "jun", "jul", "aug", "sep", "oct"), start=3)
}


def incidents_of(line: dict[str, str | None]) -> list[dict]:
    """So many incidents in each month as the line says, one a day from the 1st."""
    return [
        make_incident(f"{MONTHS[month]}-{day:02d} 10:00")
        for month in MONTHS
        for day in range(1, int(line.get(month) or 0) + 1)
    ]


def test_incidents_are_rising_when_chance_does_not_explain_this_months_rate() -> None:
    """The ratio is this month's rate over that of the months before together; its lower limit decides."""
    table = read_table("""
    | case                                        | mar | apr | may | jun | jul | aug | sep | oct | outcome     |
    |---------------------------------------------|-----|-----|-----|-----|-----|-----|-----|-----|-------------|
    | six in six months, then one                 |     | 1   | 1   | 1   | 1   | 1   | 1   | 1   | no_evidence |
    | then three: three times, chance may do it   |     | 1   | 1   | 1   | 1   | 1   | 1   | 3   | clear       |
    | then five: five times, and it may not       |     | 1   | 1   | 1   | 1   | 1   | 1   | 5   | action      |
    | one a quarter, then two: breach on too few  | 1   | 0   | 0   | 0   | 0   | 0   | 0   | 2   | watch       |
    | none this month                             |     | 1   | 1   | 1   | 1   | 1   | 1   | 0   | no_evidence |
    | three months on record are enough           |     |     |     |     | 1   | 0   | 1   | 5   | action      |
    | two are not                                 |     |     |     |     |     | 1   | 1   | 9   | no_evidence |
    | a month without incidents is a true zero    | 3   | 0   | 0   | 0   | 0   | 0   | 0   | 4   | action      |
    """)

    found = {
        line["case"]: ask("increased-incidents", {"incidents": incidents_of(line), "people": PEOPLE})
        for line in table
    }

    assert {case: str(one.outcome) for case, one in found.items()} == {
        line["case"]: line["outcome"] for line in table
    }


def test_the_sentence_gives_both_rates_and_how_far_chance_could_move_them() -> None:
    line = dict.fromkeys(("apr", "may", "jun", "jul", "aug", "sep"), "1") | {"oct": "5"}

    found = ask("increased-incidents", {"incidents": incidents_of(line), "people": PEOPLE})

    assert found.says == (
        "There were 5 incidents this month, 16.1 per 1,000 days people lived here, against 3.3 in the 6 months "
        "before (4.92 times, 95% interval 1.19 to 19.35)."
    )
    assert found.figure.n == 5
    assert found.figure.value == pytest.approx((5 / 310) / (6 / 1830))
    assert [one.ref.split(":")[0] for one in found.evidence] == ["incidents"] * 5


def test_one_incident_was_and_none_before_has_no_upper_limit() -> None:
    one = ask("increased-incidents", {"incidents": incidents_of({"apr": "6", "oct": "1"}), "people": PEOPLE})
    first = ask(
        "increased-incidents", {"incidents": incidents_of({"mar": "1", "oct": "4"}), "people": PEOPLE}
    )

    assert one.says == (
        "There was 1 incident this month, 3.2 per 1,000 days people lived here, against 3.3 in the 6 months "
        "before (0.98 times, 95% interval 0.02 to 8.11). These are too few records to be sure."
    )
    assert first.says == (
        "There were 4 incidents this month, 12.9 per 1,000 days people lived here, against 0 in the 6 months "
        "before (95% interval 3.90 times or more)."
    )


def test_months_before_the_first_incident_on_record_are_no_months_without_incidents() -> None:
    found = ask(
        "increased-incidents", {"incidents": incidents_of({"sep": "1", "oct": "9"}), "people": PEOPLE}
    )

    assert found.says == "Not tested: only 1 month before this one can be compared with; 3 are needed."


def test_in_home_care_incidents_are_counted_against_visits_of_at_least_three_months() -> None:
    def visits(months: list[str]) -> list[dict]:
        return [make_care(f"{day} 08:00") for month in months for day in days_of(month)]

    incidents = incidents_of({"apr": "2", "oct": "5"})
    tables = {"incidents": incidents, "people": PEOPLE}
    two = ask("increased-incidents", tables | {"care": visits(["2026-08", "2026-09", "2026-10"])},
                kind="home_care")  # fmt: skip
    three = ask("increased-incidents",
                  tables | {"care": visits(["2026-07", "2026-08", "2026-09", "2026-10"])},
                  kind="home_care")  # fmt: skip

    assert two.says == "Not tested: only 2 months before this one can be compared with; 3 are needed."
    assert three.says == (
        "There were 5 incidents this month, 161.3 per 1,000 visits, against 0 in the 3 months before "
        "(95% interval 2.72 times or more)."
    )


def test_days_people_lived_here_run_from_moving_in_to_the_day_before_moving_out() -> None:
    people = [make_stay("P1", moved_in="2026-10-22"), make_stay("P2", moved_out="2026-10-11")]

    audit = run(make_evidence({"incidents": [make_incident("2026-10-05 09:00")], "people": people}))

    rate = audit.measures["incident_rate"]
    assert (rate.value, rate.n) == (1000 * 1 / (10 + 10), 1)


@pytest.mark.parametrize("absent", ["incidents", "people"])
def test_without_incidents_or_people_nothing_is_compared(absent: str) -> None:
    tables = {"incidents": incidents_of({"apr": "6", "oct": "9"}), "people": PEOPLE}
    del tables[absent]

    found = ask("increased-incidents", tables)

    assert found.outcome == "no_evidence"
    assert found.says == f"Not tested: there are no rows of {absent} of this service in the last 12 months."


def voices(line: dict[str, str | None]) -> dict[str, list[dict]]:
    """Feedback and complaints of October, as many of each as the line says."""
    day = "2026-10-12"
    n = {name: int(cell or 0) for name, cell in line.items() if name not in ("case", "outcome")}
    feedback = [
        *(make_feedback(day, kind="concern") for _ in range(n["concerns"])),
        *(make_feedback(day) for _ in range(n["compliments"])),
        *(make_feedback(day, kind=None) for _ in range(n.get("unmarked", 0))),
        *(make_feedback(day, kind="concern", source="staff") for _ in range(n.get("staff", 0))),
    ]
    complaints = [
        *(make_complaint(day) for _ in range(n["complaints"])),
        *(make_complaint(day, raised_by="staff") for _ in range(n.get("by_staff", 0))),
        *(make_complaint(day, duplicate_of="CO-1") for _ in range(n.get("repeats", 0))),
    ]
    # A row of the month before, so that neither table is missing when a line says none.
    return {"feedback": [make_feedback("2026-09-12"), *feedback],
            "complaints": [make_complaint("2026-09-12"), *complaints]}  # fmt: skip


def test_feedback_is_poor_when_two_voices_in_five_are_concerned() -> None:
    table = read_table("""
    | case                                | concerns | complaints | compliments | unmarked | staff | by_staff | repeats | outcome     |
    |-------------------------------------|----------|------------|-------------|----------|-------|----------|---------|-------------|
    | 2 of 5                              | 1        | 1          | 3           |          |       |          |         | action      |
    | 2 of 6                              | 1        | 1          | 4           |          |       |          |         | clear       |
    | 2 of 4 are too few to be sure       | 2        | 0          | 2           |          |       |          |         | watch       |
    | 1 of 4 are too few to be clear      | 1        | 0          | 3           |          |       |          |         | no_evidence |
    | nobody spoke                        | 0        | 0          | 0           |          |       |          |         | no_evidence |
    | staff's own concerns do not count   | 1        | 1          | 4           |          | 5     |          |         | clear       |
    | nor complaints raised by staff      | 1        | 1          | 4           |          |       | 5        |         | clear       |
    | a complaint repeated counts once    | 1        | 1          | 4           |          |       |          | 5       | clear       |
    | unmarked feedback is in neither part| 1        | 1          | 3           | 9        |       |          |         | action      |
    """)

    found = {line["case"]: ask("poor-feedback", voices(line)) for line in table}

    assert {case: str(one.outcome) for case, one in found.items()} == {
        line["case"]: line["outcome"] for line in table
    }


def test_the_sentence_of_poor_feedback_gives_the_share_and_its_evidence_is_what_was_said() -> None:
    line = {"concerns": "1", "complaints": "1", "compliments": "3"}

    found = ask("poor-feedback", voices(line))

    assert (
        found.says
        == "Of what people, families and professionals said, 40% (2 of 5) was concern or complaint."
    )
    assert sorted(one.ref.split(":")[0] for one in found.evidence) == ["complaints", "feedback"]


def rated(ratings: list[float], **given: object) -> dict[str, list[dict]]:
    compliments = [make_feedback("2026-10-12") for _ in range(6)]
    scores = [make_feedback("2026-10-13", kind="comment", rating=rating, **given) for rating in ratings]
    return {"feedback": [*compliments, *scores], "complaints": [make_complaint("2026-09-12")]}


@pytest.mark.parametrize(
    ("ratings", "outcome"),
    [
        pytest.param([3, 3, 3, 3, 3], "action", id="five with a mean of 3.0"),
        pytest.param([3, 3, 3, 3, 4], "clear", id="five with a mean of 3.2"),
        pytest.param([1, 1, 1, 1], "watch", id="four poor ones"),
        pytest.param([5, 5, 5, 5], "clear", id="four good ones are left out"),
    ],
)
def test_feedback_is_poor_when_five_ratings_have_a_mean_of_three_or_less(
    ratings: list[float], outcome: str
) -> None:
    assert ask("poor-feedback", rated(ratings)).outcome == outcome


def test_ratings_read_aloud() -> None:
    assert ask("poor-feedback", rated([3, 3, 2, 3, 2])).says == "The mean of 5 ratings was 2.6 of 5."
    assert ask("poor-feedback", rated([1])).says == (
        "The one rating given was 1 of 5. These are too few records to be sure."
    )
    assert ask("poor-feedback", rated([1, 1, 1, 1, 1], source="staff")).outcome == "clear"


@pytest.mark.parametrize("absent", ["feedback", "complaints"])
def test_feedback_cannot_be_called_good_without_the_complaints_nor_without_the_feedback(absent: str) -> None:
    tables = voices({"concerns": "0", "complaints": "0", "compliments": "9"})
    del tables[absent]

    found = ask("poor-feedback", tables)

    assert found.outcome == "no_evidence"
    assert found.says == f"Not tested: there are no rows of {absent} of this service in the last 12 months."


def inconsistency(concerns: list[str], complaints: list[str], entries: list[str]) -> dict[str, list[dict]]:
    """Concerns on continuity, complaints on missed care and handover entries on routines, on these days."""
    return {
        "feedback": [make_feedback(day, kind="concern", theme="continuity") for day in concerns],
        "complaints": [make_complaint(day, theme="missed_care") for day in complaints],
        "handover": [make_handover(f"{day} 08:00", theme="routines") for day in entries],
    }


def test_three_voices_in_28_days_say_that_care_is_inconsistent() -> None:
    """The 28 days to 31 October begin on 4 October."""
    three = ask("inconsistent-care-feedback", inconsistency(["2026-10-04"], ["2026-10-31"], ["2026-10-20"]))
    too_old = ask("inconsistent-care-feedback", inconsistency(["2026-10-03"], ["2026-10-31"], ["2026-10-20"]))

    assert (three.outcome, too_old.outcome) == ("watch", "clear")
    assert three.says == (
        "In the last 28 days, 1 concern, 1 complaint and 1 handover entry were about continuity, missed care "
        "or routines."
    )
    assert len(three.evidence) == 3


def test_only_concerns_count_of_feedback_only_first_complaints_and_only_these_themes() -> None:
    tables = inconsistency(["2026-10-20"], ["2026-10-20"], [])
    tables["feedback"].append(make_feedback("2026-10-20", kind="compliment", theme="continuity"))
    tables["complaints"].append(make_complaint("2026-10-21", theme="missed_care", duplicate_of="CO-1"))
    tables["handover"].append(make_handover("2026-10-21 08:00", theme="falls"))

    found = ask("inconsistent-care-feedback", tables)

    assert (found.outcome, found.figure.value) == ("clear", 2)


def test_the_tables_not_kept_are_named_and_one_table_is_enough() -> None:
    tables = inconsistency(["2026-10-20"], [], [])

    found = ask("inconsistent-care-feedback", {"feedback": tables["feedback"]})

    assert found.outcome == "clear"
    assert found.says == (
        "In the last 28 days, 1 concern was about continuity, missed care or routines. "
        "Not kept here: complaints and handover."
    )


def test_nothing_said_of_it_among_other_things_reads_aloud() -> None:
    tables = {"feedback": [make_feedback("2026-10-20")], "complaints": [make_complaint("2026-10-20")]}

    assert ask("inconsistent-care-feedback", tables).says == (
        "In the last 28 days, no concern or complaint was about continuity, missed care or routines. "
        "Not kept here: handover."
    )


def test_silence_is_not_consistency() -> None:
    none_kept = ask("inconsistent-care-feedback", {"people": PEOPLE})
    nothing_said = ask("inconsistent-care-feedback", inconsistency(["2026-06-02"], [], []))

    assert none_kept.says == (
        "Not tested: there are no rows of feedback, complaints or handover of this service in the last 12 months."
    )
    assert nothing_said.says == (
        "Not tested: nothing was said or logged in the last 28 days. Not kept here: complaints and handover."
    )
    assert (none_kept.outcome, nothing_said.outcome) == ("no_evidence", "no_evidence")
