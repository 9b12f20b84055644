"""How is a table put on a page so that everyone can read it?

Every table of every report, index and notebook is made here: a caption that says what it shows,
headings with their scope, units in the heading, numbers set right. No table carries its own style.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.report.templates import render_macro

if TYPE_CHECKING:
    from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of one column. `unit` is read with the label; numbers are set right."""

    label: str
    unit: str = ""
    is_number: bool = False


def render_table(
    caption: str,
    headings: Sequence[Heading],
    rows: Iterable[Sequence[object]],
    *,
    note: str = "",
    first_is_heading: bool = True,
) -> Markup:
    """An accessible table. Cells are text, escaped, or `Markup` this package rendered.

    The first cell of each row names the row, unless `first_is_heading` is false. A row with another
    number of cells than there are headings is a bug and raises ValueError.
    """
    checked = [tuple(row) for row in rows]
    wrong = [row for row in checked if len(row) != len(headings)]
    if wrong:
        raise ValueError(f"a row of {len(wrong[0])} cells in a table of {len(headings)} columns: {caption}")
    return render_macro("table", caption, headings, checked, note, first_is_heading)
