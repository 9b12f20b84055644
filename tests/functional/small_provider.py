"""A small provider to run everything on, and what a test wants to know afterwards."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

from toolkit.run.register import RunRecord

NOTEBOOKS = Path(__file__).parent / "notebooks"
TINY = {"tiny": SimpleNamespace(title="Tiny audit", tables=("shifts", "care"))}

Row = Mapping[str, object]


def write_rows(path: Path, rows: list[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def make_shifts(service: str, first: date, days: int) -> list[Row]:
    """Two carers on the day shift, one of them missing on every sixth day."""
    rows: list[Row] = []
    for n in range(days):
        day = first + timedelta(n)
        for place in range(2):
            missing = place == 1 and n % 6 == 0
            rows.append(
                {
                    "shift_id": f"{service[:2]}-{n:03d}-{place}",
                    "service_id": service,
                    "role": "carer",
                    "staff_id": "" if missing else f"ST-{place}",
                    "starts_at": f"{day.isoformat()} 08:00",
                    "ends_at": f"{day.isoformat()} 20:00",
                    "attended_from": "" if missing else f"{day.isoformat()} 08:00",
                    "attended_to": "" if missing else f"{day.isoformat()} 20:00",
                    "cover": "own",
                    "status": "open" if missing else "planned",
                }
            )
    return rows


def make_care(service: str, first: date, days: int, note: str) -> list[Row]:
    """Three planned tasks a day, one in ten of them not done."""
    rows: list[Row] = []
    for n in range(days * 3):
        due = datetime.combine(first + timedelta(n // 3), datetime.min.time()) + timedelta(hours=9 + n % 3)
        done = n % 10 != 0
        rows.append(
            {
                "care_id": f"{service[:2]}-C{n:04d}",
                "service_id": service,
                "person_id": f"P{n % 4}",
                "activity": "personal care",
                "due_at": due.isoformat(sep=" ", timespec="minutes"),
                "planned_minutes": 30,
                "started_at": due.isoformat(sep=" ", timespec="minutes") if done else "",
                "ended_at": (due + timedelta(minutes=25)).isoformat(sep=" ", timespec="minutes")
                if done
                else "",
                "status": "done" if done else "not_done",
                "reason": "" if done else "no_staff",
                "note": note,
            }
        )
    return rows


def write_provider(folder: Path, *, note: str = "Washed and dressed, in good spirits") -> Path:
    """Two services, September and October 2026, as a person would lay them out."""
    services = [
        {
            "service_id": service,
            "name": name,
            "kind": "residential",
            "registered_manager": f"{first_name} Marker",
        }
        for service, name, first_name in (
            ("oakfield", "Oakfield House", "Dawn"),
            ("birch-lodge", "Birch Lodge", "Tunde"),
        )
    ]
    write_rows(folder / "parameters" / "services.csv", services)
    first, days = date(2026, 9, 1), 61
    for service in ("oakfield", "birch-lodge"):
        needs = [
            {
                "service_id": service,
                "role": "carer",
                "shift_name": "Day",
                "from_time": "08:00",
                "to_time": "20:00",
                "staff_needed": 2,
                "valid_from": "2026-09-01",
            }
        ]
        write_rows(folder / "data" / service / "staffing_needs.csv", needs)
        write_rows(folder / "data" / service / "shifts.csv", make_shifts(service, first, days))
        write_rows(folder / "data" / service / "care.csv", make_care(service, first, days, note))
    return folder


def add_services(folder: Path, services: Iterable[str]) -> None:
    """More services, without any rows, beside those of `write_provider`."""
    with (folder / "parameters" / "services.csv").open("a", encoding="utf-8") as stream:
        stream.writelines(f"{service},{service},residential,\n" for service in services)


def hashes(folder: Path) -> dict[str, str]:
    """Every file below the folder by its name, with the hash of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class Quiet:
    """Progress for a test: remembers what ended, says nothing."""

    def __init__(self) -> None:
        self.states: dict[str, str] = {}

    def begin(self, total: int) -> None:
        self.total = total

    def ended(self, record: RunRecord) -> None:
        self.states[record.service] = record.state

    def draining(self, services: int) -> None:
        self.drained = services
