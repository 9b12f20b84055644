"""Does every indicator that records may name have a chart and a direction?"""

from __future__ import annotations

from toolkit.measures.indicators import INDICATORS
from toolkit.sources.contract.governance import INDICATORS as NAMES


def test_every_indicator_of_the_contract_is_counted_somehow_and_no_other() -> None:
    assert sorted(INDICATORS) == sorted(NAMES.split())


def test_only_the_number_of_complaints_has_no_better_direction() -> None:
    assert [name for name, one in INDICATORS.items() if one.better == "neither"] == ["complaints_count"]
