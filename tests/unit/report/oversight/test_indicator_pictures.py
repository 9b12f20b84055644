"""Is chance told from change: limits, trial limits, signals in words, and no point marked without limits?"""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.unit.report.oversight.factory import make_audit, make_frame, make_months, make_sources
from tests.unit.report.parsing import tags_of, text_of
from toolkit.audits.oversight.audit import OversightAudit
from toolkit.report.oversight.indicator_pictures import draw_indicators

VALUES = [0.02] * 12 + [0.05]
DIAMOND = 'fill="var(--action)"'
RING = 'stroke="var(--ink)" stroke-width="1.6"'


def audit_of(
    values: list[float | None], flag: str = "", indicator: str = "missed_care_rate", **verdict: Any
) -> OversightAudit:
    months = make_months(indicator, values)
    months[-1]["flag"] = flag
    return make_audit(
        indicators=make_frame("indicators", *months),
        verdicts_on_indicators=make_frame("verdicts_on_indicators", {"indicator": indicator, **verdict}),
    )


def test_where_limits_were_declared_anew_the_months_of_those_in_force_are_told_apart() -> None:
    piece = draw_indicators(audit_of([*VALUES[:-1], *VALUES], "", direction="steady", says="No change."))

    assert "No change. The limits in force rest on the last 12 months shaded." in text_of(piece.html)


def test_a_month_outside_the_limits_is_marked_ringed_and_named_in_words() -> None:
    audit = audit_of(VALUES, "above limit", direction="worse", says="Care missed was 5%: it got worse.")

    piece = draw_indicators(audit)

    said = text_of(piece.html)
    assert DIAMOND in piece.html
    assert RING in piece.html
    assert "Care missed lower is better Got worse" in said
    assert "outside the limits, the worse way" in said
    assert "Care missed was 5%: it got worse. Limits rest on 12 months, shaded." in said
    assert "October 2026 5% (above limit)" in said
    assert piece.text.startswith(
        "Did anything get better or worse by more than chance? Of 1 figure of this service in October 2026: "
        "1 got worse (care missed); none got better."
    )


@pytest.mark.parametrize("why", ["few_months", "few_expected", "baseline_without_spread"])
def test_where_the_limits_decide_nothing_no_point_is_marked(why: str) -> None:
    audit = audit_of(VALUES, "above limit", why_no_chart=why, trial=True)

    html = draw_indicators(audit).html

    assert DIAMOND not in html
    assert RING not in html
    assert "(above limit)" not in text_of(html)
    assert ("Trial limits: fewer than 12 earlier months." in text_of(html)) is (why == "few_months")
    assert ("No limits: " in text_of(html)) is (why != "few_months")
    assert ('stroke-dasharray="4,3"' in html) is (why == "few_months")


def test_the_better_way_outside_has_another_sign_than_the_worse_way() -> None:
    worse = draw_indicators(
        audit_of([0.9] * 12 + [0.8], "below limit", "attended_fill", direction="worse")
    ).html
    better = draw_indicators(
        audit_of([0.9] * 12 + [0.99], "above limit", "attended_fill", direction="better")
    ).html
    neither = draw_indicators(
        audit_of([2.0] * 12 + [9.0], "above limit", "complaints_count", direction="higher")
    ).html

    keys = [
        "outside the limits, the worse way",
        "outside the limits, the better way",
        "outside the limits, neither better nor worse",
    ]
    for place, html in enumerate((worse, better, neither)):
        assert [key in text_of(html) for key in keys] == [n == place for n in range(3)]


def test_a_month_without_data_is_striped_and_unknown_not_steady() -> None:
    audit = audit_of([0.02, None, 0.03, None], direction="unknown", why_no_chart=None)

    piece = draw_indicators(audit)

    assert "hatch" in piece.html
    assert "no data: unknown" in text_of(piece.html)
    assert "What 1 did in the month cannot be told (care missed): that is unknown, not steady." in piece.text
    assert "No data this month: unknown, not steady." in text_of(piece.html)


def test_limits_beyond_what_a_share_can_be_are_drawn_at_its_ends() -> None:
    months = make_months("own_fill", [0.97, 0.98, 0.96], low=-0.2, high=1.3)
    audit = make_audit(
        indicators=make_frame("indicators", *months),
        verdicts_on_indicators=make_frame("verdicts_on_indicators", {"indicator": "own_fill"}),
    )

    shown = [
        float(one.rstrip("%")) for one in re.findall(r"<text[^>]*>(\d+)%</text>", draw_indicators(audit).html)
    ]

    assert shown
    assert 0 <= min(shown) <= max(shown) <= 100


def test_figures_of_nothing_make_no_picture() -> None:
    piece = draw_indicators(make_audit(sources=make_sources("care", "shifts")))

    assert "unknown, not good" in piece.text
    assert tags_of(piece.html, "svg")[1:] == []


def test_one_month_alone_is_told_in_words_without_a_picture() -> None:
    piece = draw_indicators(audit_of([0.02], why_no_chart="few_months", trial=True))

    assert 'role="img"' not in piece.html
    assert "1 more figure, without a picture" in text_of(piece.html)
    assert "Care missed was 2%: no more than chance." in text_of(piece.html)


def test_audits_of_a_theme_are_drawn_for_an_open_risk_and_else_only_told() -> None:
    names = ("audit_score:falls", "audit_score:nutrition")
    months = [month for name in names for month in make_months(name, [0.9, 0.8, 0.85])]
    verdicts = ({"indicator": name, "says": f"{name} steady."} for name in names)
    audit = make_audit(
        indicators=make_frame("indicators", *months),
        verdicts_on_indicators=make_frame("verdicts_on_indicators", *verdicts),
        risks=make_frame("risks", {"indicator": "audit_score", "theme": "falls"}),
    )

    html = draw_indicators(audit).html

    assert html.count('role="img"') == 1
    assert '<title id="over-time-audit-score-falls-title">Audit score: falls, month by month</title>' in html
    assert "audit_score:nutrition steady." in text_of(html)


def test_every_picture_is_spoken_for_by_a_title_a_description_and_a_table() -> None:
    html = draw_indicators(audit_of(VALUES, "above limit", direction="worse")).html

    assert re.search(r"<desc[^>]*>Care missed was 2%: no more than chance\. Limits rest on", html)
    assert "From 2%" not in html
    assert [attrs["aria-labelledby"] for _, attrs in tags_of(html, "svg") if attrs.get("role") == "img"] == [
        "over-time-missed-care-rate-title over-time-missed-care-rate-desc"
    ]
    assert "Every figure, month by month" in text_of(html)


def test_the_axis_of_a_rate_is_in_plain_numbers() -> None:
    html = draw_indicators(audit_of([6.0, 9.0, 27.0], indicator="incident_rate", direction="steady")).html

    assert not re.search(r">\d+e\+\d", html)
    assert ">20</text>" in html
