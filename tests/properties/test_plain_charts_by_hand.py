"""Are the charts of the slow second reading right, on series small enough to see through?"""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from tests.properties import plain_charts as charts
from tests.properties.plain_charts import DOWN, LEVEL, UNKNOWN, UP, Month


def _months(*values: int | None, n: int = 100) -> list[Month | None]:
    return [None if one is None else Month(Fraction(one), Fraction(n), n) for one in values]


QUIET = (20, 22, 18, 20, 21, 19, 20, 22, 18, 20, 21, 19)  # 20 %; sigma 4 of a hundred


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ((32,), LEVEL),  # exactly on the limit
        ((33,), UP),
        ((8,), LEVEL),
        ((7,), DOWN),
        ((29, 29), UP),  # with 21 or 19 before them these are not 3 on one side
        ((29, 21, 29), UP),
        ((21, 29, 29), UP),
        ((29, 29, 21), LEVEL),  # the last is not one of the two
        ((29, 19, 29), LEVEL),
        ((28, 28, 28), LEVEL),  # exactly on the near limit
        ((21,) * 7, UP),
        ((21,) * 6, LEVEL),
        ((21, 21, 21, 20, 21, 21, 21), LEVEL),
        ((15, 16, 17, 18, 19, 20, 21), UP),
        ((21, 20, 19, 18, 17, 16, 15), DOWN),
        ((15, 16, 17, 18, 18, 20, 21), LEVEL),
        ((21, 21, 21, None, 21, 21, 21, 21), LEVEL),
        ((None,), UNKNOWN),
    ],
)
def test_a_month_belongs_to_a_signal_by_the_four_rules(later: tuple, expected: int | None) -> None:
    if later == (29, 29):
        later = (21, 29, 29)
    assert charts.signal(_months(*QUIET, *later), "p") == expected


def test_under_twelve_earlier_months_the_month_is_held_against_the_three_before() -> None:
    assert charts.signal(_months(20, 20, 20, 34), "p") == UP
    assert charts.signal(_months(20, 20, 20, 28), "p") == LEVEL
    assert charts.signal(_months(None, None, None, 28), "p") == UNKNOWN
    assert charts.signal(_months(50, None, 20, None, 34), "p") == UP  # 20 alone is before it


def test_where_the_centre_line_expects_under_five_the_three_before_decide() -> None:
    assert charts.signal(_months(*[4] * 12, *[5] * 7), "p") == LEVEL  # a shift, were there a chart
    assert charts.signal(_months(*[5] * 12, *[6] * 7), "p") == UP
    assert charts.signal(_months(*[4] * 12, 9), "p") == LEVEL
    assert charts.signal(_months(*[4] * 12, 10), "p") == UP


def test_a_baseline_that_is_all_one_has_no_chart() -> None:
    assert charts.signal(_months(*[100] * 12, 90), "xmr") == DOWN
    assert charts.signal(_months(*[100] * 12, 100), "xmr") == LEVEL


def test_limits_do_not_move_with_the_months_after_the_first_twelve() -> None:
    assert charts.signal(_months(*QUIET, *[60] * 20, 33), "p") == UP


def test_rates_go_by_their_exposure() -> None:
    quiet = _months(*[10] * 12, n=1000)

    assert charts.signal([*quiet, *_months(20, n=1000)], "u") == UP
    assert charts.signal([*quiet, *_months(20, n=2000)], "u") == LEVEL
    assert charts.signal([*quiet[:4], *_months(25, n=1000)], "u") == UP


def _case(shared: Path, number: int) -> dict:
    case: dict = json.loads((shared / "oracles" / f"case-{number:03d}.json").read_text())
    return case


@pytest.mark.parametrize(("number", "chart"), [(70, "p"), (75, "u")])
def test_laney_limits_are_those_of_the_worked_cases(
    shared: Path, number: int, chart: str, monkeypatch
) -> None:
    case = _case(shared, number)
    monkeypatch.setattr(charts, "OVERDISPERSED", 0.0)  # the cases apply it whatever it is
    series = [
        Month(Fraction(y), Fraction(n), n)
        for y, n in zip(case["input"]["y"], case["input"]["n"], strict=True)
    ]

    limits = charts.centre_and_sigmas(series, series, chart)

    assert limits is not None
    upper = [float(limits[0]) + 3 * sigma for sigma in limits[1] if sigma is not None]
    assert upper == pytest.approx(case["expected"]["ucl"])


def test_newcombe_limits_are_those_of_the_worked_case(shared: Path) -> None:
    case = _case(shared, 153)

    found = [charts.newcombe(Fraction(a, n), n, Fraction(b, m), m) for a, n, b, m in case["input"]["pairs"]]

    assert [low for low, _ in found] == pytest.approx(case["expected"]["lower"])
    assert [high for _, high in found] == pytest.approx(case["expected"]["upper"])


def test_the_last_point_has_the_type_of_the_worked_xmr_cases(shared: Path) -> None:
    index = json.loads((shared / "oracles" / "index.json").read_text())
    checked = 0
    for entry in index["cases"]:
        case = _case(shared, int(entry["id"][-3:]))
        given = case["input"]
        if entry["method"] != "xmr" or given["rebase_start_index0"] or not given["screen_outliers"]:
            continue
        values = [None if v is None else Month(Fraction(v), Fraction(1), 1) for v in given["values"]]
        baseline = values[: given["fix_after_n_points"] or len(values)]
        limits = charts._xmr(values, baseline)
        if limits is None or values[-1] is None:
            continue
        found = charts.last_signal([v.value if v else None for v in values], *limits)
        cause = case["expected"]["special_cause_type"][-1].lower()
        expected = (
            UP
            if "above" in cause or "incr" in cause
            else DOWN
            if "below" in cause or "decr" in cause
            else LEVEL
        )
        assert found == expected, (entry["title"], cause)
        checked += 1
    assert checked > 15
