"""Which rows stand behind the pictures and tables of statements, risks and indicators?

Each function gives one small frame, empty (with its columns) where the records are missing. `text` is
what a leader wrote: it is for the internal page, never for a finding, a log or another reader's page.
"""

from __future__ import annotations

import pandas as pd

from toolkit.audits.oversight.facts import OversightFacts
from toolkit.audits.oversight.indicator_words import says_of
from toolkit.audits.oversight.questions import REPRESENTATIVE
from toolkit.audits.oversight.words import contradiction_of
from toolkit.measures.charts_over_time import ChartPoint
from toolkit.measures.indicators import INDICATORS
from toolkit.measures.support import WEAK, own_or_risks_indicator, series_key, with_risk
from toolkit.wording import count, first_capital, long_day

STATEMENT_COLUMNS = [
    "statement_id", "made_on", "meeting_id", "whole_provider", "risk_id", "risk_title", "theme", "claims",
    "text", "indicator", "level", "cited", "frontline", "current", "kinds", "newest_event_on",
    "contradicted_by", "support", "challenged", "challenge_ids", "who_should_challenge",
]  # fmt: skip
TEXTS = ("contradicted_by", "support", "challenge_ids", "who_should_challenge", "risk_title")


def statements_of(facts: OversightFacts) -> pd.DataFrame:
    """The month's statements with what supports and what contradicts each, weakest first."""
    rows = with_risk(facts.statements, facts.risks)
    rows = rows.assign(indicator=own_or_risks_indicator(rows), whole_provider=rows["service_id"].isna())
    rows = rows.merge(facts.support.drop(columns=["indicator", "theme"]), on="statement_id", how="left")
    titles = facts.risks.drop_duplicates("risk_id", keep="last").set_index("risk_id")["title"]
    raised = facts.evidence.rows("challenges").dropna(subset=["statement_id"]).sort_values("challenge_id")
    asked = raised.groupby("statement_id")["challenge_id"].agg("; ".join)
    told = facts.statements.assign(contradicted_how=rows["contradicted_how"].to_numpy(),
                                   audit_id=rows["audit_id"].to_numpy())  # fmt: skip
    against: list[object] = [
        contradiction_of(facts, row) if isinstance(row["contradicted_how"], str) else None
        for _, row in told.iterrows()
    ]
    challenged = rows["statement_id"].isin(facts.challenged)
    unasked = rows["level"].isin(WEAK) & ~challenged
    rows = rows.assign(
        risk_title=rows["risk_id"].map(titles),
        contradicted_by=pd.Series(against, index=rows.index, dtype="str"),
        support=[_support_words(row) for row in rows.to_dict("records")],
        challenged=challenged, challenge_ids=rows["statement_id"].map(asked),
        who_should_challenge=unasked.map({True: REPRESENTATIVE}),
    ).astype(dict.fromkeys(TEXTS, "str"))  # fmt: skip
    weakest = {"contradicted": 0, "unsupported": 1, "stale": 2, "supported": 3, "triangulated": 4}
    order = rows["level"].map(weakest).fillna(5)
    return (
        rows.assign(order=order)
        .sort_values(["order", "made_on", "statement_id"], ignore_index=True)[STATEMENT_COLUMNS]
    )  # fmt: skip


def _support_words(row: dict) -> str:  # type: ignore[type-arg]
    """What the cited evidence is worth, in one sentence."""
    if not row["cited"]:
        return "Cites no evidence."
    if not row["frontline"]:
        cited = count(int(row["cited"]), "piece of evidence", "pieces of evidence")
        return (
            f"Cites {cited}, none of it frontline evidence of this service dated on or before the statement."
        )
    newest = long_day(row["newest_event_on"].date())
    pieces = count(int(row["frontline"]), "piece of frontline evidence", "pieces of frontline evidence")
    if not row["current"]:
        return f"Cites {pieces}, none of it current; the newest is of {newest}."
    kinds = row["kinds"].replace("_", " ").replace(";", ",")
    return f"Cites {pieces}, {row['current']} of it current ({kinds}); the newest is of {newest}."


