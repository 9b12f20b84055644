"""What were leaders told, what did they ask, decide and close, and what do the records show beside it?

Every figure the checks, the notebook and the roll-up share is computed here once.
"""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from toolkit.audits.absence import no_rows
from toolkit.audits.asking import each_given
from toolkit.audits.complaints.facts import LearningFacts
from toolkit.audits.complaints.frames import due_in
from toolkit.audits.oversight.kept_history import kept_history
from toolkit.evidence import HISTORY_MONTHS, Evidence
from toolkit.measures.charts_over_time import MonthVerdict, Rebase
from toolkit.measures.charts_over_time.verdict import Answer
from toolkit.measures.closures import judge_closures
from toolkit.measures.evidence_gaps import (
    CLOSURE,
    PACK,
    STATEMENTS,
    add_days_open,
    closure_gaps,
    pack_gaps,
    statement_gaps,
)
from toolkit.measures.follow_up import (
    find_drifting,
    follow_challenges,
    follow_decisions,
    follow_meetings,
)
from toolkit.measures.frontline import add_sources, cite
from toolkit.measures.history import ServiceRecords, add_learning, months_on_record
from toolkit.measures.indicator_months import every_series, judge_series
from toolkit.measures.indicators import INDICATORS
from toolkit.measures.packs import judge_pack, read_pack
from toolkit.measures.repeated_text import RepeatRule, find_repeats
from toolkit.measures.support import AgainstWhat, is_assurance, judge_support
from toolkit.wording import month_name

HOME_CARE = "home_care"
OVERSIGHT_FORUM = "oversight"
# Repeats are looked for in the month and the one before, each against the 12 months before it.
STATEMENT_MONTHS = 14


