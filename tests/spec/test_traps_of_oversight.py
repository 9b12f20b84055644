"""Which patterns hide behind reassurance? The traps of domain knowledge, by number (22-26 and 29).

Each test lays out records, says what must be raised, and which shortcut would have missed it.
"""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import (
    days_of,
    make_action,
    make_audit_row,
    make_care,
    make_challenge,
    make_complaint,
    make_decision,
    make_evidence,
    make_evidence_row,
    make_feedback,
    make_meeting,
    make_risk,
    make_statement,
    make_stay,
)
from toolkit.audits.checks import Outcome
from toolkit.audits.oversight.audit import OversightAudit, run
from toolkit.audits.result import findings_of

MONTHS = ("2026-08", "2026-09", "2026-10")
RISK = make_risk("2026-01-01", risk_id="R-1", theme="records", indicator="audit_score")


def audit(tables: dict, **more) -> OversightAudit:
    return run(make_evidence(tables, **more))


def test_trap_22_evidence_is_as_old_as_what_it_shows() -> None:
    """Trap: the file was uploaded on 2 November, so it looks current. The audit it holds is of 14 July."""
    old = make_evidence_row("2026-07-14", evidence_id="E-1", filed_on="2026-11-02", meeting_id="M-1")
    meeting = make_meeting("2026-10-31", meeting_id="M-1", requires="audit")
    said = make_statement("2026-10-31", evidence_ids="E-1")

    found = audit({"evidence": [old], "meetings": [meeting], "statements": [said]})

    assert found.pack[["present", "current", "age_days"]].values.tolist() == [[True, False, 109]]
    assert found.statements["level"].tolist() == ["stale"]
    assert found.check("evidence-pack-incomplete").outcome is Outcome.ACTION
    assert found.check("evidence-out-of-date").outcome is Outcome.WATCH


def test_trap_22_one_document_behind_nine_actions_is_one_source() -> None:
    """Trap: nine pieces of evidence are counted. They are nine copies of one file."""
    copies = [make_evidence_row("2026-10-01", evidence_id=f"E-{n}", file_sha256="aa") for n in range(9)]
    actions = [make_action("2026-06-01", "2026-10-31", action_id=f"A-{n}", closed_on="2026-10-15",
                           verified_on="2026-10-15", verified_by="quality lead", evidence_ids=f"E-{n}")
               for n in range(9)]  # fmt: skip
    kinds = ("audit", "feedback", "observation")
    same = [
        make_evidence_row("2026-10-01", evidence_id=f"K-{kind}", kind=kind, file_sha256="bb")
        for kind in kinds
    ]
    said = make_statement("2026-10-20", evidence_ids="K-audit; K-feedback; K-observation")

    found = audit({"evidence": [*copies, *same], "actions": actions, "statements": [said]})

    assert found.measures["weak_closures"].value == 1.0
    assert found.statements["level"].tolist() == ["supported"]  # not triangulated


def test_trap_22_evidence_dated_ahead_proves_nothing() -> None:
    """Trap: the newest date wins. Nobody can have seen in October what happens in November."""
    ahead = make_evidence_row("2026-11-05", evidence_id="E-1")
    other = make_evidence_row("2026-10-01", evidence_id="E-2")

    found = audit(
        {"evidence": [ahead, other], "statements": [make_statement("2026-10-20", evidence_ids="E-1")]}
    )

    assert found.statements["level"].tolist() == ["unsupported"]


def test_trap_23_closed_on_time_with_evidence_that_came_later_and_the_owner_as_verifier() -> None:
    """Trap: the share closed on time is 100 %."""
    closed = make_action("2026-06-01", "2026-10-05", action_id="A-1", closed_on="2026-10-05", verified_on="2026-10-05",
                         verified_by="Registered manager", evidence_ids="E-1")  # fmt: skip
    later = make_evidence_row("2026-10-20", evidence_id="E-1")

    found = audit({"actions": [closed], "evidence": [later], "risks": [RISK]})

    assert found.closures["why"].tolist() == ["no current frontline evidence; verified by its owner"]
    assert found.check("weak-action-closure").outcome is Outcome.ACTION


def test_trap_23_a_due_day_moved_four_times_is_not_on_time() -> None:
    """Trap: today's due day lies ahead, so nothing is overdue."""
    moved = make_action(
        "2026-03-01", "2026-12-31", action_id="A-1", original_due_on="2026-05-01", extensions=4
    )
    done = make_action("2026-01-01", "2026-02-01", closed_on="2026-02-01", extensions=0)

    found = audit({"actions": [moved, done]})

    assert found.drifting[["action_id", "days_over", "extensions"]].values.tolist() == [["A-1", 183, 4]]
    assert found.check("actions-drifting").outcome is Outcome.WATCH


PARAGRAPH = (
    "In {month} the manager reviewed {n} care plans with the team, and all risks on nights remain well controlled "
    "and staff feel supported."
)
NAMES = {"2026-07": "July", "2026-08": "August", "2026-09": "September", "2026-10": "October"}


