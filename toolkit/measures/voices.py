"""What did people, families and others tell the service, and how much of it was concern?"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

OUTSIDE_VOICES = ("person", "family", "professional", "commissioner", "survey")
INCONSISTENCY = ("continuity", "missed_care", "routines")
STAFFING_THEMES = ("staffing", "missed_care", "continuity")


@dataclass(frozen=True, slots=True)
class Concerns:
    """Concerns and complaints among all that was said, and the ratings given."""

    concerns: int
    complaints: int
    voices: int  # feedback with a kind, and complaints
    ratings: int
    mean_rating: float | None

    @property
    def share(self) -> float | None:
        """(concerns + complaints) / (feedback with a kind + complaints)."""
        return (self.concerns + self.complaints) / self.voices if self.voices else None


def first_complaints(complaints: pd.DataFrame) -> pd.DataFrame:
    """Complaints, each once: those that repeat another are left out."""
    return complaints[complaints["duplicate_of"].isna()]


def compute_concerns(feedback: pd.DataFrame, complaints: pd.DataFrame) -> Concerns:
    """The month's concerns; staff's own feedback and complaints are not people's experience of care."""
    outside = feedback[feedback["source"].isin(OUTSIDE_VOICES)]
    told = first_complaints(complaints)
    told = told[told["raised_by"] != "staff"]
    ratings = outside["rating"].dropna()
    return Concerns(
        concerns=int((outside["kind"] == "concern").sum()),
        complaints=len(told),
        voices=int(outside["kind"].notna().sum()) + len(told),
        ratings=len(ratings),
        mean_rating=float(ratings.mean()) if len(ratings) else None,
    )


def concerns_about(feedback: pd.DataFrame, themes: tuple[str, ...]) -> pd.DataFrame:
    return feedback[(feedback["kind"] == "concern") & feedback["theme"].isin(themes)]
