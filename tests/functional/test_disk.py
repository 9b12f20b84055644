"""When results cannot be written it is said where and how to mend it, and nothing half done is published."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.functional.small_provider import hashes, write_provider
from tests.functional.troubled import (
    audit,
    files_of,
    left_behind,
    month_of,
    order_trouble,
    own_temporary_folder,
    registered,
)
from toolkit.errors import OutputsUnwritable

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full or a disk of its own")

FULL = "Free some space on the disks of outputs/ and of temporary files, and run the same command again."
_DROP, _WRITE_ANYWHERE = 24, 1  # of prctl(2), of capabilities(7)


def test_full_disk_at_the_month_s_own_page_is_told_and_the_same_command_completes_it(workspace, undisturbed):
    order_trouble(
        workspace,
        "oakfield",
        "part = Path('outputs/2026-10/.index.html.part')\n"
        "part.parent.mkdir(exist_ok=True)\n"
        "part.symlink_to('/dev/full')",
    )

    with pytest.raises(OutputsUnwritable) as told:
        audit(workspace)

    assert str(told.value) == f"The results could not be written: the disk is full.\n  {FULL}"
    assert told.value.exit_code == 2
    assert not (month_of(workspace) / "index.html").exists()
    assert {service: state for service, (state, _) in registered(workspace).items()} == {
        "oakfield": "done",
        "birch-lodge": "done",
    }

    order_trouble(workspace, "oakfield", "")
    audit(workspace)

    assert hashes(month_of(workspace)) == hashes(month_of(undisturbed))


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """A disk of its own, where this user may mount one."""
    with tempfile.TemporaryDirectory(prefix="disk-", dir="/tmp") as folder:
        size = f"size={megabytes}m,mode=0700"
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], capture_output=True)
        if mounted.returncode != 0:
            pytest.skip("this user may not mount a disk of memory; the other tests use /dev/full")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


# The other service is published while this one runs: it must be whole before the disk is full.
AFTER_THE_OTHER = (
    "import os, time\n"
    "while not os.path.exists('outputs/.keys/2026-10/birch-lodge.json'): time.sleep(0.02)\n"
    "time.sleep(0.5)\n"
)
FILLS = (
    "import os, tempfile\n"
    "file = open({place}, 'wb', buffering=0)\n"
    "while True: file.write(b'x' * 10_000)"
)  # fmt: skip


@pytest.mark.slow
def test_disk_filled_by_one_service_for_a_while_costs_that_service_only(undisturbed, monkeypatch):
    with small_disk(30) as disk, own_temporary_folder(monkeypatch, disk) as temporary:
        workspace = write_provider(disk / "provider")
        place = "os.path.join(tempfile.gettempdir(), 'filler')"  # gone with the service
        order_trouble(workspace, "birch-lodge", FILLS.format(place=place))

        result, states = audit(workspace, workers=1)

        assert states == {"birch-lodge": "failed", "oakfield": "done"}
        assert result.failures[0].reason == (
            "The notebook could not write what it wanted to: the disk is full. "
            '(cell "trouble", section "Trouble, if any was ordered")'
        )
        assert "Free some space" in (month_of(workspace) / "birch-lodge" / "tiny.html").read_text()
        assert files_of(workspace, "oakfield") == files_of(undisturbed, "oakfield")
        assert left_behind(workspace, temporary) == []


@pytest.mark.slow
def test_disk_that_stays_full_publishes_nothing_half_done_and_is_completed_when_there_is_room(
    undisturbed, monkeypatch
):
    whole = hashes(month_of(undisturbed))
    with small_disk(30) as disk, own_temporary_folder(monkeypatch, disk) as temporary:
        workspace = write_provider(disk / "provider")
        order_trouble(workspace, "oakfield", AFTER_THE_OTHER + FILLS.format(place="'filler'"))

        with pytest.raises(OutputsUnwritable, match=r"could not be written: the disk is full\.\n  Free some"):
            audit(workspace, workers=1)

        found = hashes(month_of(workspace))
        assert {name: value for name, value in found.items() if name.startswith("birch-lodge")} == {
            name: value for name, value in whole.items() if name.startswith("birch-lodge")
        }
        assert [name for name, value in found.items() if value != whole[name]] == []
        assert left_behind(workspace, temporary) == []

        (workspace / "filler").unlink()
        order_trouble(workspace, "oakfield", "")
        audit(workspace)

        assert hashes(month_of(workspace)) == whole


def test_outputs_that_are_read_only_are_told_before_anything_runs(workspace, repository):
    outputs = workspace / "outputs"
    outputs.mkdir(mode=0o555)
    code = (
        "import ctypes, os, sys\n"
        f"ctypes.CDLL(None).prctl({_DROP}, {_WRITE_ANYWHERE}, 0, 0, 0)  # root may write to any folder\n"
        "os.execv(sys.executable, [sys.executable, '-m', 'toolkit', 'audit', '2026-10'])"
    )

    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=workspace,
        env=os.environ | {"PYTHONPATH": str(repository)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.stderr == (
        "outputs/.lock could not be written: it is read-only for whoever runs this.\n"
        "  Let this user write to outputs/ and all that is in it, and run the same command again.\n"
    )
    assert ran.returncode == 2
    assert list(outputs.iterdir()) == []
