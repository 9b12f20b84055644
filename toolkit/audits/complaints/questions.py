"""What does the audit of complaints learning ask, why, and who sees to the answer?"""

from toolkit.audits.checks import Kind, Question

MANAGER, OVERSIGHT, DEPUTY = "registered manager", "provider oversight", "deputy manager"
COMPLAINTS_LEAD, KEY_WORKERS, SENIOR = "complaints lead", "key workers", "senior staff"
LEARNING, IMPROVING = "Learning culture", "Learning, improvement and innovation"
LISTENING, PERSON_CENTRED = "Listening to and involving people", "Person-centred care"
ASSESSING, GOVERNANCE = "Assessing needs", "Governance, management and sustainability"
ITEM = "An item is the learning of one complaint for one person and one section of the care plan. "
TO_ITEMS = ("complaints", "learning", "care_plan_changes")

LEARNING_IN_EIGHT_WEEKS = Question(
    code="learning-in-eight-weeks",
    kind=Kind.MEASURE,
    question="Is learning in the care plans within eight weeks?",
    how=ITEM
    + "Of the items due in the last 6 months, the share whose care plan was changed within 56 days of "
    "the day the learning was agreed. Day 56 is in time, day 57 is late; items not yet due are in neither part. "
    "Fires under 90%, with 5 or more items.",
    tables=(*TO_ITEMS, "people"),
    reviewed_by=MANAGER,
    escalates_to=OVERSIGHT,
    next_step="Take the overdue items first: agree for each who changes the plan, and by which day.",
    quality_statements=(LEARNING, IMPROVING),
    regulations=("RA 9", "RA 16", "RA 17"),
    theme="records",
)

REPEATED_COMPLAINTS = Question(
    code="repeated-complaints",
    kind=Kind.TRIGGER,
    question="Are the same things complained of again?",
    how="Fires when 2 or more complaints in 6 months are about the same person and theme; or when a theme had 3 "
    "or more complaints in 3 months and, where it had any in the 9 months before, chance does not explain the "
    "rise (exact Poisson rate ratio, lower limit above 1). Repeated and withdrawn complaints do not count again.",
    tables=("complaints",),
    reviewed_by=MANAGER,
    escalates_to=OVERSIGHT,
    next_step="Read these complaints side by side, and ask what the first answer left unchanged.",
    quality_statements=(LISTENING, LEARNING),
    regulations=("RA 16", "RA 17"),
    theme="communication",
)

MISSING_CARE_PLAN_UPDATE = Question(
    code="missing-care-plan-update",
    kind=Kind.TRIGGER,
    question="Which care plans lack an update that is due?",
    how=ITEM
    + "Fires when an item started in the last 12 months is due, its care plan was not changed, and the "
    "person had not left before it was due.",
    tables=TO_ITEMS,
    reviewed_by=DEPUTY,
    escalates_to=MANAGER,
    next_step="Change the care plans listed, the longest overdue first, and tell the person and the staff.",
    quality_statements=(PERSON_CENTRED, ASSESSING),
    regulations=("RA 9", "RA 16"),
    theme="records",
)

POOR_STAFF_KNOWLEDGE = Question(
    code="poor-staff-knowledge",
    kind=Kind.TRIGGER,
    question="Do staff know the changed guidance and use it?",
    how="Of the observations of the last 6 months that name the learning of an item, the share in which the "
    "guidance was not applied or the worker did not know it. Fires at 20%, with 5 or more observations.",
    tables=("observations", "learning", "complaints"),
    reviewed_by=MANAGER,
    escalates_to=OVERSIGHT,
    next_step="Brief the staff again at handover, and observe the same care within two weeks.",
    quality_statements=("Delivering evidence-based care and treatment", IMPROVING),
    regulations=("RA 9", "RA 18"),
    theme="routines",
)

SAME_CONCERN_CONTINUES = Question(
    code="same-concern-continues",
    kind=Kind.TRIGGER,
    question="Does the same concern come back after the plan was changed?",
    how="Within 84 days of the change, a complaint or concern of the same person and theme, or 3 or more of the "
    "service on the theme. Fires when the newest came in the last 3 months. Themes are compared, not words.",
    tables=(*TO_ITEMS, "feedback"),
    reviewed_by=MANAGER,
    escalates_to=OVERSIGHT,
    next_step="Keep the learning open: ask the person what is still the same, and change what the plan says.",
    quality_statements=(LISTENING, PERSON_CENTRED),
    regulations=("RA 9", "RA 16"),
    theme="routines",
)

CLOSED_ON_RESPONSE_ONLY = Question(
    code="closed-on-response-only",
    kind=Kind.HIDDEN,
    question="Were complaints closed because a response was sent?",
    how="Complaints closed in the month, upheld or partly upheld, whose learning is not in the care plan. Past "
    "its due day it needs action; not yet due, it was closed early and the learning stays open (watch).",
    tables=TO_ITEMS,
    reviewed_by=COMPLAINTS_LEAD,
    escalates_to=MANAGER,
    next_step="Keep the learning of these complaints open in the tracker until the care plan holds it.",
    quality_statements=(LEARNING, GOVERNANCE),
    regulations=("RA 16", "RA 17"),
    theme="records",
)

REPEATED_FAMILY_CONCERNS = Question(
    code="repeated-family-concerns",
    kind=Kind.WARNING,
    question="Do families have to say it twice?",
    how="Fires when a family raised two concerns about the same person within 28 days of each other, the later "
    "in the month.",
    tables=("feedback",),
    reviewed_by=COMPLAINTS_LEAD,
    escalates_to=MANAGER,
    next_step="Ring the family, say what was heard, and treat it as a complaint if they wish.",
    quality_statements=(LISTENING,),
    regulations=("RA 16",),
    theme="communication",
)

