"""Which evidence did a service of the sample file, of which day, and which record stands behind it?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from toolkit.sample import governance_phrases as phrases
from toolkit.sample.events import Lives, named_rows
from toolkit.sample.learning import Row
from toolkit.sample.timeline import day_number

_KEPT_IN = {"audit": ("audits", "audit_id"), "incident": ("incidents", "incident_id"),
            "feedback": ("feedback", "feedback_id"), "observation": ("observations", "observation_id"),
            "care_record": ("care", "care_id")}  # fmt: skip
_OWN_DAY = {"audits": "audited_on", "incidents": "occurred_at", "feedback": "received_on",
            "observations": "observed_at", "care": "due_at"}  # fmt: skip
_PACK_DAYS, _CLOSE_DAYS = 27, 14  # how far back a record may lie


class Filed:
    """The evidence of one service, as it is filed month after month."""

    def __init__(self, lives: Lives, tables: Mapping[str, pd.DataFrame]) -> None:
        self.lives = lives
        self.rows: list[Row] = []
        self._packs: dict[tuple[int, str, str], str] = {}  # by month, kind and theme
        self._records = {
            kind: _records(tables.get(table), table, key) for kind, (table, key) in _KEPT_IN.items()
        }

    def pack(self, day: int, meeting: str, kinds: Iterable[str], themes: Iterable[str]) -> None:
        """What is filed for one meeting: the kinds asked for, care records, and an observation a theme."""
        month = self._month(day)
        wanted = [(kind, "") for kind in (*kinds, "care_record")]
        wanted += [("observation", theme) for theme in themes]
        for place, (kind, theme) in enumerate(wanted):
            record, on = self._record(kind, day - 1, _PACK_DAYS - 1, theme)
            self._packs[month, kind, theme] = self._file(kind, on or day - 2 - place % 4, meeting, record)

    def of_pack(self, month: int, kinds: Iterable[str], theme: str) -> str:
        """Ids from a month's pack: of these kinds, and the observation of the theme."""
        wanted = [(kind, "") for kind in kinds] + ([("observation", theme)] if theme else [])
        return ";".join(filter(None, (self._packs.get((month, *one), "") for one in wanted)))

    def add(self, kind: str, day: int, meeting: str = "", theme: str = "", file: str = "") -> str:
        """One piece of evidence besides; "" when its day lies beyond the sample.

        With a theme, the latest record of the fortnight stands behind it, and its day is that record's.
        """
        if day > day_number(self.lives.timeline.last):
            return ""
        record, on = self._record(kind, day, _CLOSE_DAYS, theme) if theme else ("", 0)
        return self._file(kind, on or day, meeting, record, file)

    def table(self) -> pd.DataFrame:
        return named_rows(self.rows, self.lives.service, ("event_on", "filed_on"))

    def _file(self, kind: str, day: int, meeting: str, record: str, file: str = "") -> str:
        identity = f"EV-{self.lives.service.number:02d}-{len(self.rows) + 1:04d}"
        name = f"{self.lives.service.service_id}/{file or identity}"
        self.rows.append(
            {"evidence_id": identity, "meeting_id": meeting, "kind": kind, "event_on": day,
             "filed_on": min(day + 1, day_number(self.lives.timeline.last)), "record": record,
             "file_sha256": hashlib.sha256(name.encode()).hexdigest(), "title": phrases.EVIDENCE_TITLES[kind]}
        )  # fmt: skip
        return identity

    def _record(self, kind: str, day: int, back: int, theme: str) -> tuple[str, int]:
        """The latest record of the kind and theme within so many days up to the day, and its day."""
        if kind not in self._records:
            return "", 0
        days, themes, ids = self._records[kind]
        position = int(np.searchsorted(days, day, side="right")) - 1
        while position >= 0 and days[position] >= day - back:
            if not theme or themes[position] == theme:
                return f"{_KEPT_IN[kind][0]}:{ids[position]}", int(days[position])
            position -= 1
        return "", 0

    def _month(self, day: int) -> int:
        return int(self.lives.timeline.months_before_end[day - self.lives.day_zero])


def _records(frame: pd.DataFrame | None, table: str, key: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Days since 1970, themes and ids of a table's rows, oldest first."""
    if frame is None or frame.empty:
        return np.array([], dtype=np.int64), np.array([], dtype=object), np.array([], dtype=object)
    days = frame[_OWN_DAY[table]].to_numpy().astype("datetime64[D]").astype(np.int64)
    order = np.argsort(days, kind="stable")
    themes = (
        frame["theme"].to_numpy(dtype=object) if "theme" in frame else np.full(len(frame), "", dtype=object)
    )
    return days[order], themes[order], frame[key].to_numpy(dtype=object)[order]
