"""The tables that say what leaders knew, said, decided and did."""

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
    number,
    person_name,
    several,
    text,
    theme,
)

INDICATORS = (
    "missed_care_rate delayed_rate shortened_rate poorly_evidenced_rate concern_share incident_rate "
    "attended_fill own_fill learning_in_eight_weeks audit_score complaints_count"
)
EVIDENCE_KINDS = (
    "care_record audit incident observation feedback staffing supervision complaint action_log summary "
    "minutes policy other"
)
SOURCES = (
    "people staffing_needs shifts dependency care incidents handover complaints learning care_plan_changes "
    "observations feedback audits risks actions meetings evidence statements challenges decisions "
    "care_reviews verdicts"
)
PROVIDER_OR_SERVICE = identifier("service_id", "the service; blank = the whole provider", blank=Blank.NONE)
INDICATOR = choice("indicator", INDICATORS, "the indicator that would show it")
QUALITY_STATEMENTS = several("quality_statements", "CQC quality statements it touches", blank=Blank.NONE)
CITED = several("evidence_ids", "ids of the evidence relied on", blank=Blank.NONE)

RISKS = Table(
    "risks",
    "one risk on the register",
    (
        identifier("risk_id", "id of the risk", required=True),
        SERVICE,
        text("title", "the risk in a few words", required=True),
        theme(required=True),
        choice("priority", "high medium low", "priority", required=True),
        person_name("owner", "who owns it", blank=Blank.NOBODY),
        text("review_route", "where it is reviewed", blank=Blank.NOBODY),
        several("evidence_sources", "tables that show it", choices=SOURCES, blank=Blank.NONE),
        INDICATOR,
        day("opened_on", "day it was opened", Moment.OWN, required=True),
        day("closed_on", "day it was closed", Moment.DONE),
        QUALITY_STATEMENTS,
    ),
    key="risk_id",
)

ACTIONS = Table(
    "actions",
    "one action of the recovery action tracker",
    (
        identifier("action_id", "id of the action", required=True),
        SERVICE,
        identifier("risk_id", "the risk it answers", blank=Blank.NONE),
        identifier("decision_id", "the decision it carries out", blank=Blank.NONE),
        text("action", "what is to be done", required=True, personal=True),
        person_name("owner", "who does it", blank=Blank.NOBODY),
        day("opened_on", "day it was opened", Moment.OWN, required=True),
        day("due_on", "day it is due", Moment.PLANNED, required=True),
        day("original_due_on", "day it was first due", Moment.PLANNED),
        number("extensions", "times the due day was moved"),
        day("completed_on", "day it was completed", Moment.DONE),
        day("verified_on", "day somebody checked that it worked", Moment.DONE),
        person_name("verified_by", "who checked", blank=Blank.NOBODY),
        day("closed_on", "day it was closed", Moment.DONE),
        CITED,
        free_text("update_text", "latest progress"),
    ),
    key="action_id",
)

MEETINGS = Table(
    "meetings",
    "one meeting of the governance calendar",
    (
        identifier("meeting_id", "id of the meeting", required=True),
        PROVIDER_OR_SERVICE,
        choice("forum", "handover quality_meeting oversight board", "the forum", required=True),
        day("due_on", "day it is due", Moment.OWN, required=True),
        day("held_on", "day it was held", Moment.DONE),
        day("minuted_on", "day the minutes were ready", Moment.DONE),
        several("requires", "kinds of evidence the pack must hold", choices=EVIDENCE_KINDS, blank=Blank.NONE),
    ),
    key="meeting_id",
)

EVIDENCE = Table(
    "evidence",
    "one piece of evidence filed for a meeting, a statement or an action",
    (
        identifier("evidence_id", "id of the evidence", required=True),
        SERVICE,
        several("meeting_id", "the meetings it was filed for", blank=Blank.NONE),
        choice("kind", EVIDENCE_KINDS, "what kind of evidence", required=True),
        day("event_on", "day of what it shows, not of filing", Moment.OWN, required=True),
        day("filed_on", "day it was filed", Moment.EVENT),
        Column("record", Kind.REFERENCE, "the record behind it, as table:id", blank=Blank.NONE),
        identifier("file_sha256", "hash of the file", blank=Blank.NONE),
        text("title", "title", personal=True),
    ),
    key="evidence_id",
)

STATEMENTS = Table(
    "statements",
    "one statement leaders made about recovery",
    (
        identifier("statement_id", "id of the statement", required=True),
        PROVIDER_OR_SERVICE,
        identifier("meeting_id", "the meeting it was made to", blank=Blank.NONE),
        day("made_on", "day it was made", Moment.OWN, required=True),
        person_name("made_by", "who made it"),
        identifier("risk_id", "the risk it is about", blank=Blank.NONE),
        free_text("text", "the statement", required=True),
        choice("claims", "improved stable worse embedded none", "what it claims"),
        INDICATOR,
        CITED,
    ),
    key="statement_id",
)

CHALLENGES = Table(
    "challenges",
    "one challenge raised to what was said",
    (
        identifier("challenge_id", "id of the challenge", required=True),
        PROVIDER_OR_SERVICE,
        identifier("meeting_id", "the meeting it was raised at", blank=Blank.NONE),
        day("raised_on", "day it was raised", Moment.OWN, required=True),
        person_name("raised_by", "who raised it"),
        identifier("statement_id", "the statement challenged", blank=Blank.NONE),
        free_text("challenge", "the challenge", required=True),
        free_text("follow_up", "what was to follow", blank=Blank.NOBODY),
        day("follow_up_due_on", "day the follow-up is due", Moment.PLANNED),
        day("answered_on", "day it was answered", Moment.DONE),
        CITED,
    ),
    key="challenge_id",
)

DECISIONS = Table(
    "decisions",
    "one decision recorded in minutes",
    (
        identifier("decision_id", "id of the decision", required=True),
        PROVIDER_OR_SERVICE,
        identifier("meeting_id", "the meeting that decided", blank=Blank.NONE),
        choice("forum", "handover quality_meeting oversight board", "the forum", required=True),
        day("decided_on", "day it was decided", Moment.OWN, required=True),
        person_name("decided_by", "who decided"),
        choice("kind", "recruitment deployment provider_support external_audit escalation other",
               "what kind of decision", required=True),
        free_text("decision", "the decision", required=True),
        identifier("risk_id", "the risk it answers", blank=Blank.NONE),
        INDICATOR,
        day("review_on", "day its effect is reviewed", Moment.PLANNED),
    ),
    key="decision_id",
)  # fmt: skip
