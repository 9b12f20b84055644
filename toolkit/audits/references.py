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
    columns = [rows[name] for name in (key or "_row", "_file", "_sheet", "_row")]
    ids, file, sheet, row = columns if where is None else [column[where] for column in columns]
    cells = zip(
        ids.tolist(), file.tolist(), sheet.tolist(), sheet.notna().tolist(), row.tolist(), strict=True
    )
    kind = f"{table}:" if key else f"{table}:row-"
    found = {
        (f"{kind}{name}", str(file), str(sheet) if in_a_sheet else None, int(row))
        for name, file, sheet, in_a_sheet, row in cells
    }
    return tuple(Reference(*one) for one in sorted(found, key=lambda one: (*one[:2], one[2] or "", one[3])))
