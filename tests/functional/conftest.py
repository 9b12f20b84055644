"""The small provider in a folder of its own, and the command run as people run it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.functional.small_provider import write_provider


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """The small provider, in a folder of its own."""
    return write_provider(tmp_path / "provider")


Grip = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def grip(repository: Path, workspace: Path) -> Grip:
    """Runs `grip` as its own process, in the workspace."""

    def run(*arguments: str, cwd: Path = workspace, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "toolkit", *arguments],
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": str(repository), "COLUMNS": "100", **env},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    return run
