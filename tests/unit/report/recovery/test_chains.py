"""Does the picture of the chains show where each breaks, without colour, and say the same in words?"""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.unit.report.parsing import text_of
from tests.unit.report.recovery.factory import full_map, make_chain, make_map, make_risk
from toolkit.measures.recovery.links import LINKS, MISSING, NOT_KNOWN, NOT_YET_DUE
from toolkit.report.recovery import draw_chains, show_missing_records

NEW = {one.split()[0]: NOT_YET_DUE for one in LINKS}


def picture(html: str) -> str:
    found = re.search(r"<svg xmlns.*?</svg>", html, re.DOTALL)
    assert found, "no picture"
    return found[0]


def drawn_texts(html: str) -> list[str]:
    return re.findall(r"<(?:text|tspan)[^>]*>([^<]+)</", picture(html))


def one_chain(**states: str) -> Any:
    return make_map(risks=[make_risk()], chains=make_chain(**states))


@pytest.mark.parametrize(
    ("states", "end", "key"),
    [
        ({}, "4 of 4 there", "the link is there"),
        ({"action": MISSING}, "3 of 4 there", "the link is there the link is missing"),
        ({"practice": NOT_KNOWN}, "3 of 4 there, 1 not known",
         "the link is there nobody can tell: records not supplied"),
        (NEW, "not yet due", "not yet due"),
        ({"decision": "", "action": MISSING}, "2 of 3 there", "the link is there the link is missing"),
    ],
    ids=["whole", "broken", "not known", "not yet due", "no decision expected"],
)  # fmt: skip
def test_a_chain_says_at_its_end_how_much_is_there_and_the_key_names_what_is_drawn(
    states: dict[str, str], end: str, key: str
) -> None:
    html = draw_chains(one_chain(**states)).html

    assert end in drawn_texts(html)
    assert text_of(html[html.index('<ul class="legend"') : html.index("<details>")]) == key


def test_the_five_stations_stand_above_and_a_risk_is_named_with_its_id() -> None:
    drawn = drawn_texts(draw_chains(one_chain()).html)

    assert {"Decision", "Action", "Evidence", "Practice", "Outcome", "R-1"} <= set(drawn)


def test_a_broken_link_has_a_cross_and_one_nobody_can_follow_stripes_and_a_question_mark() -> None:
    whole = picture(draw_chains(one_chain()).html)
    broken = picture(draw_chains(one_chain(action=MISSING)).html)
    unknown = picture(draw_chains(one_chain(practice=NOT_KNOWN)).html)

    assert "var(--action)" not in whole and "chains-hatch" not in whole
    assert broken.count("var(--action)") >= 2  # the stubs, and the cross between them
    assert "url(#chains-hatch)" in unknown and ">?<" in unknown


def test_the_answer_counts_what_breaks_what_is_unknown_and_what_is_too_new() -> None:
    names = ("R-1", "R-2", "R-3", "R-4")
    chains = [*make_chain("R-1", action=MISSING), *make_chain("R-2", practice=NOT_KNOWN),
              *make_chain("R-3", **NEW), *make_chain("R-4")]  # fmt: skip

    piece = draw_chains(make_map(risks=[make_risk(name) for name in names], chains=chains))

    assert piece.text.endswith(
        "Of 4 risks on the map, 1 has a missing link, 1 cannot be followed to its end, 1 is too new for "
        "links to be due and 1 holds together."
    )


def test_a_decision_is_said_to_be_expected_of_high_priority_only_where_one_is_left_out() -> None:
    without = draw_chains(one_chain(decision=""))

    assert "A decision is expected of high-priority risks only." in without.text
    assert "expected" not in draw_chains(one_chain()).text
    assert "–: not expected" in text_of(without.html)


def test_the_table_names_the_record_that_makes_each_link() -> None:
    chains = make_chain(action=MISSING)
    chains[3]["by"] = "indicator:missed_care_rate"

    said = text_of(draw_chains(make_map(risks=[make_risk()], chains=chains)).html)

    assert "There E-0 Missing There E-2 There Care missed" in said


def test_fifteen_chains_are_drawn_and_the_others_stand_in_the_table() -> None:
    piece = draw_chains(full_map(40))

    assert piece.text.endswith("The 15 most serious are drawn; 25 others stand only in the table.")
    assert "R-15" in drawn_texts(piece.html) and "R-16" not in drawn_texts(piece.html)
    assert "R-40" in text_of(piece.html)


def test_each_broken_link_names_the_record_that_would_mend_it() -> None:
    piece = show_missing_records(one_chain(decision=MISSING, evidence=MISSING))

    assert piece.text == "2 links of 1 risk are missing."
    assert text_of(piece.html).endswith(
        "Decision to action An action that carries out a decision on this risk Evidence to practice An "
        "observation of practice, or a care plan change that came of learning"
    )


def test_links_nobody_can_follow_are_not_called_whole() -> None:
    unknown = show_missing_records(one_chain(practice=NOT_KNOWN))
    whole = show_missing_records(one_chain())

    assert "1 link cannot be followed" in unknown.text and "unknown, not good" in unknown.text
    assert whole.text == "No link that is due is missing."