def told(*texts: str, months: tuple[str, ...] = MONTHS) -> list[dict]:
    return [make_statement(f"{month}-20", statement_id=f"ST-{month}", risk_id="R-1", text=text)
            for month, text in zip(months, texts, strict=True)]  # fmt: skip


def test_trap_24_a_paragraph_with_month_and_number_changed_is_the_same_summary() -> None:
    """Trap: the texts differ, so each looks new."""
    texts = [PARAGRAPH.format(month=NAMES[month], n=12 + place) for place, month in enumerate(MONTHS)]

    found = audit({"statements": told(*texts)})

    assert found.check("repeated-summary").outcome is Outcome.WATCH
    newest = found.repeats.iloc[0]
    assert (newest["text"], newest["earlier_text"]) == (texts[2], texts[1])  # both, never only the score


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(("Nil return.",) * 3, id="a nil return"),
        pytest.param(tuple(f"No change: {n} falls." for n in range(3)), id="a standing line"),
        pytest.param(
            (
                "We read nine care plans and found that two had no night routine; both were mended the same week.",
                "Two families came to look at the plans with us, and one asked for a later evening visit.",
                "The new night lead watched three rounds and saw the routine followed on two of them.",
            ),
            id="new each month",
        ),
        pytest.param(
            (
                PARAGRAPH.format(month="August", n=12),
                PARAGRAPH.format(month="September", n=13),
                "In October nobody reviewed any care plan, because the manager left and agency staff cover nights.",
            ),
            id="pasted before, new this month",
        ),
    ],
)
def test_trap_24_what_is_alike_by_nature_or_new_is_not_a_repeated_summary(texts: tuple[str, ...]) -> None:
    """Trap: everything that looks alike is called copied."""
    assert audit({"statements": told(*texts)}).check("repeated-summary").outcome is Outcome.CLEAR


def test_trap_25_a_quarter_without_a_challenge_and_one_without_follow_up() -> None:
    """Trap: the word "challenge" is counted in the minutes."""
    statements = [make_statement(f"{month}-20", evidence_ids="E-1") for month in MONTHS]
    evidence = [make_evidence_row("2026-10-10", evidence_id="E-1")]
    old = make_challenge("2026-07-20", challenge_id="CH-1")
    answered = make_challenge("2026-03-01", answered_on="2026-03-20", evidence_ids="E-1")

    found = audit({"statements": statements, "evidence": evidence, "challenges": [old, answered]})

    assert found.check("few-challenges").outcome is Outcome.WATCH
    assert found.check("challenge-not-followed-up").outcome is Outcome.WATCH
    assert found.challenges.set_index("challenge_id").loc["CH-1", "state"] == "overdue"


def test_trap_25_a_decision_that_changed_nothing_in_the_tracker() -> None:
    """Trap: the decision is minuted, so it is done."""
    decision = make_decision("2026-09-01", decision_id="D-1")
    other = make_action("2026-09-05", "2026-12-31", decision_id="D-9")

    found = audit({"decisions": [decision], "actions": [other]})

    assert found.check("decision-without-effect").outcome is Outcome.ACTION
    assert found.decisions["without_action"].tolist() == [True]


def test_trap_25_a_board_that_meets_every_quarter_is_not_missing_in_the_months_between() -> None:
    """Trap: no board meeting in October looks like one that was missed."""
    meetings = [make_meeting("2026-09-15", forum="board"), make_meeting("2026-10-15")]

    found = audit({"meetings": meetings})

    assert found.check("meeting-not-evidenced").outcome is Outcome.CLEAR


def test_trap_26_a_good_score_made_of_not_applicable_does_not_outweigh_what_people_say() -> None:
    """Trap: an audit of 96 % and falling feedback are averaged to amber. With N/A as credit it was 96 of 100."""
    risk = make_risk("2026-01-01", risk_id="R-1", theme="records", indicator="concern_share")
    vendors_96 = make_audit_row("2026-10-10", theme="records", yes=13, no=4, not_applicable=83)
    quiet = [make_feedback(f"2026-{month:02d}-{day:02d}") for month in (7, 8, 9) for day in range(1, 15)]
    loud = [make_feedback(f"2026-10-{day:02d}", kind="concern") for day in range(1, 15)]
    said = make_statement(
        "2026-10-20", statement_id="ST-1", risk_id="R-1", claims="embedded", evidence_ids="E-1"
    )
    by_audit = {**said, "statement_id": "ST-2", "indicator": "audit_score"}

    found = audit({
        "risks": [risk], "audits": [vendors_96], "feedback": [*quiet, *loud], "statements": [said, by_audit],
        "complaints": [make_complaint("2026-07-01")], "evidence": [make_evidence_row("2026-10-10", evidence_id="E-1")],
    })  # fmt: skip

    assert round(found.measures["audit_score"].value, 3) == 0.765
    assert found.statements["level"].tolist() == ["contradicted", "contradicted"]
    against = found.statements.set_index("statement_id")["contradicted_by"]
    assert against["ST-1"].startswith("Concerns and complaints, of all that was said, were 100% (14 of 14)")
    assert (
        against["ST-2"].startswith("Audit ")
        and "76.5% (13 of 17), below its pass mark of 85%" in against["ST-2"]
    )
    assert found.check("contradicted-assurance").outcome is Outcome.ACTION


