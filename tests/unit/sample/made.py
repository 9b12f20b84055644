"""Records of single services, made once for the tests that look at them."""

from __future__ import annotations

from functools import cache

import pandas as pd

from toolkit.sample.provider import TWELVE
from toolkit.sample.records import records_of
from toolkit.sample.timeline import Timeline

MONTHS = 9  # long enough for every story of learning and of governance
TIMELINE = Timeline.of("2026-10", MONTHS)
LAST = pd.Timestamp("2026-10-31")
SEED = 20261031


@cache
def records(service_id: str) -> dict[str, pd.DataFrame]:
    """All tables of the service."""
    service = next(service for service in TWELVE if service.service_id == service_id)
    return records_of(service, TIMELINE, SEED)
