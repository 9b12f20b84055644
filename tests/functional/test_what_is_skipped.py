"""An audit is only skipped when running it would give what is there; held against the audits themselves.

Nothing here looks at the keys. A single thing is changed in an audited workspace, the plan is asked
for, and each audit that it would skip is computed anew from the changed records: it must hold what it
held before. The notebooks are stand-ins, because what is tested is the choice and not the running;
`test_second_run.py` runs the real ones.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from tests.functional.small_provider import NOTEBOOKS, Quiet
from tests.functional.trimmed_sample import Row, as_text, edit, read_rows, write_rows, write_trimmed
from toolkit.audits import AUDITS
from toolkit.evidence import Evidence
from toolkit.parameters import load
from toolkit.period import Period
from toolkit.run.batch import audit_month, decide_month
from toolkit.run.decide import Do
from toolkit.run.plan import BatchRequest
from toolkit.sources.store import Store

pytestmark = pytest.mark.slow  # four audits of three services, after each of many changes

MONTH = "2026-10"
OURS, THEIRS, OTHER = "oakfield", "birch-lodge", "hawthorn-court"
Audit = tuple[str, str]  # service, name


@dataclass(frozen=True)
class Audited:
    """The workspace after its month was audited, and what each audit held then."""

    folder: Path
    request: BatchRequest
    held: dict[Audit, str]

    def to_run(self) -> set[Audit]:
        todo = decide_month(self.request)
        return {(one.service, name) for one in todo.values() for name in one.audits(Do.RUN)}

    def compute(self, audits: Iterable[Audit]) -> dict[Audit, str]:
        return compute(self.folder, audits)


def compute(folder: Path, audits: Iterable[Audit]) -> dict[Audit, str]:
    parameters = load(folder)
    store = Store.build(folder, service_ids=tuple(parameters.services), themes=parameters.themes)
    period = Period.parse(MONTH)
    return {
        (service, name): as_text(AUDITS[name].run(Evidence.open(parameters, store, service, period)))
        for service, name in audits
    }


EVERY = [(service, name) for service in (OURS, THEIRS, OTHER) for name in AUDITS]


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Iterator[Audited]:
    folder = write_trimmed(tmp_path_factory.mktemp("skipped") / "provider")
    notebooks = tmp_path_factory.mktemp("notebooks")
    for name in AUDITS:
        shutil.copy(NOTEBOOKS / "tiny.ipynb", notebooks / f"{name}.ipynb")
    request = BatchRequest(workspace=folder, month=MONTH, notebooks=notebooks, workers=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(repository))
        result = audit_month(request, Quiet())
        assert not result.failures
        yield Audited(folder, request, compute(folder, EVERY))


@contextmanager
def changed(path: Path) -> Iterator[None]:
    """Whatever the block does to the file is undone; a file that was not there is taken away."""
    before = path.read_bytes() if path.exists() else None
    try:
        yield
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)


def check_sound(
    audited: Audited, of: Iterable[Audit] = EVERY, sample: random.Random | None = None
) -> set[Audit]:
    """None of the audits that would be skipped holds anything else than it did; those that would be run.

    With `sample`, two of those skipped stand for all: there are hundreds in a test of every table.
    """
    run = audited.to_run()
    skipped = [audit for audit in of if audit not in run]
    now = audited.compute(sample.sample(skipped, min(2, len(skipped))) if sample else skipped)
    assert [audit for audit, held in now.items() if held != audited.held[audit]] == []
    return run


def run_of(service: str, table: str) -> set[Audit]:
    return {(service, name) for name, kind in AUDITS.items() if table in kind.tables}


def test_unchanged_records_touched_or_not_run_nothing(audited: Audited) -> None:
    assert audited.to_run() == set()

    for path in audited.folder.rglob("data/**/*.csv"):
        path.touch()
    (audited.folder / "data" / "notes.txt").write_text("not a table")

    assert audited.to_run() == set()


class Watched:
    """A store that remembers which tables were asked for."""

    kept = None  # nothing was worked out before, so everything is asked for

    def __init__(self, store: Store) -> None:
        self.store, self.asked = store, set[str]()

    def rows(self, table: str, **asked: object) -> pd.DataFrame:
        self.asked.add(table)
        return self.store.rows(table, **asked)  # type: ignore[arg-type]

    def supplied(self, table: str) -> bool:
        self.asked.add(table)
        return self.store.supplied(table)

    @property
    def problems(self) -> object:
        return self.store.problems


@pytest.mark.parametrize("name", AUDITS)
def test_no_audit_reads_a_table_it_does_not_declare(audited: Audited, name: str) -> None:
    parameters = load(audited.folder)
    store = Store.open(audited.folder)

    for service in (OURS, THEIRS, OTHER):
        watched = Watched(store)
        evidence = Evidence.open(parameters, watched, service, Period.parse(MONTH))  # type: ignore[arg-type]
        AUDITS[name].run(evidence)
        assert watched.asked <= set(AUDITS[name].tables)

    assert {table for question in AUDITS[name].questions for table in question.tables} <= set(
        AUDITS[name].tables
    )


def files_of_tables(folder: Path) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.glob("data/**/*.csv")):
        if read_rows(path):
            found.setdefault(path.stem.partition("-")[0], []).append(path)
    return found


def change_a_cell(path: Path, chance: random.Random) -> Row:
    """Give some cell the value of another row, or none; the row as it was."""
    rows = read_rows(path)
    for _ in range(1000):
        place, column = chance.randrange(len(rows)), chance.choice(list(rows[0])[1:])
        value = chance.choice([rows[chance.randrange(len(rows))][column], ""])
        if column != "service_id" and value != rows[place][column]:
            before = dict(rows[place])
            rows[place][column] = value
            write_rows(path, rows)
            return before
    raise AssertionError(f"{path.name} has no cell to change")


def test_a_changed_cell_of_any_table_runs_every_audit_that_would_hold_something_else(
    audited: Audited,
) -> None:
    chance = random.Random(2026)
    for table, paths in files_of_tables(audited.folder).items():
        path = chance.choice(paths)
        with changed(path):
            row = change_a_cell(path, chance)
            reading = [audit for audit in EVERY if table in AUDITS[audit[1]].tables]
            run = check_sound(audited, reading, chance)
            assert run <= set(reading), f"{table}: {row}"
            service = row.get("service_id") or path.parent.name
            if service in (OURS, THEIRS, OTHER):
                assert run_of(service, table) <= run, f"{table}: {row}"


Change = Callable[[Path], Path]  # changes something below the folder and gives the file


def a_shift_of_our_worker_elsewhere(folder: Path) -> Path:
    path = folder / "data/birch-lodge/shifts-2026.csv"
    edit(path, -1, lambda row: row.update(attended_from="2026-10-30 01:00", attended_to="2026-10-31 23:00"))
    return path


def whether_that_day_was_clocked_elsewhere(folder: Path) -> Path:
    """Nobody clocked in there that day: our worker's shift counts as planned, though its row is the same."""
    path = folder / "data/birch-lodge/shifts-2026.csv"
    rows = read_rows(path)
    day = rows[-1]["starts_at"][:10]
    for row in rows[:-1]:
        if row["starts_at"].startswith(day):
            row.update(attended_from="", attended_to="")
    write_rows(path, rows)
    return path


