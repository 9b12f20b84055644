"""What stands behind the statements of the month? (assurance without evidence, against it, or out of date)"""

from __future__ import annotations

import pandas as pd

from toolkit.audits.absence import no_rows
from toolkit.audits.answers import answer
from toolkit.audits.checks import Arm, Check, Figure, Reference
from toolkit.audits.oversight import questions
from toolkit.audits.oversight.facts import OversightFacts
from toolkit.audits.oversight.words import NO_ASSURANCE, agree, assurance, contradiction_of, named
from toolkit.audits.references import references_to
from toolkit.measures.uncertainty import wilson
from toolkit.wording import count, first_capital, of, share_of

EXPERIENCED = ("observation", "feedback", "care_record")
CONTRADICTIONS_TOLD = 3
NO_CHALLENGE_LOG = "The challenges were not supplied: nobody can tell whether a statement was challenged."


def check_unsupported_assurance(facts: OversightFacts) -> Check:
    """Assurance that is unsupported or contradicted, and that no challenge names."""
    question, threshold = (
        questions.UNSUPPORTED_ASSURANCE,
        {"at_least": facts.limits.unsupported_assurance.statements},
    )
    figure = Figure("unsupported statements not challenged", None, "statements")
    untested = _statements_untold(facts)
    absent = facts.absent("evidence")
    if untested:
        return answer(question, [Arm("statements", None, untested)], figure, threshold)
    rows = facts.assurance
    if rows.empty:
        arms = [Arm("statements", False, NO_ASSURANCE), *_log_arms(facts)]
        if absent:
            arms.append(Arm("evidence", None, no_rows(absent)))
        return answer(question, arms, _counted(figure, 0, 0), threshold)
    open_to_ask = ~rows["statement_id"].isin(facts.challenged)
    cited = facts.never_filled("statements", "evidence_ids")
    if absent or cited:
        unsupported = [Arm("evidence", None, no_rows(absent) if absent else cited)]
    else:
        unsupported = [_unsupported_arm(facts, rows[(rows["level"] == "unsupported") & open_to_ask])]
    arms = [*unsupported, *_contradicted_arms(facts, rows, open_to_ask), *_log_arms(facts)]
    weak = rows["level"].isin(["unsupported", "contradicted"]) & open_to_ask
    return answer(question, arms, _counted(figure, int(weak.sum()), len(rows)), threshold)


def _statements_untold(facts: OversightFacts) -> str:
    """Why nothing can be said of the month's assurance; "" when it can."""
    absent = facts.absent("statements")
    return no_rows(absent) if absent else facts.never_filled("statements", "claims")


def _counted(figure: Figure, value: int, n: int) -> Figure:
    return Figure(figure.name, float(value), figure.unit, n=n)


def _challenges_untold(facts: OversightFacts) -> str:
    """Why nobody can tell what was challenged; "" when they can.

    Absence of a challenge is the finding, so the log need only be supplied, and name statements.
    """
    evidence = facts.evidence
    if not evidence.supplied("challenges"):
        return NO_CHALLENGE_LOG
    return "" if evidence.missing("challenges") else facts.never_filled("challenges", "statement_id")


def _log_arms(facts: OversightFacts) -> list[Arm]:
    """A table the question names that was not supplied leaves it open, whatever the statements are worth."""
    return [] if facts.evidence.supplied("challenges") else [Arm("challenges", None, NO_CHALLENGE_LOG)]


def _unsupported_arm(facts: OversightFacts, rows: pd.DataFrame) -> Arm:
    n = len(facts.assurance)
    if rows.empty:
        return Arm("unsupported", False, _none_unsupported_words(facts))
    untold = _challenges_untold(facts)
    if untold:
        return Arm("unsupported", None, untold)
    who = of(len(rows), n, "assurance statement")
    says = f"{who} of the month cited no frontline evidence of this service, and no challenge names "
    says += f"{'it' if len(rows) == 1 else 'them'} ({named(rows['statement_id'])})."
    enough = len(rows) >= facts.limits.unsupported_assurance.statements
    return Arm("unsupported", enough, says, evidence=_references(facts, rows))


