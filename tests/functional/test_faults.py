"""Whatever goes wrong with one service is told, and stops nobody else."""

from __future__ import annotations

import html
import json
import os
import shutil
import signal
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from tests.functional.small_provider import NOTEBOOKS, TINY, add_services, hashes, write_provider
from tests.functional.troubled import (
    WAITS,
    audit,
    batch_apart,
    cut_short,
    files_of,
    left_behind,
    month_of,
    order_trouble,
    own_temporary_folder,
    registered,
    runs,
    wait_until,
)
from toolkit.errors import WorkspaceBusy
from toolkit.run import batch
from toolkit.run.limits import Limits

STEADY = ("oakfield", "birch-lodge")


@pytest.fixture(autouse=True)
def importable(repository: Path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(repository))


@pytest.fixture
def audited(undisturbed: Path, tmp_path: Path) -> Path:
    """A copy of the provider that was audited already, to go wrong with."""
    return shutil.copytree(undisturbed, tmp_path / "audited")


WITHOUT_A_WORD = "The program that runs the notebook ended without a word."
TOO_MUCH = "The notebook showed more than 20 MB."
MEMORY = "The notebook needed more than the 0.8 GB of memory it may take."
UNWRITTEN = "The results could not be written to outputs: the disk is full."
PLANT = "Path('outputs/.work/services', service, {name!r}).symlink_to('/dev/full')"
TROUBLES = {  # service: what its notebook does, how the run ends, and why
    "raises": ("print(1, file=open('tries', 'a'))\nraise ValueError('Mrs Marker')", "failed",
               "An error of the kind ValueError stopped the notebook."),
    "leaves": ("import sys; sys.exit()", "failed", "The notebook ended before its last cell."),
    "leaves-hard": ("import os; os._exit(1)", "killed", WITHOUT_A_WORD),
    "kills-itself": ("import os; os.kill(os.getpid(), 9)", "killed", WITHOUT_A_WORD),
    "kills-itself-once": (
        "import os\nif not Path('tried').exists():\n    Path('tried').touch()\n    os.kill(os.getpid(), 9)",
        "done", "",
    ),
    "crashes": ("import ctypes; ctypes.string_at(0)", "killed", WITHOUT_A_WORD),
    "hangs": ("import time; time.sleep(600)", "timed out", "One cell was stopped after"),
    "hangs-deaf": (
        "import os, signal, time\nfor n in {2, 15}: signal.signal(n, signal.SIG_IGN)\n"
        "os.fork()\ntime.sleep(600)",
        "timed out",
        "One cell was stopped after",
    ),
    "fills-memory": ("held = []\nwhile True: held.append(b'x' * 20_000_000)", "killed", MEMORY),
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
    "finds-the-disk-full": (
        "open('/dev/full', 'w').write('x' * 100_000)", "failed",
        "The notebook could not write what it wanted to: the disk is full.",
    ),
    "has-no-room-for-its-report": (PLANT.format(name="tiny.html"), "failed", UNWRITTEN),
    "has-no-room-for-its-index": (PLANT.format(name="index.html"), "failed", UNWRITTEN),
}  # fmt: skip
ONLY_FORKED = {
    # a kernel would take all of it in before anybody could say no
    "floods-from-outside": (
        "import subprocess; subprocess.run('yes | head -c 2000000000', shell=True)", "failed", TOO_MUCH
    ),
    # the same on a kernel, and only slower there
    "asks-for-too-much": ("bytearray(10**13)", "killed", MEMORY),
    "asks-numpy-for-too-much": ("import numpy; numpy.zeros(10**13)", "killed", MEMORY),
    "asks-arrow-for-too-much": ("import pyarrow; pyarrow.allocate_buffer(10**13)", "killed", MEMORY),
    "dies-with-its-parent-once": (
        "import os, time\nif not Path('seen').exists():\n    Path('seen').touch()\n"
        "    os.kill(os.getppid(), 9)\n    time.sleep(60)",
        "done", "",
    ),
}  # fmt: skip


