"""Where does each check draw its line, and why there?

Every threshold is declared here once: its name, default, range and one-line reason. The commented
`parameters/thresholds.yaml` and the reference page are generated from it. A provider's or service's
own file says only what differs.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from toolkit.parameters.learning_thresholds import (
    ClosedOnResponseOnly,
    GuidanceNotConfirmed,
    KnownPreferenceMissing,
    LearningDefinitions,
    LearningInEightWeeks,
    LearningNotDrawn,
    MissingCarePlanUpdate,
    NoComplaintsRecorded,
    NotObserved,
    OldRoutineInUse,
    PoorStaffKnowledge,
    RepeatedComplaints,
    RepeatedFamilyConcerns,
    SameConcernContinues,
    StaffNotBriefed,
)
from toolkit.parameters.oversight_thresholds import (
    ActionsDrifting,
    ChallengeNotFollowedUp,
    ContradictedAssurance,
    DecisionWithoutEffect,
    EvidenceOutOfDate,
    EvidencePackIncomplete,
    FewChallenges,
    GapUnresolvedForAQuarter,
    MeetingNotEvidenced,
    OversightDefinitions,
    RepeatedRisk,
    RepeatedSummary,
    UnsupportedAssurance,
    WeakActionClosure,
    WeakImpactEvidence,
)
from toolkit.parameters.recovery_thresholds import (
    ClosedWhileDisconnected,
    ComplaintsNotLinkedToCarePlans,
    ConflictingStory,
    DisconnectedEvidence,
    MapRowIncomplete,
    OverlappingActions,
    RecoveryDefinitions,
    RepeatFailure,
    StaffingNotLinkedToMissedCare,
)
from toolkit.parameters.sections import Count, Hours, Minutes, Section, Share


def _key(name: str) -> str:
    return name.replace("_", "-")


class StaffingDefinitions(Section):
    """When a shift is short, and when a shift is under high pressure."""

    short_below: Share = Field(0.90, description="Under nine tenths of the hours needed, people wait.")
    short_at_least_hours: Hours = Field(1.0, description="A few minutes at a shift's edge are not a gap.")
    agency_above: Share = Field(0.50, description="Most of the shift does not know the people.")
    attendance_gap_share: Share = Field(0.10, description="Beyond a tenth of days unclocked, no fair figure.")
    refused_share: Share = Field(0.05, description="Rows that cannot be used are often the bad ones.")
    blank_cover_share: Share = Field(0.10, description="Beyond a tenth unknown, own and agency are unknown.")


class CareDefinitions(Section):
    """When planned care counts as missed, shortened, delayed or poorly evidenced."""

    grace_minutes: Minutes = Field(60, description="Routine care in a home an hour late still serves.")
    grace_minutes_critical: Minutes = Field(
        30, description="Time-critical care and home visits: Essex Live at Home KPI, 30 minutes."
    )
    early_minutes: Minutes = Field(30, description="Time-critical care may not be early either.")
    brief_under_minutes: Minutes = Field(2, description="Nobody is cared for in under two minutes.")
    brief_under_share: Share = Field(0.10, description="A tenth of the time planned is no visit.")
    brief_from_planned_minutes: Minutes = Field(15, description="Shorter tasks may well take a moment.")
    shortened_under_share: Share = Field(0.50, description="Half the time planned is half the care.")
    clipped_under_share: Share = Field(0.80, description="Counted apart: cut, but not by half.")
    shortened_from_planned_minutes: Minutes = Field(10, description="Shorter tasks cannot be judged by time.")
    same_times_share: Share = Field(0.50, description="A system that stamps start as end holds no durations.")
    no_start_share: Share = Field(0.10, description="Beyond a tenth without a start, lateness is unknown.")
    note_words: Count = Field(3, description="Under three words a note says nothing about the person.")
    record_within_hours: Hours = Field(24.0, description="RA 17(2)(c): the record is made at the time.")
    burst_rows: Count = Field(10, description="Ten records at once were not written one by one.")
    burst_minutes: Minutes = Field(5, description="The span in which a burst is typed.")
    burst_spread_minutes: Minutes = Field(60, description="Care an hour apart, recorded in one go.")
    same_note_rows: Count = Field(5, description="The same words for everyone are about no one.")
    same_note_people: Count = Field(3, description="One person's routine may read alike.")
    recorded_day_share: Share = Field(1 / 3, description="Under a third of a usual day is no record of it.")
    recorded_weeks: Count = Field(8, description="Weeks of history a usual day is taken from.")
    recorded_weekdays: Count = Field(4, description="A weekday kept in half of these weeks is expected.")
    recording_complete_share: Share = Field(0.90, description="Below nine tenths of days nothing is clear.")
    routine_activities: tuple[str, ...] = Field(
        ("drinks", "checks", "repositioning"),
        description="Short repeated tasks whose notes are alike by nature.",
    )


class RepeatedStaffingGaps(Section):
    """Does the same shift keep running short?"""

    days_in_month: Count = Field(4, description="Once a week is a pattern, not a mishap.")
    days_each_month: Count = Field(2, description="Twice a month, and again, and again.")
    months_running: Count = Field(3, description="A quarter of the same gap.")


class NeedsNotMet(Section):
    """Are assessed needs met reliably?"""

    rate: Share = Field(0.05, description="One planned care in twenty.")
    lower_limit_above: Share = Field(0.03, description="Chance alone does not explain it.")
    minimum_rows: Count = Field(50, description="Fewer rows cannot show one in twenty.")
    critical_missed: Count = Field(3, description="Three time-critical tasks missed for one person.")
    need_hours_share: Share = Field(0.90, description="Hours given against hours assessed.")
    need_days_share: Share = Field(0.25, description="A quarter of the days.")
    reviewed_people_share: Share = Field(0.80, description="Below four fifths reviewed, the need is a guess.")
    testable_days_share: Share = Field(0.90, description="Below nine tenths of days, the arm is not tested.")


class FilledButMissed(Section):
    """Do filled shifts hide missed care?"""

    rostered_at_least: Share = Field(0.95, description="A rota most people would call filled.")
    attended_below: Share = Field(0.90, description="Names on the rota who were not there.")
    agency_above: Share = Field(0.40, description="Two hours in five by people who may not know the service.")
    rate: Share = Field(0.05, description="As for needs not met.")
    lower_limit_above: Share = Field(0.03, description="As for needs not met.")
    minimum_rows: Count = Field(50, description="As for needs not met.")


class RushedRecords(Section):
    """Are records rushed?"""

    rate: Share = Field(0.10, description="One record in ten.")
    minimum_rows: Count = Field(50, description="Fewer rows cannot show one in ten.")


class DelayedSupport(Section):
    """Is support late?"""

    rate: Share = Field(0.05, description="One planned care in twenty.")
    minimum_rows: Count = Field(50, description="Fewer rows cannot show one in twenty.")


class IncreasedIncidents(Section):
    """Are incidents rising?"""

    lower_limit_above: Annotated[float, Field(ge=1, le=10)] = Field(
        1.0, description="Chance alone does not explain it."
    )
    minimum_incidents: Count = Field(3, description="One or two incidents are no trend.")
    months_before: Count = Field(6, description="Half a year is this service's own usual rate.")
    minimum_months_before: Count = Field(3, description="Fewer months are no usual rate.")


class PoorFeedback(Section):
    """Are people and families telling us so?"""

    concern_share: Share = Field(0.40, description="Two of five voices are concerned.")
    mean_rating: Annotated[float, Field(ge=1, le=5)] = Field(3.0, description="The middle of five, or worse.")
    minimum_voices: Count = Field(5, description="Fewer than five voices are single voices.")


class StaffFatigue(Section):
    """Are staff tired?"""

    worker_share: Share = Field(0.10, description="One worker in ten.")
    spell_hours: Hours = Field(12.5, description="A long day with its handover; more is a double shift.")
    rest_hours: Hours = Field(
        11.0, description="Working Time Regulations 1998: 11 hours of rest between days."
    )
    short_rests: Count = Field(2, description="One late-then-early turn a month may be a favour.")
    week_hours: Hours = Field(48.0, description="Working Time Regulations 1998: 48 hours a week.")
    days_in_a_row: Count = Field(7, description="A week without a day off.")
    handover_entries: Count = Field(3, description="Said three times in a month and nothing put in place.")
    fatigue_words: tuple[str, ...] = Field(
        ("tired", "fatigue", "exhausted", "worn out", "workload", "double shift", "without a break"),
        description="Words by which a handover entry speaks of tiredness; add your own.",
    )


class InconsistentCareFeedback(Section):
    """Do people say care is inconsistent?"""

    voices: Count = Field(3, description="Three voices in four weeks are a pattern.")
    days: Count = Field(28, description="Four weeks.")


class PressureLinkedMissedCare(Section):
    """Does missed care gather where staffing is short?"""

    lower_limit_above: Annotated[float, Field(ge=1, le=10)] = Field(
        1.0, description="Chance alone does not explain it."
    )
    minimum_events: Count = Field(5, description="Fewer on either side say nothing.")
    minimum_windows: Count = Field(3, description="One or two short shifts are no pattern.")


class StaffingFeedbackLink(Section):
    """Do complaints and feedback follow short shifts?"""

    lower_limit_above: Annotated[float, Field(ge=1, le=10)] = Field(
        1.0, description="Chance alone does not explain it."
    )
    minimum_events: Count = Field(5, description="Fewer events say nothing.")


class DependencyOutOfDate(Section):
    """Do we staff for today's needs?"""

    people_share: Share = Field(0.20, description="One person in five.")
    review_days: Count = Field(92, description="A quarter; people change faster than that.")
    new_person_days: Count = Field(7, description="The first week is for getting to know the person.")