def a_plan_change_of_our_person_elsewhere(folder: Path) -> Path:
    path = folder / "data/birch-lodge/care_plan_changes.csv"
    edit(path, -1, lambda row: row.update(changed_at="2026-10-30 10:00", plan_section="Activities"))
    return path


def learning_from_our_complaint_written_elsewhere(folder: Path) -> Path:
    path = folder / "data/learning.csv"
    edit(path, 0, lambda row: row.update(theme="dignity", required_update="Knock before coming in."))
    return path


def a_stay_of_our_person_elsewhere(folder: Path) -> Path:
    path = folder / "data/people.csv"
    place = next(n for n, row in enumerate(read_rows(path))
                 if (row["service_id"], row["person_id"]) == (THEIRS, "P0001"))  # fmt: skip
    edit(path, place, lambda row: row.update(moved_in="2026-10-02"))
    return path


@pytest.mark.parametrize(
    ("change", "audit"),
    [
        (a_shift_of_our_worker_elsewhere, "staffing_missed_care"),
        (whether_that_day_was_clocked_elsewhere, "staffing_missed_care"),
        (a_plan_change_of_our_person_elsewhere, "complaints_care_plans"),
        (learning_from_our_complaint_written_elsewhere, "complaints_care_plans"),
        (a_stay_of_our_person_elsewhere, "complaints_care_plans"),
    ],
)
def test_what_another_service_holds_of_our_people_runs_ours_and_nobody_elses(
    audited: Audited, change: Change, audit: str
) -> None:
    names = ["data/birch-lodge/shifts-2026.csv", "data/birch-lodge/care_plan_changes.csv",
             "data/learning.csv", "data/people.csv"]  # fmt: skip
    with_all = [audited.folder / name for name in names]
    before = {path: path.read_bytes() for path in with_all}
    try:
        change(audited.folder)
        run = check_sound(audited, [(service, audit) for service in (OURS, THEIRS, OTHER)])
    finally:
        for path, content in before.items():
            path.write_bytes(content)

    assert {(OURS, audit), (THEIRS, audit)} <= run
    assert not [one for one in run if one[0] == OTHER]


