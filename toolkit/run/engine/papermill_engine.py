"""How does papermill run a notebook with `-e grip`?

In a process of the notebook's own, forked from one that has the toolkit loaded; or, when the process
is such a fork already (the batch's children), right here. nbclient's own code turns what the shell
shows into outputs, so the notebook is the one a kernel would have given. Notebooks that need a kernel
get one: other languages, widgets, and everything where a fork is not safe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from nbclient.client import timestamp
from nbclient.exceptions import (
    CellExecutionComplete,
    CellExecutionError,
    CellTimeoutError,
    DeadKernelError,
)
from nbclient.util import run_hook, run_sync
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine
from papermill.log import logger
from papermill.utils import merge_kwargs, remove_args

from toolkit.run.engine.channel import Json
from toolkit.run.engine.forks import Fork, Template
from toolkit.run.environment import own_environment
from toolkit.run.failure import TooMuchOutput
from toolkit.run.limits import fork_is_safe
from toolkit.run.notebooks import check_parameters

if TYPE_CHECKING:  # papermill loads this module whenever it is used, whichever engine runs; the shell is slow
    from toolkit.run.engine.shell import Deliver

_WIDGETS = re.compile(
    r"^\s*(?:from|import)\s+(?:ipywidgets|anywidget)\b|\bJupyterChart\b|^\s*%matplotlib\s+(?!inline|-)\w",
    re.MULTILINE,
)


class Cells(Protocol):
    """Something that runs cells one after the other: this process, or another one."""

    def run(self, code: str, deliver: Deliver, timeout: float | None = None) -> Json:
        """Raises TimeoutError and EOFError where the cells run in another process."""


class GripEngine(NBClientEngine):  # type: ignore[misc]  # papermill has no type hints
    """The engine `grip` of papermill."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, cells: Cells | None = None, **options: Any
    ) -> None:
        """Run the notebook `nb_man` holds; `cells` when this process is the notebook's own already.

        Raises WrongUse, before anything runs, for a parameter the notebook does not declare.
        """
        recorded = nb_man.nb.metadata.papermill
        source = recorded.get("input_path")
        name = Path(source).name if isinstance(source, str) else ""  # it was given as a notebook
        check_parameters(nb_man.nb, name, recorded.get("parameters", {}))
        if not needs_kernel(nb_man.nb, kernel_name) and (cells or fork_is_safe()):
            with nullcontext(cells) if cells else process_of_its_own() as opened:
                if _client(nb_man, kernel_name, options).run(opened):
                    return
            nb_man.notebook_start()  # from the beginning, this time on a kernel
        super().execute_managed_notebook(nb_man, kernel_name, **options)


def needs_kernel(notebook: NotebookNode, kernel_name: str) -> bool:
    """Whether the notebook is in another language, or says itself that it uses widgets."""
    spec = notebook.metadata.get("kernelspec", {})
    if spec.get("language", "python") != "python" or not kernel_name.startswith("python"):
        return True
    return any(cell.cell_type == "code" and _WIDGETS.search(cell.source) for cell in notebook.cells)


@contextmanager
def process_of_its_own(**limits: int | None) -> Iterator[CellsApart]:
    """A process that is forked for one notebook, and gone with everything it started afterwards.

    The one it is forked from holds no more than IPython: what a lone notebook imports, it imports once.
    """
    with (
        own_environment() as (folder, environment),
        Template(environment, load="shell") as template,
        template.fork("cells", folder=folder, import_here=True, **limits) as fork,
    ):
        yield CellsApart(fork)


class CellsApart:
    """Cells that run in a fork."""

    def __init__(self, fork: Fork) -> None:
        self.fork = fork

    def run(self, code: str, deliver: Deliver, timeout: float | None = None) -> Json:
        with suppress(OSError):  # it is dead already, which the next line finds
            self.fork.channel.send({"code": code})
        while (told := self.fork.channel.receive(timeout)) is not None:
            if "reply" in told:
                reply: Json = told["reply"]
                return reply
            deliver(told["kind"], told["content"])
        raise EOFError


