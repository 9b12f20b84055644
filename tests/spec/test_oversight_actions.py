"""What does the oversight audit answer about packs, closures, decisions, meetings and gaps? To check by hand."""

from __future__ import annotations

import pytest

from tests.factories import (
    make_action,
    make_decision,
    make_evidence_row,
    make_meeting,
    make_risk,
    make_statement,
)
from tests.spec.oversight_asking import ask, facts_of, rota
from tests.spec.text_tables import read_table

# The evidence pack

MEETING = make_meeting("2026-10-20", meeting_id="M-1", requires="audit; incident; feedback")


def pack(**rows: str) -> dict[str, list[dict]]:
    """Evidence by kind, each filed for the meeting, with the day of what it shows."""
    evidence = [make_evidence_row(day, evidence_id=f"E-{kind}", kind=kind, meeting_id="M-0; M-1")
                for kind, day in rows.items()]  # fmt: skip
    return {"meetings": [MEETING], "evidence": evidence}


def test_a_pack_with_one_kind_missing_and_one_old_is_a_third_complete() -> None:
    found = ask("evidence-pack-incomplete", pack(audit="2026-10-01", incident="2026-09-18"))

    assert found.outcome == "action"
    assert found.says == (
        "The packs of this month's oversight meetings held current evidence of 1 of 3 required kinds; missing: "
        "feedback; not current: incident."
    )
    assert (found.figure.value, found.figure.n) == (1 / 3, 3)


@pytest.mark.parametrize(
    ("feedback", "outcome"),
    [
        pytest.param("2026-09-19", "clear", id="31 days before the meeting"),
        pytest.param("2026-09-18", "action", id="32 days before"),
        pytest.param("2026-10-20", "clear", id="of the day itself"),
        pytest.param("2026-10-21", "action", id="of the day after"),
    ],
)
def test_evidence_of_a_pack_counts_by_the_day_of_what_it_shows(feedback: str, outcome: str) -> None:
    found = ask(
        "evidence-pack-incomplete", pack(audit="2026-10-01", incident="2026-10-01", feedback=feedback)
    )

    assert found.outcome == outcome


@pytest.mark.parametrize(
    ("meeting", "outcome"),
    [
        pytest.param({"held_on": None}, "clear", id="not held: judged on the day it was due"),
        pytest.param({"held_on": "2026-10-31"}, "clear", id="held later: 30 days"),
        pytest.param({"service_id": None}, "clear", id="of the whole provider, with this service's evidence"),
        pytest.param({"requires": None}, "no_evidence", id="requires nothing"),
        pytest.param({"forum": "board"}, "no_evidence", id="not an oversight meeting"),
        pytest.param(
            {"due_on": "2026-09-20", "held_on": "2026-09-20"}, "no_evidence", id="not due this month"
        ),
    ],
)
def test_which_meetings_a_pack_is_asked_of(meeting: dict, outcome: str) -> None:
    tables = pack(audit="2026-10-01", incident="2026-10-02", feedback="2026-10-03")

    assert ask("evidence-pack-incomplete", {**tables, "meetings": [MEETING | meeting]}).outcome == outcome


# Closing actions

CLOSED = {"risk_id": "R-1", "closed_on": "2026-10-15", "verified_on": "2026-10-14", "verified_by": "quality lead",
          "evidence_ids": "E-1"}  # fmt: skip
SEEN = make_evidence_row("2026-10-01", evidence_id="E-1", kind="observation")
MEDIUM, HIGH = (make_risk("2026-01-01", risk_id="R-1", priority=priority) for priority in ("medium", "high"))


def closure(name: str, **more: object) -> dict:
    return make_action("2026-06-01", "2026-10-31", **{**CLOSED, "action_id": name, **more})


def closed(*actions: dict, risk: dict = MEDIUM, evidence: list[dict] | None = None) -> dict[str, list[dict]]:
    return {"actions": list(actions), "risks": [risk], "evidence": evidence or [SEEN]}