def _none_unsupported_words(facts: OversightFacts) -> str:
    """Contradicted statements have an answer of their own; of these nothing is said here."""
    n, against = len(facts.assurance), int((facts.assurance["level"] == "contradicted").sum())
    if not against:
        return f"{_each(n)} rests on frontline evidence or was challenged."
    if against == n:
        return "No statement is left besides what the records contradict."
    return "Besides what the records contradict, each rests on frontline evidence or was challenged."


def _each(n: int) -> str:
    return first_capital(assurance(n)) if n == 1 else f"Each of {assurance(n)}"


def _contradicted_arms(facts: OversightFacts, rows: pd.DataFrame, open_to_ask: pd.Series) -> list[Arm]:
    """Contradicted and not challenged; what nothing could contradict is an arm that was not tested."""
    unasked = rows[(rows["level"] == "contradicted") & open_to_ask]
    arms = []
    untold = _challenges_untold(facts)
    if len(unasked) and untold:
        arms.append(Arm("contradicted", None, untold))
    elif len(unasked):
        says = f"No challenge names {named(unasked['statement_id'])}, though the records say the opposite. "
        says += _contradictions(facts, unasked)
        enough = len(unasked) >= facts.limits.unsupported_assurance.statements
        arms.append(Arm("contradicted", enough, says, evidence=_references(facts, unasked)))
    untested = rows[~rows["tested"] & (rows["level"] != "contradicted") & open_to_ask]
    if len(untested):
        arms.append(Arm("figures", None, _untested_words(untested, len(rows))))
    return arms


def _untested_words(untested: pd.DataFrame, n: int) -> str:
    return (
        f"{of(len(untested), n, 'assurance statement')} could not be held against any figure "
        f"({named(untested['statement_id'])})."
    )


def _contradictions(facts: OversightFacts, rows: pd.DataFrame) -> str:
    """What contradicts which of these statements, each figure said once; of many, the rest by id."""
    told: dict[str, list[str]] = {}
    for _, row in rows.sort_values("statement_id").iterrows():
        told.setdefault(contradiction_of(facts, row), []).append(str(row["statement_id"]))
    said = [f"{named(ids)}: {figure}" for figure, ids in list(told.items())[:CONTRADICTIONS_TOLD]]
    rest = [one for ids in list(told.values())[CONTRADICTIONS_TOLD:] for one in ids]
    return " ".join([*said, f"And {len(rest)} more ({named(rest)})."] if rest else said)


def check_contradicted_assurance(facts: OversightFacts) -> Check:
    """Assurance whose indicator got worse, or whose theme was audited below the pass mark."""
    question, threshold = (
        questions.CONTRADICTED_ASSURANCE,
        {"at_least": facts.limits.contradicted_assurance.statements},
    )
    figure = Figure("contradicted statements", None, "statements")
    untested = _statements_untold(facts)
    if untested:
        return answer(question, [Arm("statements", None, untested)], figure, threshold)
    rows = facts.assurance
    if rows.empty:
        return answer(question, [Arm("statements", False, NO_ASSURANCE)], _counted(figure, 0, 0), threshold)
    contradicted = rows[rows["level"] == "contradicted"]
    not_held = rows[~rows["tested"] & (rows["level"] != "contradicted")]
    arms = []
    if len(contradicted):
        says = f"{of(len(contradicted), len(rows), 'assurance statement')} of the month "
        says += f"{agree(len(contradicted), 'is')} contradicted ({named(contradicted['statement_id'])})."
        says += f" {_contradictions(facts, contradicted)}"
        enough = len(contradicted) >= facts.limits.contradicted_assurance.statements
        arms.append(Arm("contradicted", enough, says, evidence=_references(facts, contradicted)))
    if len(not_held):
        arms.append(Arm("figures", None, _untested_words(not_held, len(rows))))
    if not arms:
        arms.append(Arm("contradicted", False, f"No figure contradicts {assurance(len(rows))}."))
    return answer(question, arms, _counted(figure, len(contradicted), len(rows)), threshold)


