"""Is the shape of `sources.yaml` checked, and is it said plainly that it is not applied yet?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.parameters.files import load_from, mistakes_in
from toolkit.problems import Effect

SOURCES = """
- table: shifts
  files: rota/*.csv
  preset: rotacloud-shifts
  sheet: Export
  header_row: 3
  timezone: UTC
  columns:
    shift_id: id
    starts_at: {from: start_time, as: unix seconds}
    ends_at: {from: [day, start, length], as: date and time}
    cover: {from: agency, as: constant}
  values:
    status: {Published: planned}
  keep_newest_by: version
  drop_where: {deleted: ["true", "1"], kind: test}
  service: {column: location, values: {Oakfield House: oakfield}}
- table: complaints
  files: events.xlsx
  service: oakfield
"""


def test_a_source_is_kept_as_it_is_described(tmp_path: Path) -> None:
    shifts, complaints = load_from(tmp_path, {"sources.yaml": SOURCES}).sources

    assert (shifts.table, shifts.files, shifts.header_row, shifts.timezone) == (
        "shifts",
        "rota/*.csv",
        3,
        "UTC",
    )
    assert shifts.drop_where == {"deleted": ("true", "1"), "kind": "test"}
    assert complaints.service == "oakfield"


def test_each_source_is_a_problem_because_it_is_not_applied_yet(tmp_path: Path) -> None:
    problems = load_from(tmp_path, {"sources.yaml": SOURCES}).problems

    assert [(p.code, p.table, p.effect) for p in problems] == [
        ("mapping-not-applied", "shifts", Effect.FILE_NOT_READ),
        ("mapping-not-applied", "complaints", Effect.FILE_NOT_READ),
    ]
    assert str(problems[0]) == (
        "parameters/sources.yaml, row 2: The files rota/*.csv were not read as shifts: this version does not "
        "apply parameters/sources.yaml yet.\n"
        "  Save the export as data/shifts.csv with the column names of the data contract."
    )


def test_a_file_of_comments_has_no_source(tmp_path: Path) -> None:
    parameters = load_from(tmp_path, {"sources.yaml": "# nothing yet\n"})

    assert (parameters.sources, parameters.problems) == ((), ())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("table: shifts\n", "line 1: a list of sources is needed here.\n"
         '  Begin each source with "- table: " and the table it becomes.'),
        ("- table: shift\n  files: x\n",
         'line 1: number 1 > table: there is no table "shift".\n  Did you mean "shifts"?'),
        ("- table: shifts\n", "line 1: number 1 > files is missing.\n  Add it."),
        ("- table: shifts\n  files: ../x.csv\n",
         'line 2: number 1 > files: "../x.csv" leads out of data/.\n'
         "  Name files below data/, for example rota/*.csv"),
        ("- table: shifts\n  files: C:\\x.csv\n",
         'line 2: number 1 > files: "C:\\x.csv" leads out of data/.\n'
         "  Name files below data/, for example rota/*.csv"),
        ("- table: shifts\n  files: x\n  timezone: London\n",
         'line 3: number 1 > timezone: there is no time zone "London".\n'
         "  Write Europe/London for local time, or UTC."),
        ("- table: shifts\n  files: x\n  header_row: 0\n",
         'line 3: number 1 > header_row: "0" is not 1 or more.\n'
         "  Write 1 or more there, or leave the key out."),
        ("- table: shifts\n  files: x\n  header_row: 2000\n",
         'line 3: number 1 > header_row: "2000" is not 1000 or less.\n'
         "  Write 1000 or less there, or leave the key out."),
        ("- table: shifts\n  files: x\n  columns: {shft_id: id}\n",
         'line 1: number 1: shifts has no column "shft_id".\n  Did you mean "shift_id"?'),
        ("- table: shifts\n  files: x\n  columns:\n    starts_at: {from: a, as: unix second}\n",
         'line 4: number 1 > columns > starts_at > as: "unix second" is not a way to make a column.\n'
         '  Did you mean "unix seconds"?'),
        ("- table: shifts\n  files: x\n  colums: {}\n",
         'line 3: unknown key "colums" under number 1.\n  Did you mean "columns"?'),
        ("- shifts\n", 'line 1: number 1: "shifts" is not a group of keys with values.\n'
         "  Write a group of keys with values there, or leave the key out."),
    ],
)  # fmt: skip
def test_a_source_that_cannot_be_understood_is_named(tmp_path: Path, content: str, says: str) -> None:
    assert mistakes_in(tmp_path, {"sources.yaml": content}) == [f"parameters/sources.yaml, {says}"]
