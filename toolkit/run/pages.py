"""Which facts go on the pages around the reports: a service's, the provider's, a failure's, the data's?

Findings and failures become the plain summaries that `toolkit.report` lays out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from toolkit.parameters import Parameters
from toolkit.problems import Problem
from toolkit.report.page_facts import DataQuality, Failure

if TYPE_CHECKING:  # it imports nbformat, which is slow, and of no use where nothing is run
    from toolkit.run.failure import RunFailure


def describe_failure(
    failure: RunFailure, *, service: str, name: str, month: str, audit: str, title: str
) -> Failure:
    """The facts of the page that stands where the report would be."""
    again = (
        f"papermill notebooks/{audit}.ipynb failed.ipynb -p service {service} -p month {month} -p workspace ."
    )
    return Failure(
        service_id=service,
        name=name,
        month=month,
        title=title,
        what=failure.what,
        where=failure.where,
        mend=failure.mend or f"To see the whole error, run in the workspace: {again}",
    )


def describe_data(
    parameters: Parameters, month: str, problems: Iterable[Problem], files_read: int
) -> DataQuality:
    """The facts of the page about everything that is wrong with the data supplied."""
    return DataQuality(
        provider=parameters.provider.name,
        month=month,
        problems=tuple(problems),
        service_names={key: service.name for key, service in parameters.services.items()},
        files_read=files_read,
    )
