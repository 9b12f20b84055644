"""What does the staffing notebook show that no other does?"""

from toolkit.report.staffing.assurance import (
    show_assurance_summary,
    show_decisions,
    show_handover_risks,
    show_provider_information,
)
from toolkit.report.staffing.care_pictures import draw_care_by_pressure, draw_people_days, draw_weeks
from toolkit.report.staffing.care_tables import show_continuity, show_high_pressure, show_people_affected
from toolkit.report.staffing.rota_pictures import draw_care_outcomes, draw_fill_calendar, draw_recording

__all__ = [
    "draw_care_by_pressure",
    "draw_care_outcomes",
    "draw_fill_calendar",
    "draw_people_days",
    "draw_recording",
    "draw_weeks",
    "show_assurance_summary",
    "show_continuity",
    "show_decisions",
    "show_handover_risks",
    "show_high_pressure",
    "show_people_affected",
    "show_provider_information",
]
