"""Whatever goes wrong with one service is told, and stops nobody else."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.functional.small_provider import NOTEBOOKS, TINY, Quiet, add_services, hashes
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
    usual = {"month": "2026-10", "notebooks": NOTEBOOKS, "kinds": TINY, "workers": 2, "force": True}
    request = BatchRequest(workspace=workspace, **(usual | asked))
    return audit_month(request, quiet), quiet.states


def month_of(workspace: Path) -> Path:
    return workspace / "outputs" / "2026-10"


WITHOUT_A_WORD = "The program that runs the notebook ended without a word. It was tried twice."
TOO_MUCH = "The notebook showed more than 20 MB."
TROUBLES = {  # service: what its notebook does, how the run ends, and why
    "raises": ("raise ValueError('Mrs Marker')", "failed", "An error of the kind ValueError stopped"),
    "leaves": ("import sys; sys.exit()", "failed", "The notebook ended before its last cell."),
    "leaves-hard": ("import os; os._exit(1)", "killed", WITHOUT_A_WORD),
    "kills-itself": ("import os; os.kill(os.getpid(), 9)", "killed", WITHOUT_A_WORD),
    "crashes": ("import ctypes; ctypes.string_at(0)", "killed", WITHOUT_A_WORD),
    "hangs": ("import time; time.sleep(600)", "timed out", "One cell was stopped after 12 seconds."),
    "hangs-deaf": (
        "import os, signal, time\nfor n in {2, 15}: signal.signal(n, signal.SIG_IGN)\n"
        "os.fork()\ntime.sleep(600)",
        "timed out",
        "One cell was stopped after 12 seconds.",
    ),
    "fills-memory": (
        "held = []\nwhile True: held.append(b'x' * 20_000_000)",
        "killed",
        "The notebook needed more than the 0.8 GB of memory it may take.",
    ),
    "floods": ("for _ in range(100): print('x' * 1_000_000)", "failed", TOO_MUCH),
    "leaves-threads": (
        "import threading, time\nthreading.Thread(target=time.sleep, args=(600,)).start()", "done", ""
    ),
    "leaves-processes": (
        "import subprocess, sys\n"
        "started = [subprocess.Popen(['sleep', '600'], start_new_session=apart) for apart in (False, True)]\n"
        "Path(f'{service}.pids').write_text(' '.join(str(one.pid) for one in started))",
        "done",
        "",
    ),
    "closes-its-streams": ("import os\nos.close(1); os.close(2)", "done", ""),
}  # fmt: skip
ONLY_FORKED = {  # a kernel would take all of it in before anybody could say no
    "floods-from-outside": (
        "import subprocess; subprocess.run('yes | head -c 2000000000', shell=True)", "failed", TOO_MUCH
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["grip", "kernel"])
def test_every_trouble_costs_its_own_service_and_leaves_the_others_as_they_would_be(workspace, engine):
    troubles = TROUBLES | (ONLY_FORKED if engine == "grip" else {})
    steady = ("oakfield", "birch-lodge")
    add_services(workspace, troubles)
    audit(workspace, services=steady, engine=engine)
    undisturbed = {service: hashes(month_of(workspace) / service) for service in steady}
    for service, (code, _, _) in troubles.items():
        order_trouble(workspace, service, code)

    result, states = audit(workspace, engine=engine, limits=Limits(cell=12, memory=800_000_000))

    assert states == {service: state for service, (_, state, _) in troubles.items()} | dict.fromkeys(
        steady, "done"
    )
    reasons = {record.service: record.reason for record in result.records}
    wrong = {s: reasons[s] for s, (_, _, reason) in troubles.items() if not reasons[s].startswith(reason)}
    assert wrong == {}
    assert {service: hashes(month_of(workspace) / service) for service in steady} == undisturbed
    left = [int(pid) for pid in (workspace / "leaves-processes.pids").read_text().split()]
    assert not [pid for pid in (left if engine == "grip" else left[:1]) if _runs(pid)]


def test_killed_run_is_tried_again_and_may_go_well(workspace):
    order_trouble(
        workspace,
        "oakfield",
        "import os\nif not Path('tried').exists():\n    Path('tried').touch()\n    os.kill(os.getpid(), 9)",
    )

    _, states = audit(workspace)

    assert states == {"oakfield": "done", "birch-lodge": "done"}


def test_error_in_a_cell_is_not_tried_again(workspace):
    order_trouble(workspace, "oakfield", "print(1, file=open('tries', 'a')); 1 / 0")

    audit(workspace)

    assert (workspace / "tries").read_text() == "1\n"


@pytest.mark.slow
def test_template_that_dies_is_started_again(workspace):
    order_trouble(
        workspace,
        "birch-lodge",
        "import os, time\nif not Path('tried').exists():\n    Path('tried').touch()\n"
        "    os.kill(os.getppid(), 9)\n    time.sleep(60)",
    )

    _, states = audit(workspace, workers=1)

    assert states == {"oakfield": "done", "birch-lodge": "done"}


@pytest.mark.slow
def test_run_past_its_whole_time_is_stopped(workspace):
    order_trouble(workspace, "oakfield", "import time; time.sleep(600)")

    result, states = audit(workspace, services=["oakfield"], limits=Limits(run=6))

    assert states == {"oakfield": "timed out"}
    assert result.failures[0].reason.startswith("The notebook was stopped after 6 seconds.")


def test_notebook_finds_nothing_of_the_one_that_ran_before_it_for_the_same_service(workspace):
    folder = workspace / "notebooks"
    folder.mkdir()
    for name in ("tiny", "second"):
        shutil.copy(NOTEBOOKS / "tiny.ipynb", folder / f"{name}.ipynb")
    code = (
        "import os, sys, warnings\n"
        "print(os.environ.get('LEFT'), len(sys.path), len(warnings.filters), 'left' in globals())\n"
        "left = os.environ['LEFT'] = os.environ['LANG'] = 'something'\n"
        "warnings.warn('said once')\n"
        "warnings.simplefilter('ignore'); sys.path.append('left'); os.chdir('data')"
    )
    order_trouble(workspace, "oakfield", code)

    audit(workspace, services=["oakfield"], notebooks=folder, kinds=TINY | {"second": TINY["tiny"]})

    found = [month_of(workspace) / "oakfield" / "notebooks" / f"{n}.ipynb" for n in ("tiny", "second")]
    assert "said once" in found[0].read_text()
    assert found[0].read_text() == found[1].read_text()


def test_notebook_learns_nothing_of_another_one(workspace):
    code = (
        "import os, random, tempfile\n"
        "import numpy as np\n"
        "Path(f'{service}.seen').write_text('\\n'.join([tempfile.gettempdir(), os.environ['IPYTHONDIR'],\n"
        "    str(random.random()), str(np.random.random()), str(os.getpgrp())]))"
    )
    for service in ("oakfield", "birch-lodge"):
        order_trouble(workspace, service, code)

    audit(workspace)

    seen = [(workspace / f"{s}.seen").read_text().splitlines() for s in ("oakfield", "birch-lodge")]
    assert [one for one in zip(*seen, strict=True) if one[0] == one[1]] == []
    assert not Path(seen[0][0]).exists()


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


@pytest.mark.slow
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


@pytest.mark.slow
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


WAITS = (
    "import os, subprocess, time\n"
    "started = [subprocess.Popen(['sleep', '600'], start_new_session=apart) for apart in (False, True)]\n"
    "Path('pids').write_text(' '.join(str(pid) for pid in [os.getpid(), *(one.pid for one in started)]))\n"
    "while not Path('go').exists(): time.sleep(0.05)"
)


@contextmanager
def batch_apart(repository: Path, workspace: Path, asked: str):
    """A batch in a process of its own, from the moment its first notebook runs."""
    code = (
        "from pathlib import Path\n"
        "from tests.functional.test_faults import audit\n"
        f"audit(Path({str(workspace)!r}), {asked})"
    )
    pids = workspace / "pids"
    # Long waits: they end as soon as it happens, and a busy machine may take a minute to start.
    with subprocess.Popen([sys.executable, "-c", code], cwd=repository, stderr=subprocess.DEVNULL) as batch:
        try:
            _wait_until(lambda: pids.exists() and len(pids.read_text().split()) == 3, 240)
            yield batch, [int(pid) for pid in pids.read_text().split()]
        finally:
            batch.kill()


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["grip", pytest.param("kernel", marks=pytest.mark.slow)])
def test_nothing_outlives_a_batch_that_was_killed(workspace, repository, engine):
    order_trouble(workspace, "oakfield", WAITS)

    with batch_apart(repository, workspace, f"services=['oakfield'], engine={engine!r}") as (batch, pids):
        batch.kill()

        # what a notebook put in a session of its own is out of a kernel's reach
        ours = pids if engine == "grip" else pids[:2]
        _wait_until(lambda: not [pid for pid in ours if _runs(pid)], 180)


def test_first_interrupt_finishes_what_has_begun_and_begins_nothing_else(workspace, repository):
    order_trouble(workspace, "birch-lodge", WAITS)

    with batch_apart(repository, workspace, "workers=1") as (batch, _):
        batch.send_signal(signal.SIGINT)
        time.sleep(1)
        (workspace / "go").touch()
        assert batch.wait(timeout=240) != 0

    assert (month_of(workspace) / "birch-lodge" / "manifest.json").exists()
    assert not (month_of(workspace) / "oakfield").exists()


def test_second_interrupt_stops_at_once(workspace, repository):
    order_trouble(workspace, "birch-lodge", WAITS)

    with batch_apart(repository, workspace, "workers=1") as (batch, pids):
        batch.send_signal(signal.SIGINT)
        time.sleep(1)
        batch.send_signal(signal.SIGINT)
        assert batch.wait(timeout=60) != 0

    _wait_until(lambda: not [pid for pid in pids if _runs(pid)], 180)
    assert not (workspace / "outputs" / ".work").exists()


def _runs(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text()


def _wait_until(happened, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)
