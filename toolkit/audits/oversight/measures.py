"""Which named figures does the oversight audit hand on?"""

from __future__ import annotations

from toolkit.audits.checks import Figure
from toolkit.audits.oversight.facts import OversightFacts
from toolkit.measures.support import CONTRADICTED, LEVELS
from toolkit.measures.uncertainty import exact_rate, wilson


def measures_of(facts: OversightFacts) -> dict[str, Figure]:
    """Every named figure of the audit; one that cannot be computed is there with value None."""
    figures = [*_statement_figures(facts), *_follow_up_figures(facts), *_indicator_figures(facts)]
    return {figure.name: figure for figure in figures}


def _statement_figures(facts: OversightFacts) -> list[Figure]:
    """How many assurance statements stand at each level, and the share that rests on current evidence."""
    rows, n = facts.assurance, len(facts.assurance)
    if facts.absent("statements") or facts.never_filled("statements", "claims"):
        names = ("assurance", *LEVELS)
        counts = [Figure(f"statements_{name}", None, "statements", n=0) for name in names]
        return [*counts, Figure("supported_share", None, "share", n=0)]
    untold = facts.absent("evidence") or facts.never_filled("statements", "evidence_ids")
    counts = [Figure("statements_assurance", float(n), "statements", n=len(facts.statements))]
    for level in LEVELS:
        # The first level of all needs no evidence; the others cannot be told without it.
        told = level == CONTRADICTED or not untold
        number = float((rows["level"] == level).sum()) if told else None
        counts.append(Figure(f"statements_{level}", number, "statements", n=n if told else 0))
    if untold:
        return [*counts, Figure("supported_share", None, "share", n=0)]
    supported = int(rows["level"].isin(["supported", "triangulated"]).sum())
    return [*counts, share_figure("supported_share", supported, n)]


def share_figure(name: str, part: int, n: int) -> Figure:
    """A share with its n and Wilson interval; of nothing there is none."""
    around = wilson(part, n)
    return Figure(name, part / n if n else None, "share", n=n, low=around.low, high=around.high)


def _follow_up_figures(facts: OversightFacts) -> list[Figure]:
    told = not (facts.absent("meetings", "evidence") or facts.never_filled("evidence", "meeting_id"))
    pack = facts.month_pack if told else facts.month_pack.iloc[:0]
    figures = [share_figure("pack_completeness", int(pack["current"].sum()), len(pack))]
    closures = facts.closures
    if facts.absent("actions", "evidence") or facts.never_filled("actions", "closed_on"):
        closures = closures.iloc[:0]
    figures.append(share_figure("weak_closures", int(closures["weak"].sum()), len(closures)))
    if facts.absent("challenges"):
        return [*figures, Figure("challenges_raised", None, "challenges", n=0)]
    raised = len(facts.evidence.in_month("challenges"))
    return [*figures, Figure("challenges_raised", float(raised), "challenges", n=raised)]


def _indicator_figures(facts: OversightFacts) -> list[Figure]:
    """The indicators that no other audit hands on: the score of all audits, and complaints received."""
    score = facts.verdicts["audit_score", ""].chart.latest
    yes, asked = round(score.numerator or 0), round(score.denominator or 0)
    complaints = facts.verdicts["complaints_count", ""].value
    if complaints is None:
        return [share_figure("audit_score", yes, asked), Figure("complaints_count", None, "complaints", n=0)]
    around = exact_rate(complaints)
    received = Figure(
        "complaints_count", complaints, "complaints", n=int(complaints), low=around.low, high=around.high
    )
    return [share_figure("audit_score", yes, asked), received]
