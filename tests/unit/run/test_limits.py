"""How many run at once, on which engine, and which goes first."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from toolkit.errors import WrongUse
from toolkit.run import limits
from toolkit.run.limits import choose_engine, limit_this_process, resident_memory, usual_workers
from toolkit.run.register import RunRecord, last_lengths, record_runs
from toolkit.run.running import order_by_length


def test_no_more_workers_than_reports_processors_and_memory_allow(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(range(8)))
    monkeypatch.setattr(limits, "available_memory", lambda: 5_500_000_000)

    assert [usual_workers(reports) for reports in (1, 3, 20)] == [1, 3, 5]


def test_one_worker_where_there_is_hardly_any_memory(monkeypatch):
    monkeypatch.setattr(limits, "available_memory", lambda: 100_000_000)

    assert usual_workers(20) == 1


def test_engine_is_the_kernel_where_a_fork_is_not_safe(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")

    assert choose_engine(None) == "kernel"
    with pytest.raises(WrongUse) as refused:
        choose_engine("grip")
    assert str(refused.value) == (
        'The engine "grip" runs on Linux only.\n  Use "kernel", or leave the option out.'
    )


def test_engine_that_does_not_exist_is_refused_with_the_nearest_name():
    with pytest.raises(WrongUse, match='Did you mean "kernel"'):
        choose_engine("kernle")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep no such limit")
def test_process_that_asks_for_more_than_its_memory_is_refused_it():
    code = (
        "from toolkit.run.limits import limit_this_process\n"
        "limit_this_process(200_000_000, None)\n"
        "try: x = bytearray(400_000_000)\n"
        "except MemoryError: print('refused')"
    )

    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout == "refused\n"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems say it elsewhere")
def test_filled_memory_is_counted_and_a_process_that_is_gone_has_none():
    before = resident_memory(os.getpid())
    held = b"x" * 50_000_000

    assert resident_memory(os.getpid()) > before + 40_000_000
    assert resident_memory(2**22 + 1) == 0
    del held


@pytest.mark.skipif(sys.platform != "linux", reason="other systems say it elsewhere")
def test_memory_that_is_let_go_of_is_given_back():
    code = (
        "import gc, os\n"
        "from toolkit.run.limits import release_memory, resident_memory\n"
        "gc.disable()\n"
        "held = []\n"
        "for _ in range(1000):\n"
        "    ring = [b'x' * 100_000]\n"
        "    ring.append(ring)  # only the collector can tell that nobody has it any more\n"
        "    held.append(ring)\n"
        "held = ring = None\n"
        "before = resident_memory(os.getpid())\n"
        "release_memory()\n"
        "print(before - resident_memory(os.getpid()) > 80_000_000)"
    )

    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout == "True\n"


def test_limits_are_left_alone_where_none_is_asked_for():
    import resource

    before = resource.getrlimit(resource.RLIMIT_DATA)

    limit_this_process(None, None)

    assert resource.getrlimit(resource.RLIMIT_DATA) == before


def record(service: str, audit: str, seconds: float, state: str = "done") -> RunRecord:
    return RunRecord(service, audit, "2026-10", "2026-10-31", "", "", seconds, state)


def test_service_that_took_longest_the_last_time_goes_first_and_an_unknown_one_before_it(tmp_path):
    runs = [record("a", "x", 9), record("a", "x", 2), record("a", "y", 1), record("b", "x", 4)]
    record_runs(tmp_path, [*runs, record("a", "x", 600, "timed out")])

    lengths = last_lengths(tmp_path)

    assert lengths == {"a": 3.0, "b": 4.0}
    assert order_by_length(["a", "b", "c"], lengths) == ["c", "b", "a"]


def test_first_batch_of_all_has_no_lengths(tmp_path):
    assert last_lengths(tmp_path) == {}