OLD_ROUTINE_IN_USE = Question(
    code="old-routine-in-use",
    kind=Kind.WARNING,
    question="Is the old routine still in use?",
    how="Fires when the latest observation of an item since its care plan was changed found that the guidance "
    "was not applied.",
    tables=(*TO_ITEMS, "observations"),
    reviewed_by=SENIOR,
    escalates_to=MANAGER,
    next_step="Work alongside the staff concerned, and observe again.",
    quality_statements=(PERSON_CENTRED, "Delivering evidence-based care and treatment"),
    regulations=("RA 9",),
    theme="routines",
)

KNOWN_PREFERENCE_MISSING = Question(
    code="known-preference-missing",
    kind=Kind.WARNING,
    question="Do care plans hold what people told us they prefer?",
    how="Fires when a preference told more than 28 days ago, in the last 12 months, was followed by no new or "
    "updated entry in that section of the person's plan, and the person still lives there.",
    tables=("feedback", "care_plan_changes"),
    reviewed_by=DEPUTY,
    escalates_to=MANAGER,
    next_step="Write the preferences into the care plans, in the person's own words.",
    quality_statements=(PERSON_CENTRED, "Independence, choice and control"),
    regulations=("RA 9",),
    theme="records",
)

GUIDANCE_NOT_CONFIRMED = Question(
    code="guidance-not-confirmed",
    kind=Kind.WARNING,
    question="Was the changed guidance confirmed with the person or their representative?",
    how="Fires when a care plan was changed 14 or more days ago, the person still lives there, and neither that "
    "entry nor a later one of the section was confirmed with the person or their representative.",
    tables=TO_ITEMS,
    reviewed_by=KEY_WORKERS,
    escalates_to=DEPUTY,
    next_step="Sit down with the person or their representative, read them what the plan says now, and record "
    "what they say.",
    quality_statements=(LISTENING, "Independence, choice and control"),
    regulations=("RA 9",),
    theme="communication",
)

STAFF_NOT_BRIEFED = Question(
    code="staff-not-briefed",
    kind=Kind.WARNING,
    question="Were staff told of the changed guidance?",
    how="Fires when a care plan was changed 14 or more days ago, the person still lives there, and the learning "
    "has no day on which staff were briefed.",
    tables=TO_ITEMS,
    reviewed_by=DEPUTY,
    escalates_to=MANAGER,
    next_step="Brief every shift at its next handover, and write the day into the learning tracker.",
    quality_statements=("How staff, teams and services work together", LEARNING),
    regulations=("RA 18",),
    theme="communication",
)

NOT_OBSERVED = Question(
    code="not-observed",
    kind=Kind.WARNING,
    question="Was practice observed after the plan was changed?",
    how="Fires when a care plan was changed 28 or more days ago, the person still lives there, and nobody "
    "observed the care since.",
    tables=(*TO_ITEMS, "observations"),
    reviewed_by=SENIOR,
    escalates_to=MANAGER,
    next_step="Observe this care on the next shifts, and write into the log what was seen.",
    quality_statements=("Monitoring and improving outcomes", IMPROVING),
    regulations=("RA 17",),
    theme="routines",
)

LEARNING_NOT_DRAWN = Question(
    code="learning-not-drawn",
    kind=Kind.HIDDEN,
    question="Is learning drawn from the complaints that are upheld?",
    how="Of the complaints upheld or partly upheld and answered (else closed) in the last 6 months, 28 or more "
    "days ago, the share without any relevant learning. Fires at 50%, with 4 or more complaints.",
    tables=("complaints", "learning"),
    reviewed_by=COMPLAINTS_LEAD,
    escalates_to=MANAGER,
    next_step="Go through these complaints with the deputy manager: what should change, and in whose plan?",
    quality_statements=(LEARNING, IMPROVING),
    regulations=("RA 16", "RA 17"),
    theme="leadership",
)

NO_COMPLAINTS_RECORDED = Question(
    code="no-complaints-recorded",
    kind=Kind.HIDDEN,
    question="Are complaints recorded at all?",
    how="Fires when no complaint was received in 6 months while 5 or more concerns came as feedback: it may be "
    "hard to complain, or complaints are not written down.",
    tables=("complaints", "feedback"),
    reviewed_by=MANAGER,
    escalates_to=OVERSIGHT,
    next_step="Ask people, families and staff how one complains here, and what becomes of it.",
    quality_statements=(LISTENING, "Freedom to speak up"),
    regulations=("RA 16", "RA 17"),
    theme="records",
)

QUESTIONS = (
    LEARNING_IN_EIGHT_WEEKS,
    REPEATED_COMPLAINTS,
    MISSING_CARE_PLAN_UPDATE,
    POOR_STAFF_KNOWLEDGE,
    SAME_CONCERN_CONTINUES,
    CLOSED_ON_RESPONSE_ONLY,
    REPEATED_FAMILY_CONCERNS,
    OLD_ROUTINE_IN_USE,
    KNOWN_PREFERENCE_MISSING,
    GUIDANCE_NOT_CONFIRMED,
    STAFF_NOT_BRIEFED,
    NOT_OBSERVED,
    LEARNING_NOT_DRAWN,
    NO_COMPLAINTS_RECORDED,
)
