"""Which rows stand behind the pictures and tables of the staffing report?

Each function gives one small frame, empty (with its columns) where the records are missing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd

from toolkit.audits.staffing.link_checks import STAFFING_DECISIONS
from toolkit.audits.staffing.voices_facts import VoicesFacts
from toolkit.measures.care import CATEGORIES, CareOutcomes
from toolkit.measures.care_rates import DONE, FAILED
from toolkit.measures.charts_over_time import p_limits
from toolkit.measures.continuity import compute_continuity
from toolkit.measures.continuity import people_affected as compute_people_affected
from toolkit.measures.recording import compute_recording
from toolkit.measures.uncertainty import wilson

RETURN_DAYS = 28
CHART_WEEKS = 13
DECISION_MONTHS = 3
WINDOW = ["unit", "shift_name", "day"]


def need_hours_of(facts: VoicesFacts) -> pd.DataFrame:
    if facts.need_hours_told:
        return facts.need_hours.days
    return pd.DataFrame(
        columns=["day", "need_hours", "attended_hours", "people", "reviewed", "testable", "below"]
    )


def care_outcomes_of(facts: VoicesFacts) -> pd.DataFrame:
    """One row a category: rows, share and 95 % interval, of what was planned or of what was done."""
    columns = ["category", "rows", "of", "n", "share", "low", "high"]
    if facts.care_missing:
        return pd.DataFrame(columns=columns)
    care, rows = facts.care, []
    category = care.rows["category"]
    done = int(category.isin(DONE).sum())
    told = {"delayed": care.starts_known, "poorly_evidenced": facts.care_outcomes.notes_kept,
            "well_evidenced": facts.care_outcomes.notes_kept}  # fmt: skip
    for name in CATEGORIES:
        number = int((category == name).sum())
        of = "done" if name in ("poorly_evidenced", "well_evidenced") else "planned"
        n = {"done": done, "planned": care.planned}[of] if name != "excluded" else len(category)
        limits = wilson(number, n)
        known = told.get(name, True) and n > 0
        share = number / n if known else None
        rows.append(
            (name, number, of, n, share, limits.low if known else None, limits.high if known else None)
        )
    return pd.DataFrame(rows, columns=columns)


def care_by_pressure_of(facts: VoicesFacts) -> pd.DataFrame:
    """Care that went wrong in high-pressure shifts and in the others, by what went wrong.

    Columns: side ("high pressure", "other shifts"), category, rows, n, share, low, high.
    """
    columns = ["side", "category", "rows", "n", "share", "low", "high"]
    placed = _placed_rows(facts)
    found = []
    for side, high in (("high pressure", True), ("other shifts", False)):
        rows = placed[placed["high_pressure"] == high]
        for category in FAILED:
            number = int((rows["category"] == category).sum())
            around = wilson(number, len(rows))
            share = number / len(rows) if len(rows) else None
            found.append((side, category, number, len(rows), share, around.low, around.high))
    return pd.DataFrame(found if len(placed) else [], columns=columns)


def _placed_rows(facts: VoicesFacts) -> pd.DataFrame:
    """Planned care of recorded days with the window it was due in and whether that was under pressure."""
    if facts.care_missing or facts.staffing_missing:
        none = pd.DataFrame(columns=[*WINDOW, "category", "high_pressure"], dtype="str")
        return none.astype({"day": "datetime64[us]", "high_pressure": "bool"})
    rows = facts.care.rows
    rows = rows[(rows["window_row"] >= 0) & (rows["category"] != "excluded")]
    at = facts.care_windows.iloc[rows["window_row"].to_numpy()][WINDOW].fillna({"unit": ""})
    known = facts.pressure_with_night_before[[*WINDOW, "high_pressure"]].fillna({"unit": ""})
    placed = at.assign(category=rows["category"].to_numpy()).merge(known, on=WINDOW, how="inner")
    return placed.assign(high_pressure=placed["high_pressure"].astype(bool))


def pressed_shifts_of(facts: VoicesFacts) -> pd.DataFrame:
    """What the care records of each high-pressure shift say.

    Columns: day, unit, shift_name, why, fill, planned, missed, shortened, delayed, poorly_evidenced.
    """
    counted = ("missed", "shortened", "delayed", "poorly_evidenced")
    columns = ["day", "unit", "shift_name", "why", "fill", "planned", *counted]
    if facts.staffing_missing or facts.pressure.empty:
        return pd.DataFrame(columns=columns)
    pressed = facts.pressure[facts.pressure["high_pressure"]].fillna({"unit": ""})
    placed = _placed_rows(facts)
    flags = placed[WINDOW].assign(
        planned=1, **{name: (placed["category"] == name).astype(int) for name in counted}
    )
    sums = flags.groupby(WINDOW, as_index=False)[["planned", *counted]].sum()
    joined = pressed.merge(sums, on=WINDOW, how="left").fillna(dict.fromkeys(["planned", *counted], 0))
    return joined[columns].astype(dict.fromkeys(["planned", *counted], "int64"))


def people_affected_of(facts: VoicesFacts) -> pd.DataFrame:
    """One row a person whose care was missed, shortened or delayed, most affected first.

    `critical_missed` is NaN where the export does not say which care is time-critical.
    """
    if facts.care_missing:
        return pd.DataFrame(columns=["person_id", "planned", "missed", "shortened", "delayed",
                                     "critical_missed", "days", "affected"])  # fmt: skip
    people = compute_people_affected(facts.care.rows)
    told = facts.evidence.known("care", "time_critical")
    return people if told else people.assign(critical_missed=float("nan"))


def people_days_of(facts: VoicesFacts) -> pd.DataFrame:
    """How much of each person's care went wrong on each day: person_id, day, rows."""
    if facts.care_missing:
        return pd.DataFrame(columns=["person_id", "day", "rows"])
    rows = facts.care.rows
    wrong = rows[rows["category"].isin(FAILED)]
    days = wrong.assign(day=wrong["due_at"].dt.normalize())
    return days.groupby(["person_id", "day"]).size().rename("rows").reset_index()