def test_what_makes_a_closure_weak() -> None:
    table = read_table("""
        | action_id | evidence_ids | verified_by        | verified_on | why                             |
        | A-1       | E-1          | quality lead       | 2026-10-14  |                                 |
        | A-2       |              | quality lead       | 2026-10-14  | no current frontline evidence   |
        | A-3       | E-later      | quality lead       | 2026-10-14  | no current frontline evidence   |
        | A-4       | E-32-days    | quality lead       | 2026-10-14  | no current frontline evidence   |
        | A-5       | E-minutes    | quality lead       | 2026-10-14  | no current frontline evidence   |
        | A-6       | E-6          |                    | 2026-10-14  | not verified                    |
        | A-7       | E-7          | quality lead       |             | not verified                    |
        | A-8       | E-8          | Registered Manager | 2026-10-14  | verified by its owner           |
    """)
    evidence = [SEEN, make_evidence_row("2026-10-16", evidence_id="E-later"),
                make_evidence_row("2026-09-13", evidence_id="E-32-days"),
                make_evidence_row("2026-10-10", evidence_id="E-minutes", kind="minutes"),
                *(make_evidence_row("2026-10-10", evidence_id=f"E-{n}") for n in (6, 7, 8))]  # fmt: skip
    rows = [{name: cell for name, cell in row.items() if name != "why"} for row in table]
    actions = [make_action("2026-06-01", "2026-10-31", **{**CLOSED, **row}) for row in rows]

    judged = facts_of(closed(*actions, evidence=evidence)).closures

    assert judged["why"].tolist() == [row["why"] or "" for row in table]
    assert judged["weak"].tolist() == [bool(row["why"]) for row in table]


def test_one_document_behind_three_closures_of_the_month_proves_none_of_them() -> None:
    copies = [{**SEEN, "evidence_id": f"E-{n}", "file_sha256": "aa"} for n in (1, 2, 3)]
    three = [closure(f"A-{n}", evidence_ids=f"E-{n}") for n in (1, 2, 3)]
    own = make_evidence_row("2026-10-02", evidence_id="E-9")
    with_own = closure("A-3", evidence_ids="E-3; E-9")

    shared = facts_of(closed(*three, evidence=copies)).closures
    two = facts_of(closed(*three[:2], evidence=copies)).closures
    one_has_more = facts_of(closed(*three[:2], with_own, evidence=[*copies, own])).closures

    assert shared["weak"].tolist() == [True, True, True]
    assert two["weak"].tolist() == [False, False]
    assert one_has_more["weak"].tolist() == [True, True, False]


def test_one_weak_closure_of_five_needs_action() -> None:
    own = [make_evidence_row("2026-10-02", evidence_id=f"E-{n}") for n in range(6)]
    good = [closure(f"A-{n}", evidence_ids=f"E-{n}") for n in range(5)]
    weak = closure("A-9", verified_by="registered manager", evidence_ids="E-5")

    fifth = ask("weak-action-closure", closed(*good[:4], weak, evidence=own))
    sixth = ask("weak-action-closure", closed(*good, weak, evidence=own))
    sixth_of_high = ask("weak-action-closure", closed(*good, weak, risk=HIGH, evidence=own))

    assert fifth.outcome == "action"
    assert fifth.says == (
        "Of the actions closed this month, 20% (1 of 5) was closed without evidence that it worked: it was "
        "verified by its owner."
    )
    assert sixth.outcome == "clear"
    assert sixth_of_high.outcome == "action"
    assert sixth_of_high.says.endswith("1 weak closure is on a high-priority risk (A-9).")


