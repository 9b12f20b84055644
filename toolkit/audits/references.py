"""Which rows of which export stand behind a finding?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.audits.checks import Reference
from toolkit.sources.contract import TABLES

Place = tuple[str, str | None, int]  # file, sheet, row


def places_of(rows: pd.DataFrame) -> list[Place]:
    """Where each row stands: its file, its sheet (None in a file without sheets) and its row there.

    >>> places_of(pd.DataFrame({"_file": ["data/a.xlsx"], "_sheet": ["2026-10"], "_row": [2]}))
    [('data/a.xlsx', '2026-10', 2)]
    """
    cells = zip(*(rows[name].tolist() for name in ("_file", "_sheet", "_row")), strict=True)
    return [(file, sheet if isinstance(sheet, str) else None, row) for file, sheet, row in cells]


def references_to(
    rows: pd.DataFrame, table: str, where: pd.Series | np.ndarray | None = None
) -> tuple[Reference, ...]:
    """One reference a row, sorted: `table:id`, file, sheet, row; the row number where there are no ids.

    With `where` only the rows of which it is True.
    """
    key = TABLES[table].key
    asked = rows[[*dict.fromkeys([key or "_row", "_file", "_sheet", "_row"])]]
    asked = asked if where is None else asked[where]
    kind = f"{table}:" if key else f"{table}:row-"
    ids = asked[key or "_row"].tolist()
    found = {(f"{kind}{name}", *place) for name, place in zip(ids, places_of(asked), strict=True)}
    return tuple(Reference(*one) for one in sorted(found, key=lambda one: (*one[:2], one[2] or "", one[3])))
