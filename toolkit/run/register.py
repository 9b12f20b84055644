"""When did each run happen, how long did it take, and how did it end?

`outputs/runs.sqlite` is the only place with a clock: reports and manifests are the same for the same
input, whenever they were made.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path

from toolkit.run.unwritable import sqlite_errors_as_of_files

FILE = "runs.sqlite"
DONE, SKIPPED, FAILED = "done", "skipped", "failed"
RENDERED = "only its page was made again"  # the reason of an audit that was skipped so
_TABLE = """
create table if not exists runs (
    service text not null, audit text not null, month text not null, as_of text not null,
    started text not null, finished text not null, seconds real not null,
    state text not null, reason text not null
)"""


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One audit of one service, as it went. Times are UTC.

    `state` is done, skipped, failed, timed out or killed.
    """

    service: str
    audit: str
    month: str
    as_of: str
    started: str
    finished: str
    seconds: float
    state: str
    reason: str = ""


def now() -> str:
    """The present moment, UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def record_runs(outputs: Path, records: Sequence[RunRecord]) -> None:
    """Add these runs to the register."""
    with (
        sqlite_errors_as_of_files(outputs / FILE),
        closing(sqlite3.connect(outputs / FILE)) as connection,
        connection,
    ):
        connection.execute(_TABLE)
        marks = ", ".join("?" * 9)
        connection.executemany(f"insert into runs values ({marks})", [astuple(record) for record in records])


def last_lengths(outputs: Path) -> dict[str, float]:
    """How many seconds the audits of each service took together, each when it was last done."""
    if not (outputs / FILE).is_file():
        return {}
    query = (
        "select service, sum(seconds) from (select service, audit, seconds, max(rowid) from runs "
        "where state = 'done' group by service, audit) group by service"
    )
    with sqlite_errors_as_of_files(outputs / FILE), closing(sqlite3.connect(outputs / FILE)) as connection:
        connection.execute(_TABLE)
        return dict(connection.execute(query).fetchall())
