"""What stands behind each statement that things improved, are stable or are embedded, and what against it?

A statement is contradicted by its indicator or by an audit below its pass mark; else it is worth what the
frontline evidence it cites is worth. Source: measures-and-checks §3, *Support*.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from toolkit.measures.charts_over_time.verdict import Answer
from toolkit.measures.frontline import cite, join_kinds, kinds_from_sources_of_their_own, split_ids
from toolkit.measures.indicators import INDICATORS
from toolkit.parameters.oversight_thresholds import OversightDefinitions

ASSURANCE = ("improved", "stable", "embedded")
CONTRADICTED = "contradicted"
LEVELS = (CONTRADICTED, "unsupported", "stale", "supported", "triangulated")
WEAK = ("unsupported", "stale", "contradicted")
SUPPORT_COLUMNS = (
    "statement_id", "level", "evidence_level", "indicator", "theme", "contradicted_how", "audit_id", "tested",
    "cited", "frontline", "current", "kinds", "newest_event_on",
)  # fmt: skip

_Newest = list[tuple[str, bool]]  # id of an audit, and whether it is below its pass mark


@dataclass(frozen=True, slots=True)
class AgainstWhat:
    """What statements are held against: risks, audits, and how each indicator moved in the audit month.

    `answers` is keyed by indicator and theme; `audits_kept` says whether audits were supplied at all.
    """

    risks: pd.DataFrame
    audits: pd.DataFrame
    answers: Mapping[tuple[str, str], Answer]
    audits_kept: bool = True


def is_assurance(statements: pd.DataFrame) -> pd.Series:
    """True for statements that claim improved, stable or embedded; a blank claim is listed, not counted."""
    return statements["claims"].isin(ASSURANCE)


def with_risk(rows: pd.DataFrame, risks: pd.DataFrame) -> pd.DataFrame:
    """Statements or decisions with `theme` of their risk and `risk_indicator`; blank where there is none."""
    register = risks.drop_duplicates("risk_id", keep="last").set_index("risk_id")
    return rows.assign(
        theme=rows["risk_id"].map(register["theme"]).astype("str"),
        risk_indicator=rows["risk_id"].map(register["indicator"]).astype("str"),
    )


def own_or_risks_indicator(rows: pd.DataFrame) -> pd.Series:
    """The indicator a row names, else its risk's (rows as `with_risk` gives them)."""
    return rows["indicator"].fillna(rows["risk_indicator"])


def series_key(indicator: str, theme: object) -> tuple[str, str]:
    """Which series an indicator of a risk means: an audit score is that of the risk's theme.

    >>> series_key("audit_score", "falls"), series_key("attended_fill", "falls")
    (('audit_score', 'falls'), ('attended_fill', ''))
    """
    return indicator, str(theme) if indicator == "audit_score" and isinstance(theme, str) else ""


def judge_support(
    statements: pd.DataFrame, evidence: pd.DataFrame, against: AgainstWhat, definitions: OversightDefinitions
) -> pd.DataFrame:
    """One row a statement, in the order given (columns: SUPPORT_COLUMNS).

    `evidence_level` is what the evidence alone is worth, also of what claims nothing; `level` is blank
    for those. `tested` is False when nothing could have contradicted the statement, or what it names
    could not be computed. `evidence` needs `source`.
    """
    rows = with_risk(statements, against.risks)
    rows = rows.assign(indicator=own_or_risks_indicator(rows))
    cited = cite(
        rows, key="statement_id", relied_on=rows["made_on"], evidence=evidence, definitions=definitions
    )
    behind: dict[Hashable, list[dict[Hashable, Any]]] = {}
    for one in cited[cited["frontline"] & ~cited["dated_after"]].to_dict("records"):
        behind.setdefault(one["key"], []).append(one)
    audits = _Audits.read(against.audits)
    ids = split_ids(rows["evidence_ids"]).groupby(level=0).nunique()
    found = []
    for place, row in zip(rows.index, rows.to_dict("records"), strict=True):
        of_row = behind.get(row["statement_id"], [])
        newest = audits.of_theme(row, definitions)
        found.append(_judge(row, of_row, newest, against, definitions) | {"cited": int(ids.get(place, 0))})
    texts = ("statement_id", "level", "evidence_level", "indicator", "theme", "contradicted_how",
             "audit_id", "kinds")  # fmt: skip
    types = dict.fromkeys(texts, "str") | {"newest_event_on": "datetime64[us]", "tested": "bool"}
    counts = dict.fromkeys(("cited", "frontline", "current"), "int64")
    return pd.DataFrame(found, columns=list(SUPPORT_COLUMNS)).astype(types | counts)


