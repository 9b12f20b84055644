"""Are thresholds the defaults, then the provider's differences, then the service's own, with reasons?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.parameters.files import TWO_SERVICES, load_from, mistakes_in
from toolkit.errors import WrongUse
from toolkit.parameters import Thresholds
from toolkit.parameters.overrides import SECTIONS, expected, limits

PROVIDER = """
needs-not-met:
  rate: {value: 0.04, reason: "Agreed in  May"}
  minimum_rows: 60
rushed-records:
  rate: 0.2
"""
SERVICE = """
thresholds:
  needs-not-met:
    minimum_rows: {value: 30, reason: Small service}
  rushed-records:
    rate: 0.1
"""


def test_without_any_file_every_threshold_is_the_default(tmp_path: Path) -> None:
    parameters = load_from(tmp_path)

    assert parameters.thresholds("oakfield") == Thresholds()
    assert parameters.changed_thresholds("oakfield") == ()


def test_a_service_has_its_own_values_before_the_provider_s(tmp_path: Path) -> None:
    files = {"thresholds.yaml": PROVIDER, "services/oakfield.yaml": SERVICE}

    parameters = load_from(tmp_path, files, services=TWO_SERVICES)

    assert parameters.thresholds("oakfield").needs_not_met.minimum_rows == 30
    assert parameters.thresholds("birch-lodge").needs_not_met.minimum_rows == 60
    assert parameters.thresholds("oakfield").needs_not_met.rate == 0.04


def test_what_differs_in_the_end_is_told_with_its_reason(tmp_path: Path) -> None:
    files = {"thresholds.yaml": PROVIDER, "services/oakfield.yaml": SERVICE}

    parameters = load_from(tmp_path, files, services=TWO_SERVICES)

    assert parameters.changed_thresholds("oakfield") == (
        ("needs-not-met", "rate", 0.05, 0.04, "Agreed in May"),
        ("needs-not-met", "minimum_rows", 50, 30, "Small service"),
    )  # rushed-records is back at its default
    assert parameters.changed_thresholds("birch-lodge") == (
        ("needs-not-met", "rate", 0.05, 0.04, "Agreed in May"),
        ("needs-not-met", "minimum_rows", 50, 60, "no reason given"),
        ("rushed-records", "rate", 0.1, 0.2, "no reason given"),
    )


def test_a_list_of_words_replaces_the_default_list(tmp_path: Path) -> None:
    content = "care-definitions:\n  routine_activities: {value: [drinks, comfort round], reason: Ours}\n"

    parameters = load_from(tmp_path, {"thresholds.yaml": content})

    assert parameters.thresholds("oakfield").care_definitions.routine_activities == (
        "drinks",
        "comfort round",
    )
    assert parameters.changed_thresholds("oakfield")[0][3:] == (("drinks", "comfort round"), "Ours")


def test_a_heading_with_nothing_below_it_changes_nothing(tmp_path: Path) -> None:
    files = {"thresholds.yaml": "needs-not-met:\n", "services/oakfield.yaml": "thresholds:\nreviewers:\n"}

    assert load_from(tmp_path, files).changed_thresholds("oakfield") == ()


def test_a_service_that_does_not_exist_is_named_with_the_nearest(tmp_path: Path) -> None:
    parameters = load_from(tmp_path, services=TWO_SERVICES)

    with pytest.raises(WrongUse) as raised:
        parameters.thresholds("oakfeild")

    assert str(raised.value) == 'There is no service "oakfeild".\n  Did you mean "oakfield"?'


@pytest.mark.parametrize("section", sorted(SECTIONS))
def test_every_threshold_says_why_and_its_default_lies_in_its_range(section: str) -> None:
    for key, field in SECTIONS[section].model_fields.items():
        assert field.description, key
        if field.annotation in (int, float):
            least, most = limits(field)
            assert least <= field.default <= most, key
        assert expected(field)


RATE = "needs-not-met > rate:"
ROWS = "needs-not-met > minimum_rows:"
OR_DEFAULT = "or leave the line out for the default,"


@pytest.mark.parametrize(
    ("written", "what", "mend"),
    [
        ("rate: 45%", f'{RATE} "45%" is not a number from 0 to 1.', f"Write 0.45, {OR_DEFAULT} 0.05."),
        ("rate: 0,04", f'{RATE} "0,04" is not a number from 0 to 1.', f"Write 0.04, {OR_DEFAULT} 0.05."),
        ("rate: 4", f'{RATE} "4" is not a number from 0 to 1.', f"Write 0.04, {OR_DEFAULT} 0.05."),
        ("rate: 1.5", f'{RATE} "1.5" is not a number from 0 to 1.',
         f"Write a number from 0 to 1, {OR_DEFAULT} 0.05."),
        ("rate: -0.1", f'{RATE} "-0.1" is not a number from 0 to 1.',
         f"Write a number from 0 to 1, {OR_DEFAULT} 0.05."),
        ("rate: nan", f'{RATE} "nan" is not a number from 0 to 1.',
         f"Write a number from 0 to 1, {OR_DEFAULT} 0.05."),
        ("rate: yes", f'{RATE} "yes" is not a number from 0 to 1.',
         f"Write a number from 0 to 1, {OR_DEFAULT} 0.05."),
        ("rate:", f"{RATE} there is no value.", f"Write a number from 0 to 1, {OR_DEFAULT} 0.05."),
        ("rate: [0.1]", f"{RATE} a list is not a number from 0 to 1.",
         f"Write a number from 0 to 1, {OR_DEFAULT} 0.05."),
        ("rate: {value: lots}", f'{RATE} "lots" is not a number from 0 to 1.',
         f"Write a number from 0 to 1, {OR_DEFAULT} 0.05."),
        ("minimum_rows: 50 rows", f'{ROWS} "50 rows" is not a whole number from 1 to 100,000.',
         f"Write 50, {OR_DEFAULT} 50."),
        ("minimum_rows: 2.5", f'{ROWS} "2.5" is not a whole number from 1 to 100,000.',
         f"Write a whole number from 1 to 100,000, {OR_DEFAULT} 50."),
        ("rate: {reason: x}", "rate has a reason but no value.", 'Write {value: ..., reason: "..."}.'),
        ("rate: {valeu: 0.1}", 'unknown key "valeu" under needs-not-met > rate.', 'Did you mean "value"?'),
        ("rate: {value: 0.1, reason: [a]}", "a list stands where the reason belongs.",
         'Write the reason as one text in "quotation marks".'),
        ("rat: 0.1", 'unknown key "rat" under needs-not-met.', 'Did you mean "rate"?'),
        ("days_in_month: 5", 'there is no "days_in_month" under needs-not-met.',
         "It belongs under repeated-staffing-gaps."),
    ],
)  # fmt: skip
def test_a_threshold_that_cannot_be_understood_says_how_to_write_it(
    tmp_path: Path, written: str, what: str, mend: str
) -> None:
    assert mistakes_in(tmp_path, {"thresholds.yaml": f"needs-not-met:\n  {written}\n"}) == [
        f"parameters/thresholds.yaml, line 2: {what}\n  {mend}"
    ]


def test_a_list_written_as_one_word_says_how_lists_are_written(tmp_path: Path) -> None:
    content = "care-definitions:\n  routine_activities: drinks\n"

    assert mistakes_in(tmp_path, {"thresholds.yaml": content}) == [
        'parameters/thresholds.yaml, line 2: care-definitions > routine_activities: "drinks" is not a list '
        "of words in square brackets.\n"
        f"  Write the words as [one, two], {OR_DEFAULT} [drinks, checks, repositioning]."
    ]


@pytest.mark.parametrize(
    ("content", "line", "what", "mend"),
    [
        ("needs_not_met:\n  rate: 0.1\n", 1, 'unknown key "needs_not_met".', 'Did you mean "needs-not-met"?'),
        ("needs-not-met: 5\n", 1, 'needs-not-met: "5" stands where keys are needed.',
         "Write the keys below it, each on a line of its own and indented by two spaces."),
        ("- needs-not-met\n", 1, "a list stands where keys are needed.",
         "Write the name of a check and a colon, and the thresholds below it."),
    ],
)  # fmt: skip
def test_a_group_that_cannot_be_understood_says_what_belongs_there(
    tmp_path: Path, content: str, line: int, what: str, mend: str
) -> None:
    assert mistakes_in(tmp_path, {"thresholds.yaml": content}) == [
        f"parameters/thresholds.yaml, line {line}: {what}\n  {mend}"
    ]
