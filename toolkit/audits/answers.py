"""How do the arms of a check become one answer with one sentence?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolkit.audits.checks import Arm, Check, Figure, Outcome, Question, Reference, decide


def answer(
    question: Question,
    arms: Sequence[Arm],
    figure: Figure,
    threshold: Mapping[str, float | int],
    *,
    held_back: str = "",
    lead: str = "",
) -> Check:
    """One check from its arms: the outcome by the one rule, the sentence from the arms that made it.

    `held_back` says why nothing may be clear although no arm was breached ("" when nothing is);
    `lead` is said first whatever the answer.
    """
    outcome = decide(question.kind, arms)
    if held_back and outcome is Outcome.CLEAR:
        outcome = Outcome.NO_EVIDENCE
    evidence: set[Reference] = {one for arm in arms if arm.breached for one in arm.evidence}
    return Check(
        question=question,
        outcome=outcome,
        says=_together([lead, _says(outcome, arms, held_back)]),
        figure=figure,
        threshold=dict(threshold),
        evidence=tuple(sorted(evidence, key=lambda one: (one.ref, one.file, one.sheet or "", one.row))),
        arms=tuple(arms),
    )


TOO_FEW = "These are too few records to be sure."


def _says(outcome: Outcome, arms: Sequence[Arm], held_back: str) -> str:
    breached = [arm.says for arm in arms if arm.breached]
    untested = [f"Not tested: {_inside(arm.says)}" for arm in arms if arm.breached is None]
    held = [arm.says for arm in arms if arm.breached is False]
    if outcome in (Outcome.ACTION, Outcome.WATCH):
        sure = any(arm.breached and arm.enough for arm in arms)
        return _together([*breached, "" if sure else TOO_FEW, *untested])
    if outcome is Outcome.CLEAR:
        return _together(held)
    thin = any(arm.breached is False and not arm.enough for arm in arms)
    return _together([*untested, *held, TOO_FEW if thin else "", held_back])


def _together(sentences: Sequence[str]) -> str:
    """Sentences one after the other, each said once."""
    return " ".join(sentence for sentence in dict.fromkeys(sentences) if sentence)


def _inside(sentence: str) -> str:
    """A sentence as it stands after a colon: its first letter small, unless it is a name or a figure."""
    first, rest = sentence[:1], sentence[1:]
    return first.lower() + rest if rest[:1].islower() or rest[:1] == " " else sentence
