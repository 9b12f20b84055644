"""Which indicators of every month were worked out before, from these very rows?

The history is by far the longest computation of an audit, and two audits of a month need it: the first
computes it, the second, and the same audit run again, find it kept. The key holds every cell it is
computed from, so a row that came late, or was mended, has another history; and the code, so that a rule
that changed never shows its old figures.
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pandas as pd

from toolkit import measures
from toolkit.evidence import Evidence
from toolkit.measures.history import ServiceRecords, history_of_records
from toolkit.parameters.thresholds import CareDefinitions, StaffingDefinitions
from toolkit.sources.store_files import digest_of_code

_HERE = Path(measures.__path__[0]).parent
_PARTS = (
    "clock.py", "errors.py", "late_imports.py", "measures", "parameters", "period.py", "problems.py",
    "sources",
)  # fmt: skip
# All that the measures import (tests/unit/audits/test_kept_history.py), taken when the code is loaded: a
# notebook left open while a rule is mended must not keep its old figures under the mended rule's name.
_CODE = digest_of_code(*(_HERE / part for part in _PARTS))


def kept_history(
    evidence: Evidence,
    records: ServiceRecords,
    on_record: int,
    staffing: StaffingDefinitions,
    care: CareDefinitions,
) -> pd.DataFrame:
    """Every indicator of the records in so many months (columns: HISTORY_COLUMNS), computed once.

    The learning that fell due is no part of it: it is soon counted, and has definitions of its own.
    """
    cells = [getattr(records, field.name) for field in fields(records) if field.name != "learning_due"]
    return evidence.keep(
        [_CODE, evidence.period, on_record, repr(staffing), repr(care), *cells],
        lambda: history_of_records(records, evidence.period, on_record, staffing, care),
    )
