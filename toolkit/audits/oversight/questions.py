"""What does the oversight audit ask, why, and who sees to the answer?"""

from toolkit.audits.checks import Kind, Question

NOMINATED, BOARD = "nominated individual", "board"
MANAGER, OVERSIGHT = "registered manager", "provider oversight"
REPRESENTATIVE, LEAD = "provider representative", "quality lead"
GOVERNANCE, LEARNING = "Governance, management and sustainability", "Learning, improvement and innovation"
# What an indicator is computed from; each is read where a statement or a decision names one.
INDICATOR_TABLES = (
    "care", "shifts", "staffing_needs", "people", "incidents", "feedback", "complaints", "audits", "learning",
    "care_plan_changes",
)  # fmt: skip

UNSUPPORTED_ASSURANCE = Question(
    code="unsupported-assurance",
    kind=Kind.TRIGGER,
    question="Was anything called better that nothing shows, without anybody asking?",
    how="A statement that something improved, is stable or is embedded is unsupported when none of the evidence "
    "it cites is frontline evidence of this service dated on or before the statement, and contradicted when its "
    "indicator got worse or an audit of its theme was below the pass mark. Fires when any such statement of the "
    "month is named by no challenge.",
    tables=("statements", "evidence", "challenges", "risks"),
    reviewed_by=NOMINATED,
    escalates_to=BOARD,
    next_step="Ask for the frontline evidence behind each statement listed, and have the question and its day minuted.",
    quality_statements=(GOVERNANCE,),
    regulations=("RA 17",),
    theme="leadership",
)

CONTRADICTED_ASSURANCE = Question(
    code="contradicted-assurance",
    kind=Kind.TRIGGER,
    question="Do the records say the opposite of what leaders were told?",
    how="The indicator a statement names (else its risk's) got worse in the month, by its chart over time or "
    "against the three months before; or the newest audit with the risk's theme, no more than 62 days older than "
    "the statement, scored below its pass mark. Fires for any statement that something improved, is stable or is "
    "embedded.",
    tables=("statements", "risks"),
    reviewed_by=NOMINATED,
    escalates_to=BOARD,
    next_step="Put the statement and the figure side by side before the next meeting, and keep the risk open.",
    quality_statements=(GOVERNANCE,),
    regulations=("RA 17",),
    theme="leadership",
)

REPEATED_RISK = Question(
    code="repeated-risk",
    kind=Kind.TRIGGER,
    question="Does the same risk come back month after month without a decision?",
    how="Fires for an open risk that was spoken of in the month and in each of the two before, whose indicator did "
    "not get better, and that no decision has named in these three months. A recorded decision to keep "
    "things as they are counts.",
    tables=("risks", "statements", "decisions"),
    reviewed_by=NOMINATED,
    escalates_to=BOARD,
    next_step="Decide at the next meeting what will be done differently about the risk, and when its effect is reviewed.",
    quality_statements=(GOVERNANCE, LEARNING),
    regulations=("RA 17",),
    theme="leadership",
)

WEAK_ACTION_CLOSURE = Question(
    code="weak-action-closure",
    kind=Kind.TRIGGER,
    question="Are actions closed without evidence that they worked?",
    how="A closure is weak when none of the frontline evidence it cites was current on the day it was closed, when "
    "nobody verified it or only its owner did, or when all its current evidence serves three or more closures of "
    "the month. Fires when 20% or more of the month's closures are weak, or any on a high-priority risk.",
    tables=("actions", "evidence", "risks"),
    reviewed_by=NOMINATED,
    escalates_to=BOARD,
    next_step="Open the actions listed again until somebody other than the owner has seen that they worked.",
    quality_statements=(GOVERNANCE, LEARNING),
    regulations=("RA 17",),
    theme="leadership",
)

DECISION_WITHOUT_EFFECT = Question(
    code="decision-without-effect",
    kind=Kind.TRIGGER,
    question="Did decisions change anything?",
    how="Fires for a decision of the last 12 months, 30 or more days old, that no action of this service names; or "
    "for a decision with an indicator, reviewed in the last 92 days (its review day, else day 90) and not replaced by a later one "
    "on the same risk, whose indicator has not got better.",
    tables=("decisions", "actions"),
    reviewed_by=LEAD,
    escalates_to=NOMINATED,
    next_step="Name for each decision the action that carries it out, or decide again.",
    quality_statements=(GOVERNANCE, LEARNING),
    regulations=("RA 17",),
    theme="leadership",
)

EVIDENCE_PACK_INCOMPLETE = Question(
    code="evidence-pack-incomplete",
    kind=Kind.MEASURE,
    question="Did the oversight meeting have the evidence it requires?",
    how="Of the kinds of evidence that the governance calendar requires for the oversight meetings due in the month, "
    "the share with at least one piece that names the meeting and was current on its day: 31 days old or less, "
    "counted from what it shows, not from filing. Fires below 100%.",
    tables=("meetings", "evidence"),
    reviewed_by=NOMINATED,
    escalates_to=BOARD,
    next_step="Ask the registered manager for the kinds that are missing, with evidence of this month.",
    quality_statements=(GOVERNANCE,),
    regulations=("RA 17",),
    theme="records",
)

EVIDENCE_OUT_OF_DATE = Question(
    code="evidence-out-of-date",
    kind=Kind.WARNING,
    question="Is what leaders rely on out of date?",
    how="Of the different frontline sources that the month's statements cite, the share that was older than 31 days "
    "when the statement was made. Files and records that are the same count once. Fires at 25% or more.",
    tables=("statements", "evidence"),
    reviewed_by=NOMINATED,
    escalates_to=BOARD,
    next_step="Ask for newer evidence of the same kind before the next statement is accepted.",
    quality_statements=(GOVERNANCE,),
    regulations=("RA 17",),
    theme="records",
)

