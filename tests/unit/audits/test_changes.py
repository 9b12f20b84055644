"""Is a change told only where there is one, and never as a trend where the question changed?"""

from __future__ import annotations

from typing import Any

import pytest

from tests.spec.text_tables import read_table
from toolkit.audits.changes import Change, Difference, ServiceMonth, change_of, compare_months, difference_of
from toolkit.audits.checks import Outcome
from toolkit.parameters.thresholds import Thresholds

AUDIT = "staffing_missed_care"


def a_check(code: str, outcome: str, says: str = "So it is.") -> dict[str, Any]:
    return {"code": code, "outcome": outcome, "says": says, "question": f"{code}?"}


def a_figure(
    value: float | None, n: int | None, unit: str = "share", *, limits: bool = True
) -> dict[str, Any]:
    low, high = (0.0, 1.0) if limits and value is not None else (None, None)
    return {"value": value, "n": n, "unit": unit, "low": low, "high": high}


def a_month(
    month: str,
    checks: list[dict[str, Any]],
    measures: dict[str, Any] | None = None,
    *,
    thresholds: dict[str, Any] | None = None,
    toolkit: str = "0.1.0",
    status: str = "clear",
) -> ServiceMonth:
    entry = {"status": status, "checks": checks, "measures": measures or {}}
    usual = Thresholds().model_dump(mode="json", by_alias=True)
    return ServiceMonth(month, {AUDIT: entry}, usual | (thresholds or {}), toolkit)


def test_each_pair_of_answers_has_one_name() -> None:
    table = read_table("""
    | september   | october     | change      |
    |-------------|-------------|-------------|
    | clear       | action      | new         |
    | no_evidence | watch       | new         |
    |             | action      | new         |
    | watch       | action      | worse       |
    | action      | watch       | better      |
    | action      | clear       | settled     |
    | watch       | clear       | settled     |
    | clear       | no_evidence | untestable  |
    | action      | no_evidence | untestable  |
    | action      |             | untestable  |
    | no_evidence | clear       | now tested  |
    | action      | action      | same        |
    | no_evidence |             | same        |
    """)

    def read(word: str | None) -> Outcome | None:
        return Outcome(word) if word else None

    found = [change_of(read(line["september"]), read(line["october"])).value for line in table]

    assert found == [line["change"] for line in table]


def test_an_answer_judged_by_another_threshold_is_never_better_or_worse() -> None:
    changed = {"rushed-records": {"rate": 0.2, "minimum_rows": 50}}
    before = a_month("2026-09", [a_check("rushed-records", "watch")])
    after = a_month("2026-10", [a_check("rushed-records", "clear")], thresholds=changed)

    found = compare_months("oakfield", before, after)

    assert [one.change for one in found.checks] == [Change.DEFINITION_CHANGED]


def test_a_changed_definition_counts_for_the_checks_that_rest_on_it_and_for_no_others() -> None:
    care = Thresholds().model_dump(mode="json", by_alias=True)["care-definitions"] | {"note_words": 5}
    codes = ("rushed-records", "poor-feedback")
    before = a_month("2026-09", [a_check(code, "clear") for code in codes])
    after = a_month(
        "2026-10", [a_check(code, "action") for code in codes], thresholds={"care-definitions": care}
    )

    found = {one.code: one.change for one in compare_months("oakfield", before, after).checks}

    assert found == {"rushed-records": Change.DEFINITION_CHANGED, "poor-feedback": Change.NEW}


def test_the_same_answer_under_another_threshold_is_the_same() -> None:
    assert change_of(Outcome.CLEAR, Outcome.CLEAR, definition_changed=True) is Change.SAME


def test_no_answer_now_is_untestable_even_where_the_definition_changed() -> None:
    assert change_of(Outcome.ACTION, None, definition_changed=True) is Change.UNTESTABLE


def test_an_audit_that_failed_this_month_leaves_its_answers_untestable() -> None:
    before = a_month("2026-09", [a_check("rushed-records", "clear")])
    after = a_month("2026-10", [], status="failed")

    (one,) = compare_months("oakfield", before, after).checks

    assert (one.change, one.after, one.says_before) == (Change.UNTESTABLE, None, "So it is.")


