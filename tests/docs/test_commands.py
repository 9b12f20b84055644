"""Does every command shown on a page exist, and is every command shown on a page?"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.core import TyperCommand, TyperOption

from docs.generate import find_commands
from tests.docs.pages import PAGES, REPOSITORY, name_of, shell_lines, words_in_code

GRIP = re.compile(r"^(?:time )?(?:\.venv[/\\](?:bin|Scripts)[/\\])?grip (.+)$")


def options_of(command: TyperCommand) -> set[str]:
    options = [parameter for parameter in command.params if isinstance(parameter, TyperOption)]
    return {name for option in options for name in option.opts} | {"--help"}


def grip_lines(page: Path) -> list[str]:
    """What is typed after `grip` in the shell blocks of the page, and in its running text."""
    lines = [*shell_lines(page), *(words for words in words_in_code(page) if " " in words)]
    return [match[1] for line in lines if (match := GRIP.match(line))]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_shown_exist_with_their_options(page: Path) -> None:
    known = find_commands()
    unknown = []
    for line in grip_lines(page):
        name, *rest = shlex.split(line)
        if name == "--help":  # of all commands together
            continue
        options = {word for word in rest if word.startswith("--")}
        if name not in known or options - options_of(known[name]):
            unknown.append(line)

    assert unknown == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_make_targets_shown_exist(page: Path) -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([\w-]+):", makefile, re.MULTILINE)
    lines = [*shell_lines(page), *words_in_code(page)]

    shown = [line.split()[1] for line in lines if re.match(r"make \w", line)]

    assert [target for target in shown if target not in targets] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_installation_shown_keeps_to_the_lock_file(page: Path) -> None:
    lines = [*shell_lines(page), *words_in_code(page)]

    assert [line for line in lines if "pip install" in line and "-c constraints.txt" not in line] == []


@pytest.mark.parametrize("name", sorted(find_commands()))
def test_every_command_has_help_and_is_documented(name: str) -> None:
    page = (REPOSITORY / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")

    assert find_commands()[name].help
    assert f"\n## grip {name}\n" in page
