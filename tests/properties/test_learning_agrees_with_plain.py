"""Do the answers about complaints learning and care plans agree with the slow, plain implementation?

Where the two read the rules differently, the difference stands at the end as the smallest example that
shows it, expected to fail, and `_unsettled` keeps that one case out of the comparison.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given

from tests.properties import plain_learning_checks as checks
from tests.properties.generated_learning import learning_services
from tests.properties.generated_services import GeneratedService
from tests.properties.plain_learning import Item
from tests.properties.plain_learning_measures import LearningAudit, Numbers
from toolkit.audits import AUDITS
from toolkit.audits.checks import Figure
from toolkit.audits.result import Audit
from toolkit.evidence import Evidence

NAME = "complaints_care_plans"
pytestmark = pytest.mark.skipif(NAME not in AUDITS, reason="the audit of complaints learning is not here yet")


def run(evidence: Evidence) -> Audit:
    return AUDITS[NAME].run(evidence)


@given(learning_services())
def test_all_answers_agree(service: GeneratedService) -> None:
    plain = LearningAudit(service.plain())

    ours = {check.code: check.outcome.value for check in run(service.evidence()).checks}

    theirs = checks.outcomes(plain)
    settled = sorted(set(theirs) - _unsettled(plain))
    assert {code: ours[code] for code in settled} == {code: theirs[code] for code in settled}
    assert set(ours) == set(theirs)


@given(learning_services())
def test_all_measures_agree(service: GeneratedService) -> None:
    plain, audit = LearningAudit(service.plain()), run(service.evidence())

    for name, expected in plain.measures().items():
        if name not in _unsettled(plain):
            assert _agree(audit.measures[name], expected), (name, audit.measures[name], expected)


@given(learning_services())
def test_the_figures_behind_the_answers_agree(service: GeneratedService) -> None:
    plain, audit = LearningAudit(service.plain()), run(service.evidence())

    answers = checks.outcomes(plain)
    for code, expected in checks.figures(plain).items():
        if code not in _unsettled(plain) and answers[code] != "no_evidence":
            assert _agree(audit.check(code).figure, expected), (code, audit.check(code).figure, expected)


@given(learning_services())
def test_the_records_listed_behind_the_answers_agree(service: GeneratedService) -> None:
    plain, audit = LearningAudit(service.plain()), run(service.evidence())

    answers = checks.outcomes(plain)
    for code, expected in _listed(plain).items():
        if code not in _unsettled(plain) and answers[code] in ("action", "watch"):
            table = code_table(expected)
            ours = {one.ref for one in audit.check(code).evidence if one.ref.startswith(table)}
            assert ours == expected, (code, ours, expected)


def code_table(references: Iterable[str]) -> str:
    return next(iter(references)).split(":")[0] + ":"


def _listed(plain: LearningAudit) -> dict[str, set[str]]:
    """The records that a finding must name, of the one table that tells its cases apart."""
    concerns = [row for pair in checks.family_pairs(plain) for row in pair]
    return {
        "missing-care-plan-update": _learning(checks.missing_updates(plain)),
        "closed-on-response-only": _learning(checks.closed_unreflected(plain)),
        "guidance-not-confirmed": _learning(checks.unconfirmed(plain)),
        "staff-not-briefed": _learning(checks.unbriefed(plain)),
        "not-observed": _learning(checks.unobserved(plain)),
        "repeated-family-concerns": {f"feedback:{row['feedback_id']}" for row in concerns},
        "known-preference-missing": {
            f"feedback:{row['feedback_id']}" for row in checks.preferences_missing(plain)
        },
    }


def _learning(items: Iterable[Item]) -> set[str]:
    return {f"learning:{one}" for item in items for one in item.learning_ids}


def _agree(figure: Figure, expected: Numbers) -> bool:
    """Value and limits; n where the plain implementation names one."""
    value, low, high, n = expected
    limits = low is None or (_same(figure.low, low) and _same(figure.high, high))
    return _same(figure.value, value) and limits and (n is None or figure.n == n)


def _same(ours: float | None, plain: object) -> bool:
    if ours is None or plain is None:
        return ours is None and plain is None
    return abs(ours - float(plain)) <= 1e-9 * max(1.0, abs(float(plain)))  # type: ignore[arg-type]


def _unsettled(plain: LearningAudit) -> set[str]:
    """What the two read differently in this service (see the examples at the end)."""
    return set()
