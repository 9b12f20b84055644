"""The small provider in a folder of its own, and the command as people use it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.functional.small_provider import write_provider
from tests.functional.troubled import audit
from toolkit.cli import main
from toolkit.explore.choice import Choice
from toolkit.explore.what_if import WhatIf


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """The small provider, in a folder of its own."""
    return write_provider(tmp_path / "provider")


@pytest.fixture(scope="session")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small provider with its records read; to be copied."""
    folder = write_provider(tmp_path_factory.mktemp("read-once") / "provider")
    Choice.of_workspace(str(folder))
    return folder


@pytest.fixture
def choice(workspace: Path, read_once: Path) -> Choice:
    """What the explorer can be asked about the small provider, whose records need not be read first."""
    shutil.copytree(read_once, workspace, dirs_exist_ok=True)
    return Choice.of_workspace(str(workspace))


@pytest.fixture
def what_if(choice: Choice) -> WhatIf:
    """Oakfield's October as it was reported."""
    return WhatIf(choice.open("oakfield", "2026-10"))


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small provider after a month in which nothing went wrong; to be looked at, or copied."""
    folder = write_provider(tmp_path_factory.mktemp("undisturbed") / "provider")
    _, states = audit(folder)
    assert states == {"oakfield": "done", "birch-lodge": "done"}
    return folder


@dataclass(frozen=True)
class Ran:
    """What a command said, and how it ended."""

    returncode: object
    stdout: str
    stderr: str


Grip = Callable[..., Ran]


@pytest.fixture
def grip(workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Grip:
    """Runs `grip` in the workspace; in this process, because starting Python takes longer than the test."""

    def run(*arguments: str, cwd: Path = workspace) -> Ran:
        monkeypatch.chdir(cwd)
        monkeypatch.setattr(sys, "argv", ["grip", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Ran(ended.value.code or 0, said.out, said.err)

    return run
