"""What cannot be written is told with its place and how to mend it; every other error is left alone."""

from __future__ import annotations

import errno
import os
import sqlite3

import pytest

from toolkit.errors import OutputsUnwritable
from toolkit.run.failure import RunFailure
from toolkit.run.register import FILE, RunRecord, record_runs
from toolkit.run.unwritable import tell_what_is_unwritable, why_unwritable

FULL = "Free some space on the disks of outputs/ and of temporary files, and run the same command again."
CLOSED = "Let this user write to outputs/ and all that is in it, and run the same command again."


def refused(number: int, *name: str) -> OSError:
    return OSError(number, os.strerror(number), *name)


@pytest.mark.parametrize(
    ("number", "name", "told"),
    [
        (errno.ENOSPC, "2026-10/.index.html.part",
         f"outputs/2026-10/index.html could not be written: the disk is full.\n  {FULL}"),
        (errno.EDQUOT, ".store/_index.json",
         "outputs/.store/_index.json could not be written: this user may not fill more of the disk.\n"
         f"  {FULL}"),
        (errno.EROFS, "",
         f"outputs could not be written: it is read-only for whoever runs this.\n  {CLOSED}"),
        (errno.EACCES, "../../elsewhere",
         f"The results could not be written: it is read-only for whoever runs this.\n  {CLOSED}"),
    ],
)  # fmt: skip
def test_place_reason_and_way_out_are_told(tmp_path, number, name, told):
    outputs = tmp_path / "outputs"
    with pytest.raises(OutputsUnwritable) as caught, tell_what_is_unwritable(outputs):
        raise refused(number, os.path.normpath(outputs / name))

    assert str(caught.value) == told
    assert caught.value.exit_code == 2


def test_full_disk_that_does_not_say_where_is_told_without_a_place(tmp_path):
    with pytest.raises(OutputsUnwritable) as caught, tell_what_is_unwritable(tmp_path):
        raise refused(errno.ENOSPC)

    assert str(caught.value) == f"The results could not be written: the disk is full.\n  {FULL}"


def test_error_that_may_be_ours_keeps_its_traceback(tmp_path):
    with pytest.raises(FileNotFoundError), tell_what_is_unwritable(tmp_path):
        (tmp_path / "missing").read_text()


def test_register_that_cannot_be_opened_is_named(tmp_path):
    (tmp_path / "outputs" / FILE).mkdir(parents=True)
    run = RunRecord("oakfield", "tiny", "2026-10", "2026-10-31", "", "", 1.0, "done")

    with pytest.raises(OutputsUnwritable) as caught, tell_what_is_unwritable(tmp_path / "outputs"):
        record_runs(tmp_path / "outputs", [run])

    assert str(caught.value).startswith("outputs/runs.sqlite could not be written: ")


def test_register_on_a_full_disk_is_named(tmp_path, monkeypatch):
    connect = sqlite3.connect

    def with_little_room(path):
        connection = connect(path)
        connection.execute("pragma max_page_count = 2")
        return connection

    monkeypatch.setattr(sqlite3, "connect", with_little_room)
    runs = [RunRecord("oakfield", "tiny", "2026-10", "2026-10-31", "", "", 1.0, "done")] * 1000

    with pytest.raises(OutputsUnwritable) as caught, tell_what_is_unwritable(tmp_path / "outputs"):
        (tmp_path / "outputs").mkdir()
        record_runs(tmp_path / "outputs", runs)

    assert str(caught.value) == f"outputs/runs.sqlite could not be written: the disk is full.\n  {FULL}"


def test_failed_service_says_what_is_in_the_way():
    failure = RunFailure.by_writing(NotADirectoryError(errno.ENOTDIR, "Not a directory"))

    assert failure.reason == "The results could not be written to outputs: not a directory."
    assert failure.mend == (
        "Look whether a file or folder of that name is in the way, and run the same command again."
    )
    assert why_unwritable(OSError("no number"))[0] == "no reason given"
