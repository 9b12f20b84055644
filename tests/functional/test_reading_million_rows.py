"""A million care rows within the memory a small machine has."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest


@pytest.mark.slow
def test_a_million_care_rows_are_stored_within_a_gigabyte(tmp_path: Path, repository: Path) -> None:
    path = repository / "benchmarks" / "store_scale.py"
    spec = importlib.util.spec_from_file_location("store_scale", path)
    assert spec is not None and spec.loader is not None
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    found = benchmark.measure(1_000_000, 12, tmp_path / "w")
    assert (found["used"], found["problems"]) == (1_000_000, 1)  # the column the contract does not know
    assert found["peak_mb"] < 1024
