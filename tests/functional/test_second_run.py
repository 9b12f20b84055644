"""The same command again leaves what holds, makes anew what does not, and gives what a first run would."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.functional.small_provider import NOTEBOOKS, Quiet, hashes, write_provider
from tests.functional.troubled import cut_short
from toolkit import cli
from toolkit.run import decide
from toolkit.run.batch import BatchResult, audit_month, decide_month
from toolkit.run.decide import PlanRow, rows_of_plan
from toolkit.run.plan import BatchRequest

MONTH = "2026-10"
KINDS = {name: SimpleNamespace(title=name.title(), tables=("shifts", "care")) for name in ("one", "two")}
BOTH = ("birch-lodge", "oakfield")


@pytest.fixture(autouse=True)
def importable(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(repository))


@pytest.fixture(scope="module")
def notebooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two audits that take no time."""
    folder = tmp_path_factory.mktemp("notebooks")
    for name in KINDS:
        shutil.copy(NOTEBOOKS / "tiny.ipynb", folder / f"{name}.ipynb")
    return folder


@pytest.fixture(scope="module")
def audited_once(tmp_path_factory: pytest.TempPathFactory, notebooks: Path, repository: Path) -> Path:
    folder = write_provider(tmp_path_factory.mktemp("second") / "provider")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(repository))
        assert ran(audit(folder, notebooks)) == everything("done")
    return folder


@pytest.fixture
def audited(workspace: Path, audited_once: Path) -> Path:
    """The month's outputs in a copy of the workspace that was audited."""
    shutil.rmtree(workspace)
    shutil.copytree(audited_once, workspace)
    return workspace / "outputs" / MONTH


def request(workspace: Path, notebooks: Path, **asked: object) -> BatchRequest:
    usual = {"month": MONTH, "notebooks": notebooks, "kinds": KINDS, "workers": 1}
    return BatchRequest(workspace=workspace, **(usual | asked))  # type: ignore[arg-type]


def audit(workspace: Path, notebooks: Path, **asked: object) -> BatchResult:
    return audit_month(request(workspace, notebooks, **asked), Quiet())


def everything(state: str) -> dict[tuple[str, str], str]:
    return {(service, name): state for service in BOTH for name in KINDS}


def ran(result: BatchResult) -> dict[tuple[str, str], str]:
    return {(record.service, record.audit): record.state for record in result.records}


def plan_of(workspace: Path, notebooks: Path, **asked: object) -> dict[tuple[str, str], str]:
    rows = rows_of_plan(decide_month(request(workspace, notebooks, **asked)))
    return {(row.service, row.audit): f"{row.do}: {row.why}" for row in rows}


def files_in_place(folder: Path) -> dict[str, tuple[int, int]]:
    """Each file with what changes when it is written anew, even with the same bytes."""
    return {str(path): (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.rglob("*")
            if path.is_file()}  # fmt: skip


def test_a_second_run_of_an_unchanged_month_touches_no_file_and_is_recorded_as_skipped(
    audited: Path, workspace: Path, notebooks: Path
) -> None:
    before = files_in_place(audited)

    result = audit(workspace, notebooks)

    assert ran(result) == everything("skipped")
    assert (result.ran, result.rendered, result.skipped) == (0, 0, 4)
    assert files_in_place(audited) == before
    assert result.provider == json.loads((audited / "provider.json").read_text())
    with closing(sqlite3.connect(workspace / "outputs" / "runs.sqlite")) as register:
        states = register.execute("select state, count(*) from runs group by state").fetchall()
    assert states == [("done", 4), ("skipped", 4)]


def test_forced_audits_run_again(audited: Path, workspace: Path, notebooks: Path) -> None:
    assert set(plan_of(workspace, notebooks, force=True).values()) == {"run: asked for with --force"}
    result = audit(workspace, notebooks, force=True, services=["oakfield"], audits=["two"])

    assert ran(result) == {("oakfield", "two"): "done"}


def remove(path: Path) -> None:
    path.unlink()


def alter(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"e", b"a", 1) + b" ")


