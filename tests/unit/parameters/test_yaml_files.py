"""Does a file's text become keys, texts and lists, and is what cannot be read said by line?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.parameters.files import load_from, mistakes_in
from toolkit.parameters.yaml_files import LARGEST_BYTES, parse_yaml


@pytest.mark.parametrize(
    "written",
    ["no", "yes", "on", "2026-10", "2026-10-31", "0042", "20:00", "1_000", "1e3", "1-101614751", "0x1f"],
)
def test_a_plain_word_is_the_text_it_looks_like(written: str) -> None:
    file, _ = parse_yaml("a.yaml", f"key: {written}")

    assert file.data == {"key": written}


@pytest.mark.parametrize("written", ["", "~", "null"])
def test_nothing_after_the_colon_is_nothing(written: str) -> None:
    assert parse_yaml("a.yaml", f"key: {written}")[0].data == {"key": None}


def test_quotation_marks_keep_a_word_a_word() -> None:
    assert parse_yaml("a.yaml", 'key: "null"')[0].data == {"key": "null"}


def test_each_place_knows_its_line_and_an_unknown_place_the_line_around_it() -> None:
    file, _ = parse_yaml("a.yaml", "# comment\na:\n  b:\n    - c\n    - d\n")

    assert [file.line(path) for path in [("a",), ("a", "b"), ("a", "b", 1), ("a", "x"), ("x",)]] == [
        2, 3, 5, 2, None,
    ]  # fmt: skip


@pytest.mark.parametrize("content", ["", "# only a comment\n", "---\n", "\ufeff", "\ufeff# a comment\n"])
def test_a_file_that_says_nothing_changes_nothing(tmp_path: Path, content: str) -> None:
    assert load_from(tmp_path, {"provider.yaml": content}).provider.name == "The provider"


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    assert load_from(tmp_path, {"provider.yaml": "\ufeffname: Oak Care\r\n"}).provider.name == "Oak Care"


PLAIN = 'Put the text in "quotation marks"'
NOT_READ = "this cannot be read as YAML."


@pytest.mark.parametrize(
    ("content", "line", "what", "mend"),
    [
        ("name: 'Oak\n", 1, NOT_READ,
         'A quotation mark is opened here and not closed, or a "\\" stands inside "...".'),
        ('\nname: "a\\q"\n', 2, NOT_READ,
         'A quotation mark is opened here and not closed, or a "\\" stands inside "...".'),
        ("name: Oak: Care\n", 1, NOT_READ,
         'If the text itself holds a colon, put it in "quotation marks"; if not, look at the indentation.'),
        ("forums:\n\tboard: x\n", 2, "the line is indented with a tab.",
         "Indent with spaces, two for each step."),
        ("name: @oak\n", 1, NOT_READ, 'Put a text that begins with @, %, ` or a tab in "quotation marks".'),
        ("reviewers: {a: b\nname: c\n", 1, NOT_READ,
         "A bracket { is opened and not closed, or a comma is missing."),
        ("name: [a\nforums: b\n", 1, NOT_READ,
         "A bracket [ is opened and not closed, or a comma is missing."),
        ("forums:\n  board: x\n handover: y\n", 3, NOT_READ,
         "Its indentation does not agree with the lines above."),
        ("- a\nname: b\n", 2, NOT_READ, "Its indentation does not agree with the lines above."),
        ("name: *oak\n", 1, "a value begins with * or &, which YAML reads as a pointer to another place.",
         f"{PLAIN}, or write the value out where it is needed."),
        ("name: &oak x\n", 1, "a value begins with * or &, which YAML reads as a pointer to another place.",
         f"{PLAIN}, or write the value out where it is needed."),
        ("name: !!python/object/apply:os.system [ls]\n", 1,
         "a value begins with !, which YAML reads as an instruction.", f"{PLAIN}."),
        ("name: a\n---\nname: b\n", 2, 'a second document starts here ("---").',
         "Keep everything of the file together and remove the line."),
        ("? [a]\n: b\n", 1, "a list or group stands where a key belongs.",
         "Write a word, a colon, and the value after it."),
        ("name: a\n# b\nforums: \x07\n", 3, "there is a character that cannot be seen or printed.",
         "Delete the line and type it again in a plain text editor."),
        ("name: a\nname: b\n", 2, '"name" is written a second time; it stands on line 1 too.',
         "Keep one of the two."),
        ("[" * 1000, 1, "too many groups inside each other.", "No setting is that deep."),
        ("- name: a\n", 1, "holds a list where keys are needed.",
         'Write a key, a colon and a value on each line, for example "name: ..."'),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_the_line_and_what_to_do(
    tmp_path: Path, content: str, line: int, what: str, mend: str
) -> None:
    assert mistakes_in(tmp_path, {"provider.yaml": content}) == [
        f"parameters/provider.yaml, line {line}: {what}\n  {mend}"
    ]


def test_a_letter_in_another_encoding_is_named_by_line(tmp_path: Path) -> None:
    assert mistakes_in(tmp_path, {"provider.yaml": b"# x\nname: Caf\xe9\n"}) == [
        "parameters/provider.yaml, line 2: a letter here is not written in UTF-8.\n"
        "  Save the file again with the encoding UTF-8 (in Notepad: Save as, Encoding)."
    ]


def test_a_file_too_large_to_be_settings_is_not_read(tmp_path: Path) -> None:
    content = "name: " + "a" * LARGEST_BYTES

    assert mistakes_in(tmp_path, {"provider.yaml": content}) == [
        "parameters/provider.yaml: is too large to be a parameter file (512 kB).\n"
        "  Parameter files hold settings only; records belong below data/."
    ]


def test_a_file_that_cannot_be_opened_says_why(tmp_path: Path) -> None:
    (tmp_path / "parameters" / "provider.yaml").mkdir(parents=True)

    assert mistakes_in(tmp_path) == [
        "parameters/provider.yaml: cannot be opened (is a directory).\n"
        "  Close it elsewhere, or give yourself the right to read it."
    ]


def test_a_link_to_nowhere_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "parameters").mkdir()
    (tmp_path / "parameters" / "provider.yaml").symlink_to(tmp_path / "nowhere.yaml")

    (mistake,) = mistakes_in(tmp_path)

    assert mistake.startswith("parameters/provider.yaml: cannot be opened (no such file or directory).")
