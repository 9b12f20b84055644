"""What of a batch begins before anything is read, so that nobody waits for it afterwards?

The process that notebooks are forked from takes two seconds to load. Where something will surely be
run it begins to load at once, while this process imports what it needs itself and reads the records.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from toolkit.run.limits import GRIP, fork_is_safe
from toolkit.run.plan import BatchRequest, surely_runs
from toolkit.run.publish import WORK, WORKERS

if TYPE_CHECKING:
    from toolkit.run.batch import BatchResult
    from toolkit.run.engine.forks import LastingTemplate
    from toolkit.run.progress import Progress


def audit_month(request: BatchRequest, progress: Progress) -> BatchResult:
    """As `batch.audit_month`, which is imported while the notebooks' process loads."""
    with _loading(request) as template:
        from toolkit.run import batch

        return batch.audit_month(request, progress, template)


@contextmanager
def _loading(request: BatchRequest) -> Iterator[LastingTemplate | None]:
    """A template that loads from now on; None where none may be needed, or none can be had."""
    if not (request.engine in (None, GRIP) and fork_is_safe() and surely_runs(request)):
        yield None
        return
    from toolkit.run.engine.forks import LastingTemplate
    from toolkit.run.environment import settings_of_workers

    private = request.workspace / "outputs" / WORK / WORKERS
    with closing(LastingTemplate(settings_of_workers(private), request.workspace)) as template:
        yield template
