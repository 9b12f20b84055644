"""What does the provider's notebook, and the page over all services, show?"""

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

__all__ = [
    "draw_funnels",
    "show_actions",
    "show_all_checks",
    "show_chance",
    "show_gaps",
    "show_missing",
    "show_provider_changes",
    "show_provider_status",
    "show_services",
    "show_triggers_by_theme",
]
