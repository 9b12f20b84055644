"""What can be asked of the toolkit from the command line?

Each command is a thin door on one library call. Results go to stdout, progress and messages to
stderr. Anything heavy is imported inside a command, so that `grip --help` answers in a blink.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from toolkit.errors import AuditError

app = typer.Typer(
    name="grip",
    help="Reads a care provider's records against each other, month by month, for every service.",
    epilog=(
        "Exit codes: 0 done, 1 a fault of ours, 2 wrong use, 3 parameters are wrong, "
        "4 no usable input, 5 some services failed and the rest are done."
    ),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Workspace = Annotated[
    str,
    typer.Option(
        "--workspace",
        metavar="DIR",
        help="The folder that holds parameters/, data/ and outputs/. Default: this folder, or the nearest "
        "one above it that does.",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print the answer as JSON, for a program to read.")]
Services = Annotated[
    list[str] | None,
    typer.Option("--service", metavar="ID", help="Only this service; may be given several times."),
]
Month = Annotated[str, typer.Argument(metavar="YYYY-MM", help="The month, for example 2026-10.")]

FAILED_IN_PART = 5
INTERRUPTED = 130


@app.command()
def sample(
    folder: Annotated[
        str, typer.Argument(metavar="[DIR]", help="Where to write it. Default: this folder.")
    ] = ".",
    services: Annotated[int, typer.Option(metavar="N", help="How many services.")] = 12,
    months: Annotated[int, typer.Option(metavar="N", help="How many months of records.")] = 13,
    end: Annotated[str, typer.Option(metavar="YYYY-MM", help="The last month of records.")] = "2026-10",
    seed: Annotated[
        int | None,
        typer.Option(
            metavar="N", help="Another number gives other records of the same provider.", show_default=False
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Write a complete, realistic, synthetic provider to try everything on."""
    from toolkit.sample import write_sample

    chosen = {} if seed is None else {"seed": seed}
    _say("Writing the sample provider; this takes up to a minute.")
    written = write_sample(Path(folder), services=services, months=months, end=end, **chosen)
    if as_json:
        _print_json(
            {
                "services": list(written.services),
                "first_month": written.first_month,
                "last_month": written.last_month,
                "files": written.files,
                "rows": written.rows,
            }
        )
        return
    typer.echo(
        f"Wrote {len(written.services)} services, {written.first_month} to {written.last_month}: "
        f"{sum(written.rows.values()):,} rows in {written.files} files. "
        "What was planted in them stands in planted.json."
    )
    there = "" if folder == "." else f" --workspace {folder}"
    typer.echo(f"Next: grip audit {written.last_month}{there}")


@app.command()
def check(
    month: Annotated[
        str, typer.Option(metavar="YYYY-MM", help="Default: the newest month with rows.", show_default=False)
    ] = "",
    service: Services = None,
    workspace: Workspace = "",
    as_json: Json = False,
) -> None:
    """Read parameters and exports only, and tell what is wrong with them."""
    from toolkit.parameters import find_workspace
    from toolkit.run.data_quality import check_data

    checked = check_data(
        find_workspace(workspace), month=month, services=tuple(service or ()), command=_command()
    )
    if as_json:
        _print_json({"month": checked.month, "problems": [_problem_json(p) for p in checked.problems]})
        return
    for problem in checked.problems:
        typer.echo(str(problem))
    told = _problems(len(checked.problems))
    _say(f"{told} in the data supplied. See {_shown(checked.page)} and {_shown(checked.csv)}.")


