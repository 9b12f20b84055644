"""Two batches never work on one workspace, and the second is told who is there."""

from __future__ import annotations

import os

import pytest

from toolkit.errors import WorkspaceBusy
from toolkit.run.lock import workspace_lock


def test_second_run_is_told_which_command_and_process_hold_the_workspace(tmp_path):
    with (
        workspace_lock(tmp_path, "grip audit 2026-10"),
        pytest.raises(WorkspaceBusy) as caught,
        workspace_lock(tmp_path, "grip audit 2026-09"),
    ):
        pass

    assert str(caught.value) == (
        f'This workspace is in use by "grip audit 2026-10" (process {os.getpid()}).\n'
        "  Wait for it to end, or stop it, and run this command again."
    )
    assert caught.value.exit_code == 2


def test_workspace_is_free_again_afterwards(tmp_path):
    with workspace_lock(tmp_path, "one"):
        pass

    with workspace_lock(tmp_path, "two"):
        assert (tmp_path / ".lock").exists()


def test_lock_left_behind_by_a_killed_run_holds_nobody_up(tmp_path):
    (tmp_path / ".lock").write_text("")
    (tmp_path / ".lock-holder.json").write_text('{"pid": 1, "command": "grip audit"}')

    with workspace_lock(tmp_path, "two"):
        assert '"two"' in (tmp_path / ".lock-holder.json").read_text()
