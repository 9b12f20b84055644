"""What holds each risk together, what do its sources say, and what was closed before they agreed?

Every figure the checks, the notebook and the roll-up share is computed here once. What the records
show and what leaders said comes from the oversight facts.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import pandas as pd

from toolkit.audits.absence import no_rows
from toolkit.audits.oversight.facts import OversightFacts
from toolkit.evidence import Evidence
from toolkit.measures.charts_over_time import MonthVerdict
from toolkit.measures.charts_over_time.verdict import Answer
from toolkit.measures.frontline import cite, split_ids
from toolkit.measures.recovery.links import (
    JOINED_BY,
    MISSING,
    Connectedness,
    LinkTables,
    compute_connectedness,
    judge_links,
)
from toolkit.measures.recovery.repeats import find_different_messages, find_overlaps, find_repeat_failures
from toolkit.measures.recovery.sources import find_conflicts, practice_applied, read_sources
from toolkit.measures.support import series_key
from toolkit.sources.contract import TABLES

LINK_TABLES = (
    "actions",
    "decisions",
    "evidence",
    "observations",
    "care_plan_changes",
    "learning",
    "feedback",
)
EMBEDDED = "embedded"


class RecoveryFacts(OversightFacts):
    """The oversight facts, and what joins a risk's records to each other."""

    def __init__(self, evidence: Evidence) -> None:
        super().__init__(evidence)
        self.map_limits = evidence.thresholds.recovery_definitions

    @property
    def today(self) -> pd.Timestamp:
        return pd.Timestamp(self.period.as_of)

    @cached_property
    def actions(self) -> pd.DataFrame:
        return self.evidence.rows("actions")

    @cached_property
    def open_actions(self) -> pd.DataFrame:
        """Actions neither completed nor closed."""
        return self.actions[self.actions["completed_on"].isna() & self.actions["closed_on"].isna()]

    def closed_lately(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Those of the rows closed in the last 92 days."""
        first = pd.Timestamp(self.period.first_day_of_days(self.map_limits.closed_days))
        return rows[rows["closed_on"] >= first]

    @cached_property
    def closed_risks(self) -> pd.DataFrame:
        return self.closed_lately(self.risks)

    # Links

    @cached_property
    def links(self) -> pd.DataFrame:
        """The links of every open risk, of those closed in the last 92 days or called embedded this month."""
        claimed = self.statements.loc[self.statements["claims"] == EMBEDDED, "risk_id"]
        before = self.risks[self.risks["closed_on"].notna() & self.risks["risk_id"].isin(claimed)]
        risks = pd.concat([self.open_risks, self.closed_risks, before]).drop_duplicates(
            "risk_id", keep="last"
        )
        evidence = self.evidence
        first = pd.Timestamp(self.period.first_day_of_days(self.map_limits.outcome_days))
        feedback = evidence.rows("feedback")
        tables = LinkTables(
            actions=self.actions,
            decisions=evidence.rows("decisions"),
            evidence=self.frontline,
            observations=evidence.rows("observations"),
            plan_changes=evidence.rows("care_plan_changes"),
            learning=evidence.rows("learning"),
            feedback=feedback[feedback["received_on"] >= first],
            kept=frozenset(table for table in LINK_TABLES if evidence.supplied(table)),
            untold=frozenset(link for link, columns in JOINED_BY.items() if self._never_joined(columns)),
        )
        return judge_links(risks, tables, self._outcomes(risks), self.today, self.map_limits.new_risk_days)

    def _never_joined(self, columns: Iterable[tuple[str, str]]) -> bool:
        """True when a table that has rows never fills one of these columns."""
        evidence = self.evidence
        return any(not evidence.missing(table) and not evidence.known(table, name) for table, name in columns)

    @cached_property
    def open_actions_untold(self) -> str:
        """Why nobody can tell which risk has an open action; "" where the tracker says so."""
        known = self.evidence.known
        if self.evidence.missing("actions"):
            return ""
        if not (known("actions", "completed_on") or known("actions", "closed_on")):
            return self.never_filled("actions", "completed_on", "closed_on")
        return self.never_filled("actions", "risk_id")

    def _outcomes(self, risks: pd.DataFrame) -> dict[str, str | None]:
        """Risk with an indicator -> the indicator, when it could be computed for the month."""
        held = {}
        for risk in risks.dropna(subset=["indicator"]).to_dict("records"):
            verdict = self.verdicts.get(series_key(risk["indicator"], risk["theme"]))
            told = verdict is not None and verdict.value is not None
            held[str(risk["risk_id"])] = f"indicator:{risk['indicator']}" if told else None
        return held

    @cached_property
    def open_links(self) -> pd.DataFrame:
        """The links of open risks only, with the priority of each."""
        priority = self.open_risks.set_index("risk_id")["priority"]
        rows = self.links[self.links["risk_id"].isin(self.open_risks["risk_id"])]
        return rows.assign(priority=rows["risk_id"].map(priority).astype("str"))

    @cached_property
    def connectedness(self) -> Connectedness:
        return compute_connectedness(self.open_links["state"])

    @cached_property
    def broken(self) -> frozenset[str]:
        """Risks, open or closed lately, with a missing link."""
        return frozenset(self.links.loc[self.links["state"] == MISSING, "risk_id"])

    # Sources

    @cached_property
    def source_verdicts(self) -> dict[tuple[str, str], MonthVerdict]:
        """What each source's indicator did, practice seen by theme included."""
        seen = self.evidence.rows("observations")
        themes = sorted(set(self.risks["theme"].dropna()))
        practice = {
            ("practice_applied", theme): practice_applied(
                seen, theme, self.period, self.definitions.run_length
            )
            for theme in themes
            if (seen["theme"] == theme).any()
        }
        return self.verdicts | practice

    @cached_property
    def sources(self) -> pd.DataFrame:
        """What each source named by a risk (open, or closed lately) says."""
        named = sorted(set(split_ids(self.risks["evidence_sources"])))
        newest = {table: self._newest(table) for table in named if table in TABLES}
        answers: dict[tuple[str, str], Answer] = {
            key: verdict.answer for key, verdict in self.source_verdicts.items()
        }
        risks = pd.concat([self.open_risks, self.closed_risks])
        return read_sources(risks, newest, answers, self.today, self.definitions)

    def _newest(self, table: str) -> pd.Timestamp | None:
        own_day = TABLES[table].own_day
        days = (
            self.evidence.in_year(table)[own_day].dropna() if own_day else pd.Series(dtype="datetime64[us]")
        )
        return days.max() if len(days) else None

    @cached_property
    def conflicts(self) -> pd.DataFrame:
        """Risks among whose sources one got better and one worse."""
        return find_conflicts(self.sources)

    @cached_property
    def in_conflict(self) -> frozenset[str]:
        return frozenset(self.conflicts["risk_id"])

    @cached_property
    def worse_sources(self) -> dict[str, list[str]]:
        worse = self.sources[self.sources["says"] == "worse"]
        return {str(risk): sorted(group["source"]) for risk, group in worse.groupby("risk_id")}

    # What leaders say

    @cached_property
    def contradicted_claims(self) -> pd.DataFrame:
        """Statements of the month claiming improved or embedded, on an open risk with a source got worse."""
        told = self.statements[self.statements["claims"].isin(["improved", EMBEDDED])]
        at_risk = set(self.worse_sources) & set(self.open_risks["risk_id"])
        return told[told["risk_id"].isin(at_risk)]

    @cached_property
    def messages(self) -> pd.DataFrame:
        """Open risks of which the month's statements say two different things."""
        about = self.statements["risk_id"].isin(set(self.open_risks["risk_id"]))
        return find_different_messages(self.statements[about])

    # What was closed, and should be held open

    @cached_property
    def closures_untold(self) -> str:
        """Why nobody can tell what the closing of an action rests on; "" when it can be told."""
        absent = self.absent("actions", "evidence")
        if absent:
            return no_rows(absent)
        untold = self.never_filled("actions", "closed_on")
        if untold or self.closed_lately(self.actions).empty:
            return untold
        return self.never_filled("actions", "evidence_ids")

    @cached_property
    def closed_without_evidence(self) -> pd.DataFrame:
        """Actions closed in the last 92 days that cite no frontline evidence dated on or before that day.

        None where nobody can tell: a column of evidence that was never filled accuses no action.
        """
        closed = self.closed_lately(self.actions)
        if self.closures_untold:
            return closed.iloc[:0]
        cited = cite(closed, key="action_id", relied_on=closed["closed_on"], evidence=self.frontline,
                     definitions=self.definitions)  # fmt: skip
        shown = set(cited.loc[cited["frontline"] & ~cited["dated_after"], "key"])
        return closed[~closed["action_id"].isin(shown)]

    @cached_property
    def closed_in_conflict(self) -> pd.DataFrame:
        """Actions closed in the last 92 days on a risk whose sources are in conflict."""
        closed = self.closed_lately(self.actions)
        return closed[closed["risk_id"].isin(self.in_conflict)]

    @cached_property
    def claimed_closed(self) -> pd.DataFrame:
        """Statements of the month that call a risk embedded that has a missing link."""
        told = self.statements[self.statements["claims"] == EMBEDDED]
        return told[told["risk_id"].isin(self.broken)]

    @cached_property
    def risks_closed_early(self) -> pd.DataFrame:
        return self.closed_risks[self.closed_risks["risk_id"].isin(self.broken | self.in_conflict)]

    # Twice, or again

    @cached_property
    def overlaps(self) -> pd.DataFrame:
        return find_overlaps(self.open_risks, self.open_actions, self.limits.overlapping_actions.ratio)

    @cached_property
    def repeat_failures(self) -> pd.DataFrame:
        since = pd.Timestamp(self.period.first_day_of_year())
        return find_repeat_failures(self.risks, since, self.limits.repeat_failure.within_days)

    def named_sources(self, risk_id: str) -> list[str]:
        return list(self.sources.loc[self.sources["risk_id"] == risk_id, "source"])
