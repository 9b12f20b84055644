"""Builders for tests: a test states only what matters to it, the rest has sensible values.

`make_evidence` takes rows table by table, as dictionaries, and needs no file: the frames have the
columns and types the store gives.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from toolkit.evidence import Evidence
from toolkit.parameters.rebases import DeclaredRebase
from toolkit.parameters.thresholds import Thresholds
from toolkit.period import Period
from toolkit.problems import Problem
from toolkit.sources.contract import DATA_TABLES, ORIGIN_COLUMNS, TABLES, Kind
from toolkit.sources.kept import KeptFrames

Row = Mapping[str, Any]
_numbers = itertools.count(1)
_DTYPES = {Kind.DATE: "datetime64[us]", Kind.TIME: "datetime64[us]", Kind.NUMBER: "float64"}


def make_frame(table: str, rows: Iterable[Row]) -> pd.DataFrame:
    """Rows as the store gives them: every contract column, its type, and where each row came from."""
    contract, rows = TABLES[table], list(rows)
    unknown = {name for row in rows for name in row} - set(contract.names) - set(ORIGIN_COLUMNS)
    if unknown:
        raise KeyError(f"{table} has no {sorted(unknown)}")
    frame = {}
    for column in contract.columns:
        cells = [row.get(column.name) for row in rows]
        dtype = _DTYPES.get(column.kind, "str")
        if dtype == "datetime64[us]":
            frame[column.name] = pd.Series(
                pd.to_datetime(pd.Series(cells, dtype=object), format="mixed")
            ).astype(dtype)
        else:
            frame[column.name] = pd.Series(cells, dtype=dtype)
    frame["_file"] = pd.Series([row.get("_file", f"data/{table}.csv") for row in rows], dtype="str")
    frame["_sheet"] = pd.Series([row.get("_sheet") for row in rows], dtype="str")
    frame["_row"] = pd.Series([row.get("_row", place + 2) for place, row in enumerate(rows)], dtype="int64")
    return pd.DataFrame(frame)


@dataclass(frozen=True)
class FrameStore:
    """A store made of rows in memory; a table that is not given was not supplied."""

    frames: Mapping[str, pd.DataFrame]
    problems: tuple[Problem, ...] = ()
    files: tuple[Any, ...] = ()
    kept: KeptFrames | None = None

    def supplied(self, table: str) -> bool:
        return table in self.frames

    def rows(
        self, table: str, *, service: str | None = None, first: date | None = None, last: date | None = None
    ) -> pd.DataFrame:
        frame = self.frames[table] if table in self.frames else make_frame(table, [])
        if service is not None:
            frame = frame[frame["service_id"].isna() | (frame["service_id"] == service)]
        own = TABLES[table].own_day
        if own and first is not None:
            frame = frame[frame[own].isna() | (frame[own] >= pd.Timestamp(first))]
        if own and last is not None:
            frame = frame[frame[own].isna() | (frame[own] < pd.Timestamp(last) + pd.Timedelta(days=1))]
        return frame.reset_index(drop=True)


@dataclass(frozen=True)
class FakeService:
    service_id: str = "oakfield"
    name: str = "Oakfield"
    kind: str = "residential"
    opened_on: date | None = None
    closed_on: date | None = None


def make_evidence(
    tables: Mapping[str, Iterable[Row] | pd.DataFrame],
    *,
    month: str = "2026-10",
    as_of: str | None = None,
    kind: str = "residential",
    thresholds: Thresholds | None = None,
    opened_on: date | None = None,
    closed_on: date | None = None,
    rebases: Iterable[DeclaredRebase] = (),
) -> Evidence:
    """Evidence of one service from rows; `tables` names what was supplied."""
    unknown = set(tables) - set(DATA_TABLES)
    if unknown:
        raise KeyError(f"no tables {sorted(unknown)}")
    frames = {
        name: rows if isinstance(rows, pd.DataFrame) else make_frame(name, rows)
        for name, rows in tables.items()
    }
    return Evidence(
        service=FakeService(kind=kind, opened_on=opened_on, closed_on=closed_on),
        period=Period.parse(month, as_of),
        thresholds=thresholds or Thresholds(),
        store=FrameStore(frames),
        provider="Test Care",
        rebases=rebases,
    )


def make_need(**given: Any) -> dict[str, Any]:
    """One care worker needed every night from 20:00 to 08:00."""
    usual = {"service_id": "oakfield", "role": "care_worker", "shift_name": "Night", "from_time": "20:00",
             "to_time": "08:00", "staff_needed": 1, "valid_from": "2020-01-01"}  # fmt: skip
    return usual | given


def make_shift(starts_at: str, ends_at: str, *, attended: bool = True, **given: Any) -> dict[str, Any]:
    """A shift of the provider's own worker, clocked as planned unless `attended` is False."""
    number = next(_numbers)
    usual = {"shift_id": f"SH-{number:05d}", "service_id": "oakfield", "role": "care_worker",
             "staff_id": f"S{number:05d}", "starts_at": starts_at, "ends_at": ends_at, "cover": "own",
             "status": "planned", "attended_from": starts_at if attended else None,
             "attended_to": ends_at if attended else None}  # fmt: skip
    return usual | given


