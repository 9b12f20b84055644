"""Does every command shown on a page run, and is none shown that nothing runs?

What a command does is tested elsewhere; here each line is typed as it stands on the page, in the small
provider. The tutorials are walked in test_tutorials.py, `make` runs in `.ci/run`.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from importlib.metadata import entry_points, version
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, REPOSITORY, name_of, shell_lines
from tests.functional.small_provider import write_provider

GRIP = re.compile(r"^grip (.+)$")
HOW_TO = [page for page in PAGES if page.parent.name == "how-to" or page.parent == REPOSITORY]
WALKED = [page for page in PAGES if page.parent.name == "tutorial"]
OF_THE_NEW_CHECK = "explain clocked-as-planned"  # test_add_a_check.py runs it, where that check exists
# Lines that are not typed here, and what stands for each.
RUN_ELSEWHERE = {
    r"make [\w-]+": "the targets: .ci/run, and test_make_would_do_what_the_readme_types below",
    r"python3 -m venv \.venv|\.venv/bin/python -m pip install .*": "the same test",
    r"py -3 -m venv \.venv|\.venv\\Scripts\\.*": "test_windows_does_the_same_as_everywhere_else below",
    r"\. \.venv/bin/activate": "made by venv itself",
    r"\.venv/bin/grip (sample \.|audit 2026-10)|time \.venv/bin/grip audit 2026-10": ".ci/run",
    r"jupyter lab notebooks": "test_jupyterlab_is_there_to_be_opened below",
}


def lines_of(pages: list[Path], pattern: re.Pattern[str]) -> list[str]:
    """What is typed after the command, each line once, in the order of the pages."""
    lines = [line for page in pages for line in shell_lines(page)]
    return list(dict.fromkeys(match[1] for line in lines if (match := pattern.match(line))))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_line_is_shown_that_nothing_runs(page: Path) -> None:
    shown = [line for line in shell_lines(page) if not re.match(r"(grip|papermill) ", line)]

    assert [line for line in shown if not any(re.fullmatch(known, line) for known in RUN_ELSEWHERE)] == []


def test_commands_of_the_toolkit_are_shown_only_on_pages_that_are_followed() -> None:
    others = [page for page in PAGES if page not in (*HOW_TO, *WALKED)]

    assert lines_of(others, GRIP) == []


@pytest.mark.slow
def test_every_command_of_the_how_to_pages_and_the_readme_runs(tmp_path: Path) -> None:
    workspace = write_provider(tmp_path)
    failed = []
    for line in lines_of(HOW_TO, GRIP):
        if line == OF_THE_NEW_CHECK:
            continue
        arguments = shlex.split(line.replace("path/to/folder", str(workspace)))
        done = run([sys.executable, "-m", "toolkit", *arguments], workspace)
        if done.returncode != 0:
            failed.append(f"grip {line}\n{done.stderr}")

    assert failed == []


@pytest.mark.slow
def test_every_papermill_line_runs(tmp_path: Path) -> None:
    workspace = write_provider(tmp_path)
    shutil.copytree(REPOSITORY / "notebooks", workspace / "notebooks")
    lines = lines_of(HOW_TO, re.compile(r"^papermill (.+)$"))

    assert len(lines) == 3
    for line in lines:
        arguments = shlex.split(line.replace("path/to/folder", str(workspace)))
        done = run([sys.executable, "-m", "papermill", *arguments], workspace)
        assert done.returncode == 0, f"papermill {line}\n{done.stderr}"


def test_jupyterlab_is_there_to_be_opened() -> None:
    """Starting it takes seconds; to see that it is installed, and can be started, does not."""
    assert version("jupyterlab").startswith("4.")
    assert [found.name for found in entry_points(group="console_scripts", name="jupyter-lab")] == [
        "jupyter-lab"
    ]


def test_windows_does_the_same_as_everywhere_else() -> None:
    """Nobody here can type the PowerShell lines; they differ from the others in where things lie only."""
    windows, others = readme_without_make()

    alike = [line.replace("py -3", "python3").replace(".venv\\Scripts\\", ".venv/bin/") for line in windows]
    assert alike == others
    assert len(others) == 4


def test_make_would_do_what_the_readme_types(tmp_path: Path) -> None:
    if shutil.which("make") is None:
        pytest.skip("needs make")
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(REPOSITORY / name, tmp_path)

    done = run(["make", "-n", "audit"], tmp_path)

    quiet = done.stdout.replace(" -qq --disable-pip-version-check", "")
    _, others = readme_without_make()
    assert [line for line in quiet.splitlines() if line in others] == others


def readme_without_make() -> tuple[list[str], list[str]]:
    """The lines for Windows and those for Linux and macOS."""
    lines = shell_lines(REPOSITORY / "README.md")
    windows, others = re.compile(r"py -3|\.venv\\"), re.compile(r"python3 |\.venv/")
    return [line for line in lines if windows.match(line)], [line for line in lines if others.match(line)]


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
