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
) -> Check:
    """One check from its arms: the outcome by the one rule, the sentence from the arms that made it.

    `held_back` says why nothing may be clear although no arm was breached ("" when nothing is).
    """
    outcome = decide(question.kind, arms)
    if held_back and outcome is Outcome.CLEAR:
        outcome = Outcome.NO_EVIDENCE
    evidence: set[Reference] = {one for arm in arms if arm.breached for one in arm.evidence}
    return Check(
        question=question,
        outcome=outcome,
        says=_says(outcome, arms, held_back),
        figure=figure,
        threshold=dict(threshold),
        evidence=tuple(sorted(evidence, key=lambda one: (one.ref, one.file, one.sheet or "", one.row))),
        arms=tuple(arms),
    )


def _says(outcome: Outcome, arms: Sequence[Arm], held_back: str) -> str:
    breached = [arm.says for arm in arms if arm.breached]
    untested = [arm.says for arm in arms if arm.breached is None]
    held = [arm.says for arm in arms if arm.breached is False]
    if outcome in (Outcome.ACTION, Outcome.WATCH):
        few = [] if any(a.breached and a.enough for a in arms) else ["These are too few records to be sure."]
        return " ".join([*breached, *few, *(f"Not tested: {_inside(reason)}" for reason in untested)])
    if outcome is Outcome.CLEAR:
        return " ".join(held)
    reasons = [f"Not tested: {_inside(reason)}" for reason in untested]
    thin = [arm.says for arm in arms if arm.breached is False]
    few = ["These are too few records to be sure."] if any(a.breached is False and not a.enough for a in arms) else []
    back = [held_back] if held_back else []
    return " ".join([*reasons, *thin, *few, *back])


def _inside(sentence: str) -> str:
    """A sentence as it stands after a colon: its first letter small, unless it is a name or a figure."""
    first, rest = sentence[:1], sentence[1:]
    return first.lower() + rest if rest[:1].islower() or rest[:1] == " " else sentence