def recorded_care(facts: VoicesFacts, days: int) -> CareOutcomes:
    """The same without the rows of days that were not recorded: unknown, not missed."""
    outcomes = facts.recent_care(days)
    recorded = _recorded_days(facts, facts.period.first_day_of_days(days))
    return replace(outcomes, rows=outcomes.rows[outcomes.rows["due_at"].dt.normalize().isin(recorded)])


def _recorded_days(facts: VoicesFacts, first: date) -> set[pd.Timestamp]:
    """Days on which care was recorded, of this month and of those before it back to the first day wanted."""
    service, care = facts.evidence.service, facts.evidence.rows("care")
    days, back, period = set[pd.Timestamp](), 0, facts.period
    while True:
        recording = compute_recording(
            care, period, facts.care_definitions, service.opened_on, service.closed_on
        )
        days |= set(recording.recorded_days())
        if period.first_day <= first:
            return days
        back += 1
        period = facts.period.earlier(back)


def continuity_of(facts: VoicesFacts) -> pd.DataFrame:
    """One row a person over 28 days: rows, workers, top_three."""
    if facts.care_missing:
        return pd.DataFrame(columns=["person_id", "rows", "workers", "top_three"])
    judged = facts.recent_care(RETURN_DAYS).rows
    # Nobody came for care that was missed or merged away; planned with a start is read as done.
    came = judged[~judged["category"].isin(["missed", "excluded"])]
    return compute_continuity(came.assign(status=came["state"]))


def weeks_of(facts: VoicesFacts) -> pd.DataFrame:
    """The share of planned care that went wrong, week by week for a quarter, with p-chart limits.

    Weeks end on the weekday of as_of. Columns: week_ending, planned, failed, share, centre, low, high.
    """
    columns = ["week_ending", "planned", "failed", "share", "centre", "low", "high"]
    if facts.care_missing:
        return pd.DataFrame(columns=columns)
    rows = recorded_care(facts, 7 * CHART_WEEKS).rows
    rows = rows[rows["category"] != "excluded"]
    as_of = pd.Timestamp(facts.period.as_of)
    back = (as_of - rows["due_at"].dt.normalize()).dt.days // 7
    weeks = pd.DataFrame({"back": back, "failed": rows["category"].isin(FAILED)}).groupby("back")["failed"]
    summed = weeks.agg(["size", "sum"]).sort_index(ascending=False)
    limits = p_limits(summed["sum"].to_numpy(), summed["size"].to_numpy())
    return pd.DataFrame({
        "week_ending": [as_of - pd.Timedelta(days=7 * int(n)) for n in summed.index],
        "planned": summed["size"].to_numpy(), "failed": summed["sum"].to_numpy(),
        "share": (summed["sum"] / summed["size"]).to_numpy(),
        "centre": limits.centre, "low": limits.low, "high": limits.high,
    }, columns=columns)  # fmt: skip


def handover_risks_of(facts: VoicesFacts) -> pd.DataFrame:
    """Risks raised at handover and open in the month, those without a control first.

    Columns: entry_id, logged_on, theme, control (yes or no), resolved_on, days_open.
    """
    columns = ["entry_id", "logged_on", "theme", "control", "resolved_on", "days_open"]
    if facts.evidence.missing("handover"):
        return pd.DataFrame(columns=columns)
    entries = facts.evidence.in_year("handover")
    entries = entries[entries["resolved_on"].isna() | (entries["resolved_on"] >= facts.period.start)]
    until = entries["resolved_on"].fillna(pd.Timestamp(facts.period.as_of))
    logged_on = entries["logged_at"].dt.normalize()
    control = entries["control"].notna() if facts.evidence.known("handover", "control") else float("nan")
    return entries.assign(logged_on=logged_on, control=control, days_open=(until - logged_on).dt.days)[
        columns
    ].sort_values(["control", "days_open", "entry_id"], ascending=[True, False, True], ignore_index=True)


def decisions_of(facts: VoicesFacts) -> pd.DataFrame:
    """Decisions on recruitment, deployment and provider support of the last three months, newest first."""
    columns = ["decision_id", "decided_on", "forum", "kind", "review_on", "whole_provider"]
    if not facts.evidence.supplied("decisions"):
        return pd.DataFrame(columns=columns)
    rows = facts.evidence.rows("decisions")
    since = pd.Timestamp(facts.period.first_day_of_months(DECISION_MONTHS))
    rows = rows[(rows["decided_on"] >= since) & rows["kind"].isin(STAFFING_DECISIONS)]
    rows = rows.assign(whole_provider=rows["service_id"].isna())
    return rows[columns].sort_values(
        ["decided_on", "decision_id"], ascending=[False, True], ignore_index=True
    )
