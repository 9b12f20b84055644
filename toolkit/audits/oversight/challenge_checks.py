"""Do leaders hear the same again, and do they ask? (repeated risks and summaries, challenges)"""

from __future__ import annotations

import pandas as pd

from toolkit.audits.absence import no_rows
from toolkit.audits.answers import answer
from toolkit.audits.checks import Arm, Check, Figure
from toolkit.audits.oversight import questions
from toolkit.audits.oversight.facts import OversightFacts
from toolkit.audits.oversight.indicator_words import says_of
from toolkit.audits.oversight.words import agree, named
from toolkit.audits.references import references_to
from toolkit.measures.follow_up import ANSWERED_WITHOUT, OVERDUE
from toolkit.measures.indicators import INDICATORS
from toolkit.measures.support import WEAK, is_assurance, series_key
from toolkit.measures.uncertainty import wilson
from toolkit.wording import count, join_words, long_day, month_name, of


def check_repeated_risk(facts: OversightFacts) -> Check:
    """Open risks spoken of three months running, not better, and without a decision."""
    question, limits = questions.REPEATED_RISK, facts.limits.repeated_risk
    threshold = {"months_running": limits.months}
    figure = Figure("risks repeated without a decision", None, "risks")
    absent = facts.absent("risks", "statements")
    untested = no_rows(absent) if absent else facts.never_filled("statements", "risk_id")
    if untested:
        return answer(question, [Arm("risks", None, untested)], figure, threshold)
    spoken = facts.spoken_of_each_month
    arms = [arm for risk in spoken.to_dict("records") if (arm := _repeated_arm(facts, pd.Series(risk)))]
    repeated = sum(bool(arm.breached) for arm in arms)
    if not any(arm.breached is not False for arm in arms):
        says = _not_repeated(len(spoken), limits.months)
        arms = [Arm("risks", False, says)]
    if not facts.evidence.supplied("decisions"):
        arms.append(Arm("decisions", None, "The decisions were not supplied."))
    figure = Figure(figure.name, float(repeated), "risks", n=len(facts.open_risks))
    return answer(question, arms, figure, threshold)


def _not_repeated(spoken: int, months: int) -> str:
    if not spoken:
        return f"No open risk was spoken of in each of the last {months} months."
    return (
        f"{count(spoken, 'open risk')} {agree(spoken, 'was')} spoken of in each of the last "
        f"{months} months, and {'has' if spoken == 1 else 'each has'} got better or has a decision."
    )


def _repeated_arm(facts: OversightFacts, risk: pd.Series) -> Arm | None:
    """None for a risk that got better, or on which somebody decided."""
    indicator, name = risk["indicator"], f"{risk['risk_id']} ({risk['title']})"
    decided = facts.decided_risks
    if decided is not None and risk["risk_id"] in decided:
        return None
    if not isinstance(indicator, str) or INDICATORS[indicator].better == "neither":
        return Arm(name, None, f"Risk {name} names no indicator that could show whether it got better.")
    key = series_key(indicator, risk["theme"])
    verdict = facts.verdicts.get(key)
    if verdict is None or verdict.answer == "unknown":
        told = says_of(verdict, *key) if verdict else "Its indicator could not be computed."
        return Arm(name, None, f"Risk {name}: {told}")
    if verdict.answer == "better":
        return None
    too_young = facts.statements_too_young(facts.limits.repeated_risk.months)
    if too_young:
        return Arm(name, None, f"{too_young} Whether risk {name} was spoken of in each cannot be told.")
    if decided is None:
        return Arm(name, None, f"Whether anything was decided about risk {name} is not known.")
    first, months = (
        facts.evidence.period.earlier(facts.limits.repeated_risk.months - 1),
        facts.limits.repeated_risk.months,
    )
    says = (
        f"Risk {name} was spoken of in each of the {months} months from {month_name(first)}, and no decision "
        f"since {long_day(first.first_day)} names it. {says_of(verdict, *key)}"
    )
    rows = facts.evidence.in_year("statements")
    rows = rows[(rows["risk_id"] == risk["risk_id"]) & (rows["made_on"] >= first.start)]
    register = facts.open_risks[facts.open_risks["risk_id"] == risk["risk_id"]]
    return Arm(
        name, True, says, evidence=references_to(register, "risks") + references_to(rows, "statements")
    )


