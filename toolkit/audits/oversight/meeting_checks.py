"""Did oversight meet, with the evidence it asked for, and what must the board settle?"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from toolkit.audits.absence import no_rows
from toolkit.audits.answers import answer
from toolkit.audits.checks import Arm, Check, Figure, Reference
from toolkit.audits.oversight import questions
from toolkit.audits.oversight.facts import OversightFacts
from toolkit.audits.oversight.words import agree, named
from toolkit.audits.references import references_to
from toolkit.measures.evidence_gaps import CLOSURE, PACK, STATEMENTS
from toolkit.measures.follow_up import NOT_HELD
from toolkit.measures.frontline import split_ids
from toolkit.measures.uncertainty import wilson
from toolkit.parameters.oversight_thresholds import MeetingNotEvidenced
from toolkit.wording import count, join_words, long_day, of

GAPS_TOLD = 3
OPTIONS = "The board can decide on additional support, external audit or leadership escalation."
TABLES_OF = {STATEMENTS: ("statements",), PACK: ("meetings",), CLOSURE: ("actions",)}


def check_evidence_pack_incomplete(facts: OversightFacts) -> Check:
    """Required kinds with current evidence, of all kinds required at the month's oversight meetings."""
    question, limits = questions.EVIDENCE_PACK_INCOMPLETE, facts.limits.evidence_pack_incomplete
    threshold = {"below": limits.completeness}
    figure = Figure("pack_completeness", None, "share")
    absent = facts.absent("meetings", "evidence")
    untested = no_rows(absent) if absent else ""
    pack = facts.month_pack
    if not untested and pack.empty:
        untested = "No oversight meeting that requires any evidence was due this month."
    if untested:
        return answer(question, [Arm("pack", None, untested)], figure, threshold)
    there, n = int(pack["current"].sum()), len(pack)
    around = wilson(there, n)
    figure = Figure("pack_completeness", there / n, "share", n=n, low=around.low, high=around.high)
    missing = pack[~pack["current"]]
    held = of(there, n, "required kind")
    says = f"The packs of this month's oversight meetings held current evidence of {held}"
    says += f"; {_missing_words(missing)}." if len(missing) else "."
    arm = Arm("pack", there / n < limits.completeness, says, evidence=_pack_references(facts, missing))
    return answer(question, [arm], figure, threshold)


def _missing_words(missing: pd.DataFrame) -> str:
    """What was not there at all, and what was there but old."""
    absent = sorted({plain(kind) for kind in missing.loc[~missing["present"], "kind"]})
    old = sorted({plain(kind) for kind in missing.loc[missing["present"], "kind"]})
    parts = [f"missing: {join_words(absent)}"] if absent else []
    parts += [f"not current: {join_words(old)}"] if old else []
    return "; ".join(parts)


def plain(word: str) -> str:
    return word.replace("_", " ")


def _pack_references(facts: OversightFacts, missing: pd.DataFrame) -> tuple[Reference, ...]:
    """The meetings, and what stood in their packs but was old."""
    meetings = facts.evidence.rows("meetings")
    meetings = meetings[meetings["meeting_id"].isin(missing["meeting_id"])]
    old = split_ids(missing["evidence_ids"])
    rows = facts.frontline[facts.frontline["evidence_id"].isin(old)]
    return references_to(meetings, "meetings") + references_to(rows, "evidence")


def check_meeting_not_evidenced(facts: OversightFacts) -> Check:
    """Meetings of the last three months that were not held, or not minuted in time."""
    question, limits = questions.MEETING_NOT_EVIDENCED, facts.limits.meeting_not_evidenced
    threshold = {"at_least": 1, "held_within_days": limits.held_within_days,
                 "minuted_within_days": limits.minuted_within_days}  # fmt: skip
    figure = Figure("meetings not held or not minuted", None, "meetings")
    absent = facts.absent("meetings")
    untested = no_rows(absent) if absent else facts.never_filled("meetings", "held_on")
    if not untested and facts.meetings.empty:
        untested = f"No meeting was due in the last {limits.months} months."
    if untested:
        return answer(question, [Arm("meetings", None, untested)], figure, threshold)
    rows = facts.meetings
    not_held = rows[rows["missed"] & (rows["state"] == NOT_HELD)]
    minutes_known = facts.evidence.known("meetings", "minuted_on")
    late = rows[rows["missed"] & (rows["state"] != NOT_HELD)] if minutes_known else rows.iloc[:0]
    missed = pd.concat([not_held, late])
    figure = Figure(figure.name, float(len(missed)), "meetings", n=len(rows))
    says = _meeting_words(not_held, late, len(rows), limits)
    arms = [Arm("meetings", len(missed) > 0, says, evidence=references_to(missed, "meetings"))]
    if not minutes_known:
        arms.append(Arm("minutes", None, facts.never_filled("meetings", "minuted_on")))
    return answer(question, arms, figure, threshold)


