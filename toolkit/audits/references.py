"""Which rows of which export stand behind a finding?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.audits.checks import Reference
from toolkit.sources.contract import TABLES


def references_to(
    rows: pd.DataFrame, table: str, where: pd.Series | np.ndarray | None = None
) -> tuple[Reference, ...]:
    """One reference a row, sorted: `table:id`, file, sheet, row; the row number where there are no ids.

    With `where` only the rows of which it is True.
    """
    key = TABLES[table].key
    rows = rows[[*([key] if key else []), "_file", "_sheet", "_row"]]
    rows = rows if where is None else rows[where]
    number, file, sheet = rows["_row"].tolist(), rows["_file"].tolist(), rows["_sheet"].tolist()
    ids = rows[key].tolist() if key else [f"row-{row}" for row in number]
    in_a_sheet = rows["_sheet"].notna().tolist()
    found = {
        (f"{table}:{ids[at]}", str(file[at]), str(sheet[at]) if in_a_sheet[at] else None, int(number[at]))
        for at in range(len(rows))
    }
    return tuple(Reference(*one) for one in sorted(found, key=lambda one: (*one[:2], one[2] or "", one[3])))