def check_repeated_summary(facts: OversightFacts) -> Check:
    """The statement of the month and that of the month before on one risk each repeat an earlier one."""
    question = questions.REPEATED_SUMMARY
    limits = facts.limits.repeated_summary
    threshold = {"ratio_at_least": limits.ratio, "word_runs_at_least": limits.shared_word_runs}
    figure = Figure("risks with a repeated summary", None, "risks")
    absent = facts.absent("statements")
    untested = no_rows(absent) if absent else facts.never_filled("statements", "risk_id")
    every = facts.evidence.rows("statements")
    risks = set(facts.statements["risk_id"].dropna())
    if not untested and not risks:
        untested = "No statement of this month names a risk."
    if not untested and not (every["made_on"] < facts.period.start).any():
        untested = "There are no statements of earlier months to compare with."
    if untested:
        return answer(question, [Arm("text", None, untested)], figure, threshold)
    repeated = facts.repeated_summaries
    figure = Figure(figure.name, float(repeated["risk_id"].nunique()), "risks", n=len(risks))
    untold = _first_told(facts) if repeated.empty else []
    if untold:
        began = month_name(f"{facts.statements_since:%Y-%m}")
        says = (
            f"Statements are on record only since {began}: what was said then of "
            f"{join_words([f'risk {name}' for name in untold])} may repeat what was said before."
        )
        return answer(question, [Arm("text", None, says)], figure, threshold)
    if repeated.empty:
        some = count(len(risks), "risk")
        says = f"Of {some} spoken of this month, none was told in the same words two months running."
        return answer(question, [Arm("text", False, says)], figure, threshold)
    told = named(repeated["risk_id"])
    says = (
        f"On {of(repeated['risk_id'].nunique(), len(risks), 'risk')} the statement of this month and that of "
        f"the month before each repeat an earlier one ({told})."
    )
    ids = {*repeated["statement_id"], *repeated["earlier_id"]}
    rows = every[every["statement_id"].isin(ids)]
    return answer(
        question, [Arm("text", True, says, evidence=references_to(rows, "statements"))], figure, threshold
    )


def _first_told(facts: OversightFacts) -> list[str]:
    """Risks whose statement of this month repeats an earlier one, where that of the first month on record
    may do so too.
    """
    month, before = facts.period, facts.period.earlier(1)
    since = facts.statements_since
    if not before.start <= since < before.end:
        return []
    every = facts.evidence.rows("statements")
    spoken = every.loc[(every["made_on"] >= before.start) & (every["made_on"] < before.end), "risk_id"]
    repeats = facts.repeats.merge(every[["statement_id", "risk_id", "made_on"]], on="statement_id")
    return sorted(set(repeats.loc[repeats["made_on"] >= month.start, "risk_id"]) & set(spoken.dropna()))


def check_few_challenges(facts: OversightFacts) -> Check:
    """Weak assurance that nobody asked about, or a quarter of statements without a single challenge."""
    question, limits = questions.FEW_CHALLENGES, facts.limits.few_challenges
    threshold = {"below": limits.share, "months": limits.months}
    figure = Figure("weak statements challenged", None, "share")
    absent = facts.absent("statements")
    untested = no_rows(absent) if absent else ""
    if not untested and not facts.evidence.supplied("challenges"):
        untested = "The challenges were not supplied."
    if not untested and facts.statements.empty:
        untested = "No statement was made this month."
    if untested:
        return answer(question, [Arm("challenges", None, untested)], figure, threshold)
    arms, weak = [], facts.assurance[facts.assurance["level"].isin(WEAK)]
    asked = int(weak["statement_id"].isin(facts.challenged).sum())
    if len(weak):
        around = wilson(asked, len(weak))
        figure = Figure(
            figure.name, asked / len(weak), "share", n=len(weak), low=around.low, high=around.high
        )
    untold = _weakness_untold(facts)
    arms.append(Arm("weak statements", None, untold) if untold else _asked_arm(facts, weak, asked))
    arms.append(_quarter_arm(facts))
    return answer(question, arms, figure, threshold)


def _weakness_untold(facts: OversightFacts) -> str:
    absent = facts.absent("evidence")
    if absent:
        return no_rows(absent)
    evidence = facts.evidence
    if not evidence.missing("challenges") and not evidence.known("challenges", "statement_id"):
        return facts.never_filled("challenges", "statement_id")
    return facts.never_filled("statements", "claims", "evidence_ids")


def _asked_arm(facts: OversightFacts, weak: pd.DataFrame, asked: int) -> Arm:
    """A share of no weak statement is none: never below the limit, and never clear."""
    limits, rows = facts.limits.few_challenges, facts.assurance
    unsure = rows[~rows["tested"] & ~rows["level"].isin(WEAK)]
    if weak.empty:
        if len(unsure):
            told = (
                f"{of(len(unsure), len(rows), 'assurance statement')} could not be held against any figure."
            )
            return Arm("weak statements", None, told)
        nothing = "No assurance statement of the month was weak, so there was nothing to challenge."
        return Arm("weak statements", None, nothing)
    whole = of(asked, len(weak), "weak assurance statement")
    if asked == len(weak) == 1:
        whole = "The one weak assurance statement"
    says = f"{whole} of the month (unsupported, stale or contradicted) {agree(asked, 'was')} challenged."
    if not asked:
        what = "assurance that was weak (unsupported, stale or contradicted)"
        says = f"No challenge names any of the month's {what}: {count(len(weak), 'statement')}."
    behind = facts.statements[
        facts.statements["statement_id"].isin(weak["statement_id"])
        & ~facts.statements["statement_id"].isin(facts.challenged)
    ]
    return Arm(
        "weak statements",
        asked / len(weak) < limits.share,
        says,
        evidence=references_to(behind, "statements"),
    )