def _meeting_words(not_held: pd.DataFrame, late: pd.DataFrame, n: int, limits: MeetingNotEvidenced) -> str:
    lately = f"due in the last {count(limits.months, 'month')}"
    if not len(not_held) and not len(late):
        return f"Of {count(n, 'meeting')} {lately} none was missed or left without minutes."
    parts = []
    if len(not_held):
        part = of(len(not_held), n, "meeting")
        which = f"{agree(len(not_held), 'was')} not held ({named(not_held['meeting_id'])})"
        parts.append(f"{part} {lately} {which}")
    if len(late):
        days = count(limits.minuted_within_days, "day")
        parts.append(
            f"{of(len(late), n, 'meeting')} had no minutes within {days} ({named(late['meeting_id'])})"
        )
    return f"{join_words(parts)}."


def check_gap_unresolved_for_a_quarter(facts: OversightFacts) -> Check:
    """Gaps in evidence that have been open for a quarter, for the board."""
    question, limits = questions.GAP_UNRESOLVED_FOR_A_QUARTER, facts.limits.gap_unresolved_for_a_quarter
    threshold = {"days_open": limits.days_open}
    figure = Figure("gaps open for a quarter", None, "gaps")
    arms = _with_options([_gap_arm(facts, what) for what in (STATEMENTS, PACK, CLOSURE)])
    if any(arm.breached is not None for arm in arms):
        gaps = facts.gaps
        figure = Figure(figure.name, float(gaps["for_board"].sum()), "gaps", n=len(gaps))
    return answer(question, arms, figure, threshold)


def _with_options(arms: list[Arm]) -> list[Arm]:
    """What the board can decide, said once after the last kind of gap that lasts."""
    lasting = [place for place, arm in enumerate(arms) if arm.breached]
    if not lasting:
        return arms
    last = arms[lasting[-1]]
    return [*arms[: lasting[-1]], replace(last, says=f"{last.says} {OPTIONS}"), *arms[lasting[-1] + 1 :]]


def _gap_arm(facts: OversightFacts, what: str) -> Arm:
    absent = facts.absent(*TABLES_OF[what], "evidence")
    if absent:
        return Arm(what, None, no_rows(absent))
    blank = {STATEMENTS: ("claims", "risk_id", "evidence_ids"), PACK: ("requires",), CLOSURE: ("closed_on",)}
    untold = facts.never_filled(TABLES_OF[what][0], *blank[what])
    if untold:
        return Arm(what, None, untold)
    gaps = facts.gaps[facts.gaps["what"] == what]
    lasting = gaps[gaps["for_board"]]
    days = facts.limits.gap_unresolved_for_a_quarter.days_open
    if lasting.empty:
        return Arm(what, False, _no_gap_words(what, days))
    told = " ".join(_gap_words(row) for row in lasting.head(GAPS_TOLD).to_dict("records"))
    more = f" {count(len(lasting) - GAPS_TOLD, 'more gap')} of this kind." if len(lasting) > GAPS_TOLD else ""
    return Arm(what, True, f"{told}{more}", evidence=_gap_references(facts, what, lasting))


def _no_gap_words(what: str, days: int) -> str:
    told = {
        STATEMENTS: "No risk has been told without current frontline evidence for",
        PACK: "No required kind of evidence has been missing from the oversight packs for",
        CLOSURE: "No action closed without any frontline evidence has been so for",
    }
    return f"{told[what]} {days} days or more."


def _gap_words(gap: dict) -> str:  # type: ignore[type-arg]
    since = f"since {long_day(gap['opened_on'].date())}, {count(int(gap['days_open']), 'day')}"
    if gap["what"] == STATEMENTS:
        return f"What is said of risk {gap['subject']} has rested on no current frontline evidence {since}."
    if gap["what"] == PACK:
        kind = plain(gap["subject"])
        return f"Current evidence of the kind {kind} has been missing from the oversight packs {since}."
    return f"Action {gap['subject']} has been closed without any frontline evidence {since}."


def _gap_references(facts: OversightFacts, what: str, gaps: pd.DataFrame) -> tuple[Reference, ...]:
    table = TABLES_OF[what][0]
    rows, key = (
        facts.evidence.rows(table),
        {STATEMENTS: "statement_id", PACK: "meeting_id", CLOSURE: "action_id"},
    )
    ids = split_ids(gaps["records"])
    return references_to(rows[rows[key[what]].isin(ids)], table)
