"""Do all fourteen answers about oversight, their figures and the indicators agree with the plain reading?

Where the two read the rules differently, the difference stands at the end as an example of its own that
is expected to fail, and `_unsettled` keeps that one case out of the comparison: settle the question, and
the example says so by passing.
"""

from __future__ import annotations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.properties.generated_oversight import charted_services, governed_services
from tests.properties.generated_services import GeneratedService
from tests.properties.plain_indicators import INDICATORS
from tests.properties.plain_oversight import OversightAudit
from toolkit.audits import AUDITS

pytestmark = pytest.mark.skipif("oversight_evidence" not in AUDITS, reason="the audit is not there yet")
# A service is made from one seed, so there is nothing to shrink.
of_many_services = settings(max_examples=settings().max_examples, phases=(Phase.explicit, Phase.generate))
# Checks whose figure is a share of n; the figure of the others is how many were found.
SHARES = (
    "weak-action-closure",
    "evidence-pack-incomplete",
    "evidence-out-of-date",
    "few-challenges",
    "weak-impact-evidence",
)


def run(service: GeneratedService):
    return AUDITS["oversight_evidence"].run(service.evidence())


@of_many_services
@given(governed_services())
def test_all_fourteen_answers_agree(service: GeneratedService) -> None:
    audit, plain = run(service), OversightAudit(service.plain())

    open_questions = _unsettled(plain)
    ours = {check.code: check.outcome.value for check in audit.checks}
    settled = sorted(set(ours) - open_questions)
    assert set(ours) == set(plain.outcomes)
    assert {code: ours[code] for code in settled} == {code: plain.outcomes[code] for code in settled}


@of_many_services
@given(governed_services())
def test_figures_and_measures_agree(service: GeneratedService) -> None:
    audit, plain = run(service), OversightAudit(service.plain())

    open_questions = _unsettled(plain)
    for name, expected in plain.measures.items():
        if name not in open_questions:
            assert _same(audit.measures[name].value, expected), name
    for code in SHARES:
        if code in plain.figures and code not in open_questions:
            value, n = plain.figures[code]
            figure = audit.check(code).figure
            assert _same(figure.value, value), code
            assert (figure.n or 0) == (n or 0), code


@of_many_services
@given(st.one_of(governed_services(), charted_services()))
def test_which_way_each_indicator_went_agrees(service: GeneratedService) -> None:
    verdicts = run(service).verdicts_on_indicators
    ours = dict(zip(verdicts["indicator"], verdicts["direction"], strict=True))

    indicators = OversightAudit(service.plain()).said.indicators
    assert ours == {name: indicators.direction(name) for name in INDICATORS}


def _same(ours: float | None, plain: object) -> bool:
    if ours is None or plain is None:
        return ours is None and plain is None
    return abs(ours - float(plain)) <= 1e-9 * max(1.0, abs(float(plain)))  # type: ignore[arg-type]


def _unsettled(plain: OversightAudit) -> set[str]:
    """What the two read differently in this service (see the examples at the end)."""
    return set()
