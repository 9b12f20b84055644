"""How is one notebook run for one service and month, and what is said when it cannot be finished?

papermill runs it, with the engine `grip` (`toolkit.run.engine`) or on a kernel; this module gives it
the right kernel, a deadline, and turns every way of failing into one sentence that says what happened
and where. `normalise` then makes the executed notebook the same for the same input, on either engine.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from toolkit.errors import AuditError
from toolkit.run.failure import NotebookFailed, RunFailure, TooMuchOutput, describe_place
from toolkit.run.kernel import PrivateKernelManager
from toolkit.run.limits import GRIP, KERNEL, Limits
from toolkit.run.normalise import normalise
from toolkit.run.notebooks import check_parameters, load_notebook
from toolkit.run.unwritable import says_disk_is_full

if TYPE_CHECKING:  # papermill is slow to import, and only workers need it
    from toolkit.run.engine.papermill_engine import Cells

# What Python, numpy, pyarrow and DuckDB call it.
_OUT_OF_MEMORY = {"MemoryError", "_ArrayMemoryError", "ArrowMemoryError", "OutOfMemoryException"}


def execute_notebook(
    path: Path,
    parameters: Mapping[str, str],
    *,
    workspace: Path,
    limits: Limits | None = None,
    engine: str = KERNEL,
    cells: Cells | None = None,
    tell: Callable[[str], None] | None = None,
) -> nbformat.NotebookNode:
    """Run the notebook with these parameters and return it as it is to be kept.

    `engine` is `kernel`, or `grip` for a forked process of its own; with `cells` this process is that
    already, and whoever forked it keeps the time. `tell` hears the place of each cell that begins.
    The notebook's working folder is this process's; the batch's workers stand in the workspace, so
    that the parameter `workspace` is `.` and no path of the machine is recorded.

    Raises WrongUse for a parameter the notebook does not declare (before anything runs), and
    NotebookFailed when a cell raises, stops early, takes too long or too much, or the process dies.
    """
    notebook = load_notebook(path)
    check_parameters(notebook, path.name, parameters)
    run = _Run(notebook, limits or Limits(), tell)
    with run.on(engine, cells):
        executed = run.execute(dict(parameters))
    _refuse_errors(executed)
    _refuse_too_much(executed, run.limits)
    return normalise(executed, workspace)


@dataclass
class _Run:
    """One run in progress: which cell it has come to, and whether its time is up."""

    notebook: nbformat.NotebookNode
    limits: Limits
    tell: Callable[[str], None] | None = None
    cell_id: str = ""
    out_of_time: bool = False
    options: dict[str, Any] = field(default_factory=dict)
    stops: list[Callable[[], object]] = field(default_factory=list)

    @contextmanager
    def on(self, engine: str, cells: Cells | None) -> Iterator[None]:
        """Make ready what the engine runs the cells with; the kernel is for notebooks that need one."""
        managers: list[PrivateKernelManager] = []
        self.stops.append(lambda: _kill_all(managers))
        self.options["kernel_manager_class"] = _manager_class(managers)
        try:
            if engine == KERNEL and cells is None:
                yield
            else:
                with self._grip(cells):
                    yield
        finally:
            for manager in managers:
                manager.close()

    @contextmanager
    def _grip(self, cells: Cells | None) -> Iterator[None]:
        # Slow to import, and only workers need it; papermill has no type hints.
        from papermill.engines import papermill_engines

        from toolkit.run.engine.papermill_engine import GripEngine, process_of_its_own

        papermill_engines.register(GRIP, GripEngine)  # a checkout that is not installed has no entry point
        self.options["engine_name"] = GRIP
        if cells is not None:
            self.options["cells"] = cells
            yield
            return
        with process_of_its_own(
            memory_set_aside=self.limits.memory_set_aside, output=self.limits.output
        ) as apart:
            self.options["cells"] = apart
            self.stops.append(apart.fork.kill)
            yield

    def execute(self, parameters: dict[str, Any]) -> nbformat.NotebookNode:
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
                shutdown_kernel="immediate",
                iopub_timeout=60,
                execution_timeout=self.limits.cell,
                on_cell_start=self._note_cell,
                **self.options,
            )
            return executed
        except PapermillExecutionError as error:
            raise NotebookFailed(self._cell_failed(error.ename, error.evalue)) from None
        except TooMuchOutput:
            raise NotebookFailed(RunFailure.by_output(self.limits, self.where)) from None
        except (CellTimeoutError, DeadKernelError, RuntimeError) as error:
            raise NotebookFailed(self._kernel_failed(error)) from None
        finally:
            deadline.cancel()

    def _stop(self) -> None:
        self.out_of_time = True
        for stop in self.stops:
            stop()

    def _note_cell(self, *, cell: nbformat.NotebookNode, cell_index: int) -> None:
        self.cell_id = cell.get("id", "") if "injected-parameters" not in cell.metadata.tags else "parameters"
        if self.tell is not None:
            self.tell(self.where)

    @property
    def where(self) -> str:
        return describe_place(self.notebook, self.cell_id)

    def _cell_failed(self, kind: str, text: str) -> RunFailure:
        if kind in _our_errors():
            what, _, mend = text.partition("\n")
            return RunFailure("failed", what, self.where, mend.strip())
        if kind in _OUT_OF_MEMORY:
            return RunFailure.by_memory(self.limits, self.where)
        if says_disk_is_full(text):
            return RunFailure.by_full_disk(self.where)
        # The text of any other error may quote a record, so only its kind is told.
        return RunFailure("failed", f"An error of the kind {kind} stopped the notebook.", self.where)

    def _kernel_failed(self, error: Exception) -> RunFailure:
        if self.out_of_time:
            return RunFailure.by_time(self.limits, self.where)
        if isinstance(error, CellTimeoutError):
            return RunFailure.by_time_of_cell(self.limits, self.where)
        return RunFailure.by_death(self.where)


def _kill_all(managers: list[PrivateKernelManager]) -> None:
    for manager in managers:
        manager.kill_at_once()


def _manager_class(started: list[PrivateKernelManager]) -> type[PrivateKernelManager]:
    class Manager(PrivateKernelManager):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            started.append(self)

    return Manager


def _refuse_errors(notebook: nbformat.NotebookNode) -> None:
    """papermill takes a plain `sys.exit()` for success; what follows it was never run."""
    for cell in notebook.cells:
        if any(output.output_type == "error" for output in cell.get("outputs", [])):
            where = describe_place(notebook, cell.get("id", ""))
            raise NotebookFailed(RunFailure("failed", "The notebook ended before its last cell.", where))


def _refuse_too_much(notebook: nbformat.NotebookNode, limits: Limits) -> None:
    """A kernel cannot be held to the limit while it runs; the engine `grip` stops at the same cell."""
    shown = 0
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            parts = [output.get("text", ""), *output.get("data", {}).values()]
            shown += sum(len(part) if isinstance(part, str) else len(json.dumps(part)) for part in parts)
        if shown > limits.output:
            where = describe_place(notebook, cell.get("id", ""))
            raise NotebookFailed(RunFailure.by_output(limits, where))


def _our_errors() -> set[str]:
    found = {AuditError}
    waiting = [AuditError]
    while waiting:
        children = waiting.pop().__subclasses__()
        found.update(children)
        waiting.extend(children)
    return {error.__name__ for error in found}
