"""Where does each question about complaints learning draw its line, and why there?"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from toolkit.parameters.sections import Count, Section, Share

Days = Annotated[int, Field(ge=1, le=3650)]
Months = Annotated[int, Field(ge=1, le=12)]


class LearningDefinitions(Section):
    """How long a care plan may take to hold the learning, and how long a concern is watched for."""

    due_days: Days = Field(56, description="Eight weeks: the measure the provider gave its word on.")
    recurrence_days: Days = Field(84, description="Twelve weeks show whether the concern is over.")
    recurrence_voices: Count = Field(3, description="Three voices of the service are more than one person's.")


class LearningInEightWeeks(Section):
    """Is learning from complaints in the care plans within eight weeks?"""

    share: Share = Field(0.90, description="Nine in ten: the measure the provider gave its word on.")
    minimum_items: Count = Field(5, description="Of fewer than five items one alone would decide.")
    due_months: Months = Field(6, description="Half a year holds enough items to speak of.")
    curve_minimum_items: Count = Field(5, description="Fewer items old enough carry no curve to day 56.")


class RepeatedComplaints(Section):
    """Are the same things complained of again?"""

    complaints_of_a_person: Count = Field(2, description="The second time, the first answer did not help.")
    person_months: Months = Field(6, description="Half a year is one stretch of somebody's care.")
    complaints_of_a_theme: Count = Field(3, description="Three complaints are more than one family's view.")
    theme_months: Months = Field(3, description="A quarter, as the board sees it.")
    months_before: Months = Field(9, description="The rest of the year is the service's own usual rate.")
    lower_limit_above: Annotated[float, Field(ge=1, le=10)] = Field(
        1.0, description="Chance alone does not explain it."
    )


class MissingCarePlanUpdate(Section):
    """Which care plans lack an update that is due?"""

    items: Count = Field(1, description="Each is a promise to one person.")


class PoorStaffKnowledge(Section):
    """Do staff know the changed guidance and use it?"""

    share: Share = Field(0.20, description="One observation in five.")
    minimum_observations: Count = Field(5, description="Of fewer than five one alone would decide.")
    months: Months = Field(6, description="Half a year holds enough observations to speak of.")


class SameConcernContinues(Section):
    """Does the same concern come back after the plan was changed?"""

    months: Months = Field(3, description="Older ones were there to be seen in earlier audits.")


class ClosedOnResponseOnly(Section):
    """Was a complaint closed because a response was sent?"""

    complaints: Count = Field(1, description="A letter alone changes nobody's care.")


class RepeatedFamilyConcerns(Section):
    """Do families have to say the same person's concerns again?"""

    days: Days = Field(28, description="Within four weeks it is one story.")


class OldRoutineInUse(Section):
    """Is the old routine still in use?"""

    items: Count = Field(1, description="The plan says one thing and the person gets another.")


class KnownPreferenceMissing(Section):
    """Do care plans hold the preferences people have told us?"""

    days: Days = Field(28, description="Four weeks are enough to write down what somebody prefers.")


class GuidanceNotConfirmed(Section):
    """Was the changed guidance confirmed with the person or their representative?"""

    days: Days = Field(14, description="Two weeks are enough for one conversation.")


class StaffNotBriefed(Section):
    """Were staff told of the changed guidance?"""

    days: Days = Field(14, description="In two weeks every shift has had a handover.")


class NotObserved(Section):
    """Was practice observed after the plan was changed?"""

    days: Days = Field(28, description="Four weeks give time to see it done.")


class LearningNotDrawn(Section):
    """Is learning drawn from the complaints that are upheld?"""

    share: Share = Field(0.50, description="Half of what was upheld taught nobody anything.")
    minimum_complaints: Count = Field(4, description="Of fewer than four one or two would decide.")
    days: Days = Field(28, description="Four weeks after the answer the learning should be written down.")
    months: Months = Field(6, description="Half a year holds enough complaints to speak of.")


class NoComplaintsRecorded(Section):
    """Are complaints recorded at all?"""

    concerns: Count = Field(5, description="Five concerns and no complaint: it may be hard to complain.")
    months: Months = Field(6, description="In half a year somebody would have complained.")
