"""Does the first screen say who must decide what, and the map what is missing in each row?"""

from __future__ import annotations

from tests.unit.report.parsing import tags_of, text_of
from tests.unit.report.recovery.factory import (
    NASTY,
    full_map,
    make_checks,
    make_item,
    make_map,
    make_risk,
    make_sources,
)
from toolkit.report import recovery
from toolkit.report.recovery import show_agenda, show_map

NO_REGISTER = make_sources("risks")


def test_each_item_of_the_agenda_names_its_decision_and_the_forum_as_the_provider_calls_it() -> None:
    audit = make_map(
        risks=[make_risk()], agenda=[make_item()], forums={"oversight": "quality and safety committee"}
    )

    piece = show_agenda(audit)

    assert piece.text == (
        "1 decision is needed, the most serious first.\n1. Nights run short (R-1): Who brings the evidence, "
        "and by when? (Quality and safety committee)"
    )
    assert text_of(piece.html).endswith(
        "Nights run short (R-1) R-1 Who brings the evidence, and by when? No link from a to b. To decide: "
        "Quality and safety committee."
    )


def test_an_item_about_an_action_says_which_risk_it_is_on() -> None:
    audit = make_map(
        risks=[make_risk()],
        agenda=[make_item(about="Action A-7"), make_item(2, about="Risk R-1"), make_item(3, risk_id=None,
                                                                                      about="Action A-8")],
    )  # fmt: skip

    said = text_of(show_agenda(audit).html)

    assert "Action A-7 Nights run short (R-1), R-1" in said
    assert "Risk R-1" not in said
    assert "Action A-8 Who brings" in said


def test_an_agenda_says_how_much_found_no_room_and_only_then() -> None:
    ten = [make_item(n) for n in range(1, 11)]

    assert "ten at most" not in show_agenda(make_map(agenda=ten)).text
    for n, more in ((1, "1 more stands"), (3, "3 more stand")):
        said = show_agenda(make_map(agenda=ten, agenda_left_out=n)).text.splitlines()[0]
        assert said.endswith(f" An agenda holds ten at most: {more} further below.")


def test_an_empty_agenda_is_good_news_only_where_everything_was_tested() -> None:
    tested = show_agenda(make_map())
    untested = show_agenda(make_map(checks=make_checks({"repeat-failure": {"risks": "No day of closing."}})))

    assert tested.text == "Nothing on this map asks for a decision."
    assert untested.text.endswith("But 1 question could not be answered: that is not good news.")


def test_a_row_of_the_map_says_action_sources_owner_route_what_is_missing_and_what_comes_next() -> None:
    row = make_risk(
        present=3, missing="decision to action", next_step="Ask for an action.", connectedness=0.75
    )

    piece = show_map(make_map(risks=[row]))

    assert piece.text == "1 risk is open, 1 of high priority."
    assert text_of(piece.html).endswith(
        "Nights run short (R-1) High priority R-1, since 4 Apr 2026 1 open action A-1 Rota and attendance, "
        "care records Owner: registered manager Review: quality meeting No link from decision to action "
        "3 of 4 links there Next: Ask for an action."
    )


def test_what_the_register_leaves_blank_is_named_with_a_sign() -> None:
    row = make_risk(owner=None, review_route=None, sources="", actions=0, action_ids="", priority=None)

    html = show_map(make_map(risks=[row])).html
    said = text_of(html)

    assert [
        words
        for words in ("No owner", "No review route", "No source named", "No open action", "No priority")
        if words not in said
    ] == []
    assert html.count('class="sign missing"') == 4


def test_actions_that_were_not_supplied_are_not_known_and_never_none() -> None:
    row = make_risk(actions=0, action_ids="", connectedness=None, present=0)

    piece = show_map(make_map(risks=[row], sources=make_sources("actions")))

    assert piece.text.endswith("Which of them has an action is not known: the actions were not supplied.")
    assert "No open action" not in text_of(piece.html)
    assert text_of(piece.html).count("Not known") == 2


def test_a_held_risk_is_told_apart_from_an_open_one_and_a_new_one_from_a_whole_one() -> None:
    rows = [make_risk("R-2", state="held open", actions=0), make_risk("R-3", expected=0, present=0,
                                                                      connectedness=None)]  # fmt: skip

    piece = show_map(make_map(risks=rows))

    assert piece.text == "1 risk is open, 1 of high priority. 1 risk that was closed is held open."
    assert "High priority, held open R-2" in text_of(piece.html)
    assert "Links not yet due" in text_of(piece.html)


def test_forty_risks_fold_after_the_first_ten() -> None:
    html = show_map(full_map(40)).html

    assert "The other 30 risks" in text_of(html)
    assert len(tags_of(html, "table")) == 2


def test_no_piece_says_anything_of_a_register_that_is_not_there() -> None:
    audit = make_map(sources=NO_REGISTER)

    said = [getattr(recovery, name)(audit).text for name in recovery.__all__]

    assert [text for text in said if "What happened is unknown, not good." not in text] == []


def test_an_empty_register_is_said_in_words_by_every_piece() -> None:
    pieces = [getattr(recovery, name)(make_map()) for name in recovery.__all__]

    assert [piece.text for piece in pieces if not piece.text.startswith(("No", "no"))] == []
    assert [piece for piece in pieces if "<table" in piece.html or "<svg" in piece.html] == []


def test_hostile_text_is_text_in_every_piece() -> None:
    for name in recovery.__all__:
        html = getattr(recovery, name)(full_map(6, NASTY)).html

        assert tags_of(html, "script") == tags_of(html, "img") == [], name


def test_a_piece_is_the_same_twice() -> None:
    for name in recovery.__all__:
        assert getattr(recovery, name)(full_map()).html == getattr(recovery, name)(full_map()).html