def damage(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


NOTHING = "skip: nothing it rests on changed"
ALTERED = "its manifest.json was altered, or its run ended before that was noted"
DAMAGES = [  # what is done to which file of Oakfield's, and what becomes of its two audits and its page
    (remove, "one.html", "render: one.html is missing", NOTHING, ""),
    (alter, "two.html", NOTHING, "render: two.html was altered", ""),
    (remove, "notebooks/one.ipynb", "run: notebooks/one.ipynb is missing", NOTHING, ""),
    (alter, "notebooks/two.ipynb", NOTHING, "run: notebooks/two.ipynb was altered", ""),
    (remove, "index.html", NOTHING, NOTHING, "write: index.html is missing"),
    (alter, "index.html", NOTHING, NOTHING, "write: index.html was altered"),
    (remove, "findings.json", *["run: findings.json is missing"] * 2, ""),
    (alter, "findings.json", *["run: findings.json was altered"] * 2, ""),
    (damage, "findings.json", *["run: findings.json was altered"] * 2, ""),
    (remove, "manifest.json", *["run: its manifest.json is missing"] * 2, ""),
    (alter, "manifest.json", *[f"run: {ALTERED}"] * 2, ""),
    (damage, "manifest.json", *["run: its manifest.json is damaged"] * 2, ""),
]


@pytest.mark.parametrize(
    ("harm", "name", "one", "two", "page"),
    # to run something takes seconds: one of these is enough for every day
    [
        pytest.param(*one, marks=pytest.mark.slow) if n != 2 and "run: " in one[2] + one[3] else one
        for n, one in enumerate(DAMAGES)
    ],
)
def test_an_output_that_was_lost_or_altered_is_made_anew(
    audited: Path, workspace: Path, notebooks: Path, harm, name: str, one: str, two: str, page: str
) -> None:
    before = hashes(audited)
    harm(audited / "oakfield" / name)
    if name == "manifest.json" and harm is alter:  # still JSON, and of another month's run
        text = json.dumps({**json.loads((audited / "birch-lodge" / name).read_text())})
        (audited / "oakfield" / name).write_text(text)

    planned = plan_of(workspace, notebooks)
    result = audit(workspace, notebooks)

    assert (planned["oakfield", "one"], planned["oakfield", "two"]) == (one, two)
    assert planned.get(("oakfield", "(its own page)"), "") == page
    assert ran(result)["birch-lodge", "one"] == "skipped"
    assert hashes(audited) == before


@pytest.mark.parametrize("name", ["index.html", "provider.json", "problems.csv", "data-quality.html"])
def test_a_page_of_the_provider_that_was_altered_is_made_anew(
    audited: Path, workspace: Path, notebooks: Path, name: str
) -> None:
    before = hashes(audited)
    alter(audited / name)

    assert ran(audit(workspace, notebooks)) == everything("skipped")
    assert hashes(audited) == before


@pytest.mark.slow
def test_a_failed_audit_is_run_again_and_the_others_are_not(
    audited: Path, workspace: Path, notebooks: Path
) -> None:
    before = hashes(audited)
    (workspace / "trouble").mkdir()
    (workspace / "trouble" / "oakfield.py").write_text("1 / 0")
    audit(workspace, notebooks, services=["oakfield"], audits=["one"], force=True)
    planned = plan_of(workspace, notebooks)
    (workspace / "trouble" / "oakfield.py").unlink()

    result = audit(workspace, notebooks)

    assert planned["oakfield", "one"] == "run: failed the last time"
    assert ran(result) == {**everything("skipped"), ("oakfield", "one"): "done"}
    assert hashes(audited) == before


@pytest.mark.slow
def test_a_month_that_was_cut_short_is_completed_and_what_was_published_is_skipped(
    workspace: Path, notebooks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = cut_short(monkeypatch, lambda: audit(workspace, notebooks))

    states = ran(audit(workspace, notebooks))

    (published,) = {findings.service for findings in done}
    assert states == {key: "skipped" if key[0] == published else "done" for key in everything("")}
    other = write_provider(tmp_path / "other")
    audit(other, notebooks)
    assert hashes(workspace / "outputs" / MONTH) == hashes(other / "outputs" / MONTH)


@pytest.mark.slow
def test_an_audit_that_was_not_asked_for_keeps_its_place_and_no_altered_file_is_vouched_for(
    audited: Path, workspace: Path, notebooks: Path
) -> None:
    manifest = json.loads((audited / "oakfield" / "manifest.json").read_text())
    alter(audited / "oakfield" / "notebooks" / "two.ipynb")

    audit(workspace, notebooks, audits=["one"], force=True)

    again = json.loads((audited / "oakfield" / "manifest.json").read_text())
    assert again["outputs"] == manifest["outputs"]  # so that two.ipynb still does not match it
    assert plan_of(workspace, notebooks)["oakfield", "two"] == "run: notebooks/two.ipynb was altered"


def test_another_day_is_another_run(audited: Path, workspace: Path, notebooks: Path) -> None:
    planned = plan_of(workspace, notebooks, as_of="2026-10-15")

    assert set(planned.values()) == {"run: the last run looked back from 2026-10-31"}


@pytest.mark.slow
def test_when_the_month_before_was_audited_only_the_page_that_compares_them_is_made_again(
    audited: Path, workspace: Path, notebooks: Path, tmp_path: Path
) -> None:
    audit(workspace, notebooks, month="2026-09")

    planned = plan_of(workspace, notebooks)
    result = audit(workspace, notebooks)

    assert planned["oakfield", "(its own page)"] == "write: the month before changed"
    assert ran(result) == everything("skipped")
    other = write_provider(tmp_path / "other")
    for month in ("2026-09", MONTH):
        audit(other, notebooks, month=month)
    assert hashes(audited) == hashes(other / "outputs" / MONTH)


def test_a_row_of_another_service_in_the_same_file_changes_the_manifest_and_runs_nothing(
    workspace: Path, notebooks: Path, tmp_path: Path
) -> None:
    def put_together(folder: Path, note: str) -> None:
        files = sorted(folder.glob("data/*/care.csv"), reverse=True)  # Oakfield's first
        lines = [line for n, path in enumerate(files) for line in path.read_text().splitlines()[n > 0 :]]
        for path in files:
            path.unlink()
        lines[-1] = lines[-1].replace("Washed and dressed", note)
        (folder / "data" / "care.csv").write_text("\n".join(lines) + "\n")

    other = write_provider(tmp_path / "other")
    put_together(workspace, "Washed and dressed")
    put_together(other, "Bathed and dressed")
    audit(workspace, notebooks)
    shutil.copy(other / "data" / "care.csv", workspace / "data" / "care.csv")

    planned = plan_of(workspace, notebooks)
    result = audit(workspace, notebooks)

    assert planned["birch-lodge", "one"] == "run: care changed"
    assert planned["oakfield", "one"] == NOTHING
    page = planned["oakfield", "(its own page)"]
    assert page == "write: a file changed, in rows that this month does not rest on"
    assert result.ran == 2
    audit(other, notebooks)
    assert hashes(workspace / "outputs" / MONTH) == hashes(other / "outputs" / MONTH)


def test_the_plan_is_told_plainly_and_writes_no_output(grip, workspace: Path) -> None:
    told = grip("audit", MONTH, "--plan", "--service", "oakfield", "--audit", "recovery_map")

    assert told.returncode == 0
    assert told.stdout == "oakfield  recovery_map  run  not run yet\n"
    assert told.stderr == (
        "1 would be run, 0 rendered anew, 0 skipped as unchanged.\n"
        "The records were read for this; no notebook was run and no report written.\n"
    )
    assert {path.name for path in (workspace / "outputs").iterdir()} == {".lock", ".store"}

    held = json.loads(grip("audit", MONTH, "--plan", "--service", "oakfield", "--json").stdout)
    assert held[0] == {
        "service": "oakfield", "audit": "staffing_missed_care", "do": "run", "why": "not run yet",
    }  # fmt: skip


def test_the_plan_counts_the_services_of_which_only_the_own_page_is_written_anew(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [PlanRow("oakfield", "one", "skip", "nothing it rests on changed"),
            PlanRow("oakfield", "(its own page)", "write", "index.html is missing")]  # fmt: skip
    monkeypatch.setattr(decide, "rows_of_plan", lambda todo: rows)

    cli._print_plan({}, as_json=False)

    assert capsys.readouterr().err == (
        "0 would be run, 0 rendered anew, 1 skipped as unchanged.\n"
        "Only its own page would be written anew for 1 service.\n"
        "The records were read for this; no notebook was run and no report written.\n"
    )


@pytest.mark.slow
def test_with_the_real_notebooks_a_run_after_a_change_gives_what_a_first_run_gives(
    workspace: Path, tmp_path: Path
) -> None:
    def change(folder: Path) -> None:
        care = folder / "data" / "oakfield" / "care.csv"
        care.write_text(care.read_text().replace("not_done,no_staff", "not_done,refused", 1))
        own = folder / "parameters" / "services" / "birch-lodge.yaml"
        own.parent.mkdir()
        own.write_text("thresholds:\n  repeated-staffing-gaps: {days_in_month: 2}\n")

    def run(folder: Path) -> BatchResult:
        return audit_month(BatchRequest(workspace=folder, month=MONTH, workers=2), Quiet())

    run(workspace)
    change(workspace)

    result = run(workspace)

    assert {key for key, state in ran(result).items() if state == "skipped"} == {
        ("oakfield", "complaints_care_plans")
    }
    fresh = write_provider(tmp_path / "fresh")
    change(fresh)
    run(fresh)
    assert hashes(workspace / "outputs" / MONTH) == hashes(fresh / "outputs" / MONTH)
