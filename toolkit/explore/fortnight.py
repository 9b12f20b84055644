"""What did one person's fortnight look like: the care day by day, and what else happened to them?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from toolkit.audits.staffing.frames import recorded_care
from toolkit.explore.service_month import ServiceMonth
from toolkit.period import Period

DAYS = 14
WENT_WRONG = ("missed", "shortened", "delayed", "poorly_evidenced")
NOT_RECORDED = "not_recorded"  # due on a day that was not recorded: unknown, and not missed
LEFT_OUT = "excluded"  # the person was away, say, or the care was called off
_EVENTS = {  # table -> column with the day, and how it is called
    "incidents": ("occurred_at", "Incident"),
    "complaints": ("received_on", "Complaint"),
    "feedback": ("received_on", "Feedback"),
    "care_plan_changes": ("changed_at", "Care plan"),
    "observations": ("observed_at", "Observation"),
    "dependency": ("reviewed_on", "Dependency review"),
}
_ABOUT = {
    "incidents": ("kind", "harm"),
    "complaints": ("theme", "raised_by"),
    "feedback": ("kind", "theme"),
    "care_plan_changes": ("plan_section", "change_type"),
    "observations": ("plan_section", "finding"),
    "dependency": ("level", "care_hours_per_day"),
}


@dataclass(frozen=True, slots=True)
class Fortnight:
    """Fourteen days of one person.

    care: one row a care record, with day, hour, activity, category and clock times, in their order.
    events: one row an incident, complaint and so on: day, what, about.
    """

    person: str
    days: tuple[date, ...]
    care: pd.DataFrame
    events: pd.DataFrame


def people_of(service_month: ServiceMonth) -> list[str]:
    """The people with care in the month, those whose care went wrong most often first."""
    audit = service_month.audit("staffing_missed_care")
    affected = getattr(audit, "people_affected", pd.DataFrame(columns=["person_id"]))
    first = list(dict.fromkeys(str(one) for one in affected["person_id"]))
    rows = service_month.evidence.in_month("care")["person_id"].dropna().unique()
    return [*first, *sorted({str(one) for one in rows} - set(first))]


def last_days(period: Period) -> list[date]:
    """The last days a fortnight of the month may end on, newest first: as_of, then a week at a time."""
    return [period.as_of - timedelta(days=7 * back) for back in range(3)]


def fortnight_of(service_month: ServiceMonth, person: str, until: date) -> Fortnight:
    """The fortnight of one person that ends on that day."""
    first = until - timedelta(days=DAYS - 1)
    days = tuple(first + timedelta(days=n) for n in range(DAYS))
    return Fortnight(person, days, _care(service_month, person, days), _events(service_month, person, days))


def worst_of_day(care: pd.DataFrame) -> pd.DataFrame:
    """One row a day and activity: how many were due, how many of them went wrong, and the worst of it."""
    order = [*WENT_WRONG, NOT_RECORDED, "well_evidenced", LEFT_OUT]
    ranked = care.assign(rank=care["category"].map(order.index), wrong=care["category"].isin(WENT_WRONG))
    grouped = ranked.groupby(["activity", "day"], as_index=False)
    summed = grouped.agg(due=("rank", "size"), wrong=("wrong", "sum"), rank=("rank", "min"))
    return summed.assign(worst=[order[int(rank)] for rank in summed["rank"]]).drop(columns="rank")


def _care(service_month: ServiceMonth, person: str, days: tuple[date, ...]) -> pd.DataFrame:
    columns = ["day", "due_at", "activity", "category", "started_at", "ended_at", "care_id"]
    if service_month.evidence.missing("care"):
        return pd.DataFrame(columns=columns)
    facts = service_month.facts("staffing_missed_care")
    back = (service_month.evidence.period.as_of - days[0]).days + 1
    judged, recorded = facts.recent_care(back).rows, recorded_care(facts, back).rows
    rows = judged[judged["person_id"] == person]
    told = rows.index.isin(recorded.index) | (rows["category"] == LEFT_OUT)
    rows = rows.assign(category=rows["category"].where(told, NOT_RECORDED))
    rows = rows.assign(day=rows["due_at"].dt.normalize())
    within = (rows["day"] >= pd.Timestamp(days[0])) & (rows["day"] <= pd.Timestamp(days[-1]))
    return rows.loc[within, columns].sort_values(["due_at", "care_id"], ignore_index=True)


def _events(service_month: ServiceMonth, person: str, days: tuple[date, ...]) -> pd.DataFrame:
    found: list[tuple[Any, ...]] = []
    for table, (when, called) in _EVENTS.items():
        if not service_month.evidence.supplied(table):
            continue
        rows = service_month.evidence.rows(table)
        day = rows[when].dt.normalize()
        inside = (day >= pd.Timestamp(days[0])) & (day <= pd.Timestamp(days[-1]))
        for row in rows[(rows["person_id"] == person) & inside].to_dict("records"):
            about = [str(row[one]).replace("_", " ") for one in _ABOUT[table] if not pd.isna(row[one])]
            found.append((row[when].normalize(), called, ", ".join(about)))
    return pd.DataFrame(sorted(found), columns=["day", "what", "about"])
