"""Does the page "Add a check" lead to a check that works, when it is followed to the letter?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.following import Step, copy_code, steps_of
from tests.docs.pages import REPOSITORY, fences
from tests.functional.small_provider import write_provider

PAGE = REPOSITORY / "docs" / "how-to" / "add-a-check.md"
CODE = "clocked-as-planned"
# What must hold of any check and any file, beside the tests that the page writes itself.
TESTS_OF_EVERY_CHECK = (
    "tests/spec/test_clocked_as_planned.py",
    "tests/properties/test_clocked_as_planned_laws.py",
    "tests/properties/test_voices_agree_with_plain.py::test_all_answers_and_their_figures_agree",
    "tests/unit/audits",
    "tests/unit/parameters/test_words_of_the_checks.py",
    "tests/unit/test_structure.py",
    "tests/notebooks/test_structure.py",
    "tests/docs/test_reference.py",
)

pytestmark = pytest.mark.slow


def run_python(copy: Path, *arguments: str) -> str:
    command = [sys.executable, *arguments]
    done = subprocess.run(
        command, cwd=copy, env=os.environ | {"PYTHONPATH": str(copy)}, capture_output=True, text=True,
        timeout=1800, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{' '.join(arguments)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code with every block of the page put where it says, and the reference pages written again."""
    folder = copy_code(tmp_path_factory.mktemp("code"))
    for step in steps_of(PAGE):
        step.apply(folder)
    run_python(folder, "docs/generate.py")
    return folder


def test_every_block_of_code_on_the_page_says_where_it_goes() -> None:
    blocks = [text for language, text in fences(PAGE) if language in ("python", "markdown")]

    assert [step.text for step in steps_of(PAGE)] == blocks
    assert len(blocks) == 15


def test_a_block_is_put_below_the_line_it_names_and_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("first\n    a,\nsecond\n    a,\n", encoding="utf-8")

    Step("one.py", ", below `a,` in `second`", "python", "    b,\n").apply(tmp_path)

    assert (tmp_path / "one.py").read_text(encoding="utf-8") == "first\n    a,\nsecond\n    a,\n    b,\n"
    with pytest.raises(AssertionError, match="`a,` stands 2 times"):
        Step("one.py", ", above `a,`", "python", "c\n").apply(tmp_path)


def test_the_new_check_is_answered_with_the_rows_behind_it(copy: Path, tmp_path: Path) -> None:
    """In the small provider everybody clocks as planned."""
    provider = write_provider(tmp_path)

    run_python(copy, "-m", "toolkit", "audit", "2026-10", "--audit", "staffing_missed_care",
               "--service", "oakfield", "--workspace", str(provider))  # fmt: skip

    found = json.loads((provider / "outputs/2026-10/oakfield/findings.json").read_text(encoding="utf-8"))
    checks = {check["code"]: check for check in found["audits"]["staffing_missed_care"]["checks"]}
    assert checks[CODE]["outcome"] == "watch"
    assert checks[CODE]["figure"]["value"] == 1
    assert len(checks[CODE]["evidence"]) == checks[CODE]["figure"]["n"] > 30
    report = (provider / "outputs/2026-10/oakfield/staffing_missed_care.html").read_text(encoding="utf-8")
    assert "Nobody comes and goes to the minute" in report


def test_the_new_check_can_be_explained_and_is_in_the_reference(copy: Path) -> None:
    explained = run_python(copy, "-m", "toolkit", "explain", CODE)

    assert "Do the clocks only repeat the rota?" in explained
    assert "minimum_shifts  30   Fewer shifts may agree by chance." in explained
    assert f"\n### {CODE}\n" in (copy / "docs/reference/checks.md").read_text(encoding="utf-8")


def test_the_tests_written_on_the_page_and_those_of_every_check_pass(copy: Path) -> None:
    run_python(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *TESTS_OF_EVERY_CHECK)


def test_what_the_page_builds_is_written_as_all_code_here_is(copy: Path) -> None:
    pytest.importorskip("ruff")

    touched = sorted({step.path for step in steps_of(PAGE)})
    run_python(copy, "-m", "ruff", "format", "--check", *touched)
    run_python(copy, "-m", "ruff", "check", *touched)
