"""Reads a care provider's records against each other, month by month.

The names below are what every notebook needs; what only one of them shows is in a package of
`toolkit.report` (`from toolkit.report import staffing`). They are loaded when first used, so that
`grip --help` and `import toolkit` stay quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from toolkit.late_imports import put_off_grammar_of_addresses

if TYPE_CHECKING:  # for type checkers and editors; at run time __getattr__ does the same, later
    from toolkit.audits.opening import open_audit as open_audit
    from toolkit.audits.overview import open_overview as open_overview
    from toolkit.explore.page import show_explorer as show_explorer
    from toolkit.explore.start_page import show_start_page as show_start_page
    from toolkit.period import Period as Period
    from toolkit.report.pieces import show_check as show_check
    from toolkit.report.pieces import show_figures as show_figures
    from toolkit.report.pieces import show_findings as show_findings
    from toolkit.report.pieces import show_limits as show_limits
    from toolkit.report.pieces import show_provenance as show_provenance
    from toolkit.report.pieces import show_sources as show_sources
    from toolkit.report.pieces import show_status as show_status
    from toolkit.report.pieces import show_triggers as show_triggers

_PIECES = (
    "show_check", "show_figures", "show_findings", "show_limits", "show_provenance", "show_sources",
    "show_status", "show_triggers",
)  # fmt: skip
_HOME = {
    "open_audit": "toolkit.audits.opening",
    "open_overview": "toolkit.audits.overview",
    "show_explorer": "toolkit.explore.page",
    "show_start_page": "toolkit.explore.start_page",
    "Period": "toolkit.period",
} | dict.fromkeys(_PIECES, "toolkit.report.pieces")

put_off_grammar_of_addresses()  # before anything imports nbformat or Altair

__all__ = ["Period", "open_audit", "open_overview", "show_explorer", "show_start_page", *_PIECES]


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib import metadata

        return metadata.version("leadership-grip")
    if name not in _HOME:
        raise AttributeError(f"toolkit has no public name {name!r}")
    return getattr(import_module(_HOME[name]), name)