class ControlMissing(Section):
    """Do handover risks have a control?"""

    days_open: Count = Field(7, description="A week without a control is no immediate control.")


class Thresholds(BaseModel):
    """All thresholds of one service, after the provider's and the service's own differences."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=_key, populate_by_name=True)

    staffing_definitions: StaffingDefinitions = StaffingDefinitions()
    care_definitions: CareDefinitions = CareDefinitions()
    repeated_staffing_gaps: RepeatedStaffingGaps = RepeatedStaffingGaps()
    needs_not_met: NeedsNotMet = NeedsNotMet()
    filled_but_missed: FilledButMissed = FilledButMissed()
    rushed_records: RushedRecords = RushedRecords()
    delayed_support: DelayedSupport = DelayedSupport()
    increased_incidents: IncreasedIncidents = IncreasedIncidents()
    poor_feedback: PoorFeedback = PoorFeedback()
    staff_fatigue: StaffFatigue = StaffFatigue()
    inconsistent_care_feedback: InconsistentCareFeedback = InconsistentCareFeedback()
    pressure_linked_missed_care: PressureLinkedMissedCare = PressureLinkedMissedCare()
    staffing_feedback_link: StaffingFeedbackLink = StaffingFeedbackLink()
    dependency_out_of_date: DependencyOutOfDate = DependencyOutOfDate()
    control_missing: ControlMissing = ControlMissing()
    learning_definitions: LearningDefinitions = LearningDefinitions()
    learning_in_eight_weeks: LearningInEightWeeks = LearningInEightWeeks()
    repeated_complaints: RepeatedComplaints = RepeatedComplaints()
    missing_care_plan_update: MissingCarePlanUpdate = MissingCarePlanUpdate()
    poor_staff_knowledge: PoorStaffKnowledge = PoorStaffKnowledge()
    same_concern_continues: SameConcernContinues = SameConcernContinues()
    closed_on_response_only: ClosedOnResponseOnly = ClosedOnResponseOnly()
    repeated_family_concerns: RepeatedFamilyConcerns = RepeatedFamilyConcerns()
    old_routine_in_use: OldRoutineInUse = OldRoutineInUse()
    known_preference_missing: KnownPreferenceMissing = KnownPreferenceMissing()
    guidance_not_confirmed: GuidanceNotConfirmed = GuidanceNotConfirmed()
    staff_not_briefed: StaffNotBriefed = StaffNotBriefed()
    not_observed: NotObserved = NotObserved()
    learning_not_drawn: LearningNotDrawn = LearningNotDrawn()
    no_complaints_recorded: NoComplaintsRecorded = NoComplaintsRecorded()
    oversight_definitions: OversightDefinitions = OversightDefinitions()
    unsupported_assurance: UnsupportedAssurance = UnsupportedAssurance()
    contradicted_assurance: ContradictedAssurance = ContradictedAssurance()
    repeated_risk: RepeatedRisk = RepeatedRisk()
    weak_action_closure: WeakActionClosure = WeakActionClosure()
    decision_without_effect: DecisionWithoutEffect = DecisionWithoutEffect()
    evidence_pack_incomplete: EvidencePackIncomplete = EvidencePackIncomplete()
    evidence_out_of_date: EvidenceOutOfDate = EvidenceOutOfDate()
    repeated_summary: RepeatedSummary = RepeatedSummary()
    few_challenges: FewChallenges = FewChallenges()
    challenge_not_followed_up: ChallengeNotFollowedUp = ChallengeNotFollowedUp()
    weak_impact_evidence: WeakImpactEvidence = WeakImpactEvidence()
    actions_drifting: ActionsDrifting = ActionsDrifting()
    meeting_not_evidenced: MeetingNotEvidenced = MeetingNotEvidenced()
    gap_unresolved_for_a_quarter: GapUnresolvedForAQuarter = GapUnresolvedForAQuarter()
    recovery_definitions: RecoveryDefinitions = RecoveryDefinitions()
    map_row_incomplete: MapRowIncomplete = MapRowIncomplete()
    disconnected_evidence: DisconnectedEvidence = DisconnectedEvidence()
    conflicting_story: ConflictingStory = ConflictingStory()
    closed_while_disconnected: ClosedWhileDisconnected = ClosedWhileDisconnected()
    overlapping_actions: OverlappingActions = OverlappingActions()
    staffing_not_linked_to_missed_care: StaffingNotLinkedToMissedCare = StaffingNotLinkedToMissedCare()
    complaints_not_linked_to_care_plans: ComplaintsNotLinkedToCarePlans = ComplaintsNotLinkedToCarePlans()
    repeat_failure: RepeatFailure = RepeatFailure()
