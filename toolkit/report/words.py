"""What do we call an outcome, a table or a figure when we speak to people?

One vocabulary for every page, notebook and message of the report. Numbers and days are worded in
`toolkit/wording.py`; this module only names things.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from toolkit import wording
from toolkit.audits.checks import Figure, Kind, Outcome

OUTCOME_WORDS: dict[Outcome, str] = {
    Outcome.ACTION: "Needs action",
    Outcome.WATCH: "Watch",
    Outcome.NO_EVIDENCE: "No evidence",
    Outcome.CLEAR: "Clear",
}

KIND_WORDS = {
    Kind.TRIGGER: "Trigger",
    Kind.HIDDEN: "Hidden risk",
    Kind.WARNING: "Early warning",
    Kind.LINK: "Linked pattern",
    Kind.ESCALATION: "Escalation",
    Kind.MEASURE: "Measure",
    Kind.BOARD: "For the board",
}

SERVICE_KINDS = {
    "residential": "residential home",
    "nursing": "nursing home",
    "home_care": "home care",
    "supported_living": "supported living",
    "extra_care": "extra care",
}

TABLE_NAMES = {
    "people": "People living here",
    "staffing_needs": "Staff needed on each shift",
    "shifts": "Rota and attendance",
    "dependency": "Dependency reviews",
    "care": "Care records",
    "incidents": "Incidents",
    "handover": "Handover log",
    "complaints": "Complaints",
    "feedback": "Feedback",
    "decisions": "Decisions",
    "learning": "Learning tracker",
    "care_plan_changes": "Care plan changes",
    "observations": "Observations of practice",
    "verdicts": "Verdicts of the quality meeting",
    "audits": "Audits carried out by the provider",
    "risks": "Risk register",
    "actions": "Recovery action tracker",
    "meetings": "Governance calendar",
    "evidence": "Evidence filed",
    "statements": "Statements of leaders",
    "challenges": "Challenges",
}

FIGURE_NAMES = {
    "rostered_fill": "Filled on the rota",
    "attended_fill": "Attended",
    "own_fill": "Attended by own staff",
    "agency_share": "Agency, of all hours attended",
    "bank_share": "Bank staff, of all hours attended",
    "surplus_hours": "Hours beyond what was needed",
    "missed_care_rate": "Missed",
    "shortened_rate": "Shortened",
    "delayed_rate": "Delayed",
    "poorly_evidenced_rate": "Poorly evidenced",
    "clipped": "Cut by a fifth or more, but by less than half",
    "early": "Time-critical care more than 30 minutes early",
    "excluded": "Left out: declined, away, in hospital",
    "queried": "Left out, but cancelled after it was due",
    "recording_complete": "Days on which care was recorded, of the days expected",
    "high_pressure_windows": "Shifts under high pressure",
    "need_hours_met_days": "Days on which the hours people need were met",
    "incident_rate": "Incidents",
    "concern_share": "Concerns and complaints, of all that was said",
    "pressure_rate_ratio": "Care gone wrong in high-pressure shifts, against the others",
    "fatigue_share": "Workers with a fatigue breach",
    "workers_per_person": "Different workers, for the person in the middle",
    "top_three_share": "Given by the three who came most",
    "visits_28_days": "Visits planned",
    "missed_28_days": "Visits missed",
    "under_15_minutes_28_days": "Visits of under 15 minutes",
    "learning_in_eight_weeks": "In the care plan within eight weeks",
    "learning_in_eight_weeks_received": "The same, counted from the day the complaint was received",
    "learning_km_56": "The same, with what is still open counted fairly",
    "learning_due": "Learning items due in six months",
    "learning_reflected": "Of these, in the care plan in time",
    "learning_not_yet_due": "Not yet due",
    "learning_no_longer_applicable": "No longer applicable: the person left",
    "learning_cannot_be_traced": "Cannot be traced to a person and a section",
    "relevance_rate": "Learning said to change a care plan, of all learning",
    "verdict_embedded": "Embedded in practice",
    "verdict_practised": "In the care plan and seen in practice",
    "verdict_plan_updated": "In the care plan only",
    "verdict_no_longer_applicable": "No longer applicable",
    "verdict_not_yet_due": "Still to do, and not yet due",
    "verdict_closed_only": "Complaint answered or closed, care plan unchanged",
    "verdict_overdue": "Overdue",
    "meeting_disagreements": "Items the quality meeting sees otherwise than the records",
    "statements_assurance": "Statements that something improved, is stable or is embedded",
    "statements_contradicted": "Contradicted by the records",
    "statements_unsupported": "Without frontline evidence",
    "statements_stale": "Resting on old evidence only",
    "statements_supported": "Supported by current frontline evidence",
    "statements_triangulated": "Supported by three or more kinds of it",
    "supported_share": "Supported, of all such statements",
    "pack_completeness": "Required evidence that was there and current",
    "weak_closures": "Actions closed without evidence that they worked",
    "challenges_raised": "Challenges raised this month",
    "audit_score": "Score of the provider's own audits",
    "complaints_count": "Complaints received",
    "connectedness": "Links that are there, of all that are due",
    "open_risks": "Open risks",
    "practice_applied": "Practice seen applied",
}


def status_sentence(outcomes: Iterable[Outcome]) -> str:
    """The state of a list of checks in one sentence; what could not be tested is always said.

    >>> status_sentence([Outcome.ACTION, Outcome.CLEAR, Outcome.NO_EVIDENCE])
    'Of 3 checks, 1 needs action, 1 could not be tested and 1 is clear.'
    >>> status_sentence([Outcome.CLEAR, Outcome.CLEAR])
    'Both checks were tested, and both are clear.'
    >>> status_sentence([Outcome.NO_EVIDENCE] * 5)
    'None of the 5 checks could be tested. Nothing here is good news until the records are there.'
    """
    counts = Counter(outcomes)
    total = counts.total()
    if total == 0:
        return "No check was made."
    if counts[Outcome.NO_EVIDENCE] == total:
        which = (
            "The check could not be tested" if total == 1 else f"None of the {total} checks could be tested"
        )
        return f"{which}. Nothing here is good news until the records are there."
    if counts[Outcome.CLEAR] == total:
        return _all_clear(total)
    parts = [phrase(counts[outcome]) for outcome, phrase in _PHRASES.items() if counts[outcome]]
    return f"Of {wording.count(total, 'check')}, {wording.join_words(parts)}."


def _all_clear(total: int) -> str:
    if total == 1:
        return "The check was tested, and it is clear."
    both = "Both" if total == 2 else f"All {total}"
    return f"{both} checks were tested, and {'both' if total == 2 else 'all'} are clear."


_PHRASES: dict[Outcome, Callable[[int], str]] = {
    Outcome.ACTION: lambda n: f"{n} {'needs' if n == 1 else 'need'} action",
    Outcome.WATCH: lambda n: f"{n} {'needs' if n == 1 else 'need'} watching",
    Outcome.NO_EVIDENCE: lambda n: f"{n} could not be tested",
    Outcome.CLEAR: lambda n: f"{n} {'is' if n == 1 else 'are'} clear",
}


def figure_name(name: str) -> str:
    """What a figure is called on a page.

    >>> figure_name("attended_fill"), figure_name("short days")
    ('Attended', 'Short days')
    """
    return FIGURE_NAMES.get(name, wording.first_capital(name.replace("_", " ")))


def figure_place(name: str) -> tuple[int, str]:
    """Where a figure stands in a list: in the order people read them, the others after, by name."""
    names = list(FIGURE_NAMES)
    return (names.index(name) if name in names else len(names), name)


def figure_value(figure: Figure) -> str:
    """The value of a figure with its unit.

    >>> figure_value(Figure("missed_care_rate", 0.0432, "share")), figure_value(Figure("r", 3.514, "ratio"))
    ('4.3%', '3.51 times')
    >>> figure_value(Figure("short days", 6, "days")), figure_value(Figure("own_fill", None, "share"))
    ('6 days', 'not known')
    """
    if figure.value is None:
        return wording.NOT_KNOWN
    if figure.unit == "share":
        return wording.share(figure.value)
    if figure.unit == "ratio":
        return f"{wording.number(figure.value, 2)} times"
    shown = wording.number(figure.value)
    if not figure.unit or figure.unit in ("count", "rate"):
        return shown
    return (
        wording.count(figure.value, _UNITS[figure.unit])
        if figure.unit in _UNITS
        else f"{shown} {figure.unit}"
    )


# What one of the counted things is called; the contract's "rows" are records to people.
_UNITS = {
    "days": "day", "hours": "hour", "rows": "record", "windows": "shift", "shifts": "shift",
    "visits": "visit", "workers": "worker", "voices": "voice", "risks": "risk", "triggers": "trigger",
    "items": "item", "complaints": "complaint", "concerns": "concern", "preferences": "preference",
    "patterns": "pattern", "people": "person", "statements": "statement", "challenges": "challenge",
    "decisions": "decision", "actions": "action", "meetings": "meeting", "gaps": "gap",
    "pairs": "pair", "closures": "closure",
}  # fmt: skip


def figure_interval(figure: Figure) -> str:
    """How far chance alone could move the figure; empty when it has no interval.

    >>> figure_interval(Figure("missed_care_rate", 0.04, "share", 279, 0.0213, 0.06))
    '2.1% to 6%'
    """
    if figure.low is None or figure.high is None:
        return ""
    if figure.unit == "share":
        return f"{wording.share(figure.low)} to {wording.share(figure.high)}"
    return f"{wording.number(figure.low, 2)} to {wording.number(figure.high, 2)}"


def table_name(table: str) -> str:
    """What a table of the data contract is called on a page.

    >>> table_name("shifts"), table_name("care_plan_changes")
    ('Rota and attendance', 'Care plan changes')
    """
    return TABLE_NAMES.get(table, wording.first_capital(table.replace("_", " ")))


def plain(word: object) -> str:
    """A word of the data contract as people write it; "not said" for a blank.

    >>> plain("provider_support"), plain("missed_care"), plain(None), plain(float("nan"))
    ('provider support', 'missed care', 'not said', 'not said')
    """
    return word.replace("_", " ") if isinstance(word, str) and word else "not said"


def verb(n: int, word: str) -> str:
    """The verb that agrees with a number.

    >>> verb(1, "is"), verb(3, "is"), verb(0, "was"), verb(1, "has")
    ('is', 'are', 'were', 'has')
    """
    return word if n == 1 else wording.plural(word)


def then_to(reviewed_by: str, escalates_to: str) -> str:
    """Who hears of it if it is not resolved; a dash where that is who reviews it anyway.

    >>> then_to("registered manager", "provider oversight"), then_to("board", "board")
    ('Provider oversight', '–')
    """
    return wording.first_capital(escalates_to) if escalates_to != reviewed_by else "–"


def kind_name(kind: str) -> str:
    """The kind of service in words.

    >>> kind_name("home_care")
    'home care'
    """
    return SERVICE_KINDS.get(kind, kind.replace("_", " "))
