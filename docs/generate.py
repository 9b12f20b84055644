"""Which reference pages follow from the code, and are they fresh?

    python docs/generate.py           writes the pages again
    python docs/generate.py --check   names the pages that no longer match the code, and ends with 1

Each page is a pure function of what the code declares, so a page can never say something else.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import typer
import typer.main
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from toolkit.audits import AUDITS
from toolkit.audits.checks import Question
from toolkit.cli import app
from toolkit.parameters import reference as parameters_reference
from toolkit.sources import problem_codes
from toolkit.sources.contract import TABLES, THEMES, Blank, Column, Kind, Moment, Table

DOCS = Path(__file__).resolve().parent
NOTICE = "<!-- Written by docs/generate.py from {source}. Change the code, then run `make docs`. -->\n\n"


def render_rows(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    names = list(headings)
    lines = [names, ["---"] * len(names), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def render_tables_page() -> str:
    """Every table and column an audit reads."""
    parts = [
        NOTICE.format(source="toolkit/sources/contract"),
        "# Tables and columns\n\n",
        "What an audit reads, whatever system the records came from. `services` lies in "
        "`parameters/services.csv`. Every other table is any file named `<table>.*` or `<table>-*.*` below "
        "`data/`, and any sheet so named in a workbook there; all of them together are one table. Columns "
        "not listed here are left alone.\n\n",
        "- **Required** columns must be there and filled, or the row is not used. A column that is not "
        "supplied is unknown: never zero, never *no*.\n"
        "- Ids are text, exactly as supplied. An id need only be unique within its service.\n"
        "- Days are written `2026-04-03` or day-first `03/04/2026`; times are the local wall clock, "
        "`2026-04-03 07:30`.\n"
        "- A list inside a cell is separated by `;`. A reference is `table:id`, for example `audits:AU-09`.\n"
        "- A row is known from its *own day*; a row whose own day is later than the day the audit looks back "
        "from is not used.\n"
        "- **Personal** columns are never printed in a problem, a log or a manifest.\n\n",
        "A *theme* is one of: " + ", ".join(f"`{name}`" for name in THEMES) + ". Other words are mapped in "
        "`parameters/themes.yaml`.\n",
        *(render_one_table(table) for table in TABLES.values()),
    ]
    return "".join(parts)


def render_one_table(table: Table) -> str:
    rows = ((f"`{c.name}`", "yes" if c.required else "", form_of(c), meaning_of(c)) for c in table.columns)
    identified = f" It is known by its `{table.key}`." if table.key else ""
    return f"\n## {table.name}\n\nA row is {table.row_is}.{identified}\n\n" + render_rows(
        ("Column", "Required", "Form", "Meaning"), rows
    )


def form_of(column: Column) -> str:
    if column.kind is Kind.CHOICE:
        return ", ".join(f"`{word}`" for word in column.choices)
    if column.kind is Kind.LIST and column.choices:
        return "list of " + ", ".join(f"`{word}`" for word in column.choices)
    if column.kind is Kind.NUMBER:
        return f"number{range_of(column)}"
    return column.kind.value


def range_of(column: Column) -> str:
    if column.least is not None and column.most is not None:
        return f", {column.least:g} to {column.most:g}"
    return f", {column.least:g} or more" if column.least is not None else ""


def meaning_of(column: Column) -> str:
    blanks = {Blank.NOT_YET: "blank = not yet", Blank.NOBODY: "blank = nobody", Blank.NONE: "blank = none"}
    moments = {Moment.OWN: "the row's own day", Moment.PLANNED: "may lie ahead"}
    notes = [
        moments.get(column.moment, "") if column.moment else "",
        blanks.get(column.blank, "") if "blank" not in column.meaning else "",
        "personal" if column.personal else "",
    ]
    told = "; ".join(note for note in notes if note)
    return f"{column.meaning} ({told})" if told else column.meaning


def render_checks_page() -> str:
    """Every check of every audit: what it asks, how it is calculated, who sees to the answer."""
    parts = [
        NOTICE.format(source="toolkit/audits"),
        "# Checks\n\n",
        "Every audit asks a fixed list of checks, and each has one outcome. A trigger, hidden, escalation, "
        "measure or board check that fires says `action`; a warning or a link says `watch`. A breach on too "
        "few records says `watch`. What could not be tested says `no_evidence`, which is never good news. "
        "`clear` is said only of what was tested on enough current records. Numbers below are the defaults; "
        "every one can be changed ([Parameters](parameters.md)).\n",
    ]
    for kind in AUDITS.values():
        parts.append(f"\n## {kind.title} (`{kind.name}`)\n")
        parts += [render_one_check(question) for question in kind.questions]
    return "".join(parts)


def render_one_check(question: Question) -> str:
    facts = [
        ("Kind", question.kind.value),
        ("Records", ", ".join(f"`{table}`" for table in question.tables)),
        ("Reviewed by", question.reviewed_by),
        ("Escalates to", question.escalates_to),
        ("Next step", question.next_step),
        ("Quality statements", ", ".join(question.quality_statements)),
        ("Regulations", ", ".join(question.regulations)),
    ]
    listed = "".join(f"- {name}: {value}\n" for name, value in facts if value)
    return f"\n### {question.code}\n\n**{question.question}** {question.how}\n\n{listed}"


def render_problems_page() -> str:
    """Every problem the data can have, and how to mend it."""
    return (
        NOTICE.format(source="toolkit/sources/problem_codes.py")
        + "# Problems\n\n"
        + "What can be wrong with the records supplied. A problem is never about care. How to go about it: "
        + "[Mend a problem](../how-to/mend-a-problem.md).\n\n"
        + problem_codes.render_reference()
    )


def render_parameters_page() -> str:
    """Every parameter file, key and default, and why each default is where it is."""
    return NOTICE.format(source="toolkit/parameters") + parameters_reference.render_reference()


def find_commands() -> dict[str, TyperCommand]:
    """Every command of the command line, in the order of its help."""
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    return {name: group.commands[name] for name in group.list_commands(typer.Context(group))}  # type: ignore[misc]


def render_commands_page() -> str:
    """Every command and option, from the command line's own declaration."""
    parts = [
        NOTICE.format(source="toolkit/cli.py"),
        "# Commands\n\n",
        f"{app.info.help} `python -m toolkit` is the same as `grip`. Results go to standard output, progress "
        "and messages to standard error.\n\n",
        f"{app.info.epilog}\n",
        *(render_one_command(name, command) for name, command in find_commands().items()),
    ]
    return "".join(parts)


