"""Which rows of which export stand behind a finding?"""

from __future__ import annotations

import pandas as pd

from toolkit.audits.checks import Reference
from toolkit.sources.contract import TABLES


def references_to(rows: pd.DataFrame, table: str) -> tuple[Reference, ...]:
    """One reference a row, sorted: `table:id`, file, sheet, row; the row number where there are no ids."""
    key = TABLES[table].key
    ids = rows[key] if key else rows["_row"].map(lambda row: f"row-{row}")
    found = {
        Reference(f"{table}:{name}", str(file), None if pd.isna(sheet) else str(sheet), int(row))
        for name, file, sheet, row in zip(ids, rows["_file"], rows["_sheet"], rows["_row"], strict=True)
    }
    return tuple(sorted(found, key=lambda one: (one.ref, one.file, one.sheet or "", one.row)))
