"""Which names may a notebook use? (Adding or removing one is a decision, made here too.)"""

from __future__ import annotations

import toolkit

PUBLIC_NAMES = [
    "Period",
    "draw_care_outcomes",
    "draw_fill_calendar",
    "draw_recording",
    "open_audit",
    "show_check",
    "show_figures",
    "show_findings",
    "show_high_pressure",
    "show_limits",
    "show_provenance",
    "show_sources",
    "show_status",
]


def test_the_package_offers_these_names_and_no_others() -> None:
    assert sorted(toolkit.__all__) == PUBLIC_NAMES


def test_every_public_name_can_be_loaded_and_says_what_it_is_for() -> None:
    undocumented = [name for name in toolkit.__all__ if not getattr(toolkit, name).__doc__]

    assert undocumented == []
