"""Many runs in one batch go well, and leave nothing behind that would add up over a thousand."""

from __future__ import annotations

import statistics

import pytest

from benchmarks.thousand_runs import KINDS, measure, write_workspace

MEGABYTE = 1_000_000


@pytest.mark.slow
def test_sixty_runs_go_without_a_failure_and_leave_nothing_behind(tmp_path):
    measured = measure(write_workspace(tmp_path / "provider", 15), "grip", workers=2)

    assert measured.runs == 15 * len(KINDS) == 60
    assert measured.failures == []
    assert measured.left == []
    # One child a service, and perhaps one of a worker that helped at the end and ran less.
    assert len(measured.most_memory) in (15, 16)
    assert max(measured.most_memory) < 500 * MEGABYTE
    assert max(measured.most_memory) < 1.2 * statistics.median(
        measured.most_memory
    )  # nobody carries another's load
