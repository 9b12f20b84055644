"""Which findings do the stories of the sample plant, audit by audit?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

STAFFING = "staffing_missed_care"
COMPLAINTS = "complaints_care_plans"
OVERSIGHT = "oversight_evidence"
RECOVERY = "recovery_map"


@dataclass(frozen=True, slots=True)
class Planted:
    """One finding that the last month must show."""

    service_id: str
    code: str
    outcome: str
    what: str
    months: int = 1  # how many months of records it takes
    any_seed: bool = True  # False: it hangs on where chance puts a few events, so only this seed is claimed


_STAFFING = (
    Planted("oakfield", "repeated-staffing-gaps", "action",
            "Nights on Willow run a care worker short, more of them each month since the summer."),
    Planted("oakfield", "needs-not-met", "action",
            "About one planned care in ten was missed, shortened or late, and one person's bedtime "
            "medication was missed again and again on short nights."),
    Planted("hawthorn-court", "needs-not-met", "action",
            "People need far more hours than in spring and the rota has not grown: hours given fall below "
            "nine tenths of hours assessed on most days."),
    Planted("meadowbank", "filled-but-missed", "action",
            "The rota is full, nearly half of the hours come from agencies, and care is missed."),
    Planted("meadowbank", "needs-not-met", "action",
            "More than one planned care in twenty was missed, shortened or late."),
    Planted("elm-grange", "rushed-records", "watch",
            "Whole shifts were written up within minutes before the handover, and notes repeat a stock "
            "phrase."),
    Planted("northgate-home-care", "delayed-support", "watch",
            "About one visit in ten began over half an hour late."),
    Planted("northgate-home-care", "needs-not-met", "action",
            "Late, short and missed visits together are more than one in twenty."),
    Planted("northgate-home-care", "filled-but-missed", "action",
            "The rounds are filled on paper, and the visits run late, short or not at all."),
    Planted("oakfield", "increased-incidents", "action",
            "Incidents have more than doubled against the half year before.", 4),
    Planted("oakfield", "poor-feedback", "action",
            "More than half of what people and families say is a concern."),
    Planted("oakfield", "pressure-linked-missed-care", "watch", "Missed care gathers on the short nights."),
    Planted("oakfield", "control-missing", "watch",
            "Handover risks stand for a week and more without a control."),
    Planted("oakfield", "unresolved-staffing-risk", "action",
            "Nights were short last month too, and nothing was decided on staffing.", 2),
    Planted("northgate-home-care", "poor-feedback", "action", "More than half of the feedback is a concern."),
    Planted("northgate-home-care", "inconsistent-care-feedback", "watch",
            "Families speak of strangers at the door and of visits that come when they come."),
    Planted("meadowbank", "dependency-out-of-date", "watch",
            "Reviews of dependency have lapsed since summer."),
    Planted("kestrel-house", "staff-fatigue", "watch",
            "A small team works long runs of days with short rests, and says so at handover."),
    Planted("hawthorn-court", "unresolved-staffing-risk", "clear",
            "The same trigger as last month, answered by a decision to recruit.", 3),
    Planted("rowan-house", "staffing-feedback-link", "watch",
            "What families said and what went wrong fell on the week of sickness and the days after it.",
            any_seed=False),
)  # fmt: skip

_COMPLAINTS = (
    Planted("oakfield", "learning-in-eight-weeks", "action",
            "Of what should have reached care plans in these months, little did within eight weeks.", 6),
    Planted("oakfield", "missing-care-plan-update", "action",
            "Learning about mornings, weekends and waking stands in no care plan, weeks after it was due: "
            "one entry moved white space, one went into another section.", 6),
    Planted("oakfield", "repeated-complaints", "action",
            "The same family complained of the same routine in June and again in September.", 6),
    Planted("oakfield", "same-concern-continues", "action",
            "The plan was changed in July; the family complained again, and once more in October.", 6),
    Planted("oakfield", "poor-staff-knowledge", "action",
            "Most of those observed did not know what had been agreed.", 6),
    Planted("oakfield", "closed-on-response-only", "action",
            "A complaint of July was closed in October because the letter went out; no plan was changed.", 6),
    Planted("oakfield", "old-routine-in-use", "watch",
            "Weeks after the plan changed, staff were seen doing it the old way.", 6),
    Planted("oakfield", "guidance-not-confirmed", "watch",
            "New guidance was never confirmed with the person or the family.", 6),
    Planted("hawthorn-court", "guidance-not-confirmed", "watch",
            "Staff do what was learned; the family was never asked.", 6),
    Planted("hawthorn-court", "missing-care-plan-update", "clear",
            "Everything learned stands in the plans; one person died before it was due.", 6),
    Planted("meadowbank", "poor-staff-knowledge", "action",
            "Agency staff have not read the plans that were put right.", 6),
    Planted("meadowbank", "staff-not-briefed", "watch", "Plans were changed and nobody was briefed.", 13),
    Planted("elm-grange", "not-observed", "watch", "Written into the plan neatly; nobody has looked.", 6),
    Planted("elm-grange", "known-preference-missing", "watch",
            "Preferences that families told stand in no plan.", 4),
    Planted("northgate-home-care", "learning-not-drawn", "action",
            "Complaints are answered with an apology, and nothing is learned from them.", 6),
    Planted("northgate-home-care", "repeated-family-concerns", "watch",
            "A family rang in September and again a fortnight later.", 2),
    Planted("kestrel-house", "no-complaints-recorded", "action",
            "Families raise one concern after another; for half a year no complaint was written down.", 6),
    Planted("kestrel-house", "learning-in-eight-weeks", "no_evidence",
            "Its export lacks the learning tracker."),
    Planted("birch-lodge", "missing-care-plan-update", "clear",
            "All learning stands in the plans, for one person in the plan of the service she moved to.", 6),
)  # fmt: skip
_OVERSIGHT = (
    Planted("oakfield", "unsupported-assurance", "action",
            "Improvement is claimed, the records say the opposite, and nobody asked.", 7),
    Planted("oakfield", "contradicted-assurance", "action",
            '"Staffing has improved": attended hours fell, and the staffing audit of the month failed.', 7),
    Planted("elm-grange", "unsupported-assurance", "action",
            '"Record keeping has improved" rests on a summary, and nobody asked.', 13),
    Planted("elm-grange", "contradicted-assurance", "action",
            "The share of care poorly evidenced rose all summer while its improvement was reported.", 13),
    Planted("northgate-home-care", "contradicted-assurance", "action",
            'Visits are called "steady"; about one in ten began late, far more than a year ago.', 13),
    Planted("oakfield", "repeated-risk", "action",
            "The same risk is reported month after month, no better, and nothing is decided.", 7),
    Planted("northgate-home-care", "repeated-risk", "action",
            "The rounds are spoken of at every meeting, visits run later, and nothing has been decided since June.",
            13),
    Planted("oakfield", "weak-action-closure", "action",
            "One file stands behind three closures of the month, nine in all; a fourth was verified by its owner "
            "with evidence dated after it was closed.", 7),
    Planted("oakfield", "decision-without-effect", "action", "Decisions of the summer are named by no action.", 7),
    Planted("northgate-home-care", "decision-without-effect", "action",
            "The rounds were to be drawn again in June; at the review in September visits ran later still.", 13),
    Planted("oakfield", "evidence-pack-incomplete", "action",
            "The packs have been without an observation since June.", 7),
    Planted("oakfield", "gap-unresolved-for-a-quarter", "action",
            "Statements without evidence, a pack without observations and an action closed on nothing are all "
            "older than a quarter.", 7),
    Planted("elm-grange", "gap-unresolved-for-a-quarter", "action",
            "What is said of record keeping has rested on summaries since June.", 7),
    Planted("oakfield", "evidence-out-of-date", "watch", "What is cited was current in the summer.", 9),
    Planted("oakfield", "repeated-summary", "watch",
            "The same paragraph each month, with the month and the numbers changed.", 7),
    Planted("elm-grange", "repeated-summary", "watch", "The same paragraph on records since June.", 7),
    Planted("oakfield", "few-challenges", "watch", "Nobody has asked a question since the spring.", 7),
    Planted("oakfield", "weak-impact-evidence", "watch",
            "Most of what is claimed cites no observation, feedback or care record.", 9),
    Planted("meadowbank", "challenge-not-followed-up", "watch", "Challenges are raised and not answered.", 9),
    Planted("oakfield", "actions-drifting", "watch", "Due days moved again and again.", 6),
    Planted("kestrel-house", "actions-drifting", "watch", "The night post has been put off three times.", 6),
    Planted("oakfield", "meeting-not-evidenced", "watch",
            "September's quality meeting was not held, and August's minutes came weeks late.", 4),
    Planted("kestrel-house", "meeting-not-evidenced", "watch", "September's quality meeting was not held.", 4),
    Planted("harbour-home-care", "contradicted-assurance", "clear",
            '"Staffing has improved" is true: attended hours have been higher since the recruitment of spring.', 13),
    Planted("hawthorn-court", "unsupported-assurance", "clear",
            "One claim rested on a summary; the committee asked at once, and decided.", 7),
    Planted("linden-close", "repeated-summary", "clear", "A nil return each month is no pasted summary.", 7),
)  # fmt: skip

_RECOVERY = (
    Planted("oakfield", "map-row-incomplete", "watch",
            "A risk about medicines at night has no owner, no review route and no action.", 7),
    Planted("elm-grange", "map-row-incomplete", "watch", "The risk about records names no evidence source.", 7),
    Planted("oakfield", "disconnected-evidence", "action",
            "Nights are short: no decision, no observation, nothing that ties the actions to the care.", 7),
    Planted("harbour-home-care", "disconnected-evidence", "clear",
            "From decision to action, evidence, practice and outcome every link is there.", 13),
    Planted("birch-lodge", "disconnected-evidence", "clear", "Every link of every risk is there.", 13),
    Planted("meadowbank", "conflicting-story", "action",
            "The registered manager says cover is secure; the deputy says it is worse.", 10),
    Planted("oakfield", "conflicting-story", "action",
            "Improvement is claimed, and attended hours and care got worse.", 13),
    Planted("oakfield", "closed-while-disconnected", "action",
            "A risk was closed without a single action, and an action on evidence of a later day.", 9),
    Planted("hawthorn-court", "conflicting-story", "action",
            "Mornings are said to have eased; missed care grew all the same, and the committee asked.", 13,
            any_seed=False),
    Planted("northgate-home-care", "overlapping-actions", "watch",
            "Two people are each to send the same list to the same households.", 4),
    Planted("oakfield", "staffing-not-linked-to-missed-care", "watch",
            "The risk of short nights looks at the rota, the risk of missed care at care records.", 7),
    Planted("meadowbank", "staffing-not-linked-to-missed-care", "watch",
            "The rota is full, so nobody looks at the care.", 7),
    Planted("oakfield", "complaints-not-linked-to-care-plans", "watch",
            "Complaints are counted and care plans not looked at.", 7),
    Planted("northgate-home-care", "complaints-not-linked-to-care-plans", "watch",
            "Complaints about strangers at the door are not held against the plans.", 4),
    Planted("oakfield", "repeat-failure", "action",
            "The medicines risk was closed in March and opened again in July.", 13),
    Planted("northgate-home-care", "repeat-failure", "action",
            "The rounds were said to be mended in March; in July the risk was opened again.", 13),
)  # fmt: skip
PLANTED: Mapping[str, tuple[Planted, ...]] = {
    STAFFING: _STAFFING, COMPLAINTS: _COMPLAINTS, OVERSIGHT: _OVERSIGHT, RECOVERY: _RECOVERY,
}  # fmt: skip
