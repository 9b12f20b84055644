"""Where does each question about oversight draw its line, and why there?"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from toolkit.parameters.sections import Count, Section, Share

Days = Annotated[int, Field(ge=0, le=3650)]
Months = Annotated[int, Field(ge=1, le=12)]


def _as_number(written: object) -> object:
    """Files hold texts, and a choice between numbers takes nothing but numbers."""
    return int(written) if isinstance(written, str) and written in ("6", "7") else written


RunLength = Annotated[Literal[6, 7], BeforeValidator(_as_number)]


class OversightDefinitions(Section):
    """How old evidence may be, when a statement is supported or contradicted, and how long a run is."""

    current_days: Days = Field(31, description="A month: the evidence is of the time that is spoken of.")
    ageing_days: Days = Field(62, description="Two months; older evidence is of another time.")
    kinds_for_triangulated: Count = Field(
        3, description="Three kinds of sources that agree are hard to doubt."
    )
    contradicting_audit_days: Days = Field(62, description="An older audit says nothing about today's claim.")
    run_length: RunLength = Field(
        7, description="Months on one side, or in one direction, that chance seldom brings; 6 sees it sooner."
    )


class UnsupportedAssurance(Section):
    """Were leaders told something that the records do not show, and did nobody ask?"""

    statements: Count = Field(1, description="One such statement is one decision taken on nothing.")


class ContradictedAssurance(Section):
    """Do the records say the opposite of what leaders were told?"""

    statements: Count = Field(1, description="One contradiction is enough to ask again.")


class RepeatedRisk(Section):
    """Does the same risk come back month after month without a decision?"""

    months: Months = Field(3, description="A quarter of hearing about the same risk.")


class WeakActionClosure(Section):
    """Are actions closed without evidence that they worked?"""

    share: Share = Field(0.20, description="One closure in five.")
    closures_of_one_source: Count = Field(
        3, description="One document cannot prove three actions on its own."
    )


class DecisionWithoutEffect(Section):
    """Did decisions change anything?"""

    days_without_action: Days = Field(30, description="A month is enough to write an action down.")
    review_days: Days = Field(90, description="A quarter, where no review day was set.")
    judged_days: Days = Field(92, description="The reviews of the last quarter.")


class EvidencePackIncomplete(Section):
    """Did the meeting have the evidence it requires?"""

    completeness: Share = Field(1.0, description="The calendar says what is required; less is not the pack.")


class EvidenceOutOfDate(Section):
    """Is what leaders rely on out of date?"""

    share: Share = Field(0.25, description="One source in four.")


class RepeatedSummary(Section):
    """Is the same summary given month after month?"""

    ratio: Annotated[float, Field(ge=0, le=100)] = Field(
        90, description="Nine letters in ten are the same (rapidfuzz ratio)."
    )
    shared_word_runs: Share = Field(0.80, description="Four in five runs of three words are the same.")
    standing_line_words: Count = Field(8, description="A line of under eight words has little to repeat.")
    standing_lines: tuple[str, ...] = Field(
        ("nil return", "no incidents this month", "no change", "nothing to report"),
        description="Lines that are alike by nature; add your own.",
    )


class FewChallenges(Section):
    """Is weak assurance challenged?"""

    share: Share = Field(0.50, description="Half of the weak statements should have been asked about.")
    months: Months = Field(3, description="A quarter without one question.")


class ChallengeNotFollowedUp(Section):
    """Are challenges followed up?"""

    follow_up_days: Days = Field(31, description="The next month's meeting, where no day was set.")
    answered_days: Days = Field(92, description="The answers of the last quarter.")


class WeakImpactEvidence(Section):
    """Does assurance rest on what people experienced?"""

    share: Share = Field(0.50, description="Half of the statements should rest on seen or recorded care.")


class ActionsDrifting(Section):
    """Are actions drifting?"""

    extensions: Count = Field(3, description="Moved three times, the day means nothing.")


class MeetingNotEvidenced(Section):
    """Do the meetings take place, with minutes?"""

    months: Months = Field(3, description="A quarter of meetings.")
    held_within_days: Days = Field(7, description="A week late is a meeting moved; more is one missed.")
    minuted_within_days: Days = Field(14, description="After two weeks nobody remembers what was said.")


class GapUnresolvedForAQuarter(Section):
    """Which gaps in evidence must the board settle?"""

    days_open: Days = Field(92, description="A quarter.")
