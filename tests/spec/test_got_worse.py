"""Did an indicator get worse? Worked histories, month by month, that can be checked by hand.

`earlier` is what was counted in each month before, oldest first (`-`: no records), every month out of
`of`; `this` is the audit month.
"""

from __future__ import annotations

import pytest

from tests.spec.text_tables import read_table
from toolkit.measures.charts_over_time import MonthlyFigure, judge_month
from toolkit.measures.charts_over_time.monthly import month_named, month_number
from toolkit.measures.indicators import INDICATORS

AUDIT_MONTH = "2026-10"

# A year of 200 planned visits a month, 20 missed in each: 10 %, limits 3 sqrt(0.1 x 0.9 / 200) = 6.4 % away,
# so from 3.6 % to 16.4 % (7.3 to 32.7 visits), outer thirds beyond 5.8 % and 14.2 % (11.5 and 28.5 visits). A month of 20 lies on the line, on neither side.
BY_THE_CHART = """
| indicator        | earlier                                                 | this | of   | answer  | rule               |
|------------------|---------------------------------------------------------|------|------|---------|--------------------|
| missed_care_rate | 20 20 20 20 20 20 20 20 20 20 20 20                     | 20   | 200  | steady  |                    |
| missed_care_rate | 20 20 20 20 20 20 20 20 20 20 20 20                     | 32   | 200  | steady  |                    |
| missed_care_rate | 20 20 20 20 20 20 20 20 20 20 20 20                     | 33   | 200  | worse   | above_limit        |
| missed_care_rate | 20 20 20 20 20 20 20 20 20 20 20 20                     | 7    | 200  | better  | below_limit        |
| missed_care_rate | 20 20 20 20 20 20 20 20 20 20 20 20                     | -    | 200  | unknown |                    |
| missed_care_rate | 20 20 20 20 20 20 20 20 20 20 20 20 29                  | 29   | 200  | steady  |                    |
| missed_care_rate | 20 20 20 20 20 20 20 20 20 20 20 20 29 21               | 29   | 200  | worse   | two_of_three_above |
| missed_care_rate | 20 20 20 20 20 20 20 20 20 20 20 20 29 20               | 29   | 200  | steady  |                    |
| missed_care_rate | 20 20 20 20 20 20 20 20 20 20 20 20 23 21 24 22 25 21   | 21   | 200  | worse   | run_above          |
| missed_care_rate | 20 20 20 20 20 20 20 20 20 20 20 20 23 21 24 22 25      | 21   | 200  | steady  |                    |
| missed_care_rate | 20 20 20 20 20 20 20 20 20 20 20 20 23 21 24 - 25 21 23 | 21   | 200  | steady  |                    |
| missed_care_rate | 20 20 20 20 20 20 20 20 20 20 20 20 17 18 19 21 22 23   | 24   | 200  | worse   | rising             |
| audit_score      | 180 180 180 180 180 180 180 180 180 180 180 180         | 167  | 200  | worse   | below_limit        |
| incident_rate    | 9 9 9 9 9 9 9 9 9 9 9 9                                 | 19   | 1200 | worse   | above_limit        |
| incident_rate    | 9 9 9 9 9 9 9 9 9 9 9 9                                 | 18   | 1200 | steady  |                    |
| complaints_count | 9 9 9 9 9 9 9 9 9 9 9 9                                 | 19   |      | higher  | above_limit        |
| attended_fill    | 90 92 90 92 90 92 90 92 90 92 90 92                     | 85   | 100  | worse   | below_limit        |
| attended_fill    | 90 92 90 92 90 92 90 92 90 92 90 92                     | 86   | 100  | steady  |                    |
"""

# Where the chart cannot carry the answer the month is held against the three before, together.
BY_THE_THREE_BEFORE = """
| indicator        | earlier                             | this | of   | answer  | why                     |
|------------------|-------------------------------------|------|------|---------|-------------------------|
| missed_care_rate | 20 20 20                            | 40   | 200  | worse   | few_months              |
| missed_care_rate | 20 20 20                            | 27   | 200  | steady  | few_months              |
| missed_care_rate | 20                                  | 40   | 200  | worse   | few_months              |
| missed_care_rate | 20 20 20 20 20 20 20 20 20 20 20    | 40   | 200  | worse   | few_months              |
| missed_care_rate | 20 - - -                            | 40   | 200  | unknown | few_months              |
| missed_care_rate | -                                   | 40   | 200  | unknown | few_months              |
| missed_care_rate | 4 4 4 4 4 4 4 4 4 4 4 4             | 16   | 200  | worse   | few_expected            |
| missed_care_rate | 4 4 4 4 4 4 4 4 4 4 4 4             | 8    | 200  | steady  | few_expected            |
| missed_care_rate | 0 0 0 0 0 0 0 0 0 0 0 0             | 8    | 200  | worse   | baseline_without_spread |
| missed_care_rate | 0 0 0 0 0 0 0 0 0 0 0 0             | 0    | 200  | steady  | baseline_without_spread |
| audit_score      | 50 50 50 50 50 50 50 50 50 50 50 50 | 44   | 50   | worse   | baseline_without_spread |
| incident_rate    | 2 2 2 2 2 2 2 2 2 2 2 2             | 9    | 1200 | worse   | few_expected            |
| complaints_count | 2 2 2 2 2 2 2 2 2 2 2 2             | 4    |      | steady  | few_expected            |
| complaints_count | 2 2 2 2 2 2 2 2 2 2 2 2             | 9    |      | higher  | few_expected            |
| own_fill         | 93 93 93 93 93 93 93 93 93 93 93 93 | 80   | 93   | worse   | baseline_without_spread |
| own_fill         | 91 92 91                            | 90   | 93   | steady  | few_months              |
"""


def verdict_of(row: dict[str, str | None]):
    counted = [*row["earlier"].split(), row["this"]]
    last, of = month_number(AUDIT_MONTH), row["of"] and float(row["of"])
    figures = [
        MonthlyFigure(month_named(last - back), None if x == "-" else float(x), of)
        for back, x in zip(range(len(counted) - 1, -1, -1), counted, strict=True)
    ]
    indicator = INDICATORS[row["indicator"]]
    return judge_month(figures, indicator.kind, indicator.better, AUDIT_MONTH)


def name_of(row: dict[str, str | None]) -> str:
    return f"{row['indicator']} {row['earlier']} then {row['this']}"


@pytest.mark.parametrize("row", read_table(BY_THE_CHART), ids=name_of)
def test_the_chart_decides_once_a_year_is_on_record(row: dict[str, str | None]) -> None:
    found = verdict_of(row)

    assert (found.answer, found.signal) == (row["answer"], row["rule"])
    assert found.why_no_chart is None


@pytest.mark.parametrize("row", read_table(BY_THE_THREE_BEFORE), ids=name_of)
def test_the_three_months_before_decide_where_the_chart_cannot(row: dict[str, str | None]) -> None:
    found = verdict_of(row)

    assert (found.answer, found.why_no_chart) == (row["answer"], row["why"])
    assert found.signal is None