def test_each_reason_of_weak_closures_says_of_how_many_it_holds() -> None:
    own = [make_evidence_row("2026-10-02", evidence_id=f"E-{n}") for n in range(2)]
    weak = [
        closure("A-1", verified_by="registered manager", evidence_ids="E-0"),
        *(closure(f"A-{n}", evidence_ids="E-1") for n in (2, 3, 4)),
        closure("A-5", evidence_ids="E-gone"),
    ]

    found = ask("weak-action-closure", closed(*weak, evidence=own))

    assert found.says == (
        "Of the actions closed this month, 100% (5 of 5) were closed without evidence that they worked: 3 share "
        "their evidence with other closures, 1 cites no current frontline evidence and 1 was verified by its owner."
    )


def test_closures_of_other_months_and_months_without_any_say_nothing() -> None:
    assert ask("weak-action-closure", closed(closure("A-1", closed_on="2026-09-30"))).outcome == "no_evidence"
    assert ask("weak-action-closure", closed(closure("A-1", closed_on="2026-11-01"))).outcome == "no_evidence"


def test_where_nobody_records_verification_a_good_closure_is_not_clear() -> None:
    found = ask("weak-action-closure", closed(closure("A-1", verified_on=None, verified_by=None)))

    assert found.outcome == "no_evidence"
    assert (
        "No row of actions in the last 12 months fills “verified on” or “verified by”."
        in found.says.replace("no row", "No row")
    )


# Decisions

DECIDED = make_decision("2026-09-01", decision_id="D-1", risk_id="R-1")
CARRIED = make_action("2026-09-05", "2026-12-31", action_id="A-1", decision_id="D-1")


@pytest.mark.parametrize(
    ("decided_on", "outcome"),
    [
        pytest.param("2026-10-01", "action", id="30 days old"),
        pytest.param("2026-10-02", "clear", id="29 days old"),
        pytest.param("2025-11-01", "action", id="the first day of 12 months"),
    ],
)
def test_a_decision_that_no_action_names(decided_on: str, outcome: str) -> None:
    forgotten = make_decision(decided_on, decision_id="D-2")

    found = ask("decision-without-effect", {"decisions": [DECIDED, forgotten], "actions": [CARRIED]})

    assert found.outcome == outcome


def test_a_forgotten_decision_is_named() -> None:
    forgotten = make_decision("2026-09-02", decision_id="D-2")

    found = ask("decision-without-effect", {"decisions": [DECIDED, forgotten], "actions": [CARRIED]})

    assert found.says == (
        "1 of 2 decisions of the last 12 months is 30 or more days old and named by no action of this service (D-2)."
    )


def test_decisions_without_any_action_are_found_where_the_tracker_is_empty_but_not_where_it_is_missing() -> (
    None
):
    assert ask("decision-without-effect", {"decisions": [DECIDED], "actions": []}).outcome == "action"
    assert ask("decision-without-effect", {"decisions": [DECIDED]}).outcome == "no_evidence"


REVIEWED = {**DECIDED, "decided_on": "2026-07-01", "indicator": "attended_fill"}


@pytest.mark.parametrize(
    ("decision", "more", "outcome", "effect"),
    [
        pytest.param({}, rota(), "action", "not better", id="day 90 was 29 September: nothing changed"),
        pytest.param({}, rota(missed_in_october=12), "action", "not better", id="it got worse"),
        pytest.param({}, rota(missed_before=12), "clear", "better", id="it got better"),
        pytest.param({}, {}, "no_evidence", "not tested", id="its figure is unknown"),
        pytest.param({"indicator": None}, rota(), "clear", "not tested", id="no indicator"),
        pytest.param({"review_on": "2026-11-15"}, rota(), "clear", "not yet due", id="the review lies ahead"),
        pytest.param({"review_on": "2026-10-31"}, rota(), "action", "not better", id="reviewed on as_of"),
        pytest.param({"review_on": "2026-08-01"}, rota(), "action", "not better", id="91 days before as_of"),
        pytest.param({"review_on": "2026-07-31"}, rota(), "clear", "not tested", id="92 days before as_of"),
    ],
)
def test_the_effect_of_a_decision(
    decision: dict, more: dict[str, list[dict]], outcome: str, effect: str
) -> None:
    tables = {"decisions": [REVIEWED | decision], "actions": [CARRIED], **more}

    assert facts_of(tables).decisions["effect"].tolist() == [effect]
    assert ask("decision-without-effect", tables).outcome == outcome


