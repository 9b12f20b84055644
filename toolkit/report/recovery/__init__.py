"""What does the notebook of the recovery map show that no other does?"""

from toolkit.report.recovery.agenda import show_agenda
from toolkit.report.recovery.chains import draw_chains, show_missing_records
from toolkit.report.recovery.held import show_hold_open, show_repeats
from toolkit.report.recovery.map_table import show_map
from toolkit.report.recovery.one_story import show_messages, show_overlaps, show_sources_and_leaders

__all__ = [
    "draw_chains",
    "show_agenda",
    "show_hold_open",
    "show_map",
    "show_messages",
    "show_missing_records",
    "show_overlaps",
    "show_repeats",
    "show_sources_and_leaders",
]
