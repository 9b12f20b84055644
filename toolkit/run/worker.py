"""What does one worker process do? It runs the notebooks of one service after another, apart from all others.

`serve_audits` does it in a forked child (`toolkit.run.engine`), `main` on kernels:
`python -m toolkit.run.worker` reads one job a line (JSON) from its standard input and answers one line
for each audit begun and ended. It leaves files in the job's private folder and decides nothing else:
what becomes of them is the supervisor's business (`workers`, `batch`). When the supervisor is gone,
so is the worker, and its kernel with it.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import nbformat

from toolkit.audits.opening import evidence_held
from toolkit.errors import AuditError
from toolkit.evidence import known_rows
from toolkit.period import Period
from toolkit.run.execute import execute_notebook
from toolkit.run.failure import NotebookFailed, RunFailure
from toolkit.run.findings import read_findings, to_json
from toolkit.run.kernel import PrivateKernelManager
from toolkit.run.limits import Limits, limit_this_process, release_memory
from toolkit.run.normalise import write_notebook
from toolkit.run.rows_read import RowsRead, rows_held, rows_read
from toolkit.run.unwritable import is_unwritable
from toolkit.sources.store import Store

if TYPE_CHECKING:
    from toolkit.run.engine.channel import Channel
    from toolkit.run.engine.papermill_engine import Cells

_PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class AuditJob:
    """One audit of one service: which notebook, with which parameters, leaving its files where.

    `tables` are those whose rows it rests on.
    """

    folder: str
    audit: str
    notebook: str
    parameters: Mapping[str, str]
    tables: tuple[str, ...]
    title: str
    service_name: str
    provider: str
    limits: Limits

    def to_line(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, held: Mapping[str, Any]) -> AuditJob:
        return cls(**{**held, "limits": Limits(**held["limits"]), "tables": tuple(held["tables"])})


def run_audit(
    job: AuditJob, *, cells: Cells | None = None, tell: Callable[[str], None] | None = None
) -> RunFailure | None:
    """Run, render and leave the files of one audit; the failure when that could not be done.

    On a kernel; or with `cells`, which this process runs itself. `tell` hears where it has come to.
    """
    workspace = Path.cwd()  # a cell may go elsewhere
    try:
        notebook = execute_notebook(
            Path(job.notebook), job.parameters, workspace=workspace, limits=job.limits, cells=cells, tell=tell
        )
        _leave(job, notebook, workspace)
    except NotebookFailed as failed:
        return failed.failure
    except AuditError as error:
        what, _, mend = str(error).partition("\n")
        return RunFailure("failed", what, "", mend.strip())
    except MemoryError as error:
        return RunFailure.by_memory(job.limits, _place(error))
    except Exception as error:  # noqa: BLE001  a fault of ours costs this audit, not the batch
        return _fault(error)
    return None


def _leave(job: AuditJob, notebook: Any, workspace: Path) -> None:
    """Write the files of the finished audit; whatever is left half written is never published."""
    handed_over = {"findings": read_findings(notebook), "rows": asdict(_rows_read(job, workspace))}
    page = _render(notebook, job)
    folder = Path(job.folder)
    (folder / "notebooks").mkdir(parents=True, exist_ok=True)
    write_notebook(notebook, folder / "notebooks" / f"{job.audit}.ipynb")
    (folder / f"{job.audit}.html").write_text(page, encoding="utf-8", newline="")
    (folder / handed_over_name(job.audit)).write_text(to_json(handed_over), encoding="utf-8", newline="")


def _rows_read(job: AuditJob, workspace: Path) -> RowsRead:
    """The rows that the audit read: those this process holds where it ran here, else read for this.

    It needs no parameters: a file of them that is being saved must not cost a finished audit.
    """
    service = job.parameters["service"]
    period = Period.parse(job.parameters["month"], job.parameters["as_of"])
    evidence = evidence_held(service, period, workspace)
    if evidence is not None:
        return rows_held(job.tables, evidence)
    store = Store.open(workspace)
    return rows_read(job.tables, lambda table: known_rows(store, table, service, period))


def _fault(error: Exception) -> RunFailure:
    """Of the disk, if that is where the error comes from, else of ours."""
    if isinstance(error, OSError) and is_unwritable(error):
        return RunFailure.by_writing(error)
    what = f"An error of the kind {type(error).__name__} in the toolkit."
    return RunFailure("failed", what, _place(error))


def render_again(job: AuditJob) -> RunFailure | None:
    """Make the page of an audit whose executed notebook is kept (`job.notebook`), without running it."""
    try:
        page = _render(nbformat.read(job.notebook, as_version=4), job)
        (Path(job.folder) / f"{job.audit}.html").write_text(page, encoding="utf-8", newline="")
    except Exception as error:  # noqa: BLE001  as above
        return _fault(error)
    return None


def handed_over_name(audit: str) -> str:
    """The file in which a worker hands over what was found in which rows; the supervisor takes it away."""
    return f".{audit}.handed-over.json"


def _render(notebook: Any, job: AuditJob) -> str:
    from toolkit.report.page import Links, render_report  # slow to import, and of no use to a failed run

    return render_report(
        notebook,
        title=job.title,
        service_name=job.service_name,
        provider=job.provider,
        month=job.parameters["month"],
        as_of=date.fromisoformat(job.parameters["as_of"]),
        links=Links(notebook=f"notebooks/{job.audit}.ipynb"),
    )


def _place(error: BaseException) -> str:
    """The innermost line of the toolkit that the error passed through, without any value."""
    frames = [
        f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).is_relative_to(_PACKAGE)
    ]
    if not frames:
        return ""
    last = frames[-1]
    return f"{Path(last.filename).relative_to(_PACKAGE.parent).as_posix()}, line {last.lineno}"


def serve_audits(channel: Channel, folder: Path) -> None:
    """In a forked child: run each audit that comes, tell its cells as they begin, and how it ended."""
    from toolkit.report.drawing import drawn_by
    from toolkit.run.drawer import have_drawn

    with drawn_by(partial(have_drawn, channel)):
        while (told := channel.receive()) is not None:
            job = AuditJob.from_json(told)
            failure = _run_here(job, folder, tell=lambda where: channel.send({"at": where}))
            release_memory()
            channel.send({"ended": asdict(failure) if failure else None})


def _run_here(job: AuditJob, folder: Path, tell: Callable[[str], None]) -> RunFailure | None:
    from toolkit.run.engine.shell import CellsHere

    try:
        cells = CellsHere(folder / job.audit, output_limit=job.limits.output)
    except OSError as error:  # what is printed goes to files, for which there is no room
        return _fault(error)
    try:
        return run_audit(job, cells=cells, tell=tell)
    finally:
        cells.close()


def _follow(lines: TextIO, jobs: queue.Queue[str | None]) -> None:
    """Pass the jobs on; when the supervisor's end of the pipe closes, end at once, in mid-run too."""
    for line in lines:
        if not line.strip():
            jobs.put(None)
            return
        jobs.put(line)
    PrivateKernelManager.kill_all()
    os._exit(3)


def main() -> None:
    """Serve jobs until an empty line comes."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints must not be taken for an answer
    jobs: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=_follow, args=(sys.stdin, jobs), daemon=True).start()
    while (line := jobs.get()) is not None:
        job = AuditJob.from_json(json.loads(line))
        limit_this_process(job.limits.memory_set_aside, job.limits.file_size)
        failure = run_audit(job)
        answers.write(json.dumps(asdict(failure) if failure else None) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
