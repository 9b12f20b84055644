"""Each benchmark starts, and at its smallest size prints what it claims to measure. Never a timed test."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

SIZED = (
    "floor", "many_services", "one_service", "page_size", "public_commands", "second_run", "thousand_runs",
)  # fmt: skip
NUMBER = r"\d+\.?\d*"


def run(repository: Path, folder: Path, name: str, *options: str) -> str:
    """What the benchmark prints."""
    done = subprocess.run(
        [sys.executable, str(repository / "benchmarks" / f"{name}.py"), *options],
        cwd=folder, env={"PYTHONPATH": str(repository), "TMPDIR": str(folder), "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("name", SIZED)
def test_it_says_how_its_size_is_given(repository: Path, tmp_path: Path, name: str) -> None:
    assert "services" in run(repository, tmp_path, name, "--help")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "options", "printed"),
    [
        ("help_time", ["1"], rf"grip --help {NUMBER}, a Python that does nothing {NUMBER}: {NUMBER} times"),
        (
            "floor", ["1", "--months", "2", "--rounds", "1"],
            rf"4 reports, processor seconds a report:\n  batch {NUMBER}, floor {NUMBER}: {NUMBER} times",
        ),
        (
            "second_run", ["1", "--months", "2"],
            rf"nothing changed: 0 of 4 reports run; {NUMBER} times faster than the first run\n"
            r"one row of oakfield changed: [1-4] of 4 reports run \(oakfield/",
        ),
    ],
)  # fmt: skip
def test_it_prints_what_it_claims_and_leaves_nothing(
    repository: Path, tmp_path: Path, name: str, options: list[str], printed: str
) -> None:
    assert re.search(printed, run(repository, tmp_path, name, *options))
    assert list(tmp_path.iterdir()) == []