class OversightFacts:
    """The measures of one service and month, each computed when first asked for."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.period = evidence.period
        self.limits = evidence.thresholds
        self.definitions = evidence.thresholds.oversight_definitions

    @property
    def year_start(self) -> pd.Timestamp:
        """The first moment of the 12 months to as_of."""
        return pd.Timestamp(self.period.first_day_of_year())

    @cached_property
    def frontline(self) -> pd.DataFrame:
        """The service's evidence, whatever its kind, with `source`."""
        return add_sources(self.evidence.rows("evidence"))

    @cached_property
    def risks(self) -> pd.DataFrame:
        return self.evidence.rows("risks")

    @cached_property
    def open_risks(self) -> pd.DataFrame:
        return self.risks[self.risks["closed_on"].isna()]

    # What the records show

    @cached_property
    def history(self) -> pd.DataFrame:
        """Every indicator of every month on record, from the rows known at as_of."""
        return add_learning(self.history_of_records, self.learning_due, self.period, self.months_on_record)

    @cached_property
    def history_of_records(self) -> pd.DataFrame:
        """The same without the learning that fell due."""
        limits, records = self.limits, self._records(pd.DataFrame(columns=["month", "due", "reflected"]))
        return kept_history(
            self.evidence,
            records,
            self.months_on_record,
            limits.staffing_definitions,
            limits.care_definitions,
        )

    @cached_property
    def months_on_record(self) -> int:
        """How many months the history has."""
        return months_on_record(self._records(self.learning_due), self.period, HISTORY_MONTHS)

    def _records(self, learning_due: pd.DataFrame) -> ServiceRecords:
        evidence, service = self.evidence, self.evidence.service
        return ServiceRecords(
            needs=evidence.rows("staffing_needs"),
            shifts=evidence.history("shifts"),
            care=evidence.history("care"),
            people=evidence.rows("people"),
            incidents=evidence.rows("incidents"),
            feedback=evidence.rows("feedback"),
            complaints=evidence.rows("complaints"),
            audits=evidence.rows("audits"),
            learning_due=learning_due,
            home_care=service.kind == HOME_CARE,
            opened_on=service.opened_on,
            closed_on=service.closed_on,
        )

    @cached_property
    def learning(self) -> LearningFacts:
        """What became of the learning of the same service and month."""
        return LearningFacts(self.evidence)

    @cached_property
    def learning_due(self) -> pd.DataFrame:
        """Items of learning by the month in which they fell due: month, due, reflected."""
        learning = self.learning
        months = [*(self.period.earlier(back) for back in range(HISTORY_MONTHS - 1, 0, -1)), self.period]
        told = [] if learning.untold() else [(one.start, *due_in(learning.clocked, one)) for one in months]
        frame = pd.DataFrame([row for row in told if row[1]], columns=["month", "due", "reflected"])
        return frame.astype({"month": "datetime64[us]", "due": "int64", "reflected": "int64"})

    @cached_property
    def verdicts(self) -> dict[tuple[str, str], MonthVerdict]:
        """What each indicator did in the audit month, by indicator and theme (audit scores have themes)."""
        themes = self.history.loc[self.history["indicator"] == "audit_score", "theme"].unique()
        keys = [(name, "") for name in INDICATORS]
        keys += [("audit_score", str(theme)) for theme in sorted(themes) if theme]
        return {key: self.verdict_of(key) for key in keys}

    @cached_property
    def _every_series(self) -> dict[tuple[str, str], pd.DataFrame]:
        return every_series(self.history)

    @each_given
    def series_of(self, key: tuple[str, str]) -> pd.DataFrame:
        """The months of one indicator and theme from the first that could be told on."""
        return self._every_series.get(key, self.history.iloc[:0])

    @each_given
    def verdict_of(self, key: tuple[str, str]) -> MonthVerdict:
        """What one indicator, of one theme, did in the audit month."""
        return judge_series(
            self.series_of(key), key[0], self.period.month,
            rebases=self._rebases_of(key[0]), run_length=self.definitions.run_length,
        )  # fmt: skip

    def _rebases_of(self, indicator: str) -> list[Rebase]:
        """The limits declared anew of an indicator; of audit scores, those of every theme with them."""
        declared = self.evidence.rebases
        return [Rebase(one.month, one.reason) for one in declared if one.indicator == indicator]

    @cached_property
    def answers(self) -> dict[tuple[str, str], Answer]:
        return {key: verdict.answer for key, verdict in self.verdicts.items()}

    # What leaders were told

    @cached_property
    def statements(self) -> pd.DataFrame:
        """The statements of the month, the whole provider's with the service's own."""
        return self.evidence.in_month("statements")

    @cached_property
    def support(self) -> pd.DataFrame:
        """What stands behind each statement of the 12 months, whatever it claims."""
        evidence = self.evidence
        against = AgainstWhat(
            self.risks, evidence.rows("audits"), self.answers, audits_kept=not evidence.missing("audits")
        )
        return judge_support(evidence.in_year("statements"), self.frontline, against, self.definitions)

    @cached_property
    def assurance(self) -> pd.DataFrame:
        """The month's statements that something improved, is stable or is embedded, with their support."""
        told = self.statements[is_assurance(self.statements)]
        support = self.support.drop(columns=["indicator", "theme"])
        return told.merge(support, on="statement_id", how="left")

    @cached_property
    def cited(self) -> pd.DataFrame:
        """The evidence the month's statements cite, with its age on the day each was made."""
        rows = self.statements
        return cite(
            rows, key="statement_id", relied_on=rows["made_on"], evidence=self.frontline,
            definitions=self.definitions,
        )  # fmt: skip

    @cached_property
    def repeats(self) -> pd.DataFrame:
        """The statements, with the earlier one on the same risk whose words they repeat."""
        limits = self.limits.repeated_summary
        rule = RepeatRule(
            ratio=limits.ratio, shared=limits.shared_word_runs, least_words=limits.standing_line_words,
            standing_phrases=limits.standing_lines,
        )  # fmt: skip
        rows = self.evidence.rows("statements")
        first = pd.Timestamp(self.period.first_day_of_months(STATEMENT_MONTHS))
        return find_repeats(rows[rows["made_on"] >= first], rule)

    @cached_property
    def repeated_summaries(self) -> pd.DataFrame:
        """The repeats of this month and the month before, on risks that have one in both.

        Columns: risk_id, statement_id, earlier_id, made_on, ratio, shared.
        """
        made = self.evidence.rows("statements")[["statement_id", "risk_id", "made_on"]]
        found = self.repeats.merge(made, on="statement_id")
        month = found[found["made_on"] >= self.period.start]
        before = found[
            (found["made_on"] >= self.period.earlier(1).start) & (found["made_on"] < self.period.start)
        ]
        both = set(month["risk_id"]) & set(before["risk_id"])
        kept = pd.concat([before, month])
        kept = kept[kept["risk_id"].isin(both)]
        columns = ["risk_id", "statement_id", "earlier_id", "made_on", "ratio", "shared"]
        return kept[columns].sort_values(["risk_id", "made_on", "statement_id"], ignore_index=True)

    @property
    def statements_since(self) -> pd.Timestamp:
        """The day of the first statement on record."""
        return self.evidence.rows("statements")["made_on"].min()

    def statements_too_young(self, months: int) -> str:
        """Why what was said in so many months cannot be told; "" when the statements go back that far.

        A month counts as on record when anything was said in it or before.
        """
        since, first = self.statements_since, self.period.earlier(months - 1)
        if pd.isna(since) or since < first.end:
            return ""
        return f"Statements are on record only since {month_name(f'{since:%Y-%m}')}, not for {months} months."

    @cached_property
    def spoken_of_each_month(self) -> pd.DataFrame:
        """Open risks that a statement of the month and of each of the two months before names.

        Where statements have not been kept so long: of each of these months on record.
        """
        rows, months = self.evidence.in_year("statements"), self.limits.repeated_risk.months
        spoken = set(self.open_risks["risk_id"])
        for back in range(months):
            month = self.period.earlier(back) if back else self.period
            if month.end <= self.statements_since:
                continue
            made = rows[(rows["made_on"] >= month.start) & (rows["made_on"] < month.end)]
            spoken &= set(made["risk_id"].dropna())
        risks = self.open_risks[self.open_risks["risk_id"].isin(spoken)]
        return risks.sort_values("risk_id", ignore_index=True)

    @cached_property
    def decided_risks(self) -> frozenset[str] | None:
        """Risks a decision of the last three months names; None where nobody can tell.

        Absence of a decision is the finding, so the table need only be supplied, and name risks.
        """
        evidence = self.evidence
        told = evidence.missing("decisions") or evidence.known("decisions", "risk_id")
        if not evidence.supplied("decisions") or not told:
            return None
        rows = evidence.rows("decisions")
        since = pd.Timestamp(self.period.first_day_of_months(self.limits.repeated_risk.months))
        return frozenset(rows.loc[rows["decided_on"] >= since, "risk_id"].dropna())

    # What they asked, decided, closed and met for

    @cached_property
    def challenges(self) -> pd.DataFrame:
        """The challenges raised or answered in the 12 months."""
        rows = self.evidence.rows("challenges")
        lately = (rows["raised_on"] >= self.year_start) | (rows["answered_on"] >= self.year_start)
        limits = self.limits.challenge_not_followed_up
        return follow_challenges(rows[lately], self.frontline, self.period.as_of, limits)

    @cached_property
    def challenged(self) -> frozenset[str]:
        """The statements that a challenge names."""
        return frozenset(self.evidence.rows("challenges")["statement_id"].dropna())

    @cached_property
    def decisions(self) -> pd.DataFrame:
        """The decisions made in the 12 months, and older ones that were due for review in them.

        Whether an action names it is asked of those of the 12 months only.
        """
        evidence, limits = self.evidence, self.limits.decision_without_effect
        rows = follow_decisions(
            evidence.rows("decisions"), evidence.rows("actions"), self.risks, self.answers,
            self.period.as_of, limits,
        )  # fmt: skip
        reviewed = (rows["judged_on"] >= self.year_start) & (rows["judged_on"] < self.period.end)
        of_year = rows["decided_on"] >= self.year_start
        rows = rows.assign(without_action=rows["without_action"] & of_year)
        return rows[of_year | reviewed]

    @cached_property
    def closed_in_month(self) -> pd.DataFrame:
        closed_on = self.evidence.rows("actions")["closed_on"]
        inside = (closed_on >= self.period.start) & (closed_on < self.period.end)
        return self.evidence.rows("actions")[inside]

    @cached_property
    def closures(self) -> pd.DataFrame:
        """The month's closures, each weak or not, with the priority of its risk."""
        judged = judge_closures(
            self.closed_in_month, self.frontline, self.definitions, self.limits.weak_action_closure,
            verification_known=self.verification_known,
        )  # fmt: skip
        priority = self.risks.drop_duplicates("risk_id", keep="last").set_index("risk_id")["priority"]
        return judged.assign(priority=judged["risk_id"].map(priority).astype("str"))

    @property
    def verification_known(self) -> bool:
        """False where nobody ever recorded who verified, or when: a blank cell then says nothing."""
        known = self.evidence.known
        return known("actions", "verified_on") and known("actions", "verified_by")

    @cached_property
    def drifting(self) -> pd.DataFrame:
        return find_drifting(self.evidence.rows("actions"), self.period.as_of, self.limits.actions_drifting)

    @cached_property
    def meetings(self) -> pd.DataFrame:
        """The meetings due in the last three months, with what became of each."""
        limits = self.limits.meeting_not_evidenced
        rows = self.evidence.rows("meetings")
        first = pd.Timestamp(self.period.first_day_of_months(limits.months))
        return follow_meetings(rows[rows["due_on"] >= first], self.period.as_of, limits)

    @cached_property
    def pack(self) -> pd.DataFrame:
        """One row an oversight meeting of the 12 months and kind of evidence it requires."""
        return judge_pack(self.pack_on_file, self.definitions)

    @cached_property
    def pack_on_file(self) -> pd.DataFrame:
        """The same, whatever counts as current."""
        meetings = self.evidence.in_year("meetings")
        return read_pack(meetings[meetings["forum"] == OVERSIGHT_FORUM], self.frontline)

    @cached_property
    def month_pack(self) -> pd.DataFrame:
        """The same of the oversight meetings due in the month."""
        due_on = self.pack["due_on"]
        return self.pack[(due_on >= self.period.start) & (due_on < self.period.end)]

    @cached_property
    def gaps(self) -> pd.DataFrame:
        """Gaps in evidence still open, with the days each has been: what, subject, opened_on, days_open.

        A kind of gap that cannot be told is left out.
        """
        evidence = self.evidence
        actions = evidence.in_year("actions")
        found = {
            STATEMENTS: statement_gaps(evidence.in_year("statements"), self.support),
            PACK: pack_gaps(self.pack),
            CLOSURE: closure_gaps(actions[actions["closed_on"].notna()], self.frontline),
        }
        known = [gaps.iloc[:0] if self.gaps_untold(what) else gaps for what, gaps in found.items()]
        told = [gaps for gaps in known if len(gaps)] or known[:1]
        limits = self.limits.gap_unresolved_for_a_quarter
        return add_days_open(pd.concat(told, ignore_index=True), self.period.as_of, limits.days_open)

    def gaps_untold(self, what: str) -> str:
        """Why gaps of a kind cannot be told; "" when they can."""
        table, *columns = {
            STATEMENTS: ("statements", "claims", "risk_id", "evidence_ids"),
            PACK: ("meetings", "requires"),
            CLOSURE: ("actions", "closed_on", "evidence_ids"),
        }[what]
        absent = self.absent(table, "evidence")
        untold = no_rows(absent) if absent else self.never_filled(table, *columns)
        if what == PACK and not untold and len(self.pack):
            return self.never_filled("evidence", "meeting_id")
        return untold

    # What is missing, in words

    def absent(self, *tables: str) -> list[str]:
        """Those of the tables that hold no row of the service in the 12 months."""
        return [table for table in tables if self.evidence.missing(table)]

    def never_filled(self, table: str, *columns: str) -> str:
        """Why a question cannot be put to a table: the columns that are blank in every row; "" if none."""
        blank = [name for name in columns if not self.evidence.known(table, name)]
        if not blank:
            return ""
        named = " or ".join(f"“{name.replace('_', ' ')}”" for name in blank)
        return f"No row of {table.replace('_', ' ')} in the last 12 months fills {named}."
