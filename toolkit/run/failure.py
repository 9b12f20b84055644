"""Why has an audit of a service no report, in one sentence a reader can act on?"""

from __future__ import annotations

import errno
from dataclasses import dataclass

import nbformat

from toolkit.run.limits import Limits
from toolkit.run.unwritable import why_unwritable

BEFORE_THE_FIRST_CELL = "before the first cell"
_AGAIN = "Run the audit again; if it happens again, try it with --workers 1."


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

    @property
    def may_pass(self) -> bool:
        """Whether it may go well the next time; an error in a cell will not."""
        return self.state in ("timed out", "killed")

    @classmethod
    def by_time(cls, limits: Limits, where: str) -> RunFailure:
        return cls("timed out", f"The notebook was stopped after {limits.run:g} seconds.", where)

    @classmethod
    def by_time_of_cell(cls, limits: Limits, where: str) -> RunFailure:
        return cls("timed out", f"One cell was stopped after {limits.cell:g} seconds.", where)

    @classmethod
    def by_memory(cls, limits: Limits, where: str) -> RunFailure:
        what = f"The notebook needed more than the {limits.memory / 1e9:.1f} GB of memory it may take."
        return cls("killed", what, where, _AGAIN)

    @classmethod
    def by_output(cls, limits: Limits, where: str) -> RunFailure:
        return cls("failed", f"The notebook showed more than {limits.output / 1e6:g} MB.", where)

    @classmethod
    def by_full_disk(cls, where: str) -> RunFailure:
        """A cell wrote, and there was no room."""
        reason, mend = why_unwritable(OSError(errno.ENOSPC, ""))
        return cls("failed", f"The notebook could not write what it wanted to: {reason}.", where, mend)

    @classmethod
    def by_writing(cls, error: OSError) -> RunFailure:
        """The notebook may have run well, but what it left could not be kept."""
        reason, mend = why_unwritable(error)
        return cls("failed", f"The results could not be written to outputs: {reason}.", "", mend)

    @classmethod
    def by_death(cls, where: str) -> RunFailure:
        return cls(
            "killed",
            "The program that runs the notebook ended without a word.",
            where,
            f"It may have run out of memory, or been stopped from outside. {_AGAIN}",
        )


class NotebookFailed(Exception):
    """A notebook could not be run to its end."""

    def __init__(self, failure: RunFailure) -> None:
        super().__init__(failure.reason)
        self.failure = failure


class TooMuchOutput(Exception):
    """A notebook showed more than its run may; it was stopped after the cell that did."""


def describe_place(notebook: nbformat.NotebookNode, cell_id: str) -> str:
    """Where in the notebook a cell stands, in words: its id and the heading above it.

    >>> cells = [nbformat.v4.new_markdown_cell("## Fill by day"), nbformat.v4.new_code_cell("1/0", id="fill")]
    >>> describe_place(nbformat.v4.new_notebook(cells=cells), "fill")
    'cell "fill", section "Fill by day"'
    """
    if not cell_id:
        return BEFORE_THE_FIRST_CELL
    heading = ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            lines = [line for line in cell.source.splitlines() if line.startswith("#")]
            heading = lines[-1].lstrip("# ").strip() if lines else heading
        if cell.get("id") == cell_id:
            break
    return f'cell "{cell_id}", section "{heading}"' if heading else f'cell "{cell_id}"'