@app.command()
def audit(
    month: Month,
    service: Services = None,
    audit: Annotated[
        list[str] | None,
        typer.Option("--audit", metavar="NAME", help="Only this audit; may be given several times."),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of", metavar="DATE", help="Look back from this day of the month, not from its last."
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, help="How many notebooks run at once. Default: one a processor.",
            show_default=False,
        ),
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="How notebooks are run: grip (in forked processes, Linux only) or kernel. Same reports, "
            "grip is faster. Default: grip where it can be had.",
            show_default=False,
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Run again what has not changed, too.")
    ] = False,
    plan: Annotated[
        bool,
        typer.Option(
            "--plan", help="Only tell what would be run, what left as it is, and why; write no report."
        ),
    ] = False,
    workspace: Workspace = "",
    as_json: Json = False,
) -> None:  # fmt: skip
    """Run every audit for every service of a month, and write the reports; what has not changed is left."""
    from toolkit.parameters import find_workspace
    from toolkit.run.begin import audit_month
    from toolkit.run.plan import BatchRequest
    from toolkit.run.progress import watch_progress

    request = BatchRequest(
        workspace=find_workspace(workspace),
        month=month,
        services=tuple(service or ()),
        audits=tuple(audit or ()),
        as_of=as_of,
        workers=workers,
        engine=engine,
        force=force,
        command=_command(),
    )
    if plan:
        from toolkit.run.batch import decide_month

        _print_plan(decide_month(request), as_json)
        return
    try:
        with watch_progress() as progress:
            result = audit_month(request, progress)
    except KeyboardInterrupt:
        _say("Stopped. Run the same command again to complete the month.")
        raise typer.Exit(INTERRUPTED) from None
    if as_json:
        _print_json(dict(result.provider))
    else:
        _print_statuses(result.provider)
    _say(f"{result.ran} run, {result.rendered} rendered anew, {result.skipped} skipped as unchanged.")
    _say(f"{result.provider['n_run']} of {result.provider['n_of']} services have every audit.")
    if result.problems_count:
        page = _shown(result.index.parent / "data-quality.html")
        _say(f"{_problems(result.problems_count)} in the data supplied: {page}")
    _say(f"Start here: {_shown(result.index)}")
    if result.failures:
        for failed in result.failures:
            _say(f"Failed: {failed.service}, {failed.audit}: {failed.reason}")
        raise typer.Exit(FAILED_IN_PART)


@app.command()
def compare(
    before: Annotated[str, typer.Argument(metavar="YYYY-MM", help="The earlier month.")],
    after: Annotated[str, typer.Argument(metavar="YYYY-MM", help="The later month.")],
    service: Services = None,
    workspace: Workspace = "",
    as_json: Json = False,
) -> None:
    """Tell what changed between two months already audited: answers, figures, what is new and settled."""
    from toolkit.parameters import find_workspace
    from toolkit.report.changes import changes_as_json, changes_as_text
    from toolkit.run.compare import compare_outputs

    compared = compare_outputs(find_workspace(workspace), before, after, service or ())
    if as_json:
        _print_json(changes_as_json(compared, before, after))
    else:
        typer.echo(changes_as_text(compared, before, after))


@app.command("list")
def list_(workspace: Workspace = "", as_json: Json = False) -> None:
    """List services, months and audits, and how each of them stands."""
    from toolkit.parameters import find_workspace
    from toolkit.run.state import describe_workspace

    state = describe_workspace(find_workspace(workspace), _command())
    if as_json:
        _print_json(state.as_json())
        return
    _print_columns("Services", [(key, kind, name) for key, (name, kind) in state.services.items()])
    _print_columns("Audits", tuple(state.audits.items()))
    _print_columns("Months with records", [(month,) for month in state.months])
    for month, services in state.states.items():
        rows = [
            (service, name, status) for service, audits in services.items() for name, status in audits.items()
        ]
        _print_columns(f"Audited in {month}", rows)


