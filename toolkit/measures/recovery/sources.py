"""What does each source of evidence that a risk names say: how old is it, and did it get better or worse?

`measures-and-checks.md` §4, *What a source says*. A source is the table of the contract the register
names. Its age is that of its newest row; rules and stays still in force are current whatever their
first day. A source that has an indicator says what that did in the month, and is *silent* when it could
not be computed; one without an indicator has no direction: it is steady as long as it has rows.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from toolkit.measures.charts_over_time import MonthlyFigure, MonthVerdict, judge_month
from toolkit.measures.charts_over_time.rules import RunLength
from toolkit.measures.charts_over_time.verdict import Answer
from toolkit.measures.frontline import age_word, split_ids
from toolkit.measures.recovery.links import USED
from toolkit.parameters.oversight_thresholds import OversightDefinitions
from toolkit.period import Period

# The indicator that speaks for a source; the scores of audits and observations are those of the theme.
SPEAKS = {
    "care": "missed_care_rate", "shifts": "attended_fill", "audits": "audit_score",
    "feedback": "concern_share", "incidents": "incident_rate", "learning": "learning_in_eight_weeks",
    "care_plan_changes": "learning_in_eight_weeks", "observations": "practice_applied",
}  # fmt: skip
SILENT = "silent"
IN_FORCE = ("people", "staffing_needs", "risks", "actions")
SOURCE_COLUMNS = ("risk_id", "source", "age", "newest_on", "says", "indicator", "theme")


def practice_applied(
    observations: pd.DataFrame, theme: str, period: Period, run_length: RunLength = 7
) -> MonthVerdict:
    """Did the share of observations of a theme that saw the guidance applied get better or worse?

    Every month with an observation of the theme counts, as a share of rows (p chart, higher is better).
    Its limits cannot be declared anew: it is no indicator of the contract.
    """
    rows = observations[(observations["theme"] == theme) & observations["observed_at"].notna()]
    months = rows["observed_at"].dt.strftime("%Y-%m")
    applied = (rows["finding"] == USED[0]).groupby(months).agg(["sum", "size"]).sort_index()
    figures = [
        MonthlyFigure(str(month), float(one["sum"]), float(one["size"])) for month, one in applied.iterrows()
    ]
    return judge_month(figures, "share", "higher", period.month, run_length=run_length)


def read_sources(
    risks: pd.DataFrame, newest: Mapping[str, pd.Timestamp | None], answers: Mapping[tuple[str, str], Answer],
    as_of: pd.Timestamp, definitions: OversightDefinitions,
) -> pd.DataFrame:  # fmt: skip
    """One row a risk and source it names, in the order named (columns: SOURCE_COLUMNS).

    `newest` holds the newest day of each table with rows in the last 12 months; `answers` what each
    indicator did in the month, by (indicator, theme). `age` is current, ageing, stale or silent; `says`
    better, worse, steady or silent.
    """
    ids = split_ids(risks["evidence_sources"])
    named = risks.loc[ids.index, ["risk_id", "theme"]].assign(source=ids)
    rows = []
    for risk, theme, source in named.drop_duplicates().itertuples(index=False, name=None):
        day = newest.get(source)
        indicator = SPEAKS.get(source, "")
        key = (indicator, str(theme) if indicator in ("audit_score", "practice_applied") else "")
        rows.append(
            (risk, source, _age(source, day, as_of, definitions), day, _says(day, key, answers), *key)
        )
    frame = pd.DataFrame(rows, columns=list(SOURCE_COLUMNS))
    return frame.astype({name: "str" for name in SOURCE_COLUMNS if name != "newest_on"} | {
        "newest_on": "datetime64[us]"})  # fmt: skip


def _age(
    source: str, day: pd.Timestamp | None, as_of: pd.Timestamp, definitions: OversightDefinitions
) -> str:
    if day is None:
        return SILENT
    return "current" if source in IN_FORCE else age_word((as_of - day.normalize()).days, definitions)


def _says(day: pd.Timestamp | None, key: tuple[str, str], answers: Mapping[tuple[str, str], Answer]) -> str:
    if not key[0]:
        return SILENT if day is None else "steady"
    answer = answers.get(key, "unknown")
    return SILENT if answer == "unknown" else answer


def find_conflicts(sources: pd.DataFrame) -> pd.DataFrame:
    """Risks among whose named sources one got better and one worse: risk_id, better, worse ("; "-joined)."""
    rows = []
    for risk, group in sources.groupby("risk_id", sort=True):
        sides = [sorted(group.loc[group["says"] == side, "source"]) for side in ("better", "worse")]
        if all(sides):
            rows.append((risk, "; ".join(sides[0]), "; ".join(sides[1])))
    return pd.DataFrame(rows, columns=["risk_id", "better", "worse"]).astype("str")
