"""Do the eight answers of the recovery map, their figures and each link agree with the plain reading?"""

from __future__ import annotations

import pytest
from hypothesis import Phase, given, settings

from tests.properties.generated_recovery import recovering_services
from tests.properties.generated_services import GeneratedService
from tests.properties.plain_recovery import RecoveryMap
from toolkit.audits import AUDITS

# A service is made from one seed, so there is nothing to shrink; both readings of one take a second.
few_examples = settings(
    max_examples=max(1, settings().max_examples * 3 // 10), phases=(Phase.explicit, Phase.generate)
)


def run(service: GeneratedService):
    return AUDITS["recovery_map"].run(service.evidence())


@pytest.mark.slow
@few_examples
@given(recovering_services())
def test_all_eight_answers_their_figures_and_every_link_agree(service: GeneratedService) -> None:
    assert differences(service) == []


def differences(service: GeneratedService) -> list[tuple[object, ...]]:
    """What, how the audit answers, how the plain reading does."""
    plain, audit = RecoveryMap(service.plain()), run(service)
    found: list[tuple[object, ...]] = []
    for check in audit.checks:
        if check.outcome.value != plain.outcomes[check.code]:
            found.append((check.code, check.outcome.value, plain.outcomes[check.code]))
        told = check.outcome.value != "no_evidence"
        if told and not _same_figure(check.figure, plain.figures[check.code]):
            found.append((check.code, check.figure, plain.figures[check.code]))
    if not _same_figure(audit.measures["connectedness"], plain.connectedness):
        found.append(("connectedness", audit.measures["connectedness"], plain.connectedness))
    return found + _links(audit, plain)


def _links(audit, plain: RecoveryMap) -> list[tuple[object, ...]]:
    """Each link of each risk on the map; every open risk is on it."""
    ours = {(row.risk_id, row.link): row.state for row in audit.chains.itertuples()}
    on_map = {risk_id for risk_id, _ in ours} | {row["risk_id"] for row in plain.open_risks}
    theirs = {
        (risk["risk_id"], link): state
        for risk in plain.risks
        if risk["risk_id"] in on_map
        for link, state in plain.links(risk).items()
    }
    return [
        (key, ours.get(key), theirs.get(key))
        for key in sorted(ours.keys() | theirs.keys())
        if ours.get(key) != theirs.get(key)
    ]


def _same_figure(figure, plain: tuple[object, int | None]) -> bool:
    value, n = plain
    return _same(figure.value, value) and (value is None or figure.n == n)


def _same(ours: float | None, plain: object) -> bool:
    if ours is None or plain is None:
        return ours is None and plain is None
    return abs(ours - float(plain)) <= 1e-9 * max(1.0, abs(float(plain)))  # type: ignore[arg-type]
