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
)

QUESTIONS = (REPEATED_STAFFING_GAPS, NEEDS_NOT_MET, FILLED_BUT_MISSED, RUSHED_RECORDS, DELAYED_SUPPORT)
