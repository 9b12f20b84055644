"""Are limits declared anew read for their service, and is each mistake told with what to write?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.parameters.files import TWO_SERVICES, load_from, mistakes_in
from toolkit.parameters.rebases import DeclaredRebase

FILE = "services/oakfield.yaml"
LINES = {
    "indicator": "missed_care_rate",
    "month": "2026-04",
    "reason": "New night  model on Willow",
    "decided_by": "quality meeting",
}


def declared(*entries: dict[str, str]) -> dict[str, str]:
    """The file of the service, with these under `rebases`."""
    items = ["\n    ".join(f"{key}: {value}" for key, value in entry.items()) for entry in entries]
    return {FILE: "rebases:\n" + "".join(f"  - {item}\n" for item in items)}


def test_limits_declared_anew_are_read_for_their_service_only(tmp_path: Path) -> None:
    parameters = load_from(tmp_path, declared(LINES), services=TWO_SERVICES)

    assert parameters.rebases("oakfield") == (
        DeclaredRebase(
            indicator="missed_care_rate", month="2026-04", reason="New night model on Willow",
            decided_by="quality meeting",
        ),
    )  # fmt: skip
    assert parameters.rebases("birch-lodge") == ()


@pytest.mark.parametrize("content", ["rebases:\n", "rebases: []\n", "reviewers:\n"])
def test_a_heading_with_nothing_below_it_declares_nothing(tmp_path: Path, content: str) -> None:
    assert load_from(tmp_path, {FILE: content}).rebases("oakfield") == ()


AS_A_MONTH = "Write the first month of the new limits as YYYY-MM, such as 2026-04."
WHAT_CHANGED = "Write what changed in the work: limits do not move because figures did."
WHO = "Write which meeting or role decided it."


@pytest.mark.parametrize(
    ("key", "written", "line", "what", "mend"),
    [
        ("indicator", "missed_care", 2, '"missed_care" is not an indicator.',
         'Did you mean "missed_care_rate"?'),
        ("indicator", "practice", 2, '"practice" is not an indicator.',
         "Known: attended_fill, audit_score, complaints_count, concern_share, delayed_rate, incident_rate, "
         "learning_in_eight_weeks, missed_care_rate, own_fill, poorly_evidenced_rate, shortened_rate."),
        ("month", "2026-13", 3, '"2026-13" is not a month.', AS_A_MONTH),
        ("month", "April 2026", 3, '"April 2026" is not a month.', AS_A_MONTH),
        ("month", "2026-04-01", 3, '"2026-04-01" is not a month.', AS_A_MONTH),
        ("month", "", 3, "there is no value.", AS_A_MONTH),
        ("reason", "", 4, "there is no value.", WHAT_CHANGED),
        ("reason", '"  "', 4, "there is no value.", WHAT_CHANGED),
        ("reason", "[a, b]", 4, "a list is not a text.", WHAT_CHANGED),
        ("decided_by", "", 5, "there is no value.", WHO),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_says_where_and_how_to_write_it(
    tmp_path: Path, key: str, written: str, line: int, what: str, mend: str
) -> None:
    assert mistakes_in(tmp_path, declared(LINES | {key: written})) == [
        f"parameters/{FILE}, line {line}: rebases > number 1 > {key}: {what}\n  {mend}"
    ]


@pytest.mark.parametrize("key", list(LINES))
def test_nothing_may_be_left_out(tmp_path: Path, key: str) -> None:
    entry = {name: value for name, value in LINES.items() if name != key}

    assert mistakes_in(tmp_path, declared(entry)) == [
        f"parameters/{FILE}, line 2: rebases > number 1 > {key} is missing.\n  Add it."
    ]


def test_a_misspelt_key_is_named_with_the_nearest(tmp_path: Path) -> None:
    assert mistakes_in(tmp_path, declared({**LINES, "decided_on": "2026-04-02"})) == [
        f'parameters/{FILE}, line 6: unknown key "decided_on" under rebases > number 1.\n'
        '  Did you mean "decided_by"?'
    ]


def test_one_start_is_declared_once(tmp_path: Path) -> None:
    files = declared(LINES, {**LINES, "month": "2025-01"}, {**LINES, "reason": "Another"})

    assert mistakes_in(tmp_path, files) == [
        f"parameters/{FILE}, line 10: rebases > number 3: missed_care_rate is set anew from 2026-04 in "
        "number 1 too.\n  Keep one of the two."
    ]


def test_a_start_without_its_list_is_told(tmp_path: Path) -> None:
    assert mistakes_in(tmp_path, {FILE: "rebases:\n  indicator: missed_care_rate\n"}) == [
        f"parameters/{FILE}, line 1: rebases: a group of keys is not a list.\n"
        "  Write a list there, or leave the key out."
    ]


def test_the_run_length_is_seven_or_six(tmp_path: Path) -> None:
    content = "oversight-definitions:\n  run_length: {value: 6, reason: Small home}\n"
    parameters = load_from(tmp_path, {"thresholds.yaml": content})

    assert parameters.thresholds("oakfield").oversight_definitions.run_length == 6
    assert parameters.changed_thresholds("oakfield") == (
        ("oversight-definitions", "run_length", 7, 6, "Small home"),
    )


@pytest.mark.parametrize("written", ["5", "8", "6.5", "seven"])
def test_another_run_length_is_refused(tmp_path: Path, written: str) -> None:
    content = f"oversight-definitions:\n  run_length: {written}\n"

    assert mistakes_in(tmp_path, {"thresholds.yaml": content}) == [
        f'parameters/thresholds.yaml, line 2: oversight-definitions > run_length: "{written}" is not 6 or '
        "7.\n  Write 6 or 7, or leave the line out for the default, 7."
    ]
