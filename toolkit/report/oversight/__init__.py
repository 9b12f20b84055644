"""What does the notebook on oversight and frontline evidence show that no other does?"""

from toolkit.report.oversight.board import show_gaps, show_oversight_path, show_risks
from toolkit.report.oversight.challenge_list import show_to_challenge
from toolkit.report.oversight.follow_up import show_challenges, show_closures, show_drifting
from toolkit.report.oversight.indicator_pictures import draw_indicators
from toolkit.report.oversight.packs import show_meetings, show_pack
from toolkit.report.oversight.statements import show_repeats, show_statements
from toolkit.report.oversight.timeline_pictures import draw_decisions, draw_risks_over_time

__all__ = [
    "draw_decisions",
    "draw_indicators",
    "draw_risks_over_time",
    "show_challenges",
    "show_closures",
    "show_drifting",
    "show_gaps",
    "show_meetings",
    "show_oversight_path",
    "show_pack",
    "show_repeats",
    "show_risks",
    "show_statements",
    "show_to_challenge",
]
