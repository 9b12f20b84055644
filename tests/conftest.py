"""What every test may rely on: where things are, and how hypothesis behaves."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

REPOSITORY = Path(__file__).resolve().parents[1]
SHARED = REPOSITORY.parent / "shared"

# The same examples in every run, so that a red test is red for everyone. `.ci/run` takes `full`, which
# is twice as many and more of the slow ones (how_many.py); `thorough` looks further:
#   HYPOTHESIS_PROFILE=thorough pytest tests/properties
settings.register_profile(
    "default",
    derandomize=True,
    deadline=None,
    max_examples=20,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("full", settings.get_profile("default"), max_examples=40)
settings.register_profile("thorough", settings.get_profile("default"), max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder that holds pyproject.toml."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real public files and worked cases that may lie beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("needs the folder `shared` beside the checkout (real public files and worked cases)")
    return SHARED
