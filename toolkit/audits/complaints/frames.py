"""Which rows do the tracker, the timelines and the pictures of complaints learning show?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.audits.complaints.facts import LearningFacts
from toolkit.audits.complaints.learning_checks import closed_complaints
from toolkit.audits.complaints.voices_checks import missing_preferences
from toolkit.measures.learning.clock import CURVE, compute_curve
from toolkit.measures.uncertainty import wilson
from toolkit.period import Period

ITEMS = [
    "item", "learning_ids", "complaint_id", "complaint_ids", "person_id", "plan_section", "theme", "themes",
    "required_update", "has_owner", "received_on", "started_on", "start_from", "due_on", "due_on_received",
    "reflected_on", "change_id", "how", "days", "in_time", "in_time_received", "days_over", "confirmed",
    "confirmed_with", "confirmed_on", "briefed_on", "observations", "latest_finding", "latest_observed_on",
    "recurred_on", "recurred_by", "left_on", "changed_at_service", "reopened", "verdict", "meeting_verdict",
    "meeting_decided_on", "disagrees",
]  # fmt: skip
EVENTS = {"item": "str", "kind": "str", "day": "datetime64[us]"}
DUE_MONTHS = {"month": "datetime64[us]", "due": "int64", "reflected": "int64", "share": "float64",
              "low": "float64", "high": "float64"}  # fmt: skip
THEMES = {"theme": "str", "complaints": "int64", "items": "int64", "reflected": "int64", "recurred": "int64",
          "repeated": "bool"}  # fmt: skip
COHORT = ("in time", "late", "overdue", "not yet due", "no longer applicable", "cannot be traced")
# Two of one day stand in the order in which they would happen.
EVENT_KINDS = {"received": "received_on", "started": "started_on", "plan_change": "reflected_on",
               "confirmed": "confirmed_on", "briefed": "briefed_on", "due": "due_on",
               "recurred": "recurred_on", "left": "left_on"}  # fmt: skip
CURVE_DAYS = 84


def items_of(facts: LearningFacts) -> pd.DataFrame:
    """One row an item of the last 12 months, the most urgent first: columns as in ITEMS.

    Overdue items come first, the longest overdue of them before the others; then those still to be
    done, by their due day; then those in the care plan; last those that no longer apply.
    """
    items, service = facts.items, facts.evidence.service.service_id
    received = facts.on_received.set_index("item")["in_time"]
    elsewhere = items["change_service"].where(items["change_service"] != service)
    confirmed = items["confirmed"].astype("boolean")
    told = items["reflected_on"].notna() & facts.evidence.known("care_plan_changes", "confirmed_with")
    place = pd.Series(2, index=items.index)
    place = place.mask(items["reflected_on"].isna(), 1).mask(items["not_applicable"], 3)
    place = place.mask(items["overdue"], 0)
    rows = items.assign(
        in_time_received=received.reindex(items["item"]).array,
        changed_at_service=elsewhere,
        confirmed=confirmed.where(told),
        _place=place,
    )
    rows = rows.sort_values(["_place", "due_on", "item"], kind="stable", ignore_index=True)
    return rows[ITEMS]


def events_of(facts: LearningFacts) -> pd.DataFrame:
    """What happened to each item, day by day: item, kind, day."""
    items = facts.items
    seen = facts.seen_of(items)
    kinds = pd.Series(np.repeat(list(EVENT_KINDS), len(items)), dtype="str")
    days = [*(items[column] for column in EVENT_KINDS.values()), seen["observed_at"].dt.normalize()]
    parts = {
        "item": pd.concat([items["item"]] * len(EVENT_KINDS) + [seen["item"]], ignore_index=True),
        "kind": pd.concat([kinds, seen["finding"]], ignore_index=True),
        "day": pd.concat(days, ignore_index=True),
    }
    events = pd.DataFrame({name: part.astype(EVENTS[name]) for name, part in parts.items()})
    events = events[events["day"].notna()]
    return events.sort_values(["item", "day"], kind="stable", ignore_index=True)


def due_months_of(facts: LearningFacts) -> pd.DataFrame:
    """The share in the care plan by the due day, by the month in which items fell due, for 12 months."""
    if facts.untold():
        return pd.DataFrame(columns=list(DUE_MONTHS)).astype(DUE_MONTHS)
    found = []
    for back in range(11, -1, -1):
        period = facts.period.earlier(back) if back else facts.period
        due, reflected = due_in(facts.clocked, period)
        around = wilson(reflected, due)
        share = reflected / due if due else None
        found.append((period.start, due, reflected, share, around.low, around.high))
    return pd.DataFrame(found, columns=list(DUE_MONTHS)).astype(DUE_MONTHS)


def due_in(items: pd.DataFrame, period: Period) -> tuple[int, int]:
    """Of the items that fell due in the month up to its as_of, how many, and how many were done by then."""
    due_on, reflected_on = (items[name].to_numpy("datetime64[us]") for name in ("due_on", "reflected_on"))
    within = (due_on >= period.start.to_datetime64()) & (due_on < period.end.to_datetime64())
    due = within & ~items["not_applicable"].to_numpy(dtype=bool)
    return int(due.sum()), int((due & (reflected_on <= due_on)).sum())


def curve_of(facts: LearningFacts) -> pd.DataFrame:
    """The share in the care plan by days since the start, those still open counted fairly."""
    if facts.untold():
        return pd.DataFrame(columns=list(CURVE)).astype(CURVE)
    return compute_curve(facts.items, facts.as_of, last_day=CURVE_DAYS)


def themes_of(facts: LearningFacts) -> pd.DataFrame:
    """Complaints of the year by theme, with what became of their learning and whether they came again.

    An item about several themes stands once, under its first.
    """
    year = facts.live[facts.live["received_on"] >= facts.first_day(12)]
    items = facts.items
    names = sorted({*year["theme"].dropna(), *items["theme"].dropna()})
    repeated = {*facts.rises.loc[facts.rises["repeated"], "theme"], *facts.repeats["theme"]}
    rows = [
        (
            name,
            int((year["theme"] == name).sum()),
            int((items["theme"] == name).sum()),
            int(((items["theme"] == name) & items["reflected_on"].notna()).sum()),
            int(((items["theme"] == name) & items["recurred_on"].notna()).sum()),
            name in repeated,
        )
        for name in names
    ]
    themes = pd.DataFrame(rows, columns=list(THEMES)).astype(THEMES)
    return themes.sort_values(["complaints", "theme"], ascending=[False, True], ignore_index=True)


def closed_of(facts: LearningFacts) -> pd.DataFrame:
    """Complaints closed in the month, upheld or partly, with how many of their items are not done."""
    return closed_complaints(facts).drop(columns="root")


def preferences_of(facts: LearningFacts) -> pd.DataFrame:
    """Preferences told a while ago that are not in the care plan, the longest known first."""
    columns = ["feedback_id", "person_id", "plan_section", "received_on", "days"]
    if facts.evidence.missing("feedback") or facts.evidence.missing("care_plan_changes"):
        return pd.DataFrame(columns=columns)
    missing = missing_preferences(facts)
    rows = missing.assign(days=(facts.as_of - missing["received_on"]).dt.days)
    return rows[columns].sort_values(["received_on", "feedback_id"], kind="stable", ignore_index=True)


def cohort_of(facts: LearningFacts) -> pd.DataFrame:
    """Where the items due in six months or still to come stand: state, items."""
    counted, items = facts.eight_weeks, facts.clocked
    first = facts.first_day(facts.limits.learning_in_eight_weeks.due_months)
    judged = items[items["is_due"] & (items["due_on"] >= first) & ~items["not_applicable"]]
    numbers = (
        counted.reflected,
        int((judged["reflected_on"] > judged["due_on"]).sum()),
        int(judged["overdue"].sum()),
        counted.not_yet_due,
        counted.no_longer_applicable,
        len(facts.untraced),
    )
    rows = [] if facts.untold() else list(zip(COHORT, numbers, strict=True))
    return pd.DataFrame(rows, columns=["state", "items"]).astype({"state": "str", "items": "int64"})