def test_what_a_meeting_reads_first_comes_first() -> None:
    before = a_month("2026-09", [a_check("a", "action"), a_check("b", "clear"), a_check("c", "clear")])
    after = a_month("2026-10", [a_check("a", "clear"), a_check("b", "no_evidence"), a_check("c", "action")])

    found = compare_months("oakfield", before, after)

    assert [one.code for one in found.checks] == ["c", "b", "a"]


@pytest.mark.parametrize(
    ("unit", "before", "after", "difference"),
    [
        # 5 of 100 and 7 of 100 may be chance; 5 of 100 and 20 of 100 are not
        ("share", a_figure(0.05, 100), a_figure(0.07, 100), Difference.WITHIN_CHANCE),
        ("share", a_figure(0.05, 100), a_figure(0.20, 100), Difference.HIGHER),
        ("share", a_figure(0.20, 100), a_figure(0.05, 100), Difference.LOWER),
        # 6 and 9 incidents in 300 days may be chance (pitfall 23); 3 and 21 are not
        ("per 1,000", a_figure(20.0, 6), a_figure(30.0, 9), Difference.WITHIN_CHANCE),
        ("per 1,000", a_figure(10.0, 3), a_figure(70.0, 21), Difference.HIGHER),
        # nobody knows what chance would do
        ("share", a_figure(0.9, 93, limits=False), a_figure(0.5, 93, limits=False), Difference.NOT_COMPARED),
        ("share", a_figure(None, 0), a_figure(0.5, 93), Difference.NOT_COMPARED),
        ("share", a_figure(0.5, 0), a_figure(0.5, 93), Difference.NOT_COMPARED),
        ("per 1,000", a_figure(0.0, 0), a_figure(9.0, 3), Difference.NOT_COMPARED),
        ("hours", a_figure(10.0, 5), a_figure(90.0, 5), Difference.NOT_COMPARED),
    ],
)  # fmt: skip
def test_a_figure_is_higher_or_lower_only_beyond_chance(
    unit: str, before: dict, after: dict, difference: Difference
) -> None:
    assert difference_of(unit, before, after) is difference


def figure_change(name: str, before: dict | None, after: dict | None, **later: Any) -> Difference:
    checks = [a_check("rushed-records", "clear")]
    was = a_month("2026-09", checks, {name: before} if before else {})
    now = a_month("2026-10", checks, {name: after} if after else {}, **later)
    (one,) = compare_months("oakfield", was, now).figures
    return one.difference


def test_a_figure_that_one_month_lacks_is_shown_and_not_compared() -> None:
    assert figure_change("missed_care_rate", a_figure(0.05, 100), None) is Difference.NOT_COMPARED
    assert figure_change("missed_care_rate", None, a_figure(0.05, 100)) is Difference.NOT_COMPARED


def test_a_figure_counted_by_another_definition_is_never_a_trend() -> None:
    care = Thresholds().model_dump(mode="json", by_alias=True)["care-definitions"] | {"grace_minutes": 5}
    low, high = a_figure(0.05, 100), a_figure(0.30, 100)

    assert figure_change("delayed_rate", low, high) is Difference.HIGHER
    changed = figure_change("delayed_rate", low, high, thresholds={"care-definitions": care})
    assert changed is Difference.DEFINITION_CHANGED


def test_a_figure_that_looks_back_over_months_shares_them_and_is_not_compared() -> None:
    low, high = a_figure(0.05, 100), a_figure(0.50, 100)

    assert figure_change("learning_in_eight_weeks", low, high) is Difference.NOT_COMPARED


def test_another_version_of_the_toolkit_is_told() -> None:
    before, after = a_month("2026-09", [], toolkit="0.1.0"), a_month("2026-10", [], toolkit="0.2.0")

    assert compare_months("oakfield", before, after).other_version
    assert not compare_months("oakfield", before, before).other_version
