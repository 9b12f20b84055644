"""Finished staffing audits made up for the tests of the report; a test states only what matters to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from toolkit.audits.checks import Arm, Check, Figure, Kind, Outcome, Question, Reference
from toolkit.audits.result import ChangedThreshold, SourceUse, Subject
from toolkit.audits.staffing.audit import StaffingAudit
from toolkit.period import Period

OCTOBER = Period.parse("2026-10")
SHIFT_COLUMNS = (
    "day", "unit", "shift_name", "starts_at", "ends_at", "required_hours", "rostered_hours", "attended_hours",
    "fill", "attendance_known", "high_pressure", "why",
)  # fmt: skip
OUTCOME_COLUMNS = ("category", "rows", "of", "n", "share", "low", "high")
PRESSURE_COLUMNS = ("side", "category", "rows", "n", "share", "low", "high")
PRESSED_COLUMNS = (
    "day", "unit", "shift_name", "why", "fill", "planned", "missed", "shortened", "delayed",
    "poorly_evidenced",
)  # fmt: skip
AFFECTED_COLUMNS = (
    "person_id", "planned", "missed", "shortened", "delayed", "critical_missed", "days", "affected",
)  # fmt: skip
RISK_COLUMNS = ("entry_id", "logged_on", "theme", "control", "resolved_on", "days_open")
DECISION_COLUMNS = ("decision_id", "decided_on", "forum", "kind", "review_on", "whole_provider")
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


def make_care_by_pressure(
    pressed: tuple[int, int, int], of: int, others: tuple[int, int, int], of_others: int
) -> pd.DataFrame:
    """From missed, shortened and delayed on each side; the interval is a plain one about the share."""
    made = []
    for side, numbers, n in (("high pressure", pressed, of), ("other shifts", others, of_others)):
        for category, number in zip(("missed", "shortened", "delayed"), numbers, strict=True):
            share = number / n if n else None
            low, high = (max(share - 0.02, 0.0), share + 0.02) if share is not None else (None, None)
            made.append((side, category, number, n, share, low, high))
    return pd.DataFrame(made, columns=list(PRESSURE_COLUMNS))


def make_pressed(*rows: Mapping[str, Any]) -> pd.DataFrame:
    facts: dict[str, Any] = {
        "day": pd.Timestamp(2026, 10, 5),
        "unit": "",
        "shift_name": "Night",
        "why": "hours",
        "fill": 0.5,
        "planned": 20,
        "missed": 2,
        "shortened": 1,
        "delayed": 3,
        "poorly_evidenced": 4,
    }
    return pd.DataFrame([{**facts, **row} for row in rows], columns=list(PRESSED_COLUMNS))


def make_affected(people: Mapping[str, int], **differs: Any) -> pd.DataFrame:
    """People with so many pieces of care missed, each on a day of its own; the order is kept."""
    made = [
        {
            "person_id": person,
            "planned": 31,
            "missed": missed,
            "shortened": 0,
            "delayed": 0,
            "critical_missed": 0,
            "days": missed,
            "affected": missed,
            **differs,
        }
        for person, missed in people.items()
    ]
    return pd.DataFrame(made, columns=list(AFFECTED_COLUMNS))


def make_people_days(*rows: tuple[str, int, int]) -> pd.DataFrame:
    """From person, day of October and number of pieces of care that went wrong."""
    listed = [(person, pd.Timestamp(2026, 10, day), number) for person, day, number in rows]
    return pd.DataFrame(listed, columns=["person_id", "day", "rows"])


def make_weeks(*failed: int, planned: int = 100, centre: float = 0.10, spread: float = 0.05) -> pd.DataFrame:
    """Weeks to 31 October, the last one last, with limits so far from the centre."""
    last = pd.Timestamp(2026, 10, 31)
    rows = [
        (last - pd.Timedelta(days=7 * back), planned, number, number / planned, centre, centre - spread,
         centre + spread)
        for back, number in zip(range(len(failed) - 1, -1, -1), failed, strict=True)
    ]  # fmt: skip
    columns = ["week_ending", "planned", "failed", "share", "centre", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def make_continuity(people: Mapping[str, int]) -> pd.DataFrame:
    """People with so many different workers."""
    rows = [(person, 60, workers, 0.25) for person, workers in people.items()]
    return pd.DataFrame(rows, columns=["person_id", "rows", "workers", "top_three"])


def make_risks(*rows: Mapping[str, Any]) -> pd.DataFrame:
    facts: dict[str, Any] = {
        "entry_id": "HO-1",
        "logged_on": pd.Timestamp(2026, 10, 2),
        "theme": "missed_care",
        "control": True,
        "resolved_on": pd.Timestamp(2026, 10, 12),
        "days_open": 10,
    }
    return pd.DataFrame([{**facts, **row} for row in rows], columns=list(RISK_COLUMNS))


def make_decisions(*rows: Mapping[str, Any]) -> pd.DataFrame:
    facts: dict[str, Any] = {
        "decision_id": "DE-1",
        "decided_on": pd.Timestamp(2026, 10, 14),
        "forum": "quality_meeting",
        "kind": "provider_support",
        "review_on": pd.Timestamp(2026, 12, 13),
        "whole_provider": False,
    }
    return pd.DataFrame([{**facts, **row} for row in rows], columns=list(DECISION_COLUMNS))


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
        "files": ({"file": "data/shifts.csv", "rows_used": 1200, "rows_refused": 0},),
        "windows": empty_shifts,
        "shifts_by_day": empty_shifts,
        "care_outcomes": make_outcomes(),
        "recording": make_recording([]),
        "need_hours": pd.DataFrame(),
        "care_by_pressure": pd.DataFrame(columns=list(PRESSURE_COLUMNS)),
        "pressed_shifts": make_pressed(),
        "people_affected": make_affected({}),
        "people_days": make_people_days(),
        "continuity": make_continuity({}),
        "weeks": make_weeks(),
        "handover_risks": make_risks(),
        "decisions": make_decisions(),
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
