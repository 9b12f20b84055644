"""Which names may a notebook use? (Adding or removing one is a decision, made here too.)"""

from __future__ import annotations

import pytest

import toolkit
from toolkit.report import complaints, oversight, provider, recovery, staffing

PUBLIC_NAMES = [
    "Period",
    "open_audit",
    "open_overview",
    "show_check",
    "show_explorer",
    "show_figures",
    "show_findings",
    "show_limits",
    "show_provenance",
    "show_sources",
    "show_start_page",
    "show_status",
    "show_triggers",
]


def test_the_package_offers_these_names_and_no_others() -> None:
    assert sorted(toolkit.__all__) == PUBLIC_NAMES


def test_every_public_name_can_be_loaded_and_says_what_it_is_for() -> None:
    undocumented = [name for name in toolkit.__all__ if not getattr(toolkit, name).__doc__]

    assert undocumented == []


PACKAGES = [complaints, oversight, provider, recovery, staffing]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.__name__)
def test_what_one_notebook_alone_shows_stands_in_its_package_and_says_what_it_is_for(package: object) -> None:
    pieces = {name: getattr(package, name) for name in package.__all__}

    assert list(pieces) == sorted(pieces)
    assert [name for name, piece in pieces.items() if not piece.__doc__] == []
    assert all(name.startswith(("draw_", "show_")) for name in pieces)
