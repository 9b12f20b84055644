"""Is somebody else running audits in this workspace, and who?

Two batches on one workspace would publish over each other. The second is told who holds the lock.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from toolkit.errors import WorkspaceBusy

LOCK = ".lock"
HOLDER = ".lock-holder.json"  # beside the lock: on Windows a locked file cannot be read


@contextmanager
def workspace_lock(outputs: Path, command: str) -> Iterator[None]:
    """Hold the workspace while the block runs; the lock goes with the process, however it ends.

    Raises WorkspaceBusy, naming the command and the process that hold it.
    """
    holder = outputs / HOLDER
    lock = FileLock(outputs / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise _busy(holder) from None
    try:
        holder.write_text(json.dumps({"pid": os.getpid(), "command": command}) + "\n", encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _busy(holder: Path) -> WorkspaceBusy:
    mend = "Wait for it to end, or stop it, and run this command again."
    try:
        held = json.loads(holder.read_text(encoding="utf-8"))
        who = f'"{held["command"]}" (process {held["pid"]})'
    except (OSError, ValueError, KeyError):
        who = "another run"  # it has just begun or just ended
    return WorkspaceBusy(f"This workspace is in use by {who}.", mend)
