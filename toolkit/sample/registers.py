"""Which risks stand on the register of each service of the sample?"""

from __future__ import annotations

from dataclasses import dataclass, replace

from toolkit.sample.stories import Service

MANAGER, DEPUTY, DIRECTOR, QUALITY = (
    "registered manager",
    "deputy manager",
    "regional director",
    "quality lead",
)
OVERSIGHT, QUALITY_MEETING = "quality and safety committee", "home quality meeting"
_STATEMENTS = {
    "staffing": "Safe and effective staffing", "missed_care": "Responding to people's immediate needs",
    "medication": "Medicines optimisation", "communication": "Listening to and involving people",
    "falls": "Involving people to manage risks", "records": "Governance, management and sustainability",
    "continuity": "Care provision, integration and continuity",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRisk:
    """One risk of a service's register, and how it is looked after."""

    theme: str
    title: str
    sources: str
    indicator: str
    priority: str = "medium"
    opened: tuple[int, int] = (9, 3)  # months before the end, day
    closed: tuple[int, int] | None = None
    owner: str = MANAGER
    route: str = OVERSIGHT
    claim: str = "stable"
    observed: bool = True  # senior staff watch practice for it each month
    acted_on: bool = True  # decisions, and an action for each
    spoken_of: bool = True  # a statement about it each month

    @property
    def quality_statement(self) -> str:
        return _STATEMENTS[self.theme]


STAFFING = RegisterRisk(
    theme="staffing", title="Care may wait when a shift runs short", priority="high",
    sources="shifts;care;feedback", indicator="attended_fill",
)  # fmt: skip
MEDICINES = RegisterRisk(
    theme="medication", title="Medicines given late or signed for wrongly",
    sources="audits;observations;incidents", indicator="audit_score", owner=DEPUTY,
)  # fmt: skip
FAMILIES = RegisterRisk(
    theme="communication", title="Families hear of changes late", priority="low",
    sources="complaints;learning;care_plan_changes;feedback", indicator="concern_share", claim="none",
    route=QUALITY_MEETING,
)  # fmt: skip
# Closed in the spring, and not heard of since.
STAIRS = RegisterRisk(
    theme="falls", title="Falls at the foot of the stairs", sources="incidents;audits",
    indicator="incident_rate", opened=(11, 5), closed=(6, 12), owner=DEPUTY, observed=False, acted_on=False,
    spoken_of=False,
)  # fmt: skip
_STEADY = (STAFFING, MEDICINES, FAMILIES, STAIRS)
_TOLD = {
    "oakfield": (
        replace(STAFFING, title="Nights on Willow run a worker short",
                sources="shifts;staffing_needs;feedback", opened=(6, 4), observed=False, acted_on=False),
        RegisterRisk(theme="missed_care", title="Care at bedtime and at night is missed", priority="high",
                     sources="care;incidents", indicator="missed_care_rate", opened=(6, 11), observed=False,
                     acted_on=False),
        replace(FAMILIES, title="Families raise the same concerns again", sources="complaints;feedback",
                opened=(5, 8), claim="stable", acted_on=False),
        replace(MEDICINES, title="Medicines signed for and not given", opened=(11, 6), closed=(7, 20),
                spoken_of=False, acted_on=False),
        replace(MEDICINES, title="Medicines at night given late", opened=(3, 6), owner="", route="",
                priority="high", spoken_of=False, acted_on=False, observed=False),
        RegisterRisk(theme="falls", title="Falls in the corridor on Ash", sources="incidents",
                     indicator="incident_rate", opened=(8, 2), closed=(1, 25), spoken_of=False,
                     acted_on=False, observed=False),
    ),
    "hawthorn-court": (
        replace(STAFFING, title="The rota was drawn up for people who needed less",
                sources="shifts;dependency;care"),
        MEDICINES, FAMILIES,
    ),
    "northgate-home-care": (
        replace(STAFFING, theme="staffing", title="Rounds too tight for the travel between visits",
                indicator="delayed_rate", acted_on=False),
        RegisterRisk(theme="continuity", title="People see a different face each day",
                     sources="complaints;feedback", indicator="concern_share", opened=(11, 4),
                     closed=(7, 16), spoken_of=False, acted_on=False),
        RegisterRisk(theme="continuity", title="Rounds split again; families do not know who is coming",
                     sources="complaints;feedback", indicator="concern_share", opened=(3, 5)),
        MEDICINES,
    ),
    "meadowbank": (
        replace(STAFFING, title="Agency staff fill nearly half of the rota", sources="shifts;staffing_needs"),
        MEDICINES, FAMILIES,
    ),
    "elm-grange": (
        replace(STAFFING, priority="medium"),
        RegisterRisk(theme="records", title="Records written up at the end of the shift", sources="",
                     indicator="poorly_evidenced_rate", priority="high", opened=(7, 7), claim="improved"),
        FAMILIES,
    ),
    "harbour-home-care": (
        replace(STAFFING, title="Visits move when a round runs short"), MEDICINES, FAMILIES, STAIRS,
    ),
    "willow-mews": (replace(STAFFING, indicator="missed_care_rate"), MEDICINES, FAMILIES, STAIRS),
    "kestrel-house": (
        replace(STAFFING, title="A small team covers for itself"), MEDICINES,
        replace(FAMILIES, sources="complaints;care_plan_changes;feedback"),
    ),
}  # fmt: skip


def register_of(service: Service) -> tuple[RegisterRisk, ...]:
    """The risks of the service, in the order in which they were written down."""
    return _TOLD.get(service.service_id, _STEADY)


def observed_themes(service: Service) -> tuple[str, ...]:
    """The themes for which senior staff watch practice each month."""
    return tuple(dict.fromkeys(risk.theme for risk in register_of(service) if risk.observed))
