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
    from toolkit.report.pieces import draw_care_outcomes as draw_care_outcomes
    from toolkit.report.pieces import draw_fill_calendar as draw_fill_calendar
    from toolkit.report.pieces import draw_recording as draw_recording
    from toolkit.report.pieces import show_check as show_check
    from toolkit.report.pieces import show_figures as show_figures
    from toolkit.report.pieces import show_findings as show_findings
    from toolkit.report.pieces import show_high_pressure as show_high_pressure
    from toolkit.report.pieces import show_limits as show_limits
    from toolkit.report.pieces import show_provenance as show_provenance
    from toolkit.report.pieces import show_sources as show_sources
    from toolkit.report.pieces import show_status as show_status

_PIECES = (
    "draw_care_outcomes", "draw_fill_calendar", "draw_recording", "show_check", "show_figures",
    "show_findings", "show_high_pressure", "show_limits", "show_provenance", "show_sources", "show_status",
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
