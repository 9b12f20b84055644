"""How is a table put on a page so that everyone can read it?

Every table of every report, index and notebook is made here: a caption that says what it shows,
headings with their scope, units in the heading, numbers set right. No table carries its own style.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit import wording
from toolkit.report.templates import render_macro

if TYPE_CHECKING:
    from markupsafe import Markup


OPEN_ROWS = 10  # rows of a long table that stand open; the others are folded
MOST_ROWS = 50  # rows of a table on a page; the rest is counted


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


def render_long_table(
    caption: str,
    headings: Sequence[Heading],
    rows: Sequence[Sequence[object]],
    *,
    one: str,
    many: str = "",
    note: str = "",
) -> Markup:
    """A table whose first rows stand open and whose others are folded; `one` is what a row is called.

    The rows come most serious first. A table that is hardly longer than its open part is not folded.
    """
    if len(rows) <= OPEN_ROWS + 2:
        return render_table(caption, headings, rows, note=note)
    folded = rows[OPEN_ROWS:MOST_ROWS]
    left = len(rows) - MOST_ROWS
    counted = (
        f"and {wording.count(left, f'more {one}', f'more {many or wording.plural(one)}')}, not listed here"
    )
    more = render_table(f"{caption}, continued", headings, folded, note=counted if left > 0 else "")
    others = f"The other {wording.number(len(rows) - OPEN_ROWS)} {many or wording.plural(one)}"
    return render_table(caption, headings, rows[:OPEN_ROWS], note=note) + render_macro("folded", others, more)
