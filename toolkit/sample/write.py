"""How does the sample come to stand in a folder, without harm to anything that was there?"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from toolkit.errors import AuditError, WrongUse
from toolkit.sample.board import board_tables
from toolkit.sample.defects import PlacedDefect
from toolkit.sample.further_services import services_of
from toolkit.sample.packing import SHARED, service_files, shared_files
from toolkit.sample.parameter_files import parameter_files
from toolkit.sample.planted import DEFAULT_SEED, planted_json
from toolkit.sample.records import records_of
from toolkit.sample.stories import Service
from toolkit.sample.timeline import Timeline

PLANTED_FILE = "planted.json"
FOLDERS = ("parameters", "data")
MOST_SERVICES, MOST_MONTHS = 300, 60
_UNFINISHED = ".part"


@dataclass(frozen=True, slots=True)
class SampleWritten:
    """What was written, and where."""

    folder: Path
    services: tuple[str, ...]
    first_month: str
    last_month: str
    files: int
    size: int  # bytes of all files
    rows: dict[str, int]  # by table


def write_sample(folder: Path, *, services: int = 12, months: int = 13, end: str = "2026-10",
                 seed: int = DEFAULT_SEED) -> SampleWritten:  # fmt: skip
    """Write a complete synthetic provider: `parameters/`, `data/` and `planted.json`.

    The same arguments give the same bytes on every machine. Files of an earlier sample in the folder
    are replaced or removed. Raises WrongUse, before anything is written, for an option out of range
    and for a folder whose `parameters/` or `data/` holds a file that no sample run wrote.
    """
    _check_range("services", services, MOST_SERVICES)
    _check_range("months", months, MOST_MONTHS)
    timeline = Timeline.of(end, months)
    sample = _Sample(services_of(services), timeline, seed)
    earlier = _refuse_strangers(folder, sample)
    written: dict[str, str] = {}
    size = 0
    for path, content in sample.files():
        _write(folder / path, content)
        written[path] = _digest(content)
        size += len(content)
    for path in sorted(earlier - set(written)):
        _remove(folder, path)
    facts = planted_json(sample.services, timeline, seed, sample.defects, written)
    _write(folder / PLANTED_FILE, (json.dumps(facts, indent=1, ensure_ascii=False) + "\n").encode("utf-8"))
    ids = tuple(service.service_id for service in sample.services)
    first = timeline.month_of(months - 1).month
    return SampleWritten(folder, ids, first, timeline.end.month, len(written), size, dict(sample.rows))


class _Sample:
    """The files of one sample, made one after the other so that few are in memory at once."""

    def __init__(self, services: tuple[Service, ...], timeline: Timeline, seed: int) -> None:
        self.services, self.timeline, self.seed = services, timeline, seed
        self.parameters = parameter_files(services)
        self.defects: list[PlacedDefect] = []
        self.rows: dict[str, int] = {}

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every file but planted.json, by its path in the workspace."""
        self.defects, self.rows = [], {}
        shared: dict[str, list[pd.DataFrame]] = {table: [] for table in SHARED}
        for service in self.services:
            tables = records_of(service, self.timeline, self.seed)
            for table, frame in tables.items():
                self.rows[table] = self.rows.get(table, 0) + len(frame)
                if table in shared:
                    shared[table].append(frame)
            yield from service_files(service, tables, self.timeline, self.defects)
        for table, frame in board_tables(self.timeline).items():
            self.rows[table] = self.rows.get(table, 0) + len(frame)
            shared[table].append(frame)
        yield from shared_files(shared, self.services, self.defects)
        yield from sorted(self.parameters.items())


def _check_range(option: str, value: int, most: int) -> None:
    if not 1 <= value <= most:
        raise WrongUse(f"A sample cannot have {value} {option}.", f"Choose a number from 1 to {most}.")


def _refuse_strangers(folder: Path, sample: _Sample) -> set[str]:
    """The files that an earlier run left; refused when the folder holds any other.

    A file counts as ours when its bytes are what an earlier run says it wrote, or what this one will.
    """
    present = _present(folder)
    remembered = _remembered(folder)
    strangers = {
        path for path in present
        if remembered.get(path) != _digest((folder / path).read_bytes())
        and not (path in sample.parameters and sample.parameters[path] == (folder / path).read_bytes())
    }  # fmt: skip
    if strangers and all(path.startswith("data/") for path in strangers):
        # Only a sample whose planted.json was lost comes here, so making the records twice is rare.
        strangers -= _made_again(folder, sample, strangers)
    if strangers:
        raise _not_ours(folder, sorted(strangers))
    return present


def _made_again(folder: Path, sample: _Sample, paths: set[str]) -> set[str]:
    return {
        path for path, content in sample.files() if path in paths and content == (folder / path).read_bytes()
    }


def _present(folder: Path) -> set[str]:
    """Files in parameters/ and data/; hidden ones (.gitkeep, .DS_Store) are nobody's records."""
    found: set[str] = set()
    for top in FOLDERS:
        for place, folders, names in os.walk(folder / top):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in names:
                if not name.startswith("."):
                    found.add(Path(place, name).relative_to(folder).as_posix())
    return found


def _remembered(folder: Path) -> dict[str, str]:
    """What the planted.json in the folder says an earlier run wrote; nothing when it cannot be read."""
    try:
        facts = json.loads((folder / PLANTED_FILE).read_text(encoding="utf-8"))
        return {str(path): str(digest) for path, digest in facts["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _not_ours(folder: Path, paths: list[str]) -> AuditError:
    shown = ", ".join(paths[:3]) + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")
    return WrongUse(
        f"{folder} holds files that were written or changed by someone else: {shown}.",
        "Nothing was written. Name an empty folder (grip sample try-out), or move these files away first.",
    )


def _write(path: Path, content: bytes) -> None:
    """Write the whole file or nothing: to a temporary name, then moved."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}{_UNFINISHED}")
    unfinished.write_bytes(content)
    unfinished.replace(path)


def _remove(folder: Path, path: str) -> None:
    """Remove a file of an earlier run, and the folders it leaves empty."""
    (folder / path).unlink()
    for parent in Path(path).parents:
        place = folder / parent
        if parent.as_posix() in (".", *FOLDERS) or any(place.iterdir()):
            break
        place.rmdir()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
