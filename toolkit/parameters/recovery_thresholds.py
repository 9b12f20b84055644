"""Where does each question of the recovery map draw its line, and why there?"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from toolkit.parameters.oversight_thresholds import Days
from toolkit.parameters.sections import Count, Section, Share


class RecoveryDefinitions(Section):
    """When a link of a risk is due, and how far back an outcome and a closure are looked for."""

    new_risk_days: Days = Field(31, description="A risk a month old has had no time to join up.")
    outcome_days: Count = Field(92, description="A quarter: feedback older than that is of another time.")
    closed_days: Count = Field(92, description="A quarter: what was closed in it is looked at once more.")


class MapRowIncomplete(Section):
    """Does every open risk have an action, sources, an owner and a review route?"""

    risks: Count = Field(1, description="One risk that nobody owns is one too many.")


class DisconnectedEvidence(Section):
    """Does the evidence of each risk join up?"""

    connected_below: Share = Field(0.80, description="Under four links in five, the map has holes.")
    high_priority_links: Count = Field(1, description="One broken link of a high-priority risk is enough.")


class ConflictingStory(Section):
    """Do the sources, and the leaders, tell one story?"""

    risks: Count = Field(1, description="Two stories about one risk cannot both be acted on.")


class ClosedWhileDisconnected(Section):
    """Was anything closed that does not hold together?"""

    closures: Count = Field(1, description="Closed too early, it comes back unseen.")


class OverlappingActions(Section):
    """Do two people do the same thing, or two own the same risk?"""

    pairs: Count = Field(1, description="Two owners mean that each may wait for the other.")
    ratio: Annotated[float, Field(ge=0, le=100)] = Field(80.0, description="Four fifths of the text alike.")


class StaffingNotLinkedToMissedCare(Section):
    """Are staffing risks read beside the care that was missed?"""

    risks: Count = Field(1, description="A rota says nothing about what people received.")


class ComplaintsNotLinkedToCarePlans(Section):
    """Are complaints read beside the care plans they should change?"""

    risks: Count = Field(1, description="An answer sent is not a plan changed.")


class RepeatFailure(Section):
    """Has a risk that was closed come back?"""

    within_days: Count = Field(365, description="Back within a year, it was never gone.")
