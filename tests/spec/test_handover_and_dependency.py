"""Are needs current, do handover risks have a control, and did anyone decide? Worked tables."""

from __future__ import annotations

import pytest

from tests.factories import (
    days_of,
    make_complaint,
    make_decision,
    make_feedback,
    make_handover,
    make_need,
    make_review,
    make_stay,
    nights,
)
from tests.spec.asking import ask
from tests.spec.text_tables import read_table
from toolkit.audits.checks import Check

SEPTEMBER, OCTOBER = days_of("2026-09"), days_of("2026-10")


def reviewed(stays: list[dict], reviews: list[dict], **more) -> Check:
    return ask("dependency-out-of-date", {"people": stays, "dependency": reviews}, **more)


def one_beside_four(**given: str | None) -> Check:
    """Four people reviewed on 15 September, and one as given."""
    day = given.pop("reviewed_on")
    people = [make_stay(f"P{n}") for n in range(4)]
    last = make_stay("P9", **{name: cell for name, cell in given.items() if cell})
    reviews = [make_review(f"P{n}") for n in range(4)]
    return reviewed([*people, last], reviews + ([make_review("P9", reviewed_on=day)] if day else []))


def test_a_review_is_out_of_date_after_92_days_and_a_newcomer_has_a_week() -> None:
    """92 days before 31 October is 31 July. One of five is the fifth that is watched; one of four stays clear."""
    table = read_table("""
    | case                                | moved_in   | moved_out  | reviewed_on | out | of | outcome |
    |-------------------------------------|------------|------------|-------------|-----|----|---------|
    | day 92 is in date                   |            |            | 2026-07-31  | 0   | 5  | clear   |
    | day 93 is out of date               |            |            | 2026-07-30  | 1   | 5  | watch   |
    | never reviewed                      |            |            |             | 1   | 5  | watch   |
    | moved in 7 days before              | 2026-10-24 |            |             | 1   | 5  | watch   |
    | moved in 6 days before: in no part  | 2026-10-25 |            |             | 0   | 4  | clear   |
    | new, but reviewed already           | 2026-10-25 |            | 2026-10-26  | 0   | 5  | clear   |
    | left before as_of                   |            | 2026-10-31 | 2026-01-05  | 0   | 4  | clear   |
    """)

    for line in table:
        expected = (line.pop("out"), line.pop("of"), line.pop("outcome"), line.pop("case"))
        found = one_beside_four(**line)
        of_five = (found.figure.value or 0) * (found.figure.n or 0)
        assert (str(round(of_five)), str(found.figure.n), str(found.outcome)) == expected[:3], expected[3]


def test_the_sentence_of_dependency_gives_how_many_and_its_evidence_is_their_stays() -> None:
    found = one_beside_four(reviewed_on="2026-07-30")

    assert (
        found.says == "Of the people living here, 20% (1 of 5) had no dependency review in the last 92 days."
    )
    assert [one.ref.split(":")[0] for one in found.evidence] == ["people"]


def test_without_any_review_in_twelve_months_or_without_people_there_is_no_evidence() -> None:
    old = reviewed([make_stay()], [make_review(reviewed_on="2025-10-31")])
    nobody = reviewed([make_stay(moved_out="2026-09-02")], [make_review()])

    assert (old.outcome, nobody.outcome) == ("no_evidence", "no_evidence")
    assert old.says == "Not tested: there are no rows of dependency of this service in the last 12 months."
    assert nobody.says == "Not tested: nobody lived here on the last day of the audit."


# A log that says when risks are resolved: without one such entry nobody could tell what is still open.
SETTLED = make_handover("2026-09-05 20:00", resolved_on="2026-09-06")


