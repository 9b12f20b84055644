"""Whatever goes wrong with one service is told, and stops nobody else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.functional.small_provider import NOTEBOOKS, TINY, Quiet, hashes
from toolkit.run import running
from toolkit.run.batch import audit_month
from toolkit.run.limits import Limits
from toolkit.run.plan import BatchRequest


@pytest.fixture(autouse=True)
def importable(repository: Path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(repository))


def order_trouble(workspace: Path, service: str, code: str) -> None:
    (workspace / "trouble").mkdir(exist_ok=True)
    (workspace / "trouble" / f"{service}.py").write_text(code)


def audit(workspace: Path, **asked):
    quiet = Quiet()
    usual = {"month": "2026-10", "notebooks": NOTEBOOKS, "kinds": TINY, "workers": 2}
    request = BatchRequest(workspace=workspace, **(usual | asked))
    return audit_month(request, quiet), quiet.states


def month_of(workspace: Path) -> Path:
    return workspace / "outputs" / "2026-10"


TROUBLES = {
    "a cell raises": ("raise ValueError('Mrs Marker')", "failed", "An error of the kind ValueError stopped"),
    "sys.exit": ("import sys; sys.exit()", "failed", "The notebook ended before its last cell."),
    "os._exit": ("import os; os._exit(1)", "killed", "The program that runs the notebook ended"),
    "kill -9": ("import os; os.kill(os.getpid(), 9)", "killed", "The program that runs the notebook ended"),
    "a hang": ("import time; time.sleep(60)", "timed out", "One cell was stopped after 2 seconds."),
}


@pytest.mark.parametrize(
    ("code", "state", "reason"),
    [  # one in every run; the others, which differ only in the kernel, in the full one
        pytest.param(*case, id=name, marks=[] if name == "kill -9" else [pytest.mark.slow])
        for name, case in TROUBLES.items()
    ],
)
def test_failing_service_is_named_and_the_other_is_as_it_would_be_alone(workspace, code, state, reason):
    audit(workspace, services=["birch-lodge"])
    alone = hashes(month_of(workspace) / "birch-lodge")
    order_trouble(workspace, "oakfield", code)

    result, states = audit(workspace, limits=Limits(cell=2))

    assert states == {"oakfield": state, "birch-lodge": "done"}
    assert [(failed.service, failed.audit) for failed in result.failures] == [("oakfield", "tiny")]
    assert result.failures[0].reason.startswith(reason)
    assert (result.provider["n_run"], result.provider["n_of"]) == (1, 2)
    assert hashes(month_of(workspace) / "birch-lodge") == alone


def test_failure_page_takes_the_place_of_an_earlier_report(workspace):
    audit(workspace)
    order_trouble(workspace, "oakfield", "1 / 0")

    audit(workspace)

    folder = month_of(workspace) / "oakfield"
    assert "ZeroDivisionError" in (folder / "tiny.html").read_text()
    assert not (folder / "notebooks" / "tiny.ipynb").exists()
    findings = json.loads((folder / "findings.json").read_text())
    assert findings["status"] == "no_evidence"
    assert findings["audits"]["tiny"] == {
        "status": "failed",
        "reason": "An error of the kind ZeroDivisionError stopped the notebook. "
        '(cell "trouble", section "Trouble, if any was ordered")',
        "checks": [],
        "measures": {},
    }


def test_service_that_recovers_has_its_report_again(workspace):
    audit(workspace)
    before = hashes(month_of(workspace))
    order_trouble(workspace, "oakfield", "1 / 0")
    audit(workspace)
    order_trouble(workspace, "oakfield", "")

    audit(workspace)

    assert hashes(month_of(workspace)) == before


def test_service_whose_folder_cannot_be_written_is_named(workspace):
    month_of(workspace).mkdir(parents=True)
    (month_of(workspace) / "oakfield").write_text("in the way")

    result, states = audit(workspace)

    assert states == {"oakfield": "failed", "birch-lodge": "done"}
    assert result.failures[0].reason.startswith("The results could not be written to outputs:")
    assert json.loads((month_of(workspace) / "provider.json").read_text())["services"]["oakfield"]["failed"]


def test_damaged_workbook_is_a_problem_and_stops_nobody(workspace):
    (workspace / "data" / "incidents.xlsx").write_bytes(b"PK\x03\x04 this is no workbook")

    result, states = audit(workspace)

    assert states == {"oakfield": "done", "birch-lodge": "done"}
    assert "data/incidents.xlsx" in (month_of(workspace) / "problems.csv").read_text(encoding="utf-8-sig")
    assert result.problems_count >= 1


def test_service_without_any_row_is_audited_like_the_others(workspace):
    with (workspace / "parameters" / "services.csv").open("a") as stream:
        stream.write("empty,Empty House,residential,\n")

    _, states = audit(workspace)

    assert states == {"oakfield": "done", "birch-lodge": "done", "empty": "done"}


def test_one_service_alone_leaves_the_others_as_they_are_and_stays_in_the_roll_up(workspace):
    audit(workspace)
    before = hashes(month_of(workspace) / "birch-lodge")
    order_trouble(workspace, "birch-lodge", "1 / 0")

    result, _ = audit(workspace, services=["oakfield"])

    assert hashes(month_of(workspace) / "birch-lodge") == before
    assert {key: held["status"] for key, held in result.provider["services"].items()} == {
        "birch-lodge": "clear",
        "oakfield": "clear",
    }


def test_run_that_was_cut_short_is_completed_by_the_same_command(workspace, monkeypatch):
    audit(workspace)
    whole = hashes(month_of(workspace))
    finish, done = running.finish_service, []

    def interrupt(*arguments):
        if done:
            raise KeyboardInterrupt
        done.append(finish(*arguments))
        return done[0]

    monkeypatch.setattr(running, "finish_service", interrupt)
    with pytest.raises(KeyboardInterrupt):
        audit(workspace)
    monkeypatch.undo()
    monkeypatch.setenv("PYTHONPATH", str(NOTEBOOKS.parents[2]))

    audit(workspace)

    assert hashes(month_of(workspace)) == whole
    assert not (workspace / "outputs" / ".work").exists()


def test_no_kernel_outlives_a_batch_that_was_killed(workspace, repository):
    order_trouble(
        workspace, "oakfield", "import os, time\nopen('pid', 'w').write(str(os.getpid()))\ntime.sleep(600)"
    )
    code = (
        "from pathlib import Path\n"
        "from tests.functional.test_faults import audit\n"
        f"audit(Path({str(workspace)!r}), services=['oakfield'])"
    )
    pid = workspace / "pid"
    # Long waits: they end as soon as it happens, and a busy machine may take a minute to start a kernel.
    with subprocess.Popen([sys.executable, "-c", code], cwd=repository) as batch:
        try:
            _wait_until(lambda: pid.exists() and pid.read_text(), 240)
        finally:
            os.kill(batch.pid, signal.SIGKILL)

    _wait_until(lambda: not _runs(int(pid.read_text())), 60)


def _runs(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text()


def _wait_until(happened, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)
