"""Finished staffing audits made up for the tests of the report; a test states only what matters to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from toolkit.audits.checks import Arm, Check, Figure, Kind, Outcome, Question, Reference
from toolkit.audits.result import ChangedThreshold, SourceUse, Subject
from toolkit.audits.staffing_missed_care import StaffingAudit
from toolkit.period import Period

OCTOBER = Period.parse("2026-10")
SHIFT_COLUMNS = (
    "day", "unit", "shift_name", "starts_at", "ends_at", "required_hours", "rostered_hours", "attended_hours",
    "fill", "attendance_known", "high_pressure", "why",
)  # fmt: skip
OUTCOME_COLUMNS = ("category", "rows", "of", "n", "share", "low", "high")
RECORDING_COLUMNS = ("day", "rows", "usual", "expected", "recorded")


def make_question(**differs: Any) -> Question:
    facts: dict[str, Any] = {
        "code": "repeated-staffing-gaps",
        "kind": Kind.TRIGGER,
        "question": "Does the same shift keep running short?",
        "how": "A shift is short when under 90% of the hours needed were attended.",
        "tables": ("staffing_needs", "shifts"),
        "reviewed_by": "registered manager",
        "escalates_to": "provider oversight",
        "next_step": "Decide how this shift will be covered from next week on.",
    }
    return Question(**{**facts, **differs})


def make_check(
    outcome: Outcome = Outcome.ACTION,
    *,
    says: str = "The night shift was short on 6 of 31 days.",
    evidence: Sequence[Reference] = (),
    arms: Sequence[Arm] = (),
    **question: Any,
) -> Check:
    figure = Figure("short days", 6.0, "days", n=31)
    return Check(make_question(**question), outcome, says, figure, {"days": 4}, tuple(evidence), tuple(arms))


def make_references(
    number: int, *, file: str = "data/shifts.csv", sheet: str | None = None
) -> list[Reference]:
    return [Reference(f"shifts:SH-{n:04d}", file, sheet, n + 1) for n in range(1, number + 1)]


def make_shift(day: int = 1, **differs: Any) -> dict[str, Any]:
    start = pd.Timestamp(2026, 10, day, 20)
    facts: dict[str, Any] = {
        "day": pd.Timestamp(2026, 10, day),
        "unit": None,
        "shift_name": "Night",
        "starts_at": start,
        "ends_at": start + pd.Timedelta(hours=12),
        "required_hours": 24.0,
        "rostered_hours": 24.0,
        "attended_hours": 24.0,
        "fill": 1.0,
        "attendance_known": True,
        "high_pressure": False,
        "why": "",
    }
    return {**facts, **differs}


def make_shifts(rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(SHIFT_COLUMNS))


def make_outcomes(**rows: tuple[int, int]) -> pd.DataFrame:
    """From category = (rows, of how many); the interval is a plain one about the share."""
    made = []
    for category, (number, n) in rows.items():
        share = number / n if n else None
        low, high = (max(share - 0.02, 0.0), share + 0.02) if share is not None else (None, None)
        of = "done" if category.endswith("evidenced") else "planned"
        made.append((category, number, of, n, share, low, high))
    return pd.DataFrame(made, columns=list(OUTCOME_COLUMNS))


def make_recording(rows: Iterable[int], *, usual: float = 40.0) -> pd.DataFrame:
    days = [OCTOBER.first_day + timedelta(n) for n in range(31)]
    listed = [(pd.Timestamp(day), n, usual, True, n >= usual / 3) for day, n in zip(days, rows, strict=False)]
    return pd.DataFrame(listed, columns=list(RECORDING_COLUMNS))


def make_source(table: str = "shifts", **differs: Any) -> SourceUse:
    facts: dict[str, Any] = {
        "table": table,
        "supplied": True,
        "rows_used": 1200,
        "rows_in_month": 100,
        "first": date(2025, 11, 1),
        "last": date(2026, 10, 31),
        "rows_refused": 0,
    }
    return SourceUse(**{**facts, **differs})


def make_audit(**differs: Any) -> StaffingAudit:
    empty_shifts = make_shifts([])
    facts: dict[str, Any] = {
        "name": "staffing_missed_care",
        "title": "Staffing and missed care",
        "subject": Subject("oakfield", "Oakfield House", "residential"),
        "provider": "Larkmead Care",
        "period": OCTOBER,
        "checks": (make_check(),),
        "measures": {"attended_fill": Figure("attended_fill", 0.91, "share", n=93)},
        "sources": (make_source(),),
        "changed_thresholds": (),
        "problems_count": 0,
        "files": ({"file": "data/shifts.csv", "sha256": "a" * 64, "rows_used": 1200, "rows_refused": 0},),
        "windows": empty_shifts,
        "shifts_by_day": empty_shifts,
        "care_outcomes": make_outcomes(),
        "recording": make_recording([]),
        "need_hours": pd.DataFrame(),
    }
    return StaffingAudit(**{**facts, **differs})


def make_changed_threshold(**differs: Any) -> ChangedThreshold:
    facts: dict[str, Any] = {
        "section": "repeated_staffing_gaps",
        "key": "days_in_month",
        "default": 4,
        "value": 3,
        "reason": "Agreed at the October quality meeting.",
    }
    return ChangedThreshold(**{**facts, **differs})
