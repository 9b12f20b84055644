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
from toolkit.evidence import HISTORY_MONTHS, Evidence
from toolkit.measures.history import ServiceRecords, compute_history
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
    evidence: Evidence, records: ServiceRecords, staffing: StaffingDefinitions, care: CareDefinitions
) -> pd.DataFrame:
    """Every indicator of up to 36 months (columns: indicator_months.HISTORY_COLUMNS), computed once."""
    cells = [getattr(records, field.name) for field in fields(records)]
    return evidence.keep(
        [_CODE, evidence.period, HISTORY_MONTHS, repr(staffing), repr(care), *cells],
        lambda: compute_history(records, evidence.period, HISTORY_MONTHS, staffing, care),
    )
