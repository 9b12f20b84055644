"""The tables that say who lives where, who was on duty, and what care was planned and given."""

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
    several,
    text,
    theme,
)

# A rota line in one of these states is nobody's shift, whatever name or clock stands on it.
NOT_COVER = ("open", "cancelled", "deleted", "unpublished")

SERVICES = Table(
    "services",
    "one registered service (a care home, a home-care branch)",
    (
        identifier("service_id", "short name used in folders and links: a-z, 0-9 and hyphens", required=True),
        text("name", "the service's name as registered", required=True),
        choice("kind", "residential nursing home_care supported_living extra_care",
               "what kind of service it is", required=True),
        identifier("location_id", "CQC location id: 1- and 9 to 11 digits"),
        several("former_location_ids", "CQC location ids it had before a re-registration", blank=Blank.NONE),
        number("capacity", "places registered"),
        text("region", "where it is"),
        person_name("registered_manager", "name of the registered manager", blank=Blank.NOBODY),
        person_name("nominated_individual", "name of the nominated individual", blank=Blank.NOBODY),
        day("opened_on", "day the service opened", Moment.EVENT),
        day("closed_on", "day the service closed", Moment.DONE),
    ),
    key="service_id",
)  # fmt: skip

PEOPLE = Table(
    "people",
    "one stay of one person at one service",
    (
        identifier("person_id", "pseudonymous id of the person", required=True),
        SERVICE,
        day("moved_in", "first day of the stay, or of the care package", Moment.OWN, required=True),
        day("moved_out", "last day of the stay", Moment.DONE),
        text("reason_left", "why the stay ended"),
    ),
)

STAFFING_NEEDS = Table(
    "staffing_needs",
    "the staff one shift needs, in force from a day on",
    (
        SERVICE,
        text("unit", "unit, floor or round; blank = the whole service", blank=Blank.NONE),
        text("role", "role needed, as in shifts", required=True),
        text("shift_name", "name of the shift: Early, Late, Night", required=True),
        Column("from_time", Kind.CLOCK, "time the shift starts", required=True),
        Column("to_time", Kind.CLOCK, "time it ends; earlier than the start = next day", required=True),
        Column("days", Kind.DAYS, "days of the week it is needed; blank = every day", blank=Blank.NONE),
        number("staff_needed", "how many staff of the role", required=True),
        day("valid_from", "first day in force", Moment.OWN, required=True),
        day("valid_to", "last day in force", Moment.DONE),
    ),
)

SHIFTS = Table(
    "shifts",
    "one rota line: a shift planned for one worker, or for nobody yet",
    (
        identifier("shift_id", "id of the rota line", required=True),
        SERVICE,
        text("unit", "unit, floor or round; blank = anywhere in the service", blank=Blank.NONE),
        text("role", "role worked", required=True),
        identifier("staff_id", "who was to work it; blank = nobody", blank=Blank.NOBODY),
        moment("starts_at", "planned start", Moment.OWN, required=True),
        moment("ends_at", "planned end", Moment.EVENT, required=True),
        number("break_minutes", "unpaid break in minutes", most=1440),
        moment("attended_from", "clocked in", Moment.EVENT),
        moment("attended_to", "clocked out", Moment.EVENT),
        choice("cover", "own bank agency", "who the worker is employed by"),
        choice(
            "status", "planned open cancelled deleted unpublished", "state of the rota line", decisive=True
        ),
    ),
    key="shift_id",
    by_month=True,
)

DEPENDENCY = Table(
    "dependency",
    "one review of how much care a person needs",
    (
        identifier("review_id", "id of the review", required=True),
        SERVICE,
        identifier("person_id", "the person reviewed", required=True),
        day("reviewed_on", "day of the review", Moment.OWN, required=True),
        text("tool", "dependency tool and version"),
        number("score", "the tool's score", least=None),
        choice("level", "low medium high very_high", "dependency level"),
        number("care_hours_per_day", "hours of care the person needs a day", required=True, most=48),
        number("carers_needed", "carers needed at once", most=10),
    ),
    key="review_id",
)

CARE = Table(
    "care",
    "one piece of planned care (a visit, or an activity in a home) and what was done",
    (
        identifier("care_id", "id of the planned visit or activity", required=True),
        SERVICE,
        identifier("person_id", "the person it is for", required=True),
        text("unit", "unit or round; blank = anywhere in the service", blank=Blank.NONE),
        text("activity", "what was planned: medication, lunch visit, repositioning", required=True),
        choice("time_critical", "yes no", "harm follows if it is late"),
        moment("due_at", "when it was due", Moment.OWN, required=True),
        moment("due_until", "latest time agreed", Moment.EVENT),
        number("planned_minutes", "minutes planned", most=1440),
        number("carers_planned", "carers planned at once", most=10),
        moment("started_at", "when it started", Moment.EVENT),
        moment("ended_at", "when it ended", Moment.EVENT),
        moment("recorded_at", "when the record was made", Moment.EVENT),
        choice("status", "planned done part_done not_done cancelled declined", "what became of it",
               required=True),
        choice("reason", "person_cancelled hospital away died no_staff office other",
               "why it was cancelled or not done", decisive=True),
        several("staff_ids", "who gave the care"),
        free_text("note", "the care note"),
    ),
    key="care_id",
    by_month=True,
)  # fmt: skip

INCIDENTS = Table(
    "incidents",
    "one incident or accident",
    (
        identifier("incident_id", "id of the incident", required=True),
        SERVICE,
        identifier("person_id", "the person affected"),
        moment("occurred_at", "when it happened", Moment.OWN, required=True),
        text("kind", "what happened, in the provider's words", required=True),
        theme(),
        choice("harm", "none low moderate severe death", "harm that followed"),
        moment("reported_at", "when it was reported", Moment.EVENT),
        day("closed_on", "day the incident was closed", Moment.DONE),
        day("notified_on", "day CQC was notified", Moment.DONE),
    ),
    key="incident_id",
)

HANDOVER = Table(
    "handover",
    "one risk raised at handover (the shift review log)",
    (
        identifier("entry_id", "id of the entry", required=True),
        SERVICE,
        moment("logged_at", "when it was raised", Moment.OWN, required=True),
        theme(required=True),
        free_text("risk", "the risk in the team's words", required=True),
        Column("control", Kind.TEXT, "the immediate control", blank=Blank.NOBODY, personal=True),
        person_name("control_by", "who put the control in place"),
        day("resolved_on", "day the risk was resolved", Moment.DONE),
    ),
    key="entry_id",
)
