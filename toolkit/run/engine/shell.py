"""How do the cells of a notebook run in this very process, and what do they show?

The shell is ipykernel's own, without a kernel around it: its messages (displays, results, errors,
cleared outputs) are handed over where a kernel would put them on a socket. So a cell shows what it
would show under a kernel, and `papermill_engine` reads the messages as nbclient reads a kernel's.
Where a kernel is needed after all (widgets, a window toolkit), that is said and nothing is imitated.
"""

from __future__ import annotations

import asyncio
import builtins
import getpass
import json
import os
import sys
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import comm
from ipykernel.compiler import XCachingCompiler
from ipykernel.ipkernel import IPythonKernel
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.profiledir import ProfileDir
from jupyter_client.session import Session
from traitlets import observe
from traitlets.config import Config

from toolkit.run.engine.channel import Json
from toolkit.run.engine.streams import CapturedStreams

Deliver = Callable[[str, Json], None]
LANGUAGE_INFO = IPythonKernel.language_info
_RICH = ("display_data", "update_display_data", "execute_result")


class NeedsKernel(Exception):
    """Something that only works with a kernel was used."""


class NotebookShell(ZMQInteractiveShell):
    """ipykernel's shell where there is no kernel."""

    needs_kernel = False

    @observe("exit_now")
    def _update_exit_now(self, change: Any) -> None:
        """`exit()` would stop the kernel; `CellsHere` looks at `exit_now` itself."""

    def enable_gui(self, gui: Any = None) -> None:
        """A window toolkit's events need a kernel's loop; inline pictures need nothing."""
        if gui not in (None, "inline"):
            self.refuse(f"%gui {gui}")

    def refuse(self, what: str, *_: Any, **__: Any) -> Any:
        """Remember that a kernel is needed; the cell is stopped, and the notebook will be run on one."""
        self.needs_kernel = True
        raise NeedsKernel(what)


class _Outbox(Session):
    """Takes a message where a kernel would send it, in the form it would arrive in."""

    hand_over: Deliver

    def send(self, stream: Any, msg_or_type: Any, content: Any = None, *_: Any, **__: Any) -> Any:
        if not isinstance(msg_or_type, str):
            msg_or_type, content = msg_or_type["msg_type"], msg_or_type["content"]
        self.hand_over(msg_or_type, self.unpack(self.pack(content)))


class CellsHere:
    """Runs cells one after the other in this process, which must be of no use to anybody else."""

    def __init__(self, folder: Path, *, output_limit: int | None = None) -> None:
        """`folder` is private to this notebook and takes IPython's own files."""
        self.output_limit = output_limit
        self._before = os.getcwd(), dict(os.environ), list(sys.path)
        self._own_warnings = warnings.catch_warnings()  # and what was said once may be said again
        self._own_warnings.__enter__()
        self._rich = 0
        self._deliver: Deliver = lambda kind, content: None
        self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)
        os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")  # as a kernel does
        self.streams = CapturedStreams()
        self.shell = _make_shell(folder, self._hand_over)

    def run(self, code: str, deliver: Deliver, timeout: float | None = None) -> Json:
        """Run one cell and hand over what it shows; the reply says how it went, as a kernel's does.

        `timeout` is for a process that is watched from outside; nobody can stop his own cell.
        """
        self._deliver = deliver
        deliver("execute_input", {"code": code, "execution_count": self.shell.execution_count})
        with _no_input():
            result = self._loop.run_until_complete(self._execute(code))
        self._hand_over_streams()
        reply: Json = {"status": "ok"}
        if not result.success or self.shell._last_traceback_during_displayhook:
            error = result.error_before_exec or result.error_in_exec
            reply = {
                "status": "error",
                "ename": type(error).__name__,
                "evalue": str(error),
                "traceback": self.shell._last_traceback or [],
            }
        flags = {
            "needs_kernel": self.shell.needs_kernel,
            "too_much": self._over(),
            "exit": bool(self.shell.exit_now),
        }
        return reply | {name: True for name, raised in flags.items() if raised}

    def close(self) -> None:
        """Leave the process to the service's next notebook as it was before this one.

        What a library has counted or been told (`pandas.set_option`) stays; `test_engines_agree` and
        `test_determinism` hold our notebooks to not depending on it. Background tasks are not waited for.
        """
        shell: Any = self.shell  # IPython is partly typed
        shell.reset(new_session=False)  # frees what the notebook held
        NotebookShell.clear_instance()
        self.streams.close()
        asyncio.set_event_loop(None)
        self._loop.close()
        self._own_warnings.__exit__(None, None, None)
        folder, environment, path = self._before
        os.chdir(folder)
        for name in os.environ.keys() - environment.keys():
            del os.environ[name]
        os.environ.update(environment)
        sys.path[:] = path

    async def _execute(self, code: str) -> Any:
        """As `IPythonKernel.do_execute` does: awaiting cells as a task, others straight, inside the loop."""
        shell: Any = self.shell  # IPython is partly typed
        transformed, fault = code, None
        try:
            transformed = shell.transform_cell(code)
        except Exception:  # noqa: BLE001  the shell shows it as the cell's error
            fault = sys.exc_info()
        how: Any = {"transformed_cell": transformed, "preprocessing_exc_tuple": fault}
        if not shell.should_run_async(code, **how):
            return shell.run_cell(code, store_history=True)
        shell._last_traceback = None
        shell._last_traceback_during_displayhook = False
        result = None
        try:
            result = await asyncio.ensure_future(shell.run_cell_async(code, store_history=True, **how))
        finally:
            shell.events.trigger("post_execute")
            shell.events.trigger("post_run_cell", result)
        return result

    def _hand_over(self, kind: str, content: Json) -> None:
        self._hand_over_streams()
        if kind in _RICH:
            self._rich += sum(_size(part) for part in content["data"].values())
        if not self._over():
            self._deliver(kind, content)

    def _hand_over_streams(self) -> None:
        if self._over():
            return
        for name, text in self.streams.collect():
            self._deliver("stream", {"name": name, "text": text})

    def _over(self) -> bool:
        """Whether more was shown than may be; none of it is read any more then."""
        return self.output_limit is not None and self._rich + self.streams.written > self.output_limit


def _size(part: Any) -> int:
    return len(part) if isinstance(part, str) else len(json.dumps(part))


def _make_shell(folder: Path, hand_over: Deliver) -> NotebookShell:
    config = Config()
    config.HistoryManager.enabled = False  # a database and a thread for what nobody will recall
    shell = NotebookShell.instance(
        config=config,
        profile_dir=ProfileDir.create_profile_dir(str(folder / "ipython"), config=config),
        compiler_class=XCachingCompiler,
        user_ns={},
    )
    outbox = _Outbox()
    outbox.hand_over = hand_over
    hooks: tuple[Any, Any] = (shell.displayhook, shell.display_pub)
    for hook in hooks:
        hook.session, hook.pub_socket = outbox, None
    comm.create_comm = partial(shell.refuse, "a widget")
    return shell


class _no_input:
    """`input()` and `getpass()` refuse, in a kernel's own words: nobody sits at the keyboard."""

    def __enter__(self) -> None:
        self._before = builtins.input, getpass.getpass
        nobody: Any = SimpleNamespace(_allow_stdin=False)
        builtins.input = partial(IPythonKernel.raw_input, nobody)
        getpass.getpass = partial(IPythonKernel.getpass, nobody)

    def __exit__(self, *_: object) -> None:
        builtins.input, getpass.getpass = self._before