def repeats_of(facts: OversightFacts) -> pd.DataFrame:
    """Statements of the month and the month before that repeat an earlier one, with both texts."""
    columns = ["risk_id", "statement_id", "made_on", "text", "earlier_statement_id", "earlier_made_on",
               "earlier_text", "ratio", "shingles"]  # fmt: skip
    every = facts.evidence.rows("statements")[["statement_id", "risk_id", "made_on", "text"]]
    earlier = every.drop(columns="risk_id").add_prefix("earlier_")
    found = facts.repeats.rename(columns={"earlier_id": "earlier_statement_id", "shared": "shingles"})
    found = found.astype({"statement_id": "str", "earlier_statement_id": "str"})
    found = found.merge(every, on="statement_id").merge(earlier, on="earlier_statement_id")
    recent = found[found["made_on"] >= facts.period.earlier(1).start]
    return recent[columns].sort_values(
        ["made_on", "statement_id"], ascending=[False, True], ignore_index=True
    )


def risks_of(facts: OversightFacts) -> pd.DataFrame:
    """The open risks: statements on each in three months, which way it goes, and whether anybody decided."""
    rows, three = facts.open_risks, pd.Timestamp(facts.period.first_day_of_months(3))
    made = facts.evidence.rows("statements")
    spoken = made[made["made_on"] >= three].groupby("risk_id").size()
    decided = facts.decided_risks or frozenset()
    repeated = set(facts.spoken_of_each_month["risk_id"])
    directions = [_direction(facts, risk) for risk in rows.to_dict("records")]
    found = rows.assign(
        statements_in_three_months=rows["risk_id"].map(spoken).fillna(0).astype("int64"),
        direction=pd.Series(directions, index=rows.index, dtype="str"),
        decided=rows["risk_id"].isin(decided), repeated=rows["risk_id"].isin(repeated),
    )  # fmt: skip
    columns = ["risk_id", "title", "theme", "priority", "opened_on", "indicator",
               "statements_in_three_months", "direction", "decided", "repeated"]  # fmt: skip
    order = found["priority"].map({"high": 0, "medium": 1, "low": 2})
    return found.assign(order=order).sort_values(["order", "opened_on", "risk_id"], ignore_index=True)[
        columns
    ]


def _direction(facts: OversightFacts, risk: dict) -> str:  # type: ignore[type-arg]
    if not isinstance(risk["indicator"], str):
        return "unknown"
    return facts.answers.get(series_key(risk["indicator"], risk["theme"]), "unknown")


def series_name(indicator: str, theme: str) -> str:
    """
    >>> series_name("audit_score", "falls"), series_name("own_fill", "")
    ('audit_score:falls', 'own_fill')
    """
    return f"{indicator}:{theme}" if theme else indicator


def indicators_of(facts: OversightFacts) -> pd.DataFrame:
    """Every indicator and month on record with its limits: one row a point of its chart."""
    columns = ["indicator", "month", "value", "numerator", "denominator", "centre", "low", "high", "flag",
               "baseline"]  # fmt: skip
    rows = [
        _point(series_name(*key), point, 1000 if INDICATORS[key[0]].kind == "rate" else 1)
        for key, verdict in facts.verdicts.items()
        for point in verdict.chart.points
        if any(one.value is not None for one in verdict.chart.points)
    ]
    numbers = dict.fromkeys(["value", "numerator", "denominator", "centre", "low", "high"], "float64")
    types = {"indicator": "str", "month": "datetime64[us]", "flag": "str", "baseline": "bool"}
    return pd.DataFrame(rows, columns=columns).astype(types | numbers)


def _point(name: str, point: ChartPoint, times: int) -> tuple[object, ...]:
    """One point; a rate is shown per 1,000, as everywhere."""
    shown = [
        None if one is None else one * times for one in (point.value, point.centre, point.low, point.high)
    ]
    month = pd.Timestamp(f"{point.month}-01")
    flag = (point.signal or "").replace("_", " ")
    return (name, month, shown[0], point.numerator, point.denominator, *shown[1:], flag, point.in_baseline)


def verdicts_of(facts: OversightFacts) -> pd.DataFrame:
    """What each indicator did in the month, in one sentence with both figures.

    `why_no_chart` says why the limits on its chart decide nothing; blank where they do.
    """
    rows = [
        (
            series_name(*key), verdict.answer, first_capital(says_of(verdict, *key)), verdict.trial_limits,
            verdict.why_no_chart,
        )
        for key, verdict in facts.verdicts.items()
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["indicator", "direction", "says", "trial", "why_no_chart"])
    texts = dict.fromkeys(["indicator", "direction", "says", "why_no_chart"], "str")
    return frame.astype({**texts, "trial": "bool"})