def _client(nb_man: Any, kernel_name: str, options: Json) -> _GripClient:
    """nbclient's client with the options that papermill's own engine would give it."""
    named = ("log_output", "stdout_file", "stderr_file")
    renamed = ("input_path", "timeout", "startup_timeout", "start_timeout", "execution_timeout")
    return _GripClient(
        nb_man,
        **merge_kwargs(
            remove_args([*renamed, *named], **options),
            timeout=options.get("execution_timeout") or options.get("timeout"),
            kernel_name=kernel_name,
            log=logger,
            **{name: options[name] for name in named if name in options},
        ),
    )


class _GripClient(PapermillNotebookClient):  # type: ignore[misc]  # papermill has no type hints
    """papermill's client, which asks `cells` where it would ask a kernel."""

    cells: Cells

    def run(self, cells: Cells) -> bool:
        """Whether the notebook could be run without a kernel; it is left half run when it could not."""
        from toolkit.run.engine.shell import LANGUAGE_INFO

        self.cells = cells
        self.reset_execution_trackers()
        self._call(self.on_notebook_start, notebook=self.nb)
        try:
            self.papermill_execute_cells()
        except _KernelNeeded:
            return False
        self.nb.metadata["language_info"] = dict(LANGUAGE_INFO)
        self._call(self.on_notebook_complete, notebook=self.nb)
        return True

    def execute_cell(
        self, cell: NotebookNode, cell_index: int, execution_count: int | None = None, **_: Any
    ) -> NotebookNode:
        """As nbclient does it, step for step."""
        place = {"cell": cell, "cell_index": cell_index}
        self._call(self.on_cell_start, **place)
        tags = cell.metadata.get("tags", [])
        if cell.cell_type != "code" or not cell.source.strip() or self.skip_cells_with_tag in tags:
            return cell
        if self.record_timing:
            cell["metadata"]["execution"] = {}
        self._call(self.on_cell_execute, **place)
        self.code_cells_executed += 1
        cell.outputs = []
        self.clear_before_next_output = False
        reply = self._ask(cell, cell_index)
        self._call(self.on_cell_complete, **place)
        self._call(self.on_cell_executed, **place, execute_reply={"content": reply})
        self._refuse_error(cell, cell_index, reply)
        return cell

    def _ask(self, cell: NotebookNode, cell_index: int) -> Json:
        def deliver(kind: str, content: Json) -> None:
            message = {
                "msg_type": kind,
                "header": {"msg_type": kind},
                "parent_header": {},
                "content": content,
            }
            with suppress(CellExecutionComplete):
                self.process_message(message, cell, cell_index)

        timeout = self._get_timeout(cell)
        deliver("status", {"execution_state": "busy"})
        try:
            reply = self.cells.run(cell.source, deliver, timeout)
        except TimeoutError:
            raise CellTimeoutError.error_from_timeout_and_cell(
                "Cell execution timed out", timeout or 0, cell
            ) from None
        except EOFError:
            raise DeadKernelError("Kernel died") from None
        deliver("status", {"execution_state": "idle"})
        if self.record_timing:
            cell["metadata"]["execution"]["shell.execute_reply"] = timestamp()
        if reply.get("needs_kernel"):
            raise _KernelNeeded
        if reply.get("too_much"):
            raise TooMuchOutput
        if reply.get("exit"):
            raise DeadKernelError("Kernel died")
        return reply

    def _refuse_error(self, cell: NotebookNode, cell_index: int, reply: Json) -> None:
        if reply["status"] != "error":
            return
        allowed = not self.force_raise_errors and (
            self.allow_errors
            or reply["ename"] in self.allow_error_names
            or "raises-exception" in cell.metadata.get("tags", [])
        )
        self._call(self.on_cell_error, cell=cell, cell_index=cell_index, execute_reply={"content": reply})
        if not allowed:
            raise CellExecutionError.from_cell_and_msg(cell, reply)

    @staticmethod
    def _call(hook: Any, **facts: Any) -> None:
        if hook is not None:
            run_sync(run_hook)(hook, **facts)


class _KernelNeeded(Exception):
    """A cell used something that only works with a kernel."""
