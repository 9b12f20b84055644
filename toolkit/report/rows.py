"""How does a piece read the rows of a frame?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

Record = Mapping[str, Any]  # one row of a frame, by column; None is unknown, or has not happened


def records_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame with None for everything unknown, whatever its kind.

    >>> import pandas as pd
    >>> records_of(pd.DataFrame({"due_on": [pd.NaT], "how": ["linked"], "in_time": pd.array([pd.NA])}))
    [{'due_on': None, 'how': 'linked', 'in_time': None}]
    """
    known = frame.astype(object).where(frame.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in known.to_dict("records")]
