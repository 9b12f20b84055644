"""Do limits declared anew decide only with 12 months behind them, and does the page say since when and why?

The provider's own audits ask 200 questions a month. In the first 12 months on record about 180 were answered
yes; from then on 160, a step down that the chart calls worse for as long as the old limits hold.

| Months since the step, before the month judged | Declared anew at the step | Answer |
| ---------------------------------------------- | ------------------------- | ------ |
| 11                                             | no                        | worse  |
| 11                                             | yes                       | worse  |
| 12                                             | no                        | worse  |
| 12                                             | yes                       | steady |
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories import make_audit_row, make_evidence, make_observation
from toolkit.audits.oversight.facts import OversightFacts
from toolkit.audits.oversight.indicator_words import says_of
from toolkit.audits.oversight.statement_frames import verdicts_of
from toolkit.evidence import Evidence
from toolkit.measures.charts_over_time import MonthlyFigure, Rebase, judge_month
from toolkit.measures.recovery.sources import practice_applied
from toolkit.parameters import Thresholds
from toolkit.parameters.oversight_thresholds import OversightDefinitions
from toolkit.parameters.rebases import DeclaredRebase
from toolkit.period import Period

SCORE = ("audit_score", "")
BEFORE = [180, 182, 178, 181] * 3
SIX = Thresholds(oversight_definitions=OversightDefinitions(run_length=6))
MONTH = Period.parse("2026-10")


def declared(month: str, indicator: str = "audit_score") -> DeclaredRebase:
    return DeclaredRebase(
        indicator=indicator, month=month, reason="New audit tool", decided_by="quality meeting"
    )


def evidence_of(*scores: int, **more: Any) -> Evidence:
    """The evidence of October 2026, the month of the last score; each is so many yes of 200."""
    rows = [
        make_audit_row(f"{MONTH.earlier(back).month if back else MONTH.month}-10", yes=yes, no=200 - yes)
        for back, yes in zip(range(len(scores) - 1, -1, -1), scores, strict=True)
    ]
    return make_evidence({"audits": rows}, **more)


def stepped(months: int) -> list[int]:
    """A year before the step, so many months after it, and the month judged."""
    return [*BEFORE, *[160] * months, 160]


@pytest.mark.parametrize(
    ("months", "step", "is_declared", "answer"),
    [
        (11, "2025-11", False, "worse"),
        (11, "2025-11", True, "worse"),
        (12, "2025-10", False, "worse"),
        (12, "2025-10", True, "steady"),
    ],
)
def test_limits_declared_anew_decide_only_with_twelve_months_behind_them(
    months: int, step: str, is_declared: bool, answer: str
) -> None:
    rebases = [declared(step)] if is_declared else []

    facts = OversightFacts(evidence_of(*stepped(months), rebases=rebases))

    assert facts.answers[SCORE] == answer


def test_the_scores_of_each_theme_begin_anew_with_the_audit_score() -> None:
    facts = OversightFacts(evidence_of(*stepped(12), rebases=[declared("2025-10")]))

    assert facts.answers["audit_score", "records"] == "steady"


def test_limits_declared_anew_of_another_indicator_change_nothing() -> None:
    facts = OversightFacts(evidence_of(*stepped(12), rebases=[declared("2025-10", "concern_share")]))

    assert facts.answers[SCORE] == "worse"


def test_both_limits_stay_on_the_chart() -> None:
    facts = OversightFacts(evidence_of(*stepped(12), rebases=[declared("2025-10")]))

    phases = facts.verdicts[SCORE].chart.phases
    assert [(one.first_month, len(one.baseline)) for one in phases] == [("2024-10", 12), ("2025-10", 12)]
    assert phases[1].rebase == Rebase("2025-10", "New audit tool")


def test_an_earlier_month_is_judged_by_the_same_declarations() -> None:
    evidence = evidence_of(*stepped(13), rebases=[declared("2025-09")])

    assert OversightFacts(evidence.earlier(1)).answers[SCORE] == "steady"


@pytest.mark.parametrize(("thresholds", "answer"), [(Thresholds(), "steady"), (SIX, "better")])
def test_six_months_on_one_side_are_a_signal_where_the_run_length_says_so(
    thresholds: Thresholds, answer: str
) -> None:
    above = [183, 184, 183, 184, 183, 184]

    facts = OversightFacts(evidence_of(*BEFORE, 180, 178, *above, thresholds=thresholds))

    assert facts.answers[SCORE] == answer


@pytest.mark.parametrize(("run_length", "answer"), [(7, "steady"), (6, "better")])
def test_practice_seen_applied_is_judged_by_the_run_length_too(run_length: Any, answer: str) -> None:
    applied = [10, 9, 11, 10] * 3 + [10, 8] + [12, 13, 12, 13, 12, 13]
    months = [MONTH.earlier(back).month for back in range(len(applied) - 1, 0, -1)] + [MONTH.month]
    rows = [
        make_observation(
            f"{month}-10 09:00", theme="dignity", finding="applied" if n < seen else "not_applied"
        )
        for month, seen in zip(months, applied, strict=True)
        for n in range(20)
    ]
    seen = make_evidence({"observations": rows}).store.rows("observations")

    assert practice_applied(seen, "dignity", MONTH, run_length).answer == answer


# What is said


def said(months: int, *rebases: Rebase) -> str:
    """The sentence on the audit score of the last of those months."""
    figures = [
        MonthlyFigure(f"{2024 + (9 + at) // 12}-{(9 + at) % 12 + 1:02d}", yes, 200)
        for at, yes in enumerate(stepped(months))
    ]
    return says_of(judge_month(figures, "share", "higher", figures[-1].month, rebases=rebases), "audit_score")


def test_without_a_declaration_the_first_twelve_months_are_named() -> None:
    assert said(12) == (
        "The audit score was 80% (160 of 200) in October 2026, against 90.1% in its first 12 months on "
        "record (limits 83.8% to 96.5%): below what chance explains, it got worse."
    )


def test_limits_in_force_are_told_with_their_month_and_reason() -> None:
    assert said(12, Rebase("2025-10", "New audit tool")) == (
        "The audit score was 80% (160 of 200) in October 2026, against 80% in the 12 months from October 2025, "
        "since “New audit tool” (limits 71.5% to 88.5%): no more than chance explains."
    )


def test_limits_not_yet_in_force_are_told_as_waiting() -> None:
    assert said(11, Rebase("2025-10", "New audit tool")) == (
        "The audit score was 80% (160 of 200) in September 2026, against 90.1% in its first 12 months on "
        "record (limits 83.8% to 96.5%): below what chance explains, it got worse. Limits were declared anew from October "
        "2025 (“New audit tool”); they come into force with 12 months behind them."
    )


def test_a_start_overtaken_by_a_later_one_in_force_is_not_said_to_wait() -> None:
    sentence = said(12, Rebase("2025-06", "New auditor"), Rebase("2025-10", "New audit tool"))

    assert "since “New audit tool”" in sentence
    assert "declared anew" not in sentence


def test_the_sentence_of_the_page_names_the_declaration() -> None:
    facts = OversightFacts(evidence_of(*stepped(11), rebases=[declared("2025-11")]))

    says = verdicts_of(facts).set_index("indicator")["says"]

    assert says["audit_score"].endswith(
        "Limits were declared anew from November 2025 (“New audit tool”); "
        "they come into force with 12 months behind them."
    )
    assert "declared anew" not in says["concern_share"]