def make_care(due_at: str, **given: Any) -> dict[str, Any]:
    """Planned care of half an hour, done on time by one worker and well recorded."""
    number, due = next(_numbers), pd.Timestamp(due_at)
    done = given.get("status", "done") in ("done", "part_done")
    end = due + pd.Timedelta(minutes=30)
    usual = {"care_id": f"C-{number:06d}", "service_id": "oakfield", "person_id": "P001",
             "activity": "personal care", "time_critical": "no", "due_at": due, "planned_minutes": 30,
             "carers_planned": 1, "started_at": due if done else None, "ended_at": end if done else None,
             "recorded_at": end + pd.Timedelta(minutes=number % 50), "status": "done",
             "staff_ids": f"S{number:05d}",
             "note": f"Washed and dressed, chatted about visit {number}"}  # fmt: skip
    return usual | given


def make_stay(person_id: str = "P001", **given: Any) -> dict[str, Any]:
    return {"person_id": person_id, "service_id": "oakfield", "moved_in": "2020-01-01"} | given


def make_review(person_id: str = "P001", **given: Any) -> dict[str, Any]:
    usual = {"review_id": f"DR-{next(_numbers):05d}", "service_id": "oakfield", "person_id": person_id,
             "reviewed_on": "2026-09-15", "care_hours_per_day": 12}  # fmt: skip
    return usual | given


def make_incident(occurred_at: str, **given: Any) -> dict[str, Any]:
    """A fall without harm."""
    usual = {"incident_id": f"I-{next(_numbers):05d}", "service_id": "oakfield", "person_id": "P001",
             "occurred_at": occurred_at, "kind": "fall", "theme": "falls", "harm": "none"}  # fmt: skip
    return usual | given


def make_feedback(received_on: str, **given: Any) -> dict[str, Any]:
    """A compliment from a family about dignity, without a rating."""
    usual = {"feedback_id": f"F-{next(_numbers):05d}", "service_id": "oakfield", "received_on": received_on,
             "source": "family", "kind": "compliment", "theme": "dignity"}  # fmt: skip
    return usual | given


def make_complaint(received_on: str, **given: Any) -> dict[str, Any]:
    """A family's complaint about dignity, still open."""
    usual = {"complaint_id": f"CO-{next(_numbers):05d}", "service_id": "oakfield", "person_id": "P001",
             "received_on": received_on, "raised_by": "family", "theme": "dignity"}  # fmt: skip
    return usual | given


def make_handover(logged_at: str, **given: Any) -> dict[str, Any]:
    """A risk raised at handover with its control at once, still open."""
    usual = {"entry_id": f"H-{next(_numbers):05d}", "service_id": "oakfield", "logged_at": logged_at,
             "theme": "falls", "risk": "Unsteady on the stairs",
             "control": "Walks with one worker"}  # fmt: skip
    return usual | given


def make_decision(decided_on: str, **given: Any) -> dict[str, Any]:
    """The oversight meeting's decision to recruit for this service."""
    usual = {"decision_id": f"DE-{next(_numbers):05d}", "service_id": "oakfield", "forum": "oversight",
             "decided_on": decided_on, "kind": "recruitment",
             "decision": "Recruit two for nights"}  # fmt: skip
    return usual | given


def make_learning(complaint_id: str, agreed_on: str | None, **given: Any) -> dict[str, Any]:
    """Relevant learning for one person's personal care, not yet briefed."""
    usual = {"learning_id": f"L-{next(_numbers):05d}", "complaint_id": complaint_id, "service_id": "oakfield",
             "person_id": "P001", "relevant": "yes", "theme": "dignity", "plan_section": "personal care",
             "required_update": "Ask before washing", "agreed_on": agreed_on}  # fmt: skip
    return usual | given


