"""What do a provider's services show together that none of them shows alone?

Triggers by theme, how many of them chance alone would give, services that stand apart from the others,
and gaps that stayed open for a quarter. Services are never ranked: the order is that of their names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from toolkit.audits.checks import Figure, Outcome
from toolkit.audits.explain import QUESTIONS
from toolkit.audits.summaries import CheckSummary, ServiceSummary
from toolkit.measures.funnel import Funnel, funnel_of_rates, funnel_of_shares
from toolkit.measures.uncertainty import exact_rate
from toolkit.parameters.thresholds import CareDefinitions

# Figures that can be told apart from chance: shares of rows, each with its n. Fill rates are shares of
# hours, and nobody can say what chance does to those.
FUNNEL_SHARES = (
    "missed_care_rate", "shortened_rate", "delayed_rate", "poorly_evidenced_rate", "concern_share",
    "learning_in_eight_weeks",
)  # fmt: skip
FUNNEL_RATE = "incident_rate"
CARE_RATES = frozenset(FUNNEL_SHARES[:4])  # not told where care was recorded on too few days
BY_CHANCE = 0.025  # of services where nothing changed, whose lower 95 % limit is above 1 all the same
GAP = "gap-unresolved-for-a-quarter"


@dataclass(frozen=True, slots=True)
class ThemeTrigger:
    """One trigger across the services: where it needs action, and where nobody can tell."""

    theme: str
    code: str
    question: str
    action: tuple[str, ...]  # names of services
    untested: tuple[str, ...]
    services: int


@dataclass(frozen=True, slots=True)
class ChanceLine:
    """One check that is judged against chance: how often it fired, and how often chance alone would."""

    code: str
    question: str
    fired: tuple[str, ...]
    tested: int

    @property
    def expected(self) -> float:
        return self.tested * BY_CHANCE


@dataclass(frozen=True, slots=True)
class ServiceFunnel:
    """One figure of all services of a group; the funnel is None where fewer than ten can be told."""

    name: str
    group: str  # which services can be compared; "" = all
    services: tuple[str, ...]
    figures: tuple[Figure, ...]
    funnel: Funnel | None
    unknown: tuple[str, ...]  # services of the group without the figure, or whose records stop part-way

    def outside(self) -> list[tuple[str, str]]:
        """(service, above or below) of those beyond the outer limits."""
        if self.funnel is None:
            return []
        pairs = zip(self.services, self.funnel.points, strict=True)
        return [(service, point.outside) for service, point in pairs if point.outside]


def triggers_by_theme(services: Iterable[ServiceSummary]) -> tuple[ThemeTrigger, ...]:
    """Every trigger, hidden risk and escalation that needs action somewhere, most services first."""
    held = sorted(services, key=lambda service: service.name)
    found: dict[str, list[tuple[str, CheckSummary]]] = {}
    for service in held:
        for check in service.checks:
            if check.kind.level is Outcome.ACTION:
                found.setdefault(check.code, []).append((service.name, check))
    lines = [_theme_trigger(code, answers, len(held)) for code, answers in found.items()]
    return tuple(
        sorted((line for line in lines if line.action), key=lambda line: (-len(line.action), line.theme))
    )


def _theme_trigger(code: str, answers: list[tuple[str, CheckSummary]], services: int) -> ThemeTrigger:
    theme = QUESTIONS[code].theme if code in QUESTIONS else "other"
    action, untested = (
        tuple(name for name, check in answers if check.outcome is outcome)
        for outcome in (Outcome.ACTION, Outcome.NO_EVIDENCE)
    )
    return ThemeTrigger(theme, code, answers[0][1].question, action, untested, services)


def chance_lines(services: Iterable[ServiceSummary]) -> tuple[ChanceLine, ...]:
    """The checks that fire when a ratio's lower 95 % limit is above 1, with what chance alone would give."""
    found: dict[str, list[tuple[str, CheckSummary]]] = {}
    for service in sorted(services, key=lambda one: one.name):
        for check in service.checks:
            if check.threshold.get("lower_limit_above") == 1.0:
                found.setdefault(check.code, []).append((service.name, check))
    lines = []
    for code, answers in found.items():
        tested = [(name, check) for name, check in answers if check.outcome is not Outcome.NO_EVIDENCE]
        fired = tuple(name for name, check in tested if check.outcome is not Outcome.CLEAR)
        if tested:
            lines.append(ChanceLine(code, answers[0][1].question, fired, len(tested)))
    return tuple(lines)


