"""The small provider in a folder of its own, and the command as people use it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.functional.small_provider import write_provider
from toolkit.cli import main


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """The small provider, in a folder of its own."""
    return write_provider(tmp_path / "provider")


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
