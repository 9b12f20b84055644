"""What does the recovery map ask, why, and who sees to the answer?"""

from toolkit.audits.checks import Kind, Question

NOMINATED, BOARD = "nominated individual", "board"
MANAGER, OVERSIGHT, LEAD = "registered manager", "provider oversight", "quality lead"
GOVERNANCE = "Governance, management and sustainability"
LEARNING = "Learning, improvement and innovation"

MAP_ROW_INCOMPLETE = Question(
    code="map-row-incomplete",
    kind=Kind.WARNING,
    question="Does every open risk have an action, sources, an owner and a review route?",
    how="Fires for an open risk that has no open action (neither completed nor closed), or that names no evidence "
    "source, no owner or no review route.",
    tables=("risks", "actions"),
    reviewed_by=LEAD,
    escalates_to=MANAGER,
    next_step="Fill the gaps in the register, or close the risk with the evidence that allows it.",
    quality_statements=(GOVERNANCE,),
    regulations=("RA 17",),
    theme="leadership",
)

DISCONNECTED_EVIDENCE = Question(
    code="disconnected-evidence",
    kind=Kind.TRIGGER,
    question="Does the evidence of each risk join up, from the decision to what people experience?",
    how="Each risk has up to four links: an action carries out a decision (high-priority risks only); an action "
    "cites frontline evidence dated on or after its start; since the first action, practice of the theme was seen "
    "applied or learning of the theme was put into a care plan; the outcome can be computed for the month. Fires "
    "when an open high-priority risk lacks any of them, or when under 80% of all links are there. Links of a risk "
    "opened in the last 31 days are not yet due.",
    tables=("risks", "actions", "decisions", "evidence", "observations", "care_plan_changes", "learning"),
    reviewed_by=MANAGER,
    escalates_to=OVERSIGHT,
    next_step="Take the first missing record of each high-priority risk to the next meeting, and keep its actions open.",
    quality_statements=(GOVERNANCE, LEARNING),
    regulations=("RA 17",),
    theme="leadership",
)

CONFLICTING_STORY = Question(
    code="conflicting-story",
    kind=Kind.TRIGGER,
    question="Do the sources, and the leaders, tell one story about each risk?",
    how="Fires for an open risk when one of the sources it names got better and another got worse; when a statement "
    "of the month claims improved or embedded while a source got worse; or when one statement of the month says "
    "improved or embedded and another says worse. A source that is silent is shown and decides nothing.",
    tables=("risks", "statements"),
    reviewed_by=NOMINATED,
    escalates_to=BOARD,
    next_step="Read the sources of the risk side by side at the next meeting, and hold it open until they agree.",
    quality_statements=(GOVERNANCE,),
    regulations=("RA 17",),
    theme="leadership",
)

CLOSED_WHILE_DISCONNECTED = Question(
    code="closed-while-disconnected",
    kind=Kind.HIDDEN,
    question="Was anything closed, or called embedded, that does not hold together?",
    how="Fires for a risk closed in the last 92 days with a missing link or sources in conflict; for an action "
    "closed in them that cites no frontline evidence dated on or before its closing day, or whose risk has sources "
    "in conflict; and for a risk called embedded this month that has a missing link.",
    tables=("risks", "actions", "evidence", "statements"),
    reviewed_by=OVERSIGHT,
    escalates_to=BOARD,
    next_step="Hold each of them open, and ask the next forum for the record that is missing.",
    quality_statements=(GOVERNANCE, LEARNING),
    regulations=("RA 17",),
    theme="leadership",
)

OVERLAPPING_ACTIONS = Question(
    code="overlapping-actions",
    kind=Kind.WARNING,
    question="Do two people do the same thing, or own the same risk?",
    how="Fires for two open actions on one risk with different owners and texts that are alike to 80 or more of 100 "
    "(numbers and months apart), and for two open risks of one theme with different owners.",
    tables=("risks", "actions"),
    reviewed_by=LEAD,
    escalates_to=MANAGER,
    next_step="Agree one owner for each pair, and close or merge the other.",
    quality_statements=(GOVERNANCE,),
    regulations=("RA 17",),
    theme="leadership",
)

STAFFING_NOT_LINKED = Question(
    code="staffing-not-linked-to-missed-care",
    kind=Kind.LINK,
    question="Are staffing risks read beside the care that was missed?",
    how="Fires for an open risk about staffing or missed care that names rota, staffing needs or dependency as its "
    "evidence and not the care records, or the care records and none of those.",
    tables=("risks",),
    reviewed_by=MANAGER,
    escalates_to=OVERSIGHT,
    next_step="Name both as sources of the risk, and read them together from next month on.",
    quality_statements=(GOVERNANCE, "Safe and effective staffing"),
    regulations=("RA 17", "RA 18"),
    theme="staffing",
)

COMPLAINTS_NOT_LINKED = Question(
    code="complaints-not-linked-to-care-plans",
    kind=Kind.LINK,
    question="Are complaints read beside the care plans they should change?",
    how="Fires for an open risk that names complaints or learning as its evidence and not care plan changes.",
    tables=("risks",),
    reviewed_by=MANAGER,
    escalates_to=OVERSIGHT,
    next_step="Name care plan changes as a source of the risk, and ask which plans changed.",
    quality_statements=(GOVERNANCE, "Listening to and involving people"),
    regulations=("RA 16", "RA 17"),
    theme="communication",
)

REPEAT_FAILURE = Question(
    code="repeat-failure",
    kind=Kind.TRIGGER,
    question="Has a risk that was closed come back?",
    how="Fires for a risk opened in the last 12 months, on or within 365 days after the closing day of another risk "
    "of this service with the same theme.",
    tables=("risks",),
    reviewed_by=NOMINATED,
    escalates_to=BOARD,
    next_step="Ask what the earlier closure rested on, and what will be done differently this time.",
    quality_statements=(GOVERNANCE, LEARNING),
    regulations=("RA 17",),
    theme="leadership",
)

QUESTIONS = (
    MAP_ROW_INCOMPLETE,
    DISCONNECTED_EVIDENCE,
    CONFLICTING_STORY,
    CLOSED_WHILE_DISCONNECTED,
    OVERLAPPING_ACTIONS,
    STAFFING_NOT_LINKED,
    COMPLAINTS_NOT_LINKED,
    REPEAT_FAILURE,
)
