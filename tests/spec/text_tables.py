"""Worked examples as text: a table a care manager can check by hand becomes rows."""

from __future__ import annotations


def read_table(text: str) -> list[dict[str, str | None]]:
    """Rows of a table drawn with bars; an empty cell is None.

    >>> read_table('''
    ... | day | hours |
    ... | Mon | 12    |
    ... | Tue |       |
    ... ''')
    [{'day': 'Mon', 'hours': '12'}, {'day': 'Tue', 'hours': None}]
    """
    lines = [line.strip().strip("|").split("|") for line in text.strip().splitlines()]
    header, *body = [
        [cell.strip() for cell in line] for line in lines if not set("".join(line)) <= set("-: ")
    ]
    return [dict(zip(header, [cell or None for cell in row], strict=True)) for row in body]
