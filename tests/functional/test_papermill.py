"""The notebook needs nothing but papermill."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import nbformat

from toolkit.run.findings import read_findings


def test_notebook_runs_with_papermill_alone(workspace, repository):
    shutil.copytree(repository / "notebooks", workspace / "notebooks")
    arguments = ["-p", "service", "oakfield", "-p", "month", "2026-10", "-p", "workspace", "."]

    ran = subprocess.run(
        [sys.executable, "-m", "papermill", "notebooks/staffing_missed_care.ipynb", "out.ipynb", *arguments],
        cwd=workspace,
        env={**os.environ, "PYTHONPATH": str(repository)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert ran.returncode == 0, ran.stderr
    findings = read_findings(nbformat.read(workspace / "out.ipynb", as_version=4))
    assert {check["code"] for check in findings["checks"]} >= {"repeated-staffing-gaps", "delayed-support"}
