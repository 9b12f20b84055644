"""Does the provider's page find a theme for every question?"""

from __future__ import annotations

import pytest

from toolkit.audits.checks import Question
from toolkit.audits.complaints.questions import QUESTIONS as COMPLAINTS
from toolkit.audits.oversight.questions import QUESTIONS as OVERSIGHT
from toolkit.audits.recovery.questions import QUESTIONS as RECOVERY
from toolkit.audits.staffing.questions import QUESTIONS as STAFFING
from toolkit.sources.contract.columns import THEMES

EVERY = (*STAFFING, *COMPLAINTS, *RECOVERY, *OVERSIGHT)


@pytest.mark.parametrize("question", EVERY, ids=lambda question: question.code)
def test_a_question_names_a_theme_of_the_data_contract(question: Question) -> None:
    assert question.theme in THEMES
    assert question.theme != "other"
