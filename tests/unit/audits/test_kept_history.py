"""Is the history of the indicators computed once for the same records, and anew for any other?"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.factories import FrameStore, days_of, make_audit_row, make_care, make_evidence, make_need, nights
from toolkit.audits import AUDITS
from toolkit.audits.oversight import kept_history as kept_history_module
from toolkit.audits.oversight.facts import OversightFacts
from toolkit.evidence import Evidence
from toolkit.measures.history import history_of_records
from toolkit.parameters import Thresholds
from toolkit.parameters.thresholds import CareDefinitions, StaffingDefinitions
from toolkit.sources.kept import KeptFrames

CARE = [
    make_care(f"{day} 09:00", care_id=f"C-{number}")
    for number, day in enumerate([*days_of("2026-09")[-3:], *days_of("2026-10")])
]
SHIFTS = [
    {**shift, "shift_id": f"SH-{number}", "staff_id": f"S{number}"}
    for number, shift in enumerate(nights(days_of("2026-10")))
]
AUDIT = make_audit_row("2026-10-05", audit_id="AU-1")
TABLES: dict[str, list[dict[str, Any]]] = {
    "care": CARE, "shifts": SHIFTS, "staffing_needs": [make_need()], "audits": [AUDIT],
}  # fmt: skip


class Counting:
    """history_of_records, and how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, *asked: Any) -> pd.DataFrame:
        self.times += 1
        return history_of_records(*asked)


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Counting:
    found = Counting()
    monkeypatch.setattr(kept_history_module, "history_of_records", found)
    return found


def evidence(folder: Path | None, tables: dict[str, list[dict[str, Any]]] = TABLES, **more: Any) -> Evidence:
    made = make_evidence(tables, **more)
    assert isinstance(made.store, FrameStore)
    made.store = replace(made.store, kept=KeptFrames(folder) if folder else None)
    return made


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the history of TABLES is kept."""
    folder = tmp_path_factory.mktemp("kept")
    _ = OversightFacts(evidence(folder)).history
    return folder


def test_the_kept_history_is_the_computed_one(tmp_path: Path, counting: Counting) -> None:
    plain = OversightFacts(evidence(None)).history
    first = OversightFacts(evidence(tmp_path)).history
    again = OversightFacts(evidence(tmp_path)).history

    assert counting.times == 2  # once without a place to keep it, once with
    assert plain["value"].notna().sum() > 5
    pd.testing.assert_frame_equal(first, plain, check_exact=True)
    pd.testing.assert_frame_equal(again, plain, check_exact=True)


def test_oversight_and_the_recovery_map_share_one_history(tmp_path: Path, counting: Counting) -> None:
    alone = AUDITS["recovery_map"].run(evidence(None)).checks
    counting.times = 0

    AUDITS["oversight_evidence"].run(evidence(tmp_path))
    beside = AUDITS["recovery_map"].run(evidence(tmp_path)).checks

    assert counting.times == 1
    assert beside == alone


def _with(table: str, **changed: Any) -> dict[str, list[dict[str, Any]]]:
    first, *rest = TABLES[table]
    return {**TABLES, table: [{**first, **changed}, *rest]}


LONGER = Thresholds(staffing_definitions=StaffingDefinitions(short_below=0.8))
LATER = Thresholds(care_definitions=CareDefinitions(grace_minutes=45))


@pytest.mark.parametrize(
    "changed",
    [
        {"tables": _with("care", status="missed")},
        {"tables": _with("shifts", attended_from=None, attended_to=None)},
        {"tables": _with("staffing_needs", staff_needed=2)},
        {"tables": _with("audits", yes=8)},
        {"tables": {**TABLES, "complaints": []}, "as_of": "2026-10-30"},
        {"month": "2026-09"},
        {"thresholds": LONGER},
        {"thresholds": LATER},
        {"kind": "home_care"},
        {"opened_on": pd.Timestamp("2026-09-01").date()},
    ],
    ids=["care", "shift", "need", "audit", "as_of", "month", "staffing", "lateness", "kind", "opened"],
)
def test_whatever_the_figures_follow_from_has_a_history_of_its_own(
    kept: Path, counting: Counting, changed: dict[str, Any]
) -> None:
    _ = OversightFacts(evidence(kept, **changed)).history

    assert counting.times == 1


def test_the_same_records_read_again_are_not_computed_again(kept: Path, counting: Counting) -> None:
    later = {**TABLES, "audits": [AUDIT, make_audit_row("2026-11-02")]}

    _ = OversightFacts(evidence(kept)).history
    _ = OversightFacts(evidence(kept, later)).history  # a row recorded after as_of is not known yet

    assert counting.times == 0


def test_other_code_has_a_history_of_its_own(
    kept: Path, counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_history_module, "_CODE", "other code")
    _ = OversightFacts(evidence(kept)).history

    assert counting.times == 1


def test_all_that_the_measures_import_is_in_the_key() -> None:
    asked = (
        "import sys, toolkit.measures.history; print(*[one for one in sys.modules if one[:8] == 'toolkit.'])"
    )
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    counted = {part.removesuffix(".py") for part in kept_history_module._PARTS}

    assert len(loaded.split()) > 10
    assert {name.split(".")[1] for name in loaded.split()} <= counted