def funnels(services: Iterable[ServiceSummary]) -> tuple[ServiceFunnel, ...]:
    """A funnel for each figure that can have one; incidents per visit and per resident day stand apart."""
    held = sorted(services, key=lambda service: service.name)
    found = [_share_funnel(name, held) for name in FUNNEL_SHARES]
    home_care = [service for service in held if service.kind == "home_care"]
    others = [service for service in held if service.kind != "home_care"]
    found += [_rate_funnel("home care", home_care), _rate_funnel("where people live", others)]
    return tuple(one for one in found if one.services)


def _figure(service: ServiceSummary, name: str) -> Figure | None:
    figures = [figure for audit in service.audits for figure in audit.figures if figure.name == name]
    return next((one for one in figures if one.value is not None and one.n is not None), None)


@dataclass(frozen=True, slots=True)
class _Told:
    names: tuple[str, ...]
    figures: tuple[Figure, ...]
    unknown: tuple[str, ...]


def _told(services: Sequence[ServiceSummary], name: str) -> _Told:
    """The figure of each service that can be held against others', and the services that have none."""
    held = {service.name: _figure(service, name) for service in services if _whole(service, name)}
    known = {service: figure for service, figure in held.items() if figure is not None}
    unknown = tuple(service.name for service in services if service.name not in known)
    return _Told(tuple(known), tuple(known.values()), unknown)


def _whole(service: ServiceSummary, name: str) -> bool:
    """Whether the figure rests on a month that was recorded: care missed in half a month is half told."""
    if name not in CARE_RATES:
        return True
    recorded = _figure(service, "recording_complete")
    least = CareDefinitions().recording_complete_share
    return recorded is None or recorded.value is None or recorded.value >= least


def _share_funnel(name: str, services: Sequence[ServiceSummary]) -> ServiceFunnel:
    told = _told(services, name)
    totals = [float(figure.n or 0) for figure in told.figures]
    counts = [
        float(round((figure.value or 0.0) * total))
        for figure, total in zip(told.figures, totals, strict=True)
    ]
    funnel = funnel_of_shares(counts, totals)
    return ServiceFunnel(name, "", told.names, told.figures, funnel, told.unknown)


def _rate_funnel(group: str, services: Sequence[ServiceSummary]) -> ServiceFunnel:
    told = _told(services, FUNNEL_RATE)
    events = [float(figure.n or 0) for figure in told.figures]
    funnel = funnel_of_rates(events, [_exposure(figure) for figure in told.figures])
    return ServiceFunnel(FUNNEL_RATE, group, told.names, told.figures, funnel, told.unknown)


def _exposure(figure: Figure) -> float:
    """What incidents were counted against, in days or visits: the rate is n over it, per 1,000.

    Without an incident the rate is 0 and its exact upper limit tells: that of none, over the exposure.
    """
    if figure.value:
        return 1000 * float(figure.n or 0) / figure.value
    of_none = exact_rate(0).high
    return 1000 * of_none / figure.high if figure.high and of_none else 0.0


def open_gaps(services: Iterable[ServiceSummary]) -> tuple[tuple[str, CheckSummary], ...]:
    """(service, answer) wherever a gap in evidence stayed open for a quarter."""
    return tuple(
        (service.name, check)
        for service in sorted(services, key=lambda one: one.name)
        for check in service.checks
        if check.code == GAP and check.outcome is Outcome.ACTION
    )