@app.command()
def explain(
    code: Annotated[
        str, typer.Argument(metavar="CODE", help="A check or problem code, for example rushed-records.")
    ],
    service: Annotated[
        str,
        typer.Option(
            "--service", metavar="ID", help="With the thresholds in force at this service, not the defaults.",
            show_default=False,
        ),
    ] = "",
    workspace: Workspace = "",
    as_json: Json = False,
) -> None:  # fmt: skip
    """Explain one check or problem: what is asked, where the line is drawn and why, who sees to it."""
    from toolkit.audits.explain import explain_code

    parameters = None
    if service:
        from toolkit.parameters import find_workspace, load

        parameters = load(find_workspace(workspace))
    explained = explain_code(code, parameters, service)
    if as_json:
        _print_json(explained.as_json())
    else:
        typer.echo(explained.as_text().rstrip())


@app.command()
def explore(
    service: Annotated[
        str,
        typer.Option("--service", metavar="ID", help="Begin with this service. Default: the first.",
                     show_default=False),
    ] = "",
    month: Annotated[
        str,
        typer.Option(metavar="YYYY-MM", help="Begin with this month. Default: the newest with reports.",
                     show_default=False),
    ] = "",
    start_here: Annotated[
        bool,
        typer.Option("--start-here", help="Open START HERE instead: check the data, run the audits, read."),
    ] = False,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Only print the address; open no browser.")
    ] = False,
    workspace: Workspace = "",
) -> None:  # fmt: skip
    """Open a month in the browser, to ask what lies behind it and what if. No report is altered."""
    from toolkit.explore.opening import open_in_lab
    from toolkit.parameters import find_workspace

    try:
        open_in_lab(
            find_workspace(workspace),
            service=service,
            month=month,
            start_here=start_here,
            browser=not no_browser,
            say=_say,
            address=typer.echo,
        )
    except KeyboardInterrupt:
        _say("Ended.")


def _print_statuses(provider: Any) -> None:
    rows = [
        (service, held["status"], *(f"{name}: {status}" for name, status in held["audits"].items()))
        for service, held in provider["services"].items()
    ]
    _print_columns("", rows)


def _print_plan(todo: Mapping[str, Any], as_json: bool) -> None:
    from toolkit.run.decide import rows_of_plan

    rows = rows_of_plan(todo)
    if as_json:
        _print_json([row._asdict() for row in rows])
    else:
        _print_columns("", [row for row in rows])
    run, render, skip = (sum(row.do == word for row in rows) for word in ("run", "render", "skip"))
    _say(f"{run} would be run, {render} rendered anew, {skip} skipped as unchanged.")
    pages = sum(row.do == "write" for row in rows)
    if pages:
        from toolkit.wording import count

        _say(f"Only its own page would be written anew for {count(pages, 'service')}.")
    _say("The records were read for this; no notebook was run and no report written.")


def _print_columns(heading: str, rows: Sequence[tuple[str, ...]]) -> None:
    """Rows in columns as wide as need be; a heading above, an empty line below."""
    if heading:
        typer.echo(heading if rows else f"{heading}: none")
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        typer.echo(f"  {line}".rstrip() if heading else line.rstrip())
    if heading:
        typer.echo()


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, indent=1, ensure_ascii=False))


def _problem_json(problem: Any) -> dict[str, Any]:
    origin = problem.origin
    return {
        "code": problem.code, "service": problem.service, "file": origin.file, "sheet": origin.sheet,
        "row": origin.row, "table": problem.table, "column": problem.column, "value": problem.value,
        "says": problem.says, "mend": problem.mend, "effect": problem.effect.value,
    }  # fmt: skip


def _problems(count: int) -> str:
    return "No problem" if not count else "1 problem" if count == 1 else f"{count:,} problems"


def _shown(path: Path) -> str:
    """A path as short as it can be said from here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _say(text: str) -> None:
    typer.echo(text, err=True)


def _command() -> str:
    """The command as it was given, for whoever is told that it holds the workspace."""
    return " ".join(["grip", *sys.argv[1:]])


def main() -> None:
    """Run a command; a user's mistake is told plainly, a fault of ours with its traceback."""
    try:
        app(prog_name="grip")
    except AuditError as error:
        _say(str(error))
        sys.exit(error.exit_code)
