"""Who of those who came could have given a piece of care, and how short was the shift?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toolkit.sample.rota import Rota
from toolkit.sample.stories import Service
from toolkit.sample.timeline import Timeline, minute_of


@dataclass(frozen=True, slots=True)
class Duty:
    """One row a shift of a unit and day: the workers who came, and the share of those needed.

    A row's number is (day x units + unit) x shifts + shift. Leads serve every unit of the service.
    """

    service: Service
    carers: list[list[str]]
    leads: list[list[str]]
    fill: np.ndarray
    nobody: np.ndarray

    @classmethod
    def of(cls, rota: Rota, timeline: Timeline) -> Duty:
        service = rota.service
        units, shifts = service.units, list(service.shifts)
        rows = timeline.count * len(units) * len(shifts)
        carers: list[list[str]] = [[] for _ in range(rows)]
        leads: list[list[str]] = [[] for _ in range(rows)]
        needed = np.zeros(rows)
        for line in rota.lines:
            if line.is_draft:
                continue
            is_carer = line.role == "care_worker"
            for unit, name in enumerate(units):
                if line.unit in (name, ""):
                    row = (line.day * len(units) + unit) * len(shifts) + shifts.index(line.shift)
                    needed[row] += is_carer
                    if line.worked:
                        (carers if is_carer else leads)[row].append(line.staff_id)
        came = np.array([len(ids) for ids in carers])
        fill = np.divide(came, needed, out=np.ones(rows), where=needed > 0)
        nobody = came + np.array([len(ids) for ids in leads]) == 0
        return cls(service, carers, leads, np.minimum(fill, 1), nobody)

    def row_of(self, day: np.ndarray, unit: np.ndarray, minute: np.ndarray) -> np.ndarray:
        """The row of the shift that runs at that minute; -1 where it began before the sample."""
        result = np.full(len(day), -1)
        for number, (start, to) in enumerate(self.service.shifts.values()):
            starts, ends = minute_of(start), minute_of(to)
            overnight = starts > ends
            evening = minute >= starts if overnight else (minute >= starts) & (minute < ends)
            self._set(result, evening, day, unit, number)
            if overnight:
                self._set(result, (minute < ends) & (day > 0), day - 1, unit, number)
        return result

    def _set(
        self, result: np.ndarray, where: np.ndarray, day: np.ndarray, unit: np.ndarray, shift: int
    ) -> None:
        rows = (day * len(self.service.units) + unit) * len(self.service.shifts) + shift
        result[where] = rows[where]
