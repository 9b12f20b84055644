"""Which named figures does the staffing audit hand on?

`findings.json`, the notebook, the roll-up and the oversight audit take them from here.
"""

from __future__ import annotations

from toolkit.audits.checks import Figure
from toolkit.audits.staffing.care_checks import figure_of
from toolkit.audits.staffing.facts import StaffingFacts
from toolkit.audits.staffing.frames import RETURN_DAYS, continuity_of, recorded_care
from toolkit.audits.staffing.voices_facts import VoicesFacts
from toolkit.measures.care_rates import Proportion
from toolkit.measures.care_rows import minutes_given
from toolkit.measures.continuity import provider_information_counts
from toolkit.measures.uncertainty import exact_rate, wilson


def measures_of(facts: VoicesFacts) -> dict[str, Figure]:
    """Every named figure of the audit; one that cannot be computed is there with value None."""
    return {**_fill_measures(facts), **_care_measures(facts), **_voice_measures(facts)}


def _fill_measures(facts: StaffingFacts) -> dict[str, Figure]:
    fill = None if facts.staffing_missing else facts.month.fill
    pressure = None if fill is None or fill.rostered is None else facts.pressure
    figures = [
        Figure("rostered_fill", fill.rostered if fill else None, "share", n=fill.windows if fill else 0),
        Figure(
            "attended_fill", fill.attended if fill else None, "share", n=fill.clocked_windows if fill else 0
        ),
        Figure("own_fill", fill.own if fill else None, "share", n=fill.clocked_windows if fill else 0),
        Figure(
            "agency_share",
            fill.agency_share if fill else None,
            "share",
            n=fill.clocked_windows if fill else 0,
        ),
        Figure(
            "bank_share", fill.bank_share if fill else None, "share", n=fill.clocked_windows if fill else 0
        ),
        Figure("surplus_hours", fill.surplus_hours if fill else None, "hours", n=fill.windows if fill else 0),
        Figure(
            "high_pressure_windows",
            None if pressure is None else float(pressure["high_pressure"].sum()),
            "shifts",
            n=0 if pressure is None else len(pressure),
        ),
    ]
    return {figure.name: figure for figure in figures}


def _care_measures(facts: StaffingFacts) -> dict[str, Figure]:
    care = None if facts.care_missing else facts.care
    recording = None if facts.care_missing else facts.recording
    none = Proportion(0, 0)
    counted = {
        "excluded": care.excluded if care else None,
        "queried": care.queried if care else None,
        "clipped": care.clipped if care else None,
        "early": care.early if care else None,
    }
    figures = [
        figure_of("missed_care_rate", care.missed if care else none),
        figure_of("shortened_rate", care.shortened if care else none),
        figure_of("delayed_rate", care.delayed if care else none),
        figure_of("poorly_evidenced_rate", care.poorly_evidenced if care else none),
        Figure(
            "recording_complete",
            recording.complete if recording else None,
            "share",
            n=recording.expected if recording else 0,
        ),
        *(
            Figure(name, None if value is None else float(value), "rows", n=len(care.rows) if care else 0)
            for name, value in counted.items()
        ),
        _need_hours_figure(facts),
    ]
    return {figure.name: figure for figure in figures}


def _need_hours_figure(facts: StaffingFacts) -> Figure:
    """Days on which the hours worked met the hours assessed, of the days that could be tested."""
    if not facts.need_hours_told or not facts.need_hours.testable:
        return Figure("need_hours_met_days", None, "days", n=0)
    need = facts.need_hours
    return Figure("need_hours_met_days", float(need.testable - need.below), "days", n=need.testable)


def _voice_measures(facts: VoicesFacts) -> dict[str, Figure]:
    figures = [
        _incident_rate(facts),
        _concern_share(facts),
        _pressure_ratio(facts),
        _fatigue_share(facts),
        *_continuity(facts),
        *_provider_information(facts),
    ]
    return {figure.name: figure for figure in figures}


def _incident_rate(facts: VoicesFacts) -> Figure:
    """Incidents per 1,000 resident days (home care: per 1,000 visits), with its exact (Garwood) limits."""
    month = None
    if not facts.evidence.missing("incidents") and not facts.evidence.missing(facts.exposure_table):
        month = facts.incident_month
    if month is None or month.rate is None:
        return Figure("incident_rate", None, "per 1,000", n=0)
    around = exact_rate(month.incidents, month.exposure / 1000)
    return Figure(
        "incident_rate", month.rate, "per 1,000", n=month.incidents, low=around.low, high=around.high
    )


def _concern_share(facts: VoicesFacts) -> Figure:
    absent = facts.evidence.missing("feedback") or facts.evidence.missing("complaints")
    concerns = facts.concerns
    if absent or concerns.share is None or not facts.evidence.known("feedback", "kind"):
        return Figure("concern_share", None, "share", n=0 if absent else concerns.voices)
    around = wilson(concerns.concerns + concerns.complaints, concerns.voices)
    return Figure(
        "concern_share", concerns.share, "share", n=concerns.voices, low=around.low, high=around.high
    )


def _pressure_ratio(facts: VoicesFacts) -> Figure:
    """How many times the rate of failed care was in high-pressure shifts, like compared with like."""
    if facts.staffing_missing or facts.care_missing or not facts.pressure["high_pressure"].any():
        return Figure("pressure_rate_ratio", None, "ratio", n=0)
    ratio = facts.link.stratified
    return Figure(
        "pressure_rate_ratio", ratio.ratio, "ratio", n=len(facts.care.rows), low=ratio.low, high=ratio.high
    )


def _fatigue_share(facts: VoicesFacts) -> Figure:
    workers = None if facts.evidence.missing("shifts") else facts.fatigue
    if workers is None or workers.empty:
        return Figure("fatigue_share", None, "share", n=0)
    tired = int(workers["breach"].sum())
    around = wilson(tired, len(workers))
    return Figure(
        "fatigue_share", tired / len(workers), "share", n=len(workers), low=around.low, high=around.high
    )


def _continuity(facts: VoicesFacts) -> list[Figure]:
    """The middle person's number of workers in 28 days, and the share of care by the three who came most."""
    people = continuity_of(facts)
    if people.empty:
        return [
            Figure("workers_per_person", None, "workers", n=0),
            Figure("top_three_share", None, "share", n=0),
        ]
    top = float((people["top_three"] * people["rows"]).sum() / people["rows"].sum())
    return [
        Figure("workers_per_person", float(people["workers"].median()), "workers", n=len(people)),
        Figure("top_three_share", top, "share", n=len(people)),
    ]


def _provider_information(facts: VoicesFacts) -> list[Figure]:
    """The 28-day counts of the homecare provider information return; asked of home care only."""
    names = ("visits_28_days", "missed_28_days", "under_15_minutes_28_days")
    if not facts.home_care or facts.care_missing:
        return [Figure(name, None, "visits", n=0) for name in names]
    judged = recorded_care(facts, RETURN_DAYS)
    counts = provider_information_counts(judged.rows, minutes_given(judged.rows))
    told = {name: float(counts[name]) for name in names}
    if not judged.durations_known:
        told.pop("under_15_minutes_28_days")
    return [Figure(name, told.get(name), "visits", n=len(judged.rows)) for name in names]
