"""Does an arm that only warns stay a warning, whatever the kind of its check?"""

from __future__ import annotations

import pytest

from toolkit.audits.answers import TOO_FEW, answer
from toolkit.audits.checks import Arm, Figure, Kind, Outcome, decide
from toolkit.audits.complaints.questions import CLOSED_ON_RESPONSE_ONLY


@pytest.mark.parametrize(
    ("arms", "outcome"),
    [
        ([Arm("early", True, "", warns=True)], Outcome.WATCH),
        ([Arm("late", False, ""), Arm("early", True, "", warns=True)], Outcome.WATCH),
        ([Arm("late", True, ""), Arm("early", True, "", warns=True)], Outcome.ACTION),
        ([Arm("late", False, ""), Arm("early", False, "", warns=True)], Outcome.CLEAR),
    ],
)
def test_an_arm_that_warns_never_asks_for_action(arms: list[Arm], outcome: Outcome) -> None:
    assert decide(Kind.HIDDEN, arms) is outcome


def test_an_arm_that_warns_is_not_said_to_rest_on_too_few_records() -> None:
    found = answer(CLOSED_ON_RESPONSE_ONLY, [Arm("early", True, "Closed early.", warns=True)],
                   Figure("complaints", 1.0, "complaints"), {})  # fmt: skip

    assert found.says == "Closed early."
    assert TOO_FEW not in found.says
