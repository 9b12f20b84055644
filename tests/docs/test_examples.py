"""Do the parameter files shown in the how-to pages load?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.pages import REPOSITORY, fences
from toolkit import parameters

HOW_TO = REPOSITORY / "docs" / "how-to"


def example(page: str, language: str, number: int = 0) -> str:
    """A block of that language on the page (the first), without the indent of the list it stands in."""
    text = [text for kind, text in fences(HOW_TO / page) if kind == language][number]
    return "\n".join(line.strip() if language == "csv" else line for line in text.splitlines()) + "\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "parameters").mkdir()
    services = example("add-a-service.md", "csv")
    (tmp_path / "parameters" / "services.csv").write_text(services, encoding="utf-8")
    return tmp_path


def test_services_csv_of_the_how_to_is_a_complete_workspace(workspace: Path) -> None:
    loaded = parameters.load(workspace)

    assert list(loaded.services) == ["oakfield"]


def test_changed_threshold_of_the_how_to_is_read_with_its_reason(workspace: Path) -> None:
    thresholds = example("change-a-threshold.md", "yaml")
    (workspace / "parameters" / "thresholds.yaml").write_text(thresholds, encoding="utf-8")

    [(section, key, default, value, reason)] = parameters.load(workspace).changed_thresholds("oakfield")

    assert (section, key, default, value) == ("repeated-staffing-gaps", "days_in_month", 4, 3)
    assert "quality meeting" in reason


def test_threshold_of_one_service_in_the_how_to_is_read_for_it(workspace: Path) -> None:
    (workspace / "parameters" / "services").mkdir()
    thresholds = example("change-a-threshold.md", "yaml", 1)
    (workspace / "parameters" / "services" / "oakfield.yaml").write_text(thresholds, encoding="utf-8")

    [(section, key, _, value, reason)] = parameters.load(workspace).changed_thresholds("oakfield")

    assert (section, key, value) == ("repeated-staffing-gaps", "days_in_month", 3)
    assert reason == "Three workers a shift: one missing is felt by everyone."


def test_limits_declared_anew_in_the_how_to_are_read_for_the_service(workspace: Path) -> None:
    (workspace / "parameters" / "services").mkdir()
    declared = example("rebase-an-indicator.md", "yaml")
    (workspace / "parameters" / "services" / "oakfield.yaml").write_text(declared, encoding="utf-8")

    [rebase] = parameters.load(workspace).rebases("oakfield")

    assert (rebase.indicator, rebase.month) == ("missed_care_rate", "2026-04")
    assert (rebase.reason, rebase.decided_by) == ("New night model on Willow", "quality meeting")
