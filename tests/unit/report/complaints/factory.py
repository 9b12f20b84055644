"""Finished complaints audits made up for the tests of the report; a test states only what matters to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from tests.unit.report.factory import OCTOBER, make_check, make_source
from toolkit.audits.checks import Check, Figure, Outcome
from toolkit.audits.complaints.audit import ComplaintsAudit
from toolkit.audits.result import Subject

ALL_TABLES = (
    "complaints", "learning", "care_plan_changes", "observations", "feedback", "people", "verdicts",
)  # fmt: skip
COHORT_STATES = ("in time", "late", "overdue", "not yet due", "no longer applicable", "cannot be traced")
EVENT_COLUMNS = ("item", "kind", "day")
MONTH_COLUMNS = ("month", "due", "reflected", "share", "low", "high")
CURVE_COLUMNS = ("day", "share_done", "low", "high", "at_risk", "cumulative_incidence")
THEME_COLUMNS = ("theme", "complaints", "items", "reflected", "recurred", "repeated")
CLOSED_COLUMNS = ("complaint_id", "closed_on", "outcome", "items", "not_reflected", "past_due")
PREFERENCE_COLUMNS = ("feedback_id", "person_id", "plan_section", "received_on", "days")
# The checks whose answers stand in the table of the steps, or hold what a picture needs.
STEP_CODES = (
    "learning-not-drawn", "learning-in-eight-weeks", "guidance-not-confirmed", "staff-not-briefed",
    "not-observed", "same-concern-continues",
)  # fmt: skip


def day(text: str) -> pd.Timestamp:
    """A day of a frame, from `2026-10-31`."""
    return pd.Timestamp(text)


def make_item(item: str = "LE-1", **differs: Any) -> dict[str, Any]:
    """An item agreed on 1 July, in the plan on 20 July, confirmed, briefed and seen applied: embedded."""
    facts: dict[str, Any] = {
        "item": item,
        "learning_ids": item,
        "complaint_id": "CO-1",
        "complaint_ids": "CO-1",
        "person_id": "P0001",
        "plan_section": "night care",
        "theme": "missed_care",
        "themes": differs.get("theme", "missed_care"),
        "required_update": "Two checks a night, at 1 and at 5.",
        "has_owner": True,
        "received_on": day("2026-06-20"),
        "started_on": day("2026-07-01"),
        "start_from": "agreed_on",
        "due_on": day("2026-08-26"),
        "due_on_received": day("2026-08-15"),
        "reflected_on": day("2026-07-20"),
        "change_id": "CH-1",
        "how": "linked",
        "days": 19.0,
        "in_time": True,
        "in_time_received": True,
        "days_over": None,
        "confirmed": True,
        "confirmed_with": "person",
        "confirmed_on": day("2026-07-22"),
        "briefed_on": day("2026-07-21"),
        "observations": 1,
        "latest_finding": "applied",
        "latest_observed_on": day("2026-08-10"),
        "recurred_on": None,
        "recurred_by": None,
        "left_on": None,
        "changed_at_service": None,
        "reopened": False,
        "verdict": "embedded",
        "meeting_verdict": None,
        "meeting_decided_on": None,
        "disagrees": False,
    }
    return {**facts, **differs}


NOT_IN_PLAN: dict[str, Any] = {
    "reflected_on": None,
    "change_id": None,
    "how": None,
    "days": None,
    "in_time": None,
    "in_time_received": None,
    "confirmed": None,
    "confirmed_with": None,
    "confirmed_on": None,
    "briefed_on": None,
    "observations": 0,
    "latest_finding": None,
    "latest_observed_on": None,
}


def make_overdue(item: str = "LE-2", **differs: Any) -> dict[str, Any]:
    """The same item, 66 days over on 31 October and its complaint closed."""
    missed = {"in_time": False, "in_time_received": False, "days_over": 66.0, "verdict": "closed_only"}
    return make_item(item, **{**NOT_IN_PLAN, **missed, **differs})


def make_waiting(item: str = "LE-3", **differs: Any) -> dict[str, Any]:
    """An item agreed on 1 October, due on 26 November."""
    later = {"received_on": day("2026-09-25"), "started_on": day("2026-10-01"), "due_on": day("2026-11-26"),
             "due_on_received": day("2026-11-20"), "verdict": "not_yet_due"}  # fmt: skip
    return make_item(item, **{**NOT_IN_PLAN, **later, **differs})


def make_gone(item: str = "LE-4", **differs: Any) -> dict[str, Any]:
    """An item of somebody who moved out before it was due."""
    left = {"left_on": day("2026-07-30"), "verdict": "no_longer_applicable"}
    return make_item(item, **{**NOT_IN_PLAN, **left, **differs})


_DAYS = (
    "received_on", "started_on", "due_on", "due_on_received", "reflected_on", "confirmed_on", "briefed_on",
    "latest_observed_on", "recurred_on", "left_on", "meeting_decided_on",
)  # fmt: skip
_TEXTS = ("change_id", "how", "confirmed_with", "latest_finding", "recurred_by", "changed_at_service",
          "meeting_verdict", "required_update", "theme", "themes")  # fmt: skip
_FLAGS = ("in_time", "in_time_received", "confirmed")


def make_items(*rows: Mapping[str, Any]) -> pd.DataFrame:
    """The frame of the items, with the kinds of column the audit gives them."""
    kinds: dict[str, Any] = dict.fromkeys(_DAYS, "datetime64[us]")
    kinds |= dict.fromkeys(_TEXTS, "str") | dict.fromkeys(_FLAGS, "boolean")
    kinds |= dict.fromkeys(("days", "days_over"), "float64")
    return pd.DataFrame(list(rows), columns=list(make_item())).astype(kinds)


def make_events(items: pd.DataFrame) -> pd.DataFrame:
    """The events that the days of the items imply."""
    kinds = {
        "received": "received_on", "started": "started_on", "due": "due_on", "plan_change": "reflected_on",
        "confirmed": "confirmed_on", "briefed": "briefed_on", "recurred": "recurred_on", "left": "left_on",
    }  # fmt: skip
    found = [
        (item["item"], kind, item[column])
        for item in items.to_dict("records")
        for kind, column in kinds.items()
        if not pd.isna(item[column])
    ]
    found += [
        (item["item"], item["latest_finding"], item["latest_observed_on"])
        for item in items.to_dict("records")
        if not pd.isna(item["latest_observed_on"])
    ]
    return pd.DataFrame(found, columns=list(EVENT_COLUMNS)).astype({"day": "datetime64[us]"})


def make_months(*told: tuple[int, int] | None) -> pd.DataFrame:
    """Months to October 2026, each (in time, due) or None where nothing fell due; plain intervals."""
    last = pd.Period("2026-10", freq="M")
    rows: list[tuple[Any, ...]] = []
    for back, month in zip(range(len(told) - 1, -1, -1), told, strict=True):
        first = (last - back).start_time
        if month is None:
            rows.append((first, 0, 0, None, None, None))
        else:
            reached, due = month
            share = reached / due
            rows.append((first, due, reached, share, max(share - 0.3, 0.0), min(share + 0.3, 1.0)))
    kinds: dict[str, Any] = {
        "month": "datetime64[us]",
        "share": "float64",
        "low": "float64",
        "high": "float64",
    }
    return pd.DataFrame(rows, columns=list(MONTH_COLUMNS)).astype(kinds)


def make_curve(*rows: tuple[int, float, int], others: float = 1.0) -> pd.DataFrame:
    """From day, share in the plan and number still waiting; counting those who left, `others` of it."""
    made = [
        (on, share, max(share - 0.15, 0.0), min(share + 0.15, 1.0), waiting, share * others)
        for on, share, waiting in rows
    ]
    return pd.DataFrame(made, columns=list(CURVE_COLUMNS))


def make_themes(*rows: tuple[str, int, int, int, int, bool]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(THEME_COLUMNS))


def make_closed(*rows: Mapping[str, Any]) -> pd.DataFrame:
    facts: dict[str, Any] = {
        "complaint_id": "CO-1", "closed_on": day("2026-10-12"), "outcome": "upheld", "items": 2,
        "not_reflected": 1, "past_due": 0,
    }  # fmt: skip
    return pd.DataFrame([{**facts, **row} for row in rows], columns=list(CLOSED_COLUMNS))


def make_preferences(*rows: Mapping[str, Any]) -> pd.DataFrame:
    facts: dict[str, Any] = {
        "feedback_id": "FE-1", "person_id": "P0001", "plan_section": "meals",
        "received_on": day("2026-06-01"), "days": 152,
    }  # fmt: skip
    return pd.DataFrame([{**facts, **row} for row in rows], columns=list(PREFERENCE_COLUMNS))


def make_cohort(**items: int) -> pd.DataFrame:
    """From the states with their items, `_` for a space; the others are 0."""
    counts = {state: items.get(state.replace(" ", "_"), 0) for state in COHORT_STATES}
    return pd.DataFrame(list(counts.items()), columns=["state", "items"])


def make_measures(**values: Figure) -> dict[str, Figure]:
    counts = ("learning_due", "learning_reflected", "learning_not_yet_due", "learning_no_longer_applicable",
              "learning_cannot_be_traced", "meeting_disagreements")  # fmt: skip
    shares = (
        "learning_in_eight_weeks",
        "learning_in_eight_weeks_received",
        "learning_km_56",
        "relevance_rate",
    )
    made = {name: Figure(name, 0, "items", n=0) for name in counts}
    made |= {name: Figure(name, None, "share", n=0) for name in shares}
    return {**made, **values}


def make_checks(
    codes: Iterable[str] = STEP_CODES, outcome: Outcome = Outcome.ACTION, **figures: Figure
) -> tuple[Check, ...]:
    """A check for each code, whose answer names it; the aim is 90 %, and two weeks are allowed.

    `figures` by code, with `_` for `-`; the others could not be computed.
    """
    none = Figure("share", None, "share")
    return tuple(
        replace(
            make_check(outcome, code=code, question=f"{code}?", says=f"Of {code}."),
            figure=figures.get(code.replace("-", "_"), none),
            threshold={"at_least": 0.9, "days": 14},
        )
        for code in codes
    )


def make_sources(*missing: str) -> tuple[Any, ...]:
    """All tables the audit reads, those named without a row."""
    return tuple(
        make_source(table, supplied=False, rows_used=0, first=None, last=None)
        if table in missing
        else make_source(table)
        for table in ALL_TABLES
    )


def make_audit(*items: Mapping[str, Any], **differs: Any) -> ComplaintsAudit:
    """An audit with these items; every table is there unless `sources` says otherwise."""
    frame = make_items(*items)
    facts: dict[str, Any] = {
        "name": "complaints_care_plans",
        "title": "Complaints learning and care plans",
        "subject": Subject("oakfield", "Oakfield House", "residential"),
        "provider": "Larkmead Care",
        "period": OCTOBER,
        "checks": make_checks(),
        "measures": make_measures(),
        "sources": make_sources(),
        "changed_thresholds": (),
        "problems_count": 0,
        "files": ({"file": "data/learning.csv", "rows_used": 12, "rows_refused": 0},),
        "items": frame,
        "events": make_events(frame),
        "due_months": make_months(),
        "curve": make_curve(),
        "themes": make_themes(),
        "closed": make_closed(),
        "preferences": make_preferences(),
        "cohort": make_cohort(),
    }
    return ComplaintsAudit(**{**facts, **differs})
