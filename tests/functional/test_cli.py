"""The command answers at once, in plain English, with the exit code that was promised."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest


def test_help_answers_in_a_blink_and_loads_nothing_heavy(repository):
    code = (
        "import sys; sys.argv = ['grip', '--help']\n"
        "from toolkit.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(sorted({'pandas', 'duckdb', 'papermill', 'nbconvert', 'rich', 'altair'} & set(sys.modules)))"
    )
    times: dict[str, list[float]] = {code: [], "import typer": []}
    for _ in range(3):
        for program, taken in times.items():
            started = time.perf_counter()
            ran = subprocess.run(
                [sys.executable, "-c", program], cwd=repository, capture_output=True, text=True, check=True
            )
            taken.append(time.perf_counter() - started)
            assert program != code or ran.stdout.endswith("[]\n")

    # 0.17 s on a quiet machine, where starting Python and typer takes 0.12 s; the promise is 0.3 s
    assert min(times[code]) < 2.5 * min(times["import typer"])


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (
            ["audit", "2026-10", "--service", "oakfeild"],
            2,
            'There is no service "oakfeild".\n  Did you mean "oakfield"?\n',
        ),
        (
            ["audit", "2026-10", "--audit", "staffing_missed_car"],
            2,
            'There is no audit "staffing_missed_car".\n  Did you mean "staffing_missed_care"?\n',
        ),
        (
            ["audit", "2026-12"],
            2,
            'No record is dated in 2026-12.\n  Did you mean "2026-10"? Records: 2026-09 to 2026-10.\n',
        ),
        (
            ["audit", "October"],
            2,
            '"October" is not a month.\n  Write year and month, for example 2026-10.\n',
        ),
        (
            ["audit", "2026-10", "--as-of", "2026-09-30"],
            2,
            "The day 2026-09-30 lies outside the month 2026-10.\n"
            "  Choose a day in 2026-10, or leave it out to look back from the month's last day.\n",
        ),
        (
            ["list", "--workspace", "nowhere"],
            2,
            'There is no folder "nowhere".\n  Name the folder that holds parameters/.\n',
        ),
        (
            ["audti"],
            2,
            "Usage: grip [OPTIONS] COMMAND [ARGS]...\nTry 'grip --help' for help.\n\n"
            "Error: No such command 'audti'. Did you mean 'audit'?\n",
        ),
    ],
    ids=["service", "audit", "month without rows", "no month", "as-of", "workspace", "command"],
)
def test_wrong_use_is_told_with_the_nearest_name(grip, arguments, code, says):
    ran = grip(*arguments)

    assert (ran.returncode, ran.stdout, ran.stderr) == (code, "", says)


def test_module_runs_as_the_command_does(repository, tmp_path):
    ran = subprocess.run(
        [sys.executable, "-m", "toolkit", "list", "--workspace", "nowhere"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(repository)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith('There is no folder "nowhere".')


def test_option_that_does_not_exist_names_the_nearest(grip):
    ran = grip("audit", "2026-10", "--servce", "oakfield")

    assert ran.returncode == 2
    assert "--service" in ran.stderr


def test_wrong_parameters_stop_with_code_3_and_name_file_and_key(grip, workspace):
    (workspace / "parameters" / "thresholds.yaml").write_text("repeated-staffing-gap:\n  days-in-month: 3\n")

    ran = grip("audit", "2026-10")

    assert ran.returncode == 3
    assert ran.stdout == ""
    assert "parameters/thresholds.yaml" in ran.stderr
    assert "repeated-staffing-gaps" in ran.stderr


def test_workspace_without_a_single_row_stops_with_code_4(grip, workspace):
    for path in (workspace / "data").rglob("*.csv"):
        path.unlink()

    ran = grip("audit", "2026-10")

    assert ran.returncode == 4
    assert ran.stderr.startswith("No file below data/ holds a row that can be used.\n")


def test_folder_without_parameters_stops_with_code_4(grip, tmp_path):
    ran = grip("list", cwd=tmp_path)

    assert ran.returncode == 4
    assert "parameters/services.csv" in ran.stderr
