"""Where a fork is not safe, kernels are chosen unasked and leave the same files."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.functional.small_provider import hashes
from tests.functional.troubled import month_of, order_trouble

# What Windows does not have, gone from every Python that this batch starts.
WITHOUT_POSIX = """
import os, sys

for name in ("fork", "forkpty", "pidfd_open", "wait4", "sched_getaffinity", "posix_spawn"):
    if hasattr(os, name):
        delattr(os, name)
for name in ("fcntl", "resource", "pwd", "grp"):
    sys.modules[name] = None  # importing it fails
"""
BATCH = """
import json, sys
from pathlib import Path
from toolkit.run.limits import choose_engine
from tests.functional.troubled import audit

_, states = audit(Path(sys.argv[1]))
print(json.dumps([choose_engine(None), states]))
"""
TELLS_ITS_SHELL = "Path(f'{service}.shell').write_text(type(get_ipython()).__name__)"


@pytest.mark.slow
def test_machine_without_fork_runs_kernels_unasked_and_leaves_the_same_files(
    workspace, repository, tmp_path, undisturbed
):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(WITHOUT_POSIX)
    for service in ("oakfield", "birch-lodge"):
        order_trouble(workspace, service, TELLS_ITS_SHELL)

    ran = subprocess.run(
        [sys.executable, "-c", BATCH, str(workspace)],
        env=os.environ | {"PYTHONPATH": f"{tmp_path / 'site'}{os.pathsep}{repository}"},
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == ["kernel", {"oakfield": "done", "birch-lodge": "done"}]
    shells = {(workspace / f"{service}.shell").read_text() for service in ("oakfield", "birch-lodge")}
    assert shells == {"ZMQInteractiveShell"}
    assert hashes(month_of(workspace)) == hashes(month_of(undisturbed))


def test_nothing_that_only_posix_has_is_needed_to_import_the_toolkit(workspace, repository):
    code = f"{WITHOUT_POSIX}\nimport papermill, toolkit.run.batch, toolkit.run.engine.papermill_engine\n"
    code += "from toolkit.cli import main\nsys.argv = ['grip', 'list']\nmain()"

    ran = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(repository)},
        cwd=workspace,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    assert "oakfield" in ran.stdout
