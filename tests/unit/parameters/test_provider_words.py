"""Are the provider's own titles, words and framework read, and anything else refused by name?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.parameters.files import TWO_SERVICES, load_from, mistakes_in
from toolkit.parameters.framework import VERSION
from toolkit.sources.contract import THEMES

PROVIDER = """
name: Harbour Lane Care
forums:
  oversight: Quality and performance committee
reviewers:
  registered manager: home manager
"""


def test_the_provider_s_own_words_stand_before_the_defaults(tmp_path: Path) -> None:
    provider = load_from(tmp_path, {"provider.yaml": PROVIDER}).provider

    assert (provider.name, provider.forums.oversight, provider.forums.board) == (
        "Harbour Lane Care", "Quality and performance committee", "board",
    )  # fmt: skip
    assert provider.title("registered manager") == "home manager"
    assert provider.title("deputy manager") == "deputy manager"


def test_a_service_may_have_titles_of_its_own(tmp_path: Path) -> None:
    files = {
        "provider.yaml": PROVIDER,
        "services/birch-lodge.yaml": "reviewers:\n  registered manager: branch manager\n",
    }

    parameters = load_from(tmp_path, files, services=TWO_SERVICES)

    assert parameters.title("registered manager", "birch-lodge") == "branch manager"
    assert parameters.title("registered manager", "oakfield") == "home manager"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("nam: x\n", 'line 1: unknown key "nam".\n  Did you mean "name"?'),
        ("forums:\n  bord: x\n", 'line 2: unknown key "bord" under forums.\n  Did you mean "board"?'),
        ("reviewers:\n  registerd manager: x\n",
         'line 2: unknown key "registerd manager" under reviewers.\n  Did you mean "registered manager"?'),
        ("name: [x]\n", "line 1: name: a list is not a text.\n  Write a text there, or leave the key out."),
        ("forums:\n  board:\n",
         "line 2: forums > board: there is no value.\n  Write a text there, or leave the key out."),
        ("name: ' '\n", 'line 1: name: "" is not a text of at least one letter.\n'
         "  Write a text of at least one letter there, or leave the key out."),
        ("reviewers: x\n", 'line 1: reviewers: "x" is not a group of keys with values.\n'
         "  Write a group of keys with values there, or leave the key out."),
    ],
)  # fmt: skip
def test_what_the_provider_file_cannot_say_is_named(tmp_path: Path, content: str, says: str) -> None:
    assert mistakes_in(tmp_path, {"provider.yaml": content}) == [f"parameters/provider.yaml, {says}"]


def test_a_word_stands_for_a_theme_whatever_its_case_spaces_and_hyphens(tmp_path: Path) -> None:
    themes = load_from(tmp_path, {"themes.yaml": "Carer  Attitude: dignity\nLate-runs: missed_care\n"}).themes

    assert (themes["carer_attitude"], themes["late_runs"]) == ("dignity", "missed_care")


def test_plain_words_are_known_without_any_file_and_can_be_given_another_theme(tmp_path: Path) -> None:
    themes = load_from(tmp_path, {"themes.yaml": "Meds: records\n"}).themes

    assert (themes["medicines"], themes["meds"]) == ("medication", "records")
    assert set(themes.values()) <= set(THEMES)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("Late runs: mised_care\n",
         'line 1: "Late runs": "mised_care" is not a theme.\n  Did you mean "missed_care"?'),
        ("Late runs:\n", 'line 1: "Late runs": no theme stands behind it.\n'
         "  Known: " + ", ".join(sorted(THEMES)) + "."),
        ("Falls: medication\n",
         'line 1: "Falls" is a theme itself and cannot stand for "medication".\n  Remove the line.'),
        ("Late runs: falls\nlate-runs: skin\n",
         'line 2: "late-runs" is the same word as "Late runs", which stands on line 1.\n'
         "  Keep one of the two."),
        ("- Falls\n", "line 1: holds a list where words and themes are needed.\n"
         "  Write one word a line with its theme, for example: Late calls: missed_care"),
    ],
)  # fmt: skip
def test_a_word_without_a_theme_of_the_contract_is_named(tmp_path: Path, content: str, says: str) -> None:
    assert mistakes_in(tmp_path, {"themes.yaml": content}) == [f"parameters/themes.yaml, {says}"]


def test_the_default_framework_has_the_34_quality_statements(tmp_path: Path) -> None:
    framework = load_from(tmp_path).framework

    counts = [len(names) for names in framework.quality_statements.model_dump().values()]
    assert (counts, framework.version) == ([8, 6, 5, 7, 8], VERSION)
    assert framework.key_question("Freedom to speak up") == "well-led"
    assert framework.key_question("Something else") is None


def test_another_framework_replaces_all_statements_and_names_itself(tmp_path: Path) -> None:
    content = "version: Draft 2027\nquality_statements:\n  well-led: [Grip]\n"

    framework = load_from(tmp_path, {"framework.yaml": content}).framework

    assert (framework.version, framework.key_question("Grip")) == ("Draft 2027", "well-led")
    assert framework.key_question("Learning culture") is None
    assert framework.regulations["RA 18"] == "Staffing"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("quality_statements:\n  safe: [Grip]\n",
         "line 1: the quality statements are changed, but the file does not say which version they are.\n"
         '  Add a line such as: version: "CQC assessment framework for adult social care, 2027"'),
        ("version: x\nquality_statements:\n  well_led: [Grip]\n",
         'line 3: unknown key "well_led" under quality_statements.\n  Did you mean "well-led"?'),
        ("version: x\nquality_statements:\n  safe: Grip\n",
         'line 3: quality_statements > safe: "Grip" is not a list.\n'
         "  Write a list there, or leave the key out."),
        ("version: x\nquality_statements:\n  safe: [Grip]\n  caring:\n    - Grip\n",
         'line 5: "Grip" stands under safe already.\n  Keep it under one key question.'),
    ],
)  # fmt: skip
def test_a_framework_that_would_mislead_is_refused(tmp_path: Path, content: str, says: str) -> None:
    assert mistakes_in(tmp_path, {"framework.yaml": content}) == [f"parameters/framework.yaml, {says}"]
