"""What is wrong with the data supplied, and where is that left for the people who hold the files?

`grip check` does this alone; `grip audit` does it beside the reports.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit import parameters as parameter_files
from toolkit.errors import WrongUse
from toolkit.parameters import Parameters
from toolkit.period import Period
from toolkit.problems import Problem
from toolkit.run.lock import workspace_lock
from toolkit.run.pages import describe_data
from toolkit.run.plan import check_month
from toolkit.run.publish import make_private_folder, problems_as_csv, write_text
from toolkit.run.unwritable import tell_what_is_unwritable
from toolkit.sources.store import Store


@dataclass(frozen=True, slots=True)
class DataCheck:
    """The problems found (of the services asked for), and where they were written."""

    month: str
    problems: tuple[Problem, ...]
    csv: Path
    page: Path


def build_store(parameters: Parameters) -> Store:
    """Bring the store up to date with `data/`."""
    return Store.build(parameters.workspace, service_ids=tuple(parameters.services), themes=parameters.themes)


def all_problems(parameters: Parameters, store: Store) -> tuple[Problem, ...]:
    """What is wrong with the data supplied, services.csv included."""
    return (*parameters.problems, *store.problems)


def publish_problems(parameters: Parameters, store: Store, month: str) -> tuple[Path, Path]:
    """Write `problems.csv` and `data-quality.html` of the month."""
    from toolkit.report.data_quality import render_data_quality  # slow to import where nothing is written

    folder = parameters.workspace / "outputs" / month
    problems = all_problems(parameters, store)
    table, page = folder / "problems.csv", folder / "data-quality.html"
    write_text(table, problems_as_csv(problems))
    write_text(page, render_data_quality(describe_data(parameters, month, problems, len(store.files))))
    return table, page


def check_data(
    workspace: Path, *, month: str = "", services: Sequence[str] = (), command: str = "grip check"
) -> DataCheck:
    """Read parameters and exports, run no audit, and tell what is wrong with them.

    Without a month, the newest with rows. With services, only their problems are told (and those of
    no service in particular); the files hold all of them.
    """
    parameters = parameter_files.load(workspace)
    for service in services:
        if service not in parameters.services:
            raise WrongUse.unknown("service", service, parameters.services)
    wanted = Period.parse(month).month if month else ""
    outputs = parameters.workspace / "outputs"
    with tell_what_is_unwritable(outputs), workspace_lock(make_private_folder(outputs), command):
        store = build_store(parameters)
        months = store.months()
        wanted = wanted or (months[-1] if months else "")
        check_month(wanted, months)
        table, page = publish_problems(parameters, store, wanted)
    told = tuple(
        problem
        for problem in all_problems(parameters, store)
        if not services or problem.service in ("", *services)
    )
    return DataCheck(wanted, told, table, page)