def make_plan_change(changed_at: str, **given: Any) -> dict[str, Any]:
    """An update of one person's personal care section, with words of its own, confirmed with nobody yet."""
    number = next(_numbers)
    usual = {"change_id": f"PC-{number:05d}", "service_id": "oakfield", "person_id": "P001",
             "plan_section": "personal care", "changed_at": changed_at, "change_type": "updated",
             "text": f"Ask before washing, wording {number}"}  # fmt: skip
    return usual | given


def make_observation(observed_at: str, **given: Any) -> dict[str, Any]:
    """Practice seen to follow the plan, by a worker who knows it."""
    usual = {"observation_id": f"OB-{next(_numbers):05d}", "service_id": "oakfield", "person_id": "P001",
             "observed_at": observed_at, "plan_section": "personal care", "finding": "applied",
             "knowledge": "knows"}  # fmt: skip
    return usual | given


def make_audit_row(audited_on: str, **given: Any) -> dict[str, Any]:
    """One of the provider's own audits: nine questions of ten answered yes, pass mark 85."""
    usual = {"audit_id": f"AU-{next(_numbers):05d}", "service_id": "oakfield", "audited_on": audited_on,
             "topic": "care plans", "theme": "records", "yes": 9, "no": 1, "pass_mark": 85}  # fmt: skip
    return usual | given


def make_risk(opened_on: str, **given: Any) -> dict[str, Any]:
    """A high-priority staffing risk with its owner, route and two named sources, still open."""
    usual = {"risk_id": f"R-{next(_numbers):05d}", "service_id": "oakfield", "title": "Nights run short",
             "theme": "staffing", "priority": "high", "owner": "registered manager",
             "review_route": "oversight", "evidence_sources": "shifts; care", "indicator": "attended_fill",
             "opened_on": opened_on}  # fmt: skip
    return usual | given


def make_action(opened_on: str, due_on: str, **given: Any) -> dict[str, Any]:
    """An open action that nobody has completed, extended or verified."""
    usual = {"action_id": f"AC-{next(_numbers):05d}", "service_id": "oakfield", "action": "Fill the nights",
             "owner": "registered manager", "opened_on": opened_on, "due_on": due_on}  # fmt: skip
    return usual | given


def make_meeting(due_on: str, **given: Any) -> dict[str, Any]:
    """An oversight meeting of the service, held and minuted on its day, that requires nothing."""
    usual = {"meeting_id": f"M-{next(_numbers):05d}", "service_id": "oakfield", "forum": "oversight",
             "due_on": due_on, "held_on": due_on, "minuted_on": due_on}  # fmt: skip
    return usual | given


def make_evidence_row(event_on: str, **given: Any) -> dict[str, Any]:
    """One piece of frontline evidence: an audit, filed for nothing yet."""
    usual = {"evidence_id": f"E-{next(_numbers):05d}", "service_id": "oakfield", "kind": "audit",
             "event_on": event_on}  # fmt: skip
    return usual | given


def make_statement(made_on: str, **given: Any) -> dict[str, Any]:
    """The registered manager says that staffing has improved, and cites nothing."""
    usual = {"statement_id": f"ST-{next(_numbers):05d}", "service_id": "oakfield", "made_on": made_on,
             "made_by": "registered manager", "claims": "improved",
             "text": "Staffing on nights has improved and the rota is now stable."}  # fmt: skip
    return usual | given


def make_challenge(raised_on: str, **given: Any) -> dict[str, Any]:
    """A challenge raised at oversight, not yet answered."""
    usual = {"challenge_id": f"CH-{next(_numbers):05d}", "service_id": "oakfield", "raised_on": raised_on,
             "raised_by": "provider representative", "challenge": "What shows that?"}  # fmt: skip
    return usual | given


def make_verdict(subject: str, decided_on: str, **given: Any) -> dict[str, Any]:
    """The quality meeting finds that something is embedded."""
    usual = {"verdict_id": f"V-{next(_numbers):05d}", "service_id": "oakfield", "subject": subject,
             "verdict": "embedded", "decided_on": decided_on}  # fmt: skip
    return usual | given


def nights(days: Iterable[str], **given: Any) -> list[dict[str, Any]]:
    """One Night shift from 20:00 to 08:00 for each day."""
    return [
        make_shift(f"{day} 20:00", str(pd.Timestamp(day) + pd.Timedelta(days=1, hours=8)), **given)
        for day in days
    ]


def days_of(month: str) -> list[str]:
    """Every day of a month as YYYY-MM-DD.

    >>> days_of("2026-02")[-1]
    '2026-02-28'
    """
    return [day.isoformat() for day in Period.parse(month).days]