def _judge(
    row: dict[Hashable, object],
    frontline: Sequence[Mapping[Hashable, Any]],
    audits: _Newest,
    against: AgainstWhat,
    definitions: OversightDefinitions,
) -> dict[str, object]:
    """`frontline`: what it cites that is frontline evidence of its day or before; `audits`: as `of_theme`."""
    current = [one for one in frontline if one["age"] == "current"]
    evidence_level = _evidence_level(frontline, current, definitions)
    answer = _answer(row, against)
    failed = [audit_id for audit_id, below in audits if below]
    how = "indicator" if answer == "worse" else "audit" if failed else None
    counted = row["claims"] in ASSURANCE
    return {
        "statement_id": row["statement_id"],
        "level": ("contradicted" if how else evidence_level) if counted else None,
        "evidence_level": evidence_level,
        "indicator": row["indicator"],
        "theme": row["theme"],
        "contradicted_how": how if counted else None,
        "audit_id": min(failed) if how == "audit" and counted else None,
        "tested": _tested(row, answer, audits, against),
        "frontline": len(frontline),
        "current": len(current),
        "kinds": join_kinds([one["kind"] for one in current]),
        "newest_event_on": max(
            (one["event_on"] for one in frontline if not pd.isna(one["event_on"])), default=pd.NaT
        ),
    }


def _evidence_level(
    frontline: Sequence[Mapping[Hashable, Any]],
    current: Sequence[Mapping[Hashable, Any]],
    definitions: OversightDefinitions,
) -> str:
    if not frontline:
        return "unsupported"
    if not current:
        return "stale"
    kinds = kinds_from_sources_of_their_own((one["kind"], one["source"]) for one in current)
    return "triangulated" if kinds >= definitions.kinds_for_triangulated else "supported"


def _answer(row: dict[Hashable, object], against: AgainstWhat) -> Answer | None:
    """How the statement's indicator moved; None without one, or with one of which neither way is better."""
    indicator = row["indicator"]
    if not isinstance(indicator, str) or INDICATORS[indicator].better == "neither":
        return None
    return against.answers.get(series_key(indicator, row["theme"]), "unknown")


@dataclass(frozen=True, slots=True)
class _Audits:
    """The audits that could contradict a statement, and whether each is below its pass mark."""

    theme: np.ndarray
    audited_on: np.ndarray
    audit_id: list[str]
    below: list[bool]

    @classmethod
    def read(cls, audits: pd.DataFrame) -> _Audits:
        told = audits[audits["pass_mark"].notna() & (audits["yes"] + audits["no"] > 0)]
        score = 100 * told["yes"] / (told["yes"] + told["no"])
        return cls(
            theme=told["theme"].to_numpy(dtype=object),
            audited_on=told["audited_on"].to_numpy("datetime64[us]"),
            audit_id=told["audit_id"].tolist(),
            below=(score < told["pass_mark"] - 1e-9).tolist(),
        )

    def of_theme(self, row: dict[Hashable, object], definitions: OversightDefinitions) -> _Newest:
        """The newest audits with the risk's theme, with whether each is below; of one day, all."""
        made_on = pd.Timestamp(str(row["made_on"]))
        earliest = made_on - pd.Timedelta(days=definitions.contradicting_audit_days)
        near = (self.theme == row["theme"]) & (self.audited_on >= earliest.to_datetime64())
        near &= self.audited_on <= made_on.to_datetime64()
        if not near.any():
            return []
        newest = np.flatnonzero(near & (self.audited_on == self.audited_on[near].max()))
        return [(self.audit_id[at], self.below[at]) for at in newest]


def _tested(
    row: dict[Hashable, object], answer: Answer | None, audits: _Newest, against: AgainstWhat
) -> bool:
    """Could the statement have been contradicted by everything that it, or its risk, names?"""
    if answer == "unknown" or (isinstance(row["risk_id"], str) and not isinstance(row["theme"], str)):
        return False
    if isinstance(row["theme"], str) and not against.audits_kept:
        return False
    return answer is not None or len(audits) > 0