def test_a_handover_risk_has_a_week_to_get_a_control() -> None:
    table = read_table("""
    | case                                | logged_at        | resolved_on | control | without | risks |
    |-------------------------------------|------------------|-------------|---------|---------|-------|
    | still open after 7 days             | 2026-10-24 20:00 |             |         | 1       | 2     |
    | still open after 6 days             | 2026-10-25 07:00 |             |         | 0       | 2     |
    | open for a month, with a control    | 2026-10-01 20:00 |             | Alarm   | 0       | 2     |
    | resolved on day 7                   | 2026-10-05 20:00 | 2026-10-12  |         | 1       | 2     |
    | resolved on day 6                   | 2026-10-05 20:00 | 2026-10-11  |         | 0       | 2     |
    | from September, resolved on the 1st | 2026-09-10 20:00 | 2026-10-01  |         | 1       | 2     |
    | resolved before the month           | 2026-09-10 20:00 | 2026-09-30  |         | 0       | 1     |
    | resolved after as_of: still open    | 2026-10-20 20:00 | 2026-11-05  |         | 1       | 2     |
    """)

    for line in table:
        case, expected = line.pop("case"), (float(line.pop("without") or 0), int(line.pop("risks") or 0))
        entries = [SETTLED, make_handover("2026-10-28 20:00"), make_handover(**line)]
        found = ask("control-missing", {"handover": entries})
        assert (found.figure.value, found.figure.n) == expected, case
        assert found.outcome == ("watch" if expected[0] else "clear"), case


def test_control_missing_reads_aloud() -> None:
    controlled = [make_handover("2026-10-10 20:00") for _ in range(2)]
    without = make_handover("2026-10-05 20:00", control=None)

    def says(entries: list[dict]) -> str:
        return ask("control-missing", {"handover": [SETTLED, *entries]}).says

    assert says([*controlled, without]) == (
        "1 of 3 handover risks open this month had no control for 7 days or more."
    )
    assert says(controlled) == (
        "None of 2 handover risks open this month was without a control for 7 days or more."
    )
    assert says(controlled[:1]) == (
        "The one handover risk open this month was not without a control for 7 days or more."
    )
    assert says([]) == "No handover risk was open this month."


def test_handover_that_was_not_kept_or_holds_no_controls_is_no_evidence() -> None:
    busy = [make_handover(f"2026-0{month}-{day:02d} 20:00", resolved_on=f"2026-0{month}-{day:02d}")
            for month in (7, 8, 9) for day in range(1, 11)]  # fmt: skip
    silent = [make_handover("2026-10-05 20:00", control=None)]

    stopped = ask("control-missing", {"handover": busy})
    without = ask("control-missing", {"handover": silent})
    absent = ask("control-missing", {})
    unresolved = ask("control-missing", {"handover": [make_handover("2026-10-05 20:00")]})

    assert stopped.says == "No handover risk was open this month. Handover entries were not kept this month."
    assert absent.says == "Not tested: there are no rows of handover of this service in the last 12 months."
    assert without.says == "Not tested: the handover log does not hold controls."
    assert unresolved.says == (
        "Not tested: the handover log never says when a risk was resolved, "
        "so nobody can tell what is still open."
    )
    assert {one.outcome for one in (stopped, without, absent, unresolved)} == {"no_evidence"}


def test_a_month_without_entries_after_quiet_months_is_no_gap() -> None:
    """Nine entries in one of the three months before: the log may well have had nothing to say."""
    quiet = [make_handover(f"2026-0{month}-{day:02d} 20:00", resolved_on=f"2026-0{month}-{day:02d}")
             for month in (7, 8, 9) for day in range(1, 11 if month < 9 else 10)]  # fmt: skip

    assert ask("control-missing", {"handover": quiet}).outcome == "clear"


def test_a_risk_logged_more_than_twelve_months_ago_is_not_a_finding_of_this_month() -> None:
    forgotten = make_handover("2025-09-10 20:00", control=None)

    found = ask("control-missing", {"handover": [forgotten, SETTLED, make_handover("2026-10-10 20:00")]})

    assert found.figure.n == 1


NEED = make_need(staff_needed=2)


def rota(short: list[str], days: tuple[str, ...] = (*SEPTEMBER, *OCTOBER)) -> dict[str, list[dict]]:
    """Two were rostered every night; on the short nights the second did not come."""
    second = [row for day in days for row in nights([day], attended=day not in short)]
    return {"staffing_needs": [NEED], "shifts": [*nights(days), *second]}


BOTH_MONTHS, THIS_MONTH = [*SEPTEMBER[:4], *OCTOBER[:4]], OCTOBER[:4]


