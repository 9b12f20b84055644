"""Which records does one service of the sample hold, table by table?"""

from __future__ import annotations

import pandas as pd

from toolkit.sample.care import care_table
from toolkit.sample.care_plans import care_plan_changes_table, preferences_of
from toolkit.sample.duty import Duty
from toolkit.sample.events import (
    Lives,
    events_table,
    handover_table,
    incidents_table,
    named_rows,
    short_days_of,
)
from toolkit.sample.governance import governance_of
from toolkit.sample.learning import Learned, learned_of
from toolkit.sample.learning_stories import UNWRITTEN
from toolkit.sample.practice import audits_table, observations_table
from toolkit.sample.residents import absences_of, dependency_table, people_table, stays_of
from toolkit.sample.rota import needs_table, rota_of, shifts_table
from toolkit.sample.stories import Service
from toolkit.sample.timeline import Timeline
from toolkit.sample.voices import complaints_table, decisions_table, feedback_table


def records_of(service: Service, timeline: Timeline, seed: int) -> dict[str, pd.DataFrame]:
    """All tables of the service; those it does not keep are left out."""
    stays = stays_of(service, timeline, seed)
    absent = absences_of(service, stays, timeline, seed)
    rota = rota_of(service, timeline, seed)
    lives = Lives(service, stays, timeline, short_days_of(rota.lines, timeline.count))
    tables = {
        "people": people_table(service, stays),
        "staffing_needs": needs_table(service, timeline),
        "shifts": _status_as_exported(shifts_table(rota), service),
        "dependency": dependency_table(service, stays, timeline, rota.hours_planned(), seed),
        "incidents": incidents_table(lives, seed),
        "handover": handover_table(lives, seed),
        "decisions": decisions_table(lives, seed),
        **_voices(lives, seed),
    }
    if "care" not in service.layout.tables_missing:
        care = care_table(service, stays, absent, Duty.of(rota, timeline), timeline, seed)
        tables["care"] = _until(care, service.layout.care_until_day, timeline)
    return {**tables, **governance_of(lives, tables, seed)}


def _voices(lives: Lives, seed: int) -> dict[str, pd.DataFrame]:
    """What was said, what was learned from it, and what became of that."""
    service = lives.service
    drawn = complaints_table(lives, seed)
    learned = learned_of(lives, drawn, seed)
    preferences, taken_up = preferences_of(lives, learned, seed)
    tables = {
        "complaints": _complaints(lives, drawn, learned),
        "feedback": _feedback(lives, learned, preferences, seed),
        "care_plan_changes": care_plan_changes_table(lives, learned, taken_up, preferences, seed),
        "observations": observations_table(lives, learned, seed),
        "audits": audits_table(lives, seed),
        "verdicts": events_table(
            learned.verdicts, service, "VE", "verdict_id", "decided_on", ("decided_on",)
        ),
        "learning": named_rows(learned.learning, service, ("agreed_on", "briefed_on")),
    }
    return {name: table for name, table in tables.items() if name not in service.layout.tables_missing}


def _complaints(lives: Lives, drawn: pd.DataFrame, learned: Learned) -> pd.DataFrame:
    """The complaints of the story among those that chance drew, by the day they came in."""
    dated = ("received_on", "acknowledged_on", "response_sent_on", "closed_on", "reopened_on")
    told = named_rows(learned.complaints, lives.service, dated)
    unwritten = UNWRITTEN.get(lives.service.service_id, 0)
    if unwritten and len(drawn):
        drawn = drawn[drawn["received_on"] < lives.timeline.month_of(unwritten - 1).start]
    return _together(drawn, told, ["received_on", "complaint_id"])


def _feedback(
    lives: Lives, learned: Learned, preferences: list[dict[str, object]], seed: int
) -> pd.DataFrame:
    told = [*preferences, *learned.feedback]
    noted = events_table(told, lives.service, "FP", "feedback_id", "received_on", ("received_on",))
    drawn = feedback_table(lives, seed).assign(plan_section="")
    return _together(drawn, noted, ["received_on", "feedback_id"])


def _together(first: pd.DataFrame, second: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    parts = [part for part in (first, second) if len(part)]
    return pd.concat(parts).sort_values(by, ignore_index=True) if parts else first


def _status_as_exported(shifts: pd.DataFrame, service: Service) -> pd.DataFrame:
    if not service.layout.status_of_exceptions_only:
        return shifts
    return shifts.assign(status=shifts["status"].where(shifts["status"] != "planned", ""))


def _until(care: pd.DataFrame, day: int, timeline: Timeline) -> pd.DataFrame:
    """The care rows an export holds that stopped on that day of the last month."""
    if not day:
        return care
    stops = timeline.end.start + pd.Timedelta(days=day)
    return care[care["due_at"] < stops].reset_index(drop=True)
