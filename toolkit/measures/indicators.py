"""The one vocabulary of indicators: how each is counted, and whether higher or lower is better.

A risk, a statement and a decision name an indicator by these words (`measures-and-checks.md` §3); how it
is charted follows from how it is counted (`charts_over_time`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from toolkit.measures.charts_over_time import Better, Kind


@dataclass(frozen=True, slots=True)
class Indicator:
    """How an indicator is counted, and in which direction it gets better.

    `share`: rows out of rows; `rate`: events over exposure; `count`: events of a month; `fill`: windows
    filled, in parts, out of windows to be filled.
    """

    name: str
    kind: Kind
    better: Better


INDICATORS: Mapping[str, Indicator] = MappingProxyType({
    one.name: one
    for one in (
        Indicator("missed_care_rate", "share", "lower"),
        Indicator("delayed_rate", "share", "lower"),
        Indicator("shortened_rate", "share", "lower"),
        Indicator("poorly_evidenced_rate", "share", "lower"),
        Indicator("concern_share", "share", "lower"),
        Indicator("incident_rate", "rate", "lower"),
        Indicator("attended_fill", "fill", "higher"),
        Indicator("own_fill", "fill", "higher"),
        Indicator("learning_in_eight_weeks", "share", "higher"),
        Indicator("audit_score", "share", "higher"),
        # More complaints can mean worse care, or people who dare to complain: it is never good or bad.
        Indicator("complaints_count", "count", "neither"),
    )
})  # fmt: skip
