"""Same input, same bytes: wherever, whenever and under whatever settings it runs."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.functional.small_provider import hashes, write_provider

pytestmark = pytest.mark.slow

YEARS_LATER = 2
# Put before the system's own library, so that every program of the batch believes in this clock.
ANOTHER_CLOCK = """
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t which, struct timespec *at) {
    int failed = syscall(SYS_clock_gettime, which, at);
    if (!failed && which == CLOCK_REALTIME) at->tv_sec += YEARS * 365L * 86400;
    return failed;
}
time_t time(time_t *told) {
    struct timespec at;
    clock_gettime(CLOCK_REALTIME, &at);
    if (told) *told = at.tv_sec;
    return at.tv_sec;
}
int gettimeofday(struct timeval *told, void *zone) {
    struct timespec at;
    clock_gettime(CLOCK_REALTIME, &at);
    told->tv_sec = at.tv_sec;
    told->tv_usec = at.tv_nsec / 1000;
    return 0;
}
"""


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


def another_clock(folder: Path) -> dict[str, str]:
    """The setting with which a program is two years ahead; none where there is no C compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        return {}
    source, library = folder / "clock.c", folder / "clock.so"
    source.write_text(ANOTHER_CLOCK)
    options = ["-shared", "-fPIC", f"-DYEARS={YEARS_LATER}", "-o", str(library), str(source)]
    subprocess.run([compiler, *options], check=True)
    return {"LD_PRELOAD": str(library)}


def started_in(folder: Path) -> int:
    """The year in which the batch believes it ran."""
    with closing(sqlite3.connect(folder / "outputs" / "runs.sqlite")) as connection:
        return int(connection.execute("select min(started) from runs").fetchone()[0][:4])


def test_batches_under_different_settings_and_engines_leave_the_same_bytes(repository, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    clock = another_clock(tmp_path)

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
        **clock,
    )
    kernel = run_batch(
        repository, tmp_path / "three", tmp_path, "--engine", "kernel", "--workers", "1", LANG="de_DE.UTF-8"
    )

    ahead = started_in(tmp_path / "a longer name" / "two") - started_in(tmp_path / "one")
    assert ahead == (YEARS_LATER if clock else 0)
    assert one == two
    assert one == kernel
    assert len(one) > 10
