"""What does the recovery map say of a register? One case a check, to check by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.factories import (
    make_action,
    make_audit_row,
    make_complaint,
    make_decision,
    make_evidence,
    make_evidence_row,
    make_feedback,
    make_observation,
    make_risk,
    make_statement,
)
from toolkit.audits.checks import Check, Outcome
from toolkit.audits.recovery.audit import CHECKS, RecoveryMap, run
from toolkit.audits.recovery.facts import RecoveryFacts
from toolkit.audits.recovery.hold_open import forum_named, next_forum, reviewed_at
from toolkit.audits.recovery.questions import QUESTIONS

CODES = dict(zip([question.code for question in QUESTIONS], CHECKS, strict=True))
Tables = Mapping[str, list[dict[str, Any]]]


# An action on a risk long gone uses every column, so that a blank cell says none and not unknown.
LONG_DONE = make_action(
    "2026-01-01", "2026-02-01", action_id="A-00", risk_id="R-00", decision_id="D-00", evidence_ids="E-00",
    completed_on="2026-02-01", closed_on="2026-02-01", owner="registered manager",
)  # fmt: skip


def ask(code: str, tables: Tables, *, as_is: bool = False, **more: Any) -> Check:
    """The answer to one check; `as_is` leaves columns that the tables never fill unused."""
    held = tables if as_is else in_use(tables)
    return CODES[code](RecoveryFacts(make_evidence(held, **more)))


def in_use(tables: Tables) -> Tables:
    """The tables, with a tracker whose columns are all in use where there is one with rows."""
    actions = tables.get("actions")
    return {**tables, "actions": [*actions, LONG_DONE]} if actions else tables


def a_risk(name: str = "R-1", **given: Any) -> dict[str, Any]:
    return make_risk(given.pop("opened_on", "2026-05-01"), risk_id=name, **({"indicator": None} | given))


def an_action(name: str = "A-1", **given: Any) -> dict[str, Any]:
    return make_action("2026-05-10", "2026-09-01", **({"action_id": name, "risk_id": "R-1"} | given))


def joined_up(**changed: Any) -> Tables:
    """A risk whose four links are all there."""
    tables = {
        "risks": [a_risk()],
        "actions": [an_action(decision_id="D-1", evidence_ids="E-1")],
        "decisions": [make_decision("2026-05-05", decision_id="D-1", risk_id="R-1")],
        "evidence": [make_evidence_row("2026-06-01", evidence_id="E-1")],
        "observations": [make_observation("2026-06-01 09:00", theme="staffing")],
        "care_plan_changes": [],
        "learning": [],
        "feedback": [make_feedback("2026-10-01", theme="staffing")],
        "statements": [make_statement("2026-10-05", risk_id="R-1", claims="stable")],
    }
    return tables | changed


# map-row-incomplete


def test_a_row_with_everything_is_clear() -> None:
    found = ask("map-row-incomplete", {"risks": [a_risk()], "actions": [an_action()]})

    assert (found.outcome, found.figure.value, found.figure.n) == (Outcome.CLEAR, 0, 1)


@pytest.mark.parametrize(
    ("lacking", "says"),
    [
        ({"owner": None}, "1 of 2 open risks has no owner (R-1)."),
        ({"review_route": None}, "1 of 2 open risks has no review route (R-1)."),
        ({"evidence_sources": None}, "1 of 2 open risks has no evidence source (R-1)."),
    ],
)
def test_a_blank_in_a_row_is_nobody_and_none(lacking: dict[str, None], says: str) -> None:
    risks = [a_risk(**lacking), a_risk("R-2")]
    found = ask(
        "map-row-incomplete", {"risks": risks, "actions": [an_action(), an_action("A-2", risk_id="R-2")]}
    )

    assert (found.outcome, found.says) == (Outcome.WATCH, says)
    assert [one.ref for one in found.evidence] == ["risks:R-1"]


@pytest.mark.parametrize(
    "action", [{"completed_on": "2026-10-01"}, {"closed_on": "2026-10-01"}, {"risk_id": "R-2"}]
)
def test_a_risk_whose_actions_are_done_or_anothers_has_none(action: dict[str, str]) -> None:
    found = ask("map-row-incomplete", {"risks": [a_risk()], "actions": [an_action(**action)]})

    assert found.says == "1 of 1 open risk has no open action (R-1)."


def test_a_column_nobody_ever_filled_is_unknown_not_nobody() -> None:
    found = ask("map-row-incomplete", {"risks": [a_risk(owner=None)], "actions": [an_action()]})

    assert found.outcome is Outcome.NO_EVIDENCE
    assert "no row of risks in the last 12 months fills “owner”." in found.says


def test_without_the_actions_nobody_can_tell_which_risk_has_one() -> None:
    assert ask("map-row-incomplete", {"risks": [a_risk()]}).outcome is Outcome.NO_EVIDENCE


def test_a_tracker_without_a_single_action_for_the_service_leaves_every_risk_without_one() -> None:
    assert ask("map-row-incomplete", {"risks": [a_risk()], "actions": []}).outcome is Outcome.WATCH


# disconnected-evidence


def test_a_joined_up_risk_is_clear() -> None:
    found = ask("disconnected-evidence", joined_up())

    assert (found.outcome, found.figure.value, found.figure.n) == (Outcome.CLEAR, 1.0, 4)


def test_one_missing_link_of_a_high_priority_risk_is_enough() -> None:
    found = ask("disconnected-evidence", joined_up(observations=[]))

    assert found.outcome is Outcome.ACTION
    assert found.says == "1 open high-priority risk lacks a link: R-1 (evidence to practice)." + (
        " Of all links of the open risks, 75% (3 of 4) are there."
    )


@pytest.mark.parametrize(
    ("whole", "outcome"),
    # one medium risk lacks one link of three; two others make it 8 of 9, and one alone 5 of 6
    [(2, "clear"), (1, "clear"), (0, "action")],
)
def test_connectedness_under_four_in_five_fires_without_a_high_priority_risk(
    whole: int, outcome: str
) -> None:
    risks = [a_risk("R-1", priority="medium"), *(a_risk(f"R-{n + 2}", priority="low") for n in range(whole))]
    actions = [
        an_action(f"A-{n}", risk_id=risk["risk_id"], evidence_ids="E-1") for n, risk in enumerate(risks)
    ]
    actions[0]["evidence_ids"] = None
    actions[0]["update_text"] = "In hand"
    found = ask("disconnected-evidence", joined_up(risks=risks, actions=actions))

    assert found.outcome.value == outcome


def test_where_records_were_not_supplied_nothing_is_clear() -> None:
    tables = dict(joined_up())
    del tables["decisions"]
    found = ask("disconnected-evidence", tables)

    assert (found.outcome, found.figure.value) == (Outcome.NO_EVIDENCE, None)
    assert "of 4 links, 1 cannot be followed: their records were not supplied." in found.says


def test_a_missing_link_stands_beside_one_that_cannot_be_followed() -> None:
    tables = dict(joined_up(observations=[]))
    del tables["decisions"]

    assert ask("disconnected-evidence", tables).outcome is Outcome.ACTION


def test_a_risk_too_new_to_be_joined_up_is_no_evidence_not_clear() -> None:
    found = ask("disconnected-evidence", joined_up(risks=[a_risk(opened_on="2026-10-10")]))

    assert found.outcome is Outcome.NO_EVIDENCE
    assert "every open risk is too new for its links to be due." in found.says


# conflicting-story


def audits(*scores: tuple[str, int]) -> list[dict[str, Any]]:
    """One audit of the theme a month, 100 questions, so many answered yes."""
    return [make_audit_row(f"{month}-10", theme="staffing", yes=yes, no=100 - yes) for month, yes in scores]


STEADY = [("2026-07", 80), ("2026-08", 80), ("2026-09", 80)]
BETTER, WORSE = audits(*STEADY, ("2026-10", 97)), audits(*STEADY, ("2026-10", 50))


def concerns(month_share: dict[str, int]) -> list[dict[str, Any]]:
    """Twenty voices a month, so many of them concerns."""
    return [
        make_feedback(f"{month}-{n + 1:02d}", kind="concern" if n < share else "compliment", theme="staffing")
        for month, share in month_share.items()
        for n in range(20)
    ]


QUIET = {"2026-07": 4, "2026-08": 4, "2026-09": 4}


def test_one_source_better_and_one_worse_is_a_conflicting_story() -> None:
    tables = joined_up(
        risks=[a_risk(evidence_sources="audits; feedback; care")], audits=BETTER,
        feedback=concerns(QUIET | {"2026-10": 18}), complaints=[make_complaint("2026-06-02")],
    )  # fmt: skip
    found = ask("conflicting-story", tables)

    assert found.outcome is Outcome.ACTION
    assert found.says == "Of R-1, audits got better and feedback got worse."


def test_a_silent_source_is_shown_and_decides_nothing() -> None:
    tables = joined_up(risks=[a_risk(evidence_sources="audits; care")], audits=BETTER)

    facts = RecoveryFacts(make_evidence(tables))
    assert dict(zip(facts.sources["source"], facts.sources["says"], strict=True)) == {
        "audits": "better",
        "care": "silent",
    }
    found = ask("conflicting-story", tables)
    assert found.outcome is Outcome.CLEAR
    assert found.says.startswith(
        "No open risk has a source that got better and another that got worse. "
        "Of the 2 sources they name, 1 could not be heard."
    )


def test_a_leader_who_claims_what_a_source_denies_fires() -> None:
    told = [make_statement("2026-10-05", statement_id="ST-1", risk_id="R-1", claims="improved")]
    found = ask(
        "conflicting-story",
        joined_up(risks=[a_risk(evidence_sources="audits")], audits=WORSE, statements=told),
    )

    assert found.outcome is Outcome.ACTION
    assert found.says == "Statement ST-1 says that R-1 has improved, and audits got worse."
    assert [one.ref for one in found.evidence] == ["statements:ST-1"]


def test_two_managers_who_say_different_things_fire() -> None:
    told = [
        make_statement("2026-10-05", statement_id="ST-1", risk_id="R-1", claims="embedded"),
        make_statement("2026-10-20", statement_id="ST-2", risk_id="R-1", claims="worse"),
    ]
    found = ask("conflicting-story", joined_up(statements=told))

    assert (found.outcome, found.figure.value) == (Outcome.ACTION, 1)
    assert found.says == "Of R-1, the statements ST-1 and ST-2 say different things."


def test_stable_and_worse_are_not_two_messages_in_the_letter_of_the_rule() -> None:
    told = [make_statement("2026-10-05", risk_id="R-1", claims=claim) for claim in ("stable", "worse")]

    assert ask("conflicting-story", joined_up(statements=told)).outcome is Outcome.CLEAR


def test_without_statements_half_of_the_question_is_open() -> None:
    tables = dict(joined_up())
    del tables["statements"]

    assert ask("conflicting-story", tables).outcome is Outcome.NO_EVIDENCE


# closed-while-disconnected


# A risk, and an action on it, closed long ago: closing days are kept in these registers.
LONG_CLOSED = a_risk("R-0", closed_on="2026-03-01", opened_on="2026-01-05", theme="falls")
ONCE_CLOSED = an_action("A-0", risk_id="R-0", closed_on="2026-03-01", evidence_ids="E-1")


@pytest.mark.parametrize(("closed_on", "outcome"), [("2026-08-01", "action"), ("2026-07-31", "clear")])
def test_a_risk_closed_with_a_missing_link_in_the_last_92_days_fires(closed_on: str, outcome: str) -> None:
    tables = joined_up(risks=[a_risk(closed_on=closed_on), a_risk("R-2", priority="low")], observations=[])
    tables = {**tables, "actions": [*tables["actions"], ONCE_CLOSED]}
    tables = {**tables, "statements": [make_statement("2026-10-05", risk_id="R-2", claims="stable")]}

    assert ask("closed-while-disconnected", tables).outcome.value == outcome


def test_a_risk_closed_whole_is_clear() -> None:
    actions = [*joined_up()["actions"], ONCE_CLOSED]
    found = ask(
        "closed-while-disconnected", joined_up(risks=[a_risk(closed_on="2026-10-20")], actions=actions)
    )

    assert found.outcome is Outcome.CLEAR
    assert "Of 1 risk closed in the last 92 days, each holds together." in found.says


@pytest.mark.parametrize(
    ("event_on", "kind", "outcome"),
    [
        ("2026-10-05", "audit", "clear"),
        ("2026-10-06", "audit", "action"),  # dated after it was closed
        ("2026-10-05", "minutes", "action"),  # says what leaders said
    ],
)
def test_an_action_closed_needs_frontline_evidence_of_that_day_or_before(
    event_on: str, kind: str, outcome: str
) -> None:
    closed = an_action("A-2", closed_on="2026-10-05", evidence_ids="E-2")
    first = joined_up()["actions"][0]
    evidence = [*joined_up()["evidence"], make_evidence_row(event_on, evidence_id="E-2", kind=kind)]

    risks = [a_risk(), LONG_CLOSED]
    tables = joined_up(risks=risks, actions=[first, closed], evidence=evidence)
    found = ask("closed-while-disconnected", tables)

    assert found.outcome.value == outcome


@pytest.mark.parametrize(
    ("risks", "actions", "unknown"),
    [
        ([a_risk()], [ONCE_CLOSED], "no row of risks in the last 12 months fills “closed on”."),
        ([a_risk(), LONG_CLOSED], [an_action()], "no row of actions in the last 12 months fills “closed on”."),
        ([a_risk(), LONG_CLOSED], [an_action(closed_on="2026-10-05")],
         "no row of actions in the last 12 months fills “evidence ids”."),
    ],
)  # fmt: skip
def test_a_closing_day_or_evidence_nobody_ever_filled_is_unknown_not_clear(
    risks: list[dict[str, Any]], actions: list[dict[str, Any]], unknown: str
) -> None:
    found = ask("closed-while-disconnected", joined_up(risks=risks, actions=actions), as_is=True)

    assert found.outcome is Outcome.NO_EVIDENCE
    assert unknown in found.says
    assert run(make_evidence(joined_up(risks=risks, actions=actions))).hold_open.empty


def test_an_action_closed_on_a_risk_in_conflict_fires_although_no_action_cites_evidence() -> None:
    tables = joined_up(
        risks=[a_risk(evidence_sources="audits; feedback")], audits=BETTER,
        feedback=concerns(QUIET | {"2026-10": 18}), actions=[an_action(closed_on="2026-10-05")],
        complaints=[make_complaint("2026-06-02")],
    )  # fmt: skip
    found = ask("closed-while-disconnected", tables, as_is=True)

    assert (found.outcome, found.figure.value) == (Outcome.ACTION, 1)
    assert "1 action was closed on a risk whose sources are in conflict (A-1)." in found.says
    assert "without frontline evidence" not in found.says


def test_a_risk_called_embedded_with_a_missing_link_is_claimed_closed() -> None:
    told = [make_statement("2026-10-05", statement_id="ST-1", risk_id="R-1", claims="embedded")]
    found = ask("closed-while-disconnected", joined_up(observations=[], statements=told))

    assert found.outcome is Outcome.ACTION
    assert found.says.startswith(
        "1 risk with a missing link was called embedded this month (R-1). Not tested:"
    )


# overlapping-actions


@pytest.mark.parametrize(
    ("one", "other", "outcome"),
    [
        (("Fill the night shifts by May", "Dawn"), ("Fill the night shifts by June", "Tunde"), "watch"),
        (("Fill the night shifts by May", "Dawn"), ("Fill the night shifts by June", "dawn "), "clear"),
        (("Fill the night shifts by May", "Dawn"), ("Fill the night shifts by June", None), "clear"),
        (("Fill the night shifts by May", "Dawn"), ("Review the pressure care plans", "Tunde"), "clear"),
    ],
)
def test_two_open_actions_alike_with_two_owners_overlap(
    one: tuple[str, str], other: tuple[str, str | None], outcome: str
) -> None:
    actions = [an_action(f"A-{n}", action=text, owner=owner) for n, (text, owner) in enumerate((one, other))]

    assert ask("overlapping-actions", {"risks": [a_risk()], "actions": actions}).outcome.value == outcome


@pytest.mark.parametrize(
    ("theme", "owner", "outcome"),
    [
        ("staffing", "deputy", "watch"),
        ("staffing", "registered manager", "clear"),
        ("other", "deputy", "clear"),
    ],
)
def test_two_open_risks_of_one_theme_with_two_owners_overlap(theme: str, owner: str, outcome: str) -> None:
    risks = [a_risk(theme=theme), a_risk("R-2", theme=theme, owner=owner)]

    assert ask("overlapping-actions", {"risks": risks, "actions": [an_action()]}).outcome.value == outcome


# the two links


@pytest.mark.parametrize(
    ("theme", "sources", "outcome"),
    [
        ("staffing", "shifts; care", "clear"),
        ("staffing", "shifts", "watch"),
        ("missed_care", "care", "watch"),
        ("missed_care", "care; dependency", "clear"),
        ("staffing", "feedback", "clear"),  # names neither
        ("falls", "care", "clear"),  # another theme
    ],
)
def test_a_staffing_risk_names_the_rota_and_the_care_or_neither(
    theme: str, sources: str, outcome: str
) -> None:
    risks = [a_risk(theme=theme, evidence_sources=sources)]

    assert ask("staffing-not-linked-to-missed-care", {"risks": risks}).outcome.value == outcome


@pytest.mark.parametrize(
    ("sources", "outcome"),
    [
        ("complaints", "watch"),
        ("learning; feedback", "watch"),
        ("complaints; care_plan_changes", "clear"),
        ("feedback", "clear"),
    ],
)
def test_a_risk_that_names_complaints_names_care_plan_changes_too(sources: str, outcome: str) -> None:
    risks = [a_risk(evidence_sources=sources)]

    assert ask("complaints-not-linked-to-care-plans", {"risks": risks}).outcome.value == outcome


# repeat-failure


@pytest.mark.parametrize(
    ("closed_on", "opened_on", "theme", "outcome"),
    [
        ("2026-05-01", "2026-05-01", "staffing", "action"),  # on the day
        ("2025-10-15", "2026-10-15", "staffing", "action"),  # 365 days after
        ("2025-10-14", "2026-10-15", "staffing", "clear"),  # 366
        ("2026-05-02", "2026-05-01", "staffing", "clear"),  # opened before the other was closed
        ("2026-04-01", "2026-05-01", "falls", "clear"),  # another theme
        ("2025-10-30", "2025-10-31", "staffing", "clear"),  # opened before the 12 months
    ],
)
def test_a_risk_opened_within_a_year_after_another_of_its_theme_was_closed_came_back(
    closed_on: str, opened_on: str, theme: str, outcome: str
) -> None:
    risks = [
        a_risk("R-0", opened_on="2025-01-01", closed_on=closed_on),
        a_risk("R-1", opened_on=opened_on, theme=theme),
        a_risk("R-9", opened_on="2025-01-01", theme="other", closed_on="2026-10-01"),
    ]

    assert ask("repeat-failure", {"risks": risks}).outcome.value == outcome


def test_the_sentence_names_both_risks_and_the_days_between() -> None:
    risks = [a_risk("R-0", opened_on="2025-01-01", closed_on="2026-03-01"), a_risk("R-1")]

    found = ask("repeat-failure", {"risks": risks})

    assert found.says == (
        "R-1 was opened on 1 May 2026, 61 days after R-0 on the same theme (staffing) was closed."
    )
    assert [one.ref for one in found.evidence] == ["risks:R-0", "risks:R-1"]


# the whole map


def the_map(tables: Tables) -> RecoveryMap:
    return run(make_evidence(in_use(tables)))


def test_without_a_register_nothing_is_clear() -> None:
    found = the_map({})

    assert {check.outcome for check in found.checks} == {Outcome.NO_EVIDENCE}
    assert found.measures["connectedness"].value is None
    assert found.risks.empty and found.agenda.empty


def test_the_next_step_is_what_is_missing_first() -> None:
    rows = {
        "nobody owns it": the_map(joined_up(risks=[a_risk(owner=None), a_risk("R-2")])).risks,
        "nobody does anything": the_map(joined_up(actions=[an_action(closed_on="2026-10-01")])).risks,
        "a link is missing": the_map(joined_up(observations=[])).risks,
        "sources are silent": the_map(joined_up()).risks,
        "nothing is missing": the_map(
            joined_up(
                risks=[a_risk(evidence_sources="feedback; audits")],
                audits=audits(*STEADY, ("2026-10", 80)),
                feedback=concerns(QUIET | {"2026-10": 4}),
                complaints=[make_complaint("2026-06-02")],
            )
        ).risks,
    }

    found = {case: rows["next_step"][rows["risk_id"] == "R-1"].iloc[0] for case, rows in rows.items()}
    assert found == {
        "nobody owns it": "Name an owner.",
        "nobody does anything": "Agree an action.",
        "a link is missing": "Ask for an observation of practice, or a care plan change that came of learning.",
        "sources are silent": "Ask for the shifts and care records.",
        "nothing is missing": "Review as planned.",
    }


def test_who_spoke_is_told_by_role_or_title_and_never_by_name() -> None:
    speakers = ("Registered Manager", "Regional director", "Dawn Pryce", None)
    told = [
        make_statement("2026-10-05", statement_id=f"ST-{n}", risk_id="R-1", claims="stable", made_by=by)
        for n, by in enumerate(speakers)
    ]
    evidence = make_evidence(joined_up(statements=told))
    evidence.titles = frozenset({"regional director"})
    leaders = run(evidence).leaders

    assert list(leaders["made_by"].fillna("")) == [
        "Registered Manager", "Regional director", "a named person", "",
    ]  # fmt: skip
    assert list(run(evidence).risks["owner"]) == ["registered manager"]  # as the register has it


def test_a_risk_closed_too_early_stays_on_the_map_with_the_next_forum_up() -> None:
    closed = a_risk(closed_on="2026-10-20", review_route="Monthly quality meeting")
    found = the_map(joined_up(risks=[closed], observations=[]))

    assert list(found.risks["state"]) == ["held open"]
    (held,) = found.hold_open[found.hold_open["kind"] == "risk"].to_dict("records")
    assert (held["forum"], held["ask_for"]) == (
        "oversight",
        "an observation of practice, or a care plan change that came of learning",
    )


@pytest.mark.parametrize(
    ("route", "forum"),
    [
        ("dashboard review", None),
        ("Onboarding group", None),
        ("on-board training", None),
        ("quality lead, weekly", None),
        ("home quality meeting", "quality_meeting"),
        ("Quality  committee", "quality_meeting"),
        ("quality group, then the board", "board"),
        ("Board-level review", "board"),
        ("provider oversight", "oversight"),
        ("shift handover", "handover"),
        ("handover; QA circle", "oversight"),  # the provider's own name
        ("QA circles", None),
    ],
)
def test_only_whole_words_of_a_review_route_name_a_forum(route: str, forum: str | None) -> None:
    assert forum_named(route, {"oversight": "QA circle"}) == forum


def test_a_risk_whose_route_names_no_forum_is_reviewed_where_it_was_decided_last() -> None:
    tables = joined_up(
        risks=[a_risk(review_route="weekly"), a_risk("R-2", review_route="weekly")],
        decisions=[
            make_decision("2026-05-05", decision_id="D-1", risk_id="R-1", forum="oversight"),
            make_decision("2026-06-05", decision_id="D-2", risk_id="R-1", forum="handover"),
        ],
    )
    facts = RecoveryFacts(make_evidence(tables))

    assert [reviewed_at(facts, risk) for risk in ("R-1", "R-2")] == ["handover", "quality_meeting"]
    assert [next_forum(facts, risk) for risk in ("R-1", "R-2")] == ["quality_meeting", "oversight"]
    agenda = the_map(tables).agenda
    assert list(agenda.loc[agenda["risk_id"] == "R-2", "from_whom"])[:1] == ["quality_meeting"]


@pytest.mark.parametrize(
    ("decided_on", "asked"),
    [
        ("R-1", "an action that carries out a decision on this risk"),
        ("R-2", "a decision on this risk, and an action that carries it out"),
    ],
)
def test_a_risk_without_any_decision_is_asked_for_the_decision_too(decided_on: str, asked: str) -> None:
    tables = joined_up(
        actions=[an_action(evidence_ids="E-1")],
        decisions=[make_decision("2026-05-05", decision_id="D-1", risk_id=decided_on)],
        statements=[make_statement("2026-10-05", risk_id="R-1", claims="embedded")],
    )
    found = the_map(tables)

    assert list(found.risks["next_step"]) == [f"Ask for {asked}."]
    assert list(found.chains.loc[found.chains["link"] == "decision to action", "missing_record"]) == [asked]
    assert found.agenda["decision"][0] == f"Who brings {asked}, and by when?"
    assert list(found.hold_open["ask_for"]) == [asked]


def test_a_broken_risk_told_in_two_stories_is_one_item_of_the_agenda() -> None:
    told = [make_statement("2026-10-05", statement_id="ST-1", risk_id="R-1", claims="improved")]
    risks = [a_risk(evidence_sources="audits"), a_risk("R-2", priority="low", evidence_sources="audits")]
    told.append(make_statement("2026-10-05", statement_id="ST-2", risk_id="R-2", claims="improved"))
    agenda = the_map(joined_up(risks=risks, audits=WORSE, statements=told, observations=[])).agenda

    denied = "Leaders say it has improved, and audits got worse."
    assert list(zip(agenda["risk_id"], agenda["why"], strict=True)) == [
        ("R-1", f"No link from evidence to practice. {denied}"),
        ("R-2", denied),
    ]
    assert agenda["decision"][0].startswith("Who brings an observation of practice")


def test_the_agenda_has_at_most_ten_items_the_most_serious_first() -> None:
    risks = [a_risk(f"R-{n:02d}", theme="falls", owner=f"owner {n}") for n in range(12)]
    found = the_map(joined_up(risks=risks, observations=[]))

    assert list(found.agenda["place"]) == list(range(1, 11))
    assert list(found.agenda["risk_id"]) == [f"R-{n:02d}" for n in range(10)]
    assert found.agenda_left_out == 2 + 12 * 11 // 2  # two risks more, and each pair of their owners
    assert set(found.agenda["from_whom"]) == {"oversight"}
    assert all(decision.endswith("?") for decision in found.agenda["decision"])
