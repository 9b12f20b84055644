"""Where does a reader start: the provider's month, one service's month, or what went wrong?

The pages a meeting opens first. They are made from plain facts (`summaries.py`) and share their
shell, style and tables with the reports (`page.py`).
"""

from __future__ import annotations

from toolkit.report.summaries import (
    AuditSummary,
    CheckSummary,
    DataQuality,
    Failure,
    ProviderSummary,
    ServiceSummary,
)

__all__ = ["AuditSummary", "CheckSummary", "DataQuality", "Failure", "ProviderSummary", "ServiceSummary"]
