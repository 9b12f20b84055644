"""Do the files we write read back to the same parameters, and is every default in them true?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.parameters.files import load_from
from toolkit.parameters import Framework, Provider
from toolkit.parameters.provider import ROLES, Forums
from toolkit.parameters.write import (
    framework_yaml,
    provider_yaml,
    service_yaml,
    sources_yaml,
    themes_yaml,
    thresholds_yaml,
)
from toolkit.parameters.yaml_files import parse_yaml

CHANGES = {
    "needs-not-met": {"rate": (0.04, 'Agreed: "never again"'), "minimum_rows": 60},
    "care-definitions": {"routine_activities": (("drinks", "comfort, round"), "Ours")},
}
CHANGED = (
    ("care-definitions", "routine_activities", ("drinks", "checks", "repositioning"),
     ("drinks", "comfort, round"), "Ours"),
    ("needs-not-met", "rate", 0.05, 0.04, 'Agreed: "never again"'),
    ("needs-not-met", "minimum_rows", 50, 60, "no reason given"),
)  # fmt: skip
EMPTY = {
    "provider.yaml": provider_yaml(name="The provider"),
    "thresholds.yaml": thresholds_yaml(),
    "themes.yaml": themes_yaml(),
    "framework.yaml": framework_yaml(),
    "sources.yaml": sources_yaml(),
    "services/oakfield.yaml": service_yaml(),
}


def uncommented(text: str, pattern: str) -> str:
    """The text with the comments that show a setting made settings."""
    return re.sub(rf"^( *)# ({pattern})$", r"\1\2", text, flags=re.MULTILINE)


def test_files_without_a_change_say_what_no_file_says(tmp_path: Path) -> None:
    bare = load_from(tmp_path / "a")

    written = load_from(tmp_path / "b", EMPTY)

    for part in ("provider", "services", "themes", "framework", "sources", "problems"):
        assert getattr(written, part) == getattr(bare, part)
    assert written.thresholds("oakfield") == bare.thresholds("oakfield")


@pytest.mark.parametrize("name", sorted(EMPTY))
def test_a_file_ends_in_one_line_feed_and_has_no_others(name: str) -> None:
    text = EMPTY[name]

    assert text.endswith("\n") and not text.endswith("\n\n")
    assert "\r" not in text and not re.search(r"[ \t]$", text, flags=re.MULTILINE)


def test_changes_read_back_with_their_reasons(tmp_path: Path) -> None:
    provider = load_from(tmp_path / "a", {"thresholds.yaml": thresholds_yaml(CHANGES)})
    service = load_from(tmp_path / "b", {"services/oakfield.yaml": service_yaml(thresholds=CHANGES)})

    assert provider.changed_thresholds("oakfield") == service.changed_thresholds("oakfield") == CHANGED


def test_every_default_in_the_comments_is_the_default(tmp_path: Path) -> None:
    text = uncommented(thresholds_yaml(), r"[a-z_]+: [^{\n]+")

    parameters = load_from(tmp_path, {"thresholds.yaml": text})

    assert text.count("#") < thresholds_yaml().count("#") - 40  # they were uncommented
    assert parameters.changed_thresholds("oakfield") == ()


def test_every_forum_and_role_in_the_comments_is_known(tmp_path: Path) -> None:
    text = uncommented(provider_yaml(name="The provider"), r"[a-z_ ]+: .+")

    provider = load_from(tmp_path, {"provider.yaml": text}).provider

    assert provider == Provider(reviewers={role: role for role in ROLES})


def test_the_provider_s_own_words_read_back(tmp_path: Path) -> None:
    text = provider_yaml(
        name="O'Hara & Co: care", forums={"board": "Trustees"}, reviewers={"board": "trustees"}
    )

    provider = load_from(tmp_path, {"provider.yaml": text}).provider

    assert provider == Provider(
        name="O'Hara & Co: care", forums=Forums(board="Trustees"), reviewers={"board": "trustees"}
    )


def test_a_service_s_own_titles_read_back(tmp_path: Path) -> None:
    text = service_yaml(reviewers={"registered manager": "branch manager"})

    parameters = load_from(tmp_path, {"services/oakfield.yaml": text})

    assert parameters.title("registered manager", "oakfield") == "branch manager"


def test_another_framework_reads_back(tmp_path: Path) -> None:
    other = Framework.model_validate(
        {
            "version": "Draft: 2027",
            "quality_statements": {"well-led": ["Grip"]},
            "regulations": {"RA 1": "One"},
        }
    )

    assert load_from(tmp_path, {"framework.yaml": framework_yaml(other)}).framework == other


def test_the_example_of_a_source_is_a_sound_one(tmp_path: Path) -> None:
    example = "\n".join(line[2:] for line in sources_yaml().splitlines()[4:])

    (source,) = load_from(tmp_path, {"sources.yaml": example}).sources

    assert source.table == "shifts"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_word_reads_back_as_it_was(word: str) -> None:
    text = service_yaml(reviewers={"board": word})

    file, wrong = parse_yaml("x.yaml", text)

    assert (file.data, wrong) == ({"reviewers": {"board": word}}, [])
