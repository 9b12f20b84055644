"""Which names may a notebook use? (Adding or removing one is a decision, made here too.)"""

from __future__ import annotations

import toolkit

PUBLIC_NAMES = [
    "Period",
    "draw_care_by_pressure",
    "draw_care_outcomes",
    "draw_fill_calendar",
    "draw_people_days",
    "draw_recording",
    "draw_weeks",
    "open_audit",
    "show_assurance_summary",
    "show_check",
    "show_continuity",
    "show_decisions",
    "show_figures",
    "show_findings",
    "show_handover_risks",
    "show_high_pressure",
    "show_limits",
    "show_people_affected",
    "show_provenance",
    "show_provider_information",
    "show_sources",
    "show_status",
    "show_triggers",
]


def test_the_package_offers_these_names_and_no_others() -> None:
    assert sorted(toolkit.__all__) == PUBLIC_NAMES


def test_every_public_name_can_be_loaded_and_says_what_it_is_for() -> None:
    undocumented = [name for name in toolkit.__all__ if not getattr(toolkit, name).__doc__]

    assert undocumented == []