REPEATED_SUMMARY = Question(
    code="repeated-summary",
    kind=Kind.WARNING,
    question="Is the same summary given month after month?",
    how="A statement repeats an earlier one on the same risk when the words are the same, or nearly, once months and "
    "numbers are left out. Short standing lines do not count. Fires when the statement of the month and that of "
    "the month before on the same risk each repeat an earlier one.",
    tables=("statements",),
    reviewed_by=NOMINATED,
    escalates_to=BOARD,
    next_step="Ask what was looked at this month that was not looked at last month.",
    quality_statements=(GOVERNANCE,),
    regulations=("RA 17",),
    theme="leadership",
)

FEW_CHALLENGES = Question(
    code="few-challenges",
    kind=Kind.WARNING,
    question="Is weak assurance challenged?",
    how="Fires when a challenge names under half of the month's unsupported, stale or contradicted statements; or "
    "when statements were made in each of the last three months and no challenge was raised in them.",
    tables=("statements", "challenges", "evidence"),
    reviewed_by=REPRESENTATIVE,
    escalates_to=NOMINATED,
    next_step="Choose the statements to ask about before the meeting, and minute each question with its follow-up.",
    quality_statements=(GOVERNANCE,),
    regulations=("RA 17",),
    theme="leadership",
)

CHALLENGE_NOT_FOLLOWED_UP = Question(
    code="challenge-not-followed-up",
    kind=Kind.WARNING,
    question="Are challenges followed up?",
    how="Fires for a challenge that is not answered and whose follow-up day (where none was set: 31 days after it was "
    "raised) has passed, and for one answered in the last 92 days without any evidence that can be found.",
    tables=("challenges", "evidence"),
    reviewed_by=REPRESENTATIVE,
    escalates_to=NOMINATED,
    next_step="Put each open challenge on the next agenda, with the evidence that would answer it.",
    quality_statements=(GOVERNANCE,),
    regulations=("RA 17",),
    theme="leadership",
)

WEAK_IMPACT_EVIDENCE = Question(
    code="weak-impact-evidence",
    kind=Kind.WARNING,
    question="Does assurance rest on what people experienced?",
    how="Fires when under half of the month's statements that something improved, is stable or is embedded cite an "
    "observation, feedback or a care record.",
    tables=("statements", "evidence"),
    reviewed_by=NOMINATED,
    escalates_to=BOARD,
    next_step="Ask what people, families and observers say of the same thing.",
    quality_statements=(GOVERNANCE, "Listening to and involving people"),
    regulations=("RA 17",),
    theme="leadership",
)

ACTIONS_DRIFTING = Question(
    code="actions-drifting",
    kind=Kind.WARNING,
    question="Are actions drifting?",
    how="Fires for an open action past the day it was first due, whatever day stands there now, and for one whose day "
    "was moved three or more times.",
    tables=("actions",),
    reviewed_by=MANAGER,
    escalates_to=OVERSIGHT,
    next_step="Settle for each action what stands in its way, and who removes it.",
    quality_statements=(GOVERNANCE, LEARNING),
    regulations=("RA 17",),
    theme="leadership",
)

MEETING_NOT_EVIDENCED = Question(
    code="meeting-not-evidenced",
    kind=Kind.WARNING,
    question="Do the meetings take place, with minutes?",
    how="Of the meetings due in the last three months: fires for one due more than 7 days ago and not held, and for "
    "one held more than 14 days ago that was not minuted within 14 days.",
    tables=("meetings",),
    reviewed_by=NOMINATED,
    escalates_to=BOARD,
    next_step="Hold the meeting, or write down what was decided while people remember it.",
    quality_statements=(GOVERNANCE,),
    regulations=("RA 17",),
    theme="records",
)

GAP_UNRESOLVED_FOR_A_QUARTER = Question(
    code="gap-unresolved-for-a-quarter",
    kind=Kind.BOARD,
    question="Which gaps in evidence must the board settle?",
    how="A gap is a risk whose statements all rest on no current frontline evidence, a required kind that was missing "
    "at every oversight meeting, or an action closed without any frontline evidence. It opens with the first "
    "record that shows it and closes with the first later one that fills it; a challenge does not close it. Fires "
    "when one has been open for 92 days or more.",
    tables=("statements", "meetings", "evidence", "actions"),
    reviewed_by=BOARD,
    escalates_to=BOARD,
    next_step="Decide for each gap: additional support, external audit, or leadership escalation.",
    quality_statements=(GOVERNANCE,),
    regulations=("RA 17",),
    theme="records",
)

QUESTIONS: tuple[Question, ...] = (
    UNSUPPORTED_ASSURANCE,
    CONTRADICTED_ASSURANCE,
    REPEATED_RISK,
    WEAK_ACTION_CLOSURE,
    DECISION_WITHOUT_EFFECT,
    EVIDENCE_PACK_INCOMPLETE,
    EVIDENCE_OUT_OF_DATE,
    REPEATED_SUMMARY,
    FEW_CHALLENGES,
    CHALLENGE_NOT_FOLLOWED_UP,
    WEAK_IMPACT_EVIDENCE,
    ACTIONS_DRIFTING,
    MEETING_NOT_EVIDENCED,
    GAP_UNRESOLVED_FOR_A_QUARTER,
)
