"""How is one notebook run for one service and month, and what is said when it cannot be finished?

papermill runs it with its own engine; this module gives it the right kernel, a deadline, and turns
every way of failing into one sentence that says what happened and where. `normalise` then makes the
executed notebook the same for the same input.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from toolkit.errors import AuditError
from toolkit.run.kernel import PrivateKernelManager
from toolkit.run.normalise import normalise
from toolkit.run.notebooks import check_parameters, load_notebook


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one cell, and one notebook, may take, in seconds."""

    cell: float = 600.0
    run: float = 1200.0


@dataclass(frozen=True, slots=True)
class RunFailure:
    """Why one audit of one service has no report: `state` is failed, timed out or killed."""

    state: str
    what: str
    where: str = ""
    mend: str = ""

    @property
    def reason(self) -> str:
        """One line for a table or a message."""
        first = self.what.splitlines()[0]
        return f"{first} ({self.where})" if self.where else first


class NotebookFailed(Exception):
    """A notebook could not be run to its end."""

    def __init__(self, failure: RunFailure) -> None:
        super().__init__(failure.reason)
        self.failure = failure


def execute_notebook(
    path: Path, parameters: Mapping[str, str], *, workspace: Path, limits: Limits | None = None
) -> nbformat.NotebookNode:
    """Run the notebook with these parameters and return it as it is to be kept.

    The kernel's working folder is this process's; the batch's workers stand in the workspace, so that
    the parameter `workspace` is `.` and no path of the machine is recorded.

    Raises WrongUse for a parameter the notebook does not declare (before anything runs), and
    NotebookFailed when a cell raises, stops early, takes too long, or the kernel dies.
    """
    notebook = load_notebook(path)
    check_parameters(notebook, path.name, parameters)
    run = _Run(notebook, limits or Limits())
    executed = run.execute(dict(parameters))
    _refuse_errors(executed)
    return normalise(executed, workspace)


@dataclass
class _Run:
    """One run in progress: which cell it has come to, and whether its time is up."""

    notebook: nbformat.NotebookNode
    limits: Limits
    cell_id: str = ""
    out_of_time: bool = False
    managers: list[PrivateKernelManager] = field(default_factory=list)

    def execute(self, parameters: dict[str, Any]) -> nbformat.NotebookNode:
        # Slow to import, and only workers need it; papermill has no type hints.
        import papermill
        from papermill.exceptions import PapermillExecutionError

        deadline = threading.Timer(self.limits.run, self._stop)
        deadline.daemon = True
        deadline.start()
        try:
            executed: nbformat.NotebookNode = papermill.execute_notebook(
                self.notebook,
                None,
                parameters,
                kernel_name="python3",
                language="python",
                progress_bar=False,
                request_save_on_cell_execute=False,
                kernel_manager_class=self._manager_class(),
                shutdown_kernel="immediate",
                iopub_timeout=60,
                execution_timeout=self.limits.cell,
                on_cell_start=self._note_cell,
            )
            return executed
        except PapermillExecutionError as error:
            raise NotebookFailed(self._cell_failed(error.ename, error.evalue)) from None
        except (CellTimeoutError, DeadKernelError, RuntimeError) as error:
            raise NotebookFailed(self._kernel_failed(error)) from None
        finally:
            deadline.cancel()
            for manager in self.managers:
                manager.close()

    def _manager_class(self) -> type[PrivateKernelManager]:
        started = self.managers

        class Manager(PrivateKernelManager):
            def __init__(self, **kwargs: Any) -> None:
                super().__init__(**kwargs)
                started.append(self)

        return Manager

    def _stop(self) -> None:
        self.out_of_time = True
        for manager in self.managers:
            manager.kill_at_once()

    def _note_cell(self, *, cell: nbformat.NotebookNode, cell_index: int) -> None:
        self.cell_id = cell.get("id", "") if "injected-parameters" not in cell.metadata.tags else "parameters"

    @property
    def where(self) -> str:
        return describe_place(self.notebook, self.cell_id)

    def _cell_failed(self, kind: str, text: str) -> RunFailure:
        if kind in _our_errors():
            what, _, mend = text.partition("\n")
            return RunFailure("failed", what, self.where, mend.strip())
        # The text of any other error may quote a record, so only its kind is told.
        return RunFailure("failed", f"An error of the kind {kind} stopped the notebook.", self.where)

    def _kernel_failed(self, error: Exception) -> RunFailure:
        if self.out_of_time:
            return RunFailure(
                "timed out", f"The notebook was stopped after {self.limits.run:g} seconds.", self.where
            )
        if isinstance(error, CellTimeoutError):
            return RunFailure(
                "timed out", f"One cell was stopped after {self.limits.cell:g} seconds.", self.where
            )
        return RunFailure(
            "killed",
            "The program that runs the notebook ended without a word.",
            self.where,
            "It may have run out of memory, or been stopped from outside. Run the audit again; "
            "if it happens again, try it with --workers 1.",
        )


def describe_place(notebook: nbformat.NotebookNode, cell_id: str) -> str:
    """Where in the notebook a cell stands, in words: its id and the heading above it.

    >>> cells = [nbformat.v4.new_markdown_cell("## Fill by day"), nbformat.v4.new_code_cell("1/0", id="fill")]
    >>> describe_place(nbformat.v4.new_notebook(cells=cells), "fill")
    'cell "fill", section "Fill by day"'
    """
    if not cell_id:
        return "before the first cell"
    heading = ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            lines = [line for line in cell.source.splitlines() if line.startswith("#")]
            heading = lines[-1].lstrip("# ").strip() if lines else heading
        if cell.get("id") == cell_id:
            break
    return f'cell "{cell_id}", section "{heading}"' if heading else f'cell "{cell_id}"'


def _refuse_errors(notebook: nbformat.NotebookNode) -> None:
    """papermill takes a plain `sys.exit()` for success; what follows it was never run."""
    for cell in notebook.cells:
        if any(output.output_type == "error" for output in cell.get("outputs", [])):
            where = describe_place(notebook, cell.get("id", ""))
            raise NotebookFailed(RunFailure("failed", "The notebook ended before its last cell.", where))


def _our_errors() -> set[str]:
    found = {AuditError}
    waiting = [AuditError]
    while waiting:
        children = waiting.pop().__subclasses__()
        found.update(children)
        waiting.extend(children)
    return {error.__name__ for error in found}