def _references(facts: OversightFacts, rows: pd.DataFrame) -> tuple[Reference, ...]:
    """The statements, and the evidence they cite."""
    statements = facts.statements[facts.statements["statement_id"].isin(rows["statement_id"])]
    cited = facts.cited.loc[facts.cited["key"].isin(rows["statement_id"]), "evidence_id"]
    behind = facts.frontline[facts.frontline["evidence_id"].isin(cited)]
    audits = facts.evidence.rows("audits")
    audits = audits[audits["audit_id"].isin(rows["audit_id"].dropna())]
    return (
        references_to(statements, "statements")
        + references_to(behind, "evidence")
        + references_to(audits, "audits")
    )


def check_evidence_out_of_date(facts: OversightFacts) -> Check:
    """Of the distinct frontline sources the month's statements cite, those too old when relied on."""
    question, limits = questions.EVIDENCE_OUT_OF_DATE, facts.limits.evidence_out_of_date
    threshold, days = {"at_least": limits.share}, facts.definitions.current_days
    figure = Figure("sources out of date", None, "share")
    absent = facts.absent("statements", "evidence")
    untested = no_rows(absent) if absent else facts.never_filled("statements", "evidence_ids")
    cited = facts.cited[facts.cited["frontline"] & ~facts.cited["dated_after"]]
    if not untested and cited.empty:
        untested = "No statement of this month cites frontline evidence of this service."
    if untested:
        return answer(question, [Arm("age", None, untested)], figure, threshold)
    oldest = cited.groupby("source")["age_days"].max()
    old, n = int((oldest > days).sum()), len(oldest)
    around = wilson(old, n)
    figure = Figure("sources out of date", old / n, "share", n=n, low=around.low, high=around.high)
    says = (
        f"Of the frontline sources that the month's statements cite, {share_of(old, n)} "
        f"{agree(old, 'was')} older than {count(days, 'day')} when the statement was made."
    )
    behind = facts.frontline[facts.frontline["source"].isin(oldest.index[oldest > days])]
    behind = behind[behind["evidence_id"].isin(cited["evidence_id"])]
    arm = Arm("age", old / n >= limits.share, says, evidence=references_to(behind, "evidence"))
    return answer(question, [arm], figure, threshold)


def check_weak_impact_evidence(facts: OversightFacts) -> Check:
    """Assurance that cites what people experienced: an observation, feedback or a care record."""
    question, limits = questions.WEAK_IMPACT_EVIDENCE, facts.limits.weak_impact_evidence
    threshold = {"below": limits.share}
    figure = Figure("statements resting on experience", None, "share")
    absent = facts.absent("statements", "evidence")
    untested = no_rows(absent) if absent else facts.never_filled("statements", "claims", "evidence_ids")
    if not untested and facts.assurance.empty:
        untested = NO_ASSURANCE
    if untested:
        return answer(question, [Arm("impact", None, untested)], figure, threshold)
    shown = facts.cited[facts.cited["kind"].isin(EXPERIENCED) & ~facts.cited["dated_after"]]
    rows = facts.assurance
    without = rows[~rows["statement_id"].isin(shown["key"])]
    resting, n = len(rows) - len(without), len(rows)
    around = wilson(resting, n)
    figure = Figure(
        "statements resting on experience", resting / n, "share", n=n, low=around.low, high=around.high
    )
    who = f"{first_capital(share_of(resting, n))} of the month's assurance statements cite"
    if n == 1:
        who = f"{first_capital(assurance(n))} cites"
    what = "no observation, feedback or care record"
    if resting or n > 1:
        what = "an observation, feedback or a care record"
    says = f"{who} {what}."
    arm = Arm("impact", resting / n < limits.share, says, evidence=_references(facts, without))
    return answer(question, [arm], figure, threshold)