def render_one_command(name: str, command: TyperCommand) -> str:
    context = typer.Context(command, info_name=name)
    parameters = [p for p in command.params if isinstance(p, TyperArgument | TyperOption)]
    arguments = [str(p.metavar) for p in parameters if isinstance(p, TyperArgument)]
    usage = " ".join(["grip", name, *arguments, "[OPTIONS]"])
    rows = [
        describe_parameter(p, context) for p in command.params if isinstance(p, TyperArgument | TyperOption)
    ]
    table = render_rows(("Option", "Meaning"), rows)
    return f"\n## grip {name}\n\n{command.help}\n\n```text\n{usage}\n```\n\n{table}"


def describe_parameter(parameter: TyperArgument | TyperOption, context: typer.Context) -> tuple[str, str]:
    """One row of a command's table: how it is written, and what it does."""
    _, meaning = parameter.get_help_record(context) or ("", "")
    names = ", ".join(parameter.opts) if isinstance(parameter, TyperOption) else ""
    return f"`{f'{names} {parameter.metavar or str()}'.strip()}`", meaning.replace("  [", " [")


def render_decisions_page() -> str:
    """Every decision record, by number."""
    records = sorted((DOCS / "decisions").glob("[0-9]*.md"))
    titles = [
        (record.name, record.read_text(encoding="utf-8").splitlines()[0].removeprefix("# "))
        for record in records
    ]
    return (
        NOTICE.format(source="the records beside it")
        + "# Decisions\n\nWhy it is built this way, half a page for each road chosen.\n\n"
        + "".join(f"- [{title}]({name})\n" for name, title in titles)
    )


PAGES: Mapping[str, Callable[[], str]] = {
    "reference/checks.md": render_checks_page,
    "reference/commands.md": render_commands_page,
    "reference/parameters.md": render_parameters_page,
    "reference/problems.md": render_problems_page,
    "reference/tables.md": render_tables_page,
    "decisions/README.md": render_decisions_page,
}


def find_stale_pages() -> list[str]:
    """Names of the pages that differ from what the code now says."""
    return [name for name, render in PAGES.items() if _text_of(DOCS / name) != render()]


def _text_of(page: Path) -> str | None:
    return page.read_text(encoding="utf-8") if page.is_file() else None


def main(arguments: list[str]) -> int:
    stale = find_stale_pages()
    if arguments == ["--check"]:
        for name in stale:
            print(f"docs/{name} no longer matches the code. Run: make docs", file=sys.stderr)
        return 1 if stale else 0
    for name in stale:
        (DOCS / name).write_text(PAGES[name](), encoding="utf-8")
        print(f"wrote docs/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
