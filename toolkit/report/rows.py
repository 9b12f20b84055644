"""How does a piece read the rows of a frame?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

Record = Mapping[str, Any]  # one row of a frame, by column; None is unknown, or has not happened


def records_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame with None for everything unknown, whatever its kind.

    >>> import pandas as pd
    >>> records_of(pd.DataFrame({"due_on": [pd.NaT], "how": ["linked"], "in_time": pd.array([pd.NA])}))
    [{'due_on': None, 'how': 'linked', 'in_time': None}]
    """
    names = [str(name) for name in frame.columns]
    columns = [_known(column) for _, column in frame.items()]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _known(column: pd.Series) -> list[Any]:
    """The values of a column, as Python's own where they have one, and None for what is not known."""
    unknown = column.isna().tolist()
    # Column by column: a frame of objects costs ten times as much, and every table and picture asks here.
    return [None if not_known else _own(value)
            for value, not_known in zip(column.astype(object), unknown, strict=True)]  # fmt: skip


def _own(value: Any) -> Any:
    return value.item() if isinstance(value, np.number | np.bool_) else value