def test_a_decision_that_a_later_one_on_the_same_risk_replaced_is_not_judged() -> None:
    later = make_decision("2026-10-10", decision_id="D-2", risk_id="R-1")

    facts = facts_of({"decisions": [REVIEWED, later], "actions": [CARRIED], **rota()})

    assert facts.decisions["effect"].tolist() == ["replaced", "not yet due"]


@pytest.mark.parametrize(
    ("review_on", "outcome"),
    [
        pytest.param("2026-08-01", "action", id="reviewed 91 days ago"),
        pytest.param("2026-07-31", "clear", id="reviewed 92 days ago"),
    ],
)
def test_a_decision_of_long_ago_is_judged_at_its_review_and_not_asked_for_an_action(
    review_on: str, outcome: str
) -> None:
    old = {**REVIEWED, "decision_id": "D-9", "decided_on": "2025-09-01", "review_on": review_on}
    new = {**DECIDED, "indicator": None, "risk_id": None}
    tables = {"decisions": [old, new], "actions": [CARRIED], **rota()}

    found = ask("decision-without-effect", tables)

    assert found.outcome == outcome
    assert "named by no action" not in found.says


def test_a_decision_without_effect_is_told_with_both_figures() -> None:
    found = ask("decision-without-effect", {"decisions": [REVIEWED], "actions": [CARRIED],
                                            **rota(missed_in_october=12)})  # fmt: skip

    assert found.says.startswith(
        "Decision D-1 of 1 July 2026 was due for review on 29 September 2026, and its figure has not got better: "
        "The share of needed hours attended was 61.4% (over 31 shifts) in October 2026, against 100% (over 92 "
        "shifts) in the 3 months before together"
    )


# Drift

OPEN = {"action_id": "A-1", "extensions": 0}


@pytest.mark.parametrize(
    ("action", "outcome"),
    [
        pytest.param({"original_due_on": "2026-10-30"}, "watch", id="first due the day before as_of"),
        pytest.param({"original_due_on": "2026-10-31"}, "clear", id="first due on as_of"),
        pytest.param({"due_on": "2026-10-30"}, "watch", id="no first day: the due day stands in"),
        pytest.param({"original_due_on": "2026-12-01", "extensions": 3}, "watch", id="moved three times"),
        pytest.param({"original_due_on": "2026-12-01", "extensions": 2}, "clear", id="moved twice"),
        pytest.param({"original_due_on": "2026-06-01", "completed_on": "2026-10-01"}, "clear", id="completed"),
        pytest.param({"original_due_on": "2026-06-01", "closed_on": "2026-11-01"}, "watch", id="closed after as_of"),
    ],
)  # fmt: skip
def test_actions_drifting(action: dict, outcome: str) -> None:
    done = make_action("2026-01-01", "2026-02-01", closed_on="2026-02-01", extensions=0)
    row = make_action("2026-05-01", action.pop("due_on", "2026-12-31"), **{**OPEN, **action})

    assert ask("actions-drifting", {"actions": [done, row]}).outcome == outcome


def test_drift_is_counted_from_the_day_an_action_was_first_due() -> None:
    done = make_action("2026-01-01", "2026-02-01", closed_on="2026-02-01", extensions=0)
    row = make_action("2026-05-01", "2026-12-31", action_id="A-1", original_due_on="2026-08-01", extensions=4)

    found = ask("actions-drifting", {"actions": [done, row]})

    assert found.says == (
        "1 of 1 open action is past the day it was first due, A-1 by 91 days; 1 of 1 open action was moved 3 or "
        "more times."
    )


# Meetings

KEPT = make_meeting("2026-09-10")