def _quarter_arm(facts: OversightFacts) -> Arm:
    """Statements in each of the last three months, and nobody asked anything."""
    months = facts.limits.few_challenges.months
    every = facts.evidence.in_year("statements")
    since = facts.evidence.period.earlier(months - 1).start
    made = every[every["made_on"] >= since]
    spoken = made["made_on"].dt.month.nunique()
    raised = facts.evidence.rows("challenges")
    raised = raised[raised["raised_on"] >= since]
    too_young = facts.statements_too_young(months)
    if too_young and raised.empty:
        return Arm("challenges", None, too_young)
    if spoken < months:
        some = f"{spoken or 'none'} of the {count(months, 'month')} to this one"
        return Arm("challenges", False, f"Statements were made in {some}.")
    if len(raised):
        return Arm("challenges", False, f"{count(len(raised), 'challenge')} {agree(len(raised), 'was')} "
                   f"raised in the last {months} months.")  # fmt: skip
    support = facts.support.set_index("statement_id")
    claimed = made[is_assurance(made)]
    weak = int(claimed["statement_id"].map(support["level"]).isin(WEAK).sum())
    says = (
        f"{count(len(made), 'statement')} were made in the last {months} months and no challenge was raised; "
        f"{of(weak, len(claimed), 'assurance statement')} among them {agree(weak, 'was')} weak."
    )
    return Arm("challenges", True, says, evidence=references_to(made, "statements"))


def check_challenge_not_followed_up(facts: OversightFacts) -> Check:
    """Challenges past their follow-up day without an answer, or answered without evidence."""
    question, limits = questions.CHALLENGE_NOT_FOLLOWED_UP, facts.limits.challenge_not_followed_up
    threshold = {
        "at_least": 1,
        "follow_up_days": limits.follow_up_days,
        "answered_days": limits.answered_days,
    }
    figure = Figure("challenges not followed up", None, "challenges")
    absent = facts.absent("challenges")
    untested = no_rows(absent) if absent else facts.never_filled("challenges", "answered_on")
    if untested:
        return answer(question, [Arm("challenges", None, untested)], figure, threshold)
    rows = facts.challenges
    overdue = rows[rows["state"] == OVERDUE]
    since = pd.Timestamp(facts.period.first_day_of_days(limits.answered_days))
    recent = rows[rows["answered_on"] >= since]
    without = recent[recent["state"] == ANSWERED_WITHOUT]
    cited = facts.absent("evidence") and recent["evidence_ids"].notna().any()
    untold = no_rows(["evidence"]) if cited else facts.never_filled("challenges", "evidence_ids")
    arms = [_overdue_arm(overdue, int((rows["raised_on"] >= facts.year_start).sum()))]
    arms.append(Arm("evidence", None, untold) if untold and len(recent) else
                _answered_arm(without, len(recent), limits.answered_days))  # fmt: skip
    figure = Figure(figure.name, float(len(overdue) + len(without)), "challenges", n=len(rows))
    return answer(question, arms, figure, threshold)


def _overdue_arm(overdue: pd.DataFrame, n: int) -> Arm:
    if overdue.empty:
        return Arm(
            "overdue", False, f"No challenge of the last 12 months is past its follow-up day ({n} looked at)."
        )
    one = len(overdue) == 1
    says = (
        f"{of(len(overdue), n, 'challenge')} of the last 12 months {agree(len(overdue), 'was')} not answered "
        f"by {'its' if one else 'their'} follow-up day ({named(overdue['challenge_id'])})."
    )
    return Arm("overdue", True, says, evidence=references_to(overdue, "challenges"))


def _answered_arm(without: pd.DataFrame, n: int, days: int) -> Arm:
    if not n:
        return Arm("evidence", False, f"No challenge was answered in the last {days} days.")
    if without.empty:
        says = f"Evidence stands behind every answer of the last {days} days ({count(n, 'challenge')})."
        return Arm("evidence", False, says)
    says = (
        f"{of(len(without), n, 'challenge')} answered in the last {days} days {agree(len(without), 'has')} "
        f"no evidence behind the answer that can be found ({named(without['challenge_id'])})."
    )
    return Arm("evidence", True, says, evidence=references_to(without, "challenges"))
