"""What does the staffing audit ask, why, and who sees to the answer?"""

from toolkit.audits.checks import Kind, Question

MANAGER, OVERSIGHT, DEPUTY = "registered manager", "provider oversight", "deputy manager"
STAFFING, CARE = "Safe and effective staffing", "Care provision, integration and continuity"
IMMEDIATE, GOVERNANCE = "Responding to people's immediate needs", "Governance, management and sustainability"

REPEATED_STAFFING_GAPS = Question(
    code="repeated-staffing-gaps",
    kind=Kind.TRIGGER,
    question="Does the same shift keep running short?",
    how="A unit, role and shift is short on a day when under 90% of the hours it needs were attended and "
    "at least one hour is missing. The check fires when the same one was short on 4 or more days of the "
    "month, or on 2 or more days in each of 3 months running.",
    tables=("staffing_needs", "shifts"),
    reviewed_by=MANAGER,
    escalates_to=OVERSIGHT,
    next_step="Decide how this shift will be covered from next week on (recruitment, deployment or provider "
    "support), and have the decision minuted.",
    quality_statements=(STAFFING,),
    regulations=("RA 18",),
    theme="staffing",
)

NEEDS_NOT_MET = Question(
    code="needs-not-met",
    kind=Kind.TRIGGER,
    question="Are assessed needs met reliably?",
    how="Fires when missed, shortened and delayed care together are 5% or more of what was planned and "
    "chance does not explain it (lower limit above 3%); or when one person missed 3 or more time-critical "
    "tasks; or, in care homes, when the hours attended were under 90% of the hours people were assessed to "
    "need on a quarter or more of the days.",
    tables=("care", "people", "dependency", "staffing_needs", "shifts"),
    reviewed_by=MANAGER,
    escalates_to=OVERSIGHT,
    next_step="Go through the records listed, person by person: was anyone harmed, who must be told, and what "
    "changes today.",
    quality_statements=(CARE, IMMEDIATE),
    regulations=("RA 9", "RA 12", "RA 18"),
    theme="missed_care",
)

FILLED_BUT_MISSED = Question(
    code="filled-but-missed",
    kind=Kind.HIDDEN,
    question="Do filled shifts hide missed care?",
    how="Fires when 95% or more of the hours needed were rostered, and yet under 90% were attended, or agency "
    "staff worked over 40% of the hours, or missed, shortened and delayed care were 5% or more of what was "
    "planned (lower limit above 3%).",
    tables=("staffing_needs", "shifts", "care"),
    reviewed_by=MANAGER,
    escalates_to=OVERSIGHT,
    next_step="Report what people received beside the filled rota, and ask what a filled shift leaves undone.",
    quality_statements=(STAFFING, GOVERNANCE),
    regulations=("RA 17", "RA 18"),
    theme="missed_care",
)

RUSHED_RECORDS = Question(
    code="rushed-records",
    kind=Kind.WARNING,
    question="Are records rushed?",
    how="A record is poorly evidenced when its note is blank or under three words, when it was made more than "
    "24 hours later, when it is one of ten or more typed within five minutes, or when the same words stand "
    "for several people on one day. Fires when this is 10% or more of the care given.",
    tables=("care",),
    reviewed_by=DEPUTY,
    escalates_to=MANAGER,
    next_step="Read the records listed with the staff who made them, and ask what time they had to write.",
    quality_statements=(CARE, GOVERNANCE),
    regulations=("RA 17",),
    theme="records",
)

DELAYED_SUPPORT = Question(
    code="delayed-support",
    kind=Kind.WARNING,
    question="Is support late?",
    how="Care is delayed when it started more than 30 minutes after it was due (time-critical care and home "
    "visits) or more than 60 minutes (other care in a home). Fires when this is 5% or more of what was planned.",
    tables=("care",),
    reviewed_by=DEPUTY,
    escalates_to=MANAGER,
    next_step="See at which hours and on which rounds support runs late, and change the round or the cover.",
    quality_statements=(CARE, IMMEDIATE),
    regulations=("RA 9", "RA 12"),
    theme="missed_care",
)

INCREASED_INCIDENTS = Question(
    code="increased-incidents",
    kind=Kind.TRIGGER,
    question="Are incidents rising?",
    how="This month's incidents per 1,000 resident days (home care: per 1,000 visits) against the six months "
    "before together. Fires when the rate is higher and chance does not explain it (exact ratio, lower limit "
    "above 1), with 3 or more incidents this month.",
    tables=("incidents", "people", "care"),
    reviewed_by=MANAGER,
    escalates_to=OVERSIGHT,
    next_step="Read the month's incidents together: what they share, at what hours, on which unit, with how many staff.",
    quality_statements=("Learning culture", STAFFING),
    regulations=("RA 12", "RA 17"),
    theme="safeguarding",
)

POOR_FEEDBACK = Question(
    code="poor-feedback",
    kind=Kind.TRIGGER,
    question="Are people and families telling us so?",
    how="Concerns and complaints as a share of all feedback with a kind and complaints (staff's own left out). "
    "Fires at 40% or more of 5 or more voices, or when the mean of 5 or more ratings is 3.0 or lower.",
    tables=("feedback", "complaints"),
    reviewed_by=MANAGER,
    escalates_to=OVERSIGHT,
    next_step="Go back to the people who spoke, say what was heard, and agree what changes.",
    quality_statements=("Listening to and involving people",),
    regulations=("RA 16", "RA 17"),
    theme="communication",
)