@pytest.mark.parametrize(
    ("meeting", "outcome", "state"),
    [
        pytest.param({"due_on": "2026-10-24", "held_on": None, "minuted_on": None}, "clear", "not yet due",
                     id="due 7 days ago"),
        pytest.param({"due_on": "2026-10-23", "held_on": None, "minuted_on": None}, "watch", "not held",
                     id="due 8 days ago"),
        pytest.param({"held_on": "2026-10-17", "minuted_on": None}, "clear", "held not minuted",
                     id="held 14 days ago"),
        pytest.param({"held_on": "2026-10-16", "minuted_on": None}, "watch", "held not minuted",
                     id="held 15 days ago"),
        pytest.param({"held_on": "2026-10-01", "minuted_on": "2026-10-15"}, "clear", "held and minuted",
                     id="minuted on day 14"),
        pytest.param({"held_on": "2026-10-01", "minuted_on": "2026-10-16"}, "watch", "held and minuted",
                     id="minuted on day 15"),
        pytest.param({"due_on": "2026-07-31", "held_on": None, "minuted_on": None}, "clear", None,
                     id="not of the last three months"),
    ],
)  # fmt: skip
def test_meeting_not_evidenced(meeting: dict, outcome: str, state: str | None) -> None:
    row = make_meeting(meeting.pop("due_on", "2026-10-01"), meeting_id="M-9", **meeting)
    tables = {"meetings": [KEPT, row]}

    states = facts_of(tables).meetings.set_index("meeting_id")["state"]

    assert ask("meeting-not-evidenced", tables).outcome == outcome
    assert states.get("M-9") == state


def test_a_meeting_not_held_and_one_not_minuted_are_named() -> None:
    missed = make_meeting("2026-10-01", meeting_id="M-8", held_on=None, minuted_on=None)
    silent = make_meeting("2026-10-01", meeting_id="M-9", minuted_on=None)

    found = ask("meeting-not-evidenced", {"meetings": [KEPT, missed, silent]})

    assert found.says == (
        "1 of 3 meetings due in the last 3 months was not held (M-8) and 1 of 3 meetings had no minutes within "
        "14 days (M-9)."
    )


def test_without_a_meeting_in_three_months_nothing_is_clear() -> None:
    found = ask("meeting-not-evidenced", {"meetings": [make_meeting("2026-03-01")]})

    assert found.outcome == "no_evidence"
    assert found.says == "Not tested: no meeting was due in the last 3 months."


# Gaps for the board

WELL_CLOSED = closure("A-0", closed_on="2026-03-01")


def said(day: str, evidence_ids: str = "E-99", **more: object) -> dict:
    return make_statement(day, risk_id="R-1", evidence_ids=evidence_ids, **more)


def governed(**more: list[dict]) -> dict[str, list[dict]]:
    """Nothing is wrong: a supported statement, a complete pack, a well-evidenced closure."""
    evidence = [make_evidence_row("2026-10-01", evidence_id="E-1", meeting_id="M-1"),
                make_evidence_row("2026-02-20", evidence_id="E-2")]  # fmt: skip
    meeting = make_meeting("2026-10-20", meeting_id="M-1", requires="audit")
    return {"statements": [said("2026-10-20", "E-1")], "meetings": [meeting], "evidence": evidence,
            "actions": [{**WELL_CLOSED, "evidence_ids": "E-2"}], **more}  # fmt: skip


@pytest.mark.parametrize(
    ("opened_on", "outcome"),
    [pytest.param("2026-07-31", "action", id="92 days"), pytest.param("2026-08-01", "clear", id="91 days")],
)
def test_a_gap_open_for_92_days_is_for_the_board(opened_on: str, outcome: str) -> None:
    told = [said(opened_on), said("2026-10-20")]

    assert ask("gap-unresolved-for-a-quarter", governed(statements=told)).outcome == outcome


