"""How is `grip check` or `grip audit` run from a page, and how far has it come?

The command itself is run, in a process of its own: the page stays alive, and what it does and says is
what the terminal would do and say.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from toolkit.run.environment import let_import_toolkit

_STEP = re.compile(r"^(\d+) of (\d+)  (.+)$")
_FAILED = "Failed: "
_DONE = (0, 5)  # all is done, or all but what is named


@dataclass(frozen=True, slots=True)
class Ended:
    """How the command ended: its exit code, its last words, and what failed."""

    code: int
    said: tuple[str, ...]
    failed: tuple[str, ...] = ()

    @property
    def done(self) -> bool:
        return self.code in _DONE


@dataclass(frozen=True, slots=True)
class Step:
    """One audit that has ended, out of all."""

    number: int
    of: int
    what: str


def read_step(line: str) -> Step | None:
    """A line of progress as the command prints it where there is no terminal.

    >>> read_step("3 of 8  oakfield  recovery_map  done in 2.3 s")
    Step(number=3, of=8, what='oakfield  recovery_map  done in 2.3 s')
    """
    match = _STEP.match(line)
    return Step(int(match[1]), int(match[2]), match[3]) if match else None


def start(
    workspace: Path, words: list[str], step: Callable[[Step], None], ended: Callable[[Ended], None]
) -> Thread:
    """Run `grip` with these words beside the page; `step` and `ended` are called from the thread."""
    thread = Thread(target=_run, args=(workspace, words, step, ended), daemon=True)
    thread.start()
    return thread


def _run(
    workspace: Path, words: list[str], step: Callable[[Step], None], ended: Callable[[Ended], None]
) -> None:
    # -P: a file of the workspace that is named like a library is not run in its place.
    command = [sys.executable, "-P", "-m", "toolkit", *words, "--workspace", str(workspace)]
    # What the command says is read as it comes, and in one encoding whatever the machine's own is.
    environment = {**let_import_toolkit(os.environ), "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
    said: list[str] = []
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        encoding="utf-8", errors="replace", env=environment, cwd=workspace,
    ) as process:  # fmt: skip
        assert process.stderr is not None
        for line in process.stderr:
            found = read_step(line.rstrip("\n"))
            if found:
                step(found)
            elif line.strip():
                said.append(line.rstrip("\n"))
    failed = tuple(line.removeprefix(_FAILED) for line in said if line.startswith(_FAILED))
    ended(Ended(process.returncode, tuple(said), failed))
