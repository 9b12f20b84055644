"""What share of planned care was missed, shortened or delayed, and of given care poorly evidenced?

Rows of days that were not recorded leave the rates: unknown, not missed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from toolkit.measures.care import CareOutcomes
from toolkit.measures.recording import Recording, recorded_completely
from toolkit.parameters.thresholds import CareDefinitions

FAILED = ("missed", "shortened", "delayed")
DONE = ("shortened", "delayed", "poorly_evidenced", "well_evidenced")


@dataclass(frozen=True, slots=True)
class Proportion:
    """So many of so many; the share is None when it cannot be told."""

    count: int
    n: int
    told: bool = True

    @property
    def share(self) -> float | None:
        return self.count / self.n if self.told and self.n else None


@dataclass(frozen=True, slots=True)
class CareRates:
    """The month's rates. `planned` = planned and not excluded; `done` = given, in any way."""

    rows: pd.DataFrame  # the rows of recorded days, with their category
    missed: Proportion
    shortened: Proportion
    delayed: Proportion
    failed: Proportion  # missed, shortened or delayed
    poorly_evidenced: Proportion
    excluded: int
    queried: int
    clipped: int
    early: int
    starts_known: bool
    recorded_completely: bool

    @property
    def planned(self) -> int:
        return self.missed.n


def compute_care_rates(
    outcomes: CareOutcomes, recording: Recording, definitions: CareDefinitions
) -> CareRates:
    """The rates over the rows of recorded days.

    Lateness is not told when over a tenth of done rows lack a start, evidence when no row has a note.
    """
    on = outcomes.rows["due_at"].to_numpy("datetime64[us]").astype("datetime64[D]")
    rows = outcomes.rows[np.isin(on, recording.recorded_days().to_numpy("datetime64[us]"))]
    counted = rows["category"].value_counts()
    done = ((rows["state"] == "done") & (rows["category"] != "excluded")).to_numpy(dtype=bool)
    without_start = int(rows["started_at"].isna().to_numpy()[done].sum())
    starts_known = without_start <= definitions.no_start_share * int(done.sum())

    def number(*names: str) -> int:
        return sum(int(counted.get(name, 0)) for name in names)

    planned = len(rows) - number("excluded")

    def of_planned(*names: str, told: bool = True) -> Proportion:
        return Proportion(number(*names), planned, told)

    return CareRates(
        rows=rows,
        missed=of_planned("missed"),
        shortened=of_planned("shortened"),
        delayed=of_planned("delayed", told=starts_known),
        failed=of_planned(*FAILED),
        poorly_evidenced=Proportion(number("poorly_evidenced"), number(*DONE), outcomes.notes_kept),
        excluded=number("excluded"),
        queried=int(rows["queried"].sum()),
        clipped=int(rows["clipped"].sum()),
        early=int(rows["early"].sum()),
        starts_known=starts_known,
        recorded_completely=recorded_completely(recording, definitions),
    )


def missed_critical_by_person(rates: CareRates) -> pd.DataFrame:
    """People with time-critical care: how many rows were planned and how many missed, most missed first.

    Columns: person_id, planned, missed.
    """
    rows = rates.rows
    critical = (rows["time_critical"] == "yes") & (rows["category"] != "excluded")
    person, names = pd.factorize(rows.loc[critical, "person_id"], sort=True)
    missed = (rows.loc[critical, "category"] == "missed").to_numpy(dtype=bool)
    named = person >= 0
    people = pd.DataFrame(
        {
            "person_id": names,
            "planned": np.bincount(person[named], minlength=len(names)),
            "missed": np.bincount(person[named & missed], minlength=len(names)),
        }
    )
    return people.sort_values(["missed", "person_id"], ascending=[False, True], ignore_index=True)
