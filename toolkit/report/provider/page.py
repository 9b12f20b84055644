"""Where does the provider's month begin? The page over all services.

It is made from the same pieces as the provider's notebook, and laid out without running one, so that
it stands even when every notebook failed.
"""

from __future__ import annotations

from collections.abc import Callable

from toolkit import wording
from toolkit.audits.summaries import ProviderSummary
from toolkit.report.page import known_on, render_page
from toolkit.report.piece import Piece
from toolkit.report.provider.funnels import draw_funnels
from toolkit.report.provider.patterns import (
    show_chance,
    show_gaps,
    show_provider_changes,
    show_triggers_by_theme,
)
from toolkit.report.provider.services import (
    show_actions,
    show_all_checks,
    show_missing,
    show_provider_status,
    show_services,
)

# id, title, wide, the piece. The same order as the cells of notebooks/provider_overview.ipynb.
SECTIONS: tuple[tuple[str, str, bool, Callable[[ProviderSummary], Piece]], ...] = (
    ("services", "Every service", True, show_services),
    ("actions", "What needs someone", True, show_actions),
    ("changes", "What changed since the month before", True, show_provider_changes),
    ("themes", "Which triggers recur across services", True, show_triggers_by_theme),
    ("funnels", "Does a service stand apart from the others?", False, draw_funnels),
    ("chance", "How much of this would be chance?", False, show_chance),
    ("gaps", "Gaps open for a quarter, for the board", False, show_gaps),
    ("checks", "Every check", True, show_all_checks),
    ("missing", "Where records are missing", False, show_missing),
)


def render_provider_index(provider: ProviderSummary) -> str:
    """The provider's month on one page: every service and audit, worst first."""
    month = wording.month_name(provider.month)
    return render_page(
        "provider.html.j2",
        page_title=f"{provider.provider}, {month}",
        provider=provider.provider,
        ways=[],
        kicker=f"{month} · {known_on(provider.as_of)}",
        heading=provider.provider,
        contents=(),
        provider_summary=provider,
        status=show_provider_status(provider).html,
        sections=[(name, title, wide, show(provider).html) for name, title, wide, show in SECTIONS],
    )
