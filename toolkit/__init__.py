"""Reads a care provider's records against each other, month by month.

The names below are all a notebook needs. They are loaded when first used, so that `grip --help` and
`import toolkit` stay quick.
"""

from __future__ import annotations

from importlib import import_module, metadata
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # for type checkers and editors; at run time __getattr__ does the same, later
    from toolkit.audits.opening import open_audit as open_audit
    from toolkit.period import Period as Period
    from toolkit.report.pieces import draw_care_by_pressure as draw_care_by_pressure
    from toolkit.report.pieces import draw_care_outcomes as draw_care_outcomes
    from toolkit.report.pieces import draw_fill_calendar as draw_fill_calendar
    from toolkit.report.pieces import draw_people_days as draw_people_days
    from toolkit.report.pieces import draw_recording as draw_recording
    from toolkit.report.pieces import draw_weeks as draw_weeks
    from toolkit.report.pieces import show_assurance_summary as show_assurance_summary
    from toolkit.report.pieces import show_check as show_check
    from toolkit.report.pieces import show_continuity as show_continuity
    from toolkit.report.pieces import show_decisions as show_decisions
    from toolkit.report.pieces import show_figures as show_figures
    from toolkit.report.pieces import show_findings as show_findings
    from toolkit.report.pieces import show_handover_risks as show_handover_risks
    from toolkit.report.pieces import show_high_pressure as show_high_pressure
    from toolkit.report.pieces import show_limits as show_limits
    from toolkit.report.pieces import show_people_affected as show_people_affected
    from toolkit.report.pieces import show_provenance as show_provenance
    from toolkit.report.pieces import show_provider_information as show_provider_information
    from toolkit.report.pieces import show_sources as show_sources
    from toolkit.report.pieces import show_status as show_status
    from toolkit.report.pieces import show_triggers as show_triggers

_PIECES = (
    "draw_care_by_pressure", "draw_care_outcomes", "draw_fill_calendar", "draw_people_days",
    "draw_recording", "draw_weeks", "show_assurance_summary", "show_check", "show_continuity",
    "show_decisions", "show_figures", "show_findings", "show_handover_risks", "show_high_pressure",
    "show_limits", "show_people_affected", "show_provenance", "show_provider_information",
    "show_sources", "show_status", "show_triggers",
)  # fmt: skip
_HOME = {"open_audit": "toolkit.audits.opening", "Period": "toolkit.period"} | dict.fromkeys(
    _PIECES, "toolkit.report.pieces"
)

__all__ = ["Period", "open_audit", *_PIECES]


def __getattr__(name: str) -> object:
    if name == "__version__":
        return metadata.version("leadership-grip")
    if name not in _HOME:
        raise AttributeError(f"toolkit has no public name {name!r}")
    return getattr(import_module(_HOME[name]), name)
