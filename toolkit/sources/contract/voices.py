"""The tables that say what people, families and staff told the service, and what was learned."""

from toolkit.sources.contract.columns import (
    SERVICE,
    Blank,
    Column,
    Kind,
    Moment,
    Table,
    choice,
    day,
    free_text,
    identifier,
    moment,
    number,
    person_name,
    text,
    theme,
)

COMPLAINTS = Table(
    "complaints",
    "one complaint received",
    (
        identifier("complaint_id", "id of the complaint", required=True),
        SERVICE,
        identifier("person_id", "the person it is about"),
        day("received_on", "day it was received", Moment.OWN, required=True),
        choice("raised_by", "person family advocate professional staff other", "who raised it"),
        theme(required=True),
        free_text("summary", "what was said"),
        day("acknowledged_on", "day it was acknowledged", Moment.DONE),
        day("response_sent_on", "day the response was sent", Moment.DONE),
        choice("outcome", "upheld partly_upheld not_upheld withdrawn", "outcome"),
        day("closed_on", "day it was closed", Moment.DONE),
        day("reopened_on", "day it was opened again", Moment.DONE),
        identifier("duplicate_of", "id of the complaint it repeats", blank=Blank.NONE),
    ),
    key="complaint_id",
)

LEARNING = Table(
    "learning",
    "one thing to change after a complaint (the learning tracker)",
    (
        identifier("learning_id", "id of the learning", required=True),
        identifier("complaint_id", "the complaint it came from", required=True),
        SERVICE,
        identifier("person_id", "whose daily care should change"),
        choice("relevant", "yes no", "should it change a care plan", required=True),
        theme(),
        free_text("required_update", "what the plan must say"),
        text("plan_section", "section of the plan to change"),
        day("agreed_on", "day the learning was agreed", Moment.OWN),
        person_name("owner", "who sees to it", blank=Blank.NOBODY),
        day("briefed_on", "day staff were briefed", Moment.DONE),
    ),
    key="learning_id",
)

CARE_PLAN_CHANGES = Table(
    "care_plan_changes",
    "one entry in the change log of a care plan",
    (
        identifier("change_id", "id of the entry", required=True),
        SERVICE,
        identifier("person_id", "whose plan", required=True),
        text("plan_section", "section changed", required=True),
        moment("changed_at", "when it was changed", Moment.OWN, required=True),
        person_name("changed_by", "who changed it"),
        choice("change_type", "created updated reviewed_no_change removed", "what was done", required=True),
        text("version", "version of the section"),
        free_text("text", "the section's text"),
        identifier("learning_id", "the learning that led to it", blank=Blank.NONE),
        choice("confirmed_with", "person representative not_confirmed", "who confirmed the new guidance"),
        day("confirmed_on", "day it was confirmed", Moment.DONE),
    ),
    key="change_id",
)

OBSERVATIONS = Table(
    "observations",
    "one observation of practice (the practice observation log)",
    (
        identifier("observation_id", "id of the observation", required=True),
        SERVICE,
        moment("observed_at", "when practice was observed", Moment.OWN, required=True),
        person_name("observer", "who observed"),
        identifier("staff_id", "who was observed"),
        identifier("person_id", "whose care was observed"),
        text("plan_section", "section of the plan looked at"),
        theme(),
        identifier("learning_id", "the learning looked at", blank=Blank.NONE),
        choice("finding", "applied partly_applied not_applied", "is the guidance used", required=True),
        choice("knowledge", "knows partly_knows does_not_know", "does the worker know it"),
        free_text("note", "what was seen"),
    ),
    key="observation_id",
)

FEEDBACK = Table(
    "feedback",
    "one piece of feedback",
    (
        identifier("feedback_id", "id of the feedback", required=True),
        SERVICE,
        day("received_on", "day it was received", Moment.OWN, required=True),
        choice("source", "person family staff professional commissioner survey", "who gave it",
               required=True),
        choice("kind", "concern compliment preference comment", "what it is"),
        theme(required=True),
        number("rating", "1 (poor) to 5 (good)", least=1, most=5),
        identifier("person_id", "the person it is about"),
        text("plan_section", "section of the plan it touches"),
        free_text("text", "what was said"),
    ),
    key="feedback_id",
)  # fmt: skip

AUDITS = Table(
    "audits",
    "one audit carried out by the provider",
    (
        identifier("audit_id", "id of the audit", required=True),
        SERVICE,
        day("audited_on", "day of the audit", Moment.OWN, required=True),
        text("topic", "what was audited", required=True),
        theme(),
        number("yes", "questions answered yes", required=True),
        number("no", "questions answered no", required=True),
        number("not_applicable", "questions not applicable"),
        number("unanswered", "questions not answered"),
        number("pass_mark", "pass mark in percent", most=100),
        person_name("auditor", "who audited"),
    ),
    key="audit_id",
)

CARE_REVIEWS = Table(
    "care_reviews",
    "one person's judgement of one care record (the operational quality file)",
    (
        identifier("review_id", "id of the judgement", required=True),
        SERVICE,
        identifier("care_id", "the care record judged", required=True),
        day("reviewed_on", "day it was judged", Moment.OWN, required=True),
        person_name("reviewer", "who judged"),
        choice("judgement", "delayed shortened poorly_evidenced as_planned", "the judgement", required=True),
        free_text("note", "why"),
    ),
    key="review_id",
)

VERDICTS = Table(
    "verdicts",
    "one verdict of the quality meeting",
    (
        identifier("verdict_id", "id of the verdict", required=True),
        SERVICE,
        Column("subject", Kind.REFERENCE, "what was judged, as table:id", required=True),
        choice("verdict", "embedded fragmented hold_open", "the verdict", required=True),
        day("decided_on", "day it was decided", Moment.OWN, required=True),
        person_name("decided_by", "who decided"),
        free_text("reason", "why"),
    ),
    key="verdict_id",
)
