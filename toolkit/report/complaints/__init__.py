"""What does the notebook on complaints and care plans show that no other does?"""

from toolkit.report.complaints.care_planning import (
    show_care_planning_audit,
    show_confirmations,
    show_observations,
    show_preferences,
)
from toolkit.report.complaints.timeline_picture import draw_item_timelines
from toolkit.report.complaints.tracker import (
    show_closed_complaints,
    show_eight_weeks,
    show_learning_path,
    show_learning_tracker,
)
from toolkit.report.complaints.trend_pictures import draw_due_months, draw_themes, draw_wait_for_update
from toolkit.report.complaints.verdicts import show_verdicts

__all__ = [
    "draw_due_months",
    "draw_item_timelines",
    "draw_themes",
    "draw_wait_for_update",
    "show_care_planning_audit",
    "show_closed_complaints",
    "show_confirmations",
    "show_eight_weeks",
    "show_learning_path",
    "show_learning_tracker",
    "show_observations",
    "show_preferences",
    "show_verdicts",
]
