"""Do the answers about complaints learning and care plans agree with the slow, plain implementation?

Where the two once read the rules differently, the smallest example that shows it stands at the end.
"""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import Phase, given

from tests.factories import (
    make_complaint,
    make_evidence,
    make_feedback,
    make_learning,
    make_plan_change,
    make_stay,
)
from tests.properties import plain_learning_checks as checks
from tests.properties.generated_learning import learning_services
from tests.properties.generated_services import GeneratedService
from tests.properties.how_many import examples
from tests.properties.plain_learning import Item
from tests.properties.plain_learning_measures import LearningAudit, Numbers
from toolkit.audits import AUDITS
from toolkit.audits.checks import Figure
from toolkit.audits.result import Audit
from toolkit.evidence import Evidence

# Half a second a service; a failing one is not shrunk, for its rows are all drawn from one seed.
a_fifth_of_the_examples = examples(5, at_most=2, phases=(Phase.explicit, Phase.generate))
NAME = "complaints_care_plans"


def run(evidence: Evidence) -> Audit:
    return AUDITS[NAME].run(evidence)


@a_fifth_of_the_examples
@given(learning_services())
def test_all_answers_measures_and_records_behind_them_agree(service: GeneratedService) -> None:
    plain = LearningAudit(service.plain())

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


# Where the audit and the plain implementation once differed: the smallest example that shows each case.

COMPLAINT = make_complaint("2026-07-01", complaint_id="K1", theme="routines", response_sent_on="2026-07-10",
                      closed_on="2026-07-12", outcome="upheld")  # fmt: skip
CHANGED = [make_plan_change("2026-01-01"), make_plan_change("2026-08-01")]


def _outcome(code: str, **tables: list) -> str:
    usual = {"people": [make_stay()], "observations": [], "complaints": [COMPLAINT],
             "care_plan_changes": CHANGED[:1], "feedback": [make_feedback("2026-10-05")]}  # fmt: skip
    return run(make_evidence(usual | tables)).check(code).outcome.value


def test_learning_that_the_persons_new_home_wrote_down_is_of_the_service_complained_of() -> None:
    learning = [make_learning("K1", "2026-07-20", service_id="elmtree"),
                make_learning("K1", "2026-07-20", relevant="no")]  # fmt: skip

    assert _outcome("missing-care-plan-update", learning=learning) == "action"


def test_learning_from_a_complaint_that_another_service_received_is_that_services() -> None:
    complaints = [COMPLAINT | {"service_id": "elmtree"}, make_complaint("2026-02-01", complaint_id="K2")]
    learning = [make_learning("K1", "2026-07-20")]

    assert _outcome("missing-care-plan-update", complaints=complaints, learning=learning) == "clear"


def test_learning_without_theme_has_that_of_the_complaint_it_came_from() -> None:
    again = make_complaint("2026-07-02", complaint_id="K2", theme="dignity", duplicate_of="K1")
    learning = [make_learning("K2", "2026-07-20", theme=None)]
    voice = [make_feedback("2026-08-10", kind="concern", person_id="P001", theme="dignity")]

    assert _outcome("same-concern-continues", complaints=[COMPLAINT, again], learning=learning,
                    feedback=voice, care_plan_changes=CHANGED) == "action"  # fmt: skip


def test_a_concern_comes_back_that_the_second_learning_row_of_the_item_is_about() -> None:
    learning = [make_learning("K1", "2026-07-20", theme="dignity"),
                make_learning("K1", "2026-07-21", theme="routines")]  # fmt: skip
    voice = [make_feedback("2026-08-10", kind="concern", person_id="P001", theme="routines")]

    assert _outcome("same-concern-continues", learning=learning, feedback=voice,
                    care_plan_changes=CHANGED) == "action"  # fmt: skip
