"""Does the changelog agree with the version, and does it always say which figures changed?"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

HEADING = re.compile(r"^## (\d+\.\d+\.\d+) - (\d{4}-\d{2}-\d{2})$", re.MULTILINE)


def versions(repository: Path) -> list[tuple[str, str]]:
    return HEADING.findall((repository / "CHANGELOG.md").read_text(encoding="utf-8"))


def test_newest_entry_is_the_version_of_the_package(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert versions(repository)[0][0] == project["version"]


def test_entries_stand_newest_first(repository: Path) -> None:
    dates = [day for _, day in versions(repository)]

    assert dates == sorted(dates, reverse=True)


def test_every_version_opens_with_the_changes_that_alter_figures(repository: Path) -> None:
    text = (repository / "CHANGELOG.md").read_text(encoding="utf-8")

    entries = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    first_headings = [re.findall(r"^### (.+)$", entry, re.MULTILINE)[0] for entry in entries]

    assert set(first_headings) == {"Changes that alter figures"}