def test_a_gap_is_told_with_its_day_and_the_three_options() -> None:
    told = [said("2026-07-01"), said("2026-10-20")]

    found = ask("gap-unresolved-for-a-quarter", governed(statements=told))

    assert found.says == (
        "What is said of risk R-1 has rested on no current frontline evidence since 1 July 2026, 122 days. The "
        "board can decide on additional support, external audit or leadership escalation."
    )


@pytest.mark.parametrize(
    ("statements", "since"),
    [
        pytest.param([said("2026-06-01"), said("2026-10-20", "E-1")], None, id="filled by the newest"),
        pytest.param([said("2026-10-05", "E-1"), said("2026-10-20")], "2026-10-20", id="opened by the newest"),
        pytest.param([said("2026-05-01"), said("2026-10-04", "E-1"), said("2026-10-10")], "2026-10-10",
                     id="a filled record breaks the run"),
        pytest.param([said("2026-05-01"), said("2026-06-01", claims="none"), said("2026-10-10")], "2026-05-01",
                     id="what claims nothing neither fills nor breaks"),
    ],
)  # fmt: skip
def test_a_gap_of_statements_runs_back_from_the_newest(statements: list[dict], since: str | None) -> None:
    gaps = facts_of(governed(statements=statements)).gaps

    assert [f"{day:%Y-%m-%d}" for day in gaps["opened_on"]] == ([since] if since else [])


def test_a_kind_missing_from_every_pack_is_a_gap_from_the_first_of_them() -> None:
    meetings = [make_meeting(f"2026-{month:02d}-20", meeting_id=f"M-{month}", requires="audit; feedback")
                for month in (6, 7, 8, 9, 10)]  # fmt: skip
    audits = [make_evidence_row(f"2026-{month:02d}-10", meeting_id=f"M-{month}", evidence_id=f"E-{month}")
              for month in (6, 7, 8, 9, 10)]  # fmt: skip
    once = make_evidence_row("2026-06-10", meeting_id="M-6", kind="feedback")

    gaps = facts_of(governed(meetings=meetings, evidence=[*audits, once], statements=[])).gaps

    packs = gaps[gaps["what"] == "pack"]
    assert packs[["subject", "days_open", "for_board"]].values.tolist() == [["feedback", 103, True]]


def test_an_action_closed_without_any_frontline_evidence_is_a_gap_until_some_is_filed() -> None:
    bare = closure("A-1", closed_on="2026-05-01", evidence_ids="E-99")

    open_gap = ask("gap-unresolved-for-a-quarter", governed(actions=[bare]))
    filled = ask("gap-unresolved-for-a-quarter", governed(actions=[{**bare, "evidence_ids": "E-1"}]))

    assert open_gap.says.startswith(
        "Action A-1 has been closed without any frontline evidence since 1 May 2026"
    )
    assert filled.outcome == "clear"


@pytest.mark.parametrize(
    ("table", "column"),
    [("actions", "evidence_ids"), ("statements", "evidence_ids"), ("evidence", "meeting_id")],
)
def test_a_gap_is_not_made_of_a_column_that_nobody_fills(table: str, column: str) -> None:
    tables = governed(meetings=[make_meeting("2026-06-20", meeting_id="M-1", requires="audit")])
    tables[table] = [{**row, column: None} for row in tables[table]]
    if table != "evidence":
        tables["evidence"][0]["event_on"] = "2026-06-19"
        tables["statements"][0]["made_on"] = "2026-06-20"

    found = ask("gap-unresolved-for-a-quarter", tables)

    assert found.outcome == "no_evidence"
    assert found.figure.value == 0


@pytest.mark.parametrize("table", ["statements", "meetings", "actions", "evidence"])
def test_gaps_are_never_clear_where_a_table_is_missing(table: str) -> None:
    tables = governed()
    del tables[table]

    assert ask("gap-unresolved-for-a-quarter", governed()).outcome == "clear"
    assert ask("gap-unresolved-for-a-quarter", tables).outcome == "no_evidence"
