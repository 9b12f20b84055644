"""Are the roles, quality statements and regulations that the checks name the ones a provider can find?"""

from __future__ import annotations

import pytest

from toolkit.audits import AUDITS
from toolkit.audits.checks import Question
from toolkit.parameters import Framework
from toolkit.parameters.provider import ROLES

QUESTIONS = [question for kind in AUDITS.values() for question in kind.questions]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.code)
def test_a_check_names_roles_that_the_provider_can_give_its_own_title(question: Question) -> None:
    assert {question.reviewed_by, question.escalates_to} <= set(ROLES)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.code)
def test_a_check_names_statements_and_regulations_of_the_default_framework(question: Question) -> None:
    framework = Framework()

    assert [s for s in question.quality_statements if framework.key_question(s) is None] == []
    assert set(question.regulations) <= set(framework.regulations)
