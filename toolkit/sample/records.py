"""Which records does one service of the sample hold, table by table?"""

from __future__ import annotations

import pandas as pd

from toolkit.sample.care import care_table
from toolkit.sample.duty import Duty
from toolkit.sample.events import Lives, handover_table, incidents_table, short_days_of
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
        "feedback": feedback_table(lives, seed),
        "complaints": complaints_table(lives, seed),
        "decisions": decisions_table(lives, seed),
    }
    if "care" not in service.layout.tables_missing:
        care = care_table(service, stays, absent, Duty.of(rota, timeline), timeline, seed)
        tables["care"] = _until(care, service.layout.care_until_day, timeline)
    return tables


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