PARAMETERS = {
    "another line": ("thresholds.yaml", "repeated-staffing-gaps:\n  days_in_month: 2\n", EVERY),
    "a forum's name": ("provider.yaml", "forums:\n  oversight: the Thursday meeting\n", EVERY),
    "a title": ("provider.yaml", "reviewers:\n  registered manager: home manager\n", EVERY),
    "the provider's name": ("provider.yaml", "name: Another provider\n", EVERY),
    "one service's line": (
        f"services/{OURS}.yaml",
        "thresholds:\n  repeated-staffing-gaps:\n    days_in_month: 2\n",
        [audit for audit in EVERY if audit[0] == OURS],
    ),
    "a limit declared anew": (
        f"services/{OURS}.yaml",
        "rebases:\n  - {indicator: attended_fill, month: 2026-10, reason: A unit opened, decided_by: X}\n",
        [audit for audit in EVERY if audit[0] == OURS],
    ),
    "words without meaning": ("framework.yaml", "# nothing\n", []),
}


@pytest.mark.parametrize("change", PARAMETERS)
def test_a_changed_parameter_runs_what_it_is_said_of(audited: Audited, change: str) -> None:
    name, text, expected = PARAMETERS[change]
    path = audited.folder / "parameters" / name
    path.parent.mkdir(exist_ok=True)
    with changed(path):
        path.write_text(text, encoding="utf-8")
        assert check_sound(audited) == set(expected)


def test_a_service_that_changed_its_kind_is_run_and_no_other(audited: Audited) -> None:
    path = audited.folder / "parameters/services.csv"
    with changed(path):
        edit(path, 0, lambda row: row.update(kind="home_care", name="Renamed"))
        service = read_rows(path)[0]["service_id"]
        assert check_sound(audited) == {audit for audit in EVERY if audit[0] == service}


def test_a_file_that_cannot_be_read_runs_whose_rows_may_stand_in_it(audited: Audited) -> None:
    path = audited.folder / "data" / "oakfield" / "care-2025.xlsx"
    with changed(path):
        path.write_bytes(b"no workbook")
        run = check_sound(audited)
    assert run == run_of(OURS, "care")


def test_a_changed_notebook_or_line_of_code_runs_what_is_made_with_it(audited: Audited) -> None:
    notebook = audited.request.notebooks / "recovery_map.ipynb"  # type: ignore[operator]
    with changed(notebook):
        notebook.write_text(notebook.read_text().replace("Tiny audit", "Small audit"))
        assert audited.to_run() == {audit for audit in EVERY if audit[1] == "recovery_map"}


@pytest.mark.parametrize("line", ["measures/care.py", "report/template/pieces.css", "wording.py"])
def test_a_changed_line_of_the_toolkit_runs_every_audit(
    audited: Audited, line: str, tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from toolkit.run import batch, code

    package = tmp_path / "toolkit"
    shutil.copytree(repository / "toolkit", package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(batch, "digest_code", lambda: code.digest_code(package))
    assert audited.to_run() == set()

    with (package / line).open("a", encoding="utf-8") as stream:
        stream.write("\n")

    assert audited.to_run() == set(EVERY)