STAFF_FATIGUE = Question(
    code="staff-fatigue",
    kind=Kind.WARNING,
    question="Are staff tired?",
    how="A worker has a fatigue breach when they worked over 12.5 hours at a stretch, rested under 11 hours "
    "between two days twice in the month, worked over 48 hours in seven days, or seven or more days in a row, "
    "at any of the provider's services. Fires at 10% of workers, or when three or more handover entries of "
    "the month speak of tiredness and have no control.",
    tables=("shifts", "handover"),
    reviewed_by=MANAGER,
    escalates_to=OVERSIGHT,
    next_step="Speak with the workers concerned and take the double shifts out of next month's rota.",
    quality_statements=("Workforce wellbeing and enablement", STAFFING),
    regulations=("RA 18",),
    theme="staffing",
)

INCONSISTENT_CARE_FEEDBACK = Question(
    code="inconsistent-care-feedback",
    kind=Kind.WARNING,
    question="Do people say care is inconsistent?",
    how="Fires when, in the 28 days to the audit's last day, three or more concerns, complaints and handover "
    "entries are about continuity, missed care or routines.",
    tables=("feedback", "complaints", "handover"),
    reviewed_by=MANAGER,
    escalates_to=OVERSIGHT,
    next_step="Ask who came to these people in those weeks, and settle who will come in the next ones.",
    quality_statements=(CARE, "Person-centred care"),
    regulations=("RA 9",),
    theme="continuity",
)

PRESSURE_LINKED_MISSED_CARE = Question(
    code="pressure-linked-missed-care",
    kind=Kind.LINK,
    question="Does missed care gather where staffing is short?",
    how="The rate of missed, shortened and delayed care in high-pressure shifts against the others, each unit "
    "and shift compared with itself (Mantel-Haenszel). Fires when the lower limit is above 1, with 5 or more "
    "events on each side and 3 or more high-pressure shifts.",
    tables=("staffing_needs", "shifts", "care"),
    reviewed_by=MANAGER,
    escalates_to=OVERSIGHT,
    next_step="Review the care records of the high-pressure shifts listed (operational quality file).",
    quality_statements=(STAFFING, CARE),
    regulations=("RA 12", "RA 18"),
    theme="missed_care",
)

STAFFING_FEEDBACK_LINK = Question(
    code="staffing-feedback-link",
    kind=Kind.LINK,
    question="Do complaints and feedback follow short shifts?",
    how="Concerns, complaints and incidents about staffing, missed care or continuity, per day: on days of a "
    "high-pressure shift and the three days after it, against the other days. Fires when the exact ratio's "
    "lower limit is above 1.",
    tables=("staffing_needs", "shifts", "feedback", "complaints", "incidents"),
    reviewed_by="quality lead",
    escalates_to=MANAGER,
    next_step="Put the linked days and what was said side by side in the monthly assurance report.",
    quality_statements=(STAFFING, "Listening to and involving people"),
    regulations=("RA 17", "RA 18"),
    theme="staffing",
)

DEPENDENCY_OUT_OF_DATE = Question(
    code="dependency-out-of-date",
    kind=Kind.WARNING,
    question="Do we staff for today's needs?",
    how="Fires when 20% or more of the people living there on the audit's last day had no dependency review in "
    "the 92 days before (somebody who moved in less than 7 days before, and has none yet, does not count).",
    tables=("dependency", "people"),
    reviewed_by=DEPUTY,
    escalates_to=MANAGER,
    next_step="Review the people listed, and set the staffing needs from what is found.",
    quality_statements=("Assessing needs", STAFFING),
    regulations=("RA 9", "RA 18"),
    theme="staffing",
)

CONTROL_MISSING = Question(
    code="control-missing",
    kind=Kind.WARNING,
    question="Do handover risks have a control?",
    how="Fires when a risk raised at handover, open on some day of the month, had no control for 7 days or more.",
    tables=("handover",),
    reviewed_by="team leaders",
    escalates_to=MANAGER,
    next_step="Put a control in place at the next handover, with a name to it.",
    quality_statements=("Involving people to manage risks", STAFFING),
    regulations=("RA 12", "RA 17"),
    theme="safeguarding",
)

UNRESOLVED_STAFFING_RISK = Question(
    code="unresolved-staffing-risk",
    kind=Kind.ESCALATION,
    question="Must provider oversight look?",
    how="Fires when the same trigger needed action this month and the month before, and no decision on "
    "recruitment, deployment or provider support was recorded since the first day of the month before.",
    tables=("decisions", "staffing_needs", "shifts", "care", "incidents", "feedback", "complaints"),
    reviewed_by=OVERSIGHT,
    escalates_to="board",
    next_step="Put the trigger on the next oversight agenda and have a decision minuted.",
    quality_statements=(GOVERNANCE, STAFFING),
    regulations=("RA 17", "RA 18"),
    theme="leadership",
)

QUESTIONS = (
    REPEATED_STAFFING_GAPS,
    INCREASED_INCIDENTS,
    POOR_FEEDBACK,
    NEEDS_NOT_MET,
    RUSHED_RECORDS,
    DELAYED_SUPPORT,
    STAFF_FATIGUE,
    INCONSISTENT_CARE_FEEDBACK,
    FILLED_BUT_MISSED,
    PRESSURE_LINKED_MISSED_CARE,
    STAFFING_FEEDBACK_LINK,
    DEPENDENCY_OUT_OF_DATE,
    CONTROL_MISSING,
    UNRESOLVED_STAFFING_RISK,
)