def unresolved(tables: dict[str, list[dict]], decisions: list[dict] | None, **more) -> Check:
    """Only the trigger of repeated gaps and that of feedback can be tested: neither people nor care are known."""
    given = tables | ({} if decisions is None else {"decisions": decisions})
    return ask("unresolved-staffing-risk", given, **more)


def test_the_same_trigger_two_months_running_without_a_decision_goes_to_provider_oversight() -> None:
    found = unresolved(rota(BOTH_MONTHS), [])

    assert found.outcome == "action"
    assert found.says == (
        "“Does the same shift keep running short?” needed action this month and in September 2026, "
        "and no decision on recruitment, deployment or provider support was recorded since 1 September 2026."
    )
    assert {one.ref.split(":")[0] for one in found.evidence} == {"shifts", "staffing_needs"}


@pytest.mark.parametrize(
    ("decision", "outcome"),
    [
        pytest.param(make_decision("2026-09-01"), "clear", id="on the first day of the month before"),
        pytest.param(make_decision("2026-08-31"), "action", id="a day earlier"),
        pytest.param(make_decision("2026-10-31", kind="deployment"), "clear", id="deployment, on the last day"),
        pytest.param(make_decision("2026-11-01"), "action", id="after as_of"),
        pytest.param(make_decision("2026-10-12", kind="provider_support", service_id=None), "clear",
                     id="of the whole provider"),
        pytest.param(make_decision("2026-10-12", service_id="birch-lodge"), "action", id="of another service"),
        pytest.param(make_decision("2026-10-12", kind="external_audit"), "action", id="on something else"),
    ],
)  # fmt: skip
def test_a_decision_settles_it_when_it_is_on_staffing_recent_and_of_this_service(
    decision: dict, outcome: str
) -> None:
    assert unresolved(rota(BOTH_MONTHS), [decision]).outcome == outcome


def test_decisions_recorded_since_are_counted() -> None:
    since = "“Does the same shift keep running short?” needed action this month and in September 2026; "

    one = unresolved(rota(BOTH_MONTHS), [make_decision("2026-09-10")])
    two = unresolved(rota(BOTH_MONTHS), [make_decision("2026-09-10"), make_decision("2026-10-10")])

    assert one.says == since + "1 decision on staffing was recorded since."
    assert two.says == since + "2 decisions on staffing were recorded since."


def test_a_trigger_of_this_month_only_is_not_yet_for_oversight() -> None:
    """August is kept too, so that September can be told to have been no third month running."""
    days = (*days_of("2026-07"), *days_of("2026-08"), *SEPTEMBER, *OCTOBER)

    found = unresolved(rota(THIS_MONTH, days), [])

    assert found.outcome == "clear"
    assert found.says == (
        "“Does the same shift keep running short?” needed action this month, and not in September 2026."
    )


def test_a_trigger_that_could_not_be_tested_the_month_before_leaves_it_open() -> None:
    found = unresolved(rota(THIS_MONTH, tuple(OCTOBER)), [])

    assert found.outcome == "no_evidence"
    assert found.says == (
        "Not tested: “Does the same shift keep running short?” could not be tested for September 2026."
    )


def test_without_a_trigger_it_is_clear_only_when_all_were_tested() -> None:
    found = unresolved(rota([]), [])

    assert found.outcome == "no_evidence"
    assert found.says == (
        "Not tested: no trigger needs action this month, but 3 triggers could not be tested."
    )


def test_without_a_table_of_decisions_nobody_can_tell_whether_any_was_made() -> None:
    found = unresolved(rota(BOTH_MONTHS), None)

    assert found.outcome == "no_evidence"
    assert found.says == ("Not tested: no decisions were supplied, so nobody can tell whether any was made.")


def test_another_trigger_the_month_before_is_not_the_same_one() -> None:
    """Short in October; in September it was the feedback that was poor."""
    concerns = [make_feedback("2026-09-12", kind="concern") for _ in range(5)]
    days = (*days_of("2026-07"), *days_of("2026-08"), *SEPTEMBER, *OCTOBER)

    found = unresolved(
        rota(THIS_MONTH, days) | {"feedback": concerns, "complaints": [make_complaint("2025-12-12")]}, []
    )

    assert found.outcome == "clear"
