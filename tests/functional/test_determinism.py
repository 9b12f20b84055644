"""Same input, same bytes: wherever, whenever and under whatever settings it runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.functional.small_provider import hashes, write_provider

pytestmark = pytest.mark.slow


def run_batch(repository: Path, folder: Path, cwd: Path, *options: str, **env: str) -> dict[str, str]:
    provider = write_provider(folder)
    ran = subprocess.run(
        [sys.executable, "-m", "toolkit", "audit", "2026-10", "--workspace", str(provider), *options],
        cwd=cwd,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(repository), **env},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return hashes(provider / "outputs" / "2026-10")


def test_batches_under_different_settings_and_engines_leave_the_same_bytes(repository, tmp_path):
    (tmp_path / "elsewhere").mkdir()

    one = run_batch(
        repository, tmp_path / "one", tmp_path, PYTHONHASHSEED="1", TZ="Asia/Tokyo", HOME=str(tmp_path)
    )
    two = run_batch(
        repository,
        tmp_path / "a longer name" / "two",
        tmp_path / "elsewhere",
        PYTHONHASHSEED="77",
        TZ="America/New_York",
        LC_ALL="C",
        OMP_NUM_THREADS="4",
    )
    kernel = run_batch(
        repository, tmp_path / "three", tmp_path, "--engine", "kernel", "--workers", "1", LANG="de_DE.UTF-8"
    )

    assert one == two
    assert one == kernel
    assert len(one) > 10
