"""`grip explain` says what a code means, with the thresholds in force, and needs no record to do so."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.functional.conftest import Grip
from toolkit.audits import AUDITS
from toolkit.audits.explain import BECOMES, QUESTIONS, explain_code
from toolkit.problems import Effect
from toolkit.sources.problem_codes import PROBLEM_CODES

RUSHED_RECORDS_OPENING = """\
rushed-records
Are records rushed?

How it is calculated
"""

CONTROL_MISSING = """\
control-missing
Do handover risks have a control?

How it is calculated
  Fires when a risk raised at handover, open on some day of the month, had no control for 7 days or
    more.

What it can say
  It is a warning: when it fires it says watch. What could not be tested says no_evidence, which is
    never good news; clear is said only of what was tested.

Thresholds by default (control-missing)
  days_open  7  A week without a control is no immediate control.

Who sees to it
  Reviewed by: team leaders. Escalates to: registered manager.
  Next step: Put a control in place at the next handover, with a name to it.

Records it needs
  handover: a row is one risk raised at handover (the shift review log)

Quality statements
  Involving people to manage risks
  Safe and effective staffing

Regulations
  RA 12: Safe care and treatment
  RA 17: Good governance
"""

UNREADABLE_DATE = """\
unreadable-date
A cell that should hold a day does not.

What becomes of it
  The cell is read as blank; the rest of the row is used.

How to mend it
  Write day, month and year, for example 03/04/2026 for 3 April, or 2026-04-03.
"""


def test_a_check_is_explained_whole_without_a_workspace(grip: Grip, tmp_path: Path) -> None:
    ran = grip("explain", "control-missing", cwd=tmp_path)

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, CONTROL_MISSING, "")


def test_a_problem_is_explained_whole(grip: Grip, tmp_path: Path) -> None:
    ran = grip("explain", "unreadable-date", cwd=tmp_path)

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, UNREADABLE_DATE, "")


def test_a_service_sees_its_own_thresholds_titles_and_reasons(grip: Grip, workspace: Path) -> None:
    folder = workspace / "parameters"
    (folder / "services").mkdir()
    (folder / "services" / "oakfield.yaml").write_text(
        "thresholds:\n  control-missing:\n    days_open: {value: 3, reason: Agreed in May}\n"
        "reviewers:\n  team leaders: senior carers\n"
    )
    for table in (workspace / "data").rglob("*.csv"):
        table.unlink()

    ran = grip("explain", "control-missing", "--service", "oakfield")

    assert "  Its numbers are the defaults; those in force at oakfield stand below.\n" in ran.stdout
    assert (
        "Thresholds at oakfield (control-missing)\n  days_open  3 (default 7)  Agreed in May\n" in ran.stdout
    )
    assert "  Reviewed by: senior carers. Escalates to: registered manager.\n" in ran.stdout


def test_the_definitions_a_check_rests_on_stand_below_its_own_thresholds(grip: Grip) -> None:
    said = grip("explain", "rushed-records").stdout

    assert said.startswith(RUSHED_RECORDS_OPENING)
    assert "Thresholds by default (rushed-records)\n  rate          0.1  One record in ten.\n" in said
    assert "Thresholds by default (care-definitions)\n" in said
    assert "  burst_rows                      10  " in said


def test_a_list_of_words_does_not_push_the_reasons_off_the_screen(grip: Grip) -> None:
    said = grip("explain", "staff-fatigue").stdout

    assert "  spell_hours       12.5  A long day with its handover; more is a double shift.\n" in said


def test_json_is_for_a_program_to_read(grip: Grip) -> None:
    check = json.loads(grip("explain", "delayed-support", "--json").stdout)
    problem = json.loads(grip("explain", "total-row", "--json").stdout)

    assert check["is"] == "check"
    assert check["thresholds"][0] == {
        "section": "delayed-support", "key": "rate", "value": 0.05, "default": 0.05,
        "why": "One planned care in twenty.", "changed_because": None,
    }  # fmt: skip
    assert (check["service"], check["level"]) == (None, "watch")
    assert problem == {
        "code": "total-row", "is": "problem", "means": "A row of totals among the records.",
        "effect": "row not used", "mend": "Nothing need be done; leave totals out of the export.",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ["staff-fatgue"],
            'There is no check or problem code "staff-fatgue".\n  Did you mean "staff-fatigue"?\n',
        ),
        (
            ["unreadable-dates"],
            'There is no check or problem code "unreadable-dates".\n  Did you mean "unreadable-date"?\n',
        ),
        (
            ["control-missing", "--service", "oakfeild"],
            'There is no service "oakfeild".\n  Did you mean "oakfield"?\n',
        ),
    ],
    ids=["check", "problem", "service"],
)
def test_an_unknown_name_is_told_with_the_nearest(grip: Grip, arguments: list[str], says: str) -> None:
    ran = grip("explain", *arguments)

    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", says)


def test_every_code_that_can_be_printed_can_be_explained_in_plain_words() -> None:
    codes = [question.code for kind in AUDITS.values() for question in kind.questions] + list(PROBLEM_CODES)

    texts = {code: explain_code(code).as_text() for code in codes}

    assert [code for code, text in texts.items() if not text.startswith(f"{code}\n") or "{" in text] == []
    assert set(QUESTIONS) & set(PROBLEM_CODES) == set()
    assert set(BECOMES) == set(Effect)


def test_the_defaults_are_explained_without_loading_anything_that_reads_records(repository: Path) -> None:
    code = (
        "import sys; sys.argv = ['grip', 'explain', 'rushed-records']\n"
        "from toolkit.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(sorted({'pandas', 'duckdb', 'papermill', 'scipy', 'altair'} & set(sys.modules)))"
    )

    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=repository, capture_output=True, text=True, check=True
    )

    assert ran.stdout.endswith("\n[]\n")
