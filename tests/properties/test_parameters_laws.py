"""Does any text whatever in a parameter file end in parameters or in a list of mistakes, never in a bug?"""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.parameters.files import OAKFIELD, write_workspace
from toolkit.errors import WrongParameters
from toolkit.parameters import load
from toolkit.parameters.framework import QualityStatements
from toolkit.parameters.mapped_exports import Source
from toolkit.parameters.overrides import SECTIONS, limits
from toolkit.parameters.provider import ROLES, Forums
from toolkit.parameters.write import thresholds_yaml

YAML_NAMES = [
    "provider.yaml", "thresholds.yaml", "themes.yaml", "framework.yaml", "sources.yaml",
    "services/oakfield.yaml",
]  # fmt: skip
PROGRAMMERS_WORDS = ("Input should", "pydantic", "NoneType", "constrained", "validation error", "Traceback")
# Words that mean something somewhere, so that the junk gets past the first question.
KNOWN_WORDS = sorted(
    {
        "name",
        "forums",
        "reviewers",
        "version",
        "quality_statements",
        "regulations",
        "thresholds",
        "value",
        "reason",
    }
    | {
        *ROLES,
        *Forums.model_fields,
        *QualityStatements.model_fields,
        *Source.model_fields,
        "from",
        "as",
        "well-led",
    }
    | {*SECTIONS, *(key for model in SECTIONS.values() for key in model.model_fields)}
    | {"shifts", "shift_id", "staffing", "unix seconds", "x.csv", "0.5", "3", "-1", "45%", "1e9", "nan"}
)
yaml_signs = st.text(st.sampled_from(":-[]{},#&*!|>'\"%@`?~ \n\t\r\\abc01.<=_\ufeff\u2028\x00é"), max_size=60)
words = st.sampled_from(KNOWN_WORDS) | st.text(max_size=8)
structures = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=5),
    max_leaves=12,
)


def load_or_mistakes(name: str, content: bytes) -> str:
    """Every mistake's text, or nothing when the file is accepted; anything else is a bug."""
    with TemporaryDirectory() as folder:
        services = content if name == "services.csv" else OAKFIELD
        files = {} if name == "services.csv" else {name: content}
        try:
            load(write_workspace(Path(folder), files, services=services))
        except WrongParameters as mistakes:
            return str(mistakes)
    return ""


def speaks_to_programmers(says: str, text: str) -> bool:
    """Is there a word of pydantic's or Python's in it that the file itself does not hold?"""
    return any(word in says and word not in text for word in PROGRAMMERS_WORDS)


@pytest.mark.parametrize("name", YAML_NAMES)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=80) | yaml_signs)
def test_any_text_is_accepted_or_its_mistakes_are_listed(name: str, text: str) -> None:
    says = load_or_mistakes(name, text.encode())

    assert not speaks_to_programmers(says, text)


@pytest.mark.parametrize("name", YAML_NAMES)
@given(data=structures)
def test_any_structure_is_accepted_or_its_mistakes_name_the_file(name: str, data: object) -> None:
    text = json.dumps(data)  # JSON is YAML on one line

    says = load_or_mistakes(name, text.encode())

    assert not speaks_to_programmers(says, text)
    assert all(line.startswith((f"parameters/{name}", "  ")) for line in says.splitlines()[1:])


@pytest.mark.parametrize("name", [*YAML_NAMES, "services.csv"])
@given(content=st.binary(max_size=60))
def test_any_bytes_are_accepted_or_their_mistakes_are_listed(name: str, content: bytes) -> None:
    load_or_mistakes(name, content)


@given(
    cells=st.lists(
        st.lists(st.text(max_size=12) | st.sampled_from(["oak", "nursing", "1-101614751"]), max_size=5)
    ),
    separator=st.sampled_from(",;\t"),
)
def test_any_table_of_services_is_accepted_or_its_mistakes_are_listed(
    cells: list[list[str]], separator: str
) -> None:
    rows = [["service_id", "name", "kind", "opened_on", "capacity"], *cells]
    text = "\n".join(separator.join(row) for row in rows)

    load_or_mistakes("services.csv", text.encode("utf-8", "replace"))


@given(st.data())
def test_any_value_in_range_is_written_and_read_back(data: st.DataObject) -> None:
    section = data.draw(st.sampled_from(sorted(SECTIONS)))
    numbers = {k: f for k, f in SECTIONS[section].model_fields.items() if f.annotation in (int, float)}
    key = data.draw(st.sampled_from(sorted(numbers)))
    least, most = limits(numbers[key])
    is_whole = numbers[key].annotation is int
    values = st.integers(int(least), int(most)) if is_whole else st.floats(least, most)
    value = data.draw(values)

    with TemporaryDirectory() as folder:
        files = {"thresholds.yaml": thresholds_yaml({section: {key: (value, "a reason")}})}
        parameters = load(write_workspace(Path(folder), files))

    expected = (
        () if value == numbers[key].default else ((section, key, numbers[key].default, value, "a reason"),)
    )
    assert parameters.changed_thresholds("oakfield") == expected