@pytest.fixture
def command_in_trouble(grip, monkeypatch):
    """`grip audit 2026-10` with the tiny notebook and tight limits."""
    whole = batch.audit_month

    def run(**asked):
        usual = {"notebooks": NOTEBOOKS, "kinds": TINY, "limits": Limits(cell=20, memory=800_000_000)}
        monkeypatch.setattr(
            batch,
            "audit_month",
            lambda request, progress, template: whole(
                replace(request, **(usual | asked)), progress, template
            ),
        )
        return grip("audit", "2026-10")

    return run


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["grip", "kernel"])
def test_every_trouble_costs_its_own_service_and_leaves_the_others_as_they_would_be(
    workspace, engine, undisturbed_among, command_in_trouble, monkeypatch
):
    troubles = TROUBLES | (ONLY_FORKED if engine == "grip" else {})
    add_services(workspace, [*TROUBLES, *ONLY_FORKED])
    for service, (code, _, _) in troubles.items():
        order_trouble(workspace, service, code)

    with own_temporary_folder(monkeypatch) as temporary:
        ran = command_in_trouble(engine=engine, services=(*STEADY, *troubles), workers=2)
        out_of_reach = _kill_what_a_kernel_cannot(workspace, engine)
        assert left_behind(workspace, temporary) == []
        assert out_of_reach == (engine == "kernel")

    expected = {service: state for service, (_, state, _) in troubles.items()} | dict.fromkeys(STEADY, "done")
    ended = registered(workspace)
    assert {service: state for service, (state, _) in ended.items()} == expected
    for service, (_, state, reason) in troubles.items():
        assert ended[service][1].startswith(reason), service
        if reason:
            assert reason in page_of(workspace, service), service
            assert f"Failed: {service}, tiny: {reason}" in ran.stderr
        if state in ("killed", "timed out"):
            assert "It was tried twice." in ended[service][1]
    assert ran.returncode == 5
    assert "Marker" not in ran.stderr + page_of(workspace, "raises")
    assert (workspace / "tries").read_text() == "1\n"  # an error would only come again
    assert files_of(workspace, *STEADY) == undisturbed_among


@pytest.fixture(scope="module")
def undisturbed_among(tmp_path_factory) -> dict[str, dict[str, str]]:
    """The files of the steady services where all the others are not looked at."""
    folder = write_provider(tmp_path_factory.mktemp("among") / "provider")
    add_services(folder, [*TROUBLES, *ONLY_FORKED])
    audit(folder, services=STEADY)
    return files_of(folder, *STEADY)


def page_of(workspace: Path, service: str) -> str:
    return html.unescape((month_of(workspace) / service / "tiny.html").read_text())


def _kill_what_a_kernel_cannot(workspace: Path, engine: str) -> bool:
    """End what a notebook put in a session of its own; whether it still ran."""
    apart = int((workspace / "leaves-processes.pids").read_text().split()[1])
    ran = runs(apart)
    if engine == "kernel":
        with suppress(ProcessLookupError):
            os.kill(apart, signal.SIGKILL)
        wait_until(lambda: not runs(apart), 60)
    return ran


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


def test_service_that_fails_has_a_page_in_place_of_its_report_until_it_recovers(audited, undisturbed):
    order_trouble(audited, "oakfield", "1 / 0")

    result, _ = audit(audited, services=["oakfield"])

    folder = month_of(audited) / "oakfield"
    reason = (
        "An error of the kind ZeroDivisionError stopped the notebook. "
        '(cell "trouble", section "Trouble, if any was ordered")'
    )
    assert "ZeroDivisionError" in (folder / "tiny.html").read_text()
    assert not (folder / "notebooks" / "tiny.ipynb").exists()
    findings = json.loads((folder / "findings.json").read_text())
    assert findings["status"] == "no_evidence"
    assert findings["audits"]["tiny"] == {"status": "failed", "reason": reason, "checks": [], "measures": {}}
    assert files_of(audited, "birch-lodge") == files_of(undisturbed, "birch-lodge")
    assert {key: held["status"] for key, held in result.provider["services"].items()} == {
        "birch-lodge": "clear",  # it was not run now, and counts all the same
        "oakfield": "no_evidence",
    }

    order_trouble(audited, "oakfield", "")
    audit(audited, services=["oakfield"])

    assert hashes(month_of(audited)) == hashes(month_of(undisturbed))


