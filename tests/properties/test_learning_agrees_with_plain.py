"""Do the answers about complaints learning and care plans agree with the slow, plain implementation?

Where the two read the rules differently, the difference stands at the end as the smallest example that
shows it, expected to fail, and that one case is kept out of the comparison.
"""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import Phase, assume, given, settings

from tests.properties import plain_learning_checks as checks
from tests.properties.generated_learning import learning_services
from tests.properties.generated_services import GeneratedService
from tests.properties.plain_learning import Item
from tests.properties.plain_learning_measures import LearningAudit, Numbers
from tests.properties.plain_service import known_elsewhere, known_rows
from toolkit.audits import AUDITS
from toolkit.audits.checks import Figure
from toolkit.audits.result import Audit
from toolkit.evidence import Evidence

# Half a second a service; a failing one is not shrunk, for its rows are all drawn from one seed.
a_fifth_of_the_examples = settings(
    max_examples=max(1, settings().max_examples // 5), phases=(Phase.explicit, Phase.generate)
)
NAME = "complaints_care_plans"


def run(evidence: Evidence) -> Audit:
    return AUDITS[NAME].run(evidence)


@a_fifth_of_the_examples
@given(learning_services())
def test_all_answers_measures_and_records_behind_them_agree(service: GeneratedService) -> None:
    plain = LearningAudit(service.plain())
    assume(not _written_elsewhere(plain))

    audit = run(service.evidence())

    theirs = checks.outcomes(plain)
    assert {check.code: check.outcome.value for check in audit.checks} == theirs
    for name, expected in plain.measures().items():
        assert _agree(audit.measures[name], expected), (name, audit.measures[name], expected)
    for code, expected in checks.figures(plain).items():
        if theirs[code] != "no_evidence":
            assert _agree(audit.check(code).figure, expected), (code, audit.check(code).figure, expected)
    for code, expected in _listed(plain).items():
        if theirs[code] in ("action", "watch"):
            assert _records(audit, code, table_of(expected)) == expected, code


def _records(audit: Audit, code: str, table: str) -> set[str]:
    return {one.ref for one in audit.check(code).evidence if table_of([one.ref]) == table}


def table_of(references: Iterable[str]) -> str:
    return next(iter(references)).split(":")[0]


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


def _written_elsewhere(plain: LearningAudit) -> bool:
    """Does learning at the other service speak of a complaint that only this one received?"""
    ours = {row["complaint_id"] for row in known_rows(plain.service, "complaints")}
    theirs = {row["complaint_id"] for row in known_elsewhere(plain.service, "complaints")}
    learnt = known_elsewhere(plain.service, "learning")
    return any(row["complaint_id"] in ours - theirs for row in learnt)