def scores(*yes: int, first: tuple[int, int] = (2026, 3)) -> list[dict]:
    year, month = first
    days = [date(year + (month - 1 + n) // 12, (month - 1 + n) % 12 + 1, 10) for n in range(len(yes))]
    return [
        make_audit_row(f"{day}", yes=ok, no=40 - ok, pass_mark=None)
        for day, ok in zip(days, yes, strict=True)
    ]


def test_trap_29_eight_points_that_rise_within_chance_are_no_improvement() -> None:
    """Trap: the first point against the last, "improved by a fifth". So few months have trial limits only."""
    decision = make_decision("2026-07-01", decision_id="D-1", risk_id="R-1", indicator="audit_score")
    carried = make_action("2026-07-05", "2026-12-31", decision_id="D-1")

    found = audit({"audits": scores(30, 31, 31, 32, 33, 34, 33, 36), "decisions": [decision], "actions": [carried],
                   "risks": [{**RISK, "theme": "records"}]})  # fmt: skip

    verdict = found.verdicts_on_indicators.set_index("indicator").loc["audit_score"]
    assert (verdict["direction"], verdict["trial"]) == ("steady", True)
    assert verdict["says"] == (
        "The audit score was 90% (36 of 40) in October 2026, against 83.3% (100 of 120) in the 3 months before "
        "together (95% interval of the change -7.5 to 16.4 percentage points): no more than chance explains."
    )
    assert found.decisions["effect"].tolist() == ["not better"]


def test_trap_29_a_real_step_after_a_year_is_an_improvement() -> None:
    """The other side: eight months well above a year of usual scores are more than chance."""
    usual, better = [30, 31, 29, 30, 32, 28, 30, 31, 29, 30, 31, 29], [37, 38, 37, 38, 37, 38, 37, 38]

    found = audit({"audits": scores(*usual, *better, first=(2025, 3))})

    verdict = found.verdicts_on_indicators.set_index("indicator").loc["audit_score"]
    assert (verdict["direction"], verdict["trial"]) == ("better", False)


def test_what_leaders_wrote_stays_out_of_the_findings() -> None:
    marker = "Mrs Zyxwvut of room nine was moved"
    rows = [make_statement(f"{month}-20", risk_id="R-1", text=f"{marker} and nothing else is to be said of it")
            for month in MONTHS]  # fmt: skip
    tables = {
        "statements": rows, "risks": [RISK],
        "challenges": [make_challenge("2026-08-01", challenge=marker)],
        "decisions": [make_decision("2026-08-01", decision=marker)],
        "actions": [make_action("2026-08-01", "2026-09-01", action=marker, owner=marker)],
    }  # fmt: skip

    assert marker not in str(findings_of(audit(tables)))


def _care_of_a_day(day: str, missed: int) -> list[dict]:
    return [
        make_care(f"{day} {hour:02d}:00", status="not_done" if hour < 8 + missed else "done")
        for hour in range(8, 18)
    ]


def _what_became_of_care(last_day: int) -> tuple[str, str]:
    """A fifth of care missed until September and none in October, recorded up to a day of it."""
    before = [day for month in ("2026-08", "2026-09") for day in days_of(month)]
    care = [row for day in before for row in _care_of_a_day(day, missed=2)]
    care += [row for day in days_of("2026-10")[:last_day] for row in _care_of_a_day(day, missed=0)]
    verdicts = audit({"care": care, "people": [make_stay()]}).verdicts_on_indicators.set_index("indicator")
    return verdicts.loc["missed_care_rate", "direction"], verdicts.loc["missed_care_rate", "says"]


def test_records_that_stopped_are_no_improvement_of_care() -> None:
    """Trap: nothing was missed in October. Nothing was written down after the 19th either."""
    assert _what_became_of_care(last_day=31)[0] == "better"

    direction, says = _what_became_of_care(last_day=19)

    assert direction == "unknown"
    assert says.startswith("Care missed was 0% (0 of 190) in October 2026, against 20% (122 of 610)")
    assert says.endswith(
        ": it looks better, but care was not recorded on enough days of the month to say so."
    )


def test_a_month_that_is_not_over_has_not_fewer_complaints_yet() -> None:
    """Trap: 20 complaints in each month before and 5 in this one. It is the 10th."""
    days = [f"{month}-{day:02d}" for month in ("2026-07", "2026-08", "2026-09") for day in range(1, 21)]
    complaints = [make_complaint(day) for day in [*days, *days_of("2026-10")[:5]]]

    whole = audit({"complaints": complaints}).verdicts_on_indicators.set_index("indicator")
    cut = audit({"complaints": complaints}, as_of="2026-10-10").verdicts_on_indicators.set_index("indicator")

    assert whole.loc["complaints_count", "direction"] == "lower"
    assert cut.loc["complaints_count", "direction"] == "unknown"
    assert cut.loc["complaints_count", "says"].endswith(": it looks lower, but the month is not over.")