def test_service_whose_folder_cannot_be_written_is_named(workspace, undisturbed):
    month_of(workspace).mkdir(parents=True)
    (month_of(workspace) / "oakfield").write_text("in the way")

    result, states = audit(workspace)

    assert states == {"oakfield": "failed", "birch-lodge": "done"}
    assert result.failures[0].reason == (
        "The results could not be written to outputs: not a directory. "
        "Look whether a file or folder of that name is in the way, and run the same command again."
    )
    assert registered(workspace)["oakfield"] == ("failed", result.failures[0].reason)
    assert json.loads((month_of(workspace) / "provider.json").read_text())["services"]["oakfield"]["failed"]
    assert files_of(workspace, "birch-lodge") == files_of(undisturbed, "birch-lodge")


def test_failed_service_gives_exit_code_5_and_is_named_while_the_other_has_its_report(
    workspace, command_in_trouble
):
    order_trouble(workspace, "oakfield", TROUBLES["raises"][0])

    ran = command_in_trouble()

    assert ran.returncode == 5
    assert f"Failed: oakfield, tiny: {TROUBLES['raises'][2]}" in ran.stderr
    assert "1 of 2 services have every audit." in ran.stderr
    assert "Marker" not in ran.stderr + page_of(workspace, "oakfield")


def test_damaged_workbook_is_a_problem_and_stops_nobody(workspace):
    (workspace / "data" / "incidents.xlsx").write_bytes(b"PK\x03\x04 this is no workbook")

    result, states = audit(workspace)

    assert states == {"oakfield": "done", "birch-lodge": "done"}
    assert "data/incidents.xlsx" in (month_of(workspace) / "problems.csv").read_text(encoding="utf-8-sig")
    assert result.problems_count >= 1


@pytest.mark.slow
def test_run_that_was_cut_short_is_completed_by_the_same_command(workspace, undisturbed, monkeypatch):
    cut_short(monkeypatch, lambda: audit(workspace))

    audit(workspace)

    assert hashes(month_of(workspace)) == hashes(month_of(undisturbed))
    assert not (workspace / "outputs" / ".work").exists()


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["grip", "kernel"])
def test_nothing_outlives_a_batch_that_was_killed_and_the_next_one_completes_it(
    audited, undisturbed, repository, engine, monkeypatch
):
    order_trouble(audited, "oakfield", WAITS)
    asked = f"services=['oakfield'], engine={engine!r}"

    with own_temporary_folder(monkeypatch) as temporary:
        with batch_apart(repository, audited, asked) as (killed, pids):
            killed.kill()

            # what a notebook put in a session of its own is out of a kernel's reach
            ours = pids if engine == "grip" else pids[:2]
            wait_until(lambda: not [pid for pid in ours if runs(pid)], 180)
        if engine == "kernel":
            os.kill(pids[2], signal.SIGKILL)
        assert hashes(month_of(audited)) == hashes(month_of(undisturbed))  # not touched before the end

        (audited / "go").touch()
        audit(audited, services=["oakfield"])

        assert hashes(month_of(audited)) == hashes(month_of(undisturbed))
        assert left_behind(audited, temporary) == []


def test_second_batch_is_refused_and_first_interrupt_finishes_what_has_begun(
    workspace, undisturbed, repository
):
    order_trouble(workspace, "birch-lodge", WAITS)

    with batch_apart(repository, workspace, "workers=1, command='grip audit 2026-10'") as (first, _):
        with pytest.raises(WorkspaceBusy) as refused:
            audit(workspace)
        first.send_signal(signal.SIGINT)
        time.sleep(1)
        (workspace / "go").touch()
        assert first.wait(timeout=240) != 0

    assert str(refused.value) == (
        f'This workspace is in use by "grip audit 2026-10" (process {first.pid}).\n'
        "  Wait for it to end, or stop it, and run this command again."
    )
    assert files_of(workspace, "birch-lodge") == files_of(undisturbed, "birch-lodge")
    assert not (month_of(workspace) / "oakfield").exists()


def test_second_interrupt_stops_at_once(workspace, repository):
    order_trouble(workspace, "birch-lodge", WAITS)

    with batch_apart(repository, workspace, "workers=1") as (stopped, pids):
        stopped.send_signal(signal.SIGINT)
        time.sleep(1)
        stopped.send_signal(signal.SIGINT)
        assert stopped.wait(timeout=60) != 0

    wait_until(lambda: not [pid for pid in pids if runs(pid)], 180)
    assert not (workspace / "outputs" / ".work").exists()
