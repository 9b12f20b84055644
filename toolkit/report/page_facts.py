"""What must be known of a failure, or of the data, to put it on a page of its own?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An audit that could not be finished: what happened, where, and how to mend it.

    `where` names the section of the notebook and the cell; it may be empty. `notebook_href` leads to
    the notebook as far as it came; it may be empty too.
    """

    service_id: str
    name: str
    month: str
    title: str
    what: str
    where: str = ""
    mend: str = ""
    notebook_href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataQuality:
    """Everything that is wrong with the data supplied for a month; its page lies in the month's folder."""

    provider: str
    month: str
    problems: tuple[Problem, ...]
    service_names: Mapping[str, str]
    files_read: int
    csv_href: str = "problems.csv"
