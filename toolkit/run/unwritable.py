"""What is said when results cannot be written: to a full disk, a folder that is read-only, another's?

Nobody's records are wrong and nothing here is broken, so there is no traceback: the reason, the place,
and what to do.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from toolkit.errors import OutputsUnwritable

_FULL = (
    "the disk is full",
    "Free some space on the disks of outputs/ and of temporary files, and run the same command again.",
)
_CLOSED = (
    "it is read-only for whoever runs this",
    "Let this user write to outputs/ and all that is in it, and run the same command again.",
)
_REASONS = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: ("this user may not fill more of the disk", _FULL[1]),
    errno.EROFS: _CLOSED,
    errno.EACCES: _CLOSED,
    errno.EPERM: _CLOSED,
}
_OF_SQLITE = {
    "SQLITE_FULL": errno.ENOSPC,
    "SQLITE_READONLY": errno.EACCES,
    "SQLITE_CANTOPEN": errno.EACCES,
    "SQLITE_IOERR_WRITE": errno.ENOSPC,
}


def says_disk_is_full(text: str) -> bool:
    """Whether an error of any library quotes the system's words for a full disk."""
    return os.strerror(errno.ENOSPC) in text


def is_unwritable(error: OSError) -> bool:
    """Whether the fault lies with the place that was written to."""
    return error.errno in _REASONS


def why_unwritable(error: OSError) -> tuple[str, str]:
    """The reason in plain words, and how to mend it.

    >>> why_unwritable(OSError(errno.ENOSPC, "No space left on device"))[0]
    'the disk is full'
    >>> why_unwritable(NotADirectoryError(errno.ENOTDIR, "Not a directory"))[0]
    'not a directory'
    """
    if error.errno in _REASONS:
        return _REASONS[error.errno]
    reason = error.strerror or "no reason given"
    mend = "Look whether a file or folder of that name is in the way, and run the same command again."
    return reason[:1].lower() + reason[1:], mend


@contextmanager
def tell_what_is_unwritable(outputs: Path) -> Iterator[None]:
    """Turn an error of writing into one that says what, where and how to mend it.

    Raises OutputsUnwritable for it; every other error passes as it is.
    """
    try:
        yield
    except OSError as error:
        if not is_unwritable(error):
            raise
        reason, mend = why_unwritable(error)
        raise OutputsUnwritable(f"{_place(error, outputs)} could not be written: {reason}.", mend) from error


@contextmanager
def sqlite_errors_as_of_files(path: Path) -> Iterator[None]:
    """SQLite's own errors of writing, as the errors of a file that they are."""
    try:
        yield
    except sqlite3.OperationalError as error:
        number = _OF_SQLITE.get(error.sqlite_errorname)
        if number is None:
            raise
        raise OSError(number, os.strerror(number), str(path)) from error


def _place(error: OSError, outputs: Path) -> str:
    """The file below outputs/, as a user sees it; a full disk often does not say which."""
    if not isinstance(error.filename, str) or not Path(error.filename).is_relative_to(outputs):
        return "The results"
    path = Path(error.filename).relative_to(outputs.parent)
    if path.suffix == ".part":  # the name under which a file is written until it is whole
        path = path.with_name(path.stem.removeprefix("."))
    return path.as_posix()
