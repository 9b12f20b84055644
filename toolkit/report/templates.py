"""How does a fact become safe HTML?

One Jinja environment for every page, piece and table. It escapes everything it is given: names,
notes and file names come from records and are never trusted. Only what this package itself rendered
(`Markup`) passes unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit import wording
from toolkit.audits.checks import Outcome
from toolkit.report import words

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

FOLDER = Path(__file__).parent / "template"


@cache
def environment() -> Environment:
    """The environment all templates are rendered in; made once."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    made.filters.update(
        count=wording.count,
        day_name=wording.day_name,
        first_capital=wording.first_capital,
        join_words=wording.join_words,
        long_day=wording.long_day,
        month_name=wording.month_name,
        number=wording.number,
        outcome_word=lambda outcome: words.OUTCOME_WORDS[Outcome(outcome)],
        figure_name=words.figure_name,
        figure_value=words.figure_value,
        figure_interval=words.figure_interval,
        kind_name=words.kind_name,
    )
    return made


def compile_all() -> None:
    """Read and compile every template now rather than when it is first used."""
    for name in environment().list_templates(["j2"]):
        environment().get_template(name)
    _pieces()


def render(template: str, **facts: Any) -> str:
    """A whole template, with these facts in it."""
    return environment().get_template(template).render(**facts)


def render_macro(name: str, *arguments: Any, **facts: Any) -> Markup:
    """One macro of `pieces.html.j2`: the part a notebook shows in a cell and a page shows in a section."""
    return getattr(_pieces(), name)(*arguments, **facts)


def _pieces() -> Any:
    return environment().get_template("pieces.html.j2").module


def join_markup(parts: Iterable[Markup]) -> Markup:
    """Pieces of a page one after the other."""
    from markupsafe import Markup

    return Markup("").join(parts)


@cache
def style(name: str) -> Markup:
    """A style sheet of this package, as it stands."""
    from markupsafe import Markup

    return Markup((FOLDER / name).read_text(encoding="utf-8"))
