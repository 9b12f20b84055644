"""How does an indicator, and what it did in a month, read when it is read aloud?"""

from __future__ import annotations

from toolkit.measures.charts_over_time import Chart, ChartPoint, Comparison, MonthVerdict
from toolkit.measures.charts_over_time.rules import Signal
from toolkit.measures.charts_over_time.verdict import HeldBack
from toolkit.measures.indicators import INDICATORS
from toolkit.wording import count, first_capital, interval_of, join_words, month_name, number, share, share_of

NAMES = {
    "missed_care_rate": "care missed",
    "delayed_rate": "care delayed",
    "shortened_rate": "care shortened",
    "poorly_evidenced_rate": "care poorly evidenced",
    "concern_share": "concerns and complaints, of all that was said,",
    "incident_rate": "incidents",
    "attended_fill": "the share of needed hours attended",
    "own_fill": "the share of needed hours worked by own staff",
    "learning_in_eight_weeks": "learning in care plans within eight weeks",
    "audit_score": "the audit score",
    "complaints_count": "complaints received",
    "practice_applied": "practice seen applied",
}
PLURAL = ("incident_rate", "complaints_count", "concern_share")
SIGNALS: dict[Signal, str] = {
    "above_limit": "above what chance explains",
    "below_limit": "below what chance explains",
    "rising": "rising month after month",
    "falling": "falling month after month",
    "two_of_three_above": "near the upper limit in two of three months",
    "two_of_three_below": "near the lower limit in two of three months",
    "run_above": "above its usual level month after month",
    "run_below": "below its usual level month after month",
}
ANSWERS = {
    "better": "it got better",
    "worse": "it got worse",
    "higher": "it went up",
    "lower": "it went down",
    "steady": "no more than chance explains",
}


# What would have read as good news, had the whole month been seen.
HELD_BACK: dict[HeldBack, str] = {
    "not_recorded": "it looks better, but care was not recorded on enough days of the month to say so",
    "month_not_over": "it looks lower, but the month is not over",
}


def indicator_name(indicator: str, theme: str = "") -> str:
    """
    >>> indicator_name("audit_score", "missed_care"), indicator_name("attended_fill")
    ('the audit score (missed care)', 'the share of needed hours attended')
    """
    return f"{NAMES[indicator]} ({theme.replace('_', ' ')})" if theme else NAMES[indicator]


def _kind(indicator: str) -> str:
    """A share, for practice seen applied: it speaks for a source of the map, and is no indicator."""
    return INDICATORS[indicator].kind if indicator in INDICATORS else "share"


def value_words(indicator: str, numerator: float | None, denominator: float | None) -> str:
    """The figure as it stands in a sentence, with its n.

    >>> value_words("missed_care_rate", 12, 279), value_words("incident_rate", 3, 600)
    ('4.3% (12 of 279)', '5 per 1,000 (3 incidents)')
    >>> value_words("attended_fill", 80.1, 90), value_words("complaints_count", 4, None)
    ('89% (over 90 shifts)', '4')
    """
    kind = _kind(indicator)
    if numerator is None or (kind != "count" and not denominator):
        return "not known"
    if kind == "count" or not denominator:
        return number(numerator)
    if kind == "rate":
        return f"{number(1000 * numerator / denominator)} per 1,000 ({count(numerator, 'incident')})"
    if kind == "fill":
        return f"{share(numerator / denominator)} (over {count(denominator, 'shift')})"
    return share_of(round(numerator), round(denominator))


def level_words(indicator: str, value: float | None) -> str:
    """A level without an n: a centre line, a limit."""
    kind = _kind(indicator)
    if kind in ("share", "fill"):
        return share(value)
    if kind == "rate":
        return f"{number(None if value is None else 1000 * value)} per 1,000"
    return number(value)


def says_of(verdict: MonthVerdict, indicator: str, theme: str = "") -> str:
    """What the indicator did in the month, with both figures; what cannot be told is said.

    Limits declared anew are told: by their month and reason once they are in force, until then as waiting.
    """
    return " ".join([_did(verdict, indicator, theme), *_waiting(verdict.chart)])


def _did(verdict: MonthVerdict, indicator: str, theme: str) -> str:
    name, month = indicator_name(indicator, theme), month_name(verdict.month)
    were = "were" if indicator in PLURAL else "was"
    latest = verdict.chart.latest
    if latest.value is None:
        return first_capital(f"{name} could not be computed for {month}.")
    figure = value_words(indicator, latest.numerator, latest.denominator)
    begin = first_capital(f"{name} {were} {figure} in {month}")
    answer = HELD_BACK[verdict.held_back] if verdict.held_back else ANSWERS.get(verdict.answer, "")
    if verdict.comparison is not None:
        return f"{begin}, against {_before(indicator, verdict.comparison)}: {answer}."
    if verdict.why_no_chart is not None:
        return f"{begin}; there is no month before it to hold it against."
    usual = f"against {level_words(indicator, latest.centre)} {_since(verdict.chart)}"
    if verdict.signal is None:
        return f"{begin}, {usual} ({_limits(indicator, latest)}): no more than chance explains."
    moved = f"{SIGNALS[verdict.signal]}, {answer}"
    return f"{begin}, {usual} ({_limits(indicator, latest)}): {moved}."


def _since(chart: Chart) -> str:
    """The months that set the limits in force."""
    rebase = chart.current.rebase
    if rebase is None:
        return "in its first 12 months on record"
    return f"in the 12 months from {month_name(rebase.month)}, since “{rebase.reason}”"


def _waiting(chart: Chart) -> list[str]:
    """What is declared and not yet in force; one that a later start in force has overtaken never will be."""
    latest = chart.current.rebase
    waiting = [one for one in chart.waiting if latest is None or one.month > latest.month]
    if not waiting:
        return []
    starts = join_words([f"{month_name(one.month)} (“{one.reason}”)" for one in waiting])
    return [f"Limits were declared anew from {starts}; they come into force with 12 months behind them."]


def _before(indicator: str, before: Comparison) -> str:
    denominator = None if _kind(indicator) == "count" else before.denominator_before
    if denominator is None and len(before.months) > 1:
        numerator: float = before.numerator_before / len(before.months)
        told = f"{number(numerator)} a month"
    else:
        told = value_words(indicator, before.numerator_before, denominator)
    months = count(len(before.months), "month")
    return f"{told} in the {months} before{' together' if len(before.months) > 1 else ''} ({_change(before)})"


def _change(before: Comparison) -> str:
    if before.low is None and before.high is None:
        return "too few to compare"
    if before.measured_as == "difference" and before.low is not None and before.high is not None:
        low, high = (number(100 * limit) for limit in (before.low, before.high))
        return f"95% interval of the change {low} to {high} percentage points"
    high_end = float("inf") if before.high is None else before.high
    return f"ratio {interval_of(before.low, high_end)}"


def _limits(indicator: str, point: ChartPoint) -> str:
    low, high = (level_words(indicator, _possible(indicator, limit)) for limit in (point.low, point.high))
    return f"limits {low} to {high}"


def _possible(indicator: str, limit: float | None) -> float | None:
    """A limit no further out than the figure itself can lie, whatever the arithmetic of limits says.

    >>> _possible("attended_fill", 1.002), _possible("attended_fill", -0.1), _possible("incident_rate", 1.2)
    (1.0, 0.0, 1.2)
    """
    if limit is None:
        return None
    highest = 1.0 if _kind(indicator) in ("share", "fill") else float("inf")
    return min(max(limit, 0.0), highest)
